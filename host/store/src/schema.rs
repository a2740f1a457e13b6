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

const THIRD: &str = include_str!("schema/0003_customers.sql");

const FOURTH: &str = include_str!("schema/0004_mergers.sql");

const FIFTH: &str = include_str!("schema/0005_statistics.sql");

const SIXTH: &str = include_str!("schema/0006_price_lists.sql");

const SEVENTH: &str = include_str!("schema/0007_orders.sql");

const EIGHTH: &str = include_str!("schema/0008_vat_regimes.sql");

const NINTH: &str = include_str!("schema/0009_item_batches.sql");

const TENTH: &str = include_str!("schema/0010_orders_of_the_list.sql");

const STEPS: &[M<'static>] = &[
    M::up(FIRST),
    M::up(SECOND),
    M::up(THIRD),
    M::up(FOURTH),
    M::up(FIFTH),
    M::up(SIXTH),
    M::up(SEVENTH),
    M::up(EIGHTH),
    M::up(NINTH),
    M::up(TENTH),
];

/// The version since which statistics are counted as they are now: that of the last step that added some.
const STATISTICS_SINCE: i64 = 5;

/// What `PRAGMA application_id` says of a shop's file: "Comp".
const APPLICATION: i64 = 0x436F_6D70;

/// Tables that refuse UPDATE and DELETE.
#[cfg(test)]
pub(crate) const APPEND_ONLY: [&str; 14] = [
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
    "account_match",
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

/// Brings the file to the newest schema. Tells whether statistics are to be counted anew: their columns
/// are younger than the file.
pub(crate) fn migrate(conn: &mut Connection) -> Result<bool, StoreError> {
    let before: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let migrations = Migrations::from_slice(STEPS);
    migrations.to_latest(conn).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => StoreError::from(err),
        other => StoreError::Database { detail: other.to_string() },
    })?;
    Ok((1..STATISTICS_SINCE).contains(&before))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use comptoir_domain::id::ProgramId;
    use comptoir_domain::ledger::{Basis, CounterMovement};
    use comptoir_domain::quantity::Points;
    use comptoir_domain::refund::Asked;

    use super::*;
    use crate::programs::{Basis as Prices, Combine, ProgramRow};
    use crate::store::{DATABASE_FILE, Store};
    use crate::testing::{commit, customer, dump, furnish, item, refund_of, sale, shop};

    #[test]
    fn the_migrations_are_valid() {
        Migrations::from_slice(STEPS).validate().unwrap();
    }

    fn earned(customer: comptoir_domain::id::CustomerId, points: i64) -> CounterMovement {
        CounterMovement {
            customer,
            program: ProgramId::new("points"),
            counter: "points".into(),
            delta: Points::from_ten_thousandths(points),
            basis: Basis::Earned(Vec::new()),
            reverses: None,
            available: None,
            expires: None,
        }
    }

    fn program() -> ProgramRow {
        ProgramRow {
            id: ProgramId::new("points"),
            policy: "loyalty-spend".into(),
            version: "1.0.0".into(),
            digest: "sha256:00".into(),
            engine: "rhai".into(),
            package: "loyalty-spend-1.0.0".into(),
            settings: "{}".into(),
            enabled: true,
            position: 1,
            from: None,
            until: None,
            breaker: "{}".into(),
            basis: Prices::Remainder,
            pool: None,
            combine: Combine::Stack,
        }
    }

    /// A shop with rows in all tables that a migration changes, and nothing that version 1 could not hold.
    fn furnished(dir: &Path) -> Store {
        let mut store = Store::create(dir, &shop()).unwrap();
        furnish(&mut store);
        store.put_item(&item("CH-01", "Chemise Oxford")).unwrap();
        store.put_program(&program()).unwrap();
        let claire = customer(1, "Lefèvre", "Claire");
        store.put_customer(&claire).unwrap();
        let mut paid = sale(&store, Some(&claire), 1, &[(4_990, "2")]);
        paid.movements.counters = (1..=12).map(|points| earned(claire.id, points)).collect();
        commit(&mut store, &paid).unwrap();
        let back = refund_of(&store, &paid, 3, &Asked::Whole).unwrap();
        commit(&mut store, &back).unwrap();
        store
    }

    /// Writes what a shop holds as version 1 would have written it.
    fn as_version_1(shop: &Path, old: &Path) {
        let conn = Connection::open(old.join(DATABASE_FILE)).unwrap();
        conn.execute_batch(FIRST).unwrap();
        conn.execute_batch("PRAGMA user_version = 1; PRAGMA foreign_keys = OFF;").unwrap();
        conn.execute("ATTACH ?1 AS shop", [shop.join(DATABASE_FILE).to_str().unwrap()]).unwrap();
        let sql = "SELECT t.name, group_concat('\"' || c.name || '\"') FROM main.sqlite_schema t, pragma_table_info(t.name) c
                   WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '%_search%' GROUP BY t.name";
        let mut statement = conn.prepare(sql).unwrap();
        let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        for (table, columns) in tables.map(|table: rusqlite::Result<(String, String)>| table.unwrap()) {
            let bare_key = "substr(key, 1, 45) || CAST(substr(key, 46) AS INTEGER)";
            let taken = if table == "counter_entry" { columns.replace("\"key\"", bare_key) } else { columns.clone() };
            let sql = format!("INSERT INTO main.{table} ({columns}) SELECT {taken} FROM shop.{table}");
            conn.execute(&sql, []).unwrap();
        }
        for index in ["person_search", "item_search"] {
            conn.execute(&format!("INSERT INTO main.{index} ({index}) VALUES ('rebuild')"), []).unwrap();
        }
    }

    #[test]
    fn a_shop_of_version_1_is_carried_over_whole() {
        let (dir, old) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = furnished(dir.path());
        let expected = dump(&store);
        drop(store);
        as_version_1(dir.path(), old.path());
        let conn = Connection::open(old.path().join(DATABASE_FILE)).unwrap();
        let first: String = conn.query_row("SELECT min(key) FROM counter_entry", [], |row| row.get(0)).unwrap();
        assert!(first.ends_with("/counter/0") && expected.contains("counter_entry: "), "{first}");
        drop(conn);

        let mut store = Store::open(old.path()).unwrap();
        assert_eq!(dump(&store), expected, "with days, reversals and padded keys");
        assert_eq!(store.search_items("oxf", 9).unwrap(), [item("CH-01", "Chemise Oxford")]);
        assert_eq!(store.search_customers("lefe", 9).unwrap(), [customer(1, "Lefèvre", "Claire")]);
        let refused = store.conn.execute("DELETE FROM counter_entry", []).unwrap_err().to_string();
        assert!(refused.contains("counter_entry: append-only"), "{refused}");
        let next = sale(&store, None, 4, &[(100, "1")]);
        commit(&mut store, &next).unwrap();
        let broken: i64 =
            store.conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
        assert_eq!(broken, 0);
    }
}
