//! Why a proposal is refused: each rule that no policy can break, as a fact.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::EffectKind;
use crate::id::{LineId, Sku};
use crate::money::Money;
use crate::quantity::Points;

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
    /// The shop has no such item to give.
    #[error("the shop has no item {0}")]
    UnknownItem(Sku),
    /// The line is a gift, and gifts earn nothing.
    #[error("line {0} is a gift and earns nothing")]
    GiftEarns(LineId),
    /// The customer was not brought by another one.
    #[error("the customer has no sponsor to earn")]
    NoSponsor,
    /// Earned points that could be spent on no day.
    #[error("available from {available} but only until {expires}")]
    NeverAvailable {
        /// The first day.
        available: NaiveDate,
        /// The last day.
        expires: NaiveDate,
    },
    /// An offer whose parts cannot be: a step of nothing, or a most below the least.
    #[error("offer {0:?} has parts that cannot be taken")]
    BadPart(String),
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
    /// An id or a plain text is empty or too long, or an id holds a control character.
    #[error("text empty, with a control character or longer than {most} characters: {start:?}")]
    BadText {
        /// The most characters allowed.
        most: usize,
        /// How the text starts.
        start: String,
    },
}
