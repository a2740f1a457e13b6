//! Customers: the person, apart from the books; the group that prices the sale; the account.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{CustomerId, GroupId, PriceListId};
use crate::money::Money;
use crate::rate::Percent;
use crate::regime::VatTerms;

mod consent;
pub mod filter;
mod person;

pub use consent::{Channel, Consent, Consents, Source};
pub use person::{Birthday, Person};

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
    /// How the shop deals with this customer.
    #[serde(default)]
    pub dealings: Dealings,
}

/// How the shop deals with a customer: what is not a personal fact, and stays with an erased file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dealings {
    /// The seller in charge (vendeur attitré).
    pub seller: Option<String>,
    /// The customer takes no part in loyalty programs: they are told of no customer.
    pub no_loyalty: bool,
    /// The receipt is wanted by e-mail.
    pub e_receipt: bool,
    /// Mail came back: the address is no longer right (NPAI).
    pub moved: bool,
    /// The customer has died: nothing is sent any more.
    pub deceased: bool,
    /// Nothing is ever sent, whatever was consented to.
    pub do_not_contact: bool,
    /// What VAT the customer pays.
    pub vat: VatTerms,
}

impl Dealings {
    /// Tells whether nothing may be sent to the customer, whatever was consented to.
    #[must_use]
    pub const fn is_out_of_reach(&self) -> bool {
        self.deceased || self.do_not_contact
    }
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
}
