//! What a case expects, what came of it, and where the two differ.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use comptoir_domain::effect::{Beneficiary, Part};
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::Sku;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::{Points, Quantity};
use serde::Serialize;

/// What comes of a sale, in plain keys. What actually came has every list and map, empty ones too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// Settings that are refused, by their keys.
    pub settings: Vec<String>,
    /// The kind of fault, such as `out-of-budget`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// Why the till refuses the answer, such as `exceeds-total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Whether a filter chooses the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected: Option<bool>,
    /// What the customer earns on each counter.
    pub add: BTreeMap<String, Points>,
    /// What the customer who brought this one earns on each counter.
    pub add_to_sponsor: BTreeMap<String, Points>,
    /// The lines that earn it, when the case says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earned_by: Option<BTreeMap<String, Vec<u32>>>,
    /// Each earning with its days, in the order of the answer, when the case says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earned: Option<Vec<ExpectedEarning>>,
    /// What is spent of each counter.
    pub spend: BTreeMap<String, Points>,
    /// Counters that are complete.
    pub completed: Vec<String>,
    /// Discounts, in the order of the answer.
    pub discounts: Vec<ExpectedDiscount>,
    /// Vouchers, in the order of the answer.
    pub vouchers: Vec<ExpectedVoucher>,
    /// Items given, in the order of the answer.
    pub items: Vec<ExpectedItem>,
    /// Offers and what was answered.
    pub offers: BTreeMap<String, ExpectedOffer>,
    /// Messages, the heaviest first, when the case says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Vec<ExpectedMessage>>,
}

/// An earning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpectedEarning {
    /// The counter.
    pub counter: String,
    /// How much.
    pub amount: Points,
    /// The first day it can be spent; none means at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<NaiveDate>,
    /// The last day it can be spent; none means for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<NaiveDate>,
    /// Who earns.
    pub to: Beneficiary,
}

/// A discount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpectedDiscount {
    /// Of all lines together.
    pub total: Money,
    /// Of each line by its number, when the case says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<BTreeMap<u32, Money>>,
}

/// A voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpectedVoucher {
    /// What it is worth.
    pub amount: Money,
    /// The last day it can be used; none means that it does not expire.
    pub expires: Option<NaiveDate>,
}

/// An item given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpectedItem {
    /// Its stock-keeping unit.
    pub sku: Sku,
    /// How much of it.
    pub quantity: Quantity,
}

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpectedOffer {
    /// What was answered.
    pub state: OfferState,
    /// How much of it can be taken, when the case says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// The ids of its choices, when the case says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choices: Option<Vec<String>>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpectedMessage {
    /// Its key in the catalog; the words themselves for plain words.
    pub key: String,
    /// Where it is shown.
    pub to: Vec<String>,
    /// Whether the cashier must say that it was read.
    pub acknowledge: bool,
    /// How it reads in French, when the case says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fr: Option<String>,
    /// How it reads in English, when the case says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// One key that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The key of `expect`.
    pub key: &'static str,
    /// What the case says.
    pub expected: String,
    /// What came.
    pub actual: String,
}

impl Expected {
    /// Writes the lines of `[case.expect]`, as a case has them; lists that are empty are left out.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut told = self.clone();
        told.earned_by = told.earned_by.filter(|by| !by.is_empty());
        told.earned = told.earned.filter(|all| !all.is_empty());
        told.messages = told.messages.filter(|all| !all.is_empty());
        super::write::expect(&told)
    }

    /// Finds where what came differs from what was expected.
    #[must_use]
    pub fn differences(&self, actual: &Self) -> Vec<Difference> {
        let actual = actual.seen_through(self);
        let told = [
            difference("settings", &self.settings, &actual.settings, |all| listed(all)),
            difference("fault", &self.fault, &actual.fault, or_none),
            difference("refused", &self.refused, &actual.refused, or_none),
            difference("selected", &self.selected, &actual.selected, |said| {
                said.map_or_else(nothing, |said| said.to_string())
            }),
            difference("add", &self.add, &actual.add, mapped),
            difference("earned_by", &self.earned_by, &actual.earned_by, |by| by.as_ref().map_or_else(nothing, lines)),
            difference("add_to_sponsor", &self.add_to_sponsor, &actual.add_to_sponsor, mapped),
            difference("earned", &self.earned, &actual.earned, |all| {
                all.as_ref().map_or_else(nothing, |all| each(all, earning))
            }),
            difference("spend", &self.spend, &actual.spend, mapped),
            difference("completed", &self.completed, &actual.completed, |all| listed(all)),
            difference("discounts", &self.discounts, &actual.discounts, |all| each(all, discount)),
            difference("vouchers", &self.vouchers, &actual.vouchers, |all| each(all, voucher)),
            difference("items", &self.items, &actual.items, |all| each(all, item)),
            difference("offers", &self.offers, &actual.offers, offers),
            difference("messages", &self.messages, &actual.messages, |all| {
                all.as_ref().map_or_else(nothing, |all| each(all, message))
            }),
        ];
        told.into_iter().flatten().collect()
    }

    /// Leaves out what the case says nothing about.
    fn seen_through(&self, case: &Self) -> Self {
        let mut seen = self.clone();
        seen.earned_by = seen.earned_by.filter(|_| case.earned_by.is_some());
        seen.earned = seen.earned.filter(|_| case.earned.is_some());
        for (id, offer) in &mut seen.offers {
            let said = case.offers.get(id);
            offer.part = offer.part.filter(|_| said.is_some_and(|said| said.part.is_some()));
            offer.choices = offer.choices.take().filter(|_| said.is_some_and(|said| said.choices.is_some()));
        }
        for (index, discount) in seen.discounts.iter_mut().enumerate() {
            let silent = case.discounts.get(index).is_some_and(|case| case.lines.is_none());
            discount.lines = discount.lines.take().filter(|_| !silent);
        }
        seen.messages = seen.messages.filter(|_| case.messages.is_some());
        let said = case.messages.iter().flatten();
        for (message, case) in seen.messages.iter_mut().flatten().zip(said) {
            message.fr = message.fr.take().filter(|_| case.fr.is_some());
            message.en = message.en.take().filter(|_| case.en.is_some());
        }
        seen
    }
}

