//! Amounts: whole cents of the shop's one currency, and the one way to round and to share them.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use amount::Money;

/// The struct lives in a module of its own so that even this file reaches the cents only by its doors.
mod amount {
    /// An amount in cents, positive or negative.
    ///
    /// Amounts that enter the till are bounded by [`Money::MAX`]; sums of amounts are bounded by
    /// `i64`, nine million times more, and adding beyond that stops the program rather than wraps.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Money(i64);

    impl Money {
        /// Nothing.
        pub const ZERO: Self = Self(0);
        /// The largest amount that may enter the till: ten billion.
        pub const MAX: Self = Self(1_000_000_000_000);

        /// Makes an amount from cents, which a stored or summed amount may be any number of.
        #[must_use]
        pub const fn from_cents(cents: i64) -> Self {
            Self(cents)
        }

        /// Gives the amount in cents.
        #[must_use]
        pub const fn cents(self) -> i64 {
            self.0
        }
    }
}

/// How a result between two cents becomes cents.
///
/// The till has one rule, half up: the half cent goes away from zero, so that a refund is the exact
/// mirror of its sale. The others exist where a rule of trade names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest cent, the half away from zero.
    HalfUp,
    /// Towards zero.
    Down,
}

impl Rounding {
    /// Rounds a decimal to `places` decimals.
    #[must_use]
    pub fn round(self, value: Decimal, places: u32) -> Decimal {
        use rust_decimal::RoundingStrategy as Strategy;
        let strategy = match self {
            Self::HalfUp => Strategy::MidpointAwayFromZero,
            Self::Down => Strategy::ToZero,
        };
        value.round_dp_with_strategy(places, strategy)
    }
}

/// Why a number is not an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text is not a decimal number.
    #[error("not an amount: {0:?}")]
    NotANumber(String),
    /// The text has more than two decimals.
    #[error("finer than a cent: {0:?}")]
    FinerThanACent(String),
    /// The amount is beyond [`Money::MAX`] in either direction.
    #[error("amount out of range: {0:?}")]
    OutOfRange(String),
}

impl Money {
    /// Makes an amount from a decimal number of units (euros), rounded as asked.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] beyond [`Money::MAX`].
    pub fn from_decimal(units: Decimal, rounding: Rounding) -> Result<Self, MoneyError> {
        let out_of_range = || MoneyError::OutOfRange(units.to_string());
        let cents = units.checked_mul(Decimal::ONE_HUNDRED).ok_or_else(out_of_range)?;
        let cents = rounding.round(cents, 0).to_i64().ok_or_else(out_of_range)?;
        Self::from_cents(cents).bounded().ok_or_else(out_of_range)
    }

