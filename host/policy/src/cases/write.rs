//! From a case to the text that a shopkeeper would have written: what is ordinary is left out.

use std::fmt::Write;

use chrono::{NaiveDate, Timelike};
use comptoir_domain::customer::Birthday;
use comptoir_domain::effect::{Beneficiary, Part};
use comptoir_domain::facts::{
    CounterFact, CustomerFact, Event, HistoryAnswer, LineFact, LineKind, OfferFact, SaleFacts,
};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::{Points, Quantity};
use toml::{Table, Value};

use super::expect::{Expected, ExpectedDiscount, ExpectedMessage, ExpectedOffer, state_name};
use super::read::NEVER;
use super::read::sale::{DEPARTMENT, VAT, ordinary_sku};
use super::{Case, ordinary_day, ordinary_time};
use crate::questions;

/// Lines `key = value` under one header. What is ordinary is not written.
struct Block(String);

impl Block {
    fn put(&mut self, key: &str, value: impl Into<Value>) {
        // Writing into a text cannot fail.
        let _ = writeln!(self.0, "{key} = {}", value.into());
    }

    fn put_some(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    fn put_all(&mut self, key: &str, entries: impl IntoIterator<Item = (String, Value)>) {
        let table: Table = entries.into_iter().collect();
        self.put_some(key, (!table.is_empty()).then_some(table));
    }

    fn put_list(&mut self, key: &str, values: Vec<Value>) {
        self.put_some(key, (!values.is_empty()).then_some(values));
    }
}

pub(super) fn case(case: &Case) -> String {
    let mut block = Block("[[case]]\n".to_owned());
    block.put("name", case.name.as_str());
    block.put_all("settings", case.settings.iter().map(|(key, text)| (key.clone(), text.as_str().into())));
    sale(&mut block, &case.sale);
    let history = case.history.iter().map(|(question, answer)| (questions::write(question), self::answer(answer)));
    block.put_all("history", history);
    block.put_all("items", case.items.iter().map(|(sku, price)| (sku.as_str().to_owned(), money(*price))));
    for (fact, number) in case.sale.lines.iter().zip(1..) {
        block.0.push_str("\n[[case.line]]\n");
        line(&mut block, fact, number);
    }
    block.0.push_str("\n[case.expect]\n");
    expected(&mut block, &case.expected);
    block.0
}

/// The lines of `[case.expect]`.
pub(super) fn expect(expect: &Expected) -> String {
    let mut block = Block(String::new());
    expected(&mut block, expect);
    block.0
}

fn sale(block: &mut Block, sale: &SaleFacts) {
    let event = match sale.event {
        Event::Draft => Some("draft"),
        Event::Identified => Some("identified"),
        Event::Paid => None,
    };
    block.put_some("event", event);
    block.put_some("day", (sale.day != ordinary_day()).then(|| day(sale.day)));
    let (hour, minute) = (sale.time.hour(), sale.time.minute());
    let ordinary = (ordinary_time().hour(), ordinary_time().minute());
    block.put_some("time", ((hour, minute) != ordinary).then(|| datetime(&format!("{hour:02}:{minute:02}:00"))));
    block.put_some("customer", sale.customer.as_ref().map(customer));
    block.put_all("counters", sale.counters.iter().map(|fact| (fact.name.clone(), counter(fact))));
    block.put_all("offers", sale.offers.iter().map(|fact| (fact.offer.clone(), answered(fact))));
    block.put_all("waiting", sale.waiting.iter().map(|fact| (fact.offer.clone(), day(fact.since))));
}

/// A table without what is none.
fn table<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    let said = entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Table(said.collect())
}

fn datetime(text: &str) -> Value {
    Value::Datetime(text.parse().expect("days and times are written as TOML reads them"))
}

fn day(day: NaiveDate) -> Value {
    datetime(&day.format("%Y-%m-%d").to_string())
}

fn money(amount: Money) -> Value {
    amount.to_string().into()
}

