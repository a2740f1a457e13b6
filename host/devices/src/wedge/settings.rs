//! What is set, or was learnt, about a scanner that types.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Key, Layout};

/// The settings of a scanner that types like a keyboard. Every field has a default, that of a
/// scanner nobody knows, so a configuration file names only what differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The longest time between two keys of a scanner, 15 to 80 ms; written as `gap-ms`. Scanners
    /// type at 10 to 15 ms, people rarely under 60.
    #[serde(rename = "gap-ms", with = "gap")]
    pub gap: Duration,
    /// How many characters in such a row are a scan, 4 to 40, without prefix and suffix.
    #[serde(deserialize_with = "least")]
    pub least: usize,
    /// The time without a key that ends a scan without a suffix, up to 500 ms; written as
    /// `silence-ms`. Taken as `gap` if it is shorter.
    #[serde(rename = "silence-ms", with = "silence")]
    pub silence: Duration,
    /// The characters before each code, as they arrive; empty for none.
    pub prefix: String,
    /// The key after each code.
    pub suffix: Suffix,
    /// The layout that was learnt, for [`candidates`](super::candidates).
    pub layout: Option<Layout>,
}

/// The key that a scanner types after each code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Suffix {
    /// Enter, once or twice (CR LF).
    Enter,
    /// Tab.
    Tab,
    /// None: only silence ends a scan.
    None,
    /// Not known: Enter, Tab or silence.
    #[default]
    Any,
}

impl Suffix {
    pub(super) fn is(self, key: &Key) -> bool {
        match key {
            Key::Enter => matches!(self, Self::Enter | Self::Any),
            Key::Tab => matches!(self, Self::Tab | Self::Any),
            Key::Char(_) | Key::Other => false,
        }
    }
}

impl Settings {
    /// The shortest and the longest `gap`: below, no scanner is heard; above, people are taken
    /// for one.
    pub const GAP: [Duration; 2] = [Duration::from_millis(15), Duration::from_millis(80)];
    /// The fewest and the most characters for `least`.
    pub const LEAST: [usize; 2] = [4, 40];
    /// The longest `silence`.
    pub const LONGEST_SILENCE: Duration = Duration::from_millis(500);

    /// The same within the limits, for settings that no file was read for.
    #[must_use]
    pub(super) fn bounded(self) -> Self {
        let gap = self.gap.clamp(Self::GAP[0], Self::GAP[1]);
        let least = self.least.clamp(Self::LEAST[0], Self::LEAST[1]);
        Self { gap, least, silence: self.silence.clamp(gap, Self::LONGEST_SILENCE), ..self }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            gap: Duration::from_millis(35),
            least: 6,
            silence: Duration::from_millis(60),
            prefix: String::new(),
            suffix: Suffix::Any,
            layout: None,
        }
    }
}

mod gap {
    use super::{Duration, Settings, millis};
    pub(super) use millis::serialize;

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        millis::within(from, Settings::GAP)
    }
}

mod silence {
    use super::{Duration, Settings, millis};
    pub(super) use millis::serialize;

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        millis::within(from, [Settings::GAP[0], Settings::LONGEST_SILENCE])
    }
}

/// Durations as whole milliseconds.
mod millis {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Error as _, Serializer};

    use super::Duration;

    pub(super) fn serialize<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(duration.as_millis().try_into().map_err(S::Error::custom)?)
    }

    pub(super) fn within<'de, D: Deserializer<'de>>(
        from: D,
        [least, most]: [Duration; 2],
    ) -> Result<Duration, D::Error> {
        let duration = Duration::from_millis(u64::deserialize(from)?);
        if (least..=most).contains(&duration) {
            return Ok(duration);
        }
        Err(D::Error::custom(format_args!("{duration:?}: {least:?} to {most:?} allowed")))
    }
}

fn least<'de, D: serde::Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
    let [least, most] = Settings::LEAST;
    match usize::deserialize(from)? {
        count if (least..=most).contains(&count) => Ok(count),
        count => Err(serde::de::Error::custom(format_args!("{count} characters: {least} to {most} allowed"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_names_only_what_differs() {
        let settings: Settings =
            serde_json::from_str(r#"{"gap-ms": 50, "suffix": "tab", "layout": "us-on-azerty"}"#).unwrap();
        let gap = Duration::from_millis(50);
        let expected = Settings { gap, suffix: Suffix::Tab, layout: Some(Layout::UsOnAzerty), ..Settings::default() };
        assert_eq!(settings, expected);
        let written = serde_json::to_string(&settings).unwrap();
        assert_eq!(
            written,
            r#"{"gap-ms":50,"least":6,"silence-ms":60,"prefix":"","suffix":"tab","layout":"us-on-azerty"}"#
        );
        assert_eq!(serde_json::from_str::<Settings>(&written).unwrap(), settings);
    }

    #[test]
    fn values_out_of_bounds_are_named() {
        for (json, named) in [
            (r#"{"gap-ms": 14}"#, "14ms: 15ms to 80ms"),
            (r#"{"gap-ms": 81}"#, "81ms: 15ms to 80ms"),
            (r#"{"silence-ms": 501}"#, "501ms: 15ms to 500ms"),
            (r#"{"least": 3}"#, "3 characters: 4 to 40"),
            (r#"{"suffix": "space"}"#, "space"),
            (r#"{"gap": 35}"#, "gap"),
        ] {
            let error = serde_json::from_str::<Settings>(json).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn settings_made_in_the_program_are_kept_in_bounds() {
        let zero = Settings { gap: Duration::ZERO, least: 0, silence: Duration::ZERO, ..Settings::default() };
        let gap = Settings::GAP[0];
        assert_eq!(zero.bounded(), Settings { gap, least: 4, silence: gap, ..Settings::default() });
    }
}
