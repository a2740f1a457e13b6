//! The drawer and the paper: one pulse per sale in cash, no receipt unless asked, nothing late.

use std::fs;
use std::time::Duration;

use comptoir_app::counter::{Action, Done};
use comptoir_domain::refund::Asked;
use comptoir_domain::tender::TenderKind::{Card, Cash, CreditNote};

use crate::shop::{TestShop, pay, pay_rest, scan};

/// A pulse in real time: DLE DC4 1.
const PULSE: &[u8] = b"\x10\x14\x01";
const LIMIT: Duration = Duration::from_secs(5);

fn with_printer() -> TestShop {
    let paper = tempfile::NamedTempFile::new().unwrap().into_temp_path().keep().unwrap();
    TestShop::with(&format!("[printer]\nconnection = \"file:{}\"", paper.display()), |_| ())
}

/// Leaves the counter, so that all is printed; gives pulses, receipts and copies on paper.
fn printed(mut shop: TestShop) -> (usize, usize, usize) {
    shop.counter().leave(LIMIT).unwrap();
    let config = fs::read_to_string(shop.dir().join("till.toml")).unwrap();
    let path = config.split("file:").last().unwrap().trim_end().trim_end_matches('"');
    let bytes = fs::read(path).unwrap();
    fs::remove_file(path).unwrap();
    let count = |part: &[u8]| bytes.windows(part.len()).filter(|window| *window == part).count();
    (count(PULSE), count(b"signature"), count(b"DUPLICATA"))
}

#[test]
fn cash_opens_the_drawer_once_with_and_without_a_receipt() {
    for (kind, print, expected) in
        [(Cash, true, (1, 1, 0)), (Cash, false, (1, 0, 0)), (Card, true, (0, 1, 0)), (Card, false, (0, 0, 0))]
    {
        let mut shop = with_printer();
        shop.act(scan("CEI"));
        shop.act(Action::SetPrint { print });
        shop.paid(pay_rest(kind));
        let view = shop.view();
        assert_eq!((view.last.unwrap().printed, view.print), (print, false), "the next customer is asked again");
        assert_eq!(printed(shop), expected, "{kind:?} {print}");
    }
}

#[test]
fn parts_in_cash_open_it_when_the_sale_is_paid() {
    let mut shop = with_printer();
    shop.act(scan("CEI"));
    shop.act(pay(Cash, "10"));
    shop.act(pay(Card, "5"));
    shop.paid(pay(Cash, "20"));
    assert_eq!(printed(shop).0, 1);
}

#[test]
fn a_receipt_asked_for_later_is_the_original_and_opens_nothing() {
    let mut shop = with_printer();
    shop.act(scan("CEI"));
    shop.paid(pay_rest(Cash));
    shop.act(Action::Reprint { number: None });
    shop.act(Action::Reprint { number: None });
    let (pulses, receipts, copies) = printed(shop);
    assert_eq!((pulses, receipts), (1, 2));
    assert!(copies > 0);
}

#[test]
fn a_credit_note_is_always_on_paper() {
    let mut shop = with_printer();
    shop.act(scan("CEI"));
    let number = shop.paid(pay_rest(Card)).stamp.number;
    shop.paid(Action::Refund { number, asked: Asked::Whole, tender: CreditNote });
    assert!(shop.view().last.unwrap().printed);
    assert_eq!(printed(shop), (0, 1, 0));
}

#[test]
fn the_drawer_opens_without_a_sale_and_the_log_notes_it() {
    let mut shop = with_printer();
    assert_eq!(shop.act(Action::OpenDrawer), Done::DrawerOpened);
    assert_eq!(shop.events().last().unwrap(), "916");
    assert_eq!(printed(shop), (1, 0, 0));
    let mut shop = TestShop::new();
    let events = shop.events();
    assert!(shop.refused(Action::OpenDrawer).starts_with("Aucune imprimante"));
    assert_eq!(shop.events(), events);
}

#[test]
fn a_drawer_that_cannot_open_is_told_and_delays_nothing() {
    let mut shop = TestShop::with("[printer]\nconnection = \"file:/nonexistent/folder/paper\"", |_| ());
    shop.act(scan("CEI"));
    shop.paid(pay_rest(Cash));
    let printed = shop.counter().leave(LIMIT).unwrap();
    assert_eq!(printed.waiting, 0);
    assert!(printed.trouble.unwrap().contains("/nonexistent/folder/paper"));
    assert!(shop.view().print_trouble.is_some());
}
