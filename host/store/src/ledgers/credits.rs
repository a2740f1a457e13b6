//! The ledger of papers (credit notes, gift vouchers, vouchers): what is left on one is a sum.

use std::collections::BTreeMap;

use comptoir_domain::credit::Credit;
use comptoir_domain::id::{CreditId, CustomerId, ProgramId, SaleId};
use comptoir_domain::ledger::CreditIssue;
use comptoir_domain::money::Money;
use comptoir_domain::sale::PaidSale;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use crate::customers::known_customer;
use crate::error::{Noun, StoreError};
use crate::sql::{Sql, get, get_opt, in_file_of};
use crate::store::Store;

macro_rules! select_credits {
    ($($rest:tt)*) => {
        concat!(
            "SELECT c.id, c.kind, c.code, c.customer, c.issued, c.expires,
                    (SELECT coalesce(sum(delta), 0) FROM credit_entry e WHERE e.credit = c.id)
             FROM credit c ",
            $($rest)*
        )
    };
}

impl Store {
    /// Finds a paper by the code that is printed on it, in capitals or not.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn credit_by_code(&self, code: &str) -> Result<Option<Credit>, StoreError> {
        let found = credits(&self.conn, select_credits!("WHERE c.code = ?1"), &code.trim())?;
        Ok(found.into_iter().next())
    }

    /// Finds a paper by its id.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn credit(&self, id: CreditId) -> Result<Option<Credit>, StoreError> {
        let found = credits(&self.conn, select_credits!("WHERE c.id = ?1"), &Sql(id))?;
        Ok(found.into_iter().next())
    }

    /// Gives what the receipt called a paper when it was issued; empty when it had no other name than its kind.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn credit_label(&self, id: CreditId) -> Result<String, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT label FROM credit WHERE id = ?1")?;
        Ok(statement.query_row([Sql(id)], |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// Gives all papers of a customer, oldest first, used up ones and expired ones included.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn credits_of(&self, customer: CustomerId) -> Result<Vec<Credit>, StoreError> {
        let sql = select_credits!("WHERE c.customer ", in_file_of!("?1"), " ORDER BY c.sale, c.position");
        credits(&self.conn, sql, &Sql(customer))
    }

    /// Gives the papers that a sale issued, in its order, as they are now.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn credits_issued_by(&self, sale: SaleId) -> Result<Vec<Credit>, StoreError> {
        let sql = select_credits!("WHERE c.sale = (SELECT row FROM sale WHERE id = ?1) ORDER BY c.position");
        credits(&self.conn, sql, &Sql(sale))
    }
}

fn credits(conn: &Connection, sql: &str, key: &dyn ToSql) -> Result<Vec<Credit>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let credits = statement.query_map([key], read_credit)?;
    Ok(credits.collect::<Result<_, _>>()?)
}

pub(super) fn read_credit(row: &Row<'_>) -> rusqlite::Result<Credit> {
    Ok(Credit {
        id: get(row, 0)?,
        kind: get(row, 1)?,
        code: row.get(2)?,
        customer: get_opt(row, 3)?,
        issued: get(row, 4)?,
        expires: get_opt(row, 5)?,
        balance: get(row, 6)?,
    })
}

/// Issues the papers of a sale and enters what it uses of others; no balance may fall below zero.
pub(crate) fn post_credits(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    for (n, issue) in sale.movements.issued.iter().enumerate() {
        insert_credit(conn, issue, sale_row, n)?;
        let key = format!("{}/issue/{n}", sale.stamp.id);
        insert_entry(conn, &key, sale_row, issue.id, issue.amount)?;
    }
    let mut together: BTreeMap<CreditId, Money> = BTreeMap::new();
    for movement in &sale.movements.credits {
        *together.entry(movement.credit).or_default() += movement.delta;
    }
    for (credit, delta) in together {
        check_left(conn, credit, delta)?;
    }
    for (n, movement) in sale.movements.credits.iter().enumerate() {
        let key = format!("{}/credit/{n}", sale.stamp.id);
        insert_entry(conn, &key, sale_row, movement.credit, movement.delta)?;
    }
    Ok(())
}

fn insert_credit(conn: &Connection, issue: &CreditIssue, sale_row: i64, position: usize) -> Result<(), StoreError> {
    let code = issue.code.trim();
    let taken = conn
        .prepare_cached("SELECT 1 FROM credit WHERE code = ?1 OR id = ?2")?
        .query_row(params![code, Sql(issue.id)], |_| Ok(()))
        .optional()?;
    if taken.is_some() {
        return Err(StoreError::CreditCodeTaken { code: code.to_owned() });
    }
    if let Some(customer) = issue.customer {
        known_customer(conn, customer)?;
    }
    conn.prepare_cached(
        "INSERT INTO credit (id, kind, code, sale, position, customer, issued, expires, program, line, label)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        Sql(issue.id),
        Sql(issue.kind),
        code,
        sale_row,
        Sql(position),
        issue.customer.map(Sql),
        Sql(issue.amount),
        issue.expires.map(Sql),
        issue.program.as_ref().map(ProgramId::as_str),
        issue.line.map(|line| line.0),
        issue.label,
    ])?;
    Ok(())
}

fn check_left(conn: &Connection, credit: CreditId, delta: Money) -> Result<(), StoreError> {
    let found = credits(conn, select_credits!("WHERE c.id = ?1"), &Sql(credit))?;
    let paper = found.into_iter().next().ok_or_else(|| StoreError::missing(Noun::Credit, credit))?;
    if (paper.balance + delta).is_negative() {
        return Err(StoreError::CreditTooLow { code: paper.code, balance: paper.balance, asked: -delta });
    }
    Ok(())
}

fn insert_entry(conn: &Connection, key: &str, sale: i64, credit: CreditId, delta: Money) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO credit_entry (key, sale, credit, delta) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![key, sale, Sql(credit), Sql(delta)])?;
    Ok(())
}
