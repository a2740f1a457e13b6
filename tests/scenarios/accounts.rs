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

fn texts<'a>(rows: &'a serde_json::Value, keys: &[&str]) -> Vec<Vec<&'a str>> {
    let row = |row: &'a serde_json::Value| keys.iter().map(|key| row[*key].as_str().unwrap_or("-")).collect();
    rows.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn an_account_is_paid_in_cash_and_card_and_the_receipt_tells_it_again() {
    let shop = TestShop::new();
    shop.json(&format!("sale --scan CEI-0009 --customer {ACCOUNT_150} --pay on-account"));
    shop.json(&format!("sale --scan CHE-0001 --customer {ACCOUNT_150} --pay on-account"));
    let before = shop.journal();
    let sales = &shop.json(&format!("customer show {ACCOUNT_150}"))["indicators"];
    // 45.00 + 69.90 = 114.90; 60.00 are paid: 20.00 by card, 40.00 of a note of 50.00.
    let paid = shop.json(&format!("account pay {ACCOUNT_150} 60 --pay card=20 --pay cash=50 --receipt text"));
    assert_eq!((&paid["paid"], &paid["change"], &paid["balance"]), (&"60.00".into(), &"10.00".into(), &"54.90".into()));
    assert_eq!(texts(&paid["settled"], &["amount"]), [["45.00"], ["15.00"]], "the oldest first");
    let number = paid["number"].as_str().unwrap();
    assert!(number.starts_with("C1-E"), "{number}");
    let receipt = paid["receipt"].as_str().unwrap();
    for words in ["REÇU DE RÈGLEMENT", number, "Mme Emma Jacob", "Carte bancaire", "Monnaie rendue", "Reste dû"] {
        assert!(receipt.contains(words), "{words}: {receipt}");
    }
    assert_eq!(shop.json(&format!("account receipt {number}"))["text"], *receipt);
    let copy = shop.json(&format!("account receipt {number} --reprint"));
    assert!(copy["text"].as_str().unwrap().contains("DUPLICATA n° 1"));

    let after = shop.journal();
    assert_eq!((&after["T"], &after["G"]), (&before["T"], &before["G"]), "no sale, no revenue");
    let indicators = &shop.json(&format!("customer show {ACCOUNT_150}"))["indicators"];
    assert_eq!(indicators["operations"], sales["operations"].as_i64().unwrap() + 1);
    assert_eq!(indicators["revenue_gross"], sales["revenue_gross"]);
}

#[test]
fn a_bank_transfer_pays_an_account_and_no_sale() {
    let shop = TestShop::new();
    let before = shop.journal();
    let words = shop.refused(&format!("sale --scan CEI-0009 --customer {ACCOUNT_150} --pay transfer"));
    assert!(words.contains("« Virement »") && words.contains("En compte"), "{words}");
    assert_eq!(shop.journal(), before);
    let sale = shop.json(&format!("sale --scan CEI-0009 --customer {ACCOUNT_150} --pay on-account"));
    let paid = shop.json(&format!("account pay {ACCOUNT_150} --pay transfer --receipt text"));
    assert_eq!((&paid["paid"], &paid["change"], &paid["balance"]), (&"45.00".into(), &"0.00".into(), &"0.00".into()));
    assert!(paid["receipt"].as_str().unwrap().contains("Virement"), "{paid}");
    let words = shop.refused(&format!("refund {} --pay transfer", sale["number"].as_str().unwrap()));
    assert!(words.contains("« Virement »"), "{words}");
}

#[test]
fn the_same_payment_sent_twice_is_taken_once() {
    let shop = TestShop::new();
    shop.json(&format!("sale --scan CEI-0009 --customer {ACCOUNT_150} --pay on-account"));
    let line = format!("account pay {ACCOUNT_150} 20 --pay card --key 0198f2c4-7d1a-7c3e-9f00-2b1d4e5f6a7d");
    let first = shop.json(&line);
    let after = shop.journal();
    assert_eq!(shop.json(&line), first);
    assert_eq!(shop.journal(), after);
    assert_eq!(shop.json(&format!("account show {ACCOUNT_150}"))["balance"], "25.00");
}

