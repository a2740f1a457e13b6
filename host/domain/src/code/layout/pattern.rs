//! Reading the pattern of a label, such as `21IIIIIWWWWWC`.

use std::ops::Range;
use std::str::FromStr;

use thiserror::Error;

use super::{Layout, Meaning};

/// The digits of a label.
pub(super) const LENGTH: usize = 13;
/// The decimals of a price in cents.
pub(super) const PRICE_DECIMALS: u32 = 2;
/// The decimals of a weight in grams.
const WEIGHT_DECIMALS: u32 = 3;

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("label pattern {pattern}, character {at}: {problem:?}")]
pub struct PatternError {
    /// The text that was read.
    pub pattern: String,
    /// Where, counted from 1.
    pub at: usize,
    /// What is wrong there.
    pub problem: PatternProblem,
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternProblem {
    /// It has not 13 characters, but this number.
    Length(usize),
    /// It does not start with `02` or `20` to `29`: such numbers belong to manufacturers.
    Prefix,
    /// A character that means nothing here.
    Unknown(char),
    /// The same letter again after another one.
    Split(char),
    /// No `I`.
    NoItem,
    /// Neither `W` nor `P`.
    NoValue,
    /// Both `W` and `P`.
    TwoValues,
    /// The last character is not `C`.
    NoCheck,
    /// `V` goes with four or five digits of `W` or `P`, not with this number.
    InnerCheck(usize),
    /// What follows the colon is not a number of decimals from 0 to this one.
    Decimals(u32),
    /// A label of this pattern also fits that one.
    Overlap(String),
}

impl FromStr for Layout {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        parse(text).map_err(|(at, problem)| PatternError { pattern: text.to_owned(), at: at + 1, problem })
    }
}

/// A place, counted from 0, and what is wrong there.
type Problem = (usize, PatternProblem);

fn parse(text: &str) -> Result<Layout, Problem> {
    let (pattern, decimals) = match text.split_once(':') {
        Some((pattern, decimals)) => (pattern, Some(decimals)),
        None => (text, None),
    };
    let length = pattern.chars().count();
    if let Some(at) = pattern.chars().position(|c| !matches!(c, '0'..='9' | 'I' | 'W' | 'P' | 'V' | 'C')) {
        return Err((at, PatternProblem::Unknown(pattern.chars().nth(at).unwrap_or_default())));
    }
    if length != LENGTH {
        return Err((length.min(LENGTH), PatternProblem::Length(length)));
    }
    let prefix = prefix(pattern)?;
    let item = field(pattern, 'I')?.ok_or((prefix.len(), PatternProblem::NoItem))?;
    let (meaning, value) = value(pattern)?;
    check_place(pattern)?;
    let inner_check = inner_check(pattern, value.len())?;
    let decimals = read_decimals(decimals, meaning, value.len())?;
    Ok(Layout { text: text.to_owned(), prefix, item, value, inner_check, meaning, decimals })
}

fn prefix(pattern: &str) -> Result<String, Problem> {
    let end = pattern.find(|c: char| !c.is_ascii_digit()).unwrap_or(LENGTH);
    let prefix = &pattern[..end];
    if !(prefix.starts_with("02") || (prefix.starts_with('2') && prefix.len() >= 2)) {
        return Err((0, PatternProblem::Prefix));
    }
    match pattern[end..].find(|c: char| c.is_ascii_digit()) {
        Some(at) => Err((end + at, PatternProblem::Unknown(char::from(pattern.as_bytes()[end + at])))),
        None => Ok(prefix.to_owned()),
    }
}

/// The places of a letter, which must follow each other.
fn field(pattern: &str, letter: char) -> Result<Option<Range<usize>>, Problem> {
    let Some(start) = pattern.find(letter) else { return Ok(None) };
    let length = pattern[start..].chars().take_while(|c| *c == letter).count();
    match pattern[start + length..].find(letter) {
        Some(again) => Err((start + length + again, PatternProblem::Split(letter))),
        None => Ok(Some(start..start + length)),
    }
}

fn value(pattern: &str) -> Result<(Meaning, Range<usize>), Problem> {
    match (field(pattern, 'W')?, field(pattern, 'P')?) {
        (Some(weight), None) => Ok((Meaning::Weight, weight)),
        (None, Some(price)) => Ok((Meaning::Price, price)),
        (Some(weight), Some(price)) => Err((weight.start.max(price.start), PatternProblem::TwoValues)),
        (None, None) => Err((LENGTH - 1, PatternProblem::NoValue)),
    }
}

fn check_place(pattern: &str) -> Result<(), Problem> {
    match pattern.find('C') {
        Some(at) if at == LENGTH - 1 => Ok(()),
        Some(at) => Err((at, PatternProblem::Unknown('C'))),
        None => Err((LENGTH - 1, PatternProblem::NoCheck)),
    }
}

fn inner_check(pattern: &str, digits: usize) -> Result<Option<usize>, Problem> {
    match field(pattern, 'V')? {
        None => Ok(None),
        Some(place) if place.len() > 1 => Err((place.start + 1, PatternProblem::Split('V'))),
        Some(place) if !matches!(digits, 4 | 5) => Err((place.start, PatternProblem::InnerCheck(digits))),
        Some(place) => Ok(Some(place.start)),
    }
}

fn read_decimals(text: Option<&str>, meaning: Meaning, digits: usize) -> Result<u32, Problem> {
    let (usual, most) = match meaning {
        Meaning::Weight => (WEIGHT_DECIMALS, u32::try_from(digits).unwrap_or(u32::MAX)),
        Meaning::Price => (PRICE_DECIMALS, PRICE_DECIMALS),
    };
    let Some(text) = text else { return Ok(usual) };
    let wrong = (LENGTH + 1, PatternProblem::Decimals(most));
    text.parse().ok().filter(|decimals| *decimals <= most).ok_or(wrong)
}
