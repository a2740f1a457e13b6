//! Exact points, and days of the calendar.

use crate::contract::comptoir::policy::types::{Date, Decimal};

/// Points in ten-thousandths: what a counter of the till keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Points(i64);

impl Points {
    const PLACES: u8 = 4;

    pub(crate) const ZERO: Self = Self(0);

    /// Takes a whole number of points.
    pub(crate) fn whole(points: i64) -> Result<Self, String> {
        points.checked_mul(10_000).map(Self).ok_or_else(|| format!("too many points: {points}"))
    }

    /// Takes a decimal that has at most four decimals.
    pub(crate) fn exact(decimal: Decimal) -> Result<Self, String> {
        let wrong = || format!("not a number of points: {} with {} decimals", decimal.units, decimal.scale);
        let (mut units, mut scale) = (decimal.units, decimal.scale);
        while scale > Self::PLACES && units % 10 == 0 {
            (units, scale) = (units / 10, scale - 1);
        }
        let missing = Self::PLACES.checked_sub(scale).ok_or_else(wrong)?;
        units.checked_mul(10_i64.pow(missing.into())).map(Self).ok_or_else(wrong)
    }

    pub(crate) fn times(self, count: i64) -> Result<Self, String> {
        self.0.checked_mul(count).map(Self).ok_or_else(|| "too many points".to_owned())
    }

    pub(crate) fn plus(self, other: Self) -> Result<Self, String> {
        self.0.checked_add(other.0).map(Self).ok_or_else(|| "too many points".to_owned())
    }

    pub(crate) const fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    pub(crate) const fn decimal(self) -> Decimal {
        Decimal { units: self.0, scale: Self::PLACES }
    }
}

/// Gives the day that comes `days` later.
pub(crate) fn plus_days(day: Date, days: i64) -> Date {
    let mut date = day;
    let mut left = days;
    // Whole years first, so that ten years take ten turns; February decides how long each is.
    while left >= 366 {
        let leap = if date.month > 2 { is_leap(date.year + 1) } else { is_leap(date.year) };
        if date.month == 2 && date.day == 29 {
            date = Date { year: date.year, month: 3, day: 1 };
            left -= 1;
            continue;
        }
        left -= if leap { 366 } else { 365 };
        date.year += 1;
    }
    while left > 0 {
        let rest = i64::from(days_of_month(date.year, date.month) - date.day);
        if left <= rest {
            let step = u8::try_from(left).unwrap_or_default();
            return Date { day: date.day + step, ..date };
        }
        left -= rest + 1;
        let (year, month) = if date.month == 12 { (date.year + 1, 1) } else { (date.year, date.month + 1) };
        date = Date { year, month, day: 1 };
    }
    date
}

const fn is_leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

const fn days_of_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_exact_or_refused() {
        let read = |units, scale| Points::exact(Decimal { units, scale }).map(|points| points.0);
        assert_eq!(read(15, 1), Ok(15_000));
        assert_eq!(read(1_234_500_000, 9), Ok(12_345), "needless zeros do no harm");
        assert!(read(123_456, 5).is_err(), "a fifth decimal");
        assert!(read(i64::MAX, 0).is_err(), "more than a counter holds");
        assert!(Points::whole(i64::MAX).is_err());
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let date = |year, month, day| Date { year, month, day };
        for (from, days, to) in [
            (date(2026, 11, 22), 0, date(2026, 11, 22)),
            (date(2026, 11, 22), 8, date(2026, 11, 30)),
            (date(2026, 11, 22), 9, date(2026, 12, 1)),
            (date(2026, 11, 22), 180, date(2027, 5, 21)),
            (date(2026, 12, 31), 1, date(2027, 1, 1)),
            (date(2028, 2, 28), 1, date(2028, 2, 29)),
            (date(2028, 2, 29), 366, date(2029, 3, 1)),
            (date(2027, 3, 1), 366, date(2028, 3, 1)),
            (date(2026, 1, 1), 3650, date(2035, 12, 30)),
            (date(2100, 2, 28), 1, date(2100, 3, 1)),
        ] {
            assert_eq!(plus_days(from, days), to, "{from:?} + {days}");
        }
    }
}
