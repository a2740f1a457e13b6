//! Movements of the ledgers that one sale makes, and their reversal by a refund.
//!
//! Balances are sums of movements and are never written. Each movement of a counter remembers the lines
//! it comes from, so that a refund can take back a line's share without asking the policy.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::credit::CreditKind;
use crate::id::{CreditId, CustomerId, LineId, ProgramId};
use crate::money::Money;
use crate::quantity::Points;

/// What a movement of a counter is tied to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Earned by these lines: a refund takes back in proportion to what was paid for them.
    Earned(Vec<LineId>),
    /// Spent on a reduction of these lines: a refund gives back in proportion to their quantities.
    Reduction(Vec<LineId>),
    /// Spent on vouchers: given back once the whole sale is refunded, as far as they are unused.
    Vouchers(Vec<CreditId>),
}

/// One movement of a counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterMovement {
    /// Whose counter.
    pub customer: CustomerId,
    /// Of which program.
    pub program: ProgramId,
    /// Which counter.
    pub counter: String,
    /// Added when above zero, spent when below.
    pub delta: Points,
    /// What it is tied to.
    pub basis: Basis,
    /// The place of the movement it reverses among those of the refunded sale.
    pub reverses: Option<usize>,
    /// The first day that what is earned can be spent; at once when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<NaiveDate>,
    /// The last day that what is earned can be spent; for ever when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<NaiveDate>,
}

/// A paper issued: voucher, gift voucher or credit note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditIssue {
    /// Its id.
    pub id: CreditId,
    /// Which kind.
    pub kind: CreditKind,
    /// What is printed and scanned.
    pub code: String,
    /// Whose it is.
    pub customer: Option<CustomerId>,
    /// What it is worth.
    pub amount: Money,
    /// The last day it can be used.
    pub expires: Option<NaiveDate>,
    /// The program that gave it.
    pub program: Option<ProgramId>,
    /// The line that sold it.
    pub line: Option<LineId>,
    /// How the receipt calls it.
    pub label: String,
}

/// A change of what is left on a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditMovement {
    /// Which paper.
    pub credit: CreditId,
    /// Used when below zero, given back when above.
    pub delta: Money,
}

/// All that one sale moves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movements {
    /// Of counters.
    pub counters: Vec<CounterMovement>,
    /// Papers issued.
    pub issued: Vec<CreditIssue>,
    /// Of papers that exist.
    pub credits: Vec<CreditMovement>,
    /// Put on the customer's account (above zero), or taken off it.
    pub account: Money,
}
