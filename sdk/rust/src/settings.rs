//! What the merchant set: from the settings of the manifest to the fields of a struct.

mod kinds;
mod sets;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use self::kinds::FromSetting;
#[doc(hidden)]
pub use self::kinds::choice;
pub use self::sets::{Departments, Groups, Items, Tags};
use crate::contract::types::{self, Setting, SettingIssue, SettingValue};
use crate::fault::Fault;
use crate::text::Text;

/// Makes a struct the settings of a program: each field is the setting of its name in the manifest.
///
/// Fields are of the types that have [`FromSetting`]: numbers, amounts, days, sets, choices. Attributes:
///
/// - `#[setting(key = "…")]`: the setting's key, where it is not the field's name.
/// - `#[setting(unfit = "…")]`: the message of the catalogs that the merchant reads beside the field when its
///   value does not fit; for instance more decimals than a counter keeps.
/// - `#[setting(flatten)]`: the field is of a struct that derives `Settings` too, with keys of its own.
///
/// ```
/// use comptoir_sdk::{Choice, Departments, Money, Points, Settings};
///
/// #[derive(Settings)]
/// struct Program {
///     #[setting(unfit = "issue-points")]
///     points: Points,
///     step: Money,
///     #[setting(key = "excluded_departments")]
///     excluded: Departments,
///     reward: Gift,
/// }
///
/// #[derive(Choice)]
/// enum Gift {
///     Voucher,  // the choice `voucher` of the manifest
///     FreeItem, // the choice `free-item`
/// }
/// ```
///
/// A field of a type that no setting has does not compile:
///
/// ```compile_fail
/// #[derive(comptoir_sdk::Settings)]
/// struct Program {
///     threshold: f64, // `f64` is no type of setting
/// }
/// ```
pub use comptoir_policy_macros::Settings;

/// Makes an enum a setting of type `choice`: each variant is the choice of its name in the manifest.
///
/// Names are written with hyphens (`FreeItem` is `free-item`), or as `#[choice(name = "…")]` says.
pub use comptoir_policy_macros::Choice;

/// The settings of a program, read from what the till gives: derive it.
pub trait Settings: Sized {
    /// Reads them; what is wrong is noted by the reader.
    fn read(from: &mut SettingsReader) -> Option<Self>;
}

/// Reads settings one after the other and notes all that is wrong with them.
#[derive(Debug)]
pub struct SettingsReader {
    settings: Vec<Setting>,
    issues: Issues,
}

impl SettingsReader {
    pub(crate) const fn new(settings: Vec<Setting>) -> Self {
        Self { settings, issues: Issues(Vec::new()) }
    }

    /// Takes one setting. `unfit` is the message for the merchant when its value does not fit.
    pub fn take<T: FromSetting>(&mut self, key: &str, unfit: Option<&'static str>) -> Option<T> {
        let read = match self.find(key) {
            Some(value) => T::from_setting(value),
            None => T::absent(),
        };
        match read {
            Ok(value) => Some(value),
            Err(problem) => {
                self.issues.refuse(key, problem.text(T::KIND, unfit));
                None
            }
        }
    }

    pub(crate) fn into_issues(self) -> Issues {
        self.issues
    }

    fn find(&mut self, key: &str) -> Option<SettingValue> {
        let place = self.settings.iter().position(|setting| setting.key == key)?;
        Some(self.settings.swap_remove(place).value)
    }
}

