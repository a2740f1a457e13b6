//! Letters without what makes them different: accents, case, ligatures.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text without accents and ligatures; case and everything else stay.
pub(crate) fn unaccented(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'Œ' => plain.push_str("OE"),
            'œ' => plain.push_str("oe"),
            'Æ' => plain.push_str("AE"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            'Ø' => plain.push('O'),
            'ø' => plain.push('o'),
            'Ł' => plain.push('L'),
            'ł' => plain.push('l'),
            'Đ' | 'Ð' => plain.push('D'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            '‘' | '’' | 'ʼ' | '´' => plain.push('\''),
            '‐'..='―' | '−' => plain.push('-'),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain
}

/// Only the letters and digits, unaccented and small: what two spellings have in common.
pub(crate) fn key(text: &str) -> String {
    unaccented(text).chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words, unaccented and small, whatever stands between them.
pub(crate) fn words(text: &str) -> Vec<String> {
    let plain = unaccented(text).to_lowercase();
    let words = plain.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The text without spaces around it, and with single spaces within.
pub(crate) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_what_makes_them_different() {
        let table = [
            ("Lefèvre", "Lefevre"),
            ("LEFÈVRE", "LEFEVRE"),
            ("Cœur Æsop", "Coeur AEsop"),
            ("L’Haÿ\u{2011}les\u{a0}Roses", "L'Hay-les Roses"),
            ("Łukasz Øyvind Strauß", "Lukasz Oyvind Strauss"),
            ("plain", "plain"),
        ];
        for (text, plain) in table {
            assert_eq!(unaccented(text), plain);
        }
    }

    #[test]
    fn a_key_is_one_for_all_spellings() {
        for text in ["Le Fèvre", "LE-FEVRE", " lefèvre ", "Le Fe\u{300}vre"] {
            assert_eq!(key(text), "lefevre", "{text}");
        }
    }

    #[test]
    fn words_are_what_stands_between_marks() {
        assert_eq!(words("L’Haÿ-les-Roses"), ["l", "hay", "les", "roses"]);
        assert_eq!(words(" – "), Vec::<String>::new());
    }
}
