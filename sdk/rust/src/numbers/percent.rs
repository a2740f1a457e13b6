//! Percentages.

use core::fmt;

use super::Decimal;

/// A percentage in hundredths of a percent (basis points): 10 % is 1000.
///
/// ```
/// use comptoir_sdk::Percent;
///
/// assert_eq!(Percent::new(10), Percent::from_basis_points(1_000));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u32);

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// All of it.
    pub const HUNDRED: Self = Self(10_000);

    /// Makes so many whole percent.
    #[must_use]
    pub const fn new(percent: u16) -> Self {
        Self(percent as u32 * 100)
    }

    /// Makes a percentage of hundredths of a percent: 550 is 5.5 %.
    #[must_use]
    pub const fn from_basis_points(basis_points: u32) -> Self {
        Self(basis_points)
    }

    /// Gives it in hundredths of a percent.
    #[must_use]
    pub const fn basis_points(self) -> u32 {
        self.0
    }
}

/// The number before the sign: 5.5 for 5.5 %.
impl From<Percent> for Decimal {
    fn from(percent: Percent) -> Self {
        Self::new(percent.0.into(), 2).unwrap_or(Self::ZERO)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", Decimal::from(*self))
    }
}

impl fmt::Debug for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_has_two_places() {
        assert_eq!(Percent::from_basis_points(550).to_string(), "5.5%");
        assert_eq!(Decimal::from(Percent::HUNDRED), Decimal::from(100));
    }
}
