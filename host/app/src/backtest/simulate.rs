//! The simulation itself: one customer's sales after the other, with what the earlier ones left.

use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use comptoir_domain::draft::DraftCustomer;
use comptoir_domain::effect::{Accepted, AcceptedItem};
use comptoir_domain::facts::{CustomerFact, Event, HistoryAnswer, LineKind, OfferState, SaleFacts, WaitingFact};
use comptoir_domain::history::{Counted, Known, Question};
use comptoir_domain::id::{CreditId, CustomerId, SaleId, Sku};
use comptoir_domain::item::Item;
use comptoir_domain::ledger::CounterMovement;
use comptoir_domain::lots;
use comptoir_domain::money::Money;
use comptoir_domain::price::Origin;
use comptoir_domain::sale::{PaidLine, PaidSale, SaleCustomer, SaleKind};
use comptoir_store::Store;

use super::PerName;
use super::compare::{Difference, Effects};
use super::report::Trouble;
use super::returned::{Sold, gift_line};
use super::tally::{Tally, Worth};
use super::trial::{Failed, Trial};
use super::units::{Unit, Whose};
use crate::error::Error;
use crate::evaluate::{counter_fact, customer_fact, earned};
use crate::pay::Given;
use crate::replay::lines_after;

/// The simulation of one thread.
pub(super) struct Simulation<'a> {
    trial: &'a Trial,
    books: &'a Store,
    /// Items that may be given, as they are now.
    items: RefCell<HashMap<Sku, Option<Item>>>,
    pub(super) tally: Tally,
}

/// One customer as the simulation goes.
#[derive(Default)]
struct Person<'s> {
    file: CustomerFact,
    sponsor: Option<CustomerId>,
    /// The first sales of those whom this customer brought, by their places.
    brought: Vec<(i64, NaiveDate)>,
    past: Vec<Counted<'s>>,
    entries: PerName<Vec<lots::Entry>>,
    waiting: Vec<WaitingFact>,
    taken: Vec<(String, NaiveDate)>,
    bought: bool,
    rewarded: bool,
}

/// Customers who are simulated together.
#[derive(Default)]
struct Group<'s> {
    people: BTreeMap<CustomerId, Person<'s>>,
    /// Sales whose effects a refund may take back.
    sold: HashMap<SaleId, Sold<'s>>,
}

impl<'a> Simulation<'a> {
    pub(super) fn new(trial: &'a Trial, books: &'a Store) -> Self {
        Self { trial, books, items: RefCell::default(), tally: Tally::default() }
    }

    pub(super) fn go_through(&mut self, unit: &Unit) -> Result<(), Error> {
        match &unit.whose {
            Whose::People(people) => self.people(people),
            Whose::Nobody(place) => self.nobody(*place),
        }
    }

    fn people(&mut self, people: &[CustomerId]) -> Result<(), Error> {
        let looks_back = self.trial.carry || !self.trial.plan.questions.is_empty();
        let from = if looks_back { NaiveDate::MIN } else { self.trial.first };
        let mut past = Vec::new();
        for customer in people {
            past.extend(self.books.past_of(*customer, from, self.trial.last)?);
        }
        past.sort_by_key(|(place, _)| *place);
        let mut group = Group::default();
        for (place, sale) in &past {
            self.meet(&mut group, *place, sale)?;
        }
        self.close(group);
        Ok(())
    }

    /// A sale of nobody with its refunds, or such a refund alone.
    fn nobody(&mut self, place: i64) -> Result<(), Error> {
        let past = self.books.with_refunds(place, self.trial.last)?;
        let mut group = Group::default();
        for (place, sale) in &past {
            self.meet(&mut group, *place, sale)?;
        }
        Ok(())
    }

