//! What the shop owes in paper: credit notes, gift vouchers and vouchers won by loyalty.
//!
//! The three have a code, a balance that is the sum of entries, and may be spent in parts. They differ
//! in law: a credit note and a gift voucher pay (CGI 256 ter: a multi-purpose gift voucher is no sale
//! when sold), a voucher reduces the price.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{CreditId, CustomerId};
use crate::money::Money;

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditKind {
    /// Avoir: owed after a refund; it pays.
    CreditNote,
    /// Chèque-cadeau: bought beforehand; it pays.
    GiftVoucher,
    /// Bon d'achat: won; it reduces the price.
    Voucher,
}

impl CreditKind {
    /// Gives the prefix of its codes: `AV`, `CC`, `BA`.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::CreditNote => "AV",
            Self::GiftVoucher => "CC",
            Self::Voucher => "BA",
        }
    }
}

/// One credit note, gift voucher or voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Its id.
    pub id: CreditId,
    /// Which kind.
    pub kind: CreditKind,
    /// What is printed and scanned.
    pub code: String,
    /// Whose it is; a gift voucher belongs to whoever holds it.
    pub customer: Option<CustomerId>,
    /// What it was issued for.
    pub issued: Money,
    /// What is left.
    pub balance: Money,
    /// The last day it can be used.
    pub expires: Option<NaiveDate>,
}

/// Why a credit cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditRefusal {
    /// Its last day is over.
    #[error("{code} expired after {expires}")]
    Expired {
        /// Which one.
        code: String,
        /// Its last day.
        expires: NaiveDate,
    },
    /// Nothing is left on it.
    #[error("nothing is left on {code}")]
    Empty {
        /// Which one.
        code: String,
    },
    /// More was asked than is left.
    #[error("{code} holds {balance}, less than {asked}")]
    NotEnough {
        /// Which one.
        code: String,
        /// What is left.
        balance: Money,
        /// What was asked.
        asked: Money,
    },
}

impl Credit {
    /// Tells whether anything can be used of it on a day, its last day included.
    ///
    /// # Errors
    ///
    /// The [`CreditRefusal`].
    pub fn check_usable(&self, day: NaiveDate) -> Result<(), CreditRefusal> {
        if let Some(expires) = self.expires.filter(|last| day > *last) {
            return Err(CreditRefusal::Expired { code: self.code.clone(), expires });
        }
        if self.balance.is_positive() { Ok(()) } else { Err(CreditRefusal::Empty { code: self.code.clone() }) }
    }

    /// Tells whether an amount can be used of it on a day.
    ///
    /// # Errors
    ///
    /// The [`CreditRefusal`].
    pub fn check_spend(&self, asked: Money, day: NaiveDate) -> Result<(), CreditRefusal> {
        self.check_usable(day)?;
        if asked <= self.balance {
            return Ok(());
        }
        Err(CreditRefusal::NotEnough { code: self.code.clone(), balance: self.balance, asked })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voucher_is_good_to_the_end_of_its_last_day_and_for_what_is_left() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let voucher = Credit {
            id: CreditId::new(0, &[0; 10]),
            kind: CreditKind::Voucher,
            code: "BA-1".into(),
            customer: None,
            issued: Money::from_cents(1_000),
            balance: Money::from_cents(400),
            expires: Some(day(22)),
        };
        assert_eq!(voucher.check_spend(Money::from_cents(400), day(22)), Ok(()));
        assert!(matches!(voucher.check_usable(day(23)), Err(CreditRefusal::Expired { .. })));
        assert!(matches!(voucher.check_spend(Money::from_cents(401), day(1)), Err(CreditRefusal::NotEnough { .. })));
        let spent = Credit { balance: Money::ZERO, ..voucher };
        assert!(matches!(spent.check_usable(day(1)), Err(CreditRefusal::Empty { .. })));
    }
}