/// A number: whole ones bare, others in quotes.
fn number(text: &str) -> Value {
    text.parse::<i64>().map_or_else(|_| text.into(), Into::into)
}

fn points(points: Points) -> Value {
    number(&points.value().normalize().to_string())
}

fn quantity(quantity: Quantity) -> Option<Value> {
    (quantity != Quantity::ONE).then(|| number(&quantity.to_string()))
}

fn codes<T: AsRef<str>>(codes: impl Iterator<Item = T>) -> Option<Value> {
    let codes: Vec<Value> = codes.map(|code| code.as_ref().into()).collect();
    (!codes.is_empty()).then_some(Value::Array(codes))
}

fn customer(customer: &CustomerFact) -> Value {
    table([
        ("group", customer.group.clone().map(Into::into)),
        ("tags", codes(customer.tags.iter())),
        ("birthday", customer.birthday.map(birthday)),
        ("postcode", customer.postcode.clone().map(Into::into)),
        ("member_since", customer.member_since.map(day)),
        ("sponsored", customer.sponsored.then_some(Value::Boolean(true))),
    ])
}

fn birthday(birthday: Birthday) -> Value {
    let Birthday { month, day, year } = birthday;
    match year {
        Some(year) => datetime(&format!("{year:04}-{month:02}-{day:02}")),
        None => format!("{month:02}-{day:02}").into(),
    }
}

fn counter(counter: &CounterFact) -> Value {
    if counter.pending == Points::ZERO && counter.lots.is_empty() && counter.room.is_none() {
        return points(counter.balance);
    }
    let lot = |lot: &comptoir_domain::facts::Lot| {
        table([("amount", Some(points(lot.amount))), ("expires", Some(day(lot.expires)))])
    };
    let lots: Vec<Value> = counter.lots.iter().map(lot).collect();
    table([
        ("balance", Some(points(counter.balance))),
        ("pending", (counter.pending != Points::ZERO).then(|| points(counter.pending))),
        ("room", counter.room.map(points)),
        ("lots", (!lots.is_empty()).then_some(Value::Array(lots))),
    ])
}

fn answered(answer: &OfferFact) -> Value {
    let state = Value::from(state_name(answer.state));
    if answer.part.is_none() && answer.choice.is_none() {
        return state;
    }
    table([
        ("state", Some(state)),
        ("part", answer.part.map(points)),
        ("choice", answer.choice.clone().map(Into::into)),
    ])
}

fn answer(answer: &HistoryAnswer) -> Value {
    match answer {
        HistoryAnswer::Number(count) => number(&count.normalize().to_string()),
        HistoryAnswer::Money(amount) => money(*amount),
        HistoryAnswer::Day(last) => day(*last),
        HistoryAnswer::Nothing => NEVER.into(),
    }
}

fn line(block: &mut Block, line: &LineFact, number: u32) {
    block.put_some("id", (line.id.0 != number).then(|| i64::from(line.id.0)));
    let kind = match line.kind {
        LineKind::Item => None,
        LineKind::GiftVoucher => Some("gift-voucher"),
        LineKind::Reward => Some("reward"),
    };
    block.put_some("kind", kind);
    let sku = line.sku.as_str();
    block.put_some("sku", (sku != ordinary_sku(number)).then_some(sku));
    block.put_some("label", (line.label != sku).then_some(line.label.as_str()));
    let ordinary = line.departments.len() == 1 && line.departments.iter().all(|code| code.as_str() == DEPARTMENT);
    block.put_some("departments", codes(line.departments.iter().map(|code| code.as_str())).filter(|_| !ordinary));
    block.put_some("tags", codes(line.tags.iter()));
    block.put_some("points", (line.points != Points::ZERO).then(|| points(line.points)));
    block.put_some("cost", line.cost.map(money));
    block.put_some("quantity", quantity(line.quantity));
    block.put("price", money(line.unit_price));
    block.put_some("discount", (line.prior_discount != Money::ZERO).then(|| money(line.prior_discount)));
    let vat = line.vat_rate.to_string();
    block.put_some("vat", (vat != VAT).then(|| self::number(&vat)));
    let usual = line.kind == LineKind::Item;
    block.put_some("discountable", (line.discountable != usual).then_some(line.discountable));
}

