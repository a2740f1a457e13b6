//! What a filter is told about the shop's customers, and what it answers: whom a mailing goes to, who gets a tag.
//!
//! As with [`facts`](crate::facts), a filter sees no name, phone number or address, and no clock.

use serde::{Deserialize, Serialize};

use crate::effect::Condition;
use crate::facts::{CounterFact, CustomerFact, HistoryAnswer};

/// One customer as far as filters may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The customer's file.
    pub customer: CustomerFact,
    /// What the customer holds on the counters of the shop's programs, named `program/counter`. Only filters
    /// that ask for it are told.
    pub counters: Vec<CounterFact>,
    /// Answers to the questions of the filter's plan, in their order, up to the day that it judges.
    pub history: Vec<HistoryAnswer>,
}

/// Whether a filter chooses a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether it does.
    pub selected: bool,
    /// Why, when reasons were asked for.
    pub why: Vec<Condition>,
}

impl Candidate {
    /// Finds what the customer holds on a counter, by `program/counter`.
    #[must_use]
    pub fn counter(&self, name: &str) -> Option<&CounterFact> {
        self.counters.iter().find(|counter| counter.name == name)
    }
}
