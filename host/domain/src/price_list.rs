//! Price lists: what an item costs the customers of a group, and which rule says so.
//!
//! Of the rules of a list the nearest to the item wins, and nothing else counts, least of all the order in
//! which they were written:
//!
//! 1. the item's price in the list;
//! 2. the percentage of the nearest department, from the item's own up to the root;
//! 3. the percentage of the list that this one is based on, which goes by these same rules;
//! 4. the item's own price.
//!
//! Outside its days a list gives no price: the item's own holds, for whoever is based on it too. A percentage is
//! taken of a price with tax. It never falls on what may not be discounted, nor on a gift voucher: there, a list
//! gives only the price that names the item.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::facts::LineKind;
use crate::id::{DepartmentId, PriceListId};
use crate::item::Item;
use crate::money::{Money, MoneyError};
use crate::rate::{PriceRate, VatRate};

/// Whether the prices typed in a list hold the tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tax {
    /// With tax (TTC).
    #[default]
    Included,
    /// Without tax (HT), for professionals.
    Excluded,
}

impl Tax {
    /// Gives a typed price with its tax, the half cent away from zero.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] beyond [`Money::MAX`].
    pub fn gross(self, typed: Money, rate: VatRate) -> Result<Money, MoneyError> {
        match self {
            Self::Included => Ok(typed),
            Self::Excluded => rate.include(typed).map(|taxed| taxed.gross),
        }
    }
}

/// The list that another one is based on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// Which.
    pub list: PriceListId,
    /// How much of its price.
    pub percent: PriceRate,
}

/// A named set of prices, for the customers of the groups that have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    /// Its code.
    pub id: PriceListId,
    /// Its name on the screen.
    pub name: String,
    /// The first day on which it gives prices; ever since when none.
    #[serde(default)]
    pub first: Option<NaiveDate>,
    /// The last day, itself included; for ever when none.
    #[serde(default)]
    pub last: Option<NaiveDate>,
    /// Whether the prices of items in it hold the tax.
    #[serde(default)]
    pub tax: Tax,
    /// How much of an item's own price those of a department cost, and of the departments below it.
    #[serde(default)]
    pub departments: BTreeMap<DepartmentId, PriceRate>,
    /// The list that gives the price where no rule above does.
    #[serde(default)]
    pub base: Option<Base>,
}

impl PriceList {
    /// Makes a list without rules: tax included, in force every day.
    #[must_use]
    pub fn new(id: PriceListId, name: impl Into<String>) -> Self {
        let name = name.into();
        Self { id, name, first: None, last: None, tax: Tax::Included, departments: BTreeMap::new(), base: None }
    }

    /// Tells whether the list gives prices on a day; its first and last day are in.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// The rule that gave a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "rule")]
pub enum Rule {
    /// The price of the item in the list.
    Item,
    /// A percentage of the item's own price.
    Department {
        /// Whose.
        department: DepartmentId,
        /// How much.
        percent: PriceRate,
    },
    /// A percentage of what the item costs in another list.
    Base {
        /// Which list.
        base: PriceListId,
        /// How much.
        percent: PriceRate,
    },
}

/// The list that gave a price, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Winner {
    /// The list of the customer's group.
    pub list: PriceListId,
    /// The rule.
    #[serde(flatten)]
    pub rule: Rule,
}

/// What one unit of an item costs, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitPrice {
    /// The price, tax included.
    pub price: Money,
    /// What gave it; nothing where it is the item's own.
    pub winner: Option<Winner>,
}

impl UnitPrice {
    /// The item's own price.
    #[must_use]
    pub const fn own(item: &Item) -> Self {
        Self { price: item.price, winner: None }
    }
}

/// A price list with those it is based on, each before its base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tariff(Vec<PriceList>);

