//! Filters from the command line: whom they choose, why, and what is done with them.

use std::fs;

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;

const MONTHS_LATER: &str = "2027-09-01T10:00:00+02:00";

fn names(told: &Value) -> Vec<&str> {
    told["customers"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect()
}

#[test]
fn the_sleeping_are_found_in_both_languages_of_the_rule_and_a_reason_is_given() {
    let mut shop = TestShop::new();
    let _ = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    let awake = shop.json(&format!("filter run sleeping visits=1 --why {BARON}"));
    assert_eq!(awake["selected"], json!(false), "{awake}");
    assert_eq!(awake["why"][0]["held"], json!(false), "seen today: {awake}");
    shop.at(MONTHS_LATER);
    let run = |rule: &str| shop.json(&format!("filter run {rule} visits=1 --limit 10000"));
    let (component, script) = (run("sleeping"), run("sleeping-script"));
    assert!(component["chosen"].as_u64().unwrap() > 0 && component["chosen"] == script["chosen"], "{component}");
    assert_eq!(component["customers"], script["customers"]);
    let why = shop.json(&format!("filter run sleeping visits=1 --why {BARON}"));
    assert_eq!((&why["selected"], why["why"].as_array().unwrap().len()), (&json!(true), 2), "{why}");
    let told = names(&component);
    assert!(told.iter().any(|name| name.contains("Baron") || name.contains("BARON")), "{told:?}");
    let list = shop.run("filter list").done().out;
    assert!(list.contains("sleeping 1.0.0 (filtre, wasm) — Clients endormis") && !list.contains("cashback"), "{list}");
}

#[test]
fn those_who_are_chosen_get_a_tag_that_can_be_taken_back() {
    let mut shop = TestShop::new();
    let _ = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    shop.at(MONTHS_LATER);
    let tagged = shop.json("filter run sleeping visits=1 --tag a-relancer");
    let chosen = tagged["chosen"].as_u64().unwrap();
    let count = || shop.json("customer count --where etiquette=a-relancer")["customers"].as_u64().unwrap();
    assert!(chosen > 0 && count() == chosen, "{tagged}");
    let _ = shop.json(&format!("customer undo {} --quiet", tagged["batch"]));
    assert_eq!(count(), 0);
    let nobody = shop.json("filter run sleeping visits=9999 --tag jamais");
    assert_eq!((&nobody["chosen"], &nobody["batch"]), (&json!(0), &Value::Null), "no empty batch: {nobody}");
    let asked = shop.json("filter run sleeping --where etiquette=a-relancer")["asked"].clone();
    assert_eq!(asked, json!(0), "nobody of an empty list is asked about");
}

#[test]
fn a_new_filter_passes_its_cases_and_chooses_at_once() {
    let shop = TestShop::new();
    for (code, rule) in [("rhai", "policy.rhai"), ("rust", "src/lib.rs")] {
        let made = shop.json(&format!("plugin new {code}-reguliers --kind filter --in {code}"));
        assert_eq!(made["rule"], json!(rule));
    }
    let told = shop.run("plugin test rhai-reguliers").done().out;
    assert!(told.contains("2 cas passés, 0 en échec") && !told.contains('⚠'), "{told}");
    let _ = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    let all = shop.json("filter run rhai-reguliers visits=1 --limit 10000");
    assert!(all["chosen"].as_u64().unwrap() > 0 && all["settings"]["visits"] == json!("1"), "{all}");
    let packed = shop.json("plugin pack rhai-reguliers");
    let file = packed["file"].as_str().unwrap();
    let _ = shop.json(&format!("plugin install {file} --unsigned"));
    let again = shop.json("filter run rhai-reguliers visits=1 --limit 10000");
    assert_eq!(again["customers"], all["customers"]);
    let shown = shop.run("plugin show rhai-reguliers").done().out;
    assert!(shown.contains("choisir des clients, et rien d'autre"), "{shown}");
}

#[test]
fn the_points_of_programs_are_told_to_filters_that_ask() {
    let shop = TestShop::new();
    let _ = shop.json("plugin new a --kind filter");
    let folder = shop.beside().join("a");
    let manifest = fs::read_to_string(folder.join("manifest.toml")).unwrap();
    fs::write(folder.join("manifest.toml"), manifest.replace("facts = []", "facts = [\"counters\"]")).unwrap();
    let rule = r#"
        fn prepare(settings) {
            let plan = plan();
            plan.ask("earned", earned("loyalty-spend/points", this_year()));
            plan
        }
        fn select(customer, day, settings) {
            customer.balance("loyalty-spend/points") >= settings.visits
                && customer.answer("earned") == customer.balance("loyalty-spend/points")
        }
    "#;
    fs::write(folder.join("policy.rhai"), rule).unwrap();
    let _ = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    let held = shop.json(&format!("customer show {BARON}"));
    let counters = held["counters"].as_array().unwrap();
    let points = counters.iter().find(|counter| counter["program"] == "loyalty-spend").unwrap();
    let balance = points["balance"].as_str().unwrap().split('.').next().unwrap().to_owned();
    assert!(balance.parse::<u32>().unwrap() > 0, "{held}");
    let judged = |least: &str| shop.json(&format!("filter run a visits={least} --why {BARON}"))["selected"].clone();
    assert_eq!(judged(&balance), json!(true));
    let more = (balance.parse::<u32>().unwrap() + 1).to_string();
    assert_eq!(judged(&more), json!(false));
}

#[test]
fn what_cannot_be_is_told_with_what_to_do() {
    let shop = TestShop::new();
    for (command, told) in [
        ("filter run cashback", "c'est un programme"),
        ("program enable sleeping", "c'est un filtre"),
        ("plugin backtest sleeping", "c'est un filtre"),
        ("filter run sleeping days=180 most_days=90", "personne ne serait retenu"),
        ("filter run sleeping groups=inconnue", "inconnue"),
        ("filter run sleeping dyas=1", "dyas"),
        ("filter run sleeping --where pointure=3", "pointure"),
    ] {
        let ran = shop.run(command);
        assert_ne!(ran.status, Some(0), "{command}");
        assert!(ran.err.contains(told), "{command}: {}", ran.err);
    }
    let _ = shop.json("plugin new a --kind filter");
    let folder = shop.beside().join("a");
    fs::write(folder.join("policy.rhai"), "fn select(customer, day, settings) { throw \"je ne sais pas\" }").unwrap();
    let words = shop.refused("filter run a");
    assert!(words.contains("je ne sais pas"), "{words}");
    let bare = "fn prepare(settings) { let p = plan(); p.ask(\"x\", earned(\"points\", always())); p }
        fn select(customer, day, settings) { true }";
    fs::write(folder.join("policy.rhai"), bare).unwrap();
    let words = shop.refused("filter run a");
    assert!(words.contains("earned(points, always)") && words.contains("programme/nom"), "{words}");
}
