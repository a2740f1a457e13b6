//! Lists of papers: which ones there are, what became of each, and what the shop owes on them.

use chrono::{Datelike, NaiveDate};
use comptoir_domain::credit::{Credit, CreditKind};
use comptoir_domain::id::{CreditId, CustomerId};
use comptoir_domain::money::Money;
use comptoir_domain::sale::ReceiptNumber;
use rusqlite::{Row, params};

use super::credits::read_credit;
use crate::error::StoreError;
use crate::sql::{Sql, get, get_opt, in_file_of};
use crate::store::Store;

/// Which papers are listed. What is none asks for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CreditQuery {
    /// Of this kind.
    pub kind: Option<CreditKind>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// With something left, or used up.
    pub open: Option<bool>,
    /// Whose last day is over on a day (`true`), or not (`false`).
    pub expired: Option<(bool, NaiveDate)>,
    /// Whose last day comes until then, that day included.
    pub expires_until: Option<NaiveDate>,
    /// At most so many.
    pub limit: usize,
}

/// A paper with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditFile {
    /// The paper as it is now.
    pub credit: Credit,
    /// The business day it was issued, or brought over.
    pub day: NaiveDate,
    /// The receipt of the sale that issued it; none when another till did.
    pub number: Option<ReceiptNumber>,
    /// What the receipt called it; empty when it had no other name than its kind.
    pub label: String,
}

/// One movement of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditEntry {
    /// The business day.
    pub day: NaiveDate,
    /// The receipt that moved it; none when it was brought over.
    pub number: Option<ReceiptNumber>,
    /// Used when below zero.
    pub delta: Money,
}

/// What the shop owes on papers of one kind that were issued in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Liability {
    /// The kind.
    pub kind: CreditKind,
    /// The year of issue.
    pub year: i32,
    /// How many were issued.
    pub count: u64,
    /// What they were issued for.
    pub issued: Money,
    /// What is left on those that are still good.
    pub owed: Money,
    /// What was left on those whose last day is over.
    pub expired: Money,
}

const FILES: &str = "SELECT c.id, c.kind, c.code, c.customer, c.issued, c.expires,
       (SELECT coalesce(sum(delta), 0) FROM credit_entry e WHERE e.credit = c.id) AS balance,
       coalesce(c.day, s.business_day) AS issued_on, s.till, s.sequence, c.label
FROM credit c LEFT JOIN sale s ON s.row = c.sale";

