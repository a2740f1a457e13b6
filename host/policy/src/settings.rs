//! Settings of a program: what the merchant chose, of the types that the manifest declares.
//!
//! A setting is read from what a person types (`threshold=200`, `reward_value=10,00`,
//! `excluded_departments=livres,presse`, `days=lundi,mardi`, `hours=12:00-14:00`) and kept as JSON by
//! the store.

mod calendar;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::manifest::{SettingSpec, SettingType};
pub use calendar::{Hours, MOST_SPANS, Span, Weekdays};
pub use value::SettingValue;

/// Why a setting is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingError {
    /// The text is not `KEY=VALUE`.
    NotAnAssignment(String),
    /// The manifest has no such setting.
    Unknown {
        /// The key that was given.
        key: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// The value is not of the setting's type.
    NotA {
        /// The setting.
        key: String,
        /// Its type.
        kind: SettingType,
        /// What was given.
        read: String,
    },
    /// The value is not one of the choices.
    NotAChoice {
        /// The setting.
        key: String,
        /// What was given.
        read: String,
        /// Those there are.
        choices: Vec<String>,
    },
    /// The value is below its smallest (inclusive).
    BelowMin {
        /// The setting.
        key: String,
        /// What was given.
        read: String,
        /// The smallest value.
        min: SettingValue,
    },
    /// The value is above its largest (inclusive).
    AboveMax {
        /// The setting.
        key: String,
        /// What was given.
        read: String,
        /// The largest value.
        max: SettingValue,
    },
    /// The setting has no default and was not given.
    Missing(String),
}

impl SettingError {
    /// Gives the key of the setting that is wrong; none when the text names no key.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::NotAnAssignment(_) => None,
            Self::Unknown { key, .. }
            | Self::NotA { key, .. }
            | Self::NotAChoice { key, .. }
            | Self::BelowMin { key, .. }
            | Self::AboveMax { key, .. }
            | Self::Missing(key) => Some(key),
        }
    }
}

/// Settings by their keys, in the order of the alphabet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Settings(BTreeMap<String, SettingValue>);

/// Splits `KEY=VALUE`.
///
/// # Errors
///
/// [`SettingError::NotAnAssignment`] without an equals sign or a key.
pub fn assignment(text: &str) -> Result<(&str, &str), SettingError> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim(), value.trim())),
        _ => Err(SettingError::NotAnAssignment(text.to_owned())),
    }
}

impl Settings {
    /// Takes the defaults of a manifest; settings without default are missing.
    #[must_use]
    pub fn defaults(specs: &[SettingSpec]) -> Self {
        let given = specs.iter().filter_map(|spec| Some((spec.key.clone(), spec.default.clone()?)));
        Self(given.collect())
    }

    /// Reads assignments (key, text) over the defaults.
    ///
    /// # Errors
    ///
    /// Every [`SettingError`] there is, so that a form can mark all its fields at once.
    pub fn read<'a>(
        specs: &[SettingSpec],
        assignments: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<SettingError>> {
        let mut settings = Self::defaults(specs);
        let tried = assignments.into_iter().map(|(key, text)| settings.set(specs, key, text));
        let mut errors: Vec<SettingError> = tried.filter_map(Result::err).collect();
        let wrong: BTreeSet<String> = errors.iter().filter_map(SettingError::key).map(str::to_owned).collect();
        let missing = specs.iter().filter(|spec| settings.get(&spec.key).is_none() && !wrong.contains(&spec.key));
        errors.extend(missing.map(|spec| SettingError::Missing(spec.key.clone())));
        if errors.is_empty() { Ok(settings) } else { Err(errors) }
    }

    /// Changes one setting to what a person typed.
    ///
    /// # Errors
    ///
    /// A [`SettingError`]; the settings are then as before.
    pub fn set(&mut self, specs: &[SettingSpec], key: &str, text: &str) -> Result<(), SettingError> {
        let value = spec(specs, key)?.read(text)?;
        self.0.insert(key.to_owned(), value);
        Ok(())
    }

