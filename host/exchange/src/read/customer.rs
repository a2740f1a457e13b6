//! Customers as a file tells them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use comptoir_domain::customer::Birthday;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;

use super::{Complaints, Outcome, Reading, names, values};
use crate::field::{CustomerField, Field};
use crate::layout::Layout;
use crate::mapping::Mapping;
use crate::problem::Fault;
use crate::table::Row;

/// A customer as a file tells it: texts cleaned, dates and amounts read, nothing checked against
/// the shop. What the file does not say is none.
///
/// Phone numbers, addresses, e-mails, SIREN and VAT numbers are as written: their rules are elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerRow {
    /// The line of the file, counted from 1; 0 for rows that come from elsewhere.
    pub line: u64,
    /// The number in the file's own till.
    pub id: Option<String>,
    /// `M.`, `Mme`, or what is written.
    pub title: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The company.
    pub company: Option<String>,
    /// SIREN or SIRET.
    pub siren: Option<String>,
    /// The VAT number.
    pub vat_number: Option<String>,
    /// Flat, floor, stairs.
    pub address_recipient2: Option<String>,
    /// Entrance, building, residence.
    pub address_building: Option<String>,
    /// Number and street.
    pub address_street: Option<String>,
    /// Hamlet, place or post-office box.
    pub address_place: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The town.
    pub city: Option<String>,
    /// The country.
    pub country: Option<String>,
    /// A phone number.
    pub phone: Option<String>,
    /// A mobile number.
    pub mobile: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// The day of birth.
    pub birthday: Option<Birthday>,
    /// The language spoken.
    pub language: Option<Language>,
    /// The pricing group.
    pub group: Option<String>,
    /// Words for selections.
    pub tags: Vec<String>,
    /// The seller who looks after the customer.
    pub seller: Option<String>,
    /// Loyalty cards.
    pub cards: Vec<String>,
    /// Whether text messages are agreed to.
    pub consent_sms: Option<bool>,
    /// Whether e-mails are agreed to.
    pub consent_email: Option<bool>,
    /// Whether letters are agreed to.
    pub consent_post: Option<bool>,
    /// What the shop noted.
    pub note: Option<String>,
    /// What the cashier must be told.
    pub warning: Option<String>,
    /// The day the file was opened.
    pub since: Option<NaiveDate>,
    /// Whether the customer buys on account.
    pub on_account: Option<bool>,
    /// The most that may be owed.
    pub credit_limit: Option<Money>,
    /// Whether the customer wants no loyalty program.
    pub loyalty_off: Option<bool>,
    /// Whether receipts go by e-mail.
    pub e_receipt: Option<bool>,
    /// Whether letters come back.
    pub moved: Option<bool>,
    /// Whether the customer died.
    pub deceased: Option<bool>,
    /// Whether the customer wants no message at all.
    pub do_not_contact: Option<bool>,
    /// The VAT regime.
    pub vat_regime: Option<String>,
    /// The reference of an attestation for purchases free of tax.
    pub attestation: Option<String>,
    /// The last day of that attestation.
    pub attestation_until: Option<NaiveDate>,
    /// The number of the customer who brought this one.
    pub sponsor: Option<String>,
    /// Points to start with.
    pub points: Option<Points>,
    /// What is owed to start with; below zero when the shop owes.
    pub account_balance: Option<Money>,
    /// The rest of credit notes to start with.
    pub credit_note_balance: Option<Money>,
    /// The rest of gift vouchers to start with.
    pub gift_voucher_balance: Option<Money>,
    /// The shop's own fields.
    pub custom: BTreeMap<String, String>,
}

/// Reads customers from the rows of one file.
#[derive(Clone, Debug)]
pub struct CustomerReader {
    columns: Vec<(usize, CustomerField)>,
    headers: Vec<String>,
    reading: Reading,
    is_own: bool,
}

/// What a row says beside the customer's own fields.
#[derive(Default)]
struct Aside {
    full_name: Option<String>,
    is_company: bool,
}

impl CustomerReader {
    /// Prepares to read the rows of a file.
    #[must_use]
    pub fn new(mapping: &Mapping<CustomerField>, reading: Reading) -> Self {
        let columns = mapping.columns().iter().enumerate();
        let wanted = columns.filter(|(_, column)| column.field != CustomerField::IGNORE);
        Self {
            columns: wanted.map(|(index, column)| (index, column.field.clone())).collect(),
            headers: mapping.columns().iter().map(|column| column.header.clone()).collect(),
            reading,
            is_own: mapping.layout() == Some(Layout::Own),
        }
    }

