//! Maps that a script gives, read key by key; a key that is unknown or missing is named.

use chrono::NaiveDate;
use comptoir_domain::effect::Text;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::Percent;
use rhai::{Array, Dynamic, Map};

use super::{Called, cannot_be, values};
use crate::nearest;
use crate::script::days::Day;
use crate::script::numbers;

/// A map whose keys are all known.
pub(in crate::script) struct Fields {
    what: &'static str,
    map: Map,
}

/// Takes a map of which nothing but the known keys may be given.
pub(in crate::script) fn fields(what: &'static str, map: Map, known: &[&str]) -> Called<Fields> {
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(Fields { what, map }),
        Some(key) => {
            let near = nearest::hint(key, known);
            Err(cannot_be(format!("{what} n'a pas de `{key}`{}", near.fr), format!("{what} has no `{key}`{}", near.en)))
        }
    }
}

impl Fields {
    pub(in crate::script) fn take(&mut self, key: &str) -> Option<Dynamic> {
        self.map.remove(key).filter(|value| !value.is_unit())
    }

    pub(super) fn need(&mut self, key: &str) -> Called<Dynamic> {
        self.take(key).ok_or_else(|| {
            let what = self.what;
            cannot_be(format!("{what} sans `{key}`"), format!("{what} without `{key}`"))
        })
    }

    pub(super) fn wrong(&self, key: &str, given: &Dynamic, wanted: (&str, &str)) -> Box<rhai::EvalAltResult> {
        let (what, (fr, en)) = (self.what, wanted);
        cannot_be(format!("{what} `{key}` vaut {given} : {fr}"), format!("{what} `{key}` is {given}: {en}"))
    }

    /// Tells which one of these keys is given: exactly one must be.
    pub(super) fn one_of<'a>(&self, keys: &[&'a str]) -> Called<&'a str> {
        let what = self.what;
        let given: Vec<&str> = keys.iter().copied().filter(|key| self.map.contains_key(*key)).collect();
        match given.as_slice() {
            [] => Err(cannot_be(
                format!("{what} sans {}", quoted(keys, " ni ")),
                format!("{what} without {}", quoted(keys, " or ")),
            )),
            [key] => Ok(*key),
            several => Err(cannot_be(
                format!("{what} avec {} : un seul des deux", quoted(several, " et ")),
                format!("{what} with {}: only one of them", quoted(several, " and ")),
            )),
        }
    }

    pub(super) fn text(&mut self, key: &str) -> Called<Text> {
        values::text(&self.need(key)?)
    }

    pub(super) fn name(&mut self, key: &str) -> Called<String> {
        let given = self.need(key)?;
        let name = given.read_lock::<rhai::ImmutableString>().map(|name| name.to_string());
        name.ok_or_else(|| self.wrong(key, &given, ("un nom court entre guillemets", "a short name in quotes")))
    }

    pub(super) fn money(&mut self, key: &str) -> Called<Money> {
        let given = self.need(key)?;
        numbers::money(&given).ok_or_else(|| {
            self.wrong(key, &given, ("un montant a deux décimales au plus", "an amount has at most two decimals"))
        })
    }

    pub(super) fn percent(&mut self, key: &str) -> Called<Percent> {
        let given = self.need(key)?;
        let percent = numbers::decimal(&given).and_then(|number| Percent::parse(&number.to_string()).ok());
        percent.ok_or_else(|| {
            self.wrong(
                key,
                &given,
                (
                    "un pourcentage va de 0 à 100, deux décimales au plus",
                    "a percentage is from 0 to 100 with at most two decimals",
                ),
            )
        })
    }

    pub(super) fn points(&mut self, key: &str) -> Called<Points> {
        let given = self.need(key)?;
        let points = numbers::decimal(&given).and_then(|number| Points::new(number).ok());
        points.ok_or_else(|| {
            self.wrong(key, &given, ("un nombre d'au plus 4 décimales", "a number with at most 4 decimals"))
        })
    }

    pub(super) fn day(&mut self, key: &str) -> Called<Option<NaiveDate>> {
        let Some(given) = self.take(key) else { return Ok(None) };
        let day = given.read_lock::<Day>().map(|day| day.0);
        day.map(Some).ok_or_else(|| {
            self.wrong(
                key,
                &given,
                ("un jour, comme `sale.day.plus_days(90)`", "a day, such as `sale.day.plus_days(90)`"),
            )
        })
    }

    pub(super) fn yes(&mut self, key: &str) -> Called<bool> {
        let Some(given) = self.take(key) else { return Ok(false) };
        given.as_bool().map_err(|_| self.wrong(key, &given, ("true ou false", "true or false")))
    }
}

fn quoted(keys: &[&str], between: &str) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(between)
}

/// Reads a map.
pub(super) fn map(what: &str, given: Dynamic) -> Called<Map> {
    let kind = given.type_name();
    given.try_cast::<Map>().ok_or_else(|| {
        cannot_be(format!("{what} est {kind} : une table, #{{ … }}"), format!("{what} is {kind}: a map, #{{ … }}"))
    })
}

/// Reads a list.
pub(super) fn list(what: &str, given: Dynamic) -> Called<Array> {
    let kind = given.type_name();
    given.try_cast::<Array>().ok_or_else(|| {
        cannot_be(format!("{what} est {kind} : une liste, [ … ]"), format!("{what} is {kind}: a list, [ … ]"))
    })
}
