//! Programs at the counter: what they offer and say, and that a failing one stops nothing.

use comptoir_app::OfferAnswer;
use comptoir_app::Till;
use comptoir_app::counter::{Action, Done};
use comptoir_app::programs::NewProgram;
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::ProgramId;
use comptoir_domain::tender::TenderKind::Card;

use crate::package;
use crate::shop::{TestShop, eur, pay_rest, scan};

/// Five euros off for ten points of past visits, ten points for each sale, and words of two weights.
const POINTS: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if !out.require("why-customer", sale.has_customer, true, sale.has_customer) { return out; }
    out.add("points", 10, []);
    out.message(#{ to: "cashier", weight: 10, text: text("light", #{}) });
    out.message(#{ to: ["cashier", "customer-display"], weight: 90, text: text("heavy", #{}) });
    if sale.balance("points") >= 10 {
        out.offer(#{ id: "gift", title: text("offer", #{}), cost: #{ counter: "points", amount: 10 },
                     rewards: [#{ discount: #{ amount: 5.00, label: "label" } }] });
    }
    out
}
"#;
/// Says something between the two.
const MIDDLE: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    out.message(#{ to: "cashier", weight: 50, text: text("light", #{}) });
    out
}
"#;
const FAILS: &str = "fn evaluate(sale, settings) { throw \"rien ne va\"; }";
const VOUCHERS: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if sale.has_customer { out.voucher(#{ amount: 8.00, label: "label" }); }
    out
}
"#;

/// Switches a script on, written into a package of its own.
fn enable(till: &mut Till, id: &str, script: &str) {
    let words = format!(
        "light = {id} léger\nheavy = {id} lourd\noffer = Cadeau de 5 €\nlabel = Fidélité\nwhy-customer = Client identifié\n"
    );
    let folder = package::write(till.dir(), id, &format!("Programme {id}"), script, [&words, &words]).unwrap();
    let new = NewProgram { id: None, package: folder, settings: vec![], from: None, until: None };
    till.enable_program(&new).unwrap();
}

fn answer(offer: &str, state: OfferState) -> Action {
    Action::Answer { program: ProgramId::new("points"), offer: offer.into(), answer: OfferAnswer::of(state) }
}

fn with_points() -> TestShop {
    let mut shop = TestShop::with("", |till| {
        enable(till, "points", POINTS);
        enable(till, "milieu", MIDDLE);
    });
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    shop.paid(pay_rest(Card));
    shop
}

#[test]
fn an_offer_is_taken_taken_back_and_kept_for_later() {
    let mut shop = with_points();
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    let view = shop.view();
    let offer = &view.offers[0];
    assert_eq!(
        (offer.title.as_str(), offer.cost.as_deref(), offer.state),
        ("Cadeau de 5 €", Some("10"), OfferState::Open)
    );
    assert_eq!(view.customer.unwrap().counters[0].title, "points de fidélité");
    assert_eq!(shop.act(answer("gift", OfferState::Taken)), Done::Answered);
    let view = shop.view();
    assert_eq!((view.total, view.offers[0].state), (eur("30"), OfferState::Taken));
    shop.act(answer("gift", OfferState::Open));
    assert_eq!(shop.view().total, eur("35"));
    shop.act(answer("gift", OfferState::Later));
    assert_eq!(shop.view().offers[0].state, OfferState::Later);
    let words = shop.refused(answer("rien", OfferState::Taken));
    assert!(words.contains("points/gift"), "{words}");
    shop.act(answer("gift", OfferState::Taken));
    let sale = shop.paid(pay_rest(Card));
    assert_eq!(sale.total, eur("30"));
    shop.act(Action::RemoveCustomer);
    shop.act(scan("CEI"));
    shop.refused(answer("gift", OfferState::Taken));
}

#[test]
fn messages_come_heaviest_first_and_a_quick_view_keeps_them() {
    let mut shop = with_points();
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    let view = shop.view();
    let heard = ["points lourd", "milieu léger", "points léger"];
    assert_eq!((view.messages, view.display_messages), (heard.map(str::to_owned).to_vec(), vec![heard[0].to_owned()]));
    shop.act(answer("gift", OfferState::Taken));
    assert_eq!(shop.view().total, eur("30"));
    shop.act(scan("LIV"));
    let quick = shop.counter().quick_view().unwrap();
    assert_eq!((quick.total, quick.messages.len(), quick.offers.len()), (eur("55"), 3, 1));
    assert_eq!(shop.view().total, eur("50"));
    // What was said to one customer is not for the next.
    shop.act(scan("CF-2"));
    let quick = shop.counter().quick_view().unwrap();
    assert_eq!((quick.messages.len(), quick.offers.len()), (0, 0));
}

#[test]
fn a_failing_program_is_named_and_stops_nothing() {
    let mut shop = TestShop::with("", |till| {
        enable(till, "casse", FAILS);
        enable(till, "milieu", MIDDLE);
    });
    shop.act(scan("CEI"));
    let view = shop.view();
    assert_eq!((view.faults.len(), view.faults[0].program.as_str()), (1, "Programme casse"));
    assert!(view.faults[0].words.contains("rien ne va"), "{:?}", view.faults);
    assert_eq!((view.messages, view.total), (vec!["milieu léger".to_owned()], eur("35")));
    let why = shop.counter().why().unwrap();
    assert!(why[0].fault.is_some() && why[1].fault.is_none());
    shop.paid(pay_rest(Card));
}

#[test]
fn why_tells_each_condition() {
    let mut shop = with_points();
    shop.act(scan("CEI"));
    let why = shop.counter().why().unwrap();
    let reason = &why[0].reasons[0];
    assert_eq!(
        (why[0].program.as_str(), reason.held, reason.what.as_str()),
        ("Programme points", false, "Client identifié")
    );
}

#[test]
fn a_voucher_won_reduces_the_next_sale_until_it_is_taken_off() {
    let mut shop = TestShop::with("", |till| enable(till, "bons", VOUCHERS));
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    let won = shop.paid(pay_rest(Card)).movements.issued[0].clone();
    shop.act(scan("CEI"));
    assert_eq!(shop.act(scan(&won.code)), Done::Voucher { code: won.code.clone(), balance: eur("8") });
    let view = shop.view();
    let voucher = &view.vouchers[0];
    assert_eq!((view.total, voucher.taken, voucher.label.as_str()), (eur("27"), eur("8"), "Fidélité"));
    assert!(shop.refused(scan(&won.code)).contains("déjà sur ce ticket"));
    shop.act(Action::RemoveVoucher { id: won.id });
    assert_eq!((shop.view().total, shop.view().vouchers.len()), (eur("35"), 0));
    shop.refused(Action::RemoveVoucher { id: won.id });
    shop.act(scan("CF-3"));
    assert_eq!(shop.view().customer.unwrap().vouchers, eur("8"));
}
