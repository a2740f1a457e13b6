//! Entries of accounts and what settles what: read whole, and made by hand, each with its records.

use std::collections::HashMap;

use chrono::NaiveDate;
use comptoir_domain::account::{AccountEntry, EntryDetail, EntryId, EntryKind, Ledger, Match, Posting};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::sale::ReceiptNumber;
use comptoir_journal::SignedRecord;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::known_account;
use crate::customers::head;
use crate::error::StoreError;
use crate::prints::{self, NewPrint};
use crate::sql::{Json, Sql, get, get_opt, in_file_of};
use crate::store::Store;
use crate::{indicators, journal};

/// An entry of an account that no sale makes: a payment, a correction, a balance brought over.
#[derive(Clone, Copy, Debug)]
pub struct NewAccountEntry<'a> {
    /// Names the entry: entering it again changes nothing.
    pub key: &'a str,
    /// Whose account.
    pub customer: CustomerId,
    /// What makes it.
    pub kind: EntryKind,
    /// Above zero when the customer owes more.
    pub delta: Money,
    /// The business day.
    pub day: NaiveDate,
    /// The day until which it is to be paid.
    pub due: Option<NaiveDate>,
    /// How it was paid, by whom, why.
    pub detail: &'a EntryDetail,
    /// The entries that it settles first, in this order; the oldest when none.
    pub told: &'a [EntryId],
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Its number.
    pub id: EntryId,
    /// Whether it was made now; it was there already otherwise.
    pub is_new: bool,
}

impl Store {
    /// Gives the entries of a customer's account by day and number, each with the balance after it.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn account_entries(&self, customer: CustomerId) -> Result<Vec<AccountEntry>, StoreError> {
        entries(&self.conn, customer)
    }

    /// Gives which credit settles which debit of a customer's account, take-backs included.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn account_matches(&self, customer: CustomerId) -> Result<Vec<Match>, StoreError> {
        matches(&self.conn, customer)
    }

    /// Gives the account's entries with what settles what.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn account_ledger(&self, customer: CustomerId) -> Result<Ledger, StoreError> {
        ledger(&self.conn, customer)
    }

    /// Makes an entry that no sale makes, with what it settles, its records in the journal and its receipt:
    /// all of it, or nothing. An entry that is there already changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoReason`] of a correction, [`StoreError::Missing`] when the customer has no account,
    /// [`StoreError::EntryKeyTaken`] when the key names an entry that says something else,
    /// [`StoreError::Unstorable`] when it cannot settle what was told, and what
    /// [`Store::append_records`] fails with.
    pub fn post_account(
        &mut self,
        entry: &NewAccountEntry<'_>,
        records: &[SignedRecord],
        print: Option<&NewPrint>,
    ) -> Result<Posted, StoreError> {
        if entry.kind == EntryKind::Correction && entry.detail.reason.trim().is_empty() {
            return Err(StoreError::NoReason);
        }
        let till = self.shop.till.clone();
        self.write(|conn| {
            let posted = insert(conn, entry)?;
            if !posted.is_new {
                return Ok(posted);
            }
            if entry.kind == EntryKind::Payment {
                indicators::count_operation(conn, entry.customer)?;
            }
            journal::append(conn, &till, records, None)?;
            if let (Some(print), Some(at)) = (print, entry.detail.at) {
                prints::enqueue(conn, print, at)?;
            }
            Ok(posted)
        })
    }

    /// Finds the entry of a key, with whose it is.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn account_entry_by_key(&self, key: &str) -> Result<Option<(CustomerId, AccountEntry)>, StoreError> {
        self.one_entry("SELECT row, customer FROM account_entry WHERE key = ?1", key)
    }

    /// Finds the payment of a receipt, with whose it is.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn account_payment(&self, receipt: &str) -> Result<Option<(CustomerId, AccountEntry)>, StoreError> {
        let sql = "SELECT row, customer FROM account_entry
                   WHERE kind = 'payment' AND json_extract(detail, '$.receipt') = ?1 ORDER BY row DESC LIMIT 1";
        self.one_entry(sql, receipt)
    }

    fn one_entry(&self, sql: &str, key: &str) -> Result<Option<(CustomerId, AccountEntry)>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let found = statement.query_row([key], |row| Ok((get::<EntryId>(row, 0)?, get(row, 1)?))).optional()?;
        let Some((id, customer)) = found else { return Ok(None) };
        let customer = head(&self.conn, customer)?;
        let entry = entries(&self.conn, customer)?.into_iter().find(|entry| entry.posting.id == id);
        Ok(entry.map(|entry| (customer, entry)))
    }

    /// Adds matches, or take-backs, of one customer's account.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unstorable`] when more would be settled than there is.
    pub fn add_matches(&mut self, customer: CustomerId, matches: &[Match]) -> Result<(), StoreError> {
        self.write(|conn| {
            insert_matches(conn, matches)?;
            let ledger = ledger(conn, customer)?;
            let overdrawn = |posting: &Posting| {
                let left = ledger.left(posting);
                left.is_negative() || left > posting.delta.abs()
            };
            match ledger.postings().iter().find(|posting| overdrawn(posting)) {
                Some(posting) => Err(StoreError::Unstorable { detail: format!("match of entry {}", posting.id) }),
                None => Ok(()),
            }
        })
    }
}

