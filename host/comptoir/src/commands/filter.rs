//! `comptoir filter`: whom a filter chooses among the customers.

use comptoir_app::audience::{Audience, ReadyFilter};
use comptoir_app::customers::ListQuery;
use comptoir_app::plugins::Kind;
use comptoir_app::{Error, Invalid, Till};
use comptoir_domain::id::CustomerId;
use serde_json::{Value, json};

use super::{customer, plugin};
use crate::args::{FilterCmd, RunFilter};
use crate::context::{Context, Done};
use crate::progress::Progress;
use crate::{answer, views};

/// Customers whose judging takes so long that one wants to see how far it is.
const LONG: u64 = 50_000;

pub(super) fn run(args: &FilterCmd, context: &Context) -> Done {
    match args {
        FilterCmd::List => plugin::list_of(Some(Kind::Filter), context),
        FilterCmd::Run(args) => choose(args, context),
    }
}

fn choose(args: &RunFilter, context: &Context) -> Done {
    let path = context.package(&args.policy)?;
    let mut till = context.open()?;
    let ready = till.ready_filter(&path, &args.settings)?;
    if let Some(who) = &args.why {
        return why(&till, &ready, who, context);
    }
    if let Some(tag) = args.tag.as_ref().filter(|tag| tag.trim().is_empty()) {
        return Err(Error::from(Invalid::Text { field: "--tag".to_owned(), value: tag.clone() }).into());
    }
    let query = ListQuery { conditions: args.conditions.clone(), ..ListQuery::default() };
    let mut progress = Progress::new(context.pick("Clients", "Customers"), context);
    let audience = till.choose(&ready, &query, |done, whole| {
        if whole >= LONG {
            progress.show(done, whole);
        }
    })?;
    let batch = match &args.tag {
        Some(tag) if !audience.chosen.is_empty() => Some(till.tag_audience(&ready, &audience, tag.trim())?),
        _ => None,
    };
    let shown = files(&till, &audience.chosen[..args.limit.min(audience.chosen.len())])?;
    let json = json!({
        "policy": ready.package().manifest().id,
        "version": ready.package().manifest().version,
        "digest": ready.package().digest(),
        "settings": ready.settings().map(|(key, value)| (key.to_owned(), json!(value))).collect::<serde_json::Map<_, _>>(),
        "day": audience.day,
        "asked": audience.asked,
        "chosen": audience.chosen.len(),
        "customers": shown.iter().map(customer::line_json).collect::<Vec<_>>(),
        "batch": batch.as_ref().map(|batch| batch.id),
    });
    context.answer(&json, || {
        let mut text: String = shown.iter().map(customer::line).collect();
        text.push_str(&ending(&audience, shown.len(), context));
        if let Some((batch, tag)) = batch.as_ref().zip(args.tag.as_ref()) {
            text.push_str(&context.pick(
                format!("\nTous ont l'étiquette « {} » ; `comptoir customer undo {}` la retire.", tag.trim(), batch.id),
                format!("\nAll have the tag “{}”; `comptoir customer undo {}` takes it away.", tag.trim(), batch.id),
            ));
        }
        text
    })
}

fn files(till: &Till, ids: &[CustomerId]) -> Done<Vec<comptoir_domain::customer::Customer>> {
    let files = ids.iter().map(|id| till.store().customer(*id));
    Ok(files.collect::<Result<Vec<_>, _>>().map_err(Error::from)?.into_iter().flatten().collect())
}

fn ending(audience: &Audience, shown: usize, context: &Context) -> String {
    let (chosen, asked) = (audience.chosen.len(), audience.asked);
    // Where nobody is to be shown, the count is what is asked for.
    let hidden = if shown == 0 { 0 } else { chosen.saturating_sub(shown) };
    let more = match hidden {
        0 => String::new(),
        more => {
            let others = views::others(more as u64, context.language);
            let how = context.pick("--limit en montre plus", "--limit shows more");
            format!("… {others} ({how})\n")
        }
    };
    let retained = if chosen > 1 { "clients retenus" } else { "client retenu" };
    let whole =
        context.pick(format!("{chosen} {retained} sur {asked}"), format!("{chosen} of {asked} customers chosen"));
    format!("{more}{whole}")
}

fn why(till: &Till, ready: &ReadyFilter, who: &str, context: &Context) -> Done {
    let customer = till.find_customer(who)?;
    let judgement = till.explain_choice(ready, customer.id)?;
    let conditions: Vec<Value> = judgement.why.iter().map(answer::reason).collect();
    let json = json!({
        "customer": customer::line_json(&customer), "selected": judgement.selected, "why": conditions,
    });
    context.answer(&json, || {
        let verdict = match judgement.selected {
            true => context.pick("retenu", "chosen"),
            false => context.pick("non retenu", "not chosen"),
        };
        format!("{} — {verdict}\n{}", customer.person.display_name(), views::reasons(&judgement.why, context.language))
    })
}
