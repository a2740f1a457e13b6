//! Payloads: what each record tells, in the text format of [`crate::Fields`], format 2. Format 1 had no VAT regimes,
//! and is read as it was.
//!
//! Amounts are whole cents, rates hundred-thousandths (20 % is `20000`), quantities and counters decimals
//! without needless zeros, instants UTC to the millisecond followed by the till's offset. `FORMAT.md` beside
//! the crate lists every field. A payload is written once, signed and stored as it is; nothing ever writes
//! it anew to verify it, so this code may change under a new format number without touching old records.

use chrono::NaiveDate;
use comptoir_domain::credit::CreditKind;
use comptoir_domain::effect::Accepted;
use comptoir_domain::facts::LineKind;
use comptoir_domain::ledger::Movements;
use comptoir_domain::price::{LineDiscount, Origin};
use comptoir_domain::sale::{PaidLine, PaidSale, ProgramRecord, SaleKind};
use comptoir_domain::shop::Shop;
use comptoir_domain::tender::Tender;

use crate::event::{Duplicate, Event};
use crate::text::{Fields, ReadError, Writer};
use crate::totals::{Amounts, Totals, flag};

/// The format that this version writes.
pub const FORMAT: u16 = 2;
/// The oldest format there is.
const FIRST_FORMAT: u16 = 1;

pub(crate) const SALE: &str = "sale";
pub(crate) const GRAND_TOTAL: &str = "grand-total";
pub(crate) const EVENT: &str = "event";
pub(crate) const DUPLICATE: &str = "duplicate";

/// Reads a payload field by field.
///
/// # Errors
///
/// A [`ReadError`]: a format unknown to this version, or bytes that are no payload.
pub fn read(format: u16, bytes: &[u8]) -> Result<Fields, ReadError> {
    if !(FIRST_FORMAT..=FORMAT).contains(&format) {
        return Err(ReadError::UnknownFormat(format));
    }
    Fields::parse(bytes)
}

/// Writes a paid sale or refund: all that a receipt and the law (BOFiP BOI-TVA-DECLA-30-10-30, § 50) ask
/// of it, frozen as it is now. `software` is the name and the version that the receipt shows.
#[must_use]
pub fn sale(sale: &PaidSale, shop: &Shop, software: &str) -> Vec<u8> {
    let mut writer = Writer::new(SALE);
    write_stamp(&mut writer, sale);
    write_shop(&mut writer, shop, software);
    writer.field("lines", sale.lines.len());
    for (place, line) in (1..).zip(&sale.lines) {
        write_line(&mut writer, &format!("line.{place}"), line);
    }
    Amounts::of(sale).write(&mut writer);
    for (place, tender) in (1..).zip(&sale.tenders) {
        write_tender(&mut writer, &format!("tender.{place}"), tender);
    }
    writer.field("change", sale.change.cents());
    for (place, program) in (1..).zip(sale.programs.iter().filter(|program| gave_effects(program))) {
        write_program(&mut writer, &format!("program.{place}"), program);
    }
    write_movements(&mut writer, &sale.movements);
    writer.finish().into_bytes()
}

/// Writes the totals after a sale.
#[must_use]
pub fn grand_total(sale: &PaidSale, after: &Totals) -> Vec<u8> {
    let mut writer = Writer::new(GRAND_TOTAL);
    writer.field("period", "receipt");
    writer.field("number", &sale.stamp.number);
    writer.instant("at", &sale.stamp.at);
    writer.field("training", flag(sale.stamp.training));
    Amounts::of(sale).write(&mut writer);
    after.write(&mut writer);
    writer.finish().into_bytes()
}

/// Writes a technical event.
#[must_use]
pub fn technical_event(event: &Event) -> Vec<u8> {
    let mut writer = Writer::new(EVENT);
    writer.field("code", event.code);
    writer.instant("at", &event.at);
    writer.field("operator", &event.operator);
    writer.field("detail", &event.detail);
    writer.finish().into_bytes()
}

/// Writes that a copy of a document was made.
#[must_use]
pub fn duplicate(duplicate: &Duplicate) -> Vec<u8> {
    let mut writer = Writer::new(DUPLICATE);
    writer.field("document", duplicate.document);
    writer.field("number", &duplicate.number);
    writer.field("copy", duplicate.copy);
    writer.instant("at", &duplicate.at);
    writer.field("operator", &duplicate.operator);
    writer.finish().into_bytes()
}

fn write_stamp(writer: &mut Writer, sale: &PaidSale) {
    let stamp = &sale.stamp;
    writer.field("number", &stamp.number);
    match &sale.kind {
        SaleKind::Sale => writer.field("kind", "sale"),
        SaleKind::Refund { of, number } => {
            writer.field("kind", "refund");
            writer.field("refund-of", number);
            writer.field("refund-id", of);
        }
    }
    writer.field("id", stamp.id);
    writer.instant("at", &stamp.at);
    writer.field("business-day", day(stamp.business_day));
    writer.field("training", flag(stamp.training));
    writer.field("operator", &stamp.operator);
    writer.field("seller", &stamp.seller);
    if let Some(customer) = &sale.customer {
        writer.field("customer", customer.id);
        writer.optional("customer-group", customer.group.as_ref());
        if let Some(exemption) = &customer.exemption {
            writer.field("vat-regime", exemption.regime.code());
            writer.field("vat-mention", &exemption.mention);
        }
    }
}

