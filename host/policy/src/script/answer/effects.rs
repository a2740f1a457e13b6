//! Effects read from the maps that a script gives.

use comptoir_domain::effect::{
    Beneficiary, Benefit, CounterChange, Discount, Earning, Effect, FreeItem, Message, Surfaces, Target, VoucherGrant,
};
use comptoir_domain::id::{LineId, Sku};
use comptoir_domain::quantity::{Points, Quantity};
use rhai::{Dynamic, ImmutableString, Map};
use rust_decimal::prelude::ToPrimitive;

use super::fields::{Fields, fields, list, map};
use super::{Called, cannot_be, offers, values};
use crate::nearest;
use crate::script::facts::Line;
use crate::script::numbers;

pub(super) fn change(counter: &str, amount: &Dynamic) -> Called<CounterChange> {
    let points = numbers::decimal(amount).and_then(|number| Points::new(number).ok());
    let wrong = || {
        cannot_be(
            format!("le compteur {counter:?} change de {amount} : un nombre d'au plus 4 décimales"),
            format!("counter {counter:?} changes by {amount}: a number with at most 4 decimals"),
        )
    };
    Ok(CounterChange { counter: counter.to_owned(), amount: points.ok_or_else(wrong)? })
}

pub(super) fn add(counter: &str, amount: &Dynamic, lines: &Dynamic) -> Called<Effect> {
    let lines = if lines.is_unit() { Vec::new() } else { line_ids(lines.clone())? };
    Ok(Effect::Add(Earning::new(change(counter, amount)?, lines)))
}

pub(super) fn earning(map: Map) -> Called<Earning> {
    let known = ["counter", "amount", "lines", "available", "expires", "to"];
    let mut fields = fields("add", map, &known)?;
    let counter = fields.name("counter")?;
    Ok(Earning {
        change: change(&counter, &fields.need("amount")?)?,
        lines: fields.take("lines").map_or_else(|| Ok(Vec::new()), line_ids)?,
        available: fields.day("available")?,
        expires: fields.day("expires")?,
        to: beneficiary(&mut fields)?,
    })
}

fn beneficiary(fields: &mut Fields) -> Called<Beneficiary> {
    let Some(given) = fields.take("to") else { return Ok(Beneficiary::Customer) };
    match given.read_lock::<ImmutableString>().as_deref().map(ImmutableString::as_str) {
        Some("customer") => Ok(Beneficiary::Customer),
        Some("sponsor") => Ok(Beneficiary::Sponsor),
        _ => Err(fields.wrong("to", &given, ("\"customer\" ou \"sponsor\"", "\"customer\" or \"sponsor\""))),
    }
}

/// Lines, or their ids.
fn line_ids(given: Dynamic) -> Called<Vec<LineId>> {
    let id = |given: Dynamic| {
        let line = given.read_lock::<Line>().map(|line| line.id());
        let number = || given.as_int().ok().and_then(|number| u32::try_from(number).ok()).map(LineId);
        line.or_else(number)
            .ok_or_else(|| cannot_be(format!("{given} n'est pas une ligne"), format!("{given} is not a line")))
    };
    list("lines", given)?.into_iter().map(id).collect()
}

pub(super) fn discount(map: Map) -> Called<Discount> {
    let benefits = ["percent", "amount", "amount_each", "unit_price", "pieces"];
    let mut fields = fields("discount", map, &[&benefits[..], &["lines", "label"]].concat())?;
    let benefit = match fields.one_of(&benefits)? {
        "percent" => Benefit::Percent(fields.percent("percent")?),
        "amount_each" => Benefit::AmountEach(fields.money("amount_each")?),
        "unit_price" => Benefit::UnitPrice(fields.money("unit_price")?),
        "pieces" => pieces(fields.need("pieces")?)?,
        _ => Benefit::Amount(fields.money("amount")?),
    };
    let target = fields.take("lines").map_or(Ok(Target::Sale), |lines| line_ids(lines).map(Target::Lines))?;
    Ok(Discount { target, benefit, label: fields.text("label")? })
}

