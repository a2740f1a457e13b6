//! A program that is being written, at a till that is open: taken up between two sales, never within one.

use std::path::Path;

use comptoir_app::counter::Action;
use comptoir_app::plugins;
use comptoir_app::programs::leave_for_open_till;
use comptoir_domain::language::Language::French;
use comptoir_domain::tender::TenderKind::Card;

use crate::package;
use crate::shop::{TestShop, eur, pay_rest, scan};

fn off(percent: u32) -> String {
    format!(
        "fn evaluate(sale, settings) {{ let out = effects(); out.discount(#{{ percent: {percent}, label: \"label\" }}); out }}"
    )
}

/// Does what `plugin dev` does while the till is open.
fn save(shop: &Path, script: &str) {
    let words = "label = Fidélité\n";
    let folder = package::write_with(shop, ("essai", "essai"), "", script, [words, words]).unwrap();
    leave_for_open_till(shop, &plugins::open(&folder, French).unwrap(), French).unwrap();
}

#[test]
fn a_saved_program_is_taken_up_before_the_next_sale_and_not_within_one() {
    let mut shop = TestShop::new();
    let dir = shop.dir().to_owned();
    save(&dir, &off(10));
    shop.act(scan("CEI"));
    let full = shop.view().lines[0].amount;
    let tenth = full - shop.view().total;
    assert!(tenth.is_positive(), "the first gesture of a sale has it");

    save(&dir, &off(20));
    let line = shop.view().lines[0].id;
    shop.act(Action::SetQuantity { line, quantity: crate::shop::qty("2") });
    assert_eq!(full + full - shop.view().total, tenth + tenth, "a sale that has begun keeps what it began with");
    shop.paid(pay_rest(Card));
    shop.act(scan("CEI"));
    assert_eq!(full - shop.view().total, tenth + tenth, "the next one has the new version");
    assert_eq!(std::fs::read_dir(dir.join("dev")).unwrap().count(), 0, "what is taken up waits no more");
}

#[test]
fn one_that_cannot_run_is_told_and_the_sale_goes_on() {
    let mut shop = TestShop::new();
    let dir = shop.dir().to_owned();
    save(&dir, "fn evaluate(");
    shop.act(scan("CEI"));
    let view = shop.view();
    let told = format!("{:?}", view.notice);
    assert!(told.contains("essai"), "{told}");
    assert!(view.total > eur("0.00"));
    shop.act(Action::Abandon);
    assert!(shop.view().notice.is_none(), "told once");
}
