//! Sales put on an account, up to its limit and not a cent above.

use comptoir_tests::TestShop;

use crate::people::{ACCOUNT_150, BARON, HELD};
use crate::slip::{purse, slip};

#[test]
fn an_account_takes_up_to_its_limit_and_exactly_that() {
    let shop = TestShop::new();
    let sale = shop.json(&format!("sale --scan 2xCEI-0009 --customer {ACCOUNT_150} --pay on-account"));
    let points = "points +90";
    assert_eq!(slip(&sale), ["2 CEI-0009 90.00", "total 90.00", "on-account 90.00", points, "account +90.00"]);
    let before = shop.journal();
    // 90.00 + 60.01 = 150.01.
    let words =
        shop.refused(&format!("sale --scan CHE-0001 --customer {ACCOUNT_150} --pay on-account=60.01 --pay card"));
    assert_eq!(
        words,
        "Plafond d'encours dépassé : 90,00\u{a0}€ dus + 60,01\u{a0}€ > 150,00\u{a0}€. Il reste 60,00\u{a0}€ ; réglez le reste autrement.\n"
    );
    assert_eq!(shop.journal(), before);
    assert_eq!(purse(&shop, ACCOUNT_150), ["loyalty-spend 90", "account 90.00", "bought 90.00 gross, 75.00 net"]);

    // 90.00 + 60.00 = 150.00: the limit itself is allowed. 69.90 - 60.00 = 9.90.
    let sale = shop.json(&format!("sale --scan CHE-0001 --customer {ACCOUNT_150} --pay on-account=60 --pay card"));
    assert_eq!(slip(&sale)[1..4], ["total 69.90", "on-account 60.00", "card 9.90"]);
    let words =
        shop.refused(&format!("sale --scan CHE-0001 --customer {ACCOUNT_150} --pay on-account=0.01 --pay card"));
    assert!(words.contains("Il reste 0,00"), "{words}");
}

#[test]
fn an_account_shows_its_entries() {
    let shop = TestShop::new();
    shop.json(&format!("sale --scan CEI-0009 --customer {ACCOUNT_150} --pay on-account"));
    let sale = shop.json(&format!("sale --scan CNF-0004 --customer {ACCOUNT_150} --pay on-account"));
    shop.json(&format!("refund {} --pay on-account", sale["number"].as_str().unwrap()));
    let account = shop.json(&format!("account show {ACCOUNT_150}"));
    assert_eq!((&account["balance"], &account["limit"]), (&"45.00".into(), &"150.00".into()));
    let mut entries: Vec<(&str, &str, &str)> = account["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| ["number", "amount", "balance"].map(|key| entry[key].as_str().unwrap()).into())
        .collect();
    entries.sort_unstable();
    assert_eq!(
        entries,
        [("C1-000002", "45.00", "45.00"), ("C1-000003", "8.50", "53.50"), ("C1-000004", "-8.50", "45.00"),]
    );
}

#[test]
fn an_account_on_hold_is_refused_with_its_reason() {
    let shop = TestShop::new();
    let before = shop.journal();
    let words = shop.refused(&format!("sale --scan CNF-0004 --customer {HELD} --pay on-account"));
    assert_eq!(words, "Compte bloqué : prélèvement rejeté du 12 septembre. Choisissez un autre règlement.\n");
    assert_eq!(shop.journal(), before);
    // The cashier sees it as soon as the customer is identified, and other tenders stay open.
    let shown = shop.pipe("till", &[&format!("client {HELD}"), "CNF-0004", "payer card"]).done();
    assert!(shown.out.contains("⚠ COMPTE BLOQUÉ : prélèvement rejeté du 12 septembre"), "{}", shown.out);
    assert!(shown.out.contains("Vente C1-000002 · 8,50\u{a0}€"), "{}", shown.out);
}

#[test]
fn on_account_needs_a_customer_who_has_one() {
    let shop = TestShop::new();
    let before = shop.journal();
    let words = shop.refused("sale --scan CHE-0001 --pay on-account");
    assert_eq!(words, "« En compte » demande un client : scannez sa carte ou cherchez-le.\n");
    let words = shop.refused(&format!("sale --scan CHE-0001 --customer {BARON} --pay on-account"));
    assert!(words.starts_with("Ce client n'a pas de compte"), "{words}");
    let words = shop.refused(&format!("account show {BARON}"));
    assert!(words.starts_with("Ce client n'a pas de compte"), "{words}");
    assert_eq!(shop.journal(), before);
}