#[test]
fn what_cannot_be_paid_is_refused_in_words() {
    let shop = TestShop::new();
    shop.json(&format!("sale --scan CEI-0009 --customer {ACCOUNT_150} --pay on-account"));
    let before = shop.journal();
    let words = shop.refused(&format!("account pay {ACCOUNT_150} 45.01 --pay card"));
    let more = "45,01\u{a0}€, c'est plus que les 45,00\u{a0}€ dus. Pour encaisser un acompte, ajoutez --deposit.\n";
    assert_eq!(words, more);
    assert_eq!(
        shop.refused(&format!("account pay {ACCOUNT_150} 0 --pay card")),
        "Un règlement doit être supérieur à zéro.\n"
    );
    assert!(shop.refused(&format!("account pay {BARON} 5 --pay card")).starts_with("Ce client n'a pas de compte"));
    assert!(
        shop.refused(&format!("account pay {ACCOUNT_150} 5 --pay on-account"))
            .contains("espèces, carte, chèque ou virement")
    );
    assert!(shop.misused(&format!("account pay {ACCOUNT_150} 5")).contains("--pay"));
    assert_eq!(shop.journal(), before);
    let paid = shop.json(&format!("account pay {ACCOUNT_150} 50 --pay card --deposit"));
    assert_eq!(paid["balance"], "-5.00");
    // The deposit pays for what comes next: 8.50 - 5.00.
    shop.json(&format!("sale --scan CNF-0004 --customer {ACCOUNT_150} --pay on-account"));
    let account = shop.json(&format!("account show {ACCOUNT_150}"));
    assert_eq!(
        texts(&account["entries"], &["amount", "left", "letter"]),
        [["45.00", "0.00", "a"], ["-50.00", "0.00", "a"], ["8.50", "3.50", "a"],]
    );
}

#[test]
fn terms_are_passed_over_for_a_reason_and_it_is_told() {
    let shop = TestShop::new();
    let line = format!("sale --scan CNF-0004 --customer {HELD} --pay on-account");
    let held = "Compte bloqué : prélèvement rejeté du 12 septembre. Choisissez un autre règlement.";
    assert_eq!(shop.refused(&line), format!("{held}\n"));
    let told = shop.run(&format!("{line} --override 'accord de Mme Roux'")).done().out;
    assert!(told.starts_with(&format!("⚠ Passé outre : accord de Mme Roux\n  {held}\n")), "{told}");
    let log = shop.json("journal show E --last 1");
    let log = log.to_string();
    assert!(log.contains("code:920") && log.contains("motif : accord de Mme Roux"), "{log}");

    shop.json(&format!("account release {HELD}"));
    let plain = shop.json(&format!("{line} --override 'au cas où'"));
    assert_eq!(plain.get("override"), None, "nothing had to be passed over");
    let limited = shop.json(&format!("account limit {HELD} 17.00"));
    assert_eq!((&limited["limit"], &limited["hold"]), (&"17.00".into(), &serde_json::Value::Null));
    let sale = shop.json(&format!("{line} --override 'accord'"));
    assert!(sale["override"]["refused"].as_str().unwrap().starts_with("Plafond d'encours dépassé"), "{sale}");
    assert_eq!(shop.json(&format!("account limit {HELD} none"))["limit"], serde_json::Value::Null);
}

#[test]
fn entries_are_matched_by_hand_and_taken_back() {
    let shop = TestShop::new();
    for _ in 0..2 {
        shop.json(&format!("sale --scan CEI-0009 --customer {ACCOUNT_150} --pay on-account"));
    }
    shop.json(&format!("account pay {ACCOUNT_150} 45 --pay card --settle 2"));
    let letters = |shop: &TestShop| -> Vec<Vec<String>> {
        let account = shop.json(&format!("account show {ACCOUNT_150}"));
        let rows = texts(&account["entries"], &["left", "letter"]);
        rows.into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect()
    };
    assert_eq!(letters(&shop), [["45.00", "-"], ["0.00", "A"], ["0.00", "A"]]);
    shop.json(&format!("account match {ACCOUNT_150} 3 2 --undo"));
    assert_eq!(letters(&shop), [["45.00", "-"], ["45.00", "-"], ["45.00", "-"]]);
    let made = shop.json(&format!("account match {ACCOUNT_150} 3 1 --amount 40"));
    assert_eq!(texts(&made["matches"], &["amount"]), [["40.00"]]);
    assert_eq!(letters(&shop), [["5.00", "a"], ["45.00", "-"], ["5.00", "a"]]);
    let words = shop.refused(&format!("account match {ACCOUNT_150} 3 1 --amount 5.01"));
    assert_eq!(words, "5,01\u{a0}€ ne peuvent pas être lettrés : il reste 5,00\u{a0}€.\n");
    assert!(shop.refused(&format!("account match {ACCOUNT_150} 1 2")).starts_with("L'écriture n° 1 est due"));
}

