//! What a policy is told about one sale: a snapshot, complete and without a way back.
//!
//! The same facts go to WASM components and to scripts. A policy sees no name, phone number or
//! address, no clock and nothing it did before but through counters.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::customer::Birthday;
use crate::id::{DepartmentId, LineId, Sku};
use crate::money::Money;
use crate::quantity::{Points, Quantity};
use crate::rate::VatRate;

/// What happened that the policy is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The draft changed: what would come of it if it were paid now?
    Draft,
    /// The sale is being paid: the answer is applied.
    Paid,
    /// The customer was identified just now; otherwise as a draft. A policy that does not listen to it
    /// is asked about a draft instead.
    Identified,
}

/// What a line sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// An item of the shop.
    Item,
    /// A gift voucher bought by the customer: no revenue yet, and no VAT (CGI 256 ter).
    GiftVoucher,
    /// An item that a program gives: it costs nothing and earns nothing.
    Reward,
}

/// One line of the sale as the policies before left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFact {
    /// Names the line in effects.
    pub id: LineId,
    /// What it sells.
    pub kind: LineKind,
    /// The item's stock-keeping unit.
    pub sku: Sku,
    /// The item's name.
    pub label: String,
    /// The departments from the item's own up to the root: `chemises`, `homme`.
    pub departments: Vec<DepartmentId>,
    /// How much was sold.
    pub quantity: Quantity,
    /// The price of one, tax included.
    pub unit_price: Money,
    /// Quantity times unit price, before any discount, tax included.
    pub amount: Money,
    /// Discounts given before: by hand, by group, by voucher, by earlier programs.
    pub prior_discount: Money,
    /// What is left to pay for the line, tax included: amount minus discounts.
    pub gross: Money,
    /// The VAT rate within.
    pub vat_rate: VatRate,
    /// Whether programs may discount the line.
    pub discountable: bool,
    /// The words that the shop put on the item: `promo`, `bio`.
    pub tags: BTreeSet<String>,
    /// The points set on the item, for one of it.
    pub points: Points,
    /// What one of it costs the shop, without tax. Only policies that ask for it are told.
    pub cost: Option<Money>,
}

/// The customer as far as policies may know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFact {
    /// The code of the customer's group.
    pub group: Option<String>,
    /// The words that the shop put on the customer's file.
    pub tags: BTreeSet<String>,
    /// The day of birth, when known. Only policies that ask for it are told.
    pub birthday: Option<Birthday>,
    /// The postcode, when known. Only policies that ask for it are told.
    pub postcode: Option<String>,
    /// The day the customer's file was opened.
    pub member_since: Option<NaiveDate>,
    /// Whether another customer brought this one.
    pub sponsored: bool,
}

/// One of the program's counters for this customer, before this sale.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterFact {
    /// Its name in the manifest.
    pub name: String,
    /// What can be spent today.
    pub balance: Points,
    /// What was earned and cannot be spent yet.
    pub pending: Points,
    /// The parts of the balance that will expire, the soonest first.
    pub lots: Vec<Lot>,
    /// The most that this sale may still earn, when the counter is capped.
    pub room: Option<Points>,
}

/// A part of a balance with its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// What is left of it.
    pub amount: Points,
    /// The last day it can be spent.
    pub expires: NaiveDate,
}

/// What a cashier did with an offer of this program in this sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferState {
    /// Made, not answered yet.
    Open,
    /// The customer takes it now.
    Taken,
    /// The customer keeps it for another day.
    Later,
}

/// What was answered to one offer in this sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferFact {
    /// Its id as the program gave it.
    pub offer: String,
    /// What was answered.
    pub state: OfferState,
    /// How much of it is taken, when the cashier chose a part.
    pub part: Option<Points>,
    /// Which of its choices is taken, when the cashier chose one.
    pub choice: Option<String>,
}

/// An offer of this program that waits since an earlier sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingFact {
    /// Its id as the program gave it.
    pub offer: String,
    /// The day of the sale since which it waits.
    pub since: NaiveDate,
}

/// The answer to one question about the past; see [`crate::history`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryAnswer {
    /// How many.
    Number(Decimal),
    /// How much money, tax included.
    Money(Money),
    /// When.
    Day(NaiveDate),
    /// It never happened, or nobody is identified.
    Nothing,
}

/// All that a program is told about one sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleFacts {
    /// Preview or payment.
    pub event: Event,
    /// The business day.
    pub day: NaiveDate,
    /// The local time at the till.
    pub time: NaiveTime,
    /// The lines, in the order of the receipt.
    pub lines: Vec<LineFact>,
    /// The customer, once identified.
    pub customer: Option<CustomerFact>,
    /// The program's counters; empty without a customer.
    pub counters: Vec<CounterFact>,
    /// Offers of this program that were answered in this sale.
    pub offers: Vec<OfferFact>,
    /// Offers of this program that wait since an earlier sale.
    pub waiting: Vec<WaitingFact>,
    /// Answers to the questions of the program's plan, in their order, about the time before this sale.
    pub history: Vec<HistoryAnswer>,
}

impl SaleFacts {
    /// Finds a line by its id.
    #[must_use]
    pub fn line(&self, id: LineId) -> Option<&LineFact> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// Gives the balance of a counter before this sale: zero when it has no entry.
    #[must_use]
    pub fn balance(&self, counter: &str) -> Points {
        self.counter(counter).map_or(Points::ZERO, |counter| counter.balance)
    }

    /// Tells what was answered to an offer: open when nothing was.
    #[must_use]
    pub fn offer_state(&self, offer: &str) -> OfferState {
        self.answer(offer).map_or(OfferState::Open, |answer| answer.state)
    }

    /// Finds what was answered to an offer.
    #[must_use]
    pub fn answer(&self, offer: &str) -> Option<&OfferFact> {
        self.offers.iter().find(|answer| answer.offer == offer)
    }

    /// Finds a counter.
    #[must_use]
    pub fn counter(&self, name: &str) -> Option<&CounterFact> {
        self.counters.iter().find(|counter| counter.name == name)
    }
}
