//! Refunds: what was earned, spent and owed comes back, whole or in part.

use comptoir_tests::TestShop;
use serde_json::Value;

use crate::people::{ACCOUNT_150, BARON, VIP};
use crate::slip::{cents, code, number, purse, slip, sum, vat};

/// The same rule as a WASM component and as a script, each under its own name.
const ENGINES: [&[&str]; 3] =
    [&["loyalty-spend"], &["loyalty-spend-script"], &["loyalty-spend", "loyalty-spend-script"]];

/// A shop whose programs are these, with the settings of the demo.
fn shop_with(programs: &[&str]) -> TestShop {
    let shop = TestShop::new();
    shop.json("program disable loyalty-spend");
    for program in programs {
        shop.json(&format!("program enable {program} threshold=300 excluded_departments=livres,presse"));
    }
    shop
}

#[test]
fn a_full_refund_leaves_every_ledger_as_it_was() {
    for programs in ENGINES {
        let mut shop = shop_with(programs);
        let take: String = programs.iter().map(|program| format!(" --take {program}/gift")).collect();
        let won = shop.json(&format!("sale --scan ROB-0032 ROB-0003 --customer {ACCOUNT_150}{take} --pay card"));
        let vouchers: Vec<&str> =
            won["issued"].as_array().unwrap().iter().map(|paper| paper["code"].as_str().unwrap()).collect();
        assert_eq!(vouchers.len(), programs.len(), "{programs:?}");
        let before = purse(&shop, ACCOUNT_150);

        // Spends the vouchers, wins again, goes on account in part, and has a book on it.
        shop.at("2026-12-02T10:00:00+01:00");
        let scan = format!("--scan ROB-0032 ROB-0029 LIV-0001 {}", vouchers.join(" "));
        let sale = shop
            .json(&format!("sale {scan} --customer {ACCOUNT_150}{take} --discount 5% --pay on-account=100 --pay card"));
        assert_eq!(sale["issued"].as_array().map(Vec::len), Some(programs.len()), "{sale}");
        assert_ne!(purse(&shop, ACCOUNT_150), before);

        let refund = shop.json(&format!("refund {} --pay on-account=100 --pay card", number(&sale)));
        assert_eq!(cents(&refund["total"]), -cents(&sale["total"]), "{programs:?}");
        assert_eq!(purse(&shop, ACCOUNT_150), before, "{programs:?}");

        let refund = shop.json(&format!("refund {} --pay card", number(&won)));
        assert_eq!(refund["total"], "-334.90");
        assert_eq!(purse(&shop, ACCOUNT_150), [""; 0], "{programs:?}");
    }
}

#[test]
fn a_full_refund_gives_back_the_points_that_a_discount_cost() {
    for programs in ENGINES {
        let mut shop = shop_with(programs);
        for program in programs {
            shop.json(&format!("program set {program} reward=discount"));
        }
        shop.json(&format!("sale --scan ROB-0032 ROB-0003 --customer {BARON} --pay card"));
        let before = purse(&shop, BARON);
        shop.at("2026-12-02T10:00:00+01:00");
        let take: String = programs.iter().map(|program| format!(" --take {program}/gift")).collect();
        let sale = shop.json(&format!("sale --scan CHE-0001 CEI-0009 --customer {BARON}{take} --pay card"));
        let paid = 11_490 - 1_000 * i64::try_from(programs.len()).unwrap();
        assert_eq!(cents(&sale["total"]), paid, "each gift is a discount of 10.00");
        shop.json(&format!("refund {} --pay card", number(&sale)));
        assert_eq!(purse(&shop, BARON), before, "{programs:?}");
    }
}

#[test]
fn an_offer_put_off_is_gone_with_its_refund() {
    let shop = TestShop::new();
    let sale = shop.json(&format!("sale --scan ROB-0032 ROB-0003 --customer {BARON} --later gift --pay card"));
    shop.json(&format!("refund {} --pay card", number(&sale)));
    assert_eq!(purse(&shop, BARON), [""; 0]);
}

