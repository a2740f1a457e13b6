//! What the contract promises, seen from the counter: parts, choices, items, pools, base prices, days on
//! points, caps, sponsors, history; and that any sale can be asked again.

use chrono::{DateTime, FixedOffset};
use comptoir_app::counter::{Action, Done};
use comptoir_app::programs::{Basis, Combine, NewProgram};
use comptoir_app::replay::Outcome;
use comptoir_app::{Clock, OfferAnswer, Till};
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;
use comptoir_domain::quantity::Points;
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::PaidSale;
use comptoir_domain::tender::TenderKind::Card;

use crate::package;
use crate::shop::{TestShop, eur, pay_rest, person, scan};

const WORDS: &str = "label = Fidélité\noffer = Cadeau\nmug = Une ceinture\nbon = Un bon de 5 €\nhello = Bonjour\n";

/// One euro in ten goes into a kitty, which is spent in parts.
const KITTY: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if !sale.has_customer { return out; }
    let due = 0.00;
    for line in sale.lines { due += line.gross; }
    let most = min(sale.balance("points"), due);
    if most >= 1 {
        let part = sale.offer_part("kitty");
        let part = if part == () { most } else { part };
        out.offer(#{ id: "kitty", title: "offer", part: #{ min: 1, step: 0.5, max: most },
                     cost: #{ counter: "points", amount: part },
                     rewards: [#{ discount: #{ amount: part, label: "label" } }] });
    }
    out.add("points", floor(due / 10), []);
    out
}
"#;
/// For ten points a belt, or a voucher.
const GIFTS: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if !sale.has_customer { return out; }
    out.add("points", 10, []);
    if sale.balance("points") >= 10 {
        let belt = sale.offer_choice("gift") == "belt";
        let reward = if belt { #{ item: #{ sku: "CEI", quantity: 1, label: "label" } } }
                     else { #{ voucher: #{ amount: 5, label: "label" } } };
        out.offer(#{ id: "gift", title: "offer", cost: #{ counter: "points", amount: 10 }, rewards: [reward],
                     choices: [#{ id: "belt", label: "mug" }, #{ id: "voucher", label: "bon" }] });
    }
    out
}
"#;
const TEN_PERCENT: &str = r#"
fn evaluate(sale, settings) { let out = effects(); out.discount(#{ percent: 10, label: "label" }); out }
"#;
const FIVE_EUROS: &str = r#"
fn evaluate(sale, settings) { let out = effects(); out.discount(#{ amount: 5, label: "label" }); out }
"#;
/// Points that last ten days and can be spent from tomorrow on.
const DATED: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if sale.has_customer {
        out.add(#{ counter: "points", amount: 100, lines: [], available: sale.day.plus_days(1),
                   expires: sale.day.plus_days(10) });
    }
    out
}
"#;
/// Both earn at the first visit.
const SPONSOR: &str = r#"
fn prepare(settings) { let plan = plan(); plan.ask("visits", visits(always())); plan }
fn evaluate(sale, settings) {
    let out = effects();
    if sale.has_customer && sale.customer.sponsored && sale.answer("visits") == 0 {
        out.add(#{ counter: "points", amount: 20, lines: [], to: "sponsor" });
        out.add("points", 10, []);
    }
    out
}
"#;
/// Greets who was identified just now.
const GREETS: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if sale.event == "identified" {
        out.message(#{ to: "customer-panel", weight: 50, text: "hello", acknowledge: true });
    }
    out
}
"#;

fn enable(till: &mut Till, id: &str, script: &str) {
    enable_with(till, id, "", script);
}

fn enable_with(till: &mut Till, id: &str, counter: &str, script: &str) {
    let folder = package::write_with(till.dir(), (id, id), counter, script, [WORDS, WORDS]).unwrap();
    till.enable_program(&NewProgram { id: None, package: folder, settings: vec![], from: None, until: None }).unwrap();
}

fn points(n: i64) -> Points {
    Points::from_ten_thousandths(n * 10_000)
}

fn balance(shop: &mut TestShop, who: u64) -> Points {
    let held = shop.counter().till().holdings(person(who)).unwrap();
    held.iter().map(|held| held.holding.balance).sum()
}

/// Sells the shirt to somebody, and gives the sale.
fn sell(shop: &mut TestShop, who: &str) -> PaidSale {
    shop.act(scan("CEI"));
    shop.act(scan(who));
    shop.paid(pay_rest(Card))
}

fn take(program: &str, offer: &str, part: Option<Points>, choice: Option<&str>) -> Action {
    let answer = OfferAnswer { state: OfferState::Taken, part, choice: choice.map(str::to_owned) };
    Action::Answer { program: ProgramId::new(program), offer: offer.into(), answer }
}

fn on(shop: &mut TestShop, day: &str) {
    let at: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(&format!("{day}T12:00:00+01:00")).unwrap();
    shop.counter().till_mut().set_clock(Clock::Set(at)).unwrap();
}

#[track_caller]
fn comes_again(shop: &mut TestShop, sale: &PaidSale) {
    for replayed in shop.counter().till().replay(&sale.stamp.number).unwrap() {
        assert_eq!(replayed.outcome, Outcome::Same, "{}", replayed.program);
    }
}

fn refund_all(shop: &mut TestShop, sale: &PaidSale) -> PaidSale {
    shop.paid(Action::Refund { number: sale.stamp.number.clone(), asked: Asked::Whole, tender: Card })
}

#[test]
fn a_kitty_is_spent_in_parts_and_a_refund_brings_it_back() {
    let mut shop = TestShop::with("", |till| enable(till, "kitty", KITTY));
    sell(&mut shop, "CF-3");
    assert_eq!(balance(&mut shop, 3), points(3));
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    let offer = shop.view().offers[0].clone();
    assert_eq!((offer.part.unwrap().min, offer.part.unwrap().max), (points(1), points(3)));
    let words = shop.refused(take("kitty", "kitty", Some(points(4)), None));
    assert!(words.contains("de 1 à 3"), "{words}");
    shop.act(take("kitty", "kitty", Some(Points::from_ten_thousandths(15_000)), None));
    let view = shop.view();
    assert_eq!((view.total, view.offers[0].taken_part), (eur("33.50"), Some(Points::from_ten_thousandths(15_000))));
    let sale = shop.paid(pay_rest(Card));
    assert_eq!(balance(&mut shop, 3), Points::from_ten_thousandths(45_000), "3 − 1.5 + 3");
    comes_again(&mut shop, &sale);
    refund_all(&mut shop, &sale);
    assert_eq!(balance(&mut shop, 3), points(3));
}

#[test]
fn one_gift_of_several_is_chosen_and_an_item_is_a_line_that_costs_nothing() {
    let mut shop = TestShop::with("", |till| enable(till, "gifts", GIFTS));
    sell(&mut shop, "CF-3");
    shop.act(scan("LIV"));
    shop.act(scan("CF-3"));
    let names: Vec<String> = shop.view().offers[0].choices.iter().map(|(_, label)| label.clone()).collect();
    assert_eq!(names, ["Une ceinture", "Un bon de 5 €"]);
    shop.refused(take("gifts", "gift", None, None));
    shop.refused(take("gifts", "gift", None, Some("pen")));
    let before = shop.view().total;
    shop.act(take("gifts", "gift", None, Some("belt")));
    assert_eq!(shop.view().total, before);
    let sale = shop.paid(pay_rest(Card));
    let given = sale.lines.last().unwrap();
    assert_eq!((given.sku.as_str(), given.amount, given.gross), ("CEI", eur("35"), eur("0")));
    assert_eq!(balance(&mut shop, 3), points(10));
    comes_again(&mut shop, &sale);
    refund_all(&mut shop, &sale);
    assert_eq!(balance(&mut shop, 3), points(10), "what the belt cost came back, what the sale earned went");
    sell(&mut shop, "CF-3");
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    shop.act(take("gifts", "gift", None, Some("voucher")));
    assert_eq!(shop.paid(pay_rest(Card)).movements.issued[0].amount, eur("5"));
}

#[test]
fn programs_work_on_what_is_left_or_on_the_prices_before_them() {
    let mut shop = TestShop::with("", |till| {
        enable(till, "first", TEN_PERCENT);
        enable(till, "second", TEN_PERCENT);
    });
    shop.act(scan("CEI"));
    assert_eq!(shop.view().total, eur("28.35"), "35 − 3.50 − 3.15");
    let second = ProgramId::new("second");
    shop.counter().till_mut().combine_program(&second, Some(Basis::Base), None, None).unwrap();
    assert_eq!(shop.view().total, eur("28"), "35 − 3.50 − 3.50");
    let sale = shop.paid(pay_rest(Card));
    comes_again(&mut shop, &sale);
}

#[test]
fn of_a_pool_only_one_program_gives() {
    let mut shop = TestShop::with("", |till| {
        enable(till, "percent", TEN_PERCENT);
        enable(till, "euros", FIVE_EUROS);
    });
    let (percent, euros) = (ProgramId::new("percent"), ProgramId::new("euros"));
    for program in [&percent, &euros] {
        shop.counter().till_mut().combine_program(program, None, Some("promo"), None).unwrap();
    }
    shop.act(scan("CEI"));
    assert_eq!(shop.view().total, eur("30"), "5.00 beats 3.50");
    let sale = shop.paid(pay_rest(Card));
    assert_eq!(
        sale.programs.iter().map(|record| record.yielded.clone()).collect::<Vec<_>>(),
        [Some(euros.clone()), None]
    );
    comes_again(&mut shop, &sale);
    for program in [&percent, &euros] {
        shop.counter().till_mut().combine_program(program, None, None, Some(Combine::First)).unwrap();
    }
    shop.act(scan("CEI"));
    assert_eq!(shop.view().total, eur("31.50"));
    shop.counter().till_mut().order_programs(&[euros]).unwrap();
    assert_eq!(shop.view().total, eur("30"), "now the euros come first");
    let refused = shop.counter().till_mut().combine_program(&percent, None, Some(" "), Some(Combine::Best));
    assert!(refused.is_ok(), "the pool that it is in stays");
}

#[test]
fn points_wait_for_their_first_day_and_end_with_their_last() {
    let mut shop = TestShop::with("", |till| enable(till, "dated", DATED));
    let sale = sell(&mut shop, "CF-3");
    let held = shop.counter().till().holdings(person(3)).unwrap();
    assert_eq!((held[0].holding.balance, held[0].holding.pending), (Points::ZERO, points(100)));
    on(&mut shop, "2026-12-02");
    let held = shop.counter().till().holdings(person(3)).unwrap();
    assert_eq!((held[0].holding.balance, held[0].holding.lots.len()), (points(100), 1));
    on(&mut shop, "2026-12-03");
    assert_eq!(balance(&mut shop, 3), Points::ZERO);
    comes_again(&mut shop, &sale);
}

#[test]
fn caps_cut_what_a_sale_and_a_day_may_earn() {
    let counter = "cap_per_sale = 60\ncap_per_day = 100";
    let script = "fn evaluate(sale, settings) { let out = effects(); if sale.has_customer { out.add(\"points\", 80, []); } out }";
    let mut shop = TestShop::with("", |till| enable_with(till, "capped", counter, script));
    sell(&mut shop, "CF-3");
    assert_eq!(balance(&mut shop, 3), points(60));
    let second = sell(&mut shop, "CF-3");
    assert_eq!(balance(&mut shop, 3), points(100));
    sell(&mut shop, "CF-3");
    assert_eq!(balance(&mut shop, 3), points(100));
    comes_again(&mut shop, &second);
    on(&mut shop, "2026-11-23");
    sell(&mut shop, "CF-3");
    assert_eq!(balance(&mut shop, 3), points(160));
}

#[test]
fn what_is_given_by_hand_takes_nothing_of_what_a_day_may_earn() {
    let script = "fn evaluate(sale, settings) { let out = effects(); if sale.has_customer { out.add(\"points\", 80, []); } out }";
    let mut shop = TestShop::with("", |till| enable_with(till, "capped", "cap_per_day = 100", script));
    let capped = ProgramId::new("capped");
    let till = shop.counter().till_mut();
    till.adjust_counter(person(3), (&capped, "points"), points(500), "points de l'ancienne caisse").unwrap();
    sell(&mut shop, "CF-3");
    assert_eq!(balance(&mut shop, 3), points(580));
    sell(&mut shop, "CF-3");
    assert_eq!(balance(&mut shop, 3), points(600), "twenty more that day");
}

#[test]
fn an_offer_that_two_programs_make_is_taken_by_its_whole_name() {
    let mut shop = TestShop::with("", |till| {
        enable(till, "one", GIFTS);
        enable(till, "two", GIFTS);
        for program in ["one", "two"] {
            till.adjust_counter(person(3), (&ProgramId::new(program), "points"), points(10), "geste").unwrap();
        }
    });
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    let mut take = |name: &str| {
        let (offer, answer) = OfferAnswer::typed(name);
        shop.counter().answer_named(offer, answer).map_err(|error| error.message(Language::French))
    };
    let told = "Plusieurs programmes proposent un cadeau « gift » ; dites lequel : one/gift, two/gift.";
    assert_eq!(take("gift=voucher"), Err(told.to_owned()));
    assert_eq!(take("two/gift=voucher"), Ok(()));
    assert!(take("three/gift").unwrap_err().contains("cadeaux ouverts : one/gift, two/gift"));
    let states: Vec<OfferState> = shop.view().offers.iter().map(|offer| offer.state).collect();
    assert_eq!(states, [OfferState::Open, OfferState::Taken]);
}

#[test]
fn a_counter_takes_by_hand_no_more_decimals_than_it_keeps() {
    let mut shop = TestShop::with("", |till| enable(till, "fine", GREETS));
    let fine = ProgramId::new("fine");
    let till = shop.counter().till_mut();
    let mut adjust = |ten_thousandths| {
        let delta = Points::from_ten_thousandths(ten_thousandths);
        till.adjust_counter(person(3), (&fine, "points"), delta, "geste").map(|held| held.holding.balance)
    };
    let error = adjust(12_550).unwrap_err().message(Language::French);
    assert_eq!(error, "« 1,255 » : le compteur fine/points a 2 décimales au plus.");
    assert_eq!(adjust(12_500).unwrap(), Points::from_ten_thousandths(12_500));
    assert_eq!(adjust(-12_500).unwrap(), Points::ZERO);
}

#[test]
fn a_counter_that_is_misspelt_is_told_with_the_one_that_was_meant() {
    let mut shop = TestShop::with("", |till| enable(till, "kitty", KITTY));
    let till = shop.counter().till_mut();
    let mut told = |program: &str, counter: &str| {
        let program = ProgramId::new(program);
        let error = till.adjust_counter(person(3), (&program, counter), points(5), "geste").unwrap_err();
        error.message(Language::French)
    };
    assert_eq!(told("kitty", "point"), "Aucun compteur « kitty/point » ; vouliez-vous dire `kitty/points` ?");
    assert_eq!(told("loyalty", "stamps"), "Aucun compteur « loyalty/stamps » ; il y a : kitty/points");
}

#[test]
fn a_sponsor_earns_once_and_a_refund_takes_it_back() {
    let mut shop = TestShop::with("", |till| {
        let mut zoe = till.store().customer(person(3)).unwrap().unwrap();
        zoe.sponsor = Some(person(1));
        till.store_mut().put_customer(&zoe).unwrap();
        enable(till, "sponsor", SPONSOR);
    });
    let first = sell(&mut shop, "CF-3");
    sell(&mut shop, "CF-3");
    assert_eq!((balance(&mut shop, 1), balance(&mut shop, 3)), (points(20), points(10)));
    comes_again(&mut shop, &first);
    refund_all(&mut shop, &first);
    assert_eq!((balance(&mut shop, 1), balance(&mut shop, 3)), (Points::ZERO, Points::ZERO));
}

#[test]
fn who_is_identified_is_greeted_once_and_the_greeting_stays_until_it_is_read() {
    let mut shop = TestShop::with("", |till| enable(till, "greets", GREETS));
    shop.act(scan("CF-3"));
    let view = shop.view();
    assert_eq!((view.badges, view.notices.len()), (vec!["Bonjour".to_owned()], 1));
    assert_eq!(shop.act(Action::Acknowledge { text: "Bonjour".into() }), Done::Edited);
    shop.act(scan("CEI"));
    assert!(shop.view().badges.is_empty(), "a draft is no identification");
}

#[test]
fn a_counter_is_changed_by_hand_with_a_reason_that_the_journal_keeps() {
    let mut shop = TestShop::with("", |till| enable(till, "kitty", KITTY));
    let kitty = ProgramId::new("kitty");
    let till = shop.counter().till_mut();
    assert!(till.adjust_counter(person(3), (&kitty, "points"), points(5), " ").is_err());
    assert!(till.adjust_counter(person(3), (&kitty, "stamps"), points(5), "geste").is_err());
    let held = till.adjust_counter(person(3), (&kitty, "points"), points(5), "geste commercial").unwrap();
    assert_eq!(held.holding.balance, points(5));
    assert!(shop.events().contains(&"917".to_owned()));
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    assert_eq!(shop.view().offers[0].part.unwrap().max, points(5));
}
