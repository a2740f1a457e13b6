//! What a file is: its kind by its first bytes, its encoding by all of them, its separator by its rows.

use std::io::{self, Cursor, Read, SeekFrom};

use super::decode::Encoding;
use super::lexer::{Lexer, RawRow};
use super::source::{Source, Utf16};
use super::{Input, utf16};
use crate::error::{NotATable, TableError};

/// How much of a file tells its kind and its separator, in bytes.
const HEAD: u64 = 64 * 1024;
/// How many rows tell the separator.
const ROWS: usize = 100;
/// The separators that are tried, the likeliest first.
const SEPARATORS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A ZIP archive, as XLSX and ODS are.
    Zip,
    /// A compound file, as XLS is.
    Compound,
}

/// The first bytes of what is no table.
const OTHERS: [(&[u8], NotATable); 12] = [
    (b"\x89PNG", NotATable::Picture),
    (b"\xff\xd8\xff", NotATable::Picture),
    (b"GIF8", NotATable::Picture),
    (b"II*\0", NotATable::Picture),
    (b"%PDF", NotATable::Pdf),
    (b"\x1f\x8b", NotATable::Archive),
    (b"7z\xbc\xaf", NotATable::Archive),
    (b"Rar!", NotATable::Archive),
    (b"SQLite format", NotATable::Archive),
    (b"{\\rtf", NotATable::Archive),
    (b"MZ\x90", NotATable::Binary),
    (b"\x7fELF", NotATable::Binary),
];

/// Tells what a file is by its first bytes.
pub(super) fn kind(input: &mut dyn Input) -> Result<Kind, TableError> {
    let head = head(input)?;
    if head.is_empty() {
        return Err(TableError::Empty);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Kind::Zip);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Ok(Kind::Compound);
    }
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(TableError::NotATable(*what));
    }
    if is_page(&head) {
        return Err(TableError::NotATable(NotATable::WebPage));
    }
    if wide(&head).is_none() && is_binary(&head) {
        return Err(TableError::NotATable(NotATable::Binary));
    }
    Ok(Kind::Text)
}

fn head(input: &mut dyn Input) -> io::Result<Vec<u8>> {
    input.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    input.take(HEAD).read_to_end(&mut head)?;
    input.seek(SeekFrom::Start(0))?;
    Ok(head)
}

fn is_page(head: &[u8]) -> bool {
    let start: String = String::from_utf8_lossy(&head[..head.len().min(200)]).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    ["<!doctype", "<html", "<table", "<?xml"].iter().any(|page| start.starts_with(page))
}

/// More than one control character in twenty is no text.
fn is_binary(head: &[u8]) -> bool {
    let odd = head.iter().filter(|byte| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)).count();
    odd * 20 > head.len()
}

