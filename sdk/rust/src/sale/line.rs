//! One line of a sale, and what it sells.

use alloc::string::String;
use alloc::vec::Vec;
use core::iter;

use super::Facts;
use crate::contract::types::LineId;
use crate::fault::Result;
use crate::numbers::{Decimal, Money, Points};
use crate::settings::{Departments, Items, Tags};

/// What a line sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// An item of the shop.
    Item,
    /// A gift voucher bought by the customer: money to come, no revenue yet.
    GiftVoucher,
    /// An item that a program gives: it costs nothing and earns nothing.
    Reward,
}

#[derive(Debug)]
pub(crate) struct LineFacts {
    pub(super) id: LineId,
    pub(super) kind: LineKind,
    pub(super) item: usize,
    pub(super) quantity: Decimal,
    pub(super) unit_price: Money,
    pub(super) amount: Money,
    pub(super) prior_discount: Money,
    pub(super) gross: Money,
    pub(super) vat: u32,
    pub(super) discountable: bool,
}

#[derive(Debug)]
pub(crate) struct ItemFacts {
    pub(super) sku: String,
    pub(super) label: String,
    pub(super) department: usize,
    pub(super) tags: Vec<String>,
    pub(super) points: Points,
    pub(super) cost: Option<Money>,
}

#[derive(Debug)]
pub(crate) struct DepartmentFacts {
    pub(super) code: String,
    pub(super) parent: Option<usize>,
}

/// One line, as discounts by hand, by group, by voucher and by earlier programs left it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    facts: &'a Facts,
    line: &'a LineFacts,
}

impl<'a> Line<'a> {
    pub(super) const fn new(facts: &'a Facts, line: &'a LineFacts) -> Self {
        Self { facts, line }
    }

    /// Gives the number that effects name the line by.
    #[must_use]
    pub const fn id(self) -> LineId {
        self.line.id
    }

    /// Gives what it sells.
    #[must_use]
    pub const fn kind(self) -> LineKind {
        self.line.kind
    }

    /// Tells whether it sells an item of the shop: no gift voucher, and nothing that a program gave.
    #[must_use]
    pub fn is_item(self) -> bool {
        self.line.kind == LineKind::Item
    }

    /// Tells whether something is paid for an item: what loyalty usually counts.
    #[must_use]
    pub fn is_paid_item(self) -> bool {
        self.is_item() && self.line.gross.is_positive()
    }

    /// Gives the quantity: pieces, kilograms, meters.
    #[must_use]
    pub const fn quantity(self) -> Decimal {
        self.line.quantity
    }

    /// Gives the price of one, tax included.
    #[must_use]
    pub const fn unit_price(self) -> Money {
        self.line.unit_price
    }

    /// Gives quantity × unit price, before any discount, tax included.
    #[must_use]
    pub const fn amount(self) -> Money {
        self.line.amount
    }

    /// Gives what was taken off before.
    #[must_use]
    pub const fn prior_discount(self) -> Money {
        self.line.prior_discount
    }

    /// Gives what is left to pay, tax included: the amount without prior discounts.
    #[must_use]
    pub const fn gross(self) -> Money {
        self.line.gross
    }

    /// Gives what is left to pay without tax, rounded half up: of 1.20 with 20 % VAT, 1.00.
    ///
    /// # Errors
    ///
    /// An amount out of range.
    pub fn net(self) -> Result<Money> {
        self.line.gross.without_rate(self.line.vat)
    }

    /// Gives the VAT in percent: 20, 5.5.
    #[must_use]
    pub fn vat(self) -> Decimal {
        Decimal::new(self.line.vat.into(), 3).unwrap_or(Decimal::ZERO)
    }

    /// Tells whether a program may discount it.
    #[must_use]
    pub const fn is_discountable(self) -> bool {
        self.line.discountable
    }

