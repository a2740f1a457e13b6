//! What a simulation counts as it goes; tallies of several threads add up to the same whatever each did.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use comptoir_domain::effect::{Accepted, AcceptedItem};
use comptoir_domain::facts::OfferState;
use comptoir_domain::lots::{Entry, Holding};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::PaidSale;

use super::PerName;
use super::compare::{Difference, Totals};
use super::report::{DiscountReport, ItemReport, MonthReport, OfferReport, Trouble, VoucherReport, WorstSale};

/// How many examples a report shows.
const EXAMPLES: usize = 10;

/// What is counted.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) sales: u64,
    pub(super) refunds: u64,
    pub(super) customers: u64,
    pub(super) rewarded: u64,
    pub(super) faults: First<Trouble>,
    pub(super) refusals: First<Trouble>,
    pub(super) counters: PerName<Sums>,
    pub(super) discounts: DiscountReport,
    pub(super) vouchers: VoucherReport,
    pub(super) items: ItemReport,
    pub(super) offers: OfferReport,
    pub(super) taken_back: Money,
    pub(super) given: Money,
    pub(super) cost: Money,
    pub(super) revenue: Money,
    pub(super) months: BTreeMap<Month, MonthSums>,
    pub(super) worst: Worst,
    pub(super) differences: First<Difference>,
    /// What the compared program did, and what is done instead.
    pub(super) compared: (Totals, Totals),
    /// Every entry, for tests that compare them with those of the books.
    #[cfg(test)]
    pub(super) entries: BTreeMap<(comptoir_domain::id::CustomerId, String), Vec<Entry>>,
}

/// Year and month.
type Month = (i32, u32);

/// Sums over the customers of one counter.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) opening: Points,
    pub(super) earned: Points,
    pub(super) spent: Points,
    pub(super) lapsed: Points,
    pub(super) held: Points,
    pub(super) pending: Points,
}

/// Sums of one month.
#[derive(Default)]
pub(super) struct MonthSums {
    revenue: Money,
    given: Money,
    earned: PerName<Points>,
}

/// What one sale gave, or one refund took back when below zero.
#[derive(Clone, Copy, Default)]
pub(super) struct Worth {
    /// Items at their price.
    pub(super) given: Money,
    /// Items at their purchase price, where it is known.
    pub(super) cost: Money,
}

impl Tally {
    /// Counts a sale that was answered; says what it gave.
    pub(super) fn answered(
        &mut self,
        (place, sale): (i64, &PaidSale),
        total: Money,
        accepted: &Accepted,
        costs: &[Option<Money>],
    ) -> Worth {
        let shares = accepted.discounts.iter().flat_map(|(_, shares)| shares);
        let discounts: Money = shares.map(|(_, share)| *share).sum();
        self.discounts.amount += discounts;
        self.discounts.sales += u64::from(discounts.is_positive());
        let vouchers: Money = accepted.vouchers.iter().map(|voucher| voucher.amount).sum();
        self.vouchers.amount += vouchers;
        self.vouchers.count += count(accepted.vouchers.len());
        let (worth, cost) = self.items(&accepted.items, costs);
        self.offers.made += count(accepted.offers.len());
        self.offers.taken += count(accepted.offers.iter().filter(|made| made.state == OfferState::Taken).count());
        let bare = discounts + vouchers;
        let worth = Worth { given: bare + worth, cost: bare + cost };
        self.give(sale.stamp.business_day, worth);
        let (number, day) = (sale.stamp.number.clone(), sale.stamp.business_day);
        self.worst.note(place, WorstSale { number, day, given: worth.given, total });
        worth
    }

    /// Counts items given; says what they are worth and what they cost.
    fn items(&mut self, given: &[AcceptedItem], costs: &[Option<Money>]) -> (Money, Money) {
        let (mut worth, mut cost) = (Money::ZERO, Money::ZERO);
        for (item, paid) in given.iter().zip(costs) {
            worth += item.worth();
            cost += paid.unwrap_or_else(|| item.worth());
            self.items.cost += paid.unwrap_or(Money::ZERO);
            self.items.without_cost += u64::from(paid.is_none());
        }
        self.items.count += count(given.len());
        self.items.worth += worth;
        (worth, cost)
    }

    /// Counts what a refund takes back: above zero.
    pub(super) fn took_back(&mut self, day: NaiveDate, worth: Worth) {
        self.taken_back += worth.given;
        self.give(day, Worth { given: -worth.given, cost: -worth.cost });
    }

    fn give(&mut self, day: NaiveDate, worth: Worth) {
        self.given += worth.given;
        self.cost += worth.cost;
        self.month(day).given += worth.given;
    }

    /// Counts what items of a sale brought before all programs, below zero for a refund.
    pub(super) fn sold(&mut self, day: NaiveDate, revenue: Money) {
        self.revenue += revenue;
        self.month(day).revenue += revenue;
    }

    fn month(&mut self, day: NaiveDate) -> &mut MonthSums {
        self.months.entry((day.year(), day.month())).or_default()
    }

