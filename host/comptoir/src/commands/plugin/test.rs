//! `comptoir plugin test`: the cases of policies, and what of the manifest they show.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use comptoir_app::plugins::{self, CaseResult, Exam, Manifest};
use serde_json::{Value, json};

use crate::context::{Context, Done, Failure};

pub(super) fn test(policy: Option<&str>, case: Option<&str>, context: &Context) -> Done {
    let folders: Vec<PathBuf> = match policy {
        Some(policy) => vec![context.package(policy)?],
        None => plugins::list(&context.policies(), context.language).into_iter().map(|b| b.folder).collect(),
    };
    let (mut json, mut text, mut all_passed, mut count) = (Vec::new(), String::new(), true, 0usize);
    for folder in &folders {
        let tested = test_one(folder, case, context)?;
        json.extend(to_json(&tested));
        text.push_str(&to_text(&tested, context));
        all_passed &= tested.failed() == 0;
        count += tested.exam.results.len();
    }
    if count == 0 {
        let named = case.map(|name| format!(" « {name} »")).unwrap_or_default();
        return Err(Failure::Usage(context.pick(
            format!("Aucun cas{named} à passer dans {}.", context.policies().display()),
            format!("No case{named} to run in {}.", context.policies().display()),
        )));
    }
    context.answer(&json!(json), || text.clone())?;
    if all_passed { Ok(()) } else { Err(Failure::Told) }
}

/// A package whose cases were run.
struct Tested {
    manifest: Manifest,
    exam: Exam,
    /// Whether all cases were run, so that what they do not show is shown by none.
    is_whole: bool,
}

impl Tested {
    fn failed(&self) -> usize {
        self.exam.results.iter().filter(|result| !result.passed).count()
    }
}

fn test_one(folder: &Path, case: Option<&str>, context: &Context) -> Done<Tested> {
    let package = plugins::open(folder, context.language)?;
    let mut exam = plugins::examine(&package, &context.cache(), context.language)?;
    exam.results.retain(|result| case.is_none_or(|name| result.name == name));
    Ok(Tested { manifest: package.manifest().clone(), exam, is_whole: case.is_none() })
}

fn to_json(tested: &Tested) -> Vec<Value> {
    let one = |result: &CaseResult| {
        let mut value = json!(result);
        value["policy"] = json!(tested.manifest.id);
        value["engine"] = json!(tested.manifest.engine.name());
        value
    };
    tested.exam.results.iter().map(one).collect()
}

fn to_text(tested: &Tested, context: &Context) -> String {
    let (id, failed) = (&tested.manifest.id, tested.failed());
    let mut text = String::new();
    for result in &tested.exam.results {
        let mark = if result.passed { "✓" } else { "✗" };
        let _ = writeln!(text, "{mark} {id} · {}", result.name);
        text.push_str(&differences(result, context));
    }
    let passed = tested.exam.results.len() - failed;
    let _ = writeln!(
        text,
        "{}",
        context.pick(
            format!("{id} : {passed} cas passés, {failed} en échec"),
            format!("{id}: {passed} cases passed, {failed} failed"),
        )
    );
    if tested.is_whole && !tested.exam.results.is_empty() {
        for line in coverage(&tested.exam, context) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

/// Says where a failed case differs.
pub(super) fn differences(result: &CaseResult, context: &Context) -> String {
    if result.passed {
        return String::new();
    }
    plugins::differences(result, context.language).iter().map(|line| format!("    {line}\n")).collect()
}

/// Says what the manifest declares and no passing case shows, and what depends on what has no order.
pub(super) fn coverage(exam: &Exam, context: &Context) -> Vec<String> {
    let mut lines = Vec::new();
    if !exam.uncovered.is_empty() {
        let kinds = exam
            .uncovered
            .iter()
            .map(|kind| json!(kind).as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
            .join(", ");
        lines.push(context.pick(
            format!("⚠ effets déclarés qu'aucun cas ne montre : {kinds} (le paquet ne s'installe pas ainsi)"),
            format!("⚠ declared effects that no case shows: {kinds} (the package cannot be installed like this)"),
        ));
    }
    if !exam.unmoved.is_empty() {
        let counters = exam.unmoved.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        lines.push(context.pick(
            format!("⚠ compteurs qu'aucun cas ne fait bouger : {counters}"),
            format!("⚠ counters that no case moves: {counters}"),
        ));
    }
    if !exam.order_matters.is_empty() {
        let cases = exam.order_matters.join(" ; ");
        lines.push(context.pick(
            format!("⚠ la réponse change avec l'ordre des compteurs ou des offres : {cases}"),
            format!("⚠ the answer changes with the order of counters or offers: {cases}"),
        ));
    }
    lines
}
