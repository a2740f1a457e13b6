//! A customer's file as it is typed: each field a text, each text read strictly, every wrong one told at once.

use chrono::{Datelike as _, NaiveDate};
use comptoir_contact::company::{Siren, VatNumber};
use comptoir_contact::name::Title;
use comptoir_contact::{Address, Email, Phone, Region, messages as words};
use comptoir_domain::code::ScannedCode;
use comptoir_domain::customer::{Birthday, Customer, Dealings, Person};
use comptoir_domain::id::CustomerId;
use comptoir_domain::language::Language;
use comptoir_store::{Act, CustomField, CustomKind, Hand};

use super::form_label;
use crate::clock::Clock;
use crate::error::{Error, Invalid, NotFound, Refused};
use crate::till::Till;

/// A field of the form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormField {
    /// Madame, Monsieur.
    Title,
    /// The family name.
    LastName,
    /// The first name.
    FirstName,
    /// The company.
    Company,
    /// Its SIREN.
    Siren,
    /// Its VAT number.
    VatNumber,
    /// Phone numbers, the first one first, separated by commas.
    Phone,
    /// E-mail addresses, separated by commas.
    Email,
    /// Line 2 of the address.
    Complement,
    /// Line 3 of the address.
    Building,
    /// Line 4 of the address.
    Street,
    /// Line 5 of the address.
    Place,
    /// The postcode.
    Postcode,
    /// The town.
    City,
    /// The country, when it is not France.
    Country,
    /// The day of birth: `29/02/1980`, or `29/02` without its year.
    Birthday,
    /// The language to write in: `fr`, `en`.
    Language,
    /// The code of the pricing group.
    Group,
    /// Tags, separated by commas.
    Tags,
    /// The seller in charge.
    Seller,
    /// Codes of cards, separated by commas.
    Cards,
    /// Who brought this customer: a card or a name.
    Sponsor,
    /// What the cashier is to see first.
    Warning,
    /// What the shop noted.
    Note,
    /// Yes: takes no part in loyalty programs.
    NoLoyalty,
    /// Yes: wants the receipt by e-mail.
    EReceipt,
    /// Yes: mail came back.
    Moved,
    /// Yes: has died.
    Deceased,
    /// Yes: nothing is ever sent.
    DoNotContact,
    /// A field of the shop's own, by its key.
    Custom(String),
}

/// The fields of every form, in their order, with the names they have in commands and on the screen.
pub const FORM: &[(FormField, &str, &str)] = &[
    (FormField::Title, "civilite", "title"),
    (FormField::LastName, "nom", "last-name"),
    (FormField::FirstName, "prenom", "first-name"),
    (FormField::Company, "societe", "company"),
    (FormField::Siren, "siren", "siren"),
    (FormField::VatNumber, "tva", "vat-number"),
    (FormField::Phone, "telephone", "phone"),
    (FormField::Email, "e-mail", "email"),
    (FormField::Complement, "complement", "complement"),
    (FormField::Building, "batiment", "building"),
    (FormField::Street, "rue", "street"),
    (FormField::Place, "lieu-dit", "place"),
    (FormField::Postcode, "code-postal", "postcode"),
    (FormField::City, "ville", "city"),
    (FormField::Country, "pays", "country"),
    (FormField::Birthday, "anniversaire", "birthday"),
    (FormField::Language, "langue", "language"),
    (FormField::Group, "famille", "group"),
    (FormField::Tags, "etiquettes", "tags"),
    (FormField::Seller, "vendeur", "seller"),
    (FormField::Cards, "cartes", "cards"),
    (FormField::Sponsor, "parrain", "sponsor"),
    (FormField::Warning, "alerte", "warning"),
    (FormField::Note, "note", "note"),
    (FormField::NoLoyalty, "hors-fidelite", "no-loyalty"),
    (FormField::EReceipt, "ticket-par-email", "e-receipt"),
    (FormField::Moved, "npai", "moved"),
    (FormField::Deceased, "decede", "deceased"),
    (FormField::DoNotContact, "ne-pas-contacter", "do-not-contact"),
];

/// A field whose text cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldIssue {
    /// Which field.
    pub field: FormField,
    /// What was typed.
    pub value: String,
    /// What is wrong and what to do, in the language of the till.
    pub problem: String,
}