    fn meet<'s>(&mut self, group: &mut Group<'s>, place: i64, sale: &'s PaidSale) -> Result<(), Error> {
        let customer = sale.customer.as_ref().map(|customer| customer.id);
        if let Some(customer) = customer {
            self.know(group, customer)?;
        }
        let counts_on = self.counts_on(group, sale, customer)?;
        match (&sale.kind, self.trial.holds(sale.stamp.business_day)) {
            (SaleKind::Sale, true) => self.sale(group, place, sale)?,
            (SaleKind::Refund { of, .. }, true) => self.refund(group, *of, sale)?,
            (SaleKind::Sale, false) if self.trial.carry => self.recall(group, sale),
            _ => {}
        }
        if let Some(person) = customer.and_then(|customer| group.people.get_mut(&customer)) {
            person.past.push(Counted { day: counts_on, sale });
        }
        Ok(())
    }

    /// The day on which a sale counts for the history; a refund counts on that of its sale.
    fn counts_on(&self, group: &Group<'_>, sale: &PaidSale, customer: Option<CustomerId>) -> Result<NaiveDate, Error> {
        let SaleKind::Refund { of, .. } = &sale.kind else { return Ok(sale.stamp.business_day) };
        let past = customer.and_then(|customer| group.people.get(&customer)).map_or(&[][..], |person| &person.past);
        if let Some(known) = past.iter().rev().find(|known| known.sale.stamp.id == *of) {
            return Ok(known.day);
        }
        Ok(self.books.day_of_sale(*of)?.unwrap_or(sale.stamp.business_day))
    }

    /// Looks a customer up who appears for the first time.
    fn know(&self, group: &mut Group<'_>, customer: CustomerId) -> Result<(), Error> {
        if let Entry::Vacant(unknown) = group.people.entry(customer) {
            unknown.insert(self.person(customer)?);
        }
        Ok(())
    }

    fn person<'s>(&self, customer: CustomerId) -> Result<Person<'s>, Error> {
        let file = self.books.customer(customer)?;
        let mut person = Person {
            sponsor: file.as_ref().and_then(|file| file.sponsor),
            file: file.map(|file| customer_fact(&DraftCustomer::from(&file))).unwrap_or_default(),
            ..Person::default()
        };
        if self.trial.plan.questions.iter().any(|question| matches!(question, Question::Sponsored(_))) {
            person.brought = self.books.first_sales_brought_by(customer)?;
        }
        if self.trial.carry {
            let entries = self.books.counter_entries(customer, &self.trial.program)?;
            for (counter, entry) in entries.into_iter().filter(|(_, entry)| entry.day < self.trial.first) {
                person.entries.entry(counter).or_default().push(entry);
            }
        }
        Ok(person)
    }

    /// What the shop's own program left in a sale before the period.
    fn recall(&self, group: &mut Group<'_>, sale: &PaidSale) {
        let person = sale.customer.as_ref().and_then(|customer| group.people.get_mut(&customer.id));
        let ran = self.trial.recorded(sale).filter(|record| record.fault.is_none());
        if let (Some(person), Some(ran)) = (person, ran) {
            person.answered(&ran.accepted, sale.stamp.business_day);
        }
    }

    fn sale<'s>(&mut self, group: &mut Group<'s>, place: i64, sale: &'s PaidSale) -> Result<(), Error> {
        let facts = self.facts(group, place, sale);
        let total: Money = facts.lines.iter().map(|line| line.gross).sum();
        self.tally.sales += 1;
        self.tally.sold(sale.stamp.business_day, before_programs(sale));
        let answer = self.trial.answer(sale, facts, &|sku| self.price(sale, sku));
        self.compare(place, sale, &answer);
        if let Some(person) = sale.customer.as_ref().and_then(|customer| group.people.get_mut(&customer.id)) {
            person.bought = true;
        }
        let number = sale.stamp.number.clone();
        match answer {
            Ok(accepted) => return self.apply(group, (place, sale), total, accepted),
            Err(Failed::Fault(words)) => self.tally.faults.note(place, Trouble { number, words }),
            Err(Failed::Refusal(words)) => self.tally.refusals.note(place, Trouble { number, words }),
        }
        Ok(())
    }

    /// Everything that a policy is told, as [`crate::evaluate`] tells it.
    fn facts(&self, group: &Group<'_>, place: i64, sale: &PaidSale) -> SaleFacts {
        let today = sale.stamp.business_day;
        let customer = sale.customer.as_ref();
        let person = customer.and_then(|customer| Some((customer, group.people.get(&customer.id)?)));
        let counters = self.trial.counters().map(|(spec, rules)| {
            let entries = person.and_then(|(_, person)| person.entries.get(&spec.name));
            counter_fact(spec, rules, entries.cloned().unwrap_or_default(), today)
        });
        SaleFacts {
            event: Event::Paid,
            day: today,
            time: sale.stamp.at.time(),
            lines: lines_after(sale, 0),
            customer: person.map(|(customer, person)| person.fact(customer)),
            counters: if person.is_some() { counters.collect() } else { Vec::new() },
            offers: Vec::new(),
            waiting: person.map(|(_, person)| person.waiting.clone()).unwrap_or_default(),
            history: self
                .trial
                .plan
                .questions
                .iter()
                .map(|question| match person {
                    Some((_, person)) => person.history(question, place, today),
                    None => HistoryAnswer::Nothing,
                })
                .collect(),
        }
    }

    /// What an item cost when it was given in that sale, or else costs now.
    fn price(&self, sale: &PaidSale, sku: &Sku) -> Option<Money> {
        let given = self.trial.recorded(sale).map_or(&[][..], |record| &record.accepted.items);
        let then = given.iter().find(|given| &given.item.sku == sku).map(|given| given.unit_price);
        then.or_else(|| self.item(sku).map(|item| item.price))
    }

    fn item(&self, sku: &Sku) -> Option<Item> {
        let look_up = || self.books.item(sku).ok().flatten();
        self.items.borrow_mut().entry(sku.clone()).or_insert_with(look_up).clone()
    }

    fn compare(&mut self, place: i64, sale: &PaidSale, answer: &Result<Accepted, Failed>) {
        if self.trial.compare.is_none() {
            return;
        }
        let was = Effects::recorded(self.trial.recorded(sale));
        let would_be = match answer {
            Ok(accepted) => Effects::of(accepted),
            Err(Failed::Fault(words) | Failed::Refusal(words)) => {
                Effects { fault: Some(words.clone()), ..Effects::default() }
            }
        };
        self.tally.compared.0.count(&was);
        self.tally.compared.1.count(&would_be);
        if !was.same(&would_be) {
            let (number, day) = (sale.stamp.number.clone(), sale.stamp.business_day);
            self.tally.differences.note(place, Difference { number, day, was, would_be });
        }
    }

    /// Books what was accepted.
    fn apply<'s>(
        &mut self,
        group: &mut Group<'s>,
        (place, sale): (i64, &'s PaidSale),
        total: Money,
        accepted: Accepted,
    ) -> Result<(), Error> {
        let sold = self.sold(group, sale, accepted);
        let costs = sold.accepted.items.iter().map(|given| self.cost(given)).collect::<Vec<_>>();
        let worth = self.tally.answered((place, sale), total, &sold.accepted, &costs);
        for (at, movement) in sold.movements.iter().enumerate() {
            self.know(group, movement.customer)?;
            group.enter(movement, lots::Entry::of(sale, at, movement));
        }
        if let Some(person) = sale.customer.as_ref().and_then(|customer| group.people.get_mut(&customer.id)) {
            person.rewarded |= worth.given.is_positive();
            person.answered(&sold.accepted, sale.stamp.business_day);
        }
        group.sold.insert(sale.stamp.id, sold);
        Ok(())
    }

    fn sold<'s>(&self, group: &Group<'_>, sale: &'s PaidSale, accepted: Accepted) -> Sold<'s> {
        let first = sale.lines.iter().map(|line| line.id.0).max().unwrap_or(0) + 1;
        let gift = |(given, id): (&AcceptedItem, u32)| {
            gift_line(self.item(&given.item.sku).as_ref(), given, id, &self.trial.program)
        };
        let gifts: Vec<PaidLine> = accepted.items.iter().zip(first..).map(gift).collect();
        let vouchers: Vec<CreditId> = (1..=accepted.vouchers.len()).map(voucher_id).collect();
        let movements = self.movements(group, sale.customer.as_ref(), (&accepted, &gifts, &vouchers));
        Sold { recorded: sale, accepted, gifts, vouchers, movements, refunds: Vec::new(), returned: BTreeMap::new() }
    }

    fn movements(
        &self,
        group: &Group<'_>,
        customer: Option<&SaleCustomer>,
        (accepted, gifts, vouchers): (&Accepted, &[PaidLine], &[CreditId]),
    ) -> Vec<CounterMovement> {
        let Some(customer) = customer else { return Vec::new() };
        let gifts: Vec<_> = gifts.iter().map(|line| line.id).collect();
        let given = Given { program: &self.trial.program, accepted, gifts: &gifts, vouchers };
        let sponsor = group.people.get(&customer.id).and_then(|person| person.sponsor);
        given.counters(customer.id, sponsor)
    }

    /// What the shop paid for what is given, when it is known.
    fn cost(&self, given: &AcceptedItem) -> Option<Money> {
        let cost = self.item(&given.item.sku)?.cost?;
        given.item.quantity.times(cost, comptoir_domain::money::Rounding::HalfUp).ok()
    }

    fn refund(&mut self, group: &mut Group<'_>, of: SaleId, refund: &PaidSale) -> Result<(), Error> {
        let day = refund.stamp.business_day;
        self.tally.refunds += 1;
        self.tally.sold(day, before_programs(refund));
        let Some(sold) = group.sold.get_mut(&of) else { return self.refund_of_before(group, refund) };
        let Some(mirror) = sold.give_back(refund, self.trial) else { return Ok(()) };
        let worth = Worth { given: mirror.given, cost: mirror.cost };
        for (movement, entry) in mirror.entries {
            group.enter(&movement, entry);
        }
        self.tally.took_back(day, worth);
        Ok(())
    }

    /// What the shop's own program took back for a sale before the period, whose entries were carried on.
    fn refund_of_before(&self, group: &mut Group<'_>, refund: &PaidSale) -> Result<(), Error> {
        let movements = refund.movements.counters.iter().enumerate();
        let ours = |movement: &CounterMovement| self.trial.carry && movement.program == self.trial.program;
        for (at, movement) in movements.filter(|(_, movement)| ours(movement)) {
            self.know(group, movement.customer)?;
            group.enter(movement, lots::Entry::of(refund, at, movement));
        }
        Ok(())
    }

    fn close(&mut self, group: Group<'_>) {
        for (_customer, mut person) in group.people {
            self.tally.customers += u64::from(person.bought);
            self.tally.rewarded += u64::from(person.rewarded);
            for (spec, rules) in self.trial.counters() {
                let entries = person.entries.remove(&spec.name).unwrap_or_default();
                #[cfg(test)]
                self.tally.entries.insert((_customer, spec.name.clone()), entries.clone());
                let days = (self.trial.first, self.trial.last);
                self.tally.counter(&spec.name, entries, rules.idle_days, days);
            }
        }
    }
}

