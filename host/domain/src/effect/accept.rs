//! From a proposal to effects that may be applied: every rule that no policy can break.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
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

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::effect::Surfaces;
    use crate::facts::{CounterFact, CustomerFact, Event, OfferFact};
    use crate::price::Priced;
    use crate::rate::Percent;
    use crate::testing::{day, draft, eur, item, lines};

    fn points(n: i64) -> Points {
        Points::from_ten_thousandths(n * 10_000)
    }

    /// Two lines of 60 and 40 euros, a book of 20 that may not be discounted, 150 points.
    fn facts() -> SaleFacts {
        let mut book = item("LIV", "20", "5.5");
        book.discountable = false;
        let draft = draft(&[(item("A", "60", "20"), "1"), (item("B", "40", "20"), "1"), (book, "1")]);
        SaleFacts {
            event: Event::Draft,
            day: day("2026-11-22"),
            time: NaiveTime::default(),
            lines: Priced::of(&draft).facts(),
            customer: Some(CustomerFact { group: None, birthday: None, member_since: None }),
            counters: vec![CounterFact { name: "points".into(), balance: points(150) }],
            offers: vec![],
        }
    }

    fn permissions() -> Permissions {
        use EffectKind::{Add, Completed, Discount, Message, Offer, Spend, Voucher};
        Permissions {
            effects: [Add, Completed, Discount, Message, Offer, Spend, Voucher].into(),
            counters: ["points".to_owned()].into(),
            ceilings: Ceilings::default(),
        }
    }

    fn judged(effects: Vec<Effect>) -> Result<Accepted, Refusal> {
        accept(Proposal { effects, why: vec![] }, &facts(), &permissions())
    }

    fn label() -> Text {
        Text::Plain("Cadeau".into())
    }

    fn off(amount: &str, target: Target) -> Discount {
        Discount { target, benefit: Benefit::Amount(eur(amount)), label: label() }
    }

    fn change(n: i64) -> CounterChange {
        CounterChange { counter: "points".into(), amount: points(n) }
    }

    fn gift(rewards: Vec<Reward>, cost: i64) -> Effect {
        Effect::Offer(Offer { id: "gift".into(), title: label(), cost: Some(change(cost)), rewards, expires: None })
    }

    #[test]
    fn a_discount_is_shared_over_what_may_be_discounted() {
        let accepted = judged(vec![Effect::Discount(off("10", Target::Sale))]).unwrap();
        let [first, second] = [(LineId(1), eur("6")), (LineId(2), eur("4"))];
        assert_eq!(accepted.discounts[0].1, [first, second]);
        let percent = Benefit::Percent(Percent::parse("10").unwrap());
        let discount = Discount { target: Target::Lines(lines(&[2])), benefit: percent, label: label() };
        assert_eq!(judged(vec![Effect::Discount(discount)]).unwrap().discounts[0].1, [(LineId(2), eur("4"))]);
    }

    #[test]
    fn a_second_discount_finds_only_what_the_first_left() {
        let discounts = vec![Effect::Discount(off("90", Target::Sale)), Effect::Discount(off("20", Target::Sale))];
        assert_eq!(judged(discounts), Err(Refusal::ExceedsTotal { asked: eur("20"), left: eur("10") }));
    }

    #[test]
    fn a_proposal_that_breaks_one_rule_is_refused_whole() {
        let message = Effect::Message(Message { to: Surfaces::default(), weight: 1, text: label() });
        for (wrong, refusal) in [
            (
                Effect::Discount(off("100.01", Target::Sale)),
                Refusal::ExceedsTotal { asked: eur("100.01"), left: eur("100") },
            ),
            (Effect::Discount(off("1", Target::Lines(lines(&[9])))), Refusal::UnknownLine(LineId(9))),
            (Effect::Discount(off("1", Target::Lines(lines(&[3])))), Refusal::NotDiscountable(LineId(3))),
            (Effect::Discount(off("1", Target::Lines(lines(&[1, 1])))), Refusal::LineTwice(LineId(1))),
            (Effect::Discount(off("0", Target::Sale)), Refusal::NotPositive),
            (Effect::Add { change: change(0), lines: vec![] }, Refusal::NotPositive),
            (Effect::Add { change: change(1), lines: lines(&[7]) }, Refusal::UnknownLine(LineId(7))),
            (Effect::Completed("stamps".into()), Refusal::UnknownCounter("stamps".into())),
            (
                Effect::Spend(change(151)),
                Refusal::CounterBelowZero { counter: "points".into(), spent: points(151), held: points(150) },
            ),
            (
                Effect::Message(Message { to: Surfaces::default(), weight: 1, text: Text::Plain(String::new()) }),
                Refusal::BadText { most: 500, start: String::new() },
            ),
        ] {
            assert_eq!(judged(vec![message.clone(), wrong]), Err(refusal));
        }
        assert_eq!(judged(vec![message; 257]), Err(Refusal::TooMany(257)));
    }

    #[test]
    fn spending_may_use_what_the_sale_adds() {
        let add = Effect::Add { change: change(50), lines: vec![] };
        assert!(judged(vec![add, Effect::Spend(change(200))]).is_ok());
    }

    #[test]
    fn what_the_manifest_does_not_declare_is_refused() {
        let mut permissions = permissions();
        permissions.effects.remove(&EffectKind::Voucher);
        let voucher = VoucherGrant { amount: eur("10"), expires: None, label: label() };
        let refused = |effect| accept(Proposal { effects: vec![effect], why: vec![] }, &facts(), &permissions);
        assert_eq!(refused(Effect::Voucher(voucher.clone())), Err(Refusal::NotDeclared(EffectKind::Voucher)));
        assert_eq!(refused(gift(vec![Reward::Voucher(voucher)], 100)), Err(Refusal::NotDeclared(EffectKind::Voucher)));
    }

    #[test]
    fn nobody_earns_when_nobody_is_identified() {
        let facts = SaleFacts { customer: None, ..facts() };
        let proposal = Proposal { effects: vec![Effect::Add { change: change(1), lines: vec![] }], why: vec![] };
        assert_eq!(accept(proposal, &facts, &permissions()), Err(Refusal::NoCustomer));
    }

    #[test]
    fn an_offer_costs_and_gives_only_when_it_is_taken() {
        let effect = gift(vec![Reward::Discount(off("10", Target::Sale))], 100);
        let open = judged(vec![effect.clone()]).unwrap();
        assert!(open.discounts.is_empty() && open.spent.is_empty());
        assert_eq!(open.offers[0].state, OfferState::Open);
        let offers = vec![OfferFact { offer: "gift".into(), state: OfferState::Taken }];
        let proposal = Proposal { effects: vec![effect], why: vec![] };
        let taken = accept(proposal, &SaleFacts { offers, ..facts() }, &permissions()).unwrap();
        assert_eq!(taken.spent, [Spending { change: change(100), discounts: vec![0], vouchers: vec![] }]);
        assert_eq!(taken.discounts[0].1.iter().map(|(_, share)| *share).sum::<Money>(), eur("10"));
    }

    #[test]
    fn ceilings_hold_whatever_is_asked() {
        let mut permissions = permissions();
        permissions.ceilings = Ceilings { percent: Some(Percent::parse("10").unwrap()), amount: Some(eur("30")) };
        let ask = |amount| {
            accept(
                Proposal { effects: vec![Effect::Discount(off(amount, Target::Sale))], why: vec![] },
                &facts(),
                &permissions,
            )
        };
        assert!(ask("12").is_ok());
        assert_eq!(ask("12.01"), Err(Refusal::AboveCeiling { given: eur("12.01"), ceiling: eur("12") }));
        let voucher = Effect::Voucher(VoucherGrant { amount: eur("30.01"), expires: None, label: label() });
        let refused = accept(Proposal { effects: vec![voucher], why: vec![] }, &facts(), &permissions);
        assert_eq!(refused, Err(Refusal::AboveCeiling { given: eur("30.01"), ceiling: eur("30") }));
    }

    #[test]
    fn heavier_messages_come_first() {
        let say = |weight| Effect::Message(Message { to: Surfaces::default(), weight, text: label() });
        let accepted = judged(vec![say(1), say(90), say(50)]).unwrap();
        assert_eq!(accepted.messages.iter().map(|m| m.weight).collect::<Vec<_>>(), [90, 50, 1]);
    }
}
