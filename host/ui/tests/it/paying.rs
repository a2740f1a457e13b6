//! Paying: every means, parts, change, receipts, refusals; by keys and by touch.

use comptoir_app::Till;
use comptoir_app::accounts::OpeningBalance;
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::id::Sku;
use comptoir_domain::item::Item;
use comptoir_domain::money::Money;
use comptoir_domain::tender::TenderKind;
use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::OpenDialog;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::shop::{SHIRT_EAN, TestShop};

#[test]
fn cash_by_the_number_pad_gives_change() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key(Key::Return);
    assert!(cashier.stage.is_paying(), "Enter with an empty field pays");
    cashier.write("50").key(Key::Return);
    assert_eq!(cashier.sales(), 1);
    cashier.must_say("À rendre 0,10 €");
    cashier.must_say("Prêt pour une vente");
    // The next scan begins the next sale, and the change goes.
    cashier.scan(SHIRT_EAN);
    assert!(!cashier.says("À rendre"));
    assert_eq!(cashier.lines(), ["1 Chemise 49.90"]);
}

#[test]
fn the_numpads_dot_is_a_comma() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key(Key::F12).write("49.90").key(Key::Return);
    assert_eq!(cashier.sales(), 1);
}

#[test]
fn every_means_has_its_key() {
    for (key, name) in [("+", "cash"), ("/", "card"), ("*", "cheque")] {
        let cashier = Cashier::new();
        cashier.scan(SHIRT_EAN).key(Key::F12).key(key);
        let last = cashier.view().last.clone().expect("a sale");
        assert_eq!(last.given[0].kind.name(), name);
        assert_eq!(last.change.to_string(), "0.00");
    }
}

#[test]
fn every_means_has_its_place_to_touch() {
    for (label, name) in [("Carte", "card"), ("Chèque", "cheque"), ("Espèces 50 €", "cash")] {
        let cashier = Cashier::new();
        cashier.scan(SHIRT_EAN).press("Encaisser 49,90 €").press(label);
        assert_eq!(cashier.view().last.as_ref().map(|last| last.given[0].kind.name()), Some(name));
    }
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).press("Encaisser 49,90 €");
    for key in ["6", "0"] {
        cashier.press(key);
    }
    cashier.press("Espèces");
    assert_eq!(cashier.view().last.as_ref().map(|last| last.change.to_string()).as_deref(), Some("10.10"));
}

#[test]
fn several_means_pay_one_sale() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key(Key::F12).write("20").key("/");
    cashier.must_say("Reste à payer 29,90 €");
    cashier.write("10").key("*");
    cashier.must_say("Reste à payer 19,90 €");
    // Delete takes the last one back.
    cashier.key(Key::Delete).must_say("Reste à payer 29,90 €");
    cashier.write("30").key(Key::Return);
    let last = cashier.view().last.clone().expect("a sale");
    assert_eq!((last.given.len(), last.change.to_string().as_str()), (2, "0.10"));
}

#[test]
fn leaving_the_payment_keeps_what_was_given() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key(Key::F12).write("20").key("/").key(Key::Escape);
    assert!(!cashier.stage.is_paying());
    cashier.write("ceinture").key(Key::Return).key(Key::F12);
    cashier.must_say("Reste à payer 64,90 €");
    cashier.press("Reprendre : Carte bancaire");
    cashier.must_say("À payer 84,90 €");
}

#[test]
fn an_empty_enter_says_what_to_do_and_pays_nothing() {
    let cashier = Cashier::new();
    cashier.key(Key::F12).must_say("Rien à encaisser");
    cashier.scan(SHIRT_EAN).key(Key::Return).key(Key::Return);
    assert_eq!(cashier.sales(), 0);
    cashier.must_say("Tapez le montant reçu");
}

#[test]
fn the_card_takes_no_more_than_is_due() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key(Key::F12).write("60").key("/");
    assert_eq!(cashier.sales(), 0);
    cashier.must_say("Chemise");
    assert_eq!(cashier.view().left.to_string(), "49.90");
}

#[test]
fn an_account_pays_up_to_its_limit() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key(Key::F12);
    cashier.must_say("client d’abord");
    cashier.key(Key::Escape).scan("CF-1");
    cashier.key('+').key('+').key(Key::F12).key(Key::F8);
    assert_eq!(cashier.sales(), 0, "121.50 is above the limit of 100");
    cashier.write("100").key(Key::F8);
    cashier.must_say("Reste à payer 21,50 €");
    cashier.key("/");
    assert_eq!(cashier.sales(), 1);
}

