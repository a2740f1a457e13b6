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
    Ok(statement.query_row([row], |row| read_row(row)).optional()?.unwrap_or_default())
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
