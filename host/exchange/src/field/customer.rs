//! The fields of customers.

use std::borrow::Cow;

use comptoir_domain::language::Language;
use serde::{Deserialize, Serialize};

use super::{Entry, Field, entry_of};
use crate::look::Look;

/// What a column of a file of customers is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CustomerField {
    /// The customer's number in the file's own till.
    Id,
    /// Madame or Monsieur; also sex.
    Title,
    /// The family name.
    LastName,
    /// The first name.
    FirstName,
    /// Both in one; taken apart when the file has neither alone.
    FullName,
    /// A company's name.
    Company,
    /// Whether the full name is a company's.
    IsCompany,
    /// SIREN or SIRET.
    Siren,
    /// The VAT number.
    VatNumber,
    /// Flat, floor, stairs.
    AddressRecipient2,
    /// Entrance, building, residence.
    AddressBuilding,
    /// Number and street.
    AddressStreet,
    /// Hamlet, place or post-office box.
    AddressPlace,
    /// The postcode.
    Postcode,
    /// The town.
    City,
    /// The country.
    Country,
    /// A phone number, as a rule a landline.
    Phone,
    /// A mobile number.
    Mobile,
    /// An e-mail address.
    Email,
    /// The day of birth, with or without its year.
    Birthday,
    /// The language spoken.
    Language,
    /// The pricing group.
    Group,
    /// Words for selections.
    Tags,
    /// The seller who looks after the customer.
    Seller,
    /// A loyalty card; several columns may be.
    Card,
    /// Whether text messages are agreed to.
    ConsentSms,
    /// Whether e-mails are agreed to.
    ConsentEmail,
    /// Whether letters are agreed to.
    ConsentPost,
    /// What the shop noted.
    Note,
    /// What the cashier must be told.
    Warning,
    /// The day the file was opened.
    Since,
    /// Whether the customer buys on account.
    OnAccount,
    /// The most that may be owed.
    CreditLimit,
    /// Whether the customer wants no loyalty program.
    LoyaltyOff,
    /// Whether receipts go by e-mail.
    EReceipt,
    /// Whether letters come back: moved away.
    Moved,
    /// Whether the customer died.
    Deceased,
    /// Whether the customer wants no message at all.
    DoNotContact,
    /// The VAT regime.
    VatRegime,
    /// The reference of an attestation for purchases free of tax.
    Attestation,
    /// The last day of that attestation.
    AttestationUntil,
    /// The number of the customer who brought this one.
    Sponsor,
    /// Points to start with.
    Points,
    /// What is owed to start with.
    AccountBalance,
    /// The rest of credit notes to start with.
    CreditNoteBalance,
    /// The rest of gift vouchers to start with.
    GiftVoucherBalance,
    /// A field of the shop's own.
    Custom(String),
    /// Not imported.
    Ignore,
}

const CUSTOM: &str = "custom:";
const CUSTOM_FRENCH: &str = "Champ : ";
const CUSTOM_ENGLISH: &str = "Field: ";

macro_rules! entries {
    ($($field:ident $key:literal $french:literal $english:literal [$($synonym:literal)*])*) => {
        /// All fields with their names, in the order of our own files.
        static ENTRIES: &[Entry<CustomerField>] = &[$(Entry {
            field: CustomerField::$field,
            key: $key,
            french: $french,
            english: $english,
            synonyms: &[$($synonym),*],
        }),*];
    };
}

