//! The whole catalogue of hostile policies in a shop: those that load are switched on, ten at a time, between two
//! good programs; those that do not are refused in words.

use std::path::PathBuf;

use comptoir_hostile::{End, Engine, Policy, catalogue};
use serde_json::Value;

use crate::policies::{card, logged, points, program};
use crate::printer::{Printer, State};
use crate::support::{ITEM, Shop, write_files};

/// Programs of the catalogue that are switched on together.
const TOGETHER: usize = 10;

fn folder(shop: &Shop, policy: &Policy) -> PathBuf {
    let folder = shop.beside().join(policy.id());
    write_files(&folder, &policy.files());
    folder
}

/// A shop with a good program before and one behind the hostile ones.
fn shop_with(policies: &[Policy]) -> Shop {
    let shop = Shop::new();
    for policy in policies {
        drop(shop.json(&format!("program enable {}", folder(&shop, policy).display())));
    }
    drop(shop.json("program enable loyalty-spend --as behind"));
    shop
}

/// A sale to a customer: its total and what the good programs give are right, whatever the others do.
#[track_caller]
fn sale(shop: &mut Shop, card: &str, minute: u32) -> Value {
    shop.at(&format!("2026-11-22T12:{minute:02}:00+01:00"));
    let sale = shop.run(&format!("sale --scan {ITEM} --customer {card} --pay card --json")).done().json();
    assert_eq!(sale["total"], "69.90", "{sale}");
    assert_eq!((points(&sale, "loyalty-spend"), points(&sale, "behind")), ("69".into(), "69".into()), "{sale}");
    sale
}

/// What is wrong with each program of the shop, by its name.
fn troubles(shop: &Shop) -> Vec<(String, Option<String>)> {
    let programs = shop.json("program list");
    let words = |value: &Value| value.as_str().map(str::to_owned);
    let programs = programs.as_array().unwrap().iter();
    programs.map(|program| (words(&program["program"]).unwrap(), words(&program["trouble"]))).collect()
}

/// Three sales in which the programs do their worst, and one while they are paused.
fn endure(policies: &[Policy]) {
    let mut shop = shop_with(policies);
    let card = card(&shop);
    let failing: Vec<&Policy> = policies.iter().filter(|policy| policy.fails()).collect();
    for round in 1..=3 {
        let before = logged(&shop).len();
        let sale = sale(&mut shop, &card, round);
        let logged = logged(&shop).split_off(before);
        for policy in policies {
            let (id, fault) = (policy.id(), program(&sale, &policy.id())["fault"].as_str());
            assert_eq!(fault.is_some(), policy.fails(), "{id}: {fault:?}");
            assert_eq!(points(&sale, &id), "0", "{id}");
            let own = logged.iter().filter(|detail| detail.starts_with(&format!("{id} : "))).count();
            let expected = match (policy.fails(), round) {
                (false, _) => 0,
                // The fault, and that it is paused.
                (true, 3) => 2,
                (true, _) => 1,
            };
            assert_eq!(own, expected, "{id} in sale {round}: {logged:#?}");
        }
        assert!(logged.iter().all(|detail| !detail.chars().any(char::is_control)), "{logged:#?}");
    }
    let paused: Vec<String> =
        troubles(&shop).into_iter().filter(|(_, trouble)| trouble.is_some()).map(|(id, _)| id).collect();
    assert_eq!(paused, failing.iter().map(|policy| policy.id()).collect::<Vec<_>>());
    let sale = sale(&mut shop, &card, 4);
    for policy in failing {
        assert!(program(&sale, &policy.id())["fault"].as_str().unwrap().contains("en pause"), "{}", policy.id());
    }
    drop(shop.journal());
}

/// Those of an engine, of all that can be switched on.
fn ready(engine: Engine) -> Vec<Policy> {
    catalogue().into_iter().filter(|policy| policy.engine == engine && policy.is_ready()).collect()
}

#[test]
fn hostile_components_harm_no_sale() {
    ready(Engine::Wasm).chunks(TOGETHER).for_each(endure);
}

#[test]
fn hostile_scripts_harm_no_sale() {
    ready(Engine::Rhai).chunks(TOGETHER).for_each(endure);
}

