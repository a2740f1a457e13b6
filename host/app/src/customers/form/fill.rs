//! How what was typed becomes what a file holds, field by field, and what is wrong with it.

use chrono::{Datelike as _, NaiveDate};
use comptoir_contact::company::{Siren, VatNumber};
use comptoir_contact::name::Title;
use comptoir_contact::{Address, Email, Phone, messages as words};
use comptoir_domain::customer::{Birthday, Customer, Dealings};
use comptoir_domain::language::Language;
use comptoir_domain::regime::{Exemption, RegimeRefusal, VatRegime};
use comptoir_store::{CustomField, CustomKind};

use super::{FieldIssue, FormField, bare, listed, typed};
use crate::clock::Clock;
use crate::error::Error;
use crate::messages::regimes;
use crate::till::Till;

/// Puts texts into a file, one field after the other.
pub(super) struct Filler<'a> {
    pub(super) till: &'a Till,
    pub(super) customer: &'a mut Customer,
    pub(super) own: &'a [CustomField],
    pub(super) issues: Vec<FieldIssue>,
}

impl Filler<'_> {
    fn say(&mut self, field: &FormField, value: &str, problem: impl Into<String>) {
        self.issues.push(FieldIssue { field: field.clone(), value: value.to_owned(), problem: problem.into() });
    }

    pub(super) fn take(&mut self, field: &FormField, text: &str) -> Result<(), Error> {
        let value = typed(text);
        let person = &mut self.customer.person;
        match field {
            FormField::LastName => person.last_name = value.unwrap_or_default(),
            FormField::FirstName => person.first_name = value.unwrap_or_default(),
            FormField::Company => person.company = value,
            FormField::Complement => person.complement = value,
            FormField::Building => person.building = value,
            FormField::Street => person.street = value,
            FormField::Place => person.place = value,
            FormField::City => person.city = value,
            FormField::Country => person.country = value.filter(|country| !country.eq_ignore_ascii_case("france")),
            FormField::Warning => person.warning = value,
            FormField::Note => person.note = value,
            FormField::Seller => self.customer.dealings.seller = value,
            FormField::Tags => self.customer.tags = listed(text).collect(),
            FormField::Group => self.group(value)?,
            FormField::Sponsor => self.sponsor(value)?,
            FormField::Cards => {
                let cards = listed(text).map(|card| self.till.free_card(&card, self.customer.id));
                self.customer.cards = cards.collect::<Result<_, _>>()?;
            }
            FormField::Custom(key) => self.custom(key, value),
            FormField::VatRegime => self.regime(value.as_deref()),
            FormField::Attestation => self.customer.dealings.vat.attestation = value,
            FormField::AttestationUntil => self.attestation_until(value.as_deref()),
            FormField::NoLoyalty => self.flag(field, text, |dealings| &mut dealings.no_loyalty),
            FormField::EReceipt => self.flag(field, text, |dealings| &mut dealings.e_receipt),
            FormField::Moved => self.flag(field, text, |dealings| &mut dealings.moved),
            FormField::Deceased => self.flag(field, text, |dealings| &mut dealings.deceased),
            FormField::DoNotContact => self.flag(field, text, |dealings| &mut dealings.do_not_contact),
            field => self.take_read(field, value.as_deref()),
        }
        Ok(())
    }

    /// Fields with a spelling of their own.
    fn take_read(&mut self, field: &FormField, value: Option<&str>) {
        let language = self.till.language;
        let read = match field {
            FormField::Title => return self.title(value),
            FormField::Phone => return self.phones(value.unwrap_or_default()),
            FormField::Email => return self.emails(value.unwrap_or_default()),
            FormField::Birthday => return self.birthday(value),
            FormField::Language => return self.language(value),
            FormField::Postcode => return self.postcode(value),
            FormField::Siren => value.map(|text| Siren::read(text).map(|siren| siren.as_str().to_owned())),
            _ => value.map(|text| VatNumber::read(text).map(|number| number.as_str().to_owned())),
        };
        let read = match read.transpose() {
            Ok(read) => read,
            Err(error) => {
                return self.say(field, value.unwrap_or_default(), bare(&words::company_error(&error, language)));
            }
        };
        match field {
            FormField::Siren => self.customer.person.siren = read,
            _ => self.customer.person.vat_number = read,
        }
    }

    fn title(&mut self, value: Option<&str>) {
        let person = &mut self.customer.person;
        match value.map(|text| (text, Title::read(text))) {
            None => person.title = None,
            Some((_, Some(title))) => person.title = Some(title.short().to_owned()),
            Some((text, None)) => {
                let problem = self
                    .till
                    .language
                    .pick("écrivez Madame, Monsieur, ou laissez vide", "write Madame, Monsieur, or leave it empty");
                self.say(&FormField::Title, text, problem);
            }
        }
    }

    fn phones(&mut self, text: &str) {
        let home = self.till.home(self.customer.person.postcode.as_deref());
        let mut read = Vec::new();
        for number in listed(text) {
            match Phone::read(&number, home) {
                Ok(phone) => read.push(phone.as_str().to_owned()),
                Err(error) => {
                    self.say(&FormField::Phone, &number, bare(&words::phone_error(&error, self.till.language)));
                }
            }
        }
        let mut read = read.into_iter();
        self.customer.person.phone = read.next();
        self.customer.person.more_phones = read.collect();
    }

    fn emails(&mut self, text: &str) {
        let mut read = Vec::new();
        for address in listed(text) {
            match Email::read(&address) {
                Ok(email) => read.push(email.as_str().to_owned()),
                Err(error) => {
                    self.say(&FormField::Email, &address, bare(&words::email_error(&error, self.till.language)));
                }
            }
        }
        let mut read = read.into_iter();
        self.customer.person.email = read.next();
        self.customer.person.more_emails = read.collect();
    }

    fn birthday(&mut self, value: Option<&str>) {
        let today = Clock::business_day(self.till.now());
        let read = value.map(|text| (text, read_birthday(text).filter(|day| is_birthday(*day, today))));
        match read {
            None => self.customer.person.birthday = None,
            Some((_, Some(birthday))) => self.customer.person.birthday = Some(birthday),
            Some((text, None)) => {
                let problem = self.till.language.pick(
                    "écrivez un jour du calendrier : 29/02/1980, ou 29/02 sans l'année",
                    "write a day of the calendar: 29/02/1980, or 29/02 without the year",
                );
                self.say(&FormField::Birthday, text, problem);
            }
        }
    }

    fn language(&mut self, value: Option<&str>) {
        let value = value.map(str::to_lowercase);
        match value {
            Some(code) if !(code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())) => {
                let problem = self.till.language.pick("deux lettres : fr, en, de", "two letters: fr, en, de");
                self.say(&FormField::Language, &code, problem);
            }
            code => self.customer.person.language = code,
        }
    }

    /// Checked with the country, once all is read.
    fn postcode(&mut self, value: Option<&str>) {
        self.customer.person.postcode = value.map(str::to_uppercase);
    }

    fn group(&mut self, value: Option<String>) -> Result<(), Error> {
        let Some(asked) = value else {
            self.customer.group = None;
            return Ok(());
        };
        let groups = self.till.store.groups()?;
        let found = groups.iter().find(|group| {
            group.id.as_str().eq_ignore_ascii_case(&asked) || group.name.to_lowercase() == asked.to_lowercase()
        });
        match found {
            Some(group) => self.customer.group = Some(group.clone()),
            None => {
                let known: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
                let known = known.join(", ");
                let problem = self.till.language.pick(
                    format!("aucune famille de ce nom ; il y a : {known}"),
                    format!("no group of this name; there are: {known}"),
                );
                self.say(&FormField::Group, &asked, problem);
            }
        }
        Ok(())
    }

    fn sponsor(&mut self, value: Option<String>) -> Result<(), Error> {
        let Some(asked) = value else {
            self.customer.sponsor = None;
            return Ok(());
        };
        let language = self.till.language;
        match self.till.find_customer(&asked) {
            Ok(sponsor) if sponsor.id == self.customer.id => {
                let problem =
                    language.pick("un client ne se parraine pas lui-même", "a customer does not sponsor themselves");
                self.say(&FormField::Sponsor, &asked, problem);
            }
            Ok(sponsor) => self.customer.sponsor = Some(sponsor.id),
            Err(Error::NotFound(missing)) => {
                let problem = Error::NotFound(missing).message(language);
                self.say(&FormField::Sponsor, &asked, problem);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn regime(&mut self, value: Option<&str>) {
        match value.map(|text| (text, VatRegime::from_code(text))) {
            None => self.customer.dealings.vat.regime = VatRegime::Normal,
            Some((_, Some(regime))) => self.customer.dealings.vat.regime = regime,
            Some((text, None)) => {
                let codes = VatRegime::ALL.map(VatRegime::code).join(", ");
                let problem =
                    self.till.language.pick(format!("choisissez parmi : {codes}"), format!("choose from: {codes}"));
                self.say(&FormField::VatRegime, text, problem);
            }
        }
    }

    fn attestation_until(&mut self, value: Option<&str>) {
        match value.map(|text| (text, read_day(text))) {
            None => self.customer.dealings.vat.until = None,
            Some((_, Some(day))) => self.customer.dealings.vat.until = Some(day),
            Some((text, None)) => {
                let problem = day_problem(self.till.language);
                self.say(&FormField::AttestationUntil, text, problem);
            }
        }
    }

    /// What proves the regime is on the file.
    fn check_regime(&mut self) {
        let refusal = Exemption::of(self.customer).and_then(|exemption| exemption.check().err());
        let Some(refusal) = refusal else { return };
        let field = match refusal {
            RegimeRefusal::NoVatNumber => FormField::VatRegime,
            RegimeRefusal::NoAttestation => FormField::Attestation,
            RegimeRefusal::NoLastDay => FormField::AttestationUntil,
        };
        let value = field.text(self.customer);
        self.say(&field, &value, regimes::missing(refusal, self.till.language));
    }

    fn flag(&mut self, field: &FormField, text: &str, of: fn(&mut Dealings) -> &mut bool) {
        let yes = match text.trim().to_lowercase().as_str() {
            "" | "non" | "no" | "n" | "0" | "false" => Some(false),
            "oui" | "yes" | "o" | "y" | "1" | "true" => Some(true),
            _ => None,
        };
        match yes {
            Some(yes) => *of(&mut self.customer.dealings) = yes,
            None => self.say(field, text, self.till.language.pick("répondez oui ou non", "answer yes or no")),
        }
    }

    fn custom(&mut self, key: &str, value: Option<String>) {
        let Some(value) = value else {
            self.customer.person.custom.remove(key);
            return;
        };
        let kind = self.own.iter().find(|field| field.key == key);
        let read = kind.map_or(Some(value.clone()), |field| read_custom(field, &value));
        match read {
            Some(read) => drop(self.customer.person.custom.insert(key.to_owned(), read)),
            None => {
                let problem = kind.map(|field| custom_problem(field, self.till.language)).unwrap_or_default();
                self.say(&FormField::Custom(key.to_owned()), &value, problem);
            }
        }
    }

    /// What fields say together: somebody is named, and the address could be written on an envelope.
    pub(super) fn check_whole(&mut self) {
        let person = &self.customer.person;
        let language = self.till.language;
        if !person.is_named() {
            let problem = language.pick("indiquez un nom, un prénom ou une société", "give a name or a company");
            self.say(&FormField::LastName, "", problem);
        }
        let address = super::written_address(&self.customer.person);
        let issues: Vec<FieldIssue> = address_issues(&address, language);
        self.issues.extend(issues);
        self.check_regime();
    }
}

/// What is wrong with lines of an address; an address in parts is what most files have, and no fault.
fn address_issues(address: &Address, language: Language) -> Vec<FieldIssue> {
    use comptoir_contact::address::{AddressIssue, AddressLine};
    let told = |issue: &AddressIssue| {
        let (field, value) = match issue {
            AddressIssue::TooLong { line, .. } => match line {
                AddressLine::Complement => (FormField::Complement, &address.complement),
                AddressLine::Building => (FormField::Building, &address.building),
                AddressLine::Street => (FormField::Street, &address.street),
                AddressLine::Place => (FormField::Place, &address.place),
                AddressLine::City => (FormField::City, &address.city),
                _ => return None,
            },
            AddressIssue::Postcode { .. } | AddressIssue::UnknownPostcode { .. } => {
                (FormField::Postcode, &address.postcode)
            }
            _ => return None,
        };
        Some(FieldIssue { field, value: value.clone(), problem: bare(&words::address_issue(issue, language)) })
    };
    address.check().iter().filter_map(told).collect()
}

fn read_birthday(text: &str) -> Option<Birthday> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some(Birthday { month: day.month(), day: day.day(), year: Some(day.year()) });
    }
    let mut parts = text.split(['/', '.', '-', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let (day, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year = parts.next().map(str::parse).transpose().ok()?;
    parts.next().is_none().then_some(Birthday { month, day, year })
}

/// A day that was, in a year that a customer may be born in; without a year 29 February is one.
fn is_birthday(birthday: Birthday, today: NaiveDate) -> bool {
    let day = NaiveDate::from_ymd_opt(birthday.year.unwrap_or(2024), birthday.month, birthday.day);
    day.is_some_and(|day| birthday.year.is_none() || (day <= today && day.year() > today.year() - 130))
}

fn read_day(value: &str) -> Option<NaiveDate> {
    value.parse().ok().or_else(|| NaiveDate::parse_from_str(value, "%d/%m/%Y").ok())
}

fn day_problem(language: Language) -> &'static str {
    language.pick("écrivez un jour : 22/11/2026", "write a day: 22/11/2026")
}

fn read_custom(field: &CustomField, value: &str) -> Option<String> {
    match field.kind {
        CustomKind::Text => Some(value.to_owned()),
        CustomKind::Number => {
            let number: rust_decimal::Decimal = value.replace(',', ".").replace([' ', '\u{a0}'], "").parse().ok()?;
            Some(number.normalize().to_string())
        }
        CustomKind::Date => Some(read_day(value)?.to_string()),
        CustomKind::Choice => {
            field.choices.iter().find(|choice| choice.to_lowercase() == value.to_lowercase()).cloned()
        }
    }
}

fn custom_problem(field: &CustomField, language: Language) -> String {
    match field.kind {
        CustomKind::Text => String::new(),
        CustomKind::Number => language.pick("écrivez un nombre", "write a number").to_owned(),
        CustomKind::Date => day_problem(language).to_owned(),
        CustomKind::Choice => {
            let choices = field.choices.join(", ");
            language.pick(format!("choisissez parmi : {choices}"), format!("choose from: {choices}"))
        }
    }
}
