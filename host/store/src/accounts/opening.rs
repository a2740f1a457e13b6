//! What was owed and held at another till before this one: balances of accounts, papers, counters.

use chrono::{DateTime, FixedOffset, NaiveDate};
use comptoir_domain::account::{EntryDetail, EntryKind};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::id::{CreditId, CustomerId, ProgramId};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_journal::SignedRecord;
use rusqlite::{Connection, OptionalExtension, params};

use super::{NewAccountEntry, insert};
use crate::customers::{head, known_customer};
use crate::error::StoreError;
use crate::journal;
use crate::sql::{Json, Sql, get};
use crate::store::Store;

/// The account that a customer had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningAccount {
    /// What was owed; below zero, what was paid beforehand.
    pub balance: Money,
    /// The most that may be owed, when the customer has no account yet.
    pub limit: Option<Money>,
    /// The day until which it was to be paid.
    pub due: Option<NaiveDate>,
}

/// A paper with something left on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningCredit {
    /// The id it gets.
    pub id: CreditId,
    /// Which kind.
    pub kind: CreditKind,
    /// What is printed on it and scanned.
    pub code: String,
    /// What is left on it: above zero.
    pub amount: Money,
    /// The last day it can be used.
    pub expires: Option<NaiveDate>,
}

/// What a counter of a program held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningCounter {
    /// The program.
    pub program: ProgramId,
    /// The counter's name.
    pub counter: String,
    /// What it held.
    pub delta: Points,
    /// The last day that it can be spent.
    pub expires: Option<NaiveDate>,
}

/// All that is brought over of one customer, or papers of nobody in particular.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpeningBalance {
    /// Whose it is; needed for an account and for counters.
    pub customer: Option<CustomerId>,
    /// The account.
    pub account: Option<OpeningAccount>,
    /// Credit notes, gift vouchers, vouchers.
    pub credits: Vec<OpeningCredit>,
    /// Counters.
    pub counters: Vec<OpeningCounter>,
}

/// Where balances come from, and when.
#[derive(Clone, Debug)]
pub struct OpeningStamp<'a> {
    /// The business day of the entries.
    pub day: NaiveDate,
    /// Names the migration: the same balance of the same source is entered once.
    pub source: &'a str,
    /// Who does it.
    pub operator: &'a str,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// How many balances, and what they sum up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// Their sum.
    pub total: Money,
}

impl Tally {
    fn add(&mut self, amount: Money) {
        self.count += 1;
        self.total += amount;
    }
}

/// What was newly entered; what was there already is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Balances of accounts.
    pub accounts: Tally,
    /// Credit notes.
    pub credit_notes: Tally,
    /// Gift vouchers.
    pub gift_vouchers: Tally,
    /// Vouchers.
    pub vouchers: Tally,
    /// How many counters.
    pub counters: u64,
    /// What they hold together.
    pub points: Points,
    /// One line per entry, for the digest that the journal keeps.
    pub lines: Vec<String>,
}

impl Opened {
    /// Tells whether nothing was entered.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl Store {
    /// Enters balances of another till, all or none, with the one record that `sign` makes of them. What
    /// the same source brought before changes nothing, and nothing is signed when all of it is known.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when a customer is unknown, or none is named for an account or a counter;
    /// [`StoreError::CreditCodeTaken`], [`StoreError::EntryKeyTaken`] when the same source said something
    /// else before, [`StoreError::Unstorable`] of a paper with nothing on it.
    pub fn open_balances(
        &mut self,
        balances: &[OpeningBalance],
        stamp: &OpeningStamp<'_>,
        sign: impl FnOnce(&Opened) -> Vec<SignedRecord>,
    ) -> Result<Opened, StoreError> {
        let till = self.shop.till.clone();
        self.write(|conn| {
            let mut opening = Opening { conn, stamp, opened: Opened::default() };
            balances.iter().try_for_each(|balance| opening.open(balance))?;
            let opened = opening.opened;
            if !opened.is_empty() {
                journal::append(conn, &till, &sign(&opened), None)?;
            }
            Ok(opened)
        })
    }
}

struct Opening<'a> {
    conn: &'a Connection,
    stamp: &'a OpeningStamp<'a>,
    opened: Opened,
}