#[test]
fn what_cannot_run_is_refused_in_words() {
    let shop = Shop::new();
    let before = troubles(&shop);
    let refused: Vec<Policy> = catalogue().into_iter().filter(|policy| !policy.is_ready()).collect();
    assert!(refused.len() > 20, "{}", refused.len());
    for policy in refused {
        let words = shop.refused(&format!("program enable {}", folder(&shop, &policy).display()));
        assert!(!words.chars().any(|letter| letter.is_control() && letter != '\n'), "{words:?}");
        let starts = match &policy.end {
            End::Unloaded(kind) => french(kind),
            End::Unprepared(_) => &["la règle ", "le script "],
            end => panic!("{}: {end:?}", policy.id()),
        };
        assert!(starts.iter().any(|start| words.contains(start)), "{}: {words}", policy.id());
    }
    assert_eq!(troubles(&shop), before, "none is in the list");
}

/// How the words start that tell why a policy is not loaded.
fn french(kind: &str) -> &'static [&'static str] {
    match kind {
        "not-a-component" => &["n'est pas un composant WebAssembly valable"],
        "floats" => &["calcule en virgule flottante"],
        "imports" => &["demande des fonctions, et une règle n'en reçoit aucune"],
        "contract" => &["ne parle pas le contrat"],
        "start" => &["la règle échoue dès son démarrage"],
        "no-function" => &["ne définit pas la fonction"],
        _ => &["le script ne peut pas être lu"],
    }
}

/// Sixteen programs may use up all that they may; those behind are not asked, and are not paused for it.
#[test]
fn a_program_that_nobody_asked_is_not_paused() {
    let endless = catalogue().into_iter().find(|policy| policy.id() == "rhai-endless-loop").unwrap();
    let mut shop = Shop::new();
    let (card, folder) = (card(&shop), folder(&shop, &endless));
    for number in 0..16 {
        drop(shop.json(&format!("program enable {} --as endless-{number}", folder.display())));
    }
    drop(shop.json("program enable loyalty-spend --as behind"));
    for minute in 1..=3 {
        shop.at(&format!("2026-11-22T12:{minute:02}:00+01:00"));
        let sale = shop.run(&format!("sale --scan {ITEM} --customer {card} --pay card --json")).done().json();
        assert_eq!((sale["total"].as_str(), points(&sale, "loyalty-spend")), (Some("69.90"), "69".into()));
        assert!(program(&sale, "endless-14")["fault"].as_str().unwrap().contains("budget"), "{sale}");
        assert!(program(&sale, "behind")["fault"].as_str().unwrap().contains("pas évalué"), "{sale}");
    }
    assert!(logged(&shop).iter().any(|detail| detail.starts_with("behind : pas évalué")));
    let sale = sale(&mut shop, &card, 4);
    assert!(program(&sale, "endless-0")["fault"].as_str().unwrap().contains("en pause"));
}

/// Texts of a policy command neither a printer nor a terminal.
#[test]
fn words_of_a_policy_are_only_words() {
    let printer = Printer::new(State::Well);
    let strange =
        |policy: &Policy| policy.name == "words-for-the-printer" || policy.name == "a-word-without-translation";
    let policies: Vec<Policy> = catalogue().into_iter().filter(strange).collect();
    assert_eq!(policies.len(), 3);
    let shop = shop_with(&policies);
    shop.print_to(&printer.connection());
    let sold = shop.run(&format!("sale --scan {ITEM} --pay card --receipt print")).done();
    let spoken = |letter: char| !letter.is_control() || letter == '\n';
    assert!(sold.out.chars().chain(sold.err.chars()).all(spoken), "{:?}", sold.out);
    let paper = printer.paper();
    let count = |part: &[u8]| paper.windows(part.len()).filter(|window| *window == part).count();
    assert_eq!((count(b"\x1bi"), count(b"\x1bp"), count(b"\x07")), (0, 0, 0));
    assert_eq!(count(b"DUPLICATA"), 2, "as words, which both said");
    let receipt = shop.run("receipt C1-000002").done().out;
    assert!(receipt.chars().all(spoken) && receipt.matches("DUPLICATA").count() == 2, "{receipt:?}");
}
