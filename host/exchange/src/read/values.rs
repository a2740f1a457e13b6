//! Values as people write them, read for what they are.

use chrono::{Datelike, Days, NaiveDate};
use comptoir_domain::customer::Birthday;
use comptoir_domain::item::Unit;
use comptoir_domain::language::Language;
use comptoir_domain::money::{Money, MoneyError};
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::VatRate;
use rust_decimal::Decimal;

use super::{DayOrder, Reading};
use crate::fold::fold;
use crate::problem::Fault;

/// The oldest that anyone is.
const OLDEST: i32 = 130;

/// The months by the least that tells them in French and in English, folded.
const MONTHS: [(&str, u32); 17] = [
    ("jan", 1),
    ("fev", 2),
    ("feb", 2),
    ("mar", 3),
    ("avr", 4),
    ("apr", 4),
    ("mai", 5),
    ("may", 5),
    ("juin", 6),
    ("jun", 6),
    ("jui", 7),
    ("jul", 7),
    ("ao", 8),
    ("au", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
];

/// Removes what surrounds a text, and makes its lines end alike.
pub(super) fn text(value: &str) -> Option<String> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    Some(if value.contains('\r') { value.replace("\r\n", "\n").replace('\r', "\n") } else { value.to_owned() })
}

/// Removes what surrounds a text, and makes one line of it.
pub(super) fn line(value: &str) -> Option<String> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    Some(if value.bytes().any(|byte| matches!(byte, b'\n' | b'\r' | b'\t')) {
        value.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ")
    } else {
        value.to_owned()
    })
}

/// Tells whether a value only says that there is none.
fn is_nothing(value: &str) -> bool {
    matches!(value, "" | "-" | "0000-00-00" | "00/00/0000" | "0000-00-00 00:00:00" | "null" | "NULL" | "N/A" | "n/a")
}

/// Reads a value that may say that there is none.
fn some<T>(value: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Result<Option<T>, Fault> {
    let value = value.trim();
    if is_nothing(value) { Ok(None) } else { read(value).map(Some) }
}

/// A day as it is written, the year perhaps left out.
struct Written {
    year: Option<i32>,
    month: u32,
    day: u32,
}

/// Reads a day with its year.
pub(super) fn day(value: &str, reading: &Reading) -> Result<Option<NaiveDate>, Fault> {
    match any_day(value, reading)? {
        Some(date) if date > reading.today => Err(Fault::InTheFuture { date }),
        date => Ok(date),
    }
}

/// Reads a day that may be to come.
pub(super) fn any_day(value: &str, reading: &Reading) -> Result<Option<NaiveDate>, Fault> {
    some(value, |value| {
        let written = written_day(value, reading)?;
        let year = written.year.ok_or(Fault::NotADate)?;
        NaiveDate::from_ymd_opt(year, written.month, written.day).ok_or(Fault::NoSuchDay)
    })
}

/// Reads a day of birth.
pub(super) fn birthday(value: &str, reading: &Reading) -> Result<Option<Birthday>, Fault> {
    some(value, |value| {
        let Written { year, month, day } = written_day(value, reading)?;
        // Without a year, 29 February is a day.
        let date = NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day).ok_or(Fault::NoSuchDay)?;
        if year.is_some() && date > reading.today {
            return Err(Fault::InTheFuture { date });
        }
        if year.is_some_and(|year| year < reading.today.year() - OLDEST) {
            return Err(Fault::TooLongAgo { date });
        }
        Ok(Birthday { month, day, year })
    })
}

fn written_day(value: &str, reading: &Reading) -> Result<Written, Fault> {
    let value = without_time(value);
    if let Some(rest) = value.strip_prefix("--") {
        return numbers(rest, '-').and_then(|(parts, count)| year_last(&parts[..count], DayOrder::MonthFirst, reading));
    }
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return run_of_digits(value);
    }
    match value.chars().find(|c| matches!(c, '/' | '-' | '.')) {
        Some(mark) if !value.contains(char::is_alphabetic) => {
            let (parts, count) = numbers(value, mark)?;
            match parts[..count] {
                [(year, 4), (month, _), (day, _)] => Ok(Written { year: i32::try_from(year).ok(), month, day }),
                _ => year_last(&parts[..count], reading.day_order, reading),
            }
        }
        _ => named_month(value, reading),
    }
}

/// Leaves out a time of day: `1980-02-29T00:00:00`, `29/02/1980 00:00`.
fn without_time(value: &str) -> &str {
    match value.split_once(['T', ' ']) {
        Some((day, time)) if time.contains(':') => day,
        _ => value,
    }
}

/// Numbers of at most four digits, with how many each has.
type Numbers = ([(u32, usize); 3], usize);

