//! Perpetual totals: what a till ever sold, never set back.

use std::collections::BTreeMap;

use comptoir_domain::money::Money;
use comptoir_domain::rate::{Taxed, VatRate};
use comptoir_domain::sale::PaidSale;

use crate::payload;
use crate::record::{Family, SignedRecord};
use crate::text::{Fields, ReadError, Writer};

/// The totals of a till from its first sale on.
///
/// Exercises (training, demo) are in no total: they leave the totals as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Per VAT rate, refunds taken off.
    pub per_rate: BTreeMap<VatRate, Taxed>,
    /// What was sold, tax included, refunds taken off.
    pub algebraic: Money,
    /// What went through the till, tax included: refunds add like sales.
    pub absolute: Money,
    /// How many sales and refunds.
    pub sales: u64,
}

impl Totals {
    /// Gives the totals once a sale or refund is added.
    #[must_use]
    pub fn after(&self, sale: &PaidSale) -> Self {
        self.plus(&Amounts::of(sale))
    }

    /// Reads the totals back from a record of [`Family::GrandTotal`].
    ///
    /// # Errors
    ///
    /// A [`ReadError`] when the record is of another family or does not hold them.
    pub fn read(record: &SignedRecord) -> Result<Self, ReadError> {
        let fields = payload::read(record.format, &record.payload)?;
        if record.family != Family::GrandTotal {
            return Err(fields.wrong("record"));
        }
        Self::from_fields(&fields)
    }

    pub(crate) fn from_fields(fields: &Fields) -> Result<Self, ReadError> {
        fields.expect("record", payload::GRAND_TOTAL)?;
        Ok(Self {
            per_rate: read_rates(fields, "perpetual.vat.")?,
            algebraic: cents(fields, "perpetual.algebraic")?,
            absolute: cents(fields, "perpetual.absolute")?,
            sales: fields.number("perpetual.sales")?,
        })
    }

    pub(crate) fn plus(&self, amounts: &Amounts) -> Self {
        if amounts.training {
            return self.clone();
        }
        let mut totals = self.clone();
        for (rate, amounts) in &amounts.per_rate {
            let sum = totals.per_rate.entry(*rate).or_default();
            sum.net += amounts.net;
            sum.vat += amounts.vat;
            sum.gross += amounts.gross;
        }
        totals.algebraic += amounts.total;
        totals.absolute += amounts.total.abs();
        totals.sales += 1;
        totals
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        write_rates(writer, "perpetual.vat", &self.per_rate);
        writer.field("perpetual.algebraic", self.algebraic.cents());
        writer.field("perpetual.absolute", self.absolute.cents());
        writer.field("perpetual.sales", self.sales);
    }
}

/// What one sale adds to totals: the same fields in its record and in the record of totals after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Amounts {
    /// The number of the receipt.
    pub(crate) number: String,
    /// Whether it is an exercise.
    pub(crate) training: bool,
    /// Per VAT rate.
    pub(crate) per_rate: BTreeMap<VatRate, Taxed>,
    /// What was to pay, tax included.
    pub(crate) total: Money,
}

impl Amounts {
    pub(crate) fn of(sale: &PaidSale) -> Self {
        Self {
            number: sale.stamp.number.to_string(),
            training: sale.stamp.training,
            per_rate: sale.vat.iter().map(|line| (line.rate, line.amounts)).collect(),
            total: sale.total,
        }
    }

    pub(crate) fn from_fields(fields: &Fields) -> Result<Self, ReadError> {
        Ok(Self {
            number: fields.need("number")?.to_owned(),
            training: read_flag(fields, "training")?,
            per_rate: read_rates(fields, "vat.")?,
            total: cents(fields, "total")?,
        })
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        write_rates(writer, "vat", &self.per_rate);
        writer.field("total", self.total.cents());
    }
}

/// Writes yes or no.
pub(crate) const fn flag(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn read_flag(fields: &Fields, name: &str) -> Result<bool, ReadError> {
    match fields.need(name)? {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(fields.wrong(name)),
    }
}

/// Beyond any shop's total of all time, and far enough from the end of 64 bits that adding never meets it.
const MOST_CENTS: u64 = i64::MAX as u64 / 4096;

/// Reads an amount of a payload.
pub(crate) fn cents(fields: &Fields, name: &str) -> Result<Money, ReadError> {
    let cents: i64 = fields.number(name)?;
    if cents.unsigned_abs() > MOST_CENTS { Err(fields.wrong(name)) } else { Ok(Money::from_cents(cents)) }
}

fn write_rates(writer: &mut Writer, name: &str, rates: &BTreeMap<VatRate, Taxed>) {
    for (rate, amounts) in rates {
        let rate = rate.hundred_thousandths();
        writer.field(format_args!("{name}.{rate}.net"), amounts.net.cents());
        writer.field(format_args!("{name}.{rate}.vat"), amounts.vat.cents());
        writer.field(format_args!("{name}.{rate}.gross"), amounts.gross.cents());
    }
}

fn read_rates(fields: &Fields, prefix: &str) -> Result<BTreeMap<VatRate, Taxed>, ReadError> {
    let mut rates = BTreeMap::new();
    for (name, _) in fields.iter() {
        let Some(rate) = name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(".gross")) else { continue };
        let key = rate.parse().ok().and_then(|rate| VatRate::new(rate).ok()).ok_or_else(|| fields.wrong(name))?;
        let amounts = Taxed {
            net: cents(fields, &format!("{prefix}{rate}.net"))?,
            vat: cents(fields, &format!("{prefix}{rate}.vat"))?,
            gross: cents(fields, name)?,
        };
        rates.insert(key, amounts);
    }
    Ok(rates)
}
