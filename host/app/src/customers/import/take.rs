//! Rows taken into files, one after the other.

use std::io::BufWriter;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use comptoir_domain::credit::CreditKind;
use comptoir_domain::customer::{Channel, Consent, Customer, Source};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_exchange::problem::Severity;
use comptoir_exchange::read::{CustomerReader, CustomerRow};
use comptoir_exchange::refused::RefusedWriter;
use comptoir_exchange::table::{Format, Row, Table};
use comptoir_store::{Hand, OpeningAccount, OpeningBalance, OpeningCounter};

use super::{AT_ONCE, Duplicates, ImportOptions, ImportReport, MOST_PROBLEMS, RowProblem};
use crate::customers::{FormField, channel_name};
use crate::error::Error;
use crate::till::Till;

/// After how many rows it is told how far it is.
const TOLD_EVERY: u64 = 500;

/// Takes rows in, one after the other.
pub(super) struct Taker<'a> {
    pub(super) reader: CustomerReader,
    pub(super) options: &'a ImportOptions,
    pub(super) report: ImportReport,
    pub(super) refused: Option<RefusedWriter<BufWriter<std::fs::File>>>,
    pub(super) path: &'a Path,
    /// What is entered into the ledgers once all files are there.
    pub(super) openings: Vec<OpeningBalance>,
}

