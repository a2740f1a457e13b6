//! Offers: what they would give is checked when they are made, and applied when they are taken.

use super::{Judge, check_id, check_text};
use crate::effect::{AcceptedOffer, Effect, EffectKind, Offer, Proposal, Refusal, Reward, Spending};
use crate::facts::{OfferFact, OfferState};
use crate::quantity::Points;

/// Gives the answers that still hold, when a proposal shows that some do not: the sale changed since, and the part or
/// the choice that was taken is offered no more. The program is then to be asked again with these: what it said while
/// it believed the others is worth nothing.
#[must_use]
pub fn answers_that_hold(proposal: &Proposal, answers: &[OfferFact]) -> Option<Vec<OfferFact>> {
    let offered = |id: &str| {
        proposal.effects.iter().find_map(|effect| match effect {
            Effect::Offer(offer) if offer.id == id => Some(offer),
            _ => None,
        })
    };
    let holds = |answer: &&OfferFact| {
        answer.state != OfferState::Taken || offered(&answer.offer).is_none_or(|offer| can_be_taken(offer, answer))
    };
    let holding: Vec<OfferFact> = answers.iter().filter(holds).cloned().collect();
    (holding.len() < answers.len()).then_some(holding)
}

impl Judge<'_> {
    pub(super) fn offer(&mut self, offer: Offer) -> Result<(), Refusal> {
        check_text(&offer.title)?;
        check_id(&offer.id)?;
        if self.accepted.offers.iter().any(|o| o.offer.id == offer.id) {
            return Err(Refusal::OfferTwice(offer.id));
        }
        if offer.part.is_some_and(|part| part.min > part.max || part.min <= Points::ZERO || part.step <= Points::ZERO) {
            return Err(Refusal::BadPart(offer.id));
        }
        self.rewards_declared(&offer)?;
        let answer = self.facts.answer(&offer.id);
        // A part or choice that is there no more, because the sale changed, is as good as not answered.
        let state = match answer {
            Some(answer) if answer.state == OfferState::Taken && !can_be_taken(&offer, answer) => OfferState::Open,
            answer => answer.map_or(OfferState::Open, |answer| answer.state),
        };
        let taken = answer.filter(|_| state == OfferState::Taken);
        let (taken_part, choice) = (taken.and_then(|a| a.part), taken.and_then(|a| a.choice.clone()));
        if taken.is_some() {
            self.take(offer.clone())?;
        }
        self.accepted.offers.push(AcceptedOffer { offer, state, taken_part, choice });
        Ok(())
    }

    fn rewards_declared(&self, offer: &Offer) -> Result<(), Refusal> {
        if let Some(cost) = &offer.cost {
            self.declared(EffectKind::Spend)?;
            self.change(cost)?;
        }
        for reward in &offer.rewards {
            match reward {
                Reward::Discount(discount) => {
                    self.declared(EffectKind::Discount)?;
                    self.shares(discount)?;
                }
                Reward::Voucher(_) => self.declared(EffectKind::Voucher)?,
                Reward::Item(item) => {
                    self.declared(EffectKind::Item)?;
                    (self.price)(&item.sku).ok_or_else(|| Refusal::UnknownItem(item.sku.clone()))?;
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, offer: Offer) -> Result<(), Refusal> {
        let bought = &self.accepted;
        let first = (bought.discounts.len(), bought.vouchers.len(), bought.items.len());
        for reward in offer.rewards {
            match reward {
                Reward::Discount(discount) => self.discount(discount)?,
                Reward::Voucher(voucher) => self.voucher(voucher)?,
                Reward::Item(item) => self.item(item)?,
            }
        }
        if let Some(change) = offer.cost {
            self.change(&change)?;
            let discounts = (first.0..self.accepted.discounts.len()).collect();
            let vouchers = (first.1..self.accepted.vouchers.len()).collect();
            let items = (first.2..self.accepted.items.len()).collect();
            self.accepted.spent.push(Spending { change, discounts, vouchers, items });
        }
        Ok(())
    }
}

/// Tells whether an answer names a part and a choice that the offer has.
fn can_be_taken(offer: &Offer, answer: &OfferFact) -> bool {
    let part = offer.part.is_none_or(|part| answer.part.is_none_or(|taken| part.holds(taken)));
    let chosen = |id: &String| offer.choices.iter().any(|choice| &choice.id == id);
    part && (offer.choices.is_empty() || answer.choice.as_ref().is_some_and(chosen))
}
