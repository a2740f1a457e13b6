//! What a program gave: over a period from its sales, and what customers hold of it on the last day.
//!
//! A refund counts on the day it is paid back: what it takes back is taken off what was given, what it gives back
//! off what was used. Training counts like any sale, as it does in the statistics.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use comptoir_domain::id::ProgramId;
use comptoir_domain::lots::{Entry, Holding};
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::quantity::Points;
use rusqlite::{Row, ToSql, params};
use rust_decimal::Decimal;

use crate::error::StoreError;
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

/// What a program gave from one business day to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgramResults {
    /// Sales, refunds apart, in which it ran.
    pub sales: u64,
    /// Sales in which it failed and gave nothing.
    pub faults: u64,
    /// Customers for whom it moved a counter, took something off, or issued a voucher.
    pub customers: u64,
    /// What it took off sales, tax included.
    pub discounts: Money,
    /// Its vouchers.
    pub vouchers: VoucherResults,
    /// Its offers at the checkout.
    pub offers: OfferResults,
    /// Its counters, by name.
    pub counters: BTreeMap<String, CounterResults>,
}

/// The vouchers of a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VoucherResults {
    /// How many were issued in the period.
    pub issued: u64,
    /// What those are worth.
    pub amount: Money,
    /// What was used of any of its vouchers in the period, less what refunds gave back.
    pub used: Money,
    /// What refunds took back of vouchers in the period.
    pub withdrawn: Money,
    /// What can still be used after the last day of the period.
    pub left: Money,
}

/// The offers of a program, counted by the sales in which they were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfferResults {
    /// Made.
    pub made: u64,
    /// Of those, taken.
    pub taken: u64,
    /// Of those, kept for later.
    pub later: u64,
}

/// One counter of a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CounterResults {
    /// Given by sales in the period, less what refunds took back.
    pub given: Decimal,
    /// Used in sales in the period, less what refunds gave back.
    pub used: Decimal,
    /// Entered by hand in the period: above zero when more was given than taken.
    pub by_hand: Decimal,
    /// Customers who hold any of it on the last day, to spend then or later.
    pub holders: u64,
    /// What those can spend on the last day.
    pub balance: Decimal,
    /// What those can spend only later.
    pub pending: Decimal,
    /// What balance and pending are worth by what one unit bought so far; none while nothing was spent.
    pub worth: Option<Money>,
}

const IN_PERIOD: &str = "s.business_day BETWEEN ?2 AND ?3";

impl Store {
    /// Tells what a program gave from a business day to another, both included, and what customers hold of it on
    /// the last. `idle` says of each counter after how many days without an earning it lapses.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn program_results(
        &self,
        program: &ProgramId,
        (first, last): (NaiveDate, NaiveDate),
        idle: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<ProgramResults, StoreError> {
        let period: [&dyn ToSql; 3] = [&program.as_str(), &Sql(first), &Sql(last)];
        let (sales, faults) = self.one(
            "SELECT count(*) FILTER (WHERE p.fault IS NULL), count(*) FILTER (WHERE p.fault IS NOT NULL)
             FROM sale s JOIN sale_program p ON p.sale = s.row AND p.program = ?1 WHERE s.refund_of IS NULL AND ",
            &period,
            |row| Ok((get(row, 0)?, get(row, 1)?)),
        )?;
        let discounts = self.one(
            "SELECT coalesce(sum(d.amount), 0) FROM sale s
             JOIN sale_discount d ON d.sale = s.row AND d.origin = 'program' AND d.source = ?1 WHERE ",
            &period,
            |row| get(row, 0),
        )?;
        let offers = self.one(
            "SELECT count(*), count(*) FILTER (WHERE o.state = 'taken'), count(*) FILTER (WHERE o.state = 'later')
             FROM sale s JOIN offer_event o ON o.sale = s.row AND o.program = ?1 WHERE s.refund_of IS NULL AND ",
            &period,
            |row| Ok(OfferResults { made: get(row, 0)?, taken: get(row, 1)?, later: get(row, 2)? }),
        )?;
        let (customers, vouchers) = (self.touched(&period)?, self.voucher_results(&period)?);
        let mut counters = self.moved(&period)?;
        self.add_holdings(&mut counters, program, last, idle)?;
        self.add_worth(&mut counters, program)?;
        Ok(ProgramResults { sales, faults, customers, discounts, vouchers, offers, counters })
    }

