//! From the text of `manifest.toml` to a checked [`Manifest`].

mod settings;

use std::collections::BTreeSet;

use comptoir_domain::effect::{Ceilings, EffectKind};
use comptoir_domain::facts::Event;
use serde::Deserialize;
use toml::Spanned;

use super::counters::{self, WrittenCounter};
use super::{CONTRACT, Engine, FactKind, Kind, Manifest, ManifestError, ManifestProblem, SettingType, Words};
use crate::settings::SettingValue;

/// The manifest as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    version: String,
    kind: Kind,
    contract: String,
    engine: Engine,
    title: Words,
    description: Words,
    author: String,
    license: String,
    #[serde(default)]
    setting: Vec<Spanned<settings::Written>>,
    #[serde(default)]
    counter: Vec<Spanned<WrittenCounter>>,
    effects: Option<BTreeSet<EffectKind>>,
    ceilings: Option<WrittenCeilings>,
    events: Option<Vec<Event>>,
    #[serde(default)]
    facts: BTreeSet<FactKind>,
    gifts_earn: Option<bool>,
}

/// The ceilings as they are written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenCeilings {
    percent: Option<toml::Value>,
    amount: Option<toml::Value>,
}

pub(super) type Checked<T> = Result<T, ManifestError>;

pub(super) fn manifest(text: &str) -> Checked<Manifest> {
    let written: Written = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
    fits_kind(&written)?;
    let settings = settings::all(text, written.setting)?;
    let manifest = Manifest {
        id: name(written.id, "id", "-")?,
        version: version(written.version)?,
        kind: written.kind,
        contract: contract(written.contract)?,
        engine: written.engine,
        title: words(written.title, "title")?,
        description: words(written.description, "description")?,
        author: not_empty(written.author, "author")?,
        license: not_empty(written.license, "license")?,
        counters: each(text, written.counter, |written| counters::counter(written, &settings))?,
        settings,
        effects: written.effects.unwrap_or_default(),
        ceilings: ceilings(&written.ceilings.unwrap_or_default())?,
        events: written.events.unwrap_or_default(),
        facts: written.facts,
        gifts_earn: written.gifts_earn.unwrap_or_default(),
    };
    once(manifest.counters.iter().map(|counter| &counter.name), "counter")?;
    Ok(manifest)
}

/// A program says what it does and when; a filter does nothing by itself, so it has neither effects nor counters.
fn fits_kind(written: &Written) -> Checked<()> {
    let kind = written.kind;
    let unfit = |key: &str| Err(wrong(key, ManifestProblem::NotForKind(kind)));
    if let Some(fact) = written.facts.iter().find(|fact| !fact.suits(kind)) {
        let name = toml::Value::try_from(fact).map(|name| name.to_string()).unwrap_or_default();
        return unfit(&format!("facts: {}", name.trim_matches('"')));
    }
    let given = [
        ("effects", written.effects.is_some()),
        ("events", written.events.is_some()),
        ("ceilings", written.ceilings.is_some()),
        ("gifts_earn", written.gifts_earn.is_some()),
        ("counter", !written.counter.is_empty()),
    ];
    let mut given = given.into_iter();
    match kind {
        Kind::Filter => given.find(|(_, given)| *given).map_or(Ok(()), |(key, _)| unfit(key)),
        Kind::Program => match given.find(|(key, given)| ["effects", "events"].contains(key) && !given) {
            Some((key, _)) => {
                let problem = ManifestProblem::Toml(format!("missing field `{key}`"));
                Err(ManifestError { line: Some(1), key: String::new(), problem })
            }
            None => Ok(()),
        },
    }
}

/// A ceiling is written as a setting is: whole numbers bare, fractions in quotes.
fn ceilings(written: &WrittenCeilings) -> Checked<Ceilings> {
    let read = |key: &str, kind: SettingType, given: &Option<toml::Value>| {
        let given = given.as_ref().map(|given| settings::value(kind, given));
        given.transpose().map_err(|problem| wrong(format!("ceilings: {key}"), problem))
    };
    Ok(Ceilings {
        percent: match read("percent", SettingType::Percent, &written.percent)? {
            Some(SettingValue::Percent(percent)) => Some(percent),
            _ => None,
        },
        amount: match read("amount", SettingType::Money, &written.amount)? {
            Some(SettingValue::Money(amount)) => Some(amount),
            _ => None,
        },
    })
}

