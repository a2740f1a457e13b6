//! The printer's character sets, and what is printed for a character that one of them lacks.
//!
//! A printer knows one byte per character. What reaches it is first put into composed form,
//! spaces and invisible characters are simplified, then each character that the set lacks is
//! replaced by what a French reader expects (`œ` → `oe`, `À` → `A`, `€` → `EUR`); `?` comes only
//! for what has no Latin form. Control characters are dropped, so that no label can carry a
//! printer command.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// A character set of the printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodePage {
    /// Windows 1252, the only one with the euro, all French letters and `œ ’ – …`.
    #[default]
    Cp1252,
    /// PC 858: all French letters but `œ`, the euro, no typographic marks.
    Cp858,
    /// PC 437, which every printer has: no euro, no `À È Ê`.
    Cp437,
}

impl CodePage {
    /// All of them, the best one first.
    pub const ALL: [Self; 3] = [Self::Cp1252, Self::Cp858, Self::Cp437];

    /// The number of the page in `ESC t n`, as Epson counts; clones may count differently.
    #[must_use]
    pub const fn epson_number(self) -> u8 {
        match self {
            Self::Cp1252 => 16,
            Self::Cp858 => 19,
            Self::Cp437 => 0,
        }
    }

    /// The same text in characters that this set has, without control characters.
    #[must_use]
    pub fn transliterate(self, text: &str) -> String {
        self.breakable(text).replace(NO_BREAK, " ")
    }

    /// The same, but spaces at which no row may end are still [`NO_BREAK`].
    pub(crate) fn breakable(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.nfc() {
            self.push(c, &mut out);
        }
        out
    }

    /// The bytes of a text; what the set lacks is replaced as by [`Self::transliterate`].
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        self.transliterate(text).chars().map(|c| self.byte(c).unwrap_or(b'?')).collect()
    }

    /// The byte of a character, if the set has it.
    #[must_use]
    pub fn byte(self, c: char) -> Option<u8> {
        if matches!(c, ' '..='~') {
            return u8::try_from(c).ok();
        }
        if is_simplified(c) {
            return None;
        }
        let place = self.upper_half().chars().position(|known| known == c)?;
        u8::try_from(place + 0x80).ok()
    }

    fn push(self, c: char, out: &mut String) {
        match simplified(c) {
            Simplified::Dropped => {}
            Simplified::Space => out.push(' '),
            Simplified::NoBreak => out.push(NO_BREAK),
            Simplified::Kept if self.byte(c).is_some() => out.push(c),
            Simplified::Kept => self.push_replacement(c, out),
        }
    }

    fn push_replacement(self, c: char, out: &mut String) {
        if let Some(known) = replacement(c) {
            out.push_str(known);
            return;
        }
        let before = out.len();
        decompose_canonical(c, |part| {
            if !is_combining_mark(part) && self.byte(part).is_some() {
                out.push(part);
            }
        });
        if out.len() == before && !is_combining_mark(c) {
            out.push('?');
        }
    }

    /// The characters of bytes 0x80 to 0xFF.
    pub(crate) const fn upper_half(self) -> &'static str {
        match self {
            Self::Cp1252 => CP1252,
            Self::Cp858 => CP858,
            Self::Cp437 => CP437,
        }
    }
}

/// A space that holds its neighbors together, until the rows are made.
pub(crate) const NO_BREAK: char = '\u{a0}';

enum Simplified {
    Kept,
    Space,
    NoBreak,
    Dropped,
}

fn is_simplified(c: char) -> bool {
    !matches!(simplified(c), Simplified::Kept)
}

/// Spaces of any kind become one space; what has no ink and no width disappears.
fn simplified(c: char) -> Simplified {
    match c {
        NO_BREAK | '\u{2007}' | '\u{202f}' => Simplified::NoBreak,
        '\t' | '\n' | '\r' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{205f}' | '\u{3000}' => {
            Simplified::Space
        }
        '\u{ad}' | '\u{fffd}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => Simplified::Dropped,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => Simplified::Dropped,
        _ if c.is_control() => Simplified::Dropped,
        _ => Simplified::Kept,
    }
}

/// What is printed for a character that is not a letter with an accent.
fn replacement(c: char) -> Option<&'static str> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | '′' | '´' | 'ʼ' => "'",
        '“' | '”' | '„' | '‟' | '″' => "\"",
        '«' => "<<",
        '»' => ">>",
        '‹' => "<",
        '›' => ">",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '…' => "...",
        'œ' => "oe",
        'Œ' => "OE",
        'æ' => "ae",
        'Æ' => "AE",
        'ß' => "ss",
        'ẞ' => "SS",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ı' => "i",
        'þ' => "th",
        'Þ' => "Th",
        '€' => "EUR",
        '£' => "GBP",
        '™' => "(TM)",
        '©' => "(c)",
        '®' => "(R)",
        '№' => "N°",
        '•' | '·' | '‣' | '●' => "*",
        '×' | '✕' | '✗' => "x",
        '÷' => "/",
        '⁄' => "/",
        '¹' => "1",
        '²' => "2",
        '³' => "3",
        '½' => "1/2",
        '¼' => "1/4",
        '¾' => "3/4",
        '‰' => "o/oo",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "<>",
        '←' => "<-",
        '→' => "->",
        '✓' | '✔' => "v",
        '★' | '☆' => "*",
        'ª' => "a",
        'º' | '˚' => "°",
        _ => return None,
    })
}

