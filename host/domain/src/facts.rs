//! What a policy is told about one sale: a snapshot, complete and without a way back.
//!
//! The same facts go to WASM components and to scripts. A policy sees no name, phone number or
//! address, no clock and nothing it did before but through counters.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

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
}

/// What a line sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// An item of the shop.
    Item,
    /// A gift voucher bought by the customer: no revenue yet, and no VAT (CGI 256 ter).
    GiftVoucher,
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
}

/// The customer as far as policies may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerFact {
    /// The code of the customer's group.
    pub group: Option<String>,
    /// The day and month of birth, when known: (month, day).
    pub birthday: Option<(u32, u32)>,
    /// The day the customer's file was opened.
    pub member_since: Option<NaiveDate>,
}

/// One of the program's counters for this customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterFact {
    /// Its name in the manifest.
    pub name: String,
    /// The sum of its entries before this sale.
    pub balance: Points,
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

/// The state of one offer in this sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferFact {
    /// Its id as the program gave it.
    pub offer: String,
    /// What was answered.
    pub state: OfferState,
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
        self.counters.iter().find(|c| c.name == counter).map_or(Points::ZERO, |c| c.balance)
    }

    /// Tells what was answered to an offer: open when nothing was.
    #[must_use]
    pub fn offer_state(&self, offer: &str) -> OfferState {
        self.offers.iter().find(|o| o.offer == offer).map_or(OfferState::Open, |o| o.state)
    }
}
