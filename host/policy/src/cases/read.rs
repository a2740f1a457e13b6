//! From the text of `cases/*.toml` to cases.

mod expected;
mod place;
pub(super) mod sale;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};
use comptoir_domain::facts::{Event, HistoryAnswer};
use comptoir_domain::history::Question;
use comptoir_domain::id::Sku;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::{Points, Quantity};
use rust_decimal::Decimal;
use toml::value::Datetime;

use super::{Case, CaseError, CaseProblem, Expected, ordinary_time};
use crate::manifest::read::{exact_text, line_of};
use crate::manifest::{Kind, Manifest, ManifestProblem};
use crate::package::Package;
use crate::questions::{self, Answers};
use written::{Names, WrittenCase, WrittenFile};

/// A key and what is wrong with it.
type Wrong = (String, CaseProblem);
type Checked<T> = Result<T, Wrong>;

pub(super) fn cases(package: &Package) -> Result<Vec<Case>, CaseError> {
    let manifest = package.manifest();
    all_once(package.case_files(), |case| {
        settings_are_known(case, manifest)?;
        match manifest.kind {
            Kind::Program => suits_program(case, manifest),
            Kind::Filter => suits_filter(case),
        }
    })
}

/// A setting that the manifest does not have is a slip, and not one that the policy refuses.
fn settings_are_known(case: &Case, manifest: &Manifest) -> Checked<()> {
    let known = || manifest.settings.iter().map(|setting| setting.key.clone());
    match case.settings.iter().find(|(key, _)| !known().any(|name| name == *key)) {
        None => Ok(()),
        Some((key, _)) => Err((format!("settings: {key}"), CaseProblem::NotASetting(known().collect()))),
    }
}

/// A counter that the rule does not have would never be read: the case would pass for another reason.
fn suits_program(case: &Case, manifest: &Manifest) -> Checked<()> {
    if case.expected.selected.is_some() {
        return Err(("expect: selected".into(), CaseProblem::NotForKind(Kind::Program)));
    }
    let known = || manifest.counters.iter().map(|counter| counter.name.clone());
    match case.sale.counters.iter().find(|counter| !known().any(|name| name == counter.name)) {
        None => Ok(()),
        Some(unknown) => Err((format!("counters: {}", unknown.name), CaseProblem::NotACounter(known().collect()))),
    }
}

/// A filter knows of one customer, and says one thing.
fn suits_filter(case: &Case) -> Checked<()> {
    let (sale, expected) = (&case.sale, &case.expected);
    let bare = Expected {
        settings: expected.settings.clone(),
        fault: expected.fault.clone(),
        selected: expected.selected,
        ..Expected::default()
    };
    let given = [
        ("event", sale.event != Event::Paid),
        ("time", sale.time != ordinary_time()),
        ("line", !sale.lines.is_empty()),
        ("items", !case.items.is_empty()),
        ("offers", !sale.offers.is_empty()),
        ("waiting", !sale.waiting.is_empty()),
        ("expect", *expected != bare),
    ];
    if let Some((key, _)) = given.into_iter().find(|(_, given)| *given) {
        return Err((key.into(), CaseProblem::NotForKind(Kind::Filter)));
    }
    if sale.customer.is_none() {
        return Err(("customer".into(), CaseProblem::WithoutCustomer));
    }
    let judged = expected.selected.is_some() || expected.fault.is_some() || !expected.settings.is_empty();
    if judged { Ok(()) } else { Err(("expect: selected".into(), CaseProblem::NoVerdict)) }
}

/// Reads files of cases; no two cases have the same name.
pub(super) fn all_once<'a>(
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
    fits: impl Fn(&Case) -> Checked<()>,
) -> Result<Vec<Case>, CaseError> {
    let mut cases: Vec<Case> = Vec::new();
    let mut names = BTreeSet::new();
    for (file, bytes) in files {
        for (line, case) in file_cases(file, bytes, &fits)? {
            if !names.insert(case.name.clone()) {
                let (file, case) = (file.to_owned(), Some(case.name));
                let key = "name".to_owned();
                return Err(CaseError { file, case, line: Some(line), key, problem: CaseProblem::Twice });
            }
            cases.push(case);
        }
    }
    Ok(cases)
}

fn file_cases(file: &str, bytes: &[u8], fits: &impl Fn(&Case) -> Checked<()>) -> Result<Vec<(usize, Case)>, CaseError> {
    let not_text = |_| CaseError {
        file: file.to_owned(),
        case: None,
        line: None,
        key: String::new(),
        problem: CaseProblem::NotText,
    };
    let text = std::str::from_utf8(bytes).map_err(not_text)?;
    let written: WrittenFile = toml::from_str(text).map_err(|error| unreadable(file, text, &error))?;
    let read = written.case.into_iter().enumerate().map(|(place, case)| {
        let line = line_of(text, case.span().start);
        let case = case.into_inner();
        let name = case.name.clone();
        let case = checked(file, case).and_then(|case| fits(&case).map(|()| case));
        case.map(|case| (line, case)).map_err(|(key, problem)| CaseError {
            file: file.to_owned(),
            case: Some(name),
            line: place::line_of_key(text, place, &key).or(Some(line)),
            key,
            problem,
        })
    });
    read.collect()
}

