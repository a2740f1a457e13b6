//! The whole catalogue of policies that mean harm or are broken: each has its one end, twice the same, and the
//! next question is answered.

use std::collections::BTreeSet;
use std::sync::Arc;

use comptoir_hostile::{End, Engine, Policy as Hostile, catalogue};
use comptoir_policy::{Answer, Fault, Host, LoadError, Package, Policy, PrepareError, SettingValue, Settings};

use crate::support;

/// The most bytes of what a fault says: it is shown to a cashier and kept in the technical log.
const MOST_WORDS: usize = 1_200;

fn settings() -> Settings {
    [("worth".to_owned(), SettingValue::Money(comptoir_domain::money::Money::from_cents(1_000)))].into_iter().collect()
}

fn package(hostile: &Hostile) -> Package {
    let files = hostile.files();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    support::package(&files)
}

/// The kind of an end and what is said about it.
type Ended = (End, String);

/// Asks a policy as a till does: load it, take its plan, ask about a sale, judge the answer.
fn run(host: &Host, package: &Package) -> Ended {
    match host.load(package) {
        Err(error) => unloaded(&error),
        Ok(policy) => asked(&policy, package),
    }
}

fn asked(policy: &Arc<dyn Policy>, package: &Package) -> Ended {
    match policy.prepare(&settings()) {
        Err(PrepareError::Fault(fault)) => return (End::Unprepared(fault.kind().to_owned()), words(&fault)),
        Err(PrepareError::Issues(issues)) => return (End::Unprepared("issues".to_owned()), format!("{issues:?}")),
        Ok(_) => {}
    }
    match policy.evaluate(&settings(), &support::sale(), true) {
        Err(fault) => (End::Fault(fault.kind().to_owned()), words(&fault)),
        Ok(answer) => judged(answer, package),
    }
}

fn judged(answer: Answer, package: &Package) -> Ended {
    let permissions = package.manifest().permissions();
    match support::judged_for(answer.proposal, &permissions) {
        Ok(_) => (End::Harmless, String::new()),
        Err(refusal) => {
            let words = format!("{refusal:?}");
            let name = words.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
            (End::Refused(name.to_owned()), words.clone())
        }
    }
}

fn unloaded(error: &LoadError) -> Ended {
    let (kind, words) = match error {
        LoadError::Engine(text) => ("engine", text.clone()),
        LoadError::NotAComponent(text) => ("not-a-component", text.clone()),
        LoadError::Floats(text) => ("floats", text.clone()),
        LoadError::Imports(names) => ("imports", names.join(" ")),
        LoadError::Contract(text) => ("contract", text.clone()),
        LoadError::Start(fault) => ("start", format!("{} {}", fault.kind(), words(fault))),
        LoadError::Script { text, .. } => ("script", text.en.clone()),
        LoadError::NoFunction(name) => ("no-function", name.clone()),
        LoadError::Other(kind) => ("other", format!("{kind:?}")),
    };
    (End::Unloaded(kind.to_owned()), words)
}

fn words(fault: &Fault) -> String {
    comptoir_policy::messages::fault(fault, comptoir_domain::language::Language::English)
}

#[test]
fn there_are_many_of_both_engines_and_no_two_are_the_same() {
    let all = catalogue();
    for engine in [Engine::Wasm, Engine::Rhai] {
        let of_it: Vec<&Hostile> = all.iter().filter(|hostile| hostile.engine == engine).collect();
        let codes: BTreeSet<&[u8]> = of_it.iter().map(|hostile| hostile.code.as_slice()).collect();
        assert!(of_it.len() >= 30, "{}: {}", engine.name(), of_it.len());
        // What differs only in what its manifest declares has the same code.
        assert!(codes.len() + 2 >= of_it.len(), "{}: {} codes", engine.name(), codes.len());
        assert!(of_it.iter().filter(|hostile| hostile.fails()).count() >= 30);
    }
    let ids: BTreeSet<String> = all.iter().map(Hostile::id).collect();
    assert_eq!(ids.len(), all.len(), "every policy has a name of its own");
    assert!(all.len() >= 64, "{}", all.len());
}

#[test]
fn each_has_its_end_twice_the_same_and_the_next_question_is_answered() {
    let (_place, host) = support::host();
    let good = |engine: Engine| match engine {
        Engine::Wasm => support::policy("wasm", &comptoir_hostile::component::doing("")),
        Engine::Rhai => support::policy("rhai", b"fn evaluate(sale, settings) { effects() }"),
    };
    let mut wrong = Vec::new();
    for hostile in catalogue() {
        let package = package(&hostile);
        let (end, said) = run(&host, &package);
        if end != hostile.end || !said.contains(&hostile.says) {
            wrong.push(format!(
                "{}: {:?} with {:?}, not {end:?}: {said:.300}",
                hostile.id(),
                hostile.end,
                hostile.says
            ));
            continue;
        }
        assert_eq!(run(&host, &package), (end, said.clone()), "{} ends the same each time", hostile.id());
        assert!(said.len() <= MOST_WORDS, "{}: {} bytes of words", hostile.id(), said.len());
        assert!(!said.chars().any(|letter| letter.is_control() && letter != '\n'), "{}: {said:?}", hostile.id());
        assert_eq!(run(&host, &good(hostile.engine)), (End::Harmless, String::new()), "after {}", hostile.id());
    }
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}
