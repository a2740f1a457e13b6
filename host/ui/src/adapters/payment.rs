//! Paying: due, tenders, quick cash, receipt.

use comptoir_app::counter::{Action, View, ViewCustomer};
use comptoir_app::format::money;
use comptoir_domain::credit::{Credit, CreditKind};
use comptoir_domain::money::Money;
use comptoir_domain::tender::TenderKind;
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{Icons, OpenDialog, PaymentAdapter, TenderKey, TenderRow, Tone};

use crate::desk::Refusal;
use crate::dialogs::edit::{Edit, plain_number};
use crate::rows::refresh;
use crate::settings::Order;
use crate::stage::Stage;

/// The notes in a French purse, in cents.
const NOTES: [i64; 5] = [500, 1_000, 2_000, 5_000, 10_000];

/// Amounts of cash that a customer is likely to hand over for what is due: exact, then round ones.
pub(crate) fn quick_cash(due: Money) -> Vec<Money> {
    if !due.is_positive() {
        return Vec::new();
    }
    let mut amounts = vec![due.cents()];
    for note in NOTES {
        let round = (due.cents() + note - 1) / note * note;
        if !amounts.contains(&round) {
            amounts.push(round);
        }
    }
    amounts.sort_unstable();
    amounts.truncate(5);
    amounts.into_iter().map(Money::from_cents).collect()
}

impl Stage {
    pub(crate) fn connect_payment(&self) {
        let payment = PaymentAdapter::get(&self.window);
        payment.on_tender(self.with(|stage, id: SharedString| {
            if let Some(kind) = TenderKind::from_name(&id) {
                stage.tender(kind);
            }
            stage.focus_unless_dialog();
        }));
        payment.on_quick_cash(self.with(|stage, at: i32| {
            let left = stage.view().map_or(Money::ZERO, |view| view.left);
            if let Some(amount) = usize::try_from(at).ok().and_then(|at| quick_cash(left).get(at).copied()) {
                stage.give(TenderKind::Cash, Some(amount), None);
            }
            stage.focus();
        }));
        payment.on_remove(self.with(|stage, at: i32| {
            if let Ok(index) = usize::try_from(at) {
                stage.act(Action::RemoveTender { index });
            }
            stage.focus();
        }));
        payment.on_edited(self.with(|stage, _: SharedString| PaymentAdapter::get(&stage.window).set_error("".into())));
        payment.on_accepted(self.with(|stage, _: SharedString| stage.amount_accepted()));
        payment.on_pad(self.with(|stage, key: SharedString| stage.touch_key(&key)));
        payment.on_choose_print(self.with(|stage, at: i32| {
            stage.act(Action::SetPrint { print: at == 1 });
            stage.focus();
        }));
        payment.on_finish(self.on(|stage| stage.act(Action::Finish)));
        payment.on_back(self.on(Self::leave_payment));
    }

    fn focus_unless_dialog(&self) {
        if self.dialog() == OpenDialog::None {
            self.focus();
        }
    }

    /// F12: the payment opens; in it, it ends what is paid already.
    pub(crate) fn pay_pressed(&self) {
        let Some(view) = self.view() else { return };
        if view.lines.is_empty() {
            return self.note(self.words().nothing_to_pay());
        }
        if self.is_paying() {
            return self.amount_accepted();
        }
        let payment = PaymentAdapter::get(&self.window);
        payment.set_amount("".into());
        payment.set_error("".into());
        self.clear_typed();
        payment.set_open(true);
        self.show(&view);
        if self.settings.borrow().order == Order::CounterFirst && view.customer.is_none() {
            payment.set_hint(self.words().ask_card().into());
        }
        self.focus();
    }

    /// Goes back to the sale; what was given stays given.
    pub(crate) fn leave_payment(&self) {
        if self.is_paying() {
            self.close_payment();
            if let Some(view) = self.view() {
                self.show(&view);
            }
            self.focus();
        }
    }

    pub(crate) fn close_payment(&self) {
        let payment = PaymentAdapter::get(&self.window);
        payment.set_open(false);
        payment.set_amount("".into());
        payment.set_error("".into());
        payment.set_hint("".into());
    }