/// A customer whose file is opened at the till: everything as it was typed, empty where nothing was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCustomer {
    /// Madame, Monsieur.
    pub title: String,
    /// The family name, or the name of a company.
    pub last_name: String,
    /// The first name.
    pub first_name: String,
    /// A phone number.
    pub phone: String,
    /// An e-mail address.
    pub email: String,
    /// A French postcode.
    pub postcode: String,
    /// The day of birth, as it was typed.
    pub birthday: Option<Birthday>,
    /// The code of a loyalty card.
    pub card: Option<String>,
}

impl FormField {
    /// Finds a field by its name, French or English; others are the shop's own.
    #[must_use]
    pub fn named(name: &str, own: &[CustomField]) -> Option<Self> {
        let known = FORM.iter().find(|(_, fr, en)| name == *fr || name == *en);
        known
            .map(|(field, ..)| field.clone())
            .or_else(|| own.iter().find(|field| field.key == name).map(|field| Self::Custom(field.key.clone())))
    }

    /// Gives the name in a language; the key of a field of the shop's own.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        match self {
            Self::Custom(key) => key,
            field => FORM.iter().find(|(known, ..)| known == field).map_or("", |(_, fr, en)| language.pick(fr, en)),
        }
    }

    /// Gives what a file holds of the field, as it would be typed.
    #[must_use]
    pub fn text(&self, customer: &Customer) -> String {
        let person = &customer.person;
        let dealings = &customer.dealings;
        let of = |text: &Option<String>| text.clone().unwrap_or_default();
        let yes = |yes: bool| if yes { "oui".to_owned() } else { String::new() };
        match self {
            Self::Title => of(&person.title),
            Self::LastName => person.last_name.clone(),
            Self::FirstName => person.first_name.clone(),
            Self::Company => of(&person.company),
            Self::Siren => of(&person.siren),
            Self::VatNumber => of(&person.vat_number),
            Self::Phone => person.phones().map(shown_phone).collect::<Vec<_>>().join(", "),
            Self::Email => person.emails().collect::<Vec<_>>().join(", "),
            Self::Complement => of(&person.complement),
            Self::Building => of(&person.building),
            Self::Street => of(&person.street),
            Self::Place => of(&person.place),
            Self::Postcode => of(&person.postcode),
            Self::City => of(&person.city),
            Self::Country => of(&person.country),
            Self::Birthday => person.birthday.map(birthday_text).unwrap_or_default(),
            Self::Language => of(&person.language),
            Self::Group => customer.group.as_ref().map(|group| group.id.to_string()).unwrap_or_default(),
            Self::Tags => customer.tags.iter().cloned().collect::<Vec<_>>().join(", "),
            Self::Seller => of(&dealings.seller),
            Self::Cards => customer.cards.join(", "),
            Self::Sponsor => customer.sponsor.map(|sponsor| sponsor.to_string()).unwrap_or_default(),
            Self::Warning => of(&person.warning),
            Self::Note => of(&person.note),
            Self::NoLoyalty => yes(dealings.no_loyalty),
            Self::EReceipt => yes(dealings.e_receipt),
            Self::Moved => yes(dealings.moved),
            Self::Deceased => yes(dealings.deceased),
            Self::DoNotContact => yes(dealings.do_not_contact),
            Self::Custom(key) => person.custom.get(key).cloned().unwrap_or_default(),
        }
    }
}

impl FormField {
    /// Puts a line of the address back as it was.
    pub(super) fn take_back(&self, customer: &mut Customer, before: &Customer) {
        let (person, before) = (&mut customer.person, &before.person);
        match self {
            Self::Complement => person.complement.clone_from(&before.complement),
            Self::Building => person.building.clone_from(&before.building),
            Self::Street => person.street.clone_from(&before.street),
            Self::Place => person.place.clone_from(&before.place),
            Self::Postcode => person.postcode.clone_from(&before.postcode),
            Self::City => person.city.clone_from(&before.city),
            _ => {}
        }
    }
}

/// What is wrong, without the field and the value before it, which a form shows already.
fn bare(words: &str) -> String {
    let after = words.rsplit_once(['»', '”']).map_or(words, |(_, after)| after);
    after.trim_start_matches(|letter: char| !letter.is_alphanumeric()).to_owned()
}

