//! Statistics on the screen.

use super::OfficeStage;

impl OfficeStage {
    pub(super) fn connect_statistics(&self) {}

    pub(super) fn show_statistics(&self) {
        self.focus_statistics();
    }

    pub(super) fn focus_statistics(&self) {}

    /// One key, in this place. True when it was used up.
    pub(super) fn statistics_key(&self, _text: &str, _control: bool) -> bool {
        false
    }
}
