//! Days of the calendar.

use core::fmt;

use super::Weekday;
use crate::contract::types;
use crate::fault::{DAY, Result};

/// A day of the calendar, from the year 1 to the year 9999.
///
/// ```
/// use comptoir_sdk::{Date, Weekday};
///
/// let day = Date::new(2026, 11, 22)?;
/// assert_eq!(day.weekday(), Weekday::Sunday);
/// assert_eq!(day.plus_days(180)?, Date::new(2027, 5, 21)?);
/// assert_eq!(day.plus_months(3)?, Date::new(2027, 2, 22)?);
/// assert_eq!(day.days_until(day.year_end()), 39);
/// assert!(day < day.month_end());
/// # Ok::<(), comptoir_sdk::Fault>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// Makes a day.
    ///
    /// # Errors
    ///
    /// A day that no calendar has, such as 29 February 2027, or a year outside 1 to 9999.
    pub const fn new(year: i32, month: u8, day: u8) -> Result<Self> {
        let known = 1 <= year && year <= 9999 && 1 <= month && month <= 12;
        if known && 1 <= day && day <= days_of_month(year, month) { Ok(Self { year, month, day }) } else { Err(DAY) }
    }

    /// Gives the year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// Gives the month, from 1.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Gives the day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Gives the day of the week.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        Weekday::ALL[(self.number() + MONDAY).rem_euclid(7) as usize]
    }

    /// Gives the day that comes so many days later; earlier when negative.
    ///
    /// # Errors
    ///
    /// A day outside the years 1 to 9999.
    pub fn plus_days(self, days: i64) -> Result<Self> {
        self.number().checked_add(days).and_then(Self::numbered).ok_or(DAY)
    }

    /// Gives the same day so many months later (earlier when negative); the last of the month where there
    /// is no such day: one month after 31 January is 28 or 29 February.
    ///
    /// # Errors
    ///
    /// A day outside the years 1 to 9999.
    pub fn plus_months(self, months: i32) -> Result<Self> {
        let count = i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        let year = i32::try_from(count.div_euclid(12)).map_err(|_| DAY)?;
        let month = u8::try_from(count.rem_euclid(12)).map_err(|_| DAY)? + 1;
        Self::new(year, month, self.day.min(days_of_month(year, month)))
    }

    /// Gives the first day of the month.
    #[must_use]
    pub const fn month_start(self) -> Self {
        Self { day: 1, ..self }
    }

    /// Gives the last day of the month.
    #[must_use]
    pub const fn month_end(self) -> Self {
        Self { day: days_of_month(self.year, self.month), ..self }
    }

    /// Gives 1 January of the year.
    #[must_use]
    pub const fn year_start(self) -> Self {
        Self { month: 1, day: 1, ..self }
    }

    /// Gives 31 December of the year.
    #[must_use]
    pub const fn year_end(self) -> Self {
        Self { month: 12, day: 31, ..self }
    }

    /// Counts the days to a later day; negative to an earlier one.
    #[must_use]
    pub const fn days_until(self, later: Self) -> i64 {
        later.number() - self.number()
    }

    pub(crate) const fn is_in_leap_year(self) -> bool {
        is_leap(self.year)
    }

    pub(crate) const fn from_contract(raw: types::Date) -> Result<Self> {
        Self::new(raw.year, raw.month, raw.day)
    }

    /// Counts the days since 1 March of the year 0, so that 29 February is the last day of a year.
    const fn number(self) -> i64 {
        let (year, month) = (self.year as i64, self.month as i64);
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        year * 365 + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + days_before(month)
            + self.day as i64
            - 1
    }

    fn numbered(number: i64) -> Option<Self> {
        // Cycles of 400 years, centuries, cycles of 4 years, years; the last of each is the one that is longer.
        let (eras, day) = (number.div_euclid(DAYS_OF_ERA), number.rem_euclid(DAYS_OF_ERA));
        let centuries = (day / 36_524).min(3);
        let day = day - centuries * 36_524;
        let (fours, day) = (day / 1_461, day % 1_461);
        let years = (day / 365).min(3);
        let day = day - years * 365;
        let month = (0..12).rev().find(|&month| days_before(month) <= day)?;
        let year = eras * 400 + centuries * 100 + fours * 4 + years + i64::from(month >= 10);
        let month_of_year = if month < 10 { month + 3 } else { month - 9 };
        let day_of_month = u8::try_from(day - days_before(month) + 1).ok()?;
        Self::new(i32::try_from(year).ok()?, u8::try_from(month_of_year).ok()?, day_of_month).ok()
    }
}

