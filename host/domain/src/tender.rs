//! Tenders: how a sale is paid, and what is given back.

use serde::{Deserialize, Serialize};

use crate::id::CreditId;
use crate::money::Money;

/// A means of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TenderKind {
    /// Notes and coins: the only one that gives change.
    Cash,
    /// A bank card.
    Card,
    /// A cheque.
    Cheque,
    /// A bank transfer, once the bank shows it: it pays an account, and no sale at the counter.
    Transfer,
    /// Put on the customer's account.
    OnAccount,
    /// A credit note of the shop.
    CreditNote,
    /// A gift voucher of the shop.
    GiftVoucher,
}

impl TenderKind {
    /// All means of payment, in the order of the payment pad.
    pub const ALL: [Self; 7] =
        [Self::Cash, Self::Card, Self::Cheque, Self::Transfer, Self::OnAccount, Self::CreditNote, Self::GiftVoucher];
    /// Those that pay an account: money in any form, but nothing that the shop owes itself.
    pub const OF_ACCOUNTS: [Self; 4] = [Self::Cash, Self::Card, Self::Cheque, Self::Transfer];

    /// Whether it can pay a sale at the counter: money that comes later pays an account.
    #[must_use]
    pub const fn pays_sales(self) -> bool {
        !matches!(self, Self::Transfer)
    }

    /// Gives the name that commands, the journal and exports use: `cash`, `on-account`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Cheque => "cheque",
            Self::Transfer => "transfer",
            Self::OnAccount => "on-account",
            Self::CreditNote => "credit-note",
            Self::GiftVoucher => "gift-voucher",
        }
    }

    /// Finds a means of payment by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One payment of a sale: an amount above zero; of a refund: below zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tender {
    /// The means.
    pub kind: TenderKind,
    /// How much, as handed over.
    pub amount: Money,
    /// The credit note or gift voucher that pays, or that a refund issues.
    pub credit: Option<CreditId>,
    /// Its code, for the receipt.
    pub code: Option<String>,
}

impl Tender {
    /// Makes a payment without a paper.
    #[must_use]
    pub const fn of(kind: TenderKind, amount: Money) -> Self {
        Self { kind, amount, credit: None, code: None }
    }
}

/// Why tenders do not pay a sale.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TenderRefusal {
    /// Something is left to pay.
    #[error("{missing} is missing")]
    NotEnough {
        /// How much.
        missing: Money,
    },
    /// Other means than cash exceed what is due, and only cash gives change.
    #[error("{kind:?} exceeds what is due by {excess}")]
    ChangeWithoutCash {
        /// The last means that exceeds.
        kind: TenderKind,
        /// By how much.
        excess: Money,
    },
    /// A payment of zero or less.
    #[error("a payment must be above zero")]
    NotPositive,
}

/// Computes the change that tenders leave for an amount due.
///
/// # Errors
///
/// A [`TenderRefusal`]. An amount due of zero needs no tender.
pub fn change(due: Money, tenders: &[Tender]) -> Result<Money, TenderRefusal> {
    if tenders.iter().any(|tender| !tender.amount.is_positive()) {
        return Err(TenderRefusal::NotPositive);
    }
    let paid: Money = tenders.iter().map(|t| t.amount).sum();
    if paid < due {
        return Err(TenderRefusal::NotEnough { missing: due - paid });
    }
    let cash: Money = tenders.iter().filter(|t| t.kind == TenderKind::Cash).map(|t| t.amount).sum();
    let excess = paid - cash - due;
    match tenders.iter().rev().find(|t| t.kind != TenderKind::Cash) {
        Some(tender) if excess.is_positive() => Err(TenderRefusal::ChangeWithoutCash { kind: tender.kind, excess }),
        _ => Ok(paid - due),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pay(due: &str, tenders: &[(TenderKind, &str)]) -> Result<Money, TenderRefusal> {
        let eur = |text| Money::parse(text).unwrap();
        let tenders: Vec<Tender> = tenders.iter().map(|(kind, amount)| Tender::of(*kind, eur(amount))).collect();
        change(eur(due), &tenders)
    }

    #[test]
    fn only_cash_gives_change() {
        use TenderKind::{Card, Cash, Cheque};
        let eur = |text| Money::parse(text).unwrap();
        assert_eq!(pay("42.50", &[(Cash, "50")]), Ok(eur("7.50")));
        assert_eq!(pay("42.50", &[(Card, "42.50")]), Ok(eur("0")));
        assert_eq!(pay("42.50", &[(Card, "30"), (Cash, "20")]), Ok(eur("7.50")));
        assert_eq!(pay("42.50", &[(Card, "42.50"), (Cash, "5")]), Ok(eur("5")));
        assert_eq!(pay("42.50", &[(Cash, "40")]), Err(TenderRefusal::NotEnough { missing: eur("2.50") }));
        let refused = TenderRefusal::ChangeWithoutCash { kind: Cheque, excess: eur("7.50") };
        assert_eq!(pay("42.50", &[(Cheque, "50")]), Err(refused));
        assert_eq!(pay("0", &[]), Ok(eur("0")));
        assert_eq!(pay("1", &[(Cash, "0"), (Cash, "1")]), Err(TenderRefusal::NotPositive));
    }
}
