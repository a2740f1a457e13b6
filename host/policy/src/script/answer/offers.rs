//! Offers read from the maps that a script gives: costs, rewards, parts and choices.

use comptoir_domain::effect::{Choice, CounterChange, Offer, Part, Reward};
use rhai::{Dynamic, Map};

use super::fields::{fields, list, map};
use super::{Called, WEIGHT, effects, values};

pub(super) fn offer(given: Map) -> Called<Offer> {
    let known = ["id", "title", "cost", "rewards", "expires", "part", "choices"];
    let mut fields = fields("offer", given, &known)?;
    let choices = fields.take("choices").map_or_else(|| Ok(Vec::new()), |given| list("offer `choices`", given))?;
    Ok(Offer {
        id: fields.name("id")?,
        title: fields.text("title")?,
        cost: fields.take("cost").map(cost).transpose()?,
        rewards: list("offer `rewards`", fields.need("rewards")?)?.into_iter().map(reward).collect::<Called<_>>()?,
        expires: fields.day("expires")?,
        part: fields.take("part").map(part).transpose()?,
        choices: choices.into_iter().map(choice).collect::<Called<_>>()?,
    })
}

fn cost(given: Dynamic) -> Called<CounterChange> {
    let mut fields = fields("cost", map("offer `cost`", given)?, &["counter", "amount"])?;
    effects::change(&fields.name("counter")?, &fields.need("amount")?)
}

fn reward(given: Dynamic) -> Called<Reward> {
    let kinds = ["discount", "voucher", "item"];
    let mut fields = fields("reward", map("reward", given)?, &kinds)?;
    let kind = fields.one_of(&kinds)?;
    let given = map("reward", fields.need(kind)?)?;
    Ok(match kind {
        "voucher" => Reward::Voucher(effects::voucher(given)?),
        "item" => Reward::Item(effects::item(given)?),
        _ => Reward::Discount(effects::discount(given)?),
    })
}

fn part(given: Dynamic) -> Called<Part> {
    let mut fields = fields("part", map("offer `part`", given)?, &["min", "step", "max"])?;
    Ok(Part { min: fields.points("min")?, step: fields.points("step")?, max: fields.points("max")? })
}

fn choice(given: Dynamic) -> Called<Choice> {
    let mut fields = fields("choice", map("choice", given)?, &["id", "label"])?;
    Ok(Choice { id: fields.name("id")?, label: fields.text("label")? })
}

/// The bytes that an offer holds beside its fixed part.
pub(super) fn size(offer: &Offer) -> usize {
    let rewards = offer.rewards.iter().map(|reward| match reward {
        Reward::Discount(discount) => effects::discount_size(discount) + WEIGHT,
        Reward::Voucher(voucher) => values::text_size(&voucher.label) + WEIGHT,
        Reward::Item(item) => effects::item_size(item) + WEIGHT,
    });
    let choices = offer.choices.iter().map(|choice| choice.id.len() + values::text_size(&choice.label) + WEIGHT);
    let cost = offer.cost.as_ref().map_or(0, |cost| cost.counter.len());
    offer.id.len() + values::text_size(&offer.title) + cost + rewards.sum::<usize>() + choices.sum::<usize>()
}
