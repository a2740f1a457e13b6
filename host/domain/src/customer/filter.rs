//! Filters of customers: conditions on what the shop knows of them, written as a merchant would say them.
//!
//! A condition is a field, a comparison and a value: `ville = Lyon, Paris`, `ca-12-mois >= 300`,
//! `dernier-passage < -60j`, `consentement-sms = oui`. All conditions of a filter must hold. Each field has
//! a French and an English name; `~` means "contains" and `^` "starts with"; a name alone asks that
//! something is there, and `!` before it that nothing is.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::customer::Channel;
use crate::money::Money;

mod read;

pub use read::FilterError;

/// Which customers: those who fit all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words to be found as in the search of the till; empty for all customers.
    pub words: String,
    /// Conditions that must all hold.
    pub conditions: Vec<Condition>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What is looked at.
    pub field: Field,
    /// What is asked of it.
    pub test: Test,
}

/// What is asked of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Something is there; of a flag: yes.
    Set,
    /// Nothing is there; of a flag: no.
    Unset,
    /// It is one of these texts, whatever the case and the accents.
    OneOf(Vec<String>),
    /// It is none of these texts.
    NoneOf(Vec<String>),
    /// It contains this text.
    Contains(String),
    /// It starts with this text.
    StartsWith(String),
    /// It compares so with an amount, a count or a day. What is unknown compares with nothing.
    Compares(Order, Operand),
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The same.
    Equal,
    /// Not the same.
    NotEqual,
    /// Less, or earlier.
    Below,
    /// At most, or not later.
    AtMost,
    /// More, or later.
    Above,
    /// At least, or not earlier.
    AtLeast,
}

impl Order {
    /// Gives its sign, as it is written in a condition.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// What a field is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// An amount.
    Amount(Money),
    /// A count, an age, a number.
    Number(Decimal),
    /// A day.
    Day(NaiveDate),
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Words of a list, that are compared as a whole.
    Code,
    /// Cents.
    Amount,
    /// A whole number.
    Count,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
}

/// The time that sums of purchases go over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Since the first sale.
    Ever,
    /// The last twelve months, today included: since the day after the same day of last year.
    TwelveMonths,
    /// Since the first of January.
    Year,
}

/// A sum of purchases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Gross revenue (CA TTC).
    Gross,
    /// Net revenue (CA HT).
    Net,
    /// Margin of the lines whose cost is known.
    Margin,
    /// What discounts took off.
    Discounts,
    /// Sales (achats).
    Sales,
    /// Business days with a sale (passages).
    Visits,
    /// Articles.
    Items,
}

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Family name and first name, or the company's.
    Name,
    /// Madame, Monsieur.
    Title,
    /// The company.
    Company,
    /// Any phone number.
    Phone,
    /// Any e-mail address.
    Email,
    /// The street.
    Street,
    /// The postcode.
    Postcode,
    /// The French department, by its number: `69`, `2A`, `974`.
    Department,
    /// The town.
    City,
    /// The country, when it is not France.
    Country,
    /// The language to write in.
    Language,
    /// The pricing group.
    Group,
    /// One of the tags.
    Tag,
    /// The seller in charge.
    Seller,
    /// One of the cards.
    Card,
    /// The note on the file.
    Note,
    /// What the cashier is to see first.
    Warning,
    /// Days until the next birthday: 0 on the day itself.
    BirthdayIn,
    /// The month of birth, 1 to 12.
    BirthMonth,
    /// The age in years; nothing when the year is not known.
    Age,
    /// The day the file was opened.
    Since,
    /// The first business day with a sale.
    FirstVisit,
    /// The last business day with a sale.
    LastVisit,
    /// A sum of purchases.
    Bought(Sum, Span),
    /// Gross revenue per sale.
    AverageBasket,
    /// Bought something of this department, or of one below it.
    BoughtFrom,
    /// Bought this item, by its SKU.
    BoughtItem,
    /// What the customer owes on account.
    AccountBalance,
    /// What is left on the credit notes.
    CreditNotes,
    /// What is left on the gift vouchers.
    GiftVouchers,
    /// What is left on the vouchers that loyalty gave.
    Vouchers,
    /// May buy on account.
    OnAccount,
    /// The account is held.
    Held,
    /// Agreed to a channel.
    Consents(Channel),
    /// Takes no part in loyalty programs.
    NoLoyalty,
    /// Wants the receipt by e-mail.
    EReceipt,
    /// Mail came back.
    Moved,
    /// Has died.
    Deceased,
    /// Nothing is ever sent.
    DoNotContact,
    /// The VAT regime, when it is not the normal one.
    VatRegime,
    /// A field of the shop's own, by its key.
    Custom(String),
}

