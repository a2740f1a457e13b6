//! What holds of every year: order, opening hours, accounts, refunds; and what a year looks like.

use std::collections::BTreeSet;

use chrono::Timelike;

use super::*;
use crate::demo::Plan;

fn plan() -> Plan {
    Plan::generate(1, date(2026, 11, 22), 500, 6_000)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn sales(plan: &Plan) -> Vec<&PlannedSale> {
    plan.acts.iter().filter_map(|act| if let PlannedAct::Sale(sale) = act { Some(sale) } else { None }).collect()
}

fn refunds(plan: &Plan) -> Vec<&PlannedRefund> {
    plan.acts.iter().filter_map(|act| if let PlannedAct::Refund(refund) = act { Some(refund) } else { None }).collect()
}

#[test]
fn there_are_as_many_sales_as_asked() {
    for sales_asked in [0, 1, 37, 6_000] {
        let plan = Plan::generate(3, date(2026, 11, 22), 50, sales_asked);
        assert_eq!(sales(&plan).len(), sales_asked);
    }
}

#[test]
fn acts_follow_each_other_within_opening_hours_of_the_year() {
    let plan = plan();
    assert!(plan.acts.windows(2).all(|pair| pair[0].at() < pair[1].at()));
    for at in plan.acts.iter().map(PlannedAct::at) {
        assert!(is_open(at.date_naive()) && (OPENS..CLOSES).contains(&at.hour()), "{at}");
        assert!((date(2025, 11, 22)..date(2026, 11, 22)).contains(&at.date_naive()), "{at}");
    }
}

#[test]
fn a_crowded_day_still_has_an_order() {
    let plan = Plan::generate(1, date(2026, 11, 22), 20, 60_000);
    assert!(plan.acts.windows(2).all(|pair| pair[0].at() < pair[1].at()));
    assert!(plan.acts.iter().all(|act| (OPENS..CLOSES).contains(&act.at().hour())));
}

#[test]
fn instants_have_the_offset_of_their_season() {
    let plan = plan();
    let offset = |day| plan.acts.iter().find(|act| act.at().date_naive() == day).unwrap().at().offset().to_string();
    // 2026-03-29 and 2026-10-25 are Sundays: the days around them tell.
    for (month, day, expected) in [(3, 28, "+01:00"), (3, 31, "+02:00"), (10, 24, "+02:00"), (10, 27, "+01:00")] {
        assert_eq!(offset(date(2026, month, day)), expected, "{month}-{day}");
    }
}

#[test]
fn lines_hold_known_items_each_once_in_quantities_that_suit() {
    let plan = plan();
    for sale in sales(&plan) {
        let skus: BTreeSet<_> = sale.lines.iter().map(|line| &line.sku).collect();
        assert!(!skus.is_empty() && skus.len() == sale.lines.len());
        for line in &sale.lines {
            let item = plan.items.iter().find(|item| item.sku == line.sku).unwrap();
            let whole = line.quantity.value().is_integer();
            assert!(whole || item.unit != comptoir_domain::item::Unit::Piece, "{}", item.label);
            assert!(item.discountable || line.manual_percent.is_none(), "{}", item.label);
        }
    }
}

#[test]
fn nobody_buys_before_the_file_is_open_and_regulars_come_often() {
    let plan = plan();
    let mut visits = vec![0_usize; plan.customers.len()];
    for sale in sales(&plan) {
        if let Some(index) = sale.customer {
            assert!(plan.customers[index].customer.since <= sale.at.date_naive());
            visits[index] += 1;
        }
    }
    visits.sort_unstable_by(|a, b| b.cmp(a));
    let known: usize = visits.iter().sum();
    assert!((2_700..3_600).contains(&known), "{known}");
    let best: usize = visits[..50].iter().sum();
    assert!(best * 10 > known * 4 && visits[0] < 300, "{best} of {known}, {}", visits[0]);
}

#[test]
fn accounts_pay_within_their_limits_and_never_when_held() {
    let plan = plan();
    let mut owed = vec![Money::ZERO; plan.customers.len()];
    for sale in sales(&plan).into_iter().filter(|sale| sale.tenders == PlannedTenders::OnAccount) {
        let index = sale.customer.unwrap();
        for line in &sale.lines {
            let item = plan.items.iter().find(|item| item.sku == line.sku).unwrap();
            owed[index] += line.quantity.times(item.price, comptoir_domain::money::Rounding::HalfUp).unwrap();
        }
        let account = plan.customers[index].account.as_ref().unwrap();
        assert_eq!(account.hold, None);
        assert!(account.limit.is_none_or(|limit| owed[index] <= limit));
    }
    assert!(owed.iter().filter(|owed| owed.is_positive()).count() >= 20);
}

#[test]
fn refunds_come_after_their_sales_and_return_what_was_sold() {
    let plan = plan();
    let mut refunded = BTreeSet::new();
    for refund in refunds(&plan) {
        let PlannedAct::Sale(sale) = &plan.acts[refund.of] else { panic!("{refund:?}") };
        assert!(refunded.insert(refund.of), "{refund:?} is the second");
        let days = (refund.at.date_naive() - sale.at.date_naive()).num_days();
        assert!((7..=30).contains(&days), "{days}");
        if let PlannedReturn::Line(at) = refund.what {
            assert!(at < sale.lines.len());
        }
        assert_eq!(refund.by == TenderKind::OnAccount, sale.tenders == PlannedTenders::OnAccount);
        assert!(sale.lines.iter().all(|line| !line.sku.as_str().starts_with("CADEAU")));
    }
    assert!((100..350).contains(&refunded.len()), "{}", refunded.len());
    assert!(refunds(&plan).iter().any(|refund| refund.what == PlannedReturn::Whole));
}

#[test]
fn the_year_has_its_seasons() {
    let plan = plan();
    let in_month = |month| sales(&plan).iter().filter(|sale| sale.at.month() == month).count();
    assert!(in_month(12) > 2 * in_month(8) && in_month(1) > in_month(2), "{} {}", in_month(12), in_month(8));
    let discounted = |from, to| {
        let of_days = sales(&plan).into_iter().filter(|sale| (from..to).contains(&sale.at.date_naive()));
        let lines: Vec<_> = of_days.flat_map(|sale| &sale.lines).collect();
        lines.iter().filter(|line| line.manual_percent.is_some()).count() * 100 / lines.len()
    };
    assert!(discounted(date(2026, 1, 7), date(2026, 2, 4)) > 35);
    assert!(discounted(date(2026, 3, 1), date(2026, 6, 1)) < 5);
    let peak = |hour| sales(&plan).iter().filter(|sale| sale.at.hour() == hour).count();
    assert!(peak(12) > peak(11) && peak(17) > peak(15));
}

#[test]
fn all_ways_to_pay_are_there() {
    let plan = plan();
    let ways: Vec<_> = sales(&plan).iter().map(|sale| sale.tenders).collect();
    let share = |of: fn(&PlannedTenders) -> bool| ways.iter().filter(|way| of(way)).count();
    assert!(share(|way| *way == PlannedTenders::Card) > 3_000);
    assert!(share(|way| matches!(way, PlannedTenders::Notes(_))) > 500);
    assert!(share(|way| matches!(way, PlannedTenders::NoteAndCard(_))) > 100);
    assert!(share(|way| *way == PlannedTenders::Cheque) > 100);
    assert!(share(|way| *way == PlannedTenders::ExactCash) > 100);
    assert!(share(|way| *way == PlannedTenders::OnAccount) > 50);
}

#[test]
fn a_shop_without_customers_sells_all_the_same() {
    let plan = Plan::generate(1, date(2024, 2, 29), 0, 100);
    assert_eq!(sales(&plan).len(), 100);
    assert!(sales(&plan).iter().all(|sale| sale.customer.is_none()));
}
