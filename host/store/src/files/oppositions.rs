//! Addresses that may not be written to, whoever brings them: they outlive the file, and no import brings
//! them back (GDPR, article 21; code des postes et des communications électroniques, article L34-5).
//! Kept are digests, so that the list itself holds nobody's address.

use chrono::{DateTime, FixedOffset};
use comptoir_domain::customer::Channel;
use rusqlite::params;
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::sql::{Sql, get};
use crate::store::Store;

/// An address that may not be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opposition {
    /// By which channel.
    pub channel: Channel,
    /// The start of the digest, to tell them apart.
    pub digest: String,
    /// Since when.
    pub at: DateTime<FixedOffset>,
    /// Why.
    pub reason: String,
}

impl Store {
    /// Notes that an address may not be written to. The address is told in its one spelling: E.164, an e-mail
    /// address in small letters, a postal address as the caller always writes it. Tells whether it is new.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn oppose(
        &mut self,
        channel: Channel,
        address: &str,
        reason: &str,
        at: DateTime<FixedOffset>,
    ) -> Result<bool, StoreError> {
        self.write(|conn| {
            let sql =
                "INSERT INTO opposition (channel, digest, at, reason) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
            let values = params![Sql(channel), digest(channel, address), Sql(at), reason];
            Ok(conn.prepare_cached(sql)?.execute(values)? > 0)
        })
    }

    /// Takes an address off the list: the person asked for it. Tells whether it was there.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn lift_opposition(&mut self, channel: Channel, address: &str) -> Result<bool, StoreError> {
        self.write(|conn| {
            let sql = "DELETE FROM opposition WHERE channel = ?1 AND digest = ?2";
            Ok(conn.prepare_cached(sql)?.execute(params![Sql(channel), digest(channel, address)])? > 0)
        })
    }

    /// Tells whether an address may not be written to.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn is_opposed(&self, channel: Channel, address: &str) -> Result<bool, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT 1 FROM opposition WHERE channel = ?1 AND digest = ?2")?;
        Ok(statement.exists(params![Sql(channel), digest(channel, address)])?)
    }

    /// Gives the list, the newest first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn oppositions(&self, limit: usize) -> Result<Vec<Opposition>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT channel, lower(hex(substr(digest, 1, 4))), at, reason FROM opposition ORDER BY at DESC, digest LIMIT ?1",
        )?;
        let list = statement.query_map([Sql(limit)], |row| {
            Ok(Opposition { channel: get(row, 0)?, digest: row.get(1)?, at: get(row, 2)?, reason: row.get(3)? })
        })?;
        Ok(list.collect::<Result<_, _>>()?)
    }
}

fn digest(channel: Channel, address: &str) -> Vec<u8> {
    Sha256::new().chain_update(channel.name()).chain_update([0]).chain_update(address).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{dump, instant, memory};

    #[test]
    fn an_opposed_address_is_known_again_and_stands_nowhere() {
        let mut store = memory();
        assert!(store.oppose(Channel::Sms, "+33612345678", "STOP", instant(1)).unwrap());
        assert!(!store.oppose(Channel::Sms, "+33612345678", "encore", instant(2)).unwrap(), "once is enough");
        assert!(store.is_opposed(Channel::Sms, "+33612345678").unwrap());
        assert!(!store.is_opposed(Channel::Sms, "+33612345679").unwrap());
        assert!(!store.is_opposed(Channel::Email, "+33612345678").unwrap());
        assert!(!dump(&store).contains("612345678"));
        let list = store.oppositions(9).unwrap();
        assert_eq!((list.len(), list[0].reason.as_str(), list[0].at), (1, "STOP", instant(1)));
        assert!(store.lift_opposition(Channel::Sms, "+33612345678").unwrap());
        assert!(!store.lift_opposition(Channel::Sms, "+33612345678").unwrap());
        assert!(!store.is_opposed(Channel::Sms, "+33612345678").unwrap());
    }
}
