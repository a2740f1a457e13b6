//! Customer accounts: entries, which payment settles which purchase (lettrage), how old what is owed is,
//! and the statement of a period.
//!
//! An account is a list of entries that are only ever added. Above zero the customer owes more: a sale put
//! on the account (a debit). Below zero less: a payment, a refund (a credit). Matches say which credit
//! settles which debit and how much of it; they are only added too, and taken back by a negative one.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::sale::ReceiptNumber;
use crate::tender::Tender;

mod ageing;
mod matching;
mod statement;

pub use ageing::{Ageing, BOUNDS};
pub use matching::{Ledger, Match, MatchRefusal};
pub use statement::{Statement, StatementLine};

/// The number of an entry in the books. Entries were made in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub i64);

impl fmt::Display for EntryId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// What made an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A sale put on the account, or the refund of one.
    Sale,
    /// The customer paid something of what is owed (règlement de compte): no revenue a second time.
    Payment,
    /// A correction by hand, with its reason.
    Correction,
    /// What was owed at another till before this one.
    Opening,
}

impl EntryKind {
    /// Gives the name that commands and exports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Payment => "payment",
            Self::Correction => "correction",
            Self::Opening => "opening",
        }
    }
}

/// One entry, as far as figures go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Its number in the books.
    pub id: EntryId,
    /// What made it.
    pub kind: EntryKind,
    /// Its business day.
    pub day: NaiveDate,
    /// The day until which it is to be paid; its own day when none.
    pub due: Option<NaiveDate>,
    /// Above zero when the customer owes more.
    pub delta: Money,
    /// The entry of the sale that this one refunds.
    pub refunds: Option<EntryId>,
}

impl Posting {
    /// Gives the day from which the age of what is owed counts.
    #[must_use]
    pub fn due_day(&self) -> NaiveDate {
        self.due.unwrap_or(self.day)
    }
}

/// What is known of an entry that is no sale.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryDetail {
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<FixedOffset>>,
    /// Who made it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub operator: String,
    /// The number of the receipt that a payment has of its own: that of its record in the journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// How it was paid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tenders: Vec<Tender>,
    /// What was given back of it, in cash.
    pub change: Money,
    /// What was owed before it.
    pub before: Money,
    /// Why it was made by hand, or where it came from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// One entry with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountEntry {
    /// Its figures.
    pub posting: Posting,
    /// The receipt of the sale or refund that made it.
    pub number: Option<ReceiptNumber>,
    /// What is known of it when no sale made it.
    pub detail: EntryDetail,
    /// What the customer owes after it, entries taken by day and number.
    pub balance: Money,
}

impl AccountEntry {
    /// Gives the number of its receipt, of a sale or of a payment.
    #[must_use]
    pub fn reference(&self) -> Option<String> {
        self.number.as_ref().map(ToString::to_string).or_else(|| self.detail.receipt.clone())
    }
}

/// Why money is not taken on an account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentRefusal {
    /// Zero or less.
    #[error("a payment must be above zero")]
    NotPositive,
    /// More than is owed, and nobody said that it is a deposit.
    #[error("{amount} is more than the {balance} that are owed")]
    MoreThanOwed {
        /// What was to be paid.
        amount: Money,
        /// What is owed.
        balance: Money,
    },
}

/// Checks a payment of an account. More than is owed is taken as a deposit (acompte) only.
///
/// # Errors
///
/// A [`PaymentRefusal`].
pub fn check_payment(balance: Money, amount: Money, deposit: bool) -> Result<(), PaymentRefusal> {
    if !amount.is_positive() {
        return Err(PaymentRefusal::NotPositive);
    }
    if amount > balance && !deposit {
        return Err(PaymentRefusal::MoreThanOwed { amount, balance: balance.max(Money::ZERO) });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_is_owed_is_a_deposit_or_nothing() {
        let eur = |text| Money::parse(text).unwrap();
        assert_eq!(check_payment(eur("50"), eur("50"), false), Ok(()));
        assert_eq!(check_payment(eur("50"), eur("0"), true), Err(PaymentRefusal::NotPositive));
        assert_eq!(check_payment(eur("50"), eur("-1"), true), Err(PaymentRefusal::NotPositive));
        let refused = PaymentRefusal::MoreThanOwed { amount: eur("50.01"), balance: eur("50") };
        assert_eq!(check_payment(eur("50"), eur("50.01"), false), Err(refused));
        assert_eq!(check_payment(eur("50"), eur("80"), true), Ok(()));
        let refused = PaymentRefusal::MoreThanOwed { amount: eur("1"), balance: eur("0") };
        assert_eq!(check_payment(eur("-20"), eur("1"), false), Err(refused));
    }
}
