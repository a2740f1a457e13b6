//! Giving back: the receipt, its lines, the money.

use std::collections::BTreeMap;

use comptoir_app::counter::{Action, Returnable};
use comptoir_app::finder::FoundSale;
use comptoir_app::format::{day, number};
use comptoir_domain::id::LineId;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::refund::{Asked, Refund};
use comptoir_domain::sale::ReceiptNumber;
use comptoir_domain::tender::TenderKind;
use comptoir_screens::slint::{Global as _, SharedString, TimerMode};
use comptoir_screens::{FoundRow, Icons, OpenDialog, ReturnLine, ReturnsAdapter, TenderKey, Tone};
use rust_decimal::Decimal;

use crate::adapters::found::Rows;
use crate::desk::{Ask, Refusal, Scope};
use crate::rows::refresh;
use crate::stage::{SEARCH_PAUSE, Stage};

/// A return being made.
#[derive(Debug, Default)]
pub(crate) struct Returning {
    found: Rows,
    receipt: Option<Returnable>,
    back: BTreeMap<LineId, Decimal>,
    chosen: usize,
}

impl Returning {
    /// Begins with a receipt: nothing comes back yet.
    fn begin(&mut self, receipt: Returnable) {
        *self = Self { receipt: Some(receipt), ..Self::default() };
    }

    fn lines(&self) -> &[comptoir_app::counter::ReturnLine] {
        self.receipt.as_ref().map_or(&[], |receipt| &receipt.lines)
    }

    fn back_of(&self, line: LineId) -> Decimal {
        self.back.get(&line).copied().unwrap_or_default()
    }

    /// One piece more or less of a line; what is weighed comes back whole.
    fn change(&mut self, id: &str, more: bool) {
        let chosen = self.lines().get(self.chosen).map(|line| line.line);
        let Some(id) = id.parse().ok().map(LineId).or(chosen) else { return };
        let Some(at) = self.lines().iter().position(|line| line.line == id) else { return };
        let left = self.lines()[at].left;
        let step = if left.fract().is_zero() { Decimal::ONE } else { left };
        let now = self.back_of(id);
        let wanted = if more { now + step } else { now - step };
        self.chosen = at;
        self.back.insert(id, wanted.clamp(Decimal::ZERO, left));
    }

    fn take_all(&mut self) {
        self.back = self.lines().iter().map(|line| (line.line, line.left)).collect();
    }

    /// What is asked; nothing when no line comes back.
    fn asked(&self) -> Option<Asked> {
        let quantities = self.back.iter().filter(|(_, back)| back.is_sign_positive() && !back.is_zero());
        let lines: BTreeMap<LineId, Quantity> =
            quantities.filter_map(|(line, back)| Some((*line, Quantity::new(*back).ok()?))).collect();
        Some(Asked::Lines(lines)).filter(|asked| !matches!(asked, Asked::Lines(lines) if lines.is_empty()))
    }
}

impl Stage {
    pub(crate) fn connect_returns(&self) {
        let returns = ReturnsAdapter::get(&self.window);
        returns.on_edited(self.with(|stage, _: SharedString| {
            stage.search_pause.start(TimerMode::SingleShot, SEARCH_PAUSE, stage.on(Self::search_receipt));
        }));
        returns.on_accepted(self.on(Self::receipt_accepted));
        returns.on_choose(self.with(|stage, id: SharedString| stage.choose_receipt(&id)));
        returns.on_move(self.with(Self::move_in_return));
        returns.on_select(self.with(|stage, id: SharedString| {
            let at = stage.returning.borrow().lines().iter().position(|line| line.line.to_string() == id.as_str());
            stage.returning.borrow_mut().chosen = at.unwrap_or(0);
            stage.show_return_lines();
        }));
        returns.on_more(self.with(|stage, id: SharedString| stage.change_return(&id, true)));
        returns.on_less(self.with(|stage, id: SharedString| stage.change_return(&id, false)));
        returns.on_all(self.on(|stage| {
            stage.returning.borrow_mut().take_all();
            stage.return_changed();
        }));
        returns.on_pay(self.with(|stage, id: SharedString| stage.pay_back(&id)));
        returns.on_duplicate(self.on(Self::duplicate_of_return));
        returns.on_back(self.on(Self::return_back));
    }

