//! Reading conditions as they are typed.

use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;

use super::{Condition, FIELDS, Field, Filter, Kind, Operand, Order, Test};
use crate::money::{Money, Rounding};

/// Why a text is no condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// There is no such field.
    #[error("no field {0:?}")]
    UnknownField(String),
    /// The comparison makes no sense for what the field holds: an amount that starts with something.
    #[error("{field:?} is not compared by {sign:?}")]
    WrongSign {
        /// The field as it was typed.
        field: String,
        /// The comparison.
        sign: String,
    },
    /// The value cannot be understood.
    #[error("{value:?} is no value for {field:?}")]
    WrongValue {
        /// The field as it was typed.
        field: String,
        /// What it holds.
        kind: Kind,
        /// The value.
        value: String,
    },
    /// Nothing has this code or name.
    #[error("{field:?} has no {value:?}")]
    UnknownCode {
        /// The field as it was typed.
        field: String,
        /// The value.
        value: String,
        /// The codes there are; none where they are too many to be told.
        known: Vec<String>,
    },
}

/// The signs, longest first: `<=` is not `<`.
const SIGNS: [&str; 8] = ["!=", "<=", ">=", "=", "<", ">", "~", "^"];

impl Filter {
    /// Reads conditions, one per text; keys are those of the shop's own fields. Days are relative to today.
    ///
    /// # Errors
    ///
    /// The first [`FilterError`].
    pub fn read<'a>(
        words: &str,
        conditions: impl IntoIterator<Item = &'a str>,
        custom: &[String],
        today: NaiveDate,
    ) -> Result<Self, FilterError> {
        let conditions = conditions.into_iter().map(|text| Condition::read(text, custom, today));
        Ok(Self { words: words.trim().to_owned(), conditions: conditions.collect::<Result<_, _>>()? })
    }
}

impl Condition {
    /// Reads one condition.
    ///
    /// # Errors
    ///
    /// A [`FilterError`] that names the field, and the value when it is wrong.
    pub fn read(text: &str, custom: &[String], today: NaiveDate) -> Result<Self, FilterError> {
        let Some((name, sign, value)) = split(text) else {
            let (name, test) = match text.trim().strip_prefix('!') {
                Some(name) => (name.trim(), Test::Unset),
                None => (text.trim(), Test::Set),
            };
            return Ok(Self { field: field(name, custom)?, test });
        };
        let field = field(name, custom)?;
        let wrong_sign = || FilterError::WrongSign { field: name.to_owned(), sign: sign.to_owned() };
        let kind = field.kind();
        let test = match kind {
            Kind::Text | Kind::Code => texts(sign, value).filter(|test| fits(kind, test)).ok_or_else(wrong_sign)?,
            Kind::Flag => {
                let same = match sign {
                    "=" => true,
                    "!=" => false,
                    _ => return Err(wrong_sign()),
                };
                let yes = yes(value).ok_or_else(|| wrong(name, kind, value))?;
                if yes == same { Test::Set } else { Test::Unset }
            }
            Kind::Amount | Kind::Count | Kind::Day => {
                let order = order(sign).ok_or_else(wrong_sign)?;
                Test::Compares(order, operand(kind, value, today).ok_or_else(|| wrong(name, kind, value))?)
            }
        };
        Ok(Self { field, test })
    }

    /// Gives the name of the field in a condition, as it is typed.
    #[must_use]
    pub fn name(text: &str) -> &str {
        split(text).map_or_else(|| text.trim().trim_start_matches('!').trim_start(), |(name, ..)| name)
    }
}

fn wrong(field: &str, kind: Kind, value: &str) -> FilterError {
    FilterError::WrongValue { field: field.to_owned(), kind, value: value.to_owned() }
}

fn split(text: &str) -> Option<(&str, &str, &str)> {
    let at = text.char_indices().find_map(|(at, _)| {
        let sign = SIGNS.iter().find(|sign| text[at..].starts_with(**sign))?;
        (at > 0).then_some((at, *sign))
    });
    let (at, sign) = at?;
    Some((text[..at].trim(), sign, text[at + sign.len()..].trim()))
}

