//! Paid sales, as they were frozen.

use chrono::NaiveDate;
use comptoir_domain::id::{CustomerId, SaleId};
use comptoir_domain::sale::{PaidSale, ReceiptNumber};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::error::StoreError;
use crate::sql::{Sql, get, in_file_of};
use crate::store::Store;

/// The format of a sale's body: JSON of [`PaidSale`].
pub(crate) const BODY_FORMAT: i64 = 1;

macro_rules! select_sales {
    (more: $more:literal, $($rest:tt)*) => {
        concat!("SELECT format, body, sequence", $more, " FROM sale ", $($rest)*)
    };
    ($($rest:tt)*) => {
        concat!("SELECT format, body, sequence FROM sale ", $($rest)*)
    };
}
pub(crate) use select_sales;

impl Store {
    /// Gives the number that the next receipt of this till will have: 1 for the first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn next_sequence(&self) -> Result<u64, StoreError> {
        next_sequence(&self.conn, self.shop.till.as_str())
    }

    /// Finds a paid sale by its id.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn sale(&self, id: SaleId) -> Result<Option<PaidSale>, StoreError> {
        one(&self.conn, select_sales!("WHERE id = ?1"), [Sql(id)])
    }

    /// Finds a paid sale by the number of its receipt.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn sale_by_number(&self, number: &ReceiptNumber) -> Result<Option<PaidSale>, StoreError> {
        let key = params![number.till.as_str(), Sql(number.sequence)];
        one(&self.conn, select_sales!("WHERE till = ?1 AND sequence = ?2"), key)
    }

    /// Gives the sale or refund paid last.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn last_sale(&self) -> Result<Option<PaidSale>, StoreError> {
        one(&self.conn, select_sales!("ORDER BY row DESC LIMIT 1"), [])
    }

    /// Gives the refunds of a sale, in their order.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn refunds_of(&self, sale: SaleId) -> Result<Vec<PaidSale>, StoreError> {
        let sql = select_sales!("WHERE refund_of = (SELECT row FROM sale WHERE id = ?1) ORDER BY row");
        many(&self.conn, sql, [Sql(sale)])
    }

    /// Gives the last sales and refunds of a customer, the latest first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn sales_of(&self, customer: CustomerId, limit: usize) -> Result<Vec<PaidSale>, StoreError> {
        // The rows are found first, so that no body is read in vain.
        let sql = select_sales!(
            "WHERE row IN (SELECT row FROM sale WHERE customer ",
            in_file_of!("?1"),
            " ORDER BY row DESC LIMIT ?2) ORDER BY row DESC"
        );
        many(&self.conn, sql, params![Sql(customer), Sql(limit)])
    }

    /// Gives the sales and refunds of business days, both included, in their order.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn sales_between(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<PaidSale>, StoreError> {
        let sql = select_sales!("WHERE business_day BETWEEN ?1 AND ?2 ORDER BY row");
        many(&self.conn, sql, params![Sql(first), Sql(last)])
    }

    /// Counts the sales and refunds.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn count_sales(&self) -> Result<u64, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM sale")?;
        Ok(statement.query_row([], |row| get(row, 0))?)
    }
}

/// Gives the next number of a till.
pub(crate) fn next_sequence(conn: &Connection, till: &str) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT coalesce(max(sequence), 0) FROM sale WHERE till = ?1")?;
    let last: u64 = statement.query_row([till], |row| get(row, 0))?;
    Ok(last + 1)
}

/// Writes a sale as JSON, and makes sure that it reads back as it is: it can never be mended later.
pub(crate) fn to_body(sale: &PaidSale) -> Result<String, StoreError> {
    let unstorable = |detail: String| StoreError::Unstorable { detail };
    let body = serde_json::to_string(sale).map_err(|error| unstorable(error.to_string()))?;
    let back: PaidSale = serde_json::from_str(&body).map_err(|error| unstorable(error.to_string()))?;
    if back == *sale { Ok(body) } else { Err(unstorable("the sale does not read back as it is".into())) }
}

/// Does something with every sale, in the order of payment.
pub(crate) fn each_sale(
    conn: &Connection,
    mut work: impl FnMut(PaidSale) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(select_sales!("ORDER BY row"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        work(read_body(row)?)?;
    }
    Ok(())
}

/// Does something with every sale and refund of a customer, in the order of payment.
pub(crate) fn each_sale_of(
    conn: &Connection,
    customer: CustomerId,
    mut work: impl FnMut(PaidSale) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(select_sales!("WHERE customer ", in_file_of!("?1"), " ORDER BY row"))?;
    let mut rows = statement.query([Sql(customer)])?;
    while let Some(row) = rows.next()? {
        work(read_body(row)?)?;
    }
    Ok(())
}

fn one(conn: &Connection, sql: &str, key: impl Params) -> Result<Option<PaidSale>, StoreError> {
    let found = conn.prepare_cached(sql)?.query_row(key, |row| Ok(read_body(row))).optional()?;
    found.transpose()
}

fn many(conn: &Connection, sql: &str, key: impl Params) -> Result<Vec<PaidSale>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(key)?;
    let mut sales = Vec::new();
    while let Some(row) = rows.next()? {
        sales.push(read_body(row)?);
    }
    Ok(sales)
}

pub(crate) fn read_body(row: &Row<'_>) -> Result<PaidSale, StoreError> {
    let sequence: i64 = row.get(2)?;
    let format: i64 = row.get(0)?;
    if format != BODY_FORMAT {
        return Err(StoreError::Damaged { detail: format!("sale {sequence}: unknown format {format}") });
    }
    let body = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
    serde_json::from_str(body).map_err(|error| StoreError::Damaged { detail: format!("sale {sequence}: {error}") })
}