impl Taker<'_> {
    /// Takes as many rows as one transaction holds; tells whether there may be more.
    pub(super) fn take_rows(
        &mut self,
        till: &mut Till,
        table: &mut Table,
        hand: &Hand<'_>,
        (progress, stop): (&mut dyn FnMut(u64), &AtomicBool),
    ) -> Result<bool, Error> {
        let mut row = Row::default();
        for _ in 0..AT_ONCE {
            let read =
                table.read(&mut row).map_err(|error| till.exchange_error(self.path, error.message(till.language)))?;
            if !read || stop.load(Ordering::Relaxed) {
                return Ok(read);
            }
            self.report.rows += 1;
            self.take(till, &row, hand)?;
            if self.report.rows.is_multiple_of(TOLD_EVERY) {
                progress(self.report.rows);
            }
        }
        Ok(true)
    }

    fn take(&mut self, till: &mut Till, row: &Row, hand: &Hand<'_>) -> Result<(), Error> {
        let outcome = self.reader.read(row);
        let is_refused = outcome.value.is_none();
        let refused_words = match &outcome.value {
            Some(read) => self.take_read(till, read, hand)?,
            None => Vec::new(),
        };
        let dropped = outcome.problems.iter().filter(|problem| problem.severity() == Severity::CellDropped).count();
        let refused = is_refused || !refused_words.is_empty();
        self.report.refused += u64::from(refused);
        self.report.dropped += if refused { 0 } else { dropped as u64 };
        for problem in &outcome.problems {
            self.tell(row.line(), problem.message(till.language), refused);
        }
        for words in &refused_words {
            let line = row.line();
            let words = till.language.pick(format!("Ligne {line} : {words}"), format!("Line {line}: {words}"));
            self.tell(line, words, true);
        }
        match &mut self.refused {
            Some(writer) if refused => writer
                .write_with(row, &outcome.problems, &refused_words)
                .map_err(|error| till.exchange_error(self.path, error.message(till.language))),
            _ => Ok(()),
        }
    }

    fn tell(&mut self, line: u64, words: String, refused: bool) {
        if self.report.problems.len() < MOST_PROBLEMS {
            self.report.problems.push(RowProblem { line, words, refused });
        }
    }

    /// Takes one row that could be read; gives why it is refused.
    fn take_read(&mut self, till: &mut Till, read: &CustomerRow, hand: &Hand<'_>) -> Result<Vec<String>, Error> {
        let known = till.same_customer(read)?;
        let is_known = known.is_some();
        let mut customer = known.map_or_else(|| till.blank_file(), |(customer, _)| customer);
        if !is_known {
            customer.since = read.since.unwrap_or(customer.since);
            if let Some(id) = read.id.as_deref().and_then(|id| id.parse().ok()) {
                customer.id = id;
            }
        }
        let before = customer.clone();
        let typed = typed(read);
        let issues = match till.fill(&mut customer, &typed) {
            Ok(issues) => issues,
            // A card of somebody else: the row cannot be trusted.
            Err(Error::Refused(refused)) => return Ok(vec![Error::Refused(refused).message(till.language)]),
            Err(error) => return Err(error),
        };
        if !customer.person.is_named() {
            return Ok(issues.iter().map(|issue| issue.words(till.language)).collect());
        }
        // A line of an address is wrong as it stands on paper, after it was taken: it is not kept.
        for issue in &issues {
            issue.field.take_back(&mut customer, &before);
        }
        self.report.dropped += issues.len() as u64;
        for issue in &issues {
            let (line, words) = (read.line, issue.words(till.language));
            let words = till.language.pick(
                format!("Ligne {line} : {words} (valeur laissée de côté)"),
                format!("Line {line}: {words} (value left out)"),
            );
            self.tell(line, words, false);
        }
        let customer = match self.settle(till, customer, is_known, read.line)? {
            Some(customer) => customer,
            None => return Ok(Vec::new()),
        };
        self.write(till, &customer, read, hand)?;
        self.open_ledgers(till, customer.id, read);
        Ok(Vec::new())
    }

    /// Notes what the customer holds and owes at the other till.
    fn open_ledgers(&mut self, till: &Till, id: CustomerId, read: &CustomerRow) {
        let counter = self.options.points.as_ref();
        let points = read.points.filter(|points| *points != Points::ZERO);
        if points.is_some() && counter.is_none() {
            let words = till.language.pick(
                format!(
                    "Ligne {} : points laissés de côté, dites où les mettre (--points PROGRAMME/COMPTEUR)",
                    read.line
                ),
                format!("Line {}: points left out, say where they go (--points PROGRAM/COUNTER)", read.line),
            );
            self.tell(read.line, words, false);
        }
        let balance = |amount: Option<Money>| amount.filter(|amount| *amount != Money::ZERO);
        let opened = read.on_account == Some(true) || read.credit_limit.is_some();
        let account = balance(read.account_balance);
        let papers =
            [(CreditKind::CreditNote, read.credit_note_balance), (CreditKind::GiftVoucher, read.gift_voucher_balance)];
        let positive =
            papers.into_iter().filter_map(|(kind, amount)| Some((kind, amount.filter(|a| a.is_positive())?)));
        let opening = OpeningBalance {
            customer: Some(id),
            account: (opened || account.is_some()).then(|| OpeningAccount {
                balance: account.unwrap_or(Money::ZERO),
                limit: read.credit_limit,
                due: None,
            }),
            credits: positive.map(|(kind, amount)| till.opening_credit(kind, "", amount, None)).collect(),
            counters: points.zip(counter).map_or_else(Vec::new, |(amount, (program, counter))| {
                vec![OpeningCounter {
                    program: program.clone(),
                    counter: counter.clone(),
                    delta: amount,
                    expires: None,
                }]
            }),
        };
        if opening.account.is_some() || !opening.credits.is_empty() || !opening.counters.is_empty() {
            self.openings.push(opening);
        }
    }

    /// Decides about a new file that looks like one that is there; nothing when the row is left out.
    fn settle(
        &mut self,
        till: &Till,
        customer: Customer,
        is_known: bool,
        line: u64,
    ) -> Result<Option<Customer>, Error> {
        if is_known || self.options.duplicates == Duplicates::Create {
            return Ok(Some(customer));
        }
        let Some(there) = till.likely_same(&customer)? else { return Ok(Some(customer)) };
        if self.options.duplicates == Duplicates::Update {
            return Ok(Some(crate::customers::duplicates::joined(&there, &customer)));
        }
        self.report.duplicates += 1;
        let name = there.person.display_name();
        let words = till.language.pick(
            format!("Ligne {line} : semble être {name}, déjà connu : laissée de côté"),
            format!("Line {line}: seems to be {name}, known already: left out"),
        );
        self.tell(line, words, false);
        Ok(None)
    }

    fn write(
        &mut self,
        till: &mut Till,
        customer: &Customer,
        read: &CustomerRow,
        hand: &Hand<'_>,
    ) -> Result<(), Error> {
        let is_new = till.store.customer(customer.id)?.is_none();
        let changed = till.store.write_file(customer, hand)?;
        for channel in note_consents(till, customer, read, hand)? {
            let (line, name) = (read.line, channel_name(channel, till.language));
            let words = till.language.pick(
                format!("Ligne {line} : accord {name} laissé de côté, cette personne ou cette adresse a dit non"),
                format!("Line {line}: consent to {name} left out, this person or this address said no"),
            );
            self.tell(line, words, false);
        }
        match (is_new, changed) {
            (true, _) => self.report.created += 1,
            (false, true) => self.report.updated += 1,
            (false, false) => self.report.unchanged += 1,
        }
        Ok(())
    }
}

