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
                " u LEFT JOIN ",
                $table,
                " t ON t.row = u.row
                 WHERE u.indexed IS NOT NULL AND u.indexed IS NOT t.words ORDER BY u.row"
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

/// How words that are no longer there leave an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forget {
    /// At once: nothing of an erased person stays. Each row costs a walk through all who share its first letters.
    AtOnce,
    /// They are struck out, and go with [`index_anew`]: thousands of rows cost little.
    Later,
}

/// Indexes what changed in the transaction that is about to be committed.
pub(crate) fn index_changes(conn: &Connection, forget: Forget) -> Result<(), StoreError> {
    let later = forget == Forget::Later;
    if later {
        secure(conn, false)?;
    }
    for index in [&PERSON, &ITEM] {
        let any: bool = conn.prepare_cached(index.any)?.query_row([], |row| row.get(0))?;
        if any {
            conn.prepare_cached(index.forget)?.execute([])?;
            for sql in [index.index, index.done] {
                conn.prepare_cached(sql)?.execute([])?;
            }
        }
    }
    if later { secure(conn, true) } else { Ok(()) }
}

/// Sets whether nothing stays in the index of persons of words that leave it.
fn secure(conn: &Connection, yes: bool) -> Result<(), StoreError> {
    let sql = "INSERT INTO person_search (person_search, rank) VALUES ('secure-delete', ?1)";
    conn.prepare_cached(sql)?.execute([yes])?;
    Ok(())
}

/// Makes the index of persons anew from what is there: nothing that was struck out stays in it.
pub(crate) fn index_anew(conn: &Connection) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO person_search (person_search) VALUES ('rebuild')")?.execute([])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::testing::{customer, item, memory};

    fn found(store: &Store, typed: &str) -> usize {
        store.search_customers(typed, 99).unwrap().len()
    }

    /// Compares the indexes with what they were made from.
    fn check(store: &Store) {
        for index in ["person_search", "item_search"] {
            let sql = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
            store.conn.execute(&sql, []).unwrap();
        }
        let sql = "SELECT count(*) FROM (SELECT row FROM unindexed_person UNION ALL SELECT row FROM unindexed_item)";
        let left: i64 = store.conn.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
    }

    #[test]
    fn what_is_written_twice_refused_or_put_back_in_one_transaction_is_indexed_as_it_is_in_the_end() {
        let mut store = memory();
        store.put_customer(&customer(1, "Lefèvre", "Claire")).unwrap();
        store.put_customer(&customer(2, "Moreau", "Luc")).unwrap();
        store.put_item(&item("CH-01", "Chemise Oxford")).unwrap();
        check(&store);
        let done: Result<(), StoreError> = store.bulk(|store| {
            store.put_customer(&customer(1, "Durand", "Claire"))?;
            store.put_customer(&customer(1, "Petit", "Claire"))?;
            store.put_customer(&customer(2, "Roux", "Luc"))?;
            store.put_customer(&customer(2, "Moreau", "Luc"))?;
            store.put_customer(&customer(3, "Girard", "Zoé"))?;
            store.put_customer(&customer(3, "Morel", "Zoé"))?;
            let mut refused = customer(4, "Leroy", "Paul");
            refused.cards = vec!["A".into(), "a".into()];
            store.put_customer(&refused).unwrap_err();
            store.put_item(&item("CH-01", "Chemise blanche"))?;
            assert_eq!(found(store, "lefevre"), 1, "searches wait for the end");
            Ok(())
        });
        done.unwrap();
        check(&store);
        for (typed, expected) in [
            ("lefevre", 0),
            ("durand", 0),
            ("petit", 1),
            ("roux", 0),
            ("moreau", 1),
            ("girard", 0),
            ("morel", 1),
            ("leroy", 0),
        ] {
            assert_eq!(found(&store, typed), expected, "{typed}");
        }
        assert_eq!(store.search_items("oxford", 9).unwrap(), []);
        assert_eq!(store.search_items("blanche", 9).unwrap().len(), 1);
    }

    #[test]
    fn what_is_given_up_is_not_indexed_later() {
        let mut store = memory();
        let failed: Result<(), StoreError> = store.bulk(|store| {
            store.put_customer(&customer(1, "Lefèvre", "Claire"))?;
            Err(StoreError::DiskFull)
        });
        failed.unwrap_err();
        store.put_customer(&customer(2, "Moreau", "Luc")).unwrap();
        check(&store);
        assert_eq!((found(&store, "lefevre"), found(&store, "moreau")), (0, 1));
    }
}
