//! `comptoir customer merge|unmerge|erase|retention|opposition`: whose file it is, and what people may ask for.

use std::fmt::Write as _;

use comptoir_app::customers::{Erased, Erasure, IdleFile, Opposition};
use comptoir_app::format::{day, money, number};
use comptoir_app::{Error, Till};
use comptoir_domain::customer::{Channel, Customer};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use serde_json::{Value, json};

use super::show;
use crate::args::OppositionCmd;
use crate::context::{Context, Done};
use crate::progress::Progress;
use crate::views;

pub(super) fn merge(till: &mut Till, kept: &str, gone: &str, context: &Context) -> Done {
    let (kept, gone) = (till.find_customer(kept)?, till.find_customer(gone)?);
    let whole = till.join_files(kept.id, gone.id)?;
    show(till, &whole, context)?;
    let (name, id) = (gone.person.display_name(), gone.id);
    if context.json {
        return Ok(());
    }
    context.note(&context.pick(
        format!("→ la fiche de {name} y est réunie ; pour les séparer : comptoir customer unmerge {id}"),
        format!("→ the file of {name} is part of it; to part them: comptoir customer unmerge {id}"),
    ));
    Ok(())
}

pub(super) fn unmerge(till: &mut Till, text: &str, context: &Context) -> Done {
    let merger = till.find_merger(text)?;
    let back = till.part_files(merger.absorbed)?;
    show(till, &back, context)
}

pub(super) fn erase(till: &mut Till, text: &str, (yes, oppose): (bool, bool), context: &Context) -> Done {
    let customer = till.find_customer(text)?;
    let erasure = till.erasure_of(customer.id)?;
    if yes {
        till.erase_customer(customer.id, oppose)?;
    }
    context.answer(&erasure_json(&erasure, yes), || {
        let mut out = erasure_words(&erasure, context);
        let last = if yes {
            context.pick(
                "✓ fiche effacée ; les ventes et le journal restent valides",
                "✓ erased; sales and journal stay valid",
            )
        } else {
            context.pick(
                "→ rien n'est effacé ; pour effacer, sans retour : --yes",
                "→ nothing is erased; to erase for good: --yes",
            )
        };
        let _ = writeln!(out, "{last}");
        out
    })
}

fn erasure_json(erasure: &Erasure, erased: bool) -> Value {
    json!({
        "customer": erasure.customer.id,
        "name": erasure.customer.person.display_name(),
        "owed": erasure.owed,
        "counters": erasure.counters.iter().map(|held| json!({
            "program": held.program, "counter": held.counter, "balance": held.holding.balance,
        })).collect::<Vec<_>>(),
        "papers": erasure.papers.iter().map(|(code, left)| json!({ "code": code, "left": left })).collect::<Vec<_>>(),
        "erased": erased,
    })
}

fn erasure_words(erasure: &Erasure, context: &Context) -> String {
    let mut out = views::pair(&erasure.customer.person.display_name(), &erasure.customer.id.to_string()) + "\n";
    let owed = money(erasure.owed, context.language);
    let _ = writeln!(out, "{}", views::pair(context.pick("Sur son compte", "On the account"), &owed));
    for held in &erasure.counters {
        let lost = context.pick("perdus", "lost");
        let balance = number(held.holding.balance.value(), context.language);
        let _ = writeln!(out, "{}", views::pair(&format!("{} ({lost})", held.program), &balance));
    }
    for (code, left) in &erasure.papers {
        let good = context.pick("reste valable pour qui l'apporte", "stays good for who brings it");
        let _ = writeln!(out, "{}", views::pair(&format!("{code} ({good})"), &money(*left, context.language)));
    }
    out
}

pub(super) fn retention(till: &mut Till, (years, limit): (u32, usize), erase: bool, context: &Context) -> Done {
    let idle = till.idle_customers(years, limit)?;
    let rows: Vec<Value> = idle.iter().map(|(file, customer)| idle_json(file, customer)).collect();
    let mut told = Erased::default();
    if erase {
        let files: Vec<CustomerId> = idle.iter().map(|(_, customer)| customer.id).collect();
        let mut progress = Progress::new(context.pick("Fiches effacées", "Files erased"), context);
        told = till.erase_customers(&files, &mut |done| progress.show(done as u64, files.len() as u64))?;
    }
    let (erased, kept) = (told.erased, told.kept);
    let kept_json = |(customer, owed): &(Customer, Money)| json!({ "id": customer.id, "name": customer.person.display_name(), "owed": owed });
    let kept_json: Vec<Value> = kept.iter().map(kept_json).collect();
    context.answer(&json!({ "idle": rows, "erased": erased, "kept": kept_json }), || {
        let mut out: String = idle.iter().map(|(file, customer)| idle_line(file, customer)).collect();
        for (customer, owed) in &kept {
            let (name, owed) = (customer.person.display_name(), money(*owed, context.language));
            let why = context.pick("gardée, sur son compte", "kept, on the account");
            let _ = writeln!(out, "  {name} ({why} : {owed})");
        }
        let count = idle.len();
        let last = if erase {
            context.pick(format!("✓ {erased} fiches effacées"), format!("✓ {erased} files erased"))
        } else {
            context.pick(
                format!(
                    "→ {count} fiches sans nouvelles depuis {years} ans ; recontactez-les, ou effacez-les : --erase"
                ),
                format!("→ {count} files silent for {years} years; write once more, or erase them: --erase"),
            )
        };
        let _ = writeln!(out, "{last}");
        out
    })
}

fn idle_json(file: &IdleFile, customer: &Customer) -> Value {
    json!({ "id": customer.id, "name": customer.person.display_name(), "last": file.last })
}

fn idle_line(file: &IdleFile, customer: &Customer) -> String {
    let card = customer.cards.first().map_or("", String::as_str);
    views::pair(&format!("{card:<14} {}", customer.person.display_name()), &day(file.last)) + "\n"
}

pub(super) fn opposition(till: &mut Till, args: &OppositionCmd, context: &Context) -> Done {
    match args {
        OppositionCmd::List { limit } => {
            let list = till.store().oppositions(*limit).map_err(Error::from)?;
            let json = |one: &Opposition| json!({ "channel": one.channel, "digest": one.digest, "at": one.at, "reason": one.reason });
            context.answer(&json!(list.iter().map(json).collect::<Vec<_>>()), || {
                let line = |one: &Opposition| {
                    let at = day(one.at.date_naive());
                    format!("{:<6} {}…  {at}  {}\n", one.channel.name(), one.digest, one.reason)
                };
                list.iter().map(line).collect()
            })
        }
        OppositionCmd::Add { address, reason } => {
            let opposed = till.oppose(address, reason)?;
            told(&opposed, context, ("à ne plus écrire", "not to be written to"))
        }
        OppositionCmd::Remove { address } => {
            let lifted = till.lift_oppositions(address)?;
            told(&lifted, context, ("retirée de la liste", "taken off the list"))
        }
    }
}

fn told(addresses: &[(Channel, String)], context: &Context, (french, english): (&str, &str)) -> Done {
    let json: Vec<Value> =
        addresses.iter().map(|(channel, address)| json!({ "channel": channel, "address": address })).collect();
    context.answer(&json!(json), || {
        let words = context.pick(french, english);
        let lines = addresses.iter().map(|(channel, address)| format!("✓ {} {address} : {words}\n", channel.name()));
        let none = context.pick("→ aucune adresse sur la liste\n", "→ no address on the list\n");
        if addresses.is_empty() { none.to_owned() } else { lines.collect() }
    })
}
