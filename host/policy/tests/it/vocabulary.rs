//! A script can name all that the contract has: every fact, every question, every effect.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use comptoir_domain::customer::Birthday;
use comptoir_domain::effect::{
    Beneficiary, Benefit, Choice, CounterChange, Discount, Earning, Effect, FreeItem, Message, Offer, Part, Reward,
    Surfaces, Target, Text, VoucherGrant,
};
use comptoir_domain::facts::{
    CounterFact, CustomerFact, Event, HistoryAnswer, LineKind, Lot, OfferFact, OfferState, SaleFacts, WaitingFact,
};
use comptoir_domain::history::{Bought, Period, Question};
use comptoir_domain::id::{LineId, Sku};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::Percent;
use comptoir_policy::{Fault, Package, Plan, Policy, PrepareError, Settings};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support;

const SETTINGS: &str = r#"
[[setting]]
key = "books"
type = "departments"
label = { fr = "x", en = "x" }
default = ["livres", "vin"]

[[setting]]
key = "words"
type = "tags"
label = { fr = "x", en = "x" }
default = "promo"

[[setting]]
key = "from"
type = "date"
label = { fr = "x", en = "x" }
default = 2026-11-01

[[setting]]
key = "days"
type = "weekdays"
label = { fr = "x", en = "x" }
default = ["lundi", "mardi"]

[[setting]]
key = "hours"
type = "hours"
label = { fr = "x", en = "x" }
default = "9h-12h,18:00-19:30"
"#;

fn package(script: &str) -> Package {
    let manifest = format!("{}{SETTINGS}", support::manifest("rhai"));
    support::package(&[
        ("manifest.toml", manifest.as_bytes()),
        ("policy.rhai", script.as_bytes()),
        ("locale/fr.ftl", b"hello = Bonjour\n"),
        ("locale/en.ftl", b"hello = Hello\n"),
    ])
}