/// Days of 400 years.
const DAYS_OF_ERA: i64 = 146_097;

/// 1 March of the year 0 was a Wednesday, two days after a Monday.
const MONDAY: i64 = 2;

/// Counts the days of a year that begins in March before its month, from 0.
const fn days_before(month: i64) -> i64 {
    // 31 and 30 take turns from March to July and again from August: 153 days in five months.
    (month * 153 + 2) / 5
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

impl From<Date> for types::Date {
    fn from(date: Date) -> Self {
        Self { year: date.year, month: date.month, day: date.day }
    }
}

/// `2026-11-22`: for logs and tests; the till writes days for people.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u8, day: u8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        for (from, days, to) in [
            (date(2026, 11, 22), 0, date(2026, 11, 22)),
            (date(2026, 11, 22), 9, date(2026, 12, 1)),
            (date(2026, 11, 22), 180, date(2027, 5, 21)),
            (date(2026, 12, 31), 1, date(2027, 1, 1)),
            (date(2028, 2, 28), 1, date(2028, 2, 29)),
            (date(2028, 2, 29), 366, date(2029, 3, 1)),
            (date(2026, 1, 1), 3650, date(2035, 12, 30)),
            (date(2100, 2, 28), 1, date(2100, 3, 1)),
            (date(2000, 2, 28), 1, date(2000, 2, 29)),
        ] {
            assert_eq!(from.plus_days(days), Ok(to), "{from} + {days}");
            assert_eq!(to.plus_days(-days), Ok(from), "{to} - {days}");
            assert_eq!(from.days_until(to), days);
        }
    }

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let mut day = date(1900, 1, 1);
        let mut weekday = 0; // It was a Monday.
        while day < date(2300, 1, 1) {
            assert_eq!(day.weekday(), Weekday::ALL[weekday], "{day}");
            let next = if day != day.month_end() {
                date(day.year(), day.month(), day.day() + 1)
            } else if day != day.year_end() {
                date(day.year(), day.month() + 1, 1)
            } else {
                date(day.year() + 1, 1, 1)
            };
            assert_eq!(day.plus_days(1), Ok(next), "{day}");
            (day, weekday) = (next, (weekday + 1) % 7);
        }
    }

    #[test]
    fn months_end_where_they_end() {
        for (from, months, to) in [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2028, 1, 31), 1, date(2028, 2, 29)),
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
            (date(2026, 11, 22), 2, date(2027, 1, 22)),
            (date(2026, 1, 22), -1, date(2025, 12, 22)),
            (date(2026, 1, 22), -13, date(2024, 12, 22)),
        ] {
            assert_eq!(from.plus_months(months), Ok(to), "{from} + {months} months");
        }
    }

    #[test]
    fn what_no_calendar_has_is_a_fault() {
        for (year, month, day) in [(2027, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (0, 1, 1), (10_000, 1, 1)]
        {
            assert_eq!(Date::new(year, month, day), Err(DAY), "{year}-{month}-{day}");
        }
        assert_eq!(date(9999, 12, 31).plus_days(1), Err(DAY));
        assert_eq!(date(1, 1, 1).plus_days(-1), Err(DAY));
        assert_eq!(date(2026, 1, 1).plus_days(i64::MAX), Err(DAY));
        assert_eq!(date(2026, 1, 1).plus_months(i32::MAX), Err(DAY));
    }
}