impl Opening<'_> {
    fn open(&mut self, balance: &OpeningBalance) -> Result<(), StoreError> {
        if let Some(account) = &balance.account {
            self.account(whose(balance)?, account)?;
        }
        for credit in &balance.credits {
            self.credit(balance.customer, credit)?;
        }
        for counter in &balance.counters {
            self.counter(whose(balance)?, counter)?;
        }
        Ok(())
    }

    fn key(&self, rest: std::fmt::Arguments<'_>) -> String {
        format!("opening/{}/{rest}", self.stamp.source)
    }

    fn account(&mut self, customer: CustomerId, account: &OpeningAccount) -> Result<(), StoreError> {
        known_customer(self.conn, customer)?;
        let customer = head(self.conn, customer)?;
        self.conn
            .prepare_cached("INSERT INTO account (customer, credit_limit) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute(params![Sql(customer), account.limit.map(Sql)])?;
        if account.balance == Money::ZERO {
            return Ok(());
        }
        let key = self.key(format_args!("{customer}/account"));
        let detail = EntryDetail {
            at: Some(self.stamp.at),
            operator: self.stamp.operator.to_owned(),
            reason: self.stamp.source.to_owned(),
            ..EntryDetail::default()
        };
        let entry = NewAccountEntry {
            key: &key,
            customer,
            kind: EntryKind::Opening,
            delta: account.balance,
            day: self.stamp.day,
            due: account.due,
            detail: &detail,
            told: &[],
        };
        if insert(self.conn, &entry)?.is_new {
            self.opened.accounts.add(account.balance);
            self.opened.lines.push(format!("{key} {}", account.balance));
        }
        Ok(())
    }

    fn credit(&mut self, customer: Option<CustomerId>, credit: &OpeningCredit) -> Result<(), StoreError> {
        let code = credit.code.trim();
        if !credit.amount.is_positive() || code.is_empty() {
            return Err(StoreError::Unstorable { detail: format!("{code:?} {}", credit.amount) });
        }
        let key = self.key(format_args!("credit/{}", code.to_uppercase()));
        if self.has_credit(&key, code, credit.amount)? {
            return Ok(());
        }
        customer.map(|customer| known_customer(self.conn, customer)).transpose()?;
        let detail = serde_json::json!({ "source": self.stamp.source, "operator": self.stamp.operator });
        self.conn
            .prepare_cached(
                "INSERT INTO credit (id, kind, code, position, customer, issued, expires, label, day, detail)
                 VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, '', ?7, ?8)",
            )?
            .execute(params![
                Sql(credit.id),
                Sql(credit.kind),
                code,
                customer.map(Sql),
                Sql(credit.amount),
                credit.expires.map(Sql),
                Sql(self.stamp.day),
                Sql(Json(detail)),
            ])?;
        self.conn
            .prepare_cached("INSERT INTO credit_entry (key, credit, delta, day) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![key, Sql(credit.id), Sql(credit.amount), Sql(self.stamp.day)])?;
        let tally = match credit.kind {
            CreditKind::CreditNote => &mut self.opened.credit_notes,
            CreditKind::GiftVoucher => &mut self.opened.gift_vouchers,
            CreditKind::Voucher => &mut self.opened.vouchers,
        };
        tally.add(credit.amount);
        self.opened.lines.push(format!("{key} {}", credit.amount));
        Ok(())
    }

    /// Tells whether this source brought the paper before; a code that means another one is an error.
    fn has_credit(&self, key: &str, code: &str, amount: Money) -> Result<bool, StoreError> {
        let mut entered = self.conn.prepare_cached("SELECT delta FROM credit_entry WHERE key = ?1")?;
        match entered.query_row([key], |row| get::<Money>(row, 0)).optional()? {
            Some(before) if before == amount => return Ok(true),
            Some(_) => return Err(StoreError::EntryKeyTaken { key: key.to_owned() }),
            None => {}
        }
        let mut taken = self.conn.prepare_cached("SELECT 1 FROM credit WHERE code = ?1")?;
        match taken.query_row([code], |_| Ok(())).optional()? {
            Some(()) => Err(StoreError::CreditCodeTaken { code: code.to_owned() }),
            None => Ok(false),
        }
    }

    fn counter(&mut self, customer: CustomerId, counter: &OpeningCounter) -> Result<(), StoreError> {
        known_customer(self.conn, customer)?;
        let key = self.key(format_args!("{customer}/counter/{}/{}", counter.program, counter.counter));
        let mut entered = self.conn.prepare_cached("SELECT delta FROM counter_entry WHERE key = ?1")?;
        match entered.query_row([&key], |row| get::<Points>(row, 0)).optional()? {
            Some(before) if before == counter.delta => return Ok(()),
            Some(_) => return Err(StoreError::EntryKeyTaken { key }),
            None if counter.delta == Points::ZERO => return Ok(()),
            None => {}
        }
        self.conn
            .prepare_cached(
                "INSERT INTO counter_entry (key, customer, program, counter, delta, day, expires, reason, operator)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                key,
                Sql(customer),
                counter.program.as_str(),
                counter.counter,
                Sql(counter.delta),
                Sql(self.stamp.day),
                counter.expires.map(Sql),
                self.stamp.source,
                self.stamp.operator,
            ])?;
        self.opened.counters += 1;
        self.opened.points = self.opened.points + counter.delta;
        self.opened.lines.push(format!("{key} {}", counter.delta));
        Ok(())
    }
}