/// All fields but the shop's own, with their French and English names.
pub const FIELDS: &[(Field, &str, &str)] = &[
    (Field::Name, "nom", "name"),
    (Field::Title, "civilite", "title"),
    (Field::Company, "societe", "company"),
    (Field::Phone, "telephone", "phone"),
    (Field::Email, "e-mail", "email"),
    (Field::Street, "rue", "street"),
    (Field::Postcode, "code-postal", "postcode"),
    (Field::Department, "departement", "district"),
    (Field::City, "ville", "city"),
    (Field::Country, "pays", "country"),
    (Field::Language, "langue", "language"),
    (Field::Group, "famille", "group"),
    (Field::Tag, "etiquette", "tag"),
    (Field::Seller, "vendeur", "seller"),
    (Field::Card, "carte", "card"),
    (Field::Note, "note", "note"),
    (Field::Warning, "alerte", "warning"),
    (Field::BirthdayIn, "anniversaire-dans", "birthday-in"),
    (Field::BirthMonth, "mois-anniversaire", "birth-month"),
    (Field::Age, "age", "age"),
    (Field::Since, "client-depuis", "since"),
    (Field::FirstVisit, "premier-passage", "first-visit"),
    (Field::LastVisit, "dernier-passage", "last-visit"),
    (Field::Bought(Sum::Gross, Span::Ever), "ca", "revenue"),
    (Field::Bought(Sum::Gross, Span::TwelveMonths), "ca-12-mois", "revenue-12-months"),
    (Field::Bought(Sum::Gross, Span::Year), "ca-annee", "revenue-year"),
    (Field::Bought(Sum::Net, Span::Ever), "ca-ht", "net-revenue"),
    (Field::Bought(Sum::Net, Span::TwelveMonths), "ca-ht-12-mois", "net-revenue-12-months"),
    (Field::Bought(Sum::Net, Span::Year), "ca-ht-annee", "net-revenue-year"),
    (Field::Bought(Sum::Margin, Span::Ever), "marge", "margin"),
    (Field::Bought(Sum::Margin, Span::TwelveMonths), "marge-12-mois", "margin-12-months"),
    (Field::Bought(Sum::Margin, Span::Year), "marge-annee", "margin-year"),
    (Field::Bought(Sum::Discounts, Span::Ever), "remises", "discounts"),
    (Field::Bought(Sum::Discounts, Span::TwelveMonths), "remises-12-mois", "discounts-12-months"),
    (Field::Bought(Sum::Discounts, Span::Year), "remises-annee", "discounts-year"),
    (Field::Bought(Sum::Sales, Span::Ever), "achats", "sales"),
    (Field::Bought(Sum::Sales, Span::TwelveMonths), "achats-12-mois", "sales-12-months"),
    (Field::Bought(Sum::Sales, Span::Year), "achats-annee", "sales-year"),
    (Field::Bought(Sum::Visits, Span::Ever), "passages", "visits"),
    (Field::Bought(Sum::Visits, Span::TwelveMonths), "passages-12-mois", "visits-12-months"),
    (Field::Bought(Sum::Visits, Span::Year), "passages-annee", "visits-year"),
    (Field::Bought(Sum::Items, Span::Ever), "articles", "items"),
    (Field::Bought(Sum::Items, Span::TwelveMonths), "articles-12-mois", "items-12-months"),
    (Field::Bought(Sum::Items, Span::Year), "articles-annee", "items-year"),
    (Field::AverageBasket, "panier-moyen", "average-basket"),
    (Field::BoughtFrom, "rayon", "department"),
    (Field::BoughtItem, "article", "item"),
    (Field::AccountBalance, "encours", "account-balance"),
    (Field::CreditNotes, "avoirs", "credit-notes"),
    (Field::GiftVouchers, "cheques-cadeaux", "gift-vouchers"),
    (Field::Vouchers, "bons", "vouchers"),
    (Field::OnAccount, "en-compte", "on-account"),
    (Field::Held, "compte-bloque", "account-held"),
    (Field::Consents(Channel::Sms), "consentement-sms", "consent-sms"),
    (Field::Consents(Channel::Email), "consentement-email", "consent-email"),
    (Field::Consents(Channel::Post), "consentement-courrier", "consent-post"),
    (Field::NoLoyalty, "hors-fidelite", "no-loyalty"),
    (Field::EReceipt, "ticket-par-email", "e-receipt"),
    (Field::Moved, "npai", "moved"),
    (Field::Deceased, "decede", "deceased"),
    (Field::DoNotContact, "ne-pas-contacter", "do-not-contact"),
    (Field::VatRegime, "regime-tva", "vat-regime"),
];

impl Field {
    /// Tells what the field holds.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Bought(Sum::Gross | Sum::Net | Sum::Margin | Sum::Discounts, _)
            | Self::AverageBasket
            | Self::AccountBalance
            | Self::CreditNotes
            | Self::GiftVouchers
            | Self::Vouchers => Kind::Amount,
            Self::Bought(..) | Self::BirthdayIn | Self::BirthMonth | Self::Age => Kind::Count,
            Self::Since | Self::FirstVisit | Self::LastVisit => Kind::Day,
            Self::OnAccount
            | Self::Held
            | Self::Consents(_)
            | Self::NoLoyalty
            | Self::EReceipt
            | Self::Moved
            | Self::Deceased
            | Self::DoNotContact => Kind::Flag,
            Self::Department
            | Self::Group
            | Self::Tag
            | Self::Card
            | Self::BoughtFrom
            | Self::BoughtItem
            | Self::VatRegime => Kind::Code,
            _ => Kind::Text,
        }
    }

    /// Gives the name of the field in French and in English; the key of a field of the shop's own.
    #[must_use]
    pub fn names(&self) -> (&str, &str) {
        match self {
            Self::Custom(key) => (key, key),
            field => FIELDS.iter().find(|(known, ..)| known == field).map_or(("", ""), |(_, fr, en)| (*fr, *en)),
        }
    }
}

impl Span {
    /// Gives the first and the last day; nothing of all days.
    #[must_use]
    pub fn days(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let first = match self {
            Self::Ever => return None,
            Self::TwelveMonths => today.checked_sub_months(chrono::Months::new(12)).and_then(|day| day.succ_opt()),
            Self::Year => chrono::Datelike::with_ordinal(&today, 1),
        };
        Some((first.unwrap_or(today), today))
    }
}
