//! The sale of a case.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use comptoir_domain::customer::Birthday;
use comptoir_domain::facts::{
    CounterFact, CustomerFact, LineFact, LineKind, Lot, OfferFact, OfferState, SaleFacts, WaitingFact,
};
use comptoir_domain::id::{DepartmentId, LineId, Sku};
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::VatRate;

use super::written::{Short, WrittenAnswer, WrittenCase, WrittenCounter, WrittenCustomer, WrittenLine};
use super::{Checked, day, money, points, quantity, time, typed};
use crate::cases::{CaseProblem, ordinary_day, ordinary_time};
/// The department of lines that name none: every item has one.
pub(in crate::cases) const DEPARTMENT: &str = "divers";
/// The rate of lines that name none.
pub(in crate::cases) const VAT: &str = "20";

pub(super) fn facts(case: &WrittenCase) -> Checked<SaleFacts> {
    let lines = case.line.iter().zip(1..).map(|(written, number)| line(written, number));
    let offers = case.offers.iter().map(|(offer, written)| answer(offer, written));
    let waiting = case.waiting.iter().map(|(offer, since)| {
        Ok(WaitingFact { offer: offer.clone(), since: day(*since, &format!("waiting: {offer}"))? })
    });
    Ok(SaleFacts {
        event: case.event,
        day: case.day.map_or_else(|| Ok(ordinary_day()), |written| day(written, "day"))?,
        time: case.time.map_or_else(|| Ok(ordinary_time()), |written| time(written, "time"))?,
        lines: once(lines.collect::<Checked<_>>()?)?,
        customer: case.customer.as_ref().map(customer).transpose()?,
        counters: case.counters.iter().map(|(name, written)| counter(name, written)).collect::<Checked<_>>()?,
        offers: offers.collect::<Checked<_>>()?,
        waiting: waiting.collect::<Checked<_>>()?,
        history: vec![],
    })
}

fn once(lines: Vec<LineFact>) -> Checked<Vec<LineFact>> {
    let mut seen = BTreeSet::new();
    match lines.iter().find(|line| !seen.insert(line.id)) {
        None => Ok(lines),
        Some(line) => Err((format!("line {}: id", line.id), CaseProblem::LineTwice)),
    }
}

fn counter(name: &str, written: &Short<toml::Value, WrittenCounter>) -> Checked<CounterFact> {
    let key = format!("counters: {name}");
    let written = match written {
        Short::Plain(balance) => {
            return Ok(CounterFact {
                name: name.to_owned(),
                balance: points(balance, &key)?,
                ..CounterFact::default()
            });
        }
        Short::More(written) => written,
    };
    let read = |value: Option<&toml::Value>| value.map(|value| points(value, &key)).transpose();
    let lots = written.lots.iter().map(|lot| {
        let key = format!("{key}: lots");
        Ok(Lot { amount: points(&lot.amount, &key)?, expires: day(lot.expires, &key)? })
    });
    let lots: Vec<Lot> = lots.collect::<Checked<_>>()?;
    Ok(CounterFact {
        name: name.to_owned(),
        balance: read(written.balance.as_ref())?.unwrap_or_else(|| lots.iter().map(|lot| lot.amount).sum()),
        pending: read(written.pending.as_ref())?.unwrap_or(Points::ZERO),
        lots,
        room: read(written.room.as_ref())?,
    })
}

fn answer(offer: &str, written: &Short<OfferState, WrittenAnswer>) -> Checked<OfferFact> {
    let offer = offer.to_owned();
    Ok(match written {
        Short::Plain(state) => OfferFact { offer, state: *state, part: None, choice: None },
        Short::More(answer) => {
            let key = format!("offers: {offer}: part");
            let part = answer.part.as_ref().map(|part| points(part, &key)).transpose()?;
            OfferFact { offer, state: answer.state, part, choice: answer.choice.clone() }
        }
    })
}

fn customer(written: &WrittenCustomer) -> Checked<CustomerFact> {
    Ok(CustomerFact {
        group: written.group.clone(),
        tags: written.tags.iter().cloned().collect(),
        birthday: written.birthday.as_ref().map(birthday).transpose()?,
        postcode: written.postcode.clone(),
        member_since: written.member_since.map(|written| day(written, "customer: member_since")).transpose()?,
        sponsored: written.sponsored,
    })
}

/// A day, or a month and a day.
fn birthday(written: &toml::Value) -> Checked<Birthday> {
    let text = typed(written, "customer: birthday")?;
    // A leap year, so that 29 February is a birthday.
    let (whole, with_year) = if text.len() == 5 { (format!("2000-{text}"), false) } else { (text.clone(), true) };
    let day: NaiveDate =
        whole.parse().map_err(|_| ("customer: birthday".to_owned(), CaseProblem::NotABirthday(text)))?;
    Ok(Birthday { month: day.month(), day: day.day(), year: with_year.then(|| day.year()) })
}

fn line(written: &WrittenLine, number: u32) -> Checked<LineFact> {
    let key = |part: &str| format!("line {number}: {part}");
    let wrong = |part: &str, problem| (key(part), problem);
    let quantity = quantity(written.quantity.as_ref(), &key("quantity"))?;
    let vat = written.vat.as_ref().map(|value| typed(value, &key("vat"))).transpose()?;
    let vat = vat.unwrap_or_else(|| VAT.to_owned());
    let unit_price = money(&written.price, &key("price"))?;
    let amount = quantity
        .times(unit_price, Rounding::HalfUp)
        .map_err(|error| wrong("price", CaseProblem::NotAnAmount(error.to_string())))?;
    let discount = written.discount.as_ref().map_or(Ok(Money::ZERO), |value| money(value, &key("discount")))?;
    if discount > amount {
        return Err(wrong("discount", CaseProblem::DiscountAboveLine(discount.to_string())));
    }
    let sku = written.sku.clone().unwrap_or_else(|| ordinary_sku(number));
    Ok(LineFact {
        id: LineId(written.id.unwrap_or(number)),
        kind: written.kind,
        label: written.label.clone().unwrap_or_else(|| sku.clone()),
        sku: Sku::new(sku),
        departments: departments(&written.departments),
        quantity,
        unit_price,
        amount,
        prior_discount: discount,
        gross: amount - discount,
        vat_rate: VatRate::parse(&vat).map_err(|_| wrong("vat", CaseProblem::NotARate(vat)))?,
        // As at the till, which discounts nothing but items.
        discountable: written.discountable.unwrap_or(written.kind == LineKind::Item),
        tags: written.tags.iter().cloned().collect(),
        points: written.points.as_ref().map_or(Ok(Points::ZERO), |value| points(value, &key("points")))?,
        cost: written.cost.as_ref().map(|value| money(value, &key("cost"))).transpose()?,
    })
}

fn departments(written: &[String]) -> Vec<DepartmentId> {
    if written.is_empty() {
        vec![DepartmentId::new(DEPARTMENT)]
    } else {
        written.iter().map(DepartmentId::new).collect()
    }
}

/// The stock-keeping unit of a line that names none.
pub(in crate::cases) fn ordinary_sku(number: u32) -> String {
    format!("ART-{number}")
}
