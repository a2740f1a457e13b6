//! Paying in parts: what was given, what is left, and the payment once it covers the total.

use comptoir_domain::credit::{Credit, CreditKind};
use comptoir_domain::money::Money;
use comptoir_domain::sale::PaidSale;
use comptoir_domain::tender::{TenderKind, TenderRefusal};
use serde::{Deserialize, Serialize};

use super::view::ViewTender;
use super::{Counter, Done, show};
use crate::error::{Error, NotFound, Refused};
use crate::pay::{Payment, TenderAsked};

/// Something given to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Given {
    pub(super) kind: TenderKind,
    /// How much; of a paper nothing when it pays as much as it holds of what is left.
    pub(super) amount: Option<Money>,
    pub(super) code: Option<String>,
    /// What the paper held when it was given.
    pub(super) holds: Money,
}

impl Given {
    fn asked(&self) -> TenderAsked {
        TenderAsked { kind: self.kind, amount: self.amount, code: self.code.clone() }
    }

    /// Whether it is money handed over, or a part of a paper that was asked for.
    pub(super) const fn is_firm(&self) -> bool {
        self.amount.is_some()
    }
}

/// Shares a total over what was given, in its order: what each pays, and what is left.
pub(super) fn share(total: Money, given: &[Given]) -> (Vec<ViewTender>, Money) {
    let mut left = total;
    let mut shares = Vec::with_capacity(given.len());
    for one in given {
        let amount = one.amount.unwrap_or_else(|| left.min(one.holds));
        left = (left - amount).max(Money::ZERO);
        shares.push(ViewTender { kind: one.kind, amount, code: one.code.clone() });
    }
    (shares, left)
}

impl Counter {
    /// Keeps a paper that was scanned: it pays as much as it holds of what is left.
    pub(super) fn keep_paper(&mut self, credit: &Credit) -> Result<Done, Error> {
        credit.check_usable(crate::Clock::business_day(self.till.now()))?;
        if self.given.iter().any(|given| given.code.as_ref() == Some(&credit.code)) {
            return Err(Refused::PaperTwice(credit.code.clone()).into());
        }
        let kind = match credit.kind {
            CreditKind::GiftVoucher => TenderKind::GiftVoucher,
            CreditKind::CreditNote | CreditKind::Voucher => TenderKind::CreditNote,
        };
        let (code, balance) = (credit.code.clone(), credit.balance);
        self.given.push(Given { kind, amount: None, code: Some(code.clone()), holds: balance });
        Ok(Done::PaperKept { code, balance })
    }

    /// Takes a payment: a part is checked and kept, what covers the total pays.
    pub(super) fn tender(
        &mut self,
        kind: TenderKind,
        amount: Option<Money>,
        code: Option<String>,
    ) -> Result<Done, Error> {
        let (total, left) = self.due()?;
        let mut asked: Vec<TenderAsked> = self.given.iter().map(Given::asked).collect();
        if amount.is_some() || left.is_positive() {
            let new = TenderAsked { kind, amount, code };
            check_excess(&new, left)?;
            asked.push(new);
        }
        let tenders = self.till.tenders(&self.draft, &asked, total)?;
        let paid: Money = tenders.iter().map(|tender| tender.amount).sum();
        if paid >= total {
            return self.pay(asked).map(|sale| Done::Paid(Box::new(sale)));
        }
        let new = asked.pop().ok_or(TenderRefusal::NotEnough { missing: left })?;
        self.keep_part(new)?;
        Ok(Done::Given { left: total - paid })
    }

    fn keep_part(&mut self, new: TenderAsked) -> Result<(), Error> {
        let credit = match new.code.as_ref().filter(|_| is_paper(new.kind)) {
            Some(code) => Some(self.till.store.credit_by_code(code)?.ok_or_else(|| NotFound::Credit(code.clone()))?),
            None => None,
        };
        let holds = credit.as_ref().map_or(Money::ZERO, |credit| credit.balance);
        let code = credit.map(|credit| credit.code);
        self.given.push(Given { kind: new.kind, amount: new.amount, code, holds });
        Ok(())
    }

    pub(super) fn remove_tender(&mut self, index: usize) -> Result<Done, Error> {
        if index >= self.given.len() {
            return Err(NotFound::Tender(index).into());
        }
        self.given.remove(index);
        Ok(Done::Edited)
    }

    /// Pays what nothing is left to pay of.
    pub(super) fn finish(&mut self) -> Result<Done, Error> {
        let (_, left) = self.due()?;
        if left.is_positive() {
            return Err(TenderRefusal::NotEnough { missing: left }.into());
        }
        let sale = self.pay_with(&[])?;
        Ok(Done::Paid(Box::new(sale)))
    }

    /// Pays with what was given and these payments, all at once: none of them is kept when they are refused.
    ///
    /// # Errors
    ///
    /// As [`crate::Till::pay`].
    pub fn pay_with(&mut self, tenders: &[TenderAsked]) -> Result<PaidSale, Error> {
        let asked = self.given.iter().map(Given::asked).chain(tenders.iter().cloned()).collect();
        self.pay(asked)
    }

    /// What the sale costs, and what of it is left to pay.
    fn due(&mut self) -> Result<(Money, Money), Error> {
        if self.draft.lines.is_empty() {
            return Err(Refused::EmptySale.into());
        }
        let total = self.evaluated()?.total();
        self.look_at_papers()?;
        Ok((total, share(total, &self.given).1))
    }

    /// What papers hold now: some of it may have been spent since they were scanned.
    fn look_at_papers(&mut self) -> Result<(), Error> {
        for given in &mut self.given {
            if let Some(code) = given.code.as_ref().filter(|_| is_paper(given.kind)) {
                let credit = self.till.store.credit_by_code(code)?;
                given.holds = credit.map_or(Money::ZERO, |credit| credit.balance);
            }
        }
        Ok(())
    }

    fn pay(&mut self, tenders: Vec<TenderAsked>) -> Result<PaidSale, Error> {
        let payment = Payment { tenders, print: self.print, parked: self.shelf, forced: None };
        let sale = self.till.pay(&self.draft, &payment)?;
        self.done_with(&sale, self.print);
        self.new_sale();
        self.parked.retain(|parked| Some(parked.id) != payment.parked);
        self.customer = None;
        Ok(sale)
    }

    /// Shows a sale or refund as the last one, and sees to its paper and to the drawer.
    pub(super) fn done_with(&mut self, sale: &PaidSale, print: bool) {
        let printed = print && self.till.config.printer.is_some();
        self.last = Some(show::last(sale, printed));
        // What is stored is stored: a trouble of the queue comes up again at its next turn.
        let _ = self.turn_printer();
    }
}

/// Only cash may be more than what is left.
fn check_excess(new: &TenderAsked, left: Money) -> Result<(), Error> {
    match new.amount {
        Some(amount) if amount > left && new.kind != TenderKind::Cash => {
            Err(TenderRefusal::ChangeWithoutCash { kind: new.kind, excess: amount - left }.into())
        }
        _ => Ok(()),
    }
}

const fn is_paper(kind: TenderKind) -> bool {
    matches!(kind, TenderKind::CreditNote | TenderKind::GiftVoucher)
}