#[test]
fn parts_refunded_one_by_one_make_the_whole() {
    let shop = TestShop::new();
    let before = purse(&shop, VIP);
    let scan = "--scan 3xCNF-0004 2xSOU-0013 CHE-0001 LIV-0001 --discount 10,00";
    let sale = shop.json(&format!("sale {scan} --customer {VIP} --pay card"));
    let parts = ["1=1", "2=1", "1=1", "4=1", "3=1", "2=1", "1=1"];
    let refunds: Vec<Value> =
        parts.iter().map(|part| shop.json(&format!("refund {} --line {part} --pay cash", number(&sale)))).collect();
    assert_eq!(sum(&refunds, |refund| refund["total"].clone()), -cents(&sale["total"]));
    for figure in ["net", "gross", "discount"] {
        let total = |sale: &Value| sum(sale["lines"].as_array().unwrap(), |line| line[figure].clone());
        assert_eq!(refunds.iter().map(total).sum::<i64>(), -total(&sale), "{figure}");
    }
    for rate in ["20", "5.5"] {
        let tax = |sale: &Value| {
            let rows = sale["vat"].as_array().unwrap().iter().filter(|row| row["rate"] == rate);
            sum(rows, |row| row["vat"].clone())
        };
        assert_eq!(refunds.iter().map(tax).sum::<i64>(), -tax(&sale), "{rate}");
    }
    assert_eq!(purse(&shop, VIP), before);
    let words = shop.refused(&format!("refund {} --pay cash", number(&sale)));
    assert_eq!(words, "Ce ticket est déjà entièrement remboursé.\n");
}

#[test]
fn a_part_takes_back_its_share_of_the_points() {
    let shop = TestShop::new();
    let sale = shop.json(&format!("sale --scan CHE-0001 CEI-0009 --customer {BARON} --pay card"));
    assert_eq!(slip(&sale)[2..], ["total 114.90", "card 114.90", "points +114"]);
    let refund = shop.json(&format!("refund {} --line 2=1 --pay card", number(&sale)));
    // 114 × 45.00 / 114.90 = 44.6475, to the ten-thousandth of a point.
    assert_eq!(slip(&refund), ["-1 CEI-0009 -45.00", "total -45.00", "card -45.00", "points -44.6475"]);
    assert_eq!(vat(&refund), ["20: -37.50 + -7.50 = -45.00"]);
    let refund = shop.json(&format!("refund {} --pay card", number(&sale)));
    // The rest, 114 - 44.6475 = 69.3525.
    assert_eq!(slip(&refund), ["-1 CHE-0001 -69.90", "total -69.90", "card -69.90", "points -69.3525"]);
}

#[test]
fn more_than_was_sold_twice_or_of_a_refund_is_refused() {
    let shop = TestShop::new();
    let sale = number(&shop.json("sale --scan 2xCHE-0001 --pay card"));
    let before = shop.journal();
    let words = shop.refused(&format!("refund {sale} --line 1=3 --pay card"));
    assert_eq!(words, "Ligne 1 : 3 à rendre, il n'en reste que 2.\n");
    let words = shop.refused(&format!("refund {sale} --line 5=1 --pay card"));
    assert_eq!(words, "Ce ticket n'a pas de ligne 5.\n");
    assert_eq!(shop.journal(), before);

    let part = shop.json(&format!("refund {sale} --line 1=1 --pay card"));
    let words = shop.refused(&format!("refund {sale} --line 1=2 --pay card"));
    assert_eq!(words, "Ligne 1 : 2 à rendre, il n'en reste que 1.\n");
    let rest = shop.json(&format!("refund {sale} --pay card"));
    assert_eq!((&part["total"], &rest["total"]), (&"-69.90".into(), &"-69.90".into()));
    let after = shop.journal();
    assert_eq!(shop.refused(&format!("refund {sale} --pay card")), "Ce ticket est déjà entièrement remboursé.\n");
    let words = shop.refused(&format!("refund {sale} --line 1=1 --pay card"));
    assert_eq!(words, "Ligne 1 : 1 à rendre, il n'en reste que 0.\n");
    let words = shop.refused(&format!("refund {} --pay card", number(&rest)));
    assert_eq!(words, "Ce ticket est un remboursement : il ne se rembourse pas.\n");
    assert_eq!(shop.journal(), after);
}