    /// Asks for one row about the sales of the period.
    fn one<T>(
        &self,
        select: &str,
        period: &[&dyn ToSql; 3],
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        Ok(self.conn.prepare_cached(&format!("{select}{IN_PERIOD}"))?.query_row(period, read)?)
    }

    fn touched(&self, period: &[&dyn ToSql; 3]) -> Result<u64, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT count(*) FROM (
                 SELECT customer FROM counter_entry WHERE program = ?1 AND day BETWEEN ?2 AND ?3
                 UNION
                 SELECT s.customer FROM sale s
                 JOIN sale_discount d ON d.sale = s.row AND d.origin = 'program' AND d.source = ?1
                 WHERE s.customer IS NOT NULL AND s.business_day BETWEEN ?2 AND ?3
                 UNION
                 SELECT c.customer FROM credit c JOIN sale s ON s.row = c.sale
                 WHERE c.customer IS NOT NULL AND c.program = ?1 AND s.business_day BETWEEN ?2 AND ?3)",
        )?;
        Ok(statement.query_row(period, |row| get(row, 0))?)
    }

    fn voucher_results(&self, period: &[&dyn ToSql; 3]) -> Result<VoucherResults, StoreError> {
        let (issued, amount) = self.one(
            "SELECT count(*), coalesce(sum(c.issued), 0) FROM credit c JOIN sale s ON s.row = c.sale
             WHERE c.program = ?1 AND ",
            period,
            |row| Ok((get(row, 0)?, get(row, 1)?)),
        )?;
        let (used, withdrawn) = self.one(
            "SELECT coalesce(-sum(e.delta) FILTER (WHERE s.refund_of IS NULL OR e.delta > 0), 0),
                    coalesce(-sum(e.delta) FILTER (WHERE s.refund_of IS NOT NULL AND e.delta < 0), 0)
             FROM credit c JOIN credit_entry e ON e.credit = c.id AND e.sale <> c.sale JOIN sale s ON s.row = e.sale
             WHERE c.program = ?1 AND ",
            period,
            |row| Ok((get(row, 0)?, get(row, 1)?)),
        )?;
        let mut statement = self.conn.prepare_cached(
            "SELECT coalesce(sum(e.delta), 0)
             FROM credit c JOIN credit_entry e ON e.credit = c.id JOIN sale s ON s.row = e.sale
             WHERE c.program = ?1 AND (c.expires IS NULL OR c.expires >= ?2) AND s.business_day <= ?2",
        )?;
        let left = statement.query_row(params![period[0], period[2]], |row| get(row, 0))?;
        Ok(VoucherResults { issued, amount, used, withdrawn, left })
    }

    /// Adds up what moved on each counter in the period.
    fn moved(&self, period: &[&dyn ToSql; 3]) -> Result<BTreeMap<String, CounterResults>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT counter,
                    coalesce(sum(delta) FILTER (WHERE sale IS NOT NULL AND (delta > 0) = (reverses IS NULL)), 0),
                    coalesce(-sum(delta) FILTER (WHERE sale IS NOT NULL AND (delta > 0) <> (reverses IS NULL)), 0),
                    coalesce(sum(delta) FILTER (WHERE sale IS NULL), 0)
             FROM counter_entry WHERE program = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY counter",
        )?;
        let moved = statement.query_map(period, |row| {
            let [given, used, by_hand] = [number(row, 1)?, number(row, 2)?, number(row, 3)?];
            Ok((row.get(0)?, CounterResults { given, used, by_hand, ..CounterResults::default() }))
        })?;
        Ok(moved.collect::<Result<_, _>>()?)
    }

    /// Adds what each customer holds, one after the other: a balance depends on the order of the entries.
    fn add_holdings(
        &self,
        counters: &mut BTreeMap<String, CounterResults>,
        program: &ProgramId,
        today: NaiveDate,
        idle: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT customer, counter, key, day, delta, reverses, available, expires FROM counter_entry
             WHERE program = ?1 AND day <= ?2 ORDER BY customer, counter",
        )?;
        let mut rows = statement.query(params![program.as_str(), Sql(today)])?;
        let mut of: Option<(Vec<u8>, String)> = None;
        let mut entries: Vec<Entry> = Vec::new();
        while let Some(row) = rows.next()? {
            let here = (row.get(0)?, row.get(1)?);
            if of.as_ref() != Some(&here) {
                hold(counters, of.replace(here), std::mem::take(&mut entries), (today, idle));
            }
            entries.push(read_entry(row)?);
        }
        hold(counters, of, entries, (today, idle));
        Ok(())
    }

    /// Values what is held by what was given in the sales in which one counter alone was spent.
    fn add_worth(
        &self,
        counters: &mut BTreeMap<String, CounterResults>,
        program: &ProgramId,
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "WITH spent (sale, counter, points) AS (
                 SELECT sale, min(counter), -sum(delta) FROM counter_entry
                 WHERE program = ?1 AND sale IS NOT NULL AND (delta > 0) <> (reverses IS NULL)
                 GROUP BY sale HAVING count(DISTINCT counter) = 1
             )
             SELECT counter, sum(points), sum(
                 (SELECT coalesce(sum(d.amount), 0) FROM sale_discount d
                  WHERE d.sale = spent.sale AND d.origin = 'program' AND d.source = ?1)
               + (SELECT coalesce(sum(e.delta), 0) FROM credit_entry e JOIN credit c ON c.id = e.credit
                  WHERE e.sale = spent.sale AND c.program = ?1 AND (e.sale = c.sale OR e.delta < 0)))
             FROM spent GROUP BY counter",
        )?;
        let mut rows = statement.query([program.as_str()])?;
        while let Some(row) = rows.next()? {
            let (points, bought): (Decimal, Money) = (number(row, 1)?, get(row, 2)?);
            if let Some(counter) = counters.get_mut(&row.get::<_, String>(0)?) {
                counter.worth = worth(counter.balance + counter.pending, points, bought);
            }
        }
        Ok(())
    }
}

