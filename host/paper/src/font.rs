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
        let units: i64 = text.chars().map(|letter| i64::from(font.advance(font.glyph(letter)))).sum();
        // A point is 2540 / 72 hundredths of a millimeter; sizes are tenths of a point.
        let parts = units * set.tenths * 2540;
        let whole = i64::from(font.face.units_per_em()) * 720;
        parts.div_euclid(whole) + i64::from(parts.rem_euclid(whole) > 0)
    }

    /// Cuts a text that is too wide, with an ellipsis.
    pub(crate) fn fitted(&self, text: &str, set: Type, room: i64) -> String {
        if self.width(text, set) <= room {
            return text.to_owned();
        }
        let mut letters: Vec<char> = text.chars().collect();
        while letters.pop().is_some() {
            let cut = format!("{}…", letters.iter().collect::<String>().trim_end());
            if self.width(&cut, set) <= room {
                return cut;
            }
        }
        String::new()
    }
}

impl Font {
    fn load(bytes: &'static [u8]) -> Result<Self, PaperError> {
        let embedded = krilla::text::Font::new(bytes.into(), 0).ok_or(PaperError::Font)?;
        let face = Face::parse(bytes, 0).map_err(|_| PaperError::Font)?;
        Ok(Self { embedded, face })
    }

    /// Finds the glyph of a letter; of one that the font lacks, that of its letter without the accent, or a
    /// question mark. What is copied from the PDF is the letter itself.
    fn glyph(&self, letter: char) -> ttf_parser::GlyphId {
        let bare = || letter.nfd().next().filter(|bare| *bare != letter);
        let found = self.face.glyph_index(letter).or_else(|| self.face.glyph_index(bare()?));
        found.or_else(|| self.face.glyph_index('?')).unwrap_or(ttf_parser::GlyphId(0))
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
}
