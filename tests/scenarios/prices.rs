//! Prices of a group, discounts by hand, quantities.

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::{STAFF, VIP};
use crate::slip::slip;

#[test]
fn a_group_brings_its_prices_and_discount_and_takes_them_away_again() {
    let shop = TestShop::new();
    let answers = shop.till(&["CHE-0001", "SOU-0013", "LIV-0001", &format!("client {VIP}"), "client -", "payer card"]);
    let answers: Vec<&Value> = answers.iter().filter(|answer| !answer["total"].is_null()).collect();
    let [.., alone, paid] = answers.as_slice() else { panic!("{answers:?}") };
    let ordinary = ["1 CHE-0001 69.90", "1 SOU-0013 14.50", "1 LIV-0001 19.90", "total 104.30"];
    assert_eq!(slip(alone), ordinary);
    assert_eq!(slip(paid), [&ordinary[..], &["card 104.30"]].concat());
    assert_eq!(paid["customer"], Value::Null);

    // Price list B: 62.90 for the shirt, nothing for the socks. 5 % of 62.90 is 3.145, half up 3.15;
    // of 14.50 it is 0.725, half up 0.73. Books have one price by law (loi du 10 août 1981).
    let known = shop.json(&format!("sale --scan CHE-0001 SOU-0013 LIV-0001 --customer {VIP} --preview"));
    let [shirt, socks] = ["1 CHE-0001 62.90 - 3.15 = 59.75", "1 SOU-0013 14.50 - 0.73 = 13.77"];
    assert_eq!(slip(&known), [shirt, socks, "1 LIV-0001 19.90", "total 93.42"]);
    assert_eq!(known["lines"][0]["origin"], "group:vip");
    // The cashier sees it as soon as the card is read.
    let shown = shop.pipe("till", &["CHE-0001", VIP]).done();
    assert!(shown.out.contains("69,90\u{a0}€") && shown.out.contains("59,75\u{a0}€"), "{}", shown.out);
    assert_eq!(known["lines"][2]["origin"], Value::Null);
}

#[test]
fn the_price_follows_the_customer_when_the_card_comes_last() {
    let shop = TestShop::new();
    let answers = shop.till(&["CHE-0001", STAFF, "payer card"]);
    // 20 % of 69.90 is 13.98.
    let paid = answers.last().unwrap();
    let lines = ["1 CHE-0001 69.90 - 13.98 = 55.92", "total 55.92", "card 55.92", "points +55"];
    assert_eq!(slip(paid), lines);
    assert_eq!(paid["customer"]["name"], "Mme Isabelle Bourgeois");
    assert_eq!(paid["customer"]["group"], "personnel");
}

#[test]
fn a_discount_on_a_line_and_one_on_the_total() {
    let shop = TestShop::new();
    let sale = shop.json("sale --scan CHE-0001 CEI-0009 --line-discount 1=10% --pay card");
    assert_eq!(slip(&sale)[..3], ["1 CHE-0001 69.90 - 6.99 = 62.91", "1 CEI-0009 45.00", "total 107.91"]);
    assert_eq!(sale["lines"][0]["origin"], "manual");

    let sale = shop.json("sale --scan CHE-0001 CEI-0009 --line-discount 2=5,00 --discount 10,00 --pay card");
    // 10.00 over 69.90 and 40.00: 6.36 and 3.64 (10 × 69.90 / 109.90 = 6.3603).
    let lines = ["1 CHE-0001 69.90 - 6.36 = 63.54", "1 CEI-0009 45.00 - 5.00 - 3.64 = 36.36", "total 99.90"];
    assert_eq!(slip(&sale)[..3], lines);
    let origins = |line: &Value| -> Vec<Value> {
        line["discounts"].as_array().unwrap().iter().map(|part| part["origin"].clone()).collect()
    };
    assert_eq!(origins(&sale["lines"][1]), [json!("manual"), json!("sale")]);
}

#[test]
fn books_keep_their_price_and_a_total_never_falls_below_zero() {
    let shop = TestShop::new();
    let sale = shop.json("sale --scan LIV-0001 CNF-0004 --discount 50,00 --pay card");
    // Only the pralines can be reduced, and by no more than they cost.
    assert_eq!(slip(&sale)[..3], ["1 LIV-0001 19.90", "1 CNF-0004 8.50 - 8.50 = 0.00", "total 19.90"]);
}

#[test]
fn what_is_no_discount_is_told() {
    let shop = TestShop::new();
    let before = shop.journal();
    for discount in ["--discount 101%", "--discount=-5", "--discount abc", "--line-discount 1", "--line-discount x=5"] {
        let ran = shop.run(&format!("sale --scan CHE-0001 {discount} --pay card"));
        assert_ne!(ran.status, Some(0), "{ran:?}");
        assert!(ran.err.contains('«'), "{ran:?} names what cannot be read");
    }
    let words = shop.refused("sale --scan CHE-0001 --line-discount 7=5 --pay card");
    assert_eq!(words, "Il n'y a pas de ligne 7 sur ce ticket.\n");
    assert_eq!(shop.journal(), before);
}

#[test]
fn a_quantity_comes_before_the_code_or_after_it() {
    let shop = TestShop::new();
    let lines = ["3 CHE-0001 209.70", "total 209.70", "card 209.70"];
    for scan in ["--scan 3xCHE-0001", "--scan 3*3760428200013", "--scan CHE-0001 --qty 3", "--scan CHE-0001 2xCHE-0001"]
    {
        assert_eq!(slip(&shop.json(&format!("sale {scan} --pay card"))), lines, "{scan}");
    }
    let typed = shop.till(&["CHE-0001", "qte 1 3", "payer card"]);
    assert_eq!(slip(typed.last().unwrap()), lines);
    // Fabric is sold by the meter: 2.5 × 12.90 = 32.25.
    let sale = shop.json("sale --scan 2,5xTIS-0001 --pay card");
    assert_eq!(slip(&sale), ["2.5 TIS-0001 32.25", "total 32.25", "card 32.25"]);
    let words = shop.refused("sale --scan 1,5xCHE-0001 --pay card");
    assert_eq!(words, "« Chemise oxford blanche 39 » se vend à la pièce : 1,5 n'est pas un nombre entier.\n");
}

#[test]
fn a_quantity_without_an_item_is_told() {
    let shop = TestShop::new();
    shop.json("sale --scan CHE-0001 --park Durand");
    let words = shop.misused("sale --recall 1 --qty 3 --pay card");
    assert!(words.starts_with("--qty change la quantité du dernier article scanné"), "{words}");
    let words = shop.misused(&format!("sale --scan {VIP} --qty 3 --preview --lang en"));
    assert!(words.starts_with("--qty changes the quantity of the last scanned item"), "{words}");
}