    /// Reads a row.
    #[must_use]
    pub fn read(&self, row: &Row) -> Outcome<CustomerRow> {
        let mut complaints = Complaints::new(row, &self.headers);
        if complaints.is_refused() {
            return Outcome { value: None, problems: complaints.problems };
        }
        let mut customer = CustomerRow { line: row.line(), ..CustomerRow::default() };
        let mut aside = Aside::default();
        for (index, field) in &self.columns {
            let value = row.get(*index);
            if !value.is_empty() {
                let read = self.put(&mut customer, &mut aside, field, value);
                complaints.take(*index, read);
                if names_somebody(field) && value.starts_with(['=', '@']) {
                    complaints.tell(*index, Fault::LooksLikeAFormula);
                }
            }
        }
        self.name(&mut customer, aside);
        if customer.is_nobody() {
            complaints.tell_row(Fault::Nobody);
        }
        complaints.outcome(customer)
    }

    fn put(&self, to: &mut CustomerRow, aside: &mut Aside, field: &CustomerField, value: &str) -> Result<(), Fault> {
        if let Some(slot) = to.text_of(field) {
            *slot = values::line(value);
        } else if let Some(slot) = to.yes_no_of(field) {
            *slot = values::yes_no(value)?;
        } else {
            self.put_other(to, aside, field, value)?;
        }
        Ok(())
    }

    fn put_other(
        &self,
        to: &mut CustomerRow,
        aside: &mut Aside,
        field: &CustomerField,
        value: &str,
    ) -> Result<(), Fault> {
        use CustomerField as F;
        match field {
            F::Title => to.title = values::title(value),
            F::FullName => aside.full_name = values::line(value),
            F::IsCompany => aside.is_company = values::is_company(value)?.unwrap_or(false),
            F::AddressStreet => to.address_street = values::text(value),
            F::Warning => to.warning = values::text(value),
            F::Note => add_lines(&mut to.note, value),
            F::Birthday => to.birthday = values::birthday(value, &self.reading)?,
            F::Since => to.since = values::day(value, &self.reading)?,
            F::AttestationUntil => to.attestation_until = values::any_day(value, &self.reading)?,
            F::Language => to.language = values::language(value)?,
            F::Tags => add_all(&mut to.tags, values::list(value, self.is_own)),
            F::Card => add_all(&mut to.cards, values::list(value, self.is_own)),
            F::CreditLimit => to.credit_limit = values::positive(value)?,
            F::Points => to.points = values::points(value)?,
            F::AccountBalance => to.account_balance = values::money(value)?,
            F::CreditNoteBalance => to.credit_note_balance = values::positive(value)?,
            F::GiftVoucherBalance => to.gift_voucher_balance = values::positive(value)?,
            F::Custom(key) => {
                to.custom.extend(values::text(value).map(|text| (key.clone(), text)));
            }
            _ => {}
        }
        Ok(())
    }

    /// Puts a full name where it belongs, and repairs capitals.
    fn name(&self, customer: &mut CustomerRow, aside: Aside) {
        let is_unnamed = customer.last_name.is_none() && customer.first_name.is_none();
        match aside.full_name {
            Some(name) if aside.is_company => customer.company = customer.company.take().or(Some(name)),
            Some(name) if is_unnamed => {
                let (last, first) = names::split_full_name(&name, self.reading.name_order);
                (customer.last_name, customer.first_name) = (values::line(&last), values::line(&first));
            }
            Some(name) if customer.last_name.is_none() => {
                let first = customer.first_name.as_deref().unwrap_or_default();
                customer.last_name = values::line(&names::without_first_name(&name, first));
            }
            _ => {}
        }
        if self.reading.repair_case {
            let repair = |name: Option<String>| name.map(|name| names::repair_case(&name));
            customer.last_name = repair(customer.last_name.take());
            customer.first_name = repair(customer.first_name.take());
        }
    }
}

impl CustomerRow {
    /// Tells whether nothing says who the customer is.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        let who = [&self.last_name, &self.first_name, &self.company, &self.email, &self.phone, &self.mobile];
        who.iter().all(|known| known.is_none()) && self.cards.is_empty()
    }
}

const fn names_somebody(field: &CustomerField) -> bool {
    use CustomerField as F;
    matches!(field, F::LastName | F::FirstName | F::FullName | F::Company)
}

fn add_lines(to: &mut Option<String>, value: &str) {
    let Some(more) = values::text(value) else {
        return;
    };
    match to {
        Some(known) => {
            known.push('\n');
            known.push_str(&more);
        }
        None => *to = Some(more),
    }
}

