//! The records of the journal: kept as they were signed, in gapless chains.

use std::ops::ControlFlow;

use comptoir_domain::id::{SaleId, TillId};
use comptoir_domain::sale::ReceiptNumber;
use comptoir_journal::{Family, Head, Heads, SignedRecord};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::commit::check_next;
use crate::error::{Series, StoreError};
use crate::sql::{Sql, get};
use crate::store::Store;

macro_rules! select_records {
    ($rest:literal) => {
        concat!(
            "SELECT till, family, sequence, format, payload, previous, signature, key_id FROM journal_record ",
            $rest
        )
    };
}

impl Store {
    /// Gives the last record of each family of this till.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn heads(&self) -> Result<Heads, StoreError> {
        let mut heads = Heads::new();
        for family in Family::ALL {
            if let Some(head) = head(&self.conn, &self.shop.till, family)? {
                heads.insert(family, head);
            }
        }
        Ok(heads)
    }

    /// Appends records that belong to no sale.
    ///
    /// # Errors
    ///
    /// [`StoreError::SequenceTaken`], [`StoreError::SequenceGap`], [`StoreError::OtherTill`] or
    /// [`StoreError::ChainBroken`] when a record does not follow the last one of its family.
    pub fn append_records(&mut self, records: &[SignedRecord]) -> Result<(), StoreError> {
        let till = self.shop.till.clone();
        self.write(|conn| append(conn, &till, records, None))
    }

    /// Gives all records to `visit`, as [`Store::every_record`] does, until it breaks.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn records(&self, visit: &mut dyn FnMut(SignedRecord) -> ControlFlow<()>) -> Result<(), StoreError> {
        for record in self.every_record() {
            if visit(record?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Gives all records, by till and family, in the order of their chains. They are read in pages, so
    /// that a journal of years fits.
    pub fn every_record(&self) -> impl Iterator<Item = Result<SignedRecord, StoreError>> {
        Records { conn: &self.conn, page: Vec::new().into_iter(), last: None, over: false }
    }

    /// Finds a record by its place.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn record(&self, family: Family, sequence: u64) -> Result<Option<SignedRecord>, StoreError> {
        let sql = select_records!("WHERE till = ?1 AND family = ?2 AND sequence = ?3");
        one(&self.conn, sql, params![self.shop.till.as_str(), Sql(family), Sql(sequence)])
    }

    /// Gives the last record of a family.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn last_record(&self, family: Family) -> Result<Option<SignedRecord>, StoreError> {
        let sql = select_records!("WHERE till = ?1 AND family = ?2 ORDER BY sequence DESC LIMIT 1");
        one(&self.conn, sql, params![self.shop.till.as_str(), Sql(family)])
    }

    /// Gives the record that a paid sale or refund was signed with.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn sale_record(&self, sale: SaleId) -> Result<Option<SignedRecord>, StoreError> {
        let sql = select_records!("WHERE sale = (SELECT row FROM sale WHERE id = ?1) AND family = ?2");
        one(&self.conn, sql, params![Sql(sale), Sql(Family::Sale)])
    }

    /// Gives the record that the sale or refund of a receipt was signed with.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn sale_record_by_number(&self, number: &ReceiptNumber) -> Result<Option<SignedRecord>, StoreError> {
        let sql =
            select_records!("WHERE sale = (SELECT row FROM sale WHERE till = ?1 AND sequence = ?2) AND family = ?3");
        one(&self.conn, sql, params![number.till.as_str(), Sql(number.sequence), Sql(Family::Sale)])
    }
}

/// How many records are read at once.
const PAGE: usize = 256;

/// Records that are read page by page.
struct Records<'a> {
    conn: &'a Connection,
    page: std::vec::IntoIter<SignedRecord>,
    last: Option<(TillId, Family, u64)>,
    over: bool,
}

impl Records<'_> {
    fn read_page(&self) -> Result<Vec<SignedRecord>, StoreError> {
        let (till, family, sequence) = match &self.last {
            Some((till, family, sequence)) => (till.as_str(), family.code(), *sequence),
            None => ("", "", 0),
        };
        let sql =
            select_records!("WHERE (till, family, sequence) > (?1, ?2, ?3) ORDER BY till, family, sequence LIMIT ?4");
        let mut statement = self.conn.prepare_cached(sql)?;
        let records = statement.query_map(params![till, family, Sql(sequence), Sql(PAGE)], read_record)?;
        Ok(records.collect::<Result<_, _>>()?)
    }
}

impl Iterator for Records<'_> {
    type Item = Result<SignedRecord, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.len() == 0 && !self.over {
            match self.read_page() {
                Ok(page) => {
                    self.over = page.len() < PAGE;
                    self.page = page.into_iter();
                }
                Err(error) => {
                    self.over = true;
                    return Some(Err(error));
                }
            }
        }
        let record = self.page.next()?;
        self.last = Some((record.till.clone(), record.family, record.sequence));
        Some(Ok(record))
    }
}

