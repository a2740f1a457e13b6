//! Days of the calendar and of the week, and spans of the day, for scripts.
//!
//! `sale.day.plus_days(90)`, `plus_months(1)`, `month_start()`, `date(2026, 12, 24)`, `day.year`,
//! `settings.days.contains(sale.day)`, `settings.hours.contains(sale.minute)`.

use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};
use rhai::{Engine, EvalAltResult};

use super::limits::wrong;
use crate::settings;

type Called<T> = Result<T, Box<EvalAltResult>>;

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Day(pub(super) NaiveDate);

/// Days of the week.
#[derive(Clone)]
pub(super) struct Weekdays(pub(super) Arc<settings::Weekdays>);

/// Spans of the day.
#[derive(Clone)]
pub(super) struct Hours(pub(super) Arc<settings::Hours>);

/// Teaches the interpreter the calendar.
pub(super) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<Day>("Day")
        .register_fn("date", date)
        .register_get("year", |day: &mut Day| i64::from(day.0.year()))
        .register_get("month", |day: &mut Day| i64::from(day.0.month()))
        .register_get("day", |day: &mut Day| i64::from(day.0.day()))
        // Monday is 1, Sunday is 7.
        .register_get("weekday", |day: &mut Day| i64::from(day.0.weekday().number_from_monday()))
        .register_fn("plus_days", |day: &mut Day, days: i64| plus_days(*day, days))
        .register_fn("plus_months", |day: &mut Day, months: i64| plus_months(*day, months))
        .register_fn("month_start", |day: &mut Day| month_start(*day))
        .register_fn("month_end", |day: &mut Day| plus_days(plus_months(month_start(*day), 1)?, -1))
        .register_fn("days_until", |day: &mut Day, other: Day| (other.0 - day.0).num_days())
        .register_fn("to_string", |day: &mut Day| day.0.to_string())
        .register_fn("==", |a: Day, b: Day| a == b)
        .register_fn("!=", |a: Day, b: Day| a != b)
        .register_fn("<", |a: Day, b: Day| a < b)
        .register_fn("<=", |a: Day, b: Day| a <= b)
        .register_fn(">", |a: Day, b: Day| a > b)
        .register_fn(">=", |a: Day, b: Day| a >= b);
    engine
        .register_type_with_name::<Weekdays>("Weekdays")
        .register_fn("contains", |days: &mut Weekdays, day: Day| days.0.holds(day.0))
        .register_fn("contains", |days: &mut Weekdays, weekday: i64| {
            days.0.iter().any(|held| i64::from(held) == weekday)
        })
        .register_get("is_empty", |days: &mut Weekdays| days.0.iter().len() == 0);
    engine
        .register_type_with_name::<Hours>("Hours")
        .register_fn("contains", |hours: &mut Hours, minute: i64| {
            u16::try_from(minute).is_ok_and(|minute| hours.0.holds(minute))
        })
        .register_get("is_empty", |hours: &mut Hours| hours.0.spans().is_empty());
}

fn date(year: i64, month: i64, day: i64) -> Called<Day> {
    let number = |part: i64| u32::try_from(part).ok();
    let read = || NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(month)?, number(day)?);
    read().map(Day).ok_or_else(|| {
        wrong(
            format!("date({year}, {month}, {day}) : pas dans le calendrier"),
            format!("date({year}, {month}, {day}): not in the calendar"),
        )
    })
}

fn plus_days(day: Day, days: i64) -> Called<Day> {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.0.checked_sub_days(count) } else { day.0.checked_add_days(count) };
    moved.map(Day).ok_or_else(|| {
        wrong(
            format!("{days} jours après le {} : hors du calendrier", day.0),
            format!("{days} days from {}: not in the calendar", day.0),
        )
    })
}

/// The same day of another month; its last day where it is shorter.
fn plus_months(day: Day, months: i64) -> Called<Day> {
    let count = u32::try_from(months.unsigned_abs()).ok().map(Months::new);
    let moved = count
        .and_then(|count| if months < 0 { day.0.checked_sub_months(count) } else { day.0.checked_add_months(count) });
    moved.map(Day).ok_or_else(|| {
        wrong(
            format!("{months} mois après le {} : hors du calendrier", day.0),
            format!("{months} months from {}: not in the calendar", day.0),
        )
    })
}

fn month_start(day: Day) -> Day {
    Day(day.0.with_day(1).expect("every month has a first day"))
}
