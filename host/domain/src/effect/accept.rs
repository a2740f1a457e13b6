//! From a proposal to effects that may be applied: every rule that no policy can break.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::shares::{self, Open};
use super::{
    Beneficiary, Condition, CounterChange, Discount, Earning, Effect, EffectKind, FreeItem, Message, Offer, Proposal,
    Target, Text, VoucherGrant,
};
use crate::facts::{LineKind, OfferState, SaleFacts};
use crate::id::{LineId, Sku};
use crate::money::{Money, Rounding};
use crate::quantity::Points;

mod counters;
mod offers;

pub use offers::answers_that_hold;

/// The most effects one proposal may hold.
const MOST_EFFECTS: usize = 256;
/// The most conditions one trace may hold.
pub const MOST_CONDITIONS: usize = 64;
/// The most characters of an offer's id, or of a choice's.
const MOST_ID: usize = 64;

/// The most that a program may give in one sale, whatever it asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Ceilings {
    /// Of the sale's total, all its discounts together, in percent.
    pub percent: Option<crate::rate::Percent>,
    /// All its discounts, vouchers and items together, in euros.
    pub amount: Option<Money>,
}

/// What a manifest declared: effects outside it are refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Kinds of effects.
    pub effects: BTreeSet<EffectKind>,
    /// Counters by their names, with the decimals that they keep.
    pub counters: BTreeMap<String, u32>,
    /// Whether lines that programs give may earn.
    pub gifts_earn: bool,
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
    /// How much of it is taken, of an offer with parts.
    #[serde(default)]
    pub taken_part: Option<Points>,
    /// Which of its choices is taken.
    #[serde(default)]
    pub choice: Option<String>,
}

/// An item given, with the price that its line shows before the discount of as much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedItem {
    /// What is given.
    pub item: FreeItem,
    /// The price of one, tax included.
    pub unit_price: Money,
}

/// What is spent of a counter, and what it buys: places in [`Accepted::discounts`],
/// [`Accepted::vouchers`] and [`Accepted::items`]. A policy that spends without an offer ties it to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spending {
    /// Which counter, and how much.
    pub change: CounterChange,
    /// The discounts it buys.
    pub discounts: Vec<usize>,
    /// The vouchers it buys.
    pub vouchers: Vec<usize>,
    /// The items it buys.
    #[serde(default)]
    pub items: Vec<usize>,
}

/// Effects that passed every rule, ready to be applied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// What is earned, cut to what the counters' caps leave.
    pub added: Vec<Earning>,
    /// Counters to spend of, costs of taken offers included.
    pub spent: Vec<Spending>,
    /// Counters that reached their threshold.
    pub completed: Vec<String>,
    /// Discounts with their share of each line, rewards of taken offers included.
    pub discounts: Vec<(Text, LineDiscounts)>,
    /// Vouchers to issue, rewards of taken offers included.
    pub vouchers: Vec<VoucherGrant>,
    /// Items to give, rewards of taken offers included.
    #[serde(default)]
    pub items: Vec<AcceptedItem>,
    /// Offers with what was answered.
    pub offers: Vec<AcceptedOffer>,
    /// Messages, heaviest first.
    pub messages: Vec<Message>,
    /// The trace.
    pub why: Vec<Condition>,
}

/// What a proposal is checked against.
pub struct Grounds<'a> {
    /// The facts it was made from.
    pub facts: &'a SaleFacts,
    /// What the manifest declares.
    pub permissions: &'a Permissions,
    /// What is left to pay for each line. It is less than the facts say where the policy is shown the
    /// prices before other programs.
    pub left: BTreeMap<LineId, Money>,
    /// The price of an item of the shop, tax included; none when there is no such item.
    pub price: &'a dyn Fn(&Sku) -> Option<Money>,
}

impl<'a> Grounds<'a> {
    /// Takes what is left to pay from the facts.
    #[must_use]
    pub fn new(facts: &'a SaleFacts, permissions: &'a Permissions, price: &'a dyn Fn(&Sku) -> Option<Money>) -> Self {
        let left = facts.lines.iter().map(|line| (line.id, line.gross)).collect();
        Self { facts, permissions, left, price }
    }
}

