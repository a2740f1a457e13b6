//! What the cashier sets for the screen: it holds at once and is kept. Languages, and what a screen reader hears.

use std::time::Duration;

use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::OpenDialog;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::shop::SHIRT_EAN;

#[test]
fn the_language_changes_at_once_and_stays() {
    let cashier = Cashier::new();
    cashier.scan(SHIRT_EAN).press("Réglages de l’écran").press("English");
    cashier.must_say("Screen settings").key(Key::Escape);
    cashier.must_say("Total €49.90");
    cashier.press("Pay €49.90").must_say("To pay €49.90");
    let (kept, trouble) = ScreenSettings::read(cashier.shop.dir());
    assert_eq!((kept.language, trouble), (Some(comptoir_domain::language::Language::English), None));
    // Another test in this process speaks French again: the language is the thread's.
    cashier.key(Key::Escape).press("Screen settings").press("Français").must_say("Réglages de l’écran");
}

#[test]
fn light_size_and_order_are_kept() {
    let cashier = Cashier::new();
    cashier.press("Réglages de l’écran").press("Sombre").press("130 %").press("Caisse d’abord");
    let (kept, _) = ScreenSettings::read(cashier.shop.dir());
    assert_eq!((kept.dark, kept.text_size), (true, 130));
    assert_eq!(kept.order, comptoir_ui::settings::Order::CounterFirst);
}

#[test]
fn a_scanner_is_learnt_from_two_reads() {
    let cashier = Cashier::new();
    cashier.press("Réglages de l’écran").press("Apprendre la douchette");
    assert_eq!(cashier.dialog(), OpenDialog::Lesson);
    cashier.scan("Azm-4930182756").must_say("Bien lu");
    cashier.scan("Azm-4930182756").must_say("La douchette est connue");
    cashier.press("Enregistrer");
    let (kept, _) = ScreenSettings::read(cashier.shop.dir());
    assert_eq!(kept.keyboard_scanner.suffix, comptoir_devices::wedge::Suffix::Enter);
    assert!(kept.keyboard_scanner.gap >= Duration::from_millis(15));
    cashier.scan(SHIRT_EAN);
    assert_eq!(cashier.lines(), ["1 Chemise 49.90"]);
}

#[test]
fn the_help_names_the_keys() {
    let cashier = Cashier::new();
    cashier.key(Key::F1);
    assert_eq!(cashier.dialog(), OpenDialog::Help);
    cashier.must_say("Retour et remboursement").key(Key::Return);
    assert_eq!(cashier.dialog(), OpenDialog::None);
}

#[test]
fn nothing_confidential_is_on_the_customer_display() {
    use comptoir_ui::screens::slint::ComponentHandle as _;
    let cashier =
        Cashier::at(crate::shop::TestShop::new(), ScreenSettings { display: true, ..ScreenSettings::default() });
    cashier.stage.show_or_hide_display();
    let display = cashier.stage.display_window().expect("the second window is open");
    let labels = || crate::cashier::labels_of(&display);
    cashier.scan(SHIRT_EAN).scan("CF-1");
    assert!(labels().iter().any(|label| label.contains("1 × Chemise, 40,50 €")), "{:?}", labels());
    assert!(!labels().iter().any(|label| label.contains("Lefèvre")), "{:?}", labels());
    cashier.key(Key::F12).write("50").key(Key::Return);
    assert!(labels().iter().any(|label| label.contains("À vous rendre 9,50 €")), "{:?}", labels());
    display.hide().unwrap();
}
