//! What a policy proposes, and what the till accepts of it.
//!
//! Benefits are declared, not computed: the host rounds and shares them over the lines, so that two
//! policies in two languages cannot disagree by a cent. [`accept`] is the only way from a proposal to
//! effects that are applied; a proposal that breaks one rule is refused as a whole.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::{LineId, Sku};
use crate::money::Money;
use crate::quantity::{Points, Quantity};
use crate::rate::Percent;

mod accept;
mod refusal;
mod shares;

pub use accept::{
    Accepted, AcceptedItem, AcceptedOffer, Ceilings, Grounds, LineDiscounts, MOST_CONDITIONS, Permissions, Spending,
    accept, answers_that_hold,
};
pub use refusal::Refusal;

/// A value inside a text, which the host formats for the language and the surface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A plain number: points, pieces, days.
    Number(Decimal),
    /// An amount in cents.
    Money(Money),
    /// A day.
    Day(NaiveDate),
    /// Words as they are.
    Words(String),
    /// Yes or no.
    Yes(bool),
}

/// Words for people: a key of the package's catalog with arguments, or plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Text {
    /// A message of the catalog and its arguments.
    Key(String, Vec<(String, Value)>),
    /// Words as they are, for one shop's own script.
    Plain(String),
}

/// A change of a counter: never a balance, so that several tills can be merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterChange {
    /// The counter's name in the manifest.
    pub counter: String,
    /// How much, above zero.
    pub amount: Points,
}

/// Which lines a discount falls on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// All lines that may be discounted.
    Sale,
    /// These lines.
    Lines(Vec<LineId>),
}

/// How much a discount gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Benefit {
    /// A percentage of what is left to pay for each line.
    Percent(Percent),
    /// An amount, tax included, shared over the lines by largest remainder.
    Amount(Money),
    /// So much off each unit: times the quantity of each line, at most what is left of it.
    AmountEach(Money),
    /// Each unit costs so much, where it costs more.
    UnitPrice(Money),
    /// A percentage of the cheapest pieces of the lines: with 100 %, they are free.
    Pieces {
        /// How many pieces.
        count: u32,
        /// Of what is left to pay for each of them.
        percent: Percent,
    },
}

/// A price reduction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// Which lines.
    pub target: Target,
    /// How much.
    pub benefit: Benefit,
    /// How the receipt calls it.
    pub label: Text,
}

/// A voucher to be issued when the sale is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoucherGrant {
    /// What it is worth, tax included.
    pub amount: Money,
    /// The last day it can be used, if any.
    pub expires: Option<NaiveDate>,
    /// How the receipt calls it.
    pub label: Text,
}

/// An item given: a line of its own, at its price with a discount of as much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeItem {
    /// Which item of the shop.
    pub sku: Sku,
    /// How much of it.
    pub quantity: Quantity,
    /// How the receipt calls the discount.
    pub label: Text,
}

/// What an offer gives when it is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reward {
    /// A reduction of this sale.
    Discount(Discount),
    /// A voucher for a next sale.
    Voucher(VoucherGrant),
    /// An item.
    Item(FreeItem),
}

/// How much of an offer can be taken: the cashier chooses, the policy answers anew with that part's cost
/// and rewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The least.
    pub min: Points,
    /// From one part to the next.
    pub step: Points,
    /// The most.
    pub max: Points,
}

impl Part {
    /// Gives the largest part that can be taken.
    #[must_use]
    pub fn largest(&self) -> Points {
        let step = self.step.ten_thousandths().max(1);
        let steps = (self.max - self.min).ten_thousandths() / step;
        self.min + Points::from_ten_thousandths(steps * step)
    }

    /// Tells whether a part can be taken: within the bounds, a whole number of steps above the least.
    #[must_use]
    pub fn holds(&self, part: Points) -> bool {
        let above = (part - self.min).ten_thousandths();
        self.min <= part && part <= self.max && above % self.step.ten_thousandths().max(1) == 0
    }
}

/// One of several things that an offer gives, of which the customer chooses one; the policy answers anew
/// with that choice's rewards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Names it within the offer.
    pub id: String,
    /// How the cashier announces it.
    pub label: Text,
}

/// A gift that the customer may take now or keep for later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Names the offer within its program; the same from sale to sale while it waits.
    pub id: String,
    /// How the cashier announces it.
    pub title: Text,
    /// What taking it costs of a counter.
    pub cost: Option<CounterChange>,
    /// What it gives.
    pub rewards: Vec<Reward>,
    /// The last day it can be taken, if any.
    pub expires: Option<NaiveDate>,
    /// How much of it can be taken; it is taken whole when none.
    #[serde(default)]
    pub part: Option<Part>,
    /// What the customer chooses among; nothing to choose when empty.
    #[serde(default)]
    pub choices: Vec<Choice>,
}

