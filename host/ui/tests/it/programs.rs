//! Programs behind the window: one that gives, one that fails; gifts taken and put off by keys and by touch.

use comptoir_app::Till;
use comptoir_app::programs::NewProgram;
use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::look::{SMALL, dark};
use crate::package;
use crate::shop::{SHIRT_EAN, TestShop};

/// Forty points a sale, five euros off for forty points, and a word to each.
const POINTS: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if !out.require("why-customer", sale.has_customer, true, sale.has_customer) { return out; }
    out.add("points", 40, []);
    out.message(#{ to: ["cashier", "customer-display"], weight: 50, text: text("earned", #{}) });
    let enough = sale.balance("points") >= 40;
    if out.require("why-points", enough, "40", sale.balance("points")) {
        out.offer(#{ id: "gift", title: text("offer", #{}), cost: #{ counter: "points", amount: 40 },
                     rewards: [#{ discount: #{ amount: 5.00, label: "label" } }] });
    }
    out
}
"#;

/// Works while a sale is short.
const FAILS: &str = r#"
fn evaluate(sale, settings) {
    if sale.lines.len() > 2 { throw "trop de lignes pour moi"; }
    effects()
}
"#;

/// A kitty that is spent in parts, and one of two gifts.
const GIFTS: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if !sale.has_customer { return out; }
    out.add("points", 20, []);
    if sale.event == "identified" {
        out.message(#{ to: ["cashier", "customer-panel"], weight: 90, text: "level", acknowledge: true });
    }
    let most = sale.balance("points");
    if most < 1 { return out; }
    let part = sale.offer_part("kitty");
    let part = if part == () { most } else { part };
    out.offer(#{ id: "kitty", title: "kitty", part: #{ min: 1, step: 0.5, max: most },
                 cost: #{ counter: "points", amount: part }, rewards: [#{ discount: #{ amount: part, label: "label" } }] });
    out.offer(#{ id: "gift", title: "gift", rewards: [#{ voucher: #{ amount: 2, label: "label" } }],
                 choices: [#{ id: "mug", label: "mug" }, #{ id: "voucher", label: "voucher" }] });
    out
}
"#;

fn enable(till: &mut Till, id: &str, script: &str) {
    // As if it came with the till: nothing to be marked.
    till.bundled_from(&till.dir().join("packages"));
    enable_unsigned(till, id, script);
}

fn enable_unsigned(till: &mut Till, id: &str, script: &str) {
    let french = "earned = Avec cet achat : 40 points de plus.\noffer = Carte terminée : bon de 5 €\nlabel = Fidélité\n\
                  why-customer = Client identifié\nwhy-points = Points sur la carte\nlevel = Carte Or\n\
                  kitty = Cagnotte\ngift = Un cadeau au choix\nmug = Un mug\nvoucher = Un bon de 2 €\n";
    let english = "earned = With this sale: 40 more points.\noffer = Card complete: €5 off\nlabel = Loyalty\n\
                   why-customer = Customer identified\nwhy-points = Points on the card\nlevel = Gold card\n\
                   kitty = Kitty\ngift = A gift to choose\nmug = A mug\nvoucher = €2 off\n";
    let folder = package::write(till.dir(), id, "Fidélité", script, [french, english]).unwrap();
    let new = NewProgram { id: None, package: folder, settings: vec![], from: None, until: None };
    till.enable_program(&new).unwrap();
}

pub(crate) fn enable_points(till: &mut Till) {
    enable(till, "points", POINTS);
}

pub(crate) fn enable_failing(till: &mut Till) {
    enable(till, "capricieux", FAILS);
}

/// Claire has forty points, and a shirt is on the ticket.
fn with_points() -> Cashier {
    let cashier = Cashier::at(TestShop::with("", enable_points), ScreenSettings::default());
    cashier.write("vin").key(Key::Return).write("lefevre").key(Key::Return).key(Key::F12).key("/");
    assert_eq!(cashier.sales(), 1);
    cashier.scan(SHIRT_EAN).write("lefevre").key(Key::Return);
    cashier.must_say("Carte terminée : bon de 5 €").must_say("Avec cet achat : 40 points de plus.");
    cashier
}

#[test]
fn a_gift_is_put_off_then_taken_by_keys() {
    let cashier = with_points();
    assert_eq!(cashier.total(), "40.50");
    cashier.with(Key::Shift, Key::F8);
    cashier.must_say("Carte terminée : bon de 5 €, plus tard");
    cashier.key(Key::F8).must_say("Carte terminée : bon de 5 €, utilisé");
    assert_eq!(cashier.total(), "35.50");
    cashier.key(Key::F8).must_say("Aucun cadeau n’attend ce client.");
}

#[test]
fn a_gift_is_taken_put_back_and_put_off_by_touch() {
    let cashier = with_points();
    cashier.press("Utiliser : Carte terminée : bon de 5 €");
    assert_eq!(cashier.total(), "35.50");
    cashier.press("Changer d’avis : Carte terminée : bon de 5 €");
    assert_eq!(cashier.total(), "40.50");
    cashier.press("Plus tard : Carte terminée : bon de 5 €").must_say("plus tard");
    cashier.key(Key::F12).key("/");
    assert_eq!(cashier.sales(), 2);
}

#[test]
fn the_conditions_are_explained() {
    let cashier = with_points();
    cashier.key("?").must_say("Fidélité").must_say("Client identifié").must_say("Points sur la carte");
    cashier.key(Key::Return);
    assert!(!cashier.says("Points sur la carte"));
}

#[test]
fn a_failing_program_is_told_and_the_sale_goes_on() {
    let cashier = Cashier::at(TestShop::with("", enable_failing), ScreenSettings::default());
    cashier.scan(SHIRT_EAN).write("vin").key(Key::Return);
    assert!(!cashier.says("en panne"));
    cashier.write("livre").key(Key::Return).must_say("Le programme « Fidélité » est en panne");
    cashier.key(Key::F12).key("/");
    assert_eq!(cashier.sales(), 1);
}

/// Claire has twenty euros in her kitty, and a shirt is on the ticket.
fn with_kitty() -> Cashier {
    with_kitty_in(ScreenSettings::default())
}

fn with_kitty_in(settings: ScreenSettings) -> Cashier {
    let cashier = Cashier::at(TestShop::with("", |till| enable(till, "cagnotte", GIFTS)), settings);
    cashier.write("vin").key(Key::Return).write("lefevre").key(Key::Return).key(Key::F12).key("/");
    cashier.scan(SHIRT_EAN).write("lefevre").key(Key::Return);
    cashier.must_say("Cagnotte");
    cashier
}

#[test]
fn a_kitty_is_spent_in_part_by_keys() {
    let cashier = with_kitty();
    cashier.key(Key::F8).must_say("De 1 à 20.");
    cashier.write("25").key(Key::Return).must_say("De 1 à 20, de 0,5 en 0,5.");
    cashier.key(Key::Backspace).key(Key::Backspace).write("1,5").key(Key::Return);
    assert_eq!(cashier.total(), "39.00");
    cashier.must_say("coûte 1,5 points de fidélité");
    cashier.key(Key::F12).key("/");
    assert_eq!(cashier.sales(), 2);
}

#[test]
fn a_usual_part_is_taken_by_touch() {
    let cashier = with_kitty();
    cashier.press("Utiliser : Cagnotte").press("10,5");
    assert_eq!(cashier.total(), "30.00");
}

#[test]
fn one_gift_of_two_is_chosen_by_keys_and_by_touch() {
    let cashier = with_kitty();
    cashier.press("Utiliser : Un cadeau au choix").must_say("Un mug").must_say("Un bon de 2 €");
    cashier.key(Key::DownArrow).key(Key::Return);
    cashier.must_say("Un cadeau au choix, utilisé").must_say("Un bon de 2 €");
    cashier.press("Changer d’avis : Un cadeau au choix").press("Utiliser : Un cadeau au choix");
    cashier.press("Un mug").must_say("Un cadeau au choix, utilisé").must_say("Un mug");
}

#[test]
fn a_message_to_be_read_stands_until_it_was() {
    let cashier = with_kitty();
    cashier.must_say("Carte Or");
    cashier.scan(SHIRT_EAN).must_say("Carte Or");
    cashier.press("Vu");
    assert!(!cashier.says("Carte Or"));
    cashier.scan(SHIRT_EAN);
    assert!(!cashier.says("Carte Or"), "it is not told twice in one sale");
}

#[test]
fn a_program_that_nobody_signed_is_marked() {
    let shop = TestShop::with("", |till| enable_unsigned(till, "points", POINTS));
    let cashier = Cashier::at(shop, ScreenSettings::default());
    cashier.must_say("Règle non signée");
    cashier.press("Fidélité : Règle non signée").must_say("Règle non signée : Fidélité");
}

#[test]
fn gifts_to_choose_look_as_accepted() {
    for (settings, light) in [(ScreenSettings::default(), ""), (dark(), "dark-")] {
        let cashier = with_kitty_in(settings);
        cashier.looks(&format!("level-{light}1024"), SMALL);
        cashier.key(Key::F8).looks(&format!("part-{light}1024"), SMALL).key(Key::Escape);
        cashier.press("Utiliser : Un cadeau au choix").looks(&format!("gift-{light}1024"), SMALL);
    }
}
