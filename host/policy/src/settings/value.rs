//! The value of a setting: how it is typed, written, and compared with its bounds.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use comptoir_domain::effect::Value;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::rate::Percent;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::calendar::{self, Hours, Weekdays};
use crate::catalog::format;
use crate::manifest::SettingType;

/// The most characters a text setting may have.
const LONGEST_TEXT: usize = 200;
/// The most codes a set may hold.
const MOST_CODES: usize = 1_000;
/// Decimals that cross the border to a policy.
const MOST_PLACES: u32 = 9;

/// The value of one setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettingValue {
    /// Yes or no.
    Yes(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number with at most nine decimals.
    Number(Decimal),
    /// An amount.
    Money(Money),
    /// A percentage.
    Percent(Percent),
    /// Text, or the name of a choice.
    Text(String),
    /// A set of departments, items, groups or tags, by their codes.
    Codes(BTreeSet<String>),
    /// A day of the calendar.
    Day(NaiveDate),
    /// Days of the week.
    Weekdays(Weekdays),
    /// Spans of the day.
    Hours(Hours),
}

impl SettingType {
    /// Reads a text of this type, before bounds and choices.
    pub(crate) fn read(self, text: &str) -> Option<SettingValue> {
        let text = text.trim();
        Some(match self {
            Self::Yes => SettingValue::Yes(read_yes(text)?),
            Self::Integer => SettingValue::Integer(text.parse().ok()?),
            Self::Decimal => SettingValue::Number(read_decimal(text)?),
            Self::Money => SettingValue::Money(Money::parse(text).ok()?),
            Self::Percent => SettingValue::Percent(Percent::parse(text).ok()?),
            Self::Text | Self::Choice => {
                let short = text.chars().count() <= LONGEST_TEXT;
                SettingValue::Text(short.then(|| text.to_owned())?)
            }
            Self::Departments | Self::Items | Self::Groups | Self::Tags => SettingValue::Codes(read_codes(text)?),
            Self::Date => SettingValue::Day(calendar::read_day(text)?),
            Self::Weekdays => SettingValue::Weekdays(Weekdays::read(text)?),
            Self::Hours => SettingValue::Hours(Hours::read(text)?),
        })
    }

    /// Tells whether a value is of this type.
    pub(super) const fn holds(self, value: &SettingValue) -> bool {
        matches!(
            (self, value),
            (Self::Yes, SettingValue::Yes(_))
                | (Self::Integer, SettingValue::Integer(_))
                | (Self::Decimal, SettingValue::Number(_))
                | (Self::Money, SettingValue::Money(_))
                | (Self::Percent, SettingValue::Percent(_))
                | (Self::Text | Self::Choice, SettingValue::Text(_))
                | (Self::Departments | Self::Items | Self::Groups | Self::Tags, SettingValue::Codes(_))
                | (Self::Date, SettingValue::Day(_))
                | (Self::Weekdays, SettingValue::Weekdays(_))
                | (Self::Hours, SettingValue::Hours(_))
        )
    }
}

fn read_yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "oui" | "yes" | "true" => Some(true),
        "non" | "no" | "false" => Some(false),
        _ => None,
    }
}

/// A decimal that crosses the border exactly: at most nine decimals, units within 64 bits.
fn read_decimal(text: &str) -> Option<Decimal> {
    let value = text.replace(',', ".").parse::<Decimal>().ok()?.normalize();
    let fits = value.scale() <= MOST_PLACES && i64::try_from(value.mantissa()).is_ok();
    fits.then_some(value)
}

fn read_codes(text: &str) -> Option<BTreeSet<String>> {
    let codes: BTreeSet<String> =
        text.split(',').map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let fits = codes.len() <= MOST_CODES && codes.iter().all(|code| code.chars().count() <= LONGEST_TEXT);
    fits.then_some(codes)
}

impl SettingValue {
    /// Gives the number of a value that has bounds; that of a day only compares.
    pub(crate) fn number(&self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Some(Decimal::from(*number)),
            Self::Number(number) => Some(*number),
            Self::Money(amount) => Some(amount.to_decimal()),
            Self::Percent(percent) => Some(Decimal::new(i64::from(percent.basis_points()), 2)),
            Self::Day(day) => Some(Decimal::from(day.num_days_from_ce())),
            Self::Yes(_) | Self::Text(_) | Self::Codes(_) | Self::Weekdays(_) | Self::Hours(_) => None,
        }
    }

    /// Writes the value for people: `oui`, `10,00 €`, `5,5 %`, `livres, presse`, `lundi, mardi`.
    #[must_use]
    pub fn for_people(&self, language: Language) -> String {
        match self {
            Self::Yes(yes) => format::value(&Value::Yes(*yes), language),
            Self::Integer(number) => format::number(Decimal::from(*number), language),
            Self::Number(number) => format::number(*number, language),
            Self::Money(amount) => format::money(*amount, language),
            Self::Percent(_) => {
                let number = format::number(self.number().unwrap_or_default(), language);
                language.pick(format!("{number}\u{a0}%"), format!("{number}%"))
            }
            Self::Text(text) => text.clone(),
            Self::Codes(codes) => codes.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
            Self::Day(day) => format::day(*day, language),
            Self::Weekdays(days) => days.for_people(language),
            Self::Hours(hours) => hours.for_people(language),
        }
    }
}

/// As it can be typed again: `yes`, `10.00`, `livres,presse`.
impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yes(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{}", number.normalize()),
            Self::Money(amount) => write!(f, "{amount}"),
            Self::Percent(percent) => write!(f, "{percent}"),
            Self::Text(text) => f.write_str(text),
            Self::Codes(codes) => f.write_str(&codes.iter().map(String::as_str).collect::<Vec<_>>().join(",")),
            Self::Day(day) => write!(f, "{day}"),
            Self::Weekdays(days) => write!(f, "{days}"),
            Self::Hours(hours) => write!(f, "{hours}"),
        }
    }
}
