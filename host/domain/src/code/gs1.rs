//! GS1 element strings: several facts in one symbol, each behind its application identifier.
//!
//! `0103017620422003310300125010LOT1` is article 3017620422003, 1.250 kg, lot LOT1. Values of a
//! known length follow each other; any other ends at a separator (FNC1, received as U+001D) or
//! at the end (GS1 General Specifications, section 7.8).

use rust_decimal::Decimal;

use super::{CodeError, ScannedCode};

/// The separator, as scanners send it.
pub(super) const FNC1: char = '\u{1d}';

/// One element string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// The application identifier, two to four digits: what the value means.
    pub ai: String,
    /// The value.
    pub value: String,
}

impl ScannedCode {
    /// The net weight in kilograms that a GS1 symbol carries (identifiers 3100 to 3105; the last
    /// digit is the number of decimals).
    #[must_use]
    pub fn net_weight(&self) -> Option<Decimal> {
        let element = self.elements.iter().find(|element| element.ai.starts_with("310"))?;
        let decimals = element.ai[3..].parse().ok().filter(|decimals| *decimals <= 5)?;
        let digits: i64 = element.value.parse().ok()?;
        Some(Decimal::new(digits, decimals))
    }
}

pub(super) fn elements(data: &str) -> Result<Vec<Element>, CodeError> {
    let mut rest = data.trim_start_matches(FNC1);
    let mut elements = Vec::new();
    while !rest.is_empty() {
        let place =
            || CodeError::Gs1 { read: data.to_owned(), at: data[..data.len() - rest.len()].chars().count() + 1 };
        let (element, length) = next(rest).ok_or_else(place)?;
        elements.push(element);
        rest = rest[length..].trim_start_matches(FNC1);
    }
    Ok(elements)
}

/// The element at the start of a text, and how many bytes it takes.
fn next(text: &str) -> Option<(Element, usize)> {
    let ai = text.get(..ai_length(text.get(..2)?)?)?;
    if !ai.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let after = &text[ai.len()..];
    let value = match fixed_length(&ai[..2]) {
        Some(length) => after.get(..length).filter(|value| value.bytes().all(|byte| byte.is_ascii_digit()))?,
        None => after.split(FNC1).next().filter(|value| !value.is_empty())?,
    };
    let element = Element { ai: ai.to_owned(), value: value.to_owned() };
    Some((element, ai.len() + value.len()))
}

/// How many digits an identifier that starts so has (GS1 General Specifications, section 3.2).
fn ai_length(start: &str) -> Option<usize> {
    Some(match start {
        "00" | "01" | "02" | "03" | "10" | "11" | "12" | "13" | "15" | "16" | "17" | "20" | "21" | "22" | "30"
        | "37" => 2,
        "90" | "91" | "92" | "93" | "94" | "95" | "96" | "97" | "98" | "99" => 2,
        "23" | "24" | "25" | "40" | "41" | "42" | "71" => 3,
        "31" | "32" | "33" | "34" | "35" | "36" | "39" | "43" | "70" | "72" | "80" | "81" | "82" => 4,
        _ => return None,
    })
}

/// How long the value is behind an identifier that starts so, when it needs no separator
/// (GS1 General Specifications, section 7.8.5, table of predefined lengths).
fn fixed_length(start: &str) -> Option<usize> {
    Some(match start {
        "00" => 18,
        "01" | "02" | "03" => 14,
        "11" | "12" | "13" | "15" | "16" | "17" => 6,
        "20" => 2,
        "31" | "32" | "33" | "34" | "35" | "36" => 6,
        "41" => 13,
        _ => return None,
    })
}