fn expected(block: &mut Block, expected: &Expected) {
    let counters = |all: &std::collections::BTreeMap<String, Points>| {
        all.iter().map(|(name, amount)| (name.clone(), points(*amount))).collect::<Vec<_>>()
    };
    block.put_some("settings", codes(expected.settings.iter()));
    block.put_some("fault", expected.fault.as_deref());
    block.put_some("refused", expected.refused.as_deref());
    block.put_some("selected", expected.selected);
    block.put_all("add", counters(&expected.add));
    block.put_all("add_to_sponsor", counters(&expected.add_to_sponsor));
    let by = |(name, lines): (&String, &Vec<u32>)| {
        (name.clone(), Value::Array(lines.iter().map(|line| i64::from(*line).into()).collect()))
    };
    block.put_some("earned_by", expected.earned_by.as_ref().map(|all| all.iter().map(by).collect::<Table>()));
    block.put_some("earned", expected.earned.as_ref().map(|all| all.iter().map(earning).collect::<Vec<_>>()));
    block.put_all("spend", counters(&expected.spend));
    block.put_some("completed", codes(expected.completed.iter()));
    block.put_list("discounts", expected.discounts.iter().map(discount).collect());
    let voucher = |voucher: &super::ExpectedVoucher| {
        table([("amount", Some(money(voucher.amount))), ("expires", voucher.expires.map(day))])
    };
    block.put_list("vouchers", expected.vouchers.iter().map(voucher).collect());
    let item = |item: &super::ExpectedItem| {
        table([("sku", Some(item.sku.as_str().into())), ("quantity", quantity(item.quantity))])
    };
    block.put_list("items", expected.items.iter().map(item).collect());
    block.put_all("offers", expected.offers.iter().map(|(id, made)| (id.clone(), offer(made))));
    block.put_some("messages", expected.messages.as_ref().map(|all| all.iter().map(message).collect::<Vec<_>>()));
}

fn earning(earning: &super::ExpectedEarning) -> Value {
    table([
        ("counter", Some(earning.counter.as_str().into())),
        ("amount", Some(points(earning.amount))),
        ("available", earning.available.map(day)),
        ("expires", earning.expires.map(day)),
        ("to", (earning.to == Beneficiary::Sponsor).then(|| "sponsor".into())),
    ])
}

fn discount(discount: &ExpectedDiscount) -> Value {
    let lines = |lines: &std::collections::BTreeMap<u32, Money>| {
        Value::Table(lines.iter().map(|(line, amount)| (line.to_string(), money(*amount))).collect())
    };
    table([("total", Some(money(discount.total))), ("lines", discount.lines.as_ref().map(lines))])
}

fn offer(offer: &ExpectedOffer) -> Value {
    let state = Value::from(state_name(offer.state));
    if offer.part.is_none() && offer.choices.is_none() {
        return state;
    }
    let part = |part: Part| {
        table([("min", Some(points(part.min))), ("step", Some(points(part.step))), ("max", Some(points(part.max)))])
    };
    let choices = |ids: &Vec<String>| Value::Array(ids.iter().map(|id| id.as_str().into()).collect());
    table([("state", Some(state)), ("part", offer.part.map(part)), ("choices", offer.choices.as_ref().map(choices))])
}

fn message(message: &ExpectedMessage) -> Value {
    table([
        ("key", Some(message.key.as_str().into())),
        ("to", Some(Value::Array(message.to.iter().map(|to| to.as_str().into()).collect()))),
        ("acknowledge", message.acknowledge.then_some(Value::Boolean(true))),
        ("fr", message.fr.clone().map(Into::into)),
        ("en", message.en.clone().map(Into::into)),
    ])
}
