//! The effects: what a program proposes. The till checks, rounds, shares and applies.

mod discount;
mod message;
mod offer;
mod reward;
mod why;

use alloc::string::ToString;
use alloc::vec::Vec;

pub use self::discount::Discount;
pub use self::message::{Message, Surface};
pub use self::offer::Offer;
pub use self::reward::{FreeItem, Reward, Voucher};
pub(crate) use self::why::Reasoned;
use crate::calendar::Date;
use crate::contract::effects::{self as raw, Effect, Proposal};
use crate::numbers::Points;
use crate::sale::Lines;

/// What a program proposes, in the order it is shown, and why.
///
/// ```
/// use comptoir_sdk::testing::{self, SaleBuilder};
/// use comptoir_sdk::{Discount, Effects, Message, Percent, Policy, Result, Sale, Settings, text};
///
/// #[derive(Settings)]
/// struct Welcome {
///     percent: Percent,
/// }
///
/// impl Policy for Welcome {
///     fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
///         let new = sale.customer().is_some_and(|customer| customer.member_since() == Some(sale.day()));
///         if out.require_true("why-new", new) {
///             out.discount(Discount::percent(self.percent).label("welcome"));
///             out.message(Message::receipt(text!("welcome-note", percent = self.percent)));
///         }
///         Ok(())
///     }
/// }
///
/// let sale = SaleBuilder::new().day("2026-11-22").customer().member_since("2026-11-22").line("40.00");
/// let proposal = testing::evaluate(&Welcome { percent: Percent::new(5) }, &sale);
/// assert_eq!(proposal.kinds(), ["discount", "message"]);
/// ```
#[derive(Debug)]
pub struct Effects {
    proposal: Proposal,
    explain: bool,
}

impl Effects {
    pub(crate) const fn new(explain: bool) -> Self {
        Self { proposal: Proposal { effects: Vec::new(), why: Vec::new() }, explain }
    }

    pub(crate) fn into_contract(self) -> Proposal {
        self.proposal
    }

    /// The customer earns on a counter of the program; nothing when the amount is zero.
    ///
    /// Without [lines](Earning::lines) the whole sale earned it: a refund takes its share back.
    pub fn earn(&mut self, counter: &str, amount: Points) -> Earning<'_> {
        if amount == Points::ZERO {
            return Earning(None);
        }
        self.proposal.effects.push(Effect::Add(raw::Earning {
            change: change(counter, amount),
            lines: Vec::new(),
            available: None,
            expires: None,
            to: raw::Beneficiary::Customer,
        }));
        match self.proposal.effects.last_mut() {
            Some(Effect::Add(earning)) => Earning(Some(earning)),
            _ => Earning(None),
        }
    }

    /// The customer spends of a counter, at most what it holds with what this sale adds; nothing when the
    /// amount is zero. What an offer [costs](Offer::cost) is spent by the till.
    pub fn spend(&mut self, counter: &str, amount: Points) {
        if amount != Points::ZERO {
            self.proposal.effects.push(Effect::Spend(change(counter, amount)));
        }
    }

    /// A counter's card is complete: the till counts it.
    pub fn completed(&mut self, counter: &str) {
        self.proposal.effects.push(Effect::Completed(counter.to_string()));
    }

    /// Takes something off this sale, without being asked.
    pub fn discount(&mut self, discount: Discount) {
        self.proposal.effects.push(Effect::Discount(discount.into_contract()));
    }

    /// Issues a voucher for a next sale when this one is paid.
    pub fn voucher(&mut self, voucher: Voucher) {
        self.proposal.effects.push(Effect::Voucher(voucher.into_contract()));
    }

    /// Gives an item, without being asked.
    pub fn item(&mut self, item: FreeItem) {
        self.proposal.effects.push(Effect::Item(item.into_contract()));
    }

    /// Offers a gift that the customer takes now or keeps.
    pub fn offer(&mut self, offer: Offer) {
        self.proposal.effects.push(Effect::Offer(offer.into_contract()));
    }

    /// Says something.
    pub fn message(&mut self, message: Message) {
        self.proposal.effects.push(Effect::Message(message.into_contract()));
    }
}

fn change(counter: &str, amount: Points) -> raw::CounterChange {
    raw::CounterChange { counter: counter.to_string(), amount: amount.into() }
}

/// Somebody earns: [`Effects::earn`]. What is not said is: the whole sale, the customer, at once, for ever.
#[derive(Debug)]
pub struct Earning<'a>(Option<&'a mut raw::Earning>);

impl Earning<'_> {
    /// Names the lines that earned it: a refund of them takes their share back.
    pub fn lines(self, lines: &Lines<'_>) -> Self {
        self.set(|earning| earning.lines = lines.ids())
    }

    /// Sets the last day it can be spent; what expires soonest is spent first.
    pub fn expires(self, day: impl Into<Option<Date>>) -> Self {
        let day = day.into();
        self.set(|earning| earning.expires = day.map(Into::into))
    }

    /// Sets the first day it can be spent.
    pub fn available(self, day: impl Into<Option<Date>>) -> Self {
        let day = day.into();
        self.set(|earning| earning.available = day.map(Into::into))
    }

    /// Gives it to the customer who brought this one.
    pub fn to_sponsor(self) -> Self {
        self.set(|earning| earning.to = raw::Beneficiary::Sponsor)
    }

    fn set(mut self, change: impl FnOnce(&mut raw::Earning)) -> Self {
        if let Some(earning) = self.0.as_deref_mut() {
            change(earning);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::types;
    use crate::testing::SaleBuilder;

    #[test]
    fn an_earning_says_who_when_and_what_for() {
        let sale = SaleBuilder::new().line("3.00").line("4.00").build().unwrap();
        let (from, to) = (Date::new(2026, 12, 1).unwrap(), Date::new(2027, 12, 1).unwrap());
        let mut out = Effects::new(false);
        let lines = sale.select(|line| line.id() == 2);
        out.earn("points", Points::from(4)).lines(&lines).available(from).expires(to).to_sponsor();
        let [Effect::Add(earning)] = &out.into_contract().effects[..] else { panic!("one earning") };
        let expected = raw::Earning {
            change: raw::CounterChange { counter: "points".into(), amount: types::Decimal { units: 40_000, scale: 4 } },
            lines: vec![2],
            available: Some(from.into()),
            expires: Some(to.into()),
            to: raw::Beneficiary::Sponsor,
        };
        assert_eq!(earning, &expected);
    }

    #[test]
    fn nothing_is_neither_earned_nor_spent() {
        let mut out = Effects::new(true);
        out.earn("points", Points::ZERO).to_sponsor();
        out.spend("points", Points::ZERO);
        assert!(out.into_contract().effects.is_empty());
    }
}
