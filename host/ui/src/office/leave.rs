//! Leaving what was typed and is not kept: the settings of a program, the file of a customer.

use comptoir_screens::slint::Global as _;
use comptoir_screens::{LeaveAdapter, OfficeDialog, OfficePlace};

use super::OfficeStage;

impl OfficeStage {
    pub(super) fn connect_leave(&self) {
        let leave = LeaveAdapter::get(&self.window);
        leave.on_stay(self.on(|stage| {
            stage.next.borrow_mut().take();
            stage.show_dialog(OfficeDialog::None);
        }));
        leave.on_drop(self.on(|stage| {
            stage.drop_changes();
            stage.show_dialog(OfficeDialog::None);
            stage.go_on();
        }));
        leave.on_save(self.on(Self::save_and_leave));
    }

    pub(super) fn save_and_leave(&self) {
        self.show_dialog(OfficeDialog::None);
        if self.leaving_file.get() {
            return self.save_file();
        }
        if self.is_policy_chosen() {
            // A policy that is no program yet has nowhere to keep its settings: it is switched on with them.
            self.next.borrow_mut().take();
            return self.enable();
        }
        self.save();
    }

    fn drop_changes(&self) {
        if self.leaving_file.get() {
            self.drop_file_changes();
        } else {
            self.give_up();
        }
    }

    pub(super) fn ask_to_save_file(&self) {
        self.leaving_file.set(true);
        let name = self.file_name();
        let text = match self.place() {
            OfficePlace::Setup => self.words().setting_changed(&self.setting_name()),
            _ => self.words().file_changed(&name),
        };
        LeaveAdapter::get(&self.window).set_text(text.into());
        self.show_dialog(OfficeDialog::Leave);
    }

    pub(super) fn ask_to_save(&self) {
        let title = self.selected().map(|card| self.title(&card)).unwrap_or_default();
        LeaveAdapter::get(&self.window).set_text(self.words().settings_changed(&title).into());
        self.show_dialog(OfficeDialog::Leave);
    }
}
