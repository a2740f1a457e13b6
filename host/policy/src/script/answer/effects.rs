//! Effects read from the maps that a script gives; a key that is unknown or missing is named.

use chrono::NaiveDate;
use comptoir_domain::effect::{
    Benefit, CounterChange, Discount, Effect, Message, Offer, Reward, Surfaces, Target, Text, VoucherGrant,
};
use comptoir_domain::id::LineId;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::Percent;
use rhai::{Array, Dynamic, ImmutableString, Map};

use super::{Called, cannot_be, values};
use crate::script::facts::{Day, Line};
use crate::script::numbers;

/// A map that is read key by key until nothing is left in it.
struct Fields {
    what: &'static str,
    map: Map,
}

impl Fields {
    const fn new(what: &'static str, map: Map) -> Self {
        Self { what, map }
    }

    fn take(&mut self, key: &str) -> Option<Dynamic> {
        self.map.remove(key).filter(|value| !value.is_unit())
    }

    fn need(&mut self, key: &str) -> Called<Dynamic> {
        self.take(key).ok_or_else(|| cannot_be(format!("{} without `{key}`", self.what)))
    }

    fn wrong(&self, key: &str, given: &Dynamic, wanted: &str) -> Box<rhai::EvalAltResult> {
        cannot_be(format!("{} `{key}` is {given}: {wanted}", self.what))
    }

    fn done(self) -> Called<()> {
        match self.map.keys().next() {
            None => Ok(()),
            Some(key) => Err(cannot_be(format!("{} has no `{key}`", self.what))),
        }
    }

    fn text(&mut self, key: &str) -> Called<Text> {
        values::text(&self.need(key)?)
    }

    fn money(&mut self, key: &str) -> Called<Money> {
        let given = self.need(key)?;
        numbers::money(&given).ok_or_else(|| self.wrong(key, &given, "an amount has at most two decimals"))
    }

    fn day(&mut self, key: &str) -> Called<Option<NaiveDate>> {
        let Some(given) = self.take(key) else { return Ok(None) };
        let day = given.read_lock::<Day>().map(|day| day.0);
        day.map(Some).ok_or_else(|| self.wrong(key, &given, "a day, such as `sale.day.plus_days(90)`"))
    }
}

fn map(what: &str, given: Dynamic) -> Called<Map> {
    let kind = given.type_name();
    given.try_cast::<Map>().ok_or_else(|| cannot_be(format!("{what} is {kind}: a map, #{{ … }}")))
}

fn list(what: &str, given: Dynamic) -> Called<Array> {
    let kind = given.type_name();
    given.try_cast::<Array>().ok_or_else(|| cannot_be(format!("{what} is {kind}: a list, [ … ]")))
}

pub(super) fn change(counter: &str, amount: &Dynamic) -> Called<CounterChange> {
    let points = numbers::decimal(amount).and_then(|number| Points::new(number).ok());
    let wrong = || cannot_be(format!("counter {counter:?} changes by {amount}: a number with at most 4 decimals"));
    Ok(CounterChange { counter: counter.to_owned(), amount: points.ok_or_else(wrong)? })
}

pub(super) fn add(counter: &str, amount: &Dynamic, lines: &Dynamic) -> Called<Effect> {
    let lines = if lines.is_unit() { Vec::new() } else { line_ids(lines.clone())? };
    Ok(Effect::Add { change: change(counter, amount)?, lines })
}

/// Lines, or their ids.
fn line_ids(given: Dynamic) -> Called<Vec<LineId>> {
    let id = |given: Dynamic| {
        let line = given.read_lock::<Line>().map(|line| line.id());
        let number = || given.as_int().ok().and_then(|number| u32::try_from(number).ok()).map(LineId);
        line.or_else(number).ok_or_else(|| cannot_be(format!("{given} is not a line")))
    };
    list("lines", given)?.into_iter().map(id).collect()
}

pub(super) fn discount(map: Map) -> Called<Discount> {
    let mut fields = Fields::new("discount", map);
    let target = fields.take("lines").map_or(Ok(Target::Sale), |lines| line_ids(lines).map(Target::Lines))?;
    let benefit = match (fields.take("percent"), fields.map.contains_key("amount")) {
        (None, _) => Benefit::Amount(fields.money("amount")?),
        (Some(_), true) => return Err(cannot_be("discount with both `percent` and `amount`".into())),
        (Some(given), false) => {
            let percent = numbers::decimal(&given).and_then(|number| Percent::parse(&number.to_string()).ok());
            let wanted = "a percentage is from 0 to 100 with at most two decimals";
            Benefit::Percent(percent.ok_or_else(|| fields.wrong("percent", &given, wanted))?)
        }
    };
    let label = fields.text("label")?;
    fields.done()?;
    Ok(Discount { target, benefit, label })
}

