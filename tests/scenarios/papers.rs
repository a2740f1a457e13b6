//! Gift vouchers and credit notes: what the shop owes, spent in parts.

use comptoir_tests::TestShop;

use crate::slip::{code, number, slip, vat};

#[test]
fn a_gift_voucher_is_bought_pays_twice_in_part_and_then_is_empty() {
    let shop = TestShop::new();
    let bought = shop.json("sale --scan CADEAU-50 --pay card");
    assert_eq!(slip(&bought), ["1 CADEAU-50 50.00", "total 50.00", "card 50.00", "issued gift-voucher 50.00"]);
    assert_eq!(vat(&bought), ["0: 50.00 + 0.00 = 50.00"], "tax is due when it is spent");
    let voucher = code(&bought);
    assert!(voucher.starts_with("CC-"), "{voucher}");

    // 50.00 - 8.50 = 41.50.
    let sale = shop.json(&format!("sale --scan CNF-0004 --pay gift-voucher={voucher}"));
    assert_eq!(slip(&sale), ["1 CNF-0004 8.50", "total 8.50", "gift-voucher 8.50", "paper -8.50"]);
    let before = shop.journal();
    let words = shop.refused(&format!("sale --scan CEI-0009 --pay gift-voucher={voucher}:45.00"));
    assert_eq!(words, format!("Il reste 41,50\u{a0}€ sur {voucher}, moins que 45,00\u{a0}€.\n"));
    assert_eq!(shop.journal(), before);

    // Scanned like anything else, it pays all it can: 45.00 - 41.50 = 3.50 by card.
    let sale = shop.json(&format!("sale --scan CEI-0009 {voucher} --pay card"));
    let lines = ["1 CEI-0009 45.00", "total 45.00", "gift-voucher 41.50", "card 3.50", "paper -41.50"];
    assert_eq!(slip(&sale), lines);
    let words = shop.refused(&format!("sale --scan CNF-0004 --pay gift-voucher={voucher}"));
    assert_eq!(words, format!("{voucher} est épuisé.\n"));
}

#[test]
fn each_piece_of_a_gift_voucher_has_its_own_code() {
    let shop = TestShop::new();
    let bought = shop.json("sale --scan 3xCADEAU-20 --pay cash=60");
    let codes: std::collections::BTreeSet<&str> =
        bought["issued"].as_array().unwrap().iter().map(|paper| paper["code"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), 3, "{bought}");
    let codes: Vec<&str> = codes.into_iter().collect();
    let sale =
        format!("sale --scan CEI-0009 --pay gift-voucher={} --pay gift-voucher={} --pay cash=5", codes[0], codes[1]);
    let paid = shop.json(&sale);
    assert_eq!(slip(&paid)[1..5], ["total 45.00", "gift-voucher 20.00", "gift-voucher 20.00", "cash 5.00"]);
    let twice =
        format!("sale --scan CEI-0009 --pay gift-voucher={0}:10 --pay gift-voucher={0}:10 --pay card", codes[2]);
    assert_eq!(shop.refused(&twice), format!("{} est déjà dans ce règlement.\n", codes[2]));
}

#[test]
fn a_credit_note_of_a_refund_pays_later_sales() {
    let mut shop = TestShop::new();
    let sale = shop.json("sale --scan CHE-0001 --pay card");
    let refund = shop.json(&format!("refund {} --pay credit-note", number(&sale)));
    let lines = ["-1 CHE-0001 -69.90", "total -69.90", "credit-note -69.90", "issued credit-note 69.90"];
    assert_eq!(slip(&refund), lines);
    let note = code(&refund);
    assert!(note.starts_with("AV-"), "{note}");

    shop.at("2026-12-05T10:00:00+01:00");
    let sale = shop.json(&format!("sale --scan CEI-0009 --pay credit-note={note}"));
    assert_eq!(slip(&sale), ["1 CEI-0009 45.00", "total 45.00", "credit-note 45.00", "paper -45.00"]);
    // 69.90 - 45.00 = 24.90 are left; codes are typed in any case.
    let sale = shop.json(&format!("sale --scan CEI-0009 --pay credit-note={} --pay cash=50", note.to_lowercase()));
    // 45.00 - 24.90 = 20.10; 50.00 - 20.10 = 29.90.
    assert_eq!(slip(&sale)[1..5], ["total 45.00", "credit-note 24.90", "cash 50.00", "change 29.90"]);
    assert_eq!(
        shop.refused(&format!("sale --scan CEI-0009 --pay credit-note={note}")),
        format!("{note} est épuisé.\n")
    );
}

