//! `comptoir plugin show`: a manifest in plain words, for a merchant who is to allow it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use comptoir_app::format::number;
use comptoir_app::messages;
use comptoir_app::plugins::{
    self, CounterSpec, FactKind, Given, Kind, Manifest, Package, SettingSpec, Signed, TrustedKeys,
};
use comptoir_domain::facts::Event;
use comptoir_domain::history::Question;
use comptoir_domain::quantity::Points;
use serde_json::{Value, json};

use super::author::signer_json;
use crate::context::{Context, Done};

pub(super) fn show(policy: &str, context: &Context) -> Done {
    let package = plugins::open(&context.package(policy)?, context.language)?;
    let trusted = match package.signed() {
        Signed::By(signer) => TrustedKeys::load(&context.data)?.find(&signer.key).map(|trusted| trusted.name.clone()),
        Signed::Unsigned | Signed::Bad(_) => None,
    };
    let asked = plugins::questions(&package, &context.cache());
    let mut json = to_json(&package, trusted.as_deref(), context);
    json["history"] = asked.iter().map(plugins::question).collect();
    context.answer(&json, || to_text(&package, trusted.as_deref(), &asked, context))
}

fn to_json(package: &Package, trusted: Option<&str>, context: &Context) -> Value {
    let manifest = package.manifest();
    let setting = |spec: &SettingSpec| {
        json!({
            "key": spec.key,
            "type": spec.kind,
            "label": spec.label.get(context.language),
            "default": spec.default.as_ref().map(ToString::to_string),
        })
    };
    let counters = manifest.counters.iter().map(|counter| {
        json!({
            "name": counter.name, "unit": counter.unit.get(context.language), "decimals": counter.decimals,
            "cap_per_sale": given(counter.cap_per_sale.as_ref()), "cap_per_day": given(counter.cap_per_day.as_ref()),
            "cap_per_year": given(counter.cap_per_year.as_ref()), "idle_days": given(counter.idle_days.as_ref()),
        })
    });
    json!({
        "policy": manifest.id,
        "kind": manifest.kind,
        "version": manifest.version,
        "contract": manifest.contract,
        "engine": manifest.engine.name(),
        "title": manifest.title.get(context.language),
        "description": manifest.description.get(context.language),
        "author": manifest.author,
        "license": manifest.license,
        "events": manifest.events,
        "effects": manifest.effects,
        "ceilings": manifest.ceilings,
        "counters": counters.collect::<Vec<_>>(),
        "settings": manifest.settings.iter().map(setting).collect::<Vec<_>>(),
        "cases": package.case_files().map(|(path, _)| path).collect::<Vec<_>>(),
        "digest": package.digest(),
        "signed": signer_json(package.signed()),
        "trusted_as": trusted,
        "path": package.path(),
    })
}

/// A rule of a counter: the value, or the setting that gives it.
fn given<T: ToString>(rule: Option<&Given<T>>) -> Value {
    match rule {
        None => Value::Null,
        Some(Given::Here(value)) => json!(value.to_string()),
        Some(Given::BySetting(key)) => json!({ "setting": key }),
    }
}

fn to_text(package: &Package, trusted: Option<&str>, asked: &BTreeSet<Question>, context: &Context) -> String {
    let manifest = package.manifest();
    let language = context.language;
    let mut out = format!("{} {} — {}\n", manifest.id, manifest.version, manifest.title.get(language));
    let _ = writeln!(out, "  {}", manifest.description.get(language));
    let _ = writeln!(out, "  {} — {}", manifest.author, manifest.license);
    section(&mut out, context.pick("Elle lit", "It reads"), reads(manifest, context));
    let asked = asked.iter().map(|question| messages::question_words(question, language));
    section(
        &mut out,
        context.pick(
            "Elle demande du passé du client (selon ses réglages)",
            "It asks of the customer's past (by its settings)",
        ),
        asked.collect(),
    );
    let effects = manifest.effects.iter().map(|kind| messages::effect_words(*kind, language).to_owned());
    let chooses = context.pick("choisir des clients, et rien d'autre", "choose customers, and nothing else");
    let chooses = Some(chooses.to_owned()).filter(|_| manifest.kind == Kind::Filter);
    section(&mut out, context.pick("Elle peut", "It may"), effects.chain(chooses).collect());
    if manifest.kind == Kind::Program {
        let most = messages::ceilings(manifest, language);
        section(&mut out, context.pick("Par vente, au plus", "In one sale, at most"), most);
    }
    let counters = manifest.counters.iter().map(|spec| counter(spec, context));
    section(&mut out, context.pick("Compteurs de chaque client", "Counters of each customer"), counters.collect());
    let settings = manifest.settings.iter().map(|spec| setting(spec, context));
    section(&mut out, context.pick("Réglages", "Settings"), settings.collect());
    section(&mut out, "Signature", signature(package.signed(), trusted, context));
    let (contract, engine, digest) = (&manifest.contract, manifest.engine.name(), package.digest());
    let technical = context.pick(
        format!("contrat {contract}, moteur {engine}\n  {digest}"),
        format!("contract {contract}, engine {engine}\n  {digest}"),
    );
    section(&mut out, context.pick("Technique", "Technical"), vec![technical]);
    out
}

