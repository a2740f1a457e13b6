//! Numbers from abroad: the country codes in use (ITU-T E.164), and more about the countries
//! whose people shop in France.

use super::{MAX_DIGITS, PhoneKind, PhoneProblem};

/// What is known about the numbers of a country.
#[derive(Clone, Copy, Debug)]
pub(super) struct Country {
    code_length: usize,
    /// The fewest and the most digits behind the code.
    lengths: (usize, usize),
    /// Italy and its neighbors dial the zero from abroad too.
    keeps_zero: bool,
}

/// A country whose lengths and mobile prefixes are known: code, lengths, mobile prefixes.
type Known = (&'static str, (usize, usize), &'static [&'static str]);

const KNOWN: [Known; 18] = [
    ("1", (10, 10), &[]),
    ("30", (10, 10), &["69"]),
    ("31", (9, 9), &["6"]),
    ("32", (8, 9), &["45", "46", "47", "48", "49"]),
    ("34", (9, 9), &["6", "71", "72", "73", "74"]),
    ("39", (6, 11), &["3"]),
    ("41", (9, 9), &["75", "76", "77", "78", "79"]),
    ("44", (7, 10), &["71", "72", "73", "74", "75", "77", "78", "79"]),
    ("45", (8, 8), &[]),
    ("48", (9, 9), &["45", "50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88"]),
    ("49", (5, 12), &["15", "16", "17"]),
    ("212", (9, 9), &["6", "7"]),
    ("213", (8, 9), &["5", "6", "7"]),
    ("216", (8, 8), &["2", "4", "5", "9"]),
    ("221", (9, 9), &["7"]),
    ("351", (9, 9), &["9"]),
    ("352", (4, 11), &["6"]),
    ("377", (8, 9), &["3", "4", "6", "7"]),
];

/// Countries and services with two digits.
const TWO_DIGITS: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98",
];

/// The fewest digits behind a code whose country is not known better.
const FEWEST: usize = 4;

/// The country whose code stands in front.
pub(super) fn country(digits: &str) -> Option<Country> {
    let code_length = code_length(digits)?;
    let code = &digits[..code_length];
    let known = KNOWN.iter().find(|(known, _, _)| *known == code);
    Some(Country {
        code_length,
        lengths: known.map_or((FEWEST, MAX_DIGITS - code_length), |(_, lengths, _)| *lengths),
        keeps_zero: matches!(code, "39" | "378"),
    })
}

/// The refusal of a code that no country has.
pub(super) fn unknown(digits: &str) -> PhoneProblem {
    PhoneProblem::UnknownCountry { prefix: digits.chars().take(3).collect() }
}

/// The code in front of a number that was read.
pub(super) fn code(digits: &str) -> &str {
    &digits[..code_length(digits).unwrap_or(1)]
}

/// What a number from abroad can do, where it is known.
pub(super) fn kind(digits: &str) -> PhoneKind {
    let code = code(digits);
    let national = &digits[code.len()..];
    let known = KNOWN.iter().find(|(known, _, mobiles)| *known == code && !mobiles.is_empty());
    match known {
        Some((_, _, mobiles)) if mobiles.iter().any(|prefix| national.starts_with(prefix)) => PhoneKind::Mobile,
        Some(_) => PhoneKind::Fixed,
        None => PhoneKind::Other,
    }
}

fn code_length(digits: &str) -> Option<usize> {
    if digits.starts_with(['1', '7']) {
        return Some(1);
    }
    if TWO_DIGITS.contains(&digits.get(..2)?) {
        return Some(2);
    }
    is_three_digit_code(digits.get(..3)?.parse().ok()?).then_some(3)
}

fn is_three_digit_code(code: u16) -> bool {
    matches!(
        code,
        211..=213 | 216 | 218 | 220..=258 | 260..=269 | 290 | 291 | 297..=299
            | 350..=359 | 370..=378 | 380..=383 | 385..=387 | 389 | 420 | 421 | 423
            | 500..=509 | 590..=599 | 670 | 672..=683 | 685..=692
            | 800 | 808 | 850 | 852 | 853 | 855 | 856 | 870 | 878 | 880..=883 | 886 | 888
            | 960..=968 | 970..=977 | 979 | 992..=996 | 998
    )
}

impl Country {
    pub(super) fn code<'a>(&self, digits: &'a str) -> &'a str {
        &digits[..self.code_length]
    }

    /// What is dialed behind the code: without the zero that is only dialed within the country, where
    /// it stands in brackets or makes the number too long.
    pub(super) fn national<'a>(&self, digits: &'a str, has_optional_zero: bool) -> &'a str {
        let national = &digits[self.code_length..];
        let is_extra = !self.keeps_zero && (has_optional_zero || national.len() > self.lengths.1);
        national.strip_prefix('0').filter(|_| is_extra).unwrap_or(national)
    }

    pub(super) fn check(&self, national: &str) -> Result<(), PhoneProblem> {
        let (fewest, most) = self.lengths;
        let found = national.len();
        if found < fewest {
            Err(PhoneProblem::TooShort { found, expected: fewest })
        } else if found > most {
            Err(PhoneProblem::TooLong { found, expected: most })
        } else {
            Ok(())
        }
    }
}