/// Names are found whatever their case and accents, with spaces or hyphens.
fn field(name: &str, custom: &[String]) -> Result<Field, FilterError> {
    let plain = plain(name);
    let known = FIELDS.iter().find(|(_, fr, en)| plain == *fr || plain == *en).map(|(field, ..)| field.clone());
    let own = || custom.iter().find(|key| **key == name || **key == plain).cloned().map(Field::Custom);
    known.or_else(own).ok_or_else(|| FilterError::UnknownField(name.to_owned()))
}

fn plain(name: &str) -> String {
    let letter = |letter: char| match letter {
        'é' | 'è' | 'ê' | 'É' | 'È' => 'e',
        'ç' => 'c',
        ' ' | '_' => '-',
        other => other.to_ascii_lowercase(),
    };
    name.trim().chars().map(letter).collect()
}

fn texts(sign: &str, value: &str) -> Option<Test> {
    let each = || value.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    Some(match sign {
        "=" if value.is_empty() => Test::Unset,
        "!=" if value.is_empty() => Test::Set,
        "=" => Test::OneOf(each()),
        "!=" => Test::NoneOf(each()),
        "~" => Test::Contains(value.to_owned()),
        "^" => Test::StartsWith(value.to_owned()),
        _ => return None,
    })
}

/// Words of a list are compared as a whole.
const fn fits(kind: Kind, test: &Test) -> bool {
    !matches!((kind, test), (Kind::Code, Test::Contains(_) | Test::StartsWith(_)))
}

fn order(sign: &str) -> Option<Order> {
    Some(match sign {
        "=" => Order::Equal,
        "!=" => Order::NotEqual,
        "<" => Order::Below,
        "<=" => Order::AtMost,
        ">" => Order::Above,
        ">=" => Order::AtLeast,
        _ => return None,
    })
}

fn yes(value: &str) -> Option<bool> {
    match plain(value).as_str() {
        "oui" | "o" | "yes" | "y" | "1" | "vrai" | "true" => Some(true),
        "non" | "n" | "no" | "0" | "faux" | "false" => Some(false),
        _ => None,
    }
}

fn operand(kind: Kind, value: &str, today: NaiveDate) -> Option<Operand> {
    match kind {
        Kind::Amount => {
            let number = number(value.trim_end_matches(['€', ' ', '\u{a0}', '\u{202f}']))?;
            Some(Operand::Amount(Money::from_decimal(number, Rounding::HalfUp).ok()?))
        }
        Kind::Count => number(value).map(Operand::Number),
        _ => day(value, today).map(Operand::Day),
    }
}

fn number(value: &str) -> Option<Decimal> {
    let digits: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    digits.replace(',', ".").parse().ok()
}

/// A day as `2026-11-22`, `22/11/2026`, `aujourd'hui`, or so many days, months or years ago: `-60j`, `-2m`,
/// `-1a`.
fn day(value: &str, today: NaiveDate) -> Option<NaiveDate> {
    let value = value.to_lowercase();
    if ["aujourd'hui", "aujourd’hui", "today"].contains(&value.as_str()) {
        return Some(today);
    }
    if let Some(ago) = value.strip_prefix('-') {
        let unit = ago.chars().last()?;
        let count: u32 = ago[..ago.len() - unit.len_utf8()].trim().parse().ok()?;
        return match unit {
            'j' | 'd' => today.checked_sub_days(Days::new(count.into())),
            'm' => today.checked_sub_months(Months::new(count)),
            'a' | 'y' => today.checked_sub_months(Months::new(count.checked_mul(12)?)),
            _ => None,
        };
    }
    value.parse().ok().or_else(|| NaiveDate::parse_from_str(&value, "%d/%m/%Y").ok())
}

#[cfg(test)]
mod tests {
    use super::super::{Span, Sum};
    use super::*;
    use crate::customer::Channel;

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn read(text: &str) -> Result<Condition, FilterError> {
        Condition::read(text, &["pointure".to_owned()], today())
    }

