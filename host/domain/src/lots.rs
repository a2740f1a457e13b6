//! What a loyalty counter holds: its entries in their order, spent soonest-to-expire first.
//!
//! Each earning is a lot with the first and the last day on which it can be spent. Spending uses the lots
//! that expire soonest, and of those the oldest. The reversal of an earning shrinks that very lot; what was
//! spent of it already is paid by the other lots, as a spending would be, and what they do not hold becomes a debt,
//! paid by the next earnings. The reversal of a spending puts it back into the lots it came from; of a lot whose own
//! earning was reversed meanwhile, into those that paid for it. Entries are ordered by their day and key, never by when they were read, so the
//! entries of several tills give the same balance in whatever order they arrive.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::facts::Lot;
use crate::id::SaleId;
use crate::ledger::CounterMovement;
use crate::quantity::Points;
use crate::sale::{PaidSale, SaleKind};

/// What stands between a sale and the place of a movement in the key of their entry.
const OF_SALE: &str = "/counter/";

/// One entry of a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Names the entry; orders those of one day.
    pub key: String,
    /// The business day.
    pub day: NaiveDate,
    /// Earned when above zero, spent when below.
    pub delta: Points,
    /// The key of the entry it reverses.
    pub reverses: Option<String>,
    /// The first day it can be spent; at once when none.
    pub available: Option<NaiveDate>,
    /// The last day it can be spent; for ever when none.
    pub expires: Option<NaiveDate>,
}

impl Entry {
    /// Gives the key of the entry that a movement of a sale makes, by its place among them: padded, so that
    /// the entries of one sale sort by their places.
    #[must_use]
    pub fn key_of(sale: SaleId, place: usize) -> String {
        format!("{sale}{OF_SALE}{place:04}")
    }

    /// Tells whether a sale or a refund made the entry; the others were made by hand.
    #[must_use]
    pub fn is_of_sale(&self) -> bool {
        self.key.contains(OF_SALE)
    }

    /// Gives the entry that a movement of a sale or refund makes.
    #[must_use]
    pub fn of(sale: &PaidSale, place: usize, movement: &CounterMovement) -> Self {
        let reversed = match &sale.kind {
            SaleKind::Refund { of, .. } => movement.reverses.map(|place| Self::key_of(*of, place)),
            SaleKind::Sale => None,
        };
        Self {
            key: Self::key_of(sale.stamp.id, place),
            day: sale.stamp.business_day,
            delta: movement.delta,
            reverses: reversed,
            available: movement.available,
            expires: movement.expires,
        }
    }
}

/// What a counter holds on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// What can be spent; below zero when a refund took back what was spent already.
    pub balance: Points,
    /// What can be spent later.
    pub pending: Points,
    /// The parts of the balance that will expire, the soonest first.
    pub lots: Vec<Lot>,
    /// The balance that went unused: past its last day, or idle for too long.
    pub lapsed: Points,
}

impl Holding {
    /// Computes what a counter holds on a day. After `idle` days without an earning all of it lapses.
    #[must_use]
    pub fn of(mut entries: Vec<Entry>, idle: Option<u32>, today: NaiveDate) -> Self {
        entries.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
        let mut book = Book { idle, ..Book::default() };
        for entry in entries.into_iter().filter(|entry| entry.day <= today) {
            book.enter(entry);
        }
        book.lapse(today);
        book.holding(today)
    }
}

/// One earning and what is left of it.
struct Open {
    left: Points,
    /// What was spent of it before its earning was reversed: this never comes back into it.
    gone: Points,
    available: NaiveDate,
    expires: Option<NaiveDate>,
    idled: bool,
}

impl Open {
    fn usable(&self, day: NaiveDate) -> bool {
        self.available <= day && !self.over(day) && self.left > Points::ZERO
    }

    fn over(&self, day: NaiveDate) -> bool {
        self.idled || self.expires.is_some_and(|last| last < day)
    }
}

#[derive(Default)]
struct Book {
    idle: Option<u32>,
    lots: Vec<Open>,
    /// Which lot an earning made.
    earned: BTreeMap<String, usize>,
    /// What each spending took of which lots.
    spent: BTreeMap<String, Vec<(usize, Points)>>,
    debt: Points,
    /// Which lots paid for points that others had spent and that were then taken back, in that order.
    paid: Vec<(usize, Points)>,
    last_earning: Option<NaiveDate>,
}

