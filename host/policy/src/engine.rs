//! Running a policy: one trait for components and scripts, so that nobody else can tell them apart.

mod fault;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use comptoir_domain::effect::{Proposal, Text};
use comptoir_domain::facts::SaleFacts;
use comptoir_domain::history::{MOST_QUESTIONS, Question};
use serde::{Deserialize, Serialize};

pub use self::fault::{Fault, LoadError, Place};
use crate::filter::{Filter, Rule};
use crate::manifest::{Engine, Kind};
use crate::package::Package;
use crate::script::{Call, Script, Scripting};
use crate::settings::Settings;
use crate::wasm::cache::{CompiledDigests, DigestsInMemory};
use crate::wasm::{Compiled, Component, Evaluate, Runtime, Select};

/// What one evaluation may use. Counted budgets decide, so that the same sale faults everywhere or
/// nowhere; the guard by the clock only protects the screen, and is reported apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Instructions of a component, in wasmtime's fuel.
    pub fuel: Budget,
    /// Bytes of a component's memory.
    pub memory: usize,
    /// Operations of a script.
    pub operations: Budget,
    /// Bytes of an answer.
    pub answer: usize,
    /// Time by the clock.
    pub guard: Duration,
}

/// How much a policy may compute: a few lines are soon thought over, and the customer waits meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Whatever the sale.
    pub base: u64,
    /// More for each of its lines.
    pub line: u64,
    /// However many lines it has; also for the plan, which no customer waits for.
    pub most: u64,
}

impl Budget {
    /// The same for every sale.
    #[must_use]
    pub const fn always(most: u64) -> Self {
        Self { base: most, line: 0, most }
    }

    /// Gives the budget for a sale of so many lines.
    #[must_use]
    pub fn of(self, lines: usize) -> u64 {
        let lines = u64::try_from(lines).unwrap_or(u64::MAX);
        self.base.saturating_add(self.line.saturating_mul(lines)).min(self.most)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: Budget { base: 800_000, line: 16_000, most: 8_000_000 },
            memory: 16 * 1024 * 1024,
            operations: Budget { base: 12_000, line: 440, most: 120_000 },
            answer: 64 * 1024,
            guard: Duration::from_millis(500),
        }
    }
}

/// A policy that can be asked. It keeps nothing between two questions.
pub trait Policy: Send + Sync {
    /// Checks settings together, beyond the types and bounds of the manifest, and says what the policy must
    /// know about the customer's past: the answers go into [`SaleFacts::history`], in the same order.
    ///
    /// # Errors
    ///
    /// [`PrepareError::Issues`] for the merchant, [`PrepareError::Fault`] when the policy fails.
    fn prepare(&self, settings: &Settings) -> Result<Plan, PrepareError>;

    /// Asks what the policy proposes for a sale, with the reasons when `explain` is set. The facts are
    /// those that [`Manifest::told`](crate::Manifest::told) leaves.
    ///
    /// # Errors
    ///
    /// A [`Fault`]: the policy is skipped for this sale.
    fn evaluate(&self, settings: &Settings, sale: &SaleFacts, explain: bool) -> Result<Answer, Fault>;
}

/// What a policy needs beside the sale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// About the customer's past, at most [`MOST_QUESTIONS`].
    pub questions: Vec<Question>,
}

impl Plan {
    /// Takes the questions of a policy.
    pub(crate) fn asking(questions: Vec<Question>) -> Result<Self, Fault> {
        if questions.len() > MOST_QUESTIONS {
            return Err(Fault::TooLarge { limit: MOST_QUESTIONS as u64 });
        }
        Ok(Self { questions })
    }
}

/// What a policy proposes, not accepted yet, and what it took to find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The proposal.
    pub proposal: Proposal,
    /// What the evaluation used of its budget.
    pub cost: Cost,
}

/// What an evaluation used of its budget: the same for the same sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cost {
    /// Fuel of a component.
    Fuel(u64),
    /// Operations of a script.
    Operations(u64),
}

/// A part of what an evaluation may use, in millionths: fuel and operations on one scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

impl Share {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// All that one evaluation may use. A failing one counts as this much: how far it came is not known.
    pub const WHOLE: Self = Self(1_000_000);

    /// Gives so many times as much.
    #[must_use]
    pub const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    /// Gives both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Limits {
    /// Gives the part that an answer about a sale of so many lines took.
    #[must_use]
    pub fn share(&self, cost: Cost, lines: usize) -> Share {
        let (used, budget) = match cost {
            Cost::Fuel(fuel) => (fuel, self.fuel.of(lines)),
            Cost::Operations(operations) => (operations, self.operations.of(lines)),
        };
        let millionths = u128::from(used) * u128::from(Share::WHOLE.0) / u128::from(budget.max(1));
        Share(u64::try_from(millionths).unwrap_or(u64::MAX))
    }
}

/// A setting that the policy cannot use, and why: shown to the merchant beside the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingIssue {
    /// The setting.
    pub key: String,
    /// What is wrong, from the package's catalog.
    pub problem: Text,
}

