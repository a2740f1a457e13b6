//! Finding a receipt by what a customer remembers: its number, the day, the amount, a name.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use comptoir_domain::customer::Person;
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::sale::ReceiptNumber;
use rusqlite::{Params, Row, params};

use crate::error::StoreError;
use crate::search::Query;
use crate::sql::{Sql, get, in_file_of};
use crate::store::Store;

/// Amounts have no index: they are looked for among this many of the latest receipts.
const LATEST: i64 = 50_000;
/// How many customers of a name have their sales looked at.
const MOST_PEOPLE: usize = 50;

/// A sale or refund in a list of receipts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSale {
    /// Its number.
    pub number: ReceiptNumber,
    /// When it was paid.
    pub at: DateTime<FixedOffset>,
    /// What was paid, tax included; below zero when it was paid back.
    pub total: Money,
    /// Whether it is a refund.
    pub refund: bool,
    /// The customer's name.
    pub customer: Option<String>,
    /// How many articles: a weighed line counts one.
    pub pieces: i64,
}

macro_rules! select_found {
    ($($rest:tt)*) => {
        concat!(
            "SELECT s.row, s.till, s.sequence, s.paid_at, s.utc_offset, s.total, s.refund_of, s.articles,
                    p.title, p.first_name, p.last_name
             FROM sale s LEFT JOIN merger m ON m.absorbed = s.customer
                  LEFT JOIN customer c ON c.id = coalesce(m.head, s.customer) LEFT JOIN person p ON p.row = c.row ",
            $($rest)*
        )
    };
}

const BY_NUMBER: &str = select_found!("WHERE s.till = ?1 AND s.sequence = ?2");
const BY_DAY: &str = select_found!("WHERE s.business_day = ?1 ORDER BY s.row DESC LIMIT ?2");
const BY_CUSTOMER: &str = select_found!(
    "WHERE s.row IN (SELECT row FROM sale WHERE customer ",
    in_file_of!("?1"),
    " ORDER BY row DESC LIMIT ?2) ORDER BY s.row DESC"
);
const BY_TOTAL: &str = select_found!("WHERE s.row > ?1 AND s.total IN (?2, -?2) ORDER BY s.row DESC LIMIT ?3");
const BY_PLACE: &str = select_found!("ORDER BY s.row DESC LIMIT ?1");

/// A sale with its place in the order of payment.
type Placed = (i64, FoundSale);

