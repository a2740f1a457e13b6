//! Runs the cases of a filter, whatever its engine.

use comptoir_domain::audience::{Candidate, Verdict};

use super::run::{Found, faulty, history, ready};
use super::{Case, CaseResult, Expected, HistoryFault};
use crate::engine::{Fault, Plan};
use crate::filter::{BATCH, Filter};
use crate::manifest::Manifest;
use crate::package::Package;
use crate::settings::Settings;

/// Runs one case against a filter, with the manifest and the words of a package.
pub fn run_filter_case(filter: &dyn Filter, package: &Package, case: Case) -> CaseResult {
    found(filter, package, &case).compared(case)
}

fn found(filter: &dyn Filter, package: &Package, case: &Case) -> Found {
    let (settings, plan) = match ready(package, case, |settings| filter.prepare(settings)) {
        Ok(ready) => ready,
        Err(found) => return *found,
    };
    match candidate(package.manifest(), case, &plan) {
        Ok(candidate) => asked(filter, package, (case, &settings), &candidate),
        Err(history) => Found { history, ..Found::default() },
    }
}

/// The customer of a case as the till would tell of them.
fn candidate(manifest: &Manifest, case: &Case, plan: &Plan) -> Result<Candidate, Vec<HistoryFault>> {
    let customer = case.sale.customer.clone().unwrap_or_default();
    let candidate = Candidate { customer, counters: case.sale.counters.clone(), history: history(case, plan)? };
    Ok(manifest.told_of(candidate))
}

/// Asks three times: twice for the same answer, once without reasons for the same verdict.
fn asked(filter: &dyn Filter, package: &Package, (case, settings): (&Case, &Settings), who: &Candidate) -> Found {
    let ask = |explain| filter.select(settings, case.sale.day, std::slice::from_ref(who), explain);
    let (first, second, brief) = (ask(true), ask(true), ask(false));
    let selected = |verdicts: &[Verdict]| verdicts.first().is_some_and(|verdict| verdict.selected);
    let same = match (&first, &brief) {
        (Ok(first), Ok(brief)) => {
            selected(&first.verdicts) == selected(&brief.verdicts)
                && brief.verdicts.iter().all(|verdict| verdict.why.is_empty())
        }
        // A budget may suffice without reasons and not with them.
        (Err(_), _) => true,
        (Ok(_), Err(_)) => false,
    };
    let differs = first != second || !same;
    let selection = match first {
        Ok(selection) => selection,
        Err(fault) => return Found { differs, ..faulty(fault) },
    };
    let actual = Expected { selected: Some(selected(&selection.verdicts)), ..Expected::default() };
    let trace = selection.verdicts.into_iter().flat_map(|verdict| verdict.why).collect::<Vec<_>>();
    let words = trace.iter().flat_map(|condition| package.catalog().faults(&condition.what)).collect();
    Found { actual, words, differs, cost: Some(selection.cost), trace, ..Found::default() }
}

/// What a filter is asked in a case: the settings, and the customer as the till would tell of them. None when the case
/// ends before.
pub fn filter_case_facts(filter: &dyn Filter, package: &Package, case: &Case) -> Option<(Settings, Candidate)> {
    let (settings, plan) = ready(package, case, |settings| filter.prepare(settings)).ok()?;
    let candidate = candidate(package.manifest(), case, &plan).ok()?;
    Some((settings, candidate))
}

/// Asks about a customer in the midst of others, and gives the verdict on that one; of a fault only the kind counts.
pub(crate) fn among(
    filter: &dyn Filter,
    settings: &Settings,
    case: &Case,
    (who, others): (&Candidate, &[Candidate]),
) -> Result<bool, &'static str> {
    let before = (others.len() / 2).min(BATCH / 2);
    let crowd: Vec<Candidate> =
        others[..before].iter().chain(std::iter::once(who)).chain(&others[before..]).take(BATCH).cloned().collect();
    let answer = filter.select(settings, case.sale.day, &crowd, false);
    let verdicts = answer.map_err(|fault: Fault| fault.kind())?.verdicts;
    Ok(verdicts.get(before).is_some_and(|verdict| verdict.selected))
}