/// Gives a number as it is dialed at home; a foreign one with its country; any other text as it is.
#[must_use]
pub fn shown_phone(phone: &str) -> String {
    Phone::read(phone, Region::France).map_or_else(|_| phone.to_owned(), |phone| phone.national())
}

pub(super) fn birthday_text(birthday: Birthday) -> String {
    let year = birthday.year.map(|year| format!("/{year}")).unwrap_or_default();
    format!("{:02}/{:02}{year}", birthday.day, birthday.month)
}

/// What was typed, with single spaces; nothing when it was left empty.
fn typed(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(text).filter(|text| !text.is_empty())
}

fn listed(text: &str) -> impl Iterator<Item = String> {
    text.split([',', ';']).filter_map(typed)
}

impl Till {
    /// Opens the file of a new customer at the till.
    ///
    /// # Errors
    ///
    /// As [`Self::create_file`].
    pub fn create_customer(&mut self, new: &NewCustomer) -> Result<Customer, Error> {
        let birthday = new.birthday.map(birthday_text).unwrap_or_default();
        let typed = [
            (FormField::Title, new.title.clone()),
            (FormField::LastName, new.last_name.clone()),
            (FormField::FirstName, new.first_name.clone()),
            (FormField::Phone, new.phone.clone()),
            (FormField::Email, new.email.clone()),
            (FormField::Postcode, new.postcode.clone()),
            (FormField::Birthday, birthday),
            (FormField::Cards, new.card.clone().unwrap_or_default()),
        ];
        self.create_file(&typed)
    }

    /// Opens a file with what was typed into its fields.
    ///
    /// # Errors
    ///
    /// [`Invalid::Form`] with every field that cannot be taken, [`Refused::CardInUse`].
    pub fn create_file(&mut self, typed: &[(FormField, String)]) -> Result<Customer, Error> {
        let customer = self.blank_file();
        self.write_form(customer, typed)
    }

    /// Changes fields of a file; those that are not named stay as they are, those left empty are emptied.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`], and as [`Self::create_file`].
    pub fn edit_file(&mut self, id: CustomerId, typed: &[(FormField, String)]) -> Result<Customer, Error> {
        let customer = self.store.customer(id)?.ok_or_else(|| NotFound::Customer(id.to_string()))?;
        let changed = self.write_form(customer, typed)?;
        self.pasts.forget();
        Ok(changed)
    }

    /// Gives a file with nothing in it, opened today.
    pub(crate) fn blank_file(&self) -> Customer {
        Customer {
            id: self.new_customer_id(),
            person: Person::default(),
            group: None,
            cards: Vec::new(),
            since: Clock::business_day(self.now()),
            tags: std::collections::BTreeSet::new(),
            sponsor: None,
            dealings: Dealings::default(),
        }
    }

    fn write_form(&mut self, mut customer: Customer, typed: &[(FormField, String)]) -> Result<Customer, Error> {
        let issues = self.fill(&mut customer, typed)?;
        if !issues.is_empty() {
            return Err(Invalid::Form(issues).into());
        }
        let operator = self.operator.clone();
        self.store.write_file(&customer, &Hand { at: self.now(), operator: &operator, batch: None })?;
        Ok(customer)
    }

    /// Puts what was typed into a file, and gives every field that cannot be taken.
    ///
    /// # Errors
    ///
    /// [`Refused::CardInUse`], [`NotFound::Group`] is an issue of its field; else what the store says.
    pub(crate) fn fill(
        &self,
        customer: &mut Customer,
        typed: &[(FormField, String)],
    ) -> Result<Vec<FieldIssue>, Error> {
        let own = self.store.custom_fields()?;
        let mut filler = Filler { till: self, customer, own: &own, issues: Vec::new() };
        // The postcode tells the region of phone numbers: it is read first.
        for (field, text) in typed.iter().filter(|(field, _)| *field == FormField::Postcode).chain(typed) {
            filler.take(field, text)?;
        }
        filler.check_whole();
        let mut issues = filler.issues;
        issues.dedup();
        Ok(issues)
    }

