//! Counters: earned to the decimals that they keep and within their caps, never spent below zero, by offers that are taken no more than by the rest.

use super::Judge;
use crate::effect::{AcceptedOffer, Beneficiary, CounterChange, Earning, Refusal};
use crate::facts::OfferState;
use crate::quantity::Points;

impl Judge<'_> {
    /// Rounds an earning to the decimals of its counter, half up, and cuts the customer's own to what the caps leave.
    pub(super) fn kept(&mut self, mut earning: Earning) -> Earning {
        let CounterChange { counter, amount } = &mut earning.change;
        let places = self.permissions.counters.get(counter).copied().unwrap_or(Points::PLACES);
        *amount = amount.rounded(places);
        if earning.to == Beneficiary::Customer
            && let Some(room) = self.room.get_mut(counter)
        {
            *amount = (*amount).min(room.cut(places)).max(Points::ZERO);
            *room = *room - *amount;
        }
        earning
    }

    /// Spending may use what this sale adds, and no more.
    pub(super) fn counters_hold(&self) -> Result<(), Refusal> {
        for spending in &self.accepted.spent {
            let counter = &spending.change.counter;
            let (spent, held) = (self.spent(counter), self.held(counter));
            if spent > held {
                return Err(Refusal::CounterBelowZero { counter: counter.clone(), spent, held });
            }
        }
        Ok(())
    }

    /// What can be spent of a counter: its balance, and what this very sale earns the customer from today on.
    fn held(&self, counter: &str) -> Points {
        let usable = |earning: &&Earning| {
            earning.change.counter == counter
                && earning.to == Beneficiary::Customer
                && earning.available.is_none_or(|first| first <= self.facts.day)
        };
        let added: Points = self.accepted.added.iter().filter(usable).map(|earning| earning.change.amount).sum();
        self.facts.balance(counter) + added
    }

    fn spent(&self, counter: &str) -> Points {
        let spent = self.accepted.spent.iter().filter(|spending| spending.change.counter == counter);
        spent.map(|spending| spending.change.amount).sum()
    }

    /// An offer that costs more than there is, once those that are taken are paid, is not made: to take it would have
    /// the whole answer refused.
    pub(super) fn leave_out_what_cannot_be_paid(&mut self) {
        let payable = |made: &AcceptedOffer| match &made.offer.cost {
            Some(cost) if made.state == OfferState::Open => {
                self.spent(&cost.counter) + cost.amount <= self.held(&cost.counter)
            }
            _ => true,
        };
        let payable: Vec<bool> = self.accepted.offers.iter().map(payable).collect();
        let mut payable = payable.into_iter();
        self.accepted.offers.retain(|_| payable.next().unwrap_or(true));
    }
}