entries! {
    Id "id" "N° client" "Customer ID" [
        "id" "identifiant" "id client" "client id" "code client" "numero client" "no client" "num client" "ref client" "reference client"
        "customer code" "customer number" "customer no" "customer" "code" "reference" "ref" "identifiant client" "external id" "id externe"
        "numero" "n" "no"]
    Title "title" "Civilité" "Title" ["civ" "titre" "sexe" "sex" "gender" "genre" "salutation" "politesse" "formule de politesse"]
    LastName "last-name" "Nom" "Last name" [
        "nom de famille" "lastname" "surname" "family name" "nom client" "nom usuel" "nom d usage" "nom du client" "familyname"]
    FirstName "first-name" "Prénom" "First name" [
        "firstname" "given name" "forename" "prenoms" "prenom client" "prenom du client" "prenom usuel"]
    FullName "full-name" "Nom complet" "Full name" [
        "name" "nom prenom" "nom et prenom" "nom prenoms" "prenom nom" "prenom et nom" "fullname" "client" "customer name" "display name" "nom affiche"
        "contact" "contact name" "nom du contact"]
    Company "company" "Société" "Company" [
        "company name" "entreprise" "raison sociale" "organisation" "organization" "organisme" "business name" "nom de la societe" "nom societe"
        "enseigne" "etablissement"]
    IsCompany "is-company" "Est une société" "Is a company" ["professionnel" "is company" "personne morale" "pro"]
    Siren "siren" "SIREN" "SIREN number" ["siret" "n siret" "n siren" "no siret" "no siren" "numero siret" "numero siren" "company registry"]
    VatNumber "vat-number" "N° TVA" "VAT number" [
        "tva" "numero tva" "numero de tva" "n de tva" "tva intracommunautaire" "tva intracom" "n tva intracommunautaire" "numero tva intracommunautaire"
        "identifiant fiscal" "tax id" "taxid" "vat" "vat no" "vat id"]
    AddressRecipient2 "address-recipient-2" "Appartement, étage" "Flat, floor" [
        "appartement" "etage" "complement" "complement adresse" "complement d adresse" "complement destinataire" "flat" "apartment" "floor" "address 3"
        "adresse 3" "adresse3" "address3"]
    AddressBuilding "address-building" "Bâtiment, résidence" "Building" [
        "batiment" "residence" "immeuble" "entree" "adresse 2" "adresse2" "address 2" "address2" "street2" "street 2" "rue2" "rue 2" "adresse ligne 2"
        "address line 2" "adresse suite"]
    AddressStreet "address-street" "N° et rue" "Street" [
        "adresse" "adresse 1" "adresse1" "address" "address 1" "address1" "rue" "voie" "adresse postale" "street address" "adresse ligne 1"
        "address line 1" "numero et rue" "numero et voie" "n et voie" "adresse client" "libelle voie"]
    AddressPlace "address-place" "Lieu-dit, BP" "Place, PO box" ["lieu dit" "bp" "boite postale" "po box" "suburb" "lieudit" "hameau"]
    Postcode "postcode" "Code postal" "Postcode" [
        "cp" "postal" "postal code" "zip" "zip code" "zipcode" "codepostal" "code postal client" "post code" "c p" "npa"]
    City "city" "Ville" "City" ["commune" "town" "localite" "ville client" "city name"]
    Country "country" "Pays" "Country" ["country name" "pays client" "country code" "code pays" "nation"]
    Phone "phone" "Téléphone" "Phone" [
        "tel" "telephone fixe" "tel fixe" "fixe" "phone number" "telephone 1" "tel 1" "tel1" "phone 1" "phone1" "telephone domicile" "tel domicile"
        "numero de telephone" "numero telephone" "n de telephone" "no tel" "n tel" "landline" "home phone" "telephone client" "tel client"]
    Mobile "mobile" "Portable" "Mobile" [
        "telephone portable" "tel portable" "telephone mobile" "tel mobile" "gsm" "mobile phone" "cell" "cell phone" "cellphone" "telephone 2" "tel 2"
        "tel2" "phone 2" "phone2" "numero de portable" "port" "mobile number" "tel port"]
    Email "email" "E-mail" "Email" [
        "mail" "courriel" "adresse mail" "adresse email" "adresse e mail" "adresse electronique" "e mail address" "email address" "mel"
        "courrier electronique" "mail client" "email client" "email 1" "mail 1"]
    Birthday "birthday" "Date de naissance" "Birthday" [
        "naissance" "anniversaire" "date anniversaire" "date d anniversaire" "ne le" "nee le" "ne e le" "dob" "date of birth" "birth date" "birthdate"
        "date naissance" "birth day" "jour de naissance"]
    Language "language" "Langue" "Language" ["lang" "locale" "langue parlee"]
    Group "group" "Groupe" "Group" [
        "groupe client" "groupe de clients" "customer group" "customer group name" "categorie" "categorie client" "type client" "type de client"
        "famille client" "tarif" "grille tarifaire" "customer type" "segment"]
    Tags "tags" "Étiquettes" "Tags" ["tag" "etiquette" "mots cles" "mot cle" "labels" "centres d interet" "interets"]
    Seller "seller" "Vendeur" "Seller" ["vendeuse" "vendeur attitre" "vendeur habituel" "commercial" "representant" "salesperson" "sales rep"]
    Card "card" "Cartes" "Cards" [
        "carte" "carte fidelite" "carte de fidelite" "carte fid" "numero de carte" "numero carte" "n carte" "no carte" "n de carte" "n carte fidelite"
        "numero carte fidelite" "numero de carte de fidelite" "code barre" "code barres" "loyalty card" "card number" "card no" "barcode" "account number"
        "card" "carte 1" "carte 2" "card 1" "card 2" "num carte"]
    ConsentSms "consent-sms" "Accord SMS" "SMS consent" ["optin sms" "opt in sms" "sms" "sms ok" "accepte sms" "consentement sms" "sms optin" "sms opt in"]
    ConsentEmail "consent-email" "Accord e-mail" "Email consent" [
        "optin email" "opt in email" "optin mail" "opt in mail" "optin" "opt in" "newsletter" "accepte email" "accepte mail" "consentement email"
        "consentement e mail" "consentement mail" "email optin" "email opt in" "accord mail" "accord email" "accepte newsletter" "mailing" "optin e mail"]
    ConsentPost "consent-post" "Accord courrier" "Post consent" [
        "optin courrier" "opt in courrier" "courrier" "accepte courrier" "consentement courrier" "consentement postal" "optin postal" "accord postal"]
    Note "note" "Note" "Notes" ["commentaire" "commentaires" "remarque" "remarques" "observation" "observations" "comment" "comments" "memo" "infos" "divers"]
    Warning "warning" "Avertissement" "Warning" ["alerte" "attention" "message caisse" "alert" "message"]
    Since "since" "Client depuis" "Customer since" [
        "date de creation" "date creation" "cree le" "creation" "created" "created at" "date d inscription" "date inscription" "inscrit le" "inscription"
        "member since" "date d adhesion" "adhesion" "create date" "created on" "date d ouverture" "date entree" "date d entree" "date de creation du compte"]
    OnAccount "on-account" "En compte" "On account" ["compte client" "client en compte" "achat en compte" "paiement en compte" "compte ouvert"]
    CreditLimit "credit-limit" "Encours autorisé" "Credit limit" [
        "plafond" "plafond credit" "encours maximum" "encours max" "limite de credit" "limite credit" "plafond encours" "maxdebt" "max debt" "encours maxi"
        "account limit" "encours maxi autorise"]
    LoyaltyOff "loyalty-off" "Sans fidélité" "No loyalty" ["hors fidelite" "exclu fidelite" "pas de fidelite"]
    EReceipt "e-receipt" "Ticket par e-mail" "Email receipt" ["ticket dematerialise" "e ticket" "eticket" "ereceipt" "ticket mail" "ticket email" "e receipt"]
    Moved "moved" "NPAI" "Moved" ["n habite plus a l adresse indiquee" "npai retour" "retour courrier" "demenage" "parti"]
    Deceased "deceased" "Décédé" "Deceased" ["deces" "decede e" "mort"]
    DoNotContact "do-not-contact" "Ne pas contacter" "Do not contact" ["ne pas solliciter" "opposition" "stop" "liste rouge" "do not mail" "opt out" "optout" "desabonne"]
    VatRegime "vat-regime" "Régime de TVA" "VAT regime" ["regime tva" "regime fiscal" "tax regime"]
    Attestation "attestation" "Attestation de franchise" "Tax-free attestation" ["attestation" "attestation achat en franchise" "attestation franchise"]
    AttestationUntil "attestation-until" "Fin de l'attestation" "Attestation until" ["fin attestation" "attestation valable jusqu au"]
    Sponsor "sponsor" "Parrain" "Sponsor" ["parrainage" "marraine" "parraine par" "referrer" "referred by" "n parrain" "code parrain" "numero parrain" "id parrain"]
    Points "points" "Points" "Points balance" [
        "solde points" "points fidelite" "solde de points" "nb points" "nombre de points" "loyalty balance" "loyalty points" "fidelite" "cumul points"
        "solde fidelite" "points de fidelite" "total points" "point"]
    AccountBalance "account-balance" "Solde du compte" "Account balance" [
        "solde" "solde compte" "solde client" "encours" "balance" "credit en cours" "dette" "du" "reste du" "curdebt" "cur debt" "impaye" "impayes"]
    CreditNoteBalance "credit-note-balance" "Solde des avoirs" "Credit notes balance" ["avoir" "avoirs" "solde avoir" "solde avoirs" "store credit" "credit note" "montant avoir"]
    GiftVoucherBalance "gift-voucher-balance" "Solde des chèques cadeaux" "Gift vouchers balance" [
        "cheque cadeau" "cheques cadeaux" "carte cadeau" "cartes cadeaux" "bon cadeau" "bons cadeaux" "solde carte cadeau" "solde cheque cadeau" "gift card"
        "gift card balance" "gift voucher" "bon d achat" "bons d achat"]
}

