//! Keys of the office before a field sees them, and letters of the keyboard on the screen.

use comptoir_screens::slint::platform::{Key, WindowEvent};
use comptoir_screens::slint::{ComponentHandle as _, Global as _, SharedString};
use comptoir_screens::{OfficeAdapter, OfficeDialog, OfficePlace};

use super::OfficeStage;

impl OfficeStage {
    pub(super) fn connect_keys(&self) {
        let office = OfficeAdapter::get(&self.window);
        let me = self.me.clone();
        office.on_key(move |text, control| {
            me.upgrade().is_some_and(|stage| stage.guard(|stage| stage.key(&text, control)))
        });
        office.on_pad(self.with(|stage, letter: SharedString| stage.pad(&letter)));
    }

    /// One key. True when it was used up.
    fn key(&self, text: &str, control: bool) -> bool {
        let is = |key: Key| text == SharedString::from(key).as_str();
        let programs = self.place() == OfficePlace::Programs;
        match self.dialog() {
            OfficeDialog::None if programs && control && text.eq_ignore_ascii_case("s") => self.save_by_key(),
            OfficeDialog::None if is(Key::F1) => self.open_help(),
            OfficeDialog::None if programs && is(Key::Escape) => self.window.invoke_focus_list(),
            OfficeDialog::Leave if is(Key::Return) => self.save_and_leave(),
            _ => return self.client_key(text, control),
        }
        true
    }

    fn save_by_key(&self) {
        if self.is_policy_chosen() {
            self.enable();
        } else {
            self.save();
        }
    }

    /// A letter touched on the screen goes where the keys are.
    fn pad(&self, letter: &str) {
        let text = match letter {
            "back" => SharedString::from(Key::Backspace),
            "\n" => SharedString::from(Key::Return),
            letter => letter.into(),
        };
        let window = self.window.window();
        let _ = window.dispatch_event_with_result(WindowEvent::KeyPressed { text: text.clone() });
        let _ = window.dispatch_event_with_result(WindowEvent::KeyReleased { text });
    }
}
