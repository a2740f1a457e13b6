//! Filters: policies that choose customers, for a mailing or a tag, behind one trait for components and scripts.
//!
//! A filter is asked about a few hundred customers at a time, and each verdict must depend on its customer alone.

use std::sync::Arc;

use chrono::NaiveDate;
use comptoir_domain::audience::{Candidate, Verdict};
use comptoir_domain::effect::MOST_CONDITIONS;

use crate::cases::{self, Case, CaseError, CaseResult};
use crate::catalog::Words;
use crate::engine::{Budget, Cost, Fault, Plan, Policy, PrepareError};
use crate::exam::{self, Exam};
use crate::package::Package;
use crate::settings::Settings;

/// The most customers that are asked about at once.
pub const BATCH: usize = 256;

/// What a script may use for one customer: as much as for a sale of a few lines.
pub(crate) const OPERATIONS: Budget = Budget::always(16_000);
/// What a component may use for each customer of a batch; calling it costs as much as for a sale.
pub(crate) const FUEL: u64 = 40_000;

/// A policy that chooses customers. It keeps nothing between two questions.
pub trait Filter: Send + Sync {
    /// Checks settings together, beyond the types and bounds of the manifest, and says what the filter must know
    /// about each customer's past: the answers go into [`Candidate::history`], in the same order.
    ///
    /// # Errors
    ///
    /// [`PrepareError::Issues`] for the merchant, [`PrepareError::Fault`] when the filter fails.
    fn prepare(&self, settings: &Settings) -> Result<Plan, PrepareError>;

    /// Judges at most [`BATCH`] customers on a day, in their order, with the reasons when `explain` is set. The
    /// facts are those that [`Manifest::told_of`](crate::Manifest::told_of) leaves.
    ///
    /// # Errors
    ///
    /// A [`Fault`]: there is no verdict on any of them.
    fn select(
        &self,
        settings: &Settings,
        day: NaiveDate,
        candidates: &[Candidate],
        explain: bool,
    ) -> Result<Selection, Fault>;
}

/// What a filter says of some customers, and what it took to find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// As many as there were customers, in their order.
    pub verdicts: Vec<Verdict>,
    /// What all of them used together.
    pub cost: Cost,
}

impl Selection {
    /// Takes the verdicts of a filter on so many customers.
    pub(crate) fn of(verdicts: Vec<Verdict>, cost: Cost, asked: usize) -> Result<Self, Fault> {
        if verdicts.iter().any(|verdict| verdict.why.len() > MOST_CONDITIONS) {
            return Err(Fault::TooLarge { limit: MOST_CONDITIONS as u64 });
        }
        if verdicts.len() == asked {
            return Ok(Self { verdicts, cost });
        }
        let given = verdicts.len();
        Err(Fault::BadAnswer {
            place: None,
            text: Words::new(
                format!("{given} verdicts pour {asked} clients"),
                format!("{given} verdicts on {asked} customers"),
            ),
        })
    }
}

/// A policy of either kind, for whoever only tests it.
#[derive(Clone)]
pub enum Rule {
    /// It answers for a sale.
    Program(Arc<dyn Policy>),
    /// It chooses customers.
    Filter(Arc<dyn Filter>),
}

impl Rule {
    /// Checks settings and says what must be known; see [`Policy::prepare`] and [`Filter::prepare`].
    ///
    /// # Errors
    ///
    /// A [`PrepareError`].
    pub fn prepare(&self, settings: &Settings) -> Result<Plan, PrepareError> {
        match self {
            Self::Program(policy) => policy.prepare(settings),
            Self::Filter(filter) => filter.prepare(settings),
        }
    }

    /// Runs one case with the manifest and the words of a package.
    #[must_use]
    pub fn run_case(&self, package: &Package, case: Case) -> CaseResult {
        match self {
            Self::Program(policy) => cases::run_case(policy.as_ref(), package, case),
            Self::Filter(filter) => cases::run_filter_case(filter.as_ref(), package, case),
        }
    }

    /// Runs every case of a package.
    ///
    /// # Errors
    ///
    /// The first [`CaseError`] of the files; a case that fails is a [`CaseResult`].
    pub fn run_cases(&self, package: &Package) -> Result<Vec<CaseResult>, CaseError> {
        Ok(Case::of(package)?.into_iter().map(|case| self.run_case(package, case)).collect())
    }

    /// Examines a package with its policy.
    ///
    /// # Errors
    ///
    /// The first [`CaseError`] of the files; whatever the policy does is in the [`Exam`].
    pub fn examine(&self, package: &Package) -> Result<Exam, CaseError> {
        match self {
            Self::Program(policy) => exam::examine(policy.as_ref(), package),
            Self::Filter(filter) => exam::examine_filter(filter.as_ref(), package),
        }
    }
}
