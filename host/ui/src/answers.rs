//! What each answer of the desk changes on the screen.

use std::rc::Rc;

use comptoir_app::counter::{Done, View};
use comptoir_app::devices::Heard;
use comptoir_screens::OpenDialog;

use crate::desk::{Found, Refusal, Scope, Tell};
use crate::stage::Stage;

impl Stage {
    pub(crate) fn take(&self, tell: Tell) {
        match tell {
            Tell::View(view) => self.take_view(*view),
            Tell::Done(done) => self.done(*done),
            Tell::Refused(refusal) => self.refused(&refusal),
            Tell::Found { scope, text, found } => self.take_found(scope, &text, found),
            Tell::Returnable(returnable) => self.open_returnable(*returnable),
            Tell::RefundPreview(refund) => self.show_refund(&refund),
            Tell::Why(programs) => self.show_why(&programs),
            Tell::Departments(departments) => self.take_departments(departments),
            Tell::Devices(devices) => self.take_devices(devices),
            Tell::Heard(heard) => self.heard(heard),
            Tell::Stumbled(what) => self.warn(&self.words().stumbled(), &what),
        }
    }

    fn take_view(&self, view: View) {
        let view = Rc::new(view);
        *self.view.borrow_mut() = Some(view.clone());
        self.show(&view);
    }

    /// Shows a view everywhere it is seen.
    pub(crate) fn show(&self, view: &View) {
        self.show_banners(view);
        self.show_ticket(view);
        self.show_customer(view);
        self.show_payment(view);
        self.show_last(view);
        self.show_footer(view);
        self.show_parked(view);
        self.show_header();
        self.show_display(view);
    }

    fn done(&self, done: Done) {
        self.banners.borrow_mut().clear_told();
        self.close_form(&done);
        match done {
            // A scan while paying: the customer bought something more.
            Done::Line(line) => {
                self.leave_payment();
                self.selected.set(Some(line));
                self.follow_line();
                self.forget_last();
            }
            Done::LineCanceled(label) => self.note(&self.words().canceled(&label)),
            Done::Customer(_) | Done::CustomerCreated(_) => {
                self.payment_hint_seen();
                self.customer_known();
            }
            Done::Voucher { code, balance } => self.note(&self.words().voucher_used(&code, balance)),
            Done::PaperKept { code, balance } => self.note(&self.words().paper_kept(&code, balance)),
            Done::Receipt(number) => self.open_return(&number),
            Done::Parked { label } => self.note(&self.words().parked(&label)),
            Done::Recalled => self.recalled(),
            Done::Abandoned => self.sale_gone(),
            Done::Given { .. } => self.tender_given(),
            Done::Paid(sale) => self.paid(&sale),
            Done::Refunded(sale) => self.refunded(&sale),
            Done::Reprinted { number, copy, text } => self.reprinted(&number, copy, &text),
            Done::DrawerOpened => self.note(self.words().drawer_opened()),
            Done::Edited | Done::CustomerRemoved | Done::Answered => {}
        }
        // What had the keys may be gone with the gesture.
        if self.dialog() == OpenDialog::None {
            self.focus();
        }
    }

    /// A form that was waiting for its gesture closes.
    fn close_form(&self, done: &Done) {
        let dialog = self.dialog();
        if dialog == OpenDialog::Article && matches!(done, Done::Line(_)) {
            self.clear_typed();
        }
        if matches!(dialog, OpenDialog::Edit | OpenDialog::Article) {
            self.show_dialog(OpenDialog::None);
        }
    }

    /// A refusal stands where the eye is: in the form that is open, or as a banner over the total.
    fn refused(&self, refusal: &Refusal) {
        let shown = match self.dialog() {
            OpenDialog::Edit => self.edit_refused(refusal),
            OpenDialog::Article => self.article_refused(refusal),
            OpenDialog::NewCustomer => self.customer_refused(refusal),
            OpenDialog::Returns => self.return_refused(refusal),
            _ if self.is_paying() => self.payment_refused(refusal),
            _ => false,
        };
        if !shown {
            self.banner_refused(refusal);
        }
    }

    fn take_found(&self, scope: Scope, text: &str, found: Found) {
        match scope {
            Scope::Everything => self.show_found(text, &found),
            Scope::Customers => self.show_people(text, &found.customers),
            Scope::Alike => self.show_alike(&found.customers),
            Scope::Sales => self.show_sales(text, &found.sales),
        }
    }

    fn heard(&self, heard: Heard) {
        match heard {
            Heard::Code(code) => self.scanned(vec![code]),
            Heard::Notice(words) => self.note(&words),
            Heard::Lost(words) => self.scanner_state(Some(words)),
            Heard::Back(words) => {
                self.scanner_state(None);
                self.note(&words);
            }
        }
    }
}
