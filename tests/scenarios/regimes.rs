//! VAT regimes of customers: who buys without tax, at which prices, with which words, and until when.

use comptoir_tests::TestShop;
use expect_test::expect_file;
use serde_json::{Value, json};

use crate::people::BARON;
use crate::receipts::check;
use crate::slip::{number, purse, slip, sum, vat};

const BRUSSELS: &str = "societe='Kleding NV' tva='BE 0403.019.261' regime-tva=intracom cartes=CF-BE";
const EXPORTER: &str = "nom=Baronne regime-tva=export cartes=CF-EX";
const TRADER: &str =
    "societe='Négoce du Rhône' regime-tva=franchise 'attestation=AF-2026-118' fin-attestation=31/12/2026 cartes=CF-AF";

fn count(shop: &TestShop, condition: &str) -> u64 {
    shop.json(&format!("customer count --where '{condition}'"))["customers"].as_u64().unwrap()
}

#[test]
fn every_price_is_paid_without_its_tax_and_a_gift_voucher_as_it_is() {
    let shop = TestShop::new();
    shop.json(&format!("customer new {BRUSSELS}"));
    let paid = shop.json("sale --scan 3xCHE-0001 LIV-0001 CADEAU-50 --customer CF-BE --pay card");
    let lines = ["3 CHE-0001 174.75", "1 LIV-0001 18.86", "1 CADEAU-50 50.00", "total 243.61"];
    assert_eq!(slip(&paid)[..4], lines);
    assert_eq!(vat(&paid), ["0: 243.61 + 0.00 = 243.61"]);
    assert_eq!(
        paid["exemption"],
        json!({ "regime": "intracom", "mention": "Exonération de TVA, art.\u{a0}262\u{a0}ter,\u{a0}I du CGI",
                "vat_number": "BE0403019261" })
    );
    let signed = shop.json("journal show T --last 1")[0]["payload"].as_str().unwrap().to_owned();
    assert!(signed.contains("\nvat-regime:intracom\n") && signed.contains("\nvat-mention:Exonération"), "{signed}");
    assert!(!signed.contains("BE0403019261"), "no signed record names the customer");
    let _ = shop.run("journal verify").done();
    // Nobody, and somebody else, pay the tax as before.
    let other = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    assert_eq!((&slip(&other)[0], &other["exemption"]), (&"1 CHE-0001 69.90".to_owned(), &Value::Null));
}

#[test]
fn discounts_follow_as_for_everybody() {
    let shop = TestShop::new();
    shop.json(&format!("customer new {EXPORTER} famille=personnel"));
    // 69.90 is 58.25 without tax, less the 20 % of the group.
    let preview = shop.json("sale --scan CHE-0001 --discount 6,60 --customer CF-EX --preview");
    assert_eq!(slip(&preview), ["1 CHE-0001 58.25 - 11.65 - 6.60 = 40.00", "total 40.00"]);
}

#[test]
fn a_refund_takes_back_what_was_paid_with_the_same_words() {
    let shop = TestShop::new();
    shop.json(&format!("customer new {TRADER}"));
    let before = purse(&shop, "CF-AF");
    let sale = shop.json("sale --scan 3xCHE-0001 LIV-0001 --customer CF-AF --discount 10,01 --pay card");
    // The file changes; what was sold stays as it was sold.
    shop.json("customer edit CF-AF regime-tva=normal");
    let part = shop.json(&format!("refund {} --line 1=1 --pay cash", number(&sale)));
    assert_eq!(part["exemption"], sale["exemption"]);
    let rest = shop.json(&format!("refund {} --pay cash", number(&sale)));
    assert_eq!(sum([&sale, &part, &rest], |sale| sale["total"].clone()), 0);
    assert!(vat(&part)[0].starts_with("0: ") && vat(&part).len() == 1, "{:?}", vat(&part));
    assert_eq!(purse(&shop, "CF-AF"), before);
    let printed = shop.json(&format!("receipt {}", number(&rest)))["text"].as_str().unwrap().replace('\u{a0}', " ");
    assert!(printed.contains("franchise de TVA, art. 275") && printed.contains("AF-2026-118"), "{printed}");
    let _ = shop.run("journal verify").done();
}