#[test]
fn an_account_on_hold_says_why_at_once_and_at_the_payment() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).scan("CF-2");
    cashier.must_say("Compte bloqué : chèque impayé");
    cashier.key(Key::F12).must_say("compte bloqué");
    cashier.key(Key::F8);
    assert_eq!(cashier.sales(), 0);
}

#[test]
fn a_paper_pays_when_scanned_or_named() {
    let cashier = Cashier::new();
    cashier.write("cadeau").key(Key::Return).key(Key::F12).key("/");
    let code = cashier.stage.with_backroom(|room| {
        let sale = room.counter().till().store().last_sale().unwrap().unwrap();
        sale.movements.issued[0].code.clone()
    });
    let code = code.unwrap();
    cashier.scan(SHIRT_EAN).scan(&code).key(Key::F12);
    cashier.must_say("Reste à payer 29,90 €");
    cashier.press("Reprendre : Chèque-cadeau").must_say("À payer 49,90 €");
    // Named in the dialog, by hand.
    cashier.key(Key::F10);
    assert_eq!(cashier.dialog(), OpenDialog::Edit);
    cashier.write("nimporte").key(Key::Return);
    assert_eq!(cashier.dialog(), OpenDialog::Edit, "an unknown paper is refused where it was typed");
    cashier.key(Key::Escape).key(Key::F10).write(&code).key(Key::Return);
    cashier.must_say("Reste à payer 29,90 €");
    cashier.key("+");
    assert_eq!(cashier.sales(), 2);
}

#[test]
fn the_receipt_is_chosen_before_and_asked_for_after() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key(Key::F12).key(Key::F2);
    assert!(cashier.view().print);
    cashier.press("Ticket imprimé");
    assert!(!cashier.view().print);
    cashier.key("+").key(Key::F11);
    // Without a printer the receipt stands on the screen.
    assert_eq!(cashier.dialog(), OpenDialog::Receipt);
    cashier.must_say("Maison Lefèvre");
    cashier.key(Key::Return);
    assert_eq!(cashier.dialog(), OpenDialog::None);
}

const BAG_EAN: &str = "3760123450003";

/// A credit note of 100 €, and something for 60 €.
fn a_note_of_a_hundred(till: &mut Till) -> String {
    let item = till.store().item(&Sku::new("CHE")).unwrap().unwrap();
    let (sku, codes) = (Sku::new("SAC"), vec![BAG_EAN.to_owned()]);
    let bag = Item { sku, codes, label: "Sac".into(), price: Money::from_cents(6_000), ..item };
    till.store_mut().put_item(&bag).unwrap();
    let note = till.opening_credit(CreditKind::CreditNote, "AV-CENT", Money::from_cents(10_000), None);
    let balance = OpeningBalance { customer: None, account: None, credits: vec![note], counters: vec![] };
    till.open_balances(&[balance], "2026-11-01".parse().unwrap(), "l’ancienne caisse").unwrap();
    "AV-CENT".to_owned()
}

#[test]
fn of_two_who_spend_sixty_of_a_note_of_a_hundred_the_second_is_told_and_loses_nothing() {
    let mut code = String::new();
    let shop = TestShop::with("", |till| code = a_note_of_a_hundred(till));
    let cashier = Cashier::at(shop, ScreenSettings::default());
    // The note was looked at: it paid for all of the sale that is on the screen…
    cashier.scan(BAG_EAN).scan(&code).key(Key::F12).must_say("Reste à payer 0,00 €");
    // … and is spent by somebody else before the sale is ended.
    cashier.stage.with_backroom(|room| {
        let till = room.counter().till_mut();
        let mut draft = till.open_sale();
        till.scan(&mut draft, BAG_EAN, None).unwrap();
        let tenders = vec![TenderAsked {
            code: Some(code.clone()),
            ..TenderAsked::of(TenderKind::CreditNote, Money::from_cents(6_000))
        }];
        till.pay(&draft, &Payment { tenders, print: false, parked: None, forced: None }).unwrap();
    });
    cashier.key(Key::Return).must_say("Il manque 20,00 €.").must_say("Avoir 40,00 €");
    assert_eq!(cashier.sales(), 1, "the second one is refused");
    assert_eq!(cashier.lines(), ["1 Sac 60.00"], "and its sale is still there");
    let left = |cashier: &Cashier| {
        cashier
            .stage
            .with_backroom(|room| room.counter().till().store().credit_by_code(&code).unwrap().unwrap().balance)
    };
    assert_eq!(left(&cashier), Some(Money::from_cents(4_000)));
    // What is left of the note pays its part, and the card the rest.
    cashier.must_say("Reste à payer 20,00 €").key("/");
    assert_eq!((cashier.sales(), left(&cashier)), (2, Some(Money::ZERO)));
}