impl Book {
    fn enter(&mut self, entry: Entry) {
        self.lapse(entry.day);
        match &entry.reverses {
            Some(key) if entry.delta < Points::ZERO => self.take_back(key, -entry.delta, entry.day),
            Some(key) => self.give_back(key, entry.delta),
            None if entry.delta < Points::ZERO => self.spend(entry),
            None => self.earn(entry),
        }
    }

    fn lapse(&mut self, day: NaiveDate) {
        let idle = self.idle.zip(self.last_earning);
        let end = idle.and_then(|(days, last)| last.checked_add_days(Days::new(u64::from(days))));
        if end.is_some_and(|end| end < day) {
            self.lots.iter_mut().for_each(|lot| lot.idled = true);
        }
    }

    fn earn(&mut self, entry: Entry) {
        self.last_earning = Some(entry.day);
        let repaid = self.debt.min(entry.delta);
        self.debt = self.debt - repaid;
        if repaid > Points::ZERO {
            self.paid.push((self.lots.len(), repaid));
        }
        self.earned.insert(entry.key, self.lots.len());
        self.open(entry.delta - repaid, entry.available.unwrap_or(entry.day), entry.expires);
    }

    fn open(&mut self, left: Points, available: NaiveDate, expires: Option<NaiveDate>) {
        self.lots.push(Open { left, gone: Points::ZERO, available, expires, idled: false });
    }

    fn spend(&mut self, entry: Entry) {
        let (taken, due) = self.take(-entry.delta, entry.day);
        self.debt = self.debt + due;
        self.spent.insert(entry.key, taken);
    }

    /// Takes points out of the lots that can be spent on a day, the soonest to expire first. Gives what came of which,
    /// and what they do not hold.
    fn take(&mut self, amount: Points, day: NaiveDate) -> (Vec<(usize, Points)>, Points) {
        let mut order: Vec<usize> = (0..self.lots.len()).filter(|&at| self.lots[at].usable(day)).collect();
        order.sort_by_key(|&at| (self.lots[at].expires.unwrap_or(NaiveDate::MAX), at));
        let (mut due, mut taken) = (amount, Vec::new());
        for at in order {
            let part = self.lots[at].left.min(due);
            if part > Points::ZERO {
                self.lots[at].left = self.lots[at].left - part;
                due = due - part;
                taken.push((at, part));
            }
        }
        (taken, due)
    }

    fn take_back(&mut self, earning: &str, amount: Points, day: NaiveDate) {
        let mut due = amount;
        if let Some(lot) = self.earned.get(earning).and_then(|&at| self.lots.get_mut(at)) {
            let part = lot.left.min(amount);
            lot.left = lot.left - part;
            due = amount - part;
            lot.gone = lot.gone + due;
        }
        let (paid, debt) = self.take(due, day);
        self.paid.extend(paid);
        self.debt = self.debt + debt;
    }

    fn give_back(&mut self, spending: &str, amount: Points) {
        let (mut due, mut elsewhere) = (amount, Points::ZERO);
        let taken = self.spent.get_mut(spending).map(std::mem::take).unwrap_or_default();
        let mut kept = Vec::new();
        // What was taken last comes back first: it expires last.
        for (at, part) in taken.into_iter().rev() {
            let back = part.min(due);
            let lot = &mut self.lots[at];
            let gone = lot.gone.min(back);
            lot.gone = lot.gone - gone;
            lot.left = lot.left + (back - gone);
            elsewhere = elsewhere + gone;
            due = due - back;
            kept.insert(0, (at, part - back));
        }
        self.spent.insert(spending.to_owned(), kept);
        self.repay(elsewhere + due);
    }

    /// Puts points back where they were missed: the debt first, then the lots that paid, the last one first.
    fn repay(&mut self, amount: Points) {
        let repaid = self.debt.min(amount);
        self.debt = self.debt - repaid;
        let mut due = amount - repaid;
        while due > Points::ZERO
            && let Some((at, paid)) = self.paid.pop()
        {
            let back = paid.min(due);
            self.lots[at].left = self.lots[at].left + back;
            due = due - back;
            if back < paid {
                self.paid.push((at, paid - back));
            }
        }
        if due > Points::ZERO {
            self.open(due, NaiveDate::MIN, None);
        }
    }

