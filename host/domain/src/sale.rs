//! A paid sale: frozen, numbered, with every figure that receipts, ledgers and the journal reuse.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::effect::Accepted;
use crate::facts::{CounterFact, CustomerFact, HistoryAnswer, LineKind, OfferFact, WaitingFact};
use crate::id::{CreditId, CustomerId, DepartmentId, LineId, ProgramId, SaleId, Sku, TillId};
use crate::item::Unit;
use crate::ledger::Movements;
use crate::money::{Money, Rounding};
use crate::price::{LineDiscount, Priced, PricedLine, VatLine};
use crate::quantity::Points;
use crate::rate::VatRate;
use crate::regime::SaleExemption;
use crate::tender::Tender;

/// The number of a receipt: gapless per till.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReceiptNumber {
    /// The till that gave it.
    pub till: TillId,
    /// 1 for the till's first receipt.
    pub sequence: u64,
}

/// `C1-000123`.
impl std::fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:06}", self.till, self.sequence)
    }
}

/// The text is not the number of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a receipt number such as C1-000123: {0:?}")]
pub struct ReceiptNumberError(pub String);

impl std::str::FromStr for ReceiptNumber {
    type Err = ReceiptNumberError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ReceiptNumberError(text.to_owned());
        let (till, sequence) = text.trim().rsplit_once('-').ok_or_else(wrong)?;
        let digits = sequence.bytes().all(|b| b.is_ascii_digit());
        if till.is_empty() || sequence.len() < 6 || !digits {
            return Err(wrong());
        }
        Ok(Self { till: TillId::new(till.to_uppercase()), sequence: sequence.parse().map_err(|_| wrong())? })
    }
}

/// A sale, or the refund of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SaleKind {
    /// A sale.
    Sale,
    /// A refund: amounts are below zero.
    Refund {
        /// The sale it refunds.
        of: SaleId,
        /// That sale's receipt number.
        number: ReceiptNumber,
    },
}

/// One line of a paid sale; of a refund, quantities and amounts are below zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidLine {
    /// Names the line in its sale; a refund keeps the ids of the sale it refunds.
    pub id: LineId,
    /// What it sells.
    pub kind: LineKind,
    /// Which item.
    pub sku: Sku,
    /// The item's name on that day.
    pub label: String,
    /// Departments from the item's own to the root, on that day.
    pub departments: Vec<DepartmentId>,
    /// How much.
    pub quantity: Decimal,
    /// What the quantity counts.
    #[serde(default)]
    pub unit: Unit,
    /// The price of one, tax included.
    pub unit_price: Money,
    /// Before discounts, tax included.
    pub amount: Money,
    /// Discounts, in the order they were taken.
    pub discounts: Vec<LineDiscount>,
    /// Paid for the line, tax included.
    pub gross: Money,
    /// The line's share of the net total of its rate.
    pub net: Money,
    /// The VAT rate within.
    pub vat_rate: VatRate,
    /// Words for the receipt.
    pub note: Option<String>,
    /// The words that the shop had put on the item.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// The loyalty points set on one of it.
    #[serde(default)]
    pub points: Points,
    /// What one of it cost the shop, without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// Whether programs might discount the line.
    #[serde(default)]
    pub discountable: bool,
}

impl PaidLine {
    /// Gives all discounts of the line together.
    #[must_use]
    pub fn discount(&self) -> Money {
        self.discounts.iter().map(|d| d.amount).sum()
    }

    /// Gives the revenue of the line with and without tax: none of a gift voucher.
    #[must_use]
    pub fn revenue(&self) -> (Money, Money) {
        if self.kind == LineKind::Item { (self.gross, self.net) } else { (Money::ZERO, Money::ZERO) }
    }

