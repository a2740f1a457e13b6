//! What a script can read: the sale and the settings, behind getters that copy nothing large.
//!
//! `sale.lines`, `line.gross`, `line.departments.contains("livres")`, `sale.customer.group`,
//! `sale.balance("points")`, `sale.offer_state("gift")`, `settings.threshold`. Amounts are exact
//! decimals in euros; what is absent is `()`.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, Timelike};
use comptoir_domain::facts::{CustomerFact, Event, LineFact, LineKind, OfferState, SaleFacts};
use rhai::{Array, Dynamic, Engine, EvalAltResult};
use rust_decimal::Decimal;

use super::limits::wrong;
use crate::settings::{self, SettingValue};

type Called<T> = Result<T, Box<EvalAltResult>>;

/// The sale.
#[derive(Clone)]
pub(super) struct Sale(Arc<SaleFacts>);

/// A line of the sale.
#[derive(Clone)]
pub(super) struct Line(Arc<SaleFacts>, usize);

/// The customer of the sale.
#[derive(Clone)]
struct Customer(Arc<SaleFacts>);

/// A set of codes.
#[derive(Clone)]
struct Codes(Arc<BTreeSet<String>>);

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Day(pub(super) NaiveDate);

/// The settings of the program.
#[derive(Clone)]
pub(super) struct Settings(Arc<settings::Settings>);

impl Sale {
    pub(super) fn new(sale: &SaleFacts) -> Self {
        Self(Arc::new(sale.clone()))
    }
}

impl Settings {
    pub(super) fn new(settings: &settings::Settings) -> Self {
        Self(Arc::new(settings.clone()))
    }
}

/// Teaches the interpreter the facts.
pub(super) fn register(engine: &mut Engine) {
    register_sale(engine);
    register_line(engine);
    register_customer(engine);
    register_codes(engine);
    register_day(engine);
    engine
        .register_type_with_name::<Settings>("Settings")
        .register_indexer_get(|settings: &mut Settings, key: &str| setting(settings, key));
}

fn register_sale(engine: &mut Engine) {
    engine
        .register_type_with_name::<Sale>("Sale")
        .register_get("event", |sale: &mut Sale| match sale.0.event {
            Event::Draft => "draft",
            Event::Paid => "paid",
        })
        .register_get("day", |sale: &mut Sale| Day(sale.0.day))
        .register_get("minute", |sale: &mut Sale| i64::from(sale.0.time.hour() * 60 + sale.0.time.minute()))
        .register_get("lines", |sale: &mut Sale| -> Array {
            (0..sale.0.lines.len()).map(|index| Dynamic::from(Line(Arc::clone(&sale.0), index))).collect()
        })
        .register_get("has_customer", |sale: &mut Sale| sale.0.customer.is_some())
        .register_get("customer", |sale: &mut Sale| match sale.0.customer {
            Some(_) => Dynamic::from(Customer(Arc::clone(&sale.0))),
            None => Dynamic::UNIT,
        })
        .register_fn("balance", |sale: &mut Sale, counter: &str| sale.0.balance(counter).value())
        .register_fn("offer_state", |sale: &mut Sale, offer: &str| match sale.0.offer_state(offer) {
            OfferState::Open => "open",
            OfferState::Taken => "taken",
            OfferState::Later => "later",
        });
}

impl Line {
    fn fact(&self) -> &LineFact {
        // The index was counted on these very lines, which never change.
        &self.0.lines[self.1]
    }

    /// Gives the line's id.
    pub(super) fn id(&self) -> comptoir_domain::id::LineId {
        self.fact().id
    }
}

fn register_line(engine: &mut Engine) {
    engine
        .register_type_with_name::<Line>("Line")
        .register_get("id", |line: &mut Line| i64::from(line.fact().id.0))
        .register_get("kind", |line: &mut Line| match line.fact().kind {
            LineKind::Item => "item",
            LineKind::GiftVoucher => "gift-voucher",
        })
        .register_get("sku", |line: &mut Line| line.fact().sku.as_str().to_owned())
        .register_get("label", |line: &mut Line| line.fact().label.clone())
        .register_get("departments", |line: &mut Line| {
            Codes(Arc::new(line.fact().departments.iter().map(|code| code.as_str().to_owned()).collect()))
        })
        .register_get("quantity", |line: &mut Line| line.fact().quantity.value())
        .register_get("unit_price", |line: &mut Line| line.fact().unit_price.to_decimal())
        .register_get("amount", |line: &mut Line| line.fact().amount.to_decimal())
        .register_get("prior_discount", |line: &mut Line| line.fact().prior_discount.to_decimal())
        .register_get("gross", |line: &mut Line| line.fact().gross.to_decimal())
        .register_get("vat", |line: &mut Line| Decimal::new(line.fact().vat_rate.hundred_thousandths().into(), 3))
        .register_get("discountable", |line: &mut Line| line.fact().discountable);
}