impl Store {
    /// Finds sales and refunds, the latest first. The text may be a receipt's number or its last figures,
    /// a day (`22/11`, `22/11/2026`), an amount (`89,80`, among the last 50 000 receipts) or a customer's
    /// name: all that it may mean is found. An empty text gives the latest.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn find_sales(&self, text: &str, limit: usize) -> Result<Vec<FoundSale>, StoreError> {
        let text = text.trim();
        let mut found = if text.is_empty() {
            self.found(BY_PLACE, [Sql(limit)])?
        } else {
            let mut found = self.by_number(text, limit)?;
            found.extend(self.by_day(text, limit)?);
            found.extend(self.by_total(text, limit)?);
            found.extend(self.by_name(text, limit)?);
            found
        };
        found.sort_by_key(|(row, _)| std::cmp::Reverse(*row));
        found.dedup_by_key(|(row, _)| *row);
        found.truncate(limit);
        Ok(found.into_iter().map(|(_, sale)| sale).collect())
    }

    fn found(&self, sql: &str, key: impl Params) -> Result<Vec<Placed>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(key, read_found)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A whole number, or the last figures of some: those are tried from the newest on.
    fn by_number(&self, text: &str, limit: usize) -> Result<Vec<Placed>, StoreError> {
        if let Ok(number) = text.parse::<ReceiptNumber>() {
            return self.found(BY_NUMBER, params![number.till.as_str(), Sql(number.sequence)]);
        }
        let till = self.shop.till.as_str();
        let mut found = Vec::new();
        for sequence in endings(text, self.next_sequence()? - 1).take(limit) {
            found.extend(self.found(BY_NUMBER, params![till, Sql(sequence)])?);
        }
        Ok(found)
    }

    fn by_day(&self, text: &str, limit: usize) -> Result<Vec<Placed>, StoreError> {
        let sql = "SELECT business_day FROM sale ORDER BY business_day DESC LIMIT 1";
        let mut last = self.conn.prepare_cached(sql)?;
        let last: Option<NaiveDate> = last.query_map([], |row| get(row, 0))?.next().transpose()?;
        match last.and_then(|last| read_day(text, last)) {
            Some(day) => self.found(BY_DAY, params![Sql(day), Sql(limit)]),
            None => Ok(Vec::new()),
        }
    }

    fn by_total(&self, text: &str, limit: usize) -> Result<Vec<Placed>, StoreError> {
        let Ok(total) = Money::parse(text) else { return Ok(Vec::new()) };
        let mut last = self.conn.prepare_cached("SELECT coalesce(max(row), 0) FROM sale")?;
        let last: i64 = last.query_row([], |row| row.get(0))?;
        self.found(BY_TOTAL, params![last - LATEST, Sql(total), Sql(limit)])
    }

    fn by_name(&self, text: &str, limit: usize) -> Result<Vec<Placed>, StoreError> {
        if !text.chars().any(char::is_alphabetic) {
            return Ok(Vec::new());
        }
        let Some(query) = Query::read(text) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for row in self.ranked_people(&query, MOST_PEOPLE)? {
            let mut statement = self.conn.prepare_cached("SELECT id FROM customer WHERE row = ?1")?;
            let customer: CustomerId = statement.query_row([row], |row| get(row, 0))?;
            found.extend(self.found(BY_CUSTOMER, params![Sql(customer), Sql(limit)])?);
        }
        Ok(found)
    }
}

/// The numbers up to the last one that end in such figures, the newest first.
fn endings(text: &str, last: u64) -> impl Iterator<Item = u64> {
    let figures = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    let ending = if figures { text.parse::<u64>().ok() } else { None };
    let step = 10_u64.pow(u32::try_from(text.len().min(9)).unwrap_or(9));
    let newest = ending.filter(|ending| *ending <= last).map(|ending| last - (last - ending) % step);
    std::iter::successors(newest, move |number| number.checked_sub(step)).filter(|number| *number > 0)
}

