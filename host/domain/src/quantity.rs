//! Quantities of things sold and of loyalty counters: exact decimals with few places.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::money::{Money, MoneyError, Rounding};

/// How much of an item: pieces, kilograms, meters. Above zero, three decimals, at most 100 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(Decimal);

/// Why a number is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a quantity above 0 and up to 100000 with at most 3 decimals: {0:?}")]
pub struct QuantityError(pub String);

impl Quantity {
    /// One piece.
    pub const ONE: Self = Self(Decimal::ONE);

    /// Makes a quantity.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] at zero or below, beyond 100 000, or finer than a thousandth.
    pub fn new(value: Decimal) -> Result<Self, QuantityError> {
        let value = value.normalize();
        let fits = value > Decimal::ZERO && value <= Decimal::from(100_000) && value.scale() <= 3;
        if fits { Ok(Self(value)) } else { Err(QuantityError(value.to_string())) }
    }

    /// Reads `3`, `0,250` or `1.5`.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] that repeats the text.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let wrong = || QuantityError(text.to_owned());
        let value: Decimal = text.trim().replace(',', ".").parse().map_err(|_| wrong())?;
        Self::new(value).map_err(|_| wrong())
    }

    /// Gives the number.
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// Multiplies a unit price, rounded as named.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] when the line would exceed the largest amount.
    pub fn times(self, unit_price: Money, rounding: Rounding) -> Result<Money, MoneyError> {
        unit_price.times(self.0, rounding)
    }

    /// Adds two quantities of the same thing.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] beyond the largest quantity.
    pub fn plus(self, other: Self) -> Result<Self, QuantityError> {
        Self::new(self.0 + other.0)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// An amount of a loyalty counter (points, stamps, euros of a purse): signed, four decimals.
///
/// Four decimals are enough for "1.25 points per euro" and let the store keep whole numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

/// Why a number is not an amount of a counter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of a counter (at most 4 decimals, at most a billion): {0:?}")]
pub struct PointsError(pub String);

impl Points {
    /// None.
    pub const ZERO: Self = Self(0);
    /// Decimals that a counter keeps.
    pub const PLACES: u32 = 4;

    /// Makes an amount of a counter.
    ///
    /// # Errors
    ///
    /// [`PointsError`] with more than four decimals or beyond a billion.
    pub fn new(value: Decimal) -> Result<Self, PointsError> {
        use rust_decimal::prelude::ToPrimitive;
        let wrong = || PointsError(value.to_string());
        let value = value.normalize();
        if value.scale() > Self::PLACES || value.abs() > Decimal::from(1_000_000_000) {
            return Err(wrong());
        }
        (value * Decimal::from(10_000)).to_i64().map(Self).ok_or_else(wrong)
    }

    /// Makes an amount from stored ten-thousandths.
    #[must_use]
    pub const fn from_ten_thousandths(units: i64) -> Self {
        Self(units)
    }

    /// Gives the amount in ten-thousandths, for the store.
    #[must_use]
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// Gives the number.
    #[must_use]
    pub fn value(self) -> Decimal {
        Decimal::new(self.0, Self::PLACES).normalize()
    }

    /// Takes the share `part / whole` of the amount, rounded half up to a ten-thousandth: what a
    /// refund of a part takes back. Of the whole it is exactly the amount.
    #[must_use]
    pub fn portion(self, part: Money, whole: Money) -> Self {
        if whole == Money::ZERO {
            return Self::ZERO;
        }
        let numerator = i128::from(self.0) * i128::from(part.cents());
        let whole = i128::from(whole.cents());
        let sign = numerator.signum() * whole.signum();
        let portion = (numerator.abs() * 2 + whole.abs()) / (whole.abs() * 2) * sign;
        Self(i64::try_from(portion).unwrap_or(self.0))
    }

    /// Rounds half up to so many decimals; more than [`Self::PLACES`] change nothing.
    #[must_use]
    pub fn rounded(self, places: u32) -> Self {
        let step = 10_i64.pow(Self::PLACES.saturating_sub(places));
        let (whole, rest) = (self.0.abs() / step, self.0.abs() % step);
        Self((whole + i64::from(rest * 2 >= step)) * step * self.0.signum())
    }

    /// Cuts to so many decimals, towards zero; more than [`Self::PLACES`] change nothing.
    #[must_use]
    pub const fn cut(self, places: u32) -> Self {
        let step = 10_i64.pow(Self::PLACES.saturating_sub(places));
        Self(self.0 / step * step)
    }
}

impl std::ops::Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.checked_add(other.0).expect("sums of bounded counters fit 64 bits"))
    }
}

impl std::ops::Neg for Points {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl std::ops::Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, std::ops::Add::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value())
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let text = String::deserialize(deserializer)?;
        let value = text.parse().map_err(D::Error::custom)?;
        Self::new(value).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantities_are_positive_and_fine_to_the_gram() {
        assert_eq!(Quantity::parse("0,250").unwrap().to_string(), "0.25");
        for wrong in ["0", "-1", "1.2345", "100001", "deux"] {
            assert_eq!(Quantity::parse(wrong), Err(QuantityError(wrong.into())), "{wrong}");
        }
    }

    #[test]
    fn a_weighed_line_rounds_half_up() {
        let price = Money::from_cents(1_999);
        let line = Quantity::parse("0.25").unwrap().times(price, Rounding::HalfUp).unwrap();
        assert_eq!(line.cents(), 500);
    }

    #[test]
    fn counters_keep_four_decimals_and_refuse_more() {
        assert_eq!(Points::new(Decimal::new(12_345, 4)).unwrap().to_string(), "1.2345");
        assert!(Points::new(Decimal::new(123_456, 5)).is_err());
    }

    #[test]
    fn an_amount_is_rounded_half_away_from_zero_to_what_a_counter_keeps() {
        for (given, places, expected) in [
            ("1.2345", 4, "1.2345"),
            ("1.2345", 9, "1.2345"),
            ("1.235", 2, "1.24"),
            ("1.2349", 2, "1.23"),
            ("-1.235", 2, "-1.24"),
            ("4.6667", 0, "5"),
            ("0.4999", 0, "0"),
        ] {
            let points = Points::new(given.parse().unwrap()).unwrap();
            assert_eq!(points.rounded(places).to_string(), expected, "{given} to {places}");
        }
    }

    proptest! {
        #[test]
        fn portions_of_all_parts_of_a_whole_give_it_back(points in 0i64..1_000_000_000, whole in 1i64..1_000_000) {
            let points = Points::from_ten_thousandths(points);
            let whole = Money::from_cents(whole);
            prop_assert_eq!(points.portion(whole, whole), points);
            prop_assert_eq!(points.portion(Money::ZERO, whole), Points::ZERO);
            prop_assert_eq!((-points).portion(whole, whole), -points);
        }
    }
}
