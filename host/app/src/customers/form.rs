//! A customer's file as it is typed: each field a text, each text read strictly, every wrong one told at once.

use comptoir_contact::{Address, Phone, Region};
use comptoir_domain::customer::{Birthday, Customer, Person};
use comptoir_domain::language::Language;
use comptoir_store::CustomField;

use super::form_label;

mod fill;
mod write;

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
    /// The code of the VAT regime; empty for the normal one.
    VatRegime,
    /// The reference of the attestation for purchases free of tax.
    Attestation,
    /// The last day of that attestation.
    AttestationUntil,
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
    (FormField::VatRegime, "regime-tva", "vat-regime"),
    (FormField::Attestation, "attestation", "attestation"),
    (FormField::AttestationUntil, "fin-attestation", "attestation-until"),
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
            Self::VatRegime => dealings.vat.regime.article().map_or("", |_| dealings.vat.regime.code()).to_owned(),
            Self::Attestation => of(&dealings.vat.attestation),
            Self::AttestationUntil => dealings.vat.until.map(crate::format::day).unwrap_or_default(),
            Self::Custom(key) => person.custom.get(key).cloned().unwrap_or_default(),
        }
    }
}

impl FormField {
    /// Puts a line of the address back as it was, or a regime that lacks its proof.
    pub(super) fn take_back(&self, customer: &mut Customer, before: &Customer) {
        if matches!(self, Self::VatRegime | Self::Attestation | Self::AttestationUntil) {
            customer.dealings.vat.clone_from(&before.dealings.vat);
        }
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

/// The address of a person as it is written on a letter.
pub(crate) fn written_address(person: &Person) -> Address {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    Address {
        complement: part(&person.complement),
        building: part(&person.building),
        street: part(&person.street),
        place: part(&person.place),
        postcode: part(&person.postcode),
        city: part(&person.city),
        country: part(&person.country),
    }
}

/// What was typed, with single spaces; nothing when it was left empty.
fn typed(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(text).filter(|text| !text.is_empty())
}

fn listed(text: &str) -> impl Iterator<Item = String> {
    text.split([',', ';']).filter_map(typed)
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
