//! Names of people: capitals repaired, full names taken apart.

use super::NameOrder;

/// Words within a family name that stay small: `de La Tour`, `du Pont`.
const SMALL: [&str; 6] = ["de", "du", "des", "d", "von", "van"];

/// Gives a name in capitals the case it has among people: `DE LA TOUR` is `de La Tour`,
/// `JEAN-PIERRE` is `Jean-Pierre`, `D'ORMESSON` is `d'Ormesson`.
///
/// A name with a small letter in it was written with care and stays; so does one of a single letter.
#[must_use]
pub fn repair_case(name: &str) -> String {
    if !is_all_capitals(name) {
        return name.to_owned();
    }
    let mut repaired = String::with_capacity(name.len());
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_alphabetic() {
            word.push(letter);
        } else {
            push_word(&mut repaired, &word, letter);
            word.clear();
            repaired.push(letter);
        }
    }
    push_word(&mut repaired, &word, '\0');
    repaired
}

/// Tells whether a name has at least two letters, and all of them are capitals.
fn is_all_capitals(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    name.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() && letters.all(|c| !c.is_lowercase())
}

/// Adds a word in its case; `next` is what follows it.
fn push_word(name: &mut String, word: &str, next: char) {
    let lower = word.to_lowercase();
    let is_elided = matches!(next, '\'' | '’') && lower == "d";
    let is_small = is_elided || next == ' ' && lower != "d" && SMALL.contains(&lower.as_str());
    if is_small {
        name.push_str(&lower);
    } else {
        push_capitalized(name, &lower);
    }
}

fn push_capitalized(name: &mut String, lower: &str) {
    // McGregor; a Mac may as well begin Macron.
    let rest = match lower.strip_prefix("mc") {
        Some(rest) if rest.chars().count() > 2 => {
            name.push_str("Mc");
            rest
        }
        _ => lower,
    };
    let mut letters = rest.chars();
    if let Some(first) = letters.next() {
        name.extend(first.to_uppercase());
        name.push_str(letters.as_str());
    }
}

/// Takes a full name apart into family name and first name, by what tells: a comma, capitals, and
/// only then the usual order.
///
/// `DUPONT Jean-Pierre`, `Jean-Pierre DUPONT` and `Dupont, Jean-Pierre` all are Dupont. A single
/// word is a family name.
#[must_use]
pub fn split_full_name(name: &str, order: NameOrder) -> (String, String) {
    if let Some((last, first)) = name.split_once(',') {
        return (last.trim().to_owned(), first.trim().to_owned());
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = |word: &&str| is_all_capitals(word);
    let leading = words.iter().take_while(|word| capitals(word)).count();
    let trailing = words.iter().rev().take_while(|word| capitals(word)).count();
    let join = |words: &[&str]| words.join(" ");
    if leading > 0 && leading < words.len() {
        return (join(&words[..leading]), join(&words[leading..]));
    }
    if trailing > 0 && trailing < words.len() {
        let (first, last) = words.split_at(words.len() - trailing);
        return (join(last), join(first));
    }
    match (order, &words[..]) {
        (_, []) => (String::new(), String::new()),
        (_, [only]) => ((*only).to_owned(), String::new()),
        (NameOrder::FirstNameFirst, [first, last @ ..]) => (join(last), (*first).to_owned()),
        (NameOrder::LastNameFirst, [last @ .., first]) => (join(last), (*first).to_owned()),
    }
}

/// Takes a known first name off a full name, at either end.
#[must_use]
pub fn without_first_name(name: &str, first: &str) -> String {
    let name = name.trim();
    let before = name.strip_prefix(first).filter(|rest| rest.starts_with(' '));
    let after = || name.strip_suffix(first).filter(|rest| rest.ends_with(' '));
    before.or_else(after).unwrap_or(name).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_the_case_of_people() {
        for (written, repaired) in [
            ("DUPONT", "Dupont"),
            ("LEFÈVRE", "Lefèvre"),
            ("JEAN-PIERRE", "Jean-Pierre"),
            ("MARIE ANNE", "Marie Anne"),
            ("DE LA TOUR", "de La Tour"),
            ("D'ORMESSON", "d'Ormesson"),
            ("D’ORMESSON", "d’Ormesson"),
            ("DU PONT", "du Pont"),
            ("LE GOFF", "Le Goff"),
            ("L'HERMITE", "L'Hermite"),
            ("O'BRIEN", "O'Brien"),
            ("MAC DONALD", "Mac Donald"),
            ("MACRON", "Macron"),
            ("MCGREGOR", "McGregor"),
            ("VAN DER BERG", "van Der Berg"),
            ("DE", "De"),
            ("Dupont", "Dupont"),
            ("DuPont", "DuPont"),
            ("dupont", "dupont"),
            ("X", "X"),
            ("", ""),
        ] {
            assert_eq!(repair_case(written), repaired, "{written}");
        }
    }

    #[test]
    fn full_names_are_taken_apart() {
        for (name, order, last, first) in [
            ("DUPONT Jean-Pierre", NameOrder::FirstNameFirst, "DUPONT", "Jean-Pierre"),
            ("Jean-Pierre DUPONT", NameOrder::LastNameFirst, "DUPONT", "Jean-Pierre"),
            ("Dupont, Jean", NameOrder::FirstNameFirst, "Dupont", "Jean"),
            ("Claire de La Tour", NameOrder::FirstNameFirst, "de La Tour", "Claire"),
            ("de La Tour Claire", NameOrder::LastNameFirst, "de La Tour", "Claire"),
            ("Dupont", NameOrder::FirstNameFirst, "Dupont", ""),
            ("JEAN DUPONT", NameOrder::FirstNameFirst, "DUPONT", "JEAN"),
        ] {
            assert_eq!(split_full_name(name, order), (last.to_owned(), first.to_owned()), "{name}");
        }
    }

    #[test]
    fn a_known_first_name_is_taken_off() {
        for (name, first, last) in [
            ("Claire Lefèvre", "Claire", "Lefèvre"),
            ("Lefèvre Claire", "Claire", "Lefèvre"),
            ("Claireau", "Claire", "Claireau"),
            ("Garage Lefèvre", "Paul", "Garage Lefèvre"),
            ("Lefèvre", "", "Lefèvre"),
        ] {
            assert_eq!(without_first_name(name, first), last, "{name}");
        }
    }
}
