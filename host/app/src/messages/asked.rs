//! Words about what programs ask of a customer's past, for a merchant who is to allow it.

use comptoir_domain::history::{Bought, Period, Question};
use comptoir_domain::language::Language;

use crate::format::day;

/// Says what a question wants to know.
#[must_use]
pub fn question_words(question: &Question, language: Language) -> String {
    let pick = |french: String, english: String| language.pick(french, english);
    let within = |period: &Period| period_words(*period, language);
    match question {
        Question::Visits(period) => {
            pick(format!("ses jours de passage, {}", within(period)), format!("the days of visits, {}", within(period)))
        }
        Question::Sales(period) => {
            pick(format!("le nombre de ses achats, {}", within(period)), format!("how many sales, {}", within(period)))
        }
        Question::Revenue(period) => {
            pick(format!("ce qu'il a payé, {}", within(period)), format!("what was paid, {}", within(period)))
        }
        Question::Pieces(what, period) => {
            let (what, within) = (bought(what, language), within(period));
            pick(format!("combien de pièces, {what}, {within}"), format!("how many pieces, {what}, {within}"))
        }
        Question::Spent(what, period) => {
            let (what, within) = (bought(what, language), within(period));
            pick(format!("ce qu'il a payé, {what}, {within}"), format!("what was paid, {what}, {within}"))
        }
        Question::FirstVisit => language.pick("le jour de son premier achat", "the day of the first sale").to_owned(),
        Question::LastVisit => language.pick("le jour de son dernier achat", "the day of the last sale").to_owned(),
        Question::LastBought(what) => {
            let what = bought(what, language);
            pick(format!("le jour du dernier achat, {what}"), format!("the day of the last sale, {what}"))
        }
        Question::Earned(counter, period) => {
            let within = within(period);
            pick(format!("ce qu'il a gagné ({counter}), {within}"), format!("what was earned ({counter}), {within}"))
        }
        Question::OffersTaken(offer, period) => {
            let within = within(period);
            pick(
                format!("combien de fois il a pris le cadeau « {offer} », {within}"),
                format!("how often the offer “{offer}” was taken, {within}"),
            )
        }
        Question::Sponsored(period) => pick(
            format!("combien de filleuls sont venus acheter, {}", within(period)),
            format!("how many customers were brought, {}", within(period)),
        ),
    }
}

fn period_words(period: Period, language: Language) -> String {
    match period {
        Period::Always => language.pick("depuis toujours", "ever").to_owned(),
        Period::Days(1) => language.pick("aujourd'hui", "today").to_owned(),
        Period::Days(days) => language.pick(format!("sur {days} jours"), format!("over {days} days")),
        Period::Month(0) => language.pick("ce mois-ci", "this month").to_owned(),
        Period::Month(1) => language.pick("le mois dernier", "last month").to_owned(),
        Period::Month(back) => language.pick(format!("il y a {back} mois"), format!("{back} months ago")),
        Period::Year(0) => language.pick("cette année", "this year").to_owned(),
        Period::Year(1) => language.pick("l'an dernier", "last year").to_owned(),
        Period::Year(back) => language.pick(format!("il y a {back} ans"), format!("{back} years ago")),
        Period::Since(first) => language.pick(format!("depuis le {}", day(first)), format!("since {}", day(first))),
    }
}

fn bought(what: &Bought, language: Language) -> String {
    let listed = |codes: &std::collections::BTreeSet<String>| codes.iter().cloned().collect::<Vec<_>>().join(", ");
    let (departments, items) = (listed(&what.departments), listed(&what.items));
    let departments = language.pick(format!("rayons {departments}"), format!("departments {departments}"));
    let items = language.pick(format!("articles {items}"), format!("items {items}"));
    match (what.departments.is_empty(), what.items.is_empty()) {
        (true, true) => language.pick("tous rayons", "all departments").to_owned(),
        (false, true) => departments,
        (true, false) => items,
        (false, false) => language.pick(format!("{departments} ou {items}"), format!("{departments} or {items}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merchant_reads_what_is_asked_of_the_past() {
        let bought = |departments: &[&str], items: &[&str]| {
            let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
            Bought { departments: set(departments), items: set(items) }
        };
        for (question, french, english) in [
            (Question::Visits(Period::Year(0)), "ses jours de passage, cette année", "the days of visits, this year"),
            (
                Question::Spent(bought(&["vin"], &["MUG"]), Period::Days(90)),
                "ce qu'il a payé, rayons vin ou articles MUG, sur 90 jours",
                "what was paid, departments vin or items MUG, over 90 days",
            ),
            (
                Question::Pieces(bought(&[], &[]), Period::Month(2)),
                "combien de pièces, tous rayons, il y a 2 mois",
                "how many pieces, all departments, 2 months ago",
            ),
            (
                Question::Earned("points".into(), Period::Since(chrono::NaiveDate::from_ymd_opt(2026, 1, 2).unwrap())),
                "ce qu'il a gagné (points), depuis le 02/01/2026",
                "what was earned (points), since 02/01/2026",
            ),
        ] {
            assert_eq!(question_words(&question, Language::French), french);
            assert_eq!(question_words(&question, Language::English), english);
        }
    }
}
