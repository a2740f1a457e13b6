//! Decimal numbers with at most nine places.

use core::cmp::Ordering;
use core::fmt;

use super::{divide_half_up, ten_to};
use crate::contract::types;
use crate::fault::{NUMBER, Result};

/// An exact decimal number: a quantity sold, a number among the settings.
///
/// `1.5` and `1.50` are equal.
///
/// ```
/// use comptoir_sdk::Decimal;
///
/// let weight = Decimal::new(250, 3)?; // 0.250 kg
/// assert_eq!(weight.times(4)?, Decimal::from(1));
/// assert!(weight < Decimal::from(1));
/// # Ok::<(), comptoir_sdk::Fault>(())
/// ```
#[derive(Clone, Copy)]
pub struct Decimal {
    units: i64,
    scale: u8,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self { units: 0, scale: 0 };
    /// One piece.
    pub const ONE: Self = Self { units: 1, scale: 0 };
    /// The most places behind the point.
    pub const PLACES: u8 = 9;

    /// Makes `units` × 10^-`scale`: `new(15, 1)` is 1.5.
    ///
    /// # Errors
    ///
    /// A scale above [`PLACES`](Self::PLACES).
    pub const fn new(units: i64, scale: u8) -> Result<Self> {
        if scale <= Self::PLACES { Ok(Self { units, scale }) } else { Err(NUMBER) }
    }

    pub(crate) fn from_contract(raw: types::Decimal) -> Result<Self> {
        Self::new(raw.units, raw.scale)
    }

    /// Gives the number in units of 10^-[`scale`](Self::scale).
    #[must_use]
    pub const fn units(self) -> i64 {
        self.units
    }

    /// Gives how many of the units' digits are behind the point.
    #[must_use]
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// Adds.
    ///
    /// # Errors
    ///
    /// A sum out of range.
    pub fn plus(self, other: Self) -> Result<Self> {
        let scale = self.scale.max(other.scale);
        Self::narrowed(self.at(scale) + other.at(scale), scale)
    }

    /// Subtracts.
    ///
    /// # Errors
    ///
    /// A difference out of range.
    pub fn minus(self, other: Self) -> Result<Self> {
        let scale = self.scale.max(other.scale);
        Self::narrowed(self.at(scale) - other.at(scale), scale)
    }

    /// Multiplies; beyond nine places the product is rounded half up.
    ///
    /// # Errors
    ///
    /// A product out of range.
    pub fn times(self, factor: impl Into<Self>) -> Result<Self> {
        let factor = factor.into();
        let (product, scale) = (self.wide() * factor.wide(), self.scale + factor.scale);
        match scale.checked_sub(Self::PLACES) {
            None => Self::narrowed(product, scale),
            Some(excess) => Self::narrowed(divide_half_up(product, ten_to(excess)), Self::PLACES),
        }
    }

    /// Gives the whole part, downwards: 2 for 2.9, -3 for -2.1.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a whole part is no larger than its number")]
    pub const fn floor(self) -> i64 {
        self.wide().div_euclid(ten_to(self.scale)) as i64
    }

    /// Tells whether nothing is behind the point.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.wide() % ten_to(self.scale) == 0
    }

    /// Tells whether it is above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.units > 0
    }

    pub(crate) const fn wide(self) -> i128 {
        self.units as i128
    }

    /// Gives the units that the number has at another scale, which is not below its own.
    const fn at(self, scale: u8) -> i128 {
        self.wide() * ten_to(scale - self.scale)
    }

    /// Drops needless zeros until the units fit.
    fn narrowed(mut units: i128, mut scale: u8) -> Result<Self> {
        while scale > 0 && units % 10 == 0 {
            (units, scale) = (units / 10, scale - 1);
        }
        Ok(Self { units: i64::try_from(units).map_err(|_| NUMBER)?, scale })
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.at(scale).cmp(&other.at(scale))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self { units: number, scale: 0 }
    }
}

impl From<i32> for Decimal {
    fn from(number: i32) -> Self {
        Self::from(i64::from(number))
    }
}

impl From<u32> for Decimal {
    fn from(number: u32) -> Self {
        Self::from(i64::from(number))
    }
}

impl From<Decimal> for types::Decimal {
    fn from(number: Decimal) -> Self {
        Self { units: number.units, scale: number.scale }
    }
}

/// `-1.25`, without needless zeros.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(Self { units, scale }) = Self::narrowed(self.wide(), self.scale) else { return Err(fmt::Error) };
        let sign = if units < 0 { "-" } else { "" };
        let one = 10_u64.pow(scale.into());
        let (whole, part) = (units.unsigned_abs() / one, units.unsigned_abs() % one);
        match usize::from(scale) {
            0 => write!(f, "{sign}{whole}"),
            places => write!(f, "{sign}{whole}.{part:0places$}"),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(units: i64, scale: u8) -> Decimal {
        Decimal::new(units, scale).unwrap()
    }

    #[test]
    fn sums_and_products_are_exact() {
        assert_eq!(decimal(15, 1).plus(decimal(25, 2)), Ok(decimal(175, 2)));
        assert_eq!(decimal(15, 1).minus(decimal(150, 2)), Ok(Decimal::ZERO));
        assert_eq!(decimal(250, 3).times(decimal(4, 0)), Ok(Decimal::ONE));
        assert_eq!(decimal(5, 9).times(decimal(1, 1)), Ok(decimal(1, 9)), "half up at the ninth place");
        assert_eq!(decimal(i64::MAX, 0).plus(Decimal::ONE), Err(NUMBER));
        assert_eq!(decimal(i64::MAX, 0).times(2), Err(NUMBER));
        assert_eq!(decimal(i64::MIN, 0).minus(Decimal::ONE), Err(NUMBER));
        assert_eq!(Decimal::new(1, 10), Err(NUMBER));
    }

    #[test]
    fn the_order_is_that_of_the_values() {
        assert_eq!(decimal(150, 2), decimal(15, 1));
        assert!(decimal(149, 2) < decimal(15, 1) && decimal(-15, 1) < decimal(-149, 2));
        assert!(decimal(i64::MAX, 0) > decimal(i64::MAX, 9));
    }

    #[test]
    fn the_whole_part_goes_downwards() {
        for (number, floor) in [(decimal(29, 1), 2), (decimal(-21, 1), -3), (decimal(-20, 1), -2)] {
            assert_eq!(number.floor(), floor, "{number}");
        }
        assert!(decimal(200, 2).is_whole() && !decimal(201, 2).is_whole());
    }

    #[test]
    fn needless_zeros_are_not_written() {
        for (number, written) in
            [(decimal(1250, 3), "1.25"), (decimal(-5, 2), "-0.05"), (decimal(70, 1), "7"), (decimal(0, 4), "0")]
        {
            assert_eq!(number.to_string(), written);
        }
    }
}