fn write_shop(writer: &mut Writer, shop: &Shop, software: &str) {
    writer.field("till", &shop.till);
    writer.field("shop", &shop.name);
    writer.field("address", shop.address.join("\n"));
    writer.field("siret", &shop.siret);
    writer.optional("naf", shop.naf.as_ref());
    writer.optional("vat-number", shop.vat_number.as_ref());
    writer.field("software", software);
}

fn write_line(writer: &mut Writer, name: &str, line: &PaidLine) {
    let kind = match line.kind {
        LineKind::Item => "item",
        LineKind::GiftVoucher => "gift-voucher",
        LineKind::Reward => "reward",
    };
    writer.field(format_args!("{name}.id"), line.id);
    writer.field(format_args!("{name}.kind"), kind);
    writer.field(format_args!("{name}.sku"), &line.sku);
    writer.field(format_args!("{name}.label"), &line.label);
    writer.field(format_args!("{name}.quantity"), line.quantity.normalize());
    writer.field(format_args!("{name}.unit-price"), line.unit_price.cents());
    writer.field(format_args!("{name}.amount"), line.amount.cents());
    for (place, discount) in (1..).zip(&line.discounts) {
        write_discount(writer, &format!("{name}.discount.{place}"), discount);
    }
    writer.field(format_args!("{name}.gross"), line.gross.cents());
    writer.field(format_args!("{name}.net"), line.net.cents());
    writer.field(format_args!("{name}.vat-rate"), line.vat_rate.hundred_thousandths());
    writer.optional(format_args!("{name}.note"), line.note.as_ref());
}

fn write_discount(writer: &mut Writer, name: &str, discount: &LineDiscount) {
    let origin = match &discount.origin {
        Origin::Manual => "manual".to_owned(),
        Origin::Group(group) => format!("group {group}"),
        Origin::Sale => "sale".to_owned(),
        Origin::Voucher(voucher) => format!("voucher {voucher}"),
        Origin::Program(program) => format!("program {program}"),
    };
    writer.field(format_args!("{name}.origin"), origin);
    writer.field(format_args!("{name}.label"), &discount.label);
    writer.field(format_args!("{name}.amount"), discount.amount.cents());
}

fn write_tender(writer: &mut Writer, name: &str, tender: &Tender) {
    writer.field(format_args!("{name}.kind"), tender.kind.name());
    writer.field(format_args!("{name}.amount"), tender.amount.cents());
    writer.optional(format_args!("{name}.credit"), tender.credit);
    writer.optional(format_args!("{name}.code"), tender.code.as_ref());
}

/// A program that only explained itself, or failed, did nothing to the sale.
fn gave_effects(program: &ProgramRecord) -> bool {
    Accepted { why: Vec::new(), ..program.accepted.clone() } != Accepted::default()
}

fn write_program(writer: &mut Writer, name: &str, program: &ProgramRecord) {
    writer.field(format_args!("{name}.name"), &program.program);
    writer.field(format_args!("{name}.policy"), &program.policy);
    writer.field(format_args!("{name}.version"), &program.version);
    writer.field(format_args!("{name}.digest"), &program.digest);
    writer.field(format_args!("{name}.engine"), &program.engine);
}

fn write_movements(writer: &mut Writer, movements: &Movements) {
    for (place, movement) in (1..).zip(&movements.counters) {
        writer.field(format_args!("counter.{place}.customer"), movement.customer);
        writer.field(format_args!("counter.{place}.program"), &movement.program);
        writer.field(format_args!("counter.{place}.name"), &movement.counter);
        writer.field(format_args!("counter.{place}.delta"), movement.delta.value());
        for (name, day) in [("available", movement.available), ("expires", movement.expires)] {
            if let Some(day) = day {
                writer.field(format_args!("counter.{place}.{name}"), day);
            }
        }
    }
    for (place, issue) in (1..).zip(&movements.issued) {
        writer.field(format_args!("issued.{place}.id"), issue.id);
        writer.field(format_args!("issued.{place}.kind"), credit_kind(issue.kind));
        writer.field(format_args!("issued.{place}.code"), &issue.code);
        writer.field(format_args!("issued.{place}.amount"), issue.amount.cents());
        writer.optional(format_args!("issued.{place}.expires"), issue.expires.map(day));
    }
    for (place, movement) in (1..).zip(&movements.credits) {
        writer.field(format_args!("credit.{place}.id"), movement.credit);
        writer.field(format_args!("credit.{place}.delta"), movement.delta.cents());
    }
    writer.field("account", movements.account.cents());
}

const fn credit_kind(kind: CreditKind) -> &'static str {
    match kind {
        CreditKind::CreditNote => "credit-note",
        CreditKind::GiftVoucher => "gift-voucher",
        CreditKind::Voucher => "voucher",
    }
}

fn day(day: NaiveDate) -> impl std::fmt::Display {
    day.format("%Y-%m-%d")
}
