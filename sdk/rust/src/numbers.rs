//! Exact numbers: [`Money`], [`Points`], [`Decimal`] and [`Percent`].
//!
//! All are whole numbers inside. Whatever leaves its range is a [`Fault`](crate::Fault), never a wrong
//! number; what falls between two cents is rounded half up, away from zero, as the till rounds.

mod decimal;
mod money;
mod percent;
mod points;

pub use decimal::Decimal;
pub use money::Money;
pub use percent::Percent;
pub use points::Points;

/// Divides and rounds to the nearest, the half away from zero. The divisor is above zero.
pub(crate) const fn divide_half_up(dividend: i128, divisor: i128) -> i128 {
    let half = if dividend < 0 { -(divisor / 2) } else { divisor / 2 };
    // An odd divisor has no half: its floor never reaches the next whole number.
    (dividend + half) / divisor
}

/// Gives 10 to a power of at most 18.
pub(crate) const fn ten_to(power: u8) -> i128 {
    10_i128.pow(power as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_goes_away_from_zero() {
        for (dividend, divisor, nearest) in
            [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (7, 1, 7)]
        {
            assert_eq!(divide_half_up(dividend, divisor), nearest, "{dividend} / {divisor}");
        }
    }
}