    /// The amount in the field; nothing there is no amount.
    fn amount_typed(&self) -> Result<Option<Money>, ()> {
        let payment = PaymentAdapter::get(&self.window);
        let text = payment.get_amount();
        if text.trim().is_empty() {
            return Ok(None);
        }
        match Money::parse(&plain_number(&text)) {
            Ok(amount) => Ok(Some(amount)),
            Err(_) => {
                payment.set_error(self.words().not_an_amount(&text).into());
                Err(())
            }
        }
    }

    /// Enter: the amount typed is cash; without one, an unfinished sale says what to do.
    fn amount_accepted(&self) {
        let Some(view) = self.view() else { return };
        if !view.left.is_positive() {
            return self.act(Action::Finish);
        }
        match self.amount_typed() {
            Ok(Some(amount)) => self.give(TenderKind::Cash, Some(amount), None),
            Ok(None) => PaymentAdapter::get(&self.window).set_hint(self.words().how_to_pay().into()),
            Err(()) => {}
        }
    }

    /// A means of payment for the amount typed, or for all that is left.
    pub(crate) fn tender(&self, kind: TenderKind) {
        let Ok(amount) = self.amount_typed() else { return };
        match kind {
            TenderKind::CreditNote | TenderKind::GiftVoucher => self.paper(kind, amount),
            TenderKind::Cash => match amount {
                Some(amount) => self.give(kind, Some(amount), None),
                None => PaymentAdapter::get(&self.window).set_hint(self.words().how_to_pay().into()),
            },
            kind => self.give(kind, amount, None),
        }
    }

    /// + is the exact amount, in cash.
    pub(crate) fn exact_cash(&self) {
        let left = self.view().map_or(Money::ZERO, |view| view.left);
        if left.is_positive() {
            self.give(TenderKind::Cash, Some(left), None);
        }
    }

    /// The customer's own paper pays; without one its code is asked for.
    fn paper(&self, kind: TenderKind, amount: Option<Money>) {
        let view = self.view();
        let used = |code: &str| {
            view.as_ref().is_some_and(|view| view.given.iter().any(|tender| tender.code.as_deref() == Some(code)))
        };
        let own = view.as_ref().and_then(|view| view.customer.as_ref());
        let own = own.and_then(|customer| papers_of(customer, kind).find(|credit| !used(&credit.code)).cloned());
        match own {
            Some(credit) => self.give(kind, amount, Some(credit.code)),
            None => self.open_edit(Edit::Paper(kind)),
        }
    }

    pub(crate) fn give(&self, kind: TenderKind, amount: Option<Money>, code: Option<String>) {
        self.act(Action::Tender { kind, amount, code });
    }

    /// Delete with nothing typed takes the last tender back.
    pub(crate) fn take_back_tender(&self) {
        if let Some(last) = self.view().and_then(|view| view.given.len().checked_sub(1)) {
            self.act(Action::RemoveTender { index: last });
        }
    }

    pub(crate) fn tender_given(&self) {
        let payment = PaymentAdapter::get(&self.window);
        payment.set_amount("".into());
        payment.set_error("".into());
        payment.set_hint("".into());
    }

    /// The card that was asked for has been shown.
    pub(crate) fn payment_hint_seen(&self) {
        PaymentAdapter::get(&self.window).set_hint("".into());
    }

    pub(crate) fn payment_refused(&self, refusal: &Refusal) -> bool {
        PaymentAdapter::get(&self.window).set_error(refusal.words.as_str().into());
        true
    }

