//! Small settings of the till, and digests of compiled policies: a key and a value.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Gives a setting; nothing when it was never set.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        value(&self.conn, "SELECT value FROM setting WHERE key = ?1", key)
    }

    /// Sets a setting.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2)
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.write(|conn| set(conn, sql, key, value))
    }

    /// Gives the digest of a compiled policy, by the name it is kept under.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn blob_digest(&self, name: &str) -> Result<Option<String>, StoreError> {
        value(&self.conn, "SELECT digest FROM blob_digest WHERE name = ?1", name)
    }

    /// Notes the digest of a compiled policy.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn set_blob_digest(&mut self, name: &str, digest: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO blob_digest (name, digest) VALUES (?1, ?2)
                   ON CONFLICT (name) DO UPDATE SET digest = excluded.digest";
        self.write(|conn| set(conn, sql, name, digest))
    }
}

fn value(conn: &Connection, sql: &str, key: &str) -> Result<Option<String>, StoreError> {
    Ok(conn.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
}

fn set(conn: &Connection, sql: &str, key: &str, value: &str) -> Result<(), StoreError> {
    conn.prepare_cached(sql)?.execute(params![key, value])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::testing::memory;

    #[test]
    fn a_setting_is_read_as_it_was_last_set() {
        let mut store = memory();
        assert_eq!(store.setting("printer").unwrap(), None);
        store.set_setting("printer", "tcp:1.2.3.4").unwrap();
        store.set_setting("printer", "file:/tmp/p").unwrap();
        store.set_blob_digest("printer", "sha256:00").unwrap();
        assert_eq!(store.setting("printer").unwrap().as_deref(), Some("file:/tmp/p"));
        assert_eq!(store.blob_digest("printer").unwrap().as_deref(), Some("sha256:00"));
    }
}