    /// F7: the latest receipts, to scan, search or choose from.
    pub(crate) fn open_returns(&self) {
        let returns = ReturnsAdapter::get(&self.window);
        *self.returning.borrow_mut() = Returning::default();
        returns.set_chosen(false);
        returns.set_text("".into());
        returns.set_error("".into());
        self.clear_typed();
        self.show_dialog(OpenDialog::Returns);
        self.search_receipt();
    }

    fn search_receipt(&self) {
        let text = ReturnsAdapter::get(&self.window).get_text().trim().to_owned();
        self.ask(Ask::Find { scope: Scope::Sales, text });
    }

    pub(crate) fn show_sales(&self, text: &str, sales: &[FoundSale]) {
        let returns = ReturnsAdapter::get(&self.window);
        if returns.get_text().trim() != text {
            return;
        }
        let (words, icon) = (self.words(), Icons::get(&self.window).get_receipt());
        let heading = if text.is_empty() { words.latest_sales() } else { words.sales() };
        let rows = sales.iter().enumerate().map(|(at, sale)| FoundRow {
            id: sale.number.to_string().into(),
            title: sale.number.to_string().into(),
            detail: format!(
                "{} {} · {}{}",
                day(sale.at.date_naive()),
                sale.at.format("%H:%M"),
                words.articles(sale.pieces),
                sale.customer.as_deref().map(|name| format!(" · {name}")).unwrap_or_default()
            )
            .into(),
            amount: words.money(sale.total).into(),
            icon: icon.clone(),
            section: if at == 0 { heading } else { "" }.into(),
            selected: false,
        });
        self.returning.borrow_mut().found.set(rows.collect(), true);
        returns.set_nothing(words.no_receipt().into());
        self.refresh_sales();
    }

    fn refresh_sales(&self) {
        let returns = ReturnsAdapter::get(&self.window);
        refresh(&returns.get_rows(), self.returning.borrow().found.marked(), |rows| returns.set_rows(rows));
    }

    fn move_in_return(&self, by: i32) {
        if ReturnsAdapter::get(&self.window).get_chosen() {
            {
                let mut returning = self.returning.borrow_mut();
                let last = returning.lines().len().saturating_sub(1);
                let at = returning.chosen;
                returning.chosen = if by > 0 { (at + 1).min(last) } else { at.saturating_sub(1) };
            }
            self.show_return_lines();
        } else {
            self.returning.borrow_mut().found.step(by);
            self.refresh_sales();
        }
    }

    fn receipt_accepted(&self) {
        let typed = ReturnsAdapter::get(&self.window).get_text().trim().to_uppercase();
        let chosen = self.returning.borrow().found.chosen();
        match (typed.parse::<ReceiptNumber>(), chosen) {
            (Ok(number), _) => self.ask(Ask::Returnable(number)),
            (Err(_), Some(id)) => self.choose_receipt(&id),
            (Err(_), None) => self.search_receipt(),
        }
    }

    fn choose_receipt(&self, id: &str) {
        if let Ok(number) = id.parse() {
            self.ask(Ask::Returnable(number));
        }
    }

    /// A receipt was scanned, or the last sale is to be given back.
    pub(crate) fn open_return(&self, number: &ReceiptNumber) {
        self.leave_payment();
        let returns = ReturnsAdapter::get(&self.window);
        returns.set_error("".into());
        self.ask(Ask::Returnable(number.clone()));
    }

    pub(crate) fn open_returnable(&self, receipt: Returnable) {
        let (returns, words) = (ReturnsAdapter::get(&self.window), self.words());
        returns.set_title(words.sold_on(&receipt.number.to_string(), receipt.at.date_naive()).into());
        returns.set_detail(words.paid_by(&receipt.tenders, receipt.customer.as_deref()).into());
        returns.set_error("".into());
        let by_account = receipt.tenders.iter().any(|tender| tender.kind == TenderKind::OnAccount);
        let means = self.means_back(&receipt, by_account);
        refresh(&returns.get_means(), means, |rows| returns.set_means(rows));
        self.returning.borrow_mut().begin(receipt);
        returns.set_chosen(true);
        self.return_changed();
        self.show_dialog(OpenDialog::Returns);
    }