    pub(crate) fn show_payment(&self, view: &View) {
        let (payment, words, language) = (PaymentAdapter::get(&self.window), self.words(), self.language());
        if payment.get_open() && view.lines.is_empty() {
            self.close_payment();
        }
        payment.set_due(money(view.left, language).into());
        payment.set_placeholder(comptoir_app::format::bare_money(view.left, language).into());
        payment.set_due_caption(if view.given.is_empty() { words.to_pay() } else { words.left_to_pay() }.into());
        payment.set_can_finish(!view.left.is_positive() && !view.lines.is_empty());
        payment.set_customer(self.payer(view).into());
        payment.set_print(view.print);
        payment.set_touch_pad(self.settings.borrow().touch);
        let given = view.given.iter().enumerate().map(|(index, tender)| TenderRow {
            index: i32::try_from(index).unwrap_or(i32::MAX),
            name: words.tender(tender.kind).into(),
            detail: tender.code.as_deref().unwrap_or_default().into(),
            amount: money(tender.amount, language).into(),
        });
        refresh(&payment.get_given(), given.collect(), |rows| payment.set_given(rows));
        let quick = quick_cash(view.left).into_iter().map(|amount| SharedString::from(words.short_money(amount)));
        refresh(&payment.get_quick(), quick.collect(), |rows| payment.set_quick(rows));
        refresh(&payment.get_means(), self.means(view), |rows| payment.set_means(rows));
    }

    /// Who pays, in one line.
    fn payer(&self, view: &View) -> String {
        let Some(customer) = &view.customer else { return String::new() };
        let name = customer.summary.customer.person.display_name();
        let stats = self.stats(customer);
        let stats = stats.iter().map(|stat| format!("{} {}", stat.label, stat.value));
        std::iter::once(name).chain(stats).collect::<Vec<_>>().join(" · ")
    }

    fn means(&self, view: &View) -> Vec<TenderKey> {
        let icons = Icons::get(&self.window);
        let key = |kind: TenderKind, icon: SharedString, key: &str, tone: Tone| TenderKey {
            id: kind.name().into(),
            name: self.words().means(kind).into(),
            detail: self.means_detail(kind, view.customer.as_ref()).into(),
            icon,
            key: key.into(),
            enabled: kind != TenderKind::OnAccount || can_put_on_account(view.customer.as_ref()),
            tone,
        };
        vec![
            key(TenderKind::Cash, icons.get_cash(), self.words().enter_key(), Tone::Ok),
            key(TenderKind::Card, icons.get_card(), "/", Tone::Brand),
            key(TenderKind::Cheque, icons.get_cheque(), "*", Tone::Neutral),
            key(TenderKind::OnAccount, icons.get_account(), "F8", Tone::Neutral),
            key(TenderKind::CreditNote, icons.get_receipt(), "F9", Tone::Neutral),
            key(TenderKind::GiftVoucher, icons.get_gift(), "F10", Tone::Neutral),
        ]
    }

    fn means_detail(&self, kind: TenderKind, customer: Option<&ViewCustomer>) -> String {
        let (words, language) = (self.words(), self.language());
        match kind {
            TenderKind::Cash => words.exact_with_plus().to_owned(),
            TenderKind::OnAccount => words.account_left(customer),
            TenderKind::CreditNote | TenderKind::GiftVoucher => {
                let balance: Money =
                    customer.into_iter().flat_map(|customer| papers_of(customer, kind)).map(|c| c.balance).sum();
                if balance.is_positive() { money(balance, language) } else { words.scan_paper().to_owned() }
            }
            TenderKind::Card | TenderKind::Cheque | TenderKind::Transfer => String::new(),
        }
    }
}

fn papers_of(customer: &ViewCustomer, kind: TenderKind) -> impl Iterator<Item = &Credit> {
    let wanted = if kind == TenderKind::CreditNote { CreditKind::CreditNote } else { CreditKind::GiftVoucher };
    customer.summary.credits.iter().filter(move |credit| credit.kind == wanted)
}

fn can_put_on_account(customer: Option<&ViewCustomer>) -> bool {
    customer.and_then(|customer| customer.summary.account.as_ref()).is_some_and(|account| account.hold.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quick(due: &str) -> Vec<String> {
        quick_cash(Money::parse(due).unwrap()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn quick_cash_is_exact_then_round() {
        assert_eq!(quick("124.82"), ["124.82", "125.00", "130.00", "140.00", "150.00"]);
        assert_eq!(quick("3.20"), ["3.20", "5.00", "10.00", "20.00", "50.00"]);
        assert_eq!(quick("20"), ["20.00", "50.00", "100.00"]);
        assert_eq!(quick("0"), [""; 0]);
    }
}