pub(super) fn wrong(key: impl Into<String>, problem: ManifestProblem) -> ManifestError {
    ManifestError { line: None, key: key.into(), problem }
}

fn unreadable(text: &str, error: &toml::de::Error) -> ManifestError {
    ManifestError {
        line: error.span().map(|span| line_of(text, span.start)),
        key: String::new(),
        problem: ManifestProblem::Toml(error.message().to_owned()),
    }
}

/// The line of a byte, counted from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Checks each table of an array; an error gets the line where the table starts.
fn each<W, T>(text: &str, written: Vec<Spanned<W>>, mut check: impl FnMut(W) -> Checked<T>) -> Checked<Vec<T>> {
    let checked = written.into_iter().map(|table| {
        let line = line_of(text, table.span().start);
        check(table.into_inner()).map_err(|error| ManifestError { line: Some(line), ..error })
    });
    checked.collect()
}

pub(super) fn name(text: String, key: &str, mark: &str) -> Checked<String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || mark.contains(c);
    let starts = text.starts_with(|c: char| c.is_ascii_lowercase());
    if starts && text.len() <= 64 && text.chars().all(allowed) {
        Ok(text)
    } else {
        Err(wrong(key, ManifestProblem::NotAName(text)))
    }
}

fn version(text: String) -> Checked<String> {
    let number = |part: &str| part.len() <= 9 && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if text.split('.').count() == 3 && text.split('.').all(number) {
        Ok(text)
    } else {
        Err(wrong("version", ManifestProblem::NotAVersion(text)))
    }
}

fn contract(text: String) -> Checked<String> {
    let line = |text: &str| {
        let (major, minor) = text.split_once('.')?;
        Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?)).filter(|(a, b)| format!("{a}.{b}") == text)
    };
    let spoken = line(CONTRACT).expect("this till's line of the contract is two numbers");
    match line(&text) {
        Some((major, minor)) if major == spoken.0 && minor <= spoken.1 => Ok(text),
        _ => Err(wrong("contract", ManifestProblem::UnknownContract { asked: text, spoken: CONTRACT })),
    }
}

fn not_empty(text: String, key: &str) -> Checked<String> {
    if text.trim().is_empty() { Err(wrong(key, ManifestProblem::Empty)) } else { Ok(text) }
}

pub(super) fn words(words: Words, key: &str) -> Checked<Words> {
    Ok(Words { fr: not_empty(words.fr, &format!("{key}: fr"))?, en: not_empty(words.en, &format!("{key}: en"))? })
}

fn once<'a>(names: impl Iterator<Item = &'a String>, key: &str) -> Checked<()> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(wrong(key, ManifestProblem::Twice(name.clone())));
        }
    }
    Ok(())
}

