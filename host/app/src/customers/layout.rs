//! How the form of a file is laid out: its pages, blocks and lines, with the words beside the fields.

use comptoir_domain::language::Language;
use comptoir_domain::regime::VatRegime;
use comptoir_store::{CustomField, CustomKind};

use super::form::FormField;
use crate::error::Error;
use crate::messages::regimes;
use crate::till::Till;

/// A block of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormBlock {
    /// Its title.
    pub title: String,
    /// Its lines, each with its fields side by side.
    pub lines: Vec<Vec<FormSlot>>,
}

/// A page of the form: two columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormPage {
    /// The left column.
    pub left: Vec<FormBlock>,
    /// The right column.
    pub right: Vec<FormBlock>,
}

/// A field in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormSlot {
    /// Which field.
    pub field: FormField,
    /// Its name for people.
    pub label: String,
    /// What to type, by an example.
    pub help: String,
    /// How wide, against the others of its line.
    pub span: i32,
    /// How it is filled.
    pub kind: SlotKind,
}

/// How a field is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// Typed.
    Text,
    /// On or off.
    Yes,
    /// One of these, by what is typed for it and its name; the first is for nothing.
    Choice(Vec<(String, String)>),
}

impl Till {
    /// Gives the two pages of the form: Coordonnées and Détails.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn form_pages(&self) -> Result<[FormPage; 2], Error> {
        let language = self.language;
        let groups = self.store.groups()?;
        let groups: Vec<_> = groups.into_iter().map(|group| (group.id.to_string(), group.name)).collect();
        let own = self.store.custom_fields()?;
        Ok([contact_page(language), detail_page(language, groups, &own)])
    }

    /// Gives the page of the welcome desk: what is asked of somebody who stands there.
    #[must_use]
    pub fn enrolment_page(&self) -> FormPage {
        enrolment_page(self.language)
    }
}

fn titles(language: Language) -> SlotKind {
    // The short form: it is what stands on letters, and it fits the narrow field.
    let titles = ["Mme", "M."].map(|title| (title.to_owned(), title.to_owned()));
    choice(titles.to_vec(), language)
}

fn enrolment_page(language: Language) -> FormPage {
    use FormField as F;
    let text = |field, span, help: [&str; 2]| slot(field, span, help, SlotKind::Text, language);
    let lines = vec![
        vec![
            slot(F::Title, 2, ["", ""], titles(language), language),
            text(F::LastName, 3, ["", ""]),
            text(F::FirstName, 3, ["", ""]),
        ],
        vec![
            text(F::Phone, 1, ["06 12 34 56 78", "06 12 34 56 78"]),
            text(F::Email, 1, ["nom@exemple.fr", "name@example.com"]),
        ],
        vec![
            text(F::Postcode, 1, ["69002", "69002"]),
            text(F::City, 1, ["", ""]),
            text(F::Birthday, 1, ["29/02/1980", "29/02/1980"]),
        ],
        vec![text(F::Cards, 1, ["scannez la carte remise", "scan the card that is handed out"])],
    ];
    FormPage { left: vec![block("Qui s’inscrit", "Who enrols", lines, language)], right: Vec::new() }
}

