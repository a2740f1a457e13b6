//! Which types a setting can have.

use alloc::string::String;

use super::Problem;
use crate::calendar::{Date, Hours, Weekdays};
use crate::contract::types::SettingValue;
use crate::numbers::{Decimal, Money, Percent, Points};

/// A type that a setting can be read as.
///
/// | in the manifest | in Rust |
/// |---|---|
/// | `yes` | `bool` |
/// | `integer` | `i64`, `u32`, [`Points`], [`Decimal`] |
/// | `decimal` | [`Decimal`], [`Points`] |
/// | `money` | [`Money`] |
/// | `percent` | [`Percent`] |
/// | `text` | `String` |
/// | `choice` | an enum that derives [`Choice`](derive@crate::Choice) |
/// | `departments`, `items`, `groups`, `tags` | [`Departments`](crate::Departments) and so on |
/// | `date` | [`Date`] |
/// | `weekdays`, `hours` | [`Weekdays`], [`Hours`] |
///
/// In an `Option`, a setting may be left out of the manifest, and an empty text is none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of setting",
    label = "a setting cannot be read as this",
    note = "settings are bool, i64, u32, Decimal, Points, Money, Percent, String, Date, Weekdays, Hours, \
            Departments, Items, Groups, Tags, an enum with #[derive(Choice)], or an Option of one of them"
)]
pub trait FromSetting: Sized {
    /// The type of the manifest, for what is said when it is another.
    const KIND: &str;

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the value is of another type or does not fit.
    fn from_setting(value: SettingValue) -> Result<Self, Problem>;

    /// Says what it is without a value.
    ///
    /// # Errors
    ///
    /// [`Problem::Missing`] for all but `Option`.
    fn absent() -> Result<Self, Problem> {
        Err(Problem::Missing)
    }
}

macro_rules! settings {
    ($($kind:literal $for:ty: $($value:pat => $read:expr),+;)*) => {$(
        impl FromSetting for $for {
            const KIND: &str = $kind;

            fn from_setting(value: SettingValue) -> Result<Self, Problem> {
                match value {
                    $($value => $read,)+
                    other => Err(mistyped(&other)),
                }
            }
        }
    )*};
}

settings! {
    "yes" bool: SettingValue::Yes(yes) => Ok(yes);
    "integer" i64: SettingValue::Integer(number) => Ok(number);
    "integer" u32: SettingValue::Integer(number) =>
        u32::try_from(number).map_err(|_| Problem::Unfit("not a number from 0 to 4294967295"));
    "decimal" Decimal:
        SettingValue::Number(number) => Self::from_contract(number).map_err(|_| Problem::Unfit("more than nine decimals")),
        SettingValue::Integer(number) => Ok(number.into());
    "decimal" Points:
        SettingValue::Number(number) => Self::from_contract(number).map_err(|_| POINTS),
        SettingValue::Integer(number) => Self::whole(number).map_err(|_| POINTS);
    "money" Money: SettingValue::Money(cents) => Ok(Self::from_cents(cents));
    "percent" Percent: SettingValue::Percent(basis_points) => Ok(Self::from_basis_points(basis_points));
    "text" String: SettingValue::Text(text) => Ok(text);
    "date" Date: SettingValue::Day(day) => Self::from_contract(day).map_err(|_| Problem::Unfit("no day of the calendar"));
    "weekdays" Weekdays: SettingValue::Weekdays(days) => Ok(Self::from_contract(days));
    "hours" Hours: SettingValue::Hours(spans) => Ok(Self::from_contract(&spans));
}

const POINTS: Problem = Problem::Unfit("a counter keeps at most four decimals");

impl<T: FromSetting> FromSetting for Option<T> {
    const KIND: &str = T::KIND;

    fn from_setting(value: SettingValue) -> Result<Self, Problem> {
        match value {
            SettingValue::Text(text) if text.is_empty() => Ok(None),
            value => T::from_setting(value).map(Some),
        }
    }

    fn absent() -> Result<Self, Problem> {
        Ok(None)
    }
}

/// Takes the name of a choice.
///
/// # Errors
///
/// [`Problem::OfType`] when the value is no text.
pub fn choice(value: SettingValue) -> Result<String, Problem> {
    String::from_setting(value)
}

/// Says of which type a value is instead.
pub(super) const fn mistyped(value: &SettingValue) -> Problem {
    Problem::OfType(match value {
        SettingValue::Yes(_) => "yes",
        SettingValue::Integer(_) => "integer",
        SettingValue::Number(_) => "decimal",
        SettingValue::Money(_) => "money",
        SettingValue::Percent(_) => "percent",
        SettingValue::Text(_) => "text",
        SettingValue::Codes(_) => "set",
        SettingValue::Day(_) => "date",
        SettingValue::Weekdays(_) => "weekdays",
        SettingValue::Hours(_) => "hours",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::types;

    #[test]
    fn numbers_are_read_when_they_fit() {
        let integer = SettingValue::Integer;
        assert_eq!(Points::from_setting(integer(200)), Ok(Points::from(200)));
        assert_eq!(Points::from_setting(integer(i64::MAX)), Err(POINTS));
        assert_eq!(Decimal::from_setting(integer(3)), Ok(Decimal::from(3)));
        assert_eq!(u32::from_setting(integer(7)), Ok(7));
        assert!(matches!(u32::from_setting(integer(-1)), Err(Problem::Unfit(_))));
        assert_eq!(i64::from_setting(SettingValue::Money(1)), Err(Problem::OfType("money")));
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let day = |day| Date::from_setting(SettingValue::Day(types::Date { year: 2026, month: 2, day }));
        assert!(day(28).is_ok() && day(29).is_err());
    }

    #[test]
    fn an_option_may_be_missing_or_empty() {
        assert_eq!(Option::<i64>::absent(), Ok(None));
        assert_eq!(Option::<String>::from_setting(SettingValue::Text(String::new())), Ok(None));
        assert_eq!(Option::<i64>::from_setting(SettingValue::Integer(1)), Ok(Some(1)));
        assert_eq!(i64::absent(), Err(Problem::Missing));
    }
}
