//! Words compared without accents, case and punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text: no accents, lower case, one space for all that is neither letter nor digit.
///
/// `Code_Postal`, `CODE POSTAL ` and `code-postal` are all `code postal`.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return folded(text.chars());
    }
    folded(text.nfkd().filter(|c| !is_combining_mark(*c)))
}

fn folded(letters: impl Iterator<Item = char>) -> String {
    let mut folded = String::new();
    for letter in letters {
        if letter.is_ascii_alphanumeric() {
            folded.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_punctuation_are_folded() {
        for (text, folded) in [
            ("Code_Postal", "code postal"),
            ("  PRÉNOM :", "prenom"),
            ("N° client", "n client"),
            ("E-mail", "e mail"),
            ("", ""),
            ("---", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
    }
}