    /// Gives the item.
    #[must_use]
    pub fn item(self) -> Item<'a> {
        Item { item: &self.facts.items[self.line.item] }
    }

    /// Counts its pieces, as the till does for [`Discount::cheapest`](crate::Discount::cheapest): what is sold by
    /// weight or length has none.
    #[must_use]
    pub const fn pieces(self) -> i64 {
        if self.line.quantity.is_whole() { self.line.quantity.floor() } else { 0 }
    }

    /// Gives the points set on its item, times the quantity.
    ///
    /// # Errors
    ///
    /// Points out of range.
    pub fn points(self) -> Result<Points> {
        self.item().points().times(self.quantity())
    }

    /// Gives what its item costs the shop, times the quantity, without tax. Absent unless the manifest asks for
    /// `cost`.
    ///
    /// # Errors
    ///
    /// An amount out of range.
    pub fn cost(self) -> Result<Option<Money>> {
        self.item().cost().map(|cost| cost.times(self.quantity())).transpose()
    }

    /// Goes through the codes of its departments, from the item's own up to the root.
    pub fn departments(self) -> impl Iterator<Item = &'a str> {
        let all = &self.facts.departments;
        let own = Some(&all[self.item().item.department]);
        let upwards = iter::successors(own, move |department| department.parent.map(|parent| &all[parent]));
        // No more than there are, should one be above itself.
        upwards.take(all.len()).map(|department| &*department.code)
    }

    /// Tells whether its item is in one of these departments or below one.
    #[must_use]
    pub fn is_in(self, departments: &Departments) -> bool {
        !departments.is_empty() && self.departments().any(|code| departments.contains(code))
    }

    /// Tells whether its item is one of these.
    #[must_use]
    pub fn is_one_of(self, items: &Items) -> bool {
        items.contains(self.item().sku())
    }

    /// Tells whether its item is in one of these departments or one of these items; any item is, when neither
    /// names any.
    #[must_use]
    pub fn is_among(self, departments: &Departments, items: &Items) -> bool {
        (departments.is_empty() && items.is_empty()) || self.is_in(departments) || self.is_one_of(items)
    }

    /// Tells whether the shop put a word on its item. The manifest must ask for `tags`.
    #[must_use]
    pub fn has_tag(self, tag: &str) -> bool {
        self.item().tags().any(|found| found == tag)
    }

    /// Tells whether the shop put one of these words on its item. The manifest must ask for `tags`.
    #[must_use]
    pub fn has_any_tag(self, tags: &Tags) -> bool {
        self.item().tags().any(|found| tags.contains(found))
    }
}

/// What a line sells.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    item: &'a ItemFacts,
}

impl<'a> Item<'a> {
    /// Gives the stock-keeping unit.
    #[must_use]
    pub fn sku(self) -> &'a str {
        &self.item.sku
    }

    /// Gives the name on the receipt. Empty unless the manifest asks for `labels`.
    #[must_use]
    pub fn label(self) -> &'a str {
        &self.item.label
    }

    /// Gives the points set on one of it.
    #[must_use]
    pub const fn points(self) -> Points {
        self.item.points
    }

    /// Gives what one of it costs the shop, without tax. Absent unless the manifest asks for `cost`.
    #[must_use]
    pub const fn cost(self) -> Option<Money> {
        self.item.cost
    }

    /// Goes through the words that the shop put on it. None unless the manifest asks for `tags`.
    pub fn tags(self) -> impl Iterator<Item = &'a str> {
        self.item.tags.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::SaleBuilder;

    #[test]
    fn departments_go_up_to_the_root() {
        let sale = SaleBuilder::new().line("3.00").departments(["quotidiens", "presse"]).line("1.00").build().unwrap();
        let line = sale.lines().next().unwrap();
        assert_eq!(line.departments().collect::<Vec<_>>(), ["quotidiens", "presse"]);
        let set = |code: &str| [code].into_iter().collect::<Departments>();
        assert!(line.is_in(&set("presse")) && line.is_in(&set("quotidiens")) && !line.is_in(&set("livres")));
        assert!(!line.is_in(&Departments::default()));
    }

    #[test]
    fn all_items_are_among_what_names_none() {
        let sale = SaleBuilder::new().line("3.00").sku("A").department("vin").build().unwrap();
        let line = sale.lines().next().unwrap();
        let departments = |codes: &[&str]| codes.iter().copied().collect::<Departments>();
        let items = |codes: &[&str]| codes.iter().copied().collect::<Items>();
        for (among, named) in [(true, (vec![], vec![])), (true, (vec!["vin"], vec![])), (true, (vec!["x"], vec!["A"]))]
        {
            assert_eq!(line.is_among(&departments(&named.0), &items(&named.1)), among, "{named:?}");
        }
        assert!(!line.is_among(&departments(&["x"]), &items(&[])) && !line.is_among(&departments(&[]), &items(&["B"])));
    }

    #[test]
    fn points_and_cost_follow_the_quantity() {
        let sale = SaleBuilder::new().line("19.99").quantity("0.250").points(4).cost("10.00").build().unwrap();
        let line = sale.lines().next().unwrap();
        assert_eq!(line.points(), Ok(Points::ONE));
        assert_eq!(line.cost(), Ok(Some(Money::from_cents(2_50))));
        assert_eq!(line.gross(), Money::from_cents(5_00));
        assert_eq!(line.vat(), Decimal::from(20));
    }

    #[test]
    fn the_net_is_the_gross_without_its_vat() {
        for (price, vat, net) in
            [("1.20", 20_000, 1_00), ("9.99", 20_000, 8_33), ("10.55", 5_500, 10_00), ("3", 0, 3_00)]
        {
            let sale = SaleBuilder::new().line(price).vat(vat).build().unwrap();
            assert_eq!(sale.lines().next().unwrap().net(), Ok(Money::from_cents(net)), "{price} at {vat}");
        }
    }
}
