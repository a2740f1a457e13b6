//! Filters of both engines: what they are told, what they may say, what ends them, and what their cases must show.

use std::sync::Arc;

use chrono::NaiveDate;
use comptoir_domain::audience::{Candidate, Verdict};
use comptoir_domain::effect::{Text, Value};
use comptoir_domain::facts::{CounterFact, CustomerFact, HistoryAnswer};
use comptoir_domain::language::Language;
use comptoir_domain::quantity::Points;
use comptoir_policy::filter::BATCH;
use comptoir_policy::{
    CaseError, CaseResult, Exam, Failing, Fault, Filter, LoadError, Package, Rule, Settings, messages,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support;

const REGULARS: &str = r#"
fn prepare(settings) {
    let plan = plan();
    plan.ask("visits", visits(always()));
    plan
}

fn select(customer, day, settings) {
    let out = verdict();
    let visits = customer.answer("visits");
    out.require("hello", visits >= 3, 3, visits);
    out
}
"#;

fn manifest(engine: &str, facts: &str) -> String {
    format!(
        r#"
id = "chosen"
version = "1.0.0"
kind = "filter"
contract = "1.0"
engine = "{engine}"
author = "x"
license = "MIT"
facts = [{facts}]
title = {{ fr = "x", en = "x" }}
description = {{ fr = "x", en = "x" }}
"#
    )
}

fn package(engine: &str, facts: &str, code: &[u8], cases: &str) -> Package {
    support::package(&[
        ("manifest.toml", manifest(engine, facts).as_bytes()),
        (&format!("policy.{engine}"), code),
        ("cases/a.toml", cases.as_bytes()),
        ("locale/fr.ftl", b"hello = Bonjour\n"),
        ("locale/en.ftl", b"hello = Hello\n"),
    ])
}

fn loaded(package: &Package) -> Arc<dyn Filter> {
    let (_place, host) = support::host();
    host.load_filter(package).map_err(|error| messages::load_error(&error, Language::English)).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 1).unwrap()
}

fn came(visits: i64) -> Candidate {
    Candidate { history: vec![HistoryAnswer::Number(Decimal::from(visits))], ..Candidate::default() }
}

fn selected(verdicts: &[Verdict]) -> Vec<bool> {
    verdicts.iter().map(|verdict| verdict.selected).collect()
}

/// Judges everybody with a script that asks nothing.
fn judged(script: &str, facts: &str, who: &[Candidate]) -> Result<Vec<bool>, Fault> {
    let filter = loaded(&package("rhai", facts, script.as_bytes(), ""));
    filter.select(&Settings::default(), day(), who, false).map(|selection| selected(&selection.verdicts))
}

#[test]
fn customers_are_chosen_one_by_one_and_the_reasons_are_told_when_they_are_asked_for() {
    let filter = loaded(&package("rhai", "", REGULARS.as_bytes(), ""));
    let crowd: Vec<Candidate> = [2, 3, 4].map(came).into();
    let answer = filter.select(&Settings::default(), day(), &crowd, false).unwrap();
    assert_eq!(selected(&answer.verdicts), [false, true, true]);
    assert!(answer.verdicts.iter().all(|verdict| verdict.why.is_empty()));
    let why = filter.select(&Settings::default(), day(), &crowd[..1], true).unwrap().verdicts.remove(0).why;
    assert_eq!(why.len(), 1);
    let (held, what, actual) = (why[0].held, &why[0].what, &why[0].actual);
    assert_eq!((held, what), (false, &Text::Key("hello".into(), vec![])));
    assert_eq!(actual, &Value::Number(Decimal::from(2)));
}

