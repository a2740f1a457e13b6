//! The rule: which lines earn, how many points, and when the gift is offered.
//!
//! What earns is what is paid: lines after earlier discounts, without excluded departments, without
//! gift vouchers. Points count per whole step of it. With a voucher as the gift, the points of this
//! very sale count for it; with a discount, only those of past visits do, and when it is taken the
//! points of this sale are counted on what is left to pay.

use crate::contract::comptoir::policy::effects::{
    Benefit, Condition, CounterChange, Discount, Earning, Effect, Message, Offer, Proposal, Reward, Surfaces, Target,
    Voucher,
};
use crate::contract::comptoir::policy::facts::{Line, LineKind, OfferState, Sale};
use crate::contract::comptoir::policy::types::{
    Argument, CatalogMessage, Date, LineId, Setting, SettingIssue, SettingValue, Text, Value,
};
use crate::numbers::{Points, plus_days};

/// The counter and the offer, as the manifest and the till know them.
const COUNTER: &str = "points";
const GIFT: &str = "gift";

/// What the gift is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Gift {
    Voucher,
    Discount,
}

/// The settings, read.
struct Program<'a> {
    points: Points,
    step: i64,
    excluded: &'a [String],
    threshold: Points,
    gift: Gift,
    worth: i64,
    validity: i64,
}

/// Checks what the manifest cannot: points must fit the counter.
///
/// # Errors
///
/// One issue for each setting that cannot be used.
pub fn prepare(settings: &[Setting]) -> Result<(), Vec<SettingIssue>> {
    match Program::read(settings) {
        Ok(_) => Ok(()),
        Err(_) => Err(vec![SettingIssue { key: "points".into(), problem: text("issue-points", []) }]),
    }
}

/// Answers for one sale.
///
/// # Errors
///
/// A sentence when a setting is missing or points exceed what a counter can hold.
pub fn evaluate(settings: &[Setting], sale: &Sale, explain: bool) -> Result<Proposal, String> {
    let program = Program::read(settings)?;
    let mut answer = Answer { proposal: Proposal { effects: Vec::new(), why: Vec::new() }, explain };
    let identified = sale.customer.is_some();
    if answer.require("why-customer", identified, Value::Yes(true), Value::Yes(identified)) {
        program.answer(sale, &mut answer)?;
    }
    Ok(answer.proposal)
}

impl<'a> Program<'a> {
    fn read(settings: &'a [Setting]) -> Result<Self, String> {
        let find = |key: &str| settings.iter().find(|setting| setting.key == key).map(|setting| &setting.value);
        let wrong = |key: &str| format!("setting `{key}` is missing or of another type");
        let money = |key| match find(key) {
            Some(SettingValue::Money(cents)) => Ok(*cents),
            _ => Err(wrong(key)),
        };
        let integer = |key| match find(key) {
            Some(SettingValue::Integer(number)) => Ok(*number),
            _ => Err(wrong(key)),
        };
        Ok(Self {
            points: match find("points") {
                Some(SettingValue::Number(points)) => Points::exact(*points)?,
                _ => return Err(wrong("points")),
            },
            step: money("step")?,
            excluded: match find("excluded_departments") {
                Some(SettingValue::Codes(codes)) => codes,
                _ => return Err(wrong("excluded_departments")),
            },
            threshold: Points::whole(integer("threshold")?)?,
            gift: match find("reward") {
                Some(SettingValue::Text(name)) if name == "voucher" => Gift::Voucher,
                Some(SettingValue::Text(name)) if name == "discount" => Gift::Discount,
                _ => return Err(wrong("reward")),
            },
            worth: money("reward_value")?,
            validity: integer("validity")?,
        })
    }

    fn answer(&self, sale: &Sale, answer: &mut Answer) -> Result<(), String> {
        let basket = Basket::of(sale, self.excluded);
        let before = balance(sale)?;
        let usable = self.usable(before, &basket);
        let taken = sale.offers.iter().any(|offer| offer.offer == GIFT && offer.state == OfferState::Taken);
        let paid = if usable && taken { basket.amount - self.worth } else { basket.amount };
        let earned = self.points.times(paid / self.step)?;
        let tally = Tally { before, earned, after: before.plus(earned)? };
        let offered = usable || (self.gift == Gift::Voucher && tally.after >= self.threshold);
        self.explain(&tally, paid, &basket, answer);
        if earned > Points::ZERO {
            answer.push(Effect::Add(Earning { change: change(earned), lines: basket.earning }));
        }
        if before < self.threshold && tally.after >= self.threshold {
            answer.push(Effect::Completed(COUNTER.into()));
        }
        if offered {
            answer.push(Effect::Offer(self.offer(sale.day, basket.discountable)));
        }
        let spent = if offered && taken { self.threshold } else { Points::ZERO };
        let left = tally.after.minus(spent);
        let to_cashier = if spent > Points::ZERO {
            text("cashier-taken", [points("left", left), money("worth", self.worth)])
        } else {
            self.to_cashier(&tally, offered, basket.discounted)
        };
        answer.say(Surfaces::CASHIER, 60, to_cashier);
        answer.say(Surfaces::RECEIPT, 40, text("receipt-points", [points("points", left)]));
        Ok(())
    }

