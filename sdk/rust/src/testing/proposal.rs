//! What a program proposed, for tests to look at.

use core::fmt;
use std::vec::Vec;

use crate::contract::effects::{self as raw, Effect};
use crate::contract::types::{self, LineId};
use crate::numbers::{Money, Points};

/// What a program proposed, and why. Its [`Debug`](fmt::Debug) tells all of it, one effect or condition a line.
#[derive(Clone, PartialEq)]
pub struct Proposal(raw::Proposal);

impl Proposal {
    pub(super) const fn new(raw: raw::Proposal) -> Self {
        Self(raw)
    }

    /// Gives it as it crosses the border, for what the methods here do not tell.
    #[must_use]
    pub const fn contract(&self) -> &raw::Proposal {
        &self.0
    }

    /// Gives the kinds of its effects as manifests name them, in their order.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        let kind = |effect: &Effect| match effect {
            Effect::Add(_) => "add",
            Effect::Spend(_) => "spend",
            Effect::Completed(_) => "completed",
            Effect::Discount(_) => "discount",
            Effect::Voucher(_) => "voucher",
            Effect::Item(_) => "item",
            Effect::Offer(_) => "offer",
            Effect::Message(_) => "message",
        };
        self.0.effects.iter().map(kind).collect()
    }

    /// Gives what is earned on a counter, all earnings together.
    #[must_use]
    pub fn earned(&self, counter: &str) -> Points {
        sum(self.earnings(counter).map(|earning| &earning.change))
    }

    /// Gives the lines that earn on a counter; none when the whole sale does.
    #[must_use]
    pub fn earned_by(&self, counter: &str) -> Vec<LineId> {
        self.earnings(counter).flat_map(|earning| earning.lines.iter().copied()).collect()
    }

    /// Gives what is spent of a counter, costs of offers left out.
    #[must_use]
    pub fn spent(&self, counter: &str) -> Points {
        let spent = self.all(|effect| if let Effect::Spend(change) = effect { Some(change) } else { None });
        sum(spent.filter(|change| change.counter == counter))
    }

    /// Gives the counters whose cards are complete.
    #[must_use]
    pub fn completed(&self) -> Vec<&str> {
        self.all(|effect| if let Effect::Completed(counter) = effect { Some(&**counter) } else { None }).collect()
    }

    /// Gives the discounts that apply by themselves: what they fall on and how much they give.
    #[must_use]
    pub fn discounts(&self) -> Vec<(&raw::Target, &raw::Benefit)> {
        let found = self.all(|effect| if let Effect::Discount(discount) = effect { Some(discount) } else { None });
        found.map(|discount| (&discount.target, &discount.benefit)).collect()
    }

    /// Gives the worth of the vouchers that are issued by themselves.
    #[must_use]
    pub fn vouchers(&self) -> Vec<Money> {
        let found = self.all(|effect| if let Effect::Voucher(voucher) = effect { Some(voucher) } else { None });
        found.map(|voucher| Money::from_cents(voucher.amount)).collect()
    }

    /// Gives the items that are given by themselves, by their stock-keeping units.
    #[must_use]
    pub fn items(&self) -> Vec<&str> {
        self.all(|effect| if let Effect::Item(item) = effect { Some(&*item.sku) } else { None }).collect()
    }

    /// Gives the ids of the offers.
    #[must_use]
    pub fn offers(&self) -> Vec<&str> {
        self.all(|effect| if let Effect::Offer(offer) = effect { Some(&*offer.id) } else { None }).collect()
    }

    /// Gives an offer.
    #[must_use]
    pub fn offer(&self, id: &str) -> Option<&raw::Offer> {
        self.all(|effect| if let Effect::Offer(offer) = effect { Some(offer) } else { None })
            .find(|offer| offer.id == id)
    }

    /// Gives the keys of the messages, or their words when they are plain.
    #[must_use]
    pub fn messages(&self) -> Vec<&str> {
        let found = self.all(|effect| if let Effect::Message(message) = effect { Some(message) } else { None });
        found.map(|message| words(&message.text)).collect()
    }

    /// Tells whether a condition held; none when it was not looked at.
    #[must_use]
    pub fn held(&self, condition: &str) -> Option<bool> {
        self.0.why.iter().find(|found| words(&found.what) == condition).map(|found| found.held)
    }

    fn earnings(&self, counter: &str) -> impl Iterator<Item = &raw::Earning> {
        let earnings = self.all(|effect| if let Effect::Add(earning) = effect { Some(earning) } else { None });
        earnings.filter(move |earning| earning.change.counter == counter)
    }

    fn all<'a, T>(&'a self, pick: impl FnMut(&'a Effect) -> Option<T>) -> impl Iterator<Item = T> {
        self.0.effects.iter().filter_map(pick)
    }
}

fn sum<'a>(mut changes: impl Iterator<Item = &'a raw::CounterChange>) -> Points {
    let sum = changes.try_fold(Points::ZERO, |sum, change| sum.plus(Points::from_contract(change.amount)?));
    sum.unwrap_or_else(|fault| panic!("{fault}"))
}

fn words(text: &types::Text) -> &str {
    match text {
        types::Text::Key(message) => &message.key,
        types::Text::Plain(words) => words,
    }
}

impl fmt::Debug for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for effect in &self.0.effects {
            writeln!(f, "{effect:?}")?;
        }
        for condition in &self.0.why {
            let (held, what) = (if condition.held { "held" } else { "failed" }, words(&condition.what));
            writeln!(f, "{held}: {what}, expected {:?}, actual {:?}", condition.expected, condition.actual)?;
        }
        Ok(())
    }
}
