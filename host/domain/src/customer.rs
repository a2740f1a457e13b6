//! Customers: the person, apart from the books; the group that prices the sale; the account.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::{CustomerId, GroupId, PriceListId};
use crate::money::Money;
use crate::rate::Percent;

/// The one pricing group of a customer: a price list and a discount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its code.
    pub id: GroupId,
    /// Its name on the screen.
    pub name: String,
    /// The price list of its customers; the ordinary one when none.
    pub price_list: Option<PriceListId>,
    /// The discount of its customers on all that may be discounted.
    pub discount: Percent,
}

/// A day of birth; the year is often not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birthday {
    /// The month, 1 to 12.
    pub month: u32,
    /// The day, 1 to 31.
    pub day: u32,
    /// The year, when known.
    pub year: Option<i32>,
}

impl Birthday {
    /// Tells whether the customer is wished a happy birthday on a day: 29 February is wished on
    /// 28 February in common years.
    #[must_use]
    pub fn is_wished_on(self, day: NaiveDate) -> bool {
        let leap = NaiveDate::from_ymd_opt(day.year(), 2, 29).is_some();
        let wished = if (self.month, self.day) == (2, 29) && !leap { (2, 28) } else { (self.month, self.day) };
        (day.month(), day.day()) == wished
    }
}

/// Who a customer is: personal data, stored apart from the books so that it can be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Madame, Monsieur, or nothing.
    pub title: Option<String>,
    /// The family name.
    pub last_name: String,
    /// The first name.
    pub first_name: String,
    /// A phone number, as it is written.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The town.
    pub city: Option<String>,
    /// The day of birth.
    pub birthday: Option<Birthday>,
    /// What the shop noted: sizes, tastes.
    pub note: Option<String>,
}

impl Person {
    /// Gives the name as the cashier says it: `Mme Claire Lefèvre`.
    #[must_use]
    pub fn display_name(&self) -> String {
        let parts = [self.title.as_deref().unwrap_or_default(), &self.first_name, &self.last_name];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// A customer of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The opaque id in the books.
    pub id: CustomerId,
    /// The person; empty names after an erasure.
    pub person: Person,
    /// The pricing group.
    pub group: Option<Group>,
    /// Codes that identify the customer when scanned.
    pub cards: Vec<String>,
    /// The day the file was opened.
    pub since: NaiveDate,
    /// Words that the shop put on the file, for programs and filters.
    #[serde(default)]
    pub tags: BTreeSet<String>,
    /// The customer who brought this one.
    #[serde(default)]
    pub sponsor: Option<CustomerId>,
}

/// What the customer owes and may owe. A customer has one when the merchant opened it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What the customer owes: the sum of the account's entries.
    pub balance: Money,
    /// The most the customer may owe, inclusive; no limit when none.
    pub limit: Option<Money>,
    /// Why nothing more may be put on the account, when it is held.
    pub hold: Option<String>,
}

/// Why an amount is not put on a customer's account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// The account would exceed its limit.
    #[error("balance {balance} and {attempted} exceed the limit {limit}")]
    CreditLimitExceeded {
        /// The most that may be owed.
        limit: Money,
        /// What is owed already.
        balance: Money,
        /// What was to be added.
        attempted: Money,
    },
    /// The account is held.
    #[error("the account is held: {reason}")]
    Held {
        /// The merchant's reason.
        reason: String,
    },
}

impl Account {
    /// Tells whether an amount may be put on the account. The limit is inclusive.
    ///
    /// # Errors
    ///
    /// The [`AccountRefusal`]; a hold is told before the limit.
    pub fn check(&self, attempted: Money) -> Result<(), AccountRefusal> {
        if let Some(reason) = &self.hold {
            return Err(AccountRefusal::Held { reason: reason.clone() });
        }
        match self.limit {
            Some(limit) if self.balance + attempted > limit => {
                Err(AccountRefusal::CreditLimitExceeded { limit, balance: self.balance, attempted })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    #[test]
    fn the_limit_is_inclusive_and_a_hold_comes_first() {
        let mut account = Account { balance: eur("250"), limit: Some(eur("300")), hold: None };
        assert_eq!(account.check(eur("50")), Ok(()));
        let refused =
            AccountRefusal::CreditLimitExceeded { limit: eur("300"), balance: eur("250"), attempted: eur("50.01") };
        assert_eq!(account.check(eur("50.01")), Err(refused));
        account.hold = Some("chèque impayé".into());
        assert_eq!(account.check(eur("1")), Err(AccountRefusal::Held { reason: "chèque impayé".into() }));
    }

    #[test]
    fn a_birthday_of_29_february_is_wished_on_the_28th_in_common_years() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let leapling = Birthday { month: 2, day: 29, year: None };
        assert!(leapling.is_wished_on(day(2028, 2, 29)) && !leapling.is_wished_on(day(2028, 2, 28)));
        assert!(leapling.is_wished_on(day(2026, 2, 28)) && !leapling.is_wished_on(day(2026, 3, 1)));
    }
}
