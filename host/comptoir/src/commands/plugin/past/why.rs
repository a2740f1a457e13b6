//! `comptoir plugin why`: each condition of a past sale or of a case, with what was expected and found.

use std::fmt::Write as _;

use comptoir_app::plugins;
use comptoir_app::replay::{Explained, Outcome};
use comptoir_domain::id::ProgramId;
use comptoir_domain::sale::ReceiptNumber;
use serde_json::{Value, json};

use super::backtest::effects;
use super::replay;
use crate::context::{Context, Done, Failure};
use crate::{answer, views};

pub(super) fn sale(of: &str, program: Option<&str>, context: &Context) -> Done {
    let number: ReceiptNumber = of.parse().map_err(|_| Failure::Usage(not_a_number(of, context)))?;
    let program = program.map(ProgramId::new);
    let explained = context.open()?.explain(&number, program.as_ref())?;
    let json: Vec<Value> = explained.iter().map(|explained| value(&number, explained)).collect();
    context.answer(&json!(json), || {
        if explained.is_empty() {
            let words = context.pick("aucun programme ne tournait dans cette vente", "no program ran in this sale");
            return format!("{number} : {words}");
        }
        explained.iter().map(|explained| words(&number, explained, context)).collect()
    })
}

fn not_a_number(of: &str, context: &Context) -> String {
    context.pick(
        format!("« {of} » n'est pas un numéro de ticket ; pour une règle, ajoutez --case NOM."),
        format!("“{of}” is no receipt number; for a policy, add --case NAME."),
    )
}

fn value(number: &ReceiptNumber, explained: &Explained) -> Value {
    let mut value = replay::value(number, &explained.replayed);
    value["policy"] = json!(explained.policy);
    value["version"] = json!(explained.version);
    value["engine"] = json!(explained.engine);
    value["reasons"] = explained.reasons.iter().map(answer::reason).collect();
    value["effects"] = json!(explained.effects);
    value["said"] = json!(explained.said);
    value
}

fn words(number: &ReceiptNumber, explained: &Explained, context: &Context) -> String {
    let mut out = String::new();
    let Explained { replayed, policy, version, engine, .. } = explained;
    let _ = writeln!(out, "{} ({policy} {version}, {engine})", replayed.program);
    out.push_str(&views::reasons(&explained.reasons, context.language));
    let did = effects(&explained.effects, context.language);
    let _ = writeln!(out, "  → {did}");
    for said in &explained.said {
        let _ = writeln!(out, "  ● {said}");
    }
    if !matches!(replayed.outcome, Outcome::Same | Outcome::Failed(_)) {
        let _ = write!(out, "  {}", replay::words(number, replayed, context));
    }
    out
}

pub(super) fn case(policy: &str, name: &str, context: &Context) -> Done {
    let package = context.package(policy)?;
    let (result, why) = plugins::explain_case(&package, &context.cache(), name, context.language)?;
    let mut json = json!(result);
    json["reasons"] = why.iter().map(answer::reason).collect();
    context.answer(&json, || {
        let mark = if result.passed { "✓" } else { "✗" };
        let mut out = format!("{mark} {}\n{}", result.name, views::reasons(&why, context.language));
        let actual = result.actual.to_toml();
        let nothing = context.pick("# rien\n", "# nothing\n");
        for line in if actual.is_empty() { nothing } else { &actual }.lines() {
            let _ = writeln!(out, "  → {line}");
        }
        for line in plugins::differences(&result, context.language) {
            let _ = writeln!(out, "    {line}");
        }
        out
    })?;
    if result.passed { Ok(()) } else { Err(Failure::Told) }
}
