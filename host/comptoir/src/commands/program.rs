//! `comptoir program`: policies switched on, with settings.

use std::fmt::Write as _;

use comptoir_app::Till;
use comptoir_app::format::day;
use comptoir_app::plugins::{Origin, SettingValue};
use comptoir_app::programs::{Basis, Combine, Loaded, NewProgram, ProgramRow};
use comptoir_domain::id::ProgramId;
use serde_json::{Value, json};

use crate::args::{CombineRule, ProgramCmd, SeenPrices};
use crate::context::{Context, Done};

pub(super) fn run(args: &ProgramCmd, context: &Context) -> Done {
    let mut till = context.open()?;
    match args {
        ProgramCmd::List => return list(&till, context),
        ProgramCmd::Enable { policy, id, settings, from, until } => {
            // The name of a program that exists switches it on again with its own package.
            let existing = till.programs().iter().find(|program| program.row().id.as_str() == policy);
            let (package, id) = match (context.package(policy), existing) {
                (Err(_), Some(program)) => {
                    let package = till.dir().join("policies").join(&program.row().package);
                    (package, Some(program.row().id.clone()))
                }
                (package, _) => (package?, id.clone().map(ProgramId::new)),
            };
            if let Some(problem) = till.examine_new(&package)? {
                context.note_for_people(&context.pick(
                    format!("⚠ {policy} : un vrai magasin n'en voudrait pas : {problem}"),
                    format!("⚠ {policy}: a real shop would not take it: {problem}"),
                ));
            }
            let runs = |row: &&ProgramRow| row.enabled && id.as_ref().is_none_or(|id| *id == row.id);
            let running = existing.map(Loaded::row).filter(runs).map(|row| row.id.clone());
            till.enable_program(&NewProgram { id, package, settings: settings.clone(), from: *from, until: *until })?;
            if let Some(id) = running {
                context.note_for_people(&context.pick(
                    format!("{id} était déjà activé : son paquet, ses jours et les réglages donnés sont mis à jour."),
                    format!(
                        "{id} was on already: its package, its days and the settings given are brought up to date."
                    ),
                ));
            }
        }
        ProgramCmd::Disable { program } => till.disable_program(&ProgramId::new(program.clone()))?,
        ProgramCmd::Order { programs } => {
            let programs: Vec<ProgramId> = programs.iter().map(ProgramId::new).collect();
            till.order_programs(&programs)?;
        }
        ProgramCmd::Combine { program, rule, pool, on } => {
            let (basis, combine) = (on.map(Basis::from), rule.map(Combine::from));
            till.combine_program(&ProgramId::new(program.clone()), basis, pool.as_deref(), combine)?;
        }
        ProgramCmd::Set { program, settings } => till.set_program(&ProgramId::new(program.clone()), settings)?,
    }
    list(&till, context)
}

fn list(till: &Till, context: &Context) -> Done {
    let programs: Vec<&Loaded> = till.programs().iter().collect();
    let json: Vec<Value> = programs.iter().map(|program| to_json(program, till, context)).collect();
    context.answer(&json!(json), || {
        if programs.is_empty() {
            return context
                .pick(
                    "Aucun programme. `comptoir plugin list` montre les règles, `comptoir program enable RÈGLE` en active une.",
                    "No program. `comptoir plugin list` shows the policies, `comptoir program enable POLICY` switches one on.",
                )
                .to_owned();
        }
        programs.iter().map(|program| to_text(program, till, context)).collect()
    })
}