/// Reads `22/11/2026`, `22/11/26` or `22/11`: without a year, the last such day.
fn read_day(text: &str, last: NaiveDate) -> Option<NaiveDate> {
    let mut parts = text.split('/').map(str::trim);
    let (day, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year = parts.next().map(str::parse::<i32>);
    if parts.next().is_some() {
        return None;
    }
    match year {
        Some(year) => {
            NaiveDate::from_ymd_opt(year.ok().map(|year| if year < 100 { 2000 + year } else { year })?, month, day)
        }
        // Four years back there was a 29 February.
        None => {
            (0..=4).filter_map(|back| NaiveDate::from_ymd_opt(last.year() - back, month, day)).find(|day| *day <= last)
        }
    }
}

fn read_found(row: &Row<'_>) -> rusqlite::Result<Placed> {
    let (paid_at, offset): (i64, i32) = (row.get(3)?, row.get(4)?);
    let zone = FixedOffset::east_opt(offset);
    let at = DateTime::from_timestamp_millis(paid_at).zip(zone).map(|(at, zone)| at.with_timezone(&zone));
    let person = Person {
        title: row.get(8)?,
        first_name: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
        last_name: row.get::<_, Option<String>>(10)?.unwrap_or_default(),
        ..Person::default()
    };
    let sale = FoundSale {
        number: ReceiptNumber { till: get(row, 1)?, sequence: get(row, 2)? },
        at: at.ok_or(rusqlite::Error::IntegralValueOutOfRange(3, paid_at))?,
        total: get(row, 5)?,
        refund: row.get_ref(6)? != rusqlite::types::ValueRef::Null,
        customer: Some(person.display_name()).filter(|name| !name.is_empty()),
        pieces: row.get(7)?,
    };
    Ok((row.get(0)?, sale))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{commit, customer, memory, refund_of, sale};
    use comptoir_domain::refund::Asked;

    fn numbers(store: &Store, text: &str) -> Vec<u64> {
        store.find_sales(text, 5).unwrap().into_iter().map(|found| found.number.sequence).collect()
    }

    /// Thirteen sales, one a day from 1 January 2026 on, of 10, 11, 12… euros; the last one is refunded.
    fn sold() -> Store {
        let mut store = memory();
        let claire = customer(1, "Lefèvre", "Claire");
        store.put_customer(&claire).unwrap();
        for n in 0_u64..13 {
            let buyer = (n % 4 == 0).then_some(&claire);
            let paid = sale(&store, buyer, n, &[(1_000 + i64::try_from(n).unwrap() * 100, "1")]);
            commit(&mut store, &paid).unwrap();
        }
        let last = store.last_sale().unwrap().unwrap();
        let back = refund_of(&store, &last, 13, &Asked::Whole).unwrap();
        commit(&mut store, &back).unwrap();
        store
    }

    #[test]
    fn a_receipt_is_found_by_whatever_is_known_of_it() {
        let store = sold();
        for (text, expected) in [
            ("", &[14, 13, 12, 11, 10][..]),
            ("C1-000004", &[4]),
            ("c1-000004", &[4]),
            ("000004", &[4]),
            ("3", &[13, 3]),
            ("12", &[12, 3]),
            ("05/01", &[5]),
            ("5/1/26", &[5]),
            ("05/01/2026", &[5]),
            ("05/01/2025", &[]),
            ("10,00", &[1]),
            ("22", &[14, 13]),
            ("22,00 €", &[14, 13]),
            ("lefevre", &[14, 13, 9, 5, 1]),
            ("CLAIRE LEF", &[14, 13, 9, 5, 1]),
            ("Durand", &[]),
            ("C9-000001", &[]),
            ("99/99", &[]),
            ("'; DROP", &[]),
        ] {
            assert_eq!(numbers(&store, text), expected, "{text:?}");
        }
        let found = &store.find_sales("14", 1).unwrap()[0];
        let facts = (found.refund, found.total.cents(), found.customer.as_deref(), found.pieces);
        assert_eq!(facts, (true, -2_200, Some("Claire Lefèvre"), -1));
        assert_eq!(found.at, crate::testing::instant(13));
    }

    #[test]
    fn no_search_walks_through_all_sales() {
        let store = sold();
        for sql in [BY_NUMBER, BY_DAY, BY_CUSTOMER, BY_TOTAL] {
            let mut statement = store.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
            let steps =
                statement.query_map(rusqlite::params_from_iter(nothing), |row| row.get::<_, String>(3)).unwrap();
            let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
            assert!(steps.iter().any(|step| step.starts_with("SEARCH s USING")), "{sql}: {steps:?}");
            assert!(!steps.iter().any(|step| crate::testing::walks(step)), "{steps:?}");
            // The sales of one customer alone are sorted: files that were joined have them in several places.
            let sorts = steps.iter().any(|step| step.contains("TEMP B-TREE"));
            assert_eq!(sorts, sql == BY_CUSTOMER, "{steps:?}");
        }
    }

    #[test]
    fn figures_end_the_newest_numbers_first() {
        let ending = |text: &str, last| endings(text, last).take(3).collect::<Vec<_>>();
        assert_eq!(ending("23", 1_234), [1_223, 1_123, 1_023]);
        assert_eq!(ending("0", 25), [20, 10]);
        assert_eq!(ending("123", 123), [123]);
        assert_eq!(ending("124", 123), [0; 0]);
        assert_eq!(ending("", 9), [0; 0]);
        assert_eq!(ending("1234567890", 9), [0; 0]);
    }
}
