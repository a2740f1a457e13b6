//! Running statistics of customers: counted with each sale, and rebuilt from the sales at will.

use std::collections::HashMap;

use chrono::NaiveDate;
use comptoir_domain::id::CustomerId;
use comptoir_domain::indicators::Indicators;
use comptoir_domain::money::Money;
use comptoir_domain::sale::PaidSale;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::customers::{customer_row, head, known_customer};
use crate::error::StoreError;
use crate::sales::{each_sale, each_sale_of};
use crate::sql::{Sql, get, get_opt, in_file_of};
use crate::statistics;
use crate::store::Store;

const COLUMNS: &str = "visits, sales, receipts, operations, items, revenue_net, revenue_gross, margin, discounts,
    first_visit, last_visit";

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

    /// Gives what a customer bought on each business day of a period, ends included.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn purchase_days(
        &self,
        customer: CustomerId,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<Vec<PurchaseDay>, StoreError> {
        let Some(row) = customer_row(&self.conn, customer)? else { return Ok(Vec::new()) };
        let mut statement = self.conn.prepare_cached(
            "SELECT day, sales, receipts, items, revenue_net, revenue_gross, margin, discounts FROM purchase_day
             WHERE customer = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day",
        )?;
        let days = statement.query_map(params![row, Sql(first), Sql(last)], |row| {
            Ok(PurchaseDay {
                day: get(row, 0)?,
                sales: row.get(1)?,
                receipts: row.get(2)?,
                items: row.get(3)?,
                revenue_net: get(row, 4)?,
                revenue_gross: get(row, 5)?,
                margin: get(row, 6)?,
                discounts: get(row, 7)?,
            })
        })?;
        Ok(days.collect::<Result<_, _>>()?)
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
            let kept = figures(conn)?;
            conn.execute_batch("DELETE FROM purchase_day; DELETE FROM indicators;")?;
            statistics::forget(conn)?;
            each_sale(conn, |sale| {
                count(conn, &sale)?;
                statistics::count_again(conn, &sale)
            })?;
            count_payments(conn)?;
            put_beside_names(conn)?;
            let counted = figures(conn)?;
            let whose = kept.iter().filter(|(row, figures)| !figures.is_nothing() && counted.get(row) != Some(figures));
            let new = counted.keys().filter(|row| kept.get(row).is_none_or(Figures::is_nothing));
            Ok((whose.count() + new.count()) as u64)
        })
    }
}

/// What a customer bought on one business day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchaseDay {
    /// The business day.
    pub day: NaiveDate,
    /// Sales.
    pub sales: i64,
    /// Receipts, of sales and refunds.
    pub receipts: i64,
    /// Articles, less those returned.
    pub items: i64,
    /// Net revenue, less refunds.
    pub revenue_net: Money,
    /// Gross revenue, less refunds.
    pub revenue_gross: Money,
    /// Margin of the lines whose cost is known.
    pub margin: Money,
    /// What discounts took off.
    pub discounts: Money,
}

/// Counts a sale that is being committed.
pub(crate) fn count(conn: &Connection, sale: &PaidSale) -> Result<(), StoreError> {
    let Some(customer) = &sale.customer else { return Ok(()) };
    let row = known_customer(conn, customer.id)?;
    let mut indicators = read(conn, row)?;
    indicators.count(sale);
    write(conn, row, &indicators)?;
    count_day(conn, row, sale)
}

/// Counts again what some files bought and paid, after a file was joined or parted.
pub(crate) fn count_again(conn: &Connection, customers: &[CustomerId]) -> Result<(), StoreError> {
    for customer in customers {
        let row = id_row(conn, *customer)?;
        conn.prepare_cached("DELETE FROM purchase_day WHERE customer = ?1")?.execute([row])?;
        conn.prepare_cached("DELETE FROM indicators WHERE row = ?1")?.execute([row])?;
        put_beside_name(conn, row, &Indicators::default())?;
        if head(conn, *customer)? != *customer {
            continue;
        }
        each_sale_of(conn, *customer, |sale| count(conn, &sale))?;
        let mut statement = conn.prepare_cached(concat!(
            "SELECT count(*) FROM account_entry WHERE kind = 'payment' AND customer ",
            in_file_of!("?1")
        ))?;
        let payments: i64 = statement.query_row([Sql(*customer)], |row| row.get(0))?;
        if payments > 0 {
            add_operations(conn, row, payments)?;
        }
    }
    Ok(())
}

/// Finds the row of an id itself, whatever file it counts for.
pub(crate) fn id_row(conn: &Connection, id: CustomerId) -> Result<i64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT row FROM customer WHERE id = ?1")?;
    Ok(statement.query_row([Sql(id)], |row| row.get(0))?)
}

/// Counts an act that is no sale: a payment of the account.
pub(crate) fn count_operation(conn: &Connection, customer: CustomerId) -> Result<(), StoreError> {
    add_operations(conn, known_customer(conn, customer)?, 1)
}

/// Counts all payments of accounts.
fn count_payments(conn: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT customer, count(*) FROM account_entry WHERE kind = 'payment' GROUP BY customer";
    let mut statement = conn.prepare_cached(sql)?;
    let counted = statement.query_map([], |row| Ok((get(row, 0)?, row.get(1)?)))?;
    for payments in counted {
        let (customer, payments) = payments?;
        add_operations(conn, known_customer(conn, customer)?, payments)?;
    }
    Ok(())
}

