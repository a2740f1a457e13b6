//! What the demo shop sells: departments, price lists and some 360 items.
//!
//! Nothing here depends on the seed: codes and prices that documents name hold in every demo shop.

mod clothes;
mod goods;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use comptoir_domain::code::Gtin;
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{DepartmentId, PriceListId, Sku};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::money::Money;
use comptoir_domain::price_list::PriceList;
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::VatRate;

use super::random::Random;

/// The price list of the group "vip".
pub(super) const TARIF_B: &str = "tarif-b";
/// The price list of the group "pro".
pub(super) const TARIF_PRO: &str = "pro";

/// The departments: code, name, code of the one above.
#[rustfmt::skip]
const DEPARTMENTS: &[(&str, &str, Option<&str>)] = &[
    ("femme", "Femme", None),
    ("robes", "Robes", Some("femme")),
    ("chemisiers", "Chemisiers", Some("femme")),
    ("jupes", "Jupes", Some("femme")),
    ("pantalons-femme", "Pantalons", Some("femme")),
    ("mailles-femme", "Mailles", Some("femme")),
    ("homme", "Homme", None),
    ("chemises", "Chemises", Some("homme")),
    ("pantalons-homme", "Pantalons", Some("homme")),
    ("vestes", "Vestes", Some("homme")),
    ("mailles-homme", "Mailles", Some("homme")),
    ("sous-vetements", "Sous-vêtements", Some("homme")),
    ("enfant", "Enfant", None),
    ("fille", "Fille", Some("enfant")),
    ("garcon", "Garçon", Some("enfant")),
    ("bebe", "Bébé", Some("enfant")),
    ("accessoires", "Accessoires", None),
    ("ceintures", "Ceintures", Some("accessoires")),
    ("echarpes", "Écharpes, bonnets et gants", Some("accessoires")),
    ("bijoux", "Bijoux", Some("accessoires")),
    ("maroquinerie", "Maroquinerie", Some("accessoires")),
    ("maison", "Maison et épicerie fine", None),
    ("tissus", "Tissus au mètre", Some("maison")),
    ("thes-cafes", "Thés et cafés en vrac", Some("maison")),
    ("livres", "Livres", Some("maison")),
    ("confiserie", "Confiserie et douceurs", Some("maison")),
    ("presse", "Presse", Some("maison")),
    ("cadeaux", "Chèques-cadeaux", None),
];

/// What a family's codes are.
#[derive(Clone, Copy)]
enum Codes {
    /// An EAN-13 of the maker, under a French company prefix (376).
    Maker,
    /// An EAN-13 that the shop gave, under a prefix for use within a shop (20).
    Shop,
    /// Five digits, the item part of labels `21IIIIIWWWWWC` that a scale prints.
    Scale,
}

/// Which price lists have prices of a family.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    /// Only the ordinary one.
    Ordinary,
    /// Two models in three are also in the list of regulars.
    Regulars,
    /// As before, and all are in the list of professionals.
    Professionals,
}

/// A design: name, colors and sizes separated by `/` (empty when there is one only), price.
type Model = (&'static str, &'static str, &'static str, &'static str);

/// Models that differ in little.
struct Family {
    /// The first three letters of their SKUs.
    prefix: &'static str,
    department: &'static str,
    vat: &'static str,
    /// What they cost, in percent of the price without tax.
    cost: RangeInclusive<i64>,
    unit: Unit,
    discountable: bool,
    codes: Codes,
    lists: Lists,
    models: &'static [Model],
}

/// Gives the tree of departments, those above first.
pub(super) fn departments() -> Vec<Department> {
    let department = |(id, name, parent): &(&str, &str, Option<&str>)| Department {
        id: DepartmentId::new(*id),
        name: (*name).to_owned(),
        parent: parent.map(DepartmentId::new),
    };
    DEPARTMENTS.iter().map(department).collect()
}

/// Gives the price lists besides the ordinary one.
pub(super) fn price_lists() -> Vec<PriceList> {
    let list = |(id, name): (&str, &str)| PriceList::new(PriceListId::new(id), name);
    [(TARIF_B, "Tarif B / VIP"), (TARIF_PRO, "Tarif professionnel")].map(list).to_vec()
}

