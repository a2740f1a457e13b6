//! Items and customers searched and shown, and the JSON that programs of others read.

use comptoir_tests::TestShop;
use serde_json::Value;

use crate::people::{ACCOUNT_150, BARON};
use crate::slip::number;

fn column(rows: &Value, key: &str) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row[key].as_str().unwrap().to_owned()).collect()
}

#[test]
fn words_are_found_whatever_their_accents_and_case() {
    let mut shop = TestShop::empty();
    shop.at(comptoir_tests::NOON);
    // This seed has people of the name, written in one word and in two.
    let _ = shop.run("demo --sales 0 --customers 300 --seed 4 --json --quiet").done();
    let found = column(&shop.json("customer list lefevre"), "name");
    for name in ["Mme Inès Le Fèvre", "Mme Virginie Le Fèvre", "Mme Noémie Lefèvre", "Christelle Lefèvre"] {
        assert!(found.iter().any(|found| found == name), "{name} is not in {found:?}");
    }
    assert!(found.iter().all(|name| name.contains("Fèvre") || name.contains("Lefèvre")), "{found:?}");
    for words in ["LE FEVRE ines", "ines le fèvre", "inès lefevre"] {
        assert_eq!(column(&shop.json(&format!("customer list {words}")), "name"), ["Mme Inès Le Fèvre"], "{words}");
    }
    assert_eq!(shop.json("customer show ines lefevre")["name"], "Mme Inès Le Fèvre");
    let words = shop.refused("customer show lefevre");
    assert!(words.contains("lefevre"), "several people are no one: {words}");
}

#[test]
fn items_are_found_by_their_words_in_any_order() {
    let shop = TestShop::new();
    assert_eq!(column(&shop.json("item list the menthe"), "label"), ["Thé vert à la menthe"]);
    assert_eq!(column(&shop.json("item list menthe THÉ"), "label"), ["Thé vert à la menthe"]);
    assert_eq!(column(&shop.json("item list ecosse bordeaux 43-46"), "sku"), ["SOU-0013"]);
    assert_eq!(shop.json("item list licorne"), serde_json::json!([]));
    assert_eq!(shop.json("item list --limit 3").as_array().map(Vec::len), Some(3));
    let shirt = shop.json("item show 3760428200013");
    assert_eq!(
        (&shirt["sku"], &shirt["price"], &shirt["vat_rate"]),
        (&"CHE-0001".into(), &"69.90".into(), &"20".into())
    );
    assert!(shop.refused("item show licorne").contains("licorne"));
    let found = shop.pipe("till", &["cherche menthe", "cherche baron", "cherche licorne"]).done();
    for told in ["Thé vert à la menthe", "M. Bernard Baron", "Rien pour « licorne »."] {
        assert!(found.out.contains(told), "{told}: {}", found.out);
    }
}

#[test]
fn indicators_count_sales_visits_and_revenue() {
    let mut shop = TestShop::new();
    shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    shop.json(&format!("sale --scan 2xCEI-0009 --customer {BARON} --pay card"));
    shop.at("2026-12-05T10:00:00+01:00");
    let sale = shop.json(&format!("sale --scan CNF-0004 CADEAU-20 --customer {BARON} --pay card"));
    shop.json(&format!("refund {} --line 1=1 --pay card", number(&sale)));
    let indicators = &shop.json(&format!("customer show {BARON}"))["indicators"];
    // Three sales on two days, one refund.
    assert_eq!((&indicators["sales"], &indicators["visits"]), (&3.into(), &2.into()));
    assert_eq!((&indicators["receipts"], &indicators["operations"]), (&4.into(), &4.into()));
    assert_eq!(indicators["last_visit"], "2026-12-05");
}

/// Asserts that a document has these keys.
#[track_caller]
fn has(document: &Value, keys: &[&str]) {
    let known = document.as_object().unwrap_or_else(|| panic!("no object: {document}"));
    for key in keys {
        assert!(known.contains_key(*key), "no {key} in {document}");
    }
}

#[test]
fn a_sale_answers_with_the_names_that_are_promised() {
    let shop = TestShop::new();
    let sale = shop.json(&format!("sale --scan ROB-0032 ROB-0003 --customer {BARON} --take gift --pay cash=400"));
    has(&sale, &["number", "at", "business_day", "total", "lines", "vat", "tenders", "change", "customer", "programs"]);
    let line = ["kind", "sku", "label", "quantity", "unit_price", "discount", "net", "gross", "vat_rate", "origin"];
    has(&sale["lines"][0], &line);
    has(&sale["vat"][0], &["rate", "net", "vat", "gross"]);
    has(&sale["tenders"][0], &["kind", "amount"]);
    has(&sale["customer"], &["id", "name"]);
    let program = &sale["programs"][0];
    has(program, &["program", "policy", "digest", "engine", "effects", "offers", "fault"]);
    assert!(program["digest"].as_str().unwrap().starts_with("sha256:"), "{program}");
    has(&program["offers"][0], &["id", "title", "state"]);
    let kind = |kind: &str| {
        let effects = program["effects"].as_array().unwrap();
        effects.iter().find(|effect| effect["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {program}"))
    };
    has(kind("counter"), &["counter", "delta"]);
    has(kind("message"), &["to", "text"]);
    has(kind("voucher"), &["amount", "expires"]);
    assert_eq!(sale["at"], "2026-11-22T12:00:00+01:00");
}

#[test]
fn a_customer_answers_with_the_names_that_are_promised() {
    let shop = TestShop::new();
    shop.json(&format!("sale --scan ROB-0032 ROB-0003 --customer {ACCOUNT_150} --later gift --pay card"));
    let customer = shop.json(&format!("customer show {ACCOUNT_150}"));
    has(&customer, &["id", "name", "cards", "group", "account", "credit_notes", "gift_vouchers", "counters", "offers"]);
    has(&customer["account"], &["balance", "limit", "hold"]);
    has(&customer["counters"][0], &["program", "counter", "balance"]);
    has(&customer["offers"][0], &["program", "id", "title"]);
    let indicators = ["sales", "receipts", "operations", "visits", "items", "average_basket", "last_visit"];
    has(&customer["indicators"], &indicators);
    has(&customer["indicators"], &["revenue_net", "revenue_gross"]);
}

#[test]
fn cases_of_policies_answer_with_the_names_that_are_promised() {
    let shop = TestShop::empty();
    for (policy, engine, cost) in [("loyalty-spend", "wasm", "fuel"), ("loyalty-spend-script", "rhai", "operations")] {
        let cases = shop.json(&format!("plugin test {policy}"));
        let cases = cases.as_array().unwrap();
        assert!(cases.len() >= 10, "{policy} has {} cases", cases.len());
        for case in cases {
            has(case, &["name", "engine", "passed", "expected", "actual", "trace"]);
            assert_eq!((&case["engine"], &case["passed"]), (&engine.into(), &true.into()), "{case}");
            // Settings that are out of bounds are refused before the policy runs.
            let ran = case["expected"]["settings"] == serde_json::json!([]) || case["expected"]["settings"].is_null();
            assert!(!ran || case["cost"][cost].as_u64().is_some_and(|cost| cost > 0), "{case}");
        }
        let name = cases[0]["name"].as_str().unwrap();
        let one = shop.json(&format!("plugin test {policy} --case '{}'", name.replace('\'', "'\\''")));
        assert_eq!(one.as_array().map(Vec::len), Some(1), "{name}");
        assert_eq!(one[0]["name"], name);
    }
}