    /// Gives the net amount less what the articles cost, rounded half up; nothing when the cost is not known, or when
    /// the line is no revenue.
    #[must_use]
    pub fn margin(&self) -> Option<Money> {
        let cost = self.cost.filter(|_| self.kind == LineKind::Item)?;
        Some(self.net - cost.times(self.quantity, Rounding::HalfUp).ok()?)
    }
}

/// What a program said, in the language of the shop, kept so that a reprint is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Where it was shown.
    pub to: crate::effect::Surfaces,
    /// The words.
    pub text: String,
}

/// What a program was told beside the lines and the time: with them, any past sale can be asked again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The settings, as the store keeps them.
    pub settings: String,
    /// The customer.
    pub customer: Option<CustomerFact>,
    /// The counters.
    pub counters: Vec<CounterFact>,
    /// What was answered to offers.
    pub offers: Vec<OfferFact>,
    /// Offers that waited.
    pub waiting: Vec<WaitingFact>,
    /// Answers about the past.
    pub history: Vec<HistoryAnswer>,
    /// How many of the sale's programs it saw the effects of: the first ones of [`PaidSale::programs`].
    pub after: usize,
    /// How many of them had given when its answer was judged: discounts cannot exceed what those left.
    pub judged: usize,
}

/// What one program did in one sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramRecord {
    /// The program.
    pub program: ProgramId,
    /// The policy's id.
    pub policy: String,
    /// The policy's version.
    pub version: String,
    /// The package's digest, which names the exact code.
    pub digest: String,
    /// `wasm` or `rhai`.
    pub engine: String,
    /// What was accepted; nothing when it failed.
    pub accepted: Accepted,
    /// Titles of the offers, in the order of `accepted.offers`.
    pub titles: Vec<String>,
    /// What it said.
    pub said: Vec<Said>,
    /// Why it was skipped, when it failed: words for the technical log.
    pub fault: Option<String>,
    /// The lines of the items that it gave, in the order of `accepted.items`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gifts: Vec<LineId>,
    /// The program of the same pool that gave more, when this one's gifts were dropped for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yielded: Option<ProgramId>,
    /// What it was told; of sales made before this was kept, nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
}

/// The customer of a paid sale, as the books know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleCustomer {
    /// Who.
    pub id: CustomerId,
    /// The code of the group in force.
    pub group: Option<String>,
    /// Why the sale has no tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<SaleExemption>,
}

/// What names and dates a sale at the moment it is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The sale.
    pub id: SaleId,
    /// Its number.
    pub number: ReceiptNumber,
    /// The instant, with the till's offset from UTC.
    pub at: DateTime<FixedOffset>,
    /// The business day it belongs to, decided now once.
    pub business_day: NaiveDate,
    /// Who was logged in.
    pub operator: String,
    /// Who sold.
    pub seller: String,
    /// Whether it is an exercise: marked on paper, and in no total.
    pub training: bool,
}

/// A paid sale or refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidSale {
    /// Its names and dates.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Sale or refund.
    pub kind: SaleKind,
    /// The customer.
    pub customer: Option<SaleCustomer>,
    /// The lines.
    pub lines: Vec<PaidLine>,
    /// The tax per rate.
    pub vat: Vec<VatLine>,
    /// What was to pay, tax included.
    pub total: Money,
    /// How it was paid, as handed over.
    pub tenders: Vec<Tender>,
    /// Cash given back.
    pub change: Money,
    /// What the programs did.
    pub programs: Vec<ProgramRecord>,
    /// What it moves in the ledgers.
    pub movements: Movements,
}

impl PaidSale {
    /// Gives why the sale, or the one that it refunds, has no tax.
    #[must_use]
    pub fn exemption(&self) -> Option<&SaleExemption> {
        self.customer.as_ref()?.exemption.as_ref()
    }

    /// Gives the revenue of the sale with and without tax: its lines but gift vouchers, which are
    /// no revenue when sold.
    #[must_use]
    pub fn revenue(&self) -> (Money, Money) {
        let lines = || self.lines.iter().map(PaidLine::revenue);
        (lines().map(|(gross, _)| gross).sum(), lines().map(|(_, net)| net).sum())
    }