/// Gives all items, by family.
pub(super) fn items() -> Vec<Item> {
    let mut random = Random::new(0, "catalog");
    let families = clothes::FAMILIES.iter().chain(goods::FAMILIES);
    let mut items: Vec<Item> = families.enumerate().flat_map(|(at, family)| family.items(at, &mut random)).collect();
    items.extend([20, 50, 100].map(gift_voucher));
    items
}

impl Family {
    fn items(&self, at: usize, random: &mut Random) -> Vec<Item> {
        let mut items = Vec::new();
        for (label, colors, sizes, price) in self.models {
            let model = self.model(price, random);
            for color in colors.split('/') {
                for size in sizes.split('/') {
                    let number = items.len() + 1;
                    items.push(Item {
                        sku: Sku::new(format!("{}-{number:04}", self.prefix)),
                        label: joined(&[label, color, size]),
                        tags: tags(number),
                        points: points(number),
                        codes: vec![self.code(at, number)],
                        ..model.clone()
                    });
                }
            }
        }
        items
    }

    /// Makes what all items of a model have in common.
    fn model(&self, price: &str, random: &mut Random) -> Item {
        let price = Money::parse(price).expect("the tables hold amounts");
        let vat_rate = VatRate::parse(self.vat).expect("the tables hold rates");
        let net = vat_rate.extract(price).net;
        Item {
            sku: Sku::new(""),
            label: String::new(),
            kind: LineKind::Item,
            department: DepartmentId::new(self.department),
            departments: path_to_root(self.department),
            vat_rate,
            price,
            prices: self.prices(price, random),
            cost: Some(Money::from_cents(net.cents() * random.within(self.cost.clone()) / 100)),
            unit: self.unit,
            discountable: self.discountable,
            tags: BTreeSet::new(),
            points: Points::ZERO,
            codes: Vec::new(),
        }
    }

    fn prices(&self, price: Money, random: &mut Random) -> BTreeMap<PriceListId, Money> {
        let mut prices = BTreeMap::new();
        if self.lists != Lists::Ordinary && random.percent(67) {
            prices.insert(PriceListId::new(TARIF_B), round_price(price, 90));
        }
        if self.lists == Lists::Professionals {
            prices.insert(PriceListId::new(TARIF_PRO), round_price(price, 80));
        }
        prices
    }

    fn code(&self, at: usize, number: usize) -> String {
        match self.codes {
            Codes::Maker => ean(&format!("37604{:03}{number:04}", 127 + 31 * at)),
            Codes::Shop => ean(&format!("200{at:04}{number:05}")),
            Codes::Scale => format!("{:05}", 100 + number),
        }
    }
}

/// One item in sixteen is on promotion.
fn tags(number: usize) -> BTreeSet<String> {
    if number.is_multiple_of(16) { ["promo".to_owned()].into() } else { BTreeSet::new() }
}

/// One item in twenty has points of its own.
fn points(number: usize) -> Points {
    if number.is_multiple_of(20) { Points::from_ten_thousandths(100_000) } else { Points::ZERO }
}

fn gift_voucher(euros: i64) -> Item {
    Item {
        sku: Sku::new(format!("CADEAU-{euros}")),
        label: format!("Chèque-cadeau {euros} €"),
        kind: LineKind::GiftVoucher,
        department: DepartmentId::new("cadeaux"),
        departments: path_to_root("cadeaux"),
        vat_rate: VatRate::ZERO,
        price: Money::from_cents(euros * 100),
        prices: BTreeMap::new(),
        cost: None,
        unit: Unit::Piece,
        discountable: false,
        tags: BTreeSet::new(),
        points: Points::ZERO,
        codes: vec![ean(&format!("2009999{euros:05}"))],
    }
}

fn path_to_root(department: &str) -> Vec<DepartmentId> {
    let above = |id: &&str| DEPARTMENTS.iter().find(|(of, ..)| of == id).and_then(|(.., parent)| *parent);
    std::iter::successors(Some(department), above).map(DepartmentId::new).collect()
}