fn to_json(program: &Loaded, till: &Till, context: &Context) -> Value {
    let row = program.row();
    let settings = program.settings().iter().map(|(key, value)| (key.to_owned(), json!(value.to_string())));
    json!({
        "program": row.id,
        "policy": row.policy,
        "version": row.version,
        "digest": row.digest,
        "engine": row.engine,
        "unsigned": program.unsigned(),
        "signer": match program.origin() {
            Some(Origin::Signed { signer, .. }) => Some(signer),
            _ => None,
        },
        "enabled": row.enabled,
        "from": row.from,
        "until": row.until,
        "position": row.position,
        "prices": match row.basis { Basis::Remainder => "remainder", Basis::Base => "base" },
        "pool": row.pool,
        "combine": match row.combine { Combine::Stack => "stack", Combine::Best => "best", Combine::First => "first" },
        "settings": settings.collect::<serde_json::Map<_, _>>(),
        "trouble": program.trouble(till.now(), context.language),
    })
}

fn to_text(program: &Loaded, till: &Till, context: &Context) -> String {
    let row = program.row();
    let state = if row.enabled { context.pick("activé", "on") } else { context.pick("désactivé", "off") };
    let title = program.manifest().map_or("", |manifest| manifest.title.get(context.language));
    let mut out = format!("{} : {title} ({} {}, {}) — {state}\n", row.id, row.policy, row.version, row.engine);
    if program.unsigned() {
        let words =
            context.pick("non signé : personne ne répond de cette règle", "unsigned: nobody answers for this policy");
        let _ = writeln!(out, "  ⚠ {words}");
    }
    if let Some(trouble) = program.trouble(till.now(), context.language) {
        let _ = writeln!(out, "  ⚠ {trouble}");
    }
    if let Some(days) = days(row, context) {
        let _ = writeln!(out, "  {days}");
    }
    for words in combination(row, context) {
        let _ = writeln!(out, "  {words}");
    }
    let wide =
        program.settings().iter().map(|(key, value)| typed(key, value, context).chars().count()).max().unwrap_or(0);
    for (key, value) in program.settings().iter() {
        let label = program.manifest().and_then(|manifest| manifest.settings.iter().find(|spec| spec.key == key));
        let label = label.map_or("", |spec| spec.label.get(context.language));
        let _ = writeln!(out, "  {:<wide$}  {label}", typed(key, value, context));
    }
    out
}

fn typed(key: &str, value: &SettingValue, context: &Context) -> String {
    format!("{key} = {}", value.for_people(context.language))
}

/// The days in which it runs, when it has any.
fn days(row: &ProgramRow, context: &Context) -> Option<String> {
    Some(match (row.from.map(day), row.until.map(day)) {
        (None, None) => return None,
        (Some(from), None) => context.pick(format!("à partir du {from}"), format!("from {from} on")),
        (None, Some(until)) => context.pick(format!("jusqu'au {until}"), format!("until {until}")),
        (Some(from), Some(until)) => context.pick(format!("du {from} au {until}"), format!("from {from} to {until}")),
    })
}

/// What is special about how a program combines with the others.
fn combination(row: &ProgramRow, context: &Context) -> Vec<String> {
    let pool = row.pool.as_deref().unwrap_or_default();
    let rule = match row.combine {
        Combine::Stack => None,
        Combine::Best => Some(context.pick(
            format!("groupe « {pool} » : seul celui qui donne le plus est retenu"),
            format!("pool “{pool}”: only the one that gives most is kept"),
        )),
        Combine::First => Some(context.pick(
            format!("groupe « {pool} » : seul le premier qui donne est retenu"),
            format!("pool “{pool}”: only the first that gives is kept"),
        )),
    };
    let base = context.pick("sur les prix avant tous les programmes", "on the prices before all programs");
    let base = Some(base.to_owned()).filter(|_| row.basis == Basis::Base);
    rule.into_iter().chain(base).collect()
}

impl From<CombineRule> for Combine {
    fn from(rule: CombineRule) -> Self {
        match rule {
            CombineRule::Stack => Self::Stack,
            CombineRule::Best => Self::Best,
            CombineRule::First => Self::First,
        }
    }
}

impl From<SeenPrices> for Basis {
    fn from(seen: SeenPrices) -> Self {
        match seen {
            SeenPrices::Remainder => Self::Remainder,
            SeenPrices::Base => Self::Base,
        }
    }
}
