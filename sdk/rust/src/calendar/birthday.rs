//! Birthdays.

use super::Date;
use crate::contract::facts;

/// A day of birth; the year is often not known.
///
/// 29 February is celebrated on the 28th in years that have no 29th, as everywhere in the till.
///
/// ```
/// use comptoir_sdk::{Birthday, Date};
///
/// let birthday = Birthday::new(12, 31, Some(1980));
/// let day = Date::new(2027, 1, 2)?;
/// assert!(birthday.falls_within(day, 0, 7)); // It was two days ago.
/// assert_eq!(birthday.around(day, 0, 7), Some(Date::new(2026, 12, 31)?));
/// assert_eq!(birthday.age_on(day), Some(46));
/// # Ok::<(), comptoir_sdk::Fault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Birthday {
    month: u8,
    day: u8,
    year: Option<i32>,
}

impl Birthday {
    /// Makes a birthday.
    #[must_use]
    pub const fn new(month: u8, day: u8, year: Option<i32>) -> Self {
        Self { month, day, year }
    }

    pub(crate) const fn from_contract(raw: facts::Birthday) -> Self {
        Self::new(raw.month, raw.day, raw.year)
    }

    /// Gives the month of birth, from 1.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Gives the day of birth in its month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Gives the year of birth, when it is known.
    #[must_use]
    pub const fn year(self) -> Option<i32> {
        self.year
    }

    /// Gives the day it is celebrated in the year of `day`; none when no calendar has the day.
    #[must_use]
    pub fn in_year_of(self, day: Date) -> Option<Date> {
        let leapling = (self.month, self.day) == (2, 29) && !day.is_in_leap_year();
        Date::new(day.year(), self.month, if leapling { 28 } else { self.day }).ok()
    }

    /// Tells whether it is celebrated on a day.
    #[must_use]
    pub fn is_today(self, day: Date) -> bool {
        self.in_year_of(day) == Some(day)
    }

    /// Tells whether a day is at most `before` days before the birthday or `after` days after it,
    /// around the turn of the year too.
    #[must_use]
    pub fn falls_within(self, day: Date, before: u32, after: u32) -> bool {
        self.around(day, before, after).is_some()
    }

    /// Gives the birthday that a day is around: at most `before` days before it or `after` days after it.
    /// When there are two, the nearer one.
    #[must_use]
    pub fn around(self, day: Date, before: u32, after: u32) -> Option<Date> {
        let years = [day.year_start().plus_days(-1).ok(), Some(day), day.year_end().plus_days(1).ok()];
        let celebrated = years.into_iter().flatten().filter_map(|year| self.in_year_of(year));
        let near = celebrated.filter(|&birthday| {
            let ahead = day.days_until(birthday);
            -i64::from(after) <= ahead && ahead <= i64::from(before)
        });
        near.min_by_key(|&birthday| day.days_until(birthday).abs())
    }

    /// Gives the age on a day in whole years, when the year of birth is known.
    #[must_use]
    pub fn age_on(self, day: Date) -> Option<i32> {
        let celebrated = self.in_year_of(day)?;
        Some(day.year() - self.year? - i32::from(day < celebrated))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u8, day: u8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn the_window_goes_over_the_turn_of_the_year() {
        let birthday = Birthday::new(1, 2, None);
        for (day, found) in [
            (date(2026, 12, 25), None),
            (date(2026, 12, 26), Some(date(2027, 1, 2))),
            (date(2027, 1, 2), Some(date(2027, 1, 2))),
            (date(2027, 1, 5), Some(date(2027, 1, 2))),
            (date(2027, 1, 6), None),
        ] {
            assert_eq!(birthday.around(day, 7, 3), found, "{day}");
        }
        assert_eq!(Birthday::new(12, 31, None).around(date(2027, 1, 1), 0, 1), Some(date(2026, 12, 31)));
    }

    #[test]
    fn of_two_birthdays_the_nearer_counts() {
        let birthday = Birthday::new(7, 1, None);
        assert_eq!(birthday.around(date(2026, 11, 1), 365, 365), Some(date(2026, 7, 1)));
        assert_eq!(birthday.around(date(2027, 2, 1), 365, 365), Some(date(2027, 7, 1)));
    }

    #[test]
    fn the_29th_of_february_is_celebrated_every_year() {
        let leapling = Birthday::new(2, 29, Some(2000));
        assert!(leapling.is_today(date(2028, 2, 29)) && !leapling.is_today(date(2028, 2, 28)));
        assert!(leapling.is_today(date(2026, 2, 28)) && !leapling.is_today(date(2026, 3, 1)));
        assert!(leapling.falls_within(date(2026, 3, 1), 0, 1));
        assert_eq!(leapling.age_on(date(2026, 2, 27)), Some(25));
        assert_eq!(leapling.age_on(date(2026, 2, 28)), Some(26));
    }

    #[test]
    fn a_day_that_no_calendar_has_is_never_celebrated() {
        assert!(!Birthday::new(2, 30, None).falls_within(date(2026, 2, 28), 365, 365));
    }
}