    /// The region whose numbers are dialed without a prefix: the customer's, else the shop's.
    fn home(&self, postcode: Option<&str>) -> Region {
        let of_shop = || {
            let words = self.shop().address.iter().flat_map(|line| line.split_whitespace());
            let code = words.filter(|word| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit())).last();
            code.map(str::to_owned)
        };
        let code = postcode.map(str::to_owned).or_else(of_shop);
        code.map_or(Region::France, |code| Region::of_postcode(&code))
    }

    /// A card must mean its customer when it is scanned, and nothing else.
    pub(crate) fn free_card(&self, card: &str, owner: CustomerId) -> Result<String, Error> {
        let text = ScannedCode::read(card).map_or_else(|_| card.to_owned(), |code| code.text);
        if self.store.customer_by_card(&text)?.is_some_and(|customer| customer.id == owner) {
            return Ok(text);
        }
        match self.decode(card) {
            Ok(meant) => Err(Refused::CardInUse { card: card.to_owned(), by: meant.name() }.into()),
            Err(Error::NotFound(NotFound::Code(_))) => Ok(text),
            Err(error) => Err(error),
        }
    }

    /// Notes that a file was read in the back office.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`].
    pub fn note_consultation(&mut self, id: CustomerId) -> Result<(), Error> {
        let operator = self.operator.clone();
        let hand = Hand { at: self.now(), operator: &operator, batch: None };
        Ok(self.store.note_act(id, Act::Consulted, None, &hand)?)
    }
}

/// Puts texts into a file, one field after the other.
struct Filler<'a> {
    till: &'a Till,
    customer: &'a mut Customer,
    own: &'a [CustomField],
    issues: Vec<FieldIssue>,
}

impl Filler<'_> {
    fn say(&mut self, field: &FormField, value: &str, problem: impl Into<String>) {
        self.issues.push(FieldIssue { field: field.clone(), value: value.to_owned(), problem: problem.into() });
    }

    fn take(&mut self, field: &FormField, text: &str) -> Result<(), Error> {
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
                self.say(&FormField::Title, &text.to_owned(), problem);
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
    fn check_whole(&mut self) {
        let person = &self.customer.person;
        let language = self.till.language;
        if !person.is_named() {
            let problem = language.pick("indiquez un nom, un prénom ou une société", "give a name or a company");
            self.say(&FormField::LastName, "", problem);
        }
        let person = &self.customer.person;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let address = Address {
            complement: text(&person.complement),
            building: text(&person.building),
            street: text(&person.street),
            place: text(&person.place),
            postcode: text(&person.postcode),
            city: text(&person.city),
            country: text(&person.country),
        };
        let issues: Vec<FieldIssue> = address_issues(&address, language);
        self.issues.extend(issues);
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

fn read_custom(field: &CustomField, value: &str) -> Option<String> {
    match field.kind {
        CustomKind::Text => Some(value.to_owned()),
        CustomKind::Number => {
            let number: rust_decimal::Decimal = value.replace(',', ".").replace([' ', '\u{a0}'], "").parse().ok()?;
            Some(number.normalize().to_string())
        }
        CustomKind::Date => {
            let day = value.parse().ok().or_else(|| NaiveDate::parse_from_str(value, "%d/%m/%Y").ok())?;
            Some(NaiveDate::to_string(&day))
        }
        CustomKind::Choice => {
            field.choices.iter().find(|choice| choice.to_lowercase() == value.to_lowercase()).cloned()
        }
    }
}

fn custom_problem(field: &CustomField, language: Language) -> String {
    match field.kind {
        CustomKind::Text => String::new(),
        CustomKind::Number => language.pick("écrivez un nombre", "write a number").to_owned(),
        CustomKind::Date => language.pick("écrivez un jour : 22/11/2026", "write a day: 22/11/2026").to_owned(),
        CustomKind::Choice => {
            let choices = field.choices.join(", ");
            language.pick(format!("choisissez parmi : {choices}"), format!("choose from: {choices}"))
        }
    }
}

impl FieldIssue {
    /// Gives the issue as one line: the field, the value and what to do.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let name = form_label(&self.field, language);
        if self.value.is_empty() {
            return format!("{name} : {}", self.problem);
        }
        format!("{name} « {} » : {}", self.value, self.problem)
    }
}
