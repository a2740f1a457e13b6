//! The shop's days and hours: when it is open, when the sales of the year are, which time France keeps.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

/// The shop opens at ten.
pub(super) const OPENS: u32 = 10;
/// The shop closes at seven in the evening.
pub(super) const CLOSES: u32 = 19;

/// Tells whether the shop is open: Tuesday to Saturday and the Sundays of December, but not on
/// 1 January, 1 May and 25 December.
pub(super) fn is_open(day: NaiveDate) -> bool {
    let holiday = matches!((day.month(), day.day()), (1 | 5, 1) | (12, 25));
    match day.weekday() {
        _ if holiday => false,
        Weekday::Mon => false,
        Weekday::Sun => day.month() == 12,
        _ => true,
    }
}

/// Tells in which week of the winter or summer sales a day is, from 0; each lasts four weeks.
///
/// They begin on the second Wednesday of January, or the first when the second is after the 12th;
/// on the last Wednesday of June, or the one before when the last is after the 28th (code de
/// commerce, D310-15-2, and order of 27 May 2019).
pub(super) fn week_of_sales(day: NaiveDate) -> Option<i64> {
    let starts = [winter_sales(day.year()), summer_sales(day.year())];
    let weeks = |start: NaiveDate| (day - start).num_days().div_euclid(7);
    starts.into_iter().map(weeks).find(|week| (0..4).contains(week))
}

fn winter_sales(year: i32) -> NaiveDate {
    // The second Wednesday up to the 12th, else the first: the last Wednesday up to the 12th.
    last_up_to(date(year, 1, 12), Weekday::Wed)
}

fn summer_sales(year: i32) -> NaiveDate {
    last_up_to(date(year, 6, 28), Weekday::Wed)
}

/// Gives the instant of a local time in France. In the hour that occurs twice it is the first.
pub(super) fn instant(local: NaiveDateTime) -> DateTime<FixedOffset> {
    let hours = if is_summer_time(local) { 2 } else { 1 };
    let offset = FixedOffset::east_opt(hours * 3_600).expect("an hour or two are an offset");
    local.and_local_timezone(offset).single().expect("a fixed offset has each time once")
}

/// Tells whether summer time holds: from the last Sunday of March, 2 o'clock, to the last Sunday
/// of October, 3 o'clock (directive 2000/84/EC: at 1 o'clock of universal time).
fn is_summer_time(local: NaiveDateTime) -> bool {
    let at = |day: NaiveDate, hour| day.and_time(NaiveTime::MIN) + TimeDelta::hours(hour);
    let begins = at(last_up_to(date(local.year(), 3, 31), Weekday::Sun), 2);
    let ends = at(last_up_to(date(local.year(), 10, 31), Weekday::Sun), 3);
    (begins..ends).contains(&local)
}

/// Gives the last such weekday up to a day, itself included.
fn last_up_to(day: NaiveDate, weekday: Weekday) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().days_since(weekday)))
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("every year of a calendar has this day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shop_is_open_from_tuesday_to_saturday_but_for_three_holidays() {
        for (day, open) in [
            ((2026, 11, 21), true),
            ((2026, 11, 22), false),
            ((2026, 11, 23), false),
            ((2026, 11, 24), true),
            ((2026, 12, 20), true),
            ((2026, 12, 21), false),
            ((2026, 12, 25), false),
            ((2026, 1, 1), false),
            ((2026, 5, 1), false),
            ((2026, 5, 2), true),
        ] {
            assert_eq!(is_open(date(day.0, day.1, day.2)), open, "{day:?}");
        }
    }

    #[test]
    fn the_sales_begin_when_the_code_of_commerce_says() {
        let winters = [(2022, 12), (2023, 11), (2024, 10), (2025, 8), (2026, 7)];
        assert!(winters.into_iter().all(|(year, day)| winter_sales(year) == date(year, 1, day)));
        let summers = [(2022, 22), (2023, 28), (2024, 26), (2025, 25), (2026, 24)];
        assert!(summers.into_iter().all(|(year, day)| summer_sales(year) == date(year, 6, day)));
        assert_eq!(week_of_sales(date(2026, 1, 6)), None);
        assert_eq!(week_of_sales(date(2026, 1, 7)), Some(0));
        assert_eq!(week_of_sales(date(2026, 2, 3)), Some(3));
        assert_eq!(week_of_sales(date(2026, 2, 4)), None);
    }

    #[test]
    fn summer_time_begins_and_ends_on_the_right_sundays() {
        for (day, hour, offset) in [
            ((2026, 3, 28), 12, "+01:00"),
            ((2026, 3, 29), 1, "+01:00"),
            ((2026, 3, 29), 3, "+02:00"),
            ((2026, 10, 24), 12, "+02:00"),
            ((2026, 10, 25), 2, "+02:00"),
            ((2026, 10, 25), 3, "+01:00"),
            ((2024, 3, 31), 12, "+02:00"),
            ((2024, 10, 27), 12, "+01:00"),
        ] {
            let local = date(day.0, day.1, day.2).and_hms_opt(hour, 0, 0).unwrap();
            assert_eq!(instant(local).offset().to_string(), offset, "{day:?} {hour} h");
            assert_eq!(instant(local).naive_local(), local);
        }
    }
}