    fn holding(self, today: NaiveDate) -> Holding {
        let sum = |held: &dyn Fn(&Open) -> bool| self.lots.iter().filter(|lot| held(lot)).map(|lot| lot.left).sum();
        let usable: Points = sum(&|lot| lot.usable(today));
        let mut lots: BTreeMap<NaiveDate, Points> = BTreeMap::new();
        for lot in self.lots.iter().filter(|lot| lot.usable(today)) {
            if let Some(last) = lot.expires {
                let amount = lots.entry(last).or_default();
                *amount = *amount + lot.left;
            }
        }
        Holding {
            balance: usable - self.debt,
            pending: sum(&|lot| lot.available > today && !lot.over(today)),
            lots: lots.into_iter().map(|(expires, amount)| Lot { amount, expires }).collect(),
            lapsed: sum(&|lot| lot.over(today)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::day;

    fn points(n: i64) -> Points {
        Points::from_ten_thousandths(n * 10_000)
    }

    fn entry(key: &str, on: &str, delta: i64) -> Entry {
        let delta = points(delta);
        Entry { key: key.into(), day: day(on), delta, reverses: None, available: None, expires: None }
    }

    fn until(last: &str, entry: Entry) -> Entry {
        Entry { expires: Some(day(last)), ..entry }
    }

    fn reversing(key: &str, entry: Entry) -> Entry {
        Entry { reverses: Some(key.into()), ..entry }
    }

    fn balance(entries: &[Entry], on: &str) -> i64 {
        Holding::of(entries.to_vec(), None, day(on)).balance.ten_thousandths() / 10_000
    }

    #[test]
    fn points_can_be_spent_on_their_last_day_and_not_after() {
        let entries = [until("2026-12-31", entry("a", "2026-01-05", 100)), entry("b", "2026-02-01", 30)];
        assert_eq!(balance(&entries, "2026-12-31"), 130);
        let after = Holding::of(entries.to_vec(), None, day("2027-01-01"));
        assert_eq!((after.balance, after.lapsed), (points(30), points(100)));
    }

    #[test]
    fn a_gift_that_used_its_own_sale_and_is_given_back_leaves_the_lots_of_the_others() {
        let entries = [
            until("2027-12-01", entry("a", "2026-12-01", 1)),
            until("2027-12-02", entry("b", "2026-12-02", 1)),
            until("2027-12-03", entry("c/0", "2026-12-03", 1)),
            entry("c/1", "2026-12-03", -3),
            reversing("c/0", entry("r/0", "2026-12-04", -1)),
            reversing("c/1", entry("r/1", "2026-12-04", 3)),
        ];
        let lot = |last: &str| Lot { amount: points(1), expires: day(last) };
        let held = Holding::of(entries.to_vec(), None, day("2026-12-05"));
        assert_eq!((held.balance, held.lots), (points(2), vec![lot("2027-12-01"), lot("2027-12-02")]));
        let over = ["2027-12-02", "2027-12-03", "2027-12-04"].map(|on| balance(&entries, on));
        assert_eq!(over, [1, 0, 0], "never below zero");
    }

    #[test]
    fn what_was_spent_of_a_reversed_earning_is_paid_by_the_other_lots_and_never_twice() {
        let mut entries = vec![
            until("2027-12-01", entry("a", "2026-12-01", 100)),
            until("2027-12-06", entry("b", "2026-12-06", 100)),
            entry("s", "2026-12-07", -150),
            reversing("a", entry("r", "2026-12-08", -100)),
        ];
        let held = Holding::of(entries.clone(), None, day("2026-12-09"));
        assert_eq!((held.balance, held.lots), (points(-50), vec![]), "a debt, and nothing beside it");
        assert_eq!(balance(&entries, "2027-12-31"), -50, "no lot is left to expire");
        // The gift is given back too: what it used of the second sale is there again, with its last day.
        entries.push(reversing("s", entry("t", "2026-12-09", 150)));
        let held = Holding::of(entries.clone(), None, day("2026-12-10"));
        let lot = Lot { amount: points(100), expires: day("2027-12-06") };
        assert_eq!((held.balance, held.lots), (points(100), vec![lot]));
    }

    #[test]
    fn what_expires_soonest_is_spent_first() {
        let entries = [
            entry("a", "2026-01-01", 50),
            until("2026-12-31", entry("b", "2026-01-02", 50)),
            until("2026-06-30", entry("c", "2026-01-03", 50)),
            entry("d", "2026-05-01", -70),
        ];
        let now = Holding::of(entries.to_vec(), None, day("2026-05-02"));
        assert_eq!(now.lots, [Lot { amount: points(30), expires: day("2026-12-31") }]);
        assert_eq!((now.balance, balance(&entries, "2027-01-01")), (points(80), 50));
    }

    #[test]
    fn what_is_not_available_yet_waits() {
        let waits = Entry { available: Some(day("2026-01-15")), ..entry("a", "2026-01-01", 10) };
        let before = Holding::of(vec![waits.clone()], None, day("2026-01-14"));
        assert_eq!((before.balance, before.pending), (Points::ZERO, points(10)));
        assert_eq!(balance(&[waits], "2026-01-15"), 10);
    }

    #[test]
    fn a_refund_takes_back_that_very_earning_even_once_spent() {
        let entries = [
            entry("a", "2026-01-01", 100),
            entry("b", "2026-01-02", -80),
            reversing("a", entry("c", "2026-01-03", -100)),
        ];
        assert_eq!(balance(&entries, "2026-01-03"), -80);
        let after = [&entries[..], &[entry("d", "2026-01-04", 100)]].concat();
        assert_eq!(balance(&after, "2026-01-04"), 20, "the next earning pays the debt");
    }

    #[test]
    fn what_is_given_back_expires_as_it_would_have() {
        let entries = [
            until("2026-01-31", entry("a", "2026-01-01", 40)),
            entry("b", "2026-01-01", 40),
            entry("c", "2026-01-10", -60),
            reversing("c", entry("d", "2026-02-10", 30)),
        ];
        assert_eq!(balance(&entries, "2026-02-10"), 40, "20 back to what never expires, 10 to what is over");
        let whole = [&entries[..3], &[reversing("c", entry("d", "2026-01-20", 60))]].concat();
        assert_eq!((balance(&whole, "2026-01-20"), balance(&whole, "2026-02-01")), (80, 40));
    }

    #[test]
    fn an_idle_card_lapses_as_a_whole_and_an_earning_prolongs_it() {
        let entries = vec![entry("a", "2026-01-01", 10), entry("b", "2026-06-30", 10), entry("c", "2027-01-01", 5)];
        let on = |date: &str| Holding::of(entries.clone(), Some(180), day(date)).balance;
        assert_eq!(on("2026-06-30"), points(20), "the 180th day still counts");
        assert_eq!(on("2026-12-27"), points(20));
        assert_eq!(on("2026-12-28"), Points::ZERO);
        assert_eq!(on("2027-01-01"), points(5));
    }

    fn some_entries() -> impl Strategy<Value = Vec<Entry>> {
        let one = (0u64..400, -40i64..60, prop::option::of(0u64..200), prop::option::of(0u64..60));
        prop::collection::vec(one, 1..30).prop_map(|all| {
            let start = day("2026-01-01");
            let make = |(n, (on, delta, lasts, waits)): (usize, (u64, i64, Option<u64>, Option<u64>))| {
                let day = start + Days::new(on);
                let (expires, available) = (lasts.map(|n| day + Days::new(n)), waits.map(|n| day + Days::new(n)));
                Entry { key: format!("{n:03}"), day, delta: points(delta), reverses: None, available, expires }
            };
            all.into_iter().enumerate().map(make).collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_in_which_entries_arrive_does_not_matter(entries in some_entries(), on in 0u64..600) {
            let today = day("2026-01-01") + Days::new(on);
            let mut backwards = entries.clone();
            backwards.reverse();
            prop_assert_eq!(Holding::of(entries, Some(90), today), Holding::of(backwards, Some(90), today));
        }

        #[test]
        fn reversing_everything_leaves_nothing(entries in some_entries()) {
            let last = day("2026-01-01") + Days::new(399);
            let forever = |entry: Entry| Entry { expires: None, available: None, ..entry };
            let mut all: Vec<Entry> = entries.into_iter().map(forever).collect();
            let reversal = |entry: &Entry| Entry {
                key: format!("r{}", entry.key),
                day: last,
                delta: -entry.delta,
                reverses: Some(entry.key.clone()),
                ..entry.clone()
            };
            let reversals: Vec<Entry> = all.iter().map(reversal).collect();
            all.extend(reversals);
            let held = Holding::of(all, None, last);
            prop_assert_eq!((held.balance, held.pending, held.lapsed), (Points::ZERO, Points::ZERO, Points::ZERO));
        }

        #[test]
        fn nothing_is_lost_or_made(entries in some_entries(), on in 0u64..600) {
            let today = day("2026-01-01") + Days::new(on);
            let sum: Points = entries.iter().filter(|entry| entry.day <= today).map(|entry| entry.delta).sum();
            let held = Holding::of(entries, None, today);
            prop_assert_eq!(held.balance + held.pending + held.lapsed, sum);
        }
    }
}
