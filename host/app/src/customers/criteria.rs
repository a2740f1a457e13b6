//! Criteria of lists as people choose them: a field by its name, a comparison in words, a value.
//!
//! What is chosen becomes a condition as it is typed in commands (`ca-12-mois >= 300`), so that the screen, the
//! command line and saved lists say the same.

use comptoir_domain::customer::Channel;
use comptoir_domain::customer::filter::{FIELDS, Field, FilterError, Kind, Span, Sum};
use comptoir_domain::language::Language;

use super::ListQuery;
use super::codes::{named, read_filter};
use crate::error::{Error, Invalid};
use crate::till::Till;

/// What merchants ask most stands first.
const FIRST: [&str; 8] =
    ["ca-12-mois", "dernier-passage", "famille", "etiquette", "ville", "departement", "mois-anniversaire", "rayon"];

/// A field that a list can be narrowed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its name in conditions.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// What it holds.
    pub kind: Kind,
    /// Values that it often has: code and name.
    pub values: Vec<(String, String)>,
}

/// A comparison: its sign in a condition, and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// `=`, `>=`…; `?` asks that something is there, `!` that nothing is.
    pub sign: &'static str,
    /// In words.
    pub words: &'static str,
    /// Whether a value follows.
    pub has_value: bool,
}

impl Till {
    /// Gives all criteria, the shop's own fields last.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn criteria(&self) -> Result<Vec<Criterion>, Error> {
        let language = self.language;
        let mut criteria = Vec::new();
        for (field, name, _) in FIELDS {
            let values = named(&self.store, field)?.into_iter();
            criteria.push(Criterion {
                name: (*name).to_owned(),
                label: field_label(field, language),
                kind: field.kind(),
                values: values.map(|(code, [fr, en])| (code, language.pick(fr, en))).collect(),
            });
        }
        let own = self.store.custom_fields()?.into_iter().map(|field| Criterion {
            name: field.key,
            label: field.label,
            kind: Kind::Text,
            values: field.choices.into_iter().map(|choice| (choice.clone(), choice)).collect(),
        });
        criteria.extend(own);
        let place = |criterion: &Criterion| FIRST.iter().position(|name| *name == criterion.name);
        criteria.sort_by_key(|criterion| place(criterion).unwrap_or(FIRST.len()));
        Ok(criteria)
    }

    /// Says what is wrong with a condition, if anything, by the name that people see.
    ///
    /// # Errors
    ///
    /// [`Invalid::Filter`].
    pub fn check_condition(&self, condition: &str) -> Result<(), Error> {
        let query = ListQuery { conditions: vec![condition.to_owned()], ..ListQuery::default() };
        let mut refused = match read_filter(&self.store, self.clock, &query) {
            Err(Error::Invalid(Invalid::Filter(refused))) => refused,
            other => return other.map(drop),
        };
        if let FilterError::WrongSign { field, .. }
        | FilterError::WrongValue { field, .. }
        | FilterError::UnknownCode { field, .. } = &mut refused
        {
            let known = self.criteria()?.into_iter().find(|criterion| criterion.name == *field);
            known.into_iter().for_each(|criterion| *field = criterion.label);
        }
        Err(Invalid::Filter(refused).into())
    }

    /// Says a condition as people say it; one that is written in another way stays as it is.
    pub(super) fn condition_words(&self, condition: &str, criteria: &[Criterion]) -> String {
        let language = self.language;
        let signs = criteria
            .iter()
            .flat_map(|criterion| criterion.signs(language).into_iter().map(move |sign| (criterion, sign)));
        let fits = |(criterion, sign): (&Criterion, Sign)| {
            let start = if sign.has_value { format!("{} {} ", criterion.name, sign.sign) } else { String::new() };
            let value = condition.strip_prefix(start.as_str())?;
            let same = criterion.condition(sign, value) == condition;
            same.then(|| criterion.words(sign, value, language))
        };
        signs.into_iter().find_map(fits).unwrap_or_else(|| condition.to_owned())
    }
}

