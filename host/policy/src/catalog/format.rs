//! How values inside a text are written, in French and in English.
//!
//! French follows the usage of its typographers: a comma, a narrow no-break space between groups of
//! three digits, a no-break space before the euro sign.

use chrono::{Datelike, NaiveDate};
use comptoir_domain::effect::Value;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use rust_decimal::Decimal;

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Writes a value alone: `10,00 €`, `3 décembre 2026`, `1 234,5`, `oui`.
#[must_use]
pub fn value(value: &Value, language: Language) -> String {
    match value {
        Value::Number(number) => self::number(*number, language),
        Value::Money(amount) => money(*amount, language),
        Value::Day(day) => self::day(*day, language),
        Value::Words(words) => words.clone(),
        Value::Yes(yes) => {
            language.pick(["non", "oui"][usize::from(*yes)], ["no", "yes"][usize::from(*yes)]).to_owned()
        }
    }
}

/// Writes an amount: `1 234,50 €`, `€1,234.50`.
#[must_use]
pub fn money(amount: Money, language: Language) -> String {
    let sign = if amount.is_negative() { "-" } else { "" };
    let units = written(&amount.abs().to_string(), language);
    match language {
        Language::French => format!("{sign}{units}\u{a0}€"),
        Language::English => format!("{sign}€{units}"),
    }
}

/// Writes a number without needless zeros: `1 234,5`, `1,234.5`.
#[must_use]
pub fn number(number: Decimal, language: Language) -> String {
    written(&number.normalize().to_string(), language)
}

/// Writes a day: `3 décembre 2026`, `3 December 2026`.
#[must_use]
pub fn day(day: NaiveDate, language: Language) -> String {
    let months = language.pick(MONTHS_FR, MONTHS_EN);
    let month = months.get(day.month0() as usize).copied().unwrap_or_default();
    let first = if day.day() == 1 && language == Language::French { "er" } else { "" };
    format!("{}{first} {month} {}", day.day(), day.year())
}

/// Puts a plain number (`-1234.50`) into the language's signs, every decimal kept: `-1 234,50`.
#[must_use]
pub fn written(plain: &str, language: Language) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let (group, comma) = language.pick(("\u{202f}", ","), (",", "."));
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push_str(group);
        }
        text.push(digit);
    }
    if !decimals.is_empty() {
        text.push_str(comma);
        text.push_str(decimals);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_their_readers_do() {
        for (cents, fr, en) in [
            (1000, "10,00\u{a0}€", "€10.00"),
            (123_450, "1\u{202f}234,50\u{a0}€", "€1,234.50"),
            (-5, "-0,05\u{a0}€", "-€0.05"),
            (100_000_000, "1\u{202f}000\u{202f}000,00\u{a0}€", "€1,000,000.00"),
        ] {
            let amount = Money::from_cents(cents);
            assert_eq!((&*money(amount, Language::French), &*money(amount, Language::English)), (fr, en));
        }
    }

    #[test]
    fn numbers_keep_every_decimal_and_no_needless_zero() {
        for (read, fr, en) in [
            ("124", "124", "124"),
            ("1.50", "1,5", "1.5"),
            ("-1234.5678", "-1\u{202f}234,5678", "-1,234.5678"),
            ("0", "0", "0"),
        ] {
            let read: Decimal = read.parse().unwrap();
            assert_eq!((&*number(read, Language::French), &*number(read, Language::English)), (fr, en));
        }
    }

    #[test]
    fn days_are_written_out() {
        for ((year, month, date), fr, en) in
            [((2026, 12, 3), "3 décembre 2026", "3 December 2026"), ((2027, 8, 1), "1er août 2027", "1 August 2027")]
        {
            let read = NaiveDate::from_ymd_opt(year, month, date).unwrap();
            assert_eq!((&*day(read, Language::French), &*day(read, Language::English)), (fr, en));
        }
    }
}
