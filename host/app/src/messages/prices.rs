//! Words about price lists.

use chrono::NaiveDate;
use comptoir_domain::language::Language;
use comptoir_domain::price_list::PriceList;
use comptoir_domain::rate::PriceRate;

use super::amount_words;
use crate::format::{day, percent};
use crate::prices::{PriceIssue, PriceProblem};

pub(crate) fn code(language: Language) -> &'static str {
    language.pick("code du tarif, en un mot et sans « = »", "code of the price list, one word without “=”")
}

/// Says when a list gives prices, on a day when it gives none.
pub(crate) fn outside(list: &PriceList, on: NaiveDate, language: Language) -> Option<String> {
    match (list.first, list.last) {
        (Some(first), _) if on < first => {
            let first = day(first);
            Some(language.pick(format!("à partir du {first}"), format!("from {first} on")))
        }
        (_, Some(last)) if last < on => {
            let last = day(last);
            Some(language.pick(format!("fini le {last}"), format!("ended on {last}")))
        }
        _ => None,
    }
}

pub(crate) fn of_department(rate: PriceRate, department: &str, language: Language) -> String {
    let rate = percent(&rate.to_string(), language);
    language.pick(format!("{rate}, rayon {department}"), format!("{rate}, department {department}"))
}

pub(crate) fn of_base(rate: PriceRate, list: &str, language: Language) -> String {
    let rate = percent(&rate.to_string(), language);
    language.pick(format!("{rate} de {list}"), format!("{rate} of {list}"))
}

pub(super) fn unknown(asked: &str, known: &[String], language: Language) -> String {
    let known = known.join(", ");
    match (language, known.is_empty()) {
        (Language::French, true) => {
            format!("Aucun tarif « {asked} » : `comptoir price new {asked} NOM` en crée un.")
        }
        (Language::English, true) => format!("No price list “{asked}”: `comptoir price new {asked} NAME` makes one."),
        (Language::French, false) => format!("Aucun tarif « {asked} » ; il y a : {known}."),
        (Language::English, false) => format!("No price list “{asked}”; there are: {known}."),
    }
}

pub(super) fn exists(id: &str, language: Language) -> String {
    language.pick(
        format!("Le tarif {id} existe déjà : `comptoir price set {id}` le change, ou choisissez un autre code."),
        format!("The price list {id} exists already: `comptoir price set {id}` changes it, or choose another code."),
    )
}

/// Says all that is wrong, a line each, and that nothing changed.
pub(super) fn issues(issues: &[PriceIssue], language: Language) -> String {
    let line = |issue: &PriceIssue| {
        let words = problem(&issue.problem, language);
        language.pick(format!("{} : {words}", issue.place), format!("{}: {words}", issue.place))
    };
    let mut lines: Vec<String> = issues.iter().map(line).collect();
    lines.push(language.pick("Rien n'a été enregistré.", "Nothing was saved.").to_owned());
    lines.join("\n")
}

pub(crate) fn problem(problem: &PriceProblem, language: Language) -> String {
    let words = match problem {
        PriceProblem::Amount(error) => return amount_words(error, language),
        PriceProblem::NoSign => (
            "il manque « = » : écrivez l'article ou le rayon, puis =, puis le prix ou le pourcentage.",
            "“=” is missing: write the item or the department, then =, then the price or the percentage.",
        ),
        PriceProblem::Negative => ("un prix n'est pas négatif.", "a price is not below zero."),
        PriceProblem::Percent => (
            "écrivez un pourcentage de 0 à 1000, deux décimales au plus : 90 veut dire 10 % de moins, 110 veut dire 10 % \
             de plus.",
            "write a percentage from 0 to 1000, at most two decimals: 90 means a tenth less, 110 a tenth more.",
        ),
        PriceProblem::Item => (
            "aucun article n'a ce code ; `comptoir item list` les montre.",
            "no item has this code; `comptoir item list` shows them.",
        ),
        PriceProblem::Department => (
            "aucun rayon n'a ce code ; `comptoir item show` donne ceux d'un article.",
            "no department has this code; `comptoir item show` gives those of an item.",
        ),
        PriceProblem::Twice => ("déjà nommé dans cette commande.", "named in this command already."),
        PriceProblem::NoBase => ("de quel tarif ? Ajoutez --base.", "of which price list? Add --base."),
        PriceProblem::NoPercent => ("à combien pour cent ? Ajoutez --percent.", "at how many percent? Add --percent."),
    };
    language.pick(words.0, words.1).to_owned()
}
