//! The manifest: what a package is, what its settings are, and what it may do.
//!
//! What is not declared here is neither sent to the policy nor accepted from it: the manifest is the
//! permission, shown to the merchant before a program is switched on.

mod counters;
pub(crate) mod read;
mod told;

use std::collections::BTreeSet;

use comptoir_domain::effect::{Ceilings, EffectKind, Permissions};
use comptoir_domain::facts::Event;
use serde::{Deserialize, Serialize};

pub use crate::catalog::Words;
use crate::settings::{SettingValue, Settings};
pub use counters::{CounterRules, CounterSpec, Given};

/// The line of the contract that this till speaks. It runs packages of this major and of any minor up to it.
pub const CONTRACT: &str = "1.0";

/// What a policy decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One sale and its customer: loyalty, promotions, alerts.
    Program,
    /// The shop's customers: whom a mailing goes to, who gets a tag.
    Filter,
}

/// What runs the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// A WebAssembly component, `policy.wasm`.
    Wasm,
    /// A script, `policy.rhai`.
    Rhai,
}

impl Engine {
    /// Gives the name that manifests use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wasm => "wasm",
            Self::Rhai => "rhai",
        }
    }

    /// Gives the file of a package that holds the policy.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Wasm => "policy.wasm",
            Self::Rhai => "policy.rhai",
        }
    }
}

/// The type of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettingType {
    /// Yes or no.
    Yes,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// An amount.
    Money,
    /// A percentage from 0 to 100 with at most two decimals.
    Percent,
    /// Free text.
    Text,
    /// One of the names in `choices`.
    Choice,
    /// A set of departments by their codes.
    Departments,
    /// A set of items by their stock-keeping units.
    Items,
    /// A set of customer groups by their codes.
    Groups,
    /// A set of tags, of items or of customers.
    Tags,
    /// A day of the calendar.
    Date,
    /// Days of the week.
    Weekdays,
    /// Spans of the day.
    Hours,
}

/// What a policy is told only if its manifest asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// The names of items.
    Labels,
    /// The tags of items.
    Tags,
    /// What items cost the shop.
    Cost,
    /// The tags of the customer.
    CustomerTags,
    /// The customer's day of birth.
    Birthday,
    /// The customer's postcode.
    Postcode,
    /// What the customer holds on the counters of all programs: for filters, which have none of their own.
    Counters,
}

impl FactKind {
    /// Whether a kind of policy can ask for it.
    #[must_use]
    pub const fn suits(self, kind: Kind) -> bool {
        match self {
            Self::CustomerTags | Self::Birthday | Self::Postcode => true,
            Self::Labels | Self::Tags | Self::Cost => matches!(kind, Kind::Program),
            Self::Counters => matches!(kind, Kind::Filter),
        }
    }
}

/// When a setting is shown in the form. A hidden one keeps its value, and the policy is given it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownWhen {
    /// The setting above it that decides: a choice or a yes/no.
    pub setting: String,
    /// The values with which it is shown.
    pub is: Vec<SettingValue>,
}

/// One answer of a setting of type `choice`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored and given to the policy.
    pub name: String,
    /// How people read it.
    pub label: Words,
}

/// One setting that the merchant can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingSpec {
    /// Its name: small letters, digits and underscores, so that a script can write `settings.key`.
    pub key: String,
    /// Its type.
    pub kind: SettingType,
    /// How people read it.
    pub label: Words,
    /// A sentence more.
    pub help: Option<Words>,
    /// What holds until the merchant chooses; without it the merchant must choose.
    pub default: Option<SettingValue>,
    /// The smallest value, itself allowed.
    pub min: Option<SettingValue>,
    /// The largest value, itself allowed.
    pub max: Option<SettingValue>,
    /// The answers of a `choice`.
    pub choices: Vec<Choice>,
    /// When the form shows it; always when none.
    pub shown_when: Option<ShownWhen>,
}