/// Tells UTF-16 by its mark, or by the zeros at every other place of Western text.
fn wide(head: &[u8]) -> Option<Encoding> {
    match head {
        [0xff, 0xfe, ..] => return Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => return Some(Encoding::Utf16Be),
        _ => {}
    }
    let sample = &head[..head.len().min(2048) & !1];
    let zeros = |at: usize| sample.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if half > 2 && odd * 10 > half * 7 && even * 10 < half {
        Some(Encoding::Utf16Le)
    } else if half > 2 && even * 10 > half * 7 && odd * 10 < half {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Tells the encoding by all bytes of the file: the first accent may come late.
pub(super) fn encoding(input: &mut dyn Input) -> io::Result<Encoding> {
    if let Some(wide) = wide(&head(input)?) {
        return Ok(wide);
    }
    let count = Count::of(input)?;
    input.seek(SeekFrom::Start(0))?;
    Ok(if count.wrong <= count.right {
        Encoding::Utf8
    } else if count.windows {
        Encoding::Windows1252
    } else {
        Encoding::Latin1
    })
}

/// How many characters beyond ASCII are UTF-8, and how many are not.
#[derive(Default)]
struct Count {
    right: u64,
    wrong: u64,
    /// Whether some are letters of Windows-1252 that ISO-8859-1 does not have.
    windows: bool,
}

impl Count {
    fn of(input: &mut dyn Input) -> io::Result<Self> {
        let mut count = Self::default();
        let (mut piece, mut held) = (vec![0; 1 << 16], 0);
        loop {
            let read = input.read(&mut piece[held..])?;
            let filled = held + read;
            let left = count.add(&piece[..filled], read == 0);
            piece.copy_within(filled - left..filled, 0);
            held = left;
            if read == 0 {
                return Ok(count);
            }
        }
    }

    /// Counts what is in a piece; says how many bytes at its end wait for the next one.
    fn add(&mut self, mut bytes: &[u8], is_last: bool) -> usize {
        loop {
            let (valid, error) = match std::str::from_utf8(bytes) {
                Ok(_) => (bytes.len(), None),
                Err(error) => (error.valid_up_to(), Some(error.error_len())),
            };
            let (text, rest) = bytes.split_at(valid);
            if !text.is_ascii() {
                self.right += text.iter().filter(|byte| **byte >= 0xc0).count() as u64;
            }
            let wrong = match error {
                None => return 0,
                Some(None) if !is_last => return rest.len(),
                Some(length) => length.unwrap_or(rest.len()),
            };
            self.wrong += 1;
            self.windows |= rest[..wrong].iter().any(|byte| (0x80..0xa0).contains(byte));
            bytes = &rest[wrong..];
        }
    }
}

/// Tells the separator by the first rows. An `sep=;` on the first line, as Excel writes it, is law.
pub(super) fn separator(input: &mut dyn Input, encoding: Encoding) -> io::Result<u8> {
    let head = utf8_head(input, encoding)?;
    if let Some(told) = told_separator(&head) {
        return Ok(told);
    }
    let mut best: Option<(Score, u8)> = None;
    for separator in SEPARATORS {
        let score = Score::of(&head, separator)?;
        if score.columns > 1 && best.is_none_or(|(known, _)| score.beats(known)) {
            best = Some((score, separator));
        }
    }
    Ok(best.map_or(SEPARATORS[0], |(_, separator)| separator))
}

fn utf8_head(input: &mut dyn Input, encoding: Encoding) -> io::Result<Vec<u8>> {
    let head = head(input)?;
    let Some(wide) = utf16(encoding) else {
        return Ok(head.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(head));
    };
    let mut text = Vec::new();
    Utf16::new(Box::new(Cursor::new(head)), wide).read_to_end(&mut text)?;
    Ok(text)
}

/// Reads the separator that the first line tells.
pub(super) fn told_separator(head: &[u8]) -> Option<u8> {
    let line = head.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    let told = line.strip_prefix(b"sep=").or_else(|| line.strip_prefix(b"\"sep="))?;
    told.first().copied().filter(u8::is_ascii)
}

/// How well a separator fits.
#[derive(Clone, Copy, Debug)]
struct Score {
    /// The usual number of columns.
    columns: usize,
    /// How many rows have it, in percent.
    agreeing: usize,
    /// How many rows stand before the first that has it.
    leading: usize,
}

impl Score {
    fn of(head: &[u8], separator: u8) -> io::Result<Self> {
        let mut lexer = Lexer::new(Source::new(Box::new(Cursor::new(head.to_vec()))), separator);
        let (mut row, mut widths) = (RawRow::default(), Vec::new());
        while widths.len() < ROWS && lexer.read(&mut row)? {
            if !row.bytes.is_empty() {
                widths.push(row.ends.len());
            }
        }
        if widths.len() > 2 && head.len() as u64 >= HEAD {
            widths.pop();
        }
        let columns = usual(widths.iter().copied());
        let rows = widths.iter().filter(|width| **width == columns).count();
        let leading = widths.iter().position(|width| *width == columns).unwrap_or(0);
        Ok(Self { columns, agreeing: rows * 100 / widths.len().max(1), leading })
    }

    /// A header tells its columns before any amount with a decimal comma does; so the fewer rows
    /// before, the better.
    fn beats(self, other: Self) -> bool {
        let fits = |score: Self| score.agreeing >= 80;
        if fits(self) != fits(other) {
            return fits(self);
        }
        if !fits(self) {
            return self.agreeing > other.agreeing;
        }
        (other.leading, self.columns) > (self.leading, other.columns)
    }
}

/// Gives the number that comes most often, the greater of two; 0 of none.
pub(super) fn usual(numbers: impl Iterator<Item = usize>) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sniffed(bytes: &[u8]) -> (Encoding, char) {
        let mut input = Cursor::new(bytes.to_vec());
        let encoding = encoding(&mut input).unwrap();
        (encoding, char::from(separator(&mut input, encoding).unwrap()))
    }

    #[test]
    fn encodings_are_told_apart() {
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "Nom;Prénom\nLefèvre;Zoé\n".encode_utf16().flat_map(bytes).collect()
        };
        for (bytes, encoding) in [
            ("Nom;Prénom\n".as_bytes().to_vec(), Encoding::Utf8),
            ("\u{feff}Nom;Ville\n".as_bytes().to_vec(), Encoding::Utf8),
            (b"Nom;Pr\xe9nom\n".to_vec(), Encoding::Latin1),
            (b"Nom;Pr\xe9nom;5 \x80\n".to_vec(), Encoding::Windows1252),
            (utf16(u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(u16::to_be_bytes), Encoding::Utf16Be),
            ("é;è;à;\n".bytes().chain(*b"\xe9\n").collect(), Encoding::Utf8),
        ] {
            assert_eq!(sniffed(&bytes), (encoding, ';'), "{bytes:?}");
        }
    }

    #[test]
    fn the_first_accent_may_come_after_a_megabyte() {
        let mut bytes = b"nom;ville\n".repeat(1 << 17);
        bytes.extend_from_slice(b"H\xe9l\xe8ne;x\n");
        assert_eq!(sniffed(&bytes).0, Encoding::Latin1);
        bytes.extend_from_slice("Hélène;Zoé\n".as_bytes());
        assert_eq!(sniffed(&bytes).0, Encoding::Utf8, "three right against two wrong");
    }

    #[test]
    fn separators_are_told_apart() {
        for (text, separator) in [
            ("a;b\n1;2\n", ';'),
            ("a,b\n1,2\n", ','),
            ("a\tb\n1\t2\n", '\t'),
            ("a|b\n1|2\n", '|'),
            ("prix;cout;marge;taux\n1,5;2,5;3,5;4,5\n1,5;2,5;3,5;4,5\n1,5;2,5;3,5;4,5\n", ';'),
            ("nom;adresse\nA;12, rue X, Paris\nB;5, rue Y\nC;8\n", ';'),
            ("Clients, boutique, mars\n\nnom;ville;cp\nA;B;C\nA;B;C\nA;B;C\nA;B;C\nA;B;C\n", ';'),
            ("sep=|\na;b|c\n", '|'),
            ("nom\nDupont\n", ';'),
            ("\"a;b\",\"c;d\"\n\"e;f\",\"g;h\"\n", ','),
        ] {
            assert_eq!(sniffed(text.as_bytes()).1, separator, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_table_is_named() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], NotATable::Picture),
            (b"%PDF-1.7", NotATable::Pdf),
            (b" <html><table>", NotATable::WebPage),
            (b"\x1f\x8b\x08\0", NotATable::Archive),
            (b"\x01\x02\x03\x04\x05abc", NotATable::Binary),
        ] {
            let found = kind(&mut Cursor::new(bytes.to_vec()));
            assert!(matches!(found, Err(TableError::NotATable(what)) if what == expected), "{found:?}");
        }
        assert!(matches!(kind(&mut Cursor::new(Vec::new())), Err(TableError::Empty)));
        assert_eq!(kind(&mut Cursor::new(b"PK\x03\x04".to_vec())).unwrap(), Kind::Zip);
    }
}
