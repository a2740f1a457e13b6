//! How a sale is paid: cash, card, several means, and what is refused.

use comptoir_tests::TestShop;

use crate::slip::{slip, vat};

#[test]
fn cash_gives_change() {
    let shop = TestShop::new();
    let sale = shop.json("sale --scan 3760428200013 --pay cash=100");
    // 100.00 - 69.90 = 30.10.
    assert_eq!(slip(&sale), ["1 CHE-0001 69.90", "total 69.90", "cash 100.00", "change 30.10"]);
    // 69.90 / 1.20 = 58.25 exactly.
    assert_eq!(vat(&sale), ["20: 58.25 + 11.65 = 69.90"]);
    assert_eq!(sale["number"], "C1-000002", "the one after the receipt of `demo`");
}

#[test]
fn a_card_pays_exactly() {
    let shop = TestShop::new();
    let sale = shop.json("sale --scan CHE-0001 CEI-0009 --pay card=114.90");
    assert_eq!(slip(&sale), ["1 CHE-0001 69.90", "1 CEI-0009 45.00", "total 114.90", "card 114.90"]);
    assert_eq!(vat(&sale), ["20: 95.75 + 19.15 = 114.90"]);
    assert_eq!(sale["change"], "0.00");
}

#[test]
fn a_card_and_cash_pay_together_and_the_rest_needs_no_figure() {
    let shop = TestShop::new();
    let sale = shop.json("sale --scan CHE-0001 --pay card=50 --pay cash=20");
    assert_eq!(slip(&sale), ["1 CHE-0001 69.90", "total 69.90", "card 50.00", "cash 20.00", "change 0.10"]);
    let sale = shop.json("sale --scan CHE-0001 --pay cash=19.90 --pay card");
    assert_eq!(slip(&sale), ["1 CHE-0001 69.90", "total 69.90", "cash 19.90", "card 50.00"]);
}

#[test]
fn taxes_of_several_rates_add_up_to_the_cent() {
    let shop = TestShop::new();
    // A shirt at 20 %, a coffee to take away at 10 %, a book at 5.5 %, a magazine at 2.1 %.
    let sale = shop.json("sale --scan CHE-0001 EMP-0001 LIV-0001 PRE-0003 --pay card");
    let lines = ["1 CHE-0001 69.90", "1 EMP-0001 2.50", "1 LIV-0001 19.90", "1 PRE-0003 4.90"];
    assert_eq!(slip(&sale)[..4], lines);
    assert_eq!(sale["total"], "97.20");
    // 4.90 / 1.021 = 4.7992; 19.90 / 1.055 = 18.8626; 2.50 / 1.10 = 2.2727.
    let mut rates = vat(&sale);
    rates.sort();
    assert_eq!(
        rates,
        ["10: 2.27 + 0.23 = 2.50", "2.1: 4.80 + 0.10 = 4.90", "20: 58.25 + 11.65 = 69.90", "5.5: 18.86 + 1.04 = 19.90",]
    );
}

#[test]
fn a_cheque_above_the_amount_is_refused() {
    let shop = TestShop::new();
    let before = shop.journal();
    let words = shop.refused("sale --scan CHE-0001 --pay cheque=80");
    assert_eq!(
        words,
        "« Chèque » dépasse de 10,10\u{a0}€ : seules les espèces rendent la monnaie, corrigez le montant.\n"
    );
    // Cash beside it changes nothing: 80.00 + 1.00 - 69.90, and the cheque alone exceeds by 10.10.
    let words = shop.refused("sale --scan CHE-0001 --pay cheque=80 --pay cash=1");
    assert!(words.contains("« Chèque » dépasse de 10,10"), "{words}");
    assert_eq!(shop.journal(), before);
    let sale = shop.json("sale --scan CHE-0001 --pay cheque=69.90");
    assert_eq!(slip(&sale), ["1 CHE-0001 69.90", "total 69.90", "cheque 69.90"]);
}