/// A value as a person would type it.
pub(crate) fn exact_text(written: &toml::Value) -> Result<String, ManifestProblem> {
    match written {
        toml::Value::String(text) => Ok(text.clone()),
        toml::Value::Float(number) => Err(ManifestProblem::Float(number.to_string())),
        toml::Value::Array(parts) => {
            let parts: Result<Vec<String>, _> = parts.iter().map(exact_text).collect();
            Ok(parts?.join(","))
        }
        other => Ok(other.to_string()),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use rust_decimal::Decimal;

    pub(in crate::manifest) const GOOD: &str = r#"
id = "loyalty-spend"
version = "1.0.0"
kind = "program"
contract = "1.0"
engine = "wasm"
author = "Les auteurs de Comptoir"
license = "GPL-3.0-or-later"
effects = ["add", "offer", "message"]
events = ["draft", "paid"]
title = { fr = "Points par euro", en = "Points per euro" }
description = { fr = "Des points.", en = "Points." }
ceilings = { percent = "30", amount = "50.00" }

[[counter]]
name = "points"
unit = { fr = "points", en = "points" }

[[setting]]
key = "rate"
type = "decimal"
label = { fr = "Points", en = "Points" }
default = "1.5"
min = "0.01"
max = 100

[[setting]]
key = "reward"
type = "choice"
label = { fr = "Cadeau", en = "Gift" }
default = "voucher"
choices = [
  { name = "voucher", label = { fr = "Bon", en = "Voucher" } },
  { name = "discount", label = { fr = "Remise", en = "Discount" } },
]

[[setting]]
key = "idle"
type = "integer"
label = { fr = "Repos", en = "Idle" }
default = 0

[[setting]]
key = "excluded"
type = "departments"
label = { fr = "Exclus", en = "Excluded" }
default = ["livres", "presse"]
"#;

    #[test]
    fn a_manifest_is_the_permission() {
        let manifest = Manifest::read(GOOD).unwrap();
        assert_eq!(manifest.settings[0].default, Some(SettingValue::Number(Decimal::new(15, 1))));
        assert_eq!(manifest.settings[3].default.as_ref().unwrap().to_string(), "livres,presse");
        let permissions = manifest.permissions();
        assert!(permissions.effects.contains(&EffectKind::Offer) && !permissions.effects.contains(&EffectKind::Spend));
        assert_eq!(permissions.counters.into_iter().collect::<Vec<_>>(), [("points".to_owned(), 0)]);
        assert_eq!(permissions.ceilings.amount.unwrap().cents(), 5_000);
        let bare = GOOD.replacen("percent = \"30\", amount = \"50.00\"", "percent = 30, amount = 50", 1);
        assert_eq!(Manifest::read(&bare).unwrap().permissions().ceilings, permissions.ceilings);
        let float = GOOD.replacen("percent = \"30\"", "percent = 7.5", 1);
        assert_eq!(Manifest::read(&float).unwrap_err().key, "ceilings: percent");
        assert!(manifest.listens_to(Event::Draft));
    }

    #[test]
    fn what_is_wrong_names_its_key_and_line() {
        let table: [(&str, &str, &str, Option<usize>); 14] = [
            ("id = \"loyalty-spend\"", "id = \"Été\"", "id", None),
            ("\"1.0.0\"", "\"1.0\"", "version", None),
            ("contract = \"1.0\"", "contract = \"2.0\"", "contract", None),
            ("en = \"Points per euro\"", "en = \" \"", "title: en", None),
            ("default = \"1.5\"", "default = 1.5", "setting rate: default", Some(19)),
            ("default = \"1.5\"", "default = \"many\"", "setting rate: default", Some(19)),
            ("default = \"1.5\"", "default = \"0.001\"", "setting rate: default", Some(19)),
            ("max = 100", "max = 0", "setting rate: max", Some(19)),
            ("default = \"voucher\"", "default = \"cheese\"", "setting reward: default", Some(27)),
            ("default = \"voucher\"", "min = 1", "setting reward: min", Some(27)),
            ("key = \"reward\"", "key = \"rate\"", "setting", None),
            ("key = \"rate\"", "key = \"my-rate\"", "setting: key", Some(19)),
            ("type = \"choice\"", "type = \"text\"", "setting reward: choices", Some(27)),
            ("name = \"points\"\n", "name = \"points\"\ndecimals = 5\n", "counter points: decimals", Some(15)),
        ];
        for (good, bad, key, line) in table {
            let error = Manifest::read(&GOOD.replacen(good, bad, 1)).unwrap_err();
            assert_eq!((&*error.key, error.line), (key, line), "{bad}: {error:?}");
        }
    }

    #[test]
    fn a_filter_has_what_a_filter_can_have() {
        let bare =
            GOOD.replacen("effects = [\"add\", \"offer\", \"message\"]\nevents = [\"draft\", \"paid\"]\n", "", 1);
        let missing = Manifest::read(&bare).unwrap_err();
        assert_eq!(missing.problem, ManifestProblem::Toml("missing field `effects`".into()));
        let filter = bare.replacen("\"program\"", "\"filter\"", 1);
        let filter = filter.replacen("ceilings = { percent = \"30\", amount = \"50.00\" }\n", "", 1);
        let counter = "[[counter]]\nname = \"points\"\nunit = { fr = \"points\", en = \"points\" }\n";
        let good = filter.replacen(counter, "", 1);
        let read = Manifest::read(&format!("facts = [\"birthday\", \"counters\"]\n{good}")).unwrap();
        assert_eq!((read.kind, read.facts.len(), read.settings.len()), (Kind::Filter, 2, 4));
        for (text, key) in [
            (filter.clone(), "counter"),
            (format!("effects = []\n{good}"), "effects"),
            (format!("events = [\"paid\"]\n{good}"), "events"),
            (format!("gifts_earn = false\n{good}"), "gifts_earn"),
            (format!("ceilings = {{}}\n{good}"), "ceilings"),
            (format!("facts = [\"cost\"]\n{good}"), "facts: cost"),
        ] {
            let error = Manifest::read(&text).unwrap_err();
            assert_eq!((&*error.key, error.problem), (key, ManifestProblem::NotForKind(Kind::Filter)), "{key}");
        }
        let program = Manifest::read(&format!("facts = [\"counters\"]\n{GOOD}")).unwrap_err();
        assert_eq!(program.problem, ManifestProblem::NotForKind(Kind::Program));
    }

    #[test]
    fn a_till_runs_its_own_line_of_the_contract_and_those_before() {
        let asking = |asked: &str| GOOD.replacen("contract = \"1.0\"", &format!("contract = \"{asked}\""), 1);
        assert_eq!(Manifest::read(&asking("1.0")).unwrap().contract, "1.0");
        for asked in ["1.1", "2.0", "0.1", "1", "1.0.0", "1.00", "01.0", "", "1.-0"] {
            let error = Manifest::read(&asking(asked)).unwrap_err();
            assert_eq!(error.problem, ManifestProblem::UnknownContract { asked: asked.into(), spoken: "1.0" });
        }
    }

    #[test]
    fn a_setting_is_shown_by_one_above_it() {
        let shown = |when: &str| {
            Manifest::read(&GOOD.replacen("type = \"departments\"", &format!("type = \"departments\"\n{when}"), 1))
        };
        let manifest = shown("shown_when = { setting = \"reward\", is = [\"voucher\"] }").unwrap();
        let settings = |reward| crate::settings::Settings::read(&manifest.settings, [("reward", reward)]).unwrap();
        assert!(manifest.shows("excluded", &settings("voucher")) && manifest.shows("rate", &settings("voucher")));
        assert!(!manifest.shows("excluded", &settings("discount")));
        assert!(settings("discount").get("excluded").is_some(), "a hidden setting keeps its value");
        for (when, problem) in [
            ("{ setting = \"none\", is = [\"x\"] }", ManifestProblem::NoSuchSetting("none".into())),
            ("{ setting = \"excluded\", is = [\"x\"] }", ManifestProblem::NoSuchSetting("excluded".into())),
            (
                "{ setting = \"rate\", is = [1] }",
                ManifestProblem::UnfitSetting { setting: "rate".into(), kind: SettingType::Decimal },
            ),
            ("{ setting = \"reward\", is = [\"cheese\"] }", ManifestProblem::OutOfBounds("cheese".into())),
            ("{ setting = \"reward\", is = [] }", ManifestProblem::Empty),
        ] {
            let error = shown(&format!("shown_when = {when}")).unwrap_err();
            assert_eq!((&*error.key, error.problem), ("setting excluded: shown_when", problem), "{when}");
        }
    }

    #[test]
    fn a_hidden_setting_hides_those_that_it_shows() {
        let mut text = GOOD.to_owned();
        text.push_str(
            "\n[[setting]]\nkey = \"gift\"\ntype = \"yes\"\nlabel = { fr = \"x\", en = \"x\" }\ndefault = true\n\
             shown_when = { setting = \"reward\", is = [\"voucher\"] }\n\
             \n[[setting]]\nkey = \"name\"\ntype = \"text\"\nlabel = { fr = \"x\", en = \"x\" }\ndefault = \"x\"\n\
             shown_when = { setting = \"gift\", is = [true] }\n",
        );
        let manifest = Manifest::read(&text).unwrap();
        let shown = |typed: [(&str, &str); 2]| {
            manifest.shows("name", &crate::settings::Settings::read(&manifest.settings, typed).unwrap())
        };
        assert!(shown([("reward", "voucher"), ("gift", "oui")]));
        assert!(!shown([("reward", "voucher"), ("gift", "non")]));
        assert!(!shown([("reward", "discount"), ("gift", "oui")]));
    }

    #[test]
    fn an_unknown_key_or_effect_is_refused_with_its_line() {
        for (good, bad, line) in [
            ("max = 100", "maximum = 100", 25),
            ("\"message\"]", "\"teleport\"]", 9),
            ("license = \"GPL-3.0-or-later\"\n", "", 1),
            ("engine = \"wasm\"", "engine = wasm", 6),
        ] {
            let error = Manifest::read(&GOOD.replacen(good, bad, 1)).unwrap_err();
            assert!(matches!(error.problem, ManifestProblem::Toml(_)), "{error:?}");
            assert_eq!(error.line, Some(line), "{bad}: {error:?}");
        }
    }
}
