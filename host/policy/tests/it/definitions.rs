//! `sdk/rhai/comptoir.d.rhai` names what a script can name: nothing is missing, nothing is invented.

use std::collections::BTreeSet;

const DEFINITIONS: &str = include_str!("../../../../sdk/rhai/comptoir.d.rhai");
/// Where names are taught to the interpreter.
const SOURCES: [&str; 6] = [
    include_str!("../../src/script/answer.rs"),
    include_str!("../../src/script/answer/values.rs"),
    include_str!("../../src/script/days.rs"),
    include_str!("../../src/script/facts.rs"),
    include_str!("../../src/script/numbers.rs"),
    include_str!("../../src/script/plan.rs"),
];

/// The names between `before` and the next quote.
fn registered(before: &str) -> BTreeSet<&'static str> {
    let names = SOURCES.iter().flat_map(|source| source.split(before).skip(1));
    names.filter_map(|rest| rest.split('"').next()).collect()
}

/// The names that lines open with one of these words.
fn defined(words: &[&str]) -> BTreeSet<&'static str> {
    let name = |line: &'static str| {
        let rest = words.iter().find_map(|word| line.strip_prefix(word))?;
        rest.split('(').next()
    };
    DEFINITIONS.lines().filter_map(name).collect()
}

#[test]
fn every_name_of_a_script_is_defined_for_editors_and_no_other() {
    assert_eq!(defined(&["fn get "]), registered("register_get(\""), "what is read behind a dot");
    let called: BTreeSet<&str> =
        defined(&["fn ", "op "]).into_iter().filter(|name| !name.starts_with("get ")).collect();
    assert_eq!(called, registered("register_fn(\""), "what is called");
    assert!(called.len() > 60, "the file is read");
}

#[test]
fn every_definition_is_explained() {
    let mut explained = false;
    for line in DEFINITIONS.lines() {
        assert!(!line.starts_with("fn ") || explained, "{line} has no words");
        explained = line.starts_with("///");
    }
}
