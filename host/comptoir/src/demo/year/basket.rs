//! What the customers of the demo buy: by popularity, by season and by the sales of the year.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use comptoir_domain::id::Sku;
use comptoir_domain::item::{Item, Unit};
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::quantity::Quantity;
use comptoir_domain::rate::Percent;
use rust_decimal::Decimal;

use super::PlannedLine;
use crate::demo::calendar::week_of_sales;
use crate::demo::random::{Random, Weights};

/// How well a department sells from January to December; the others sell 10 all year.
#[rustfmt::skip]
const SEASONS: &[(&str, [u64; 12])] = &[
    ("robes",          [ 7,  7, 10, 14, 18, 20, 18, 12, 11,  9,  8, 14]),
    ("jupes",          [ 7,  8, 10, 14, 16, 16, 14, 10, 10,  9,  8,  9]),
    ("mailles-femme",  [18, 15, 11,  8,  5,  3,  3,  4, 10, 15, 19, 22]),
    ("mailles-homme",  [18, 15, 11,  8,  5,  3,  3,  4, 10, 15, 19, 24]),
    ("vestes",         [10,  9, 11, 10,  7,  5,  4,  5, 11, 13, 12, 10]),
    ("echarpes",       [18, 14,  8,  4,  3,  2,  2,  3,  7, 15, 22, 30]),
    ("bijoux",         [ 7, 13,  8,  9, 14, 13, 10,  9,  8,  8, 10, 24]),
    ("maroquinerie",   [ 8,  9,  8,  8, 12, 12, 10,  9, 10,  9, 10, 20]),
    ("thes-cafes",     [18, 16, 14, 12, 11,  9,  8,  8, 13, 17, 20, 28]),
    ("livres",         [10,  9,  9,  9, 10, 11, 12, 10, 12, 11, 14, 28]),
    ("confiserie",     [16, 18, 18, 20, 14, 14, 14, 12, 14, 16, 22, 40]),
    ("presse",         [24, 24, 24, 24, 24, 24, 26, 22, 24, 24, 24, 24]),
    ("cadeaux",        [ 4, 10,  4,  6, 20, 16,  6,  4,  6,  8, 20, 90]),
];

/// Departments whose clothes get discounts in the sales and come back when they do not fit.
const WORN: [&str; 4] = ["femme", "homme", "enfant", "accessoires"];

/// Only what costs no more is bought by twos and threes.
const SEVERAL_BELOW: Money = Money::from_cents(4_000);

/// Draws the lines of sales.
pub(super) struct Baskets<'a> {
    items: &'a [Item],
    by_sku: BTreeMap<&'a Sku, &'a Item>,
    by_month: [Weights; 12],
}

impl<'a> Baskets<'a> {
    /// Decides which items are popular this year.
    pub(super) fn new(items: &'a [Item], random: &mut Random) -> Self {
        let mut ranks: Vec<u64> = (0..items.len()).map(|rank| u64::try_from(rank).expect("ranks are few")).collect();
        random.shuffle(&mut ranks);
        let weight = |month: usize, item: &Item, rank: u64| season(item, month) * (10_000 / (rank + 15));
        let of_month = |month| Weights::new(items.iter().zip(&ranks).map(|(item, rank)| weight(month, item, *rank)));
        let by_sku = items.iter().map(|item| (&item.sku, item)).collect();
        Self { items, by_sku, by_month: std::array::from_fn(of_month) }
    }

    /// Draws the lines of one sale, each item once.
    pub(super) fn draw(&self, day: NaiveDate, random: &mut Random) -> Vec<PlannedLine> {
        let count = random.weighted(&[(46, 1), (28, 2), (14, 3), (8, 4), (4, 6)]);
        let mut lines: Vec<PlannedLine> = Vec::with_capacity(count);
        for _ in 0..count {
            let Some(item) = self.item(day, random) else { continue };
            if lines.iter().all(|line| line.sku != item.sku) {
                lines.push(PlannedLine {
                    sku: item.sku.clone(),
                    quantity: quantity(item, random),
                    manual_percent: manual_percent(item, day, random),
                });
            }
        }
        lines
    }

    fn item(&self, day: NaiveDate, random: &mut Random) -> Option<&'a Item> {
        let month = usize::try_from(day.month0()).expect("a month is below twelve");
        self.by_month[month].draw(random).map(|at| &self.items[at])
    }

    /// Tells what lines cost before any discount: never less than what will be due.
    pub(super) fn at_most(&self, lines: &[PlannedLine]) -> Money {
        let amount = |line: &PlannedLine| line.quantity.times(self.of(line).price, Rounding::HalfUp);
        lines.iter().map(|line| amount(line).expect("the demo's quantities are small")).sum()
    }

    /// Tells whether a line is something to wear or to carry.
    pub(super) fn is_worn(&self, line: &PlannedLine) -> bool {
        is_worn(self.of(line))
    }

    /// Gives the item of a line that was drawn.
    pub(super) fn of(&self, line: &PlannedLine) -> &'a Item {
        self.by_sku[&line.sku]
    }
}

fn season(item: &Item, month: usize) -> u64 {
    let found = SEASONS.iter().find(|(department, _)| item.department.as_str() == *department);
    found.map_or(10, |(_, months)| months[month])
}

fn is_worn(item: &Item) -> bool {
    item.departments.last().is_some_and(|root| WORN.contains(&root.as_str()))
}

/// Draws pieces, decimeters of cloth or grams of tea: nobody takes three coats.
fn quantity(item: &Item, random: &mut Random) -> Quantity {
    let value = match item.unit {
        Unit::Piece if item.price > SEVERAL_BELOW => Decimal::ONE,
        Unit::Piece => Decimal::from(random.weighted(&[(82, 1), (13, 2), (5, 3)])),
        Unit::Meter => Decimal::new(random.within(3..=40), 1),
        Unit::Kilogram => Decimal::new(random.within(80..=520), 3),
    };
    Quantity::new(value).expect("the ranges are above zero")
}

/// Draws a discount by hand: steeper from week to week of the sales, a rare gesture at other times.
fn manual_percent(item: &Item, day: NaiveDate, random: &mut Random) -> Option<Percent> {
    let percent = match week_of_sales(day).filter(|_| is_worn(item)) {
        _ if !item.discountable => return None,
        Some(week) if random.percent(70) => 20 + 10 * random.within((week - 1).max(0)..=week),
        None if random.percent(2) => *random.pick(&[5, 10]),
        _ => return None,
    };
    let points = u32::try_from(percent * 100).expect("the percentages are above zero");
    Some(Percent::from_basis_points(points).expect("the percentages are below a hundred"))
}