/// A manifest that passed every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Names the policy: small letters, digits and hyphens.
    pub id: String,
    /// Three numbers: `1.2.0`.
    pub version: String,
    /// What it decides about.
    pub kind: Kind,
    /// The line of the contract that it speaks.
    pub contract: String,
    /// What runs it.
    pub engine: Engine,
    /// Its name for people.
    pub title: Words,
    /// One sentence for people.
    pub description: Words,
    /// Who wrote it.
    pub author: String,
    /// Its license, as an SPDX expression.
    pub license: String,
    /// Its settings, in the order of the form.
    pub settings: Vec<SettingSpec>,
    /// Its counters.
    pub counters: Vec<CounterSpec>,
    /// The kinds of effects it may return.
    pub effects: BTreeSet<EffectKind>,
    /// The most it may give in one sale.
    pub ceilings: Ceilings,
    /// The events it answers to.
    pub events: Vec<Event>,
    /// What it is told beyond what every policy is told.
    pub facts: BTreeSet<FactKind>,
    /// Whether lines that programs give may earn.
    pub gifts_earn: bool,
}

/// Where and why a manifest is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestError {
    /// The line, counted from 1, when it is known.
    pub line: Option<usize>,
    /// The key, such as `setting threshold: default`; empty when the text itself cannot be read.
    pub key: String,
    /// What is wrong.
    pub problem: ManifestProblem,
}

/// What is wrong with a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestProblem {
    /// Not TOML, an unknown or missing key, or a wrong type: as the reader of TOML says it.
    Toml(String),
    /// A name with other than small letters, digits and `-` or `_`, or too long.
    NotAName(String),
    /// Not three numbers with dots.
    NotAVersion(String),
    /// A line of the contract that this till does not speak: newer than its own, or of another major.
    UnknownContract {
        /// What the package asks for.
        asked: String,
        /// What this till speaks.
        spoken: &'static str,
    },
    /// Nothing where words are needed.
    Empty,
    /// The same name twice.
    Twice(String),
    /// A number with a fraction that is not in quotes, and so not exact.
    Float(String),
    /// A value that is not of the setting's type.
    NotA {
        /// The setting's type.
        kind: SettingType,
        /// What was read.
        read: String,
    },
    /// A default outside the bounds or the choices, or a smallest value above the largest.
    OutOfBounds(String),
    /// Bounds or choices on a type that has none, or a choice without choices.
    NotForType(SettingType),
    /// More decimals than a counter keeps.
    TooManyDecimals(u32),
    /// Neither a number nor `{ setting = "…" }`, for a rule of a counter.
    NotARule(String),
    /// Something that this kind of policy does not have.
    NotForKind(Kind),
    /// A setting that is named is not there, or comes only further down.
    NoSuchSetting(String),
    /// A setting that is named has a type that does not fit: a rule of a counter needs a number (the days a
    /// whole one), a condition to be shown a choice or a yes/no.
    UnfitSetting {
        /// The setting.
        setting: String,
        /// Its type.
        kind: SettingType,
    },
}

impl Manifest {
    /// Reads `manifest.toml`.
    ///
    /// # Errors
    ///
    /// The first [`ManifestError`].
    pub fn read(text: &str) -> Result<Self, ManifestError> {
        read::manifest(text)
    }

    /// Gives what the till accepts of the policy.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        Permissions {
            effects: self.effects.clone(),
            counters: self.counters.iter().map(|counter| (counter.name.clone(), counter.decimals)).collect(),
            gifts_earn: self.gifts_earn,
            ceilings: self.ceilings,
        }
    }

    /// Tells whether the form shows a setting: what decides has such a value, and is shown itself.
    #[must_use]
    pub fn shows(&self, key: &str, settings: &Settings) -> bool {
        let spec = self.settings.iter().find(|spec| spec.key == key);
        spec.and_then(|spec| spec.shown_when.as_ref()).is_none_or(|when| {
            settings.get(&when.setting).is_some_and(|value| when.is.contains(value))
                && self.shows(&when.setting, settings)
        })
    }

    /// Finds a counter.
    #[must_use]
    pub fn counter(&self, name: &str) -> Option<&CounterSpec> {
        self.counters.iter().find(|counter| counter.name == name)
    }

    /// Tells whether the policy answers to an event.
    #[must_use]
    pub fn listens_to(&self, event: Event) -> bool {
        self.events.contains(&event)
    }
}
