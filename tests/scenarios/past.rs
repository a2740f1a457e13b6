//! The shop's own past: simulated with other settings, asked again, explained, and kept as cases.

use std::path::{Path, PathBuf};

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;

/// A shop in which Mr Baron bought 3 × 69.90 on the 23rd and on the 24th, took a gift of 10.00 for 300 points,
/// and gave one shirt of the second sale back on the 25th.
fn with_a_past() -> TestShop {
    let mut shop = TestShop::new();
    shop.at("2026-11-23T10:00:00+01:00");
    shop.json(&format!("sale --scan 3xCHE-0001 --customer {BARON} --pay card"));
    shop.at("2026-11-24T10:00:00+01:00");
    let sale = shop.json(&format!("sale --scan 3xCHE-0001 --customer {BARON} --take gift --pay card"));
    assert_eq!(sale["number"], "C1-000003");
    shop.at("2026-11-25T10:00:00+01:00");
    shop.json("refund C1-000003 --line 1=1 --pay card");
    shop
}

/// A copy of a bundled package whose only cases are those of a file.
fn with_cases(shop: &TestShop, policy: &str, cases: &Path) -> PathBuf {
    let bundled = comptoir_tests::program::policies().join(policy);
    let folder = shop.beside().join("copy");
    copy(&bundled, &folder);
    std::fs::remove_dir_all(folder.join("cases")).unwrap();
    std::fs::create_dir(folder.join("cases")).unwrap();
    std::fs::copy(cases, folder.join("cases/recorded.toml")).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_program_is_simulated_as_it_was_and_with_other_settings() {
    let shop = with_a_past();
    let before = shop.journal();
    let line = "plugin backtest loyalty-spend --from 2026-11-01 --compare loyalty-spend --quiet";
    let report = shop.json(&format!("{line} --offers recorded"));
    assert_eq!((&report["sales"], &report["refunds"], &report["customers"]), (&json!(3), &json!(1), &json!(1)));
    assert_eq!(report["settings"]["threshold"], "300", "those of the program: {}", report["settings"]);
    let compared = &report["compared"];
    assert_eq!((&compared["program"], &compared["differ"]), (&json!("loyalty-spend"), &json!(0)));
    let did = json!({ "given": "10.00", "earned": { "points": "418" }, "spent": { "points": "300" } });
    assert_eq!((&compared["was"], &compared["would_be"], &compared["first"]), (&did, &did, &json!([])));
    // 209 points twice, of which a third of the second 209 went back; the gift cost 300.
    let points = &report["counters"][0];
    assert_eq!((&points["earned"], &points["spent"]), (&json!("348.3333"), &json!("300")));
    assert_eq!((&points["held"], &points["lapsed"]), (&json!("48.3333"), &json!("0")));
    assert_eq!((&report["vouchers"], &report["given"]), (&json!({ "count": 1, "amount": "10.00" }), &json!("10.00")));
    assert_eq!(report["worst"][0]["number"], "C1-000003");

    let other = shop.json(&format!("{line} threshold=150 reward=discount reward_value=20"));
    // Points of the sale itself do not pay for a discount: the first sale gives none.
    assert_eq!((&other["discounts"]["amount"], &other["discounts"]["sales"]), (&json!("20.00"), &json!(1)));
    // A third of it comes back with the shirt.
    assert_eq!((&other["taken_back"], &other["given"]), (&json!("6.67"), &json!("13.33")));
    let differ = other["compared"]["first"].as_array().unwrap();
    assert_eq!(json!(differ.len()), other["compared"]["differ"]);
    let second = differ.iter().find(|sale| sale["number"] == "C1-000003").unwrap();
    assert_eq!((&second["was"]["vouchers"], &second["would_be"]["discount"]), (&json!(["10.00"]), &json!("20.00")));
    let never = shop.json(&format!("{line} --offers never"));
    assert_eq!((&never["offers"], &never["given"]), (&json!({ "made": 1, "taken": 0 }), &json!("0.00")));
    let day = shop.json("plugin backtest loyalty-spend-script --from 2026-11-24 --until 2026-11-24 --quiet");
    assert_eq!((&day["sales"], &day["counters"][0]["earned"]), (&json!(1), &json!("209")), "from nothing");
    let carried =
        shop.json(&format!("{line} --offers recorded --from 2026-11-24 --carry").replace("--from 2026-11-01 ", ""));
    assert_eq!((&carried["counters"][0]["opening"], &carried["compared"]["differ"]), (&json!("209"), &json!(0)));
    assert_eq!(shop.journal(), before, "a simulation leaves no trace");
}

#[test]
fn a_simulation_is_told_in_words_and_drawn() {
    let shop = with_a_past();
    let ran = shop.run("plugin backtest loyalty-spend --from 2026-11-01 --chart mois.png").done();
    for words in ["du 01/11/2026 au 25/11/2026", "Donné", "348,3333", "2026-11"] {
        assert!(ran.out.contains(words), "{words} in {}", ran.out);
    }
    assert!(ran.err.contains("Simulation : 100 %"), "{}", ran.err);
    let picture = std::fs::read(shop.beside().join("mois.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() > 2_000, "{} bytes", picture.len());
    let english = shop.run("plugin backtest loyalty-spend --from 2026-11-01 --lang en --quiet").done();
    assert!(english.out.contains("Held at the end") && english.err.is_empty(), "{} {}", english.out, english.err);
}

#[test]
fn what_cannot_be_simulated_is_told() {
    let shop = TestShop::new();
    for (line, told) in [
        ("plugin backtest fidelite", "Aucune règle « fidelite »"),
        ("plugin backtest loyalty-spend seuil=3", "« seuil »"),
        ("plugin backtest loyalty-spend --compare autre", "Aucun programme « autre »"),
        ("plugin backtest loyalty-spend-script --carry", "Aucun programme"),
    ] {
        let words = shop.refused(&format!("{line} --quiet"));
        assert!(words.contains(told), "{line}: {words}");
    }
    let words = shop.misused("plugin backtest loyalty-spend --from 2026-12-01 --until 2026-11-01");
    assert!(words.contains("Le premier jour vient après le dernier"), "{words}");
}

#[test]
fn past_sales_are_asked_again_and_a_changed_archive_is_noticed() {
    let shop = with_a_past();
    shop.json("program set loyalty-spend threshold=50");
    let all = shop.json("plugin replay --until 2026-12-31 --quiet");
    assert_eq!((&all["sales"], &all["same"], &all["different"]), (&json!(3), &json!(3), &json!(0)), "{all}");
    let one = shop.json("plugin replay C1-000003");
    assert_eq!(one["programs"][0]["outcome"], "same");
    let digest = one["programs"][0]["digest"].as_str().unwrap().trim_start_matches("sha256:");
    let manifest = shop.data().join("policies").join(digest).join("manifest.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, format!("{text}\n# autre\n")).unwrap();
    let ran = shop.run("plugin replay C1-000003").ended(1);
    assert!(ran.out.contains("impossible à redemander : le paquet archivé a été modifié"), "{}", ran.out);
    assert!(shop.refused("plugin replay C1-000099").contains("Aucun ticket C1-000099"));
    assert_eq!(shop.run("plugin replay").status, Some(2));
}

#[test]
fn a_past_sale_says_why() {
    let shop = with_a_past();
    let why = shop.json("plugin why C1-000003 --program loyalty-spend");
    let reasons = why[0]["reasons"].as_array().unwrap();
    let last = reasons.last().unwrap();
    assert_eq!((&last["held"], &last["expected"], &last["actual"]), (&json!(true), &json!("300"), &json!("418")));
    assert_eq!((&why[0]["outcome"], &why[0]["effects"]["vouchers"]), (&json!("same"), &json!(["10.00"])));
    let words = shop.run("plugin why C1-000001").done().out;
    assert!(words.contains("✗ Client identifié — non (attendu : oui)"), "{words}");
    assert!(shop.refused("plugin why C1-000003 --program autre").contains("Aucun programme « autre »"));
    assert!(shop.misused("plugin why loyalty-spend").contains("--case"));
}

#[test]
fn a_past_sale_becomes_a_case_that_the_policy_keeps() {
    let shop = with_a_past();
    shop.json("plugin record C1-000003 --program loyalty-spend --out cas.toml");
    shop.json("plugin record C1-000002 --program loyalty-spend --out cas.toml");
    let folder = with_cases(&shop, "loyalty-spend", &shop.beside().join("cas.toml"));
    let results = shop.json(&format!("plugin test {}", folder.display()));
    let passed: Vec<&Value> = results.as_array().unwrap().iter().map(|case| &case["passed"]).collect();
    assert_eq!(passed, [true, true]);
    let name = "C1-000003 · loyalty-spend";
    let case = shop.json(&format!("plugin why {} --case '{name}'", folder.display()));
    assert_eq!(
        (&case["passed"], &case["reasons"].as_array().unwrap().last().unwrap()["actual"]),
        (&json!(true), &json!("418"))
    );
    let words = shop.refused(&format!("plugin why {} --case autre", folder.display()));
    assert!(words.contains(name), "{words}");
    let bench = shop.json(&format!("plugin bench {}", folder.display()));
    let measured = &bench["cases"][0];
    assert_eq!(measured["case"], name);
    assert!(
        measured["p50_ns"].as_u64() <= measured["p99_ns"].as_u64() && measured["cost"]["fuel"].as_u64() > Some(0),
        "{bench}"
    );
    assert!(shop.refused("plugin record C1-000003 --program autre").contains("Aucun programme « autre »"));
}
