//! Parked sales, and sales that a fall left behind.

use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::OpenDialog;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::shop::SHIRT_EAN;

#[test]
fn a_sale_is_parked_and_recalled_by_keys() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).write("Mme Petit").key(Key::F6);
    assert_eq!(cashier.lines().len(), 0);
    cashier.must_say("« Mme Petit » mis en attente.");
    cashier.write("ceinture").key(Key::Return).key(Key::F6).key(Key::F6);
    assert_eq!(cashier.dialog(), OpenDialog::Parked);
    cashier.keys(&[Key::DownArrow, Key::UpArrow, Key::Return]);
    assert_eq!(cashier.lines(), ["1 Chemise 49.90"]);
}

#[test]
fn a_sale_is_recalled_by_touch() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).press("Attente");
    cashier.press("Tickets en attente : 1").press("12:00, 49,90 €, 12:00 · 1 article");
    assert_eq!(cashier.lines(), ["1 Chemise 49.90"]);
}

#[test]
fn the_sale_in_hand_survives_a_fall() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).scan("CF-1").key(Key::F12).write("20").key("/");
    let Cashier { stage, shop, .. } = cashier;
    // Not closed: dropped, as a power cut would.
    drop(stage);
    let cashier = Cashier::at(shop, ScreenSettings::default());
    assert_eq!(cashier.lines(), ["1 Chemise 40.50"]);
    assert_eq!(cashier.view().left.to_string(), "20.50");
    cashier.must_say("Ticket retrouvé");
    cashier.press("Continuer");
    assert!(!cashier.says("Ticket retrouvé"));
    cashier.key(Key::F12).key("+");
    assert_eq!(cashier.sales(), 1);
}
