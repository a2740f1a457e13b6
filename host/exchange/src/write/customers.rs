//! Customers as a table: all fields, and the shop's own as columns after them.

use std::collections::BTreeSet;
use std::io::Write;

use comptoir_domain::customer::Birthday;
use comptoir_domain::language::Language;

use super::{Cell, TableWriter};
use crate::error::WriteError;
use crate::field::{CustomerField, Field};
use crate::read::CustomerRow;

/// Writes customers into a table that our reader reads back without loss.
#[derive(Debug)]
pub struct CustomerWriter<W: Write> {
    table: TableWriter<W>,
    fields: Vec<CustomerField>,
}

impl<W: Write + Send> CustomerWriter<W> {
    /// Begins with the headers. `custom` names the shop's own fields ([`custom_keys`] finds them).
    ///
    /// # Errors
    ///
    /// As [`TableWriter::row`].
    pub fn new(mut table: TableWriter<W>, custom: &[String]) -> Result<Self, WriteError> {
        let known = CustomerField::entries().iter().map(|entry| entry.field.clone());
        // A full name says nothing that both names do not say.
        let known = known.filter(|field| !matches!(field, CustomerField::FullName | CustomerField::IsCompany));
        let fields: Vec<_> = known.chain(custom.iter().cloned().map(CustomerField::Custom)).collect();
        let headers: Vec<String> = fields.iter().map(|field| field.header(table.language())).collect();
        table.header(&headers)?;
        Ok(Self { table, fields })
    }

    /// Writes a customer.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::row`].
    pub fn write(&mut self, customer: &CustomerRow) -> Result<(), WriteError> {
        let language = self.table.language();
        let cells: Vec<Cell<'_>> = self.fields.iter().map(|field| cell(customer, field, language)).collect();
        self.table.row(&cells)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::finish`].
    pub fn finish(self) -> Result<W, WriteError> {
        self.table.finish()
    }
}

/// Finds the shop's own fields in some customers, sorted.
#[must_use]
pub fn custom_keys<'a>(customers: impl IntoIterator<Item = &'a CustomerRow>) -> Vec<String> {
    let keys: BTreeSet<&String> = customers.into_iter().flat_map(|customer| customer.custom.keys()).collect();
    keys.into_iter().cloned().collect()
}

fn cell<'a>(of: &'a CustomerRow, field: &CustomerField, language: Language) -> Cell<'a> {
    use CustomerField as F;
    match field {
        F::Birthday => of.birthday.map(|day| birthday(day, language)).into(),
        F::Language => of.language.map(|spoken| spoken.pick("fr", "en")).into(),
        F::Tags => list(&of.tags),
        F::Card => list(&of.cards),
        F::Since => of.since.map_or(Cell::Empty, Cell::Day),
        F::AttestationUntil => of.attestation_until.map_or(Cell::Empty, Cell::Day),
        F::CreditLimit => of.credit_limit.into(),
        F::Points => of.points.map_or(Cell::Empty, |points| Cell::Number(points.value())),
        F::AccountBalance => of.account_balance.into(),
        F::CreditNoteBalance => of.credit_note_balance.into(),
        F::GiftVoucherBalance => of.gift_voucher_balance.into(),
        F::Custom(key) => of.custom.get(key).map(String::as_str).into(),
        other => match yes_no(of, other) {
            Some(answer) => answer.map_or(Cell::Empty, Cell::YesNo),
            None => text(of, other).into(),
        },
    }
}

fn text<'a>(of: &'a CustomerRow, field: &CustomerField) -> Option<&'a str> {
    use CustomerField as F;
    let slot = match field {
        F::Id => &of.id,
        F::Title => &of.title,
        F::LastName => &of.last_name,
        F::FirstName => &of.first_name,
        F::Company => &of.company,
        F::Siren => &of.siren,
        F::VatNumber => &of.vat_number,
        F::AddressRecipient2 => &of.address_recipient2,
        F::AddressBuilding => &of.address_building,
        F::AddressStreet => &of.address_street,
        F::AddressPlace => &of.address_place,
        F::Postcode => &of.postcode,
        F::City => &of.city,
        F::Country => &of.country,
        F::Phone => &of.phone,
        F::Mobile => &of.mobile,
        F::Email => &of.email,
        F::Group => &of.group,
        F::Seller => &of.seller,
        F::Note => &of.note,
        F::Warning => &of.warning,
        F::VatRegime => &of.vat_regime,
        F::Attestation => &of.attestation,
        F::Sponsor => &of.sponsor,
        _ => return None,
    };
    slot.as_deref()
}

/// Gives the answer of a field that is yes or no, known or not.
const fn yes_no(of: &CustomerRow, field: &CustomerField) -> Option<Option<bool>> {
    use CustomerField as F;
    Some(match field {
        F::ConsentSms => of.consent_sms,
        F::ConsentEmail => of.consent_email,
        F::ConsentPost => of.consent_post,
        F::OnAccount => of.on_account,
        F::LoyaltyOff => of.loyalty_off,
        F::EReceipt => of.e_receipt,
        F::Moved => of.moved,
        F::Deceased => of.deceased,
        F::DoNotContact => of.do_not_contact,
        _ => return None,
    })
}

/// Without its year a birthday is no day of a calendar, and stays a text in both kinds of file.
fn birthday(day: Birthday, language: Language) -> Cell<'static> {
    match day.year.and_then(|year| chrono::NaiveDate::from_ymd_opt(year, day.month, day.day)) {
        Some(date) => Cell::Day(date),
        None => language
            .pick(format!("{:02}/{:02}", day.day, day.month), format!("--{:02}-{:02}", day.month, day.day))
            .into(),
    }
}

pub(super) fn list(parts: &[String]) -> Cell<'static> {
    if parts.is_empty() {
        return Cell::Empty;
    }
    let escaped: Vec<String> = parts.iter().map(|part| part.replace('\\', r"\\").replace('|', r"\|")).collect();
    escaped.join("|").into()
}
