//! Customers by how long ago they came: one walk through what each bought by day.

use chrono::NaiveDate;
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::statistics::{Days, Past, Stage, twelve_months, two_years};
use rusqlite::{Row, params};

use crate::error::StoreError;
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

/// The customers of a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageSums {
    /// How many.
    pub customers: i64,
    /// Their gross revenue of the twelve months that end with the period.
    pub gross: Money,
}

/// Customers by stages, at the end of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lives {
    /// The stages; who is new is active too.
    pub stages: Vec<(Stage, StageSums)>,
    /// All who ever bought.
    pub buyers: StageSums,
    /// How many never did.
    pub never: i64,
}

/// Of each customer what is known at the end of a day. The table is in the order of customers: nothing is sorted.
pub(super) const PASTS: &str = "SELECT min(d.day) FILTER (WHERE d.sales > 0), max(d.day) FILTER (WHERE d.sales > 0),
        coalesce(sum(d.sales) FILTER (WHERE d.day >= ?1), 0), coalesce(sum(d.revenue_gross) FILTER (WHERE d.day >= ?1), 0),
        d.customer
     FROM purchase_day d WHERE d.day <= ?2 GROUP BY d.customer";

const NEVER: &str = "SELECT count(*) FROM customer c WHERE c.since <= ?1
     AND NOT EXISTS (SELECT 1 FROM merger WHERE absorbed = c.id)
     AND NOT EXISTS (SELECT 1 FROM purchase_day d WHERE d.customer = c.row AND d.day <= ?1 AND d.sales > 0)";

impl Store {
    /// Counts customers by their stages at the end of a period; who sleeps stayed away for more than so many days.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn lives(&self, days: Days, sleeps_after: u32) -> Result<Lives, StoreError> {
        let mut stages = Stage::ALL.map(|stage| (stage, StageSums::default()));
        let mut buyers = StageSums::default();
        self.each_past(days.last(), |past, _| {
            buyers.add(&past);
            let reached = stages.iter_mut().filter(|(stage, _)| stage.has(&past, days, sleeps_after));
            reached.for_each(|(_, sums)| sums.add(&past));
            Ok(())
        })?;
        let mut never = self.conn.prepare_cached(NEVER)?;
        let never = never.query_row([Sql(days.last())], |row| row.get(0))?;
        Ok(Lives { stages: stages.into(), buyers, never })
    }

    /// Gives the customers who bought in the twenty-four months that end with a day.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn buyers(&self, on: NaiveDate) -> Result<Vec<(CustomerId, Past)>, StoreError> {
        let recent = two_years(on);
        let mut id = self.conn.prepare_cached("SELECT id FROM customer WHERE row = ?1")?;
        let mut buyers = Vec::new();
        self.each_past(on, |past, customer| {
            if recent.contains(past.last_visit) {
                buyers.push((id.query_row([customer], |row| get(row, 0))?, past));
            }
            Ok(())
        })?;
        Ok(buyers)
    }

    /// Does something with the past of each customer who bought until a day.
    fn each_past(
        &self,
        last: NaiveDate,
        mut work: impl FnMut(Past, i64) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(PASTS)?;
        let mut rows = statement.query(params![Sql(twelve_months(last).first()), Sql(last)])?;
        while let Some(row) = rows.next()? {
            if let Some(past) = read_past(row)? {
                work(past, row.get(4)?)?;
            }
        }
        Ok(())
    }
}

fn read_past(row: &Row<'_>) -> rusqlite::Result<Option<Past>> {
    let visits = get_opt(row, 0)?.zip(get_opt(row, 1)?);
    let Some((first_visit, last_visit)) = visits else { return Ok(None) };
    Ok(Some(Past { first_visit, last_visit, sales: row.get(2)?, gross: get(row, 3)? }))
}

impl StageSums {
    fn add(&mut self, past: &Past) {
        self.customers += 1;
        self.gross += past.gross;
    }
}
