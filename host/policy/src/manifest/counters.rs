//! Counters: what they count, and their rules, which settings may give.

use std::collections::BTreeSet;

use comptoir_domain::money::Rounding;
use comptoir_domain::quantity::Points;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;

use super::read::{Checked, exact_text, name, words, wrong};
use super::{ManifestProblem, SettingSpec, SettingType, Words};
use crate::settings::Settings;

/// One counter that the program keeps for each customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterSpec {
    /// Its name in effects.
    pub name: String,
    /// What it counts, for people: `points`.
    pub unit: Words,
    /// Decimals shown and kept, at most four.
    pub decimals: u32,
    /// The most that one sale earns.
    pub cap_per_sale: Option<Given<Points>>,
    /// The most that one business day earns.
    pub cap_per_day: Option<Given<Points>>,
    /// The most that one year of the calendar earns.
    pub cap_per_year: Option<Given<Points>>,
    /// After so many days without an earning the whole counter lapses.
    pub idle_days: Option<Given<u32>>,
}

/// A value of the manifest, or of the setting that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given<T> {
    /// As the manifest says.
    Here(T),
    /// As the merchant chose.
    BySetting(String),
}

/// The rules of a counter with settings filled in; none means no cap, and never.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CounterRules {
    /// The most that one sale earns.
    pub per_sale: Option<Points>,
    /// The most that one business day earns.
    pub per_day: Option<Points>,
    /// The most that one year of the calendar earns.
    pub per_year: Option<Points>,
    /// After so many days without an earning the whole counter lapses.
    pub idle_days: Option<u32>,
}

impl CounterSpec {
    /// Gives the rules with settings filled in. Zero, wherever it comes from, means no cap, and never.
    #[must_use]
    pub fn rules(&self, settings: &Settings) -> CounterRules {
        let number = |key: &str| settings.get(key).and_then(crate::settings::SettingValue::number);
        let cap = |given: &Option<Given<Points>>| match given.as_ref()? {
            Given::Here(points) => Some(*points),
            Given::BySetting(key) => points(number(key)?),
        };
        let days = match &self.idle_days {
            Some(Given::Here(days)) => Some(*days),
            Some(Given::BySetting(key)) => number(key).map(|days| days.max(Decimal::ZERO).to_u32().unwrap_or(u32::MAX)),
            None => None,
        };
        let above_zero = |cap: &Points| *cap > Points::ZERO;
        CounterRules {
            per_sale: cap(&self.cap_per_sale).filter(above_zero),
            per_day: cap(&self.cap_per_day).filter(above_zero),
            per_year: cap(&self.cap_per_year).filter(above_zero),
            idle_days: days.filter(|days| *days > 0),
        }
    }
}

/// A setting as an amount of a counter. One that is larger than any counter caps nothing.
fn points(number: Decimal) -> Option<Points> {
    Points::new(Rounding::Down.round(number, Points::PLACES)).ok()
}

/// A counter as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCounter {
    name: String,
    unit: Words,
    #[serde(default)]
    decimals: u32,
    cap_per_sale: Option<toml::Value>,
    cap_per_day: Option<toml::Value>,
    cap_per_year: Option<toml::Value>,
    idle_days: Option<toml::Value>,
}

/// Checks a counter as it is written, against the settings that its rules may name.
pub(super) fn counter(written: WrittenCounter, settings: &[SettingSpec]) -> Checked<CounterSpec> {
    let key = format!("counter {}", written.name);
    if written.decimals > Points::PLACES {
        return Err(wrong(format!("{key}: decimals"), ManifestProblem::TooManyDecimals(written.decimals)));
    }
    let key = |part: &str| format!("{key}: {part}");
    let rule = |given: Option<toml::Value>, part: &str, kinds: &[SettingType]| {
        let read = |given: toml::Value| by(&given, settings, kinds).map_err(|problem| wrong(key(part), problem));
        given.map(read).transpose()
    };
    let cap = |given: Option<toml::Value>, part: &str| {
        let read = rule(given, part, &[SettingType::Integer, SettingType::Decimal, SettingType::Money])?;
        here(read, |text| Points::new(text.replace(',', ".").parse().ok()?).ok().filter(|cap| *cap >= Points::ZERO))
            .map_err(|problem| wrong(key(part), problem))
    };
    let idle = rule(written.idle_days, "idle_days", &[SettingType::Integer])?;
    Ok(CounterSpec {
        unit: words(written.unit, &key("unit"))?,
        decimals: written.decimals,
        cap_per_sale: cap(written.cap_per_sale, "cap_per_sale")?,
        cap_per_day: cap(written.cap_per_day, "cap_per_day")?,
        cap_per_year: cap(written.cap_per_year, "cap_per_year")?,
        idle_days: here(idle, |text| text.parse().ok()).map_err(|problem| wrong(key("idle_days"), problem))?,
        name: name(written.name, "counter: name", "-_")?,
    })
}