impl Tariff {
    /// Takes a list out of those of the shop, with its bases. Where it comes around to a list again, it ends.
    #[must_use]
    pub fn of(id: &PriceListId, lists: &[PriceList]) -> Self {
        let mut chain: Vec<PriceList> = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next.filter(|id| chain.iter().all(|list| list.id != **id)) {
            let Some(list) = lists.iter().find(|list| list.id == *id) else { break };
            chain.push(list.clone());
            next = list.base.as_ref().map(|base| &base.list);
        }
        Self(chain)
    }

    /// Makes the tariff of one list without rules.
    #[must_use]
    pub fn plain(id: &PriceListId) -> Self {
        Self(vec![PriceList::new(id.clone(), id.as_str())])
    }

    /// Gives the list itself; nothing for the shop's ordinary prices.
    #[must_use]
    pub fn list(&self) -> Option<&PriceList> {
        self.0.first()
    }

    /// Gives what one unit of an item costs on a day: never below zero, in whole cents.
    #[must_use]
    pub fn price(&self, item: &Item, day: NaiveDate) -> UnitPrice {
        price(&self.0, item, day)
    }
}

fn price(chain: &[PriceList], item: &Item, day: NaiveDate) -> UnitPrice {
    let own = UnitPrice::own(item);
    let Some((list, bases)) = chain.split_first().filter(|(list, _)| list.is_in_force(day)) else { return own };
    let by = |price, rule| UnitPrice { price, winner: Some(Winner { list: list.id.clone(), rule }) };
    if let Some(typed) = item.prices.get(&list.id) {
        return by(list.tax.gross(*typed, item.vat_rate).unwrap_or(Money::MAX), Rule::Item);
    }
    if !item.discountable || item.kind != LineKind::Item {
        return own;
    }
    let nearest = item.departments.iter().find_map(|id| list.departments.get(id).map(|percent| (id, *percent)));
    if let Some((department, percent)) = nearest {
        return by(percent.of(item.price), Rule::Department { department: department.clone(), percent });
    }
    if let Some(Base { list: base, percent }) = &list.base {
        let whole = price(bases, item, day).price;
        return by(percent.of(whole), Rule::Base { base: base.clone(), percent: *percent });
    }
    own
}

