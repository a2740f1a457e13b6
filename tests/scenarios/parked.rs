//! Sales put aside to serve the next customer, and taken up again once.

use comptoir_tests::TestShop;
use serde_json::json;

use crate::people::{BARON, VIP};
use crate::slip::{code, slip};

#[test]
fn a_sale_is_parked_another_is_made_and_the_first_is_paid_once() {
    let shop = TestShop::new();
    let before = shop.journal();
    let parked = shop.json(&format!("sale --scan 2xCHE-0001 --customer {VIP} --line-discount 1=10% --park Durand"));
    assert_eq!(parked, json!({ "parked": 1 }));
    assert_eq!(shop.journal(), before, "nothing was sold yet");
    assert_eq!(shop.json("sale --scan CNF-0004 --pay card")["number"], "C1-000002");

    let seen = shop.json("sale --recall 1 --preview");
    // Price list B: 2 × 62.90 = 125.80, minus 10 % by hand, 12.58, minus the group's 5 % of 113.22, 5.66.
    let shirts = "2 CHE-0001 125.80 - 12.58 - 5.66 = 107.56";
    assert_eq!(slip(&seen), [shirts, "total 107.56"]);
    assert_eq!(shop.refused("sale --recall 1 --pay cash=100"), "Il manque 7,56\u{a0}€.\n");
    let sale = shop.json("sale --recall 1 --scan CEI-0009 --pay card");
    // The belt: 40.50 in list B, minus 5 % or 2.025, half up 2.03.
    assert_eq!(slip(&sale)[..3], [shirts, "1 CEI-0009 40.50 - 2.03 = 38.47", "total 146.03"]);
    let words = shop.refused("sale --recall 1 --pay card");
    assert!(words.contains('1'), "{words}");
    assert_eq!(shop.json("journal verify")["chains"]["T"], 3, "two sales more than the one of `demo`");
}

#[test]
fn the_till_parks_and_recalls_and_a_closed_till_loses_nothing() {
    let shop = TestShop::new();
    let day = shop.pipe("till", &["CHE-0001", "attente Martin", "CNF-0004", "payer cash=10", "quitter"]).done();
    assert!(day.out.contains("En attente : « Martin », « reprendre 1 » le rappelle."), "{}", day.out);
    // Recalled, and left without being paid: it waits on.
    let left = shop.pipe("till", &["reprendre", "reprendre 1", "quitter"]).done();
    assert!(left.out.contains("Martin"), "{}", left.out);
    let left = shop.pipe("till", &["reprendre 1", "CEI-0009"]).done();
    assert!(left.out.contains("114,90"), "{}", left.out);

    let paid = shop.till(&["reprendre 1", "payer card", "reprendre 1"]);
    let sale = paid.iter().find(|answer| answer["number"].is_string()).unwrap();
    assert_eq!(slip(sale), ["1 CHE-0001 69.90", "total 69.90", "card 69.90"]);
    assert!(paid.last().unwrap()["error"].is_string(), "{paid:?}");
}

#[test]
fn nothing_cannot_be_parked() {
    let shop = TestShop::new();
    assert_eq!(shop.refused("sale --park Durand"), "Rien à encaisser : scannez d'abord un article.\n");
    let words = shop.misused("sale --scan CHE-0001 --park Durand --pay card");
    assert!(words.contains("--park") && words.contains("--pay"), "{words}");
}

#[test]
fn a_parked_voucher_that_was_spent_meanwhile_is_refused() {
    let shop = TestShop::new();
    let won = shop.json(&format!("sale --scan ROB-0032 ROB-0003 --customer {BARON} --take gift --pay card"));
    let voucher = code(&won);
    shop.json(&format!("sale --scan CEI-0009 {voucher} --park Baron"));
    shop.json(&format!("sale --scan CNF-0004 {voucher}"));
    let before = shop.journal();
    // 10.00 are on the draft, and 10.00 - 8.50 = 1.50 are left.
    let words = shop.refused("sale --recall 1 --pay card");
    assert_eq!(words, format!("Il reste 1,50\u{a0}€ sur {voucher}, moins que 10,00\u{a0}€.\n"));
    assert_eq!(shop.journal(), before);
}
