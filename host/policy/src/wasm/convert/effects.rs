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
    Percent::from_basis_points(points).map_err(|_| {
        cannot_be(
            format!("remise de {points} points de base : 10000 au plus"),
            format!("discount of {points} basis points: at most 10000"),
        )
    })
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
        cannot_be(
            format!("{quantity} de l'article {:?} : au-dessus de 0 et jusqu'à 100000, 3 décimales au plus", item.sku),
            format!("{quantity} of item {:?}: above 0 and up to 100000 with at most 3 decimals", item.sku),
        )
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
    let read = |given, which: &str| points(given, &format!("part of offer {offer:?}: {which}"));
    Ok(Part { min: read(part.min, "min")?, step: read(part.step, "step")?, max: read(part.max, "max")? })
}

fn choice(choice: we::Choice) -> Read<Choice> {
    Ok(Choice { id: choice.id, label: text(choice.label)? })
}

fn message(message: we::Message) -> Read<Message> {
    if message.weight > 100 {
        return Err(cannot_be(
            format!("message de poids {} : 100 au plus", message.weight),
            format!("message of weight {}: at most 100", message.weight),
        ));
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

pub(super) fn condition(condition: we::Condition) -> Read<Condition> {
    Ok(Condition {
        held: condition.held,
        what: text(condition.what)?,
        expected: value(condition.expected)?,
        actual: value(condition.actual)?,
    })
}

#[cfg(test)]
mod tests {
    use comptoir_domain::effect::{Text, Value};
    use comptoir_domain::money::Money;
    use comptoir_domain::quantity::Points;
    use rust_decimal::Decimal;

    use super::super::super::wit::comptoir::policy::types as wt;
    use super::*;
    use crate::engine::Fault;

    fn decimal(units: i64, scale: u8) -> wt::Decimal {
        wt::Decimal { units, scale }
    }

    fn date(year: i32, month: u8, day: u8) -> wt::Date {
        wt::Date { year, month, day }
    }

    fn label() -> wt::Text {
        let yes = wt::Argument { name: "b".into(), value: wt::Value::Yes(true) };
        let number = wt::Argument { name: "a".into(), value: wt::Value::Number(decimal(150, 2)) };
        wt::Text::Key(wt::CatalogMessage { key: "hello".into(), arguments: vec![yes, number] })
    }

    fn read_label() -> Text {
        let number = Value::Number(Decimal::new(15, 1));
        Text::Key("hello".into(), vec![("a".into(), number), ("b".into(), Value::Yes(true))])
    }

    fn change_of(units: i64, scale: u8) -> we::CounterChange {
        we::CounterChange { counter: "points".into(), amount: decimal(units, scale) }
    }

    fn read_change(ten_thousandths: i64) -> CounterChange {
        CounterChange { counter: "points".into(), amount: Points::from_ten_thousandths(ten_thousandths) }
    }

    fn off(benefit: we::Benefit) -> we::Discount {
        we::Discount { target: we::Target::Lines(vec![3]), benefit, label: label() }
    }

    fn free(units: i64) -> we::FreeItem {
        we::FreeItem { sku: "MUG".into(), quantity: decimal(units, 0), label: label() }
    }

    fn offered(part: Option<we::Part>) -> we::Offer {
        we::Offer {
            id: "gift".into(),
            title: label(),
            cost: Some(change_of(2, 0)),
            rewards: vec![
                we::Reward::Item(free(1)),
                we::Reward::Voucher(we::Voucher { amount: 500, expires: None, label: label() }),
                we::Reward::Discount(off(we::Benefit::Percent(500))),
            ],
            expires: Some(date(2026, 12, 1)),
            part,
            choices: vec![we::Choice { id: "mug".into(), label: label() }],
        }
    }

    #[test]
    fn every_benefit_is_read_as_it_was_meant() {
        let percent = |points| Percent::from_basis_points(points).unwrap();
        let pieces = we::Benefit::Pieces(we::Pieces { count: 2, percent: 10_000 });
        for (given, expected) in [
            (we::Benefit::Percent(750), Benefit::Percent(percent(750))),
            (we::Benefit::Amount(305), Benefit::Amount(Money::from_cents(305))),
            (we::Benefit::AmountEach(305), Benefit::AmountEach(Money::from_cents(305))),
            (we::Benefit::UnitPrice(0), Benefit::UnitPrice(Money::ZERO)),
            (pieces, Benefit::Pieces { count: 2, percent: percent(10_000) }),
        ] {
            let expected = Discount { target: Target::Lines(vec![LineId(3)]), benefit: expected, label: read_label() };
            assert_eq!(effect(we::Effect::Discount(off(given))), Ok(Effect::Discount(expected)));
        }
    }

    #[test]
    fn an_offer_an_earning_and_a_message_keep_all_that_they_say() {
        let part = we::Part { min: decimal(1, 0), step: decimal(5, 1), max: decimal(10, 0) };
        let Ok(Effect::Offer(read)) = effect(we::Effect::Offer(offered(Some(part)))) else { panic!("no offer") };
        let ten_thousandths = Points::from_ten_thousandths;
        let part = Part { min: ten_thousandths(10_000), step: ten_thousandths(5_000), max: ten_thousandths(100_000) };
        assert_eq!((read.part, read.cost), (Some(part), Some(read_change(20_000))));
        assert_eq!(read.choices, [Choice { id: "mug".into(), label: read_label() }]);
        assert_eq!(read.expires, chrono::NaiveDate::from_ymd_opt(2026, 12, 1));
        assert!(matches!(
            read.rewards.as_slice(),
            [Reward::Item(item), Reward::Voucher(voucher), Reward::Discount(_)]
                if item.quantity == Quantity::ONE && voucher.amount == Money::from_cents(500)
        ));
        let earned = we::Earning {
            change: change_of(15, 1),
            lines: vec![1, 2],
            available: Some(date(2026, 11, 24)),
            expires: Some(date(2027, 11, 24)),
            to: we::Beneficiary::Sponsor,
        };
        let Ok(Effect::Add(read)) = effect(we::Effect::Add(earned)) else { panic!("no earning") };
        assert_eq!((read.change, read.to), (read_change(15_000), Beneficiary::Sponsor));
        assert_eq!(read.lines, [LineId(1), LineId(2)]);
        assert_eq!(read.available, chrono::NaiveDate::from_ymd_opt(2026, 11, 24));
        assert_eq!(read.expires, chrono::NaiveDate::from_ymd_opt(2027, 11, 24));
        let to = we::Surfaces::CUSTOMER_PANEL | we::Surfaces::RECEIPT;
        let said = we::Message { to, weight: 9, text: label(), acknowledge: true };
        let to = Surfaces { customer_panel: true, receipt: true, ..Surfaces::default() };
        let expected = Message { to, weight: 9, text: read_label(), acknowledge: true };
        assert_eq!(effect(we::Effect::Message(said)), Ok(Effect::Message(expected)));
    }

    #[test]
    fn what_cannot_be_is_named_by_its_place_and_value() {
        let part = we::Part { min: decimal(1, 0), step: decimal(1, 5), max: decimal(10, 0) };
        let never = we::Earning {
            change: change_of(1, 0),
            lines: vec![],
            available: Some(date(2026, 13, 1)),
            expires: None,
            to: we::Beneficiary::Customer,
        };
        let pieces = we::Benefit::Pieces(we::Pieces { count: 1, percent: 10_001 });
        for (given, part) in [
            (we::Effect::Spend(change_of(1, 10)), "decimal of scale 10"),
            (we::Effect::Spend(change_of(i64::MAX, 0)), "\"points\" is 9223372036854775807"),
            (we::Effect::Item(free(0)), "0 of item \"MUG\""),
            (we::Effect::Item(free(100_001)), "100001 of item \"MUG\""),
            (we::Effect::Discount(off(we::Benefit::AmountEach(i64::MIN))), "-9223372036854775808 cents"),
            (we::Effect::Discount(off(we::Benefit::UnitPrice(i64::MAX))), "9223372036854775807 cents"),
            (we::Effect::Discount(off(pieces)), "10001 basis points"),
            (we::Effect::Offer(offered(Some(part))), "part of offer \"gift\": step is 0.00001"),
            (we::Effect::Add(never), "day 2026-13-1"),
        ] {
            let Err(Fault::BadAnswer { text, .. }) = effect(given) else { panic!("{part} was believed") };
            assert!(text.en.contains(part), "{part} in {text:?}");
        }
    }
}