#[test]
fn a_statement_adds_up_in_text_csv_and_pdf() {
    let mut shop = TestShop::new();
    shop.at("2026-10-05T10:00:00+02:00");
    shop.json(&format!("sale --scan CEI-0009 --customer {ACCOUNT_150} --pay on-account"));
    shop.at("2026-11-10T10:00:00+01:00");
    shop.json(&format!("sale --scan CHE-0001 --customer {ACCOUNT_150} --pay on-account"));
    shop.json(&format!("account pay {ACCOUNT_150} 60 --pay cheque"));
    shop.json(&format!("account correct {ACCOUNT_150} 12,00 --reason 'frais; rejet'"));
    shop.at(comptoir_tests::NOON);
    let line = format!("account statement {ACCOUNT_150} --from 2026-11-01 --to 2026-11-30");
    let statement = shop.json(&line);
    let sums = ["opening", "debits", "credits", "closing"].map(|key| statement[key].as_str().unwrap());
    // 45.00 + 69.90 + 12.00 - 60.00 = 66.90.
    assert_eq!(sums, ["45.00", "81.90", "60.00", "66.90"]);
    // 60.00 settle the 45.00 of October and 15.00 of the shirt.
    assert_eq!(
        texts(&statement["entries"], &["kind", "amount", "balance", "letter", "left"]),
        [
            ["sale", "69.90", "114.90", "a", "54.90"],
            ["payment", "-60.00", "54.90", "a", "0.00"],
            ["correction", "12.00", "66.90", "-", "12.00"],
        ]
    );
    assert_eq!(statement["ageing"]["to_30"], "66.90");
    let text = shop.run(&line).done().out;
    for words in
        ["Relevé de compte · Mme Emma Jacob", "Du 01/11/2026 au 30/11/2026", "Règlement · Chèque", "Reste dû : 66,90"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let (csv, pdf) = (shop.beside().join("releve.csv"), shop.beside().join("releve.pdf"));
    shop.json(&format!("{line} --csv '{}' --pdf '{}'", csv.display(), pdf.display()));
    let csv = std::fs::read_to_string(csv).unwrap();
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0], "\u{feff}Date;Libellé;Pièce;Débit;Crédit;Lettre;Solde");
    assert_eq!(rows[1], "01/11/2026;Solde à reporter;;;;;45,00");
    assert_eq!(rows[4], "10/11/2026;\"Correction · frais; rejet\";;12,00;;;66,90");
    assert_eq!(rows[5], "30/11/2026;Totaux et solde;;81,90;60,00;;66,90");
    let pdf = std::fs::read(pdf).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.") && pdf.ends_with(b"%%EOF"), "{} bytes", pdf.len());
    let wrong = shop.misused(&format!("account statement {ACCOUNT_150} --from 2026-12-01 --to 2026-11-30"));
    assert!(wrong.contains("2026-11-30"), "{wrong}");
}

#[test]
fn what_is_owed_is_told_by_age() {
    let mut shop = TestShop::new();
    for (at, code) in [
        ("2026-07-01T10:00:00+02:00", "CNF-0004"),
        ("2026-10-01T10:00:00+02:00", "CEI-0009"),
        ("2026-11-20T10:00:00+01:00", "CHE-0001"),
    ] {
        shop.at(at);
        shop.json(&format!("sale --scan {code} --customer {ACCOUNT_150} --pay on-account"));
    }
    shop.at(comptoir_tests::NOON);
    let ageing = shop.json("account ageing");
    let total = ["to_30", "to_60", "to_90", "over_90", "balance"].map(|key| ageing["total"][key].as_str().unwrap());
    assert_eq!(total, ["69.90", "45.00", "0.00", "8.50", "123.40"]);
    let then = shop.json("account ageing --on 2026-10-01");
    assert_eq!((&then["total"]["to_30"], &then["total"]["over_90"]), (&"45.00".into(), &"8.50".into()));
    let overdue = shop.json("account list --overdue");
    assert_eq!(texts(&overdue, &["overdue", "balance"]), [["53.50", "123.40"]]);
    let listed = shop.json("account list");
    assert!(listed.as_array().unwrap().len() > 1, "held accounts are listed as well: {listed}");
    shop.json(&format!("account pay {ACCOUNT_150} 53.50 --pay card"));
    assert_eq!(shop.json("account list --overdue"), serde_json::json!([]));
}

#[test]
fn an_account_is_opened_and_works_at_once() {
    let shop = TestShop::new();
    let opened = shop.json(&format!("account open {BARON} --limit 50"));
    assert_eq!((&opened["balance"], &opened["limit"]), (&"0.00".into(), &"50.00".into()));
    shop.json(&format!("sale --scan CEI-0009 --customer {BARON} --pay on-account"));
    shop.json(&format!("account hold {BARON} --reason 'chèque impayé'"));
    let words = shop.refused(&format!("sale --scan CNF-0004 --customer {BARON} --pay on-account"));
    assert_eq!(words, "Compte bloqué : chèque impayé. Choisissez un autre règlement.\n");
    let paid = shop.json(&format!("account pay {BARON} --pay card"));
    assert_eq!(
        (&paid["paid"], &paid["balance"]),
        (&"45.00".into(), &"0.00".into()),
        "a held account is paid all the same"
    );
}