/// Why a setting cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The manifest does not declare it.
    Missing,
    /// The manifest declares it of another type: its name there.
    OfType(&'static str),
    /// A choice that the program does not know.
    UnknownChoice(String),
    /// A value that the program cannot use: why, in English.
    Unfit(&'static str),
}

impl Problem {
    fn text(&self, kind: &str, unfit: Option<&'static str>) -> Text {
        match (self, unfit) {
            (Self::Unfit(_), Some(key)) => Text::key(key),
            (Self::Unfit(why), None) => Text::plain(*why),
            (Self::Missing, _) => Text::plain(["missing: the program reads a setting of type `", kind, "`"].concat()),
            (Self::OfType(found), _) => {
                Text::plain(["of type `", found, "`: the program reads one of type `", kind, "`"].concat())
            }
            (Self::UnknownChoice(name), _) => Text::plain(["the program knows no choice `", name, "`"].concat()),
        }
    }
}

/// What is wrong with the settings, each beside the field of its key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Issues(Vec<SettingIssue>);

impl Issues {
    /// Refuses the value of a setting; the merchant reads the reason beside its field.
    pub fn refuse(&mut self, key: &str, problem: impl Into<Text>) {
        self.0.push(SettingIssue { key: key.to_string(), problem: problem.into().into_contract() });
    }

    /// Tells whether nothing is wrong.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_contract(self) -> Vec<SettingIssue> {
        self.0
    }

    /// Makes the first issue a fault.
    pub(crate) fn into_fault(self) -> Fault {
        let Some(SettingIssue { key, problem }) = self.0.into_iter().next() else {
            return Fault::new("the settings cannot be read");
        };
        let problem = match problem {
            types::Text::Key(message) => message.key,
            types::Text::Plain(words) => words,
        };
        Fault::new(["setting `", &key, "`: ", &problem].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{Money, Points};

    #[derive(Debug, PartialEq, Settings)]
    struct Program {
        #[setting(unfit = "issue-points")]
        points: Points,
        #[setting(key = "reward_value")]
        worth: Money,
        #[setting(flatten)]
        gift: Gift,
    }

    #[derive(Debug, PartialEq, Settings)]
    struct Gift {
        reward: Kind,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Choice)]
    enum Kind {
        Voucher,
        FreeItem,
        #[choice(name = "other")]
        Percent,
    }

    fn read(settings: &[(&str, SettingValue)]) -> Result<Program, Vec<(String, types::Text)>> {
        let settings = settings.iter().map(|(key, value)| Setting { key: (*key).into(), value: value.clone() });
        let mut reader = SettingsReader::new(settings.collect());
        let program = Program::read(&mut reader);
        let issues = reader.into_issues().into_contract();
        program.ok_or_else(|| issues.into_iter().map(|issue| (issue.key, issue.problem)).collect())
    }

    fn number(units: i64, scale: u8) -> SettingValue {
        SettingValue::Number(types::Decimal { units, scale })
    }

    #[test]
    fn fields_are_settings() {
        let given = [
            ("reward", SettingValue::Text("free-item".into())),
            ("reward_value", SettingValue::Money(1_000)),
            ("points", number(125, 2)),
            ("unused", SettingValue::Yes(true)),
        ];
        let expected = Program {
            points: Points::from_ten_thousandths(12_500),
            worth: Money::from_cents(1_000),
            gift: Gift { reward: Kind::FreeItem },
        };
        assert_eq!(read(&given), Ok(expected));
    }

    #[test]
    fn a_choice_has_the_name_it_is_given() {
        for (name, kind) in
            [("voucher", Some(Kind::Voucher)), ("other", Some(Kind::Percent)), ("percent", None), ("Voucher", None)]
        {
            assert_eq!(Kind::from_setting(SettingValue::Text(name.into())).ok(), kind, "{name}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_key_and_type() {
        let given = [
            ("points", number(123_456, 5)),
            ("reward_value", SettingValue::Yes(true)),
            ("reward", SettingValue::Text("cheese".into())),
        ];
        let plain = |words: &str| types::Text::Plain(words.into());
        let unfit = types::Text::Key(types::CatalogMessage { key: "issue-points".into(), arguments: vec![] });
        let expected = [
            ("points".into(), unfit),
            ("reward_value".into(), plain("of type `yes`: the program reads one of type `money`")),
            ("reward".into(), plain("the program knows no choice `cheese`")),
        ];
        assert_eq!(read(&given).unwrap_err(), expected);
        let missing = ("points".into(), plain("missing: the program reads a setting of type `decimal`"));
        assert_eq!(read(&[]).unwrap_err()[0], missing);
    }

    #[test]
    fn the_first_issue_is_the_fault() {
        let mut issues = Issues::default();
        issues.refuse("step", Text::plain("missing"));
        issues.refuse("points", "issue-points");
        assert_eq!(issues.into_fault().reason(), "setting `step`: missing");
    }
}
