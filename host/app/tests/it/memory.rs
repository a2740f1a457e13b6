//! The unfinished sale survives power cuts, crashes and closings, and never stands in the way.

use std::fs;
use std::time::Duration;

use comptoir_app::counter::Action;
use comptoir_domain::money::Money;
use comptoir_domain::tender::TenderKind::{Card, Cash, GiftVoucher};

use crate::shop::{TestShop, eur, pay, pay_rest, person, scan};

const LIMIT: Duration = Duration::from_secs(1);

fn remember(shop: &mut TestShop) {
    shop.counter().remember().unwrap();
}

#[test]
fn a_power_cut_loses_nothing_of_the_sale_in_hand() {
    let mut shop = TestShop::new();
    let code = shop.gift_voucher();
    shop.act(scan("CEI"));
    shop.act(scan("CF-1"));
    shop.act(scan(&code));
    shop.act(pay(Cash, "5"));
    shop.act(Action::SetPrint { print: true });
    let before = shop.view();
    remember(&mut shop);
    shop.open();
    let view = shop.view();
    assert!(view.recovered && view.print);
    assert_eq!((view.sale, view.total, view.left, view.given), (before.sale, before.total, before.left, before.given));
    assert_eq!(view.customer.unwrap().summary.customer.id, person(1));
    shop.paid(pay_rest(Card));
    assert!(!shop.view().recovered);
    remember(&mut shop);
    assert!(!shop.dir().join("draft.json").exists());
}

#[test]
fn nothing_in_hand_is_no_file_and_an_unchanged_sale_no_write() {
    let mut shop = TestShop::new();
    let file = shop.dir().join("draft.json");
    remember(&mut shop);
    assert!(!file.exists());
    shop.act(scan("CEI"));
    remember(&mut shop);
    let kept = fs::read(&file).unwrap();
    fs::write(&file, "not written again").unwrap();
    shop.view();
    remember(&mut shop);
    assert_eq!(fs::read(&file).unwrap(), b"not written again");
    shop.act(scan("CEI"));
    remember(&mut shop);
    assert_ne!(fs::read(&file).unwrap(), kept);
    shop.act(Action::Abandon);
    remember(&mut shop);
    assert!(!file.exists() && !shop.dir().join("draft.json.new").exists());
    remember(&mut shop);
}

#[test]
fn a_closing_keeps_the_sale_unless_it_waits_on_the_shelf() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    shop.counter().leave(LIMIT).unwrap();
    assert_eq!(shop.events().last().unwrap(), "40");
    shop.open();
    assert_eq!((shop.view().recovered, shop.view().total), (true, eur("35")));
    shop.act(Action::Park { label: "Durand".into() });
    let id = shop.view().parked[0].id;
    shop.act(Action::Recall { id });
    remember(&mut shop);
    shop.open();
    assert_eq!((shop.view().recovered, shop.view().shelf), (true, Some(id)), "a crash is no closing");
    shop.counter().leave(LIMIT).unwrap();
    shop.open();
    let view = shop.view();
    assert_eq!((view.recovered, view.lines.len(), view.parked.len()), (false, 0, 1));
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside() {
    for text in ["", "{", "{\"format\":1}", "{\"format\":99}", "\u{0}\u{1}"] {
        let mut shop = TestShop::new();
        shop.act(scan("CEI"));
        remember(&mut shop);
        shop.cut();
        fs::write(shop.dir().join("draft.json"), text).unwrap();
        shop.open();
        let view = shop.view();
        let notice = view.notice.unwrap();
        assert!(notice.contains("draft.json.bad") && view.lines.is_empty() && !view.recovered, "{notice}");
        assert_eq!(fs::read_to_string(shop.dir().join("draft.json.bad")).unwrap(), text);
        shop.act(scan("CEI"));
        assert_eq!(shop.view().notice, None, "it is told once");
        remember(&mut shop);
        shop.open();
        assert_eq!(shop.view().total, eur("35"));
    }
}

#[test]
fn a_sale_that_was_paid_or_parked_before_the_cut_is_not_taken_up() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    remember(&mut shop);
    shop.paid(pay_rest(Card));
    shop.open();
    let view = shop.view();
    assert_eq!((view.recovered, view.lines.len(), view.last.unwrap().total), (false, 0, eur("35")));
    assert!(!shop.dir().join("draft.json").exists());
    shop.act(scan("CEI"));
    remember(&mut shop);
    shop.act(Action::Park { label: "Durand".into() });
    shop.open();
    let view = shop.view();
    assert_eq!((view.recovered, view.lines.len(), view.parked.len()), (false, 0, 1));
}

#[test]
fn a_paper_that_was_spent_meanwhile_pays_nothing() {
    let mut shop = TestShop::new();
    let code = shop.gift_voucher();
    shop.act(scan("CEI"));
    shop.act(scan(&code));
    remember(&mut shop);
    let kept = fs::read(shop.dir().join("draft.json")).unwrap();
    shop.act(Action::Abandon);
    shop.act(scan("CEI"));
    shop.act(crate::shop::pay_paper(GiftVoucher, Some("20"), &code));
    shop.paid(pay_rest(Card));
    shop.cut();
    fs::write(shop.dir().join("draft.json"), kept).unwrap();
    shop.open();
    let view = shop.view();
    assert_eq!((view.recovered, view.given[0].amount, view.left), (true, Money::ZERO, eur("35")));
}
