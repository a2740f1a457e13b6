//! What a script can read: the sale and the settings, behind getters that copy nothing large.
//!
//! `sale.lines`, `line.gross`, `line.departments.contains("livres")`, `line.tags.contains("promo")`,
//! `sale.customer.group`, `sale.balance("points")`, `sale.lots("points")`, `sale.offer_state("gift")`,
//! `sale.answer("visits")`, `settings.threshold`. A filter reads one customer's file: `customer.group`,
//! `customer.balance("program/points")`, `customer.answer("visits")`. Amounts are exact decimals in euros; what is
//! absent is `()`.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Timelike;
use comptoir_domain::audience::Candidate;
use comptoir_domain::facts::{
    CounterFact, CustomerFact, Event, HistoryAnswer, LineFact, LineKind, OfferState, SaleFacts,
};
use comptoir_domain::quantity::Points;
use rhai::{Array, Dynamic, Engine, EvalAltResult, Map};
use rust_decimal::Decimal;

use super::days::{Day, Hours, Weekdays};
use super::limits::{weigh_list, wrong};
use crate::nearest::{hint, list};
use crate::settings::{self, SettingValue};

type Called<T> = Result<T, Box<EvalAltResult>>;

/// The sale, and the names of the questions that `prepare` asked.
#[derive(Clone)]
pub(super) struct Sale(Arc<SaleFacts>, Arc<[String]>);

/// A line of the sale.
#[derive(Clone)]
pub(super) struct Line(Arc<SaleFacts>, usize);

/// The customer of the sale.
#[derive(Clone)]
struct Customer(Arc<SaleFacts>);

/// A customer whom a filter judges, and the names of the questions that `prepare` asked.
#[derive(Clone)]
pub(super) struct File(Arc<Candidate>, Arc<[String]>);

/// A set of codes or tags.
#[derive(Clone)]
pub(super) struct Codes(pub(super) Arc<BTreeSet<String>>);

/// The settings of the program.
#[derive(Clone)]
pub(super) struct Settings(Arc<settings::Settings>);

impl Sale {
    /// Makes the sale of the facts; the names belong to the answers of its history, in their order.
    pub(super) fn new(sale: &SaleFacts, names: Arc<[String]>) -> Self {
        Self(Arc::new(sale.clone()), names)
    }
}

impl File {
    /// Makes the file of the facts; the names belong to the answers of its history, in their order.
    pub(super) fn new(candidate: &Candidate, names: Arc<[String]>) -> Self {
        Self(Arc::new(candidate.clone()), names)
    }
}

/// What has a customer's file.
trait HasCustomer {
    fn customer(&self) -> &CustomerFact;
}

impl HasCustomer for Customer {
    fn customer(&self) -> &CustomerFact {
        self.0.customer.as_ref().expect("made only of a sale that has a customer")
    }
}

impl HasCustomer for File {
    fn customer(&self) -> &CustomerFact {
        &self.0.customer
    }
}

/// What has counters and a past.
trait HasPast {
    fn counter(&self, name: &str) -> Option<&CounterFact>;

    /// The names of the questions, and the answers in the same order.
    fn answers(&self) -> (&[String], &[HistoryAnswer]);

    fn points(&self, counter: &str, read: fn(&CounterFact) -> Points) -> Decimal {
        self.counter(counter).map_or(Points::ZERO, read).value()
    }

    /// The answer to a question; nothing when nobody is identified.
    fn answer(&self, name: &str) -> Called<Dynamic> {
        let (names, answers) = self.answers();
        let Some(place) = names.iter().position(|asked| asked == name) else {
            let known = list(names.iter().map(String::as_str));
            return Err(wrong(
                format!("`prepare` n'a pas posé de question {name:?} ; il a posé : {known}"),
                format!("`prepare` asked no question {name:?}; it asked: {known}"),
            ));
        };
        Ok(match answers.get(place) {
            Some(HistoryAnswer::Number(number)) => Dynamic::from_decimal(*number),
            Some(HistoryAnswer::Money(amount)) => Dynamic::from_decimal(amount.to_decimal()),
            Some(HistoryAnswer::Day(day)) => Dynamic::from(Day(*day)),
            Some(HistoryAnswer::Nothing) | None => Dynamic::UNIT,
        })
    }
}

