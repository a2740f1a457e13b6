//! Who is simulated with whom: customers who brought one another together, everybody else alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use comptoir_domain::id::CustomerId;
use comptoir_store::{Header, Store};

use super::trial::Trial;
use crate::error::Error;

/// Sales that are simulated one after the other, independent of all others.
pub(super) struct Unit {
    pub(super) whose: Whose,
    /// How many sales of the period, refunds apart.
    pub(super) sales: u64,
}

/// Whose sales they are.
pub(super) enum Whose {
    /// All those of these customers.
    People(Vec<CustomerId>),
    /// One sale or refund of nobody, by its place, with its refunds.
    Nobody(i64),
}

/// Splits the sales of the period; the largest units come first, so that no core ends long after the others.
pub(super) fn of(books: &Store, trial: &Trial) -> Result<Vec<Unit>, Error> {
    let headers = books.headers(trial.first, trial.last)?;
    let mut buyers: BTreeMap<CustomerId, u64> = BTreeMap::new();
    for (customer, header) in headers.iter().filter_map(|header| Some((header.customer?, header))) {
        *buyers.entry(customer).or_default() += u64::from(header.refund_of.is_none());
    }
    let mut units = families(&buyers, &books.sponsors()?);
    units.sort_by_key(|unit| std::cmp::Reverse(unit.sales));
    units.extend(of_nobody(&headers));
    Ok(units)
}

/// Anonymous sales; a refund goes with its sale, and stands alone when that is from before the period.
fn of_nobody(headers: &[Header]) -> impl Iterator<Item = Unit> {
    let places: BTreeSet<i64> = headers.iter().map(|header| header.place).collect();
    headers.iter().filter(|header| header.customer.is_none()).filter_map(move |header| match header.refund_of {
        Some(sale) if places.contains(&sale) => None,
        refund_of => Some(Unit { whose: Whose::Nobody(header.place), sales: u64::from(refund_of.is_none()) }),
    })
}

/// Puts customers together with those who brought them, and with those whom these brought.
fn families(buyers: &BTreeMap<CustomerId, u64>, sponsors: &[(CustomerId, CustomerId)]) -> Vec<Unit> {
    let mut heads: HashMap<CustomerId, CustomerId> = HashMap::new();
    for (customer, sponsor) in sponsors.iter().filter(|(customer, _)| buyers.contains_key(customer)) {
        let (one, other) = (head(&mut heads, *customer), head(&mut heads, *sponsor));
        heads.insert(one, other);
    }
    let mut families: BTreeMap<CustomerId, (BTreeSet<CustomerId>, u64)> = BTreeMap::new();
    for (customer, sales) in buyers {
        let family = families.entry(head(&mut heads, *customer)).or_default();
        family.0.insert(*customer);
        family.1 += sales;
    }
    let unit = |(people, sales): (BTreeSet<CustomerId>, u64)| Unit {
        whose: Whose::People(people.into_iter().collect()),
        sales,
    };
    families.into_values().map(unit).collect()
}

/// Finds the one who stands for a family, and shortens the way there.
fn head(heads: &mut HashMap<CustomerId, CustomerId>, customer: CustomerId) -> CustomerId {
    let mut at = customer;
    while let Some(next) = heads.get(&at).copied().filter(|next| *next != at) {
        if let Some(over) = heads.get(&next).copied() {
            heads.insert(at, over);
        }
        at = next;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u64) -> CustomerId {
        CustomerId::new(n, &[1; 10])
    }

    #[test]
    fn those_who_brought_one_another_stay_together() {
        let buyers = BTreeMap::from([(id(1), 2), (id(2), 3), (id(3), 1), (id(4), 5), (id(5), 1)]);
        // 1 was brought by 9, who buys nothing; so was 2, who brought 3. 4 brought herself, 5 nobody.
        let sponsors = [(id(1), id(9)), (id(2), id(9)), (id(3), id(2)), (id(4), id(4)), (id(8), id(5))];
        let families = families(&buyers, &sponsors);
        let seen: Vec<_> = families
            .iter()
            .map(|unit| match &unit.whose {
                Whose::People(people) => (people.clone(), unit.sales),
                Whose::Nobody(_) => unreachable!(),
            })
            .collect();
        assert_eq!(seen.len(), 3, "{seen:?}");
        for expected in [(vec![id(1), id(2), id(3)], 6), (vec![id(4)], 5), (vec![id(5)], 1)] {
            assert!(seen.contains(&expected), "{expected:?} in {seen:?}");
        }
    }

    #[test]
    fn a_refund_of_nobody_goes_with_its_sale() {
        let header = |place, refund_of| Header { place, customer: None, refund_of };
        let headers = [header(3, None), header(4, Some(1)), header(5, Some(3)), header(6, None)];
        let units = of_nobody(&headers).map(|unit| match unit.whose {
            Whose::Nobody(place) => (place, unit.sales),
            Whose::People(_) => unreachable!(),
        });
        assert_eq!(units.collect::<Vec<_>>(), [(3, 1), (4, 0), (6, 1)]);
    }
}
