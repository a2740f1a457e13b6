//! What a filter is, and how the till calls it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::contract;
use crate::contract::audience::{Candidate as RawCandidate, Verdict as RawVerdict};
use crate::contract::effects::Condition;
use crate::contract::types::{self, Setting, SettingIssue};
use crate::effects::Reasoned;
use crate::fault::{Fault, Result};
use crate::history::Plan;
use crate::policy;
use crate::sale::Candidate;
use crate::settings::{Issues, Settings};

/// A filter: its [`Settings`] and its rule. It chooses customers, for a mailing or a tag, one by one: who else is
/// asked about at the same time must not matter.
///
/// ```
/// use comptoir_sdk::{Candidate, Filter, Period, Plan, Question, Result, Settings, Verdict, export_filter, history};
/// use comptoir_sdk::testing::{self, CustomerBuilder};
///
/// /// Those who came often this year.
/// #[derive(Settings)]
/// struct Regulars {
///     visits: i64,
/// }
///
/// impl Regulars {
///     fn visits_of_the_year(&self) -> Question<i64> {
///         history::visits(Period::Days(365))
///     }
/// }
///
/// impl Filter for Regulars {
///     fn plan(&self, plan: &mut Plan) {
///         plan.ask(&self.visits_of_the_year());
///     }
///
///     fn select(&self, customer: &Candidate, out: &mut Verdict) -> Result {
///         let visits = customer.answer(&self.visits_of_the_year())?;
///         out.require_at_least("why-visits", self.visits, visits);
///         Ok(())
///     }
/// }
///
/// export_filter!(Regulars);
///
/// let filter = Regulars { visits: 10 };
/// let often = CustomerBuilder::new().answer(&filter.visits_of_the_year(), 12);
/// assert!(testing::select(&filter, &often).is_selected());
/// assert!(!testing::select(&filter, &CustomerBuilder::new()).is_selected());
/// ```
pub trait Filter: Settings {
    /// Checks the settings together, beyond the types and bounds that the manifest gives.
    fn check(&self, issues: &mut Issues) {
        let _ = issues;
    }

    /// Names the [questions](crate::history) about each customer's past whose answers it needs. A counter or an offer
    /// is named with its program: `program/points`.
    fn plan(&self, plan: &mut Plan) {
        let _ = plan;
    }

    /// Judges one customer: chosen, if every condition that it requires of `out` holds.
    ///
    /// # Errors
    ///
    /// A [`Fault`] of the filter: nobody is chosen, and the reason is shown.
    fn select(&self, customer: &Candidate, out: &mut Verdict) -> Result;
}

/// Whether a customer is chosen, and why: the conditions that the filter requires, all of which must hold.
#[derive(Debug)]
pub struct Verdict {
    raw: RawVerdict,
    pub(crate) explain: bool,
}

impl Verdict {
    pub(crate) const fn new(explain: bool) -> Self {
        Self { raw: RawVerdict { selected: true, why: Vec::new() }, explain }
    }

    /// Tells whether all conditions held so far.
    #[must_use]
    pub const fn is_selected(&self) -> bool {
        self.raw.selected
    }

    /// Gives it as it crosses the border.
    #[must_use]
    pub const fn contract(&self) -> &RawVerdict {
        &self.raw
    }
}

impl Reasoned for Verdict {
    fn heard(&mut self, held: bool) {
        self.raw.selected &= held;
    }

    fn why(&mut self) -> &mut Vec<Condition> {
        &mut self.raw.why
    }
}

/// Makes a [`Filter`] the component of its crate: `export_filter!(Sleeping);`, once, at the end.
///
/// Off WebAssembly it only checks that the type is a filter.
#[macro_export]
macro_rules! export_filter {
    ($filter:ty) => {
        const _: () = {
            struct Component;

            impl $crate::contract::FilterGuest for Component {
                fn prepare(
                    settings: $crate::contract::Settings,
                ) -> ::core::result::Result<$crate::contract::FilterPlan, $crate::contract::SettingIssues> {
                    $crate::native::prepare_filter::<$filter>(settings)
                }

                fn select(
                    settings: $crate::contract::Settings,
                    day: $crate::contract::types::Date,
                    candidates: $crate::contract::Candidates,
                    explain: bool,
                ) -> ::core::result::Result<$crate::contract::Verdicts, $crate::contract::Reason> {
                    $crate::native::select::<$filter>(settings, day, candidates, explain)
                }
            }

            #[cfg(target_arch = "wasm32")]
    $crate::contract::export_filter_world!(Component with_types_in $crate::contract::generated_filter);
        };
    };
}

/// Checks settings and says what must be known, as the contract has it.
///
/// # Errors
///
/// All that is wrong with the settings.
pub fn prepare<F: Filter>(settings: Vec<Setting>) -> Result<contract::FilterPlan, Vec<SettingIssue>> {
    policy::planned(settings, F::check, plan).map(|plan| contract::FilterPlan { questions: plan.into_contract() })
}

/// Judges some customers, as the contract has it.
///
/// # Errors
///
/// The reason of a fault.
pub fn select<F: Filter>(
    settings: Vec<Setting>,
    day: types::Date,
    candidates: Vec<RawCandidate>,
    explain: bool,
) -> Result<Vec<RawVerdict>, String> {
    let all = || -> Result<Vec<RawVerdict>> {
        let filter = policy::settings::<F>(settings).map_err(Issues::into_fault)?;
        let mut verdicts = Vec::with_capacity(candidates.len());
        let mut asked = plan(&filter);
        for candidate in candidates {
            let candidate = Candidate::new(candidate, day, asked)?;
            verdicts.push(judge(&filter, &candidate, explain)?.raw);
            asked = candidate.into_plan();
        }
        Ok(verdicts)
    };
    all().map_err(Fault::into_reason)
}

/// Judges one customer with settings that were read.
///
/// # Errors
///
/// A fault of the filter.
pub fn judge<F: Filter>(filter: &F, candidate: &Candidate, explain: bool) -> Result<Verdict> {
    let mut out = Verdict::new(explain);
    filter.select(candidate, &mut out)?;
    Ok(out)
}

/// Runs the plan, which the settings alone decide: the same each time.
pub(crate) fn plan<F: Filter>(filter: &F) -> Plan {
    let mut plan = Plan::default();
    filter.plan(&mut plan);
    plan
}
