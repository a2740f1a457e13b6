//! The print queue: papers wait here until the printer has them, also over a restart.

use chrono::{DateTime, FixedOffset};
use comptoir_domain::id::TillId;
use comptoir_domain::sale::ReceiptNumber;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::{Noun, StoreError};
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

/// A paper to be queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPrint {
    /// The document, as JSON.
    pub document: String,
    /// The receipt's number, when it is a receipt.
    pub number: Option<ReceiptNumber>,
    /// 0 for the original, k for DUPLICATA n° k.
    pub copy: u32,
}

/// A paper in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintJob {
    /// Its place in the queue.
    pub id: i64,
    /// The document, as JSON; empty once it is printed.
    pub document: String,
    /// The receipt's number, when it is a receipt.
    pub number: Option<ReceiptNumber>,
    /// 0 for the original, k for DUPLICATA n° k.
    pub copy: u32,
    /// How often the printer was tried.
    pub attempts: u32,
    /// Why it did not print the last time.
    pub last_error: Option<String>,
    /// When it was queued.
    pub queued_at: DateTime<FixedOffset>,
    /// When it was printed.
    pub done_at: Option<DateTime<FixedOffset>>,
}

macro_rules! select_jobs {
    ($rest:literal) => {
        concat!(
            "SELECT id, document, till, sequence, copy, attempts, last_error, queued_at, done_at FROM print_job ",
            $rest
        )
    };
}

impl Store {
    /// Queues a paper, and gives its place.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn enqueue_print(&mut self, print: &NewPrint, at: DateTime<FixedOffset>) -> Result<i64, StoreError> {
        self.write(|conn| enqueue(conn, print, at))
    }

    /// Gives the papers that are not printed yet, oldest first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn pending_prints(&self) -> Result<Vec<PrintJob>, StoreError> {
        let mut statement = self.conn.prepare_cached(select_jobs!("WHERE done_at IS NULL ORDER BY id"))?;
        let jobs = statement.query_map([], read_job)?;
        Ok(jobs.collect::<Result<_, _>>()?)
    }

    /// Gives the paper that is to be printed next.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn next_print(&self) -> Result<Option<PrintJob>, StoreError> {
        let mut statement = self.conn.prepare_cached(select_jobs!("WHERE done_at IS NULL ORDER BY id LIMIT 1"))?;
        Ok(statement.query_row([], read_job).optional()?)
    }

    /// Counts the papers that are not printed yet.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn count_pending_prints(&self) -> Result<usize, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM print_job WHERE done_at IS NULL")?;
        let count: i64 = statement.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Finds a paper of the queue, printed or not.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn print_job(&self, id: i64) -> Result<Option<PrintJob>, StoreError> {
        let mut statement = self.conn.prepare_cached(select_jobs!("WHERE id = ?1"))?;
        Ok(statement.query_row([id], read_job).optional()?)
    }

    /// Tells whether the original of a receipt was ever queued, printed since or not.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn was_original_queued(&self, number: &ReceiptNumber) -> Result<bool, StoreError> {
        // From the newest on: what a cashier asks for was mostly sold a moment ago.
        let sql = "SELECT 1 FROM print_job WHERE sequence = ?2 AND till = ?1 AND copy = 0 ORDER BY id DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let found = statement.query_row(params![number.till.as_str(), Sql(number.sequence)], |_| Ok(()));
        Ok(found.optional()?.is_some())
    }

    /// Notes that the printer did not print a paper.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when it is not in the queue.
    pub fn print_attempted(&mut self, id: i64, error: &str, at: DateTime<FixedOffset>) -> Result<(), StoreError> {
        let sql = "UPDATE print_job SET attempts = attempts + 1, last_error = ?2, attempted_at = ?3 WHERE id = ?1";
        self.write(|conn| changed(conn.prepare_cached(sql)?.execute(params![id, error, Sql(at)])?, id))
    }

    /// Notes that a paper is printed. Its document is not kept: the sale tells it again.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when it is not in the queue.
    pub fn print_done(&mut self, id: i64, at: DateTime<FixedOffset>) -> Result<(), StoreError> {
        let sql = "UPDATE print_job SET attempts = attempts + 1, last_error = NULL, attempted_at = ?2, done_at = ?2,
                   document = '' WHERE id = ?1";
        self.write(|conn| changed(conn.prepare_cached(sql)?.execute(params![id, Sql(at)])?, id))
    }
}