#[test]
fn too_little_cash_is_refused_and_nothing_is_recorded() {
    let shop = TestShop::new();
    let before = shop.journal();
    assert_eq!(shop.refused("sale --scan CHE-0001 --pay cash=60"), "Il manque 9,90\u{a0}€.\n");
    assert_eq!(shop.refused("sale --scan CHE-0001 --pay cash=60 --lang en"), "€9.90 is missing.\n");
    assert_eq!(shop.refused("sale --scan CHE-0001"), "Il manque 69,90\u{a0}€.\n");
    assert_eq!(shop.refused("sale --pay cash=60"), "Rien à encaisser : scannez d'abord un article.\n");
    assert_eq!(shop.journal(), before);
    assert_eq!(shop.json("sale --scan CHE-0001 --pay cash=70")["number"], "C1-000002", "no number was lost");
}

#[test]
fn a_payment_of_zero_or_less_is_refused() {
    let shop = TestShop::new();
    let before = shop.journal();
    for pay in ["cash=0", "cash=-5", "card=-69.90"] {
        let words = shop.refused(&format!("sale --scan CHE-0001 --pay {pay} --pay card"));
        assert_eq!(words, "Un règlement doit être supérieur à zéro.\n", "{pay}");
    }
    assert_eq!(shop.journal(), before);
}

#[test]
fn a_preview_records_nothing() {
    let shop = TestShop::new();
    let before = shop.journal();
    let seen = shop.json("sale --scan CHE-0001 CEI-0009 --discount 10% --preview");
    assert_eq!(seen["preview"], true);
    // 10 % of 114.90 is 11.49: 6.99 on the shirt and 4.50 on the belt.
    assert_eq!(slip(&seen), ["1 CHE-0001 69.90 - 6.99 = 62.91", "1 CEI-0009 45.00 - 4.50 = 40.50", "total 103.41"]);
    assert_eq!(shop.journal(), before);
    assert_eq!(shop.json("sale --scan CHE-0001 --pay card")["number"], "C1-000002");
}

#[test]
fn the_same_key_twice_makes_one_sale() {
    let shop = TestShop::new();
    let key = "0198f2c4-7d1a-7c3e-9f00-2b1d4e5f6a7b";
    let first = shop.json(&format!("sale --key {key} --scan CHE-0001 --pay card"));
    let after = shop.journal();
    let again = shop.json(&format!("sale --key {key} --scan CHE-0001 --pay card"));
    assert_eq!(again, first);
    // Whatever comes with a key that was paid, it is the paid sale that answers.
    assert_eq!(shop.json(&format!("sale --key {key} --scan CEI-0009 --pay cash=50")), first);
    assert_eq!(shop.journal(), after);
    let words = shop.misused("sale --key 12 --scan CHE-0001 --pay card");
    assert!(words.contains("--key 12 n'est pas un UUID"), "{words}");
}

#[test]
fn a_refund_with_the_same_key_is_paid_back_once() {
    let shop = TestShop::new();
    let sale = shop.json("sale --scan 2xCHE-0001 --pay card");
    let number = sale["number"].as_str().unwrap();
    let line = format!("refund {number} --line 1=1 --pay cash --key 0198f2c4-7d1a-7c3e-9f00-2b1d4e5f6a7c");
    let first = shop.json(&line);
    assert_eq!(slip(&first), ["-1 CHE-0001 -69.90", "total -69.90", "cash -69.90"]);
    let after = shop.journal();
    assert_eq!(shop.json(&line), first);
    assert_eq!(shop.journal(), after);
}

#[test]
fn a_batch_makes_each_sale_and_tells_the_refused_ones() {
    let shop = TestShop::new();
    let lines =
        ["# Saturday", "--scan CHE-0001 --pay card", "--scan NOPE --pay card", "", "--scan 2xCEI-0009 --pay cash=100"];
    let ran = shop.pipe("sale --batch - --json", &lines).ended(1);
    let answers = ran.json_lines();
    assert_eq!(answers.len(), 3, "{answers:?}");
    assert_eq!((&answers[0]["number"], &answers[2]["number"]), (&"C1-000002".into(), &"C1-000003".into()));
    assert_eq!(slip(&answers[2]), ["2 CEI-0009 90.00", "total 90.00", "cash 100.00", "change 10.00"]);
    assert_eq!(answers[1]["line"], 3);
    assert!(answers[1]["error"].as_str().unwrap().contains("NOPE"), "{answers:?}");
}
