//! Words of a package: its Fluent messages, in French and in English.
//!
//! A policy gives a key and values; the till writes the values for the reader's language, picks the
//! plural and puts the sentence together. French stands in for a missing English message and the
//! other way round; a key that neither has is shown as it is, and `plugin test` calls it a fault.

pub mod format;

use std::collections::BTreeMap;
use std::fmt;

use comptoir_domain::effect::{Text, Value};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// The languages of the till.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// French, the first language.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Both, in the order of the till.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// Gives the code that names catalogs: `fr`, `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Picks the wording of this language.
    #[must_use]
    pub fn pick<T>(self, fr: T, en: T) -> T {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Fr => Self::En,
            Self::En => Self::Fr,
        }
    }
}

/// A title, a label or a help text, in both languages, as a manifest gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// Gives the wording of a language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.fr, &self.en)
    }
}

/// What is wrong with a text that a policy gave: found by its cases, shown by `plugin test`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextFault {
    /// The catalog of this language has no such message.
    NoMessage {
        /// The key that the policy gave.
        key: String,
        /// The language.
        lang: Lang,
    },
    /// The message cannot be put together, for want of an argument for instance.
    Broken {
        /// The key that the policy gave.
        key: String,
        /// The language.
        lang: Lang,
        /// What Fluent says.
        text: String,
    },
}

/// Where a catalog cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogError {
    /// The language of the catalog.
    pub lang: Lang,
    /// The line, counted from 1.
    pub line: usize,
    /// What Fluent says.
    pub text: String,
}

/// The messages of one package in both languages.
pub struct Catalog(BTreeMap<Lang, FluentBundle<FluentResource>>);

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Catalog").field(&self.0.keys().collect::<Vec<_>>()).finish()
    }
}

impl Catalog {
    /// Makes a catalog of Fluent sources, one per language.
    ///
    /// # Errors
    ///
    /// The first [`CatalogError`]: a message that Fluent cannot read, or that is there twice.
    pub fn new(sources: &BTreeMap<Lang, String>) -> Result<Self, CatalogError> {
        let bundles = sources.iter().map(|(lang, source)| Ok((*lang, bundle(*lang, source)?)));
        bundles.collect::<Result<_, _>>().map(Self)
    }

    /// Writes a text for a reader of `lang`.
    #[must_use]
    pub fn render(&self, text: &Text, lang: Lang) -> String {
        match text {
            Text::Plain(words) => words.clone(),
            Text::Key(key, arguments) => [lang, lang.other()]
                .into_iter()
                .find_map(|lang| self.message(key, arguments, lang))
                .map_or_else(|| key.clone(), |(sentence, _)| sentence),
        }
    }

    /// Tells what is wrong with a text: a key that a catalog lacks, an argument that is missing.
    #[must_use]
    pub fn faults(&self, text: &Text) -> Vec<TextFault> {
        let Text::Key(key, arguments) = text else { return Vec::new() };
        let fault = |lang| match self.message(key, arguments, lang) {
            None => Some(TextFault::NoMessage { key: key.clone(), lang }),
            Some((_, errors)) => errors.first().map(|error| TextFault::Broken {
                key: key.clone(),
                lang,
                text: error.to_string(),
            }),
        };
        Lang::ALL.into_iter().filter_map(fault).collect()
    }

    fn message(&self, key: &str, arguments: &[(String, Value)], lang: Lang) -> Option<(String, Vec<FluentError>)> {
        let bundle = self.0.get(&lang)?;
        let pattern = bundle.get_message(key)?.value()?;
        let given = arguments.iter().map(|(name, value)| (name.as_str(), argument(value, lang)));
        let given: FluentArgs<'_> = given.collect();
        let mut errors = Vec::new();
        let sentence = bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
        Some((sentence, errors))
    }
}

fn bundle(lang: Lang, source: &str) -> Result<FluentBundle<FluentResource>, CatalogError> {
    let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
        let (start, text) = errors.first().map_or((0, String::new()), |error| (error.pos.start, error.to_string()));
        let line = source.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
        CatalogError { lang, line, text }
    })?;
    let locale: LanguageIdentifier = lang.code().parse().expect("`fr` and `en` are codes of languages");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Marks around arguments would be printed as boxes by receipt printers.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Fr => written_in_french,
        Lang::En => written_in_english,
    }));
    bundle.add_resource(resource).map_err(|errors| CatalogError {
        lang,
        line: 0,
        text: errors.first().map(ToString::to_string).unwrap_or_default(),
    })?;
    Ok(bundle)
}