/// Enters what is not there yet, and settles with it what it can.
pub(crate) fn insert(conn: &Connection, entry: &NewAccountEntry<'_>) -> Result<Posted, StoreError> {
    let customer = head(conn, entry.customer)?;
    known_account(conn, customer)?;
    let entry = &NewAccountEntry { customer, ..*entry };
    if let Some(id) = already(conn, entry)? {
        return Ok(Posted { id, is_new: false });
    }
    conn.prepare_cached(
        "INSERT INTO account_entry (key, customer, delta, kind, day, due, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        entry.key,
        Sql(entry.customer),
        Sql(entry.delta),
        Sql(entry.kind),
        Sql(entry.day),
        entry.due.map(Sql),
        Sql(Json(entry.detail.clone())),
    ])?;
    let id = EntryId(conn.last_insert_rowid());
    settle(conn, entry.customer, id, entry.told)?;
    Ok(Posted { id, is_new: true })
}

/// Finds the entry of the same key; one that says something else is an error.
fn already(conn: &Connection, entry: &NewAccountEntry<'_>) -> Result<Option<EntryId>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT row, coalesce((SELECT head FROM merger WHERE absorbed = customer), customer) = ?2 AND delta = ?3 AND kind = ?4 AND sale IS NULL FROM account_entry WHERE key = ?1",
    )?;
    let values = params![entry.key, Sql(entry.customer), Sql(entry.delta), Sql(entry.kind)];
    match statement.query_row(values, |row| Ok((get(row, 0)?, row.get(1)?))).optional()? {
        Some((_, false)) => Err(StoreError::EntryKeyTaken { key: entry.key.to_owned() }),
        found => Ok(found.map(|(id, _): (EntryId, bool)| id)),
    }
}

/// Settles what was told, then the oldest that is open.
pub(crate) fn settle(
    conn: &Connection,
    customer: CustomerId,
    new: EntryId,
    told: &[EntryId],
) -> Result<(), StoreError> {
    let mut ledger = ledger(conn, customer)?;
    let unstorable =
        |error: comptoir_domain::account::MatchRefusal| StoreError::Unstorable { detail: error.to_string() };
    let mut made = ledger.settle_told(new, told).map_err(unstorable)?;
    made.extend(ledger.settle(new));
    insert_matches(conn, &made)
}

fn insert_matches(conn: &Connection, matches: &[Match]) -> Result<(), StoreError> {
    let mut statement =
        conn.prepare_cached("INSERT INTO account_match (payment, entry, amount) VALUES (?1, ?2, ?3)")?;
    for pair in matches {
        statement.execute(params![Sql(pair.credit), Sql(pair.debit), Sql(pair.amount)])?;
    }
    Ok(())
}

fn ledger(conn: &Connection, customer: CustomerId) -> Result<Ledger, StoreError> {
    let postings = entries(conn, customer)?.into_iter().map(|entry| entry.posting).collect();
    Ok(Ledger::new(postings, &matches(conn, customer)?))
}

fn matches(conn: &Connection, customer: CustomerId) -> Result<Vec<Match>, StoreError> {
    let mut statement = conn.prepare_cached(concat!(
        "SELECT m.payment, m.entry, m.amount FROM account_entry e JOIN account_match m ON m.payment = e.row
         WHERE e.customer ",
        in_file_of!("?1"),
        " ORDER BY m.row"
    ))?;
    let matches = statement.query_map([Sql(customer)], |row| {
        Ok(Match { credit: get(row, 0)?, debit: get(row, 1)?, amount: get(row, 2)? })
    })?;
    Ok(matches.collect::<Result<_, _>>()?)
}

