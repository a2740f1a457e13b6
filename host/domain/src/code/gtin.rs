//! Article numbers: GTIN-8, GTIN-12 (UPC), GTIN-13 (EAN) and GTIN-14, and their check digit.

use std::fmt;

use super::CodeError;

/// A verified article number in its usual spelling.
///
/// Leading zeros mean nothing in a GTIN, so one number has one spelling here: 8 digits if they
/// are enough, else 13, else 14 (a carton). UPC-A becomes an EAN-13 with a leading zero.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin(String);

impl Gtin {
    /// Reads 8, 12, 13 or 14 digits and verifies the last one.
    ///
    /// # Errors
    ///
    /// [`CodeError::NotAnEan`] for another length or other characters,
    /// [`CodeError::WrongCheckDigit`].
    pub fn parse(digits: &str) -> Result<Self, CodeError> {
        if !matches!(digits.len(), 8 | 12 | 13 | 14) || !is_digits(digits) {
            return Err(not_an_ean(digits));
        }
        let (body, last) = digits.split_at(digits.len() - 1);
        let (expected, found) = (check_digit(body), last.as_bytes()[0] - b'0');
        if expected != found {
            return Err(CodeError::WrongCheckDigit { read: digits.to_owned(), expected, found });
        }
        Ok(Self::of_verified(digits))
    }

    /// Completes 7, 11, 12 or 13 digits with their check digit.
    ///
    /// # Errors
    ///
    /// [`CodeError::NotAnEan`] for another length or other characters.
    pub fn complete(body: &str) -> Result<Self, CodeError> {
        if !matches!(body.len(), 7 | 11..=13) || !is_digits(body) {
            return Err(not_an_ean(body));
        }
        Ok(Self::of_verified(&format!("{body}{}", check_digit(body))))
    }

    /// The digits, in the usual spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same number with 14 digits, as in GS1 element strings.
    #[must_use]
    pub fn to_14(&self) -> String {
        format!("{:0>14}", self.0)
    }

    /// Whether the number is one that shops give themselves (GS1 prefixes 02, 04 and 20 to 29).
    #[must_use]
    pub fn is_in_store(&self) -> bool {
        self.0.len() == 13 && (self.0.starts_with('2') || self.0.starts_with("02") || self.0.starts_with("04"))
    }

    fn of_verified(digits: &str) -> Self {
        let full = format!("{digits:0>14}");
        let zeros = if full.starts_with("000000") { 6 } else { usize::from(full.starts_with('0')) };
        Self(full[zeros..].to_owned())
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Gtin {
    type Err = CodeError;

    fn from_str(digits: &str) -> Result<Self, CodeError> {
        Self::parse(digits)
    }
}

/// The check digit for the digits before it (GS1 General Specifications, section 7.9.1): weights
/// 3 and 1 in turn from the right, completed to a multiple of ten. Other characters count zero.
#[must_use]
pub fn check_digit(body: &str) -> u8 {
    let sum = body
        .bytes()
        .rev()
        .zip([3_u8, 1].into_iter().cycle())
        .fold(0, |sum, (digit, weight)| (sum + value(digit) * weight) % 10);
    (10 - sum) % 10
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The UPC-A of a UPC-E symbol that was sent short (GS1 General Specifications, section 5.2.2.4.2).
///
/// Eight digits are number system, six digits, check digit; six are those six alone, with
/// number system 0; seven are number system and six digits. `None` if it cannot be a UPC-E.
pub(super) fn expand_upc_e(digits: &str) -> Option<Result<Gtin, CodeError>> {
    let (system, six, check) = match digits.len() {
        6 => ("0", digits, ""),
        7 => (&digits[..1], &digits[1..], ""),
        8 => (&digits[..1], &digits[1..7], &digits[7..]),
        _ => return None,
    };
    if !matches!(system, "0" | "1") {
        return None;
    }
    let body = match &six[5..] {
        last @ ("0" | "1" | "2") => format!("{system}{}{last}0000{}", &six[..2], &six[2..5]),
        "3" => format!("{system}{}00000{}", &six[..3], &six[3..5]),
        "4" => format!("{system}{}00000{}", &six[..4], &six[4..5]),
        last => format!("{system}{}0000{last}", &six[..5]),
    };
    Some(if check.is_empty() { Gtin::complete(&body) } else { Gtin::parse(&format!("{body}{check}")) })
}

fn value(digit: u8) -> u8 {
    if digit.is_ascii_digit() { digit - b'0' } else { 0 }
}

fn not_an_ean(read: &str) -> CodeError {
    CodeError::NotAnEan { read: read.to_owned(), length: read.chars().count() }
}