/// Queues a paper.
pub(crate) fn enqueue(conn: &Connection, print: &NewPrint, at: DateTime<FixedOffset>) -> Result<i64, StoreError> {
    let number = print.number.as_ref();
    conn.prepare_cached(
        "INSERT INTO print_job (document, till, sequence, copy, queued_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        print.document,
        number.map(|number| number.till.as_str()),
        number.map(|number| Sql(number.sequence)),
        print.copy,
        Sql(at),
    ])?;
    Ok(conn.last_insert_rowid())
}

fn changed(rows: usize, id: i64) -> Result<(), StoreError> {
    if rows == 0 { Err(StoreError::missing(Noun::PrintJob, id)) } else { Ok(()) }
}

fn read_job(row: &Row<'_>) -> rusqlite::Result<PrintJob> {
    let till: Option<TillId> = get_opt(row, 2)?;
    Ok(PrintJob {
        id: row.get(0)?,
        document: row.get(1)?,
        number: till
            .map(|till| Ok::<_, rusqlite::Error>(ReceiptNumber { till, sequence: get(row, 3)? }))
            .transpose()?,
        copy: row.get(4)?,
        attempts: row.get(5)?,
        last_error: row.get(6)?,
        queued_at: get(row, 7)?,
        done_at: get_opt(row, 8)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{instant, memory};

    #[test]
    fn a_paper_waits_until_it_is_printed_and_remembers_why_it_was_not() {
        let mut store = memory();
        let number = ReceiptNumber { till: TillId::new("C1"), sequence: 12 };
        let receipt = NewPrint { document: "{\"n\":12}".into(), number: Some(number.clone()), copy: 2 };
        let report = NewPrint { document: "{}".into(), number: None, copy: 0 };
        let first = store.enqueue_print(&receipt, instant(0)).unwrap();
        let second = store.enqueue_print(&report, instant(0)).unwrap();
        store.print_attempted(first, "plus de papier", instant(1)).unwrap();
        assert!(!store.was_original_queued(&number).unwrap(), "a copy is no original");
        let waiting = store.pending_prints().unwrap();
        assert_eq!(waiting.iter().map(|job| job.id).collect::<Vec<_>>(), [first, second]);
        let expected = PrintJob {
            id: first,
            document: receipt.document,
            number: Some(number.clone()),
            copy: 2,
            attempts: 1,
            last_error: Some("plus de papier".into()),
            queued_at: instant(0),
            done_at: None,
        };
        assert_eq!(waiting[0], expected);
        store.print_done(first, instant(2)).unwrap();
        assert_eq!(store.pending_prints().unwrap(), waiting[1..]);
        let printed =
            PrintJob { document: String::new(), attempts: 2, last_error: None, done_at: Some(instant(2)), ..expected };
        assert_eq!(store.print_job(first).unwrap(), Some(printed));
        let original = NewPrint { document: "{}".into(), number: Some(number.clone()), copy: 0 };
        let original = store.enqueue_print(&original, instant(3)).unwrap();
        assert!(store.was_original_queued(&number).unwrap());
        store.print_done(original, instant(4)).unwrap();
        assert!(store.was_original_queued(&number).unwrap());
        let missing = StoreError::Missing { noun: Noun::PrintJob, id: "99".into() };
        assert_eq!(store.print_done(99, instant(2)), Err(missing));
    }
}