#[test]
fn a_filter_is_told_what_its_manifest_asks_for_and_the_day() {
    let who = Candidate {
        customer: CustomerFact {
            group: Some("or".into()),
            tags: ["vip".to_owned()].into(),
            postcode: Some("33000".into()),
            ..CustomerFact::default()
        },
        counters: vec![CounterFact {
            name: "fidelite/points".into(),
            balance: Points::new(Decimal::from(120)).unwrap(),
            ..CounterFact::default()
        }],
        history: vec![],
    };
    let script = r#"fn select(customer, day, settings) {
        customer.group == "or" && customer.tags.contains("vip") && customer.postcode == "33000"
            && customer.balance("fidelite/points") == 120 && customer.balance("fidelite/other") == 0
            && day == date(2026, 12, 1)
    }"#;
    for (facts, expected) in [
        ("\"customer-tags\", \"postcode\", \"counters\"", true),
        ("\"postcode\", \"counters\"", false),
        ("\"customer-tags\", \"counters\"", false),
        ("\"customer-tags\", \"postcode\"", false),
    ] {
        let package = package("rhai", facts, script.as_bytes(), "");
        let told = package.manifest().told_of(who.clone());
        let verdicts = loaded(&package).select(&Settings::default(), day(), &[told], false).unwrap().verdicts;
        assert_eq!(selected(&verdicts), [expected], "{facts}");
    }
}

#[test]
fn a_package_is_loaded_as_what_it_is() {
    let (_place, host) = support::host();
    let filter = package("rhai", "", REGULARS.as_bytes(), "");
    let program = support::policy("rhai", b"fn evaluate(sale, settings) { effects() }");
    assert!(matches!(host.load(&filter), Err(LoadError::Other(_))));
    assert!(matches!(host.load_filter(&program), Err(LoadError::Other(_))));
    assert!(matches!(host.load_rule(&filter), Ok(Rule::Filter(_))));
    assert!(matches!(host.load_rule(&program), Ok(Rule::Program(_))));
    let without = package("rhai", "", b"fn evaluate(sale, settings) { true }", "");
    let error = host.load_filter(&without).map(drop).unwrap_err();
    assert_eq!(error, LoadError::NoFunction("select(customer, day, settings)".into()));
    let component = package("wasm", "", &comptoir_hostile::component::doing(""), "");
    assert!(matches!(host.load_filter(&component), Err(LoadError::Contract(_))), "a program's component");
}

/// What ends a script, by the kind of its fault.
#[test]
fn a_script_that_fails_chooses_nobody() {
    for (body, kind) in [
        ("loop { }", "out-of-budget"),
        ("throw \"je ne sais pas\"", "said"),
        ("customer.no_such_field", "script"),
        ("12", "bad-answer"),
        ("effects()", "bad-answer"),
        ("let out = verdict(); out.require(12, true, 1, 1); out", "bad-answer"),
        ("let out = verdict(); for n in 0..90 { out.require(\"a\", true, 1, 1); } out", "answers"),
        ("fn deep(n) { deep(n + 1) } deep(0)", "script"),
    ] {
        let script = format!("fn select(customer, day, settings) {{ {body} }}");
        let Ok(filter) = std::panic::catch_unwind(|| loaded(&package("rhai", "", script.as_bytes(), ""))) else {
            assert_eq!(kind, "script", "{body}: is not even loaded");
            continue;
        };
        let ended = filter.select(&Settings::default(), day(), &[Candidate::default()], true);
        let ended = ended.map_or_else(|fault| fault.kind(), |_| "answers");
        assert_eq!(ended, kind, "{body}");
    }
}

#[test]
fn a_heavy_customer_costs_the_others_nothing() {
    // As heavy as one may be; together they would exceed what one may use by far.
    let script = "fn select(customer, day, settings) { let n = 0; while n < 2000 { n += 1; } true }";
    let crowd = vec![Candidate::default(); BATCH];
    assert_eq!(judged(script, "", &crowd), Ok(vec![true; BATCH]));
}