fn entries(conn: &Connection, customer: CustomerId) -> Result<Vec<AccountEntry>, StoreError> {
    let mut statement = conn.prepare_cached(concat!(
        "SELECT e.row, e.kind, coalesce(e.day, s.business_day) AS at_day, e.due, e.delta, e.detail, s.till, s.sequence,
                e.sale, s.refund_of
         FROM account_entry e LEFT JOIN sale s ON s.row = e.sale WHERE e.customer ",
        in_file_of!("?1"),
        " ORDER BY at_day, e.row"
    ))?;
    let rows = statement.query_map([Sql(customer)], |row| Ok((read(row)?, row.get(8)?, row.get(9)?)))?;
    let mut rows: Vec<(AccountEntry, Option<i64>, Option<i64>)> = rows.collect::<Result<_, _>>()?;
    let by_sale: HashMap<i64, EntryId> =
        rows.iter().filter_map(|(entry, sale, _)| Some(((*sale)?, entry.posting.id))).collect();
    let mut balance = Money::ZERO;
    for (entry, _, refunded) in &mut rows {
        balance += entry.posting.delta;
        entry.balance = balance;
        entry.posting.refunds = refunded.and_then(|sale| by_sale.get(&sale).copied());
    }
    Ok(rows.into_iter().map(|(entry, ..)| entry).collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<AccountEntry> {
    let number = match get_opt(row, 6)? {
        Some(till) => Some(ReceiptNumber { till, sequence: get(row, 7)? }),
        None => None,
    };
    let posting = Posting {
        id: get(row, 0)?,
        kind: get(row, 1)?,
        day: get(row, 2)?,
        due: get_opt(row, 3)?,
        delta: get(row, 4)?,
        refunds: None,
    };
    let detail = get_opt::<Json<EntryDetail>>(row, 5)?.map(|json| json.0).unwrap_or_default();
    Ok(AccountEntry { posting, number, detail, balance: Money::ZERO })
}

#[cfg(test)]
mod tests {
    use comptoir_domain::refund::Asked;

    use super::*;
    use crate::error::Noun;
    use crate::testing::{commit, customer, customer_id, day, dump, instant, memory, records, refund_of, sale};

    fn euros(units: i64) -> Money {
        Money::from_cents(units * 100)
    }

    fn claire() -> Store {
        let mut store = memory();
        store.put_customer(&customer(1, "Lefèvre", "Claire")).unwrap();
        store.open_account(customer_id(1), Some(euros(300))).unwrap();
        store
    }

    fn detail() -> EntryDetail {
        EntryDetail {
            at: Some(instant(5)),
            operator: "Paul".into(),
            receipt: Some("C1-E000007".into()),
            ..EntryDetail::default()
        }
    }

    fn payment<'a>(key: &'a str, units: i64, detail: &'a EntryDetail) -> NewAccountEntry<'a> {
        NewAccountEntry {
            key,
            customer: customer_id(1),
            kind: EntryKind::Payment,
            delta: -euros(units),
            day: day(5),
            due: None,
            detail,
            told: &[],
        }
    }

    /// Sells for so much on the account, on a day.
    fn buy(store: &mut Store, units: i64, on: u64) -> comptoir_domain::sale::PaidSale {
        let claire = store.customer(customer_id(1)).unwrap().unwrap();
        let mut paid = sale(store, Some(&claire), on, &[(units * 100, "1")]);
        paid.movements.account = paid.total;
        commit(store, &paid).unwrap();
        paid
    }

    fn pairs(store: &Store) -> Vec<(i64, i64, i64)> {
        let ledger = store.account_ledger(customer_id(1)).unwrap();
        ledger.matches().map(|pair| (pair.credit.0, pair.debit.0, pair.amount.cents() / 100)).collect()
    }

    #[test]
    fn a_payment_is_entered_once_and_settles_the_oldest() {
        let mut store = claire();
        buy(&mut store, 50, 0);
        buy(&mut store, 30, 1);
        let detail = detail();
        let print = NewPrint { document: "{}".into(), number: None, copy: 0 };
        let signed = records(&store);
        let made = store.post_account(&payment("k1", 60, &detail), &signed[..1], Some(&print)).unwrap();
        assert!(made.is_new);
        assert_eq!(pairs(&store), [(3, 1, 50), (3, 2, 10)]);
        assert_eq!(store.account(customer_id(1)).unwrap().unwrap().balance, euros(20));
        assert_eq!(store.pending_prints().unwrap().len(), 1);
        let entries = store.account_entries(customer_id(1)).unwrap();
        assert_eq!((entries[2].detail.clone(), entries[2].balance), (detail.clone(), euros(20)));
        assert_eq!(store.account_payment("C1-E000007").unwrap(), Some((customer_id(1), entries[2].clone())));
        assert_eq!(store.account_entry_by_key("k1").unwrap(), Some((customer_id(1), entries[2].clone())));

        let before = dump(&store);
        let again = store.post_account(&payment("k1", 60, &detail), &records(&store)[..1], None).unwrap();
        assert_eq!((again.id, again.is_new), (made.id, false));
        let taken = StoreError::EntryKeyTaken { key: "k1".into() };
        assert_eq!(store.post_account(&payment("k1", 61, &detail), &[], None), Err(taken));
        assert_eq!(dump(&store), before);
    }

    #[test]
    fn a_payment_is_an_operation_and_no_purchase_and_a_recount_agrees() {
        let mut store = claire();
        buy(&mut store, 50, 0);
        let before = store.indicators(customer_id(1)).unwrap();
        store.post_account(&payment("k1", 20, &detail()), &[], None).unwrap();
        let after = store.indicators(customer_id(1)).unwrap();
        assert_eq!(after, comptoir_domain::indicators::Indicators { operations: before.operations + 1, ..before });
        let kept = dump(&store);
        assert_eq!(store.rebuild_indicators().unwrap(), 0);
        assert_eq!(dump(&store), kept);
    }

    #[test]
    fn a_refund_settles_its_own_sale_and_what_was_told_comes_first() {
        let mut store = claire();
        buy(&mut store, 50, 0);
        let second = buy(&mut store, 30, 1);
        let mut back = refund_of(&store, &second, 2, &Asked::Whole).unwrap();
        back.movements.account = back.total;
        commit(&mut store, &back).unwrap();
        assert_eq!(pairs(&store), [(3, 2, 30)]);
        buy(&mut store, 40, 3);
        let told = [EntryId(4)];
        let detail = detail();
        store.post_account(&NewAccountEntry { told: &told, ..payment("k1", 60, &detail) }, &[], None).unwrap();
        assert_eq!(pairs(&store), [(3, 2, 30), (5, 1, 20), (5, 4, 40)]);
        let back = store.account_ledger(customer_id(1)).unwrap().take_back(EntryId(5), Some(EntryId(4))).unwrap();
        store.add_matches(customer_id(1), &back).unwrap();
        assert_eq!(pairs(&store), [(3, 2, 30), (5, 1, 20)]);
        // A deposit that is left settles what is bought next.
        buy(&mut store, 10, 4);
        assert_eq!(pairs(&store), [(3, 2, 30), (5, 1, 20), (5, 6, 10)]);
        let before = dump(&store);
        let too_much = [Match { credit: EntryId(5), debit: EntryId(4), amount: euros(31) }];
        assert!(matches!(store.add_matches(customer_id(1), &too_much), Err(StoreError::Unstorable { .. })));
        assert_eq!(dump(&store), before);
    }

    #[test]
    fn what_cannot_be_entered_leaves_nothing() {
        let mut store = claire();
        store.put_customer(&customer(2, "Durand", "Luc")).unwrap();
        let (before, detail) = (dump(&store), detail());
        let correction = NewAccountEntry { kind: EntryKind::Correction, ..payment("k1", 5, &detail) };
        assert_eq!(store.post_account(&correction, &[], None), Err(StoreError::NoReason));
        let stranger = NewAccountEntry { customer: customer_id(2), ..payment("k1", 5, &detail) };
        let missing = StoreError::Missing { noun: Noun::Account, id: customer_id(2).to_string() };
        assert_eq!(store.post_account(&stranger, &[], None), Err(missing));
        let told = [EntryId(9)];
        let lost = NewAccountEntry { told: &told, ..payment("k1", 5, &detail) };
        assert!(matches!(store.post_account(&lost, &[], None), Err(StoreError::Unstorable { .. })));
        assert_eq!(dump(&store), before);
    }
}
