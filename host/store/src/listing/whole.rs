//! Windows of the list of everybody. Sorting a million customers takes a second, so each order is walked over in two
//! indexes: those who have what it is by, then the others by name.

use rusqlite::Connection;

use super::Sort;
use crate::error::StoreError;
use crate::sql::Sql;

/// What was counted of a person who was erased stays in the books, and is on no list. `CROSS JOIN` keeps SQLite from
/// walking over all persons first, as it does for `EXISTS`.
macro_rules! counted {
    ($what:literal, $rest:literal) => {
        concat!("SELECT ", $what, " FROM indicators i CROSS JOIN person p ON p.row = i.row ", $rest)
    };
}

/// The two parts of an order: rows of those who have what it is by, how many they are, and rows of the others.
struct Parts {
    first: &'static str,
    count: &'static str,
    others: &'static str,
}

impl Sort {
    /// Gives the parts of an order that has some: the same order as [`Sort::sql`], so that a filter moves nobody.
    const fn parts(self) -> Option<Parts> {
        match self {
            Self::Name | Self::Newest => None,
            Self::LastVisit => Some(Parts {
                first: counted!(
                    "i.row",
                    "WHERE i.last_visit IS NOT NULL ORDER BY i.last_visit DESC, p.sort_key, p.row LIMIT ?1 OFFSET ?2"
                ),
                count: counted!("count(*)", "WHERE i.last_visit IS NOT NULL"),
                others:
                    "SELECT p.row FROM person p LEFT JOIN indicators i ON i.row = p.row AND i.last_visit IS NOT NULL
                    WHERE i.row IS NULL ORDER BY p.sort_key, p.row LIMIT ?1 OFFSET ?2",
            }),
            Self::Revenue => Some(Parts {
                first: counted!("i.row", "ORDER BY i.revenue_gross DESC, p.sort_key, p.row LIMIT ?1 OFFSET ?2"),
                count: counted!("count(*)", ""),
                others: "SELECT p.row FROM person p LEFT JOIN indicators i ON i.row = p.row
                    WHERE i.row IS NULL ORDER BY p.sort_key, p.row LIMIT ?1 OFFSET ?2",
            }),
            Self::Postcode => Some(Parts {
                first: "SELECT row FROM person WHERE postcode IS NOT NULL
                    ORDER BY postcode, sort_key, row LIMIT ?1 OFFSET ?2",
                count: "SELECT count(*) FROM person WHERE postcode IS NOT NULL",
                others: "SELECT row FROM person WHERE postcode IS NULL ORDER BY sort_key, row LIMIT ?1 OFFSET ?2",
            }),
        }
    }
}

/// Gives the rows of a window, in their order; none for an order that one index has.
pub(super) fn window(
    conn: &Connection,
    sort: Sort,
    (limit, offset): (usize, usize),
) -> Result<Option<Vec<i64>>, StoreError> {
    let Some(parts) = sort.parts() else { return Ok(None) };
    let mut rows = rows_of(conn, parts.first, (limit, offset))?;
    if rows.len() < limit {
        let first: i64 = conn.prepare_cached(parts.count)?.query_row([], |row| row.get(0))?;
        let first = usize::try_from(first).unwrap_or(usize::MAX);
        rows.extend(rows_of(conn, parts.others, (limit - rows.len(), offset.saturating_sub(first)))?);
    }
    Ok(Some(rows))
}

fn rows_of(conn: &Connection, sql: &str, (limit, offset): (usize, usize)) -> Result<Vec<i64>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([Sql(limit), Sql(offset)], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use comptoir_domain::customer::filter::Filter;
    use proptest::prelude::*;

    use super::*;
    use crate::Hand;
    use crate::listing::Listed;
    use crate::store::Store;
    use crate::testing::{commit, customer, customer_id, day, instant, memory, sale};

    const ALL: [Sort; 5] = [Sort::Name, Sort::LastVisit, Sort::Revenue, Sort::Postcode, Sort::Newest];

    fn list(store: &Store, sort: Sort, window: (usize, usize)) -> Vec<Listed> {
        store.list_customers(&Filter::default(), day(40), sort, window).unwrap()
    }

    /// What an order is by: less comes first.
    fn rank(sort: Sort, one: &Listed) -> (bool, String, String) {
        let (last, by) = match sort {
            Sort::LastVisit => (one.last_visit.is_none(), one.last_visit.map_or_else(String::new, descending)),
            Sort::Revenue => (one.visits == 0, format!("{:020}", 10_000_000_000 - one.revenue.cents())),
            Sort::Postcode => (one.postcode.is_none(), one.postcode.clone().unwrap_or_default()),
            Sort::Name | Sort::Newest => (false, String::new()),
        };
        let name = if sort == Sort::Newest { String::new() } else { one.last_name.clone() };
        (last, by, name)
    }

    fn descending(day: chrono::NaiveDate) -> String {
        use chrono::Datelike as _;
        format!("{:010}", 10_000_000 - day.num_days_from_ce())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

        /// Whatever the window, it is a part of one list that has everybody once, in the order that was asked for; and
        /// who was erased is on none.
        #[test]
        fn windows_are_parts_of_one_ordered_list_of_everybody(
            people in prop::collection::vec((0usize..4, 0u8..3), 1..14),
            sold in prop::collection::vec((0usize..14, 0u64..6, 1i64..5_000), 0..12),
            erased in prop::option::of(0usize..14),
            window in (1usize..6, 0usize..16),
        ) {
            let mut store = memory();
            for (at, (name, postcode)) in people.iter().enumerate() {
                let mut file = customer(at as u64, ["Abel", "Baron", "Camus", "Duval"][*name], "A");
                file.person.postcode = [None, Some("33000"), Some("69002")][usize::from(*postcode)].map(str::to_owned);
                store.put_customer(&file).unwrap();
            }
            // In the order of their days, as a shop sells.
            let mut sold = sold;
            sold.sort_by_key(|(_, days, _)| *days);
            for (who, days, cents) in sold {
                let buyer = store.customer(customer_id(who as u64)).unwrap();
                let paid = sale(&store, buyer.as_ref(), days, &[(cents, "1")]);
                commit(&mut store, &paid).unwrap();
            }
            let gone = erased.filter(|at| *at < people.len());
            if let Some(at) = gone {
                let hand = Hand { at: instant(9), operator: "Ana", batch: None };
                store.erase_file(customer_id(at as u64), &hand).unwrap();
            }
            let left = people.len() - usize::from(gone.is_some());
            for sort in ALL {
                let whole = list(&store, sort, (100, 0));
                prop_assert_eq!(whole.len(), left);
                prop_assert!(whole.is_sorted_by_key(|one| rank(sort, one)), "{:?}: {:?}", sort, whole);
                let part = list(&store, sort, window);
                let expected: Vec<_> = whole.into_iter().skip(window.1).take(window.0).collect();
                prop_assert_eq!(part, expected, "{:?}", sort);
            }
        }
    }
}