/// Reads two or three numbers.
fn numbers(value: &str, mark: char) -> Result<Numbers, Fault> {
    let (mut numbers, mut count) = ([(0, 0); 3], 0);
    for part in value.split(mark).map(str::trim) {
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = numbers.get_mut(count).filter(|_| is_number).ok_or(Fault::NotADate)?;
        *number = (part.parse().map_err(|_| Fault::NotADate)?, part.len());
        count += 1;
    }
    Ok((numbers, count))
}

fn year_last(parts: &[(u32, usize)], order: DayOrder, reading: &Reading) -> Result<Written, Fault> {
    let (first, second, year) = match *parts {
        [(first, 1 | 2), (second, 1 | 2)] => (first, second, None),
        [(first, 1 | 2), (second, 1 | 2), (year, 2)] => (first, second, Some(of_century(year, reading))),
        [(first, 1 | 2), (second, 1 | 2), (year, 4)] => (first, second, i32::try_from(year).ok()),
        _ => return Err(Fault::NotADate),
    };
    Ok(match order {
        DayOrder::DayFirst => Written { year, month: second, day: first },
        DayOrder::MonthFirst => Written { year, month: first, day: second },
    })
}

/// The last year that ends so and is not after today's.
fn of_century(year: u32, reading: &Reading) -> i32 {
    let (year, this) = (i32::try_from(year).unwrap_or(0), reading.today.year());
    let century = this - this.rem_euclid(100);
    if century + year > this { century + year - 100 } else { century + year }
}

/// Five digits are a day of a spreadsheet, counted from the end of 1899; eight are `19800229`.
fn run_of_digits(value: &str) -> Result<Written, Fault> {
    let number: u64 = value.parse().map_err(|_| Fault::NotADate)?;
    let date = match value.len() {
        5 => NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|first| first.checked_add_days(Days::new(number))),
        8 if value.starts_with("19") || value.starts_with("20") => {
            let part = |range: std::ops::Range<usize>| value[range].parse().unwrap_or(0);
            return Ok(Written { year: value[..4].parse().ok(), month: part(4..6), day: part(6..8) });
        }
        _ => None,
    };
    let date = date.ok_or(Fault::NotADate)?;
    Ok(Written { year: Some(date.year()), month: date.month(), day: date.day() })
}

/// Reads `29 février 1980`, `1er mars`, `29-Feb-80`.
fn named_month(value: &str, reading: &Reading) -> Result<Written, Fault> {
    let folded = fold(value);
    let parts: Vec<&str> = folded.split(' ').collect();
    let ([day, month] | [day, month, _]) = parts[..] else {
        return Err(Fault::NotADate);
    };
    let day = day.strip_suffix("er").unwrap_or(day).parse().map_err(|_| Fault::NotADate)?;
    let known = MONTHS.iter().chain(&[("dec", 12)]).find(|(start, _)| month.len() >= 3 && month.starts_with(start));
    let (_, month) = known.ok_or(Fault::NotADate)?;
    let year = match parts.get(2) {
        None => None,
        Some(year) => match (year.len(), year.parse::<u32>()) {
            (2, Ok(year)) => Some(of_century(year, reading)),
            (4, Ok(year)) => i32::try_from(year).ok(),
            _ => return Err(Fault::NotADate),
        },
    };
    Ok(Written { year, month: *month, day })
}

/// Brings a number into one spelling: no spaces or currency, a dot before the decimals.
fn plain_number(value: &str) -> String {
    if value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return value.to_owned();
    }
    let lower = value.to_lowercase();
    let bare = lower.trim_end_matches("euros").trim_end_matches("euro").trim_end_matches("eur");
    let mut kept: String = bare.chars().filter(|c| !c.is_whitespace() && !matches!(c, '€' | '\'' | '’')).collect();
    kept = kept.replace('\u{2212}', "-");
    if let Some(positive) = kept.strip_suffix('-') {
        kept = format!("-{positive}");
    }
    match (kept.rfind(','), kept.rfind('.')) {
        (Some(comma), Some(dot)) if comma > dot => kept.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => kept.replace(',', ""),
        (Some(_), None) => kept.replace(',', "."),
        _ => kept,
    }
}

/// Reads an amount: `12,5`, `1 234,50 €`, `1.234,50`.
pub(super) fn money(value: &str) -> Result<Option<Money>, Fault> {
    some(value, |value| {
        let plain = plain_number(value);
        let is_number = !plain.is_empty() && plain.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'));
        if !is_number {
            return Err(Fault::NotAnAmount);
        }
        Money::parse(&plain).map_err(|error| match error {
            MoneyError::NotANumber(_) => Fault::NotAnAmount,
            MoneyError::FinerThanACent(_) => Fault::FinerThanACent,
            MoneyError::OutOfRange(_) => Fault::AmountOutOfRange,
        })
    })
}

/// Reads an amount that cannot be below zero.
pub(super) fn positive(value: &str) -> Result<Option<Money>, Fault> {
    match money(value)? {
        Some(amount) if amount.is_negative() => Err(Fault::Negative { amount }),
        other => Ok(other),
    }
}