impl HasPast for Sale {
    fn counter(&self, name: &str) -> Option<&CounterFact> {
        self.0.counter(name)
    }

    fn answers(&self) -> (&[String], &[HistoryAnswer]) {
        (&self.1, &self.0.history)
    }
}

impl HasPast for File {
    fn counter(&self, name: &str) -> Option<&CounterFact> {
        self.0.counter(name)
    }

    fn answers(&self) -> (&[String], &[HistoryAnswer]) {
        (&self.1, &self.0.history)
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
    engine.register_type_with_name::<Customer>("Customer").register_type_with_name::<File>("Customer");
    register_customer::<Customer>(engine);
    register_customer::<File>(engine);
    register_past::<Sale>(engine);
    register_past::<File>(engine);
    register_codes(engine);
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
            Event::Identified => "identified",
        })
        .register_get("day", |sale: &mut Sale| Day(sale.0.day))
        .register_get("minute", |sale: &mut Sale| i64::from(sale.0.time.hour() * 60 + sale.0.time.minute()))
        .register_get("lines", |sale: &mut Sale| -> Array {
            weigh_list(sale.0.lines.len());
            (0..sale.0.lines.len()).map(|index| Dynamic::from(Line(Arc::clone(&sale.0), index))).collect()
        })
        .register_get("has_customer", |sale: &mut Sale| sale.0.customer.is_some())
        .register_get("customer", |sale: &mut Sale| match sale.0.customer {
            Some(_) => Dynamic::from(Customer(Arc::clone(&sale.0))),
            None => Dynamic::UNIT,
        })
        .register_fn("room", |sale: &mut Sale, counter: &str| {
            decimal_or_unit(sale.counter(counter).and_then(|counter| counter.room).map(Points::value))
        });
    register_offers(engine);
}

fn register_past<T: HasPast + Clone + Send + Sync + 'static>(engine: &mut Engine) {
    engine
        .register_fn("answer", |of: &mut T, question: &str| of.answer(question))
        .register_fn("balance", |of: &mut T, counter: &str| of.points(counter, |counter| counter.balance))
        .register_fn("pending", |of: &mut T, counter: &str| of.points(counter, |counter| counter.pending))
        .register_fn("lots", |of: &mut T, counter: &str| -> Array {
            let lots = of.counter(counter).map_or(&[][..], |counter| &counter.lots);
            weigh_list(lots.len());
            let lot = |lot: &comptoir_domain::facts::Lot| {
                let amount = Dynamic::from_decimal(lot.amount.value());
                let fields = [("amount", amount), ("expires", Dynamic::from(Day(lot.expires)))];
                Dynamic::from_map(fields.into_iter().map(|(key, value)| (key.into(), value)).collect::<Map>())
            };
            lots.iter().map(lot).collect()
        });
}

