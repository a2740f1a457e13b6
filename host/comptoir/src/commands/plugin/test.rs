//! `comptoir plugin test`: the cases of policies, and what of the manifest they show.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use comptoir_app::NotFound;
use comptoir_app::plugins::{self, CaseResult, Exam, Manifest};
use serde_json::{Value, json};

use crate::context::{Context, Done, Failure};

pub(super) fn test(policy: Option<&str>, case: Option<&str>, context: &Context) -> Done {
    let folders: Vec<PathBuf> = match policy {
        Some(policy) => vec![context.package(policy)?],
        None => plugins::list(&context.policies(), context.language).into_iter().map(|b| b.folder).collect(),
    };
    let (mut json, mut text, mut all_passed, mut count) = (Vec::new(), String::new(), true, 0usize);
    let mut known = Vec::new();
    for folder in &folders {
        let mut tested = test_one(folder, context)?;
        known.extend(tested.exam.results.iter().map(|result| result.name.clone()));
        tested.only(case);
        json.extend(to_json(&tested));
        text.push_str(&to_text(&tested, context));
        all_passed &= tested.failed() == 0;
        count += tested.exam.results.len();
    }
    if count == 0 {
        if let Some(asked) = case {
            return Err(Failure::App(NotFound::Case { asked: asked.to_owned(), known }.into()));
        }
        let place = policy.map_or_else(|| context.policies().display().to_string(), str::to_owned);
        return Err(Failure::Usage(
            context.pick(format!("Aucun cas à passer dans {place}."), format!("No case to run in {place}.")),
        ));
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
    /// Keeps the case of a name, when one is asked for.
    fn only(&mut self, case: Option<&str>) {
        self.is_whole = case.is_none();
        self.exam.results.retain(|result| case.is_none_or(|name| result.name == name));
    }

    fn failed(&self) -> usize {
        self.exam.results.iter().filter(|result| !result.passed).count()
    }
}

fn test_one(folder: &Path, context: &Context) -> Done<Tested> {
    let package = plugins::open(folder, context.language)?;
    let exam = plugins::examine(&package, &context.cache(), context.language)?;
    Ok(Tested { manifest: package.manifest().clone(), exam, is_whole: true })
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
            format!("{id} : {}, {failed} en échec", passed_words(passed, context)),
            format!("{id}: {}, {failed} failed", passed_words(passed, context)),
        )
    );
    if tested.is_whole && !tested.exam.results.is_empty() {
        for line in coverage(&tested.exam, context) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

/// Says how many cases passed.
pub(super) fn passed_words(passed: usize, context: &Context) -> String {
    let french = if passed > 1 { "passés" } else { "passé" };
    let english = if passed == 1 { "case" } else { "cases" };
    context.pick(format!("{passed} cas {french}"), format!("{passed} {english} passed"))
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
    if !exam.untold.is_empty() {
        let facts = exam.untold.iter().map(|kind| json!(kind).to_string()).collect::<Vec<_>>().join(", ");
        lines.push(context.pick(
            format!("⚠ des cas donnent ce que la règle ne voit pas : ajoutez {facts} à `facts` du manifeste, ou retirez-le des cas"),
            format!("⚠ cases give what the policy is not told: add {facts} to `facts` of the manifest, or take it out of the cases"),
        ));
    }
    if !exam.unoffered.is_empty() {
        let offers = exam.unoffered.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        lines.push(context.pick(
            format!("⚠ des cas répondent à un cadeau que la règle ne propose dans aucun : {offers}"),
            format!("⚠ cases answer an offer that the policy makes in none: {offers}"),
        ));
    }
    for verdict in &exam.unjudged {
        let (fr, en) = if *verdict { ("retenu", "chosen") } else { ("non retenu", "not chosen") };
        lines.push(context.pick(
            format!("⚠ aucun cas ne montre un client {fr} (le paquet ne s'installe pas ainsi)"),
            format!("⚠ no case shows a customer {en} (the package cannot be installed like this)"),
        ));
    }
    if !exam.order_matters.is_empty() {
        let cases = exam.order_matters.join(" ; ");
        lines.push(context.pick(
            format!("⚠ la réponse change avec l'ordre des compteurs ou des offres, ou avec les autres clients d'un filtre : {cases}"),
            format!("⚠ the answer changes with the order of counters or offers, or with a filter's other customers: {cases}"),
        ));
    }
    lines
}
