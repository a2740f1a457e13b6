//! `comptoir plugin replay`: past sales asked again.

use std::fmt::Write as _;

use comptoir_app::Error;
use comptoir_app::backtest::Effects;
use comptoir_app::clock::Clock;
use comptoir_app::replay::{Archive, Outcome, Replayed};
use comptoir_domain::sale::ReceiptNumber;
use serde_json::{Value, json};

use super::backtest::effects;
use crate::args::ReplayArgs;
use crate::context::{Context, Done, Failure};
use crate::progress::Progress;

/// How many programs of past sales came out how.
#[derive(Default)]
struct Counts {
    same: u64,
    different: u64,
    failed: u64,
    impossible: u64,
}

pub(super) fn run(args: &ReplayArgs, context: &Context) -> Done {
    let till = context.open()?;
    let numbers: Vec<ReceiptNumber> = match &args.number {
        Some(number) => vec![number.clone()],
        None => {
            let last = args.until.unwrap_or_else(|| Clock::business_day(till.now()));
            let first = args.from.unwrap_or(chrono::NaiveDate::MIN);
            till.store().numbers_between(first, last).map_err(Error::from)?
        }
    };
    let (mut counts, mut json, mut text) = (Counts::default(), Vec::new(), String::new());
    let (alone, archive) = (args.number.is_some(), Archive::default());
    let mut progress = Progress::new(context.pick("Ventes redemandées", "Sales asked again"), context);
    for (done, number) in (1..).zip(&numbers) {
        for replayed in till.replay_with(&archive, number)? {
            counts.count(&replayed.outcome);
            if alone || !is_quiet(&replayed.outcome) {
                json.push(value(number, &replayed));
                text.push_str(&words(number, &replayed, context));
            }
        }
        if !alone {
            progress.show(done, numbers.len() as u64);
        }
    }
    let summary = json!({
        "sales": numbers.len(), "same": counts.same, "different": counts.different,
        "failed_then": counts.failed, "impossible": counts.impossible, "programs": json,
    });
    context.answer(&summary, || match (alone, text.is_empty()) {
        (true, false) => text.clone(),
        (true, true) => context.pick("aucun programme ne tournait", "no program ran").to_owned(),
        (false, _) => format!("{text}{}", counts.words(numbers.len(), context)),
    })?;
    if counts.different == 0 && counts.impossible == 0 { Ok(()) } else { Err(Failure::Told) }
}

/// Of many sales, only those that are not as they were are told.
const fn is_quiet(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Same | Outcome::Failed(_))
}

impl Counts {
    const fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Same => self.same += 1,
            Outcome::Different { .. } => self.different += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Impossible(_) => self.impossible += 1,
        }
    }

    fn words(&self, sales: usize, context: &Context) -> String {
        let Self { same, different, failed, impossible } = self;
        context.pick(
            format!("Ventes : {sales} · réponses identiques : {same}, différentes : {different}, impossibles à redemander : {impossible}, en panne à l'époque : {failed}"),
            format!("Sales: {sales} · answers the same: {same}, different: {different}, impossible to ask again: {impossible}, failed then: {failed}"),
        )
    }
}

/// One program of one sale.
pub(super) fn value(number: &ReceiptNumber, replayed: &Replayed) -> Value {
    let mut value = json!({ "number": number.to_string(), "program": replayed.program, "digest": replayed.digest });
    let (name, detail) = match &replayed.outcome {
        Outcome::Same => ("same", json!({})),
        Outcome::Different { then, now } => (
            "different",
            json!({ "then": Effects::of(then), "now": Effects::of(now), "then_in_full": then, "now_in_full": now }),
        ),
        Outcome::Failed(words) => ("failed-then", json!({ "why": words })),
        Outcome::Impossible(words) => ("impossible", json!({ "why": words })),
    };
    value["outcome"] = json!(name);
    if let (Some(value), Value::Object(detail)) = (value.as_object_mut(), detail) {
        value.extend(detail);
    }
    value
}

pub(super) fn words(number: &ReceiptNumber, replayed: &Replayed, context: &Context) -> String {
    let mut out = String::new();
    let program = &replayed.program;
    let _ = match &replayed.outcome {
        Outcome::Same => writeln!(out, "✓ {number} · {program} : {}", context.pick("même réponse", "same answer")),
        Outcome::Different { then, now } => {
            let (was, is) =
                (effects(&Effects::of(then), context.language), effects(&Effects::of(now), context.language));
            let (head, before, after) =
                context.pick(("autre réponse", "alors", "à présent"), ("another answer", "then", "now"));
            writeln!(out, "✗ {number} · {program} : {head}\n    {before} {was}\n    {after} {is}")
        }
        Outcome::Failed(why) => {
            writeln!(out, "– {number} · {program} : {} : {why}", context.pick("en panne à l'époque", "failed then"))
        }
        Outcome::Impossible(why) => {
            writeln!(
                out,
                "⚠ {number} · {program} : {} : {why}",
                context.pick("impossible à redemander", "cannot be asked again")
            )
        }
    };
    out
}
