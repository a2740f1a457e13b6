//! What a program did in a sale, in short, so that two answers can be put side by side.

use chrono::NaiveDate;
use comptoir_domain::effect::{Accepted, Beneficiary, CounterChange};
use comptoir_domain::facts::OfferState;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::{ProgramRecord, ReceiptNumber};
use serde::Serialize;

use super::PerName;

/// What a program did in one sale: no words, and no shares of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// What the customer earned, by counter.
    pub earned: PerName<Points>,
    /// What the sponsor earned, by counter.
    #[serde(skip_serializing_if = "PerName::is_empty")]
    pub sponsor_earned: PerName<Points>,
    /// What the customer spent, by counter.
    pub spent: PerName<Points>,
    /// Counters that reached their threshold.
    pub completed: Vec<String>,
    /// All discounts together, tax included.
    pub discount: Money,
    /// The vouchers.
    pub vouchers: Vec<Money>,
    /// The items given, by their numbers, with what the customer would have paid for them.
    pub items: Vec<(String, Money)>,
    /// Offers, with what was answered.
    pub offers: PerName<OfferState>,
    /// Why it did nothing, when it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// One sale in which the simulation and what was recorded differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The receipt.
    #[serde(serialize_with = "crate::backtest::report::as_printed")]
    pub number: ReceiptNumber,
    /// Its business day.
    pub day: NaiveDate,
    /// What the program did.
    pub was: Effects,
    /// What it would do.
    pub would_be: Effects,
}

/// What a program did in all sales together, before refunds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Discounts, vouchers at their full value, and items at their price.
    pub given: Money,
    /// What customers and sponsors earned, by counter.
    pub earned: PerName<Points>,
    /// What customers spent, by counter.
    pub spent: PerName<Points>,
}

impl Totals {
    pub(super) fn count(&mut self, effects: &Effects) {
        let vouchers: Money = effects.vouchers.iter().copied().sum();
        let items: Money = effects.items.iter().map(|(_, worth)| *worth).sum();
        self.given += effects.discount + vouchers + items;
        add(&mut self.earned, &effects.earned);
        add(&mut self.earned, &effects.sponsor_earned);
        add(&mut self.spent, &effects.spent);
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.given += other.given;
        add(&mut self.earned, &other.earned);
        add(&mut self.spent, &other.spent);
    }
}

fn add(sums: &mut PerName<Points>, more: &PerName<Points>) {
    for (name, amount) in more {
        let sum = sums.entry(name.clone()).or_default();
        *sum = *sum + *amount;
    }
}

impl Effects {
    /// Sums up what was accepted.
    #[must_use]
    pub fn of(accepted: &Accepted) -> Self {
        let earned = |to: Beneficiary| {
            sums(accepted.added.iter().filter(move |earning| earning.to == to).map(|earning| &earning.change))
        };
        let shares = accepted.discounts.iter().flat_map(|(_, shares)| shares);
        Self {
            earned: earned(Beneficiary::Customer),
            sponsor_earned: earned(Beneficiary::Sponsor),
            spent: sums(accepted.spent.iter().map(|spending| &spending.change)),
            completed: accepted.completed.clone(),
            discount: shares.map(|(_, share)| *share).sum(),
            vouchers: accepted.vouchers.iter().map(|voucher| voucher.amount).collect(),
            items: accepted.items.iter().map(|given| (given.item.sku.to_string(), given.worth())).collect(),
            offers: accepted.offers.iter().map(|made| (made.offer.id.clone(), made.state)).collect(),
            fault: None,
        }
    }

    /// Sums up what was recorded; nothing when the program was not there.
    pub(crate) fn recorded(record: Option<&ProgramRecord>) -> Self {
        let of = |record: &ProgramRecord| Self { fault: record.fault.clone(), ..Self::of(&record.accepted) };
        record.map(of).unwrap_or_default()
    }

    /// Tells whether two answers do the same: whatever the reasons, two failures do.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (&self.fault, &other.fault) {
            (Some(_), Some(_)) => true,
            (None, None) => self == other,
            _ => false,
        }
    }
}

fn sums<'a>(changes: impl Iterator<Item = &'a CounterChange>) -> PerName<Points> {
    let mut sums: PerName<Points> = PerName::new();
    for change in changes {
        let sum = sums.entry(change.counter.clone()).or_default();
        *sum = *sum + change.amount;
    }
    sums
}
