//! The form of a program's settings, made from its manifest: what is typed, what of it shows, what is wrong.
//! It needs no shop, so that a screen can keep it at hand and answer each key at once.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use comptoir_domain::language::Language;
use comptoir_policy::manifest::{SettingSpec, SettingType};
use comptoir_policy::settings::SettingValue;
use comptoir_policy::{Manifest, Settings};

use crate::error::SettingProblem;

/// What a set of codes holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeKind {
    /// Departments.
    Departments,
    /// Items.
    Items,
    /// Customer groups.
    Groups,
    /// Tags of items or customers.
    Tags,
}

/// What a field takes, with what it holds where that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// On or off.
    Yes(bool),
    /// An amount.
    Money,
    /// A percentage.
    Percent,
    /// A number with decimals.
    Decimal,
    /// A whole number.
    Integer,
    /// Words.
    Text,
    /// A day: `24/12/2026`.
    Date,
    /// Spans of the day: `12:00-14:00, 18:00-19:30`.
    Hours,
    /// One of several.
    Choice {
        /// How people read them.
        options: Vec<String>,
        /// Which one; none while nothing is chosen.
        chosen: Option<usize>,
    },
    /// Days of the week: a bit for each, Monday first.
    Weekdays(u8),
    /// A set.
    Codes {
        /// Of what.
        kind: CodeKind,
        /// Codes and names.
        inside: Vec<(String, String)>,
    },
}

/// One field as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldView {
    /// The setting.
    pub key: String,
    /// What it takes.
    pub kind: FieldKind,
    /// How people read it.
    pub label: String,
    /// A sentence more; empty when there is none.
    pub help: String,
    /// What is typed.
    pub text: String,
    /// What is wrong; empty when nothing is.
    pub error: String,
    /// Whether the form shows it.
    pub shown: bool,
}

/// The form.
#[derive(Clone, Debug)]
pub struct Form {
    manifest: Manifest,
    language: Language,
    stored: BTreeMap<String, String>,
    typed: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    names: BTreeMap<(CodeKind, String), String>,
}

impl Form {
    pub(super) fn new(manifest: &Manifest, settings: &Settings, language: Language) -> Self {
        let stored: BTreeMap<String, String> = manifest
            .settings
            .iter()
            .map(|spec| (spec.key.clone(), settings.get(&spec.key).map_or_else(String::new, |v| typed(v, language))))
            .collect();
        Self {
            manifest: manifest.clone(),
            language,
            typed: stored.clone(),
            stored,
            errors: BTreeMap::new(),
            names: BTreeMap::new(),
        }
    }

