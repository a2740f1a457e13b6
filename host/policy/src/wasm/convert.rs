//! Facts and settings on their way to a component, proposals on their way back.
//!
//! Out: every domain value fits the contract. In: nothing is believed, and what cannot be is named.

use chrono::{Datelike, NaiveDate, Timelike};
use comptoir_domain::effect::{
    Benefit, Condition, CounterChange, Discount, Effect, Message, Offer, Proposal, Reward, Surfaces, Target, Text,
    Value, VoucherGrant,
};
use comptoir_domain::facts::{Event, LineFact, LineKind, OfferState, SaleFacts};
use comptoir_domain::id::LineId;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::Percent;
use rust_decimal::Decimal;

use super::wit::comptoir::policy::{effects as we, facts as wf, types as wt};
use crate::engine::{Fault, SettingIssue};
use crate::settings::{SettingValue, Settings};

type Read<T> = Result<T, Fault>;

pub(super) fn settings(settings: &Settings) -> Vec<wt::Setting> {
    settings.iter().map(|(key, value)| wt::Setting { key: key.to_owned(), value: setting(value) }).collect()
}

fn setting(value: &SettingValue) -> wt::SettingValue {
    match value {
        SettingValue::Yes(yes) => wt::SettingValue::Yes(*yes),
        SettingValue::Integer(number) => wt::SettingValue::Integer(*number),
        SettingValue::Number(number) => wt::SettingValue::Number(exact(*number)),
        SettingValue::Money(amount) => wt::SettingValue::Money(amount.cents()),
        SettingValue::Percent(percent) => wt::SettingValue::Percent(percent.basis_points()),
        SettingValue::Text(text) => wt::SettingValue::Text(text.clone()),
        SettingValue::Codes(codes) => wt::SettingValue::Codes(codes.iter().cloned().collect()),
    }
}

fn exact(number: Decimal) -> wt::Decimal {
    let number = number.normalize();
    wt::Decimal {
        units: i64::try_from(number.mantissa()).expect("settings, quantities and counters fit 64 bits"),
        scale: u8::try_from(number.scale()).expect("a decimal has at most 28 places"),
    }
}

fn date(day: NaiveDate) -> wt::Date {
    wt::Date { year: day.year(), month: small(day.month()), day: small(day.day()) }
}

fn small(number: u32) -> u8 {
    u8::try_from(number).expect("months and days are below 32")
}

pub(super) fn sale(sale: &SaleFacts) -> wf::Sale {
    let minute = sale.time.hour() * 60 + sale.time.minute();
    wf::Sale {
        event: match sale.event {
            Event::Draft => wf::Event::Draft,
            Event::Paid => wf::Event::Paid,
        },
        day: date(sale.day),
        minute: u16::try_from(minute).expect("a day has 1440 minutes"),
        lines: sale.lines.iter().map(line).collect(),
        customer: sale.customer.as_ref().map(|customer| wf::Customer {
            group: customer.group.clone(),
            birthday: customer.birthday.map(|(month, day)| wf::Birthday { month: small(month), day: small(day) }),
            member_since: customer.member_since.map(date),
        }),
        counters: sale
            .counters
            .iter()
            .map(|counter| wf::Counter { name: counter.name.clone(), balance: exact(counter.balance.value()) })
            .collect(),
        offers: sale
            .offers
            .iter()
            .map(|offer| wf::AnsweredOffer { offer: offer.offer.clone(), state: state(offer.state) })
            .collect(),
    }
}

fn state(state: OfferState) -> wf::OfferState {
    match state {
        OfferState::Open => wf::OfferState::Open,
        OfferState::Taken => wf::OfferState::Taken,
        OfferState::Later => wf::OfferState::Later,
    }
}

fn line(line: &LineFact) -> wf::Line {
    wf::Line {
        id: line.id.0,
        kind: match line.kind {
            LineKind::Item => wf::LineKind::Item,
            LineKind::GiftVoucher => wf::LineKind::GiftVoucher,
        },
        sku: line.sku.as_str().to_owned(),
        label: line.label.clone(),
        departments: line.departments.iter().map(|department| department.as_str().to_owned()).collect(),
        quantity: exact(line.quantity.value()),
        unit_price: line.unit_price.cents(),
        amount: line.amount.cents(),
        prior_discount: line.prior_discount.cents(),
        gross: line.gross.cents(),
        vat: line.vat_rate.hundred_thousandths(),
        discountable: line.discountable,
    }
}

pub(super) fn proposal(proposal: we::Proposal) -> Read<Proposal> {
    Ok(Proposal { effects: all(proposal.effects, effect)?, why: all(proposal.why, condition)? })
}