/// Numbers stay numbers so that a message can choose its plural; everything else is written here.
fn argument(value: &Value, lang: Lang) -> FluentValue<'static> {
    match value {
        Value::Number(number) => number_argument(*number, lang),
        other => format::value(other, lang).into(),
    }
}

/// Fluent keeps numbers in double precision, which is exact up to fifteen digits: longer ones are
/// given as words.
fn number_argument(number: Decimal, lang: Lang) -> FluentValue<'static> {
    let plain = number.normalize().to_string();
    let short = plain.bytes().filter(u8::is_ascii_digit).count() <= 15;
    match plain.parse::<FluentNumber>() {
        Ok(number) if short => FluentValue::Number(number),
        _ => format::number(number, lang).into(),
    }
}

fn written_in_french<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    written(value, Lang::Fr)
}

fn written_in_english<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    written(value, Lang::En)
}

fn written(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::written(&number.as_string(), lang)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use comptoir_domain::money::Money;

    const FR: &str = "\
points = Vous avez { $points ->
    [one] { $points } point
   *[other] { $points } points
}.
gift = Bon de { $worth }, valable jusqu'au { $day }.
only-fr = Seulement ici.
";
    const EN: &str = "\
points = You have { $points ->
    [one] { $points } point
   *[other] { $points } points
}.
gift = Voucher of { $worth }, valid until { $day }.
";

    fn catalog() -> Catalog {
        Catalog::new(&BTreeMap::from([(Lang::Fr, FR.into()), (Lang::En, EN.into())])).unwrap()
    }

    fn points(number: &str) -> Text {
        Text::Key("points".into(), vec![("points".into(), Value::Number(number.parse().unwrap()))])
    }

    #[test]
    fn plurals_are_those_of_each_language() {
        for (number, fr, en) in [
            ("0", "Vous avez 0 point.", "You have 0 points."),
            ("1", "Vous avez 1 point.", "You have 1 point."),
            ("1.5", "Vous avez 1,5 point.", "You have 1.5 points."),
            ("2", "Vous avez 2 points.", "You have 2 points."),
            ("1234", "Vous avez 1\u{202f}234 points.", "You have 1,234 points."),
            ("123456789.1234", "Vous avez 123\u{202f}456\u{202f}789,1234 points.", "You have 123,456,789.1234 points."),
            ("12345678901234.5678", "Vous avez 12\u{202f}345\u{202f}678\u{202f}901\u{202f}234,5678 points.",
             "You have 12,345,678,901,234.5678 points."),
        ] {
            let text = points(number);
            assert_eq!(catalog().render(&text, Lang::Fr), fr);
            assert_eq!(catalog().render(&text, Lang::En), en);
            assert_eq!(catalog().faults(&text), []);
        }
    }

    #[test]
    fn money_and_days_are_written_by_the_till() {
        let day = NaiveDate::from_ymd_opt(2027, 5, 21).unwrap();
        let arguments = vec![
            ("worth".into(), Value::Money(Money::from_cents(1000))),
            ("day".into(), Value::Day(day)),
        ];
        let text = Text::Key("gift".into(), arguments);
        assert_eq!(catalog().render(&text, Lang::Fr), "Bon de 10,00\u{a0}€, valable jusqu'au 21 mai 2027.");
        assert_eq!(catalog().render(&text, Lang::En), "Voucher of €10.00, valid until 21 May 2027.");
    }

    #[test]
    fn what_a_catalog_lacks_is_shown_and_called_a_fault() {
        let missing = Text::Key("only-fr".into(), vec![]);
        assert_eq!(catalog().render(&missing, Lang::En), "Seulement ici.");
        assert_eq!(catalog().faults(&missing), [TextFault::NoMessage { key: "only-fr".into(), lang: Lang::En }]);
        let unknown = Text::Key("nowhere".into(), vec![]);
        assert_eq!(catalog().render(&unknown, Lang::Fr), "nowhere");
        assert_eq!(catalog().faults(&unknown).len(), 2);
        let bare = Text::Key("points".into(), vec![]);
        assert!(matches!(&catalog().faults(&bare)[0], TextFault::Broken { key, .. } if key == "points"));
    }

    #[test]
    fn a_broken_source_names_its_line() {
        let sources = BTreeMap::from([(Lang::Fr, "good = Bon\n\nbad = { $x\n".to_owned())]);
        let error = Catalog::new(&sources).unwrap_err();
        assert_eq!((error.lang, error.line), (Lang::Fr, 3));
    }
}
