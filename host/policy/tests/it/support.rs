//! Packages made for a test, and the bundled script joined with its twin as `cargo xtask plugins` does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use comptoir_domain::customer::Birthday;
use comptoir_domain::effect::{Accepted, Grounds, Permissions, Proposal, Refusal, accept};
use comptoir_domain::facts::{CounterFact, CustomerFact, Event, LineFact, LineKind, OfferFact, OfferState, SaleFacts};
use comptoir_domain::id::{DepartmentId, LineId, Sku};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::VatRate;
use comptoir_policy::{Host, Limits, Package};
use tempfile::TempDir;

/// The root of the sources.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A host with a cache of its own, and so much time that a busy machine changes no verdict.
pub(crate) fn host() -> (TempDir, Host) {
    let place = tempfile::tempdir().unwrap();
    let limits = Limits { guard: Duration::from_secs(60), ..Limits::default() };
    let host = Host::new(place.path().join("compiled")).with_limits(limits);
    (place, host)
}

/// Writes a package into a folder and loads it.
pub(crate) fn package(files: &[(&str, &[u8])]) -> Package {
    let place = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    Package::load(place.path()).unwrap()
}

/// The script `scripts/<path>.rhai` with the manifest, cases and words of its twin.
pub(crate) fn script(path: &str) -> Package {
    let shelf = root().join("scripts").join(path);
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let own: toml::Table = read(&shelf.with_extension("toml")).parse().unwrap();
    let twin = shelf.with_file_name("").join(own["twin"].as_str().unwrap());
    let mut manifest: toml::Table = read(&twin.join("manifest.toml")).parse().unwrap();
    for (key, value) in own.into_iter().filter(|(key, _)| key != "twin") {
        match (manifest.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => under.extend(over),
            (_, value) => drop(manifest.insert(key, value)),
        }
    }
    let mut files = vec![
        ("manifest.toml".to_owned(), toml::to_string(&manifest).unwrap().into_bytes()),
        ("policy.rhai".to_owned(), fs::read(shelf.with_extension("rhai")).unwrap()),
    ];
    for part in ["cases", "locale"] {
        for entry in fs::read_dir(twin.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            files.push((format!("{part}/{name}"), fs::read(&path).unwrap()));
        }
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    package(&files)
}

/// The assembled packages, when the tests run by `cargo xtask test`.
pub(crate) fn assembled() -> Option<PathBuf> {
    std::env::var_os("COMPTOIR_POLICIES").map(PathBuf::from)
}

/// A manifest that allows everything, for one engine.
pub(crate) fn manifest(engine: &str) -> String {
    format!(
        r#"
id = "tried"
version = "1.0.0"
kind = "program"
contract = "1.0"
engine = "{engine}"
author = "x"
license = "MIT"
effects = ["add", "spend", "completed", "discount", "voucher", "item", "offer", "message"]
events = ["draft", "paid", "identified"]
facts = ["labels", "tags", "cost", "customer-tags", "birthday", "postcode"]
title = {{ fr = "x", en = "x" }}
description = {{ fr = "x", en = "x" }}

[[counter]]
name = "points"
unit = {{ fr = "points", en = "points" }}

[[setting]]
key = "worth"
type = "money"
label = {{ fr = "x", en = "x" }}
default = "10.00"
"#
    )
}

/// A package of one policy and nothing else.
pub(crate) fn policy(engine: &str, code: &[u8]) -> Package {
    let file = format!("policy.{engine}");
    package(&[
        ("manifest.toml", manifest(engine).as_bytes()),
        (file.as_str(), code),
        ("locale/fr.ftl", b"hello = Bonjour\n"),
        ("locale/en.ftl", b"hello = Hello\n"),
    ])
}

/// A sale of 30 euros in two lines with an identified customer who has 50 points.
pub(crate) fn sale() -> SaleFacts {
    let line = |id, cents| LineFact {
        id: LineId(id),
        kind: LineKind::Item,
        sku: Sku::new("ART"),
        label: "Article".into(),
        departments: vec![DepartmentId::new("vin")],
        quantity: Quantity::ONE,
        unit_price: Money::from_cents(cents),
        amount: Money::from_cents(cents),
        prior_discount: Money::ZERO,
        gross: Money::from_cents(cents),
        vat_rate: VatRate::parse("20").unwrap(),
        discountable: true,
        tags: BTreeSet::from(["promo".to_owned()]),
        points: Points::new(3.into()).unwrap(),
        cost: None,
    };
    SaleFacts {
        event: Event::Paid,
        day: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        time: NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
        lines: vec![line(1, 1_000), line(2, 2_000)],
        customer: Some(CustomerFact {
            group: Some("or".into()),
            birthday: Some(Birthday { month: 12, day: 3, year: None }),
            ..CustomerFact::default()
        }),
        counters: vec![CounterFact {
            name: "points".into(),
            balance: Points::new(50.into()).unwrap(),
            ..CounterFact::default()
        }],
        offers: vec![OfferFact { offer: "old".into(), state: OfferState::Later, part: None, choice: None }],
        waiting: vec![],
        history: vec![],
    }
}

/// What the till says of a proposal for [`sale`]: everything is allowed, and the shop has mugs.
pub(crate) fn judged(proposal: Proposal) -> Result<Accepted, Refusal> {
    judged_for(proposal, &policy("rhai", b"").manifest().permissions())
}

/// What the till says of a proposal for [`sale`] by a program that may do some things.
pub(crate) fn judged_for(proposal: Proposal, permissions: &Permissions) -> Result<Accepted, Refusal> {
    let price = |sku: &Sku| (sku.as_str() == "MUG").then(|| Money::from_cents(800));
    accept(proposal, &Grounds::new(&sale(), permissions, &price))
}