    /// Reads what a person types: `12,5`, `12.50`, `1 234,50 €`, with any kind of space.
    ///
    /// # Errors
    ///
    /// A [`MoneyError`] that repeats the text.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let typed: String =
            text.chars().filter(|c| !c.is_whitespace() && *c != '€').map(|c| if c == ',' { '.' } else { c }).collect();
        let units: Decimal = typed.parse().map_err(|_| MoneyError::NotANumber(text.to_owned()))?;
        if units.normalize().scale() > 2 {
            return Err(MoneyError::FinerThanACent(text.to_owned()));
        }
        Self::from_decimal(units, Rounding::HalfUp).map_err(|_| MoneyError::OutOfRange(text.to_owned()))
    }

    /// Gives the amount in units (euros) with two decimals.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.cents(), 2)
    }

    /// Multiplies by a factor (a quantity, a rate), rounded as named.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] beyond [`Money::MAX`].
    pub fn times(self, factor: Decimal, rounding: Rounding) -> Result<Self, MoneyError> {
        let out_of_range = || MoneyError::OutOfRange(format!("{self} × {factor}"));
        let product = self.to_decimal().checked_mul(factor).ok_or_else(out_of_range)?;
        Self::from_decimal(product, rounding).map_err(|_| out_of_range())
    }

    /// Shares the amount in proportion to weights by largest remainder, without losing a cent.
    ///
    /// The part of a weight of zero is zero; of two equal remainders the earlier weight wins. When
    /// all weights are zero (or there are none) nothing can be shared and all parts are zero.
    #[must_use]
    pub fn share(self, weights: &[Self]) -> Vec<Self> {
        let whole: i128 = weights.iter().map(|w| i128::from(w.cents().max(0))).sum();
        if whole == 0 {
            return vec![Self::ZERO; weights.len()];
        }
        let amount = i128::from(self.cents().abs());
        let exact = |w: &Self| amount * i128::from(w.cents().max(0));
        let mut parts: Vec<i128> = weights.iter().map(|w| exact(w) / whole).collect();
        let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
        by_remainder.sort_by_key(|&i| std::cmp::Reverse(exact(&weights[i]) % whole));
        let missing = amount - parts.iter().sum::<i128>();
        for &i in by_remainder.iter().take(usize::try_from(missing).unwrap_or(0)) {
            parts[i] += 1;
        }
        let sign = self.cents().signum();
        parts.into_iter().map(|p| Self::from_cents(i64::try_from(p).unwrap_or(0) * sign)).collect()
    }

    /// Tells whether the amount is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.cents() < 0
    }

    /// Tells whether the amount is above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.cents() > 0
    }

    /// Gives the amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self::from_cents(self.cents().abs())
    }

    fn bounded(self) -> Option<Self> {
        (self.cents().abs() <= Self::MAX.cents()).then_some(self)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::from_cents(self.cents().checked_add(other.cents()).expect("sums of bounded amounts fit 64 bits"))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self::from_cents(-self.cents())
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Two decimals and a dot, for machines: `-12.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        let cents = self.cents().unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

/// As the text `"12.50"`: exact in any reader of JSON.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    #[test]
    fn reads_what_a_cashier_types() {
        for (typed, cents) in [
            ("12,5", 1250),
            ("12.50", 1250),
            ("1 234,50 €", 123_450),
            ("1\u{202f}234,50\u{a0}€", 123_450),
            ("0", 0),
            ("-3,00", -300),
        ] {
            assert_eq!(Money::parse(typed), Ok(Money::from_cents(cents)), "{typed}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount_and_repeats_it() {
        assert_eq!(Money::parse("douze"), Err(MoneyError::NotANumber("douze".into())));
        assert_eq!(Money::parse(""), Err(MoneyError::NotANumber("".into())));
        assert_eq!(Money::parse("1,005"), Err(MoneyError::FinerThanACent("1,005".into())));
        assert_eq!(Money::parse("10000000000,01"), Err(MoneyError::OutOfRange("10000000000,01".into())));
    }

    #[test]
    fn the_half_cent_goes_away_from_zero_both_ways() {
        assert_eq!(eur("0.05").times(Decimal::new(5, 1), Rounding::HalfUp), Ok(eur("0.03")));
        assert_eq!(eur("-0.05").times(Decimal::new(5, 1), Rounding::HalfUp), Ok(eur("-0.03")));
        assert_eq!(eur("0.05").times(Decimal::new(5, 1), Rounding::Down), Ok(eur("0.02")));
    }

    #[test]
    fn a_shared_cent_goes_to_the_largest_remainder() {
        let parts = eur("10").share(&[eur("1"), eur("1"), eur("1")]);
        assert_eq!(parts, [eur("3.34"), eur("3.33"), eur("3.33")]);
        let parts = eur("-1").share(&[eur("2"), eur("0"), eur("1")]);
        assert_eq!(parts, [eur("-0.67"), eur("0"), eur("-0.33")]);
        assert_eq!(eur("1").share(&[Money::ZERO]), [Money::ZERO]);
    }

    proptest! {
        #[test]
        fn sharing_never_loses_a_cent(
            amount in -10_000_000i64..10_000_000,
            weights in prop::collection::vec(0i64..5_000_000, 1..40),
        ) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let weights: Vec<Money> = weights.into_iter().map(Money::from_cents).collect();
            let parts = Money::from_cents(amount).share(&weights);
            prop_assert_eq!(parts.iter().copied().sum::<Money>(), Money::from_cents(amount));
            let whole: i64 = weights.iter().map(|w| w.cents()).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = i128::from(amount.abs()) * i128::from(weight.cents());
                let off = (i128::from(part.cents().abs()) * i128::from(whole) - exact).abs();
                prop_assert!(off < i128::from(whole), "a part is off by a cent or more");
            }
        }

        #[test]
        fn text_and_back_is_the_same_amount(cents in -1_000_000_000_000i64..=1_000_000_000_000) {
            let money = Money::from_cents(cents);
            prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
        }

        #[test]
        fn sharing_no_more_than_the_weights_never_exceeds_one(
            weights in prop::collection::vec(1i64..1_000_000, 1..30), portion in 0u32..=1000,
        ) {
            let weights: Vec<Money> = weights.into_iter().map(Money::from_cents).collect();
            let whole: Money = weights.iter().copied().sum();
            let amount = whole.times(Decimal::new(i64::from(portion), 3), Rounding::Down).unwrap();
            for (part, weight) in amount.share(&weights).iter().zip(&weights) {
                prop_assert!(part <= weight);
            }
        }
    }
}
