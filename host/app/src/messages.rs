//! The words of the use cases: what happened and what to do, in French first.

use comptoir_devices::messages as devices;
use comptoir_devices::printer::Fault as PrinterTrouble;
use comptoir_devices::scanner::LostReason;
use comptoir_devices::{Connection, PrinterError};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::effect::{Part, Refusal};
use comptoir_domain::language::Language;
use comptoir_domain::money::MoneyError;
use comptoir_domain::quantity::Points;
use comptoir_domain::shop::SiretError;
use comptoir_domain::tender::TenderKind;
use comptoir_journal::{Family, Finding, messages as journal};
use comptoir_policy::messages as policy;
use comptoir_policy::{Catalog, Fault, LoadError, PackageError, PrepareError, SettingError};

use crate::error::{Error, Invalid, JournalTrouble, NotFound};
use crate::format::number;

mod accounts;
mod asked;
mod cards;
mod customers;
pub(crate) mod items;
mod packages;
pub(crate) mod prices;
mod programs;
mod refused;
pub mod regimes;
pub mod setup;
mod statistics;
pub mod tariffs;

pub use accounts::entry_name;
pub use asked::question_words;
pub use packages::{ceilings, effect_words, failing, origin, signed};
pub(crate) use packages::{package_refusal, unknown_codes};
use refused::refused_words;

/// Names a means of payment.
#[must_use]
pub fn tender_name(kind: TenderKind, language: Language) -> &'static str {
    match kind {
        TenderKind::Cash => language.pick("Espèces", "Cash"),
        TenderKind::Card => language.pick("Carte bancaire", "Card"),
        TenderKind::Cheque => language.pick("Chèque", "Cheque"),
        TenderKind::Transfer => language.pick("Virement", "Bank transfer"),
        TenderKind::OnAccount => language.pick("En compte", "On account"),
        TenderKind::CreditNote => language.pick("Avoir", "Credit note"),
        TenderKind::GiftVoucher => language.pick("Chèque-cadeau", "Gift voucher"),
    }
}

/// Names a paper of the shop.
#[must_use]
pub fn credit_name(kind: CreditKind, language: Language) -> &'static str {
    match kind {
        CreditKind::CreditNote => language.pick("Avoir", "Credit note"),
        CreditKind::GiftVoucher => language.pick("Chèque-cadeau", "Gift voucher"),
        CreditKind::Voucher => language.pick("Bon d'achat", "Voucher"),
    }
}

impl Error {
    /// Says what happened and what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Refused(refused) => refused_words(refused, language),
            Self::Invalid(invalid) => invalid_words(invalid, language),
            Self::NotFound(missing) => missing_words(missing, language),
            Self::Storage(error) => error.message(language),
            Self::Journal(trouble) => journal_words(trouble, language),
            Self::Policy { policy, problem } => match language {
                Language::French => format!("La règle « {policy} » ne peut pas être utilisée : {problem}"),
                Language::English => format!("Policy “{policy}” cannot be used: {problem}"),
            },
            Self::Package { policy, refusal } => {
                let why = package_refusal(refusal, language);
                language.pick(format!("{policy} : {why}."), format!("{policy}: {why}."))
            }
            Self::Key(error) => format!("{}.", policy::key_error(error, language)),
            Self::File { path, problem } | Self::Exchange { path, problem } => match language {
                Language::French => format!("{path} : {problem}"),
                Language::English => format!("{path}: {problem}"),
            },
        }
    }
}

fn journal_words(trouble: &JournalTrouble, language: Language) -> String {
    match trouble {
        JournalTrouble::Key(error) => journal::key_error(error, language).to_string(),
        JournalTrouble::Mirror(error) => journal::mirror_error(error, language).to_string(),
        JournalTrouble::Record(error) => journal::read_error(error, language),
    }
}

pub(crate) fn finding(finding: &Finding, language: Language) -> String {
    journal::finding(finding, language).to_string()
}

pub(crate) fn mirror_error(error: &comptoir_journal::MirrorError, language: Language) -> String {
    journal::mirror_error(error, language).to_string()
}

pub(crate) fn family(family: Family, language: Language) -> &'static str {
    journal::family(family, language)
}