impl Criterion {
    /// Gives the comparisons that make sense, the likeliest first.
    #[must_use]
    pub fn signs(&self, language: Language) -> Vec<Sign> {
        let sign = |sign, french, english| Sign {
            sign,
            words: language.pick(french, english),
            has_value: !"?!".contains(sign),
        };
        let there = [sign("?", "est renseigné", "is filled in"), sign("!", "n’est pas renseigné", "is not filled in")];
        let mut signs = match self.kind {
            Kind::Flag => return vec![sign("?", "oui", "yes"), sign("!", "non", "no")],
            Kind::Text => vec![
                sign("=", "est", "is"),
                sign("~", "contient", "contains"),
                sign("^", "commence par", "begins with"),
                sign("!=", "n’est pas", "is not"),
            ],
            Kind::Code => vec![sign("=", "est", "is"), sign("!=", "n’est pas", "is not")],
            Kind::Day => vec![
                sign(">=", "à partir du", "from"),
                sign("<=", "jusqu’au", "until"),
                sign("<", "avant le", "before"),
                sign("=", "le", "on"),
            ],
            Kind::Amount | Kind::Count => {
                return vec![
                    sign(">=", "au moins", "at least"),
                    sign("<=", "au plus", "at most"),
                    sign(">", "plus de", "more than"),
                    sign("<", "moins de", "less than"),
                    sign("=", "exactement", "exactly"),
                ];
            }
        };
        signs.extend(there);
        signs
    }

    /// Gives what may stand as a value, in words.
    #[must_use]
    pub const fn help(&self, language: Language) -> &'static str {
        match (self.kind, language) {
            (Kind::Amount, Language::French) => "Un montant en euros : 300 ou 12,50.",
            (Kind::Amount, Language::English) => "An amount in euros: 300 or 12.50.",
            (Kind::Count, Language::French) => "Un nombre : 3.",
            (Kind::Count, Language::English) => "A number: 3.",
            (Kind::Day, Language::French) => {
                "Un jour, 22/11/2026 ; aujourd'hui ; ou -60j, -6m, -1a : il y a 60 jours, 6 mois, un an."
            }
            (Kind::Day, Language::English) => {
                "A day, 22/11/2026; today; or -60d, -6m, -1y: 60 days, 6 months, a year ago."
            }
            (Kind::Flag, _) => "",
            (Kind::Text | Kind::Code, Language::French) => "Plusieurs valeurs se séparent par des virgules.",
            (Kind::Text | Kind::Code, Language::English) => "Commas stand between several values.",
        }
    }

    /// Gives values that are taken with one press.
    #[must_use]
    pub fn proposals(&self, language: Language) -> Vec<String> {
        if self.kind == Kind::Day {
            let days =
                language.pick(["aujourd'hui", "-30j", "-60j", "-6m", "-1a"], ["today", "-30d", "-60d", "-6m", "-1y"]);
            return days.map(ToOwned::to_owned).to_vec();
        }
        self.values.iter().map(|(code, _)| code.clone()).take(8).collect()
    }

    /// Gives the condition as it is typed in commands.
    #[must_use]
    pub fn condition(&self, sign: Sign, value: &str) -> String {
        match sign.sign {
            "?" => self.name.clone(),
            "!" => format!("!{}", self.name),
            sign => format!("{} {sign} {}", self.name, value.trim()),
        }
    }

    /// Says a condition in words: `Ville est Lyon`.
    #[must_use]
    pub fn words(&self, sign: Sign, value: &str, language: Language) -> String {
        let label = &self.label;
        if !sign.has_value {
            return format!("{label} : {}", sign.words);
        }
        let value = value.trim();
        let name = self.values.iter().find(|(code, _)| code.eq_ignore_ascii_case(value)).map(|(_, name)| name.clone());
        if let Some(back) = Some(self.kind).filter(|kind| *kind == Kind::Day).and_then(|_| back(value, language)) {
            return format!("{label} {}", ago(sign, &back, language));
        }
        let value = match self.kind {
            Kind::Amount if !value.ends_with('€') => format!("{value}\u{a0}€"),
            _ => name.unwrap_or_else(|| value.to_owned()),
        };
        format!("{label} {} {value}", sign.words)
    }
}

