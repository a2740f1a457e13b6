//! What a case expects.

use std::collections::BTreeMap;

use comptoir_domain::effect::Part;
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::Sku;
use comptoir_domain::quantity::Points;

use super::written::{
    Short, WrittenDiscount, WrittenEarning, WrittenExpected, WrittenItem, WrittenMessage, WrittenOffer, WrittenPart,
    WrittenVoucher,
};
use super::{Checked, day, money, points, quantity};
use crate::cases::CaseProblem;
use crate::cases::expect::{
    Expected, ExpectedDiscount, ExpectedEarning, ExpectedItem, ExpectedMessage, ExpectedOffer, ExpectedVoucher,
};

pub(super) fn expected(written: WrittenExpected) -> Checked<Expected> {
    Ok(Expected {
        settings: written.settings,
        fault: written.fault,
        refused: written.refused,
        selected: written.selected,
        add: counters(&written.add, "expect: add")?,
        add_to_sponsor: counters(&written.add_to_sponsor, "expect: add_to_sponsor")?,
        earned_by: written.earned_by,
        earned: written.earned.map(|all| all.iter().map(earning).collect::<Checked<_>>()).transpose()?,
        spend: counters(&written.spend, "expect: spend")?,
        completed: written.completed,
        discounts: written.discounts.iter().map(discount).collect::<Checked<_>>()?,
        vouchers: written.vouchers.iter().map(voucher).collect::<Checked<_>>()?,
        items: written.items.iter().map(item).collect::<Checked<_>>()?,
        offers: written.offers.into_iter().map(offer).collect::<Checked<_>>()?,
        messages: written.messages.map(|all| all.into_iter().map(message).collect()),
    })
}

fn counters(all: &BTreeMap<String, toml::Value>, part: &str) -> Checked<BTreeMap<String, Points>> {
    let read = |(name, value): (&String, &toml::Value)| Ok((name.clone(), points(value, &format!("{part}: {name}"))?));
    all.iter().map(read).collect()
}

fn earning(written: &WrittenEarning) -> Checked<ExpectedEarning> {
    let key = "expect: earned";
    Ok(ExpectedEarning {
        counter: written.counter.clone(),
        amount: points(&written.amount, &format!("{key}: amount"))?,
        available: written.available.map(|written| day(written, &format!("{key}: available"))).transpose()?,
        expires: written.expires.map(|written| day(written, &format!("{key}: expires"))).transpose()?,
        to: written.to,
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

fn item(written: &WrittenItem) -> Checked<ExpectedItem> {
    let quantity = quantity(written.quantity.as_ref(), "expect: items: quantity")?;
    Ok(ExpectedItem { sku: Sku::new(&written.sku), quantity })
}

fn offer((id, written): (String, Short<OfferState, WrittenOffer>)) -> Checked<(String, ExpectedOffer)> {
    let offer = match written {
        Short::Plain(state) => ExpectedOffer { state, part: None, choices: None },
        Short::More(WrittenOffer { state, part: written, choices }) => {
            let part = written.map(|written| part(&written, &id)).transpose()?;
            ExpectedOffer { state, part, choices }
        }
    };
    Ok((id, offer))
}

fn part(written: &WrittenPart, offer: &str) -> Checked<Part> {
    let read = |value, name| points(value, &format!("expect: offers: {offer}: part: {name}"));
    Ok(Part { min: read(&written.min, "min")?, step: read(&written.step, "step")?, max: read(&written.max, "max")? })
}

fn message(written: WrittenMessage) -> ExpectedMessage {
    let WrittenMessage { key, to, acknowledge, fr, en } = written;
    ExpectedMessage { key, to, acknowledge, fr, en }
}