fn invalid_words(invalid: &Invalid, language: Language) -> String {
    let fr = language == Language::French;
    match invalid {
        Invalid::Config { path, problem } if fr => format!("{path} : {problem}\nCorrigez ce fichier, puis relancez."),
        Invalid::Config { path, problem } => format!("{path}: {problem}\nMend this file, then start again."),
        Invalid::CheckDigit { read, expected } if fr => format!(
            "Code mal lu : {read} (la clé de contrôle devrait être {expected}). Rescannez, ou tapez le code à la main."
        ),
        Invalid::CheckDigit { read, expected } => {
            format!("Misread code: {read} (the check digit should be {expected}). Scan again, or type the code.")
        }
        Invalid::Code { read, problem } if fr => format!("Code illisible : « {read} » ({problem}). Rescannez."),
        Invalid::Code { read, problem } => format!("Unreadable code: “{read}” ({problem}). Scan again."),
        Invalid::Amount(error) => amount_words(error, language),
        Invalid::Quantity(text) if is_zero(text) => language
            .pick(
                "Une quantité de zéro n'existe pas : pour enlever l'article, annulez sa ligne.",
                "There is no quantity of zero: to take the item off, cancel its line.",
            )
            .to_owned(),
        Invalid::Quantity(text) if fr => {
            format!("« {text} » n'est pas une quantité : un nombre positif, trois décimales au plus.")
        }
        Invalid::Quantity(text) => format!("“{text}” is no quantity: a number above zero, at most three decimals."),
        Invalid::Part { asked, part } => part_words(*asked, part, language),
        Invalid::Choice { asked, choices } => choice_words(asked, choices, language),
        Invalid::Adjustment => language
            .pick(
                "Un compteur ne se change à la main que d'une quantité, et avec un motif.",
                "A counter is changed by hand only by some amount, and with a reason.",
            )
            .to_owned(),
        Invalid::Decimals { counter, given, places } => programs::too_fine(counter, *given, *places, language),
        Invalid::IsRefund { number, of } => programs::is_refund(number, of, language),
        Invalid::Correction => language
            .pick(
                "Une correction de compte ou un blocage demande un motif, et une correction un montant non nul.",
                "A correction or a hold of an account needs a reason, and a correction an amount other than zero.",
            )
            .to_owned(),
        Invalid::Setting { key, problem } => setting_words(key, problem, language),
        Invalid::Settings(problems) => {
            let words = problems.iter().map(|problem| setting_words(&problem.key, &problem.problem, language));
            words.collect::<Vec<_>>().join("\n")
        }
        Invalid::Form(issues) => issues.iter().map(|issue| issue.words(language)).collect::<Vec<_>>().join("\n"),
        Invalid::FormField(name) => customers::unknown_field(name, language),
        Invalid::Card(error) => comptoir_contact::messages::card_error(error, language),
        Invalid::CardCount(count) => cards::count_words(*count, language),
        Invalid::Filter(error) => customers::filter_words(error, language),
        Invalid::TooLong(text) => {
            let length = text.chars().count();
            language.pick(
                format!("Texte trop long ({length} caractères) : raccourcissez-le à 80."),
                format!("Text too long ({length} characters): shorten it to 80."),
            )
        }
        Invalid::Siret(error) => siret_words(error, language),
        Invalid::Day { field, value } => statistics::not_a_day(field, value, language),
        Invalid::Days { first, last } => statistics::backwards(*first, *last, language),
        Invalid::Prices(issues) => prices::issues(issues, language),
        Invalid::Text { field, value } if fr => format!("{field} : « {value} » ne se comprend pas."),
        Invalid::Text { field, value } => format!("{field}: “{value}” cannot be understood."),
    }
}

fn siret_words(error: &SiretError, language: Language) -> String {
    match error {
        SiretError::NotFourteenDigits(text) => language.pick(
            format!("« {text} » n'est pas un SIRET : il faut 14 chiffres."),
            format!("“{text}” is no SIRET: it has 14 digits."),
        ),
        SiretError::WrongCheck(text) => language.pick(
            format!("Le SIRET {text} est faux : sa clé ne correspond pas, vérifiez chaque chiffre."),
            format!("SIRET {text} is wrong: its check fails, look at each digit."),
        ),
    }
}

fn part_words(asked: Points, part: &Part, language: Language) -> String {
    let [asked, min, max, step] =
        [asked, part.min, part.largest(), part.step].map(|points| number(points.value(), language));
    language.pick(
        format!("{asked} ne peut pas être pris : de {min} à {max}, de {step} en {step}."),
        format!("{asked} cannot be taken: from {min} to {max}, in steps of {step}."),
    )
}

fn choice_words(asked: &str, choices: &[String], language: Language) -> String {
    let choices = choices.join(", ");
    if asked.is_empty() {
        return language.pick(
            format!("Choisissez d'abord ce que prend le client : {choices}."),
            format!("Choose first what the customer takes: {choices}."),
        );
    }
    language.pick(
        format!("« {asked} » n'est pas un des choix : {choices}."),
        format!("“{asked}” is none of the choices: {choices}."),
    )
}

