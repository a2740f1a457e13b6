//! The exam of a filter.

use std::collections::BTreeSet;

use comptoir_domain::audience::Candidate;

use super::Exam;
use crate::cases::{Case, CaseError, CaseResult, among, filter_case_facts, run_filter_case};
use crate::filter::Filter;
use crate::package::Package;
use crate::settings::Settings;

/// Examines the package of a filter.
///
/// # Errors
///
/// The first [`CaseError`] of the files; whatever the filter does is in the [`Exam`].
pub fn examine_filter(filter: &dyn Filter, package: &Package) -> Result<Exam, CaseError> {
    let cases = Case::of(package)?;
    let results: Vec<CaseResult> = cases.iter().map(|case| run_filter_case(filter, package, case.clone())).collect();
    let asked: Vec<Option<(Settings, Candidate)>> =
        cases.iter().map(|case| filter_case_facts(filter, package, case)).collect();
    let dependent = |at: usize| {
        let (settings, who) = asked[at].as_ref()?;
        let alike = asked.iter().flatten().filter(|(others, _)| others == settings);
        let others: Vec<Candidate> = alike.map(|(_, other)| other.clone()).collect();
        let alone = among(filter, settings, &cases[at], (who, &[]));
        let crowds = [(who, &*others), (&backwards(who), &[])];
        crowds
            .into_iter()
            .any(|crowd| among(filter, settings, &cases[at], crowd) != alone)
            .then(|| cases[at].name.clone())
    };
    let shown: BTreeSet<bool> =
        results.iter().filter(|result| result.passed).filter_map(|result| result.actual.selected).collect();
    Ok(Exam {
        order_matters: (0..cases.len()).filter_map(dependent).collect(),
        uncovered: BTreeSet::new(),
        unmoved: BTreeSet::new(),
        untold: cases.iter().flat_map(|case| package.manifest().untold(&case.sale)).collect(),
        unoffered: BTreeSet::new(),
        unjudged: [true, false].into_iter().filter(|verdict| !shown.contains(verdict)).collect(),
        results,
    })
}

/// The same customer with the counters in the other order, which means nothing.
fn backwards(who: &Candidate) -> Candidate {
    let mut other = who.clone();
    other.counters.reverse();
    other
}