/// Finds the way from a list back to itself, over the lists it would be based on: `A, B, A`. Nothing when it has an end.
#[must_use]
pub fn cycle(list: &PriceList, others: &[PriceList]) -> Option<Vec<PriceListId>> {
    let mut way = vec![list.id.clone()];
    let mut seen = BTreeSet::new();
    let mut next = list.base.as_ref().map(|base| &base.list);
    while let Some(id) = next {
        way.push(id.clone());
        if *id == list.id {
            return Some(way);
        }
        if !seen.insert(id) {
            return None;
        }
        next = others.iter().find(|other| other.id == *id).and_then(|other| other.base.as_ref()).map(|base| &base.list);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, eur, item};
    use proptest::prelude::*;

    fn percent(text: &str) -> PriceRate {
        PriceRate::parse(text).unwrap()
    }

    fn list(id: &str) -> PriceList {
        PriceList::new(PriceListId::new(id), id.to_uppercase())
    }

    fn based(id: &str, base: &str, of: &str) -> PriceList {
        PriceList { base: Some(Base { list: PriceListId::new(base), percent: percent(of) }), ..list(id) }
    }

    fn with(mut list: PriceList, department: &str, of: &str) -> PriceList {
        list.departments.insert(DepartmentId::new(department), percent(of));
        list
    }

    fn shirt() -> Item {
        item("CHE", "50", "20")
    }

    fn priced(item: &Item, lists: &[PriceList]) -> (String, Option<Rule>) {
        let tariff = Tariff::of(&lists[0].id, lists);
        let UnitPrice { price, winner } = tariff.price(item, day("2026-11-21"));
        (price.to_string(), winner.map(|winner| winner.rule))
    }

    #[test]
    fn item_then_nearest_department_then_base_then_own_price() {
        let mut shirt = shirt();
        let base = |percent| Rule::Base { base: PriceListId::new("b"), percent };
        let department = |id: &str, percent| Rule::Department { department: DepartmentId::new(id), percent };
        let (plain, other) = (list("a"), with(list("b"), "homme", "80"));
        assert_eq!(priced(&shirt, &[plain, other.clone()]), ("50.00".into(), None));
        let leaning = based("a", "b", "90");
        assert_eq!(priced(&shirt, &[leaning.clone(), other.clone()]), ("36.00".into(), Some(base(percent("90")))));
        let far = with(leaning, "homme", "70");
        let expected = Some(department("homme", percent("70")));
        assert_eq!(priced(&shirt, &[far.clone(), other.clone()]), ("35.00".into(), expected));
        let near = with(far, "chemises", "60");
        let expected = Some(department("chemises", percent("60")));
        assert_eq!(priced(&shirt, &[near.clone(), other.clone()]), ("30.00".into(), expected));
        shirt.prices.insert(PriceListId::new("a"), eur("29"));
        assert_eq!(priced(&shirt, &[near, other]), ("29.00".into(), Some(Rule::Item)));
    }

    #[test]
    fn outside_its_days_a_list_gives_no_price_and_both_days_are_in() {
        let sales = PriceList { first: Some(day("2026-06-24")), last: Some(day("2026-07-21")), ..list("soldes") };
        let sales = with(sales, "homme", "50");
        let tariff = Tariff::of(&sales.id, std::slice::from_ref(&sales));
        let on = |text| tariff.price(&shirt(), day(text)).price.to_string();
        assert_eq!([on("2026-06-23"), on("2026-07-22")], ["50.00", "50.00"]);
        assert_eq!([on("2026-06-24"), on("2026-07-21")], ["25.00", "25.00"]);
        let outside = tariff.price(&shirt(), day("2026-06-23"));
        assert_eq!(outside.winner, None);
        let follows = based("club", "soldes", "90");
        assert_eq!(priced(&shirt(), &[follows, sales]).0, "45.00", "of the item's own price once the base is over");
    }

    #[test]
    fn a_list_without_tax_rounds_its_gross_half_up() {
        let pro = PriceList { tax: Tax::Excluded, ..list("pro") };
        for (net, vat, gross) in
            [("33.29", "20", "39.95"), ("0.05", "10", "0.06"), ("10", "5.5", "10.55"), ("0", "20", "0.00")]
        {
            let mut shirt = item("CHE", "50", vat);
            shirt.prices.insert(pro.id.clone(), eur(net));
            assert_eq!(priced(&shirt, std::slice::from_ref(&pro)).0, gross, "{net} at {vat} %");
        }
    }

    #[test]
    fn a_base_without_tax_is_taken_with_its_tax() {
        let pro = PriceList { tax: Tax::Excluded, ..list("pro") };
        let mut shirt = shirt();
        shirt.prices.insert(pro.id.clone(), eur("30"));
        assert_eq!(priced(&shirt, &[based("grands", "pro", "95"), pro]).0, "34.20");
    }

    #[test]
    fn percentages_spare_what_may_not_be_discounted_and_gift_vouchers() {
        let mut book = Item { discountable: false, ..item("LIV", "20", "5.5") };
        let paper = Item { kind: LineKind::GiftVoucher, ..item("CC", "20", "0") };
        let rules = [with(based("a", "b", "50"), "homme", "50"), list("b")];
        assert_eq!(priced(&book, &rules), ("20.00".into(), None));
        assert_eq!(priced(&paper, &rules), ("20.00".into(), None));
        book.prices.insert(PriceListId::new("a"), eur("19"));
        assert_eq!(priced(&book, &rules).0, "19.00");
    }

    #[test]
    fn a_list_based_on_itself_is_found_with_its_way() {
        let others = [based("b", "c", "90"), based("c", "a", "90")];
        let way = cycle(&based("a", "b", "90"), &others).unwrap();
        assert_eq!(way.iter().map(PriceListId::as_str).collect::<Vec<_>>(), ["a", "b", "c", "a"]);
        assert_eq!(cycle(&based("a", "a", "90"), &[]).unwrap().len(), 2);
        assert_eq!(cycle(&based("a", "b", "90"), &[list("b")]), None);
        assert_eq!(cycle(&based("a", "b", "90"), &[based("b", "c", "1"), based("c", "b", "1")]), None, "not its own");
        // What a damaged shop might hold ends, too.
        assert_eq!(priced(&shirt(), &[based("a", "b", "50"), based("b", "a", "50")]).0, "12.50");
    }

    proptest! {
        #[test]
        fn prices_stay_between_zero_and_their_highest_source_at_their_rates_whatever_the_order_of_rules(
            own in 0i64..1_000_000, typed in prop::collection::vec(prop::option::of(0i64..1_000_000), 4),
            most in prop::sample::select(vec![10_000u32, 100_000]),
            rules in prop::collection::vec((0usize..4, 0usize..3, any::<u32>()), 0..9),
            bases in prop::collection::vec(prop::option::of((0usize..4, any::<u32>())), 4),
            without_tax in prop::collection::vec(any::<bool>(), 4), rate in 0u32..=100_000, seed in any::<u64>(),
        ) {
            let ids = ["a", "b", "c", "d"];
            let departments = ["chemises", "homme", "ailleurs"];
            let rate_of = |points: u32| PriceRate::from_basis_points(points % (most + 1)).unwrap();
            let mut item = Item { vat_rate: VatRate::new(rate).unwrap(), price: Money::from_cents(own), ..shirt() };
            for (id, typed) in ids.iter().zip(&typed) {
                item.prices.extend(typed.map(|cents| (PriceListId::new(*id), Money::from_cents(cents))));
            }
            let built = |turned: bool| {
                let mut lists: Vec<PriceList> = ids.iter().map(|id| list(id)).collect();
                // One rule per department: the last one told is kept, so the first of each is told last.
                let mut told = BTreeMap::new();
                for (at, department, points) in &rules {
                    told.entry((*at, *department)).or_insert(*points);
                }
                let mut told: Vec<_> = told.into_iter().collect();
                if turned {
                    told.reverse();
                    told.sort_by_key(|(key, _)| (key.0 as u64 * 31 + key.1 as u64).wrapping_mul(seed | 1));
                }
                for ((at, department), points) in told {
                    lists[at].departments.insert(DepartmentId::new(departments[department]), rate_of(points));
                }
                for (at, base) in bases.iter().enumerate() {
                    lists[at].base = base.filter(|(on, _)| *on > at).map(|(on, points)| Base {
                        list: PriceListId::new(ids[on]), percent: rate_of(points),
                    });
                    lists[at].tax = if without_tax[at] { Tax::Excluded } else { Tax::Included };
                }
                if turned {
                    lists.reverse();
                }
                lists
            };
            let (straight, turned) = (built(false), built(true));
            let highest = item.prices.values().map(|typed| item.vat_rate.include(*typed).unwrap().gross);
            let highest = highest.chain([item.price]).max().unwrap();
            // Four lists take their rate of one another at most.
            let highest = Money::from_cents(highest.cents() * i64::from(most / 10_000).pow(4));
            for id in ids.map(PriceListId::new) {
                let price = Tariff::of(&id, &straight).price(&item, day("2026-11-21"));
                prop_assert_eq!(&price, &Tariff::of(&id, &turned).price(&item, day("2026-11-21")));
                prop_assert!(!price.price.is_negative() && price.price <= highest);
            }
        }

        #[test]
        fn a_price_without_tax_is_extracted_from_its_gross_again(rate in 0u32..=100_000, cents in 0i64..1_000_000_000) {
            let rate = VatRate::new(rate).unwrap();
            let taxed = rate.include(Money::from_cents(cents)).unwrap();
            prop_assert_eq!(rate.extract(taxed.gross), taxed);
        }
    }
}