/// What a row says about channels, unless the file says so already. A file that is brought in never turns a
/// no into a yes: gives the channels on which it would have.
fn note_consents(
    till: &mut Till,
    customer: &Customer,
    read: &CustomerRow,
    hand: &Hand<'_>,
) -> Result<Vec<Channel>, Error> {
    let said =
        [(Channel::Sms, read.consent_sms), (Channel::Email, read.consent_email), (Channel::Post, read.consent_post)];
    if said.iter().all(|(_, granted)| granted.is_none()) {
        return Ok(Vec::new());
    }
    let known = comptoir_domain::customer::Consents::of(till.store.consents(customer.id)?);
    let opposed = till.opposed_channels(customer)?;
    let mut left_out = Vec::new();
    for (channel, granted) in said {
        let Some(granted) = granted.filter(|granted| known.on(channel).is_none_or(|on| on.granted != *granted)) else {
            continue;
        };
        if granted && (known.on(channel).is_some() || opposed.contains(&channel)) {
            left_out.push(channel);
            continue;
        }
        let consent = Consent {
            channel,
            granted,
            at: hand.at,
            source: Source::Import,
            wording: till.language.pick("repris d'un fichier", "brought over from a file").to_owned(),
            operator: hand.operator.to_owned(),
        };
        till.store.say(customer.id, &consent)?;
    }
    Ok(left_out)
}

/// The row as it would be typed into the form: what the row does not say stays as it is.
fn typed(row: &CustomerRow) -> Vec<(FormField, String)> {
    let mut typed = Vec::new();
    let texts = [
        (FormField::Title, &row.title),
        (FormField::LastName, &row.last_name),
        (FormField::FirstName, &row.first_name),
        (FormField::Company, &row.company),
        (FormField::Siren, &row.siren),
        (FormField::VatNumber, &row.vat_number),
        (FormField::Email, &row.email),
        (FormField::Complement, &row.address_recipient2),
        (FormField::Building, &row.address_building),
        (FormField::Street, &row.address_street),
        (FormField::Place, &row.address_place),
        (FormField::Postcode, &row.postcode),
        (FormField::City, &row.city),
        (FormField::Country, &row.country),
        (FormField::Group, &row.group),
        (FormField::Seller, &row.seller),
        (FormField::Note, &row.note),
        (FormField::Warning, &row.warning),
        (FormField::Sponsor, &row.sponsor),
        (FormField::VatRegime, &row.vat_regime),
        (FormField::Attestation, &row.attestation),
    ];
    typed.extend(texts.into_iter().filter_map(|(field, text)| Some((field, text.clone()?))));
    let phones: Vec<String> = [&row.mobile, &row.phone].into_iter().flatten().cloned().collect();
    let lists = [(FormField::Phone, &phones), (FormField::Tags, &row.tags), (FormField::Cards, &row.cards)];
    typed.extend(lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(field, list)| (field, list.join(", "))));
    if let Some(birthday) = row.birthday {
        typed.push((FormField::Birthday, crate::customers::form::birthday_text(birthday)));
    }
    if let Some(until) = row.attestation_until {
        typed.push((FormField::AttestationUntil, crate::format::day(until)));
    }
    if let Some(language) = row.language {
        typed.push((FormField::Language, language.pick("fr", "en").to_owned()));
    }
    let flags = [
        (FormField::NoLoyalty, row.loyalty_off),
        (FormField::EReceipt, row.e_receipt),
        (FormField::Moved, row.moved),
        (FormField::Deceased, row.deceased),
        (FormField::DoNotContact, row.do_not_contact),
    ];
    let yes_no = |yes: bool| if yes { "oui".to_owned() } else { "non".to_owned() };
    typed.extend(flags.into_iter().filter_map(|(field, flag)| Some((field, yes_no(flag?)))));
    typed.extend(row.custom.iter().map(|(key, value)| (FormField::Custom(key.clone()), value.clone())));
    typed
}

pub(super) fn format_words(format: &Format) -> String {
    match format {
        Format::Text { encoding, separator } => {
            let separator = if *separator == '\t' { "tab".to_owned() } else { format!("« {separator} »") };
            format!("CSV {} {separator}", encoding.name())
        }
        Format::Workbook { sheet, .. } => format!("classeur, feuille « {sheet} »"),
    }
}
