//! Committing a sale: everything that it is and moves, in one transaction.

use std::collections::BTreeMap;

use comptoir_domain::price::Origin;
use comptoir_domain::sale::{PaidLine, PaidSale, ReceiptNumber, SaleKind};
use comptoir_journal::SignedRecord;
use rusqlite::{Connection, OptionalExtension, params};

use crate::customers::known_customer;
use crate::error::{Noun, Series, StoreError};
use crate::prints::{self, NewPrint};
use crate::sales::{BODY_FORMAT, next_sequence, to_body};
use crate::sql::{Sql, get};
use crate::store::Store;
use crate::{accounts, indicators, journal, ledgers, offers, parked};

/// A paid sale with all that is written with it.
#[derive(Clone, Copy, Debug)]
pub struct SaleCommit<'a> {
    /// The sale or refund.
    pub sale: &'a PaidSale,
    /// Its records in the journal, in the order of their chains.
    pub records: &'a [SignedRecord],
    /// Its receipt to be printed.
    pub print: Option<&'a NewPrint>,
    /// The sale set aside that it was, which is no longer.
    pub parked: Option<i64>,
}

impl Store {
    /// Writes a paid sale with its lines, payments, taxes, ledger entries, papers, offers, statistics,
    /// journal records and print job: all of it, or nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::AlreadyPaid`] when the sale is there already: nothing changes, and the receipt is
    /// the one named. [`StoreError::SequenceTaken`], [`StoreError::SequenceGap`] and
    /// [`StoreError::OtherTill`] when its number or that of a record is not the next one,
    /// [`StoreError::ChainBroken`] when a record does not follow the last one,
    /// [`StoreError::CreditTooLow`] and [`StoreError::CreditCodeTaken`] for papers,
    /// [`StoreError::Missing`] when it names an unknown customer, account, paper or refunded sale.
    pub fn commit_sale(&mut self, commit: &SaleCommit<'_>) -> Result<(), StoreError> {
        let till = self.shop.till.clone();
        self.write(|conn| {
            let sale = commit.sale;
            refuse_paid(conn, sale)?;
            if sale.stamp.number.till != till {
                return Err(StoreError::OtherTill { expected: till, found: sale.stamp.number.till.clone() });
            }
            let next = next_sequence(conn, till.as_str())?;
            check_next(Series::Receipts, sale.stamp.number.sequence, next)?;
            let row = insert_sale(conn, sale)?;
            insert_lines(conn, sale, row)?;
            ledgers::post_credits(conn, sale, row)?;
            insert_tenders(conn, sale, row)?;
            insert_vat(conn, sale, row)?;
            ledgers::post_counters(conn, sale, row)?;
            accounts::post(conn, sale, row)?;
            offers::note(conn, sale, row)?;
            indicators::count(conn, sale)?;
            journal::append(conn, &till, commit.records, Some(row))?;
            if let Some(print) = commit.print {
                prints::enqueue(conn, print, sale.stamp.at)?;
            }
            commit.parked.map_or(Ok(()), |id| parked::remove(conn, id))
        })
    }
}

/// Refuses a number that is not the next of its series.
pub(crate) fn check_next(series: Series, found: u64, next: u64) -> Result<(), StoreError> {
    match found.cmp(&next) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(StoreError::SequenceTaken { series, found, next }),
        std::cmp::Ordering::Greater => Err(StoreError::SequenceGap { series, found, next }),
    }
}

fn refuse_paid(conn: &Connection, sale: &PaidSale) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("SELECT till, sequence FROM sale WHERE id = ?1")?;
    let paid = statement
        .query_row([Sql(sale.stamp.id)], |row| Ok(ReceiptNumber { till: get(row, 0)?, sequence: get(row, 1)? }));
    match paid.optional()? {
        Some(number) => Err(StoreError::AlreadyPaid { number }),
        None => Ok(()),
    }
}