#[test]
fn exactly_what_is_due_is_paid_back_by_what_can_be_paid_back() {
    let shop = TestShop::new();
    let sale = number(&shop.json("sale --scan CHE-0001 --pay card"));
    let before = shop.journal();
    for (pay, told) in [
        ("--pay cash=70", "Il faut rendre exactement 69,90\u{a0}€ ; les règlements font 70,00\u{a0}€.\n"),
        ("--pay cash=60", "Il faut rendre exactement 69,90\u{a0}€ ; les règlements font 60,00\u{a0}€.\n"),
        ("--pay cheque", "On ne rembourse pas par « Chèque » : espèces, carte, compte client ou avoir.\n"),
        ("--pay on-account", "« En compte » demande un client : scannez sa carte ou cherchez-le.\n"),
    ] {
        assert_eq!(shop.refused(&format!("refund {sale} {pay}")), told);
    }
    assert_eq!(shop.json(&format!("refund {sale} --preview"))["due"], "69.90");
    assert_eq!(shop.journal(), before);
    let refund = shop.json(&format!("refund {sale} --pay cash=40 --pay credit-note"));
    assert_eq!(slip(&refund)[2..4], ["cash -40.00", "credit-note -29.90"]);
    let words = shop.refused("refund C1-999999 --pay cash");
    assert!(words.contains("C1-999999"), "{words}");
}

#[test]
fn a_voucher_spent_meanwhile_is_not_given_back_in_points() {
    let shop = TestShop::new();
    let won = shop.json(&format!("sale --scan ROB-0032 ROB-0003 --customer {BARON} --take gift --pay card"));
    let voucher = code(&won);
    shop.json(&format!("sale --scan CNF-0004 {voucher}"));
    let refund = shop.json(&format!("refund {} --pay card", number(&won)));
    // 334 earned points go. Of the 300 spent, 1.50 of 10.00 come back: 45. The rest of the voucher ends.
    let moved = ["total -334.90", "card -334.90", "points -334", "points +45", "paper -1.50"];
    assert_eq!(slip(&refund)[2..], moved);
    // 34 - 334 + 45: the customer kept 8.50 of gift for 255 points that are owed.
    assert_eq!(purse(&shop, BARON), ["loyalty-spend -255"]);
    // Later purchases make up for them first: 334 - 255 = 79 is below the threshold.
    let sale = shop.json(&format!("sale --scan ROB-0032 ROB-0003 --customer {BARON} --preview"));
    assert_eq!(sale["programs"][0]["offers"], serde_json::json!([]));
    let words = shop.refused(&format!("sale --scan CNF-0004 {voucher}"));
    assert_eq!(words, format!("{voucher} est épuisé.\n"));
}

#[test]
fn a_voucher_that_reduced_a_returned_sale_is_good_again() {
    let shop = TestShop::new();
    let won = shop.json(&format!("sale --scan ROB-0032 ROB-0003 --customer {BARON} --take gift --pay card"));
    let voucher = code(&won);
    let sale = shop.json(&format!("sale --scan CNF-0004 SOU-0013 {voucher} --pay cash=13"));
    // 10.00 over 8.50 and 14.50: 3.70 and 6.30 (10 × 8.50 / 23.00 = 3.6957).
    assert_eq!(slip(&sale)[..3], ["1 CNF-0004 8.50 - 3.70 = 4.80", "1 SOU-0013 14.50 - 6.30 = 8.20", "total 13.00"]);
    let refund = shop.json(&format!("refund {} --line 1=1 --pay cash", number(&sale)));
    assert_eq!(slip(&refund), ["-1 CNF-0004 -8.50 - -3.70 = -4.80", "total -4.80", "cash -4.80", "paper +3.70"]);
    assert_eq!(purse(&shop, BARON)[1], "vouchers 3.70 of 10.00");
}