    /// Gives the fields in the manifest's order, hidden ones included.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldView> {
        let settings = self.readable();
        self.manifest.settings.iter().map(|spec| self.field(spec, &settings)).collect()
    }

    fn field(&self, spec: &SettingSpec, settings: &Settings) -> FieldView {
        let language = self.language;
        FieldView {
            key: spec.key.clone(),
            kind: self.kind(spec),
            label: spec.label.get(language).to_owned(),
            help: spec.help.as_ref().map(|help| help.get(language).to_owned()).unwrap_or_default(),
            text: self.text(&spec.key).to_owned(),
            error: self.errors.get(&spec.key).cloned().unwrap_or_default(),
            shown: self.manifest.shows(&spec.key, settings),
        }
    }

    fn kind(&self, spec: &SettingSpec) -> FieldKind {
        let text = self.text(&spec.key);
        match spec.kind {
            SettingType::Yes => FieldKind::Yes(text == "yes"),
            SettingType::Money => FieldKind::Money,
            SettingType::Percent => FieldKind::Percent,
            SettingType::Decimal => FieldKind::Decimal,
            SettingType::Integer => FieldKind::Integer,
            SettingType::Text => FieldKind::Text,
            SettingType::Date => FieldKind::Date,
            SettingType::Hours => FieldKind::Hours,
            SettingType::Choice => FieldKind::Choice {
                options: spec.choices.iter().map(|choice| choice.label.get(self.language).to_owned()).collect(),
                chosen: spec.choices.iter().position(|choice| choice.name == text),
            },
            SettingType::Weekdays => FieldKind::Weekdays(week(text)),
            SettingType::Departments => self.codes(CodeKind::Departments, text),
            SettingType::Items => self.codes(CodeKind::Items, text),
            SettingType::Groups => self.codes(CodeKind::Groups, text),
            SettingType::Tags => self.codes(CodeKind::Tags, text),
        }
    }

    fn codes(&self, kind: CodeKind, text: &str) -> FieldKind {
        let named = |code: &str| {
            let name = self.names.get(&(kind, code.to_owned())).cloned().unwrap_or_else(|| code.to_owned());
            (code.to_owned(), name)
        };
        FieldKind::Codes { kind, inside: split(text).map(named).collect() }
    }

    /// The settings as far as they can be read: what shows what.
    fn readable(&self) -> Settings {
        let mut settings = Settings::defaults(&self.manifest.settings);
        for (key, text) in &self.typed {
            let _ = settings.set(&self.manifest.settings, key, text);
        }
        settings
    }

    /// Gives what is typed for a setting.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        self.typed.get(key).map_or("", String::as_str)
    }

    /// Types. What was wrong with the field is not any more, as far as is known.
    pub fn set(&mut self, key: &str, text: &str) {
        self.typed.insert(key.to_owned(), text.to_owned());
        self.errors.remove(key);
    }

    /// Chooses the answer of a choice by its place.
    pub fn choose(&mut self, key: &str, place: usize) {
        let spec = self.manifest.settings.iter().find(|spec| spec.key == key);
        if let Some(name) = spec.and_then(|spec| spec.choices.get(place)).map(|choice| choice.name.clone()) {
            self.set(key, &name);
        }
    }

    /// Puts a day of the week in or out: Monday is 0.
    pub fn flip_day(&mut self, key: &str, day: u8) {
        let days = week(self.text(key)) ^ 1_u8.checked_shl(u32::from(day)).unwrap_or(0);
        let names = DAYS.iter().enumerate().filter(|(place, _)| days >> place & 1 == 1);
        let names: Vec<&str> = names.map(|(_, name)| *name).collect();
        self.set(key, &names.join(","));
    }

    /// Puts a code into a set or takes it out; the name is what people see.
    pub fn flip_code(&mut self, key: &str, kind: CodeKind, code: &str, name: &str) {
        self.name(kind, code, name);
        let mut codes: Vec<&str> = split(self.text(key)).collect();
        match codes.iter().position(|inside| *inside == code) {
            Some(place) => drop(codes.remove(place)),
            None => codes.push(code),
        }
        let codes = codes.join(",");
        self.set(key, &codes);
    }

    /// Tells whether a code is in a set.
    #[must_use]
    pub fn holds(&self, key: &str, code: &str) -> bool {
        split(self.text(key)).any(|inside| inside == code)
    }

    pub(super) fn name(&mut self, kind: CodeKind, code: &str, name: &str) {
        self.names.insert((kind, code.to_owned()), name.to_owned());
    }

    /// Gives the codes that its sets hold.
    pub(super) fn all_codes(&self) -> Vec<(CodeKind, String)> {
        let kinds = self.manifest.settings.iter().map(|spec| self.kind(spec));
        let inside = kinds.filter_map(|kind| match kind {
            FieldKind::Codes { kind, inside } => Some(inside.into_iter().map(move |(code, _)| (kind, code))),
            _ => None,
        });
        inside.flatten().collect()
    }

    /// Goes back to what holds.
    pub fn reset(&mut self) {
        self.typed = self.stored.clone();
        self.errors.clear();
    }

    /// Tells whether something else is typed than what holds.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.typed.iter().any(|(key, text)| self.stored.get(key).is_none_or(|stored| stored.trim() != text.trim()))
    }

    /// Gives what is to be kept. What is hidden stays as it was; what is empty and has no default is missing.
    #[must_use]
    pub fn values(&self) -> Vec<(String, String)> {
        let settings = self.readable();
        let kept = self.manifest.settings.iter().map(|spec| {
            let shown = self.manifest.shows(&spec.key, &settings);
            let text = if shown { self.text(&spec.key) } else { self.stored.get(&spec.key).map_or("", String::as_str) };
            (spec, text)
        });
        let told =
            kept.filter(|(spec, text)| !text.trim().is_empty() || spec.default.is_some() || may_be_empty(spec.kind));
        told.map(|(spec, text)| (spec.key.clone(), text.to_owned())).collect()
    }

    /// Marks the fields with what is wrong with them.
    pub fn mark(&mut self, problems: &[SettingProblem]) {
        self.errors = problems.iter().map(|problem| (problem.key.clone(), problem.problem.clone())).collect();
    }

    /// Tells whether there is nothing to set.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.manifest.settings.is_empty()
    }
}

