//! Paying: every means, parts, change, receipts, refusals; by keys and by touch.

use comptoir_ui::screens::OpenDialog;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::shop::SHIRT_EAN;

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
