//! Words of a policy, made fit to be shown, printed and kept: no commands for a printer or a terminal, and an end.

use crate::catalog::Words;
use crate::engine::{Fault, LoadError};

/// The most characters of what a policy says to people.
pub(crate) const SAID: usize = 1_000;
/// The most characters of what is told about a fault or a refusal.
pub(crate) const TOLD: usize = 500;

/// Takes out what is no letter, and cuts what is too long.
pub(crate) fn fit(words: &str, most: usize) -> String {
    let mut letters = words.chars().filter_map(shown);
    let mut fit: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        fit.push('…');
    }
    fit
}

/// Lines become one; a control character and a mark that turns the writing round are left out.
fn shown(letter: char) -> Option<char> {
    match letter {
        '\n' | '\t' => Some(' '),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        letter => Some(letter).filter(|letter| !letter.is_control()),
    }
}

fn told(words: &str) -> String {
    fit(words, TOLD)
}

fn both_told(words: &Words) -> Words {
    Words { fr: told(&words.fr), en: told(&words.en) }
}

impl Fault {
    /// Makes the words of a fault fit: they may be the policy's own.
    pub(crate) fn fit(self) -> Self {
        match self {
            Self::Trap(text) => Self::Trap(told(&text)),
            Self::Script { place, text } => Self::Script { place, text: both_told(&text) },
            Self::Said(text) => Self::Said(told(&text)),
            Self::BadAnswer { place, text } => Self::BadAnswer { place, text: both_told(&text) },
            Self::Panic(text) => Self::Panic(told(&text)),
            fault => fault,
        }
    }
}

impl LoadError {
    /// Makes the words of an error fit: they may be the policy's own.
    pub(crate) fn fit(self) -> Self {
        match self {
            Self::Engine(text) => Self::Engine(told(&text)),
            Self::NotAComponent(text) => Self::NotAComponent(told(&text)),
            Self::Floats(text) => Self::Floats(told(&text)),
            Self::Imports(names) => Self::Imports(names.iter().take(20).map(|name| told(name)).collect()),
            Self::Contract(text) => Self::Contract(told(&text)),
            Self::Start(fault) => Self::Start(fault.fit()),
            Self::Script { place, text } => Self::Script { place, text: both_told(&text) },
            other @ (Self::NoFunction(_) | Self::Other(_)) => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_left_out_and_what_is_too_long_is_cut() {
        for (given, most, expected) in [
            ("Bon d'achat de 5 €", 100, "Bon d'achat de 5 €"),
            ("\u{1b}@\u{1b}p\0DUPLICATA\u{7}\u{9b}2J", 100, "@pDUPLICATA2J"),
            ("deux\nlignes\tet\r\nune", 100, "deux lignes et une"),
            ("00\u{202e}15 €", 100, "0015 €"),
            ("été", 3, "été"),
            ("étés", 3, "été…"),
            ("", 3, ""),
        ] {
            assert_eq!(fit(given, most), expected, "{given:?}");
        }
    }
}
