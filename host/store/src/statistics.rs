//! Statistics of periods: sums by group, department, seller, town or age; customers by how long ago they came.
//!
//! What a sale sold in each department is counted with it (`sale_share`), so that a period is read in one go, without
//! the bodies of its sales. A refund counts on the day it is paid back, as in the statistics of one customer.

use std::collections::BTreeMap;

use comptoir_domain::money::Money;
use comptoir_domain::price::Origin;
use comptoir_domain::sale::PaidSale;
use comptoir_domain::statistics::Days;
use rusqlite::{Connection, params};

use crate::commit::path;
use crate::error::StoreError;
use crate::indicators::id_row;
use crate::sql::Sql;
use crate::store::Store;

mod lives;
mod takings;

pub use lives::{Lives, StageSums};
pub use takings::{By, Key, Taking, Takings};

/// The customer of a row of `sale_share` named `s`: the file that the one of the sale counts for.
const CUSTOMER: &str = "coalesce((SELECT h.row FROM customer o JOIN merger m ON m.absorbed = o.id
     JOIN customer h ON h.id = m.head WHERE o.row = s.customer), s.customer)";

const ENROLMENTS: &str = "SELECT operator, count(*) FROM file_act
     WHERE act = '\"created\"' AND batch IS NULL AND at >= ?1 AND at < ?2 GROUP BY operator";

impl Store {
    /// Counts the files of customers that each operator opened in a period, imports apart.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn enrolments(&self, days: Days) -> Result<BTreeMap<String, i64>, StoreError> {
        // An instant is written with the day at the till before all else.
        let after = days.last().succ_opt().unwrap_or(days.last());
        let mut statement = self.conn.prepare_cached(ENROLMENTS)?;
        let counted = statement.query_map([Sql(days.first()), Sql(after)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(counted.collect::<Result<_, _>>()?)
    }
}

/// What a sale sold in one department.
#[derive(Default)]
struct Share {
    items: i64,
    gross: Money,
    net: Money,
    margin: Money,
    by_hand: Money,
}

/// Adds up the lines of a sale by their departments. A gift voucher is an article, and no revenue when sold.
fn shares(sale: &PaidSale) -> BTreeMap<String, Share> {
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for line in &sale.lines {
        let share = shares.entry(path(line)).or_default();
        let (gross, net) = line.revenue();
        share.items += line.article_count();
        share.gross += gross;
        share.net += net;
        share.margin += line.margin().unwrap_or_default();
        let by_hand = line.discounts.iter().filter(|one| matches!(one.origin, Origin::Manual | Origin::Sale));
        share.by_hand += by_hand.map(|one| one.amount).sum();
    }
    shares
}

/// Counts a sale that is being committed.
pub(crate) fn count(conn: &Connection, sale: &PaidSale, row: i64) -> Result<(), StoreError> {
    let customer = sale.customer.as_ref().map(|customer| id_row(conn, customer.id)).transpose()?;
    // Replaced rather than refused: where sales were cut out of the books by force, their figures may still be there,
    // and what can be counted anew must not stop the next sale.
    let mut statement = conn.prepare_cached(
        "INSERT OR REPLACE INTO sale_share (day, sale, path, refund, customer, seller, items, gross, net, margin, by_hand)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (path, share) in shares(sale) {
        statement.execute(params![
            Sql(sale.stamp.business_day),
            row,
            path,
            sale.is_refund(),
            customer,
            sale.stamp.seller,
            share.items,
            Sql(share.gross),
            Sql(share.net),
            Sql(share.margin),
            Sql(share.by_hand),
        ])?;
    }
    Ok(())
}

/// Forgets all that was counted, to count it anew.
pub(crate) fn forget(conn: &Connection) -> Result<(), StoreError> {
    Ok(conn.execute_batch("DELETE FROM sale_share")?)
}

/// Counts a sale that is in the books already.
pub(crate) fn count_again(conn: &Connection, sale: &PaidSale) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("SELECT row FROM sale WHERE id = ?1")?;
    count(conn, sale, statement.query_row([Sql(sale.stamp.id)], |row| row.get(0))?)
}

#[cfg(test)]
mod tests;