fn section(out: &mut String, title: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        let _ = writeln!(out, "\n{title}");
    }
    for line in lines {
        let _ = writeln!(out, "  {line}");
    }
}

/// What the contract gives every policy of the kind; only the moments are the manifest's choice.
fn reads(manifest: &Manifest, context: &Context) -> Vec<String> {
    let given: &[&str] = match manifest.kind {
        Kind::Program => &[
            context.pick("les lignes de la vente, le jour et l'heure", "the lines of the sale, the day and the time"),
            context.pick(
                "du client : groupe, ancienneté, ses compteurs et cadeaux de ce programme ; ni nom, ni téléphone, ni adresse",
                "of the customer: group, since when, the counters and offers of this program; no name, phone or address",
            ),
        ],
        Kind::Filter => &[context.pick(
            "de chaque client : groupe, ancienneté, ce qu'il a acheté ; ni nom, ni téléphone, ni adresse",
            "of each customer: group, since when, what was bought; no name, phone or address",
        )],
    };
    let events = manifest.events.iter().map(|event| match event {
        Event::Draft => context.pick("pendant la vente", "while the sale is made"),
        Event::Paid => context.pick("au paiement", "at payment"),
        Event::Identified => context.pick("quand le client est identifié", "when the customer is identified"),
    });
    let asked = manifest.facts.iter().map(|fact| match fact {
        FactKind::Labels => context.pick("les noms des articles", "the names of the items"),
        FactKind::Tags => context.pick("les étiquettes des articles", "the tags of the items"),
        FactKind::Cost => context.pick("les prix d'achat des articles", "the purchase prices of the items"),
        FactKind::CustomerTags => context.pick("les étiquettes du client", "the customer's tags"),
        FactKind::Birthday => context.pick("la date de naissance du client", "the customer's birthday"),
        FactKind::Postcode => context.pick("le code postal du client", "the customer's postcode"),
        FactKind::Counters => context.pick(
            "ce que le client a sur les compteurs des programmes",
            "what the customer has on the programs' counters",
        ),
    });
    let events = events.collect::<Vec<_>>().join(", ");
    let events = Some(events).filter(|events| !events.is_empty());
    given.iter().copied().chain(asked).map(str::to_owned).chain(events).collect()
}

/// A counter with what bounds it.
fn counter(spec: &CounterSpec, context: &Context) -> String {
    let cap = |cap: &Option<Given<Points>>, french: &str, english: &str| {
        let most = match cap.as_ref()? {
            Given::Here(most) if *most == Points::ZERO => return None,
            Given::Here(most) => number(most.value(), context.language),
            Given::BySetting(key) => format!("`{key}`"),
        };
        Some(context.pick(format!("au plus {most} par {french}"), format!("at most {most} per {english}")))
    };
    let idle =
        spec.idle_days.as_ref().and_then(|days| {
            let days = match days {
                Given::Here(0) => return None,
                Given::Here(days) => days.to_string(),
                Given::BySetting(key) => format!("`{key}`"),
            };
            Some(context.pick(
                format!("perdu après {days} jours sans gain"),
                format!("gone after {days} days without an earning"),
            ))
        });
    let caps = [
        cap(&spec.cap_per_sale, "vente", "sale"),
        cap(&spec.cap_per_day, "jour", "day"),
        cap(&spec.cap_per_year, "an", "year"),
        idle,
    ];
    let bounds: String = caps.into_iter().flatten().map(|bound| format!(", {bound}")).collect();
    format!("{} ({}){bounds}", spec.name, spec.unit.get(context.language))
}

fn setting(spec: &SettingSpec, context: &Context) -> String {
    let default = spec.default.as_ref().map(|value| value.for_people(context.language));
    let default = default.unwrap_or_else(|| context.pick("à choisir", "to be chosen").to_owned());
    context.pick(
        format!("{} : {} ({default})", spec.key, spec.label.fr),
        format!("{}: {} ({default})", spec.key, spec.label.en),
    )
}

fn signature(signed: &Signed, trusted: Option<&str>, context: &Context) -> Vec<String> {
    let mut lines = vec![messages::signed(signed, context.language)];
    if let Signed::By(signer) = signed {
        lines.push(signer.key.fingerprint());
        lines.push(match trusted {
            Some(name) => context.pick(
                format!("clé de confiance du magasin, sous le nom de « {name} »"),
                format!("a key that the shop trusts, as “{name}”"),
            ),
            None => context.pick("clé que ce magasin ne connaît pas", "a key that this shop does not know").to_owned(),
        });
    }
    lines
}
