//! From a proposal to effects that may be applied: every rule that no policy can break.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Benefit, Condition, CounterChange, Discount, Effect, EffectKind, Message, Offer, Proposal, Reward, Target, Text,
    VoucherGrant,
};
use crate::facts::{OfferState, SaleFacts};
use crate::id::LineId;
use crate::money::Money;
use crate::quantity::Points;

/// The most effects one proposal may hold.
const MOST_EFFECTS: usize = 256;
/// The most conditions one trace may hold.
const MOST_CONDITIONS: usize = 64;

/// The most that a program may give in one sale, whatever it asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Ceilings {
    /// Of the sale's total, all its discounts together, in percent.
    pub percent: Option<crate::rate::Percent>,
    /// All its discounts and vouchers together, in euros.
    pub amount: Option<Money>,
}

/// What a manifest declared: effects outside it are refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Kinds of effects.
    pub effects: BTreeSet<EffectKind>,
    /// Names of counters.
    pub counters: BTreeSet<String>,
    /// The most it may give.
    pub ceilings: Ceilings,
}

/// Why a proposal is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// More effects or conditions than a proposal may hold.
    #[error("too many effects or conditions: {0}")]
    TooMany(usize),
    /// The manifest does not declare this kind of effect.
    #[error("effect not declared in the manifest: {0:?}")]
    NotDeclared(EffectKind),
    /// The manifest does not declare this counter.
    #[error("counter not declared in the manifest: {0:?}")]
    UnknownCounter(String),
    /// The sale has no such line.
    #[error("the sale has no line {0}")]
    UnknownLine(LineId),
    /// The line may not be discounted.
    #[error("line {0} may not be discounted")]
    NotDiscountable(LineId),
    /// A line is named twice in one effect.
    #[error("line {0} is named twice")]
    LineTwice(LineId),
    /// An amount, a percentage or a change of a counter is zero or below.
    #[error("an amount must be above zero")]
    NotPositive,
    /// The discounts together exceed what is left to pay.
    #[error("discount of {asked} exceeds the {left} left to pay")]
    ExceedsTotal {
        /// What was asked.
        asked: Money,
        /// What was left to pay on the lines it falls on.
        left: Money,
    },
    /// The manifest's ceiling is exceeded.
    #[error("gives {given}, above the ceiling of {ceiling}")]
    AboveCeiling {
        /// What it gives in this sale.
        given: Money,
        /// What it may give.
        ceiling: Money,
    },
    /// Spending would bring the counter below zero.
    #[error("spends {spent} of counter {counter:?} that holds {held}")]
    CounterBelowZero {
        /// The counter.
        counter: String,
        /// What is spent.
        spent: Points,
        /// What it holds with what this sale adds.
        held: Points,
    },
    /// Counters and vouchers belong to a customer, and none is identified.
    #[error("nobody is identified to earn, spend or receive")]
    NoCustomer,
    /// Two offers with the same id.
    #[error("offer {0:?} is made twice")]
    OfferTwice(String),
    /// An id or a plain text is empty or too long.
    #[error("text empty or longer than {most} characters: {start:?}")]
    BadText {
        /// The most characters allowed.
        most: usize,
        /// How the text starts.
        start: String,
    },
}

/// What one discount takes from each line: amounts above zero.
pub type LineDiscounts = Vec<(LineId, Money)>;

/// An offer as shown to the cashier, with what was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedOffer {
    /// The offer.
    pub offer: Offer,
    /// What the cashier answered.
    pub state: OfferState,
}

/// What is spent of a counter, and what it buys: places in [`Accepted::discounts`] and
/// [`Accepted::vouchers`]. A policy that spends without an offer ties it to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spending {
    /// Which counter, and how much.
    pub change: CounterChange,
    /// The discounts it buys.
    pub discounts: Vec<usize>,
    /// The vouchers it buys.
    pub vouchers: Vec<usize>,
}

/// Effects that passed every rule, ready to be applied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Counters to add to, with the lines that earned it (none: the whole sale).
    pub added: Vec<(CounterChange, Vec<LineId>)>,
    /// Counters to spend of, costs of taken offers included.
    pub spent: Vec<Spending>,
    /// Counters that reached their threshold.
    pub completed: Vec<String>,
    /// Discounts with their share of each line, rewards of taken offers included.
    pub discounts: Vec<(Text, LineDiscounts)>,
    /// Vouchers to issue, rewards of taken offers included.
    pub vouchers: Vec<VoucherGrant>,
    /// Offers with what was answered.
    pub offers: Vec<AcceptedOffer>,
    /// Messages, heaviest first.
    pub messages: Vec<Message>,
    /// The trace.
    pub why: Vec<Condition>,
}

