//! Labels that a shop prints for itself: an article and a weight or a price in one EAN-13.
//!
//! No national rule says where they stand, so it is data: a pattern of 13 characters, as the
//! scale's manual writes it.
//!
//! | character | stands for |
//! |---|---|
//! | `0`–`9` | the prefix: `02` or `20` to `29`, more digits if wanted |
//! | `I` | the article |
//! | `W` | the weight in kilograms, with three decimals (grams) unless `:n` follows the pattern |
//! | `P` | the price, with two decimals (cents) unless `:n` follows the pattern |
//! | `V` | the check digit of the four or five price or weight digits |
//! | `C` | the check digit of the whole, the last character |
//!
//! `21IIIIIWWWWWC` is a weight in grams, `02IIIIVPPPPPC` a price in cents with a check digit of
//! its own, `28IIIIIWWWWWC:2` a weight in tens of grams.

mod pattern;
mod verifier;

use std::fmt;
use std::ops::Range;

use rust_decimal::Decimal;
use thiserror::Error;

use super::{CodeError, Gtin};

pub use self::pattern::{PatternError, PatternProblem};

/// What a shop's own label says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InStore {
    /// The digits of the article, with their leading zeros.
    pub item: String,
    /// What is to be paid for.
    pub value: InStoreValue,
}

/// The weight or the price on a shop's own label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InStoreValue {
    /// Kilograms.
    Weight(Decimal),
    /// Cents, all taxes included.
    Price(i64),
}

/// Where article, weight or price stand in the 13 digits of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    text: String,
    prefix: String,
    item: Range<usize>,
    value: Range<usize>,
    inner_check: Option<usize>,
    meaning: Meaning,
    decimals: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Weight,
    Price,
}

/// Why a label cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LabelError {
    /// The article is not a number of at most so many digits.
    #[error("article {item}: at most {digits} digits fit the label")]
    Item {
        /// The article asked for.
        item: String,
        /// The digits of the layout.
        digits: usize,
    },
    /// The value is negative, too large, too precise or of the other kind.
    #[error("{value:?} does not fit the {digits} digits of {layout}")]
    Value {
        /// The value asked for.
        value: InStoreValue,
        /// The digits of the layout.
        digits: usize,
        /// The pattern of the layout.
        layout: String,
    },
}

impl Layout {
    /// Reads a label; `None` if it has another prefix.
    ///
    /// # Errors
    ///
    /// [`CodeError::WrongInnerCheckDigit`]
    pub fn read(&self, gtin: &Gtin) -> Result<Option<InStore>, CodeError> {
        let digits = gtin.as_str();
        if digits.len() != pattern::LENGTH || !digits.starts_with(&self.prefix) {
            return Ok(None);
        }
        let value = &digits[self.value.clone()];
        if let Some(place) = self.inner_check {
            let (found, expected) = (digits.as_bytes()[place] - b'0', verifier::digit(value));
            if found != expected {
                return Err(CodeError::WrongInnerCheckDigit { read: digits.to_owned(), expected, found });
            }
        }
        let number = value.bytes().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
        Ok(Some(InStore { item: digits[self.item.clone()].to_owned(), value: self.value_of(number) }))
    }

    /// Makes the number of a label; a shorter article gets leading zeros.
    ///
    /// # Errors
    ///
    /// [`LabelError`] when article or value do not fit.
    pub fn write(&self, item: &str, value: InStoreValue) -> Result<Gtin, LabelError> {
        let number = self.number_of(value).ok_or_else(|| LabelError::Value {
            value,
            digits: self.value.len(),
            layout: self.text.clone(),
        })?;
        if item.is_empty() || item.len() > self.item.len() || !item.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(LabelError::Item { item: item.to_owned(), digits: self.item.len() });
        }
        let mut body = vec![b'0'; pattern::LENGTH - 1];
        body[..self.prefix.len()].copy_from_slice(self.prefix.as_bytes());
        body[self.item.end - item.len()..self.item.end].copy_from_slice(item.as_bytes());
        let number = format!("{number:0>width$}", width = self.value.len());
        body[self.value.clone()].copy_from_slice(number.as_bytes());
        if let Some(place) = self.inner_check {
            body[place] = b'0' + verifier::digit(&number);
        }
        let body = String::from_utf8(body).expect("only digits were put in");
        Ok(Gtin::complete(&body).expect("twelve digits make a GTIN-13"))
    }

    fn value_of(&self, number: i64) -> InStoreValue {
        match self.meaning {
            Meaning::Weight => InStoreValue::Weight(Decimal::new(number, self.decimals)),
            Meaning::Price => InStoreValue::Price(number * 10_i64.pow(pattern::PRICE_DECIMALS - self.decimals)),
        }
    }

    fn number_of(&self, value: InStoreValue) -> Option<i64> {
        let number = match (self.meaning, value) {
            (Meaning::Weight, InStoreValue::Weight(weight)) => {
                let shifted = weight.checked_mul(Decimal::from(10_u32.pow(self.decimals)))?;
                i64::try_from(shifted).ok().filter(|_| shifted.is_integer())?
            }
            (Meaning::Price, InStoreValue::Price(cents)) => {
                let step = 10_i64.pow(pattern::PRICE_DECIMALS - self.decimals);
                Some(cents / step).filter(|_| cents % step == 0)?
            }
            _ => return None,
        };
        let limit = 10_i64.pow(u32::try_from(self.value.len()).ok()?);
        Some(number).filter(|number| (0..limit).contains(number))
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The layouts of a shop. No label fits two of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layouts(Vec<Layout>);

impl Layouts {
    /// Puts layouts together.
    ///
    /// # Errors
    ///
    /// [`PatternProblem::Overlap`] when a label could fit two of them.
    pub fn new(layouts: Vec<Layout>) -> Result<Self, PatternError> {
        for (i, layout) in layouts.iter().enumerate() {
            if let Some(other) = layouts[..i].iter().find(|other| layout.overlaps(other)) {
                return Err(PatternError {
                    pattern: layout.text.clone(),
                    at: 1,
                    problem: PatternProblem::Overlap(other.text.clone()),
                });
            }
        }
        Ok(Self(layouts))
    }

    /// Reads a label; `None` if no layout has its prefix.
    ///
    /// # Errors
    ///
    /// [`CodeError::WrongInnerCheckDigit`]
    pub fn read(&self, gtin: &Gtin) -> Result<Option<InStore>, CodeError> {
        for layout in &self.0 {
            if let Some(label) = layout.read(gtin)? {
                return Ok(Some(label));
            }
        }
        Ok(None)
    }
}

impl Layout {
    fn overlaps(&self, other: &Self) -> bool {
        self.prefix.starts_with(&other.prefix) || other.prefix.starts_with(&self.prefix)
    }
}

#[cfg(test)]
mod tests;
