//! Running statistics of customers: counted with each sale, and rebuilt from the sales at will.

use std::collections::HashMap;

use comptoir_domain::id::CustomerId;
use comptoir_domain::indicators::Indicators;
use comptoir_domain::sale::PaidSale;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::customers::{customer_row, known_customer};
use crate::error::StoreError;
use crate::sales::each_sale;
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

const COLUMNS: &str =
    "SELECT visits, sales, receipts, operations, items, revenue_net, revenue_gross, last_visit FROM indicators";

impl Store {
    /// Gives what is known of a customer's purchases: zeros before the first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn indicators(&self, customer: CustomerId) -> Result<Indicators, StoreError> {
        match customer_row(&self.conn, customer)? {
            Some(row) => read(&self.conn, row),
            None => Ok(Indicators::default()),
        }
    }

    /// Counts all sales again in their order, and puts right what differs.
    ///
    /// Gives how many customers had other figures.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn rebuild_indicators(&mut self) -> Result<u64, StoreError> {
        self.write(|conn| {
            let counted = count_all(conn)?;
            let mut differing = 0;
            for (row, kept) in read_all(conn)? {
                if !counted.contains_key(&row) && kept != Indicators::default() {
                    write(conn, row, &Indicators::default())?;
                    differing += 1;
                }
            }
            for (row, indicators) in counted {
                if read(conn, row)? != indicators {
                    write(conn, row, &indicators)?;
                    differing += 1;
                }
            }
            Ok(differing)
        })
    }
}

/// Counts a sale that is being committed.
pub(crate) fn count(conn: &Connection, sale: &PaidSale) -> Result<(), StoreError> {
    let Some(customer) = &sale.customer else { return Ok(()) };
    let row = known_customer(conn, customer.id)?;
    let mut indicators = read(conn, row)?;
    indicators.count(sale);
    write(conn, row, &indicators)
}

fn count_all(conn: &Connection) -> Result<HashMap<i64, Indicators>, StoreError> {
    let mut counted: HashMap<i64, Indicators> = HashMap::new();
    each_sale(conn, |sale| {
        if let Some(customer) = &sale.customer {
            counted.entry(known_customer(conn, customer.id)?).or_default().count(&sale);
        }
        Ok(())
    })?;
    Ok(counted)
}

fn read(conn: &Connection, row: i64) -> Result<Indicators, StoreError> {
    let mut statement = conn.prepare_cached(&format!("{COLUMNS} WHERE row = ?1"))?;
    Ok(statement.query_row([row], read_row).optional()?.unwrap_or_default())
}

fn read_all(conn: &Connection) -> Result<Vec<(i64, Indicators)>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT visits, sales, receipts, operations, items, revenue_net, revenue_gross, last_visit, row FROM indicators",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(8)?, read_row(row)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<Indicators> {
    Ok(Indicators {
        visits: row.get(0)?,
        sales: row.get(1)?,
        receipts: row.get(2)?,
        operations: row.get(3)?,
        items: row.get(4)?,
        revenue_net: get(row, 5)?,
        revenue_gross: get(row, 6)?,
        last_visit: get_opt(row, 7)?,
    })
}