fn difference<T: PartialEq>(
    key: &'static str,
    expected: &T,
    actual: &T,
    write: fn(&T) -> String,
) -> Option<Difference> {
    (expected != actual).then(|| Difference { key, expected: write(expected), actual: write(actual) })
}

fn nothing() -> String {
    "-".to_owned()
}

fn join(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { nothing() } else { parts.join(", ") }
}

fn each<T>(all: &[T], write: fn(&T) -> String) -> String {
    join(all.iter().map(write))
}

fn or_none(text: &Option<String>) -> String {
    text.clone().unwrap_or_else(nothing)
}

fn listed(all: &[String]) -> String {
    join(all.iter().cloned())
}

fn mapped(all: &BTreeMap<String, Points>) -> String {
    join(all.iter().map(|(name, amount)| format!("{name} = {amount}")))
}

fn lines(all: &BTreeMap<String, Vec<u32>>) -> String {
    join(all.iter().map(|(name, lines)| format!("{name} = {lines:?}")))
}

/// The name of an answer, as cases write it.
pub(super) const fn state_name(state: OfferState) -> &'static str {
    match state {
        OfferState::Open => "open",
        OfferState::Taken => "taken",
        OfferState::Later => "later",
    }
}

fn offers(all: &BTreeMap<String, ExpectedOffer>) -> String {
    join(all.iter().map(|(name, offer)| {
        let part = offer.part.map(|part| format!(" {}..{} by {}", part.min, part.max, part.step)).unwrap_or_default();
        let choices = offer.choices.as_ref().map(|ids| format!(" [{}]", ids.join(", "))).unwrap_or_default();
        format!("{name} = {}{part}{choices}", state_name(offer.state))
    }))
}

fn earning(earning: &ExpectedEarning) -> String {
    let until = earning.expires.map(|day| format!(" -> {day}")).unwrap_or_default();
    let from = earning.available.map(|day| format!(" {day}")).unwrap_or_default();
    let to = if earning.to == Beneficiary::Sponsor { " to the sponsor" } else { "" };
    format!("{} = {}{from}{until}{to}", earning.counter, earning.amount)
}

fn item(item: &ExpectedItem) -> String {
    format!("{} x {}", item.quantity, item.sku)
}

fn discount(discount: &ExpectedDiscount) -> String {
    let lines = discount.lines.as_ref().map(|lines| {
        let lines = join(lines.iter().map(|(line, amount)| format!("{line}: {amount}")));
        format!(" ({lines})")
    });
    format!("{}{}", discount.total, lines.unwrap_or_default())
}

fn voucher(voucher: &ExpectedVoucher) -> String {
    let expires = voucher.expires.map(|day| format!(" -> {day}"));
    format!("{}{}", voucher.amount, expires.unwrap_or_default())
}

fn message(message: &ExpectedMessage) -> String {
    let words = [&message.fr, &message.en].into_iter().flatten().map(|words| format!(" {words:?}"));
    let read = if message.acknowledge { " acknowledge" } else { "" };
    format!("{} -> {}{read}{}", message.key, message.to.join("+"), words.collect::<String>())
}
