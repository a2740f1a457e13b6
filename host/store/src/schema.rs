//! The schema: its migrations, and the tables that only ever grow.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::error::StoreError;

const FIRST: &str = concat!(
    include_str!("schema/0001_shop.sql"),
    include_str!("schema/0001_items.sql"),
    include_str!("schema/0001_customers.sql"),
    include_str!("schema/0001_sales.sql"),
    include_str!("schema/0001_ledgers.sql"),
    include_str!("schema/0001_journal.sql"),
    include_str!("schema/0001_work.sql"),
);

const SECOND: &str = include_str!("schema/0002_programs.sql");

const STEPS: &[M<'static>] = &[M::up(FIRST), M::up(SECOND)];

/// What `PRAGMA application_id` says of a shop's file: "Comp".
const APPLICATION: i64 = 0x436F_6D70;

/// Tables that refuse UPDATE and DELETE.
#[cfg(test)]
pub(crate) const APPEND_ONLY: [&str; 13] = [
    "shop",
    "sale",
    "sale_line",
    "sale_discount",
    "sale_tender",
    "sale_vat",
    "sale_program",
    "offer_event",
    "counter_entry",
    "credit",
    "credit_entry",
    "account_entry",
    "journal_record",
];

/// Tells whether the file is one of ours and not newer than this program.
pub(crate) fn check(conn: &Connection, dir: &std::path::Path) -> Result<(), StoreError> {
    let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if pragma("application_id")? != APPLICATION {
        return Err(StoreError::NotAShop { dir: dir.into() });
    }
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found = pragma("user_version")?;
    if found > known { Err(StoreError::TooNew { found, known }) } else { Ok(()) }
}

/// Brings the file to the newest schema.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let migrations = Migrations::from_slice(STEPS);
    migrations.to_latest(conn).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => StoreError::Database { detail: other.to_string() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_valid() {
        Migrations::from_slice(STEPS).validate().unwrap();
    }
}