#[test]
fn the_receipt_says_why_there_is_no_tax_also_when_it_is_printed_again() {
    let shop = TestShop::new();
    shop.json(&format!("customer new {BRUSSELS}"));
    let sale = shop.json("sale --scan 2xCHE-0001 LIV-0001 --customer CF-BE --pay card");
    check(
        &shop,
        &number(&sale),
        [
            expect_file!["receipts/exempt-32.txt"],
            expect_file!["receipts/exempt-42.txt"],
            expect_file!["receipts/exempt-48.txt"],
        ],
    );
    // The file may change or go: the books keep what proves the sale.
    shop.json("customer edit CF-BE regime-tva=normal tva=");
    let copy =
        shop.json(&format!("receipt {} --reprint", number(&sale)))["text"].as_str().unwrap().replace('\u{a0}', " ");
    assert!(copy.contains("N° TVA du client : BE0403019261") && copy.contains("art. 262 ter, I"), "{copy}");
}

#[test]
fn an_attestation_ends_and_the_tax_is_due_again() {
    let mut shop = TestShop::new();
    shop.json(&format!("customer new {TRADER}"));
    let price = |shop: &TestShop| slip(&shop.json("sale --scan CHE-0001 --customer CF-AF --preview"))[0].clone();
    shop.json("sale --scan CHE-0001 --customer CF-AF --park négoce");
    for (at, expected) in
        [("2026-12-31T18:00:00+01:00", "1 CHE-0001 58.25"), ("2027-01-02T10:00:00+01:00", "1 CHE-0001 69.90")]
    {
        shop.at(at);
        assert_eq!(price(&shop), expected, "{at}");
    }
    let told = shop.run("customer show CF-AF").done().out;
    assert!(told.contains("Avec TVA : L’attestation d’achat en franchise a pris fin le 31/12/2026"), "{told}");
    let paid = shop.json("sale --recall 1 --pay card");
    assert_eq!((&slip(&paid)[0], &paid["exemption"]), (&"1 CHE-0001 69.90".to_owned(), &Value::Null), "it waited");
}

#[test]
fn a_regime_without_its_proof_is_refused_where_it_is_typed() {
    let shop = TestShop::new();
    for (fields, said) in [
        ("regime-tva=intracom", "Régime de TVA « intracom » : indiquez d’abord le n° de TVA du client"),
        ("regime-tva=intracom tva=FR40303265045", "dans un autre pays de l’Union"),
        ("regime-tva=franchise", "Attestation de franchise : un achat en franchise demande la référence"),
        ("regime-tva=franchise attestation=AF-1", "Fin de l’attestation : un achat en franchise demande"),
        ("regime-tva=franchise attestation=AF-1 fin-attestation=31/13/2026", "Fin de l’attestation « 31/13/2026 »"),
        ("regime-tva=exonéré", "choisissez parmi : normal, intracom, export, franchise"),
    ] {
        let words = shop.refused(&format!("customer edit {BARON} {fields}"));
        assert!(words.contains(said), "{fields}: {words}");
        assert_eq!(shop.json(&format!("customer show {BARON}"))["dealings"]["vat"]["regime"], "normal");
    }
    shop.json(&format!("customer new {BRUSSELS}"));
    let words = shop.refused("customer edit CF-BE tva=");
    assert!(words.contains("n° de TVA du client"), "the number cannot go while the regime needs it: {words}");
}

#[test]
fn regimes_are_found_carried_over_and_told() {
    let shop = TestShop::new();
    let all = count(&shop, "regime-tva = normal");
    for fields in [BRUSSELS, EXPORTER, TRADER] {
        shop.json(&format!("customer new {fields}"));
    }
    assert_eq!(count(&shop, "regime-tva = normal"), all);
    assert_eq!((count(&shop, "regime-tva"), count(&shop, "!regime-tva")), (3, all));
    assert_eq!((count(&shop, "regime-tva = EXPORT, intracom"), count(&shop, "vat-regime != export")), (2, all + 2));
    let told = shop.json("customer access CF-AF").to_string();
    assert!(told.contains("franchise") && told.contains("AF-2026-118"), "{told}");

    let file = shop.beside().join("clients.csv");
    shop.json(&format!("customer export {} --where regime-tva --quiet", file.display()));
    let other = TestShop::new();
    let _ = other.run(&format!("customer import {}", file.display())).done();
    for card in ["CF-BE", "CF-EX", "CF-AF"] {
        let vat = |shop: &TestShop| shop.json(&format!("customer show {card}"))["dealings"]["vat"].clone();
        assert_eq!(vat(&other), vat(&shop), "{card}");
    }
    // Brought in without its proof, the regime is left out and said.
    std::fs::write(&file, "Nom;Régime de TVA\nPetit;intracom\n").unwrap();
    let told = other.run(&format!("customer import {}", file.display())).done();
    assert!(format!("{}{}", told.out, told.err).contains("valeur laissée de côté"), "{}", told.out);
    assert_eq!(other.json("customer show petit")["dealings"]["vat"]["regime"], "normal");
}