impl Store {
    /// Lists papers, oldest first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn credits(&self, query: &CreditQuery) -> Result<Vec<CreditFile>, StoreError> {
        let file = in_file_of!("?2");
        let sql = format!(
            "SELECT * FROM ({FILES})
             WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR customer {file})
               AND (?3 IS NULL OR (balance > 0) = ?3)
               AND (?4 IS NULL OR (coalesce(expires, '9999-12-31') < ?5) = ?4)
               AND (?6 IS NULL OR expires <= ?6)
             ORDER BY issued_on, code LIMIT ?7"
        );
        let values = params![
            query.kind.map(Sql),
            query.customer.map(Sql),
            query.open,
            query.expired.map(|(expired, _)| expired),
            query.expired.map(|(_, day)| Sql(day)),
            query.expires_until.map(Sql),
            Sql(query.limit),
        ];
        let mut statement = self.conn.prepare_cached(&sql)?;
        let files = statement.query_map(values, read_file)?;
        Ok(files.collect::<Result<_, _>>()?)
    }

    /// Finds a paper by its code, with where it came from.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn credit_file(&self, code: &str) -> Result<Option<CreditFile>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!("{FILES} WHERE c.code = ?1"))?;
        let mut files = statement.query_map([code.trim()], read_file)?;
        Ok(files.next().transpose()?)
    }

    /// Gives all movements of a paper in their order, its issue first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn credit_entries(&self, id: CreditId) -> Result<Vec<CreditEntry>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT coalesce(e.day, s.business_day), s.till, s.sequence, e.delta
             FROM credit_entry e LEFT JOIN sale s ON s.row = e.sale WHERE e.credit = ?1 ORDER BY e.row",
        )?;
        let entries = statement.query_map([Sql(id)], |row| {
            Ok(CreditEntry { day: get(row, 0)?, number: number(row, 1)?, delta: get(row, 3)? })
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// Gives what the shop owes on papers on a day, by kind and year of issue: as the books were at its end.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn liabilities(&self, on: NaiveDate) -> Result<Vec<Liability>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT kind, substr(issued_on, 1, 4) AS year, count(*), sum(issued),
                    sum(CASE WHEN expires < ?1 THEN 0 ELSE balance END), sum(CASE WHEN expires < ?1 THEN balance ELSE 0 END)
             FROM (SELECT c.kind, c.issued, c.expires, coalesce(c.day, s.business_day) AS issued_on,
                          (SELECT coalesce(sum(e.delta), 0) FROM credit_entry e LEFT JOIN sale t ON t.row = e.sale
                           WHERE e.credit = c.id AND coalesce(e.day, t.business_day) <= ?1) AS balance
                   FROM credit c LEFT JOIN sale s ON s.row = c.sale)
             WHERE issued_on <= ?1 GROUP BY kind, year ORDER BY kind, year",
        )?;
        let rows = statement.query_map([Sql(on)], |row| {
            let year: String = row.get(1)?;
            Ok(Liability {
                kind: get(row, 0)?,
                year: year.parse().unwrap_or(on.year()),
                count: get(row, 2)?,
                issued: get(row, 3)?,
                owed: get(row, 4)?,
                expired: get(row, 5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn read_file(row: &Row<'_>) -> rusqlite::Result<CreditFile> {
    Ok(CreditFile { credit: read_credit(row)?, day: get(row, 7)?, number: number(row, 8)?, label: row.get(10)? })
}

fn number(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<ReceiptNumber>> {
    match get_opt(row, first)? {
        Some(till) => Ok(Some(ReceiptNumber { till, sequence: get(row, first + 1)? })),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use comptoir_domain::ledger::{CreditIssue, CreditMovement};

    use super::*;
    use crate::testing::{commit, credit_id, customer, customer_id, day, dump, memory, sale};

    fn euros(units: i64) -> Money {
        Money::from_cents(units * 100)
    }

    fn issue(n: u64, kind: CreditKind, units: i64, expires: Option<NaiveDate>) -> CreditIssue {
        CreditIssue {
            id: credit_id(n),
            kind,
            code: format!("{}-{n}", kind.prefix()),
            customer: Some(customer_id(1)),
            amount: euros(units),
            expires,
            program: None,
            line: None,
            label: String::new(),
        }
    }

    /// A gift voucher of 100 issued on day 0, a note of 30 on day 400 good to day 500, both of Claire.
    fn furnished() -> Store {
        let mut store = memory();
        let claire = customer(1, "Lefèvre", "Claire");
        store.put_customer(&claire).unwrap();
        let mut first = sale(&store, Some(&claire), 0, &[(1_000, "1")]);
        first.movements.issued.push(issue(1, CreditKind::GiftVoucher, 100, None));
        commit(&mut store, &first).unwrap();
        let mut second = sale(&store, Some(&claire), 400, &[(1_000, "1")]);
        second.movements.issued.push(issue(2, CreditKind::CreditNote, 30, Some(day(500))));
        commit(&mut store, &second).unwrap();
        store
    }

    fn spend(store: &mut Store, units: i64, on: u64) -> Result<(), StoreError> {
        let spent = spending(store, units, on);
        commit(store, &spent)
    }

    fn spending(store: &Store, units: i64, on: u64) -> comptoir_domain::sale::PaidSale {
        let mut spent = sale(store, None, on, &[(units * 100, "1")]);
        spent.movements.credits.push(CreditMovement { credit: credit_id(1), delta: -euros(units) });
        spent
    }

    #[test]
    fn papers_are_listed_by_what_they_are() {
        let mut store = furnished();
        spend(&mut store, 100, 401).unwrap();
        let codes = |query: CreditQuery| -> Vec<String> {
            store
                .credits(&CreditQuery { limit: 9, ..query })
                .unwrap()
                .into_iter()
                .map(|file| file.credit.code)
                .collect()
        };
        let all = CreditQuery::default();
        assert_eq!(codes(all), ["CC-1", "AV-2"]);
        assert_eq!(codes(CreditQuery { kind: Some(CreditKind::CreditNote), ..all }), ["AV-2"]);
        assert_eq!(codes(CreditQuery { open: Some(true), ..all }), ["AV-2"]);
        assert_eq!(codes(CreditQuery { open: Some(false), ..all }), ["CC-1"]);
        assert_eq!(codes(CreditQuery { expired: Some((true, day(500))), ..all }), [] as [&str; 0]);
        assert_eq!(codes(CreditQuery { expired: Some((true, day(501))), ..all }), ["AV-2"]);
        assert_eq!(codes(CreditQuery { expired: Some((false, day(501))), ..all }), ["CC-1"]);
        assert_eq!(codes(CreditQuery { expires_until: Some(day(500)), ..all }), ["AV-2"]);
        assert_eq!(codes(CreditQuery { customer: Some(customer_id(2)), ..all }), [] as [&str; 0]);
        let file = store.credit_file("cc-1").unwrap().unwrap();
        assert_eq!((file.day, file.number.unwrap().sequence, file.credit.balance), (day(0), 1, Money::ZERO));
        let moved: Vec<_> = store.credit_entries(credit_id(1)).unwrap().iter().map(|e| (e.day, e.delta)).collect();
        assert_eq!(moved, [(day(0), euros(100)), (day(401), -euros(100))]);
    }

    #[test]
    fn what_is_owed_is_told_by_kind_and_year_as_it_was_on_a_day() {
        let mut store = furnished();
        spend(&mut store, 60, 401).unwrap();
        let told = |on| -> Vec<(CreditKind, i32, i64, i64, i64)> {
            let rows = store.liabilities(day(on)).unwrap().into_iter();
            rows.map(|row| (row.kind, row.year, row.issued.cents(), row.owed.cents(), row.expired.cents())).collect()
        };
        let gift = |owed| (CreditKind::GiftVoucher, 2026, 10_000, owed, 0);
        assert_eq!(told(399), [gift(10_000)]);
        let note = |owed, expired| (CreditKind::CreditNote, 2027, 3_000, owed, expired);
        assert_eq!(told(500), [note(3_000, 0), gift(4_000)]);
        assert_eq!(told(501), [note(0, 3_000), gift(4_000)]);
    }

    #[test]
    fn of_two_who_spend_sixty_of_a_hundred_one_is_refused() {
        let mut store = furnished();
        // Both looked at the paper before the other one paid.
        let (first, mut second) = (spending(&store, 60, 401), spending(&store, 60, 401));
        commit(&mut store, &first).unwrap();
        let next = sale(&store, None, 401, &[(6_000, "1")]);
        second.stamp = next.stamp;
        let before = dump(&store);
        let refused = commit(&mut store, &second).unwrap_err();
        assert_eq!(refused, StoreError::CreditTooLow { code: "CC-1".into(), balance: euros(40), asked: euros(60) });
        let words = refused.message(comptoir_domain::language::Language::French);
        assert_eq!(words, "Il reste 40,00\u{a0}€ sur CC-1 : impossible d'utiliser 60,00\u{a0}€.");
        assert_eq!(dump(&store), before);
        assert_eq!(store.credit(credit_id(1)).unwrap().unwrap().balance, euros(40));
    }
}
