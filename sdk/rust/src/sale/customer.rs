//! The customer of a sale, and what the till remembers for the program.

use alloc::string::String;
use alloc::vec::Vec;

use crate::calendar::{Birthday, Date};
use crate::contract::facts::OfferState;
use crate::numbers::Points;
use crate::settings::{Groups, Tags};

#[derive(Debug)]
pub(crate) struct CustomerFacts {
    pub(super) group: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) birthday: Option<Birthday>,
    pub(super) postcode: Option<String>,
    pub(super) member_since: Option<Date>,
    pub(super) sponsored: bool,
}

/// The customer as far as programs may know: no name, no address.
#[derive(Clone, Copy, Debug)]
pub struct Customer<'a> {
    facts: &'a CustomerFacts,
}

impl<'a> Customer<'a> {
    pub(super) const fn new(facts: &'a CustomerFacts) -> Self {
        Self { facts }
    }

    /// Gives the code of the customer's group.
    #[must_use]
    pub fn group(self) -> Option<&'a str> {
        self.facts.group.as_deref()
    }

    /// Tells whether the customer is in one of these groups.
    #[must_use]
    pub fn is_in(self, groups: &Groups) -> bool {
        self.group().is_some_and(|group| groups.contains(group))
    }

    /// Goes through the words that the shop put on the file. None unless the manifest asks for `customer-tags`.
    pub fn tags(self) -> impl Iterator<Item = &'a str> {
        self.facts.tags.iter().map(String::as_str)
    }

    /// Tells whether the shop put a word on the file. The manifest must ask for `customer-tags`.
    #[must_use]
    pub fn has_tag(self, tag: &str) -> bool {
        self.tags().any(|found| found == tag)
    }

    /// Tells whether the shop put one of these words on the file. The manifest must ask for `customer-tags`.
    #[must_use]
    pub fn has_any_tag(self, tags: &Tags) -> bool {
        self.tags().any(|found| tags.contains(found))
    }

    /// Gives the birthday, when it is known. The manifest must ask for `birthday`.
    #[must_use]
    pub const fn birthday(self) -> Option<Birthday> {
        self.facts.birthday
    }

    /// Gives the postcode, when it is known. The manifest must ask for `postcode`.
    #[must_use]
    pub fn postcode(self) -> Option<&'a str> {
        self.facts.postcode.as_deref()
    }

    /// Gives the day the file was opened.
    #[must_use]
    pub const fn member_since(self) -> Option<Date> {
        self.facts.member_since
    }

    /// Tells whether another customer brought this one.
    #[must_use]
    pub const fn is_sponsored(self) -> bool {
        self.facts.sponsored
    }
}

#[derive(Debug)]
pub(crate) struct CounterFacts {
    pub(super) name: String,
    pub(super) balance: Points,
    pub(super) pending: Points,
    pub(super) lots: Vec<Lot>,
    pub(super) room: Option<Points>,
}

impl CounterFacts {
    pub(super) fn counter(&self) -> Counter<'_> {
        Counter { balance: self.balance, pending: self.pending, lots: &self.lots, room: self.room }
    }
}

/// One of the program's counters for this customer, before this sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter<'a> {
    balance: Points,
    pending: Points,
    lots: &'a [Lot],
    room: Option<Points>,
}

/// A part of a balance with the last day it can be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lot {
    /// What is left of it.
    pub amount: Points,
    /// The last day it can be spent.
    pub expires: Date,
}

impl<'a> Counter<'a> {
    pub(super) const EMPTY: Self = Self { balance: Points::ZERO, pending: Points::ZERO, lots: &[], room: None };

    /// Gives what can be spent today.
    #[must_use]
    pub const fn balance(self) -> Points {
        self.balance
    }

    /// Gives what was earned and cannot be spent yet.
    #[must_use]
    pub const fn pending(self) -> Points {
        self.pending
    }

    /// Gives the parts of the balance that will expire, the soonest first.
    #[must_use]
    pub const fn lots(self) -> &'a [Lot] {
        self.lots
    }

    /// Gives the most that this sale may still earn, when the counter is capped; the till cuts what exceeds it.
    #[must_use]
    pub const fn room(self) -> Option<Points> {
        self.room
    }

    /// Gives what of `earned` the till will not cut.
    #[must_use]
    pub fn within_room(self, earned: Points) -> Points {
        self.room.map_or(earned, |room| earned.min(room))
    }
}

#[derive(Debug)]
pub(crate) struct OfferFacts {
    pub(super) id: String,
    pub(super) state: OfferState,
    pub(super) part: Option<Points>,
    pub(super) choice: Option<String>,
}

impl OfferFacts {
    pub(super) fn answer(&self) -> OfferAnswer<'_> {
        OfferAnswer { state: self.state, part: self.part, choice: self.choice.as_deref() }
    }
}

/// What the cashier answered to an offer of the program in this sale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OfferAnswer<'a> {
    state: OfferState,
    part: Option<Points>,
    choice: Option<&'a str>,
}

impl<'a> OfferAnswer<'a> {
    pub(super) const OPEN: Self = Self { state: OfferState::Open, part: None, choice: None };

    /// Tells whether the customer takes it now.
    #[must_use]
    pub fn is_taken(self) -> bool {
        self.state == OfferState::Taken
    }

    /// Tells whether the customer keeps it for another day.
    #[must_use]
    pub fn is_put_off(self) -> bool {
        self.state == OfferState::Later
    }

    /// Gives how much of it is taken, when the cashier chose a part.
    #[must_use]
    pub const fn part(self) -> Option<Points> {
        self.part
    }

    /// Gives the id of what is taken among its choices, when the cashier chose one.
    #[must_use]
    pub const fn choice(self) -> Option<&'a str> {
        self.choice
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SaleBuilder, points};

    #[test]
    fn what_the_till_does_not_tell_is_nothing() {
        let sale = SaleBuilder::new().build().unwrap();
        assert!(sale.customer().is_none());
        assert_eq!(sale.counter("points"), Counter::EMPTY);
        assert_eq!(sale.offer("gift"), OfferAnswer::OPEN);
        assert_eq!(sale.waiting_since("gift"), None);
    }

    #[test]
    fn a_counter_earns_no_more_than_its_room() {
        let sale = SaleBuilder::new().counter("points", 150).room(20).counter("visits", 1).build().unwrap();
        assert_eq!(sale.counter("points").within_room(Points::from(30)), Points::from(20));
        assert_eq!(sale.counter("visits").within_room(Points::from(30)), Points::from(30));
    }

    #[test]
    fn the_answer_to_an_offer_is_found_by_its_id() {
        let sale = SaleBuilder::new().taken_part("purse", points("37.5")).later("gift").waiting("gift", "2026-10-01");
        let sale = sale.chosen("menu", "tea").build().unwrap();
        assert_eq!(sale.offer("purse").part(), Some(Points::from_ten_thousandths(375_000)));
        assert!(sale.offer("purse").is_taken() && !sale.offer("purse").is_put_off());
        assert!(sale.offer("gift").is_put_off() && !sale.offer("gift").is_taken());
        assert_eq!(sale.offer("menu").choice(), Some("tea"));
        assert_eq!(sale.waiting_since("gift"), Date::new(2026, 10, 1).ok());
    }
}
