//! What a scanner, a keyboard or a file calls a code: read, checked and put into one form.
//!
//! [`ScannedCode::read`] takes the text as it comes, with or without an AIM identifier, and
//! gives the text to look up. Numbers of the GTIN family are verified with their check digit and
//! brought to one spelling ([`Gtin`]), so that the same article is found whether a scanner sends
//! UPC-A as 12 or 13 digits. Labels that a shop prints for itself, with a weight or a price
//! inside, are read by [`Layouts`].

mod azerty;
mod gs1;
mod gtin;
mod layout;
mod symbology;

use thiserror::Error;

pub use self::gs1::Element;
pub use self::gtin::{Gtin, check_digit};
pub use self::layout::{InStore, InStoreValue, LabelError, Layout, Layouts, PatternError, PatternProblem};
pub use self::symbology::Symbology;

/// The longest code that is read: more than a QR code of a till system carries.
pub const MAX_LENGTH: usize = 4096;

/// A code as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedCode {
    /// The kind of symbol, when the scanner tells.
    pub symbology: Option<Symbology>,
    /// What was in the symbol, without identifier and line ends, otherwise untouched.
    pub data: String,
    /// What to look up: the GTIN in its usual spelling if there is one, else the data.
    pub text: String,
    /// The article number, verified.
    pub gtin: Option<Gtin>,
    /// The two or five digits beside an EAN-13, on newspapers and books.
    pub add_on: Option<String>,
    /// The element strings of a GS1 symbol, in their order; empty for other symbols.
    pub elements: Vec<Element>,
}

/// Why a text is no code. Only facts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Nothing was read.
    #[error("empty code")]
    Empty,
    /// Longer than [`MAX_LENGTH`].
    #[error("code of {length} bytes, at most {MAX_LENGTH} allowed")]
    TooLong {
        /// The length found, in bytes.
        length: usize,
    },
    /// A control character that belongs to no code: noise on the line.
    #[error("control character {code:#04x} at character {at}")]
    ControlCharacter {
        /// Where, counted from 1.
        at: usize,
        /// The character.
        code: u32,
    },
    /// The last digit does not go with the others: misread, or mistyped.
    #[error("wrong check digit in {read}: {found}, {expected} expected")]
    WrongCheckDigit {
        /// What was read.
        read: String,
        /// The digit that the others ask for.
        expected: u8,
        /// The digit found.
        found: u8,
    },
    /// The check digit of the price or weight inside a label does not go with it.
    #[error("wrong inner check digit in {read}: {found}, {expected} expected")]
    WrongInnerCheckDigit {
        /// What was read.
        read: String,
        /// The digit that price or weight ask for.
        expected: u8,
        /// The digit found.
        found: u8,
    },
    /// The scanner said EAN or UPC but sent something else.
    #[error("{read} is no EAN or UPC number ({length} characters)")]
    NotAnEan {
        /// What was read.
        read: String,
        /// How many characters.
        length: usize,
    },
    /// A GS1 symbol whose element strings cannot be separated.
    #[error("GS1 data {read}: no element at character {at}")]
    Gs1 {
        /// What was read.
        read: String,
        /// Where, counted from 1.
        at: usize,
    },
}

impl ScannedCode {
    /// Reads a code as it comes from a scanner, a keyboard or a file.
    ///
    /// When a wrong check digit is an error: always after an AIM identifier of the EAN/UPC family;
    /// without identifier, for 12 and 13 digits. Eight digits without identifier are an EAN-8 if
    /// their check digit holds and a plain text otherwise, because shops use short numbers of their
    /// own. Behind the identifier of another symbol, digits are a GTIN if they hold.
    ///
    /// A number typed by a scanner that is set to a US keyboard on a French one (`"à&è-éà'ééàà"`)
    /// is understood if it ends in the right check digit.
    ///
    /// # Errors
    ///
    /// [`CodeError`]
    ///
    /// # Examples
    ///
    /// ```
    /// use comptoir_domain::code::ScannedCode;
    /// let code = ScannedCode::read("]E0036000291452\r\n")?;
    /// assert_eq!(code.text, "0036000291452");
    /// # Ok::<(), comptoir_domain::code::CodeError>(())
    /// ```
    pub fn read(raw: &str) -> Result<Self, CodeError> {
        let raw = raw.trim();
        check(raw)?;
        let (symbology, data) = symbology::split(raw);
        if data.is_empty() {
            return Err(CodeError::Empty);
        }
        match symbology {
            Some(Symbology::Ean13 | Symbology::Ean8 | Symbology::Ean13AddOn) => Self::ean(symbology, data),
            Some(kind) if kind.is_gs1() => Self::gs1(kind, data),
            Some(_) => Ok(Self::lenient(symbology, data)),
            None => Self::unidentified(data),
        }
    }