fn contact_page(language: Language) -> FormPage {
    use FormField as F;
    let text = |field, span, help: [&str; 2]| slot(field, span, help, SlotKind::Text, language);
    let languages = [("fr", "Français"), ("en", "English")].map(|(code, name)| (code.to_owned(), name.to_owned()));
    let identity = vec![
        vec![
            slot(F::Title, 2, ["", ""], titles(language), language),
            text(F::LastName, 3, ["", ""]),
            text(F::FirstName, 3, ["", ""]),
        ],
        vec![
            text(F::Birthday, 1, ["29/02/1980 ou 29/02", "29/02/1980 or 29/02"]),
            slot(F::Language, 1, ["", ""], choice(languages.to_vec(), language), language),
        ],
    ];
    let company = vec![
        vec![text(F::Company, 1, ["", ""])],
        vec![
            text(F::Siren, 1, ["9 chiffres", "9 digits"]),
            text(F::VatNumber, 1, ["FR + 11 chiffres", "FR + 11 digits"]),
        ],
    ];
    let reach = vec![
        vec![text(F::Phone, 1, ["06 12 34 56 78, 04 …", "06 12 34 56 78, 04 …"])],
        vec![text(F::Email, 1, ["nom@exemple.fr", "name@example.com"])],
    ];
    let address = vec![
        vec![text(F::Street, 1, ["12 rue des Halles", "12 rue des Halles"])],
        vec![text(F::Complement, 1, ["Appartement, étage, escalier", "Flat, floor, stairs"])],
        vec![text(F::Building, 1, ["Bâtiment, résidence, entrée", "Building, entrance"])],
        vec![text(F::Place, 1, ["Lieu-dit, boîte postale", "Hamlet, P.O. box"])],
        vec![text(F::Postcode, 2, ["69002", "69002"]), text(F::City, 5, ["", ""])],
        vec![text(F::Country, 1, ["France si rien n’est écrit", "France when empty"])],
    ];
    let block = |french: &str, english: &str, lines| block(french, english, lines, language);
    FormPage {
        left: vec![
            block("Identité", "Identity", identity),
            block("Téléphones et e-mails", "Phones and e-mails", reach),
            block("Société", "Company", company),
        ],
        right: vec![block("Adresse", "Address", address)],
    }
}

fn detail_page(language: Language, groups: Vec<(String, String)>, own: &[CustomField]) -> FormPage {
    use FormField as F;
    let text = |field, help: [&str; 2]| vec![slot(field, 1, help, SlotKind::Text, language)];
    let yes = |field, help: [&str; 2]| vec![slot(field, 1, help, SlotKind::Yes, language)];
    let commas = ["séparées par des virgules", "separated by commas"];
    let dealings = vec![
        vec![
            slot(F::Group, 1, ["", ""], choice(groups, language), language),
            slot(F::Seller, 1, ["", ""], SlotKind::Text, language),
        ],
        text(F::Tags, commas),
        text(F::Cards, commas),
        text(F::Sponsor, ["sa carte ou son nom", "their card or name"]),
    ];
    let notes = vec![
        text(F::Warning, ["ce que la caisse montre d’abord", "what the till shows first"]),
        text(F::Note, ["tailles, goûts…", "sizes, tastes…"]),
    ];
    let flags = vec![
        yes(F::EReceipt, ["", ""]),
        yes(F::NoLoyalty, ["Les programmes ne comptent pas ses achats.", "Programs do not count their purchases."]),
        yes(
            F::DoNotContact,
            ["Rien n’est jamais envoyé, quoi qu’il ait accepté.", "Nothing is ever sent, whatever they agreed to."],
        ),
        yes(
            F::Moved,
            ["Du courrier est revenu : l’adresse n’est plus bonne.", "Mail came back: the address is no longer right."],
        ),
        yes(F::Deceased, ["", ""]),
    ];
    let regimes = VatRegime::ALL.map(|regime| {
        let code = regime.article().map_or("", |_| regime.code());
        (code.to_owned(), regimes::name(regime, language).to_owned())
    });
    let vat = vec![
        vec![slot(F::VatRegime, 1, ["", ""], SlotKind::Choice(regimes.to_vec()), language)],
        vec![
            slot(F::Attestation, 1, ["pour un achat en franchise", "for tax-free purchases"], SlotKind::Text, language),
            slot(F::AttestationUntil, 1, ["31/12/2026", "31/12/2026"], SlotKind::Text, language),
        ],
    ];
    let block = |french: &str, english: &str, lines| block(french, english, lines, language);
    let mut right = vec![block("Réglages", "Settings", flags), block("TVA", "VAT", vat)];
    if !own.is_empty() {
        let lines = own.iter().map(|field| vec![own_slot(field, language)]).collect();
        right.insert(0, block("Champs du magasin", "The shop's fields", lines));
    }
    FormPage { left: vec![block("Classement", "Dealings", dealings), block("À savoir", "To know", notes)], right }
}

fn block(french: &str, english: &str, lines: Vec<Vec<FormSlot>>, language: Language) -> FormBlock {
    FormBlock { title: language.pick(french, english).to_owned(), lines }
}

