//! The search indexes: whatever changes in a transaction is indexed at its end, all at once.
//!
//! An index that is written row by row ends up in as many pieces, which it then merges again and again:
//! SQLite makes it write one at each savepoint, and each customer of an import is one.

use rusqlite::{Connection, params};

use crate::error::StoreError;

/// Something that is found by words.
#[derive(Clone, Copy)]
pub(crate) enum Searched {
    Person,
    Item,
}

/// Rows whose words may have changed in this transaction, with the words that the index knows them by.
pub(crate) const TABLES: &str = "
    CREATE TEMP TABLE unindexed_person (row INTEGER PRIMARY KEY, indexed TEXT) STRICT;
    CREATE TEMP TABLE unindexed_item (row INTEGER PRIMARY KEY, indexed TEXT) STRICT;";

/// The statements of one index.
struct Statements {
    note: &'static str,
    any: &'static str,
    forget: &'static str,
    index: &'static str,
    done: &'static str,
}

macro_rules! statements {
    ($table:literal) => {
        Statements {
            note: concat!("INSERT OR IGNORE INTO unindexed_", $table, " (row, indexed) VALUES (?1, ?2)"),
            any: concat!("SELECT EXISTS (SELECT 1 FROM unindexed_", $table, ")"),
            forget: concat!(
                "INSERT INTO ",
                $table,
                "_search (",
                $table,
                "_search, rowid, words)
                 SELECT 'delete', u.row, u.indexed FROM unindexed_",
                $table,
                " u JOIN ",
                $table,
                " t ON t.row = u.row
                 WHERE u.indexed <> t.words ORDER BY u.row"
            ),
            index: concat!(
                "INSERT INTO ",
                $table,
                "_search (rowid, words)
                 SELECT u.row, t.words FROM unindexed_",
                $table,
                " u JOIN ",
                $table,
                " t ON t.row = u.row
                 WHERE u.indexed IS NOT t.words ORDER BY u.row"
            ),
            done: concat!("DELETE FROM unindexed_", $table),
        }
    };
}

const PERSON: Statements = statements!("person");
const ITEM: Statements = statements!("item");

impl Searched {
    const fn statements(self) -> &'static Statements {
        match self {
            Self::Person => &PERSON,
            Self::Item => &ITEM,
        }
    }

    /// Notes that a row is new or about to change, with its words before the change.
    pub(crate) fn note(self, conn: &Connection, row: i64, words: Option<&str>) -> Result<(), StoreError> {
        conn.prepare_cached(self.statements().note)?.execute(params![row, words])?;
        Ok(())
    }
}

/// Indexes what changed in the transaction that is about to be committed.
pub(crate) fn index_changes(conn: &Connection) -> Result<(), StoreError> {
    for index in [&PERSON, &ITEM] {
        let any: bool = conn.prepare_cached(index.any)?.query_row([], |row| row.get(0))?;
        if any {
            for sql in [index.forget, index.index, index.done] {
                conn.prepare_cached(sql)?.execute([])?;
            }
        }
    }
    Ok(())
}