/// Bytes 0x80 to 0xFF; U+FFFD stands where the set has nothing.
const CP1252: &str = "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ\
     \u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿\
     ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
     àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

const CP858: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
     áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀\
     ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
     áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
     αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_replaces_what_it_lacks() {
        // Text, then the same in CP1252, CP858 and CP437.
        for (text, cp1252, cp858, cp437) in [
            ("L’été", "L’été", "L'été", "L'été"),
            ("“deux” „bas‟", "“deux” „bas\"", "\"deux\" \"bas\"", "\"deux\" \"bas\""),
            ("« ici »", "« ici »", "« ici »", "« ici »"),
            ("1–2 — fin…", "1–2 — fin…", "1-2 - fin...", "1-2 - fin..."),
            ("Œuf, cœur, Æ, æ", "Œuf, cœur, Æ, æ", "OEuf, coeur, Æ, æ", "OEuf, coeur, Æ, æ"),
            ("ÀÂÈÊËÎÏÔÙÛŸ", "ÀÂÈÊËÎÏÔÙÛŸ", "ÀÂÈÊËÎÏÔÙÛY", "AAEEEIIOUUY"),
            ("ÉÇÄÖÜéèêëàâçîïôùûüÿ", "ÉÇÄÖÜéèêëàâçîïôùûüÿ", "ÉÇÄÖÜéèêëàâçîïôùûüÿ", "ÉÇÄÖÜéèêëàâçîïôùûüÿ"),
            ("12,50 €", "12,50 €", "12,50 €", "12,50 EUR"),
            ("1\u{202f}234,56\u{a0}€", "1 234,56 €", "1 234,56 €", "1 234,56 EUR"),
            ("e\u{301}", "é", "é", "é"),
            ("soft\u{ad}hy\u{200b}phen\u{feff}", "softhyphen", "softhyphen", "softhyphen"),
            ("Łódź", "Lódz", "Lódz", "Lódz"),
            ("15\u{a0}°C", "15 °C", "15 °C", "15 °C"),
            ("日本 🙂", "?? ?", "?? ?", "?? ?"),
            ("a\u{1b}@\u{7}b\tc", "a@b c", "a@b c", "a@b c"),
            ("x\u{80}\u{9b}y", "xy", "xy", "xy"),
        ] {
            for (page, expected) in CodePage::ALL.into_iter().zip([cp1252, cp858, cp437]) {
                assert_eq!(page.transliterate(text), expected, "{text:?} in {page:?}");
            }
        }
    }

    #[test]
    fn tables_have_128_places() {
        for page in CodePage::ALL {
            assert_eq!(page.upper_half().chars().count(), 128, "{page:?}");
        }
    }

    #[test]
    fn known_bytes() {
        for (page, c, byte) in [
            (CodePage::Cp1252, '€', Some(0x80)),
            (CodePage::Cp1252, 'œ', Some(0x9c)),
            (CodePage::Cp1252, 'É', Some(0xc9)),
            (CodePage::Cp858, '€', Some(0xd5)),
            (CodePage::Cp858, 'É', Some(0x90)),
            (CodePage::Cp858, 'À', Some(0xb7)),
            (CodePage::Cp437, 'é', Some(0x82)),
            (CodePage::Cp437, '°', Some(0xf8)),
            (CodePage::Cp437, '€', None),
            (CodePage::Cp1252, '\u{fffd}', None),
            (CodePage::Cp1252, '\u{a0}', None),
            (CodePage::Cp858, '\u{ad}', None),
            (CodePage::Cp437, '-', Some(0x2d)),
        ] {
            assert_eq!(page.byte(c), byte, "{c:?} in {page:?}");
        }
    }

    #[test]
    fn what_was_replaced_needs_no_second_replacement() {
        for page in CodePage::ALL {
            for c in (' '..='\u{2fff}').filter(|c| !is_combining_mark(*c)) {
                let once = page.transliterate(&c.to_string());
                assert_eq!(page.transliterate(&once), once, "{c:?} in {page:?}");
                assert!(once.chars().all(|c| page.byte(c).is_some()), "{c:?} in {page:?}: {once:?}");
            }
        }
    }
}