fn is_zero(text: &str) -> bool {
    let digits = || text.chars().filter(char::is_ascii_digit);
    digits().count() > 0
        && digits().all(|digit| digit == '0')
        && text.chars().all(|c| c.is_ascii_digit() || ",. ".contains(c))
}

/// Says that the unfinished sale kept for this start cannot be read, and where it is now.
pub(crate) fn memory_damaged(path: &std::path::Path, language: Language) -> String {
    let path = path.display();
    match language {
        Language::French => {
            format!(
                "La vente en cours à la dernière fermeture est illisible : elle est gardée dans {path}, ressaisissez-la."
            )
        }
        Language::English => {
            format!("The sale in hand at the last closing cannot be read: it is kept in {path}, enter it again.")
        }
    }
}

fn amount_words(error: &MoneyError, language: Language) -> String {
    match (error, language) {
        (MoneyError::NotANumber(text), Language::French) => {
            format!("« {text} » n'est pas un montant, par exemple 12,50.")
        }
        (MoneyError::NotANumber(text), Language::English) => format!("“{text}” is no amount, such as 12.50."),
        (MoneyError::FinerThanACent(text), Language::French) => {
            format!("« {text} » : un montant a deux décimales au plus.")
        }
        (MoneyError::FinerThanACent(text), Language::English) => {
            format!("“{text}”: an amount has at most two decimals.")
        }
        (MoneyError::OutOfRange(text), Language::French) => format!("« {text} » : ce montant est trop grand."),
        (MoneyError::OutOfRange(text), Language::English) => format!("“{text}”: this amount is too large."),
    }
}

/// A key that the problem begins with is said once.
fn setting_words(key: &str, problem: &str, language: Language) -> String {
    let rest = problem.strip_prefix(key).and_then(|rest| rest.trim_start().strip_prefix(':'));
    let problem = rest.map_or(problem, str::trim_start);
    match (language, key) {
        (Language::French, "") => format!("Réglage : {problem}"),
        (Language::English, "") => format!("Setting: {problem}"),
        (Language::French, _) => format!("Réglage « {key} » : {problem}"),
        (Language::English, _) => format!("Setting “{key}”: {problem}"),
    }
}