    /// Checks stored settings against a manifest, which may be of a newer version of the policy, and
    /// fills in defaults.
    ///
    /// # Errors
    ///
    /// Every [`SettingError`] there is.
    pub fn complete(&self, specs: &[SettingSpec]) -> Result<Self, Vec<SettingError>> {
        let mut complete = Self::defaults(specs);
        let mut errors = Vec::new();
        for (key, value) in &self.0 {
            match spec(specs, key).and_then(|spec| spec.check(value.clone(), &value.to_string())) {
                Ok(value) => drop(complete.0.insert(key.clone(), value)),
                Err(error) => errors.push(error),
            }
        }
        let missing = specs.iter().filter(|spec| complete.get(&spec.key).is_none() && self.get(&spec.key).is_none());
        errors.extend(missing.map(|spec| SettingError::Missing(spec.key.clone())));
        if errors.is_empty() { Ok(complete) } else { Err(errors) }
    }

    /// Gives a setting.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&SettingValue> {
        self.0.get(key)
    }

    /// Goes through all settings.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &SettingValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl FromIterator<(String, SettingValue)> for Settings {
    fn from_iter<I: IntoIterator<Item = (String, SettingValue)>>(settings: I) -> Self {
        Self(settings.into_iter().collect())
    }
}

fn spec<'a>(specs: &'a [SettingSpec], key: &str) -> Result<&'a SettingSpec, SettingError> {
    specs.iter().find(|spec| spec.key == key).ok_or_else(|| SettingError::Unknown {
        key: key.to_owned(),
        known: specs.iter().map(|spec| spec.key.clone()).collect(),
    })
}

impl SettingSpec {
    /// Reads what a person typed for this setting.
    ///
    /// # Errors
    ///
    /// A [`SettingError`] that repeats the text.
    pub fn read(&self, text: &str) -> Result<SettingValue, SettingError> {
        let value = self.kind.read(text).ok_or_else(|| self.not_a(text))?;
        self.check(value, text)
    }

    fn check(&self, value: SettingValue, read: &str) -> Result<SettingValue, SettingError> {
        let (key, read) = (self.key.clone(), read.trim().to_owned());
        if !self.kind.holds(&value) {
            return Err(self.not_a(&read));
        }
        if let (SettingType::Choice, SettingValue::Text(name)) = (self.kind, &value)
            && !self.choices.iter().any(|choice| choice.name == *name)
        {
            let choices = self.choices.iter().map(|choice| choice.name.clone()).collect();
            return Err(SettingError::NotAChoice { key, read, choices });
        }
        if let Some(min) = self.min.as_ref().filter(|min| value.number() < min.number()) {
            return Err(SettingError::BelowMin { key, read, min: min.clone() });
        }
        if let Some(max) = self.max.as_ref().filter(|max| value.number() > max.number()) {
            return Err(SettingError::AboveMax { key, read, max: max.clone() });
        }
        Ok(value)
    }

