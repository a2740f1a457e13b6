//! Offers that customers keep for later: what programs offered in the last sale they ran in.

use chrono::NaiveDate;
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_domain::sale::{PaidSale, ProgramRecord, ReceiptNumber};
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

/// A gift that waits for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingOffer {
    /// Whose offer.
    pub program: ProgramId,
    /// Which offer.
    pub offer: String,
    /// How it was announced last.
    pub title: String,
    /// The receipt of the sale since which it waits without a break.
    pub number: ReceiptNumber,
    /// That sale's business day.
    pub since: NaiveDate,
    /// What was answered last: open or later.
    pub state: OfferState,
    /// The last day it can be taken, if any.
    pub expires: Option<NaiveDate>,
}

impl Store {
    /// Gives the offers that wait for a customer: of each program, those left open or kept for later
    /// in the customer's last sale in which the program ran. Offers whose last day is over are among
    /// them.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn waiting_offers(&self, customer: CustomerId) -> Result<Vec<WaitingOffer>, StoreError> {
        // ran: the customer's sales (no refunds) in which each program gave an answer.
        // broken: the last of them in which the offer did not wait.
        let mut statement = self.conn.prepare_cached(
            "WITH ran (program, sale) AS MATERIALIZED (
                 SELECT p.program, s.row FROM sale s JOIN sale_program p ON p.sale = s.row
                 WHERE s.customer = ?1 AND s.refund_of IS NULL AND p.fault IS NULL
             ),
             last (program, sale) AS (SELECT program, max(sale) FROM ran GROUP BY program),
             waiting AS (
                 SELECT o.*, (
                     SELECT coalesce(max(r.sale), 0) FROM ran r
                     WHERE r.program = o.program AND NOT EXISTS (
                         SELECT 1 FROM offer_event e WHERE e.sale = r.sale AND e.program = o.program
                         AND e.offer = o.offer AND e.state <> 'taken')
                 ) AS broken
                 FROM last JOIN offer_event o ON o.sale = last.sale AND o.program = last.program
                 WHERE o.state <> 'taken'
             )
             SELECT w.program, w.offer, w.title, s.till, s.sequence, s.business_day, w.state, w.expires
             FROM waiting w JOIN sale s ON s.row = (
                 SELECT min(r.sale) FROM ran r WHERE r.program = w.program AND r.sale > w.broken)
             ORDER BY w.program, w.position",
        )?;
        let offers = statement.query_map([Sql(customer)], |row| {
            Ok(WaitingOffer {
                program: get(row, 0)?,
                offer: row.get(1)?,
                title: row.get(2)?,
                number: ReceiptNumber { till: get(row, 3)?, sequence: get(row, 4)? },
                since: get(row, 5)?,
                state: get(row, 6)?,
                expires: get_opt(row, 7)?,
            })
        })?;
        Ok(offers.collect::<Result<_, _>>()?)
    }
}

/// Notes what programs ran in a sale and what they offered.
pub(crate) fn note(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    for record in &sale.programs {
        conn.prepare_cached(
            "INSERT INTO sale_program (sale, program, policy, version, digest, engine, fault)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            sale_row,
            record.program.as_str(),
            record.policy,
            record.version,
            record.digest,
            record.engine,
            record.fault,
        ])?;
        note_offers(conn, record, sale_row)?;
    }
    Ok(())
}

fn note_offers(conn: &Connection, record: &ProgramRecord, sale_row: i64) -> Result<(), StoreError> {
    for (position, accepted) in record.accepted.offers.iter().enumerate() {
        let title = record.titles.get(position).map_or(accepted.offer.id.as_str(), String::as_str);
        conn.prepare_cached(
            "INSERT INTO offer_event (sale, program, offer, position, title, state, expires)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            sale_row,
            record.program.as_str(),
            accepted.offer.id,
            Sql(position),
            title,
            Sql(accepted.state),
            accepted.offer.expires.map(Sql),
        ])?;
    }
    Ok(())
}
