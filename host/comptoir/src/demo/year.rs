//! A year of sales and refunds of the demo shop, one after the other.

mod basket;
mod tenders;

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveTime, TimeDelta, Weekday};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::Sku;
use comptoir_domain::item::Item;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::rate::Percent;
use comptoir_domain::tender::TenderKind;

use self::basket::Baskets;
pub(crate) use self::tenders::PlannedTenders;
use super::calendar::{CLOSES, OPENS, instant, is_open, week_of_sales};
use super::people::PlannedCustomer;
use super::random::{Random, Weights};

/// Who sells.
pub(crate) const SELLERS: [&str; 3] = ["Inès", "Margaux", "Thomas"];

/// What happens at the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PlannedAct {
    /// A sale.
    Sale(PlannedSale),
    /// A refund of an earlier sale.
    Refund(PlannedRefund),
}

impl PlannedAct {
    /// Tells when it happens.
    pub(crate) const fn at(&self) -> DateTime<FixedOffset> {
        match self {
            Self::Sale(sale) => sale.at,
            Self::Refund(refund) => refund.at,
        }
    }
}

/// A sale to make. What is due comes from the till: prices of the group, programs, papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedSale {
    /// When it is paid, to the second.
    pub(crate) at: DateTime<FixedOffset>,
    /// What is sold: at least one line, each item once.
    pub(crate) lines: Vec<PlannedLine>,
    /// Who buys: an index of the plan's customers.
    pub(crate) customer: Option<usize>,
    /// Who sells.
    pub(crate) seller: &'static str,
    /// How it is paid. Only customers with an account that is not held pay by it, and what they put
    /// on it in the whole year, before discounts, stays within its limit.
    pub(crate) tenders: PlannedTenders,
    /// Whether the customer asks for a receipt on paper.
    pub(crate) wants_receipt: bool,
    /// Whether an open offer is taken rather than kept for later.
    pub(crate) take_offer: bool,
    /// Whether vouchers and credit notes of the customer are spent first.
    pub(crate) use_papers: bool,
}

/// A line of a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedLine {
    /// What.
    pub(crate) sku: Sku,
    /// How much.
    pub(crate) quantity: Quantity,
    /// A discount by hand.
    pub(crate) manual_percent: Option<Percent>,
}

/// A refund to make. Sales with a gift voucher, which may be spent meanwhile, are never refunded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedRefund {
    /// When, to the second; from one to four weeks after the sale.
    pub(crate) at: DateTime<FixedOffset>,
    /// The sale: its index in the plan's acts.
    pub(crate) of: usize,
    /// What comes back.
    pub(crate) what: PlannedReturn,
    /// How it is paid back: cash, card, credit note, or the account that paid.
    pub(crate) by: TenderKind,
    /// Who handles it.
    pub(crate) seller: &'static str,
}

/// What of a sale comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlannedReturn {
    /// All.
    Whole,
    /// One line, by its index in the sale's lines.
    Line(usize),
}

/// A refund that is still to come.
struct Return {
    of: usize,
    what: PlannedReturn,
    by: TenderKind,
}

/// The acts of a year, in their order.
pub(super) struct Year<'a> {
    random: Random,
    customers: &'a [PlannedCustomer],
    baskets: Baskets<'a>,
    regulars: Weights,
    /// What each customer may still put on the account.
    left: Vec<Money>,
    /// The open days to come with their numbers of sales.
    days: std::vec::IntoIter<(NaiveDate, usize)>,
    /// The acts of the day.
    acts: VecDeque<PlannedAct>,
    /// How many acts were planned.
    planned: usize,
    /// Refunds by the first day they may happen.
    returns: BTreeMap<NaiveDate, Vec<Return>>,
}

impl<'a> Year<'a> {
    /// Opens the year that ends on the day before the given one, with that many sales.
    pub(super) fn new(
        seed: u64,
        day: NaiveDate,
        items: &'a [Item],
        customers: &'a [PlannedCustomer],
        sales: usize,
    ) -> Self {
        let mut random = Random::new(seed, "year");
        Self {
            baskets: Baskets::new(items, &mut random),
            regulars: regulars(customers, sales, &mut random),
            left: customers.iter().map(may_owe).collect(),
            days: spread(day, sales).into_iter(),
            acts: VecDeque::new(),
            planned: 0,
            returns: BTreeMap::new(),
            customers,
            random,
        }
    }

