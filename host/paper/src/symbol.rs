//! Barcodes as modules, the narrowest bars: which are dark, and what is written below.

use barcoders::sym::code128::Code128;
use barcoders::sym::ean13::EAN13;

use crate::PaperError;

/// The longest code in Code 128 that still fits on a card with bars that scanners tell apart.
const LONGEST: usize = 22;

/// A barcode, measured in modules from its first bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Symbol {
    /// How wide the bars and the gaps between them are in all.
    pub(crate) width: i64,
    /// How much stays white before and behind.
    pub(crate) quiet: (i64, i64),
    /// The bars, from the left.
    pub(crate) bars: Vec<Bar>,
    /// What is written below for people: the middle of each text, in half modules.
    pub(crate) below: Vec<(i64, String)>,
}

/// One bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    /// Where it begins.
    pub(crate) from: i64,
    /// How wide it is.
    pub(crate) width: i64,
    /// Whether it goes down between the digits.
    pub(crate) long: bool,
}

impl Symbol {
    /// Makes the barcode of a card: EAN-13 when it is such a number, else Code 128.
    pub(crate) fn of(code: &str) -> Result<Self, PaperError> {
        let wrong = || PaperError::Code(code.to_owned());
        if code.len() == 13 && code.bytes().all(|digit| digit.is_ascii_digit()) {
            return Ok(Self::ean13(code, &EAN13::new(code).map_err(|_| wrong())?.encode()));
        }
        if code.is_empty() || code.len() > LONGEST || !code.bytes().all(|letter| (b' '..=b'~').contains(&letter)) {
            return Err(wrong());
        }
        // U+0181 asks for set B: all of printable ASCII.
        let modules = Code128::new(format!("\u{181}{code}")).map_err(|_| wrong())?.encode();
        let width = length(&modules);
        Ok(Self { width, quiet: (10, 10), bars: bars(&modules, |_| false), below: vec![(width, code.to_owned())] })
    }

    /// GS1 General Specifications, 5.2: the guard bars are longer, the first digit stands before them, the
    /// others below their bars; 11 and 7 modules stay white.
    fn ean13(code: &str, modules: &[u8]) -> Self {
        let is_guard = |at: i64| at < 3 || (45..50).contains(&at) || at >= 92;
        let middle = |place: i64| match place {
            0 => -11,
            1..=6 => 2 * 3 + 7 + 14 * (place - 1),
            _ => 2 * 50 + 7 + 14 * (place - 7),
        };
        let below = (0..).zip(code.chars()).map(|(place, digit)| (middle(place), digit.to_string()));
        Self { width: length(modules), quiet: (11, 7), bars: bars(modules, is_guard), below: below.collect() }
    }

    /// How wide it is with what stays white.
    pub(crate) const fn whole(&self) -> i64 {
        self.quiet.0 + self.width + self.quiet.1
    }
}

fn length(modules: &[u8]) -> i64 {
    i64::try_from(modules.len()).unwrap_or(i64::MAX)
}

/// Dark modules that touch each other are one bar.
fn bars(modules: &[u8], is_long: impl Fn(i64) -> bool) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    for (at, _) in (0..).zip(modules).filter(|(_, module)| **module == 1) {
        match bars.last_mut() {
            Some(bar) if bar.from + bar.width == at => bar.width += 1,
            _ => bars.push(Bar { from: at, width: 1, long: is_long(at) }),
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ean_13_has_the_bars_and_the_white_of_the_standard() {
        let symbol = Symbol::of("2900000000018").unwrap();
        assert_eq!((symbol.width, symbol.whole(), symbol.bars.len()), (95, 113, 30));
        let long: Vec<i64> = symbol.bars.iter().filter(|bar| bar.long).map(|bar| bar.from).collect();
        assert_eq!(long, [0, 2, 46, 48, 92, 94]);
        // 9 in set A is 0001011: a gap of three, a bar of one, a gap of one, a bar of two.
        assert_eq!(symbol.bars[2], Bar { from: 6, width: 1, long: false });
        assert_eq!(symbol.bars[3], Bar { from: 8, width: 2, long: false });
        let written: String = symbol.below.iter().map(|(_, digit)| digit.as_str()).collect();
        assert_eq!(written, "2900000000018");
        assert!(symbol.below.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 14), "digits stand apart");
    }

    #[test]
    fn other_cards_are_code_128_while_they_fit() {
        let symbol = Symbol::of("CF-0042").unwrap();
        assert_eq!(symbol.width, 11 * (7 + 2) + 13, "start, seven letters, check, stop");
        assert_eq!(symbol.below, [(symbol.width, "CF-0042".to_owned())]);
        for code in ["", "carte é", "29000000000190000000000", "2900000000019"] {
            assert_eq!(Symbol::of(code), Err(PaperError::Code(code.to_owned())));
        }
        assert!(Symbol::of("2900000000019000000000").is_ok(), "22 letters");
    }
}