fn pieces(given: Dynamic) -> Called<Benefit> {
    let mut fields = fields("discount `pieces`", map("discount `pieces`", given)?, &["count", "percent"])?;
    let count = fields.need("count")?;
    let whole = numbers::decimal(&count).filter(|number| number.fract().is_zero());
    let count = whole
        .and_then(|number| number.to_u32())
        .ok_or_else(|| fields.wrong("count", &count, ("un nombre entier de pièces", "a whole number of pieces")))?;
    Ok(Benefit::Pieces { count, percent: fields.percent("percent")? })
}

pub(super) fn voucher(map: Map) -> Called<VoucherGrant> {
    let mut fields = fields("voucher", map, &["amount", "expires", "label"])?;
    Ok(VoucherGrant { amount: fields.money("amount")?, expires: fields.day("expires")?, label: fields.text("label")? })
}

pub(super) fn item(map: Map) -> Called<FreeItem> {
    let mut fields = fields("item", map, &["sku", "quantity", "label"])?;
    let quantity = match fields.take("quantity") {
        None => Quantity::ONE,
        Some(given) => {
            let quantity = numbers::decimal(&given).and_then(|number| Quantity::new(number).ok());
            let wanted = (
                "au-dessus de 0 et jusqu'à 100000, 3 décimales au plus",
                "above 0 and up to 100000 with at most 3 decimals",
            );
            quantity.ok_or_else(|| fields.wrong("quantity", &given, wanted))?
        }
    };
    Ok(FreeItem { sku: Sku::new(fields.name("sku")?), quantity, label: fields.text("label")? })
}

pub(super) fn message(map: Map) -> Called<Message> {
    let mut fields = fields("message", map, &["to", "weight", "text", "acknowledge"])?;
    let to = surfaces(fields.need("to")?)?;
    let weight = match fields.take("weight") {
        None => 50,
        Some(given) => {
            let weight = given.as_int().ok().and_then(|weight| u8::try_from(weight).ok());
            weight
                .filter(|weight| *weight <= 100)
                .ok_or_else(|| fields.wrong("weight", &given, ("de 0 à 100", "from 0 to 100")))?
        }
    };
    Ok(Message { to, weight, text: fields.text("text")?, acknowledge: fields.yes("acknowledge")? })
}

/// One name or several: `"cashier"`, `["cashier", "receipt"]`.
fn surfaces(given: Dynamic) -> Called<Surfaces> {
    let names = if given.is_string() { vec![given] } else { list("message `to`", given)? };
    let mut to = Surfaces::default();
    for name in names {
        let text = name.read_lock::<ImmutableString>().map(|name| name.to_string()).unwrap_or_default();
        match text.as_str() {
            "cashier" => to.cashier = true,
            "customer-display" => to.customer_display = true,
            "receipt" => to.receipt = true,
            "customer-panel" => to.customer_panel = true,
            _ => {
                let known = ["cashier", "customer-display", "receipt", "customer-panel"];
                let near = nearest::hint(&text, &known);
                return Err(cannot_be(
                    format!("message `to` vaut {name}{}", near.fr),
                    format!("message `to` is {name}{}", near.en),
                ));
            }
        }
    }
    Ok(to)
}

/// The bytes that an effect holds beside its fixed part.
pub(super) fn size(effect: &Effect) -> usize {
    match effect {
        Effect::Add(earning) => earning.change.counter.len() + earning.lines.len() * 4,
        Effect::Spend(change) => change.counter.len(),
        Effect::Completed(counter) => counter.len(),
        Effect::Discount(discount) => discount_size(discount),
        Effect::Voucher(voucher) => values::text_size(&voucher.label),
        Effect::Item(item) => item_size(item),
        Effect::Message(message) => values::text_size(&message.text),
        Effect::Offer(offer) => offers::size(offer),
    }
}

pub(super) fn discount_size(discount: &Discount) -> usize {
    let lines = match &discount.target {
        Target::Sale => 0,
        Target::Lines(lines) => lines.len() * 4,
    };
    values::text_size(&discount.label) + lines
}

pub(super) fn item_size(item: &FreeItem) -> usize {
    item.sku.as_str().len() + values::text_size(&item.label)
}
