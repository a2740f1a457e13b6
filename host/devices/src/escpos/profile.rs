//! What must be known of one printer to speak to it: paper, character set, cutter, drawer.

use serde::{Deserialize, Serialize};

use super::charset::CodePage;
use crate::document::DrawerPin;
use crate::document::layout::Paper;

/// The fewest columns that a layout is made for.
pub(crate) const MIN_COLUMNS: usize = 16;

/// The settings of one printer. Every field has a default, that of an 80 mm Epson printer,
/// so a configuration file names only what differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PrinterProfile {
    /// Characters of the normal font on a line: 32 (58 mm), 42 or 48 (80 mm); below 16 is
    /// taken as 16.
    pub columns: u8,
    /// Printable width in dots: 384 (58 mm), 512 or 576 (80 mm).
    pub dots: u16,
    /// The character set that texts are encoded in.
    pub code_page: CodePage,
    /// The number of that set in `ESC t n`, when this printer does not count as Epson does.
    pub code_page_number: Option<u8>,
    /// Leaves the Chinese double-byte mode (`FS .`) in which some clones wake up and swallow
    /// accented letters two by two.
    pub cancel_kanji: bool,
    /// How a ticket is separated from the next one.
    pub cut: Cut,
    /// Paper fed between the cutting position and the cut, in motion units of the printer
    /// (usually 1/180 or 1/203 inch).
    pub cut_feed: u8,
    /// Blank lines before the cut, for printers that do not bring the paper to the cutter
    /// by themselves.
    pub lines_before_cut: u8,
    /// The wire of the drawer, unless a document names one.
    pub drawer_pin: DrawerPin,
    /// How long the drawer gets current, in milliseconds; a step is 2 ms, the maximum 510 ms.
    pub drawer_on_ms: u16,
    /// The pause after that, in milliseconds; a step is 2 ms, the maximum 510 ms.
    pub drawer_off_ms: u16,
}

/// How a ticket is separated from the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// A bridge of paper is left, so that the ticket does not fall.
    #[default]
    Partial,
    /// The paper is cut through.
    Full,
    /// No cutter: the paper is fed far enough to be torn off.
    None,
}

impl Default for PrinterProfile {
    fn default() -> Self {
        Self {
            columns: 48,
            dots: 576,
            code_page: CodePage::Cp1252,
            code_page_number: None,
            cancel_kanji: false,
            cut: Cut::Partial,
            cut_feed: 0,
            lines_before_cut: 0,
            drawer_pin: DrawerPin::Pin2,
            drawer_on_ms: 50,
            drawer_off_ms: 500,
        }
    }
}

impl PrinterProfile {
    /// The usual settings of a printer with that many columns: 32 for 58 mm rolls, 42 or 48 for
    /// 80 mm rolls.
    #[must_use]
    pub fn with_columns(columns: u8) -> Self {
        let cut = if columns < 42 { Cut::None } else { Cut::Partial };
        Self { columns, dots: dots_of(usize::from(columns)), cut, ..Self::default() }
    }

    /// The number sent in `ESC t n`.
    #[must_use]
    pub fn page_number(&self) -> u8 {
        self.code_page_number.unwrap_or_else(|| self.code_page.epson_number())
    }

    pub(crate) fn paper(&self) -> Paper {
        Paper { columns: usize::from(self.columns).max(MIN_COLUMNS), dots: self.dots, page: self.code_page }
    }
}

/// The usual dot width of a printer of that many columns: the three that are sold.
pub(crate) const fn dots_of(columns: usize) -> u16 {
    match columns {
        0..42 => 384,
        42..48 => 512,
        _ => 576,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_names_only_what_differs() {
        let profile: PrinterProfile =
            serde_json::from_str(r#"{"columns": 42, "code_page": "cp858", "cut": "full"}"#).unwrap();
        assert_eq!((profile.columns, profile.page_number(), profile.cut), (42, 19, Cut::Full));
        assert_eq!(profile.drawer_on_ms, 50);
        let error = serde_json::from_str::<PrinterProfile>(r#"{"colums": 42}"#).unwrap_err();
        assert!(error.to_string().contains("colums"), "{error}");
    }

    #[test]
    fn the_page_number_of_a_clone_wins() {
        let clone = PrinterProfile { code_page_number: Some(71), ..PrinterProfile::default() };
        assert_eq!(clone.page_number(), 71);
    }

    #[test]
    fn widths_go_with_columns() {
        for (columns, dots, cut) in [(32, 384, Cut::None), (42, 512, Cut::Partial), (48, 576, Cut::Partial)] {
            let profile = PrinterProfile::with_columns(columns);
            assert_eq!((profile.dots, profile.cut), (dots, cut));
        }
    }
}
