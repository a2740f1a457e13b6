//! Names: civility, capitals, and a spelling for text messages.
//!
//! A name belongs to its bearer: nothing here changes one unless it is asked to.

mod case;

pub use self::case::{repair_first_name, repair_last_name};
use crate::fold;

/// How a person is addressed. Optional, and asked of nobody: no title is a title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Title {
    /// Madame.
    Madame,
    /// Monsieur.
    Monsieur,
    /// Neither told nor asked.
    #[default]
    None,
}

impl Title {
    /// Reads what stands in the column of an old till: `Mme`, `M.`, `Mr`, `Mlle` (Madame since 2012),
    /// `Mrs`, `F`, `H`. An empty text is [`Title::None`].
    ///
    /// `None` for what is no title of one person (`M. et Mme`, `Société`): the caller decides.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match fold::key(text).as_str() {
            "" => Some(Self::None),
            "madame" | "mme" | "mlle" | "mademoiselle" | "melle" | "mrs" | "ms" | "miss" | "f" | "femme" => {
                Some(Self::Madame)
            }
            "monsieur" | "m" | "mr" | "mister" | "h" | "homme" => Some(Self::Monsieur),
            _ => None,
        }
    }

    /// The title in full, as in a letter; empty without one.
    #[must_use]
    pub fn full(self) -> &'static str {
        match self {
            Self::Madame => "Madame",
            Self::Monsieur => "Monsieur",
            Self::None => "",
        }
    }

    /// The title in front of a name; empty without one.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Madame => "Mme",
            Self::Monsieur => "M.",
            Self::None => "",
        }
    }
}

/// Whether a name is written all in capitals or all in small letters, so that a repair may be proposed.
#[must_use]
pub fn needs_repair(name: &str) -> bool {
    let letters = || name.chars().filter(|letter| letter.is_alphabetic());
    letters().nth(1).is_some() && (!letters().any(char::is_lowercase) || !letters().any(char::is_uppercase))
}

/// The letters with an accent that a text message holds without becoming twice as long (GSM 03.38).
const GSM_ACCENTS: &str = "àéèùìòäöüñåæøßÄÖÜÑÅÆØÉÇ";

/// A name with only the letters of a plain text message: `é` stays, `ê` becomes `e`, `ç` becomes `c`.
/// What has no such letter is left out.
#[must_use]
pub fn gsm_safe(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut safe = String::with_capacity(name.len());
    for letter in name.nfc() {
        if GSM_ACCENTS.contains(letter) {
            safe.push(letter);
        } else {
            let mut one = [0; 4];
            safe.extend(fold::unaccented(letter.encode_utf8(&mut one)).chars().filter(|letter| is_plain(*letter)));
        }
    }
    safe
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || " @$!\"#%&'()*+,-./:;<=>?_".contains(letter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_are_read_as_they_were_written() {
        let table = [
            ("Madame", Some(Title::Madame)),
            ("Mme", Some(Title::Madame)),
            ("MME.", Some(Title::Madame)),
            ("Mlle", Some(Title::Madame)),
            ("Melle", Some(Title::Madame)),
            ("M.", Some(Title::Monsieur)),
            ("Mr", Some(Title::Monsieur)),
            ("monsieur", Some(Title::Monsieur)),
            ("", Some(Title::None)),
            (" - ", Some(Title::None)),
            ("M. et Mme", None),
            ("Dr", None),
            ("Société", None),
        ];
        for (text, title) in table {
            assert_eq!(Title::read(text), title, "{text}");
        }
        for title in [Title::Madame, Title::Monsieur, Title::None] {
            assert_eq!(Title::read(title.short()), Some(title));
            assert_eq!(Title::read(title.full()), Some(title));
        }
    }

    #[test]
    fn only_names_without_any_difference_of_case_need_a_repair() {
        for name in ["DUPONT", "dupont", "LE FÈVRE", "jean-pierre"] {
            assert!(needs_repair(name), "{name}");
        }
        for name in ["Dupont", "McDonald", "de La Tour", "", "X", "d"] {
            assert!(!needs_repair(name), "{name}");
        }
    }

    #[test]
    fn messages_keep_the_accents_they_have() {
        let table = [
            ("Hélène", "Hélène"),
            ("He\u{301}le\u{300}ne", "Hélène"),
            ("Benoît", "Benoit"),
            ("François", "Francois"),
            ("FRANÇOIS", "FRANÇOIS"),
            ("Zoë Lefêvre", "Zoe Lefevre"),
            ("L’Œuvre–Âgé", "L'OEuvre-Agé"),
            ("D'Ornano", "D'Ornano"),
            ("Łukasz 李", "Lukasz "),
        ];
        for (name, safe) in table {
            assert_eq!(gsm_safe(name), safe);
        }
    }

    proptest! {
        #[test]
        fn a_safe_name_is_safe(name in "\\PC{0,30}") {
            let safe = gsm_safe(&name);
            prop_assert!(safe.chars().all(|letter| is_plain(letter) || GSM_ACCENTS.contains(letter)), "{}", safe);
            prop_assert_eq!(gsm_safe(&safe), safe);
        }
    }
}
