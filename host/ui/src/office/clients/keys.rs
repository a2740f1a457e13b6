//! Keys of the customers' screens before a field sees them.

use comptoir_screens::slint::Global as _;
use comptoir_screens::slint::SharedString;
use comptoir_screens::slint::platform::Key;
use comptoir_screens::{ClientsAdapter, OfficeDialog, OfficePlace};

use super::OfficeStage;
use super::list::Move;

impl OfficeStage {
    /// One key, in a place of the customers or to go there. True when it was used up.
    pub(in crate::office) fn client_key(&self, text: &str, control: bool) -> bool {
        let is = |key: Key| text == SharedString::from(key).as_str();
        if self.dialog() != OfficeDialog::None {
            return self.dialog_key(is(Key::Return));
        }
        match () {
            () if is(Key::F2) => self.go(OfficePlace::Programs),
            () if is(Key::F3) => self.go(OfficePlace::Clients),
            () if is(Key::F8) => self.go(OfficePlace::Welcome),
            () if is(Key::F9) => self.go(OfficePlace::Statistics),
            () if is(Key::F10) => self.go(OfficePlace::Setup),
            () => {
                return match self.place() {
                    OfficePlace::Programs => false,
                    OfficePlace::Clients => self.list_key(text, control),
                    OfficePlace::File => self.file_key(text, control),
                    OfficePlace::Incoming => self.import_key(text, control),
                    OfficePlace::Welcome => self.enrolment_key(text, control),
                    OfficePlace::Statistics => self.statistics_key(text, control),
                    OfficePlace::Setup => self.setup_key(text, control),
                };
            }
        }
        true
    }

    fn dialog_key(&self, enter: bool) -> bool {
        let confirms = self.dialog() == OfficeDialog::Question && enter;
        if confirms {
            self.accept_question();
        }
        confirms
    }

    fn list_key(&self, text: &str, control: bool) -> bool {
        let is = |key: Key| text == SharedString::from(key).as_str();
        match () {
            () if is(Key::UpArrow) => self.move_row(Move::Up),
            () if is(Key::DownArrow) => self.move_row(Move::Down),
            () if is(Key::PageUp) => self.move_row(Move::PageUp),
            () if is(Key::PageDown) => self.move_row(Move::PageDown),
            () if is(Key::Home) => self.move_row(Move::First),
            () if is(Key::End) => self.move_row(Move::Last),
            () if is(Key::Insert) || (control && text.eq_ignore_ascii_case("n")) => self.new_file(),
            () if is(Key::F4) => self.choose_criterion(),
            () if is(Key::F5) => self.choose_sort(),
            () if is(Key::F6) => self.choose_change(),
            () if is(Key::F7) => self.ask_batches(),
            () if is(Key::F11) => self.choose_tool(),
            () if is(Key::Escape) => self.clear_search(),
            () => return false,
        }
        true
    }

    /// Escape empties the search; an empty one takes the last criterion away.
    fn clear_search(&self) {
        let clients = ClientsAdapter::get(&self.window);
        if clients.get_words().is_empty() {
            self.clients.list.borrow_mut().conditions.pop();
            self.show_chips();
        } else {
            clients.set_words(SharedString::default());
            self.clients.list.borrow_mut().words.clear();
        }
        self.list_anew();
        self.focus_search();
    }

    fn file_key(&self, text: &str, control: bool) -> bool {
        let is = |key: Key| text == SharedString::from(key).as_str();
        match () {
            () if control && text.eq_ignore_ascii_case("s") => self.save_file(),
            () if control && is(Key::PageDown) => self.turn_tab(1),
            () if control && is(Key::PageUp) => self.turn_tab(-1),
            () if is(Key::Escape) => self.go(OfficePlace::Clients),
            () => return false,
        }
        true
    }
}
