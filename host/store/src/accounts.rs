//! Accounts of customers: what they owe is the sum of the entries.

use comptoir_domain::customer::Account;
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::sale::PaidSale;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::customers::{head, known_customer};
use crate::error::{Noun, StoreError};
use crate::sql::{Sql, get, get_opt, in_file_of, in_listed_file};
use crate::store::Store;

mod entries;
mod opening;

pub use entries::{NewAccountEntry, Posted};
pub(crate) use entries::{insert, settle};
pub use opening::{Opened, OpeningAccount, OpeningBalance, OpeningCounter, OpeningCredit, OpeningStamp, Tally};

impl Store {
    /// Opens an account, or changes its limit (inclusive; no limit when none).
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when the customer is unknown.
    pub fn open_account(&mut self, customer: CustomerId, limit: Option<Money>) -> Result<(), StoreError> {
        self.write(|conn| {
            known_customer(conn, customer)?;
            let customer = head(conn, customer)?;
            conn.prepare_cached(
                "INSERT INTO account (customer, credit_limit) VALUES (?1, ?2)
                 ON CONFLICT (customer) DO UPDATE SET credit_limit = excluded.credit_limit",
            )?
            .execute(params![Sql(customer), limit.map(Sql)])?;
            Ok(())
        })
    }

    /// Holds an account for a reason, or releases it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when the customer has no account.
    pub fn set_hold(&mut self, customer: CustomerId, reason: Option<String>) -> Result<(), StoreError> {
        self.write(|conn| {
            let customer = head(conn, customer)?;
            let changed = conn
                .prepare_cached("UPDATE account SET hold = ?2 WHERE customer = ?1")?
                .execute(params![Sql(customer), reason])?;
            if changed == 0 { Err(StoreError::missing(Noun::Account, customer)) } else { Ok(()) }
        })
    }

    /// Gives a customer's account; nothing when it was never opened.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn account(&self, customer: CustomerId) -> Result<Option<Account>, StoreError> {
        let mut statement = self.conn.prepare_cached(concat!(
            "SELECT (SELECT coalesce(sum(delta), 0) FROM account_entry WHERE customer ",
            in_file_of!("?1"),
            "), credit_limit, hold FROM account
             WHERE customer = coalesce((SELECT head FROM merger WHERE absorbed = ?1), ?1)"
        ))?;
        Ok(statement.query_row([Sql(customer)], |row| read_account(row, 0)).optional()?)
    }

    /// Gives all accounts with something owed, paid beforehand, or a hold; all that there are when `all`.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn accounts(&self, all: bool) -> Result<Vec<(CustomerId, Account)>, StoreError> {
        let mut statement = self.conn.prepare_cached(concat!(
            "SELECT balance, credit_limit, hold, customer FROM (
                 SELECT a.customer, a.credit_limit, a.hold,
                        (SELECT coalesce(sum(delta), 0) FROM account_entry e WHERE e.customer ",
            in_listed_file!("a.customer"),
            ") AS balance
                 FROM account a WHERE NOT EXISTS (SELECT 1 FROM merger WHERE absorbed = a.customer))
             WHERE ?1 OR balance <> 0 OR hold IS NOT NULL"
        ))?;
        let accounts = statement.query_map([all], |row| Ok((get(row, 3)?, read_account(row, 0)?)))?;
        Ok(accounts.collect::<Result<_, _>>()?)
    }
}

pub(crate) fn read_account(row: &Row<'_>, first: usize) -> rusqlite::Result<Account> {
    Ok(Account { balance: get(row, first)?, limit: get_opt(row, first + 1)?, hold: row.get(first + 2)? })
}

/// Refuses a customer who has no account.
pub(crate) fn known_account(conn: &Connection, customer: CustomerId) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM account WHERE customer = ?1")?;
    let opened = statement.query_row([Sql(customer)], |_| Ok(())).optional()?;
    opened.ok_or_else(|| StoreError::missing(Noun::Account, customer))
}

/// A sale that names a file which was joined to another one is entered under the id that it names, so that
/// both go back together when the files are parted: the account there, if it needs one, takes nothing else.
fn keep_place(conn: &Connection, customer: CustomerId) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO account (customer, credit_limit) VALUES (?1, 0) ON CONFLICT DO NOTHING")?
        .execute([Sql(customer)])?;
    Ok(())
}

/// Enters what a sale puts on the customer's account, or takes off it.
pub(crate) fn post(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    let delta = sale.movements.account;
    if delta == Money::ZERO {
        return Ok(());
    }
    let customer = sale.customer.as_ref().map(|customer| customer.id);
    let customer = customer.ok_or_else(|| StoreError::missing(Noun::Account, "?"))?;
    known_account(conn, head(conn, customer)?)?;
    keep_place(conn, customer)?;
    conn.prepare_cached("INSERT INTO account_entry (key, sale, customer, delta) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![format!("{}/account/0", sale.stamp.id), sale_row, Sql(customer), Sql(delta)])?;
    settle(conn, customer, comptoir_domain::account::EntryId(conn.last_insert_rowid()), &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{customer, memory};

    #[test]
    fn an_account_is_opened_held_and_released() {
        let mut store = memory();
        let claire = customer(1, "Lefèvre", "Claire");
        let missing = |noun| StoreError::Missing { noun, id: claire.id.to_string() };
        assert_eq!(store.open_account(claire.id, None), Err(missing(Noun::Customer)));
        store.put_customer(&claire).unwrap();
        assert_eq!(store.set_hold(claire.id, None), Err(missing(Noun::Account)));
        assert_eq!(store.account(claire.id).unwrap(), None);
        store.open_account(claire.id, Some(Money::from_cents(30_000))).unwrap();
        store.set_hold(claire.id, Some("chèque impayé".into())).unwrap();
        store.open_account(claire.id, None).unwrap();
        let held = Account { balance: Money::ZERO, limit: None, hold: Some("chèque impayé".into()) };
        assert_eq!(store.account(claire.id).unwrap(), Some(held));
        store.set_hold(claire.id, None).unwrap();
        assert_eq!(store.account(claire.id).unwrap().unwrap().hold, None);
        assert_eq!(store.account_entries(claire.id).unwrap(), []);
    }
}