/// What a component writes before it says that it answered.
#[test]
fn a_component_that_lies_about_its_verdicts_chooses_nobody() {
    let store = |at: u32, value: u32| {
        format!("(i32.store (i32.add (global.get $answer) (i32.const {at})) (i32.const {value}))")
    };
    let list = |place: u32, count: u32| format!("{} {}", store(4, place), store(8, count));
    for (verdicts, kind) in [
        (list(4096, 2), "answers"),
        (list(4096, 1), "bad-answer"),
        (list(4096, 3), "bad-answer"),
        (list(4096, 0), "bad-answer"),
        (list(4096, 1_000_000), "bad-answer"),
        (list(131_064, 2), "bad-answer"),
        // Fewer bytes than are moved for an answer, more reasons than a trace holds.
        (format!("{} (i32.store (i32.const 4104) (i32.const 2000000))", list(4096, 2)), "bad-answer"),
        ("(loop $again (br $again))".to_owned(), "out-of-budget"),
        ("(unreachable)".to_owned(), "trap"),
        ("(drop (memory.grow (i32.const 1000)))".to_owned(), "memory"),
    ] {
        let filter = loaded(&package("wasm", "", &comptoir_hostile::component::filter(&verdicts), ""));
        let crowd = [Candidate::default(), Candidate::default()];
        let ask = || filter.select(&Settings::default(), day(), &crowd, true);
        let ended = ask().map_or_else(|fault| fault.kind(), |_| "answers");
        assert_eq!(ended, kind, "{verdicts}");
        assert_eq!(ask(), ask(), "{verdicts} ends the same each time");
    }
}

fn exam(script: &str, cases: &str) -> Result<Exam, CaseError> {
    let package = package("rhai", "", script.as_bytes(), cases);
    let (_place, host) = support::host();
    host.load_rule(&package).unwrap().examine(&package)
}

fn case(name: &str, visits: i64, selected: bool) -> String {
    format!(
        "[[case]]\nname = \"{name}\"\ncustomer = {{}}\nhistory = {{ \"visits(always)\" = {visits} }}\n\
         [case.expect]\nselected = {selected}\n"
    )
}

#[test]
fn cases_show_one_who_is_chosen_and_one_who_is_not() {
    let (yes, no) = (case("assez", 3, true), case("trop peu", 2, false));
    assert_eq!(exam(REGULARS, &format!("{yes}{no}")).unwrap().failing(), None);
    let one_sided = |cases: &str| exam(REGULARS, cases).unwrap().failing();
    assert_eq!(one_sided(&yes), Some(Failing::Unjudged([false].into())));
    assert_eq!(one_sided(&no), Some(Failing::Unjudged([true].into())));
    assert_eq!(one_sided(""), Some(Failing::NoCase));
    let wrong = one_sided(&format!("{yes}{}", case("faux", 2, true)));
    let failed = |cases: &[CaseResult]| cases.iter().map(|case| case.differences[0].key).collect::<Vec<_>>();
    assert!(matches!(&wrong, Some(Failing::Cases(cases)) if failed(cases) == ["selected"]), "{wrong:?}");
}

#[test]
fn a_case_of_a_filter_is_about_a_customer_and_nothing_else() {
    let yes = case("assez", 3, true);
    for (change, into, key) in [
        ("customer = {}", "", "history"),
        ("customer = {}", "customer = {}\nevent = \"draft\"", "event"),
        ("customer = {}", "customer = {}\nwaiting = { a = 2026-01-01 }", "waiting"),
        ("selected = true", "", "expect: selected"),
        ("selected = true", "selected = true\nadd = { points = 1 }", "expect"),
        ("[case.expect]", "[[case.line]]\nprice = \"1.00\"\n[case.expect]", "line"),
    ] {
        let error = exam(REGULARS, &yes.replace(change, into)).unwrap_err();
        assert_eq!(error.key, key, "{into}");
        for language in [Language::French, Language::English] {
            assert!(messages::case_error(&error, language).len() > 30);
        }
    }
    let program = support::package(&[
        ("manifest.toml", support::manifest("rhai").as_bytes()),
        ("policy.rhai", b"fn evaluate(sale, settings) { effects() }"),
        ("cases/a.toml", b"[[case]]\nname = \"x\"\n[case.expect]\nselected = true\n"),
        ("locale/fr.ftl", b""),
        ("locale/en.ftl", b""),
    ]);
    assert_eq!(comptoir_policy::Case::of(&program).unwrap_err().key, "expect: selected");
}

/// A filter that looks at who else is asked about.
struct Jealous;

