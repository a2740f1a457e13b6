//! Customer cards that the shop prints itself: an EAN-13 that no article in the world has.
//!
//! GS1 leaves the numbers that begin with 20 to 29 to the shops. A series of cards is a prefix of that
//! range, such as `29` and the number of the shop; behind it stand a sequence number and the check
//! digit. The shop must keep the prefix apart from those of its scale labels.

use comptoir_domain::code::check_digit;
use thiserror::Error;

/// The digits of a card, its check digit included.
const LENGTH: usize = 13;
/// A prefix has at least the two digits of the range, and leaves room for ten thousand cards.
const PREFIX: std::ops::RangeInclusive<usize> = 2..=8;

/// The prefix that the cards of one shop have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CardSeries(String);

/// The number on a card: 13 digits, verified.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardCode(String);

/// Why there is no such card. Only facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CardError {
    /// A prefix is 2 to 8 digits that begin with 20 to 29.
    #[error("{prefix:?} is no prefix for cards")]
    Prefix {
        /// What was given.
        prefix: String,
    },
    /// All cards of the series are given out.
    #[error("card {sequence} of the series {prefix}: the last is {last}")]
    Exhausted {
        /// The prefix of the series.
        prefix: String,
        /// The number asked for.
        sequence: u64,
        /// The last number of the series.
        last: u64,
    },
    /// Not 13 digits.
    #[error("{read:?} has not 13 digits")]
    NotThirteenDigits {
        /// What was read.
        read: String,
    },
    /// The last digit does not go with the others.
    #[error("wrong check digit in {read}: {expected} expected")]
    WrongCheckDigit {
        /// What was read.
        read: String,
        /// The digit that the others ask for.
        expected: u8,
    },
    /// A right number of another series, or an article.
    #[error("{read} is no card of the series {prefix}")]
    OtherSeries {
        /// What was read.
        read: String,
        /// The prefix of this series.
        prefix: String,
    },
}

impl CardSeries {
    /// Opens a series by its prefix: `29`, or `2903` for the third shop.
    ///
    /// # Errors
    ///
    /// [`CardError::Prefix`].
    pub fn new(prefix: &str) -> Result<Self, CardError> {
        let is_digits = prefix.bytes().all(|digit| digit.is_ascii_digit());
        if PREFIX.contains(&prefix.len()) && is_digits && prefix.starts_with('2') {
            Ok(Self(prefix.to_owned()))
        } else {
            Err(CardError::Prefix { prefix: prefix.to_owned() })
        }
    }

    /// The prefix.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.0
    }

    /// The last sequence number of the series.
    #[must_use]
    pub fn last(&self) -> u64 {
        10_u64.pow(u32::try_from(self.room()).expect("at most ten digits")) - 1
    }

    fn room(&self) -> usize {
        LENGTH - 1 - self.0.len()
    }

    /// Makes the card of a sequence number.
    ///
    /// # Errors
    ///
    /// [`CardError::Exhausted`] behind [`CardSeries::last`].
    pub fn card(&self, sequence: u64) -> Result<CardCode, CardError> {
        let last = self.last();
        if sequence > last {
            return Err(CardError::Exhausted { prefix: self.0.clone(), sequence, last });
        }
        let body = format!("{}{sequence:0room$}", self.0, room = self.room());
        let digit = check_digit(&body);
        Ok(CardCode(format!("{body}{digit}")))
    }

    /// Gives the sequence number of a card of this series.
    ///
    /// # Errors
    ///
    /// [`CardError`], if it is none.
    pub fn sequence(&self, text: &str) -> Result<u64, CardError> {
        let card = CardCode::read(text)?;
        let other = || CardError::OtherSeries { read: card.0.clone(), prefix: self.0.clone() };
        let rest = card.0.strip_prefix(&self.0).ok_or_else(other)?;
        rest[..rest.len() - 1].parse().map_err(|_| other())
    }
}

impl CardCode {
    /// Reads the number of a card and verifies its check digit; spaces are passed over.
    ///
    /// # Errors
    ///
    /// [`CardError::NotThirteenDigits`], [`CardError::WrongCheckDigit`].
    pub fn read(text: &str) -> Result<Self, CardError> {
        let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        if digits.len() != LENGTH || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(CardError::NotThirteenDigits { read: text.to_owned() });
        }
        let (body, last) = digits.split_at(LENGTH - 1);
        let expected = check_digit(body);
        if last.as_bytes()[0] - b'0' == expected {
            Ok(Self(digits))
        } else {
            Err(CardError::WrongCheckDigit { read: digits, expected })
        }
    }

    /// The 13 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cards_have_a_check_digit() {
        let series = CardSeries::new("2903").unwrap();
        let table = [(0, "2903000000002"), (1, "2903000000019"), (42, "2903000000422"), (99_999_999, "2903999999998")];
        for (sequence, code) in table {
            assert_eq!(series.card(sequence).unwrap().as_str(), code);
        }
        assert_eq!(
            series.card(100_000_000),
            Err(CardError::Exhausted { prefix: "2903".into(), sequence: 100_000_000, last: 99_999_999 })
        );
    }

    #[test]
    fn a_prefix_is_of_the_range_of_shops() {
        for prefix in ["29", "20", "2903", "29000001"] {
            assert_eq!(CardSeries::new(prefix).unwrap().prefix(), prefix);
        }
        for prefix in ["", "2", "30", "290000010", "29A", "２９"] {
            assert_eq!(CardSeries::new(prefix), Err(CardError::Prefix { prefix: prefix.into() }));
        }
    }

    #[test]
    fn other_numbers_are_no_cards() {
        let series = CardSeries::new("29").unwrap();
        let table = [
            ("2903000000424", "wrong check digit in 2903000000424: 2 expected"),
            ("290300000042", "\"290300000042\" has not 13 digits"),
            ("3560070976478", "3560070976478 is no card of the series 29"),
            ("carte", "\"carte\" has not 13 digits"),
        ];
        for (text, error) in table {
            assert_eq!(series.sequence(text).unwrap_err().to_string(), error);
        }
        assert_eq!(series.sequence(" 2 903000 000422 "), Ok(300_000_042));
    }

    proptest! {
        #[test]
        fn a_card_tells_its_number(prefix in "2[0-9]{1,7}", sequence in 0u64..10_000) {
            let series = CardSeries::new(&prefix).unwrap();
            let card = series.card(sequence).unwrap();
            prop_assert_eq!(CardCode::read(card.as_str()), Ok(card.clone()));
            prop_assert_eq!(series.sequence(card.as_str()), Ok(sequence));
        }
    }
}
