//! Opening the office's window.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use comptoir_app::office::Office;
use comptoir_app::{Error, Till};
use comptoir_screens::slint::{self, CloseRequestResponse, ComponentHandle as _};

use super::desk::{Desk, Tell};
use super::{Next, OfficeProps, OfficeStage};
use crate::run::Exit;
use crate::settings::ScreenSettings;

thread_local! {
    /// The stage of the window's thread: answers of the desk come from another thread and find it here.
    static STAGE: RefCell<Option<Rc<OfficeStage>>> = const { RefCell::new(None) };
}

/// Opens the office of a shop and serves until it is closed. `policies` is the folder of the policies that come
/// with the program.
///
/// # Errors
///
/// None at present; what the shop says later.
pub fn run(dir: &Path, till: Till, policies: &Path) -> Result<Exit, Error> {
    let (settings, trouble) = ScreenSettings::read(dir);
    let props = OfficeProps {
        dir: dir.to_owned(),
        shop: till.shop().clone(),
        language: till.language(),
        settings,
        trials: None,
    };
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
    stage.open(Desk::away(Office::open(till, policies), deliver));
    if let Some(trouble) = trouble {
        stage.tell(Tell::Refused(trouble));
    }
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
