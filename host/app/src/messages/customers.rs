//! Words about customers and their lists.

use comptoir_domain::customer::filter::{FIELDS, FilterError, Kind};
use comptoir_domain::language::Language;

use crate::customers::FORM;

/// Says which condition cannot be understood, and what is possible.
pub(super) fn filter_words(error: &FilterError, language: Language) -> String {
    match error {
        FilterError::UnknownField(name) => {
            let known: Vec<&str> = FIELDS.iter().map(|(_, fr, en)| language.pick(*fr, *en)).collect();
            let known = known.join(", ");
            language.pick(
                format!("Aucun critère « {name} » ; il y a : {known}, et les champs du magasin."),
                format!("No criterion “{name}”; there are: {known}, and the shop's own fields."),
            )
        }
        FilterError::WrongSign { field, sign } => language.pick(
            format!("Le critère « {field} » ne se compare pas par « {sign} »."),
            format!("The criterion “{field}” is not compared by “{sign}”."),
        ),
        FilterError::WrongValue { field, kind, value } => {
            let example = example(*kind, language);
            language.pick(
                format!("Critère « {field} » : « {value} » n'est pas {example}."),
                format!("Criterion “{field}”: “{value}” is not {example}."),
            )
        }
        FilterError::UnknownCode { field, value, known } if known.is_empty() => language.pick(
            format!("Critère « {field} » : rien n'a le code « {value} »."),
            format!("Criterion “{field}”: nothing has the code “{value}”."),
        ),
        FilterError::UnknownCode { field, value, known } => {
            let known = known.join(", ");
            language.pick(
                format!("Critère « {field} » : « {value} » n'existe pas ; il y a : {known}."),
                format!("Criterion “{field}”: there is no “{value}”; there are: {known}."),
            )
        }
    }
}

/// Says that a file has no such field, and which it has.
pub(super) fn unknown_field(name: &str, language: Language) -> String {
    let known: Vec<&str> = FORM.iter().map(|(_, fr, en)| language.pick(*fr, *en)).collect();
    let known = known.join(", ");
    language.pick(
        format!("La fiche n'a pas de champ « {name} » ; elle a : {known}, et les champs du magasin."),
        format!("The file has no field “{name}”; it has: {known}, and the shop's own fields."),
    )
}

const fn example(kind: Kind, language: Language) -> &'static str {
    match (kind, language) {
        (Kind::Amount, Language::French) => "un montant, comme 300 ou 12,50",
        (Kind::Amount, Language::English) => "an amount, such as 300 or 12.50",
        (Kind::Count, Language::French) => "un nombre, comme 3",
        (Kind::Count, Language::English) => "a number, such as 3",
        (Kind::Day, Language::French) => "un jour, comme 22/11/2026, aujourd'hui ou -60j (il y a 60 jours)",
        (Kind::Day, Language::English) => "a day, such as 2026-11-22, today or -60d (60 days ago)",
        (Kind::Flag, Language::French) => "oui ou non",
        (Kind::Flag, Language::English) => "yes or no",
        (Kind::Text | Kind::Code, Language::French) => "un texte",
        (Kind::Text | Kind::Code, Language::English) => "a text",
    }
}
