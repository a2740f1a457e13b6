//! The welcome desk on the screen: somebody is enrolled.

use super::OfficeStage;

impl OfficeStage {
    pub(super) fn connect_welcome(&self) {}

    pub(super) fn show_welcome(&self) {
        self.focus_welcome();
    }

    pub(super) fn focus_welcome(&self) {}

    /// One key, in this place. True when it was used up.
    pub(super) fn welcome_key(&self, _text: &str, _control: bool) -> bool {
        false
    }
}
