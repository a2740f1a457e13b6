//! Selling: scan, search, quantities, prices, discounts, notes, articles without a code; by keys and by touch.

use comptoir_ui::screens::OpenDialog;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::shop::{SHIRT_AZERTY, SHIRT_EAN};

#[test]
fn a_scan_adds_a_line_whatever_is_open() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN);
    assert_eq!(cashier.lines(), ["1 Chemise 49.90"]);
    cashier.key(Key::F3).scan(SHIRT_EAN);
    assert_eq!((cashier.lines()[0].as_str(), cashier.dialog()), ("2 Chemise 99.80", OpenDialog::None));
    cashier.key(Key::F12).scan(SHIRT_EAN);
    assert_eq!(cashier.lines(), ["3 Chemise 149.70"]);
    assert!(!cashier.stage.is_paying(), "a scan goes back to the sale");
    for dialog in [Key::F1, Key::F2, Key::F5, Key::F7] {
        cashier.key(dialog).scan(SHIRT_EAN);
        assert_eq!(cashier.dialog(), OpenDialog::None);
    }
    assert_eq!(cashier.lines(), ["7 Chemise 349.30"]);
    // Both at once: the scan closes the dialog and the payment, and the keys are still heard.
    cashier.key(Key::F12).key(Key::F1).scan(SHIRT_EAN).scan(SHIRT_EAN);
    assert_eq!(cashier.lines(), ["9 Chemise 449.10"]);
}

#[test]
fn a_scanner_set_to_another_keyboard_is_understood() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_AZERTY);
    assert_eq!(cashier.lines(), ["1 Chemise 49.90"]);
}

#[test]
fn a_scan_leaves_no_trace_of_itself_in_what_was_typed() {
    let cashier = Cashier::new();
    cashier.write("3*").scan(SHIRT_EAN);
    assert_eq!(cashier.lines(), ["3 Chemise 149.70"]);
    cashier.key(Key::F3).write("Lef");
    cashier.scan(SHIRT_EAN);
    assert_eq!(cashier.lines(), ["4 Chemise 199.60"]);
    // A person typing is never taken for a scanner.
    cashier.write("3017620422003").key(Key::Return);
    assert_eq!(cashier.lines(), ["5 Chemise 249.50"]);
}

#[test]
fn articles_are_found_by_any_part_of_their_name() {
    let cashier = Cashier::new();
    cashier.write("chemi");
    cashier.must_say("Chemise, 49,90 €");
    cashier.key(Key::Return);
    assert_eq!(cashier.lines(), ["1 Chemise 49.90"]);
    cashier.write("the").press("Thé, 40,00 €, THE");
    assert_eq!(cashier.lines()[1], "1 Thé 40.00");
    cashier.write("2*ceint").keys(&[Key::DownArrow, Key::UpArrow, Key::Return]);
    assert_eq!(cashier.lines()[2], "2 Ceinture 70.00");
    cashier.write("zzz");
    cashier.must_say("Rien pour « zzz »");
    cashier.key(Key::Escape);
    assert!(!cashier.says("Rien pour"));
}

#[test]
fn an_unknown_code_is_shown_and_leads_on() {
    let cashier = Cashier::new();
    cashier.scan("4006381333931");
    cashier.must_say("4006381333931");
    assert_eq!(cashier.lines().len(), 0);
    cashier.press("Article sans code");
    assert_eq!(cashier.dialog(), OpenDialog::Article);
    cashier.write("12,50").key(Key::Return);
    assert_eq!(cashier.total(), "12.50");
    // A misread code says so, and the sale goes on.
    cashier.scan("3017620422004");
    cashier.must_say("3017620422004");
    cashier.scan(SHIRT_EAN);
    assert_eq!(cashier.total(), "62.40");
}

#[test]
fn quantities_change_by_key_by_dialog_and_by_touch() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key('+').key('+').key('-');
    assert_eq!(cashier.lines(), ["2 Chemise 99.80"]);
    cashier.write("5").key(Key::F5);
    assert_eq!(cashier.lines(), ["5 Chemise 249.50"]);
    cashier.key(Key::F5);
    assert_eq!(cashier.dialog(), OpenDialog::Edit);
    cashier.write("12").key(Key::Return);
    assert_eq!(cashier.lines(), ["12 Chemise 598.80"]);
    cashier.press("Un de moins");
    assert_eq!(cashier.lines(), ["11 Chemise 548.90"]);
    cashier.press("Un de plus").press("Annuler la ligne");
    assert_eq!(cashier.lines().len(), 0);
    cashier.must_say("« Chemise » annulé.");
}

