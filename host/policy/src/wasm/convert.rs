//! Facts and settings on their way to a component, plans and proposals on their way back.
//!
//! Out: every domain value fits the contract. In: nothing is believed, and what cannot be is named.

mod audience;
mod effects;
mod facts;
mod history;

use chrono::{Datelike, NaiveDate};
use comptoir_domain::effect::{Text, Value};
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::quantity::Points;
use rust_decimal::Decimal;

use super::wit::comptoir::policy::types as wt;
use crate::catalog::Words;
use crate::engine::{Fault, SettingIssue};
use crate::settings::{SettingValue, Settings};

pub(super) use audience::{candidate, verdicts};
pub(super) use effects::proposal;
pub(super) use facts::sale;
pub(super) use history::plan;

type Read<T> = Result<T, Fault>;

/// Decimals that cross the border.
const MOST_PLACES: u32 = 9;
/// The days of the week from Monday on.
const WEEK: [wt::Weekdays; 7] = [
    wt::Weekdays::MONDAY,
    wt::Weekdays::TUESDAY,
    wt::Weekdays::WEDNESDAY,
    wt::Weekdays::THURSDAY,
    wt::Weekdays::FRIDAY,
    wt::Weekdays::SATURDAY,
    wt::Weekdays::SUNDAY,
];

pub(super) fn settings(settings: &Settings) -> Vec<wt::Setting> {
    settings.iter().map(|(key, value)| wt::Setting { key: key.to_owned(), value: setting(value) }).collect()
}

fn setting(value: &SettingValue) -> wt::SettingValue {
    match value {
        SettingValue::Yes(yes) => wt::SettingValue::Yes(*yes),
        SettingValue::Integer(number) => wt::SettingValue::Integer(*number),
        SettingValue::Number(number) => wt::SettingValue::Number(exact(*number)),
        SettingValue::Money(amount) => wt::SettingValue::Money(amount.cents()),
        SettingValue::Percent(percent) => wt::SettingValue::Percent(percent.basis_points()),
        SettingValue::Text(text) => wt::SettingValue::Text(text.clone()),
        SettingValue::Codes(codes) => wt::SettingValue::Codes(codes.iter().cloned().collect()),
        SettingValue::Day(day) => wt::SettingValue::Day(date(*day)),
        SettingValue::Weekdays(days) => {
            let flags = days.iter().filter_map(|day| WEEK.get(usize::from(day) - 1).copied());
            wt::SettingValue::Weekdays(flags.fold(wt::Weekdays::empty(), |all, one| all | one))
        }
        SettingValue::Hours(hours) => {
            let span = |span: &crate::settings::Span| wt::Hours { start: span.start, end: span.end };
            wt::SettingValue::Hours(hours.spans().iter().map(span).collect())
        }
    }
}

fn exact(number: Decimal) -> wt::Decimal {
    let number = Rounding::HalfUp.round(number, MOST_PLACES).normalize();
    wt::Decimal {
        units: i64::try_from(number.mantissa()).expect("settings, quantities and counters fit 64 bits"),
        scale: u8::try_from(number.scale()).expect("a decimal has at most 28 places"),
    }
}

pub(super) fn date(day: NaiveDate) -> wt::Date {
    wt::Date { year: day.year(), month: small(day.month()), day: small(day.day()) }
}

fn small(number: u32) -> u8 {
    u8::try_from(number).expect("months and days are below 32")
}

pub(super) fn issue(issue: wt::SettingIssue) -> Read<SettingIssue> {
    Ok(SettingIssue { key: issue.key, problem: text(issue.problem)? })
}

fn all<W, T>(given: Vec<W>, read: fn(W) -> Read<T>) -> Read<Vec<T>> {
    given.into_iter().map(read).collect()
}

fn cannot_be(fr: String, en: String) -> Fault {
    Fault::BadAnswer { place: None, text: Words::new(fr, en) }
}