/// As settings are typed.
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const fn may_be_empty(kind: SettingType) -> bool {
    matches!(
        kind,
        SettingType::Text
            | SettingType::Departments
            | SettingType::Items
            | SettingType::Groups
            | SettingType::Tags
            | SettingType::Weekdays
            | SettingType::Hours
    )
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|code| !code.is_empty())
}

fn week(text: &str) -> u8 {
    let places = split(text).filter_map(|name| DAYS.iter().position(|day| *day == name));
    places.fold(0, |days, place| days | 1 << place)
}

/// A value as people of that language type it.
fn typed(value: &SettingValue, language: Language) -> String {
    let text = value.to_string();
    match value {
        SettingValue::Money(_) | SettingValue::Number(_) | SettingValue::Percent(_) => {
            language.pick(text.replace('.', ","), text)
        }
        SettingValue::Day(day) => day_typed(*day),
        SettingValue::Hours(_) => text.replace(',', ", "),
        _ => text,
    }
}

pub(super) fn day_typed(day: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"
id = "essai"
version = "1.0.0"
kind = "program"
contract = "1.0"
engine = "rhai"
author = "Comptoir"
license = "GPL-3.0-or-later"
effects = ["discount"]
events = ["draft"]
title = { fr = "Essai", en = "Try" }
description = { fr = "x", en = "x" }
[[setting]]
key = "gift"
type = "choice"
label = { fr = "Cadeau", en = "Gift" }
default = "voucher"
choices = [
    { name = "voucher", label = { fr = "Un bon", en = "A voucher" } },
    { name = "item", label = { fr = "Un article", en = "An item" } },
]
[[setting]]
key = "worth"
type = "money"
label = { fr = "Valeur", en = "Worth" }
default = "10.00"
shown_when = { setting = "gift", is = ["voucher"] }
[[setting]]
key = "days"
type = "weekdays"
label = { fr = "Jours", en = "Days" }
default = []
[[setting]]
key = "shelves"
type = "departments"
label = { fr = "Rayons", en = "Departments" }
default = []
[[setting]]
key = "floor"
type = "integer"
label = { fr = "Seuil", en = "Floor" }
"#;

    fn form() -> Form {
        let manifest = Manifest::read(MANIFEST).unwrap();
        let settings = Settings::defaults(&manifest.settings);
        Form::new(&manifest, &settings, Language::French)
    }

    fn field(form: &Form, key: &str) -> FieldView {
        form.fields().into_iter().find(|field| field.key == key).unwrap()
    }

    #[test]
    fn a_field_is_shown_by_the_answer_above_it_and_keeps_its_value_while_hidden() {
        let mut form = form();
        assert!(field(&form, "worth").shown);
        form.set("worth", "abc");
        form.choose("gift", 1);
        assert!(!field(&form, "worth").shown);
        assert!(form.values().contains(&("worth".into(), "10,00".into())), "what is hidden stays as it was");
        form.choose("gift", 0);
        assert!(form.values().contains(&("worth".into(), "abc".into())));
    }

    #[test]
    fn values_stand_as_people_type_them() {
        let mut form = form();
        assert_eq!(field(&form, "worth").text, "10,00");
        form.flip_day("days", 6);
        form.flip_day("days", 0);
        assert_eq!((form.text("days"), field(&form, "days").kind), ("monday,sunday", FieldKind::Weekdays(0b100_0001)));
        form.flip_day("days", 6);
        assert_eq!(form.text("days"), "monday");
    }

    #[test]
    fn a_set_shows_names_and_keeps_codes() {
        let mut form = form();
        form.flip_code("shelves", CodeKind::Departments, "homme", "Homme");
        let inside = vec![("homme".to_owned(), "Homme".to_owned())];
        assert_eq!(field(&form, "shelves").kind, FieldKind::Codes { kind: CodeKind::Departments, inside });
        assert!(form.holds("shelves", "homme"));
        form.flip_code("shelves", CodeKind::Departments, "homme", "Homme");
        assert!(!form.holds("shelves", "homme"));
    }

    #[test]
    fn what_has_no_default_is_missing_until_it_is_typed() {
        let mut form = form();
        assert!(!form.values().iter().any(|(key, _)| key == "floor"));
        assert!(!form.is_changed());
        form.set("floor", "3");
        assert!(form.is_changed() && form.values().contains(&("floor".into(), "3".into())));
        form.mark(&[SettingProblem::new("floor", "trop bas")]);
        assert_eq!(field(&form, "floor").error, "trop bas");
        form.set("floor", "4");
        assert_eq!(field(&form, "floor").error, "");
        form.reset();
        assert!(!form.is_changed());
    }
}
