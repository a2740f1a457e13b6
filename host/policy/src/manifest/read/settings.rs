//! Settings as a manifest writes them: their types, bounds and choices, and what shows them.

use serde::Deserialize;
use toml::Spanned;

use super::{Checked, each, exact_text, name, once, words, wrong};
use crate::manifest::{Choice, ManifestProblem, SettingSpec, SettingType, ShownWhen, Words};
use crate::settings::SettingValue;

/// A setting as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    key: String,
    #[serde(rename = "type")]
    kind: SettingType,
    label: Words,
    help: Option<Words>,
    default: Option<toml::Value>,
    min: Option<toml::Value>,
    max: Option<toml::Value>,
    #[serde(default)]
    choices: Vec<Choice>,
    shown_when: Option<WrittenShownWhen>,
}

/// When a setting is shown, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenShownWhen {
    setting: String,
    is: Vec<toml::Value>,
}

/// Checks each setting with those above it, which decide whether it is shown.
pub(super) fn all(text: &str, written: Vec<Spanned<Written>>) -> Checked<Vec<SettingSpec>> {
    let mut above: Vec<SettingSpec> = Vec::new();
    each(text, written, |written| {
        above.push(setting(written, &above)?);
        Ok(())
    })?;
    once(above.iter().map(|setting| &setting.key), "setting")?;
    Ok(above)
}

fn setting(written: Written, above: &[SettingSpec]) -> Checked<SettingSpec> {
    let key = format!("setting {}", written.key);
    let kind = written.kind;
    let value = |given: Option<toml::Value>, part: &str| {
        given.map(|given| value(kind, &given).map_err(|problem| wrong(format!("{key}: {part}"), problem))).transpose()
    };
    let spec = SettingSpec {
        kind,
        default: None,
        min: value(written.min, "min")?,
        max: value(written.max, "max")?,
        label: words(written.label, &format!("{key}: label"))?,
        help: written.help.map(|help| words(help, &format!("{key}: help"))).transpose()?,
        choices: written.choices,
        shown_when: written.shown_when.map(|when| shown_when(when, above, &key)).transpose()?,
        key: name(written.key, "setting: key", "_")?,
    };
    suits(&spec, &key)?;
    let default = value(written.default, "default")?.map(|default| in_bounds(&spec, default, &key)).transpose()?;
    Ok(SettingSpec { default, ..spec })
}

/// A setting is shown by a choice or a yes/no above it, with values that this one can have.
fn shown_when(written: WrittenShownWhen, above: &[SettingSpec], key: &str) -> Checked<ShownWhen> {
    let wrong = |problem| wrong(format!("{key}: shown_when"), problem);
    let WrittenShownWhen { setting, is } = written;
    let Some(decides) = above.iter().find(|spec| spec.key == setting) else {
        return Err(wrong(ManifestProblem::NoSuchSetting(setting)));
    };
    if !matches!(decides.kind, SettingType::Choice | SettingType::Yes) {
        return Err(wrong(ManifestProblem::UnfitSetting { setting, kind: decides.kind }));
    }
    let read = |value: &toml::Value| {
        let text = exact_text(value).map_err(wrong)?;
        decides.read(&text).map_err(|_| wrong(ManifestProblem::OutOfBounds(text)))
    };
    let is: Vec<SettingValue> = is.iter().map(read).collect::<Checked<_>>()?;
    if is.is_empty() { Err(wrong(ManifestProblem::Empty)) } else { Ok(ShownWhen { setting, is }) }
}

/// Bounds suit numbers and days, choices suit a choice, and the smallest value is not above the largest.
fn suits(spec: &SettingSpec, key: &str) -> Checked<()> {
    use SettingType as Type;
    let numeric = matches!(spec.kind, Type::Integer | Type::Decimal | Type::Money | Type::Percent | Type::Date);
    if !numeric && (spec.min.is_some() || spec.max.is_some()) {
        return Err(wrong(format!("{key}: min"), ManifestProblem::NotForType(spec.kind)));
    }
    if (spec.kind == Type::Choice) == spec.choices.is_empty() {
        return Err(wrong(format!("{key}: choices"), ManifestProblem::NotForType(spec.kind)));
    }
    once(spec.choices.iter().map(|choice| &choice.name), &format!("{key}: choices"))?;
    if let (Some(min), Some(max)) = (&spec.min, &spec.max)
        && min.number() > max.number()
    {
        return Err(wrong(format!("{key}: max"), ManifestProblem::OutOfBounds(max.to_string())));
    }
    Ok(())
}

fn in_bounds(spec: &SettingSpec, default: SettingValue, key: &str) -> Checked<SettingValue> {
    let text = default.to_string();
    spec.read(&text).map_err(|_| wrong(format!("{key}: default"), ManifestProblem::OutOfBounds(text)))
}

pub(super) fn value(kind: SettingType, written: &toml::Value) -> Result<SettingValue, ManifestProblem> {
    let text = exact_text(written)?;
    kind.read(&text).ok_or(ManifestProblem::NotA { kind, read: text })
}
