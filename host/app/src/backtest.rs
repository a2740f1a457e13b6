//! Backtests: a policy run over the shop's own past, as if it had been on. Nothing is changed.
//!
//! The sales of a period are asked again one after the other, for each customer in the order of payment: lines
//! as they were before any program, the customer's file as it is now with the group of the sale, counters,
//! caps and offers that wait as the simulation itself made them, and answers about the past from the sales that
//! there were, those before the period included. Facts are told and answers accepted exactly as at the counter.
//!
//! What a simulation cannot know is kept simple and said: customers buy the same whatever they are given;
//! vouchers count in full when they are given, and none is spent; nobody changes a counter by hand.
//!
//! [`Till::backtest`] reads what is needed from the shop; [`Backtest::run`] then works alone, on all cores, so
//! that the till may go on selling. Customers are independent but for those who brought one another, which stay
//! together. Read in the order `trial` (asking), `units` (who is with whom), `simulate`, `returned` (refunds),
//! `tally`, `report`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{Days, Months, NaiveDate};
use comptoir_domain::id::ProgramId;
use comptoir_policy::{Package, Settings};
use comptoir_store::Reader;
use serde::Serialize;

use crate::clock::Clock;
use crate::cores::{self, Pieces, Work};
use crate::error::{Error, Invalid, NotFound};
use crate::till::Till;

mod compare;
mod report;
mod returned;
mod simulate;
mod tally;
mod trial;
mod units;

pub use compare::{Difference, Effects, Totals};
pub use report::{
    Compared, CounterReport, DiscountReport, ItemReport, MonthReport, OfferReport, Report, Trouble, Troubles,
    VoucherReport, WorstSale,
};

use simulate::Simulation;
use tally::Tally;
use trial::Trial;
use units::Unit;

/// What customers do with what they are offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offers {
    /// They take it at once, as much of it as they can.
    #[default]
    Always,
    /// They never take anything.
    Never,
    /// As they did in that sale, where the same program made the same offer; else they leave it.
    Recorded,
}

/// What is to be simulated.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The package.
    pub package: PathBuf,
    /// Settings as typed: `KEY=VALUE`. Others are those of the program to compare with, when it runs the same
    /// policy, or else the defaults.
    pub settings: Vec<String>,
    /// The first business day; a year before the last when not told.
    pub first: Option<NaiveDate>,
    /// The last business day; today when not told.
    pub last: Option<NaiveDate>,
    /// What customers do with offers.
    pub offers: Offers,
    /// Which of several gifts is taken: the first is 0, and the last where there are not so many.
    pub choice: usize,
    /// The program of the shop to compare with what was recorded.
    pub compare: Option<ProgramId>,
    /// Whether counters and waiting offers start as the shop's own program left them on the eve of the first
    /// day, rather than empty.
    pub carry: bool,
}

/// A simulation that is ready to run.
pub struct Backtest {
    trial: Trial,
    readers: Vec<Reader>,
}

impl Till {
    /// Makes a simulation ready: loads the package, checks the settings, and opens the books once per core.
    ///
    /// # Errors
    ///
    /// [`Error::Policy`] for a package that cannot be used, [`Invalid::Setting`], [`NotFound::Program`] for a
    /// program to compare with or to carry on that there is not.
    pub fn backtest(&self, asked: &Asked) -> Result<Backtest, Error> {
        let today = Clock::business_day(self.now());
        let last = asked.last.unwrap_or(today);
        let year_before = || last.checked_sub_months(Months::new(12))?.checked_add_days(Days::new(1));
        let first = asked.first.or_else(year_before).unwrap_or(last);
        if first > last {
            return Err(self.days_reversed(first, last));
        }
        let package = self.load_package(&asked.package)?;
        let program = self.counterpart(asked, &package)?;
        let settings = self.settings_to_try(asked, &package)?;
        let policy = self.programs.host().load(&package);
        let policy = policy.map_err(|error| self.policy_error(package.manifest(), &error))?;
        let plan = self.prepared(&package, policy.prepare(&settings))?;
        let rules = package.manifest().counters.iter().map(|spec| spec.rules(&settings)).collect();
        let trial = Trial {
            program: program.clone().unwrap_or_else(|| ProgramId::new(package.manifest().id.clone())),
            counterpart: program,
            compare: asked.compare.clone(),
            permissions: package.manifest().permissions(),
            package,
            policy,
            settings,
            plan,
            rules,
            first,
            last,
            offers: asked.offers,
            choice: asked.choice,
            carry: asked.carry,
            language: self.language,
        };
        Ok(Backtest { trial, readers: cores::readers(&self.store)? })
    }

    fn days_reversed(&self, first: NaiveDate, last: NaiveDate) -> Error {
        let field = self.language.pick("Le premier jour vient après le dernier", "The first day comes after the last");
        Invalid::Text { field: field.to_owned(), value: format!("{first} > {last}") }.into()
    }

    /// The shop's own program that is meant: the one to compare with, or that of the same policy.
    fn counterpart(&self, asked: &Asked, package: &Package) -> Result<Option<ProgramId>, Error> {
        if let Some(id) = &asked.compare {
            return Ok(Some(self.program(id)?.row().id.clone()));
        }
        let same = self.programs.iter().find(|program| program.row().policy == package.manifest().id);
        if asked.carry && same.is_none() {
            return Err(NotFound::Program(package.manifest().id.clone()).into());
        }
        Ok(same.map(|program| program.row().id.clone()))
    }

    fn settings_to_try(&self, asked: &Asked, package: &Package) -> Result<Settings, Error> {
        let compared = asked.compare.as_ref().map(|id| self.program(id)).transpose()?;
        let same = compared.filter(|program| program.row().policy == package.manifest().id);
        let before = same.map(|program| program.settings().clone()).unwrap_or_default();
        self.changed_settings(package.manifest(), &before, &asked.settings)
    }
}

impl Backtest {
    /// Runs the simulation; tells now and then how many sales are done, and of how many. None when `cancel`
    /// was set meanwhile.
    ///
    /// # Errors
    ///
    /// What the books say: a failing policy is part of the report.
    pub fn run(self, mut progress: impl FnMut(u64, u64), cancel: &AtomicBool) -> Result<Option<Report>, Error> {
        let Self { trial, readers } = self;
        let Some(books) = readers.first().map(Reader::books) else { return Ok(None) };
        let units = units::of(books, &trial)?;
        let sales: u64 = units.iter().map(|unit| unit.sales).sum();
        let through = |reader: &Reader, units: Pieces<'_, '_, Unit>| {
            let mut simulation = Simulation::new(&trial, reader.books());
            for unit in units {
                simulation.go_through(unit)?;
            }
            Ok(simulation.tally)
        };
        let work = Work::new(&units, |unit| unit.sales, cancel);
        let tallies = work.on_all(readers, through, |done| progress(done, sales))?;
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        progress(sales, sales);
        let whole = tallies.into_iter().fold(Tally::default(), Tally::and);
        Ok(Some(report::of(&trial, whole)))
    }
}

/// A sum per name.
type PerName<T> = BTreeMap<String, T>;

#[cfg(test)]
mod tests;
