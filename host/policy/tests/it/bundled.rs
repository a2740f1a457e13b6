//! The bundled policies keep their word, whatever they are written in.

use comptoir_domain::language::Language;
use comptoir_policy::{CaseResult, Package, messages};

use crate::support;

/// Runs all cases of a package and says everything that is wrong at once.
fn check(package: &Package) -> Vec<CaseResult> {
    let (_place, host) = support::host();
    let rule = host.load_rule(package).unwrap();
    let results = rule.run_cases(package).map_err(|error| messages::case_error(&error, Language::English)).unwrap();
    let failed: Vec<&CaseResult> = results.iter().filter(|result| !result.passed).collect();
    for result in &failed {
        println!("{} “{}”", result.file, result.name);
        for difference in &result.differences {
            println!("  {}: expected {}, got {}", difference.key, difference.expected, difference.actual);
        }
        for words in &result.words {
            println!("  {}", messages::text_fault(words, Language::English));
        }
        let fault = result.fault.as_ref().map(|fault| messages::fault(fault, Language::English));
        let refusal = result.refusal.as_ref().map(|refusal| messages::refusal(refusal, Language::English));
        println!("  same each time: {}, {fault:?} {refusal:?}", result.same_each_time);
    }
    assert!(failed.is_empty(), "{} of {} cases failed", failed.len(), results.len());
    results
}

#[test]
fn the_bundled_script_keeps_its_word() {
    let results = check(&support::script("loyalty/spend"));
    assert!(results.len() >= 12, "{} cases", results.len());
}

#[test]
fn every_assembled_package_keeps_its_word() {
    let Some(folder) = support::assembled() else { return };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.join("manifest.toml").is_file() {
            continue;
        }
        let package = Package::load(&folder).map_err(|error| messages::package_error(&error, Language::English));
        assert!(!check(&package.unwrap()).is_empty(), "{} has no case", folder.display());
        count += 1;
    }
    assert!(count > 0, "no package in the folder");
}

/// Its component is built by hand, as `sdk/c/README.md` says: the first build needs no C compiler.
#[test]
fn a_program_in_c_keeps_the_word_of_its_twin_in_rust() {
    let folder = support::root().join("target/c/group-only-c");
    if !folder.join("policy.wasm").is_file() {
        return;
    }
    let package = Package::load(&folder).map_err(|error| messages::package_error(&error, Language::English)).unwrap();
    let results = check(&package);
    assert!(results.len() >= 9, "{} cases", results.len());
}
