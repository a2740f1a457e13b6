//! Settings as a manifest and a person write them.

use std::string::{String, ToString};
use std::vec::Vec;

use toml::{Table, Value};

use super::read::{list, try_date, try_decimal, try_minute, try_money, try_weekday};
use crate::calendar::Weekday;
use crate::contract::types::{self, Setting, SettingValue};

/// Reads the settings of a manifest: its defaults, with some set.
#[track_caller]
pub(super) fn settings(manifest: &str, set: &[(&str, &str)]) -> Vec<Setting> {
    let manifest: Table = manifest.parse().unwrap_or_else(|error| panic!("the manifest cannot be read: {error}"));
    let specs: Vec<&Table> = match manifest.get("setting") {
        Some(Value::Array(specs)) => specs.iter().filter_map(Value::as_table).collect(),
        _ => Vec::new(),
    };
    for (key, _) in set {
        assert!(specs.iter().any(|spec| word(spec, "key") == *key), "the manifest has no setting `{key}`");
    }
    specs.into_iter().map(|spec| setting(spec, set)).collect()
}

#[track_caller]
fn setting(spec: &Table, set: &[(&str, &str)]) -> Setting {
    let (key, kind) = (word(spec, "key"), word(spec, "type"));
    let typed = set.iter().rfind(|(name, _)| *name == key).map(|(_, text)| (*text).to_string());
    let text = typed.or_else(|| spec.get("default").map(text)).unwrap_or_else(|| panic!("`{key}` has no default"));
    let value = value(kind, &text).unwrap_or_else(|| panic!("setting `{key}`: {text:?} is not of type `{kind}`"));
    Setting { key: key.to_string(), value }
}

fn word<'a>(spec: &'a Table, name: &str) -> &'a str {
    spec.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Writes a value as a person would type it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

fn value(kind: &str, text: &str) -> Option<SettingValue> {
    let text = text.trim();
    Some(match kind {
        "yes" => SettingValue::Yes(matches!(text, "yes" | "oui" | "true")),
        "integer" => SettingValue::Integer(text.parse().ok()?),
        "decimal" => SettingValue::Number(try_decimal(text)?.into()),
        "money" => SettingValue::Money(try_money(text)?.cents()),
        "percent" => {
            let basis_points = try_decimal(text)?.times(100).ok().filter(|percent| percent.is_whole())?;
            SettingValue::Percent(u32::try_from(basis_points.floor()).ok()?)
        }
        "text" | "choice" => SettingValue::Text(text.to_string()),
        "departments" | "items" | "groups" | "tags" => SettingValue::Codes(list(text).collect()),
        "date" => SettingValue::Day(try_date(text)?.into()),
        "weekdays" => {
            let days: Option<Vec<Weekday>> = list(text).map(|name| try_weekday(&name)).collect();
            let bits = days?.into_iter().fold(0, |bits, day| bits | 1 << day as u8);
            SettingValue::Weekdays(types::Weekdays::from_bits(bits)?)
        }
        "hours" => SettingValue::Hours(list(text).map(|span| hours(&span)).collect::<Option<_>>()?),
        _ => return None,
    })
}

fn hours(span: &str) -> Option<types::Hours> {
    let (start, end) = span.split_once('-')?;
    Some(types::Hours { start: try_minute(start.trim())?, end: try_minute(end.trim())? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_read() {
        for (kind, text, expected) in [
            ("yes", "true", SettingValue::Yes(true)),
            ("integer", "-3", SettingValue::Integer(-3)),
            ("decimal", "1,25", SettingValue::Number(types::Decimal { units: 125, scale: 2 })),
            ("money", "10", SettingValue::Money(1_000)),
            ("percent", "5.5", SettingValue::Percent(550)),
            ("choice", "voucher", SettingValue::Text("voucher".into())),
            ("tags", "promo, bio", SettingValue::Codes(vec!["promo".into(), "bio".into()])),
            ("date", "2026-12-24", SettingValue::Day(types::Date { year: 2026, month: 12, day: 24 })),
            ("weekdays", "monday,sunday", SettingValue::Weekdays(types::Weekdays::MONDAY | types::Weekdays::SUNDAY)),
            ("hours", "17:00-19:30", SettingValue::Hours(vec![types::Hours { start: 1_020, end: 1_170 }])),
        ] {
            assert_eq!(value(kind, text), Some(expected), "{kind}");
        }
        assert_eq!((value("integer", "1.5"), value("percent", "1.005"), value("color", "red")), (None, None, None));
    }

    const MANIFEST: &str = "[[setting]]\nkey = \"step\"\ntype = \"money\"\ndefault = \"1.00\"\n\
                            [[setting]]\nkey = \"tags\"\ntype = \"tags\"\ndefault = [\"a\", \"b\"]\n";

    #[test]
    fn what_is_set_goes_over_the_defaults() {
        let given = settings(MANIFEST, &[("step", "2.00")]);
        let setting = |key: &str, value| Setting { key: key.into(), value };
        let expected = [
            setting("step", SettingValue::Money(200)),
            setting("tags", SettingValue::Codes(vec!["a".into(), "b".into()])),
        ];
        assert_eq!(given, expected);
    }

    #[test]
    #[should_panic(expected = "the manifest has no setting `stap`")]
    fn a_misspelled_key_is_told() {
        let _ = settings(MANIFEST, &[("stap", "2.00")]);
    }
}
