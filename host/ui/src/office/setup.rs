//! The shop's own settings on the screen: groups, price lists, fields of files.

use super::OfficeStage;

impl OfficeStage {
    pub(super) fn connect_setup(&self) {}

    pub(super) fn show_setup(&self) {
        self.focus_setup();
    }

    pub(super) fn focus_setup(&self) {}

    /// One key, in this place. True when it was used up.
    pub(super) fn setup_key(&self, _text: &str, _control: bool) -> bool {
        false
    }
}
