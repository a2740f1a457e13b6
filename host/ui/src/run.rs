//! Opening the window, and the ways on when it cannot open or comes down.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use comptoir_app::counter::Counter;
use comptoir_app::{Error, Till};
use comptoir_domain::language::Language;
use comptoir_screens::slint::{self, ComponentHandle as _, Global as _, Timer, TimerMode};
use comptoir_screens::{TroubleAdapter, TroubleWindow};

use crate::desk::{Desk, Tell};
use crate::settings::ScreenSettings;
use crate::stage::{Props, Stage};

/// How often the clock of the header is looked at.
const CLOCK: Duration = Duration::from_secs(5);
/// How often a shop that another program holds is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(3);

thread_local! {
    /// The stage of the window's thread: answers of the desk come from other threads and find it here.
    static STAGE: RefCell<Option<Rc<Stage>>> = const { RefCell::new(None) };
}

/// How to open the shop; called again when it did not open.
pub type Opening<'a> = dyn Fn() -> Result<Till, Error> + 'a;

/// How the window ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The cashier closed it.
    Closed,
    /// There is no display, or it was lost.
    NoDisplay,
}

/// Opens the checkout and serves until it is closed. The unfinished sale is kept at the end.
///
/// A shop that does not open (another program holds it, its folder is away) is told in a window that tries
/// again; it goes on by itself when the shop can be opened.
///
/// # Errors
///
/// What the shop says once the cashier gave up waiting for it.
pub fn run(
    dir: &Path,
    open: &Opening<'_>,
    language: Language,
    clock: impl Fn() -> String + 'static,
) -> Result<Exit, Error> {
    match shop_of(dir, open, language, TILL)? {
        Some(till) => serve(dir, till, clock),
        None => Ok(Exit::NoDisplay),
    }
}

/// What is said while the shop does not open: a title, then what to do, in French and in English.
pub(crate) type Waiting = [(&'static str, &'static str); 2];

const TILL: Waiting = [
    ("La caisse ne peut pas s’ouvrir", "The till cannot open"),
    (
        "Aucune vente n’est perdue. La caisse s’ouvrira dès que ce sera possible.",
        "No sale is lost. The till will open as soon as it can.",
    ),
];

/// Opens the shop, or waits in a window for it; nothing without a display.
pub(crate) fn shop_of(
    dir: &Path,
    open: &Opening<'_>,
    language: Language,
    waiting: Waiting,
) -> Result<Option<Till>, Error> {
    match open() {
        Ok(till) => Ok(Some(till)),
        Err(error) => match wait_for_shop(dir, open, error, (language, waiting)) {
            Ok(opened) => opened.map(Some),
            Err(_) => Ok(None),
        },
    }
}

/// Shows why the shop does not open, until it does or the cashier leaves.
fn wait_for_shop(
    dir: &Path,
    open: &Opening<'_>,
    error: Error,
    (language, [title, detail]): (Language, Waiting),
) -> Result<Result<Till, Error>, slint::PlatformError> {
    let window = TroubleWindow::new()?;
    let language = ScreenSettings::read(dir).0.language.unwrap_or(language);
    let _ = slint::select_bundled_translation(language.pick("fr", "en"));
    let adapter = TroubleAdapter::get(&window);
    adapter.set_title(language.pick(title.0, title.1).into());
    adapter.set_detail(language.pick(detail.0, detail.1).into());
    adapter.set_text(error.message(language).into());
    let wanted = Rc::new(RefCell::new(true));
    let leave = wanted.clone();
    adapter.on_leave(move || {
        *leave.borrow_mut() = false;
        let _ = slint::quit_event_loop();
    });
    adapter.on_retry(|| drop(slint::quit_event_loop()));
    let again = Timer::default();
    again.start(TimerMode::Repeated, TRY_AGAIN, || drop(slint::quit_event_loop()));
    let closed = wanted.clone();
    window.window().on_close_requested(move || {
        *closed.borrow_mut() = false;
        slint::CloseRequestResponse::HideWindow
    });
    window.show()?;
    let mut last = error;
    loop {
        slint::run_event_loop_until_quit()?;
        if !*wanted.borrow() {
            return Ok(Err(last));
        }
        match open() {
            Ok(till) => {
                window.hide()?;
                return Ok(Ok(till));
            }
            Err(error) => {
                adapter.set_text(error.message(language).into());
                last = error;
            }
        }
    }
}

/// Serves customers until the window is closed.
fn serve(dir: &Path, till: Till, clock: impl Fn() -> String + 'static) -> Result<Exit, Error> {
    let (settings, trouble) = ScreenSettings::read(dir);
    let props = Props {
        dir: dir.to_owned(),
        shop: till.shop().clone(),
        language: till.language(),
        settings,
        clock: Box::new(clock),
    };
    let Ok(stage) = Stage::new(props) else { return Ok(Exit::NoDisplay) };
    let counter = Counter::open(till)?;
    STAGE.with(|place| *place.borrow_mut() = Some(stage.clone()));
    // A till has no other window: it takes the whole screen.
    stage.window().window().set_maximized(true);
    if stage.window().show().is_err() {
        return Ok(Exit::NoDisplay);
    }
    // The customer display is a window too, and after a wait for the shop the loop outlives its last window.
    stage.window().window().on_close_requested(|| {
        let _ = slint::quit_event_loop();
        slint::CloseRequestResponse::HideWindow
    });
    stage.open(Desk::away(counter, deliver)?);
    stage.show_or_hide_display();
    if let Some(trouble) = trouble {
        stage.tell(Tell::Stumbled(trouble));
    }
    let ticking = Timer::default();
    ticking.start(TimerMode::Repeated, CLOCK, stage.on(Stage::show_header));
    let ended = slint::run_event_loop();
    stage.close();
    STAGE.with(|place| *place.borrow_mut() = None);
    Ok(if ended.is_ok() { Exit::Closed } else { Exit::NoDisplay })
}

/// Brings an answer of the desk to the window's thread.
fn deliver(tell: Tell) {
    let _ = slint::invoke_from_event_loop(move || {
        if let Some(stage) = STAGE.with(|place| place.borrow().clone()) {
            stage.tell(tell);
        }
    });
}