/// A comparison with a day that is counted back from today.
fn ago(sign: Sign, back: &str, language: Language) -> String {
    match sign.sign {
        ">=" => language.pick(format!("il y a au plus {back}"), format!("at most {back} ago")),
        "<" => language.pick(format!("il y a plus de {back}"), format!("more than {back} ago")),
        "<=" => language.pick(format!("il y a au moins {back}"), format!("at least {back} ago")),
        _ => language.pick(format!("il y a {back}"), format!("{back} ago")),
    }
}

/// `-60j`: 60 jours.
fn back(value: &str, language: Language) -> Option<String> {
    let back = value.strip_prefix('-')?;
    let unit = back.chars().last()?;
    let count: u32 = back.get(..back.len() - unit.len_utf8())?.trim().parse().ok()?;
    let many = count > 1;
    let noun = match unit {
        'j' | 'd' => language.pick(if many { "jours" } else { "jour" }, if many { "days" } else { "day" }),
        'm' => language.pick("mois", if many { "months" } else { "month" }),
        'a' | 'y' => language.pick(if many { "ans" } else { "an" }, if many { "years" } else { "year" }),
        _ => return None,
    };
    Some(format!("{count} {noun}"))
}

/// The name of a field for people.
fn field_label(field: &Field, language: Language) -> String {
    let (french, english) = match field {
        Field::Bought(sum, span) => return bought_label(*sum, *span, language),
        Field::Name => ("Nom", "Name"),
        Field::Title => ("Civilité", "Title"),
        Field::Company => ("Société", "Company"),
        Field::Phone => ("Téléphone", "Phone"),
        Field::Email => ("E-mail", "E-mail"),
        Field::Street => ("Rue", "Street"),
        Field::Postcode => ("Code postal", "Postcode"),
        Field::Department => ("Département", "District"),
        Field::City => ("Ville", "Town"),
        Field::Country => ("Pays", "Country"),
        Field::Language => ("Langue", "Language"),
        Field::Group => ("Famille", "Group"),
        Field::Tag => ("Étiquette", "Tag"),
        Field::Seller => ("Vendeur attitré", "Seller in charge"),
        Field::Card => ("Carte", "Card"),
        Field::Note => ("Note", "Note"),
        Field::Warning => ("Alerte", "Warning"),
        Field::BirthdayIn => ("Jours avant l’anniversaire", "Days to the birthday"),
        Field::BirthMonth => ("Mois de naissance", "Month of birth"),
        Field::Age => ("Âge", "Age"),
        Field::Since => ("Client depuis", "Customer since"),
        Field::FirstVisit => ("Premier passage", "First visit"),
        Field::LastVisit => ("Dernier passage", "Last visit"),
        Field::AverageBasket => ("Panier moyen", "Average basket"),
        field => more_label(field),
    };
    if let Field::Custom(key) = field {
        return key.clone();
    }
    language.pick(french, english).to_owned()
}

const fn more_label(field: &Field) -> (&'static str, &'static str) {
    match field {
        Field::BoughtFrom => ("A acheté dans le rayon", "Bought from the department"),
        Field::BoughtItem => ("A acheté l’article", "Bought the item"),
        Field::AccountBalance => ("Encours", "Account balance"),
        Field::CreditNotes => ("Avoirs", "Credit notes"),
        Field::GiftVouchers => ("Chèques-cadeaux", "Gift vouchers"),
        Field::Vouchers => ("Bons d’achat", "Vouchers"),
        Field::OnAccount => ("En compte", "On account"),
        Field::Held => ("Compte bloqué", "Account held"),
        Field::Consents(Channel::Sms) => ("Accord SMS", "SMS consent"),
        Field::Consents(Channel::Email) => ("Accord e-mail", "E-mail consent"),
        Field::Consents(Channel::Post) => ("Accord courrier", "Post consent"),
        Field::NoLoyalty => ("Hors fidélité", "No loyalty"),
        Field::EReceipt => ("Ticket par e-mail", "Receipt by e-mail"),
        Field::Moved => ("N’habite plus à l’adresse", "Mail came back"),
        Field::Deceased => ("Décédé", "Deceased"),
        Field::DoNotContact => ("Ne pas contacter", "Do not contact"),
        Field::VatRegime => ("Régime de TVA", "VAT regime"),
        _ => ("", ""),
    }
}