#[test]
fn a_paper_is_taken_for_what_it_is() {
    let shop = TestShop::new();
    let voucher = code(&shop.json("sale --scan CADEAU-20 --pay card"));
    let before = shop.journal();
    let words = shop.refused(&format!("sale --scan CNF-0004 --pay credit-note={voucher}"));
    assert_eq!(words, format!("{voucher} est un chèque-cadeau : réglez avec « gift-voucher ».\n"));
    let words = shop.refused("sale --scan CNF-0004 --pay credit-note=AV-0000-0000");
    assert!(words.contains("AV-0000-0000"), "{words}");
    assert_eq!(shop.journal(), before);
}

#[test]
fn a_gift_voucher_that_was_used_is_not_refunded() {
    let shop = TestShop::new();
    let (used, whole) = (shop.json("sale --scan CADEAU-50 --pay card"), shop.json("sale --scan CADEAU-20 --pay card"));
    shop.json(&format!("sale --scan CNF-0004 --pay gift-voucher={}", code(&used)));
    let words = shop.refused(&format!("refund {} --pay card", number(&used)));
    let told = format!(
        "Le chèque-cadeau {} est entamé (41,50\u{a0}€ sur 50,00\u{a0}€) : il ne se rembourse plus.\n",
        code(&used)
    );
    assert_eq!(words, told);
    let back = shop.json(&format!("refund {} --pay card", number(&whole)));
    assert_eq!(slip(&back), ["-1 CADEAU-20 -20.00", "total -20.00", "card -20.00", "paper -20.00"]);
    let words = shop.refused(&format!("sale --scan CNF-0004 --pay gift-voucher={}", code(&whole)));
    assert_eq!(words, format!("{} est épuisé.\n", code(&whole)));
}

#[test]
fn papers_are_listed_shown_and_printed_again_and_what_is_owed_is_told() {
    let mut shop = TestShop::new();
    let voucher = code(&shop.json("sale --scan CADEAU-50 --pay card")).to_owned();
    let sale = shop.json("sale --scan CHE-0001 --pay card");
    let note = code(&shop.json(&format!("refund {} --pay credit-note", number(&sale)))).to_owned();
    shop.json(&format!("sale --scan CNF-0004 --pay gift-voucher={voucher}"));
    let codes = |line: &str| -> Vec<String> {
        let rows = shop.json(line);
        rows.as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes("credit list --kind credit-note"), [note.as_str()]);
    assert_eq!(codes("credit list --kind gift-voucher --open"), [voucher.as_str()]);
    assert_eq!(codes("credit list --used"), [] as [&str; 0]);
    let shown = shop.json(&format!("credit show {}", voucher.to_lowercase()));
    let moved: Vec<&str> = shown["entries"].as_array().unwrap().iter().map(|e| e["amount"].as_str().unwrap()).collect();
    assert_eq!((moved, &shown["balance"]), (vec!["50.00", "-8.50"], &"41.50".into()));
    let paper = shop.json(&format!("credit print {voucher}"));
    let paper = paper["text"].as_str().unwrap();
    for words in ["DUPLICATA n° 1", "CHÈQUE-CADEAU", "41,50", voucher.as_str()] {
        assert!(paper.contains(words), "{words}: {paper}");
    }
    assert!(shop.refused("credit show CC-0000-0000").starts_with("Aucun avoir"));
    // 41.50 + 69.90 = 111.40.
    let report = shop.json("credit report");
    assert_eq!((&report["owed"], &report["expired"]), (&"111.40".into(), &"0.00".into()));
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(2));
    assert_eq!(shop.json("credit report --on 2026-11-21")["owed"], "0.00", "as it was the day before");
    shop.at("2027-02-01T10:00:00+01:00");
    assert_eq!(shop.json("credit report")["rows"][0]["year"], 2026);
}

#[test]
fn of_two_tills_that_spend_sixty_of_a_hundred_one_is_refused() {
    let shop = TestShop::new();
    let voucher = code(&shop.json("sale --scan CADEAU-100 --pay card")).to_owned();
    let line = format!("sale --scan CHE-0001 --pay gift-voucher={voucher}:60 --pay card");
    let both: Vec<_> = [0, 1].iter().map(|_| shop.command(&line).spawn().unwrap()).collect();
    let ended: Vec<_> =
        both.into_iter().map(|till| comptoir_tests::Ran::of(&line, till.wait_with_output().unwrap())).collect();
    let done = ended.iter().filter(|ran| ran.status == Some(0)).count();
    assert_eq!(done, 1, "{ended:?}");
    let refused = ended.into_iter().find(|ran| ran.status != Some(0)).unwrap().refused();
    let in_use = refused.starts_with("La caisse est déjà ouverte par un autre programme");
    let too_little = refused == format!("Il reste 40,00\u{a0}€ sur {voucher}, moins que 60,00\u{a0}€.\n");
    assert!(in_use || too_little, "{refused}");
    assert_eq!(shop.json(&format!("credit show {voucher}"))["balance"], "40.00");
    let again = shop.refused(&line);
    assert_eq!(again, format!("Il reste 40,00\u{a0}€ sur {voucher}, moins que 60,00\u{a0}€.\n"));
}
