//! Cases find a policy that answers differently each time, or not as its words allow.

use std::sync::atomic::{AtomicI64, Ordering};

use comptoir_domain::effect::{CounterChange, Earning, Effect, Message, Proposal, Surfaces, Text};
use comptoir_domain::facts::SaleFacts;
use comptoir_domain::language::Language;
use comptoir_domain::quantity::Points;
use comptoir_policy::{
    Answer, CaseError, Cost, Fault, Package, Plan, Policy, PrepareError, Settings, messages, run_cases,
};

use crate::support;

/// A policy in plain Rust that answers by a function.
struct Native<F>(F);

impl<F: Fn(bool) -> Vec<Effect> + Send + Sync> Policy for Native<F> {
    fn prepare(&self, _: &Settings) -> Result<Plan, PrepareError> {
        Ok(Plan::default())
    }

    fn evaluate(&self, _: &Settings, _: &SaleFacts, explain: bool) -> Result<Answer, Fault> {
        Ok(Answer { proposal: Proposal { effects: (self.0)(explain), why: vec![] }, cost: Cost::Operations(1) })
    }
}

fn package(cases: &str) -> Package {
    let manifest = support::manifest("rhai");
    support::package(&[
        ("manifest.toml", manifest.as_bytes()),
        ("policy.rhai", b""),
        ("locale/fr.ftl", b"hello = Bonjour\n"),
        ("locale/en.ftl", b"hello = Hello\n"),
        ("cases/a.toml", cases.as_bytes()),
    ])
}

const EARNS: &str =
    "[[case]]\nname = \"earns\"\ncustomer = {}\n[[case.line]]\nprice = 5\n[case.expect]\nadd = { points = 5 }\n";

fn earn(points: i64) -> Effect {
    let amount = Points::new(points.into()).unwrap();
    Effect::Add(Earning::new(CounterChange { counter: "points".into(), amount }, vec![]))
}

#[test]
fn the_same_answer_each_time_passes_and_any_other_does_not() {
    let run = |policy: &dyn Policy| run_cases(policy, &package(EARNS)).unwrap().remove(0);
    assert!(run(&Native(|_| vec![earn(5)])).passed);
    let count = AtomicI64::new(4);
    let result = run(&Native(move |_| vec![earn(count.fetch_add(1, Ordering::SeqCst) + 1)]));
    assert!(!result.passed && !result.same_each_time && result.differences.is_empty(), "{result:?}");
    let result = run(&Native(|explain| if explain { vec![earn(5)] } else { vec![earn(6)] }));
    assert!(!result.same_each_time, "reasons must not change the answer");
    let result = run(&Native(|_| vec![earn(6)]));
    let difference = &result.differences[0];
    assert_eq!((difference.key, &*difference.expected, &*difference.actual), ("add", "points = 5", "points = 6"));
}

#[test]
fn words_that_a_catalog_lacks_fail_a_case() {
    let say = |key: &str| {
        let key = key.to_owned();
        Native(move |_: bool| {
            let to = Surfaces { cashier: true, ..Surfaces::default() };
            let text = Text::Key(key.clone(), vec![]);
            vec![earn(5), Effect::Message(Message { to, weight: 50, text, acknowledge: false })]
        })
    };
    let run = |policy: &dyn Policy| run_cases(policy, &package(EARNS)).unwrap().remove(0);
    assert!(run(&say("hello")).passed);
    let result = run(&say("goodbye"));
    assert!(!result.passed && result.differences.is_empty());
    assert_eq!(
        messages::text_fault(&result.words[0], Language::French),
        "locale/fr.ftl : il manque le message « goodbye »"
    );
}

#[test]
fn a_case_that_cannot_be_read_says_where() {
    let error = |cases: &str| -> CaseError { run_cases(&Native(|_| vec![]), &package(cases)).unwrap_err() };
    for (from, to, said) in [
        ("price = 5", "prise = 5", "cases/a.toml: line 5: case “earns”: `prise = 5` : unknown field `prise`"),
        (
            "price = 5",
            "price = 5.5",
            "cases/a.toml: line 5: case “earns”: `line 1: price` : 5.5 would not be exact: write it in quotes, \"5.5\"",
        ),
        ("price = 5", "price = \"1,234\"", "`line 1: price` : “1,234” is not an amount"),
        ("points = 5", "points = \"x\"", "`expect: add: points` : “x” is not a number"),
        ("customer = {}", "counters = { points = 1 }", "add `customer = {}`"),
        ("price = 5", "price = 5\ndiscount = 6", "the discount of 6.00 exceeds the line"),
        ("customer = {}", "day = 10:00:00", "not a day"),
        ("name = \"earns\"", "name = ", "line 2"),
    ] {
        let shown = messages::case_error(&error(&EARNS.replace(from, to)), Language::English);
        assert!(shown.contains(said), "{to}: {shown}");
    }
    assert!(messages::case_error(&error(&EARNS.repeat(2)), Language::French).contains("déjà ce nom"));
}
