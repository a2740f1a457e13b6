//! The devices' badges, the drawer, and putting messages away: by keys and by touch.

use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::shop::TestShop;

#[test]
fn a_touch_on_a_badge_says_how_the_device_is() {
    let shop = TestShop::with("[printer]\nconnection = \"tcp:127.0.0.1:9\"", |_| ());
    let cashier = Cashier::at(shop, ScreenSettings::default());
    cashier.press("Journal : intact").must_say("Le journal fiscal est intact.");
}

#[test]
fn a_key_says_how_all_devices_are() {
    let shop = TestShop::with("[printer]\nconnection = \"tcp:127.0.0.1:9\"", |_| ());
    let cashier = Cashier::at(shop, ScreenSettings::default());
    let said = cashier.with(Key::Shift, Key::F9);
    said.must_say("Journal : intact");
}

#[test]
fn the_settings_of_the_screen_open_by_a_key() {
    let cashier = Cashier::at(TestShop::new(), ScreenSettings::default());
    cashier.with(Key::Shift, Key::F1).must_say("Taille des textes");
    cashier.key(Key::Escape);
    assert!(!cashier.says("Taille des textes"));
}

#[test]
fn the_drawer_has_its_touch_key() {
    let cashier = Cashier::at(TestShop::new(), ScreenSettings::default());
    let said = cashier.press("Tiroir");
    assert!(said.says("imprimante") || said.says("tiroir"), "without a printer no drawer opens, and it is said");
}

#[test]
fn the_drawer_key_says_what_it_did_or_why_not() {
    let cashier = Cashier::at(TestShop::new(), ScreenSettings::default());
    let said = cashier.key(Key::F9);
    assert!(said.says("imprimante") || said.says("tiroir"), "without a printer no drawer opens, and it is said");
}

#[test]
fn a_message_is_put_away_by_escape_and_by_touch() {
    let cashier = Cashier::at(TestShop::new(), ScreenSettings::default());
    cashier.scan("9999999999994").must_say("9999999999994");
    cashier.key(Key::Escape);
    assert!(!cashier.says("9999999999994"));
    cashier.scan("9999999999994").must_say("9999999999994");
    cashier.press("Masquer le message");
    assert!(!cashier.says("9999999999994"));
}
