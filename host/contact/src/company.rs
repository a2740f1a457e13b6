//! Numbers of companies: SIREN, SIRET, and VAT numbers of France and its neighbors.

mod europe;

use thiserror::Error;

/// The SIREN of La Poste, whose establishments outgrew the check digit.
const LA_POSTE: &str = "356000000";
/// Its head office, which has an ordinary check digit.
const POST_HEAD_OFFICE: &str = "35600000000048";
/// The letters and digits of a French VAT key: neither I nor O.
const KEY_ALPHABET: &[u8; 34] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The nine digits of a company in France, verified.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siren(String);

/// The fourteen digits of an establishment of a company in France, verified.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siret(String);

/// A VAT number of the European Union: verified for France, of the right shape for other countries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VatNumber(String);

/// Why a text is no number of a company.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{read:?} is no {number}: {problem}")]
pub struct CompanyError {
    /// The text as it was given.
    pub read: String,
    /// Which number it should be.
    pub number: CompanyNumber,
    /// What is wrong with it.
    pub problem: CompanyProblem,
}

/// Which number of a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyNumber {
    /// Of the company, 9 digits.
    Siren,
    /// Of the establishment, 14 digits.
    Siret,
    /// For VAT within Europe.
    Vat,
}

impl std::fmt::Display for CompanyNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Siren => "SIREN",
            Self::Siret => "SIRET",
            Self::Vat => "VAT number",
        })
    }
}

/// What is wrong with a number of a company. Only facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CompanyProblem {
    /// Nothing was written.
    #[error("empty")]
    Empty,
    /// A character that does not belong there.
    #[error("{found:?} at character {at}")]
    Character {
        /// The character.
        found: char,
        /// Where, counted from 1.
        at: usize,
    },
    /// Too few or too many digits.
    #[error("{found} digits, {expected} expected")]
    Length {
        /// How many there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// The digits do not go together: mistyped.
    #[error("the digits do not go together")]
    Checksum,
    /// The first nine digits of a SIRET, or the last nine of a French VAT number, are no SIREN.
    #[error("{siren} is no SIREN")]
    Siren {
        /// The nine digits.
        siren: String,
    },
    /// No country of the Union writes its VAT numbers with this code.
    #[error("no country with the code {code}")]
    Country {
        /// The first two characters.
        code: String,
    },
    /// Not the shape of the numbers of the country.
    #[error("not of the shape {shape}")]
    Shape {
        /// The code of the country.
        country: &'static str,
        /// The shape, `9` for a digit, `A` for a letter, `X` for either.
        shape: &'static str,
    },
}

impl Siren {
    /// Reads nine digits with any spaces and verifies them (Luhn).
    ///
    /// # Errors
    ///
    /// [`CompanyError`], with the text and the reason.
    pub fn read(text: &str) -> Result<Self, CompanyError> {
        let refuse = |problem| CompanyError { read: text.to_owned(), number: CompanyNumber::Siren, problem };
        let digits = digits(text, 9).map_err(refuse)?;
        if is_siren(&digits) { Ok(Self(digits)) } else { Err(refuse(CompanyProblem::Checksum)) }
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as it is printed: `732 829 320`.
    #[must_use]
    pub fn format(&self) -> String {
        let digits = &self.0;
        format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..])
    }

    /// The VAT number with the numeric key that goes with this SIREN. A company may have been
    /// given another key: this is what is usual, to be shown and asked.
    #[must_use]
    pub fn usual_vat_number(&self) -> VatNumber {
        let key = (12 + 3 * (number(&self.0) % 97)) % 97;
        VatNumber(format!("FR{key:02}{}", self.0))
    }
}

impl Siret {
    /// Reads fourteen digits with any spaces and verifies them: Luhn, or for a post office a sum of
    /// digits that is a multiple of five.
    ///
    /// # Errors
    ///
    /// [`CompanyError`], with the text and the reason.
    pub fn read(text: &str) -> Result<Self, CompanyError> {
        let refuse = |problem| CompanyError { read: text.to_owned(), number: CompanyNumber::Siret, problem };
        let digits = digits(text, 14).map_err(refuse)?;
        let siren = &digits[..9];
        if !is_siren(siren) {
            return Err(refuse(CompanyProblem::Siren { siren: siren.to_owned() }));
        }
        let is_post_office = siren == LA_POSTE && digits != POST_HEAD_OFFICE;
        let is_right = if is_post_office { digit_sum(&digits).is_multiple_of(5) } else { luhn(&digits) };
        if is_right { Ok(Self(digits)) } else { Err(refuse(CompanyProblem::Checksum)) }
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The company.
    #[must_use]
    pub fn siren(&self) -> Siren {
        Siren(self.0[..9].to_owned())
    }

    /// The number as it is printed: `732 829 320 00074`.
    #[must_use]
    pub fn format(&self) -> String {
        format!("{} {}", self.siren().format(), &self.0[9..])
    }
}

impl VatNumber {
    /// Reads a VAT number with its country (`FR 40 303 265 045`). A French one is verified by its SIREN
    /// and its key, numeric or with letters; those of other countries are held against their shape.
    ///
    /// # Errors
    ///
    /// [`CompanyError`], with the text and the reason.
    pub fn read(text: &str) -> Result<Self, CompanyError> {
        let refuse = |problem| CompanyError { read: text.to_owned(), number: CompanyNumber::Vat, problem };
        let compact = compact(text).map_err(refuse)?;
        match compact.strip_prefix("FR") {
            Some(rest) => check_french(rest).map_err(refuse)?,
            None => europe::check(&compact).map_err(refuse)?,
        }
        Ok(Self(compact))
    }

