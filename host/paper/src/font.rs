//! Our own fonts, measured and set glyph by glyph: western text without ligatures needs no more.

use krilla::text::{GlyphId, KrillaGlyph};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use ttf_parser::Face;
use unicode_normalization::UnicodeNormalization;

use crate::PaperError;

const REGULAR: &[u8] = include_bytes!("../../screens/ui/fonts/ComptoirSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../screens/ui/fonts/ComptoirSans-SemiBold.ttf");

/// A size of type, in tenths of a point, and whether it is bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Type {
    pub(crate) tenths: i64,
    pub(crate) bold: bool,
}

/// One font: what the PDF embeds of it, and its measures.
pub(crate) struct Font {
    pub(crate) bytes: &'static [u8],
    pub(crate) embedded: krilla::text::Font,
    face: Face<'static>,
}

/// Both weights.
pub(crate) struct Fonts {
    regular: Font,
    bold: Font,
}

impl Fonts {
    pub(crate) fn load() -> Result<Self, PaperError> {
        Ok(Self { regular: Font::load(REGULAR)?, bold: Font::load(BOLD)? })
    }

    pub(crate) const fn of(&self, set: Type) -> &Font {
        if set.bold { &self.bold } else { &self.regular }
    }

    /// Measures a text in hundredths of a millimeter, rounded up.
    pub(crate) fn width(&self, text: &str, set: Type) -> i64 {
        let font = self.of(set);
        // A point is 2540 / 72 hundredths of a millimeter; sizes are tenths of a point.
        let parts = font.units(text) * set.tenths * 2540;
        let whole = font.em() * 720;
        parts.div_euclid(whole) + i64::from(parts.rem_euclid(whole) > 0)
    }

    /// Cuts a text that is too wide, with an ellipsis.
    pub(crate) fn fitted(&self, text: &str, set: Type, room: i64) -> String {
        cut(text, |text| self.width(text, set) <= room)
    }

    /// Breaks a text into lines at its spaces, and where it says; a word that is wider than a line is broken
    /// inside. Nothing of it is lost but the spaces at the breaks.
    pub(crate) fn wrapped(&self, text: &str, set: Type, room: i64) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width(&longer, set) <= room {
                    line = longer;
                    continue;
                }
                lines.extend(Some(line).filter(|line| !line.is_empty()));
                line = self.broken(word, set, room, &mut lines);
            }
            lines.push(line);
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    /// Breaks a word into lines that are full, and gives what is left of it.
    fn broken(&self, word: &str, set: Type, room: i64, lines: &mut Vec<String>) -> String {
        let mut part = String::new();
        for letter in word.chars() {
            part.push(letter);
            if part.chars().nth(1).is_some() && self.width(&part, set) > room {
                part.pop();
                lines.push(std::mem::replace(&mut part, letter.to_string()));
            }
        }
        part
    }
}

/// Takes letters off the end of a text until it fits with an ellipsis.
pub(crate) fn cut(text: &str, fits: impl Fn(&str) -> bool) -> String {
    if fits(text) {
        return text.to_owned();
    }
    let mut letters: Vec<char> = text.chars().collect();
    while letters.pop().is_some() {
        let cut = format!("{}…", letters.iter().collect::<String>().trim_end());
        if fits(&cut) {
            return cut;
        }
    }
    String::new()
}

impl Font {
    fn load(bytes: &'static [u8]) -> Result<Self, PaperError> {
        let embedded = krilla::text::Font::new(bytes.into(), 0).ok_or(PaperError::Font)?;
        let face = Face::parse(bytes, 0).map_err(|_| PaperError::Font)?;
        Ok(Self { bytes, embedded, face })
    }

    /// Finds the glyph of a letter; of one that the font lacks, that of its letter without the accent, or a
    /// question mark. What is copied from the PDF is the letter itself.
    fn glyph(&self, letter: char) -> ttf_parser::GlyphId {
        let bare = || letter.nfd().next().filter(|bare| *bare != letter);
        let found = self.face.glyph_index(letter).or_else(|| self.face.glyph_index(bare()?));
        found.or_else(|| self.face.glyph_index('?')).unwrap_or(ttf_parser::GlyphId(0))
    }

    /// How many units of the font a text's letters are wide.
    pub(crate) fn units(&self, text: &str) -> i64 {
        text.chars().map(|letter| self.letter(letter).1).sum()
    }