fn bought_label(sum: Sum, span: Span, language: Language) -> String {
    let what = match sum {
        Sum::Gross => language.pick("CA TTC", "Revenue"),
        Sum::Net => language.pick("CA HT", "Net revenue"),
        Sum::Margin => language.pick("Marge", "Margin"),
        Sum::Discounts => language.pick("Remises", "Discounts"),
        Sum::Sales => language.pick("Achats", "Sales"),
        Sum::Visits => language.pick("Passages", "Visits"),
        Sum::Items => language.pick("Articles", "Items"),
    };
    let when = match span {
        Span::Ever => "",
        Span::TwelveMonths => language.pick(" sur 12 mois", " in 12 months"),
        Span::Year => language.pick(" cette année", " this year"),
    };
    format!("{what}{when}")
}

#[cfg(test)]
mod tests {
    use comptoir_domain::customer::filter::Condition;

    use super::*;

    fn criterion(name: &str) -> Criterion {
        let (field, name, _) = FIELDS.iter().find(|(_, fr, _)| *fr == name).unwrap();
        let values = vec![("vip".to_owned(), "Clients VIP".to_owned())];
        let label = field_label(field, Language::French);
        Criterion { name: (*name).to_owned(), label, kind: field.kind(), values }
    }

    #[test]
    fn every_field_has_a_name_for_people_in_both_languages() {
        for language in [Language::French, Language::English] {
            let mut labels: Vec<String> = FIELDS.iter().map(|(field, ..)| field_label(field, language)).collect();
            assert!(labels.iter().all(|label| !label.is_empty()));
            labels.sort();
            let all = labels.len();
            labels.dedup();
            assert_eq!(labels.len(), all, "no two fields have one name");
        }
    }

    #[test]
    fn what_is_offered_is_a_condition_that_is_understood() {
        for (_, name, _) in FIELDS {
            let criterion = criterion(name);
            for language in [Language::French, Language::English] {
                for sign in criterion.signs(language) {
                    let value = match criterion.kind {
                        Kind::Day => "-60j",
                        Kind::Amount | Kind::Count => "12",
                        _ => "vip",
                    };
                    let text = criterion.condition(sign, value);
                    let read = Condition::read(&text, &[], "2026-11-22".parse().unwrap());
                    assert!(read.is_ok(), "{text}: {read:?}");
                    assert!(criterion.words(sign, value, language).starts_with(&criterion.label));
                }
            }
        }
    }

    #[test]
    fn conditions_are_said_as_people_say_them() {
        for (name, sign, value, words) in [
            ("ville", "=", "Lyon", "Ville est Lyon"),
            ("ca-12-mois", ">=", "300", "CA TTC sur 12 mois au moins 300\u{a0}€"),
            ("dernier-passage", "<", "-60j", "Dernier passage il y a plus de 60 jours"),
            ("dernier-passage", ">=", "-1a", "Dernier passage il y a au plus 1 an"),
            ("famille", "=", "VIP", "Famille est Clients VIP"),
            ("consentement-sms", "?", "", "Accord SMS : oui"),
            ("e-mail", "!", "", "E-mail : n’est pas renseigné"),
        ] {
            let criterion = criterion(name);
            let signs = criterion.signs(Language::French);
            let sign = *signs.iter().find(|known| known.sign == sign).unwrap();
            assert_eq!(criterion.words(sign, value, Language::French), words);
        }
    }
}
