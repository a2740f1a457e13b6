//! What the payload of each family must hold.

use comptoir_domain::sale::ReceiptNumber;

use super::Problem;
use crate::payload;
use crate::record::SignedRecord;
use crate::text::{Fields, ReadError};
use crate::totals::{Amounts, cents};

/// Fields of a sale that nothing else here reads, and that the law asks for.
const SALE_FIELDS: [&str; 8] = ["kind", "id", "at", "business-day", "operator", "seller", "siret", "software"];
const LINE_FIELDS: [&str; 5] = ["label", "quantity", "unit-price", "net", "vat-rate"];

/// Checks a sale and gives its number: the place of its record, as both count from 1 without a gap.
pub(super) fn sale(record: &SignedRecord, fields: &Fields) -> Result<u64, Problem> {
    fields.expect("record", payload::SALE)?;
    fields.expect("till", record.till.as_str())?;
    need_all(fields, "", &SALE_FIELDS)?;
    if fields.need("kind")? == "refund" {
        fields.need("refund-of")?;
    }
    let expected = ReceiptNumber { till: record.till.clone(), sequence: record.sequence };
    let found = fields.need("number")?;
    if found != expected.to_string() {
        return Err(Problem::ReceiptNumber { expected, found: found.to_owned() });
    }
    check_sums(fields)?;
    Ok(record.sequence)
}

/// Checks the totals after a sale and gives that sale's number.
pub(super) fn grand_total(record: &SignedRecord, fields: &Fields) -> Result<u64, Problem> {
    fields.expect("record", payload::GRAND_TOTAL)?;
    fields.expect("period", "receipt")?;
    fields.need("at")?;
    let number = fields.need("number")?;
    let sequence = number.rsplit('-').next().and_then(|digits| digits.parse().ok());
    let written = |sequence| ReceiptNumber { till: record.till.clone(), sequence }.to_string();
    Ok(sequence.filter(|sequence| written(*sequence) == number).ok_or_else(|| fields.wrong("number"))?)
}

pub(super) fn event(fields: &Fields) -> Result<(), ReadError> {
    fields.expect("record", payload::EVENT)?;
    fields.number::<u16>("code")?;
    need_all(fields, "", &["at", "operator", "detail"])
}

pub(super) fn duplicate(fields: &Fields) -> Result<(), ReadError> {
    fields.expect("record", payload::DUPLICATE)?;
    fields.number::<u32>("copy")?;
    need_all(fields, "", &["document", "number", "at", "operator"])
}

fn check_sums(fields: &Fields) -> Result<(), Problem> {
    let amounts = Amounts::from_fields(fields)?;
    let total = amounts.total.cents();
    let check =
        |what, sum| if sum == i128::from(total) { Ok(()) } else { Err(Problem::SumsDiffer { what, total, sum }) };
    check("lines", sum_lines(fields)?)?;
    let gross = |money: comptoir_domain::money::Money| i128::from(money.cents());
    check("vat", amounts.per_rate.values().map(|rate| gross(rate.net) + gross(rate.vat)).sum())?;
    check("vat", amounts.per_rate.values().map(|rate| gross(rate.gross)).sum())?;
    check("tenders", sum_tenders(fields)? - gross(cents(fields, "change")?))
}

fn sum_lines(fields: &Fields) -> Result<i128, ReadError> {
    let mut sum = 0;
    for place in 1..=fields.number::<usize>("lines")? {
        let prefix = format!("line.{place}.");
        need_all(fields, &prefix, &LINE_FIELDS)?;
        sum += i128::from(cents(fields, &format!("{prefix}gross"))?.cents());
    }
    Ok(sum)
}

fn sum_tenders(fields: &Fields) -> Result<i128, ReadError> {
    let mut sum = 0;
    for place in 1.. {
        let name = format!("tender.{place}.amount");
        if fields.get(&name).is_none() {
            break;
        }
        sum += i128::from(cents(fields, &name)?.cents());
    }
    Ok(sum)
}

fn need_all(fields: &Fields, prefix: &str, names: &[&str]) -> Result<(), ReadError> {
    names.iter().try_for_each(|name| fields.need(&format!("{prefix}{name}")).map(drop))
}
