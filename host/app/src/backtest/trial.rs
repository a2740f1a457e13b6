//! The policy on trial: asked about one sale as at the counter, with the customer's answers to its offers.

use std::sync::Arc;

use chrono::NaiveDate;
use comptoir_domain::effect::{Accepted, Grounds, Offer, Permissions, accept, answers_that_hold};
use comptoir_domain::facts::{Event, OfferFact, OfferState, SaleFacts};
use comptoir_domain::id::{ProgramId, Sku};
use comptoir_domain::language::Language;
use comptoir_domain::ledger::CounterMovement;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::{PaidSale, ProgramRecord};
use comptoir_policy::{CounterRules, CounterSpec, Package, Plan, Policy, Settings};

use super::Offers;
use crate::messages;

/// How many offers a customer takes in one sale at most: a policy that always has one more must not hold
/// everybody up.
const MOST_TAKEN: usize = 32;

/// The policy with its settings, and how it is tried.
pub(super) struct Trial {
    pub(super) package: Package,
    pub(super) policy: Arc<dyn Policy>,
    pub(super) settings: Settings,
    pub(super) permissions: Permissions,
    pub(super) plan: Plan,
    /// The rules of its counters, in the order of the manifest.
    pub(super) rules: Vec<CounterRules>,
    /// Under which name its counters are kept.
    pub(super) program: ProgramId,
    /// The shop's own program that it stands for, if there is one.
    pub(super) counterpart: Option<ProgramId>,
    pub(super) compare: Option<ProgramId>,
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) offers: Offers,
    pub(super) choice: usize,
    pub(super) carry: bool,
    pub(super) language: Language,
}

/// Why the policy did nothing in a sale.
pub(super) enum Failed {
    /// It failed, in words.
    Fault(String),
    /// The till refused its answer, in words.
    Refusal(String),
}

/// Finds the price of an item that may be given.
pub(super) type Prices<'a> = &'a dyn Fn(&Sku) -> Option<Money>;

impl Trial {
    /// Gives the decimals that a counter of the policy keeps.
    pub(super) fn places(&self, movement: &CounterMovement) -> u32 {
        let mut counters = self.package.manifest().counters.iter();
        counters.find(|spec| spec.name == movement.counter).map_or(Points::PLACES, |spec| spec.decimals)
    }

    /// Tells whether a business day is in the period.
    pub(super) fn holds(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// The counters with their rules.
    pub(super) fn counters(&self) -> impl Iterator<Item = (&CounterSpec, &CounterRules)> {
        self.package.manifest().counters.iter().zip(&self.rules)
    }

    /// What the shop's own program did in a sale.
    pub(super) fn recorded<'s>(&self, sale: &'s PaidSale) -> Option<&'s ProgramRecord> {
        let program = self.counterpart.as_ref()?;
        sale.programs.iter().find(|record| &record.program == program)
    }

    /// Asks about a sale, and answers offers as the customers are said to.
    pub(super) fn answer(&self, sale: &PaidSale, facts: SaleFacts, prices: Prices<'_>) -> Result<Accepted, Failed> {
        let manifest = self.package.manifest();
        if !manifest.listens_to(Event::Paid) {
            return Ok(Accepted::default());
        }
        let mut facts = manifest.told(facts);
        match self.offers {
            Offers::Never => self.once(&facts, prices),
            Offers::Always => self.taking(facts, prices),
            Offers::Recorded => {
                facts.offers = self.recorded(sale).map(answered).unwrap_or_default();
                self.once(&facts, prices)
            }
        }
    }

    fn once(&self, facts: &SaleFacts, prices: Prices<'_>) -> Result<Accepted, Failed> {
        let answer = self.policy.evaluate(&self.settings, facts, false);
        let proposal = answer.map_err(|fault| Failed::Fault(messages::fault(&fault, self.language)))?.proposal;
        if let Some(offers) = answers_that_hold(&proposal, &facts.offers) {
            return self.once(&SaleFacts { offers, ..facts.clone() }, prices);
        }
        let accepted = accept(proposal, &Grounds::new(facts, &self.permissions, prices));
        accepted.map_err(|refusal| Failed::Refusal(messages::policy_refusal(&refusal, self.language)))
    }

    /// Takes one offer after the other, since each may change those that are left. One that cannot be taken is
    /// left.
    fn taking(&self, mut facts: SaleFacts, prices: Prices<'_>) -> Result<Accepted, Failed> {
        let mut accepted = self.once(&facts, prices)?;
        for _ in 0..MOST_TAKEN {
            let is_new = |offer: &Offer| facts.answer(&offer.id).is_none();
            let open = accepted.offers.iter().find(|made| made.state == OfferState::Open && is_new(&made.offer));
            let Some(taken) = open.map(|made| taken(&made.offer, self.choice)) else { break };
            facts.offers.push(taken);
            match self.once(&facts, prices) {
                Ok(now) => accepted = now,
                Err(_) => facts.offers.iter_mut().rev().take(1).for_each(|answer| answer.state = OfferState::Later),
            }
        }
        Ok(accepted)
    }
}

/// Takes all of an offer; of several gifts, the one at this place, or the last.
fn taken(offer: &Offer, place: usize) -> OfferFact {
    OfferFact {
        offer: offer.id.clone(),
        state: OfferState::Taken,
        part: offer.part.map(|part| part.largest()),
        choice: offer.choices.get(place).or(offer.choices.last()).map(|choice| choice.id.clone()),
    }
}

/// What the customer answered then. Sales from before this was kept say it by what came of the offers.
fn answered(record: &ProgramRecord) -> Vec<OfferFact> {
    if let Some(told) = &record.told {
        return told.offers.clone();
    }
    let made = record.accepted.offers.iter().filter(|made| made.state != OfferState::Open);
    let answer = made.map(|made| OfferFact {
        offer: made.offer.id.clone(),
        state: made.state,
        part: made.taken_part,
        choice: made.choice.clone(),
    });
    answer.collect()
}
