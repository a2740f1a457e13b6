//! Numbers and days as people read them, in French first.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use rust_decimal::Decimal;

/// Narrow no-break space, which groups thousands in French.
const NARROW: char = '\u{202f}';
/// No-break space, before the euro sign in French.
const NO_BREAK: char = '\u{a0}';

/// Formats an amount: `1 234,50 €`, `€1,234.50`.
#[must_use]
pub fn money(amount: Money, language: Language) -> String {
    match language {
        Language::French => format!("{}{NO_BREAK}€", bare_money(amount, language)),
        Language::English => {
            let sign = if amount.is_negative() { "-" } else { "" };
            format!("{sign}€{}", bare_money(amount.abs(), language))
        }
    }
}

/// Formats an amount without its currency: `1 234,50`.
#[must_use]
pub fn bare_money(amount: Money, language: Language) -> String {
    let cents = amount.cents().unsigned_abs();
    let sign = if amount.is_negative() { "-" } else { "" };
    let whole = grouped(&(cents / 100).to_string(), language);
    format!("{sign}{whole}{}{:02}", language.pick(',', '.'), cents % 100)
}

/// Formats a plain number: `0,25`, `1 000`.
#[must_use]
pub fn number(value: Decimal, language: Language) -> String {
    let text = value.normalize().to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    match digits.split_once('.') {
        Some((whole, places)) => format!("{sign}{}{}{places}", grouped(whole, language), language.pick(',', '.')),
        None => format!("{sign}{}", grouped(digits, language)),
    }
}

/// Formats a percentage: `5,5 %`, `5.5%`.
#[must_use]
pub fn percent(text: &str, language: Language) -> String {
    match language {
        Language::French => format!("{}{NO_BREAK}%", text.replace('.', ",")),
        Language::English => format!("{text}%"),
    }
}

/// Formats a day in figures: `22/11/2026`.
#[must_use]
pub fn day(day: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// Formats an instant: `22/11/2026 14:32:05`.
#[must_use]
pub fn instant(at: DateTime<FixedOffset>) -> String {
    at.format("%d/%m/%Y %H:%M:%S").to_string()
}

fn grouped(digits: &str, language: Language) -> String {
    let separator = language.pick(NARROW, ',');
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_in_france_and_in_england() {
        for (cents, french, english) in [
            (123_450, "1\u{202f}234,50\u{a0}€", "€1,234.50"),
            (-1_230, "-12,30\u{a0}€", "-€12.30"),
            (5, "0,05\u{a0}€", "€0.05"),
        ] {
            let amount = Money::from_cents(cents);
            assert_eq!(money(amount, Language::French), french);
            assert_eq!(money(amount, Language::English), english);
        }
    }

    #[test]
    fn numbers_keep_their_decimals() {
        assert_eq!(number(Decimal::new(-1_234_500, 3), Language::French), "-1\u{202f}234,5");
        assert_eq!(percent("5.5", Language::French), "5,5\u{a0}%");
    }
}