fn write(conn: &Connection, row: i64, indicators: &Indicators) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO indicators
             (row, visits, sales, receipts, operations, items, revenue_net, revenue_gross, last_visit)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (row) DO UPDATE SET visits = excluded.visits, sales = excluded.sales,
             receipts = excluded.receipts, operations = excluded.operations, items = excluded.items,
             revenue_net = excluded.revenue_net, revenue_gross = excluded.revenue_gross,
             last_visit = excluded.last_visit",
    )?
    .execute(params![
        row,
        indicators.visits,
        indicators.sales,
        indicators.receipts,
        indicators.operations,
        indicators.items,
        Sql(indicators.revenue_net),
        Sql(indicators.revenue_gross),
        indicators.last_visit.map(Sql),
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use comptoir_domain::id::LineId;
    use comptoir_domain::quantity::Quantity;
    use comptoir_domain::refund::Asked;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{commit, customer, customer_id, day, dump, memory, refund_of, sale};

    /// One act of a made-up life of a shop.
    #[derive(Clone, Debug)]
    enum Act {
        Sale { customer: Option<u64>, days: u64, articles: Vec<(i64, u32)> },
        Refund { nth: usize, days: u64, line: Option<u32> },
    }

    fn act() -> impl Strategy<Value = Act> {
        let articles = prop::collection::vec((1i64..20_000, 1u32..4_000), 1..4);
        let sale = (prop::option::of(0u64..3), 0u64..3, articles).prop_map(|(customer, days, articles)| Act::Sale {
            customer,
            days,
            articles,
        });
        let refund = (0usize..8, 0u64..3, prop::option::of(1u32..3)).prop_map(|(nth, days, line)| Act::Refund {
            nth,
            days,
            line,
        });
        prop_oneof![3 => sale, 1 => refund]
    }

    /// Does an act and gives what was paid, if it could be done.
    fn perform(store: &mut Store, act: &Act, today: &mut u64) -> Option<PaidSale> {
        let paid = match act {
            Act::Sale { customer: who, days, articles } => {
                *today += days;
                let who = who.map(|n| customer(n, "", ""));
                let articles: Vec<(i64, String)> = articles
                    .iter()
                    .map(|(cents, grams)| (*cents, format!("{}.{:03}", grams / 1000, grams % 1000)))
                    .collect();
                let articles: Vec<(i64, &str)> =
                    articles.iter().map(|(cents, kilos)| (*cents, kilos.as_str())).collect();
                sale(store, who.as_ref(), *today, &articles)
            }
            Act::Refund { nth, days, line } => {
                *today += days;
                let sales = store.sales_between(day(0), day(1_000)).unwrap();
                let of = sales.iter().filter(|sale| !sale.is_refund()).nth(*nth)?;
                let part = |line: &u32| BTreeMap::from([(LineId(*line), Quantity::parse("0.5").unwrap())]);
                let asked = line.as_ref().map_or(Asked::Whole, |line| Asked::Lines(part(line)));
                refund_of(store, of, *today, &asked)?
            }
        };
        commit(store, &paid).unwrap();
        Some(paid)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn counted_one_by_one_they_are_what_all_sales_together_give(acts in prop::collection::vec(act(), 1..14)) {
            let mut store = memory();
            for n in 0..3 {
                store.put_customer(&customer(n, "", "")).unwrap();
            }
            let mut today = 0;
            let paid: Vec<PaidSale> = acts.iter().filter_map(|act| perform(&mut store, act, &mut today)).collect();
            prop_assert_eq!(&store.sales_between(day(0), day(1_000)).unwrap(), &paid);
            for n in 0..3 {
                let mut expected = Indicators::default();
                let own = paid.iter().filter(|sale| sale.customer.as_ref().is_some_and(|c| c.id == customer_id(n)));
                own.for_each(|sale| expected.count(sale));
                prop_assert_eq!(store.indicators(customer_id(n)).unwrap(), expected);
            }
            let before = dump(&store);
            prop_assert_eq!(store.rebuild_indicators().unwrap(), 0);
            prop_assert_eq!(dump(&store), before);
        }
    }

    #[test]
    fn a_rebuild_puts_right_what_was_spoiled_and_counts_it() {
        let mut store = memory();
        let people: Vec<_> = (0..3).map(|n| customer(n, "", "")).collect();
        for person in &people {
            store.put_customer(person).unwrap();
        }
        for person in &people[..2] {
            let sale = sale(&store, Some(person), 4, &[(1_000, "1")]);
            commit(&mut store, &sale).unwrap();
        }
        let good = store.indicators(customer_id(0)).unwrap();
        store.conn.execute("UPDATE indicators SET visits = 9 WHERE row = 1", []).unwrap();
        store.conn.execute("DELETE FROM indicators WHERE row = 2", []).unwrap();
        store.conn.execute("INSERT INTO indicators VALUES (3, 1, 1, 1, 1, 1, 100, 120, NULL)", []).unwrap();
        assert_eq!(store.rebuild_indicators().unwrap(), 3);
        assert_eq!(store.indicators(customer_id(0)).unwrap(), good);
        assert_eq!(store.indicators(customer_id(1)).unwrap(), good);
        assert_eq!(store.indicators(customer_id(2)).unwrap(), Indicators::default());
        assert_eq!(store.rebuild_indicators().unwrap(), 0);
    }
}