impl Customer {
    fn fact(&self) -> &CustomerFact {
        self.0.customer.as_ref().expect("made only of a sale that has a customer")
    }
}

fn or_unit<T: Clone + Send + Sync + 'static>(value: Option<T>) -> Dynamic {
    value.map_or(Dynamic::UNIT, Dynamic::from)
}

fn register_customer(engine: &mut Engine) {
    engine
        .register_type_with_name::<Customer>("Customer")
        .register_get("group", |customer: &mut Customer| or_unit(customer.fact().group.clone()))
        .register_get("member_since", |customer: &mut Customer| or_unit(customer.fact().member_since.map(Day)))
        .register_get("birth_month", |customer: &mut Customer| {
            or_unit(customer.fact().birthday.map(|(month, _)| i64::from(month)))
        })
        .register_get("birth_day", |customer: &mut Customer| {
            or_unit(customer.fact().birthday.map(|(_, day)| i64::from(day)))
        });
}

fn register_codes(engine: &mut Engine) {
    engine
        .register_type_with_name::<Codes>("Codes")
        .register_fn("contains", |codes: &mut Codes, code: &str| codes.0.contains(code))
        .register_fn("meets", |codes: &mut Codes, others: Codes| !codes.0.is_disjoint(&others.0))
        .register_get("len", |codes: &mut Codes| i64::try_from(codes.0.len()).unwrap_or(i64::MAX))
        .register_get("is_empty", |codes: &mut Codes| codes.0.is_empty())
        .register_fn("to_array", |codes: &mut Codes| -> Array { codes.0.iter().cloned().map(Dynamic::from).collect() });
}

fn register_day(engine: &mut Engine) {
    engine
        .register_type_with_name::<Day>("Day")
        .register_get("year", |day: &mut Day| i64::from(day.0.year()))
        .register_get("month", |day: &mut Day| i64::from(day.0.month()))
        .register_get("day", |day: &mut Day| i64::from(day.0.day()))
        // Monday is 1, Sunday is 7.
        .register_get("weekday", |day: &mut Day| i64::from(day.0.weekday().number_from_monday()))
        .register_fn("plus_days", |day: &mut Day, days: i64| plus_days(*day, days))
        .register_fn("days_until", |day: &mut Day, other: Day| (other.0 - day.0).num_days())
        .register_fn("==", |a: Day, b: Day| a == b)
        .register_fn("!=", |a: Day, b: Day| a != b)
        .register_fn("<", |a: Day, b: Day| a < b)
        .register_fn("<=", |a: Day, b: Day| a <= b)
        .register_fn(">", |a: Day, b: Day| a > b)
        .register_fn(">=", |a: Day, b: Day| a >= b);
}

fn plus_days(day: Day, days: i64) -> Called<Day> {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.0.checked_sub_days(count) } else { day.0.checked_add_days(count) };
    moved.map(Day).ok_or_else(|| wrong(format!("{days} days from {}: not in the calendar", day.0)))
}

fn setting(settings: &Settings, key: &str) -> Called<Dynamic> {
    let Some(value) = settings.0.get(key) else {
        let known: Vec<&str> = settings.0.iter().map(|(key, _)| key).collect();
        return Err(wrong(format!("no setting `{key}` in the manifest; there are: {}", known.join(", "))));
    };
    Ok(match value {
        SettingValue::Yes(yes) => Dynamic::from_bool(*yes),
        SettingValue::Integer(number) => Dynamic::from_int(*number),
        SettingValue::Number(_) | SettingValue::Money(_) | SettingValue::Percent(_) => {
            Dynamic::from_decimal(value.number().unwrap_or_default())
        }
        SettingValue::Text(text) => Dynamic::from(text.clone()),
        SettingValue::Codes(codes) => Dynamic::from(Codes(Arc::new(codes.clone()))),
    })
}