#[test]
fn less_than_one_takes_the_line_off() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key('-');
    assert_eq!(cashier.lines().len(), 0);
    cashier.scan(SHIRT_EAN).key(Key::Delete);
    assert_eq!(cashier.lines().len(), 0);
}

#[test]
fn a_wrong_quantity_says_why_and_changes_nothing() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key(Key::F5).write("1,5").key(Key::Return);
    assert_eq!(cashier.dialog(), OpenDialog::Edit);
    cashier.key(Key::F5).write("0").key(Key::Return);
    cashier.keys(&[Key::Escape]);
    assert_eq!(cashier.lines(), ["1 Chemise 49.90"]);
    assert_eq!(cashier.dialog(), OpenDialog::None);
}

#[test]
fn discounts_fall_on_the_line_or_on_the_sale() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).write("10").key(Key::F4);
    assert_eq!(cashier.lines(), ["1 Chemise 44.91"]);
    cashier.key(Key::F4).press("Tout le ticket").write("50").key(Key::Return);
    assert_eq!(cashier.total(), "22.45");
    cashier.key(Key::F4).press("Tout le ticket").press("Enlever");
    assert_eq!(cashier.total(), "44.91");
    cashier.key(Key::F4).press("€").write("4,91").key(Key::Return);
    assert_eq!(cashier.lines(), ["1 Chemise 44.99"]);
    cashier.key(Key::F4).write("120").key(Key::Return);
    cashier.must_say("Tapez un pourcentage entre 0 et 100.");
    cashier.key(Key::Escape).key(Key::F4).press("20");
    assert_eq!(cashier.lines(), ["1 Chemise 39.92"]);
}

#[test]
fn prices_and_notes_are_edited() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).key(Key::F10).write("39,90").key(Key::Return);
    assert_eq!(cashier.lines(), ["1 Chemise 39.90"]);
    cashier.must_say("prix modifié");
    cashier.press("Note").write("ourlet").key(Key::Return);
    cashier.must_say("ourlet");
    // Letters are no price, and a money field takes none.
    cashier.press("Prix").write("abc").key(Key::Return);
    assert_eq!(cashier.lines(), ["1 Chemise 39.90"]);
    cashier.press("Prix").write("1,2,3").key(Key::Return);
    cashier.must_say("« 1,2,3 » n’est pas un montant");
    cashier.press("Annuler");
    assert_eq!(cashier.lines(), ["1 Chemise 39.90"]);
}

#[test]
fn an_article_without_a_code_takes_its_departments_vat() {
    let cashier = Cashier::new();
    cashier.key(Key::F2);
    assert_eq!(cashier.dialog(), OpenDialog::Article);
    cashier.key(Key::Return);
    cashier.must_say("Tapez le prix.");
    cashier.press("Livres, TVA 5,5 %");
    for key in ["1", "5"] {
        cashier.press(key);
    }
    cashier.press_first("Ajouter");
    let view = cashier.view();
    assert_eq!((cashier.total().as_str(), view.vat_lines[0].rate.to_string().as_str()), ("15.00", "5.5"));
}

#[test]
fn the_lines_are_chosen_by_arrows_and_touch() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).write("CEI1").key(Key::Escape);
    cashier.write("ceinture").key(Key::Return);
    cashier.key(Key::UpArrow).key('+');
    assert_eq!(cashier.lines(), ["2 Chemise 99.80", "1 Ceinture 35.00"]);
    cashier.key(Key::DownArrow).key('+');
    assert_eq!(cashier.lines(), ["2 Chemise 99.80", "2 Ceinture 70.00"]);
    cashier.press("2 × Chemise, 99,80 €, 49,90 €").key(Key::Delete);
    assert_eq!(cashier.lines(), ["2 Ceinture 70.00"]);
}

#[test]
fn the_line_that_was_scanned_is_in_sight() {
    let cashier = Cashier::new();
    for _ in 0..12 {
        cashier.write("the").key(Key::Return);
    }
    cashier.scan(SHIRT_EAN).must_say("1 × Chemise, 49,90 €");
    for _ in 0..12 {
        cashier.key(Key::UpArrow);
    }
    cashier.key('+').must_say("Thé").scan(SHIRT_EAN).must_say("2 × Chemise, 99,80 €");
}

#[test]
fn a_ticket_is_abandoned_after_a_second_word() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).with(Key::Control, Key::Delete);
    cashier.must_say("Abandonner ce ticket ?");
    assert_eq!(cashier.lines().len(), 1);
    cashier.press("Abandonner");
    assert_eq!(cashier.lines().len(), 0);
    cashier.must_say("Ticket abandonné.");
}