/// Checks a proposal against the facts it was made from and the manifest's permissions.
///
/// # Errors
///
/// The first [`Refusal`]; nothing of a refused proposal is applied.
pub fn accept(proposal: Proposal, facts: &SaleFacts, permissions: &Permissions) -> Result<Accepted, Refusal> {
    let size = proposal.effects.len().max(proposal.why.len() * MOST_EFFECTS / MOST_CONDITIONS);
    if size > MOST_EFFECTS {
        return Err(Refusal::TooMany(size));
    }
    let mut judge = Judge::new(facts, permissions);
    for effect in proposal.effects {
        judge.effect(effect)?;
    }
    judge.counters_hold()?;
    judge.under_ceilings()?;
    let mut accepted = judge.accepted;
    accepted.messages.sort_by_key(|m| std::cmp::Reverse(m.weight));
    accepted.why = proposal.why;
    Ok(accepted)
}

/// The facts, what is left to pay as discounts are taken, and what was accepted so far.
struct Judge<'a> {
    facts: &'a SaleFacts,
    permissions: &'a Permissions,
    left: BTreeMap<LineId, Money>,
    accepted: Accepted,
}

impl<'a> Judge<'a> {
    fn new(facts: &'a SaleFacts, permissions: &'a Permissions) -> Self {
        let left = facts.lines.iter().map(|line| (line.id, line.gross)).collect();
        Self { facts, permissions, left, accepted: Accepted::default() }
    }

    fn effect(&mut self, effect: Effect) -> Result<(), Refusal> {
        self.declared(effect.kind())?;
        match effect {
            Effect::Add { change, lines } => self.add(change, lines),
            Effect::Spend(change) => self.spend(change),
            Effect::Completed(counter) => {
                self.counter(&counter)?;
                self.accepted.completed.push(counter);
                Ok(())
            }
            Effect::Discount(discount) => self.discount(discount),
            Effect::Voucher(voucher) => self.voucher(voucher),
            Effect::Offer(offer) => self.offer(offer),
            Effect::Message(message) => {
                check_text(&message.text)?;
                self.accepted.messages.push(message);
                Ok(())
            }
        }
    }

    fn declared(&self, kind: EffectKind) -> Result<(), Refusal> {
        if self.permissions.effects.contains(&kind) { Ok(()) } else { Err(Refusal::NotDeclared(kind)) }
    }

    fn counter(&self, name: &str) -> Result<(), Refusal> {
        if self.facts.customer.is_none() {
            return Err(Refusal::NoCustomer);
        }
        if self.permissions.counters.contains(name) { Ok(()) } else { Err(Refusal::UnknownCounter(name.to_owned())) }
    }

    fn change(&self, change: &CounterChange) -> Result<(), Refusal> {
        self.counter(&change.counter)?;
        if change.amount > Points::ZERO { Ok(()) } else { Err(Refusal::NotPositive) }
    }

    fn add(&mut self, change: CounterChange, lines: Vec<LineId>) -> Result<(), Refusal> {
        self.change(&change)?;
        self.known_once(&lines)?;
        self.accepted.added.push((change, lines));
        Ok(())
    }

    fn spend(&mut self, change: CounterChange) -> Result<(), Refusal> {
        self.change(&change)?;
        self.accepted.spent.push(Spending { change, discounts: Vec::new(), vouchers: Vec::new() });
        Ok(())
    }

    fn known_once(&self, lines: &[LineId]) -> Result<(), Refusal> {
        let mut seen = BTreeSet::new();
        for &line in lines {
            self.facts.line(line).ok_or(Refusal::UnknownLine(line))?;
            if !seen.insert(line) {
                return Err(Refusal::LineTwice(line));
            }
        }
        Ok(())
    }

    /// The lines a discount falls on, each with what is left to pay.
    fn targets(&self, target: &Target) -> Result<Vec<(LineId, Money)>, Refusal> {
        let lines: Vec<LineId> = match target {
            Target::Sale => self.facts.lines.iter().filter(|l| l.discountable).map(|l| l.id).collect(),
            Target::Lines(lines) => {
                self.known_once(lines)?;
                lines.clone()
            }
        };
        let refused = lines.iter().find(|id| !self.facts.line(**id).is_some_and(|l| l.discountable));
        if let Some(line) = refused {
            return Err(Refusal::NotDiscountable(*line));
        }
        Ok(lines.into_iter().map(|id| (id, self.left.get(&id).copied().unwrap_or_default())).collect())
    }

    fn discount(&mut self, discount: Discount) -> Result<(), Refusal> {
        check_text(&discount.label)?;
        let shares = self.shares(&discount)?;
        for (line, share) in &shares {
            if let Some(left) = self.left.get_mut(line) {
                *left -= *share;
            }
        }
        self.accepted.discounts.push((discount.label, shares));
        Ok(())
    }

