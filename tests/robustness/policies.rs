//! Policies that mean harm, as components and as scripts, switched on beside a good one: every sale goes
//! through with its right total, and the good program does its work.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use comptoir_hostile::component::{answering, doing};
use comptoir_hostile::{ALL, Effect, Engine, files};
use serde_json::Value;

use crate::support::{ITEM, Shop, write_files};

/// The most that a sale may take with a hostile policy, from the start of the program to its end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Makes a package that may do everything.
fn package(shop: &Shop, engine: Engine, code: &[u8]) -> PathBuf {
    let folder = shop.beside().join("hostile");
    write_files(&folder, &files("hostile", engine, &ALL, code));
    folder
}

fn script(body: &str) -> Vec<u8> {
    format!("fn evaluate(sale, settings) {{ let out = effects(); {body} out }}").into_bytes()
}

/// The card of some customer.
pub(crate) fn card(shop: &Shop) -> String {
    let customers = shop.json("customer list");
    let cards = customers.as_array().unwrap().iter().filter_map(|customer| customer["cards"][0].as_str());
    cards.map(str::to_owned).next().unwrap()
}

/// What a sale says of a program.
pub(crate) fn program<'a>(sale: &'a Value, name: &str) -> &'a Value {
    let programs = sale["programs"].as_array().unwrap();
    programs.iter().find(|program| program["program"] == name).unwrap_or_else(|| panic!("no {name}: {sale}"))
}

pub(crate) fn points(sale: &Value, name: &str) -> String {
    let counters = sale["counters"].as_array().unwrap().iter();
    let mut earned = counters.filter(|counter| counter["program"] == name && counter["counter"] == "points");
    earned.next().map_or_else(|| "0".to_owned(), |counter| counter["delta"].as_str().unwrap().to_owned())
}

/// The faults of policies in the technical log.
pub(crate) fn logged(shop: &Shop) -> Vec<String> {
    let records = shop.records("E");
    let faults = records.iter().filter(|record| record.field("code") == "910");
    faults.map(|record| record.field("detail").to_owned()).collect()
}

/// What `program list` says is wrong with the hostile program.
fn trouble(shop: &Shop) -> Option<String> {
    let programs = shop.json("program list");
    let hostile = programs.as_array().unwrap().iter().find(|program| program["program"] == "hostile").unwrap();
    hostile["trouble"].as_str().map(str::to_owned)
}

/// A sale to a customer in which the hostile program fails; gives the reason.
#[track_caller]
fn sell(shop: &Shop, card: &str) -> String {
    let started = Instant::now();
    let sale = shop.run(&format!("sale --scan {ITEM} --customer {card} --pay card --json")).done().json();
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    assert_eq!(sale["total"], "69.90");
    assert_eq!((points(&sale, "loyalty-spend"), points(&sale, "hostile")), ("69".into(), "0".into()), "{sale}");
    assert_eq!(program(&sale, "loyalty-spend")["fault"], Value::Null);
    let hostile = program(&sale, "hostile");
    assert_eq!(hostile["effects"], Value::Array(Vec::new()));
    hostile["fault"].as_str().unwrap_or_else(|| panic!("no fault: {sale}")).to_owned()
}