/// Checks a proposal against the facts it was made from and the manifest's permissions.
///
/// # Errors
///
/// The first [`Refusal`]; nothing of a refused proposal is applied.
pub fn accept(proposal: Proposal, grounds: &Grounds<'_>) -> Result<Accepted, Refusal> {
    let too_many = [(proposal.effects.len(), MOST_EFFECTS), (proposal.why.len(), MOST_CONDITIONS)];
    if let Some((size, _)) = too_many.into_iter().find(|(size, most)| size > most) {
        return Err(Refusal::TooMany(size));
    }
    let mut judge = Judge::new(grounds);
    for effect in proposal.effects {
        judge.effect(effect)?;
    }
    judge.counters_hold()?;
    judge.under_ceilings()?;
    judge.leave_out_what_cannot_be_paid();
    let mut accepted = judge.accepted;
    accepted.messages.sort_by_key(|m| std::cmp::Reverse(m.weight));
    accepted.why = proposal.why;
    Ok(accepted)
}

/// The facts, what is left to pay as discounts are taken, and what was accepted so far.
struct Judge<'a> {
    facts: &'a SaleFacts,
    permissions: &'a Permissions,
    price: &'a dyn Fn(&Sku) -> Option<Money>,
    left: BTreeMap<LineId, Money>,
    /// What the policy was shown of each line, without its own discounts.
    seen: BTreeMap<LineId, Money>,
    /// What capped counters may still earn.
    room: BTreeMap<String, Points>,
    accepted: Accepted,
}

impl<'a> Judge<'a> {
    fn new(grounds: &'a Grounds<'_>) -> Self {
        let facts = grounds.facts;
        Self {
            facts,
            permissions: grounds.permissions,
            price: grounds.price,
            left: grounds.left.clone(),
            seen: facts.lines.iter().map(|line| (line.id, line.gross)).collect(),
            room: facts.counters.iter().filter_map(|c| Some((c.name.clone(), c.room?))).collect(),
            accepted: Accepted::default(),
        }
    }

