//! Words about loyalty cards.

use comptoir_domain::language::Language;

use crate::cards::MOST;
use crate::format::number;

/// Says that so many cards are not made at once.
pub(super) fn count_words(count: u64, language: Language) -> String {
    let [count, most] = [count, u64::from(MOST)].map(|count| number(count.into(), language));
    language.pick(
        format!("{count} cartes à la fois, ce n'est pas possible : demandez-en de 1 à {most}."),
        format!("{count} cards at once are not possible: ask for 1 to {most}."),
    )
}

/// Says that numbers are those of labels.
pub(super) fn label_words(card: &str, language: Language) -> String {
    language.pick(
        format!(
            "{card} serait lu comme une étiquette de balance (labels, dans till.toml) : choisissez un autre préfixe avec --series."
        ),
        format!("{card} would be read as a label of the scale (labels, in till.toml): choose another prefix with --series."),
    )
}

/// Says that there is no card to print.
pub(super) fn none_words(without: usize, language: Language) -> String {
    if without == 0 {
        return language
            .pick("Aucun client ne correspond : rien à imprimer.", "No customer fits: nothing to print.")
            .to_owned();
    }
    language.pick(
        format!("Aucune carte à imprimer : {without} client(s) sans carte. Donnez-leur-en une avec --give."),
        format!("No card to print: {without} customer(s) without a card. Give them one with --give."),
    )
}

/// Says that a customer has no card.
pub(super) fn no_card_words(name: &str, language: Language) -> String {
    language.pick(
        format!("{name} n'a pas de carte qu'un code-barres puisse porter : donnez-lui-en une (comptoir card sheet … --give)."),
        format!("{name} has no card that a barcode can hold: give them one (comptoir card sheet … --give)."),
    )
}