    /// How many units of the font its size is.
    pub(crate) fn em(&self) -> i64 {
        i64::from(self.face.units_per_em())
    }

    /// The glyph of a letter and how many units it is wide.
    pub(crate) fn letter(&self, letter: char) -> (u16, i64) {
        let glyph = self.glyph(letter);
        (glyph.0, i64::from(self.advance(glyph)))
    }

    fn advance(&self, glyph: ttf_parser::GlyphId) -> u16 {
        self.face.glyph_hor_advance(glyph).unwrap_or(0)
    }

    /// Sets a text.
    pub(crate) fn set(&self, text: &str) -> Vec<KrillaGlyph> {
        let em = Decimal::from(self.face.units_per_em());
        let glyph = |(at, letter): (usize, char)| {
            let id = self.glyph(letter);
            let advance = (Decimal::from(self.advance(id)) / em).to_f32().unwrap_or_default();
            let range = at..at + letter.len_utf8();
            KrillaGlyph::new(GlyphId::new(u32::from(id.0)), advance, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Type = Type { tenths: 100, bold: false };

    #[test]
    fn figures_are_all_as_wide_and_amounts_stand_below_each_other() {
        let fonts = Fonts::load().unwrap();
        for bold in [false, true] {
            let set = Type { bold, ..TEN };
            let widths: Vec<i64> = ('0'..='9').map(|figure| fonts.width(&figure.to_string(), set)).collect();
            assert!(widths.iter().all(|width| *width == widths[0] && *width > 150), "{widths:?}");
        }
        // Twice the size is twice as wide, but for the rounding.
        let twice = fonts.width("1 234,50 €", Type { tenths: 200, bold: false });
        assert!((twice - 2 * fonts.width("1 234,50 €", TEN)).abs() <= 2);
    }

    #[test]
    fn what_french_shops_write_is_in_the_fonts() {
        let fonts = Fonts::load().unwrap();
        let written = "AÀÂÄÆÇÉÈÊËÎÏÔŒÙÛÜŸaàâæçéèêëîïôœùûüÿ0123456789€%«»’–—·°№…/,;:!?()&@+\u{a0}\u{202f}";
        for font in [&fonts.regular, &fonts.bold] {
            let lacking: String = written.chars().filter(|letter| font.face.glyph_index(*letter).is_none()).collect();
            assert_eq!(lacking.trim_matches('№'), "");
        }
    }

    #[test]
    fn a_letter_that_is_lacking_is_replaced_and_never_dropped() {
        let fonts = Fonts::load().unwrap();
        let font = &fonts.regular;
        assert_eq!(font.glyph('漢'), font.glyph('?'));
        let lacking = ['ắ', 'ṡ'].into_iter().find(|letter| font.face.glyph_index(*letter).is_none());
        if let Some(letter) = lacking {
            assert_eq!(font.glyph(letter), font.glyph(letter.nfd().next().unwrap()));
        }
    }

    #[test]
    fn a_text_that_is_too_wide_is_cut() {
        let fonts = Fonts::load().unwrap();
        let text = "Retour de la robe longue en lin";
        assert_eq!(fonts.fitted(text, TEN, 9_000), text);
        let cut = fonts.fitted(text, TEN, 2_000);
        assert!(cut.ends_with('…') && text.starts_with(cut.trim_end_matches('…')), "{cut}");
        assert!(fonts.width(&cut, TEN) <= 2_000);
        assert_eq!(fonts.fitted(text, TEN, 10), "");
    }

    #[test]
    fn a_text_in_lines_is_whole_and_no_line_is_too_wide() {
        let fonts = Fonts::load().unwrap();
        let address = "x".repeat(90);
        let text = format!("Préfère être appelée le matin.\n\nÉcrire à {address}@exemple.fr ; pointure 38.");
        for room in [600, 1_500, 4_000, 50_000] {
            let lines = fonts.wrapped(&text, TEN, room);
            assert!(lines.iter().all(|line| fonts.width(line, TEN) <= room), "{room}: {lines:?}");
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(letters(&lines.concat()), letters(&text), "{room}");
        }
        assert_eq!(fonts.wrapped(&text, TEN, 50_000).len(), 3, "a line that is empty stays");
        assert_eq!(fonts.wrapped("", TEN, 1_000), [""]);
        assert_eq!(fonts.wrapped("ab", TEN, 1), ["a", "b"], "what fits nowhere is still written");
    }
}