    fn not_a(&self, read: &str) -> SettingError {
        SettingError::NotA { key: self.key.clone(), kind: self.kind, read: read.trim().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use comptoir_domain::language::Language;

    use super::*;
    use crate::manifest::{Choice, Words};

    fn words() -> Words {
        Words { fr: "x".into(), en: "x".into() }
    }

    fn setting(key: &str, kind: SettingType, default: Option<&str>) -> SettingSpec {
        let default = default.map(|text| kind.read(text).unwrap());
        SettingSpec {
            key: key.into(),
            kind,
            label: words(),
            help: None,
            default,
            min: None,
            max: None,
            choices: vec![],
            shown_when: None,
        }
    }

    fn specs() -> Vec<SettingSpec> {
        let choice = |name: &str| Choice { name: name.into(), label: words() };
        vec![
            SettingSpec {
                min: SettingType::Integer.read("1"),
                max: SettingType::Integer.read("1000"),
                ..setting("threshold", SettingType::Integer, Some("200"))
            },
            SettingSpec {
                choices: vec![choice("voucher"), choice("discount")],
                ..setting("reward", SettingType::Choice, Some("voucher"))
            },
            setting("worth", SettingType::Money, Some("10")),
            setting("rate", SettingType::Decimal, Some("1")),
            setting("share", SettingType::Percent, Some("5")),
            setting("on", SettingType::Yes, Some("yes")),
            setting("excluded", SettingType::Departments, Some("")),
            setting("name", SettingType::Text, None),
            SettingSpec {
                min: SettingType::Date.read("2026-01-01"),
                ..setting("from", SettingType::Date, Some("2026-11-01"))
            },
            setting("days", SettingType::Weekdays, Some("")),
            setting("hours", SettingType::Hours, Some("")),
        ]
    }

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, Vec<SettingError>> {
        Settings::read(&specs(), pairs.iter().copied())
    }

    #[test]
    fn what_a_person_types_is_read_and_can_be_typed_again() {
        for (key, typed, again, shown) in [
            ("threshold", " 300 ", "300", "300"),
            ("worth", "12,5", "12.50", "12,50\u{a0}€"),
            ("worth", "12.50 €", "12.50", "12,50\u{a0}€"),
            ("rate", "1,25", "1.25", "1,25"),
            ("share", "7,50 %", "7.5", "7,5\u{a0}%"),
            ("on", "Oui", "yes", "oui"),
            ("on", "FALSE", "no", "non"),
            ("on", "non", "no", "non"),
            ("excluded", "presse, livres,,presse", "livres,presse", "livres, presse"),
            ("reward", "discount", "discount", "discount"),
            ("from", "24/12/2026", "2026-12-24", "24 décembre 2026"),
            ("days", "Mar., lundi,sunday", "monday,tuesday,sunday", "lundi, mardi, dimanche"),
            ("hours", "12h-14h30, 22:00 - 2:00", "12:00-14:30,22:00-02:00", "12:00-14:30, 22:00-02:00"),
        ] {
            let settings = read(&[("name", "x"), (key, typed)]).unwrap();
            let value = settings.get(key).unwrap();
            assert_eq!((&*value.to_string(), &*value.for_people(Language::French)), (again, shown), "{key}={typed}");
            assert_eq!(read(&[("name", "x"), (key, again)]).unwrap(), settings);
        }
    }

    #[test]
    fn what_is_wrong_is_told_for_every_key_at_once() {
        let wrong = [
            ("threshold", "0"),
            ("reward", "cheese"),
            ("worth", "1,005"),
            ("rate", "1.0123456789"),
            ("share", "101"),
            ("on", "maybe"),
            ("colour", "red"),
            ("from", "2025-12-31"),
            ("days", "ma"),
            ("hours", "12:00"),
        ];
        let errors = read(&wrong).unwrap_err();
        let keys: Vec<_> = errors.iter().filter_map(SettingError::key).collect();
        assert_eq!(
            keys,
            ["threshold", "reward", "worth", "rate", "share", "on", "colour", "from", "days", "hours", "name"]
        );
        assert!(matches!(&errors[0], SettingError::BelowMin { min: SettingValue::Integer(1), .. }));
        assert!(matches!(&errors[1], SettingError::NotAChoice { choices, .. } if choices.len() == 2));
        assert!(matches!(&errors[6], SettingError::Unknown { known, .. } if known.len() == 11));
        assert!(matches!(&errors[7], SettingError::BelowMin { key, .. } if key == "from"));
        assert_eq!(errors[10], SettingError::Missing("name".into()));
    }

    #[test]
    fn bounds_are_inclusive() {
        for (typed, fits) in [("1", true), ("1000", true), ("0", false), ("1001", false)] {
            assert_eq!(read(&[("name", "x"), ("threshold", typed)]).is_ok(), fits, "{typed}");
        }
    }

    #[test]
    fn the_store_gives_back_what_it_was_given() {
        let typed = [("name", "été"), ("worth", "10"), ("excluded", "a,b"), ("share", "5,5")];
        let dated = [("from", "2026-12-24"), ("days", "lundi,mardi"), ("hours", "12:00-14:00")];
        let settings = read(&[&typed[..], &dated[..]].concat()).unwrap();
        let text = toml::to_string(&settings).unwrap();
        assert_eq!(toml::from_str::<Settings>(&text).unwrap(), settings);
    }

    #[test]
    fn stored_settings_are_checked_against_a_newer_manifest() {
        let stored = read(&[("name", "x"), ("threshold", "500")]).unwrap();
        assert_eq!(stored.complete(&specs()), Ok(stored.clone()));
        let mut newer = specs();
        newer[0].max = SettingType::Integer.read("400");
        newer[2] = setting("worth", SettingType::Integer, Some("10"));
        newer.push(setting("fresh", SettingType::Integer, Some("7")));
        newer.retain(|spec| spec.key != "rate");
        let errors = stored.complete(&newer).unwrap_err();
        let keys: Vec<_> = errors.iter().filter_map(SettingError::key).collect();
        assert_eq!(keys, ["rate", "threshold", "worth"]);
    }

    #[test]
    fn an_assignment_has_a_key_and_an_equals_sign() {
        assert_eq!(assignment("a = b=c"), Ok(("a", "b=c")));
        for wrong in ["a", "=b", " = b", ""] {
            assert_eq!(assignment(wrong), Err(SettingError::NotAnAssignment(wrong.into())));
        }
    }
}
