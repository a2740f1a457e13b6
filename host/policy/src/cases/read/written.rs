//! Cases as they are written.

use std::collections::BTreeMap;

use comptoir_domain::effect::Beneficiary;
use comptoir_domain::facts::{Event, LineKind, OfferState};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use toml::value::Datetime;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFile {
    #[serde(default)]
    pub(super) case: Vec<Spanned<WrittenCase>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCase {
    pub(super) name: String,
    #[serde(default)]
    pub(super) settings: BTreeMap<String, toml::Value>,
    #[serde(default = "paid")]
    pub(super) event: Event,
    pub(super) day: Option<Datetime>,
    pub(super) time: Option<Datetime>,
    pub(super) customer: Option<WrittenCustomer>,
    #[serde(default)]
    pub(super) counters: BTreeMap<String, Short<toml::Value, WrittenCounter>>,
    #[serde(default)]
    pub(super) offers: BTreeMap<String, Short<OfferState, WrittenAnswer>>,
    #[serde(default)]
    pub(super) waiting: BTreeMap<String, Datetime>,
    #[serde(default)]
    pub(super) history: BTreeMap<String, toml::Value>,
    #[serde(default)]
    pub(super) items: BTreeMap<String, toml::Value>,
    #[serde(default)]
    pub(super) line: Vec<WrittenLine>,
    pub(super) expect: WrittenExpected,
}

/// One value, or a table that says more.
pub(super) enum Short<T, M> {
    Plain(T),
    More(M),
}

impl<'de, T: DeserializeOwned, M: DeserializeOwned> Deserialize<'de> for Short<T, M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let read = if value.is_table() { value.try_into().map(Self::More) } else { value.try_into().map(Self::Plain) };
        read.map_err(|error: toml::de::Error| D::Error::custom(error.message()))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCustomer {
    pub(super) group: Option<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    /// A day, or `"12-24"` when the year is not known.
    pub(super) birthday: Option<toml::Value>,
    pub(super) postcode: Option<String>,
    pub(super) member_since: Option<Datetime>,
    #[serde(default)]
    pub(super) sponsored: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCounter {
    pub(super) balance: Option<toml::Value>,
    pub(super) pending: Option<toml::Value>,
    pub(super) room: Option<toml::Value>,
    #[serde(default)]
    pub(super) lots: Vec<WrittenLot>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenLot {
    pub(super) amount: toml::Value,
    pub(super) expires: Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenAnswer {
    pub(super) state: OfferState,
    pub(super) part: Option<toml::Value>,
    pub(super) choice: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenLine {
    /// Its number when not given.
    pub(super) id: Option<u32>,
    #[serde(default = "item")]
    pub(super) kind: LineKind,
    pub(super) sku: Option<String>,
    pub(super) label: Option<String>,
    #[serde(default)]
    pub(super) departments: Vec<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    pub(super) points: Option<toml::Value>,
    pub(super) cost: Option<toml::Value>,
    pub(super) quantity: Option<toml::Value>,
    pub(super) price: toml::Value,
    pub(super) discount: Option<toml::Value>,
    pub(super) vat: Option<toml::Value>,
    pub(super) discountable: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenExpected {
    pub(super) settings: Vec<String>,
    pub(super) fault: Option<String>,
    pub(super) refused: Option<String>,
    pub(super) selected: Option<bool>,
    pub(super) add: BTreeMap<String, toml::Value>,
    pub(super) add_to_sponsor: BTreeMap<String, toml::Value>,
    pub(super) earned_by: Option<BTreeMap<String, Vec<u32>>>,
    pub(super) earned: Option<Vec<WrittenEarning>>,
    pub(super) spend: BTreeMap<String, toml::Value>,
    pub(super) completed: Vec<String>,
    pub(super) discounts: Vec<WrittenDiscount>,
    pub(super) vouchers: Vec<WrittenVoucher>,
    pub(super) items: Vec<WrittenItem>,
    pub(super) offers: BTreeMap<String, Short<OfferState, WrittenOffer>>,
    pub(super) messages: Option<Vec<WrittenMessage>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenEarning {
    pub(super) counter: String,
    pub(super) amount: toml::Value,
    pub(super) available: Option<Datetime>,
    pub(super) expires: Option<Datetime>,
    #[serde(default)]
    pub(super) to: Beneficiary,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDiscount {
    pub(super) total: toml::Value,
    pub(super) lines: Option<BTreeMap<String, toml::Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenVoucher {
    pub(super) amount: toml::Value,
    pub(super) expires: Option<Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenItem {
    pub(super) sku: String,
    pub(super) quantity: Option<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOffer {
    pub(super) state: OfferState,
    pub(super) part: Option<WrittenPart>,
    pub(super) choices: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenPart {
    pub(super) min: toml::Value,
    pub(super) step: toml::Value,
    pub(super) max: toml::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenMessage {
    pub(super) key: String,
    pub(super) to: Vec<String>,
    #[serde(default)]
    pub(super) acknowledge: bool,
    pub(super) fr: Option<String>,
    pub(super) en: Option<String>,
}

/// Only the names, to say in which case an error is.
#[derive(Deserialize)]
pub(super) struct Names {
    #[serde(default)]
    pub(super) case: Vec<Spanned<toml::Table>>,
}

const fn paid() -> Event {
    Event::Paid
}

const fn item() -> LineKind {
    LineKind::Item
}
