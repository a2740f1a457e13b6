//! Accounts of customers: what they owe is the sum of the entries.

use chrono::NaiveDate;
use comptoir_domain::customer::Account;
use comptoir_domain::id::{CustomerId, SaleId};
use comptoir_domain::money::Money;
use comptoir_domain::sale::{PaidSale, ReceiptNumber};
use rusqlite::{Connection, OptionalExtension, params};

use crate::customers::known_customer;
use crate::error::{Noun, StoreError};
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

/// One entry of a customer's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountEntry {
    /// The sale that made it.
    pub sale: SaleId,
    /// That sale's receipt.
    pub number: ReceiptNumber,
    /// That sale's business day.
    pub day: NaiveDate,
    /// Above zero when the customer owes more.
    pub delta: Money,
    /// What the customer owes after it.
    pub balance: Money,
}

impl Store {
    /// Opens an account, or changes its limit (inclusive; no limit when none).
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when the customer is unknown.
    pub fn open_account(&mut self, customer: CustomerId, limit: Option<Money>) -> Result<(), StoreError> {
        self.write(|conn| {
            known_customer(conn, customer)?;
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
        let mut statement = self.conn.prepare_cached(
            "SELECT (SELECT coalesce(sum(delta), 0) FROM account_entry WHERE customer = ?1), credit_limit, hold
             FROM account WHERE customer = ?1",
        )?;
        let account = statement.query_row([Sql(customer)], |row| {
            Ok(Account { balance: get(row, 0)?, limit: get_opt(row, 1)?, hold: row.get(2)? })
        });
        Ok(account.optional()?)
    }

    /// Gives the entries of a customer's account in their order, each with the balance after it.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn account_entries(&self, customer: CustomerId) -> Result<Vec<AccountEntry>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.id, s.till, s.sequence, s.business_day, e.delta
             FROM account_entry e JOIN sale s ON s.row = e.sale WHERE e.customer = ?1 ORDER BY e.row",
        )?;
        let mut balance = Money::ZERO;
        let entries = statement.query_map([Sql(customer)], |row| {
            let delta = get(row, 4)?;
            balance += delta;
            let number = ReceiptNumber { till: get(row, 1)?, sequence: get(row, 2)? };
            Ok(AccountEntry { sale: get(row, 0)?, number, day: get(row, 3)?, delta, balance })
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }
}

/// Enters what a sale puts on the customer's account, or takes off it.
pub(crate) fn post(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    let delta = sale.movements.account;
    if delta == Money::ZERO {
        return Ok(());
    }
    let customer = sale.customer.as_ref().map(|customer| customer.id);
    let customer = customer.ok_or_else(|| StoreError::missing(Noun::Account, "?"))?;
    let opened = conn
        .prepare_cached("SELECT 1 FROM account WHERE customer = ?1")?
        .query_row([Sql(customer)], |_| Ok(()))
        .optional()?;
    opened.ok_or_else(|| StoreError::missing(Noun::Account, customer))?;
    conn.prepare_cached("INSERT INTO account_entry (key, sale, customer, delta) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![format!("{}/account/0", sale.stamp.id), sale_row, Sql(customer), Sql(delta)])?;
    Ok(())
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