impl Filter for Jealous {
    fn prepare(&self, _: &Settings) -> Result<comptoir_policy::Plan, comptoir_policy::PrepareError> {
        let questions = vec![comptoir_domain::history::Question::Visits(comptoir_domain::history::Period::Always)];
        Ok(comptoir_policy::Plan { questions })
    }

    fn select(
        &self,
        _: &Settings,
        _: NaiveDate,
        all: &[Candidate],
        _: bool,
    ) -> Result<comptoir_policy::Selection, Fault> {
        let most = all.iter().map(|one| format!("{:?}", one.history)).max();
        let best = |one: &Candidate| Some(format!("{:?}", one.history)) == most;
        let verdict = |one: &Candidate| Verdict { selected: best(one), why: vec![] };
        let verdicts = all.iter().map(verdict).collect();
        Ok(comptoir_policy::Selection { verdicts, cost: comptoir_policy::Cost::Fuel(1) })
    }
}

#[test]
fn a_verdict_that_hangs_on_the_other_customers_does_not_pass() {
    let package =
        package("rhai", "", REGULARS.as_bytes(), &format!("{}{}", case("assez", 3, true), case("moins", 2, true)));
    let exam = comptoir_policy::exam::examine_filter(&Jealous, &package).unwrap();
    assert_eq!(exam.order_matters, ["moins"]);
    let honest = exam_of(&package);
    assert_eq!(honest.order_matters, Vec::<String>::new());
}

fn exam_of(package: &Package) -> Exam {
    comptoir_policy::exam::examine_filter(loaded(package).as_ref(), package).unwrap()
}

fn candidate() -> impl Strategy<Value = Candidate> {
    let last = prop::option::of(0u64..900);
    (last, 0i64..6, 0i64..40_000, 0usize..4).prop_map(|(last, visits, cents, group)| {
        let last = last.and_then(|days| day().checked_sub_days(chrono::Days::new(days)));
        let group = ["or", "argent", "bronze"].get(group).map(|group| (*group).to_owned());
        Candidate {
            customer: CustomerFact { group, ..CustomerFact::default() },
            counters: vec![],
            history: vec![
                last.map_or(HistoryAnswer::Nothing, HistoryAnswer::Day),
                HistoryAnswer::Number(Decimal::from(visits)),
                HistoryAnswer::Money(comptoir_domain::money::Money::from_cents(cents)),
            ],
        }
    })
}

/// The component and the script of one filter, as they are assembled for the till.
#[test]
fn the_component_and_the_script_of_the_sleeping_choose_alike() {
    let Some(folder) = support::assembled() else { return };
    let (_place, host) = support::host();
    let load = |id: &str| {
        let package = Package::load(&folder.join(id)).unwrap();
        let filter = host.load_filter(&package).unwrap();
        (package, filter)
    };
    let ((package, component), (_, script)) = (load("sleeping"), load("sleeping-script"));
    let specs = &package.manifest().settings;
    let config = ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() };
    let settings = (1i64..400, prop::option::of(0i64..400), 1i64..5, 1i64..30_000, any::<bool>());
    proptest!(config, |(
        crowd in prop::collection::vec(candidate(), 1..20), (days, more, visits, cents, groups) in settings,
        explain in any::<bool>()
    )| {
        let most = more.map_or(0, |more| days + more);
        let money = comptoir_domain::money::Money::from_cents(cents).to_string();
        let groups = if groups { "or,argent" } else { "" };
        let typed = [
            ("days", days.to_string()), ("most_days", most.to_string()), ("visits", visits.to_string()),
            ("revenue", money), ("groups", groups.to_owned()),
        ];
        let settings = Settings::read(specs, typed.iter().map(|(key, text)| (*key, text.as_str()))).unwrap();
        prop_assert_eq!(component.prepare(&settings), script.prepare(&settings));
        let ask = |filter: &dyn Filter| {
            filter.select(&settings, day(), &crowd, explain).map(|selection| selection.verdicts)
        };
        prop_assert_eq!(ask(component.as_ref()), ask(script.as_ref()));
    });
}
