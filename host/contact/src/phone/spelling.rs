//! The digits of a number among what people put between them.

use super::PhoneProblem;

/// Room for two numbers in one field, so that they can be told apart.
const ROOM: usize = 24;

/// What may stand in front of a number, without case, accent or point.
const LABELS: [&str; 11] =
    ["tel", "tél", "telephone", "téléphone", "port", "portable", "mobile", "mob", "gsm", "fixe", "bureau"];

/// How a number says where it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// A plus sign in front.
    International,
    /// Nothing in front.
    National,
}

/// The digits of a text, and what else matters in it.
#[derive(Debug)]
pub(super) struct Digits {
    bytes: [u8; ROOM],
    length: usize,
    spelling: Spelling,
    has_optional_zero: bool,
}

impl Digits {
    /// Collects the digits of a text.
    pub(super) fn collect(text: &str) -> Result<Self, PhoneProblem> {
        let label = label_length(text);
        let mut found =
            Self { bytes: [0; ROOM], length: 0, spelling: Spelling::National, has_optional_zero: text.contains("(0)") };
        let mut excess = 0;
        for (at, letter) in text.char_indices().skip_while(|(at, _)| *at < label) {
            match letter {
                '0'..='9' if found.length < ROOM => found.push(letter),
                '0'..='9' => excess += 1,
                '+' if found.length == 0 && found.spelling == Spelling::National => {
                    found.spelling = Spelling::International;
                }
                _ if is_between(letter) => {}
                _ => return Err(PhoneProblem::Character { found: letter, at: text[..at].chars().count() + 1 }),
            }
        }
        if excess > 0 {
            return Err(PhoneProblem::TooLong { found: found.length + excess, expected: super::MAX_DIGITS });
        }
        Ok(found)
    }

    fn push(&mut self, digit: char) {
        self.bytes[self.length] = u8::try_from(digit).expect("an ASCII digit");
        self.length += 1;
    }

    /// The digits in their order.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).expect("only digits")
    }

    pub(super) fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// Whether a zero stands in brackets: dialed within the country only.
    pub(super) fn has_optional_zero(&self) -> bool {
        self.has_optional_zero
    }
}

/// What people, spreadsheets and address books put between digits; some of it cannot be seen.
fn is_between(letter: char) -> bool {
    matches!(
        letter,
        ' ' | '.' | '-' | '/' | '(' | ')' | ',' | ';' | '_' | ':' | '\'' | '\t' | '\n' | '\r'
            | '\u{a0}' | '\u{ad}' | '\u{b7}' | '\u{2000}'..='\u{200f}' | '\u{2010}'..='\u{2015}'
            | '\u{2019}' | '\u{2022}' | '\u{202a}'..='\u{202f}' | '\u{205f}'..='\u{2069}' | '\u{2212}'
            | '\u{3000}' | '\u{feff}'
    )
}

/// The bytes of a label in front, with its point, colon and space.
fn label_length(text: &str) -> usize {
    let start = text.len() - text.trim_start().len();
    let word: &str = &text[start..];
    let end = word.find(|letter: char| !letter.is_alphabetic()).unwrap_or(0);
    if end > 0 && LABELS.contains(&word[..end].to_lowercase().as_str()) { start + end } else { 0 }
}

/// Digits in groups of two from the right, behind a first group of at least `first` digits.
pub(super) fn pairs(digits: &str, first: usize) -> String {
    let mut written = String::with_capacity(digits.len() + digits.len() / 2);
    for (at, digit) in digits.chars().enumerate() {
        if at >= first && (digits.len() - at).is_multiple_of(2) {
            written.push(' ');
        }
        written.push(digit);
    }
    written
}