fn text(text: wt::Text) -> Read<Text> {
    let argument = |argument: wt::Argument| Ok((argument.name, value(argument.value)?));
    Ok(match text {
        wt::Text::Key(message) => {
            let mut arguments = message.arguments.into_iter().map(argument).collect::<Read<Vec<_>>>()?;
            // Their order means nothing; one order makes answers comparable, whatever the engine.
            arguments.sort_by(|(a, _), (b, _)| a.cmp(b));
            Text::Key(message.key, arguments)
        }
        wt::Text::Plain(words) => Text::Plain(words),
    })
}

fn value(value: wt::Value) -> Read<Value> {
    Ok(match value {
        wt::Value::Number(given) => Value::Number(number(given)?),
        wt::Value::Money(cents) => Value::Money(money(cents)?),
        wt::Value::Day(given) => Value::Day(day(given)?),
        wt::Value::Words(words) => Value::Words(words),
        wt::Value::Yes(yes) => Value::Yes(yes),
    })
}

fn number(number: wt::Decimal) -> Read<Decimal> {
    if u32::from(number.scale) > MOST_PLACES {
        return Err(cannot_be(
            format!("nombre à {} décimales : {MOST_PLACES} au plus", number.scale),
            format!("decimal of scale {}: at most {MOST_PLACES}", number.scale),
        ));
    }
    Ok(Decimal::new(number.units, u32::from(number.scale)).normalize())
}

/// Reads an amount of a counter; `what` names where it stands.
fn points(given: wt::Decimal, what: &str) -> Read<Points> {
    let amount = number(given)?;
    Points::new(amount).map_err(|_| {
        cannot_be(
            format!("{what} vaut {amount} : 4 décimales au plus, un milliard au plus"),
            format!("{what} is {amount}: at most 4 decimals, at most a billion"),
        )
    })
}

fn money(cents: i64) -> Read<Money> {
    let most = Money::MAX.cents();
    if !(-most..=most).contains(&cents) {
        return Err(cannot_be(
            format!("montant de {cents} centimes : {most} au plus"),
            format!("amount of {cents} cents: at most {most}"),
        ));
    }
    Ok(Money::from_cents(cents))
}

fn day(date: wt::Date) -> Read<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year, u32::from(date.month), u32::from(date.day)).ok_or_else(|| {
        let day = format!("{}-{}-{}", date.year, date.month, date.day);
        cannot_be(format!("jour {day} : pas dans le calendrier"), format!("day {day}: not in the calendar"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Hours, Span};

    #[test]
    fn settings_of_the_calendar_cross_the_border() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 24).unwrap();
        let span = Span { start: 1_320, end: 120 };
        let days = crate::settings::Weekdays::try_from([1, 7].into_iter().collect::<std::collections::BTreeSet<u8>>());
        assert!(
            matches!(setting(&SettingValue::Day(day)), wt::SettingValue::Day(given) if super::day(given) == Ok(day))
        );
        let wt::SettingValue::Weekdays(given) = setting(&SettingValue::Weekdays(days.unwrap())) else {
            panic!("not days of the week")
        };
        assert!(given == wt::Weekdays::MONDAY | wt::Weekdays::SUNDAY, "{given:?}");
        let hours = Hours::try_from(vec![span]).unwrap();
        let wt::SettingValue::Hours(given) = setting(&SettingValue::Hours(hours)) else { panic!("not hours") };
        assert_eq!(given.iter().map(|span| (span.start, span.end)).collect::<Vec<_>>(), [(1_320, 120)]);
    }

    #[test]
    fn a_number_crosses_with_nine_decimals_at_most() {
        for (given, units, scale) in [("1.50", 15, 1), ("100", 100, 0), ("0.1234567885", 123_456_789, 9)] {
            let told = exact(given.parse().unwrap());
            assert_eq!((told.units, told.scale), (units, scale), "{given}");
        }
    }
}
