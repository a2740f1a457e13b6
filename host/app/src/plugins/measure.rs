//! How quickly a package answers its cases, and why it answers one as it does.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use comptoir_domain::effect::Text;
use comptoir_domain::language::Language;
use comptoir_policy::cases::{case_facts, filter_case_facts};
use comptoir_policy::{Case, CaseResult, Cost, DigestsInMemory, Host, Package, Rule};
use serde::Serialize;

use crate::error::{Error, NotFound};
use crate::evaluate::Reason;
use crate::messages;

/// How long each case is asked again and again.
const TIME_PER_CASE: Duration = Duration::from_millis(300);
/// How often at least, however slow it is.
const LEAST: usize = 20;

/// What was measured of a package.
#[derive(Clone, Debug, Serialize)]
pub struct PackageBench {
    /// The policy's id.
    pub policy: String,
    /// The policy's version.
    pub version: String,
    /// `wasm` or `rhai`.
    pub engine: String,
    /// The digest of the package.
    pub digest: String,
    /// Compiling the code and making it ready to be asked, in nanoseconds.
    pub compile_ns: u128,
    /// Making it ready from what is compiled already, in nanoseconds.
    pub start_ns: u128,
    /// The cases, in their order; those that cannot be evaluated are left out.
    pub cases: Vec<CaseBench>,
}

/// What was measured of one case, without reasons, as at the counter.
#[derive(Clone, Debug, Serialize)]
pub struct CaseBench {
    /// Its name.
    pub case: String,
    /// How often it was asked.
    pub evaluations: usize,
    /// Evaluations a second of one core.
    pub per_second: u128,
    /// Half of them took no longer than this many nanoseconds.
    pub p50_ns: u128,
    /// All but one in a hundred took no longer than this many nanoseconds.
    pub p99_ns: u128,
    /// Fuel or operations; none when it failed.
    pub cost: Option<Cost>,
}

/// Measures a package on its cases; what is compiled of it goes into the `compiled` folder.
///
/// # Errors
///
/// [`Error::Policy`] when the package or its cases cannot be read, or the policy cannot be loaded.
pub fn bench(path: &Path, compiled: &Path, language: Language) -> Result<PackageBench, Error> {
    let trouble = |problem: String| Error::Policy { policy: path.display().to_string(), problem };
    let package = Package::open(path).map_err(|error| trouble(messages::package_error(&error, language)))?;
    let cases = Case::of(&package).map_err(|error| trouble(messages::case_error(&error, language)))?;
    // The second host believes what the first compiled; neither believes what it finds.
    let digests = Arc::new(DigestsInMemory::default());
    let load = || {
        let started = Instant::now();
        let rule = Host::new(compiled.to_owned()).with_digests(digests.clone()).load_rule(&package);
        rule.map(|rule| (rule, started.elapsed())).map_err(|error| trouble(messages::load_error(&error, language)))
    };
    let (_, compile) = load()?;
    let (rule, start) = load()?;
    let manifest = package.manifest();
    Ok(PackageBench {
        policy: manifest.id.clone(),
        version: manifest.version.clone(),
        engine: manifest.engine.name().to_owned(),
        digest: package.digest().to_owned(),
        compile_ns: compile.as_nanos(),
        start_ns: start.as_nanos(),
        cases: cases.iter().filter_map(|case| measured(&rule, &package, case)).collect(),
    })
}

fn measured(rule: &Rule, package: &Package, case: &Case) -> Option<CaseBench> {
    match rule {
        Rule::Program(policy) => {
            let (settings, facts) = case_facts(policy.as_ref(), package, case)?;
            timed(case, || policy.evaluate(&settings, &facts, false).ok().map(|answer| answer.cost))
        }
        Rule::Filter(filter) => {
            let (settings, who) = filter_case_facts(filter.as_ref(), package, case)?;
            let (day, who) = (case.sale.day, std::slice::from_ref(&who));
            timed(case, || filter.select(&settings, day, who, false).ok().map(|selection| selection.cost))
        }
    }
}

fn timed(case: &Case, ask: impl Fn() -> Option<Cost>) -> Option<CaseBench> {
    let cost = ask();
    let (mut times, started) = (Vec::new(), Instant::now());
    while times.len() < LEAST || started.elapsed() < TIME_PER_CASE {
        let asked = Instant::now();
        std::hint::black_box(ask().is_some());
        times.push(asked.elapsed().as_nanos());
    }
    times.sort_unstable();
    let whole: u128 = times.iter().sum();
    let at = |percent: usize| times.get((times.len() * percent).div_ceil(100).saturating_sub(1)).copied();
    Some(CaseBench {
        case: case.name.clone(),
        evaluations: times.len(),
        per_second: times.len() as u128 * Duration::from_secs(1).as_nanos() / whole.max(1),
        p50_ns: at(50).unwrap_or_default(),
        p99_ns: at(99).unwrap_or_default(),
        cost,
    })
}

/// Runs one case and says why it came out so.
///
/// # Errors
///
/// As [`bench`], and [`NotFound::Case`] with the cases that there are.
pub fn explain_case(
    path: &Path,
    compiled: &Path,
    name: &str,
    language: Language,
) -> Result<(CaseResult, Vec<Reason>), Error> {
    let trouble = |problem: String| Error::Policy { policy: path.display().to_string(), problem };
    let package = Package::open(path).map_err(|error| trouble(messages::package_error(&error, language)))?;
    let cases = Case::of(&package).map_err(|error| trouble(messages::case_error(&error, language)))?;
    let known = cases.iter().map(|case| case.name.clone()).collect();
    let case = cases.into_iter().find(|case| case.name == name);
    let case = case.ok_or_else(|| NotFound::Case { asked: name.to_owned(), known })?;
    let rule = Host::new(compiled.to_owned()).load_rule(&package);
    let rule = rule.map_err(|error| trouble(messages::load_error(&error, language)))?;
    let result = rule.run_case(&package, case);
    let say = |text: &Text| package.catalog().render(text, language);
    let reasons = result.trace.iter().map(|condition| Reason::of(condition, say, language));
    let reasons = reasons.collect();
    Ok((result, reasons))
}