/// Reads a number of points.
pub(super) fn points(value: &str) -> Result<Option<Points>, Fault> {
    some(value, |value| {
        let plain = plain_number(value.trim_end_matches("points").trim_end_matches("pts"));
        let number: Decimal = plain.parse().map_err(|_| Fault::NotPoints)?;
        Points::new(number).map_err(|_| Fault::NotPoints)
    })
}

/// Reads yes or no, in French or English.
pub(super) fn yes_no(value: &str) -> Result<Option<bool>, Fault> {
    some(value, |value| match fold(value).as_str() {
        "oui" | "o" | "yes" | "y" | "vrai" | "true" | "1" | "x" | "ok" | "on" | "actif" | "active" => Ok(true),
        "non" | "n" | "no" | "faux" | "false" | "0" | "off" | "inactif" | "inactive" => Ok(false),
        _ if matches!(value, "✓" | "✔" | "☑") => Ok(true),
        _ => Err(Fault::NotYesOrNo),
    })
}

/// Reads whether a name is a company's; files also say what it is.
pub(super) fn is_company(value: &str) -> Result<Option<bool>, Fault> {
    match fold(value).as_str() {
        "company" | "societe" | "entreprise" | "professionnel" | "pro" => Ok(Some(true)),
        "person" | "individual" | "personne" | "particulier" | "individu" => Ok(Some(false)),
        _ => yes_no(value),
    }
}

/// Reads a civility or a sex; what is neither stays as it is written (`Dr`, `Maître`).
///
/// Mademoiselle is Madame (Conseil d'État, 26 December 2012). Sexes are also numbers: 1 and 2 in
/// French files, 1 and 0 in those of Open Source Point of Sale.
pub(super) fn title(value: &str) -> Option<String> {
    let known = match fold(value).as_str() {
        "m" | "mr" | "monsieur" | "h" | "homme" | "male" | "masculin" | "mister" | "man" | "1" => "M.",
        "mme" | "madame" | "mlle" | "mademoiselle" | "f" | "femme" | "female" | "feminin" | "mrs" | "ms" | "miss"
        | "woman" | "2" | "0" => "Mme",
        "" | "u" | "x" | "autre" | "other" | "inconnu" | "unknown" | "n a" | "non precise" | "null" => return None,
        _ => return line(value),
    };
    Some(known.to_owned())
}

/// Reads a language that the till speaks.
pub(super) fn language(value: &str) -> Result<Option<Language>, Fault> {
    some(value, |value| match fold(value).as_str() {
        "fr" | "fr fr" | "fr be" | "fr ch" | "fr ca" | "fra" | "fre" | "francais" | "french" => Ok(Language::French),
        "en" | "en us" | "en gb" | "eng" | "anglais" | "english" | "english us" | "english uk" => Ok(Language::English),
        other if other.starts_with("francais ") || other.starts_with("french ") => Ok(Language::French),
        _ => Err(Fault::UnknownLanguage),
    })
}

/// Reads a VAT rate. A cell of a sheet shown as `20 %` holds 0.2.
pub(super) fn vat_rate(value: &str) -> Result<Option<VatRate>, Fault> {
    some(value, |value| {
        let percent = match plain_number(value).as_str() {
            "0.2" | "0.20" => "20",
            "0.1" | "0.10" => "10",
            "0.055" => "5.5",
            "0.021" => "2.1",
            "0.085" => "8.5",
            _ => value,
        };
        VatRate::parse(percent).map_err(|_| Fault::NotARate)
    })
}

/// Reads a unit of quantities.
pub(super) fn unit(value: &str) -> Result<Option<Unit>, Fault> {
    some(value, |value| match fold(value).as_str() {
        "piece" | "pieces" | "pce" | "pcs" | "pc" | "u" | "unite" | "unites" | "unit" | "units" | "each" | "ea"
        | "un" => Ok(Unit::Piece),
        "kg" | "kilo" | "kilos" | "kilogramme" | "kilogrammes" | "kilogram" | "kilograms" => Ok(Unit::Kilogram),
        "m" | "metre" | "metres" | "meter" | "meters" | "ml" | "metre lineaire" => Ok(Unit::Meter),
        _ => Err(Fault::UnknownUnit),
    })
}

/// Takes a list apart. In our own files only `|` separates, and `\` takes away its meaning.
pub(super) fn list(value: &str, is_own: bool) -> Vec<String> {
    if !is_own {
        return value.split(['|', ',', ';', '\n']).filter_map(line).collect();
    }
    let (mut parts, mut part, mut is_escaped) = (Vec::new(), String::new(), false);
    for letter in value.chars() {
        match letter {
            '\\' if !is_escaped => is_escaped = true,
            '|' if !is_escaped => parts.push(std::mem::take(&mut part)),
            _ => {
                part.push(letter);
                is_escaped = false;
            }
        }
    }
    parts.push(part);
    parts.iter().filter_map(|part| line(part)).collect()
}

#[cfg(test)]
mod tests;
