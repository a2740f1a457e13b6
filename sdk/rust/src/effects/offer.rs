//! Gifts that the customer takes now or keeps.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Reward, change};
use crate::calendar::Date;
use crate::contract::effects as raw;
use crate::numbers::Points;
use crate::text::Text;

/// A gift that the customer takes now or keeps for another day.
///
/// When it is taken, the till spends its cost and applies its rewards; the program goes on proposing the offer
/// and does nothing more. What was answered is in [`Sale::offer`](crate::Sale::offer).
///
/// ```
/// use comptoir_sdk::{Money, Offer, Points, Voucher, text};
///
/// let worth = Money::from_cents(10_00);
/// let offer = Offer::new("gift", text!("offer-voucher", worth = worth))
///     .cost("points", Points::from(200))
///     .reward(Voucher::of(worth));
/// # let _ = offer;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Offer(raw::Offer);

impl Offer {
    /// Makes an offer that costs nothing and gives nothing yet. Its id is the same from sale to sale while it
    /// waits.
    #[must_use]
    pub fn new(id: &str, title: impl Into<Text>) -> Self {
        Self(raw::Offer {
            id: id.to_string(),
            title: title.into().into_contract(),
            cost: None,
            rewards: Vec::new(),
            expires: None,
            part: None,
            choices: Vec::new(),
        })
    }

    /// Says what it costs on a counter of the program.
    #[must_use]
    pub fn cost(mut self, counter: &str, amount: Points) -> Self {
        self.0.cost = Some(change(counter, amount));
        self
    }

    /// Adds what it gives: a [`Discount`](crate::Discount), a [`Voucher`](crate::Voucher) or a
    /// [`FreeItem`](crate::FreeItem).
    #[must_use]
    pub fn reward(mut self, reward: impl Into<Reward>) -> Self {
        self.0.rewards.push(reward.into().into_contract());
        self
    }

    /// Sets the last day it can be taken.
    #[must_use]
    pub fn expires(mut self, day: impl Into<Option<Date>>) -> Self {
        self.0.expires = day.into().map(Into::into);
        self
    }

    /// Lets the cashier choose how much of it is taken, from `min` in steps to `max`. The cost and the rewards
    /// are those of the part that [was chosen](crate::OfferAnswer::part).
    #[must_use]
    pub fn part(mut self, min: Points, step: Points, max: Points) -> Self {
        self.0.part = Some(raw::Part { min: min.into(), step: step.into(), max: max.into() });
        self
    }

    /// Adds one of several things of which the customer chooses. The rewards are those of what
    /// [was chosen](crate::OfferAnswer::choice).
    #[must_use]
    pub fn choice(mut self, id: &str, label: impl Into<Text>) -> Self {
        self.0.choices.push(raw::Choice { id: id.to_string(), label: label.into().into_contract() });
        self
    }

    pub(crate) fn into_contract(self) -> raw::Offer {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::types;
    use crate::effects::{Discount, FreeItem, Voucher};
    use crate::numbers::{Decimal, Money};

    #[test]
    fn an_offer_is_what_the_contract_takes() {
        let day = Date::new(2026, 12, 31).unwrap();
        let raw = Offer::new("gift", "title")
            .cost("points", Points::from(2))
            .reward(Discount::amount(Money::from_cents(100)))
            .reward(Voucher::of(Money::from_cents(200)).expires(day))
            .reward(FreeItem::of("TEA", Decimal::ONE))
            .expires(day)
            .part(Points::ONE, Points::ONE, Points::from(2))
            .choice("tea", "choice-tea")
            .into_contract();
        let decimal = |number: i64| types::Decimal { units: number * 10_000, scale: 4 };
        assert_eq!((&*raw.id, raw.expires), ("gift", Some(day.into())));
        assert_eq!(raw.cost, Some(raw::CounterChange { counter: "points".into(), amount: decimal(2) }));
        assert_eq!(raw.part, Some(raw::Part { min: decimal(1), step: decimal(1), max: decimal(2) }));
        assert_eq!(raw.choices[0].id, "tea");
        let [raw::Reward::Discount(_), raw::Reward::Voucher(voucher), raw::Reward::Item(item)] = &raw.rewards[..]
        else {
            panic!("{:?}", raw.rewards)
        };
        assert_eq!((voucher.amount, voucher.expires), (200, Some(day.into())));
        assert_eq!((&*item.sku, item.quantity), ("TEA", Decimal::ONE.into()));
    }
}
