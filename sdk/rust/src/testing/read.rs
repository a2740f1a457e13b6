//! Values as tests write them.

use std::string::String;

use crate::calendar::{Birthday, Date, Weekday};
use crate::numbers::{Decimal, Money, Points};

/// Reads a number: `0.250`.
///
/// # Panics
///
/// When it is none, or has more than nine decimals.
#[must_use]
#[track_caller]
pub fn decimal(text: &str) -> Decimal {
    try_decimal(text).unwrap_or_else(|| panic!("not a number: {text:?}"))
}

/// Reads an amount: `12.50`.
///
/// # Panics
///
/// When it is none, or finer than a cent.
#[must_use]
#[track_caller]
pub fn money(text: &str) -> Money {
    try_money(text).unwrap_or_else(|| panic!("not an amount: {text:?}"))
}

/// Reads points: `37.5`.
///
/// # Panics
///
/// When it is no number, or has more than four decimals.
#[must_use]
#[track_caller]
pub fn points(text: &str) -> Points {
    Points::exact(decimal(text)).unwrap_or_else(|fault| panic!("{fault}: {text:?}"))
}

/// Reads a day: `2026-11-22`.
///
/// # Panics
///
/// When no calendar has it.
#[must_use]
#[track_caller]
pub fn date(text: &str) -> Date {
    try_date(text).unwrap_or_else(|| panic!("not a day: {text:?}"))
}

pub(super) fn try_decimal(text: &str) -> Option<Decimal> {
    let text = text.replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = part.bytes().all(|byte| byte.is_ascii_digit());
    let units = [whole, part].concat().parse().ok().filter(|_| digits)?;
    Decimal::new(units, u8::try_from(part.len()).ok()?).ok()
}

pub(super) fn try_money(text: &str) -> Option<Money> {
    let cents = try_decimal(text)?.times(100).ok()?;
    cents.is_whole().then(|| Money::from_cents(cents.floor()))
}

pub(super) fn try_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads `18:30` as minutes since midnight.
pub(super) fn try_minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let minute = hours.parse::<u16>().ok()?.checked_mul(60)?.checked_add(minutes.parse().ok()?)?;
    Some(minute).filter(|&minute| minute <= 24 * 60)
}

/// Reads `12-24` or `1980-12-24`.
pub(super) fn try_birthday(text: &str) -> Option<Birthday> {
    let parts: std::vec::Vec<&str> = text.split('-').collect();
    let (year, month, day) = match parts[..] {
        [month, day] => (None, month, day),
        [year, month, day] => (Some(year.parse().ok()?), month, day),
        _ => return None,
    };
    Some(Birthday::new(month.parse().ok()?, day.parse().ok()?, year))
}

/// Reads the name of a day of the week in English, as manifests write it.
pub(super) fn try_weekday(text: &str) -> Option<Weekday> {
    Weekday::ALL.into_iter().find(|day| std::format!("{day:?}").eq_ignore_ascii_case(text))
}

/// Splits a list as people type it.
pub(super) fn list(text: &str) -> impl Iterator<Item = String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_written() {
        assert_eq!(decimal("-0,250"), Decimal::new(-250, 3).unwrap());
        assert_eq!((money("12.5"), money("3")), (Money::from_cents(12_50), Money::from_cents(3_00)));
        assert_eq!(points("37.5"), Points::from_ten_thousandths(375_000));
        assert_eq!(date("2026-11-22"), Date::new(2026, 11, 22).unwrap());
        assert_eq!((try_minute("18:30"), try_minute("24:01"), try_minute("18")), (Some(1_110), None, None));
        assert_eq!(try_birthday("02-29"), Some(Birthday::new(2, 29, None)));
        assert_eq!(try_birthday("1980-02-29"), Some(Birthday::new(2, 29, Some(1980))));
        assert_eq!((try_weekday("sunday"), try_weekday("sun")), (Some(Weekday::Sunday), None));
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in ["", "1.2.3", "x", "1.-2", "1.0123456789"] {
            assert_eq!(try_decimal(text), None, "{text}");
        }
        assert_eq!((try_money("1.005"), try_date("2027-02-29"), try_date("2027-02")), (None, None, None));
    }
}