    #[test]
    fn conditions_are_read_as_they_are_said() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let amount = |order, cents| Test::Compares(order, Operand::Amount(Money::from_cents(cents)));
        let day = |order, day: &str| Test::Compares(order, Operand::Day(day.parse().unwrap()));
        let year = |sum| Field::Bought(sum, Span::TwelveMonths);
        for (text, field, test) in [
            ("ville = Lyon, Le Mans", Field::City, Test::OneOf(texts(&["Lyon", "Le Mans"]))),
            ("city!=Lyon", Field::City, Test::NoneOf(texts(&["Lyon"]))),
            ("nom ~ fèvre", Field::Name, Test::Contains("fèvre".into())),
            ("code-postal ^ 69", Field::Postcode, Test::StartsWith("69".into())),
            ("Département = 2A,69", Field::Department, Test::OneOf(texts(&["2A", "69"]))),
            ("ca-12-mois >= 1 300,50 €", year(Sum::Gross), amount(Order::AtLeast, 130_050)),
            ("CA 12 mois < 10", year(Sum::Gross), amount(Order::Below, 1_000)),
            (
                "visits = 3",
                Field::Bought(Sum::Visits, Span::Ever),
                Test::Compares(Order::Equal, Operand::Number(3.into())),
            ),
            ("dernier-passage < -60j", Field::LastVisit, day(Order::Below, "2026-09-23")),
            ("last-visit >= -2m", Field::LastVisit, day(Order::AtLeast, "2026-09-22")),
            ("client-depuis > 01/02/2024", Field::Since, day(Order::Above, "2024-02-01")),
            ("client-depuis <= aujourd'hui", Field::Since, day(Order::AtMost, "2026-11-22")),
            ("consentement-sms = oui", Field::Consents(Channel::Sms), Test::Set),
            ("consentement-sms != oui", Field::Consents(Channel::Sms), Test::Unset),
            ("npai", Field::Moved, Test::Set),
            ("! e-mail", Field::Email, Test::Unset),
            ("e-mail =", Field::Email, Test::Unset),
            ("pointure = 38", Field::Custom("pointure".into()), Test::OneOf(texts(&["38"]))),
        ] {
            assert_eq!(read(text), Ok(Condition { field, test }), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_is_named() {
        for (text, error) in [
            ("vile = Lyon", FilterError::UnknownField("vile".into())),
            ("", FilterError::UnknownField(String::new())),
            ("ca ~ 3", FilterError::WrongSign { field: "ca".into(), sign: "~".into() }),
            ("famille ^ V", FilterError::WrongSign { field: "famille".into(), sign: "^".into() }),
            ("ca > beaucoup", wrong("ca", Kind::Amount, "beaucoup")),
            ("dernier-passage < 31/02/2026", wrong("dernier-passage", Kind::Day, "31/02/2026")),
            ("dernier-passage < -60x", wrong("dernier-passage", Kind::Day, "-60x")),
            ("npai = peut-être", wrong("npai", Kind::Flag, "peut-être")),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_condition_tells_the_name_that_was_typed() {
        for (text, name) in
            [("ville = Lyon", "ville"), (" Rayon != a,b", "Rayon"), ("! npai", "npai"), ("npai", "npai")]
        {
            assert_eq!(Condition::name(text), name, "{text}");
        }
    }

    #[test]
    fn every_field_has_two_names_of_its_own() {
        for (field, fr, en) in FIELDS {
            assert_eq!((read(fr).unwrap().field, read(en).unwrap().field), (field.clone(), field.clone()), "{fr} {en}");
            assert_eq!(field.names(), (*fr, *en));
        }
    }

    #[test]
    fn twelve_months_are_a_year_with_today() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(Span::TwelveMonths.days(today()), Some((day("2025-11-23"), today())));
        assert_eq!(Span::TwelveMonths.days(day("2024-02-29")), Some((day("2023-03-01"), day("2024-02-29"))));
        assert_eq!(Span::Year.days(today()), Some((day("2026-01-01"), today())));
        assert_eq!(Span::Ever.days(today()), None);
    }
}