fn add_operations(conn: &Connection, row: i64, more: i64) -> Result<(), StoreError> {
    let mut indicators = read(conn, row)?;
    indicators.operations += more;
    write(conn, row, &indicators)
}

fn count_day(conn: &Connection, row: i64, sale: &PaidSale) -> Result<(), StoreError> {
    let (gross, net) = sale.revenue();
    conn.prepare_cached(
        "INSERT INTO purchase_day
             (customer, day, sales, receipts, items, revenue_net, revenue_gross, margin, discounts)
         VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (customer, day) DO UPDATE SET sales = sales + excluded.sales, receipts = receipts + 1,
             items = items + excluded.items, revenue_net = revenue_net + excluded.revenue_net,
             revenue_gross = revenue_gross + excluded.revenue_gross, margin = margin + excluded.margin,
             discounts = discounts + excluded.discounts",
    )?
    .execute(params![
        row,
        Sql(sale.stamp.business_day),
        i64::from(!sale.is_refund()),
        sale.article_count(),
        Sql(net),
        Sql(gross),
        Sql(sale.margin()),
        Sql(sale.discounts()),
    ])?;
    Ok(())
}

/// All that is kept of one customer, for comparing.
#[derive(Debug, Default, PartialEq)]
struct Figures {
    whole: Indicators,
    days: Vec<Vec<rusqlite::types::Value>>,
}

impl Figures {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

fn figures(conn: &Connection) -> Result<HashMap<i64, Figures>, StoreError> {
    let mut all: HashMap<i64, Figures> = HashMap::new();
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS}, row FROM indicators"))?;
    let rows = statement.query_map([], |row| Ok((row.get(11)?, read_row(row)?)))?;
    for kept in rows {
        let (row, whole) = kept?;
        all.entry(row).or_default().whole = whole;
    }
    let mut statement = conn.prepare_cached("SELECT * FROM purchase_day ORDER BY customer, day")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let values = (1..9).map(|column| row.get(column)).collect::<Result<_, _>>()?;
        all.entry(row.get(0)?).or_default().days.push(values);
    }
    Ok(all)
}

fn read(conn: &Connection, row: i64) -> Result<Indicators, StoreError> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM indicators WHERE row = ?1"))?;
    Ok(statement.query_row([row], read_row).optional()?.unwrap_or_default())
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
        margin: get(row, 7)?,
        discounts: get(row, 8)?,
        first_visit: get_opt(row, 9)?,
        last_visit: get_opt(row, 10)?,
    })
}

fn write(conn: &Connection, row: i64, indicators: &Indicators) -> Result<(), StoreError> {
    conn.prepare_cached(&format!(
        "INSERT OR REPLACE INTO indicators (row, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    ))?
    .execute(params![
        row,
        indicators.visits,
        indicators.sales,
        indicators.receipts,
        indicators.operations,
        indicators.items,
        Sql(indicators.revenue_net),
        Sql(indicators.revenue_gross),
        Sql(indicators.margin),
        Sql(indicators.discounts),
        indicators.first_visit.map(Sql),
        indicators.last_visit.map(Sql),
    ])?;
    put_beside_name(conn, row, indicators)
}

/// Puts what lists are ordered by beside the name, when there is one still.
fn put_beside_name(conn: &Connection, row: i64, indicators: &Indicators) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE person SET last_visit = ?2, revenue = ?3 WHERE row = ?1")?.execute(params![
        row,
        indicators.last_visit.map(Sql),
        Sql(indicators.revenue_gross),
    ])?;
    Ok(())
}

/// The same for all, after all were counted: those who have no figures any more were not written.
fn put_beside_names(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(
        "UPDATE person SET last_visit = NULL, revenue = 0
         WHERE (last_visit IS NOT NULL OR revenue <> 0) AND row NOT IN (SELECT row FROM indicators)",
    )?;
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
        store.conn.execute("INSERT INTO indicators VALUES (3, 1, 1, 1, 1, 1, 100, 120, NULL, 0, 0, NULL)", []).unwrap();
        store.conn.execute("UPDATE person SET revenue = 9 WHERE row = 1", []).unwrap();
        store.conn.execute("UPDATE person SET last_visit = '2026-01-01' WHERE row = 3", []).unwrap();
        let beside_names = |store: &Store| -> Vec<(Option<String>, i64)> {
            let mut statement = store.conn.prepare("SELECT last_visit, revenue FROM person ORDER BY row").unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        };
        assert_eq!(store.rebuild_indicators().unwrap(), 3);
        let last = good.last_visit.map(|day| day.to_string());
        assert_eq!(beside_names(&store), [(last.clone(), 1_000), (last, 1_000), (None, 0)]);
        assert_eq!(store.indicators(customer_id(0)).unwrap(), good);
        assert_eq!(store.indicators(customer_id(1)).unwrap(), good);
        assert_eq!(store.indicators(customer_id(2)).unwrap(), Indicators::default());
        assert_eq!(store.rebuild_indicators().unwrap(), 0);
    }
}