impl Field for CustomerField {
    const IGNORE: Self = Self::Ignore;
    const KIND: &'static str = "customers";

    fn entries() -> &'static [Entry<Self>] {
        ENTRIES
    }

    fn key(&self) -> Cow<'static, str> {
        match self {
            Self::Custom(name) => Cow::Owned(format!("{CUSTOM}{name}")),
            other => Cow::Borrowed(entry_of(other).map_or("ignore", |entry| entry.key)),
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        if key == "ignore" {
            return Some(Self::Ignore);
        }
        if let Some(name) = key.strip_prefix(CUSTOM) {
            return Some(Self::Custom(name.to_owned()));
        }
        ENTRIES.iter().find(|entry| entry.key == key).map(|entry| entry.field.clone())
    }

    fn is_repeatable(&self) -> bool {
        matches!(self, Self::Card | Self::Tags | Self::Note | Self::Ignore)
    }

    fn of_look(look: Look) -> Option<Self> {
        match look {
            Look::Email => Some(Self::Email),
            Look::Postcode => Some(Self::Postcode),
            Look::Mobile => Some(Self::Mobile),
            Look::Phone => Some(Self::Phone),
            Look::VatNumber => Some(Self::VatNumber),
            Look::Date | Look::Barcode => None,
        }
    }

    fn custom_of(header: &str) -> Option<Self> {
        let name = header.strip_prefix(CUSTOM_FRENCH).or_else(|| header.strip_prefix(CUSTOM_ENGLISH))?;
        Some(Self::Custom(name.to_owned()))
    }

    fn header(&self, language: Language) -> String {
        match self {
            Self::Custom(name) => format!("{}{name}", language.pick(CUSTOM_FRENCH, CUSTOM_ENGLISH)),
            other => {
                entry_of(other).map(|entry| language.pick(entry.french, entry.english)).unwrap_or_default().to_owned()
            }
        }
    }

    fn contradicts(&self, look: Look) -> bool {
        match self {
            Self::Note | Self::Warning | Self::Custom(_) | Self::Ignore | Self::Id | Self::Card => false,
            Self::Phone | Self::Mobile => !matches!(look, Look::Phone | Look::Mobile),
            Self::Birthday | Self::Since => look != Look::Date,
            Self::Points
            | Self::AccountBalance
            | Self::CreditLimit
            | Self::CreditNoteBalance
            | Self::GiftVoucherBalance => look != Look::Postcode,
            Self::Siren => look != Look::Phone,
            other => Self::of_look(look).as_ref() != Some(other),
        }
    }
}

/// Written by its key.
impl From<CustomerField> for String {
    fn from(field: CustomerField) -> Self {
        field.key().into_owned()
    }
}

impl TryFrom<String> for CustomerField {
    type Error = String;
    fn try_from(key: String) -> Result<Self, String> {
        Self::from_key(&key).ok_or_else(|| format!("unknown field {key:?}"))
    }
}
