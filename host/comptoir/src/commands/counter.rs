//! `comptoir counter`: what customers hold on the counters of programs, and changing it by hand.

use std::fmt::Write as _;

use comptoir_app::format::{day, number};
use comptoir_app::holdings::Held;
use comptoir_app::{Error, Invalid, Till};
use comptoir_domain::customer::Customer;
use comptoir_domain::id::ProgramId;
use comptoir_domain::quantity::Points;
use serde_json::{Value, json};

use crate::args::CounterCmd;
use crate::context::{Context, Done, Failure};
use crate::views;

pub(super) fn run(args: &CounterCmd, context: &Context) -> Done {
    let mut till = context.open()?;
    match args {
        CounterCmd::Show { words } => {
            let customer = till.find_customer(&words.join(" "))?;
            show(&till, &customer, context)
        }
        CounterCmd::Adjust { customer, counter, amount, reason } => {
            let customer = till.find_customer(customer)?;
            let Some((program, name)) = counter.split_once('/') else {
                return Err(not_a_counter(&till, counter, context));
            };
            let delta = read_points(amount)?;
            till.adjust_counter(customer.id, (&ProgramId::new(program), name), delta, reason)?;
            show(&till, &customer, context)
        }
    }
}

/// A counter is named with its program: two programs may both count points.
fn not_a_counter(till: &Till, typed: &str, context: &Context) -> Failure {
    let counters = till.programs().iter().flat_map(|program| {
        let names = program.manifest().map(|manifest| manifest.counters.iter().map(|counter| &counter.name));
        names.into_iter().flatten().map(|name| format!("{}/{name}", program.row().id))
    });
    let there = counters.collect::<Vec<_>>().join(", ");
    Failure::Usage(context.pick(
        format!("« {typed} » : nommez le compteur par son programme, PROGRAMME/COMPTEUR ; il y a : {there}"),
        format!("“{typed}”: name the counter with its program, PROGRAM/COUNTER; there are: {there}"),
    ))
}

fn read_points(typed: &str) -> Result<Points, Error> {
    let number = typed.trim().replace(',', ".").trim_start_matches('+').parse().ok();
    let points = number.and_then(|number| Points::new(number).ok());
    points.ok_or_else(|| Invalid::Text { field: "AMOUNT".to_owned(), value: typed.to_owned() }.into())
}

fn show(till: &Till, customer: &Customer, context: &Context) -> Done {
    let held = till.holdings(customer.id)?;
    let json = json!({
        "customer": { "id": customer.id, "name": customer.person.display_name() },
        "counters": held.iter().map(to_json).collect::<Vec<_>>(),
    });
    context.answer(&json, || {
        let mut out = customer.person.display_name() + "\n";
        held.iter().for_each(|held| out.push_str(&to_text(held, till, context)));
        out
    })
}

fn to_json(held: &Held) -> Value {
    json!({
        "program": held.program,
        "counter": held.counter,
        "balance": held.holding.balance,
        "pending": held.holding.pending,
        "lapsed": held.holding.lapsed,
        "expiring": held.holding.lots,
    })
}

fn to_text(held: &Held, till: &Till, context: &Context) -> String {
    let shown = |points: Points| number(points.value(), context.language);
    let unit = till.counter_unit(&held.program, &held.counter);
    let name = format!("  {}/{} ({unit})", held.program, held.counter);
    let mut out = views::pair(&name, &shown(held.holding.balance)) + "\n";
    if held.holding.pending > Points::ZERO {
        let pending = shown(held.holding.pending);
        let _ = writeln!(out, "    {}", context.pick(format!("en attente : {pending}"), format!("pending: {pending}")));
    }
    for lot in &held.holding.lots {
        let (amount, last) = (shown(lot.amount), day(lot.expires));
        let words = context.pick(format!("dont {amount} jusqu'au {last}"), format!("of which {amount} until {last}"));
        let _ = writeln!(out, "    {words}");
    }
    out
}