/// Switches a policy on and lets it fail until it is paused, and once more.
#[track_caller]
fn endure(engine: Engine, code: &[u8], reason: &str) {
    let mut shop = Shop::new();
    let card = card(&shop);
    let folder = package(&shop, engine, code);
    drop(shop.json(&format!("program enable {}", folder.display())));
    for (place, minute) in ["12:00", "12:01", "12:02"].into_iter().enumerate() {
        assert_eq!(trouble(&shop), None);
        shop.at(&format!("2026-11-22T{minute}:00+01:00"));
        let fault = sell(&shop, &card);
        assert!(fault.contains(reason), "{reason:?} in {fault:?}");
        let faults = logged(&shop).iter().filter(|detail| detail.contains(reason)).count();
        assert_eq!(faults, place + 1, "one for each sale: {:?}", logged(&shop));
    }
    assert!(logged(&shop).last().unwrap().contains("cinq minutes"), "{:?}", logged(&shop));
    let before = logged(&shop).len();
    shop.at("2026-11-22T12:06:59+01:00");
    assert!(trouble(&shop).unwrap().contains("en pause"), "{:?}", trouble(&shop));
    assert!(sell(&shop, &card).contains("en pause"));
    assert_eq!(logged(&shop).len(), before, "its pause was told when it began");
    shop.at("2026-11-22T12:07:00+01:00");
    assert_eq!(trouble(&shop), None);
    let fault = sell(&shop, &card);
    assert!(fault.contains(reason), "tried again: {fault:?}");
    assert!(trouble(&shop).unwrap().contains("en pause"), "and paused again at once");
    drop(shop.journal());
}

#[test]
fn a_component_that_never_ends() {
    endure(Engine::Wasm, &doing("(loop $again (br $again))"), "budget");
}

#[test]
fn a_component_that_eats_memory() {
    let greedy = "(loop $again (br_if $again (i32.ge_s (memory.grow (i32.const 16)) (i32.const 0))))";
    endure(Engine::Wasm, &doing(greedy), "trop de mémoire");
}

#[test]
fn a_component_that_traps() {
    endure(Engine::Wasm, &doing("(unreachable)"), "arrêtée net");
}

#[test]
fn a_component_that_gives_more_than_the_total() {
    endure(Engine::Wasm, &answering(&[Effect::Discount(6_991)]), "remise de");
}

#[test]
fn a_component_that_names_a_line_that_is_not_there() {
    endure(Engine::Wasm, &answering(&[Effect::earning(5, 0, &[99])]), "pas de ligne 99");
}

#[test]
fn a_script_that_never_ends() {
    endure(Engine::Rhai, &script("loop { }"), "budget");
}

#[test]
fn a_script_that_eats_memory() {
    endure(Engine::Rhai, &script(r#"let s = "x"; loop { s += s; }"#), "trop grands");
}

#[test]
fn a_script_that_fails() {
    endure(Engine::Rhai, &script("nothing_of_this_name();"), "le script a échoué");
}

#[test]
fn a_script_that_gives_more_than_the_total() {
    endure(Engine::Rhai, &script(r#"out.discount(#{ amount: 69.91, label: plain("x") });"#), "remise de");
}

#[test]
fn a_script_that_names_a_line_that_is_not_there() {
    endure(Engine::Rhai, &script(r#"out.add("points", 5, [99]);"#), "ligne");
}

/// A program behind the hostile one still has its turn: counted budgets end long before the patience.
#[test]
fn programs_behind_a_hostile_one_have_their_turn() {
    for (engine, code) in [
        (Engine::Wasm, doing("(loop $again (br $again))")),
        (Engine::Wasm, doing("(unreachable)")),
        (Engine::Rhai, script("throw 1;")),
    ] {
        let shop = Shop::new();
        let folder = package(&shop, engine, &code);
        drop(shop.json(&format!("program enable {}", folder.display())));
        drop(shop.json("program enable loyalty-spend --as behind"));
        let sale = shop.json(&format!("sale --scan {ITEM} --customer {} --pay card", card(&shop)));
        assert_eq!(points(&sale, "behind"), "69", "{sale}");
    }
}

/// A hostile policy harms no preview either: it is told why, and nothing is written to the log.
#[test]
fn a_preview_says_it_and_logs_nothing() {
    let shop = Shop::new();
    let folder = package(&shop, Engine::Wasm, &doing("(unreachable)"));
    drop(shop.json(&format!("program enable {}", folder.display())));
    let preview = shop.json(&format!("sale --scan {ITEM} --customer {} --preview", card(&shop)));
    assert!(program(&preview, "hostile")["fault"].as_str().unwrap().contains("arrêtée net"));
    assert_eq!((preview["total"].as_str(), logged(&shop)), (Some("69.90"), Vec::new()));
}
