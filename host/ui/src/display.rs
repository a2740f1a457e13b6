//! The customer display: a second window that shows what the customer may see.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use comptoir_app::counter::View;
use comptoir_app::format::money;
use comptoir_screens::slint::{
    ComponentHandle as _, Global as _, Image, Rgba8Pixel, SharedPixelBuffer, SharedString, Timer, TimerMode,
};
use comptoir_screens::{CustomerDisplay, DisplayAdapter, Theme, TicketLine};

use crate::rows::refresh;
use crate::stage::Stage;

/// The folder of pictures in the shop's folder.
pub const PICTURES: &str = "display";
/// How long each picture stays.
const PICTURE_TIME: Duration = Duration::from_secs(10);
/// The last lines that fit.
const MOST_LINES: usize = 8;
/// Larger pictures are made smaller: a display has no more dots.
const WIDEST: u32 = 1920;

/// The second window, when it is open.
#[derive(Default)]
pub(crate) struct Display {
    window: RefCell<Option<CustomerDisplay>>,
    turn: Timer,
    shown: RefCell<Option<PathBuf>>,
}

impl Display {
    pub(crate) fn window(&self) -> Option<CustomerDisplay> {
        self.window.borrow().as_ref().map(|window| window.clone_strong())
    }
}

/// The pictures of a folder, in the order of their names.
fn pictures(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir.join(PICTURES)).into_iter().flatten().flatten();
    let is_picture = |path: &PathBuf| {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        matches!(extension.as_deref(), Some("png" | "jpg" | "jpeg"))
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_picture).collect();
    paths.sort();
    paths
}

/// Reads a picture, no larger than the display. Slow: not for the window's thread.
fn read_picture(path: &Path) -> Option<SharedPixelBuffer<Rgba8Pixel>> {
    let picture = image::open(path).ok()?;
    let picture = if picture.width() > WIDEST { picture.thumbnail(WIDEST, WIDEST) } else { picture };
    let pixels = picture.to_rgba8();
    Some(SharedPixelBuffer::clone_from_slice(pixels.as_raw(), pixels.width(), pixels.height()))
}

impl Stage {
    /// Opens or closes the second window as it is set.
    pub fn show_or_hide_display(&self) {
        let wanted = self.settings.borrow().display;
        if !wanted {
            if let Some(window) = self.display.window.borrow_mut().take() {
                let _ = window.hide();
            }
            return self.display.turn.stop();
        }
        if self.display.window.borrow().is_some() {
            return;
        }
        match CustomerDisplay::new() {
            Ok(window) => {
                let theme = Theme::get(&window);
                theme.set_dark(self.settings.borrow().dark);
                *self.display.window.borrow_mut() = Some(window.clone_strong());
                if let Some(view) = self.view() {
                    self.show_display(&view);
                }
                if let Err(error) = window.show() {
                    self.warn(&error.to_string(), "");
                }
                self.next_picture();
                self.display.turn.start(TimerMode::Repeated, PICTURE_TIME, self.on(Self::next_picture));
            }
            Err(error) => self.warn(&error.to_string(), ""),
        }
    }

    /// Shows the next picture while nobody is served; it is read on another thread.
    fn next_picture(&self) {
        let all = pictures(&self.dir);
        let shown = self.display.shown.borrow().clone();
        let at = shown.and_then(|shown| all.iter().position(|path| *path == shown)).map_or(0, |at| at + 1);
        let Some(path) = all.get(at).or(all.first()).cloned() else { return };
        *self.display.shown.borrow_mut() = Some(path.clone());
        let Some(window) = self.display.window() else { return };
        let window = window.as_weak();
        std::thread::spawn(move || {
            let Some(pixels) = read_picture(&path) else { return };
            let _ = window.upgrade_in_event_loop(move |window| {
                let adapter = DisplayAdapter::get(&window);
                adapter.set_picture(Image::from_rgba8(pixels));
                adapter.set_has_picture(true);
            });
        });
    }

    /// Nothing confidential goes there: no name, no points, no balance.
    pub(crate) fn show_display(&self, view: &View) {
        let Some(window) = self.display.window() else { return };
        let (adapter, words, language) = (DisplayAdapter::get(&window), self.words(), self.language());
        let last = self.last.borrow();
        adapter.set_shop(self.shop.name.as_str().into());
        adapter.set_thanks(words.thanks().into());
        adapter.set_caption(words.total().into());
        adapter.set_change_caption(words.your_change().into());
        let empty = view.lines.is_empty();
        adapter.set_idle(empty && !last.is_fresh());
        let skipped = view.lines.len().saturating_sub(MOST_LINES);
        let rows = view.lines.iter().skip(skipped).map(|line| TicketLine {
            id: line.id.to_string().into(),
            quantity: words.quantity(line.quantity, line.unit).into(),
            label: line.label.as_str().into(),
            detail: if line.gross < line.amount { words.reduction(line.amount - line.gross) } else { String::new() }
                .into(),
            amount: money(line.gross, language).into(),
            ..TicketLine::default()
        });
        refresh(&adapter.get_lines(), rows.collect(), |rows| adapter.set_lines(rows));
        let reduction = view.before - view.total;
        adapter.set_reduction(if reduction.is_positive() { words.reduction(reduction) } else { String::new() }.into());
        let paid = view.last.as_ref().filter(|_| empty && last.is_fresh());
        adapter.set_total(money(paid.map_or(view.total, |sale| sale.total), language).into());
        adapter.set_change(last.change.clone().filter(|_| empty).unwrap_or_default().into());
        let messages = view.display_messages.iter().map(|text| SharedString::from(text.as_str())).collect();
        refresh(&adapter.get_messages(), messages, |rows| adapter.set_messages(rows));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_the_folder_are_found_and_read() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(pictures(dir.path()), Vec::<PathBuf>::new());
        let folder = dir.path().join(PICTURES);
        std::fs::create_dir(&folder).unwrap();
        image::RgbImage::from_pixel(3_000, 10, image::Rgb([9, 9, 9])).save(folder.join("b.JPG")).unwrap();
        image::RgbImage::from_pixel(4, 3, image::Rgb([9, 9, 9])).save(folder.join("a.png")).unwrap();
        std::fs::write(folder.join("notes.txt"), "x").unwrap();
        let found = pictures(dir.path());
        assert_eq!(found, [folder.join("a.png"), folder.join("b.JPG")]);
        assert_eq!(read_picture(&found[0]).unwrap().width(), 4);
        assert_eq!(read_picture(&found[1]).unwrap().width(), 1920);
        assert!(read_picture(&folder.join("notes.txt")).is_none());
    }
}
