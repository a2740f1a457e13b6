//! From the text of `cases/*.toml` to cases.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};
use comptoir_domain::facts::{CounterFact, CustomerFact, Event, LineFact, LineKind, OfferFact, OfferState, SaleFacts};
use comptoir_domain::id::{DepartmentId, LineId, Sku};
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::VatRate;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::expect::{Expected, ExpectedDiscount, ExpectedMessage, ExpectedVoucher};
use super::{Case, CaseError, CaseProblem};
use crate::manifest::ManifestProblem;
use crate::manifest::read::{exact_text, line_of};
use crate::package::Package;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    #[serde(default)]
    case: Vec<Spanned<WrittenCase>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCase {
    name: String,
    #[serde(default)]
    settings: BTreeMap<String, toml::Value>,
    #[serde(default = "paid")]
    event: Event,
    day: Option<Datetime>,
    time: Option<Datetime>,
    customer: Option<WrittenCustomer>,
    #[serde(default)]
    counters: BTreeMap<String, toml::Value>,
    #[serde(default)]
    offers: BTreeMap<String, OfferState>,
    #[serde(default)]
    line: Vec<WrittenLine>,
    expect: WrittenExpected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCustomer {
    group: Option<String>,
    /// Any year: only month and day are told to the policy.
    birthday: Option<Datetime>,
    member_since: Option<Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLine {
    #[serde(default = "item")]
    kind: LineKind,
    sku: Option<String>,
    label: Option<String>,
    #[serde(default)]
    departments: Vec<String>,
    quantity: Option<toml::Value>,
    price: toml::Value,
    discount: Option<toml::Value>,
    vat: Option<toml::Value>,
    #[serde(default = "yes")]
    discountable: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct WrittenExpected {
    settings: Vec<String>,
    fault: Option<String>,
    refused: Option<String>,
    add: BTreeMap<String, toml::Value>,
    earned_by: Option<BTreeMap<String, Vec<u32>>>,
    spend: BTreeMap<String, toml::Value>,
    completed: Vec<String>,
    discounts: Vec<WrittenDiscount>,
    vouchers: Vec<WrittenVoucher>,
    offers: BTreeMap<String, OfferState>,
    messages: Option<Vec<WrittenMessage>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDiscount {
    total: toml::Value,
    lines: Option<BTreeMap<String, toml::Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenVoucher {
    amount: toml::Value,
    expires: Option<Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMessage {
    key: String,
    to: Vec<String>,
    fr: Option<String>,
    en: Option<String>,
}

/// Only the names, to say in which case an error is.
#[derive(Deserialize)]
struct Names {
    #[serde(default)]
    case: Vec<Spanned<toml::Table>>,
}

const fn paid() -> Event {
    Event::Paid
}

const fn item() -> LineKind {
    LineKind::Item
}

const fn yes() -> bool {
    true
}

/// A key and what is wrong with it.
type Wrong = (String, CaseProblem);
type Checked<T> = Result<T, Wrong>;

pub(super) fn cases(package: &Package) -> Result<Vec<Case>, CaseError> {
    let mut cases: Vec<Case> = Vec::new();
    let mut names = BTreeSet::new();
    for (file, bytes) in package.case_files() {
        for (line, case) in file_cases(file, bytes)? {
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

fn file_cases(file: &str, bytes: &[u8]) -> Result<Vec<(usize, Case)>, CaseError> {
    let not_text = |_| CaseError {
        file: file.to_owned(),
        case: None,
        line: None,
        key: String::new(),
        problem: CaseProblem::NotText,
    };
    let text = std::str::from_utf8(bytes).map_err(not_text)?;
    let written: WrittenFile = toml::from_str(text).map_err(|error| unreadable(file, text, &error))?;
    let read = written.case.into_iter().map(|case| {
        let line = line_of(text, case.span().start);
        let case = case.into_inner();
        let name = case.name.clone();
        checked(file, case).map(|case| (line, case)).map_err(|(key, problem)| CaseError {
            file: file.to_owned(),
            case: Some(name),
            line: Some(line),
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
    if case.customer.is_none() && !case.counters.is_empty() {
        return Err(("counters".into(), CaseProblem::CountersWithoutCustomer));
    }
    let setting = |(key, value): (&String, &toml::Value)| Ok((key.clone(), typed(value, &format!("settings: {key}"))?));
    Ok(Case {
        file: file.to_owned(),
        settings: case.settings.iter().map(setting).collect::<Checked<_>>()?,
        sale: sale(&case)?,
        expected: expected(case.expect)?,
        name: case.name,
    })
}

fn sale(case: &WrittenCase) -> Checked<SaleFacts> {
    let lines = case.line.iter().zip(1..).map(|(written, number)| line(written, number));
    let counter =
        |(name, value)| Ok(CounterFact { name: String::clone(name), balance: points(value, "counters", name)? });
    Ok(SaleFacts {
        event: case.event,
        day: case.day.map_or(Ok(ordinary_day()), |written| day(written, "day"))?,
        time: case.time.map_or(Ok(ordinary_time()), |written| time(written, "time"))?,
        lines: lines.collect::<Checked<_>>()?,
        customer: case.customer.as_ref().map(customer).transpose()?,
        counters: case.counters.iter().map(counter).collect::<Checked<_>>()?,
        offers: case.offers.iter().map(|(offer, state)| OfferFact { offer: offer.clone(), state: *state }).collect(),
    })
}

/// A Monday that is nothing special.
fn ordinary_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("23 November 2026 is in the calendar")
}

fn ordinary_time() -> NaiveTime {
    NaiveTime::from_hms_opt(10, 0, 0).expect("ten o'clock is in the day")
}

fn customer(written: &WrittenCustomer) -> Checked<CustomerFact> {
    use chrono::Datelike;
    let birthday = written.birthday.map(|written| day(written, "customer: birthday")).transpose()?;
    Ok(CustomerFact {
        group: written.group.clone(),
        birthday: birthday.map(|day| (day.month(), day.day())),
        member_since: written.member_since.map(|written| day(written, "customer: member_since")).transpose()?,
    })
}

fn line(written: &WrittenLine, number: u32) -> Checked<LineFact> {
    let key = |part: &str| format!("line {number}: {part}");
    let wrong = |part: &str, problem| (key(part), problem);
    let quantity = written.quantity.as_ref().map(|value| typed(value, &key("quantity"))).transpose()?;
    let quantity = quantity.map_or(Ok(Quantity::ONE), |text| {
        Quantity::parse(&text).map_err(|_| wrong("quantity", CaseProblem::NotAQuantity(text)))
    })?;
    let vat = written.vat.as_ref().map(|value| typed(value, &key("vat"))).transpose()?;
    let vat = vat.unwrap_or_else(|| "20".to_owned());
    let unit_price = money(&written.price, &key("price"))?;
    let amount = quantity
        .times(unit_price, Rounding::HalfUp)
        .map_err(|error| wrong("price", CaseProblem::NotAnAmount(error.to_string())))?;
    let discount = written.discount.as_ref().map_or(Ok(Money::ZERO), |value| money(value, &key("discount")))?;
    if discount > amount {
        return Err(wrong("discount", CaseProblem::DiscountAboveLine(discount.to_string())));
    }
    let sku = written.sku.clone().unwrap_or_else(|| format!("ART-{number}"));
    Ok(LineFact {
        id: LineId(number),
        kind: written.kind,
        label: written.label.clone().unwrap_or_else(|| sku.clone()),
        sku: Sku::new(sku),
        departments: written.departments.iter().map(DepartmentId::new).collect(),
        quantity,
        unit_price,
        amount,
        prior_discount: discount,
        gross: amount - discount,
        vat_rate: VatRate::parse(&vat).map_err(|_| wrong("vat", CaseProblem::NotARate(vat)))?,
        discountable: written.discountable,
    })
}

fn expected(written: WrittenExpected) -> Checked<Expected> {
    let counters = |all: &BTreeMap<String, toml::Value>, part: &str| {
        let read = |(name, value): (&String, &toml::Value)| Ok((name.clone(), points(value, part, name)?));
        all.iter().map(read).collect::<Checked<BTreeMap<_, _>>>()
    };
    Ok(Expected {
        settings: written.settings,
        fault: written.fault,
        refused: written.refused,
        add: counters(&written.add, "expect: add")?,
        earned_by: written.earned_by,
        spend: counters(&written.spend, "expect: spend")?,
        completed: written.completed,
        discounts: written.discounts.iter().map(discount).collect::<Checked<_>>()?,
        vouchers: written.vouchers.iter().map(voucher).collect::<Checked<_>>()?,
        offers: written.offers,
        messages: written.messages.map(|all| all.into_iter().map(message).collect()),
    })
}

fn discount(written: &WrittenDiscount) -> Checked<ExpectedDiscount> {
    let key = "expect: discounts: lines";
    let share = |(line, value): (&String, &toml::Value)| {
        let number = line.parse().map_err(|_| (key.to_owned(), CaseProblem::Toml(line.clone())))?;
        Ok((number, money(value, key)?))
    };
    let lines = written.lines.as_ref().map(|lines| lines.iter().map(share).collect::<Checked<_>>());
    Ok(ExpectedDiscount { total: money(&written.total, "expect: discounts: total")?, lines: lines.transpose()? })
}

fn voucher(written: &WrittenVoucher) -> Checked<ExpectedVoucher> {
    Ok(ExpectedVoucher {
        amount: money(&written.amount, "expect: vouchers: amount")?,
        expires: written.expires.map(|written| day(written, "expect: vouchers: expires")).transpose()?,
    })
}

fn message(written: WrittenMessage) -> ExpectedMessage {
    ExpectedMessage { key: written.key, to: written.to, fr: written.fr, en: written.en }
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

fn points(value: &toml::Value, part: &str, name: &str) -> Checked<Points> {
    let key = format!("{part}: {name}");
    let text = typed(value, &key)?;
    let read = text.replace(',', ".").parse().ok().and_then(|number| Points::new(number).ok());
    read.ok_or((key, CaseProblem::NotPoints(text)))
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