pub(super) fn issue(issue: wt::SettingIssue) -> Read<SettingIssue> {
    Ok(SettingIssue { key: issue.key, problem: text(issue.problem)? })
}

fn all<W, T>(given: Vec<W>, read: fn(W) -> Read<T>) -> Read<Vec<T>> {
    given.into_iter().map(read).collect()
}

fn cannot_be(text: String) -> Fault {
    Fault::BadAnswer { place: None, text }
}

fn effect(effect: we::Effect) -> Read<Effect> {
    Ok(match effect {
        we::Effect::Add(earning) => {
            Effect::Add { change: change(earning.change)?, lines: earning.lines.into_iter().map(LineId).collect() }
        }
        we::Effect::Spend(spent) => Effect::Spend(change(spent)?),
        we::Effect::Completed(counter) => Effect::Completed(counter),
        we::Effect::Discount(given) => Effect::Discount(discount(given)?),
        we::Effect::Voucher(given) => Effect::Voucher(voucher(given)?),
        we::Effect::Offer(made) => Effect::Offer(offer(made)?),
        we::Effect::Message(said) => Effect::Message(message(said)?),
    })
}

fn change(change: we::CounterChange) -> Read<CounterChange> {
    let amount = number(change.amount)?;
    let amount = Points::new(amount)
        .map_err(|_| cannot_be(format!("counter {:?} changes by {amount}: at most 4 decimals", change.counter)))?;
    Ok(CounterChange { counter: change.counter, amount })
}

fn discount(discount: we::Discount) -> Read<Discount> {
    Ok(Discount {
        target: match discount.target {
            we::Target::Sale => Target::Sale,
            we::Target::Lines(lines) => Target::Lines(lines.into_iter().map(LineId).collect()),
        },
        benefit: match discount.benefit {
            we::Benefit::Percent(points) => Benefit::Percent(percent(points)?),
            we::Benefit::Amount(cents) => Benefit::Amount(money(cents)?),
        },
        label: text(discount.label)?,
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

fn offer(offer: we::Offer) -> Read<Offer> {
    Ok(Offer {
        id: offer.id,
        title: text(offer.title)?,
        cost: offer.cost.map(change).transpose()?,
        rewards: all(offer.rewards, reward)?,
        expires: offer.expires.map(day).transpose()?,
    })
}

fn reward(reward: we::Reward) -> Read<Reward> {
    Ok(match reward {
        we::Reward::Discount(given) => Reward::Discount(discount(given)?),
        we::Reward::Voucher(given) => Reward::Voucher(voucher(given)?),
    })
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
    };
    Ok(Message { to, weight: message.weight, text: text(message.text)? })
}

fn condition(condition: we::Condition) -> Read<Condition> {
    Ok(Condition {
        held: condition.held,
        what: text(condition.what)?,
        expected: value(condition.expected)?,
        actual: value(condition.actual)?,
    })
}

fn text(text: wt::Text) -> Read<Text> {
    let argument = |argument: wt::Argument| Ok((argument.name, value(argument.value)?));
    Ok(match text {
        wt::Text::Key(message) => {
            let mut arguments = message.arguments.into_iter().map(argument).collect::<Read<Vec<_>>>()?;
            // Their order means nothing; one order makes answers comparable, whatever the engine.
            arguments.sort_by(|(a, _), (b, _)| a.cmp(b));
            Text::Key(message.key, arguments)
        }
        wt::Text::Plain(words) => Text::Plain(words),
    })
}

fn value(value: wt::Value) -> Read<Value> {
    Ok(match value {
        wt::Value::Number(given) => Value::Number(number(given)?),
        wt::Value::Money(cents) => Value::Money(money(cents)?),
        wt::Value::Day(given) => Value::Day(day(given)?),
        wt::Value::Words(words) => Value::Words(words),
        wt::Value::Yes(yes) => Value::Yes(yes),
    })
}

fn number(number: wt::Decimal) -> Read<Decimal> {
    if number.scale > 9 {
        return Err(cannot_be(format!("decimal of scale {}: at most 9", number.scale)));
    }
    Ok(Decimal::new(number.units, u32::from(number.scale)).normalize())
}

fn money(cents: i64) -> Read<Money> {
    let most = Money::MAX.cents();
    if !(-most..=most).contains(&cents) {
        return Err(cannot_be(format!("amount of {cents} cents: at most {most}")));
    }
    Ok(Money::from_cents(cents))
}

fn day(date: wt::Date) -> Read<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year, u32::from(date.month), u32::from(date.day))
        .ok_or_else(|| cannot_be(format!("day {}-{}-{}: not in the calendar", date.year, date.month, date.day)))
}
