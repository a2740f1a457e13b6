//! What a value looks like: an e-mail, a postcode, a phone number, a barcode. No more than a look.

use comptoir_domain::code::Gtin;
use serde::{Deserialize, Serialize};

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// Something, an at sign, and a domain.
    Email,
    /// Five digits, as French postcodes.
    Postcode,
    /// A French mobile number: 06 or 07.
    Mobile,
    /// Another phone number.
    Phone,
    /// A date, of this calendar or not.
    Date,
    /// A French VAT number.
    VatNumber,
    /// Thirteen digits of which the last one checks the others.
    Barcode,
}

/// Tells what a value looks like, if anything.
#[must_use]
pub fn look(value: &str) -> Option<Look> {
    let value = value.trim();
    if value.len() > 254 {
        return None;
    }
    if value.contains('@') {
        return is_email(value).then_some(Look::Email);
    }
    if !value.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if value.len() == 5 && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Look::Postcode);
    }
    if is_date(value) {
        return Some(Look::Date);
    }
    if is_barcode(value) {
        return Some(Look::Barcode);
    }
    phone(value).or_else(|| is_vat_number(value).then_some(Look::VatNumber))
}

fn is_email(value: &str) -> bool {
    let Some((name, domain)) = value.rsplit_once('@') else {
        return false;
    };
    let dot = domain.rfind('.').unwrap_or(0);
    !name.is_empty() && dot > 0 && dot + 2 < domain.len() && !value.contains(char::is_whitespace)
}

fn is_date(value: &str) -> bool {
    let day = value.split([' ', 'T']).next().unwrap_or_default();
    let Some(mark) = day.chars().find(|c| matches!(c, '/' | '-')) else {
        return false;
    };
    let parts: Vec<&str> = day.split(mark).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let are_digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    are_digits && matches!(lengths[..], [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2])
}

fn phone(value: &str) -> Option<Look> {
    let digits: String =
        value.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}' | '\u{202f}')).collect();
    let bare = digits.strip_prefix('+').or_else(|| digits.strip_prefix("00"));
    let local = match bare.map(|bare| bare.strip_prefix("33")) {
        Some(Some(french)) => french.trim_start_matches('0'),
        Some(None) => return (digits.len() >= 10 && is_digits(bare?)).then_some(Look::Phone),
        None => digits.strip_prefix('0')?,
    };
    if local.len() != 9 || !is_digits(local) {
        return None;
    }
    Some(if local.starts_with(['6', '7']) { Look::Mobile } else { Look::Phone })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Two zeros in front are those of a number abroad.
fn is_barcode(value: &str) -> bool {
    value.len() == 13 && is_digits(value) && !value.starts_with("00") && Gtin::parse(value).is_ok()
}

fn is_vat_number(value: &str) -> bool {
    let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    value.strip_prefix("FR").is_some_and(|rest| rest.len() == 11 && is_digits(&rest[2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_look_like_what_they_are() {
        for (value, expected) in [
            ("claire@example.fr", Some(Look::Email)),
            ("claire@", None),
            ("69003", Some(Look::Postcode)),
            ("6900", None),
            ("06 12 34 56 78", Some(Look::Mobile)),
            ("+33 7 12 34 56 78", Some(Look::Mobile)),
            ("+33 (0)4 72 00 00 00", Some(Look::Phone)),
            ("04.72.00.00.00", Some(Look::Phone)),
            ("+41 22 123 45 67", Some(Look::Phone)),
            ("29/02/1980", Some(Look::Date)),
            ("1980-02-29 00:00:00", Some(Look::Date)),
            ("FR 40 303 265 045", Some(Look::VatNumber)),
            ("FRé1303265045", None),
            ("4006381333931", Some(Look::Barcode)),
            ("4006381333930", None),
            ("Dupont", None),
            ("12 rue des Lilas", None),
            ("", None),
        ] {
            assert_eq!(look(value), expected, "{value}");
        }
    }
}
