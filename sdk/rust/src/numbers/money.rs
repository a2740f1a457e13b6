//! Amounts.

use core::fmt;

use super::{Decimal, Percent, divide_half_up, ten_to};
use crate::fault::{AMOUNT, Fault, Result, STEP};

/// An amount in whole cents of the shop's currency.
///
/// ```
/// use comptoir_sdk::{Decimal, Money, Percent};
///
/// let price = Money::from_cents(19_99);
/// assert_eq!(price.times(3)?, Money::from_cents(59_97));
/// assert_eq!(price.times(Decimal::new(250, 3)?)?, Money::from_cents(5_00)); // 0.250 kg: 4.9975
/// assert_eq!(price.percent(Percent::new(10))?, Money::from_cents(2_00)); // 1.999
/// assert_eq!(price.whole_steps(Money::from_cents(5_00))?, 3);
/// # Ok::<(), comptoir_sdk::Fault>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Makes an amount of cents: `from_cents(12_50)` is 12.50 €.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// Gives the amount in cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Tells whether it is above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Adds.
    ///
    /// # Errors
    ///
    /// A sum out of range.
    pub fn plus(self, other: Self) -> Result<Self> {
        self.0.checked_add(other.0).map(Self).ok_or(AMOUNT)
    }

    /// Subtracts.
    ///
    /// # Errors
    ///
    /// A difference out of range.
    pub fn minus(self, other: Self) -> Result<Self> {
        self.0.checked_sub(other.0).map(Self).ok_or(AMOUNT)
    }

    /// Multiplies by a number, a quantity or points, rounded half up.
    ///
    /// # Errors
    ///
    /// A product out of range.
    pub fn times(self, factor: impl Into<Decimal>) -> Result<Self> {
        let factor = factor.into();
        Self::rounded(i128::from(self.0) * factor.wide(), ten_to(factor.scale()))
    }

    /// Gives so many percent of it, rounded half up.
    ///
    /// # Errors
    ///
    /// An amount out of range.
    pub fn percent(self, percent: Percent) -> Result<Self> {
        Self::rounded(i128::from(self.0) * i128::from(percent.basis_points()), 10_000)
    }

    /// Counts the whole steps in it: 2 for 29.99 in steps of 10.00; none below zero.
    ///
    /// # Errors
    ///
    /// A step of zero or less.
    pub fn whole_steps(self, step: Self) -> Result<i64> {
        if step.is_positive() { Ok(self.0.max(0) / step.0) } else { Err(STEP) }
    }

    /// Adds up amounts.
    ///
    /// # Errors
    ///
    /// A sum out of range.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// Takes out of it a rate in hundred-thousandths that was added, rounded half up.
    pub(crate) fn without_rate(self, rate: u32) -> Result<Self> {
        const WHOLE: i128 = 100_000;
        Self::rounded(i128::from(self.0) * WHOLE, WHOLE + i128::from(rate))
    }

    fn rounded(dividend: i128, divisor: i128) -> Result<Self, Fault> {
        i64::try_from(divide_half_up(dividend, divisor)).map(Self).map_err(|_| AMOUNT)
    }
}

/// `12.50`: for logs and tests; the till writes amounts for people.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, cents) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: Money = Money::from_cents(i64::MAX);
    const CENT: Money = Money::from_cents(1);

    #[test]
    fn what_leaves_the_range_is_a_fault() {
        assert_eq!(MOST.plus(CENT), Err(AMOUNT));
        assert_eq!(Money::from_cents(i64::MIN).minus(CENT), Err(AMOUNT));
        assert_eq!(MOST.times(2), Err(AMOUNT));
        assert_eq!(MOST.percent(Percent::from_basis_points(10_001)), Err(AMOUNT));
        assert_eq!(Money::sum([MOST, CENT]), Err(AMOUNT));
        assert_eq!(MOST.percent(Percent::HUNDRED), Ok(MOST));
    }

    #[test]
    fn the_half_cent_goes_away_from_zero() {
        let half = Decimal::new(5, 1).unwrap();
        for (cents, rounded) in [(1, 1), (-1, -1), (3, 2), (-3, -2), (2, 1)] {
            assert_eq!(Money::from_cents(cents).times(half), Ok(Money::from_cents(rounded)), "{cents} / 2");
        }
        assert_eq!(Money::from_cents(99).percent(Percent::from_basis_points(550)), Ok(Money::from_cents(5)), "5.445");
    }

    #[test]
    fn steps_are_whole_and_never_negative() {
        let steps = |cents, step| Money::from_cents(cents).whole_steps(Money::from_cents(step));
        assert_eq!((steps(2_999, 1_000), steps(3_000, 1_000), steps(-3_000, 1_000)), (Ok(2), Ok(3), Ok(0)));
        assert_eq!((steps(100, 0), steps(100, -1)), (Err(STEP), Err(STEP)));
    }

    #[test]
    fn amounts_are_written_with_two_decimals() {
        for (cents, written) in [(1_250, "12.50"), (-5, "-0.05"), (i64::MIN, "-92233720368547758.08")] {
            assert_eq!(Money::from_cents(cents).to_string(), written);
        }
    }
}
