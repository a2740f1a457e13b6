//! Customers as tests of filters write them.

use super::SaleBuilder;
use super::read::date;
use crate::contract::audience;
use crate::contract::types;
use crate::fault::Result;
use crate::history::{FromAnswer, Plan, Question};
use crate::numbers::Points;
use crate::sale::Candidate;

/// A customer for a test of a filter, built step by step. What is said of a counter is said of the last one.
///
/// The day is 2026-11-22, and nothing is known of the customer.
///
/// ```
/// use comptoir_sdk::testing::CustomerBuilder;
///
/// let customer = CustomerBuilder::new().day("2026-12-01").group("or").counter("fidelite/points", 120);
/// # let _ = customer;
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct CustomerBuilder {
    day: types::Date,
    known: SaleBuilder,
}

impl Default for CustomerBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl CustomerBuilder {
    /// Starts a customer.
    pub fn new() -> Self {
        Self { day: date("2026-11-22").into(), known: SaleBuilder::new().customer() }
    }

    /// Sets the day of the question: `2026-11-22`.
    #[track_caller]
    pub fn day(self, day: &str) -> Self {
        Self { day: date(day).into(), ..self }
    }

    /// Sets the group.
    pub fn group(self, group: &str) -> Self {
        self.with(|known| known.group(group))
    }

    /// Puts a word on the file.
    pub fn tag(self, tag: &str) -> Self {
        self.with(|known| known.customer_tag(tag))
    }

    /// Sets the birthday: `12-24`, or `1980-12-24`.
    #[track_caller]
    pub fn birthday(self, day: &str) -> Self {
        self.with(|known| known.birthday(day))
    }

    /// Sets the postcode.
    pub fn postcode(self, postcode: &str) -> Self {
        self.with(|known| known.postcode(postcode))
    }

    /// Sets the day the file was opened: `2026-11-22`.
    #[track_caller]
    pub fn member_since(self, day: &str) -> Self {
        self.with(|known| known.member_since(day))
    }

    /// Lets another customer have brought this one.
    pub fn sponsored(self) -> Self {
        self.with(SaleBuilder::sponsored)
    }

    /// Answers a question about the past. What the filter asks besides is answered with nothing.
    pub fn answer<T: FromAnswer>(self, question: &Question<T>, answer: T) -> Self {
        self.with(|known| known.answer(question, answer))
    }

    /// Adds what can be spent of a program's counter: `counter("fidelite/points", 120)`.
    pub fn counter(self, name: &str, balance: impl Into<Points>) -> Self {
        self.with(|known| known.counter(name, balance))
    }

    /// Lets a part of the counter's balance expire: `lot(20, "2026-12-31")`.
    #[track_caller]
    pub fn lot(self, amount: impl Into<Points>, expires: &str) -> Self {
        self.with(|known| known.lot(amount, expires))
    }

    /// Says what was earned on the counter and cannot be spent yet.
    #[track_caller]
    pub fn pending(self, amount: impl Into<Points>) -> Self {
        self.with(|known| known.pending(amount))
    }

    fn with(self, change: impl FnOnce(SaleBuilder) -> SaleBuilder) -> Self {
        Self { known: change(self.known), ..self }
    }

    pub(super) fn candidate(&self, plan: Plan) -> Result<Candidate> {
        let facts = self.known.facts(&plan);
        let customer = facts.customer.unwrap_or_else(|| panic!("a builder of customers has one"));
        let raw = audience::Candidate { customer, counters: facts.counters, history: facts.history };
        Candidate::new(raw, self.day, plan)
    }
}