    /// The number without spaces, with its country.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code of the country: the first two letters (`EL` for Greece, `XI` for Northern Ireland).
    #[must_use]
    pub fn country(&self) -> &str {
        &self.0[..2]
    }

    /// The company, for a French number; `None` elsewhere and in Monaco.
    #[must_use]
    pub fn siren(&self) -> Option<Siren> {
        let siren = self.0.strip_prefix("FR")?.get(2..)?;
        is_siren(siren).then(|| Siren(siren.to_owned())).filter(|_| !is_of_monaco(siren))
    }

    /// The number as it is printed: `FR 40 303 265 045`; the country and the rest elsewhere.
    #[must_use]
    pub fn format(&self) -> String {
        let (country, rest) = self.0.split_at(2);
        if country == "FR" {
            format!("FR {} {} {} {}", &rest[..2], &rest[2..5], &rest[5..8], &rest[8..])
        } else {
            format!("{country} {rest}")
        }
    }
}

/// Exactly so many digits, whatever blanks and points are between them.
fn digits(text: &str, expected: usize) -> Result<String, CompanyProblem> {
    let compact = compact(text)?;
    if let Some(found) = compact.chars().find(|letter| !letter.is_ascii_digit()) {
        let at = text.chars().position(|letter| letter.to_ascii_uppercase() == found).unwrap_or(0) + 1;
        return Err(CompanyProblem::Character { found: text.chars().nth(at - 1).unwrap_or(found), at });
    }
    match compact.len() {
        0 => Err(CompanyProblem::Empty),
        found if found != expected => Err(CompanyProblem::Length { found, expected }),
        _ => Ok(compact),
    }
}

/// Letters and digits in capitals; blanks, points and hyphens are dropped.
fn compact(text: &str) -> Result<String, CompanyProblem> {
    let mut kept = String::new();
    for (index, letter) in text.chars().enumerate() {
        match letter {
            // Spanish, Irish and Austrian numbers may hold a plus or a star.
            _ if letter.is_ascii_alphanumeric() || matches!(letter, '+' | '*') => {
                kept.push(letter.to_ascii_uppercase())
            }
            '.' | '-' | '_' | '/' => {}
            _ if letter.is_whitespace() => {}
            found => return Err(CompanyProblem::Character { found, at: index + 1 }),
        }
    }
    if kept.is_empty() { Err(CompanyProblem::Empty) } else { Ok(kept) }
}

fn check_french(rest: &str) -> Result<(), CompanyProblem> {
    const SHAPE: CompanyProblem = CompanyProblem::Shape { country: "FR", shape: "FRXX999999999" };
    let (Some(key), Some(siren)) = (rest.get(..2), rest.get(2..)) else {
        return Err(SHAPE);
    };
    if siren.len() != 9 || !is_digits(siren) || !key.bytes().all(|letter| KEY_ALPHABET.contains(&letter)) {
        return Err(SHAPE);
    }
    if !is_of_monaco(siren) && !is_siren(siren) {
        return Err(CompanyProblem::Siren { siren: siren.to_owned() });
    }
    if is_key_of(key.as_bytes(), number(siren)) { Ok(()) } else { Err(CompanyProblem::Checksum) }
}

/// Monaco has French VAT numbers, with numbers of its own where the SIREN is.
fn is_of_monaco(siren: &str) -> bool {
    siren.starts_with("000")
}

/// Whether a key goes with a SIREN: modulo 97 if it is numeric, else modulo 11 (both are published with
/// the VAT numbers of the European Commission).
fn is_key_of(key: &[u8], siren: u64) -> bool {
    let value = |letter: u8| {
        let index = KEY_ALPHABET.iter().position(|known| *known == letter);
        index.and_then(|index| u64::try_from(index).ok()).expect("the key was checked letter by letter")
    };
    let (first, second) = (value(key[0]), value(key[1]));
    if first < 10 && second < 10 {
        return (siren * 100 + 12) % 97 == first * 10 + second;
    }
    let code = if first < 10 { first * 24 + second - 10 } else { first * 34 + second - 100 };
    (siren + 1 + code / 11) % 11 == code % 11
}

fn is_siren(digits: &str) -> bool {
    digits.len() == 9 && luhn(digits) && digits != "000000000"
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|digit| digit.is_ascii_digit())
}

fn number(digits: &str) -> u64 {
    digits.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

fn digit_sum(digits: &str) -> u32 {
    digits.bytes().map(|digit| u32::from(digit - b'0')).sum()
}

/// Every second digit from the right doubled: the sum of all digits ends in zero.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let value = u32::from(digit - b'0') * if index % 2 == 1 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests;
