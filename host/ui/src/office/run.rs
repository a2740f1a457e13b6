//! Opening the office's window.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use comptoir_app::Error;
use comptoir_app::office::Office;
use comptoir_domain::language::Language;
use comptoir_screens::slint::{self, CloseRequestResponse, ComponentHandle as _};

use super::desk::{Desk, Tell};
use super::{Next, OfficeProps, OfficeStage};
use crate::run::{Exit, Opening, Waiting, shop_of};
use crate::settings::ScreenSettings;

thread_local! {
    /// The stage of the window's thread: answers of the desk come from another thread and find it here.
    static STAGE: RefCell<Option<Rc<OfficeStage>>> = const { RefCell::new(None) };
}

const WAITING: Waiting = [
    ("L’arrière-boutique ne peut pas s’ouvrir", "The back office cannot open"),
    (
        "Si la caisse est ouverte, fermez-la d’abord : un seul programme à la fois a le magasin. La fenêtre s’ouvrira toute seule.",
        "If the till is open, close it first: one program at a time has the shop. This window will open by itself.",
    ),
];

/// Opens the office of a shop and serves until it is closed. `policies` is the folder of the policies that come
/// with the program. While another program has the shop, a window says so and what to do.
///
/// # Errors
///
/// What the shop says once the merchant gave up waiting for it.
pub fn run(dir: &Path, open: &Opening<'_>, language: Language, policies: &Path) -> Result<Exit, Error> {
    match shop_of(dir, open, language, WAITING)? {
        Some(till) => serve(dir, Office::open(till, policies)?),
        None => Ok(Exit::NoDisplay),
    }
}

fn serve(dir: &Path, office: Office) -> Result<Exit, Error> {
    let till = office.till();
    let (settings, trouble) = ScreenSettings::read(dir);
    let props = OfficeProps { dir: dir.to_owned(), shop: till.shop().clone(), language: till.language(), settings };
    let Ok(stage) = OfficeStage::new(props) else { return Ok(Exit::NoDisplay) };
    STAGE.with(|place| *place.borrow_mut() = Some(stage.clone()));
    if stage.window().show().is_err() {
        return Ok(Exit::NoDisplay);
    }
    let leaving = stage.clone();
    stage.window().window().on_close_requested(move || {
        leaving.leave(Next::Close);
        CloseRequestResponse::KeepWindowShown
    });
    stage.open(Desk::away(office, deliver));
    if let Some(trouble) = trouble {
        stage.tell(Tell::Refused(trouble));
    }
    // After a wait for the shop the loop outlives its last window.
    let ended = slint::run_event_loop_until_quit();
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
