//! A customer whom a filter judges.

use alloc::vec::Vec;

use super::customer::{CounterFacts, CustomerFacts};
use super::{Counter, Customer, answered, facts};
use crate::calendar::Date;
use crate::contract::audience;
use crate::contract::facts::Answer;
use crate::contract::types;
use crate::fault::Result;
use crate::history::{FromAnswer, Plan, Question};

/// A customer whom a filter judges, on a day: the file, the counters, and the past that it planned to ask about.
#[derive(Debug)]
pub struct Candidate {
    customer: CustomerFacts,
    counters: Vec<CounterFacts>,
    history: Vec<Answer>,
    day: Date,
    plan: Plan,
}

impl Candidate {
    /// Takes the facts as the till gives them, the day, and the plan whose questions they answer.
    pub(crate) fn new(raw: audience::Candidate, day: types::Date, plan: Plan) -> Result<Self> {
        Ok(Self {
            customer: facts::customer(raw.customer)?,
            counters: facts::all(raw.counters, facts::counter)?,
            history: raw.history,
            day: Date::from_contract(day)?,
            plan,
        })
    }

    pub(crate) fn into_plan(self) -> Plan {
        self.plan
    }

    /// Gives the day of the question: today, for a list that is made today.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.day
    }

    /// Gives the file, as far as policies may know it.
    #[must_use]
    pub const fn customer(&self) -> Customer<'_> {
        Customer::new(&self.customer)
    }

    /// Gives what the customer holds on a counter of a program, by `program/counter`; empty when there is none. The
    /// manifest must ask for `counters`.
    #[must_use]
    pub fn counter(&self, name: &str) -> Counter<'_> {
        let found = self.counters.iter().find(|counter| counter.name == name);
        found.map_or(Counter::EMPTY, |found| found.counter())
    }

    /// Gives the answer to a question that the filter [planned](crate::Filter::plan) to ask.
    ///
    /// # Errors
    ///
    /// A question that is not in the plan, or an answer that is not of its kind.
    pub fn answer<T: FromAnswer>(&self, question: &Question<T>) -> Result<T> {
        answered((&self.plan, &self.history), true, question)
    }
}
