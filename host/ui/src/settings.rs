//! What the cashier sets for this screen, in `screen.toml` of the shop's folder: the program writes it.

use std::path::Path;

use comptoir_devices::wedge;
use comptoir_domain::language::Language;
use serde::{Deserialize, Serialize};

/// The file's name in the shop's folder.
pub const FILE: &str = "screen.toml";

/// Who comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The customer's panel is rich: habits, gifts, notes.
    #[default]
    CustomerFirst,
    /// One line, and the card is asked for at the payment.
    CounterFirst,
}

/// Settings of this screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct ScreenSettings {
    /// The language of the screen; the shop's own when not set.
    pub language: Option<Language>,
    /// Dark colors.
    pub dark: bool,
    /// The size of texts, in percent: 100, 115 or 130.
    pub text_size: u16,
    /// Who comes first.
    pub order: Order,
    /// Pads and keyboards on the screen.
    pub touch: bool,
    /// Whether a paper receipt is printed when nobody says otherwise.
    pub print: bool,
    /// Whether the customer display is open.
    pub display: bool,
    /// How the keyboard scanner types.
    pub keyboard_scanner: wedge::Settings,
}

impl Default for ScreenSettings {
    fn default() -> Self {
        Self {
            language: None,
            dark: false,
            text_size: 100,
            order: Order::default(),
            touch: true,
            print: false,
            display: false,
            keyboard_scanner: wedge::Settings::default(),
        }
    }
}

/// The sizes of texts that can be chosen, in percent.
pub const TEXT_SIZES: [u16; 3] = [100, 115, 130];

impl ScreenSettings {
    /// Reads the settings of a shop's folder. A file that cannot be read counts as none, and says so.
    #[must_use]
    pub fn read(dir: &Path) -> (Self, Option<String>) {
        let path = dir.join(FILE);
        let Ok(text) = std::fs::read_to_string(&path) else { return (Self::default(), None) };
        match toml::from_str::<Self>(&text) {
            Ok(settings) => (settings.checked(), None),
            Err(error) => (Self::default(), Some(format!("{}: {}", path.display(), error.message()))),
        }
    }

    /// A size that nobody can choose would be a size that nobody can read.
    fn checked(mut self) -> Self {
        if !TEXT_SIZES.contains(&self.text_size) {
            self.text_size = TEXT_SIZES[0];
        }
        self
    }

    /// Keeps the settings; written aside and renamed, so that a power cut leaves the old or the new.
    ///
    /// # Errors
    ///
    /// What the folder refuses.
    pub fn write(&self, dir: &Path) -> std::io::Result<()> {
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        let aside = dir.join(format!("{FILE}.new"));
        std::fs::write(&aside, text)?;
        std::fs::rename(aside, dir.join(FILE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(ScreenSettings::read(dir.path()), (ScreenSettings::default(), None));
        let set = ScreenSettings {
            language: Some(Language::English),
            dark: true,
            text_size: 130,
            order: Order::CounterFirst,
            touch: false,
            print: true,
            display: true,
            ..ScreenSettings::default()
        };
        set.write(dir.path()).unwrap();
        assert_eq!(ScreenSettings::read(dir.path()), (set, None));
    }

    #[test]
    fn a_damaged_file_is_told_and_stops_nothing() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILE), "dark = 3").unwrap();
        let (settings, trouble) = ScreenSettings::read(dir.path());
        assert_eq!(settings, ScreenSettings::default());
        assert!(trouble.unwrap().contains(FILE));
        std::fs::write(dir.path().join(FILE), "text-size = 5000").unwrap();
        assert_eq!(ScreenSettings::read(dir.path()).0.text_size, 100);
    }
}