    /// Tells whether the gift is a discount that this very sale can use.
    fn usable(&self, before: Points, basket: &Basket) -> bool {
        self.gift == Gift::Discount && before >= self.threshold && basket.discounted >= self.worth
    }

    fn explain(&self, tally: &Tally, paid: i64, basket: &Basket, answer: &mut Answer) {
        answer.require("why-amount", paid >= self.step, Value::Money(self.step), Value::Money(paid));
        let counted = if self.gift == Gift::Voucher { tally.after } else { tally.before };
        let reached = counted >= self.threshold;
        let [threshold, counted] = [self.threshold, counted].map(|points| Value::Number(points.decimal()));
        if answer.require("why-threshold", reached, threshold, counted) && self.gift == Gift::Discount {
            let enough = basket.discounted >= self.worth;
            answer.require("why-worth", enough, Value::Money(self.worth), Value::Money(basket.discounted));
        }
    }

    fn offer(&self, day: Date, lines: Vec<LineId>) -> Offer {
        let worth = || [money("worth", self.worth)];
        let (title, reward) = match self.gift {
            Gift::Voucher => {
                let expires = (self.validity > 0).then(|| plus_days(day, self.validity));
                let label = text("voucher-label", []);
                ("offer-voucher", Reward::Voucher(Voucher { amount: self.worth, expires, label }))
            }
            Gift::Discount => {
                let (target, benefit) = (Target::Lines(lines), Benefit::Amount(self.worth));
                let label = text("discount-label", []);
                ("offer-discount", Reward::Discount(Discount { target, benefit, label }))
            }
        };
        Offer {
            id: GIFT.into(),
            title: text(title, worth()),
            cost: Some(change(self.threshold)),
            rewards: vec![reward],
            expires: None,
        }
    }

    fn to_cashier(&self, tally: &Tally, offered: bool, basket: i64) -> Text {
        let worth = money("worth", self.worth);
        if offered {
            text("cashier-gift", [points("after", tally.after), worth])
        } else if tally.before >= self.threshold {
            text("cashier-too-small", [points("before", tally.before), worth, money("basket", basket)])
        } else if tally.after >= self.threshold {
            text("cashier-next-time", [points("after", tally.after), worth])
        } else {
            let missing = self.threshold.minus(tally.after);
            let [before, earned, missing] =
                [("before", tally.before), ("earned", tally.earned), ("missing", missing)].map(|(n, p)| points(n, p));
            text("cashier-progress", [before, earned, missing])
        }
    }
}

/// The customer's points before, from and after this sale.
struct Tally {
    before: Points,
    earned: Points,
    after: Points,
}

/// What of the sale counts.
struct Basket {
    /// What is paid for lines that earn, in cents.
    amount: i64,
    earning: Vec<LineId>,
    /// What is paid for those of them that may be discounted, in cents.
    discounted: i64,
    discountable: Vec<LineId>,
}

impl Basket {
    fn of(sale: &Sale, excluded: &[String]) -> Self {
        let counts = |line: &&Line| {
            line.kind == LineKind::Item
                && line.gross > 0
                && !line.departments.iter().any(|department| excluded.contains(department))
        };
        let mut basket = Self { amount: 0, earning: Vec::new(), discounted: 0, discountable: Vec::new() };
        for line in sale.lines.iter().filter(counts) {
            basket.amount += line.gross;
            basket.earning.push(line.id);
            if line.discountable {
                basket.discounted += line.gross;
                basket.discountable.push(line.id);
            }
        }
        basket
    }
}

fn balance(sale: &Sale) -> Result<Points, String> {
    let counter = sale.counters.iter().find(|counter| counter.name == COUNTER);
    counter.map_or(Ok(Points::ZERO), |counter| Points::exact(counter.balance))
}

/// The answer under construction.
struct Answer {
    proposal: Proposal,
    explain: bool,
}

impl Answer {
    fn push(&mut self, effect: Effect) {
        self.proposal.effects.push(effect);
    }