    /// Gives net revenue less what the articles cost, of the lines whose cost is known; each line's cost
    /// is rounded half up.
    #[must_use]
    pub fn margin(&self) -> Money {
        self.lines.iter().filter_map(PaidLine::margin).sum()
    }

    /// Gives what all discounts took off the lines; of a refund below zero.
    #[must_use]
    pub fn discounts(&self) -> Money {
        self.lines.iter().flat_map(|line| &line.discounts).map(|discount| discount.amount).sum()
    }

    /// Gives how many articles were sold: whole quantities count as they are, a weighed or measured
    /// line counts one.
    #[must_use]
    pub fn article_count(&self) -> i64 {
        self.lines.iter().map(PaidLine::article_count).sum()
    }

    /// Tells whether the sale is a refund.
    #[must_use]
    pub const fn is_refund(&self) -> bool {
        matches!(self.kind, SaleKind::Refund { .. })
    }

    /// Gives the papers issued with the sale, to be printed on its receipt.
    pub fn issued_credits(&self) -> impl Iterator<Item = &crate::ledger::CreditIssue> {
        self.movements.issued.iter()
    }

    /// Gives what was paid by a paper of the shop.
    #[must_use]
    pub fn paid_by(&self, credit: CreditId) -> Money {
        self.tenders.iter().filter(|t| t.credit == Some(credit)).map(|t| t.amount).sum()
    }
}

impl PaidLine {
    /// Gives how many articles the line counts, whatever its sign.
    pub(crate) fn article_count_abs(&self) -> i64 {
        self.article_count().abs()
    }

    /// Gives how many articles the line counts: whole quantities as they are, a weighed or measured line one;
    /// of a refund below zero.
    #[must_use]
    pub fn article_count(&self) -> i64 {
        use rust_decimal::prelude::ToPrimitive;
        let sign = if self.quantity.is_sign_negative() { -1 } else { 1 };
        if self.quantity.fract() == Decimal::ZERO { self.quantity.to_i64().unwrap_or(sign) } else { sign }
    }
}

/// Freezes priced lines: the net total of each rate is shared over its lines by largest remainder.
#[must_use]
pub fn freeze_lines(priced: &Priced, vat: &[VatLine]) -> Vec<PaidLine> {
    let grosses: Vec<(VatRate, Money)> = priced.lines.iter().map(|l| (l.vat_rate, l.gross)).collect();
    let nets = share_nets(&grosses, vat);
    priced.lines.iter().zip(nets).map(|(line, net)| freeze_line(line, net)).collect()
}

/// Shares the net total of each rate over lines given as (rate, gross).
#[must_use]
pub fn share_nets(lines: &[(VatRate, Money)], vat: &[VatLine]) -> Vec<Money> {
    let mut nets = vec![Money::ZERO; lines.len()];
    for rate in vat {
        let weights: Vec<Money> =
            lines.iter().map(|(r, gross)| if *r == rate.rate { gross.abs() } else { Money::ZERO }).collect();
        for (net, share) in nets.iter_mut().zip(rate.amounts.net.share(&weights)) {
            *net += share;
        }
    }
    nets
}

fn freeze_line(line: &PricedLine, net: Money) -> PaidLine {
    PaidLine {
        id: line.id,
        kind: line.kind,
        sku: line.sku.clone(),
        label: line.label.clone(),
        departments: line.departments.clone(),
        quantity: line.quantity.value(),
        unit: line.unit,
        unit_price: line.unit_price,
        amount: line.amount,
        discounts: line.discounts.clone(),
        gross: line.gross,
        net,
        vat_rate: line.vat_rate,
        note: line.note.clone(),
        tags: line.tags.clone(),
        points: line.points,
        cost: line.cost,
        discountable: line.discountable,
    }
}
