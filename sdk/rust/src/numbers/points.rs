//! Amounts of counters.

use core::fmt;

use super::{Decimal, divide_half_up, ten_to};
use crate::contract::types;
use crate::fault::{POINTS, Result, STEP};

/// An amount of a counter (points, visits, euros of a purse) in ten-thousandths: four decimals, no more.
///
/// ```
/// use comptoir_sdk::{Decimal, Points};
///
/// let per_euro = Points::exact(Decimal::new(125, 2)?)?; // 1.25
/// assert_eq!(per_euro.times(4)?, Points::from(5));
/// assert_eq!(per_euro.times(3)?.round_down(0), Points::from(3));
/// # Ok::<(), comptoir_sdk::Fault>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

impl Points {
    /// None.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(10_000);
    /// The decimals that a counter keeps.
    pub const PLACES: u8 = 4;

    /// Takes a whole number.
    ///
    /// # Errors
    ///
    /// A number out of range.
    pub fn whole(number: i64) -> Result<Self> {
        number.checked_mul(Self::ONE.0).map(Self).ok_or(POINTS)
    }

    /// Takes a number that has at most four decimals.
    ///
    /// # Errors
    ///
    /// More decimals, or a number out of range.
    pub fn exact(number: Decimal) -> Result<Self> {
        let scaled = number.wide() * Self::ONE.wide();
        let one = ten_to(number.scale());
        if scaled % one == 0 { Self::narrowed(scaled / one) } else { Err(POINTS) }
    }

    pub(crate) fn from_contract(raw: types::Decimal) -> Result<Self> {
        Self::exact(Decimal::from_contract(raw)?)
    }

    /// Makes an amount of ten-thousandths: `from_ten_thousandths(15_000)` is 1.5.
    #[must_use]
    pub const fn from_ten_thousandths(ten_thousandths: i64) -> Self {
        Self(ten_thousandths)
    }

    /// Gives the amount in ten-thousandths.
    #[must_use]
    pub const fn ten_thousandths(self) -> i64 {
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
        self.0.checked_add(other.0).map(Self).ok_or(POINTS)
    }

    /// Subtracts.
    ///
    /// # Errors
    ///
    /// A difference out of range.
    pub fn minus(self, other: Self) -> Result<Self> {
        self.0.checked_sub(other.0).map(Self).ok_or(POINTS)
    }

    /// Multiplies by a number or a quantity, rounded half up to four decimals.
    ///
    /// # Errors
    ///
    /// A product out of range.
    pub fn times(self, factor: impl Into<Decimal>) -> Result<Self> {
        let factor = factor.into();
        Self::narrowed(divide_half_up(self.wide() * factor.wide(), ten_to(factor.scale())))
    }

    /// Counts the whole steps in it: 2 for 450 in steps of 200; none below zero.
    ///
    /// # Errors
    ///
    /// A step of zero or less.
    pub fn whole_steps(self, step: Self) -> Result<i64> {
        if step.is_positive() { Ok(self.0.max(0) / step.0) } else { Err(STEP) }
    }

    /// Drops decimals beyond `places`, towards zero: for counters that keep fewer than four.
    #[must_use]
    pub const fn round_down(self, places: u8) -> Self {
        if places >= Self::PLACES {
            return self;
        }
        let unit = 10_i64.pow((Self::PLACES - places) as u32);
        Self(self.0 - self.0 % unit)
    }

    /// Adds up points.
    ///
    /// # Errors
    ///
    /// A sum out of range.
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Result<Self> {
        all.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    const fn wide(self) -> i128 {
        self.0 as i128
    }

    fn narrowed(ten_thousandths: i128) -> Result<Self> {
        i64::try_from(ten_thousandths).map(Self).map_err(|_| POINTS)
    }
}

impl From<i32> for Points {
    fn from(number: i32) -> Self {
        Self(i64::from(number) * Self::ONE.0)
    }
}

impl From<u32> for Points {
    fn from(number: u32) -> Self {
        Self(i64::from(number) * Self::ONE.0)
    }
}

impl From<Points> for Decimal {
    fn from(points: Points) -> Self {
        Self::new(points.0, Points::PLACES).unwrap_or(Self::ZERO)
    }
}

impl From<Points> for types::Decimal {
    fn from(points: Points) -> Self {
        Decimal::from(points).into()
    }
}

/// `37.5`, without needless zeros.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Decimal::from(*self), f)
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_exact_or_refused() {
        let read = |units, scale| Points::exact(Decimal::new(units, scale)?);
        assert_eq!(read(15, 1), Ok(Points(15_000)));
        assert_eq!(read(1_234_500_000, 9), Ok(Points(12_345)), "needless zeros do no harm");
        assert_eq!(read(123_456, 5), Err(POINTS), "a fifth decimal");
        assert_eq!(read(i64::MAX, 0), Err(POINTS), "more than a counter holds");
        assert_eq!(Points::whole(i64::MAX), Err(POINTS));
    }

    #[test]
    fn what_leaves_the_range_is_a_fault() {
        let most = Points(i64::MAX);
        assert_eq!(most.plus(Points(1)), Err(POINTS));
        assert_eq!(Points(i64::MIN).minus(Points(1)), Err(POINTS));
        assert_eq!(most.times(2), Err(POINTS));
        assert_eq!(Points::sum([most, Points(1)]), Err(POINTS));
    }

    #[test]
    fn a_quantity_of_points_is_rounded_at_the_fourth_decimal() {
        let third = Decimal::new(333, 3).unwrap();
        assert_eq!(Points(15).times(third), Ok(Points(5)), "0.0015 × 0.333 = 0.0004995");
        assert_eq!(Points::from(2).times(third), Ok(Points(6_660)));
    }

    #[test]
    fn decimals_that_a_counter_does_not_keep_are_dropped() {
        for (places, left) in [(0, 20_000), (1, 29_000), (3, 29_990), (4, 29_999), (9, 29_999)] {
            assert_eq!(Points(29_999).round_down(places), Points(left), "{places} places");
        }
        assert_eq!(Points::from(450).whole_steps(Points::from(200)), Ok(2));
        assert_eq!(Points::from(450).whole_steps(Points::ZERO), Err(STEP));
    }
}
