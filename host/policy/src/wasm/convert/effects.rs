//! A component's proposal, read without believing any of it.

use comptoir_domain::effect::{
    Beneficiary, Benefit, Choice, Condition, CounterChange, Discount, Earning, Effect, FreeItem, Message, Offer, Part,
    Proposal, Reward, Surfaces, Target, VoucherGrant,
};
use comptoir_domain::id::{LineId, Sku};
use comptoir_domain::quantity::Quantity;
use comptoir_domain::rate::Percent;

use super::super::wit::comptoir::policy::effects as we;
use super::{Read, all, cannot_be, day, money, number, points, text, value};

pub(in crate::wasm) fn proposal(proposal: we::Proposal) -> Read<Proposal> {
    Ok(Proposal { effects: all(proposal.effects, effect)?, why: all(proposal.why, condition)? })
}

fn effect(effect: we::Effect) -> Read<Effect> {
    Ok(match effect {
        we::Effect::Add(earned) => Effect::Add(earning(earned)?),
        we::Effect::Spend(spent) => Effect::Spend(change(spent)?),
        we::Effect::Completed(counter) => Effect::Completed(counter),
        we::Effect::Discount(given) => Effect::Discount(discount(given)?),
        we::Effect::Voucher(given) => Effect::Voucher(voucher(given)?),
        we::Effect::Item(given) => Effect::Item(item(given)?),
        we::Effect::Offer(made) => Effect::Offer(offer(made)?),
        we::Effect::Message(said) => Effect::Message(message(said)?),
    })
}

fn line_ids(lines: Vec<u32>) -> Vec<LineId> {
    lines.into_iter().map(LineId).collect()
}

fn change(change: we::CounterChange) -> Read<CounterChange> {
    let amount = points(change.amount, &format!("change of counter {:?}", change.counter))?;
    Ok(CounterChange { counter: change.counter, amount })
}

fn earning(earning: we::Earning) -> Read<Earning> {
    Ok(Earning {
        change: change(earning.change)?,
        lines: line_ids(earning.lines),
        available: earning.available.map(day).transpose()?,
        expires: earning.expires.map(day).transpose()?,
        to: match earning.to {
            we::Beneficiary::Customer => Beneficiary::Customer,
            we::Beneficiary::Sponsor => Beneficiary::Sponsor,
        },
    })
}

fn discount(discount: we::Discount) -> Read<Discount> {
    Ok(Discount {
        target: match discount.target {
            we::Target::Sale => Target::Sale,
            we::Target::Lines(lines) => Target::Lines(line_ids(lines)),
        },
        benefit: benefit(discount.benefit)?,
        label: text(discount.label)?,
    })
}

fn benefit(benefit: we::Benefit) -> Read<Benefit> {
    Ok(match benefit {
        we::Benefit::Percent(points) => Benefit::Percent(percent(points)?),
        we::Benefit::Amount(cents) => Benefit::Amount(money(cents)?),
        we::Benefit::AmountEach(cents) => Benefit::AmountEach(money(cents)?),
        we::Benefit::UnitPrice(cents) => Benefit::UnitPrice(money(cents)?),
        we::Benefit::Pieces(pieces) => Benefit::Pieces { count: pieces.count, percent: percent(pieces.percent)? },
    })
}

fn percent(points: u32) -> Read<Percent> {
    Percent::from_basis_points(points)
        .map_err(|_| cannot_be(format!("discount of {points} basis points: at most 10000")))
}

fn voucher(voucher: we::Voucher) -> Read<VoucherGrant> {
    Ok(VoucherGrant {
        amount: money(voucher.amount)?,
        expires: voucher.expires.map(day).transpose()?,
        label: text(voucher.label)?,
    })
}

fn item(item: we::FreeItem) -> Read<FreeItem> {
    let quantity = number(item.quantity)?;
    let quantity = Quantity::new(quantity).map_err(|_| {
        cannot_be(format!("{quantity} of item {:?}: above 0 and up to 100000 with at most 3 decimals", item.sku))
    })?;
    Ok(FreeItem { sku: Sku::new(item.sku), quantity, label: text(item.label)? })
}

fn offer(offer: we::Offer) -> Read<Offer> {
    Ok(Offer {
        title: text(offer.title)?,
        cost: offer.cost.map(change).transpose()?,
        rewards: all(offer.rewards, reward)?,
        expires: offer.expires.map(day).transpose()?,
        part: offer.part.map(|given| part(given, &offer.id)).transpose()?,
        choices: all(offer.choices, choice)?,
        id: offer.id,
    })
}

fn reward(reward: we::Reward) -> Read<Reward> {
    Ok(match reward {
        we::Reward::Discount(given) => Reward::Discount(discount(given)?),
        we::Reward::Voucher(given) => Reward::Voucher(voucher(given)?),
        we::Reward::Item(given) => Reward::Item(item(given)?),
    })
}

fn part(part: we::Part, offer: &str) -> Read<Part> {
    let read = |given, which: &str| points(given, &format!("{which} part of offer {offer:?}"));
    Ok(Part {
        min: read(part.min, "least")?,
        step: read(part.step, "step from part to part")?,
        max: read(part.max, "greatest")?,
    })
}

fn choice(choice: we::Choice) -> Read<Choice> {
    Ok(Choice { id: choice.id, label: text(choice.label)? })
}

fn message(message: we::Message) -> Read<Message> {
    if message.weight > 100 {
        return Err(cannot_be(format!("message of weight {}: at most 100", message.weight)));
    }
    let to = |surface| message.to.contains(surface);
    let to = Surfaces {
        cashier: to(we::Surfaces::CASHIER),
        customer_display: to(we::Surfaces::CUSTOMER_DISPLAY),
        receipt: to(we::Surfaces::RECEIPT),
        customer_panel: to(we::Surfaces::CUSTOMER_PANEL),
    };
    Ok(Message { to, weight: message.weight, text: text(message.text)?, acknowledge: message.acknowledge })
}

fn condition(condition: we::Condition) -> Read<Condition> {
    Ok(Condition {
        held: condition.held,
        what: text(condition.what)?,
        expected: value(condition.expected)?,
        actual: value(condition.actual)?,
    })
}
