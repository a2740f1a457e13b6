//! Sales set aside while the next customer is served.

use chrono::{DateTime, FixedOffset};
use comptoir_domain::draft::Draft;
use comptoir_domain::id::CustomerId;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::sql::{Sql, get};
use crate::store::Store;

/// The format of a draft's body: JSON of [`Draft`].
const BODY_FORMAT: i64 = 1;

/// A sale set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Names it.
    pub id: i64,
    /// What the cashier called it.
    pub label: String,
    /// When it was set aside.
    pub at: DateTime<FixedOffset>,
    /// The sale.
    pub draft: Draft,
}

impl Store {
    /// Sets a sale aside, and gives its id.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn park(&mut self, label: &str, draft: &Draft, at: DateTime<FixedOffset>) -> Result<i64, StoreError> {
        let body = serde_json::to_string(draft).map_err(|e| StoreError::Unstorable { detail: e.to_string() })?;
        self.write(|conn| {
            conn.prepare_cached("INSERT INTO parked (label, at, format, body) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![label, Sql(at), BODY_FORMAT, body])?;
            Ok(conn.last_insert_rowid())
        })
    }

    /// Gives the sales set aside, oldest first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn parked(&self) -> Result<Vec<Parked>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT id, label, at, format, body FROM parked ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut parked = Vec::new();
        while let Some(row) = rows.next()? {
            parked.push(read_parked(row)?);
        }
        Ok(parked)
    }

    /// Takes a sale that was set aside: it is read and removed in one. Nothing when it was taken already.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn take_parked(&mut self, id: i64) -> Result<Option<Parked>, StoreError> {
        self.write(|conn| {
            let mut statement = conn.prepare_cached("SELECT id, label, at, format, body FROM parked WHERE id = ?1")?;
            let parked = statement.query_row([id], |row| Ok(read_parked(row))).optional()?.transpose()?;
            remove(conn, id)?;
            Ok(parked)
        })
    }
}

/// Removes a sale that was set aside, if it is there.
pub(crate) fn remove(conn: &Connection, id: i64) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM parked WHERE id = ?1")?.execute([id])?;
    Ok(())
}

fn read_parked(row: &Row<'_>) -> Result<Parked, StoreError> {
    let id: i64 = row.get(0)?;
    let format: i64 = row.get(3)?;
    if format != BODY_FORMAT {
        return Err(StoreError::Damaged { detail: format!("parked sale {id}: unknown format {format}") });
    }
    let body = row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?;
    let draft = serde_json::from_str(body)
        .map_err(|error| StoreError::Damaged { detail: format!("parked sale {id}: {error}") })?;
    Ok(Parked { id, label: row.get(1)?, at: get(row, 2)?, draft })
}

/// Takes a customer out of the sales set aside, as the person is erased.
pub(crate) fn forget(conn: &Connection, customer: CustomerId) -> Result<(), StoreError> {
    let sql = "UPDATE parked SET body = json_remove(body, '$.customer')
               WHERE json_extract(body, '$.customer.id') = ?1";
    conn.prepare_cached(sql)?.execute([customer.to_string()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use comptoir_domain::draft::PriceSource;
    use comptoir_domain::quantity::Quantity;

    use super::*;
    use crate::testing::{instant, item, memory, sale_id};

    #[test]
    fn a_sale_set_aside_is_taken_once() {
        let mut store = memory();
        let mut draft = Draft::open(sale_id(1));
        draft.add(item("CH-01", "Chemise"), Quantity::ONE, PriceSource::List).unwrap();
        let id = store.park("Mme Lefèvre", &draft, instant(1)).unwrap();
        let other = store.park("sans nom", &Draft::open(sale_id(2)), instant(1)).unwrap();
        let expected = Parked { id, label: "Mme Lefèvre".into(), at: instant(1), draft };
        assert_eq!(store.parked().unwrap()[0], expected);
        assert_eq!(store.take_parked(id).unwrap(), Some(expected));
        assert_eq!(store.take_parked(id).unwrap(), None);
        assert_eq!(store.parked().unwrap().iter().map(|parked| parked.id).collect::<Vec<_>>(), [other]);
    }
}
