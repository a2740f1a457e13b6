//! Past sales asked again: whatever programs did together, each one answers as it did.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use comptoir_store::{Basis, Combine};
use proptest::prelude::*;

use super::*;
use crate::testing::{TestShop, act};

const COUNTER: &str = r#"
events = ["draft", "paid"]
[[setting]]
key = "amount"
type = "money"
default = "3"
label = { fr = "x", en = "x" }
[[counter]]
name = "points"
unit = { fr = "points", en = "points" }
cap_per_day = 120
"#;
/// Points that expire soon, with reasons; an offer to be taken in part; a gift; answers about the past.
const POINTS: &str = r#"
fn prepare(settings) {
    let plan = plan();
    plan.ask("visits", visits(this_month()));
    plan.ask("last", last_visit());
    plan
}
fn evaluate(sale, settings) {
    let out = effects();
    if !out.require("x", sale.has_customer, true, sale.has_customer) { return out; }
    for line in sale.lines {
        let amount = floor(line.gross);
        if line.kind == "item" && amount > 0 {
            out.add(#{ counter: "points", amount: amount, lines: [line], expires: sale.day.plus_days(9) });
        }
    }
    if sale.answer("visits") > 1 { out.item(#{ sku: "THE", quantity: 1, label: "x" }); }
    let balance = floor(sale.balance("points"));
    if out.require("x", balance >= 10, 10, balance) {
        let part = sale.offer_part("kitty");
        if part == () { part = balance; }
        out.offer(#{ id: "kitty", title: "x", cost: #{ counter: "points", amount: part },
                     rewards: [#{ voucher: #{ amount: 1, label: "x" } }],
                     part: #{ min: 5, step: 1, max: balance } });
    }
    out
}
"#;
/// So much off what may be discounted, and no more than there is.
const OFF: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    let left = 0;
    for line in sale.lines { if line.discountable { left += line.gross; } }
    let amount = min(left, settings.amount);
    if amount > 0 { out.discount(#{ amount: amount, label: "x" }); }
    out
}
"#;
const TENTH: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    out.discount(#{ percent: 10, label: "x" });
    if sale.has_customer { out.add("points", 1, []); }
    out
}
"#;

/// A shop with five programs: points; a discount on the prices before all of them; two of a pool, of which the
/// better one gives; and one more on what they left.
fn with_programs() -> TestShop {
    let mut shop = TestShop::new();
    for (id, script) in [("points", POINTS), ("base", OFF), ("pool-a", OFF), ("pool-b", TENTH), ("last", TENTH)] {
        let package = shop.package(id, COUNTER, script);
        let program = shop.enable(package, &[]);
        let (basis, pool) = (Some(Basis::Base).filter(|_| id == "base"), Some("p").filter(|_| id.starts_with("pool")));
        shop.till.combine_program(&program, basis, pool, pool.map(|_| Combine::Best)).unwrap();
    }
    shop
}

fn outcomes(shop: &TestShop) -> Vec<(ReceiptNumber, Replayed)> {
    let of = |sale: &PaidSale| {
        let number = sale.stamp.number.clone();
        shop.till
            .replay(&number)
            .unwrap()
            .into_iter()
            .map(move |replayed| (number.clone(), replayed))
            .collect::<Vec<_>>()
    };
    shop.sales.iter().flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn every_sale_is_answered_as_it_was_whatever_changed_since(acts in prop::collection::vec(act(), 1..15)) {
        let mut shop = with_programs();
        for act in &acts {
            shop.perform(act);
        }
        // Other settings, another order, a program switched off, prices of today: none of it counts.
        let changed = |id: &str| ProgramId::new(id);
        shop.till.set_program(&changed("base"), &["amount=9".to_owned()]).unwrap();
        shop.till.disable_program(&changed("pool-b")).unwrap();
        shop.till.order_programs(&[changed("last")]).unwrap();
        let mut tea = shop.till.store.item(&Sku::new("THE")).unwrap().unwrap();
        tea.price = Money::from_cents(77);
        shop.till.store_mut().put_item(&tea).unwrap();
        shop.later(400);
        let shop = shop.reopen();
        for (number, replayed) in outcomes(&shop) {
            let recorded = shop.sales.iter().find(|sale| sale.stamp.number == number).unwrap();
            let record = recorded.programs.iter().find(|record| record.program == replayed.program).unwrap();
            match &record.fault {
                Some(fault) => prop_assert_eq!(replayed.outcome, Outcome::Failed(fault.clone())),
                None => prop_assert_eq!(replayed.outcome, Outcome::Same, "{} {}", number, replayed.program),
            }
        }
        for sale in shop.sales.iter().filter(|sale| !sale.is_refund()).take(3) {
            for record in sale.programs.iter().filter(|record| record.fault.is_none() && record.yielded.is_none()) {
                let explained = shop.till.explain(&sale.stamp.number, Some(&record.program)).unwrap();
                prop_assert_eq!(&explained[0].replayed.outcome, &Outcome::Same, "reasons change nothing");
            }
        }
    }

    #[test]
    fn a_sale_is_kept_as_a_case_that_passes(acts in prop::collection::vec(act(), 1..10)) {
        let mut shop = TestShop::new();
        let package = shop.package("points", COUNTER, POINTS);
        let program = shop.enable(package, &["amount=4"]);
        for act in &acts {
            shop.perform(act);
        }
        for sale in shop.sales.iter().filter(|sale| !sale.is_refund()) {
            let recorded = shop.till.record_case(&sale.stamp.number, &program).unwrap();
            prop_assert_eq!(&recorded.differences, &Vec::<String>::new(), "{}", recorded.toml);
            prop_assert!(recorded.toml.contains("amount = \"4.00\""), "{}", recorded.toml);
        }
    }
}

#[test]
fn the_better_of_a_pool_gives_and_the_other_one_yields_again() {
    let mut shop = with_programs();
    let sale = shop.sell(Some(4), &[(0, 1)], None, false);
    let yielded = sale.programs.iter().filter(|record| record.yielded.is_some()).count();
    assert_eq!(yielded, 1, "{:?}", sale.programs);
    assert!(outcomes(&shop).iter().all(|(_, replayed)| replayed.outcome == Outcome::Same));
}

#[test]
fn reasons_are_told_with_what_was_found() {
    let mut shop = with_programs();
    shop.sell(Some(1), &[(1, 2)], None, false);
    let sale = shop.sell(Some(1), &[(1, 1)], None, false);
    let points = ProgramId::new("points");
    let explained = shop.till.explain(&sale.stamp.number, Some(&points)).unwrap();
    let reasons: Vec<_> =
        explained[0].reasons.iter().map(|reason| (reason.held, &*reason.expected, &*reason.actual)).collect();
    assert_eq!(reasons, [(true, "yes", "yes"), (true, "10", "20")]);
    assert_eq!(explained[0].effects.earned["points"].to_string(), "10");
    assert_eq!(shop.till.explain(&sale.stamp.number, None).unwrap().len(), 5);
    let nobody = shop.till.explain(&sale.stamp.number, Some(&ProgramId::new("x")));
    assert!(matches!(nobody, Err(Error::NotFound(crate::NotFound::Program(_)))));
}

#[test]
fn a_refund_names_the_sale_to_ask_about() {
    let mut shop = with_programs();
    let sale = shop.sell(Some(1), &[(1, 2)], None, false);
    let refund = shop.refund(&sale, None).unwrap().stamp.number;
    let told = [
        shop.till.explain(&refund, None).map(drop),
        shop.till.record_case(&refund, &sale.programs[0].program).map(drop),
    ];
    let (refund, of) = (refund.to_string(), sale.stamp.number.to_string());
    for error in told {
        let words = error.unwrap_err().message(comptoir_domain::language::Language::French);
        assert!(words.contains(&format!("{refund} est le remboursement de {of}")), "{words}");
    }
}

#[test]
fn another_answer_shows_both() {
    let mut shop = with_programs();
    let mut sale = shop.sell(Some(4), &[(1, 2)], None, false);
    let record = &mut sale.programs[0];
    record.accepted.added[0].change.amount = comptoir_domain::quantity::Points::from_ten_thousandths(1);
    let then = record.accepted.clone();
    let outcome = shop.till.again(&Archive::default(), &sale, &sale.programs[0]);
    let Outcome::Different { then: shown, now } = outcome else { panic!("{outcome:?}") };
    assert_eq!((*shown, now.added[0].change.amount.to_string()), (then, "20".to_owned()));
}

#[test]
fn what_cannot_be_asked_again_says_why() {
    let mut shop = with_programs();
    let sale = shop.sell(Some(4), &[(0, 1)], None, false);
    let impossible = |shop: &TestShop, record: &ProgramRecord| match shop.till.again(&Archive::default(), &sale, record)
    {
        Outcome::Impossible(words) => words,
        other => panic!("{other:?}"),
    };
    let old = ProgramRecord { told: None, ..sale.programs[0].clone() };
    assert!(impossible(&shop, &old).contains("before what programs were told"));
    let archive = |record: &ProgramRecord| {
        shop.till.dir.join(crate::programs::PACKAGES).join(record.digest.trim_start_matches("sha256:"))
    };
    std::fs::write(archive(&sale.programs[0]).join("policy.rhai"), TENTH).unwrap();
    assert_eq!(impossible(&shop, &sale.programs[0]), "the archived package was changed");
    std::fs::remove_dir_all(archive(&sale.programs[1])).unwrap();
    assert!(!impossible(&shop, &sale.programs[1]).is_empty());
    let replayed = shop.till.replay(&sale.stamp.number).unwrap();
    assert_eq!(replayed[4].outcome, Outcome::Same, "the others answer");
    let explained = shop.till.explain(&sale.stamp.number, None).unwrap();
    assert!(explained[0].reasons.is_empty() && matches!(explained[0].replayed.outcome, Outcome::Impossible(_)));
    let case = shop.till.record_case(&sale.stamp.number, &sale.programs[0].program).unwrap_err();
    assert!(case.message(comptoir_domain::language::Language::English).contains("was changed"), "{case}");
}
