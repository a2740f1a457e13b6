//! Words compared without accents, case and punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text: no accents, lower case, one space for all that is neither letter nor digit.
///
/// `Code_Postal`, `CODE POSTAL ` and `code-postal` are all `code postal`.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if letter.is_alphanumeric() {
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
