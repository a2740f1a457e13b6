//! A made-up French clothing boutique: the same seed and day give the same shop, for ever.
//!
//! All is pure: a seed and a day go in, values of the domain come out. Whoever opens the demo puts
//! the items and the customers into a store and plays the acts through the till's own use cases, so
//! that receipts, journal and programs are real. Read in this order: [`catalog`], [`people`],
//! [`year`]; they stand on [`random`] and [`calendar`].

mod calendar;
mod catalog;
mod people;
mod random;
mod year;

use chrono::NaiveDate;
use comptoir_domain::customer::Group;
use comptoir_domain::id::TillId;
use comptoir_domain::item::{Department, Item};
use comptoir_domain::price_list::PriceList;
use comptoir_domain::shop::{Mode, Shop};

pub(crate) use self::people::PlannedCustomer;
pub(crate) use self::year::{PlannedAct, PlannedRefund, PlannedReturn, PlannedSale};

/// The demo shop: « Au Fil des Saisons », in a street of Lyon that does not exist. Its SIRET checks
/// and counts up from one, so that nobody takes it for a real one.
pub(crate) fn shop() -> Shop {
    Shop {
        name: "Au Fil des Saisons".to_owned(),
        address: ["3 passage du Fil-d'Argent", "69001 Lyon", "France"].map(str::to_owned).to_vec(),
        siret: "12345678200010".to_owned(),
        naf: Some("4771Z".to_owned()),
        vat_number: Some("FR11123456782".to_owned()),
        till: TillId::new("C1"),
        mode: Mode::Demo,
    }
}

/// All that the demo shop has and all that happened in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The departments, those above first.
    pub(crate) departments: Vec<Department>,
    /// The price lists besides the ordinary one.
    pub(crate) price_lists: Vec<PriceList>,
    /// The items.
    pub(crate) items: Vec<Item>,
    /// The customer groups.
    pub(crate) groups: Vec<Group>,
    /// The customers, by the index that the sales name.
    pub(crate) customers: Vec<PlannedCustomer>,
    /// The sales and refunds of a year that ends on the day before, in their order.
    pub(crate) acts: Vec<PlannedAct>,
}

impl Plan {
    /// Makes the plan of a seed as it is on a day, with that many customers and sales. Departments,
    /// price lists, items and groups do not depend on the seed.
    pub(crate) fn generate(seed: u64, day: NaiveDate, customers: usize, sales: usize) -> Self {
        let items = catalog::items();
        let customers = people::customers(seed, day, customers);
        let acts = year::Year::new(seed, day, &items, &customers, sales).collect();
        Self {
            departments: catalog::departments(),
            price_lists: catalog::price_lists(),
            groups: people::groups(),
            items,
            customers,
            acts,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use comptoir_domain::shop::read_siret;

    use super::*;

    fn generate(seed: u64) -> Plan {
        Plan::generate(seed, NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"), 200, 800)
    }

    #[test]
    fn the_same_seed_gives_the_same_shop_and_another_one_another() {
        assert_eq!(generate(1), generate(1));
        let (one, two) = (generate(1), generate(2));
        assert_eq!(one.items, two.items);
        assert_ne!(one.customers, two.customers);
        assert_ne!(one.acts, two.acts);
    }

    #[test]
    fn the_shop_has_a_siret_and_a_vat_number_that_check() {
        let shop = shop();
        assert_eq!(read_siret(&shop.siret).as_ref(), Ok(&shop.siret));
        let siren: u64 = shop.siret[..9].parse().expect("digits");
        assert_eq!(shop.vat_number, Some(format!("FR{:02}{siren}", (12 + 3 * (siren % 97)) % 97)));
        assert_eq!(shop.address.last().map(String::as_str), Some("France"));
    }

    #[test]
    fn no_code_means_two_things() {
        let plan = generate(1);
        let items = plan.items.iter().flat_map(|item| &item.codes);
        let cards = plan.customers.iter().flat_map(|planned| &planned.customer.cards);
        let all: Vec<_> = items.chain(cards).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn groups_and_prices_name_known_lists() {
        let plan = generate(1);
        let known: BTreeSet<_> = plan.price_lists.iter().map(|list| &list.id).collect();
        let named = plan.groups.iter().filter_map(|group| group.price_list.as_ref());
        let priced = plan.items.iter().flat_map(|item| item.prices.keys());
        assert!(named.chain(priced).all(|list| known.contains(list)));
    }
}
