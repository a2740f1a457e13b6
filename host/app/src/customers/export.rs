//! Customers out of the shop: a list as CSV or as a workbook, one person as a card.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use comptoir_domain::customer::{Channel, Consents, Customer};
use comptoir_domain::id::CustomerId;
use comptoir_domain::language::Language;
use comptoir_exchange::read::CustomerRow;
use comptoir_exchange::write::{CustomerWriter, Style, TableWriter, Version, vcard};
use comptoir_store::{Act, Hand};

use super::lists::ListQuery;
use crate::clock::Clock;
use crate::error::Error;
use crate::till::Till;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Text with semicolons, as French spreadsheets open it.
    Csv,
    /// A workbook.
    Xlsx,
    /// Cards for address books.
    Vcard,
}

impl ExportFormat {
    /// Reads the ending of a file's name; nothing for another one.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "vcf" => Some(Self::Vcard),
            _ => None,
        }
    }
}

impl Till {
    /// Writes all who fit a list into a file, and notes on each file that it was given out. The file is
    /// there once it is whole. Gives how many there are; reports how many are written.
    ///
    /// # Errors
    ///
    /// [`Error::Exchange`] or [`Error::File`] when it cannot be written, what the filter says.
    pub fn export_customers(
        &mut self,
        query: &ListQuery,
        path: &Path,
        format: ExportFormat,
        progress: &mut dyn FnMut(usize),
    ) -> Result<usize, Error> {
        let filter = self.read_filter(query)?;
        let ids = self.store.filtered_customers(&filter, Clock::business_day(self.now()))?;
        let unfinished = path.with_added_extension("part");
        let file = std::fs::File::create(&unfinished).map_err(|error| Error::file(&unfinished, &error))?;
        let out = BufWriter::new(file);
        let written = match format {
            ExportFormat::Vcard => self.write_cards(&ids, out, path),
            _ => self.write_table(&ids, out, (path, format), progress),
        };
        let file = written.inspect_err(|_| drop(std::fs::remove_file(&unfinished)))?;
        file.sync_all().map_err(|error| Error::file(&unfinished, &error))?;
        std::fs::rename(&unfinished, path).map_err(|error| Error::file(path, &error))?;
        self.note_exports(&ids, path)?;
        Ok(ids.len())
    }

    fn write_table(
        &self,
        ids: &[CustomerId],
        out: BufWriter<std::fs::File>,
        (path, format): (&Path, ExportFormat),
        progress: &mut dyn FnMut(usize),
    ) -> Result<std::fs::File, Error> {
        let failed = |error: comptoir_exchange::error::WriteError| Error::Exchange {
            path: path.display().to_string(),
            problem: error.message(self.language).to_string(),
        };
        let table = match format {
            ExportFormat::Xlsx => TableWriter::xlsx(out, self.language.pick("Clients", "Customers"), self.language),
            _ => TableWriter::csv(out, Style { language: self.language, ..Style::default() }),
        };
        let own: Vec<String> = self.store.custom_fields()?.into_iter().map(|field| field.key).collect();
        let mut writer = CustomerWriter::new(table.map_err(failed)?, &own).map_err(failed)?;
        for (done, id) in ids.iter().enumerate() {
            if let Some(customer) = self.store.customer(*id)? {
                writer.write(&self.as_row(&customer)?).map_err(failed)?;
            }
            progress(done + 1);
        }
        let out = writer.finish().map_err(failed)?;
        out.into_inner().map_err(|error| Error::file(path, error.error()))
    }

    fn write_cards(
        &self,
        ids: &[CustomerId],
        mut out: BufWriter<std::fs::File>,
        path: &Path,
    ) -> Result<std::fs::File, Error> {
        for id in ids {
            if let Some(customer) = self.store.customer(*id)? {
                let card = vcard(&self.as_row(&customer)?, Version::V4);
                out.write_all(card.as_bytes()).map_err(|error| Error::file(path, &error))?;
            }
        }
        out.into_inner().map_err(|error| Error::file(path, error.error()))
    }

    pub(crate) fn note_exports(&mut self, ids: &[CustomerId], path: &Path) -> Result<(), Error> {
        let operator = self.operator.clone();
        let hand = Hand { at: self.now(), operator: &operator, batch: None };
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        self.store
            .bulk(|store| ids.iter().try_for_each(|id| store.note_act(*id, Act::Exported, Some(&name), &hand)))?;
        Ok(())
    }

    /// The file as a row: all that an import of ours takes in again.
    fn as_row(&self, customer: &Customer) -> Result<CustomerRow, Error> {
        let person = customer.person.clone();
        let dealings = customer.dealings.clone();
        let consents = Consents::of(self.store.consents(customer.id)?);
        let granted = |channel| consents.on(channel).map(|consent| consent.granted);
        let account = self.store.account(customer.id)?;
        let flag = |flag: bool| flag.then_some(true);
        let phones: Vec<String> = person.phones().map(str::to_owned).collect();
        Ok(CustomerRow {
            id: Some(customer.id.to_string()),
            title: person.title,
            last_name: Some(person.last_name).filter(|name| !name.is_empty()),
            first_name: Some(person.first_name).filter(|name| !name.is_empty()),
            company: person.company,
            siren: person.siren,
            vat_number: person.vat_number,
            address_recipient2: person.complement,
            address_building: person.building,
            address_street: person.street,
            address_place: person.place,
            postcode: person.postcode,
            city: person.city,
            country: person.country,
            mobile: phones.first().cloned(),
            phone: phones.get(1).cloned(),
            email: person.email,
            birthday: person.birthday,
            language: person.language.as_deref().and_then(Language::from_tag),
            group: customer.group.as_ref().map(|group| group.id.to_string()),
            tags: customer.tags.iter().cloned().collect(),
            seller: dealings.seller,
            cards: customer.cards.clone(),
            consent_sms: granted(Channel::Sms),
            consent_email: granted(Channel::Email),
            consent_post: granted(Channel::Post),
            note: person.note,
            warning: person.warning,
            since: Some(customer.since),
            on_account: account.as_ref().map(|_| true),
            credit_limit: account.and_then(|account| account.limit),
            loyalty_off: flag(dealings.no_loyalty),
            e_receipt: flag(dealings.e_receipt),
            moved: flag(dealings.moved),
            deceased: flag(dealings.deceased),
            do_not_contact: flag(dealings.do_not_contact),
            vat_regime: dealings.vat.regime.article().map(|_| dealings.vat.regime.code().to_owned()),
            attestation: dealings.vat.attestation,
            attestation_until: dealings.vat.until,
            sponsor: customer.sponsor.map(|sponsor| sponsor.to_string()),
            custom: person.custom,
            ..CustomerRow::default()
        })
    }
}
