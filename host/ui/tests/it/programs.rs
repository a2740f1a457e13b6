//! Programs behind the window: one that gives, one that fails; gifts taken and put off by keys and by touch.

use comptoir_app::Till;
use comptoir_app::programs::NewProgram;
use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
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

fn enable(till: &mut Till, id: &str, script: &str) {
    let french = "earned = Avec cet achat : 40 points de plus.\noffer = Carte terminée : bon de 5 €\nlabel = Fidélité\n\
                  why-customer = Client identifié\nwhy-points = Points sur la carte\n";
    let english = "earned = With this sale: 40 more points.\noffer = Card complete: €5 off\nlabel = Loyalty\n\
                   why-customer = Customer identified\nwhy-points = Points on the card\n";
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