    /// What the discount takes from each line.
    fn shares(&self, discount: &Discount) -> Result<LineDiscounts, Refusal> {
        let targets = self.targets(&discount.target)?;
        let lefts: Vec<Money> = targets.iter().map(|(_, left)| *left).collect();
        let shares = match &discount.benefit {
            Benefit::Percent(percent) if percent.basis_points() == 0 => return Err(Refusal::NotPositive),
            Benefit::Percent(percent) => lefts.iter().map(|left| percent.of(*left)).collect(),
            Benefit::Amount(amount) if !amount.is_positive() => return Err(Refusal::NotPositive),
            Benefit::Amount(amount) => {
                let left: Money = lefts.iter().copied().sum();
                if *amount > left {
                    return Err(Refusal::ExceedsTotal { asked: *amount, left });
                }
                amount.share(&lefts)
            }
        };
        let lines = targets.into_iter().map(|(line, _)| line);
        Ok(lines.zip(shares).filter(|(_, share)| share.is_positive()).collect())
    }

    fn voucher(&mut self, voucher: VoucherGrant) -> Result<(), Refusal> {
        check_text(&voucher.label)?;
        if self.facts.customer.is_none() {
            return Err(Refusal::NoCustomer);
        }
        if !voucher.amount.is_positive() || voucher.amount > Money::MAX {
            return Err(Refusal::NotPositive);
        }
        self.accepted.vouchers.push(voucher);
        Ok(())
    }

    fn offer(&mut self, offer: Offer) -> Result<(), Refusal> {
        check_text(&offer.title)?;
        check_words(&offer.id, 64)?;
        if self.accepted.offers.iter().any(|o| o.offer.id == offer.id) {
            return Err(Refusal::OfferTwice(offer.id));
        }
        self.rewards_declared(&offer)?;
        let state = self.facts.offer_state(&offer.id);
        if state == OfferState::Taken {
            self.take(offer.clone())?;
        }
        self.accepted.offers.push(AcceptedOffer { offer, state });
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
            }
        }
        Ok(())
    }

    fn take(&mut self, offer: Offer) -> Result<(), Refusal> {
        let (first_discount, first_voucher) = (self.accepted.discounts.len(), self.accepted.vouchers.len());
        for reward in offer.rewards {
            match reward {
                Reward::Discount(discount) => self.discount(discount)?,
                Reward::Voucher(voucher) => self.voucher(voucher)?,
            }
        }
        if let Some(change) = offer.cost {
            self.change(&change)?;
            let discounts = (first_discount..self.accepted.discounts.len()).collect();
            let vouchers = (first_voucher..self.accepted.vouchers.len()).collect();
            self.accepted.spent.push(Spending { change, discounts, vouchers });
        }
        Ok(())
    }

    /// Spending may use what this sale adds, and no more.
    fn counters_hold(&self) -> Result<(), Refusal> {
        for spending in &self.accepted.spent {
            let counter = &spending.change.counter;
            let added = self.accepted.added.iter().filter(|(c, _)| &c.counter == counter);
            let held = self.facts.balance(counter) + added.map(|(c, _)| c.amount).sum::<Points>();
            let spent = self.accepted.spent.iter().filter(|s| &s.change.counter == counter);
            let spent = spent.map(|s| s.change.amount).sum::<Points>();
            if spent > held {
                return Err(Refusal::CounterBelowZero { counter: counter.clone(), spent, held });
            }
        }
        Ok(())
    }

    fn under_ceilings(&self) -> Result<(), Refusal> {
        let shares = self.accepted.discounts.iter().flat_map(|(_, shares)| shares);
        let discounts: Money = shares.map(|(_, share)| *share).sum();
        let vouchers: Money = self.accepted.vouchers.iter().map(|v| v.amount).sum();
        let total: Money = self.facts.lines.iter().map(|l| l.gross).sum();
        let ceilings = self.permissions.ceilings;
        let limits =
            [(discounts, ceilings.percent.map(|percent| percent.of(total))), (discounts + vouchers, ceilings.amount)];
        for (given, ceiling) in limits {
            if let Some(ceiling) = ceiling.filter(|ceiling| given > *ceiling) {
                return Err(Refusal::AboveCeiling { given, ceiling });
            }
        }
        Ok(())
    }
}

fn check_text(text: &Text) -> Result<(), Refusal> {
    match text {
        Text::Key(key, _) => check_words(key, 64),
        Text::Plain(words) => check_words(words, 500),
    }
}

fn check_words(words: &str, most: usize) -> Result<(), Refusal> {
    let length = words.chars().count();
    if length == 0 || length > most {
        return Err(Refusal::BadText { most, start: words.chars().take(40).collect() });
    }
    Ok(())
}