    fn open(&mut self, day: NaiveDate, sales: usize) {
        let later = self.returns.split_off(&(day + Days::new(1)));
        let due = std::mem::replace(&mut self.returns, later);
        let mut acts: Vec<Option<Return>> = due.into_values().flatten().map(Some).collect();
        acts.extend((0..sales).map(|_| None));
        self.random.shuffle(&mut acts);
        for (at, act) in self.instants(day, acts.len()).into_iter().zip(acts) {
            let seller = *self.random.pick(&SELLERS);
            let act = match act {
                Some(Return { of, what, by }) => PlannedAct::Refund(PlannedRefund { at, of, what, by, seller }),
                None => PlannedAct::Sale(self.sale(at, seller)),
            };
            self.acts.push_back(act);
            self.planned += 1;
        }
    }

    /// Draws so many different instants of a day, most of them around noon and after work.
    fn instants(&mut self, day: NaiveDate, count: usize) -> Vec<DateTime<FixedOffset>> {
        let (opens, closes) = (i64::from(OPENS) * 3_600, i64::from(CLOSES) * 3_600);
        let mut seconds: Vec<i64> = (0..count).map(|_| self.second()).collect();
        seconds.sort_unstable();
        // More than there are seconds: some tills of a large shop ring at once.
        if i64::try_from(count).is_ok_and(|count| count >= closes - opens) {
            return seconds
                .into_iter()
                .map(|s| instant(day.and_time(NaiveTime::MIN) + TimeDelta::seconds(s)))
                .collect();
        }
        // Those at the same second go apart: forward, then back from the close.
        for at in 1..seconds.len() {
            seconds[at] = seconds[at].max(seconds[at - 1] + 1);
        }
        let mut latest = closes;
        for second in seconds.iter_mut().rev() {
            latest = (*second).min(latest - 1);
            *second = latest;
        }
        debug_assert!(seconds.first().is_none_or(|first| *first >= opens), "more acts than seconds in a day");
        seconds.into_iter().map(|s| instant(day.and_time(NaiveTime::MIN) + TimeDelta::seconds(s))).collect()
    }

    fn second(&mut self) -> i64 {
        let hours = [(6, 10), (8, 11), (15, 12), (8, 13), (8, 14), (9, 15), (11, 16), (16, 17), (10, 18)];
        self.random.weighted(&hours) * 3_600 + self.random.within(0..=3_599)
    }

    fn sale(&mut self, at: DateTime<FixedOffset>, seller: &'static str) -> PlannedSale {
        let day = at.date_naive();
        let customer = self.customer(day);
        let lines = self.baskets.draw(day, &mut self.random);
        let tenders = self.tenders(customer, &lines);
        self.plan_return(day, &lines, tenders);
        PlannedSale {
            at,
            lines,
            customer,
            seller,
            tenders,
            wants_receipt: self.random.percent(35),
            take_offer: self.random.percent(60),
            use_papers: self.random.percent(70),
        }
    }

    /// Draws who buys: in four sales of ten somebody unknown, else a customer whose file is open.
    fn customer(&mut self, day: NaiveDate) -> Option<usize> {
        let known = self.random.percent(60);
        let index = self.regulars.draw(&mut self.random).filter(|_| known)?;
        (self.customers[index].customer.since <= day).then_some(index)
    }

    fn tenders(&mut self, customer: Option<usize>, lines: &[PlannedLine]) -> PlannedTenders {
        let at_most = self.baskets.at_most(lines);
        let left = customer.map_or(Money::ZERO, |index| self.left[index]);
        let on_account = at_most <= left && !self.sells_gift_voucher(lines) && self.random.percent(45);
        match customer.filter(|_| on_account) {
            Some(index) => {
                self.left[index] -= at_most;
                PlannedTenders::OnAccount
            }
            None => PlannedTenders::draw(at_most, &mut self.random),
        }
    }