fn joined(words: &[&str]) -> String {
    words.iter().copied().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn ean(body: &str) -> String {
    Gtin::complete(body).expect("twelve digits make a GTIN-13").as_str().to_owned()
}

/// Takes so many percent of a price, down to an ending that shops like.
fn round_price(price: Money, percent: i64) -> Money {
    let cents = price.cents() * percent / 100;
    let ending = [90, 50, 0].into_iter().find(|ending| *ending <= cents % 100).unwrap_or_default();
    Money::from_cents(cents - cents % 100 + ending)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use comptoir_domain::code::{InStoreValue, Layout, Layouts, ScannedCode};

    use super::*;

    #[test]
    fn there_are_more_than_300_items_each_once() {
        let items = items();
        assert!(items.len() >= 300, "{}", items.len());
        let distinct = |of: fn(&Item) -> String| items.iter().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!(distinct(|item| item.sku.to_string()), items.len());
        assert_eq!(distinct(|item| item.label.clone()), items.len());
        assert_eq!(distinct(|item| item.codes[0].clone()), items.len());
    }

    #[test]
    fn every_code_reads_back_as_itself() {
        for item in items() {
            for code in &item.codes {
                let read = ScannedCode::read(code).unwrap();
                assert_eq!(&read.text, code, "{}", item.label);
                assert_eq!(read.gtin.is_none(), item.unit == Unit::Kilogram, "{}", item.label);
            }
        }
    }

    #[test]
    fn codes_in_the_shop_do_not_look_like_labels_with_a_weight() {
        let layout: Layout = "21IIIIIWWWWWC".parse().unwrap();
        let layouts = Layouts::new(vec![layout.clone()]).unwrap();
        for item in items() {
            match item.unit {
                Unit::Kilogram => {
                    let weight = InStoreValue::Weight(rust_decimal::Decimal::new(250, 3));
                    let label = layout.write(&item.codes[0], weight).unwrap();
                    assert_eq!(layouts.read(&label).unwrap().unwrap().item, item.codes[0]);
                }
                _ => assert_eq!(layouts.read(&Gtin::parse(&item.codes[0]).unwrap()), Ok(None), "{}", item.label),
            }
        }
    }

    #[test]
    fn prices_are_above_their_costs_and_end_as_shops_like() {
        for item in items() {
            for price in item.prices.values().chain([&item.price]) {
                assert!(price.is_positive(), "{}", item.label);
                assert!([0, 50, 90, 95].contains(&(price.cents() % 100)), "{}: {price}", item.label);
                let net = item.vat_rate.extract(*price).net;
                assert!(item.cost.is_none_or(|cost| cost.is_positive() && cost < net), "{}", item.label);
            }
            assert!(item.prices.values().all(|price| *price < item.price), "{}", item.label);
            assert_eq!(item.cost.is_none(), item.kind == LineKind::GiftVoucher, "{}", item.label);
        }
    }

    #[test]
    fn all_french_rates_price_lists_and_units_are_there() {
        let items = items();
        let rates: BTreeSet<String> = items.iter().map(|item| item.vat_rate.to_string()).collect();
        assert_eq!(rates.iter().map(String::as_str).collect::<Vec<_>>(), ["0", "10", "2.1", "20", "5.5"]);
        for list in price_lists() {
            let priced = items.iter().filter(|item| item.prices.contains_key(&list.id)).count();
            assert!(priced > 50 && priced < items.len(), "{}: {priced}", list.id);
        }
        for unit in [Unit::Piece, Unit::Kilogram, Unit::Meter] {
            assert!(items.iter().any(|item| item.unit == unit), "{unit:?}");
        }
    }

    #[test]
    fn books_press_and_gift_vouchers_are_never_discounted() {
        for item in items() {
            let fixed = ["livres", "presse", "cadeaux"].contains(&item.department.as_str());
            assert_eq!(item.discountable, !fixed, "{}", item.label);
            assert!(!fixed || item.prices.is_empty(), "{}", item.label);
        }
    }

    #[test]
    fn every_item_has_a_department_with_its_path_to_the_root() {
        let departments = departments();
        for item in items() {
            assert_eq!(item.departments[0], item.department);
            for (at, id) in item.departments.iter().enumerate() {
                let found = departments.iter().find(|department| department.id == *id).unwrap();
                assert_eq!(found.parent.as_ref(), item.departments.get(at + 1), "{}", item.label);
            }
        }
    }

    #[test]
    fn a_label_names_color_and_size() {
        assert!(items().iter().any(|item| item.label == "Chemise oxford bleu ciel 41"));
    }
}
