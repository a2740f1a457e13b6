//! Numbers and days as people read them, in French first.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use rust_decimal::Decimal;

// The values inside a policy's texts and those around them are written by the same hand.
pub use comptoir_policy::catalog::format::{money, number, value};

/// Formats an amount without its currency: `1 234,50`.
#[must_use]
pub fn bare_money(amount: Money, language: Language) -> String {
    comptoir_policy::catalog::format::written(&amount.to_string(), language)
}

/// Formats a weight with its three decimals: `0,250`.
#[must_use]
pub fn weight(value: Decimal, language: Language) -> String {
    comptoir_policy::catalog::format::written(&format!("{value:.3}"), language)
}

/// Formats a number with all the decimals it has: `2,00`.
#[must_use]
pub fn decimal(value: Decimal, language: Language) -> String {
    comptoir_policy::catalog::format::written(&value.to_string(), language)
}

/// Formats a count with its noun, alone and of several: in French zero is singular, in English it is plural.
#[must_use]
pub fn count(n: u64, french: [&str; 2], english: [&str; 2], language: Language) -> String {
    let many = language.pick(n > 1, n != 1);
    let noun = language.pick(french, english)[usize::from(many)];
    format!("{} {noun}", number(n.into(), language))
}

/// Formats a percentage: `5,5 %`, `5.5%`.
#[must_use]
pub fn percent(text: &str, language: Language) -> String {
    match language {
        Language::French => format!("{}\u{a0}%", text.replace('.', ",")),
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

/// Begins a sentence.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_follow_the_grammar_of_each_language() {
        let clients =
            |n, language| count(n, ["client", "clients"], ["customer", "customers"], language).replace('\u{202f}', " ");
        assert_eq!(
            [0, 1, 2, 1_000].map(|n| clients(n, Language::French)),
            ["0 client", "1 client", "2 clients", "1 000 clients"]
        );
        assert_eq!(
            [0, 1, 1_000].map(|n| clients(n, Language::English)),
            ["0 customers", "1 customer", "1,000 customers"]
        );
    }

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
        assert_eq!(decimal(Decimal::new(200, 2), Language::French), "2,00");
        assert_eq!(percent("5.5", Language::French), "5,5\u{a0}%");
    }
}