fn insert_sale(conn: &Connection, sale: &PaidSale) -> Result<i64, StoreError> {
    let body = to_body(sale)?;
    let stamp = &sale.stamp;
    if let Some(customer) = &sale.customer {
        known_customer(conn, customer.id)?;
    }
    let refunded = refunded_row(conn, sale)?;
    conn.prepare_cached(
        "INSERT INTO sale (id, till, sequence, paid_at, utc_offset, business_day, refund_of, customer, operator,
                           seller, training, articles, total, change, format, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?
    .execute(params![
        Sql(stamp.id),
        stamp.number.till.as_str(),
        Sql(stamp.number.sequence),
        stamp.at.timestamp_millis(),
        stamp.at.offset().local_minus_utc(),
        Sql(stamp.business_day),
        refunded,
        sale.customer.as_ref().map(|customer| Sql(customer.id)),
        stamp.operator,
        stamp.seller,
        stamp.training,
        sale.article_count(),
        Sql(sale.total),
        Sql(sale.change),
        BODY_FORMAT,
        body,
    ])?;
    Ok(conn.last_insert_rowid())
}

fn refunded_row(conn: &Connection, sale: &PaidSale) -> Result<Option<i64>, StoreError> {
    let SaleKind::Refund { of, number } = &sale.kind else { return Ok(None) };
    let mut statement = conn.prepare_cached("SELECT row FROM sale WHERE id = ?1 AND refund_of IS NULL")?;
    let row = statement.query_row([Sql(*of)], |row| row.get(0)).optional()?;
    row.map(Some).ok_or_else(|| StoreError::missing(Noun::Sale, number))
}

fn insert_lines(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO sale_line (sale, line, position, kind, sku, label, department, path, quantity, unit_price,
                                amount, gross, net, vat_rate)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    for (position, line) in sale.lines.iter().enumerate() {
        statement.execute(params![
            sale_row,
            line.id.0,
            Sql(position),
            Sql(line.kind),
            line.sku.as_str(),
            line.label,
            line.departments.first().map_or("", |department| department.as_str()),
            path(line),
            line.quantity.to_string(),
            Sql(line.unit_price),
            Sql(line.amount),
            Sql(line.gross),
            Sql(line.net),
            Sql(line.vat_rate),
        ])?;
        insert_discounts(conn, line, sale_row)?;
    }
    Ok(())
}

/// The departments from the root, so that what starts alike is within: `/homme/chemises/`.
fn path(line: &PaidLine) -> String {
    line.departments.iter().rev().fold("/".to_owned(), |path, department| format!("{path}{department}/"))
}

fn insert_discounts(conn: &Connection, line: &PaidLine, sale_row: i64) -> Result<(), StoreError> {
    let mut by_origin: BTreeMap<(&'static str, String), comptoir_domain::money::Money> = BTreeMap::new();
    for discount in &line.discounts {
        *by_origin.entry(origin_name(&discount.origin)).or_default() += discount.amount;
    }
    for ((origin, source), amount) in by_origin {
        conn.prepare_cached(
            "INSERT INTO sale_discount (sale, line, origin, source, amount) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![sale_row, line.id.0, origin, source, Sql(amount)])?;
    }
    Ok(())
}

fn origin_name(origin: &Origin) -> (&'static str, String) {
    match origin {
        Origin::Manual => ("manual", String::new()),
        Origin::Group(group) => ("group", group.to_string()),
        Origin::Sale => ("sale", String::new()),
        Origin::Voucher(voucher) => ("voucher", voucher.to_string()),
        Origin::Program(program) => ("program", program.to_string()),
    }
}

fn insert_tenders(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    let mut statement = conn
        .prepare_cached("INSERT INTO sale_tender (sale, position, kind, amount, credit) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (position, tender) in sale.tenders.iter().enumerate() {
        if let Some(credit) = tender.credit {
            let mut known = conn.prepare_cached("SELECT 1 FROM credit WHERE id = ?1")?;
            let known = known.query_row([Sql(credit)], |_| Ok(())).optional()?;
            known.ok_or_else(|| StoreError::missing(Noun::Credit, tender.code.as_deref().unwrap_or_default()))?;
        }
        let credit = tender.credit.map(Sql);
        statement.execute(params![sale_row, Sql(position), tender.kind.name(), Sql(tender.amount), credit])?;
    }
    Ok(())
}

fn insert_vat(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    let mut statement =
        conn.prepare_cached("INSERT INTO sale_vat (sale, rate, net, vat, gross) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for vat in &sale.vat {
        let amounts = vat.amounts;
        statement.execute(params![sale_row, Sql(vat.rate), Sql(amounts.net), Sql(amounts.vat), Sql(amounts.gross)])?;
    }
    Ok(())
}
