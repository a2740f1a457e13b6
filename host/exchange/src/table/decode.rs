//! Bytes of a row made text, cell by cell where something is wrong.

use encoding_rs::WINDOWS_1252;
use serde::{Deserialize, Serialize};

use super::lexer::RawRow;
use super::row::Row;
use crate::problem::Fault;

/// How a text file writes its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, with or without a mark at its start.
    Utf8,
    /// UTF-16, the low byte first (Excel's "Unicode text").
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Windows-1252 (Excel's CSV in Western Europe).
    Windows1252,
    /// ISO-8859-1, which is Windows-1252 without its curly quotes and its `€`.
    Latin1,
}

impl Encoding {
    /// Gives its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Windows1252 => "Windows-1252",
            Self::Latin1 => "ISO-8859-1",
        }
    }
}

/// Makes `row` of raw cells.
pub(super) fn decode(raw: &RawRow, encoding: Encoding, row: &mut Row) {
    row.clear(raw.line);
    row.faults.extend(raw.faults.iter().cloned());
    if raw.beyond > 0 {
        let found = raw.ends.len() + raw.beyond;
        row.faults.push((None, Fault::TooManyCells { found, expected: raw.ends.len() }));
    }
    match plain_text(raw, encoding) {
        Some(text) if raw.bytes.contains(&b'\'') => unguard(raw, text, row),
        Some(text) => {
            row.text.push_str(text);
            row.ends.extend_from_slice(&raw.ends);
        }
        None => cell_by_cell(raw, encoding, row),
    }
}

/// Gives the text of a row in which no character has to be changed: most rows.
fn plain_text(raw: &RawRow, encoding: Encoding) -> Option<&str> {
    let bytes = &raw.bytes;
    if bytes.iter().any(|byte| is_control(*byte)) {
        return None;
    }
    let is_single_byte = matches!(encoding, Encoding::Windows1252 | Encoding::Latin1);
    let text = std::str::from_utf8(bytes).ok()?;
    // The first byte of a lost character is rare in Western text.
    let is_whole = !bytes.contains(&0xef) || !text.contains('\u{fffd}');
    (is_whole && (!is_single_byte || bytes.is_ascii())).then_some(text)
}

/// Copies cells, without the apostrophes that guard formulas.
fn unguard(raw: &RawRow, text: &str, row: &mut Row) {
    let mut start = 0;
    for end in &raw.ends {
        let cell = &text[start..*end];
        row.push(if is_guarded(cell) { &cell[1..] } else { cell });
        start = *end;
    }
}

const fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t') || byte == 0x7f
}

fn cells(raw: &RawRow) -> impl Iterator<Item = &[u8]> {
    let starts = std::iter::once(0).chain(raw.ends.iter().copied());
    starts.zip(&raw.ends).map(|(start, end)| &raw.bytes[start..*end])
}

fn cell_by_cell(raw: &RawRow, encoding: Encoding, row: &mut Row) {
    for (column, cell) in cells(raw).enumerate() {
        let start = row.text.len();
        if let Some(fault) = push_text(cell, encoding, &mut row.text) {
            row.faults.push((Some(column), fault));
        }
        if row.text[start..].contains(char::is_control) {
            let cleaned: String = row.text[start..].chars().filter(|c| !is_refused(*c)).collect();
            if cleaned.len() < row.text.len() - start {
                row.faults.push((Some(column), Fault::ControlCharacters));
            }
            row.text.truncate(start);
            row.text.push_str(&cleaned);
        }
        if is_guarded(&row.text[start..]) {
            row.text.remove(start);
        }
        row.ends.push(row.text.len());
    }
}

fn is_refused(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}

fn push_text(cell: &[u8], encoding: Encoding, text: &mut String) -> Option<Fault> {
    let is_single_byte = matches!(encoding, Encoding::Windows1252 | Encoding::Latin1);
    match std::str::from_utf8(cell) {
        Ok(read) if !is_single_byte || cell.is_ascii() => {
            text.push_str(read);
            read.contains('\u{fffd}').then_some(Fault::LostCharacters)
        }
        _ => {
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(cell).0);
            (!is_single_byte).then_some(Fault::OtherEncoding)
        }
    }
}

/// Tells whether a spreadsheet would take a cell for a formula.
pub(crate) fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Tells whether a cell begins with the apostrophe that keeps a spreadsheet from running what follows.
///
/// Of several apostrophes the first is the guard, so that guarding a guarded text loses nothing.
pub(crate) fn is_guarded(cell: &str) -> bool {
    cell.strip_prefix('\'').is_some_and(|rest| is_formula(rest.trim_start_matches('\'')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(cells: &[&[u8]], encoding: Encoding) -> (Vec<String>, Vec<(Option<usize>, Fault)>) {
        let mut raw = RawRow::default();
        for cell in cells {
            raw.bytes.extend_from_slice(cell);
            raw.ends.push(raw.bytes.len());
        }
        let mut row = Row::default();
        decode(&raw, encoding, &mut row);
        (row.cells().map(str::to_owned).collect(), row.faults)
    }

    #[test]
    fn single_bytes_are_those_of_western_windows() {
        for encoding in [Encoding::Windows1252, Encoding::Latin1] {
            assert_eq!(decoded(&[b"H\xe9l\xe8ne", b"ok"], encoding), (vec!["Hélène".into(), "ok".into()], vec![]));
        }
        assert_eq!(decoded(&[b"5 \x80"], Encoding::Windows1252).0, ["5 €"]);
    }

    #[test]
    fn a_cell_of_another_encoding_is_told_and_its_neighbors_are_not() {
        let (cells, faults) = decoded(&["Zoé".as_bytes(), b"H\xe9l\xe8ne"], Encoding::Utf8);
        assert_eq!(cells, ["Zoé", "Hélène"]);
        assert_eq!(faults, [(Some(1), Fault::OtherEncoding)]);
    }

    #[test]
    fn control_characters_and_lost_ones_are_told() {
        assert_eq!(
            decoded(&[b"a\0b", b"x", "\u{fffd}".as_bytes()], Encoding::Utf8),
            (
                vec!["ab".into(), "x".into(), "\u{fffd}".into()],
                vec![(Some(0), Fault::ControlCharacters), (Some(2), Fault::LostCharacters)]
            )
        );
        assert_eq!(decoded(&[b"\x81x"], Encoding::Windows1252).1, [(Some(0), Fault::ControlCharacters)]);
    }

    #[test]
    fn one_apostrophe_before_a_formula_is_taken_away() {
        for (read, text) in [
            ("'=1+1", "=1+1"),
            ("'+33612345678", "+33612345678"),
            ("''=x", "'=x"),
            ("'t Hof", "'t Hof"),
            ("'", "'"),
            ("l'=x", "l'=x"),
            ("=1", "=1"),
        ] {
            assert_eq!(decoded(&[read.as_bytes()], Encoding::Utf8).0, [text], "{read}");
        }
    }
}
