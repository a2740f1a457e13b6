//! The window of the bench: drawn into memory, with a time that is set by hand.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use comptoir_app::counter::{Action, Counter};
use comptoir_app::{Clock, Till};
use comptoir_domain::language::Language;
use comptoir_ui::desk::{Ask, Desk, Tell};
use comptoir_ui::screens::slint::platform::software_renderer::{
    MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType,
};
use comptoir_ui::screens::slint::platform::{Platform, WindowAdapter, WindowEvent, update_timers_and_animations};
use comptoir_ui::screens::slint::{ComponentHandle as _, PhysicalSize, PlatformError, SharedString};
use comptoir_ui::{Props, ScreenSettings, Stage};

use super::shop::{ean, person};
use super::{Any, HEIGHT, TYPED, WIDTH};

thread_local! {
    /// What time it is for the window.
    static NOW: Cell<Duration> = const { Cell::new(Duration::from_secs(1)) };
    /// The window that was made last.
    static MADE: RefCell<Option<Rc<MinimalSoftwareWindow>>> = const { RefCell::new(None) };
}

/// A platform without a display, whose time is set by hand.
pub(super) struct Headless;

impl Platform for Headless {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
        MADE.set(Some(window.clone()));
        Ok(window)
    }

    fn duration_since_start(&self) -> Duration {
        NOW.get()
    }
}

/// The window with the memory that it is drawn into.
pub(super) struct Post {
    pub(super) stage: Rc<Stage>,
    pub(super) window: Rc<MinimalSoftwareWindow>,
    pub(super) pixels: Vec<PremultipliedRgbaColor>,
}

impl Post {
    pub(super) fn new(dir: &Path, till: &Till) -> Result<Self, Any> {
        let clock = Box::new(|| "12:00".to_owned());
        let (shop, settings) = (till.shop().clone(), ScreenSettings::default());
        let stage = Stage::new(Props { dir: dir.to_owned(), shop, language: Language::French, settings, clock })?;
        let window = MADE.take().ok_or("no window was made")?;
        stage.window().window().set_size(PhysicalSize::new(WIDTH, HEIGHT));
        stage.window().show()?;
        window.dispatch_event(WindowEvent::WindowActiveChanged(true));
        let pixels = vec![PremultipliedRgbaColor::default(); usize::try_from(WIDTH * HEIGHT)?];
        Ok(Self { stage, window, pixels })
    }

    /// A window whose desk answers at once.
    pub(super) fn here(dir: &Path) -> Result<Self, Any> {
        let till = Till::open(dir, Clock::Machine)?;
        let mut post = Self::new(dir, &till)?;
        post.stage.open(Desk::here(Counter::open(till)?)?);
        post.wait(TYPED);
        post.frame();
        Ok(post)
    }

    /// Draws what changed.
    pub(super) fn frame(&mut self) {
        let pixels = &mut self.pixels;
        self.window.draw_if_needed(|renderer| {
            renderer.render(pixels, 1366);
        });
    }

    pub(super) fn snapshot(&self) -> Result<(), Any> {
        self.stage.window().window().take_snapshot()?;
        Ok(())
    }

    /// Lets time pass for the window, and does what was due.
    pub(super) fn wait(&self, time: Duration) {
        NOW.set(NOW.get() + time);
        self.stage.set_key_time(NOW.get());
        update_timers_and_animations();
    }

    pub(super) fn key(&self, key: impl Into<SharedString>) {
        let text = key.into();
        self.window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        self.window.dispatch_event(WindowEvent::KeyReleased { text });
    }

    /// What the desk says of a gesture, and how long the view took to come.
    pub(super) fn ask(&self, action: Action) -> Result<(Vec<Tell>, Duration), Any> {
        let (mut tells, mut shown) = (Vec::new(), Duration::ZERO);
        let asked = self.stage.with_backroom(|room| {
            let started = Instant::now();
            room.answer(Ask::Act(action), &mut |tell| {
                if matches!(tell, Tell::View(_)) {
                    shown = started.elapsed();
                }
                tells.push(tell);
            });
        });
        asked.ok_or("the desk is away")?;
        if let Some(Tell::Refused(refusal)) = tells.iter().find(|tell| matches!(tell, Tell::Refused(_))) {
            return Err(refusal.words.clone().into());
        }
        Ok((tells, shown))
    }

    pub(super) fn act(&self, action: Action) -> Result<(), Any> {
        let (tells, _) = self.ask(action)?;
        tells.into_iter().for_each(|tell| self.stage.tell(tell));
        Ok(())
    }

    /// A known customer and a ticket of thirty lines.
    pub(super) fn fill(&self, lines: u64) -> Result<(), Any> {
        self.act(Action::Identify { customer: person(1) })?;
        (0..lines).try_for_each(|n| self.act(scan(n)))
    }

    pub(super) fn lines(&self) -> usize {
        self.stage.view().map_or(0, |view| view.lines.len())
    }
}

pub(super) fn scan(n: u64) -> Action {
    Action::Scan { candidates: vec![ean(n)], quantity: None }
}
