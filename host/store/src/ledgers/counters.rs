//! The ledger of loyalty counters: entries of sales and entries by hand. What a counter holds on a day is
//! computed from them by [`comptoir_domain::lots::Holding`].

use chrono::NaiveDate;
use comptoir_domain::id::{CustomerId, ProgramId, SaleId};
use comptoir_domain::ledger::CounterMovement;
use comptoir_domain::lots::Entry;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::{PaidSale, SaleKind};
use comptoir_journal::SignedRecord;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::customers::known_customer;
use crate::error::StoreError;
use crate::journal;
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

/// An entry of a counter that is made by hand: a gesture, a correction, points of a former program.
#[derive(Clone, Copy, Debug)]
pub struct AdjustCounter<'a> {
    /// Names the entry: entering it again changes nothing.
    pub key: Uuid,
    /// Whose counter.
    pub customer: CustomerId,
    /// Of which program.
    pub program: &'a ProgramId,
    /// Which counter.
    pub counter: &'a str,
    /// Given when above zero, taken when below.
    pub delta: Points,
    /// The business day.
    pub day: NaiveDate,
    /// The last day that what is given can be spent; for ever when none.
    pub expires: Option<NaiveDate>,
    /// Why; never empty.
    pub reason: &'a str,
    /// Who did it.
    pub operator: &'a str,
}

macro_rules! select_entries {
    ($rest:literal) => {
        concat!(
            "SELECT program, counter, key, day, delta, reverses, available, expires FROM counter_entry ",
            $rest,
            " ORDER BY program, counter, day, key"
        )
    };
}

impl Store {
    /// Gives all entries of a customer's counters of one program, by counter, day and key.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn counter_entries(
        &self,
        customer: CustomerId,
        program: &ProgramId,
    ) -> Result<Vec<(String, Entry)>, StoreError> {
        let mut statement = self.conn.prepare_cached(select_entries!("WHERE customer = ?1 AND program = ?2"))?;
        let entries =
            statement.query_map(params![Sql(customer), program.as_str()], |row| Ok((row.get(1)?, read_entry(row)?)))?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// Gives all entries of a customer's counters of all programs, by program, counter, day and key.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn counter_entries_of(&self, customer: CustomerId) -> Result<Vec<(ProgramId, String, Entry)>, StoreError> {
        let mut statement = self.conn.prepare_cached(select_entries!("WHERE customer = ?1"))?;
        let entries = statement.query_map([Sql(customer)], |row| Ok((get(row, 0)?, row.get(1)?, read_entry(row)?)))?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// Gives what a counter earned from one business day to another, both included: entries above zero,
    /// by hand as well, without what was taken back of them, whenever it was. What is given back of a
    /// spending is no earning.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn earned(
        &self,
        customer: CustomerId,
        program: &ProgramId,
        counter: &str,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Points, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT (SELECT coalesce(sum(delta), 0) FROM counter_entry
                     WHERE customer = ?1 AND program = ?2 AND counter = ?3 AND day BETWEEN ?4 AND ?5
                     AND delta > 0 AND reverses IS NULL)
                  + (SELECT coalesce(sum(back.delta), 0)
                     FROM counter_entry back CROSS JOIN counter_entry earning ON earning.key = back.reverses
                     WHERE back.customer = ?1 AND back.program = ?2 AND back.counter = ?3 AND back.day >= ?4
                     AND back.delta < 0 AND earning.day BETWEEN ?4 AND ?5)",
        )?;
        let values = params![Sql(customer), program.as_str(), counter, Sql(first), Sql(last)];
        Ok(statement.query_row(values, |row| get(row, 0))?)
    }

    /// Makes an entry by hand, with its records in the journal: all of it, or nothing. Tells whether it was
    /// made: an entry that is there already changes nothing, and its records are not appended.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoReason`], [`StoreError::Missing`] when the customer is unknown,
    /// [`StoreError::EntryKeyTaken`] when the key names an entry that says something else, and what
    /// [`Store::append_records`] fails with.
    pub fn adjust_counter(&mut self, adjust: &AdjustCounter<'_>, records: &[SignedRecord]) -> Result<bool, StoreError> {
        if adjust.reason.trim().is_empty() {
            return Err(StoreError::NoReason);
        }
        let till = self.shop.till.clone();
        self.write(|conn| {
            known_customer(conn, adjust.customer)?;
            if is_made(conn, adjust)? {
                return Ok(false);
            }
            insert_by_hand(conn, adjust)?;
            journal::append(conn, &till, records, None)?;
            Ok(true)
        })
    }
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        key: row.get(2)?,
        day: get(row, 3)?,
        delta: get(row, 4)?,
        reverses: row.get(5)?,
        available: get_opt(row, 6)?,
        expires: get_opt(row, 7)?,
    })
}

/// Tells whether an entry by hand is there already, the same in all that it says.
fn is_made(conn: &Connection, adjust: &AdjustCounter<'_>) -> Result<bool, StoreError> {
    let key = adjust.key.to_string();
    let mut statement = conn.prepare_cached(
        "SELECT customer = ?2 AND program = ?3 AND counter = ?4 AND delta = ?5 AND day = ?6 AND expires IS ?7
                AND reason IS ?8 AND operator IS ?9
         FROM counter_entry WHERE key = ?1",
    )?;
    let same = statement.query_row(
        params![
            key,
            Sql(adjust.customer),
            adjust.program.as_str(),
            adjust.counter,
            Sql(adjust.delta),
            Sql(adjust.day),
            adjust.expires.map(Sql),
            adjust.reason.trim(),
            adjust.operator,
        ],
        |row| row.get(0),
    );
    match same.optional()? {
        Some(false) => Err(StoreError::EntryKeyTaken { key }),
        found => Ok(found.is_some()),
    }
}

fn insert_by_hand(conn: &Connection, adjust: &AdjustCounter<'_>) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO counter_entry (key, customer, program, counter, delta, day, expires, reason, operator)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        adjust.key.to_string(),
        Sql(adjust.customer),
        adjust.program.as_str(),
        adjust.counter,
        Sql(adjust.delta),
        Sql(adjust.day),
        adjust.expires.map(Sql),
        adjust.reason.trim(),
        adjust.operator,
    ])?;
    Ok(())
}

/// The key of an entry of a sale: padded, so that the entries of one sale sort by their places.
fn entry_key(sale: SaleId, place: usize) -> String {
    format!("{sale}/counter/{place:04}")
}

/// Enters what a sale moves on counters.
pub(crate) fn post_counters(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    for (place, movement) in sale.movements.counters.iter().enumerate() {
        known_customer(conn, movement.customer)?;
        conn.prepare_cached(
            "INSERT INTO counter_entry (key, sale, customer, program, counter, delta, day, available, expires, reverses)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            entry_key(sale.stamp.id, place),
            sale_row,
            Sql(movement.customer),
            movement.program.as_str(),
            movement.counter,
            Sql(movement.delta),
            Sql(sale.stamp.business_day),
            movement.available.map(Sql),
            movement.expires.map(Sql),
            reversed_key(sale, movement),
        ])?;
    }
    Ok(())
}

fn reversed_key(sale: &PaidSale, movement: &CounterMovement) -> Option<String> {
    match &sale.kind {
        SaleKind::Refund { of, .. } => movement.reverses.map(|place| entry_key(*of, place)),
        SaleKind::Sale => None,
    }
}