fn loaded(script: &str) -> (std::sync::Arc<dyn Policy>, Settings) {
    let (_place, host) = support::host();
    let package = package(script);
    let policy = host.load(&package).map_err(|error| format!("{error:?}")).unwrap();
    (policy, Settings::defaults(&package.manifest().settings))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn points(n: i64) -> Points {
    Points::new(n.into()).unwrap()
}

/// A sale where every fact says something.
fn full_sale() -> SaleFacts {
    let mut sale = support::sale();
    sale.event = Event::Identified;
    sale.lines[0].cost = Some(Money::from_cents(610));
    sale.lines[1].kind = LineKind::Reward;
    sale.lines[1].tags.clear();
    sale.customer = Some(CustomerFact {
        group: Some("or".into()),
        tags: BTreeSet::from(["vip".to_owned()]),
        birthday: Some(Birthday { month: 12, day: 3, year: Some(1990) }),
        postcode: Some("33000".into()),
        member_since: Some(day("2020-05-04")),
        sponsored: true,
    });
    sale.counters = vec![CounterFact {
        name: "points".into(),
        balance: points(150),
        pending: points(10),
        lots: vec![Lot { amount: points(100), expires: day("2026-12-31") }],
        room: Some(points(50)),
    }];
    sale.offers = vec![OfferFact {
        offer: "gift".into(),
        state: OfferState::Taken,
        part: Some(points(37)),
        choice: Some("mug".into()),
    }];
    sale.waiting = vec![WaitingFact { offer: "old".into(), since: day("2026-10-01") }];
    sale
}

#[test]
fn every_fact_can_be_read() {
    for (expression, expected) in [
        ("sale.event == \"identified\"", true),
        ("sale.lines[0].tags.contains(\"promo\") && sale.lines[0].tags.meets(settings.words)", true),
        ("sale.lines[1].tags.is_empty && sale.lines[1].kind == \"reward\"", true),
        ("sale.lines[0].points == 3 && sale.lines[0].cost == 6.10 && sale.lines[1].cost == ()", true),
        ("sale.lines[0].label == \"Article\" && sale.lines[0].sku == \"ART\"", true),
        ("sale.customer.tags.contains(\"vip\") && sale.customer.sponsored", true),
        ("sale.customer.birth_day == 3 && sale.customer.birth_month == 12 && sale.customer.birth_year == 1990", true),
        ("sale.customer.postcode == \"33000\" && sale.customer.member_since == date(2020, 5, 4)", true),
        ("sale.balance(\"points\") == 150 && sale.pending(\"points\") == 10 && sale.room(\"points\") == 50", true),
        ("sale.balance(\"none\") == 0 && sale.pending(\"none\") == 0 && sale.room(\"none\") == ()", true),
        ("sale.lots(\"none\").is_empty()", true),
        ("{ let lot = sale.lots(\"points\")[0]; lot.amount == 100 && lot.expires == date(2026, 12, 31) }", true),
        ("sale.offer_state(\"gift\") == \"taken\" && sale.offer_part(\"gift\") == 37", true),
        (
            "sale.offer_choice(\"gift\") == \"mug\" && sale.offer_part(\"x\") == () && sale.offer_choice(\"x\") == ()",
            true,
        ),
        ("sale.waiting_since(\"old\") == date(2026, 10, 1) && sale.waiting_since(\"gift\") == ()", true),
        ("settings.days.contains(sale.day) && settings.days.contains(2) && !settings.days.contains(3)", true),
        ("settings.hours.contains(sale.minute) && !settings.hours.contains(12 * 60)", true),
        ("settings.from < sale.day && settings.from == sale.day.month_start()", true),
        ("sale.day.month_end() == date(2026, 11, 30) && date(2028, 1, 31).plus_months(1) == date(2028, 2, 29)", true),
        ("sale.day.plus_months(-11).month == 12 && sale.day.plus_months(-11).year == 2025", true),
    ] {
        let body = format!("let out = effects(); out.require(\"x\", {expression}, 1, 2); out");
        let (policy, settings) = loaded(&format!("fn evaluate(sale, settings) {{ {body} }}"));
        let answer =
            policy.evaluate(&settings, &full_sale(), true).unwrap_or_else(|fault| panic!("{expression}: {fault:?}"));
        assert_eq!(answer.proposal.why[0].held, expected, "{expression}");
    }
}

const PLANS: &str = r#"
fn prepare(settings) {
    let plan = plan();
    plan.ask("visits", visits(this_year()));
    plan.ask("sales", sales(last_days(30)));
    plan.ask("revenue", revenue(last_year()));
    plan.ask("pieces", pieces(#{ items: ["A", "B"], departments: "vin" }, last_month()));
    plan.ask("spent", spent(#{ departments: settings.books }, months_ago(2)));
    plan.ask("all", spent(#{}, today()));
    plan.ask("first", first_visit());
    plan.ask("last", last_visit());
    plan.ask("bought", last_bought(#{ items: "MUG" }));
    plan.ask("earned", earned("points", since(settings.from)));
    plan.ask("taken", offers_taken("gift", years_ago(3)));
    plan.ask("friends", sponsored(always()));
    plan.ask("month", visits(this_month()));
    plan
}
"#;

fn plan() -> Plan {
    let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
    let of = |departments: &[&str], items: &[&str]| Bought { departments: set(departments), items: set(items) };
    Plan {
        questions: vec![
            Question::Visits(Period::Year(0)),
            Question::Sales(Period::Days(30)),
            Question::Revenue(Period::Year(1)),
            Question::Pieces(of(&["vin"], &["A", "B"]), Period::Month(1)),
            Question::Spent(of(&["livres", "vin"], &[]), Period::Month(2)),
            Question::Spent(of(&[], &[]), Period::Days(1)),
            Question::FirstVisit,
            Question::LastVisit,
            Question::LastBought(of(&[], &["MUG"])),
            Question::Earned("points".into(), Period::Since(day("2026-11-01"))),
            Question::OffersTaken("gift".into(), Period::Year(3)),
            Question::Sponsored(Period::Always),
            Question::Visits(Period::Month(0)),
        ],
    }
}

#[test]
fn every_question_can_be_asked_and_its_answer_is_found_by_name() {
    let body = r#"
        let out = effects();
        out.require("x", sale.answer("sales") == 2.5 && sale.answer("revenue") == 10.05, 1, 2);
        out.require("x", sale.answer("first") == date(2026, 1, 2) && sale.answer("last") == (), 1, 2);
        out.require("x", sale.answer("month") == (), 1, 2);
        out
    "#;
    let (policy, settings) = loaded(&format!("{PLANS}\nfn evaluate(sale, settings) {{ {body} }}"));
    assert_eq!(policy.prepare(&settings), Ok(plan()));
    let mut sale = full_sale();
    sale.history = vec![HistoryAnswer::Nothing; plan().questions.len()];
    sale.history[1] = HistoryAnswer::Number(Decimal::new(25, 1));
    sale.history[2] = HistoryAnswer::Money(Money::from_cents(1_005));
    sale.history[6] = HistoryAnswer::Day(day("2026-01-02"));
    let answer = policy.evaluate(&settings, &sale, true).unwrap();
    assert!(answer.proposal.why.iter().all(|condition| condition.held), "{:?}", answer.proposal.why);
}

#[test]
fn the_names_are_known_without_prepare_and_cost_nothing() {
    let script = format!("{PLANS}\nfn evaluate(sale, settings) {{ sale.answer(\"visits\"); effects() }}");
    let (policy, settings) = loaded(&script);
    let first = policy.evaluate(&settings, &full_sale(), false).unwrap();
    assert_eq!(policy.prepare(&settings), Ok(plan()));
    assert_eq!(policy.evaluate(&settings, &full_sale(), false).unwrap(), first);
    let (policy, settings) = loaded(&script.replace("answer(\"visits\")", "answer(\"visit\")"));
    let Err(Fault::Script { text, .. }) = policy.evaluate(&settings, &full_sale(), false) else { panic!("found") };
    assert!(text.en.contains("asked no question \"visit\"; it asked: visits, sales, revenue"), "{text:?}");
}

#[test]
fn names_follow_the_settings() {
    let script = r#"
        fn prepare(settings) {
            let plan = plan();
            if settings.days.contains(7) { plan.ask("sunday", visits(today())); }
            plan.ask("last", last_visit());
            plan
        }
        fn evaluate(sale, settings) { let out = effects(); out.require("x", sale.answer("last") == (), 1, 2); out }
    "#;
    let (policy, monday) = loaded(script);
    let package = package(script);
    let sunday = Settings::read(&package.manifest().settings, [("days", "dim")]).unwrap();
    let one = SaleFacts { history: vec![HistoryAnswer::Day(day("2026-01-02"))], ..full_sale() };
    let two = SaleFacts { history: vec![HistoryAnswer::Number(1.into()), HistoryAnswer::Nothing], ..full_sale() };
    for _ in 0..2 {
        assert!(!policy.evaluate(&monday, &one, true).unwrap().proposal.why[0].held);
        assert!(policy.evaluate(&sunday, &two, true).unwrap().proposal.why[0].held);
    }
}

#[test]
fn a_plan_that_cannot_be_is_told() {
    for (body, part) in [
        ("plan.ask(\"a\", last_visit()); plan.ask(\"a\", last_visit())", "\"a\" is asked twice"),
        ("plan.ask(\"a\", spent(#{ department: \"x\" }, today()))", "did you mean `departments`?"),
        ("plan.ask(\"a\", spent(#{ items: [1] }, today()))", "`items` holds 1"),
        ("plan.ask(\"a\", visits(last_days(-1)))", "last_days(-1)"),
        ("plan.ask(\"a\", 1)", "ask"),
        ("for n in 0..33 { plan.ask(`q${n}`, last_visit()); }", "TooLarge { limit: 32 }"),
        ("let name = \"x\"; name.pad(60000, 'x'); plan.ask(name, earned(name, always()))", "TooLarge { limit: 65536 }"),
    ] {
        let script =
            format!("fn prepare(settings) {{ let plan = plan(); {body}; plan }} fn evaluate(sale, settings) {{ }}");
        let (policy, settings) = loaded(&script);
        let Err(PrepareError::Fault(fault)) = policy.prepare(&settings) else { panic!("{body} was believed") };
        assert!(format!("{fault:?}").replace('\\', "").contains(part), "{body}: {fault:?}");
    }
    let (policy, settings) = loaded(
        "fn prepare(settings) { let p = plan(); p.ask(\"a\", last_visit()); p.refuse(\"from\", \"hello\"); p } \
         fn evaluate(sale, settings) { effects() }",
    );
    assert!(matches!(policy.prepare(&settings), Err(PrepareError::Issues(issues)) if issues[0].key == "from"));
}

fn label() -> Text {
    Text::Key("hello".into(), vec![])
}

fn off(benefit: Benefit, target: Target) -> Effect {
    Effect::Discount(Discount { target, benefit, label: label() })
}

fn change(n: i64) -> CounterChange {
    CounterChange { counter: "points".into(), amount: points(n) }
}

#[test]
fn every_effect_can_be_proposed() {
    let percent = |text: &str| Percent::parse(text).unwrap();
    let euros = Money::from_cents;
    let mug = || FreeItem { sku: Sku::new("MUG"), quantity: Quantity::ONE, label: label() };
    let two = FreeItem { quantity: Quantity::parse("2.5").unwrap(), ..mug() };
    let to = Surfaces { customer_panel: true, ..Surfaces::default() };
    let lines = || Target::Lines(vec![LineId(1)]);
    let offer = Offer {
        id: "gift".into(),
        title: label(),
        cost: Some(change(20)),
        rewards: vec![
            Reward::Item(mug()),
            Reward::Voucher(VoucherGrant { amount: euros(500), expires: None, label: label() }),
            Reward::Discount(Discount { target: lines(), benefit: Benefit::Percent(percent("5")), label: label() }),
        ],
        expires: Some(day("2026-12-01")),
        part: Some(Part { min: points(10), step: points(5), max: points(100) }),
        choices: vec![Choice { id: "mug".into(), label: label() }, Choice { id: "bag".into(), label: label() }],
    };
    let table = [
        ("add(\"points\", 12, sale.lines)", Effect::Add(Earning::new(change(12), vec![LineId(1), LineId(2)]))),
        ("add(#{ counter: \"points\", amount: 12 })", Effect::Add(Earning::new(change(12), vec![]))),
        (
            "add(#{ counter: \"points\", amount: 12, lines: [1], expires: sale.day.plus_days(8), \
             available: date(2026, 11, 24), to: \"sponsor\" })",
            Effect::Add(Earning {
                available: Some(day("2026-11-24")),
                expires: Some(day("2026-12-01")),
                to: Beneficiary::Sponsor,
                ..Earning::new(change(12), vec![LineId(1)])
            }),
        ),
        ("discount(#{ percent: 7.5, label: \"hello\" })", off(Benefit::Percent(percent("7.5")), Target::Sale)),
        (
            "discount(#{ amount_each: 1.5, lines: [1], label: \"hello\" })",
            off(Benefit::AmountEach(euros(150)), lines()),
        ),
        ("discount(#{ unit_price: 5, lines: [1], label: \"hello\" })", off(Benefit::UnitPrice(euros(500)), lines())),
        (
            "discount(#{ pieces: #{ count: 2, percent: 50 }, lines: [1], label: \"hello\" })",
            off(Benefit::Pieces { count: 2, percent: percent("50") }, lines()),
        ),
        ("item(#{ sku: \"MUG\", label: \"hello\" })", Effect::Item(mug())),
        ("item(#{ sku: \"MUG\", quantity: 2.5, label: \"hello\" })", Effect::Item(two)),
        (
            "message(#{ to: \"customer-panel\", weight: 9, text: \"hello\", acknowledge: true })",
            Effect::Message(Message { to, weight: 9, text: label(), acknowledge: true }),
        ),
        (
            "offer(#{ id: \"gift\", title: \"hello\", cost: #{ counter: \"points\", amount: 20 }, \
             rewards: [#{ item: #{ sku: \"MUG\", label: \"hello\" } }, #{ voucher: #{ amount: 5, label: \"hello\" } }, \
             #{ discount: #{ percent: 5, lines: [1], label: \"hello\" } }], expires: date(2026, 12, 1), \
             part: #{ min: 10, step: 5, max: 100 }, \
             choices: [#{ id: \"mug\", label: \"hello\" }, #{ id: \"bag\", label: \"hello\" }] })",
            Effect::Offer(offer),
        ),
    ];
    for (call, expected) in table {
        let (policy, settings) =
            loaded(&format!("fn evaluate(sale, settings) {{ let out = effects(); out.{call}; out }}"));
        let answer = policy.evaluate(&settings, &support::sale(), false).unwrap();
        assert_eq!(answer.proposal.effects, [expected], "{call}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn days_move_as_the_calendar_does(days in -4_000i64..4_000, months in -240i64..240) {
        let (policy, settings) = loaded(&format!(
            "fn evaluate(sale, settings) {{ let out = effects(); \
             out.voucher(#{{ amount: 1, expires: sale.day.plus_days({days}).plus_months({months}), label: \"hello\" }}); out }}"
        ));
        let sale = support::sale();
        let Effect::Voucher(voucher) = policy.evaluate(&settings, &sale, false).unwrap().proposal.effects.remove(0) else {
            panic!("no voucher")
        };
        let moved = sale.day + chrono::Duration::days(days);
        let count = chrono::Months::new(u32::try_from(months.abs()).unwrap());
        let moved = if months < 0 { moved - count } else { moved + count };
        prop_assert_eq!(voucher.expires, Some(moved));
    }
}