    fn effect(&mut self, effect: Effect) -> Result<(), Refusal> {
        self.declared(effect.kind())?;
        match effect {
            Effect::Add(earning) => self.add(earning),
            Effect::Spend(change) => self.spend(change),
            Effect::Completed(counter) => {
                self.counter(&counter)?;
                self.accepted.completed.push(counter);
                Ok(())
            }
            Effect::Discount(discount) => self.discount(discount),
            Effect::Voucher(voucher) => self.voucher(voucher),
            Effect::Item(item) => self.item(item),
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
        if self.permissions.counters.contains_key(name) {
            Ok(())
        } else {
            Err(Refusal::UnknownCounter(name.to_owned()))
        }
    }

    fn change(&self, change: &CounterChange) -> Result<(), Refusal> {
        self.counter(&change.counter)?;
        if change.amount > Points::ZERO { Ok(()) } else { Err(Refusal::NotPositive) }
    }

    fn add(&mut self, earning: Earning) -> Result<(), Refusal> {
        self.change(&earning.change)?;
        self.known_once(&earning.lines)?;
        let is_gift = |id: &&LineId| self.facts.line(**id).is_some_and(|line| line.kind == LineKind::Reward);
        if let Some(gift) = earning.lines.iter().find(is_gift).filter(|_| !self.permissions.gifts_earn) {
            return Err(Refusal::GiftEarns(*gift));
        }
        if let (Some(available), Some(expires)) = (earning.available.or(Some(self.facts.day)), earning.expires)
            && expires < available
        {
            return Err(Refusal::NeverAvailable { available, expires });
        }
        if earning.to == Beneficiary::Sponsor && !self.facts.customer.as_ref().is_some_and(|c| c.sponsored) {
            return Err(Refusal::NoSponsor);
        }
        let earning = self.kept(earning);
        self.accepted.added.extend(Some(earning).filter(|earning| earning.change.amount > Points::ZERO));
        Ok(())
    }

    fn spend(&mut self, change: CounterChange) -> Result<(), Refusal> {
        self.change(&change)?;
        self.accepted.spent.push(Spending { change, discounts: vec![], vouchers: vec![], items: vec![] });
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

    /// The lines a discount falls on.
    fn targets(&self, target: &Target) -> Result<Vec<LineId>, Refusal> {
        let lines: Vec<LineId> = match target {
            Target::Sale => self.facts.lines.iter().filter(|l| l.discountable).map(|l| l.id).collect(),
            Target::Lines(lines) => {
                self.known_once(lines)?;
                lines.clone()
            }
        };
        let refused = lines.iter().find(|id| !self.facts.line(**id).is_some_and(|l| l.discountable));
        refused.map_or(Ok(lines.clone()), |line| Err(Refusal::NotDiscountable(*line)))
    }

    fn discount(&mut self, discount: Discount) -> Result<(), Refusal> {
        check_text(&discount.label)?;
        let shares = self.shares(&discount)?;
        for (line, share) in &shares {
            for what in [&mut self.left, &mut self.seen] {
                what.entry(*line).and_modify(|left| *left -= *share);
            }
        }
        self.accepted.discounts.push((discount.label, shares));
        Ok(())
    }

    /// What the discount takes from each line.
    fn shares(&self, discount: &Discount) -> Result<LineDiscounts, Refusal> {
        let targets = self.targets(&discount.target)?;
        let of = |amounts: &BTreeMap<LineId, Money>, id: &LineId| amounts.get(id).copied().unwrap_or_default();
        let open = |id: &LineId| {
            Some(Open { fact: self.facts.line(*id)?, seen: of(&self.seen, id), left: of(&self.left, id) })
        };
        let open: Vec<Open<'_>> = targets.iter().filter_map(open).collect();
        let shares = shares::of(&discount.benefit, &open)?;
        Ok(targets.into_iter().zip(shares).filter(|(_, share)| share.is_positive()).collect())
    }

    fn item(&mut self, item: FreeItem) -> Result<(), Refusal> {
        check_text(&item.label)?;
        let unit_price = (self.price)(&item.sku).ok_or_else(|| Refusal::UnknownItem(item.sku.clone()))?;
        self.accepted.items.push(AcceptedItem { item, unit_price });
        Ok(())
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

    fn under_ceilings(&self) -> Result<(), Refusal> {
        let shares = self.accepted.discounts.iter().flat_map(|(_, shares)| shares);
        let discounts: Money = shares.map(|(_, share)| *share).sum();
        let vouchers: Money = self.accepted.vouchers.iter().map(|v| v.amount).sum();
        let items: Money = self.accepted.items.iter().map(AcceptedItem::worth).sum();
        let total: Money = self.facts.lines.iter().map(|l| l.gross).sum();
        let ceilings = self.permissions.ceilings;
        let limits = [
            (discounts, ceilings.percent.map(|percent| percent.of(total))),
            (discounts + vouchers + items, ceilings.amount),
        ];
        for (given, ceiling) in limits {
            if let Some(ceiling) = ceiling.filter(|ceiling| given > *ceiling) {
                return Err(Refusal::AboveCeiling { given, ceiling });
            }
        }
        Ok(())
    }
}

impl AcceptedItem {
    /// Gives what the customer would pay for it.
    #[must_use]
    pub fn worth(&self) -> Money {
        self.item.quantity.times(self.unit_price, Rounding::HalfUp).unwrap_or(Money::MAX)
    }
}

fn check_text(text: &Text) -> Result<(), Refusal> {
    match text {
        Text::Key(key, _) => check_id(key),
        Text::Plain(words) => check_words(words, 500),
    }
}

fn check_words(words: &str, most: usize) -> Result<(), Refusal> {
    let length = words.chars().count();
    if length == 0 || length > most { Err(bad_text(words, most)) } else { Ok(()) }
}

/// An id is shown and printed as it is, and typed to take an offer: it holds no control character.
fn check_id(id: &str) -> Result<(), Refusal> {
    if id.chars().any(char::is_control) { Err(bad_text(id, MOST_ID)) } else { check_words(id, MOST_ID) }
}

fn bad_text(words: &str, most: usize) -> Refusal {
    Refusal::BadText { most, start: words.chars().filter(|letter| !letter.is_control()).take(40).collect() }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::effect::Surfaces;
    use crate::effect::{Benefit, Choice, Part, Reward};
    use crate::facts::{CounterFact, CustomerFact, Event, OfferFact};
    use crate::price::Priced;
    use crate::quantity::Quantity;
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
            lines: Priced::of(&draft, crate::testing::today()).facts(),
            customer: Some(CustomerFact::default()),
            counters: vec![CounterFact { name: "points".into(), balance: points(150), ..CounterFact::default() }],
            offers: vec![],
            waiting: vec![],
            history: vec![],
        }
    }

    /// A shop that sells a mug and nothing else.
    fn the_shelf(sku: &Sku) -> Option<Money> {
        (sku.as_str() == "MUG").then(|| eur("8"))
    }

    fn taken(offer: &str, part: Option<i64>, choice: Option<&str>) -> OfferFact {
        let (part, choice) = (part.map(points), choice.map(str::to_owned));
        OfferFact { offer: offer.into(), state: OfferState::Taken, part, choice }
    }

    fn permissions() -> Permissions {
        use EffectKind::{Add, Completed, Discount, Item, Message, Offer, Spend, Voucher};
        Permissions {
            effects: [Add, Completed, Discount, Item, Message, Offer, Spend, Voucher].into(),
            counters: [("points".to_owned(), 2)].into(),
            gifts_earn: false,
            ceilings: Ceilings::default(),
        }
    }

    fn judged(effects: Vec<Effect>) -> Result<Accepted, Refusal> {
        accept(Proposal { effects, why: vec![] }, &Grounds::new(&facts(), &permissions(), &the_shelf))
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
        Effect::Offer(Offer {
            id: "gift".into(),
            title: label(),
            cost: Some(change(cost)),
            rewards,
            expires: None,
            part: None,
            choices: vec![],
        })
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
        let message =
            Effect::Message(Message { to: Surfaces::default(), weight: 1, text: label(), acknowledge: false });
        for (wrong, refusal) in [
            (
                Effect::Discount(off("100.01", Target::Sale)),
                Refusal::ExceedsTotal { asked: eur("100.01"), left: eur("100") },
            ),
            (Effect::Discount(off("1", Target::Lines(lines(&[9])))), Refusal::UnknownLine(LineId(9))),
            (Effect::Discount(off("1", Target::Lines(lines(&[3])))), Refusal::NotDiscountable(LineId(3))),
            (Effect::Discount(off("1", Target::Lines(lines(&[1, 1])))), Refusal::LineTwice(LineId(1))),
            (Effect::Discount(off("0", Target::Sale)), Refusal::NotPositive),
            (Effect::Add(Earning::new(change(0), vec![])), Refusal::NotPositive),
            (Effect::Add(Earning::new(change(1), lines(&[7]))), Refusal::UnknownLine(LineId(7))),
            (Effect::Completed("stamps".into()), Refusal::UnknownCounter("stamps".into())),
            (
                Effect::Spend(change(151)),
                Refusal::CounterBelowZero { counter: "points".into(), spent: points(151), held: points(150) },
            ),
            (
                Effect::Message(Message {
                    to: Surfaces::default(),
                    weight: 1,
                    text: Text::Plain(String::new()),
                    acknowledge: false,
                }),
                Refusal::BadText { most: 500, start: String::new() },
            ),
        ] {
            assert_eq!(judged(vec![message.clone(), wrong]), Err(refusal));
        }
        assert_eq!(judged(vec![message; 257]), Err(Refusal::TooMany(257)));
    }

    #[test]
    fn spending_may_use_what_the_sale_adds() {
        let add = Effect::Add(Earning::new(change(50), vec![]));
        assert!(judged(vec![add, Effect::Spend(change(200))]).is_ok());
    }

    #[test]
    fn what_the_manifest_does_not_declare_is_refused() {
        let mut permissions = permissions();
        permissions.effects.remove(&EffectKind::Voucher);
        let voucher = VoucherGrant { amount: eur("10"), expires: None, label: label() };
        let refused = |effect| {
            accept(Proposal { effects: vec![effect], why: vec![] }, &Grounds::new(&facts(), &permissions, &the_shelf))
        };
        assert_eq!(refused(Effect::Voucher(voucher.clone())), Err(Refusal::NotDeclared(EffectKind::Voucher)));
        assert_eq!(refused(gift(vec![Reward::Voucher(voucher)], 100)), Err(Refusal::NotDeclared(EffectKind::Voucher)));
    }

    #[test]
    fn nobody_earns_when_nobody_is_identified() {
        let facts = SaleFacts { customer: None, ..facts() };
        let proposal = Proposal { effects: vec![Effect::Add(Earning::new(change(1), vec![]))], why: vec![] };
        assert_eq!(accept(proposal, &Grounds::new(&facts, &permissions(), &the_shelf)), Err(Refusal::NoCustomer));
    }

    #[test]
    fn an_offer_costs_and_gives_only_when_it_is_taken() {
        let effect = gift(vec![Reward::Discount(off("10", Target::Sale))], 100);
        let open = judged(vec![effect.clone()]).unwrap();
        assert!(open.discounts.is_empty() && open.spent.is_empty());
        assert_eq!(open.offers[0].state, OfferState::Open);
        let offers = vec![taken("gift", None, None)];
        let proposal = Proposal { effects: vec![effect], why: vec![] };
        let taken =
            accept(proposal, &Grounds::new(&SaleFacts { offers, ..facts() }, &permissions(), &the_shelf)).unwrap();
        assert_eq!(
            taken.spent,
            [Spending { change: change(100), discounts: vec![0], vouchers: vec![], items: vec![] }]
        );
        assert_eq!(taken.discounts[0].1.iter().map(|(_, share)| *share).sum::<Money>(), eur("10"));
    }

    #[test]
    fn an_offer_that_cannot_be_paid_is_not_made() {
        let made = |effects| judged(effects).unwrap().offers.len();
        assert_eq!(made(vec![gift(vec![], 150)]), 1, "all that there is");
        assert_eq!(made(vec![gift(vec![], 151)]), 0);
        let earned = Effect::Add(Earning::new(change(1), vec![]));
        assert_eq!(made(vec![gift(vec![], 151), earned]), 1, "this sale's points count, wherever they are said");
        assert_eq!(made(vec![gift(vec![], 100), Effect::Spend(change(60))]), 0);
    }

    #[test]
    fn an_answer_holds_as_long_as_its_part_and_its_choice_are_offered() {
        let Effect::Offer(offer) = gift(vec![], 100) else { panic!("not an offer") };
        let choices = vec![Choice { id: "mug".into(), label: label() }];
        let whole = Proposal { effects: vec![Effect::Offer(Offer { choices, ..offer })], why: vec![] };
        let holding = |answers: &[OfferFact]| answers_that_hold(&whole, answers);
        let other = taken("other", None, None);
        assert_eq!(holding(&[taken("gift", None, Some("mug")), other.clone()]), None);
        assert_eq!(holding(&[taken("gift", None, Some("bag")), other.clone()]), Some(vec![other]));
        let put_off = OfferFact { state: OfferState::Later, ..taken("gift", None, None) };
        assert_eq!(holding(&[put_off]), None);
    }

    #[test]
    fn ceilings_hold_whatever_is_asked() {
        let mut permissions = permissions();
        permissions.ceilings = Ceilings { percent: Some(Percent::parse("10").unwrap()), amount: Some(eur("30")) };
        let ask = |amount| {
            accept(
                Proposal { effects: vec![Effect::Discount(off(amount, Target::Sale))], why: vec![] },
                &Grounds::new(&facts(), &permissions, &the_shelf),
            )
        };
        assert!(ask("12").is_ok());
        assert_eq!(ask("12.01"), Err(Refusal::AboveCeiling { given: eur("12.01"), ceiling: eur("12") }));
        let voucher = Effect::Voucher(VoucherGrant { amount: eur("30.01"), expires: None, label: label() });
        let refused =
            accept(Proposal { effects: vec![voucher], why: vec![] }, &Grounds::new(&facts(), &permissions, &the_shelf));
        assert_eq!(refused, Err(Refusal::AboveCeiling { given: eur("30.01"), ceiling: eur("30") }));
    }

    #[test]
    fn heavier_messages_come_first() {
        let say =
            |weight| Effect::Message(Message { to: Surfaces::default(), weight, text: label(), acknowledge: false });
        let accepted = judged(vec![say(1), say(90), say(50)]).unwrap();
        assert_eq!(accepted.messages.iter().map(|m| m.weight).collect::<Vec<_>>(), [90, 50, 1]);
    }

    #[test]
    fn a_capped_counter_earns_what_room_is_left_and_a_pending_earning_cannot_be_spent() {
        let mut facts = facts();
        facts.counters[0].room = Some(points(30));
        let add = |n| Effect::Add(Earning::new(change(n), vec![]));
        let permissions = permissions();
        let ask = |effects| accept(Proposal { effects, why: vec![] }, &Grounds::new(&facts, &permissions, &the_shelf));
        let earned: Vec<Points> =
            ask(vec![add(20), add(20), add(5)]).unwrap().added.iter().map(|e| e.change.amount).collect();
        assert_eq!(earned, [points(20), points(10)], "what is cut to nothing is left out");
        let Effect::Add(mut later) = add(20) else { unreachable!() };
        later.available = Some(day("2026-11-23"));
        let spend = Effect::Spend(change(151));
        assert!(matches!(ask(vec![Effect::Add(later), spend]), Err(Refusal::CounterBelowZero { .. })));
    }

    #[test]
    fn what_is_earned_is_rounded_to_the_decimals_of_its_counter_and_a_cap_never_rounds_up() {
        let mut facts = facts();
        let permissions = permissions();
        let exact = |text: &str| Points::new(text.parse().unwrap()).unwrap();
        let earned = |facts: &SaleFacts, text: &str| {
            let change = CounterChange { counter: "points".into(), amount: exact(text) };
            let proposal = Proposal { effects: vec![Effect::Add(Earning::new(change, vec![]))], why: vec![] };
            let accepted = accept(proposal, &Grounds::new(facts, &permissions, &the_shelf)).unwrap();
            accepted.added.first().map(|earning| earning.change.amount)
        };
        for (asked, kept) in
            [("1.25", Some("1.25")), ("1.255", Some("1.26")), ("1.2549", Some("1.25")), ("0.004", None)]
        {
            assert_eq!(earned(&facts, asked), kept.map(exact), "{asked}");
        }
        facts.counters[0].room = Some(exact("0.999"));
        assert_eq!(earned(&facts, "7"), Some(exact("0.99")));
    }

    #[test]
    fn an_item_is_given_at_its_price_and_only_if_the_shop_has_it() {
        let free = |sku: &str| FreeItem { sku: Sku::new(sku), quantity: Quantity::ONE, label: label() };
        let accepted = judged(vec![Effect::Item(free("MUG"))]).unwrap();
        assert_eq!(accepted.items, [AcceptedItem { item: free("MUG"), unit_price: eur("8") }]);
        assert_eq!(judged(vec![gift(vec![Reward::Item(free("CUP"))], 1)]), Err(Refusal::UnknownItem(Sku::new("CUP"))));
    }

    #[test]
    fn gifts_earn_nothing_and_nobody_earns_for_a_missing_sponsor() {
        let mut facts = facts();
        facts.lines[0].kind = LineKind::Reward;
        let permissions = permissions();
        let ask = |earning| {
            let proposal = Proposal { effects: vec![Effect::Add(earning)], why: vec![] };
            accept(proposal, &Grounds::new(&facts, &permissions, &the_shelf))
        };
        assert_eq!(ask(Earning::new(change(1), lines(&[1]))), Err(Refusal::GiftEarns(LineId(1))));
        let to_sponsor = Earning { to: Beneficiary::Sponsor, ..Earning::new(change(1), vec![]) };
        assert_eq!(ask(to_sponsor), Err(Refusal::NoSponsor));
        let over = Earning { expires: Some(day("2026-11-21")), ..Earning::new(change(1), vec![]) };
        assert!(matches!(ask(over), Err(Refusal::NeverAvailable { .. })));
    }

    #[test]
    fn a_part_or_choice_that_is_no_more_is_asked_again() {
        let part = Part { min: points(10), step: points(5), max: points(20) };
        let choices = vec![Choice { id: "mug".into(), label: label() }];
        let Effect::Offer(offer) = gift(vec![], 10) else { unreachable!() };
        for (offer, answer, state) in [
            (Offer { part: Some(part), ..offer.clone() }, taken("gift", Some(15), None), OfferState::Taken),
            (Offer { part: Some(part), ..offer.clone() }, taken("gift", Some(16), None), OfferState::Open),
            (Offer { part: Some(part), ..offer.clone() }, taken("gift", Some(25), None), OfferState::Open),
            (Offer { choices: choices.clone(), ..offer.clone() }, taken("gift", None, Some("mug")), OfferState::Taken),
            (Offer { choices, ..offer.clone() }, taken("gift", None, None), OfferState::Open),
        ] {
            let facts = SaleFacts { offers: vec![answer.clone()], ..facts() };
            let proposal = Proposal { effects: vec![Effect::Offer(offer)], why: vec![] };
            let accepted = accept(proposal, &Grounds::new(&facts, &permissions(), &the_shelf)).unwrap();
            assert_eq!(accepted.offers[0].state, state, "{answer:?}");
            assert_eq!(accepted.spent.len(), usize::from(state == OfferState::Taken));
        }
        let bad = Offer { part: Some(Part { max: points(5), ..part }), ..offer };
        assert_eq!(judged(vec![Effect::Offer(bad)]), Err(Refusal::BadPart("gift".into())));
    }
}