fn slot(field: FormField, span: i32, help: [&str; 2], kind: SlotKind, language: Language) -> FormSlot {
    FormSlot {
        label: form_label(&field, language).to_owned(),
        help: language.pick(help[0], help[1]).to_owned(),
        field,
        span,
        kind,
    }
}

fn own_slot(field: &CustomField, language: Language) -> FormSlot {
    let help = match field.kind {
        CustomKind::Date => "22/11/2026",
        CustomKind::Number => "12,5",
        CustomKind::Text | CustomKind::Choice => "",
    };
    let kind = match field.kind {
        CustomKind::Choice => choice(field.choices.iter().map(|one| (one.clone(), one.clone())).collect(), language),
        _ => SlotKind::Text,
    };
    let field_of = FormField::Custom(field.key.clone());
    FormSlot { label: field.label.clone(), help: help.to_owned(), field: field_of, span: 1, kind }
}

fn choice(mut options: Vec<(String, String)>, language: Language) -> SlotKind {
    options.insert(0, (String::new(), language.pick("Aucun choix", "None").to_owned()));
    SlotKind::Choice(options)
}

/// Gives the name of a field for people; the key of a field of the shop's own.
#[must_use]
pub fn form_label(field: &FormField, language: Language) -> &str {
    let (french, english) = match field {
        FormField::Custom(key) => return key,
        FormField::Title => ("Civilité", "Title"),
        FormField::LastName => ("Nom", "Last name"),
        FormField::FirstName => ("Prénom", "First name"),
        FormField::Company => ("Raison sociale", "Company name"),
        FormField::Siren => ("SIREN", "SIREN"),
        FormField::VatNumber => ("N° de TVA", "VAT number"),
        FormField::Phone => ("Téléphones", "Phones"),
        FormField::Email => ("E-mails", "E-mails"),
        FormField::Complement => ("Complément", "Complement"),
        FormField::Building => ("Bâtiment", "Building"),
        FormField::Street => ("Rue", "Street"),
        FormField::Place => ("Lieu-dit", "Place"),
        FormField::Postcode => ("Code postal", "Postcode"),
        FormField::City => ("Ville", "Town"),
        FormField::Country => ("Pays", "Country"),
        FormField::Birthday => ("Anniversaire", "Birthday"),
        FormField::Language => ("Langue", "Language"),
        FormField::Group => ("Famille", "Group"),
        FormField::Tags => ("Étiquettes", "Tags"),
        FormField::Seller => ("Vendeur attitré", "Seller in charge"),
        FormField::Cards => ("Cartes", "Cards"),
        FormField::Sponsor => ("Parrain", "Sponsor"),
        FormField::Warning => ("Alerte", "Warning"),
        FormField::Note => ("Note", "Note"),
        FormField::NoLoyalty => ("Hors fidélité", "No loyalty"),
        FormField::EReceipt => ("Ticket par e-mail", "Receipt by e-mail"),
        FormField::Moved => ("N’habite plus à l’adresse", "Mail came back"),
        FormField::Deceased => ("Décédé", "Deceased"),
        FormField::DoNotContact => ("Ne pas contacter", "Do not contact"),
        FormField::VatRegime => ("Régime de TVA", "VAT regime"),
        FormField::Attestation => ("Attestation de franchise", "Tax-free attestation"),
        FormField::AttestationUntil => ("Fin de l’attestation", "Attestation until"),
    };
    language.pick(french, english)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::FORM;
    use super::*;

    #[test]
    fn every_field_of_the_form_has_one_place_and_a_name() {
        let own = [CustomField {
            key: "pointure".into(),
            label: "Pointure".into(),
            kind: CustomKind::Number,
            choices: vec![],
        }];
        for language in [Language::French, Language::English] {
            let pages = [contact_page(language), detail_page(language, vec![], &own)];
            let blocks = pages.iter().flat_map(|page| page.left.iter().chain(&page.right));
            let slots: Vec<&FormSlot> = blocks.flat_map(|block| &block.lines).flatten().collect();
            let places: BTreeSet<&FormField> = slots.iter().map(|slot| &slot.field).collect();
            assert_eq!(slots.len(), places.len(), "none stands twice");
            assert_eq!(places.len(), FORM.len() + 1);
            assert!(slots.iter().all(|slot| !slot.label.is_empty()));
        }
    }
}
