//! The last sale: its change stands large until the next one begins, and its receipt can still be asked for.

use comptoir_app::counter::{Action, LastSale, View};
use comptoir_app::format::money;
use comptoir_domain::sale::PaidSale;
use comptoir_screens::slint::Global as _;
use comptoir_screens::{LastSaleAdapter, OpenDialog, ReadingAdapter};

use crate::stage::Stage;

/// What is remembered of the last sale for the screen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Last {
    fresh: bool,
    /// The change of the last sale, for the customer display.
    pub(crate) change: Option<String>,
}

impl Last {
    /// Tells whether the sale was just paid and the next has not begun.
    pub(crate) const fn is_fresh(&self) -> bool {
        self.fresh
    }
}

impl Stage {
    pub(crate) fn connect_last(&self) {
        let last = LastSaleAdapter::get(&self.window);
        last.on_print(self.on(Self::print_last));
        last.on_refund(self.on(|stage| {
            if let Some(sale) = stage.last_sale() {
                stage.open_return(&sale.number);
            }
        }));
        last.on_dismiss(self.on(Self::forget_last));
    }

    fn last_sale(&self) -> Option<LastSale> {
        self.view().and_then(|view| view.last.clone())
    }

    /// F11: the receipt of the last sale; the original once, then copies marked as such.
    pub(crate) fn print_last(&self) {
        match self.last_sale() {
            Some(_) => self.act(Action::Reprint { number: None }),
            None => self.note(self.words().no_sale_yet()),
        }
        self.focus();
    }

    pub(crate) fn paid(&self, sale: &PaidSale) {
        let change = Some(sale.change).filter(|change| change.is_positive());
        *self.last.borrow_mut() = Last { fresh: true, change: change.map(|change| money(change, self.language())) };
        self.selected.set(None);
        self.close_payment();
        self.clear_typed();
        if self.settings.borrow().print {
            self.act(Action::SetPrint { print: true });
        }
        self.focus();
    }

    pub(crate) fn refunded(&self, sale: &PaidSale) {
        *self.last.borrow_mut() = Last { fresh: true, change: None };
        self.show_dialog(OpenDialog::None);
        self.note(&self.words().refunded(&sale.stamp.number.to_string(), -sale.total));
        for issue in &sale.movements.issued {
            self.note(&self.words().paper_issued(&issue.code, issue.amount));
        }
    }

    /// The next sale began: the change is no longer the news.
    pub(crate) fn forget_last(&self) {
        *self.last.borrow_mut() = Last::default();
        if let Some(view) = self.view() {
            self.show_last(&view);
        }
    }

    pub(crate) fn show_last(&self, view: &View) {
        let (adapter, words, language) = (LastSaleAdapter::get(&self.window), self.words(), self.language());
        let last = self.last.borrow();
        adapter.set_has_sale(view.last.is_some());
        adapter.set_fresh(last.fresh);
        let Some(sale) = &view.last else { return };
        adapter.set_title(words.last_title(sale).into());
        adapter.set_total(money(sale.total, language).into());
        let change = if sale.change.is_positive() { money(sale.change, language) } else { String::new() };
        adapter.set_change(change.into());
        adapter.set_change_caption(words.change().into());
        adapter.set_detail(words.last_detail(sale).into());
        adapter.set_print_text(if sale.printed { words.duplicate() } else { words.print_receipt() }.into());
        adapter.set_can_print(true);
    }

    /// A receipt was queued, or stands on the screen where there is no printer.
    pub(crate) fn reprinted(&self, number: &comptoir_domain::sale::ReceiptNumber, copy: u32, text: &str) {
        let printer = self.devices.borrow().printer.is_some();
        if printer {
            return self.note(&self.words().printing(&number.to_string(), copy));
        }
        let reading = ReadingAdapter::get(&self.window);
        reading.set_receipt_title(self.words().receipt_title(&number.to_string(), copy).into());
        reading.set_receipt(text.into());
        self.show_dialog(OpenDialog::Receipt);
    }
}
