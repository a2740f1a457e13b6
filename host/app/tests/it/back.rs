//! What comes back: refunds of receipts, and receipts printed again.

use std::collections::BTreeMap;

use comptoir_app::counter::{Action, Done};
use comptoir_domain::id::{LineId, TillId};
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::ReceiptNumber;
use comptoir_domain::tender::TenderKind::{Card, Cash, Cheque};
use rust_decimal::Decimal;

use crate::shop::{TestShop, eur, pay_rest, qty, scan};

fn some(line: u32, quantity: &str) -> Asked {
    Asked::Lines(BTreeMap::from([(LineId(line), qty(quantity))]))
}

#[test]
fn a_scanned_receipt_shows_what_can_still_come_back() {
    let mut shop = TestShop::new();
    shop.act(Action::Scan { candidates: vec!["CEI".into()], quantity: Some(qty("3")) });
    shop.act(Action::Scan { candidates: vec!["THE".into()], quantity: Some(qty("0.250")) });
    shop.act(scan("CADEAU"));
    shop.act(scan("CF-3"));
    let sale = shop.paid(pay_rest(Card));
    let number = sale.stamp.number.clone();
    assert_eq!(shop.act(scan(&number.to_string())), Done::Receipt(number.clone()));
    let asked = some(1, "2");
    let preview = shop.counter().preview_refund(&number, &asked).unwrap();
    assert_eq!(preview.total, eur("-70"));
    let refund = Action::Refund { number: number.clone(), asked, tender: Cash };
    let back = shop.paid(refund.clone());
    assert_eq!((back.total, back.is_refund()), (eur("-70"), true));
    let last = shop.view().last.unwrap();
    assert_eq!((last.refund, last.total, last.pieces), (true, eur("-70"), -2));

    let left = shop.counter().returnable(&number).unwrap();
    assert_eq!((left.customer.as_deref(), left.total, left.tenders[0].kind), (Some("Zoé Martin"), eur("135"), Card));
    let figures: Vec<_> = left.lines.iter().map(|line| (line.sold, line.returned, line.left, line.back)).collect();
    let number_of = |text: &str| text.parse::<Decimal>().unwrap();
    assert_eq!(
        figures,
        [
            (number_of("3"), number_of("2"), number_of("1"), Some(eur("35"))),
            (number_of("0.25"), number_of("0"), number_of("0.25"), Some(eur("10"))),
            (number_of("1"), number_of("0"), number_of("1"), Some(eur("20"))),
        ]
    );
    assert!(shop.refused(refund).contains("2 à rendre, il n'en reste que 1"));
    assert!(shop.counter().returnable(&back.stamp.number).is_err());
    let unknown = ReceiptNumber { till: TillId::new("C1"), sequence: 99 };
    assert!(shop.counter().returnable(&unknown).is_err());
    shop.refused(Action::Refund { number: unknown, asked: Asked::Whole, tender: Cash });
    shop.refused(Action::Refund { number, asked: Asked::Whole, tender: Cheque });
}

#[test]
fn a_gift_voucher_that_was_used_does_not_come_back() {
    let mut shop = TestShop::new();
    let code = shop.gift_voucher();
    let number = shop.view().last.unwrap().number;
    shop.act(scan("SUC"));
    shop.act(scan(&code));
    shop.paid(Action::Finish);
    let line = &shop.counter().returnable(&number).unwrap().lines[0];
    assert_eq!((line.left, line.back), (Decimal::ONE, None));
}

#[test]
fn a_refund_leaves_the_sale_in_hand_alone() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    let number = shop.paid(pay_rest(Card)).stamp.number;
    shop.act(scan("LIV"));
    shop.act(scan("CF-3"));
    let before = shop.view();
    shop.paid(Action::Refund { number, asked: Asked::Whole, tender: Card });
    let after = shop.view();
    assert_eq!((before.sale, before.total, before.left), (after.sale, after.total, after.left));
    assert!(after.customer.is_some());
}

#[test]
fn the_original_is_given_once_and_copies_from_then_on() {
    let mut shop = TestShop::new();
    let last = Action::Reprint { number: None };
    assert_eq!(shop.refused(last.clone()), "Aucune vente pour l'instant.");
    shop.act(scan("CEI"));
    let number = shop.paid(pay_rest(Card)).stamp.number;
    assert!(!shop.view().last.unwrap().printed);
    for (copy, marked) in [(0, false), (1, true), (2, true)] {
        let Done::Reprinted { number: of, copy: which, text } = shop.act(last.clone()) else { panic!() };
        assert_eq!((of, which, text.contains("DUPLICATA")), (number.clone(), copy, marked), "{text}");
        assert!(text.contains("Ceinture") && text.contains(&number.to_string()));
    }
    assert!(shop.view().last.unwrap().printed);
    shop.open();
    assert!(shop.view().last.unwrap().printed, "also at the next start");
    let Done::Reprinted { copy, .. } = shop.act(Action::Reprint { number: Some(number.clone()) }) else { panic!() };
    assert_eq!(copy, 3);
    assert!(shop.counter().till().verify_journal().unwrap().is_ok());
}