fn unreadable(file: &str, text: &str, error: &toml::de::Error) -> CaseError {
    let at = error.span().map(|span| span.start);
    let names = toml::from_str::<Names>(text).map(|names| names.case).unwrap_or_default();
    let case = at.and_then(|at| names.iter().rfind(|case| case.span().start <= at));
    let name = case.and_then(|case| case.get_ref().get("name")).and_then(toml::Value::as_str);
    let line = at.map(|at| line_of(text, at));
    CaseError {
        file: file.to_owned(),
        case: name.map(str::to_owned),
        line,
        key: line.and_then(|line| text.lines().nth(line - 1)).unwrap_or_default().trim().to_owned(),
        problem: CaseProblem::Toml(error.message().to_owned()),
    }
}

fn checked(file: &str, case: WrittenCase) -> Checked<Case> {
    if case.customer.is_none() {
        let told = [("counters", case.counters.is_empty()), ("history", case.history.is_empty())];
        if let Some((key, _)) = told.into_iter().find(|(_, empty)| !empty) {
            return Err((key.into(), CaseProblem::WithoutCustomer));
        }
    }
    let setting = |(key, value): (&String, &toml::Value)| Ok((key.clone(), typed(value, &format!("settings: {key}"))?));
    Ok(Case {
        file: file.to_owned(),
        settings: case.settings.iter().map(setting).collect::<Checked<_>>()?,
        sale: sale::facts(&case)?,
        items: prices(&case.items)?,
        history: history(&case.history)?,
        expected: expected::expected(case.expect)?,
        name: case.name,
    })
}

fn prices(written: &BTreeMap<String, toml::Value>) -> Checked<BTreeMap<Sku, Money>> {
    let read = |(sku, value): (&String, &toml::Value)| Ok((Sku::new(sku), money(value, &format!("items: {sku}"))?));
    written.iter().map(read).collect()
}

fn history(written: &BTreeMap<String, toml::Value>) -> Checked<BTreeMap<Question, HistoryAnswer>> {
    let mut history = BTreeMap::new();
    for (text, value) in written {
        let key = format!("history: {text}");
        let question = questions::read(text).map_err(|error| (key.clone(), CaseProblem::NotAQuestion(error)))?;
        let answer = answer(&question, value, &key)?;
        if history.insert(question, answer).is_some() {
            return Err((key, CaseProblem::QuestionTwice));
        }
    }
    Ok(history)
}

/// An answer of the question's kind, or `"never"`.
fn answer(question: &Question, value: &toml::Value, key: &str) -> Checked<HistoryAnswer> {
    let text = typed(value, key)?;
    if text == NEVER {
        return Ok(HistoryAnswer::Nothing);
    }
    let kind = questions::answers(question);
    let read = match kind {
        Answers::Money => Money::parse(&text).ok().map(HistoryAnswer::Money),
        Answers::Day => text.parse().ok().map(HistoryAnswer::Day),
        Answers::Number => decimal(&text).filter(|number| number.scale() <= 9).map(HistoryAnswer::Number),
    };
    read.ok_or_else(|| (key.to_owned(), CaseProblem::NotAnAnswer { kind, read: text }))
}

/// How a case says that something never happened.
pub(super) const NEVER: &str = "never";

fn decimal(text: &str) -> Option<Decimal> {
    text.replace(',', ".").parse::<Decimal>().ok().map(|number| number.normalize())
}

fn typed(value: &toml::Value, key: &str) -> Checked<String> {
    exact_text(value).map_err(|problem| match problem {
        ManifestProblem::Float(number) => (key.to_owned(), CaseProblem::Float(number)),
        other => (key.to_owned(), CaseProblem::Toml(format!("{other:?}"))),
    })
}

fn money(value: &toml::Value, key: &str) -> Checked<Money> {
    let text = typed(value, key)?;
    Money::parse(&text).map_err(|_| (key.to_owned(), CaseProblem::NotAnAmount(text)))
}

fn points(value: &toml::Value, key: &str) -> Checked<Points> {
    let text = typed(value, key)?;
    let read = decimal(&text).and_then(|number| Points::new(number).ok());
    read.ok_or_else(|| (key.to_owned(), CaseProblem::NotPoints(text)))
}

fn quantity(value: Option<&toml::Value>, key: &str) -> Checked<Quantity> {
    let Some(value) = value else { return Ok(Quantity::ONE) };
    let text = typed(value, key)?;
    Quantity::parse(&text).map_err(|_| (key.to_owned(), CaseProblem::NotAQuantity(text)))
}

fn day(written: Datetime, key: &str) -> Checked<NaiveDate> {
    let date = written.date.filter(|_| written.time.is_none());
    let day = date.and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()));
    day.ok_or_else(|| (key.to_owned(), CaseProblem::NotATime(written.to_string())))
}

fn time(written: Datetime, key: &str) -> Checked<NaiveTime> {
    let time = written.time.filter(|_| written.date.is_none());
    let time = time.and_then(|time| NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), 0));
    time.ok_or_else(|| (key.to_owned(), CaseProblem::NotATime(written.to_string())))
}