pub(super) fn voucher(map: Map) -> Called<VoucherGrant> {
    let mut fields = Fields::new("voucher", map);
    let voucher =
        VoucherGrant { amount: fields.money("amount")?, expires: fields.day("expires")?, label: fields.text("label")? };
    fields.done()?;
    Ok(voucher)
}

pub(super) fn offer(map: Map) -> Called<Offer> {
    let mut fields = Fields::new("offer", map);
    let id = fields.need("id")?;
    let id = id.clone().into_string().map_err(|_| fields.wrong("id", &id, "a short name in quotes"))?;
    let offer = Offer {
        id,
        title: fields.text("title")?,
        cost: fields.take("cost").map(cost).transpose()?,
        rewards: list("offer `rewards`", fields.need("rewards")?)?.into_iter().map(reward).collect::<Called<_>>()?,
        expires: fields.day("expires")?,
    };
    fields.done()?;
    Ok(offer)
}

fn cost(given: Dynamic) -> Called<CounterChange> {
    let mut fields = Fields::new("cost", map("offer `cost`", given)?);
    let counter = fields.need("counter")?;
    let counter = counter.clone().into_string().map_err(|_| fields.wrong("counter", &counter, "a name in quotes"))?;
    let cost = change(&counter, &fields.need("amount")?)?;
    fields.done()?;
    Ok(cost)
}

fn reward(given: Dynamic) -> Called<Reward> {
    let mut fields = Fields::new("reward", map("reward", given)?);
    let reward = match fields.take("voucher") {
        Some(given) => Reward::Voucher(voucher(map("reward `voucher`", given)?)?),
        None => Reward::Discount(discount(map("reward `discount`", fields.need("discount")?)?)?),
    };
    fields.done()?;
    Ok(reward)
}

pub(super) fn message(map: Map) -> Called<Message> {
    let mut fields = Fields::new("message", map);
    let to = surfaces(fields.need("to")?)?;
    let weight = match fields.take("weight") {
        None => 50,
        Some(given) => {
            let weight = given.as_int().ok().and_then(|weight| u8::try_from(weight).ok());
            weight.filter(|weight| *weight <= 100).ok_or_else(|| fields.wrong("weight", &given, "from 0 to 100"))?
        }
    };
    let text = fields.text("text")?;
    fields.done()?;
    Ok(Message { to, weight, text })
}

/// One name or several: `"cashier"`, `["cashier", "receipt"]`.
fn surfaces(given: Dynamic) -> Called<Surfaces> {
    let names = if given.is_string() { vec![given] } else { list("message `to`", given)? };
    let mut to = Surfaces::default();
    for name in names {
        match name.read_lock::<ImmutableString>().as_deref().map(ImmutableString::as_str) {
            Some("cashier") => to.cashier = true,
            Some("customer-display") => to.customer_display = true,
            Some("receipt") => to.receipt = true,
            _ => return Err(cannot_be(format!("message `to` is {name}: cashier, customer-display or receipt"))),
        }
    }
    Ok(to)
}

/// The bytes that an effect holds beside its fixed part.
pub(super) fn size(effect: &Effect) -> usize {
    match effect {
        Effect::Add { change, lines } => change.counter.len() + lines.len() * 4,
        Effect::Spend(change) => change.counter.len(),
        Effect::Completed(counter) => counter.len(),
        Effect::Discount(discount) => discount_size(discount),
        Effect::Voucher(voucher) => values::text_size(&voucher.label),
        Effect::Message(message) => values::text_size(&message.text),
        Effect::Offer(offer) => {
            let rewards = offer.rewards.iter().map(|reward| match reward {
                Reward::Discount(discount) => discount_size(discount) + super::WEIGHT,
                Reward::Voucher(voucher) => values::text_size(&voucher.label) + super::WEIGHT,
            });
            let cost = offer.cost.as_ref().map_or(0, |cost| cost.counter.len());
            offer.id.len() + values::text_size(&offer.title) + cost + rewards.sum::<usize>()
        }
    }
}

fn discount_size(discount: &Discount) -> usize {
    let lines = match &discount.target {
        Target::Sale => 0,
        Target::Lines(lines) => lines.len() * 4,
    };
    values::text_size(&discount.label) + lines
}
