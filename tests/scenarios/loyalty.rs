//! Points, the gift at the threshold, and the voucher that it gives.
//!
//! The test shop has the program « points per euro »: one point for each whole euro, but for books and
//! press; at 300 points a voucher of 10.00 € that is good for 180 days.

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;
use crate::slip::{code, purse, slip};

/// Two dresses, 245.00 + 89.90 = 334.90: more than the threshold at one go.
const DRESSES: &str = "--scan ROB-0032 ROB-0003";

#[test]
fn whole_euros_earn_points_but_for_books_and_gift_vouchers() {
    let shop = TestShop::new();
    let sale = shop.json(&format!("sale --scan CHE-0001 LIV-0001 PRE-0001 CADEAU-20 --customer {BARON} --pay card"));
    // 69.90 + 19.90 + 7.90 + 20.00 = 117.70, of which the shirt's 69 whole euros count.
    assert_eq!(slip(&sale)[4..7], ["total 117.70", "card 117.70", "points +69"]);
    let program = &sale["programs"][0];
    assert_eq!((&program["program"], &program["engine"]), (&json!("loyalty-spend"), &json!("wasm")));
    let (at_once, forever) = (Value::Null, Value::Null);
    let earned = json!({ "kind": "counter", "counter": "points", "delta": "69", "available": at_once, "expires": forever,
                         "to": "customer" });
    assert_eq!(program["effects"][0], earned);
    let said = "0\u{a0}point, +69 avec cette vente. Encore 231\u{a0}points avant le cadeau.";
    let heard = program["effects"][1]["text"].as_str().unwrap().replace(' ', "\u{a0}");
    assert_eq!(heard, said.replace(' ', "\u{a0}"));
    // Nobody earns nothing.
    assert_eq!(shop.json("sale --scan CHE-0001 --pay card")["counters"], json!([]));
}

#[test]
fn an_offer_taken_is_a_voucher_and_points_above_the_threshold_are_kept() {
    let shop = TestShop::new();
    let seen = shop.json(&format!("sale {DRESSES} --customer {BARON} --preview"));
    assert_eq!(seen["programs"][0]["offers"][0]["id"], "gift");
    assert_eq!(seen["programs"][0]["offers"][0]["state"], "open");

    let sale = shop.json(&format!("sale {DRESSES} --customer {BARON} --take gift --pay card"));
    // 334 whole euros, minus 300 for the gift; 22 November + 180 days = 21 May.
    let moved = ["total 334.90", "card 334.90", "points +334", "points -300", "issued voucher 10.00 until 2027-05-21"];
    assert_eq!(slip(&sale)[2..], moved);
    assert_eq!(sale["programs"][0]["offers"][0]["state"], "taken");
    assert_eq!(purse(&shop, BARON), ["loyalty-spend 34", "vouchers 10.00 of 10.00", "bought 334.90 gross, 279.08 net"]);
}

#[test]
fn a_voucher_is_scanned_on_a_later_day_spent_in_part_and_keeps_its_rest() {
    let mut shop = TestShop::new();
    let voucher = code(&shop.json(&format!("sale {DRESSES} --customer {BARON} --take gift --pay card")));

    shop.at("2027-01-09T15:30:00+01:00");
    // It reduces the price: nothing is left to pay, nothing is earned, and no tax is due.
    let sale = shop.json(&format!("sale --scan CNF-0004 {voucher} --customer {BARON}"));
    assert_eq!(slip(&sale), ["1 CNF-0004 8.50 - 8.50 = 0.00", "total 0.00", "paper -8.50"]);
    assert_eq!(sale["business_day"], "2027-01-09");
    assert!(sale["lines"][0]["origin"].as_str().unwrap().starts_with("voucher:"), "{sale}");
    assert_eq!(purse(&shop, BARON)[1], "vouchers 1.50 of 10.00");

    // The last day is a good one, whoever brings it: 45.00 - 1.50 = 43.50.
    shop.at("2027-05-21T19:59:59+02:00");
    let sale = shop.json(&format!("sale --scan CEI-0009 {voucher} --pay card"));
    assert_eq!(slip(&sale), ["1 CEI-0009 45.00 - 1.50 = 43.50", "total 43.50", "card 43.50", "paper -1.50"]);
    assert_eq!(shop.refused(&format!("sale --scan CEI-0009 {voucher} --pay card")), format!("{voucher} est épuisé.\n"));
}

#[test]
fn a_voucher_that_expired_is_refused_and_not_shown_any_more() {
    let mut shop = TestShop::new();
    let voucher = code(&shop.json(&format!("sale {DRESSES} --customer {BARON} --take gift --pay card")));
    shop.at("2027-05-22T00:00:00+02:00");
    let before = shop.journal();
    let words = shop.refused(&format!("sale --scan CEI-0009 {voucher} --pay card"));
    assert_eq!(words, format!("{voucher} n'est plus valable depuis le 21/05/2027.\n"));
    assert_eq!(shop.journal(), before);
    assert_eq!(purse(&shop, BARON), ["loyalty-spend 34", "bought 334.90 gross, 279.08 net"]);
}