fn whose(balance: &OpeningBalance) -> Result<CustomerId, StoreError> {
    balance.customer.ok_or_else(|| StoreError::missing(crate::error::Noun::Customer, "?"))
}

#[cfg(test)]
mod tests {
    use comptoir_domain::lots::Holding;

    use super::*;
    use crate::error::Noun;
    use crate::testing::{credit_id, customer, customer_id, day, dump, instant, memory, records};

    fn euros(units: i64) -> Money {
        Money::from_cents(units * 100)
    }

    fn stamp() -> OpeningStamp<'static> {
        OpeningStamp { day: day(3), source: "old-till", operator: "Paul", at: instant(3) }
    }

    fn balances() -> Vec<OpeningBalance> {
        let paper = |n, kind, code: &str, units| OpeningCredit {
            id: credit_id(n),
            kind,
            code: code.into(),
            amount: euros(units),
            expires: Some(day(400)),
        };
        let claire = OpeningBalance {
            customer: Some(customer_id(1)),
            account: Some(OpeningAccount { balance: euros(120), limit: Some(euros(300)), due: Some(day(30)) }),
            credits: vec![paper(1, CreditKind::CreditNote, "OLD-1", 15)],
            counters: vec![OpeningCounter {
                program: ProgramId::new("points"),
                counter: "points".into(),
                delta: Points::from_ten_thousandths(420_000),
                expires: None,
            }],
        };
        let bearer = OpeningBalance {
            credits: vec![paper(2, CreditKind::GiftVoucher, "OLD-2", 50)],
            ..OpeningBalance::default()
        };
        vec![claire, bearer]
    }

    #[test]
    fn balances_are_entered_once_with_one_record() {
        let mut store = memory();
        store.put_customer(&customer(1, "Lefèvre", "Claire")).unwrap();
        let signed = records(&store);
        let opened = store.open_balances(&balances(), &stamp(), |_| signed[..1].to_vec()).unwrap();
        assert_eq!(opened.accounts, Tally { count: 1, total: euros(120) });
        assert_eq!((opened.credit_notes.total, opened.gift_vouchers.total, opened.counters), (euros(15), euros(50), 1));
        assert_eq!(opened.lines.len(), 4);
        let account = store.account(customer_id(1)).unwrap().unwrap();
        assert_eq!((account.balance, account.limit), (euros(120), Some(euros(300))));
        let entry = store.account_entries(customer_id(1)).unwrap().remove(0);
        assert_eq!((entry.posting.kind, entry.posting.due), (EntryKind::Opening, Some(day(30))));
        assert_eq!(store.credit_by_code("old-2").unwrap().unwrap().balance, euros(50));
        let points = ProgramId::new("points");
        let entries = store.counter_entries(customer_id(1), &points).unwrap().into_iter().map(|(_, entry)| entry);
        assert_eq!(Holding::of(entries.collect(), None, day(5)).balance, Points::from_ten_thousandths(420_000));
        assert_eq!(store.every_record().count(), 1);

        let before = dump(&store);
        let again = store.open_balances(&balances(), &stamp(), |_| unreachable!("nothing is new")).unwrap();
        assert!(again.is_empty());
        assert_eq!(dump(&store), before);
    }

    type Spoil = fn(&mut Vec<OpeningBalance>);

    #[test]
    fn one_wrong_balance_leaves_none() {
        let cases: Vec<(Spoil, StoreError)> = vec![
            (|all| all[0].customer = None, StoreError::missing(Noun::Customer, "?")),
            (|all| all[1].customer = Some(customer_id(9)), StoreError::missing(Noun::Customer, customer_id(9))),
            (
                |all| all[1].credits[0].code = "old-1".into(),
                StoreError::EntryKeyTaken { key: "opening/old-till/credit/OLD-1".into() },
            ),
            (|all| all[1].credits[0].amount = Money::ZERO, StoreError::Unstorable { detail: "\"OLD-2\" 0.00".into() }),
        ];
        for (spoil, expected) in cases {
            let mut store = memory();
            store.put_customer(&customer(1, "Lefèvre", "Claire")).unwrap();
            let before = dump(&store);
            let mut all = balances();
            spoil(&mut all);
            assert_eq!(store.open_balances(&all, &stamp(), |_| Vec::new()), Err(expected));
            assert_eq!(dump(&store), before);
        }
    }

    #[test]
    fn a_code_of_another_source_is_taken() {
        let mut store = memory();
        store.put_customer(&customer(1, "Lefèvre", "Claire")).unwrap();
        store.open_balances(&balances(), &stamp(), |_| Vec::new()).unwrap();
        let other = OpeningStamp { source: "other", ..stamp() };
        let taken = StoreError::CreditCodeTaken { code: "OLD-2".into() };
        assert_eq!(store.open_balances(&balances()[1..], &other, |_| Vec::new()), Err(taken));
    }
}
