//! What programs are told about a customer's past: looked up once per customer and day, not at every scan.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};
use comptoir_domain::draft::Draft;
use comptoir_domain::facts::{CounterFact, HistoryAnswer, WaitingFact};
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_domain::lots::{Entry, Holding};
use comptoir_domain::quantity::Points;
use comptoir_policy::{CounterRules, CounterSpec};

use crate::clock::Clock;
use crate::error::Error;
use crate::programs::Loaded;
use crate::till::Till;

/// What one program is told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    pub(crate) counters: Vec<CounterFact>,
    pub(crate) waiting: Vec<WaitingFact>,
    pub(crate) history: Vec<HistoryAnswer>,
}

/// What all programs are told of one customer on one day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pasts {
    of: Option<(CustomerId, NaiveDate)>,
    /// The state of the books that it was looked up in.
    books: Option<i64>,
    programs: BTreeMap<ProgramId, Past>,
    nothing: Past,
}

impl Pasts {
    /// Forgets all: the books changed, or the programs.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Forgets all, unless nobody else changed the books since.
    pub(crate) fn renew(&mut self, books: i64) {
        if self.books != Some(books) {
            self.forget();
        }
    }

    /// Gives what a program is told; nothing without a customer.
    pub(crate) fn of(&self, program: &ProgramId) -> &Past {
        self.programs.get(program).unwrap_or(&self.nothing)
    }
}

impl Till {
    /// Looks up what the programs are told of the draft's customer, unless it is known. Those that cannot run,
    /// or are left alone after faults, are not asked: what they want to know of the past may be long to find.
    pub(super) fn look_back(&mut self, draft: &Draft, at: DateTime<FixedOffset>) -> Result<(), Error> {
        let day = Clock::business_day(at);
        let wanted = draft.member().map(|customer| (customer.id, day));
        if self.pasts.of != wanted {
            let books = Some(self.store.changes_by_others()?);
            self.pasts = Pasts { of: wanted, books, ..Pasts::default() };
        }
        let Some((customer, day)) = wanted else { return Ok(()) };
        let known = &self.pasts.programs;
        let asked =
            |program: &&Loaded| !known.contains_key(&program.row.id) && program.trouble(at, self.language).is_none();
        let programs: Vec<&Loaded> = self.programs.in_force(day).filter(asked).collect();
        if programs.is_empty() {
            return Ok(());
        }
        let mut waiting: BTreeMap<ProgramId, Vec<WaitingFact>> = BTreeMap::new();
        for offer in self.store.waiting_offers(customer, programs.iter().map(|program| &program.row.id))? {
            waiting.entry(offer.program).or_default().push(WaitingFact { offer: offer.offer, since: offer.since });
        }
        let mut found = Vec::with_capacity(programs.len());
        for program in programs {
            let id = &program.row.id;
            let waiting = waiting.remove(id).unwrap_or_default();
            found.push((id.clone(), self.past(program, customer, day, waiting)?));
        }
        self.pasts.programs.extend(found);
        Ok(())
    }

    fn past(
        &self,
        program: &Loaded,
        customer: CustomerId,
        day: NaiveDate,
        waiting: Vec<WaitingFact>,
    ) -> Result<Past, Error> {
        let id = &program.row.id;
        let mut entries: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for (counter, entry) in self.store.counter_entries(customer, id)? {
            entries.entry(counter).or_default().push(entry);
        }
        let specs = program.manifest().map_or(&[][..], |manifest| &manifest.counters);
        let counters = specs.iter().map(|spec| {
            let entries = entries.remove(&spec.name).unwrap_or_default();
            counter(spec, &spec.rules(program.settings()), entries, day)
        });
        Ok(Past {
            counters: counters.collect(),
            waiting,
            history: self.store.history(customer, Some(id), program.questions(), day)?,
        })
    }
}

/// What a program is told of a counter with these entries, as it stands before a sale of the day.
pub(crate) fn counter(spec: &CounterSpec, rules: &CounterRules, entries: Vec<Entry>, day: NaiveDate) -> CounterFact {
    let room = room(rules, &entries, day);
    let holding = Holding::of(entries, rules.idle_days, day);
    CounterFact {
        name: spec.name.clone(),
        balance: holding.balance,
        pending: holding.pending,
        lots: holding.lots,
        room,
    }
}

/// What caps leave to be earned by one more sale on a day. They bound what the program gives: what a person gives by
/// hand is not counted.
fn room(rules: &CounterRules, entries: &[Entry], day: NaiveDate) -> Option<Points> {
    let today = || earned(entries, |entry| entry.is_of_sale() && entry.day == day);
    let this_year = || earned(entries, |entry| entry.is_of_sale() && entry.day.year() == day.year());
    let caps = [rules.per_sale, rules.per_day.map(|cap| cap - today()), rules.per_year.map(|cap| cap - this_year())];
    caps.into_iter().flatten().min().map(|room| room.max(Points::ZERO))
}

/// What was earned by some entries, of a day for instance; what was taken back counts on the day it was earned.
pub(crate) fn earned(entries: &[Entry], counts: impl Fn(&Entry) -> bool) -> Points {
    let earnings = || entries.iter().filter(|e| e.reverses.is_none() && e.delta > Points::ZERO && counts(e));
    let back = |key: &str| entries.iter().filter(|e| e.reverses.as_deref() == Some(key)).map(|e| e.delta).sum();
    earnings().map(|entry| entry.delta + back(&entry.key)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(n: i64) -> Points {
        Points::from_ten_thousandths(n * 10_000)
    }

    fn entry(key: &str, day: &str, delta: i64, reverses: Option<&str>) -> Entry {
        let (day, reverses) = (day.parse().unwrap(), reverses.map(str::to_owned));
        Entry { key: key.into(), day, delta: points(delta), reverses, available: None, expires: None }
    }

    #[test]
    fn the_tightest_cap_leaves_the_room_and_what_was_taken_back_can_be_earned_again() {
        let entries = [
            entry("a/counter/0000", "2026-01-10", 300, None),
            entry("b/counter/0000", "2026-11-22", 80, None),
            entry("c/counter/0000", "2026-11-22", 50, None),
            entry("d/counter/0000", "2026-11-22", -50, Some("c/counter/0000")),
            entry("e/counter/0000", "2026-11-22", -20, None),
            entry("by-hand", "2026-11-22", 1_000, None),
        ];
        let day = "2026-11-22".parse().unwrap();
        let rules = |sale: Option<i64>, day: Option<i64>, year: Option<i64>| CounterRules {
            per_sale: sale.map(points),
            per_day: day.map(points),
            per_year: year.map(points),
            idle_days: None,
        };
        for (rules, expected) in [
            (rules(None, None, None), None),
            (rules(Some(50), None, None), Some(50)),
            (rules(Some(50), Some(100), None), Some(20)),
            (rules(Some(50), Some(100), Some(390)), Some(10)),
            (rules(None, Some(60), None), Some(0)),
        ] {
            assert_eq!(room(&rules, &entries, day), expected.map(points), "{rules:?}");
        }
    }
}