/// Why settings are not ready to be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrepareError {
    /// Settings that do not go together.
    Issues(Vec<SettingIssue>),
    /// The policy failed.
    Fault(Fault),
}

impl From<Fault> for PrepareError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Loads and runs policies. One per till; cheap until the first policy is loaded.
pub struct Host {
    cache: PathBuf,
    digests: Arc<dyn CompiledDigests>,
    limits: Limits,
    runtime: OnceLock<Result<Arc<Runtime>, LoadError>>,
    scripting: OnceLock<Arc<Scripting>>,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").field("cache", &self.cache).field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Host {
    /// Makes a host that keeps compiled components in a folder of its own.
    ///
    /// Their digests are remembered by this host only, so a component is compiled once per start of
    /// the program; see [`Self::with_digests`].
    #[must_use]
    pub fn new(cache: PathBuf) -> Self {
        Self {
            cache,
            digests: Arc::new(DigestsInMemory::default()),
            limits: Limits::default(),
            runtime: OnceLock::new(),
            scripting: OnceLock::new(),
        }
    }

    /// Remembers the digests of compiled components in a store that the caller trusts, outside the
    /// cache's folder, so that the next start need not compile.
    #[must_use]
    pub fn with_digests(self, digests: Arc<dyn CompiledDigests>) -> Self {
        Self { digests, ..self }
    }

    /// Changes what an evaluation may use.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Gives what an evaluation may use.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Makes a program of a package ready to be asked.
    ///
    /// # Errors
    ///
    /// A [`LoadError`]; [`LoadError::Other`] for a filter.
    pub fn load(&self, package: &Package) -> Result<Arc<dyn Policy>, LoadError> {
        match self.load_rule(package)? {
            Rule::Program(policy) => Ok(policy),
            Rule::Filter(_) => Err(LoadError::Other(Kind::Filter)),
        }
    }

    /// Makes a filter of a package ready to be asked.
    ///
    /// # Errors
    ///
    /// A [`LoadError`]; [`LoadError::Other`] for a program.
    pub fn load_filter(&self, package: &Package) -> Result<Arc<dyn Filter>, LoadError> {
        match self.load_rule(package)? {
            Rule::Filter(filter) => Ok(filter),
            Rule::Program(_) => Err(LoadError::Other(Kind::Program)),
        }
    }

    /// Makes the policy of a package ready to be asked, whatever its kind.
    ///
    /// # Errors
    ///
    /// A [`LoadError`].
    pub fn load_rule(&self, package: &Package) -> Result<Rule, LoadError> {
        self.loaded(package).map_err(LoadError::fit)
    }

    fn loaded(&self, package: &Package) -> Result<Rule, LoadError> {
        let manifest = package.manifest();
        let script = |call| Script::new(self.scripting(), package.policy(), call).map(Arc::new);
        Ok(match (manifest.engine, manifest.kind) {
            (Engine::Wasm, Kind::Program) => {
                let (runtime, code) = self.compiled(package)?;
                Rule::Program(Arc::new(Component::<Evaluate>::new(runtime, &code)?))
            }
            (Engine::Wasm, Kind::Filter) => {
                let (runtime, code) = self.compiled(package)?;
                Rule::Filter(Arc::new(Component::<Select>::new(runtime, &code)?))
            }
            (Engine::Rhai, Kind::Program) => Rule::Program(script(Call::Evaluate)?),
            (Engine::Rhai, Kind::Filter) => Rule::Filter(script(Call::Select)?),
        })
    }

    /// Compiles the component of a package, or takes it compiled from the cache.
    fn compiled(&self, package: &Package) -> Result<(Arc<Runtime>, Compiled), LoadError> {
        let runtime = self.runtime.get_or_init(|| Runtime::start(self.limits).map(Arc::new)).clone()?;
        let code = runtime.compiled(package.policy(), &self.cache, &*self.digests)?;
        Ok((runtime, code))
    }

    fn scripting(&self) -> Arc<Scripting> {
        Arc::clone(self.scripting.get_or_init(|| Arc::new(Scripting::new(self.limits))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_grows_with_the_sale_up_to_its_most() {
        let budget = Budget { base: 100, line: 10, most: 150 };
        assert_eq!([0, 1, 5, 6, usize::MAX].map(|lines| budget.of(lines)), [100, 110, 150, 150, 150]);
        assert_eq!([0, 9].map(|lines| Budget::always(7).of(lines)), [7, 7]);
    }

    #[test]
    fn fuel_and_operations_are_on_one_scale() {
        let limits = Limits { fuel: Budget::always(2_000), operations: Budget::always(10), ..Limits::default() };
        assert_eq!(limits.share(Cost::Fuel(1_000), 3), limits.share(Cost::Operations(5), 3));
        assert_eq!(limits.share(Cost::Operations(10), 0), Share::WHOLE);
        assert_eq!(limits.share(Cost::Operations(5), 0).times(2), Share::WHOLE);
        assert!(limits.share(Cost::Fuel(1), 0) > Share::NONE);
    }
}