    /// Counts a customer's counter: entries from before the first day were carried on.
    pub(super) fn counter(&mut self, name: &str, entries: Vec<Entry>, idle: Option<u32>, days: (NaiveDate, NaiveDate)) {
        let (first, last) = days;
        let sums = self.counters.entry(name.to_owned()).or_default();
        for entry in &entries {
            if entry.day < first {
                sums.opening = sums.opening + entry.delta;
            } else if is_of_earning(entry) {
                sums.earned = sums.earned + entry.delta;
            } else {
                sums.spent = sums.spent - entry.delta;
            }
        }
        for entry in entries.iter().filter(|entry| entry.day >= first && is_of_earning(entry)) {
            let earned = self.month(entry.day).earned.entry(name.to_owned()).or_default();
            *earned = *earned + entry.delta;
        }
        let holding = Holding::of(entries, idle, last);
        let sums = self.counters.entry(name.to_owned()).or_default();
        sums.held = sums.held + holding.balance;
        sums.pending = sums.pending + holding.pending;
        sums.lapsed = sums.lapsed + holding.lapsed;
    }

    /// Adds what another thread counted.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.sales += other.sales;
        self.refunds += other.refunds;
        self.customers += other.customers;
        self.rewarded += other.rewarded;
        self.faults.add(other.faults);
        self.refusals.add(other.refusals);
        self.discounts.amount += other.discounts.amount;
        self.discounts.sales += other.discounts.sales;
        self.vouchers.count += other.vouchers.count;
        self.vouchers.amount += other.vouchers.amount;
        self.items.count += other.items.count;
        self.items.worth += other.items.worth;
        self.items.cost += other.items.cost;
        self.items.without_cost += other.items.without_cost;
        self.offers.made += other.offers.made;
        self.offers.taken += other.offers.taken;
        self.taken_back += other.taken_back;
        self.given += other.given;
        self.cost += other.cost;
        self.revenue += other.revenue;
        for (name, sums) in other.counters {
            self.counters.entry(name).or_default().add(sums);
        }
        for (month, sums) in other.months {
            self.months.entry(month).or_default().add(sums);
        }
        self.worst.add(other.worst);
        self.differences.add(other.differences);
        self.compared.0.add(&other.compared.0);
        self.compared.1.add(&other.compared.1);
        self
    }
}

/// An earning, or what a refund takes back of one.
fn is_of_earning(entry: &Entry) -> bool {
    (entry.delta > Points::ZERO) == entry.reverses.is_none()
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.opening = self.opening + other.opening;
        self.earned = self.earned + other.earned;
        self.spent = self.spent + other.spent;
        self.lapsed = self.lapsed + other.lapsed;
        self.held = self.held + other.held;
        self.pending = self.pending + other.pending;
    }
}

impl MonthSums {
    fn add(&mut self, other: Self) {
        self.revenue += other.revenue;
        self.given += other.given;
        for (name, points) in other.earned {
            let earned = self.earned.entry(name).or_default();
            *earned = *earned + points;
        }
    }

    pub(super) fn report(self, (year, month): Month) -> MonthReport {
        let month = format!("{year:04}-{month:02}");
        MonthReport { month, revenue: self.revenue, given: self.given, earned: self.earned }
    }
}

/// A count, and the first of what was counted in the order of payment.
pub(super) struct First<T> {
    count: u64,
    first: BTreeMap<i64, T>,
}

impl<T> Default for First<T> {
    fn default() -> Self {
        Self { count: 0, first: BTreeMap::new() }
    }
}

impl<T> First<T> {
    /// Counts one more, of the sale at a place.
    pub(super) fn note(&mut self, place: i64, what: T) {
        self.count += 1;
        self.keep(place, what);
    }

    fn keep(&mut self, place: i64, what: T) {
        self.first.insert(place, what);
        if self.first.len() > EXAMPLES {
            self.first.pop_last();
        }
    }

    fn add(&mut self, other: Self) {
        self.count += other.count;
        other.first.into_iter().for_each(|(place, what)| self.keep(place, what));
    }

    pub(super) fn into_parts(self) -> (u64, Vec<T>) {
        (self.count, self.first.into_values().collect())
    }
}

/// The sales that gave most for what they were worth.
#[derive(Default)]
pub(super) struct Worst(Vec<(i64, WorstSale)>);

impl Worst {
    fn note(&mut self, place: i64, sale: WorstSale) {
        if sale.given.is_positive() {
            self.0.push((place, sale));
            self.trim();
        }
    }

    fn add(&mut self, other: Self) {
        self.0.extend(other.0);
        self.trim();
    }

    /// Of equal ones, the first in the order of payment.
    fn trim(&mut self) {
        if self.0.len() > EXAMPLES {
            self.sort();
            self.0.truncate(EXAMPLES);
        }
    }

    fn sort(&mut self) {
        // given / total, compared crosswise: a sale of nothing that gives something is the worst of all.
        let part =
            |sale: &WorstSale, other: &WorstSale| i128::from(sale.given.cents()) * i128::from(other.total.cents());
        self.0.sort_by(|(at, a), (than, b)| part(b, a).cmp(&part(a, b)).then(at.cmp(than)));
    }

    pub(super) fn into_sorted(mut self) -> Vec<WorstSale> {
        self.sort();
        self.0.into_iter().map(|(_, sale)| sale).collect()
    }
}