    /// The value of an element of a GS1 symbol, by its application identifier.
    #[must_use]
    pub fn element(&self, ai: &str) -> Option<&str> {
        self.elements.iter().find(|element| element.ai == ai).map(|element| element.value.as_str())
    }

    fn ean(symbology: Option<Symbology>, data: &str) -> Result<Self, CodeError> {
        let (main, add_on) = match symbology {
            Some(Symbology::Ean13AddOn) => split_add_on(data),
            _ => (data, None),
        };
        let gtin = match (symbology, main.len()) {
            // After the EAN-13 identifier, short numbers are UPC-E that was not expanded.
            (Some(Symbology::Ean13), 6..=8) if gtin::is_digits(main) => upc_e_or_ean8(main)?,
            _ => Gtin::parse(main)?,
        };
        Ok(Self { add_on: add_on.map(str::to_owned), ..Self::of_gtin(symbology, data, gtin) })
    }

    fn gs1(kind: Symbology, data: &str) -> Result<Self, CodeError> {
        let elements = gs1::elements(data)?;
        let gtin = elements.iter().find(|element| element.ai == "01");
        let gtin = gtin.map(|element| Gtin::parse(&element.value)).transpose()?;
        let text = gtin.as_ref().map_or(data, Gtin::as_str).to_owned();
        Ok(Self { gtin, elements, text, ..Self::plain(Some(kind), data) })
    }

    fn lenient(symbology: Option<Symbology>, data: &str) -> Self {
        match Gtin::parse(data) {
            Ok(gtin) => Self::of_gtin(symbology, data, gtin),
            Err(_) => Self::plain(symbology, data),
        }
    }

    fn unidentified(data: &str) -> Result<Self, CodeError> {
        if let Some(typed) = azerty::number(data) {
            return Ok(Self::of_gtin(None, data, typed));
        }
        match data.len() {
            12 | 13 if gtin::is_digits(data) => Ok(Self::of_gtin(None, data, Gtin::parse(data)?)),
            _ => Ok(Self::lenient(None, data)),
        }
    }

    fn of_gtin(symbology: Option<Symbology>, data: &str, gtin: Gtin) -> Self {
        Self { text: gtin.as_str().to_owned(), gtin: Some(gtin), ..Self::plain(symbology, data) }
    }

    fn plain(symbology: Option<Symbology>, data: &str) -> Self {
        let data = data.to_owned();
        Self { symbology, text: data.clone(), data, gtin: None, add_on: None, elements: Vec::new() }
    }
}

fn check(raw: &str) -> Result<(), CodeError> {
    if raw.is_empty() {
        return Err(CodeError::Empty);
    }
    if raw.len() > MAX_LENGTH {
        return Err(CodeError::TooLong { length: raw.len() });
    }
    match raw.chars().position(|c| c.is_control() && c != gs1::FNC1) {
        Some(at) => {
            let code = raw.chars().nth(at).map_or(0, u32::from);
            Err(CodeError::ControlCharacter { at: at + 1, code })
        }
        None => Ok(()),
    }
}

/// UPC-E first, since real EAN-8 come with their own identifier; some scanners mix them up.
fn upc_e_or_ean8(digits: &str) -> Result<Gtin, CodeError> {
    let read = digits.to_owned();
    match (gtin::expand_upc_e(digits), Gtin::parse(digits)) {
        (Some(Ok(gtin)), _) | (_, Ok(gtin)) => Ok(gtin),
        (Some(Err(CodeError::WrongCheckDigit { expected, found, .. })), _) => {
            Err(CodeError::WrongCheckDigit { read, expected, found })
        }
        (_, Err(error)) => Err(error),
    }
}

/// The two or five digits after the thirteen of an EAN-13.
fn split_add_on(data: &str) -> (&str, Option<&str>) {
    match (data.len(), data.is_ascii()) {
        (15 | 18, true) => (&data[..13], Some(&data[13..])),
        _ => (data, None),
    }
}

#[cfg(test)]
mod tests;
