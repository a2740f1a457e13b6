//! Programs switched on and off, and settings typed right and wrong.

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;
use crate::slip::{purse, slip};

#[test]
fn a_program_switched_off_leaves_its_points_and_comes_back() {
    let shop = TestShop::new();
    let sell = || shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    assert_eq!(slip(&sell())[3..], ["points +69"]);
    let listed = shop.json("program disable loyalty-spend");
    assert_eq!(listed[0]["enabled"], false);
    let sale = sell();
    assert_eq!((&sale["counters"], &sale["programs"]), (&json!([]), &json!([])));
    assert_eq!(purse(&shop, BARON)[0], "loyalty-spend 69");
    let listed = shop.json("program enable loyalty-spend points=2");
    assert_eq!(listed[0]["enabled"], true);
    assert_eq!(listed[0]["settings"]["threshold"], "300", "settings that are not named stay");
    assert_eq!(slip(&sell())[3..], ["points +138"]);
    assert_eq!(purse(&shop, BARON)[0], "loyalty-spend 207");
}

#[test]
fn settings_change_what_is_earned_from_the_next_sale_on() {
    let shop = TestShop::new();
    let listed = shop.json("program set loyalty-spend points=1,5 step=10 threshold=20");
    let settings = &listed[0]["settings"];
    assert_eq!(
        (&settings["points"], &settings["step"], &settings["threshold"]),
        (&json!("1.5"), &json!("10.00"), &json!("20"))
    );
    let sale = shop.json(&format!("sale --scan 2xCHE-0001 --customer {BARON} --pay card"));
    // 139.80 are 13 steps of 10.00: 13 × 1.5 = 19.5, just below 20.
    assert_eq!(slip(&sale)[3..], ["points +19.5"]);
    assert_eq!(sale["programs"][0]["offers"], json!([]));
    let sale = shop.json(&format!("sale --scan CNF-0004 CNF-0004 --customer {BARON} --take gift --pay card"));
    // 17.00: one step, 1.5; 19.5 + 1.5 = 21.
    assert_eq!(slip(&sale)[3..5], ["points +1.5", "points -20"]);
}

#[test]
fn a_program_runs_on_its_days_only() {
    let mut shop = TestShop::new();
    shop.json("program disable loyalty-spend");
    shop.json("program enable loyalty-spend-script --as noel --from 2026-12-01 --until 2026-12-24");
    for (day, earned) in [
        ("2026-11-30T23:59:59+01:00", json!([])),
        ("2026-12-01T00:00:00+01:00", json!([{ "program": "noel", "counter": "points", "delta": "69" }])),
        ("2026-12-24T23:59:59+01:00", json!([{ "program": "noel", "counter": "points", "delta": "69" }])),
        ("2026-12-25T00:00:00+01:00", json!([])),
    ] {
        shop.at(day);
        let sale = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
        assert_eq!(sale["counters"], earned, "{day}");
    }
}

#[test]
fn wrong_settings_are_told_and_change_nothing() {
    let shop = TestShop::new();
    let (before, journal) = (shop.json("program list"), shop.journal());
    for (assignment, told) in [
        ("seuil=3", ["« seuil »", "threshold"]),
        ("threshold=abc", ["« abc »", "nombre entier"]),
        ("threshold=0", ["« 0 »", "au moins 1"]),
        ("threshold=1000001", ["« 1000001 »", "1\u{202f}000\u{202f}000"]),
        ("points=0.00001", ["« 0.00001 »", "0,0001"]),
        ("reward=fromage", ["« fromage »", "voucher"]),
        ("reward_value=1.234", ["« 1.234 »", "montant"]),
        ("threshold", ["« threshold »", "CLÉ=VALEUR"]),
    ] {
        let words = shop.refused(&format!("program set loyalty-spend points=3 {assignment}"));
        assert!(told.iter().all(|part| words.contains(part)), "{assignment}: {words}");
        assert_eq!(words.matches("threshold :").count(), 0, "{words} names the setting once, in « »");
    }
    let words = shop.refused("program enable loyalty-spend --as autre seuil=3");
    assert!(words.contains("« seuil »"), "{words}");
    let words = shop.refused("program set loyalty-spend reward=cheese --lang en");
    assert!(words.contains("“cheese” is not one of the choices: voucher, discount"), "{words}");
    assert_eq!(shop.json("program list"), before);
    assert_eq!(shop.journal(), journal);
}

#[test]
fn names_that_nobody_has_are_told() {
    let shop = TestShop::new();
    for (line, told) in [
        ("program set fidelite points=2", "Aucun programme « fidelite »"),
        ("program disable fidelite", "Aucun programme « fidelite »"),
        ("program enable fidelite", "Aucune règle « fidelite »"),
        ("plugin test fidelite", "Aucune règle « fidelite »"),
    ] {
        let words = shop.refused(line);
        assert!(words.starts_with(told), "{line}: {words}");
    }
}

#[test]
fn every_change_of_a_program_is_in_the_technical_log() {
    let shop = TestShop::new();
    let before = shop.journal()["E"].as_u64().unwrap();
    shop.json("program set loyalty-spend threshold=250");
    shop.json("program disable loyalty-spend");
    assert_eq!(shop.journal()["E"].as_u64(), Some(before + 2));
    let events = shop.json("journal show E --last 2");
    let payload = |place: usize| events[place]["payload"].as_str().unwrap();
    let payloads = [payload(0), payload(1)];
    assert!(payloads.iter().any(|text| text.contains("loyalty-spend on") && text.contains("250")), "{payloads:?}");
    assert!(payloads.iter().any(|text| text.contains("loyalty-spend off")), "{payloads:?}");
}

#[test]
fn both_engines_make_the_same_of_the_same_sales() {
    let made: Vec<Value> = ["loyalty-spend", "loyalty-spend-script"]
        .into_iter()
        .map(|policy| {
            let shop = TestShop::new();
            shop.json("program disable loyalty-spend");
            shop.json(&format!("program enable {policy} --as fidelite threshold=100 excluded_departments=livres"));
            shop.json(&format!("sale --scan CHE-0001 LIV-0001 --customer {BARON} --pay card"));
            let sale = shop.json(&format!("sale --scan CEI-0009 PRE-0001 --customer {BARON} --take gift --pay card"));
            let program = &sale["programs"][0];
            assert_eq!(program["fault"], Value::Null);
            json!({ "total": sale["total"], "effects": program["effects"], "offers": program["offers"] })
        })
        .collect();
    assert_eq!(made[0], made[1]);
    // 69 + 52 (45.00 + 7.90 = 52.90) = 121, of which the gift costs 100.
    assert_eq!(made[0]["effects"][1]["delta"], "-100");
}
