//! What customers hold on the counters of programs, and changing it by hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_domain::lots::{Entry, Holding};
use comptoir_domain::quantity::Points;
use comptoir_journal::{Chain, Event, Family, payload};
use comptoir_store::{AdjustCounter, Store};

use crate::clock::Clock;
use crate::error::{Error, Invalid, NotFound, Refused};
use crate::programs::{Loaded, Programs};
use crate::till::{Till, random};

/// One counter of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Whose program.
    pub program: ProgramId,
    /// The counter's name in its manifest.
    pub counter: String,
    /// What it holds today.
    pub holding: Holding,
}

/// What a customer holds on a day, by the books and by the rules of the programs.
pub(crate) fn held(
    books: &Store,
    programs: &Programs,
    customer: CustomerId,
    day: NaiveDate,
) -> Result<Vec<Held>, Error> {
    let mut entries: BTreeMap<(ProgramId, String), Vec<Entry>> = BTreeMap::new();
    for (program, counter, entry) in books.counter_entries_of(customer)? {
        entries.entry((program, counter)).or_default().push(entry);
    }
    let held = |((program, counter), entries): ((ProgramId, String), Vec<Entry>)| {
        let idle = programs.counter_rules(&program, &counter).idle_days;
        Held { holding: Holding::of(entries, idle, day), program, counter }
    };
    Ok(entries.into_iter().map(held).collect())
}

impl Till {
    /// Gives the counters that were ever moved for a customer, by program and name, as they stand today.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn holdings(&self, customer: CustomerId) -> Result<Vec<Held>, Error> {
        held(&self.store, &self.programs, customer, Clock::business_day(self.now()))
    }

    /// Changes a counter by hand, with its reason, and tells the technical log (JET 917). It may bring the
    /// balance below zero: what was wrongly given is taken back.
    ///
    /// # Errors
    ///
    /// [`Invalid::Adjustment`] for nothing or without a reason, [`Invalid::Decimals`], [`NotFound::Customer`],
    /// [`NotFound::Counter`].
    pub fn adjust_counter(
        &mut self,
        customer: CustomerId,
        (program, counter): (&ProgramId, &str),
        delta: Points,
        reason: &str,
    ) -> Result<Held, Error> {
        let reason = reason.trim();
        if reason.is_empty() || delta == Points::ZERO {
            return Err(Invalid::Adjustment.into());
        }
        self.store.customer(customer)?.ok_or_else(|| NotFound::Customer(customer.to_string()))?;
        let named = format!("{program}/{counter}");
        let spec = self.programs.counter(program, counter).ok_or_else(|| self.no_counter(&named))?;
        let places = spec.decimals;
        let there =
            self.holdings(customer)?.into_iter().find(|held| &held.program == program && held.counter == counter);
        let balance = there.map_or(Points::ZERO, |held| held.holding.balance);
        // What an older version of the program left may be finer: all of it can be taken away.
        if delta.rounded(places) != delta && delta != -balance {
            return Err(Invalid::Decimals { counter: named, given: delta, places }.into());
        }
        if delta < Points::ZERO && balance + delta < Points::ZERO {
            return Err(Refused::CounterBelowZero { held: balance }.into());
        }
        let at = self.now();
        let detail = format!("{customer} {program}/{counter} {delta} : {reason}");
        let event = Event { code: Event::COUNTER_ADJUSTED, at, operator: self.operator.clone(), detail };
        let mut chain = Chain::new(&self.signer, self.store.heads()?);
        let record = chain.sign(Family::TechnicalEvent, payload::technical_event(&event));
        let adjust = AdjustCounter {
            key: uuid::Builder::from_random_bytes(random()).into_uuid(),
            customer,
            program,
            counter,
            delta,
            day: Clock::business_day(at),
            expires: None,
            reason,
            operator: &self.operator,
        };
        self.store.adjust_counter(&adjust, &[record])?;
        self.mirror_head();
        self.pasts.forget();
        let held =
            self.holdings(customer)?.into_iter().find(|held| &held.program == program && held.counter == counter);
        held.ok_or_else(|| self.no_counter(&named))
    }

    fn no_counter(&self, named: &str) -> Error {
        let names = |program: &Loaded| {
            let counters = program.manifest().map_or(&[][..], |manifest| &manifest.counters).iter();
            counters.map(|counter| format!("{}/{}", program.row().id, counter.name)).collect::<Vec<_>>()
        };
        NotFound::Counter { asked: named.to_owned(), known: self.programs.iter().flat_map(names).collect() }.into()
    }
}
