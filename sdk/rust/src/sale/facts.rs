//! The facts of the contract, checked once so that reading them later cannot fail.

use alloc::string::String;
use alloc::vec::Vec;

use super::customer::{CounterFacts, CustomerFacts, OfferFacts};
use super::line::{DepartmentFacts, ItemFacts, LineFacts};
use super::{Event, LineKind, Lot};
use crate::calendar::{Birthday, Date};
use crate::contract::facts;
use crate::fault::{Fault, Result};
use crate::numbers::{Decimal, Money, Points};

/// One sale.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(super) event: Event,
    pub(super) day: Date,
    pub(super) minute: u16,
    pub(super) lines: Vec<LineFacts>,
    pub(super) items: Vec<ItemFacts>,
    pub(super) departments: Vec<DepartmentFacts>,
    pub(super) customer: Option<CustomerFacts>,
    pub(super) counters: Vec<CounterFacts>,
    pub(super) offers: Vec<OfferFacts>,
    pub(super) waiting: Vec<(String, Date)>,
    pub(super) history: Vec<facts::Answer>,
}

impl Facts {
    pub(super) fn read(raw: facts::Sale) -> Result<Self> {
        let (items, departments) = (raw.items.len(), raw.departments.len());
        Ok(Self {
            event: event(raw.event),
            day: Date::from_contract(raw.day)?,
            minute: raw.minute,
            lines: all(raw.lines, |raw| line(&raw, items))?,
            items: all(raw.items, |raw| item(raw, departments))?,
            departments: all(raw.departments, |raw| department(raw, departments))?,
            customer: raw.customer.map(customer).transpose()?,
            counters: all(raw.counters, counter)?,
            offers: all(raw.offers, offer)?,
            waiting: all(raw.waiting, |raw| Ok((raw.offer, Date::from_contract(raw.since)?)))?,
            history: raw.history,
        })
    }
}

pub(super) fn all<T, U>(raw: Vec<T>, read: impl FnMut(T) -> Result<U>) -> Result<Vec<U>> {
    raw.into_iter().map(read).collect()
}

const fn event(raw: facts::Event) -> Event {
    match raw {
        facts::Event::Draft => Event::Draft,
        facts::Event::Paid => Event::Paid,
        facts::Event::Identified => Event::Identified,
    }
}

/// Takes the place of something in a list that has `count` of it.
fn place(raw: u32, count: usize) -> Result<usize> {
    let place = usize::try_from(raw).ok().filter(|&place| place < count);
    place.ok_or(Fault::new("a line, an item or a department names what the sale does not have"))
}

fn line(raw: &facts::Line, items: usize) -> Result<LineFacts> {
    Ok(LineFacts {
        id: raw.id,
        kind: match raw.kind {
            facts::LineKind::Item => LineKind::Item,
            facts::LineKind::GiftVoucher => LineKind::GiftVoucher,
            facts::LineKind::Reward => LineKind::Reward,
        },
        item: place(raw.item, items)?,
        quantity: Decimal::from_contract(raw.quantity)?,
        unit_price: Money::from_cents(raw.unit_price),
        amount: Money::from_cents(raw.amount),
        prior_discount: Money::from_cents(raw.prior_discount),
        gross: Money::from_cents(raw.gross),
        vat: raw.vat,
        discountable: raw.discountable,
    })
}

fn item(raw: facts::Item, departments: usize) -> Result<ItemFacts> {
    Ok(ItemFacts {
        sku: raw.sku,
        label: raw.label,
        department: place(raw.department, departments)?,
        tags: raw.tags,
        points: Points::from_contract(raw.points)?,
        cost: raw.cost.map(Money::from_cents),
    })
}

fn department(raw: facts::Department, departments: usize) -> Result<DepartmentFacts> {
    let parent = raw.parent.map(|parent| place(parent, departments)).transpose()?;
    Ok(DepartmentFacts { code: raw.code, parent })
}

pub(super) fn customer(raw: facts::Customer) -> Result<CustomerFacts> {
    Ok(CustomerFacts {
        group: raw.group,
        tags: raw.tags,
        birthday: raw.birthday.map(Birthday::from_contract),
        postcode: raw.postcode,
        member_since: raw.member_since.map(Date::from_contract).transpose()?,
        sponsored: raw.sponsored,
    })
}

pub(super) fn counter(raw: facts::Counter) -> Result<CounterFacts> {
    let lot = |raw: facts::Lot| {
        Ok(Lot { amount: Points::from_contract(raw.amount)?, expires: Date::from_contract(raw.expires)? })
    };
    Ok(CounterFacts {
        name: raw.name,
        balance: Points::from_contract(raw.balance)?,
        pending: Points::from_contract(raw.pending)?,
        lots: all(raw.lots, lot)?,
        room: raw.room.map(Points::from_contract).transpose()?,
    })
}

fn offer(raw: facts::AnsweredOffer) -> Result<OfferFacts> {
    Ok(OfferFacts {
        id: raw.offer,
        state: raw.state,
        part: raw.part.map(Points::from_contract).transpose()?,
        choice: raw.choice,
    })
}
