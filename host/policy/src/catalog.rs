//! Words of a package: its Fluent messages, in French and in English.
//!
//! A policy gives a key and values; the till writes the values for the reader's language, picks the
//! plural and puts the sentence together. French stands in for a missing English message and the
//! other way round; a key that neither has is shown as it is, and `plugin test` calls it a fault.

pub mod format;

use std::fmt;

use comptoir_domain::effect::{Text, Value};
use comptoir_domain::language::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

use crate::words;

/// Words in both languages: a title, a label or a help text of a manifest, or what is wrong with a script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// Makes words of both languages.
    #[must_use]
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }

    /// Gives the wording of a language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        language.pick(&self.fr, &self.en)
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
        language: Language,
    },
    /// The message cannot be put together, for want of an argument for instance.
    Broken {
        /// The key that the policy gave.
        key: String,
        /// The language.
        language: Language,
        /// What Fluent says.
        text: String,
    },
}

/// Where a catalog cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogError {
    /// The language of the catalog.
    pub language: Language,
    /// The line, counted from 1.
    pub line: usize,
    /// What Fluent says.
    pub text: String,
}

/// The messages of one package in both languages.
pub struct Catalog {
    french: Messages,
    english: Messages,
}

type Messages = FluentBundle<FluentResource>;

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog").finish_non_exhaustive()
    }
}

impl Catalog {
    /// Makes a catalog of Fluent sources.
    ///
    /// # Errors
    ///
    /// The first [`CatalogError`]: a message that Fluent cannot read, or that is there twice.
    pub fn new(french: &str, english: &str) -> Result<Self, CatalogError> {
        Ok(Self { french: messages(Language::French, french)?, english: messages(Language::English, english)? })
    }

    /// Writes a text for a reader of `language`, without what would command a printer or a terminal.
    #[must_use]
    pub fn render(&self, text: &Text, language: Language) -> String {
        words::fit(&self.written(text, language), words::SAID)
    }

    fn written(&self, text: &Text, language: Language) -> String {
        match text {
            Text::Plain(words) => words.clone(),
            Text::Key(key, arguments) => [language, language.pick(Language::English, Language::French)]
                .into_iter()
                .find_map(|language| self.message(key, arguments, language))
                .map_or_else(|| key.clone(), |(sentence, _)| sentence),
        }
    }

    /// Tells what is wrong with a text: a key that a catalog lacks, an argument that is missing.
    #[must_use]
    pub fn faults(&self, text: &Text) -> Vec<TextFault> {
        let Text::Key(key, arguments) = text else { return Vec::new() };
        let fault = |language| match self.message(key, arguments, language) {
            None => Some(TextFault::NoMessage { key: key.clone(), language }),
            Some((_, errors)) => {
                errors.first().map(|error| TextFault::Broken { key: key.clone(), language, text: error.to_string() })
            }
        };
        [Language::French, Language::English].into_iter().filter_map(fault).collect()
    }

    fn message(
        &self,
        key: &str,
        arguments: &[(String, Value)],
        language: Language,
    ) -> Option<(String, Vec<FluentError>)> {
        let bundle = language.pick(&self.french, &self.english);
        let pattern = bundle.get_message(key)?.value()?;
        let given = arguments.iter().map(|(name, value)| (name.as_str(), argument(value, language)));
        let given: FluentArgs<'_> = given.collect();
        let mut errors = Vec::new();
        let sentence = bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
        Some((sentence, errors))
    }
}

fn messages(language: Language, source: &str) -> Result<Messages, CatalogError> {
    let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
        let (start, text) = errors.first().map_or((0, String::new()), |error| {
            // Where the message starts says more than where Fluent gave up reading it.
            (error.slice.as_ref().map_or(error.pos.start, |message| message.start), error.to_string())
        });
        let line = source.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
        CatalogError { language, line, text }
    })?;
    let locale: LanguageIdentifier = language.pick("fr", "en").parse().expect("`fr` and `en` are codes of languages");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Marks around arguments would be printed as boxes by receipt printers.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::French => written_in_french,
        Language::English => written_in_english,
    }));
    bundle.add_resource(resource).map_err(|errors| CatalogError {
        language,
        line: 0,
        text: errors.first().map(ToString::to_string).unwrap_or_default(),
    })?;
    Ok(bundle)
}

/// Numbers stay numbers so that a message can choose its plural; everything else is written here.
fn argument(value: &Value, language: Language) -> FluentValue<'static> {
    match value {
        Value::Number(number) => number_argument(*number, language),
        other => format::value(other, language).into(),
    }
}

/// Fluent keeps numbers in double precision, which is exact up to fifteen digits: longer ones are
/// given as words.
fn number_argument(number: Decimal, language: Language) -> FluentValue<'static> {
    let plain = number.normalize().to_string();
    let short = plain.bytes().filter(u8::is_ascii_digit).count() <= 15;
    match plain.parse::<FluentNumber>() {
        Ok(number) if short => FluentValue::Number(number),
        _ => format::number(number, language).into(),
    }
}

fn written_in_french<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    written(value, Language::French)
}

fn written_in_english<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    written(value, Language::English)
}

fn written(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::written(&number.as_string(), language)),
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
        Catalog::new(FR, EN).unwrap()
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
            (
                "12345678901234.5678",
                "Vous avez 12\u{202f}345\u{202f}678\u{202f}901\u{202f}234,5678 points.",
                "You have 12,345,678,901,234.5678 points.",
            ),
        ] {
            let text = points(number);
            assert_eq!(catalog().render(&text, Language::French), fr);
            assert_eq!(catalog().render(&text, Language::English), en);
            assert_eq!(catalog().faults(&text), []);
        }
    }

    #[test]
    fn money_and_days_are_written_by_the_till() {
        let day = NaiveDate::from_ymd_opt(2027, 5, 21).unwrap();
        let arguments = vec![("worth".into(), Value::Money(Money::from_cents(1000))), ("day".into(), Value::Day(day))];
        let text = Text::Key("gift".into(), arguments);
        assert_eq!(catalog().render(&text, Language::French), "Bon de 10,00\u{a0}€, valable jusqu'au 21 mai 2027.");
        assert_eq!(catalog().render(&text, Language::English), "Voucher of €10.00, valid until 21 May 2027.");
    }

    #[test]
    fn what_a_catalog_lacks_is_shown_and_called_a_fault() {
        let missing = Text::Key("only-fr".into(), vec![]);
        assert_eq!(catalog().render(&missing, Language::English), "Seulement ici.");
        assert_eq!(
            catalog().faults(&missing),
            [TextFault::NoMessage { key: "only-fr".into(), language: Language::English }]
        );
        let unknown = Text::Key("nowhere".into(), vec![]);
        assert_eq!(catalog().render(&unknown, Language::French), "nowhere");
        assert_eq!(catalog().faults(&unknown).len(), 2);
        let bare = Text::Key("points".into(), vec![]);
        assert!(matches!(&catalog().faults(&bare)[0], TextFault::Broken { key, .. } if key == "points"));
    }

    #[test]
    fn a_broken_source_names_its_line() {
        let error = Catalog::new("good = Bon\n\nbad = { $x\n", "").unwrap_err();
        assert_eq!((error.language, error.line), (Language::French, 3));
    }
}