    fn say(&mut self, to: Surfaces, weight: u8, text: Text) {
        self.push(Effect::Message(Message { to, weight, text }));
    }

    /// Notes a condition when reasons are asked for, and gives back whether it held.
    fn require(&mut self, what: &str, held: bool, expected: Value, actual: Value) -> bool {
        if self.explain {
            self.proposal.why.push(Condition { held, what: text(what, []), expected, actual });
        }
        held
    }
}

fn change(amount: Points) -> CounterChange {
    CounterChange { counter: COUNTER.into(), amount: amount.decimal() }
}

fn text<const N: usize>(key: &str, arguments: [Argument; N]) -> Text {
    Text::Key(CatalogMessage { key: key.into(), arguments: arguments.into() })
}

fn points(name: &str, points: Points) -> Argument {
    Argument { name: name.into(), value: Value::Number(points.decimal()) }
}

fn money(name: &str, cents: i64) -> Argument {
    Argument { name: name.into(), value: Value::Money(cents) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::comptoir::policy::facts::{AnsweredOffer, Counter, Customer, Event};
    use crate::contract::comptoir::policy::types::Decimal;

    fn settings(points: Decimal, reward: &str) -> Vec<Setting> {
        let setting = |key: &str, value| Setting { key: key.into(), value };
        vec![
            setting("points", SettingValue::Number(points)),
            setting("step", SettingValue::Money(100)),
            setting("excluded_departments", SettingValue::Codes(vec!["presse".into()])),
            setting("threshold", SettingValue::Integer(200)),
            setting("reward", SettingValue::Text(reward.into())),
            setting("reward_value", SettingValue::Money(1_000)),
            setting("validity", SettingValue::Integer(0)),
        ]
    }

    const ONE: Decimal = Decimal { units: 1, scale: 0 };

    fn line(id: LineId, cents: i64, department: &str) -> Line {
        Line {
            id,
            kind: LineKind::Item,
            sku: format!("ART-{id}"),
            label: "Article".into(),
            departments: vec![department.into()],
            quantity: ONE,
            unit_price: cents,
            amount: cents,
            prior_discount: 0,
            gross: cents,
            vat: 20_000,
            discountable: true,
        }
    }

    fn sale(lines: Vec<Line>, balance: i64) -> Sale {
        Sale {
            event: Event::Paid,
            day: Date { year: 2026, month: 11, day: 23 },
            minute: 600,
            lines,
            customer: Some(Customer { group: None, birthday: None, member_since: None }),
            counters: vec![Counter { name: COUNTER.into(), balance: Decimal { units: balance, scale: 0 } }],
            offers: vec![],
        }
    }

    fn kinds(proposal: &Proposal) -> Vec<&'static str> {
        let kind = |effect: &Effect| match effect {
            Effect::Add(_) => "add",
            Effect::Completed(_) => "completed",
            Effect::Offer(_) => "offer",
            Effect::Message(_) => "message",
            _ => "other",
        };
        proposal.effects.iter().map(kind).collect()
    }

    #[test]
    fn the_threshold_is_inclusive_and_reached_once() {
        let found = |cents, balance| {
            let sale = sale(vec![line(1, cents, "vin")], balance);
            kinds(&evaluate(&settings(ONE, "voucher"), &sale, false).expect("answers"))
        };
        assert_eq!(found(4_999, 150), ["add", "message", "message"]);
        assert_eq!(found(5_000, 150), ["add", "completed", "offer", "message", "message"]);
        assert_eq!(found(5_000, 200), ["add", "offer", "message", "message"]);
    }

    #[test]
    fn a_taken_discount_lowers_what_earns() {
        let mut sale = sale(vec![line(1, 3_000, "vin"), line(2, 500, "presse")], 200);
        let earned = |sale: &Sale| {
            let proposal = evaluate(&settings(ONE, "discount"), sale, true).expect("answers");
            let Effect::Add(earning) = &proposal.effects[0] else { panic!("{proposal:?}") };
            (earning.change.amount.units, earning.lines.clone(), proposal.why.len())
        };
        assert_eq!(earned(&sale), (300_000, vec![1], 4));
        sale.offers.push(AnsweredOffer { offer: GIFT.into(), state: OfferState::Taken });
        assert_eq!(earned(&sale), (200_000, vec![1], 4));
    }

    #[test]
    fn settings_that_a_counter_cannot_hold_are_an_issue() {
        assert!(prepare(&settings(ONE, "voucher")).is_ok());
        let issues = prepare(&settings(Decimal { units: 123_456, scale: 5 }, "voucher")).unwrap_err();
        assert_eq!(issues[0].key, "points");
    }
}