impl Group<'_> {
    fn enter(&mut self, movement: &CounterMovement, entry: lots::Entry) {
        if let Some(person) = self.people.get_mut(&movement.customer) {
            person.entries.entry(movement.counter.clone()).or_default().push(entry);
        }
    }
}

impl Person<'_> {
    fn fact(&self, customer: &SaleCustomer) -> CustomerFact {
        CustomerFact { group: customer.group.clone(), ..self.file.clone() }
    }

    fn history(&self, question: &Question, place: i64, today: NaiveDate) -> HistoryAnswer {
        let before = self.brought.iter().filter(|(at, _)| *at < place).map(|(_, day)| *day);
        let brought: Vec<NaiveDate> = before.collect();
        let earned = |counter: &str, first: NaiveDate, last: NaiveDate| {
            let entries = self.entries.get(counter).map_or(&[][..], Vec::as_slice);
            earned(entries, |entry| first <= entry.day && entry.day <= last)
        };
        let known = Known { sales: &self.past, earned: &earned, taken: &self.taken, sponsored: &brought };
        known.answer(question, today)
    }

    /// Keeps what is offered for the next visit, since the visit from which it waits without a break.
    fn answered(&mut self, accepted: &Accepted, today: NaiveDate) {
        let since = |offer: &str| {
            let known = self.waiting.iter().find(|waiting| waiting.offer == offer);
            known.map_or(today, |waiting| waiting.since)
        };
        let left = accepted.offers.iter().filter(|made| made.state != OfferState::Taken);
        let waiting = left.map(|made| WaitingFact { offer: made.offer.id.clone(), since: since(&made.offer.id) });
        let waiting: Vec<WaitingFact> = waiting.collect();
        let taken = accepted.offers.iter().filter(|made| made.state == OfferState::Taken);
        self.taken.extend(taken.map(|made| (made.offer.id.clone(), today)));
        self.waiting = waiting;
    }
}

/// What the items of a sale bring without any program; below zero for a refund.
fn before_programs(sale: &PaidSale) -> Money {
    let by_program = |line: &PaidLine| {
        let discounts = line.discounts.iter().filter(|discount| matches!(discount.origin, Origin::Program(_)));
        discounts.map(|discount| discount.amount).sum::<Money>()
    };
    sale.lines.iter().filter(|line| line.kind == LineKind::Item).map(|line| line.gross + by_program(line)).sum()
}

/// Names a voucher within its sale: it is never seen outside.
fn voucher_id(number: usize) -> CreditId {
    CreditId::from_uuid(uuid::Uuid::from_u128(u128::try_from(number).unwrap_or(u128::MAX)))
}