/// What is held at the price of what was spent.
fn worth(held: Decimal, spent: Decimal, bought: Money) -> Option<Money> {
    let each = bought.to_decimal().checked_div(spent).filter(|_| spent > Decimal::ZERO)?;
    Money::from_decimal(held.checked_mul(each)?, Rounding::HalfUp).ok()
}

/// Adds what one customer holds of one counter.
fn hold(
    counters: &mut BTreeMap<String, CounterResults>,
    of: Option<(Vec<u8>, String)>,
    entries: Vec<Entry>,
    (today, idle): (NaiveDate, &dyn Fn(&str) -> Option<u32>),
) {
    let Some((_, counter)) = of else { return };
    let held = Holding::of(entries, idle(&counter), today);
    let results = counters.entry(counter).or_default();
    let above_zero = |points: Points| points.value().max(Decimal::ZERO);
    let (balance, pending) = (above_zero(held.balance), above_zero(held.pending));
    results.balance += balance;
    results.pending += pending;
    results.holders += u64::from(balance + pending > Decimal::ZERO);
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        key: row.get(2)?,
        day: get(row, 3)?,
        delta: get(row, 4)?,
        reverses: row.get(5)?,
        available: get_opt(row, 6)?,
        expires: get_opt(row, 7)?,
    })
}

/// A sum of ten-thousandths: it may be larger than one counter may be.
fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<Decimal> {
    Ok(Decimal::new(row.get(column)?, Points::PLACES).normalize())
}