    fn sells_gift_voucher(&self, lines: &[PlannedLine]) -> bool {
        lines.iter().any(|line| self.baskets.of(line).kind == LineKind::GiftVoucher)
    }

    /// Decides whether a piece of the sale will come back, all of it only when all is worn.
    fn plan_return(&mut self, day: NaiveDate, lines: &[PlannedLine], tenders: PlannedTenders) {
        let worn: Vec<usize> = (0..lines.len()).filter(|at| self.baskets.is_worn(&lines[*at])).collect();
        if worn.is_empty() || self.sells_gift_voucher(lines) || !self.random.percent(5) {
            return;
        }
        let whole = worn.len() == lines.len() && self.random.percent(40);
        let what = if whole { PlannedReturn::Whole } else { PlannedReturn::Line(*self.random.pick(&worn)) };
        let by = match tenders {
            PlannedTenders::OnAccount => TenderKind::OnAccount,
            _ => self.random.weighted(&[(4, TenderKind::Card), (2, TenderKind::Cash), (4, TenderKind::CreditNote)]),
        };
        let from = day + Days::new(7 + self.random.below(19));
        self.returns.entry(from).or_default().push(Return { of: self.planned, what, by });
    }
}

impl Iterator for Year<'_> {
    type Item = PlannedAct;

    fn next(&mut self) -> Option<PlannedAct> {
        while self.acts.is_empty() {
            let (day, sales) = self.days.next()?;
            self.open(day, sales);
        }
        self.acts.pop_front()
    }
}

/// Ranks the customers: the first come as often as all of a long tail; VIPs come more than others. However many sales
/// there are, nobody comes much more often than a shop is open.
fn regulars(customers: &[PlannedCustomer], sales: usize, random: &mut Random) -> Weights {
    let flat = (sales as u64 / 2_000).max(8);
    let mut ranks: Vec<u64> = (0..).take(customers.len()).collect();
    random.shuffle(&mut ranks);
    let vip = |planned: &PlannedCustomer| planned.customer.group.as_ref().is_some_and(|g| g.id.as_str() == "vip");
    let weight = |(planned, rank)| 10_000_000 / (rank + flat) * if vip(planned) { 3 } else { 1 };
    Weights::new(customers.iter().zip(ranks).map(weight))
}

fn may_owe(planned: &PlannedCustomer) -> Money {
    match &planned.account {
        Some(account) if account.hold.is_none() => account.limit.unwrap_or(Money::MAX),
        _ => Money::ZERO,
    }
}

/// Spreads the sales over the open days of the year before a day, in proportion to their weights.
fn spread(day: NaiveDate, sales: usize) -> Vec<(NaiveDate, usize)> {
    let start = day - Months::new(12);
    let open: Vec<NaiveDate> = start.iter_days().take_while(|d| *d < day).filter(|d| is_open(*d)).collect();
    let whole: usize = open.iter().map(|d| weight(*d)).sum();
    let (mut sum, mut before) = (0, 0);
    let mut count = |day| {
        sum += weight(day);
        let until = sales * sum / whole;
        (day, until - std::mem::replace(&mut before, until))
    };
    open.into_iter().map(&mut count).collect()
}

/// Weighs a day: by the day of the week, by the month, by the sales of the year.
fn weight(day: NaiveDate) -> usize {
    let of_week = match day.weekday() {
        Weekday::Wed | Weekday::Fri => 11,
        Weekday::Sat => 20,
        Weekday::Sun => 13,
        _ => 8,
    };
    let of_month = [10, 7, 9, 10, 11, 11, 11, 6, 10, 10, 11, 18];
    let christmas = if day.month() == 12 && (10..=24).contains(&day.day()) { 14 } else { 10 };
    let of_sales = [20, 15, 12, 13];
    let bargains = week_of_sales(day).map_or(10, |week| of_sales[usize::try_from(week).expect("four weeks")]);
    let month = usize::try_from(day.month0()).expect("a month is below twelve");
    of_week * of_month[month] * christmas * bargains
}

#[cfg(test)]
mod tests;