fn register_offers(engine: &mut Engine) {
    engine
        .register_fn("offer_state", |sale: &mut Sale, offer: &str| match sale.0.offer_state(offer) {
            OfferState::Open => "open",
            OfferState::Taken => "taken",
            OfferState::Later => "later",
        })
        .register_fn("offer_part", |sale: &mut Sale, offer: &str| {
            decimal_or_unit(sale.0.answer(offer).and_then(|answer| answer.part).map(Points::value))
        })
        .register_fn("offer_choice", |sale: &mut Sale, offer: &str| {
            or_unit(sale.0.answer(offer).and_then(|answer| answer.choice.clone()))
        })
        .register_fn("waiting_since", |sale: &mut Sale, offer: &str| {
            or_unit(sale.0.waiting.iter().find(|waiting| waiting.offer == offer).map(|waiting| Day(waiting.since)))
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
            LineKind::Reward => "reward",
        })
        .register_get("sku", |line: &mut Line| line.fact().sku.as_str().to_owned())
        .register_get("label", |line: &mut Line| line.fact().label.clone())
        .register_get("departments", |line: &mut Line| {
            Codes(Arc::new(line.fact().departments.iter().map(|code| code.as_str().to_owned()).collect()))
        })
        .register_get("tags", |line: &mut Line| Codes(Arc::new(line.fact().tags.clone())))
        .register_get("points", |line: &mut Line| line.fact().points.value())
        .register_get("cost", |line: &mut Line| {
            decimal_or_unit(line.fact().cost.map(comptoir_domain::money::Money::to_decimal))
        })
        .register_get("quantity", |line: &mut Line| line.fact().quantity.value())
        .register_get("unit_price", |line: &mut Line| line.fact().unit_price.to_decimal())
        .register_get("amount", |line: &mut Line| line.fact().amount.to_decimal())
        .register_get("prior_discount", |line: &mut Line| line.fact().prior_discount.to_decimal())
        .register_get("gross", |line: &mut Line| line.fact().gross.to_decimal())
        .register_get("vat", |line: &mut Line| Decimal::new(line.fact().vat_rate.hundred_thousandths().into(), 3))
        .register_get("discountable", |line: &mut Line| line.fact().discountable);
}

fn or_unit<T: Clone + Send + Sync + 'static>(value: Option<T>) -> Dynamic {
    value.map_or(Dynamic::UNIT, Dynamic::from)
}

fn decimal_or_unit(value: Option<Decimal>) -> Dynamic {
    value.map_or(Dynamic::UNIT, Dynamic::from_decimal)
}

fn register_customer<T: HasCustomer + Clone + Send + Sync + 'static>(engine: &mut Engine) {
    engine
        .register_get("group", |of: &mut T| or_unit(of.customer().group.clone()))
        .register_get("member_since", |of: &mut T| or_unit(of.customer().member_since.map(Day)))
        .register_get("birth_month", |of: &mut T| {
            or_unit(of.customer().birthday.map(|birthday| i64::from(birthday.month)))
        })
        .register_get("birth_day", |of: &mut T| or_unit(of.customer().birthday.map(|birthday| i64::from(birthday.day))))
        .register_get("birth_year", |of: &mut T| {
            or_unit(of.customer().birthday.and_then(|birthday| birthday.year).map(i64::from))
        })
        .register_get("tags", |of: &mut T| Codes(Arc::new(of.customer().tags.clone())))
        .register_get("postcode", |of: &mut T| or_unit(of.customer().postcode.clone()))
        .register_get("sponsored", |of: &mut T| of.customer().sponsored);
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

fn setting(settings: &Settings, key: &str) -> Called<Dynamic> {
    let Some(value) = settings.0.get(key) else {
        let known: Vec<&str> = settings.0.iter().map(|(key, _)| key).collect();
        let near = hint(key, &known);
        return Err(wrong(
            format!("pas de réglage `{key}` dans le manifeste{}", near.fr),
            format!("no setting `{key}` in the manifest{}", near.en),
        ));
    };
    Ok(match value {
        SettingValue::Yes(yes) => Dynamic::from_bool(*yes),
        SettingValue::Integer(number) => Dynamic::from_int(*number),
        SettingValue::Number(_) | SettingValue::Money(_) | SettingValue::Percent(_) => {
            Dynamic::from_decimal(value.number().unwrap_or_default())
        }
        SettingValue::Text(text) => Dynamic::from(text.clone()),
        SettingValue::Codes(codes) => Dynamic::from(Codes(Arc::new(codes.clone()))),
        SettingValue::Day(day) => Dynamic::from(Day(*day)),
        SettingValue::Weekdays(days) => Dynamic::from(Weekdays(Arc::new(days.clone()))),
        SettingValue::Hours(hours) => Dynamic::from(Hours(Arc::new(hours.clone()))),
    })
}
