//! The shop and its till, as receipts and the journal name them.

use serde::{Deserialize, Serialize};

use crate::id::TillId;

/// What kind of shop a data folder holds. It never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// A real shop: the clock is the machine's, and every sale counts.
    Real,
    /// A made-up shop to look at: the clock may be set, papers are marked.
    Demo,
    /// A shop to learn in: the clock may be set, papers are marked.
    Training,
}

impl Mode {
    /// Tells whether sales are exercises: marked on paper, worth nothing.
    #[must_use]
    pub const fn is_exercise(self) -> bool {
        !matches!(self, Self::Real)
    }
}

/// The shop and its till.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    /// Its name on the receipt.
    pub name: String,
    /// Its address, a line each, country included.
    pub address: Vec<String>,
    /// SIRET, 14 digits.
    pub siret: String,
    /// NAF code of its activity.
    pub naf: Option<String>,
    /// Intra-community VAT number.
    pub vat_number: Option<String>,
    /// The till of this data folder.
    pub till: TillId,
    /// Real, demo or training.
    pub mode: Mode,
}

/// The text is not a SIRET.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SiretError {
    /// Not 14 digits.
    #[error("a SIRET has 14 digits: {0:?}")]
    NotFourteenDigits(String),
    /// The check by Luhn's formula fails.
    #[error("the SIRET does not check: {0:?}")]
    WrongCheck(String),
}

/// Reads a SIRET, spaces allowed, and checks it by Luhn's formula; the establishments of La Poste
/// (SIREN 356 000 000) check by the sum of their digits, a multiple of five.
///
/// # Errors
///
/// A [`SiretError`] that repeats the text.
pub fn read_siret(text: &str) -> Result<String, SiretError> {
    let siret: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if siret.len() != 14 || !siret.bytes().all(|b| b.is_ascii_digit()) {
        return Err(SiretError::NotFourteenDigits(text.to_owned()));
    }
    let digits = || siret.bytes().rev().map(|b| u32::from(b - b'0'));
    let doubled = |(place, digit): (usize, u32)| if place % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { digit };
    let luhn: u32 = digits().enumerate().map(doubled).sum();
    let post_office = siret.starts_with("356000000") && digits().sum::<u32>().is_multiple_of(5);
    if luhn.is_multiple_of(10) || post_office { Ok(siret) } else { Err(SiretError::WrongCheck(text.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_is_checked_and_repeated_when_wrong() {
        assert_eq!(read_siret("732 829 320 00074"), Ok("73282932000074".into()));
        assert_eq!(read_siret("73282932000075"), Err(SiretError::WrongCheck("73282932000075".into())));
        assert_eq!(read_siret("35600000049837"), Ok("35600000049837".into()));
        assert_eq!(read_siret("1234"), Err(SiretError::NotFourteenDigits("1234".into())));
    }
}
