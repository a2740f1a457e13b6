//! Capitals and small letters of names: `DUPONT` to `Dupont`, `DE LA TOUR` to `de La Tour`.

use crate::fold;

/// Particles that stay small in French, as `d'` does. The article in `de La Tour` is large: the rule is
/// that of the Imprimerie nationale.
const SMALL: [&str; 1] = ["de"];
/// Particles with an article: large in front (`Du Bellay`), small within (`La Tour du Pin`).
const SMALL_WITHIN: [&str; 2] = ["du", "des"];
/// Particles of our neighbors that stay small within a name.
const SMALL_ABROAD: [&str; 9] = ["van", "von", "den", "der", "zu", "dos", "da", "e", "y"];
/// Names that begin with `Mac` but are not made of two parts, as they are met in France.
const PLAIN_MAC: [&str; 14] = [
    "mace", "macaire", "macario", "macchi", "macia", "macias", "macron", "machado", "machin", "macquart", "macquet",
    "macaux", "machet", "macon",
];

/// Repairs the case of a family name, whatever it is now; letters and spaces stay.
///
/// A repair guesses: `DUPOND DE LA TOUR` becomes `Dupond de La Tour`, `MACDONALD` becomes `MacDonald`,
/// `D'ORNANO` becomes `d'Ornano`. To be proposed for names that [`super::needs_repair`].
#[must_use]
pub fn repair_last_name(name: &str) -> String {
    let name = fold::tidy(name).to_lowercase();
    let words: Vec<&str> = name.split(' ').collect();
    let mut repaired: Vec<String> = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let follows_mac = index > 0 && matches!(words[index - 1], "mac" | "mc");
        repaired.push(if follows_mac { capital(word) } else { part(word, index, words.len()) });
    }
    repaired.join(" ")
}

/// Repairs the case of a first name: `JEAN-PIERRE` to `Jean-Pierre`, `marie anne` to `Marie Anne`.
#[must_use]
pub fn repair_first_name(name: &str) -> String {
    let name = fold::tidy(name).to_lowercase();
    name.split(' ').map(|word| each(word, &['-', '\'', '’'], capital)).collect::<Vec<_>>().join(" ")
}

/// One word of a family name of several.
fn part(word: &str, index: usize, count: usize) -> String {
    let is_last = index + 1 == count;
    // A particle is followed by a name.
    let is_particle = SMALL.contains(&word) || SMALL_ABROAD.contains(&word);
    if !is_last && (is_particle || index > 0 && SMALL_WITHIN.contains(&word)) {
        return word.to_owned();
    }
    each(word, &['-'], hyphenated)
}

/// One part between hyphens, which may have an apostrophe.
fn hyphenated(word: &str) -> String {
    let Some((at, apostrophe)) = word.char_indices().find(|(_, letter)| matches!(letter, '\'' | '’')) else {
        return mac(word);
    };
    let (before, after) = (&word[..at], &word[at + apostrophe.len_utf8()..]);
    if after.is_empty() {
        return capital(word);
    }
    // `d'Ornano`, but `L'Herbier`, `O'Brien`, `N'Diaye`.
    let before = if before == "d" { before.to_owned() } else { capital(before) };
    format!("{before}{apostrophe}{}", hyphenated(after))
}

/// `McDonald`, `MacDonald`: the part behind has a capital of its own.
fn mac(word: &str) -> String {
    let rest = word.strip_prefix("mc").or_else(|| word.strip_prefix("mac").filter(|rest| is_scottish(word, rest)));
    match rest {
        Some(rest) if rest.chars().count() >= 3 => {
            let front = &word[..word.len() - rest.len()];
            format!("{}{}", capital(front), capital(rest))
        }
        _ => capital(word),
    }
}

fn is_scottish(word: &str, rest: &str) -> bool {
    let is_consonant = rest.starts_with(|letter: char| letter.is_alphabetic() && !"aeiouhkqy".contains(letter));
    is_consonant && rest.chars().count() >= 4 && !PLAIN_MAC.contains(&word)
}

/// Applies a repair to each part between separators.
fn each(word: &str, separators: &[char], repair: impl Fn(&str) -> String) -> String {
    let mut repaired = String::with_capacity(word.len());
    for piece in word.split_inclusive(separators) {
        let bare = piece.trim_end_matches(separators);
        repaired.push_str(&repair(bare));
        repaired.push_str(&piece[bare.len()..]);
    }
    repaired
}

/// The first letter large, if its capital is one letter too (that of `ß` is not); the others as they are.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if first.to_uppercase().count() == 1 => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn family_names_get_their_capitals_back() {
        let table = [
            ("DUPONT", "Dupont"),
            ("dupont", "Dupont"),
            ("LEFÈVRE", "Lefèvre"),
            ("LE FÈVRE", "Le Fèvre"),
            ("LE GOFF", "Le Goff"),
            ("LA FONTAINE", "La Fontaine"),
            ("DU BELLAY", "Du Bellay"),
            ("DES PREZ", "Des Prez"),
            ("DUPONT-AIGNAN", "Dupont-Aignan"),
            ("DE GAULLE", "de Gaulle"),
            ("DE LA TOUR", "de La Tour"),
            ("DE LA TOUR D'AUVERGNE", "de La Tour d'Auvergne"),
            ("DE LA TOUR DU PIN", "de La Tour du Pin"),
            ("DUPONT DE NEMOURS", "Dupont de Nemours"),
            ("D'ORNANO", "d'Ornano"),
            ("D’ORNANO", "d’Ornano"),
            ("L'HERBIER", "L'Herbier"),
            ("O'BRIEN", "O'Brien"),
            ("N'DIAYE", "N'Diaye"),
            ("MCDONALD", "McDonald"),
            ("McDONALD", "McDonald"),
            ("MACDONALD", "MacDonald"),
            ("MAC DONALD", "Mac Donald"),
            ("MACRON", "Macron"),
            ("MACÉ", "Macé"),
            ("MACHADO", "Machado"),
            ("VAN DEN BERGH", "van den Bergh"),
            ("VON DER LEYEN", "von der Leyen"),
            ("DOS SANTOS", "dos Santos"),
            ("DE", "De"),
            ("ÉTIENNE", "Étienne"),
            ("  DE   LA  TOUR ", "de La Tour"),
            ("", ""),
        ];
        for (name, repaired) in table {
            assert_eq!(repair_last_name(name), repaired, "{name}");
        }
    }

    #[test]
    fn first_names_get_their_capitals_back() {
        let table = [
            ("JEAN-PIERRE", "Jean-Pierre"),
            ("jean pierre", "Jean Pierre"),
            ("ÉLODIE", "Élodie"),
            ("M'HAMED", "M'Hamed"),
            ("MARIE-ANNE DE", "Marie-Anne De"),
            ("J.-P.", "J.-P."),
            ("", ""),
        ];
        for (name, repaired) in table {
            assert_eq!(repair_first_name(name), repaired, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_repaired_name_stays_as_it_is(name in "([A-ZÉÈa-zéèïç' -]|de |d'|mac|mc){0,20}") {
            let last = repair_last_name(&name);
            prop_assert_eq!(repair_last_name(&last), last);
            let first = repair_first_name(&name);
            prop_assert_eq!(repair_first_name(&first), first);
        }

        #[test]
        fn a_repair_only_changes_case_and_spaces(name in "[A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŁł0-9' ’.-]{0,30}") {
            let same = |text: &str| text.to_uppercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(same(&repair_last_name(&name)), same(&name));
        }
    }
}
