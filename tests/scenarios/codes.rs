//! Codes as they come from the scanner: the shop's own labels, unknown and misread ones.

use comptoir_tests::{TestShop, ean};

use crate::people::{BARON, VIP};
use crate::slip::{slip, vat};

#[test]
fn a_label_of_the_scale_gives_the_weight() {
    let shop = TestShop::new();
    // 21, item 00108, 250 g: 0.250 kg × 32.00 = 8.00; 8.00 / 1.055 = 7.5829.
    let label = ean::complete("210010800250");
    let sale = shop.json(&format!("sale --scan {label} --pay card"));
    assert_eq!(slip(&sale), ["0.25 THE-0008 8.00", "total 8.00", "card 8.00"]);
    assert_eq!(vat(&sale), ["5.5: 7.58 + 0.42 = 8.00"]);
    assert_eq!(sale["lines"][0]["unit_price"], "32.00");
    // 333 g: 0.333 × 32.00 = 10.656.
    let sale = shop.json(&format!("sale --scan {} --pay card", ean::complete("210010800333")));
    assert_eq!(slip(&sale)[0], "0.333 THE-0008 10.66");
}

#[test]
fn a_label_with_a_price_keeps_it_to_the_cent() {
    let shop = TestShop::new();
    // 02, item 00108, 5.00 €: 5.00 / 32.00 = 0.15625 kg, to the gram 0.156, which would cost 4.99.
    let sale = shop.json(&format!("sale --scan {} --pay card", ean::complete("020010800500")));
    assert_eq!(slip(&sale), ["0.156 THE-0008 5.00", "total 5.00", "card 5.00"]);
}

#[test]
fn labels_of_the_scale_add_up_and_follow_the_customers_price_list() {
    let shop = TestShop::new();
    let (one, two) = (ean::complete("210010800250"), ean::complete("210010800500"));
    let sale = shop.json(&format!("sale --scan {one} {two} --pay card"));
    assert_eq!(sale["total"], "24.00", "8.00 and 16.00");
    // 28.50 × 0.250 = 7.125, half up 7.13; 5 % of it is 0.3565, half up 0.36.
    let sale = shop.json(&format!("sale --scan {one} --customer {VIP} --pay card"));
    assert_eq!(slip(&sale)[0], "0.25 THE-0008 7.13 - 0.36 = 6.77");
}

#[test]
fn a_label_scanned_several_times_at_once_counts_as_often() {
    let shop = TestShop::new();
    let weighed = ean::complete("210010800250");
    assert_eq!(shop.json(&format!("sale --scan 3x{weighed} --pay card"))["total"], "24.00", "3 × 8.00");
    let priced = ean::complete("020010800500");
    let sale = shop.json(&format!("sale --scan 3x{priced} --pay card"));
    // 15.00 / 32.00 = 0.46875 kg.
    assert_eq!(slip(&sale), ["0.469 THE-0008 15.00", "total 15.00", "card 15.00"]);
}

#[test]
fn an_unknown_code_is_told_and_the_sale_goes_on() {
    let shop = TestShop::new();
    let unknown = "3017620422003";
    let before = shop.journal();
    let words = shop.refused(&format!("sale --scan CHE-0001 {unknown} --pay card"));
    assert!(words.starts_with(&format!("Code inconnu : {unknown}.")), "{words}");
    let words = shop.refused(&format!("sale --scan {} --pay card", ean::complete("219999900250")));
    assert!(words.starts_with("Code inconnu : 2199999002"), "a label of no item: {words}");
    assert_eq!(shop.journal(), before);

    let answers = shop.till(&["CHE-0001", unknown, "CEI-0009", "payer card"]);
    let error = answers[1]["error"].as_str().unwrap();
    assert!(error.contains(unknown) && error.contains("La vente continue"), "{error}");
    let paid = answers.last().unwrap();
    assert_eq!(slip(paid), ["1 CHE-0001 69.90", "1 CEI-0009 45.00", "total 114.90", "card 114.90"]);
}

#[test]
fn a_misread_code_is_told_and_sells_nothing() {
    let shop = TestShop::new();
    let misread = ean::misread("3760428200013");
    let before = shop.journal();
    let words = shop.refused(&format!("sale --scan {misread} --pay card"));
    let told =
        "Code mal lu : 3760428200014 (la clé de contrôle devrait être 3). Rescannez, ou tapez le code à la main.\n";
    assert_eq!(words, told);
    let words = shop.refused(&format!("sale --scan {misread} --pay card --lang en"));
    assert!(words.starts_with("Misread code: 3760428200014 (the check digit should be 3)."), "{words}");
    shop.refused(&format!("sale --scan {} --pay card", ean::misread(&ean::complete("210010800250"))));
    shop.refused(&format!("sale --scan CHE-0001 {} --pay card", ean::misread(BARON)));
    assert_eq!(shop.journal(), before);
}

#[test]
fn the_same_scan_field_knows_items_cards_papers_and_receipts() {
    let shop = TestShop::new();
    let sold = shop.json("sale --scan CADEAU-20 --pay card");
    let (number, voucher) = (sold["number"].as_str().unwrap(), crate::slip::code(&sold));
    let day = shop.pipe("till", &["CEI-0009", BARON, &voucher, number, "payer cash=25"]).done();
    assert!(day.out.contains("M. Bernard Baron"), "{}", day.out);
    assert!(day.out.contains(&format!("« retour {number} cash » le rembourse.")), "{}", day.out);
    assert!(day.out.contains(&format!("Chèque-cadeau {voucher} : 20,00\u{a0}€")), "{}", day.out);
    // 45.00 - 20.00 = 25.00.
    assert!(day.out.contains("Espèces : 25,00\u{a0}€"), "{}", day.out);
    assert_eq!(day.err, "");
}
