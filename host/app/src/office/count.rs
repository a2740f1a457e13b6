//! Counting what a program gave: in a large shop it takes many seconds, so it is done beside the office.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use comptoir_domain::id::ProgramId;

use super::{Office, Results};
use crate::clock::Clock;
use crate::customers::Browser;
use crate::error::Error;

/// Over how many days results are told, today included.
pub const DAYS: u64 = 30;

/// What is to be counted of a program, and what its package says of its counters.
#[derive(Clone, Debug)]
pub struct Count {
    program: ProgramId,
    period: (NaiveDate, NaiveDate),
    /// By counter: after how many days without an earning it lapses, and what it counts.
    counters: BTreeMap<String, (Option<u32>, String)>,
}

impl Office {
    /// Prepares to count what a program gave over the last [`DAYS`] days, and what customers hold of it.
    ///
    /// # Errors
    ///
    /// [`NotFound::Program`](crate::NotFound::Program).
    pub fn count(&self, program: &ProgramId) -> Result<Count, Error> {
        let last = Clock::business_day(self.till.now());
        let first = last.checked_sub_days(Days::new(DAYS - 1)).unwrap_or(last);
        let manifest = self.program(program)?.manifest();
        let of = |counter: &str| {
            let rules = self.till.programs().counter_rules(program, counter);
            (rules.idle_days, self.till.counter_unit(program, counter))
        };
        let counters = manifest.iter().flat_map(|manifest| &manifest.counters);
        let counters = counters.map(|counter| (counter.name.clone(), of(&counter.name))).collect();
        Ok(Count { program: program.clone(), period: (first, last), counters })
    }
}

impl Count {
    /// Counts. Counters that the package no longer has go by their name and never lapse.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn run(self, browser: &Browser) -> Result<Results, Error> {
        let idle = |counter: &str| self.counters.get(counter).and_then(|(idle, _)| *idle);
        let figures = browser.books().program_results(&self.program, self.period, &idle)?;
        let unit =
            |counter: &str| self.counters.get(counter).map_or_else(|| counter.to_owned(), |(_, unit)| unit.clone());
        Ok(Results::new(self.program.clone(), self.period, figures, unit))
    }
}