#[test]
fn a_voucher_does_not_pay_and_counts_once_on_a_sale() {
    let shop = TestShop::new();
    let voucher = code(&shop.json(&format!("sale {DRESSES} --customer {BARON} --take gift --pay card")));
    let words = shop.refused(&format!("sale --scan CEI-0009 --pay gift-voucher={voucher} --pay card"));
    assert_eq!(words, format!("{voucher} est un bon d'achat : scannez-le avec les articles, il réduit le prix.\n"));
    let words = shop.refused(&format!("sale --scan CEI-0009 {voucher} {voucher} --pay card"));
    assert_eq!(words, format!("Le bon {voucher} est déjà sur ce ticket.\n"));
}

#[test]
fn an_offer_put_off_waits_and_is_taken_on_a_later_day() {
    let mut shop = TestShop::new();
    let sale = shop.json(&format!("sale {DRESSES} --customer {BARON} --later gift --pay card"));
    assert_eq!(slip(&sale)[2..], ["total 334.90", "card 334.90", "points +334"]);
    assert_eq!(sale["programs"][0]["offers"][0]["state"], "later");
    let waiting = ["loyalty-spend 334", "offer gift", "bought 334.90 gross, 279.08 net"];
    assert_eq!(purse(&shop, BARON), waiting);

    shop.at("2026-12-12T11:00:00+01:00");
    assert_eq!(purse(&shop, BARON), waiting);
    let sale = shop.json(&format!("sale --scan CNF-0004 --customer {BARON} --take gift --pay card"));
    // 334 + 8 - 300 = 42; 12 December + 180 days = 10 June.
    let moved = ["total 8.50", "card 8.50", "points +8", "points -300", "issued voucher 10.00 until 2027-06-10"];
    assert_eq!(slip(&sale)[1..], moved);
    // 279.08 + 7.08 = 286.16 (8.50 / 1.2 = 7.0833).
    let after = ["loyalty-spend 42", "vouchers 10.00 of 10.00", "bought 343.40 gross, 286.16 net"];
    assert_eq!(purse(&shop, BARON), after);
}

#[test]
fn an_offer_that_is_not_open_cannot_be_taken() {
    let shop = TestShop::new();
    let before = shop.journal();
    let words = shop.refused(&format!("sale --scan CHE-0001 --customer {BARON} --take gift --pay card"));
    assert!(words.contains("gift"), "{words}");
    let words = shop.refused(&format!("sale {DRESSES} --customer {BARON} --take cadeau --pay card"));
    assert!(words.contains("cadeau") && words.contains("loyalty-spend/gift"), "{words} says what is open");
    // Without the customer there is no offer.
    shop.refused(&format!("sale {DRESSES} --take gift --pay card"));
    assert_eq!(shop.journal(), before);
}

#[test]
fn a_gift_at_once_counts_the_points_of_past_visits_and_is_spread_over_the_lines() {
    let mut shop = TestShop::new();
    shop.json("program set loyalty-spend reward=discount");
    let sale = shop.json(&format!("sale {DRESSES} --customer {BARON} --pay card"));
    assert_eq!(sale["programs"][0]["offers"], json!([]), "these points count from the next visit on");

    shop.at("2026-12-12T11:00:00+01:00");
    let sale = shop.json(&format!("sale --scan CHE-0001 CEI-0009 LIV-0001 --customer {BARON} --take gift --pay card"));
    // 10.00 over 69.90 and 45.00: 6.08 and 3.92 (10 × 69.90 / 114.90 = 6.0836). The book keeps its price.
    // 114.90 - 10.00 = 104.90 are paid and earn 104 points.
    assert_eq!(
        slip(&sale),
        [
            "1 CHE-0001 69.90 - 6.08 = 63.82",
            "1 CEI-0009 45.00 - 3.92 = 41.08",
            "1 LIV-0001 19.90",
            "total 124.80",
            "card 124.80",
            "points +104",
            "points -300",
        ]
    );
    assert_eq!(sale["lines"][0]["origin"], "program:loyalty-spend");
    assert_eq!(purse(&shop, BARON)[0], "loyalty-spend 138", "334 + 104 - 300");
}

#[test]
fn the_till_explains_what_a_program_did() {
    let shop = TestShop::new();
    let seen = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --preview --why"));
    let why: Vec<(&Value, &Value)> =
        seen["programs"][0]["why"].as_array().unwrap().iter().map(|why| (&why["what"], &why["held"])).collect();
    assert_eq!(
        why,
        [
            (&json!("Client identifié"), &json!(true)),
            (&json!("Achats qui rapportent : au moins une tranche"), &json!(true)),
            (&json!("Points : le seuil est atteint"), &json!(false)),
        ]
    );
    let words = shop.misused("sale --scan CHE-0001 --why --pay card");
    assert!(words.contains("--preview"), "{words}");
}