/// Appends records, each of which must follow the last one of its family.
pub(crate) fn append(
    conn: &Connection,
    till: &TillId,
    records: &[SignedRecord],
    sale: Option<i64>,
) -> Result<(), StoreError> {
    for record in records {
        if record.till != *till {
            return Err(StoreError::OtherTill { expected: till.clone(), found: record.till.clone() });
        }
        let last = head(conn, till, record.family)?;
        let next = last.as_ref().map_or(1, |head| head.sequence + 1);
        check_next(Series::Journal(record.family), record.sequence, next)?;
        if record.previous != last.map(|head| head.signature) {
            return Err(StoreError::ChainBroken { family: record.family, sequence: record.sequence });
        }
        insert(conn, record, sale)?;
    }
    Ok(())
}

fn insert(conn: &Connection, record: &SignedRecord, sale: Option<i64>) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO journal_record (till, family, sequence, format, payload, previous, signature, key_id, sale)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        record.till.as_str(),
        Sql(record.family),
        Sql(record.sequence),
        record.format,
        record.payload,
        record.previous,
        record.signature,
        record.key_id,
        sale,
    ])?;
    Ok(())
}

fn head(conn: &Connection, till: &TillId, family: Family) -> Result<Option<Head>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT sequence, signature FROM journal_record WHERE till = ?1 AND family = ?2 ORDER BY sequence DESC LIMIT 1",
    )?;
    let head = statement.query_row(params![till.as_str(), Sql(family)], |row| {
        Ok(Head { sequence: get(row, 0)?, signature: row.get(1)? })
    });
    Ok(head.optional()?)
}

fn one(conn: &Connection, sql: &str, key: impl Params) -> Result<Option<SignedRecord>, StoreError> {
    Ok(conn.prepare_cached(sql)?.query_row(key, read_record).optional()?)
}

fn read_record(row: &Row<'_>) -> rusqlite::Result<SignedRecord> {
    Ok(SignedRecord {
        till: get(row, 0)?,
        family: get(row, 1)?,
        sequence: get(row, 2)?,
        format: row.get(3)?,
        payload: row.get(4)?,
        previous: row.get(5)?,
        signature: row.get(6)?,
        key_id: row.get(7)?,
    })
}

#[cfg(test)]
mod tests {
    use comptoir_journal::{Chain, Signer};

    use super::*;
    use crate::testing::memory;

    fn filled(events: u64) -> (Store, Vec<SignedRecord>) {
        let mut store = memory();
        let signer = Signer::generate(TillId::new("C1"), [7; 32]);
        let mut chain = Chain::new(&signer, Heads::new());
        let events = (0..events).map(|n| (Family::TechnicalEvent, n)).chain([(Family::Sale, 0)]);
        let records: Vec<_> = events.map(|(family, n)| chain.sign(family, format!("n={n}\n").into_bytes())).collect();
        store.append_records(&records).unwrap();
        assert_eq!(&store.heads().unwrap(), chain.heads());
        (store, records)
    }

    #[test]
    fn records_come_back_as_they_were_signed_over_several_pages() {
        let (store, records) = filled(u64::try_from(PAGE).unwrap() * 2 + 3);
        let read: Vec<SignedRecord> = store.every_record().collect::<Result<_, _>>().unwrap();
        assert_eq!(read, records);
        assert_eq!(store.last_record(Family::TechnicalEvent).unwrap().as_ref(), records.iter().nth_back(1));
        assert_eq!(store.record(Family::TechnicalEvent, 7).unwrap().as_ref(), records.get(6));
        assert_eq!(store.record(Family::Duplicate, 1).unwrap(), None);
        let mut seen = 0;
        let stop_at_five = &mut |_| {
            seen += 1;
            if seen == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        store.records(stop_at_five).unwrap();
        assert_eq!(seen, 5);
    }

    #[test]
    fn records_that_do_not_follow_are_refused_together() {
        let (mut store, _) = filled(2);
        let signer = Signer::generate(TillId::new("C1"), [7; 32]);
        let mut chain = Chain::new(&signer, store.heads().unwrap());
        let good = chain.sign(Family::Sale, b"n=1\n".to_vec());
        chain.sign(Family::Sale, b"n=2\n".to_vec());
        let after_gap = chain.sign(Family::Sale, b"n=3\n".to_vec());
        let series = Series::Journal(Family::Sale);
        let gap = StoreError::SequenceGap { series, found: 4, next: 3 };
        assert_eq!(store.append_records(&[good, after_gap]), Err(gap));
        assert_eq!(store.heads().unwrap()[&Family::Sale].sequence, 1);
    }
}