/// Where a message is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surfaces {
    /// On the cashier's screen.
    pub cashier: bool,
    /// On the customer's display: nothing confidential.
    pub customer_display: bool,
    /// On the receipt.
    pub receipt: bool,
    /// Beside the customer's name, as a badge: a level, a birthday.
    #[serde(default)]
    pub customer_panel: bool,
}

/// A message for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Where it is shown.
    pub to: Surfaces,
    /// Heavier messages come first; 0 to 100.
    pub weight: u8,
    /// What it says.
    pub text: Text,
    /// Whether it stays on the screen until the cashier says that it was read; no sale waits for it.
    #[serde(default)]
    pub acknowledge: bool,
}

/// Who earns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beneficiary {
    /// The customer of the sale.
    #[default]
    Customer,
    /// The customer who brought this one.
    Sponsor,
}

/// What is earned on a counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenEarning")]
pub struct Earning {
    /// Which counter, and how much.
    pub change: CounterChange,
    /// The lines that earned it, so that a refund of one of them takes its share back; none: the whole sale.
    pub lines: Vec<LineId>,
    /// The first day it can be spent; at once when none.
    pub available: Option<NaiveDate>,
    /// The last day it can be spent; for ever when none.
    pub expires: Option<NaiveDate>,
    /// Who earns it.
    pub to: Beneficiary,
}

/// An earning as frozen sales hold it: the first ones knew only the change and its lines.
#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenEarning {
    Now {
        change: CounterChange,
        lines: Vec<LineId>,
        available: Option<NaiveDate>,
        expires: Option<NaiveDate>,
        to: Beneficiary,
    },
    First(CounterChange, Vec<LineId>),
}

impl From<WrittenEarning> for Earning {
    fn from(written: WrittenEarning) -> Self {
        match written {
            WrittenEarning::Now { change, lines, available, expires, to } => {
                Self { change, lines, available, expires, to }
            }
            WrittenEarning::First(change, lines) => Self::new(change, lines),
        }
    }
}

impl Earning {
    /// Makes an earning of the customer that can be spent at once and for ever.
    #[must_use]
    pub const fn new(change: CounterChange, lines: Vec<LineId>) -> Self {
        Self { change, lines, available: None, expires: None, to: Beneficiary::Customer }
    }
}

/// One thing that a policy proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Earn on a counter.
    Add(Earning),
    /// The customer spends of a counter.
    Spend(CounterChange),
    /// A card or level is complete: the counter that reached its threshold.
    Completed(String),
    /// A price reduction of this sale.
    Discount(Discount),
    /// A voucher issued at payment.
    Voucher(VoucherGrant),
    /// An item given.
    Item(FreeItem),
    /// A gift to take or to keep.
    Offer(Offer),
    /// Words for people.
    Message(Message),
}

impl Effect {
    /// Gives the name that a manifest declares to be allowed this effect.
    #[must_use]
    pub const fn kind(&self) -> EffectKind {
        match self {
            Self::Add(_) => EffectKind::Add,
            Self::Spend(_) => EffectKind::Spend,
            Self::Completed(_) => EffectKind::Completed,
            Self::Discount(_) => EffectKind::Discount,
            Self::Voucher(_) => EffectKind::Voucher,
            Self::Item(_) => EffectKind::Item,
            Self::Offer(_) => EffectKind::Offer,
            Self::Message(_) => EffectKind::Message,
        }
    }
}

/// The kinds of effects, as manifests declare them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffectKind {
    /// Earn on a counter.
    Add,
    /// Spend of a counter, also as the cost of an offer.
    Spend,
    /// A card is complete.
    Completed,
    /// Reduce the price, also as a reward of an offer.
    Discount,
    /// Issue a voucher, also as a reward of an offer.
    Voucher,
    /// Give an item, also as a reward of an offer.
    Item,
    /// Offer a gift.
    Offer,
    /// Say something.
    Message,
}

/// One condition of the policy and what became of it: the "why?" of the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Whether it held.
    pub held: bool,
    /// What was asked.
    pub what: Text,
    /// The value it was compared with.
    pub expected: Value,
    /// The value found.
    pub actual: Value,
}

/// A policy's whole answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What it proposes, in its order.
    pub effects: Vec<Effect>,
    /// Why, when it was asked to explain.
    pub why: Vec<Condition>,
}
