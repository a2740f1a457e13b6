//! Receipts as they are printed, at three widths, and their copies.
//!
//! What is drawn by chance is masked: codes of papers, and the extract of the signature. After a
//! change that is meant, `UPDATE_EXPECT=1 cargo test -p comptoir-tests` writes the files anew.

use comptoir_tests::TestShop;
use expect_test::{ExpectFile, expect_file};

use crate::people::{BARON, VIP};
use crate::slip::number;

#[test]
fn a_sale_with_everything_on_it() {
    let shop = TestShop::new();
    let label = comptoir_tests::ean::complete("210010800250");
    let scan =
        format!("--scan ROB-0032 2xCHE-0001 {label} LIV-0001 EMP-0001 2,5xTIS-0001 CHE-0014 --line-discount 2=10%");
    let sale =
        shop.json(&format!("sale {scan} --customer {VIP} --seller Inès --take gift --pay card=300 --pay cash=200"));
    check(
        &shop,
        &number(&sale),
        [
            expect_file!["receipts/sale-32.txt"],
            expect_file!["receipts/sale-42.txt"],
            expect_file!["receipts/sale-48.txt"],
        ],
    );
}

#[test]
fn a_refund_to_a_credit_note() {
    let shop = TestShop::new();
    let sale = shop.json(&format!("sale --scan 2xCHE-0001 CEI-0009 --discount 5,00 --customer {BARON} --pay card"));
    let refund = shop.json(&format!("refund {} --line 1=1 --pay cash=20 --pay credit-note", number(&sale)));
    check(
        &shop,
        &number(&refund),
        [
            expect_file!["receipts/refund-32.txt"],
            expect_file!["receipts/refund-42.txt"],
            expect_file!["receipts/refund-48.txt"],
        ],
    );
}

#[test]
fn a_gift_voucher_in_english() {
    let shop = TestShop::new();
    let settings = shop.data().join("till.toml");
    let french = std::fs::read_to_string(&settings).unwrap();
    assert!(french.contains("language = \"fr\""));
    std::fs::write(&settings, french.replace("language = \"fr\"", "language = \"en\"")).unwrap();
    let sale = shop.json("sale --scan CADEAU-50 12xCNF-0001 12xVES-0013 --pay cash=5000");
    check(
        &shop,
        &number(&sale),
        [
            expect_file!["receipts/english-32.txt"],
            expect_file!["receipts/english-42.txt"],
            expect_file!["receipts/english-48.txt"],
        ],
    );
}

#[test]
fn copies_are_numbered_and_recorded() {
    let shop = TestShop::new();
    let sale = number(&shop.json("sale --scan CHE-0001 --pay card"));
    let before = shop.journal();
    let original = text(&shop, &format!("receipt {sale}"));
    assert!(!original.contains("DUPLICATA"), "{original}");
    assert_eq!(shop.journal(), before, "looking at a receipt is no copy");
    for copy in 1..=3 {
        let printed = text(&shop, &format!("receipt {sale} --reprint"));
        assert!(printed.contains(&format!("DUPLICATA n° {copy}\n")), "{printed}");
        let without: String =
            printed.lines().filter(|line| !line.contains("DUPLICATA")).map(|line| format!("{line}\n")).collect();
        assert_eq!(without.trim_end(), original.trim_end(), "a copy is the original but for its number");
        assert_eq!(shop.journal()["D"], copy);
    }
    // Copies are counted for each receipt; without a number it is the last one.
    let other = number(&shop.json("sale --scan CNF-0004 --pay card"));
    let printed = text(&shop, "receipt --reprint");
    assert!(printed.contains("DUPLICATA n° 1\n") && printed.contains(&format!("N° {other}")), "{printed}");
    let recorded = shop.json("journal show D --last 1");
    let payload = recorded[0]["payload"].as_str().unwrap();
    assert!(payload.contains(&format!("number:{other}")) && payload.contains("copy:1"), "{payload}");
    assert!(shop.refused("receipt C1-999999 --reprint").contains("C1-999999"));
}

#[test]
fn a_sale_answers_with_its_receipt_when_asked() {
    let shop = TestShop::new();
    let sale = shop.json("sale --scan CHE-0001 --pay card --receipt text");
    assert_eq!(sale["receipt"].as_str().unwrap(), text(&shop, "receipt --columns 42"));
    assert!(shop.json("sale --scan CHE-0001 --pay card")["receipt"].is_null(), "by law it is not printed unasked");
}

#[track_caller]
pub(crate) fn check(shop: &TestShop, number: &str, expected: [ExpectFile; 3]) {
    for (columns, expected) in [32, 42, 48].into_iter().zip(expected) {
        let text = text(shop, &format!("receipt {number} --columns {columns}"));
        for line in text.lines() {
            assert!(line.chars().count() <= columns, "{line:?} is wider than {columns}");
        }
        expected.assert_eq(&masked(&text));
    }
}

fn text(shop: &TestShop, line: &str) -> String {
    shop.json(line)["text"].as_str().unwrap().to_owned()
}

/// Puts `*` in the place of what is drawn by chance.
fn masked(text: &str) -> String {
    let mask = |line: &str| {
        let mut line: Vec<char> = line.chars().collect();
        for at in 0..line.len() {
            let rest: String = line[at..].iter().collect();
            if ["AV-", "BA-", "CC-"].iter().any(|prefix| rest.starts_with(prefix)) && rest.chars().nth(7) == Some('-') {
                line[at + 3..at + 7].fill('*');
                line[at + 8..at + 12].fill('*');
            }
            if rest.starts_with("Comptoir ") {
                let end = line.len();
                line[end - 4..].fill('*');
            }
        }
        line.into_iter().collect::<String>() + "\n"
    };
    text.lines().map(mask).collect()
}