/// Reads a value, or `{ setting = "key" }` of one of these types.
fn by(given: &toml::Value, settings: &[SettingSpec], kinds: &[SettingType]) -> Result<Given<String>, ManifestProblem> {
    let toml::Value::Table(table) = given else { return exact_text(given).map(Given::Here) };
    let keys: BTreeSet<&str> = table.keys().map(String::as_str).collect();
    let named = table.get("setting").and_then(toml::Value::as_str).filter(|_| keys.len() == 1);
    let named = named.ok_or_else(|| ManifestProblem::NotARule(given.to_string()))?.to_owned();
    match settings.iter().find(|spec| spec.key == named) {
        None => Err(ManifestProblem::NoSuchSetting(named)),
        Some(spec) if kinds.contains(&spec.kind) => Ok(Given::BySetting(named)),
        Some(spec) => Err(ManifestProblem::UnfitSetting { setting: named, kind: spec.kind }),
    }
}

fn here<T>(
    given: Option<Given<String>>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<Given<T>>, ManifestProblem> {
    let typed = |given: Given<String>| match given {
        Given::BySetting(key) => Ok(Given::BySetting(key)),
        Given::Here(text) => read(&text).map(Given::Here).ok_or(ManifestProblem::NotARule(text)),
    };
    given.map(typed).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Manifest;
    use crate::manifest::read::tests::GOOD;

    const NAME: &str = "name = \"points\"\n";

    fn with(rules: &str) -> String {
        GOOD.replacen(NAME, &format!("{NAME}{rules}\n"), 1)
    }

    fn rules(written: &str, typed: &[(&str, &str)]) -> CounterRules {
        let manifest = Manifest::read(&with(written)).unwrap();
        let settings = Settings::read(&manifest.settings, typed.iter().copied()).unwrap();
        manifest.counters[0].rules(&settings)
    }

    fn points(text: &str) -> Option<Points> {
        Some(Points::new(text.parse().unwrap()).unwrap())
    }

    #[test]
    fn rules_are_written_or_chosen_and_zero_is_none() {
        assert_eq!(rules("", &[]), CounterRules::default());
        let written = "cap_per_sale = 50\ncap_per_day = \"0.5\"\ncap_per_year = 0\nidle_days = 365";
        let expected =
            CounterRules { per_sale: points("50"), per_day: points("0.5"), per_year: None, idle_days: Some(365) };
        assert_eq!(rules(written, &[]), expected);
        let chosen = "cap_per_sale = { setting = \"rate\" }\nidle_days = { setting = \"idle\" }";
        assert_eq!(
            rules(chosen, &[("rate", "2.00019"), ("idle", "90")]),
            CounterRules { per_sale: points("2.0001"), idle_days: Some(90), ..CounterRules::default() }
        );
        assert_eq!(rules(chosen, &[("idle", "-3")]).idle_days, None, "below zero is never as well");
    }

    #[test]
    fn a_rule_that_cannot_be_is_told() {
        for (written, key, problem) in [
            ("cap_per_sale = \"many\"", "cap_per_sale", ManifestProblem::NotARule("many".into())),
            ("cap_per_sale = -1", "cap_per_sale", ManifestProblem::NotARule("-1".into())),
            ("cap_per_day = 1.5", "cap_per_day", ManifestProblem::Float("1.5".into())),
            ("idle_days = \"1.5\"", "idle_days", ManifestProblem::NotARule("1.5".into())),
            ("cap_per_year = { setting = \"none\" }", "cap_per_year", ManifestProblem::NoSuchSetting("none".into())),
            (
                "cap_per_year = { setting = \"reward\" }",
                "cap_per_year",
                ManifestProblem::UnfitSetting { setting: "reward".into(), kind: SettingType::Choice },
            ),
            (
                "idle_days = { setting = \"rate\" }",
                "idle_days",
                ManifestProblem::UnfitSetting { setting: "rate".into(), kind: SettingType::Decimal },
            ),
        ] {
            let error = Manifest::read(&with(written)).unwrap_err();
            assert_eq!((error.key, error.problem), (format!("counter points: {key}"), problem), "{written}");
        }
        let error = Manifest::read(&with("cap_per_sale = { setting = \"rate\", min = 1 }")).unwrap_err();
        assert!(matches!(error.problem, ManifestProblem::NotARule(_)), "{error:?}");
    }
}