    /// The means that paid comes first: what was paid by card goes back to the card.
    fn means_back(&self, receipt: &Returnable, by_account: bool) -> Vec<TenderKey> {
        let icons = Icons::get(&self.window);
        let mut means = vec![
            (TenderKind::Card, icons.get_card(), ""),
            (TenderKind::Cash, icons.get_cash(), "F9"),
            (TenderKind::CreditNote, icons.get_receipt(), "F10"),
        ];
        if by_account {
            means.push((TenderKind::OnAccount, icons.get_account(), "F8"));
        }
        let paid_by = receipt.tenders.first().map(|tender| tender.kind);
        means.sort_by_key(|(kind, _, _)| Some(*kind) != paid_by);
        let key = |(at, (kind, icon, key)): (usize, (TenderKind, SharedString, &str))| TenderKey {
            id: kind.name().into(),
            name: self.words().means(kind).into(),
            detail: SharedString::default(),
            icon,
            key: if at == 0 { self.words().enter_key() } else { key }.into(),
            enabled: true,
            tone: if at == 0 { Tone::Brand } else { Tone::Neutral },
        };
        means.into_iter().enumerate().map(key).collect()
    }

    fn change_return(&self, id: &str, more: bool) {
        self.returning.borrow_mut().change(id, more);
        self.return_changed();
    }

    /// The lines changed: what they pay back is asked anew.
    fn return_changed(&self) {
        let (number, asked) = {
            let returning = self.returning.borrow();
            (returning.receipt.as_ref().map(|receipt| receipt.number.clone()), returning.asked())
        };
        let returns = ReturnsAdapter::get(&self.window);
        returns.set_can_pay(asked.is_some());
        returns.set_error("".into());
        returns.set_consequence("".into());
        returns.set_total(self.words().money(comptoir_domain::money::Money::ZERO).into());
        self.show_return_lines();
        if let (Some(number), Some(asked)) = (number, asked) {
            self.ask(Ask::PreviewRefund { number, asked });
        }
    }

    pub(crate) fn show_return_lines(&self) {
        let (returns, words, language) = (ReturnsAdapter::get(&self.window), self.words(), self.language());
        let returning = self.returning.borrow();
        let row = |(at, line): (usize, &comptoir_app::counter::ReturnLine)| {
            let back = returning.back_of(line.line);
            ReturnLine {
                id: line.line.to_string().into(),
                label: line.label.as_str().into(),
                detail: words.money(line.unit_price).into(),
                sold: number(line.left, language).into(),
                back: number(back, language).into(),
                amount: if line.left.is_zero() { words.all_returned().into() } else { words.money(line.gross).into() },
                can_more: back < line.left,
                can_less: back > Decimal::ZERO,
                selected: at == returning.chosen,
            }
        };
        let rows = returning.lines().iter().enumerate().map(row).collect();
        refresh(&returns.get_lines(), rows, |rows| returns.set_lines(rows));
    }

    pub(crate) fn show_refund(&self, refund: &Refund) {
        let (returns, words) = (ReturnsAdapter::get(&self.window), self.words());
        returns.set_total(words.money(-refund.total).into());
        returns.set_consequence(words.points_back(refund).into());
        returns.set_can_pay(true);
    }

    /// Pays back: by the means shown first unless another is named.
    pub(crate) fn pay_back(&self, id: &str) {
        use comptoir_screens::slint::Model as _;
        let returns = ReturnsAdapter::get(&self.window);
        let id = if id.is_empty() {
            returns.get_means().row_data(0).map(|means| means.id.to_string()).unwrap_or_default()
        } else {
            id.to_owned()
        };
        let (number, asked) = {
            let returning = self.returning.borrow();
            (returning.receipt.as_ref().map(|receipt| receipt.number.clone()), returning.asked())
        };
        match (number, asked, TenderKind::from_name(&id)) {
            (Some(number), Some(asked), Some(tender)) => self.act(Action::Refund { number, asked, tender }),
            (Some(_), None, _) => returns.set_error(self.words().nothing_taken().into()),
            _ => {}
        }
    }

    pub(crate) fn duplicate_of_return(&self) {
        let number = self.returning.borrow().receipt.as_ref().map(|receipt| receipt.number.clone());
        if let Some(number) = number {
            self.act(Action::Reprint { number: Some(number) });
        }
    }

    /// One step back: from the lines to the receipts, from the receipts to the sale.
    pub(crate) fn return_back(&self) {
        if ReturnsAdapter::get(&self.window).get_chosen() {
            self.open_returns();
        } else {
            self.show_dialog(OpenDialog::None);
        }
    }

    pub(crate) fn return_refused(&self, refusal: &Refusal) -> bool {
        let returns = ReturnsAdapter::get(&self.window);
        returns.set_error(refusal.words.as_str().into());
        returns.get_chosen()
    }
}