fn add_all(to: &mut Vec<String>, more: Vec<String>) {
    for one in more {
        if !to.contains(&one) {
            to.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_with(headers: &[&str], cells: &[&str], change: impl Fn(&mut Reading)) -> Outcome<CustomerRow> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let mapping = Mapping::propose(&headers, &[]);
        let mut reading = Reading::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
        change(&mut reading);
        CustomerReader::new(&mapping, reading).read(&Row::from_cells(7, cells))
    }

    fn read(headers: &[&str], cells: &[&str]) -> Outcome<CustomerRow> {
        read_with(headers, cells, |_| {})
    }

    #[test]
    fn a_cell_that_cannot_be_read_is_left_out_and_its_row_is_kept() {
        let found = read(&["Nom", "Né(e) le", "Encours autorisé"], &["Dupont", "31/02/1980", "beaucoup"]);
        let customer = found.value.unwrap();
        assert_eq!((customer.line, customer.last_name.as_deref()), (7, Some("Dupont")));
        assert_eq!((customer.birthday, customer.credit_limit), (None, None));
        let told: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["7B NoSuchDay \"31/02/1980\"", "7C NotAnAmount \"beaucoup\""]);
    }

    #[test]
    fn a_row_about_nobody_is_refused() {
        let found = read(&["Nom", "Ville", "Carte"], &[" \u{a0}", "Lyon", ""]);
        assert_eq!(found.value, None);
        assert_eq!(found.problems[0].fault, Fault::Nobody);
        assert!(read(&["Nom", "Ville", "Carte"], &["", "Lyon", "2900"]).value.is_some(), "a card is somebody");
    }

    #[test]
    fn formulas_are_text() {
        let found = read(&["Nom", "Téléphone", "Note"], &["=cmd|' /C calc'!A0", "+33612345678", "- aime le bleu"]);
        let customer = found.value.unwrap();
        assert_eq!(customer.last_name.as_deref(), Some("=cmd|' /C calc'!A0"));
        assert_eq!(customer.phone.as_deref(), Some("+33612345678"));
        assert_eq!(customer.note.as_deref(), Some("- aime le bleu"));
        assert_eq!(found.problems.len(), 1);
        assert_eq!(found.problems[0].fault, Fault::LooksLikeAFormula);
    }

    #[test]
    fn several_columns_are_one_list() {
        let found = read(&["Nom", "Carte 1", "Carte 2", "Note", "Commentaire"], &["X", "1, 2", "2;3", "a", "b"]);
        let customer = found.value.unwrap();
        assert_eq!(customer.cards, ["1", "2", "3"]);
        assert_eq!(customer.note.as_deref(), Some("a\nb"));
    }

    #[test]
    fn full_names_are_people_or_companies() {
        let headers = ["Nom complet", "Est une société"];
        let customer = read(&headers, &["Claire Lefèvre", "non"]).value.unwrap();
        assert_eq!(customer.last_name.as_deref(), Some("Lefèvre"));
        let customer = read(&headers, &["Atelier Lefèvre", "oui"]).value.unwrap();
        assert_eq!((customer.company.as_deref(), customer.last_name), (Some("Atelier Lefèvre"), None));
        let customer = read(&["Nom complet", "Nom"], &["Claire Lefèvre", "Le Fèvre"]).value.unwrap();
        assert_eq!((customer.last_name.as_deref(), customer.first_name), (Some("Le Fèvre"), None));
        let customer = read(&["Nom complet", "Prénom"], &["Claire Lefèvre", "Claire"]).value.unwrap();
        assert_eq!((customer.last_name.as_deref(), customer.first_name.as_deref()), (Some("Lefèvre"), Some("Claire")));
    }

    #[test]
    fn capitals_are_repaired_when_asked() {
        let headers = ["Nom", "Prénom", "Société"];
        let cells = ["DE LA TOUR", "JEAN-PIERRE", "SNCF"];
        assert_eq!(read(&headers, &cells).value.unwrap().last_name.as_deref(), Some("DE LA TOUR"));
        let customer = read_with(&headers, &cells, |reading| reading.repair_case = true).value.unwrap();
        assert_eq!(customer.last_name.as_deref(), Some("de La Tour"));
        assert_eq!(customer.first_name.as_deref(), Some("Jean-Pierre"));
        assert_eq!(customer.company.as_deref(), Some("SNCF"), "companies write themselves as they like");
    }
}
