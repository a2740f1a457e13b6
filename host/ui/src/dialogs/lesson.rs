//! Teaching the till how a keyboard scanner types: the same code, scanned twice from the screen.

use barcoders::sym::code128::Code128;
use comptoir_devices::wedge::{self, Step};
use comptoir_screens::slint::{Global as _, Image, Rgb8Pixel, SharedPixelBuffer, Timer, TimerMode};
use comptoir_screens::{LessonAdapter, OpenDialog};

use crate::stage::Stage;

/// How many pixels one bar of the picture is wide and the whole is high.
const MODULE: u32 = 2;
const HEIGHT: u32 = 96;
/// The white margin on both sides, in modules: the standard asks for ten.
const QUIET: u32 = 12;

/// A lesson under way.
pub(crate) struct Lesson {
    lesson: wedge::Lesson,
    learnt: Option<wedge::Settings>,
    pause: Timer,
}

/// Draws a Code 128 in set B.
fn picture(code: &str) -> Option<Image> {
    let bars = Code128::new(format!("\u{0181}{code}")).ok()?.encode();
    let modules = u32::try_from(bars.len()).ok()? + 2 * QUIET;
    let mut pixels = SharedPixelBuffer::<Rgb8Pixel>::new(modules * MODULE, HEIGHT);
    let is_dark = |x: u32| {
        let module = (x / MODULE).checked_sub(QUIET).and_then(|module| usize::try_from(module).ok());
        module.and_then(|module| bars.get(module)).is_some_and(|bar| *bar == 1)
    };
    let row: Vec<Rgb8Pixel> = (0..modules * MODULE)
        .map(|x| if is_dark(x) { Rgb8Pixel::new(0, 0, 0) } else { Rgb8Pixel::new(255, 255, 255) })
        .collect();
    for line in pixels.make_mut_slice().chunks_exact_mut(row.len()) {
        line.copy_from_slice(&row);
    }
    Some(Image::from_rgb8(pixels))
}

impl Stage {
    pub(crate) fn connect_lesson(&self) {
        let adapter = LessonAdapter::get(&self.window);
        adapter.on_save(self.on(Self::save_lesson));
        adapter.on_again(self.on(Self::open_lesson));
        adapter.on_close(self.on(Self::close_lesson));
    }

    pub(crate) fn open_lesson(&self) {
        let (adapter, words) = (LessonAdapter::get(&self.window), self.words());
        let code = wedge::Lesson::CODE;
        *self.lesson.borrow_mut() =
            Some(Lesson { lesson: wedge::Lesson::new(code), learnt: None, pause: Timer::default() });
        adapter.set_code(code.into());
        adapter.set_barcode(picture(code).unwrap_or_default());
        adapter.set_step(words.lesson_first().into());
        adapter.set_heard("".into());
        adapter.set_error("".into());
        adapter.set_learnt(false);
        self.show_dialog(OpenDialog::Lesson);
    }

    /// While the lesson lasts all keys are the scanner's.
    pub(crate) fn lesson_key(&self, keys: &[wedge::Key]) -> bool {
        let now = self.hands.borrow().now();
        let steps: Vec<Step> = {
            let mut lesson = self.lesson.borrow_mut();
            let Some(lesson) = lesson.as_mut().filter(|lesson| lesson.learnt.is_none()) else { return false };
            keys.iter().filter_map(|key| lesson.lesson.key(*key, now)).collect()
        };
        steps.into_iter().for_each(|step| self.lesson_step(step));
        self.wait_for_lesson();
        true
    }

    fn wait_for_lesson(&self) {
        let now = self.hands.borrow().now();
        let lesson = self.lesson.borrow();
        let Some(lesson) = lesson.as_ref() else { return };
        match lesson.lesson.due() {
            Some(due) => {
                lesson.pause.start(TimerMode::SingleShot, due.saturating_sub(now), self.on(Self::lesson_pause));
            }
            None => lesson.pause.stop(),
        }
    }

    fn lesson_pause(&self) {
        let now = self.hands.borrow().now();
        let step = self.lesson.borrow_mut().as_mut().and_then(|lesson| lesson.lesson.tick(now));
        if let Some(step) = step {
            self.lesson_step(step);
        }
        self.wait_for_lesson();
    }

    fn lesson_step(&self, step: Step) {
        let (adapter, words) = (LessonAdapter::get(&self.window), self.words());
        adapter.set_error("".into());
        match step {
            Step::Again => adapter.set_step(words.lesson_again().into()),
            Step::Learnt(learnt) => {
                adapter.set_step(words.lesson_learnt().into());
                adapter.set_heard(words.learnt(&learnt).into());
                adapter.set_learnt(true);
                if let Some(lesson) = self.lesson.borrow_mut().as_mut() {
                    lesson.learnt = Some(learnt.settings);
                }
            }
            Step::Failed(trouble) => {
                adapter.set_step(words.lesson_first().into());
                adapter.set_error(words.lesson_trouble(&trouble).into());
            }
        }
    }

    fn save_lesson(&self) {
        let learnt = self.lesson.borrow().as_ref().and_then(|lesson| lesson.learnt.clone());
        if let Some(learnt) = learnt {
            self.hands.borrow_mut().learn(learnt.clone());
            self.set(|settings| settings.keyboard_scanner = learnt);
            self.close_lesson();
            self.note(self.words().scanner_learnt());
        }
    }

    pub(crate) fn close_lesson(&self) {
        *self.lesson.borrow_mut() = None;
        self.show_dialog(OpenDialog::None);
    }
}