fn missing_words(missing: &NotFound, language: Language) -> String {
    let fr = language == Language::French;
    match missing {
        NotFound::Code(code) if fr => {
            format!(
                "Code inconnu : {code}. La vente continue : rescannez, cherchez l'article par son nom, ou créez-le."
            )
        }
        NotFound::Code(code) => {
            format!("Unknown code: {code}. The sale goes on: scan again, search by name, or create the item.")
        }
        NotFound::Item(text) if fr => {
            format!("Aucun article « {text} » : `comptoir item list {text}` cherche par nom.")
        }
        NotFound::Item(text) => format!("No item “{text}”: `comptoir item list {text}` searches by name."),
        NotFound::Customer(text) if fr => {
            format!("Aucun client pour « {text} » : scannez sa carte, ou essayez un autre mot.")
        }
        NotFound::Customer(text) => format!("No customer for “{text}”: scan the card, or try another word."),
        NotFound::SeveralCustomers { asked, found } => {
            let found = found.join("\n  ");
            if fr {
                format!("Plusieurs clients pour « {asked} » ; donnez la carte ou le nom entier :\n  {found}")
            } else {
                format!("Several customers for “{asked}”; give the card or the whole name:\n  {found}")
            }
        }
        NotFound::Case { asked, known } => programs::no_case(asked, known, language),
        NotFound::Counter { asked, known } => programs::no_counter(asked, known, language),
        NotFound::Group(text) if fr => {
            format!("Aucune famille de clients « {text} » : `comptoir group list` les montre.")
        }
        NotFound::Group(text) => format!("No customer group “{text}”: `comptoir group list` shows them."),
        NotFound::PriceList { asked, known } => prices::unknown(asked, known, language),
        NotFound::Receipt(text) if fr => format!("Aucun ticket {text} sur cette caisse."),
        NotFound::Receipt(text) => format!("No receipt {text} on this till."),
        NotFound::Credit(text) if fr => format!("Aucun avoir, chèque-cadeau ou bon ne porte le code « {text} »."),
        NotFound::Credit(text) => format!("No credit note, gift voucher or voucher has the code “{text}”."),
        NotFound::AccountEntry(text) if fr => format!("Aucune écriture de compte « {text} »."),
        NotFound::AccountEntry(text) => format!("No entry of an account “{text}”."),
        NotFound::Offer { asked, open } => programs::no_offer(asked, open, language),
        NotFound::SeveralOffers { asked, found } => programs::several_offers(asked, found, language),
        NotFound::Program(text) if fr => format!("Aucun programme « {text} » : `comptoir program list` les montre."),
        NotFound::Program(text) => format!("No program “{text}”: `comptoir program list` shows them."),
        NotFound::ProgramInSale { program, receipt, ran } => programs::not_in_sale((program, receipt), ran, language),
        NotFound::Policy(text) if fr => format!("Aucune règle « {text} » : `comptoir plugin list` les montre."),
        NotFound::Policy(text) => format!("No policy “{text}”: `comptoir plugin list` shows them."),
        NotFound::Installed(text) if fr => format!(
            "Aucune règle installée « {text} » : `comptoir plugin list` les montre ; celles livrées avec la caisse ne se retirent pas."
        ),
        NotFound::Installed(text) => format!(
            "No installed policy “{text}”: `comptoir plugin list` shows them; those that come with the till cannot be removed."
        ),
        NotFound::Key(text) if fr => {
            format!("Aucune clé de confiance « {text} » : `comptoir plugin trusted` les montre.")
        }
        NotFound::Key(text) => format!("No trusted key “{text}”: `comptoir plugin trusted` shows them."),
        NotFound::Parked(text) if fr => format!("Aucun ticket en attente n° {text}."),
        NotFound::Parked(text) => format!("No parked sale {text}."),
        NotFound::Line(text) if fr => format!("Aucune ligne {text}."),
        NotFound::Line(text) => format!("No line {text}."),
        NotFound::Department(text) if fr => format!("Aucun rayon « {text} »."),
        NotFound::Department(text) => format!("No department “{text}”."),
        NotFound::Tender(place) if fr => format!("Aucun règlement n° {}.", place + 1),
        NotFound::Tender(place) => format!("No payment {}.", place + 1),
        NotFound::Printer if fr => "Aucune imprimante : décrivez-la dans till.toml, dans le dossier du magasin.".into(),
        NotFound::Printer => "No printer: describe it in till.toml, in the shop's folder.".into(),
        NotFound::AnySale if fr => "Aucune vente pour l'instant.".into(),
        NotFound::AnySale => "No sale yet.".into(),
    }
}

/// Says why a proposal was refused, for the technical log and the screen.
#[must_use]
pub fn policy_refusal(refusal: &Refusal, language: Language) -> String {
    policy::refusal(refusal, language)
}

pub(crate) fn printer(error: &PrinterError, language: Language) -> String {
    devices::printer_error(error, language).to_string()
}

pub(crate) fn printer_fault(fault: &PrinterTrouble, connection: &Connection, language: Language) -> String {
    devices::printer_fault(fault, connection, language).to_string()
}

pub(crate) fn scanner_lost(port: &str, reason: &LostReason, language: Language) -> String {
    devices::scanner_lost(port, reason, language).to_string()
}

pub(crate) fn scanner_back(port: &str, language: Language) -> String {
    devices::scanner_back(port, language)
}

pub(crate) fn scanner_garbage(port: &str, bytes: usize, language: Language) -> String {
    devices::scanner_garbage(port, bytes, language).to_string()
}

pub(crate) fn fault(fault: &Fault, language: Language) -> String {
    policy::fault(fault, language)
}

pub(crate) fn breaker_change(change: comptoir_policy::breaker::Change, language: Language) -> &'static str {
    policy::breaker_change(change, language)
}

pub(crate) fn load_error(error: &LoadError, language: Language) -> String {
    policy::load_error(error, language)
}

pub(crate) fn package_error(error: &PackageError, language: Language) -> String {
    policy::package_error(error, language)
}

pub(crate) fn case_error(error: &comptoir_policy::CaseError, language: Language) -> String {
    policy::case_error(error, language)
}

pub(crate) fn setting_error(error: &SettingError, language: Language) -> String {
    policy::setting_error(error, language)
}

/// Says which setting is wrong and why.
pub(crate) fn prepare_error(error: &PrepareError, catalog: &Catalog, language: Language) -> (String, String) {
    match error {
        PrepareError::Issues(issues) => issues.first().map_or_else(
            || (String::new(), String::new()),
            |issue| (issue.key.clone(), catalog.render(&issue.problem, language)),
        ),
        PrepareError::Fault(trouble) => (String::new(), fault(trouble, language)),
    }
}
