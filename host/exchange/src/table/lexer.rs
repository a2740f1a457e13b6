//! Bytes cut into rows and cells, whatever the quotes.
//!
//! A usual reader of CSV takes an open quote at its word and swallows all rows up to the next one.
//! This one gives up on a quote that is followed, on a later line, by a quote that closes nothing,
//! or by nothing for too long: the row is told, and reading goes on at the line after. So it has
//! to hold back no more than [`Bounds::quoted`] bytes, whatever the file.

use std::io;

use super::source::Source;
use crate::problem::Fault;

const QUOTE: u8 = b'"';

/// Spaces that may stand between a closing quote and its separator.
const CARELESS_SPACES: usize = 16;

/// How much of a file is held at once, in bytes and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The longest cell.
    pub cell: usize,
    /// The longest row.
    pub row: usize,
    /// The most columns.
    pub columns: usize,
    /// The most that may follow the first line end within a quoted cell.
    pub quoted: usize,
}

/// What every table is read with: a cell of 64 kB is a novel, a row of 1 MB an accident.
pub(super) const BOUNDS: Bounds = Bounds { cell: 64 * 1024, row: 1024 * 1024, columns: 1024, quoted: 64 * 1024 };

/// A row in the bytes of the file.
#[derive(Debug, Default)]
pub(super) struct RawRow {
    pub line: u64,
    pub bytes: Vec<u8>,
    pub ends: Vec<usize>,
    /// Cells beyond the most columns, which are counted and not held.
    pub beyond: usize,
    pub faults: Vec<(Option<usize>, Fault)>,
    /// The length of the cell in hand, held or not.
    length: usize,
}

impl RawRow {
    fn clear(&mut self, line: u64) {
        self.line = line;
        self.bytes.clear();
        self.ends.clear();
        self.beyond = 0;
        self.faults.clear();
        self.length = 0;
    }

    fn start(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// How much of the cell in hand is held.
    fn kept(&self) -> usize {
        self.bytes.len() - self.start()
    }

    fn push(&mut self, bytes: &[u8]) {
        self.length += bytes.len();
        let room = (BOUNDS.cell + 1).saturating_sub(self.kept());
        let room = room.min(BOUNDS.row.saturating_sub(self.bytes.len()));
        if self.ends.len() < BOUNDS.columns {
            self.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
        }
    }

    fn fault(&mut self, fault: Fault) {
        let column = self.ends.len();
        if self.faults.last().is_none_or(|(last, known)| *last != Some(column) || *known != fault) {
            self.faults.push((Some(column), fault));
        }
    }

    fn end_cell(&mut self) {
        let length = std::mem::take(&mut self.length);
        if self.ends.len() == BOUNDS.columns {
            self.beyond += 1;
            return;
        }
        if length > self.kept() || length > BOUNDS.cell {
            self.fault(Fault::CellTooLong { bytes: length, limit: BOUNDS.cell });
            self.bytes.truncate(self.start());
        }
        self.ends.push(self.bytes.len());
    }

    /// Takes back what a quoted cell swallowed after its first line.
    fn cut_cell(&mut self, kept: usize) {
        self.bytes.truncate(self.start() + kept);
        self.length = self.kept();
    }
}

/// What a cell ended with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Cell,
    Row,
}

/// What comes next within a quoted cell.
enum Step {
    Text,
    /// A line end of so many bytes, not yet taken.
    LineEnd(usize),
    Closed(End),
    /// A quote that closes nothing, not yet taken.
    Stray,
    /// The end of the file, or of patience.
    Over,
}

/// Cuts a source into rows.
pub(super) struct Lexer {
    source: Source,
    separator: u8,
    line: u64,
    /// What followed the first line end within the quoted cell in hand.
    swallowed: Vec<u8>,
}

impl Lexer {
    pub(super) const fn new(source: Source, separator: u8) -> Self {
        Self { source, separator, line: 1, swallowed: Vec::new() }
    }

    /// Reads the next row; says whether there was one.
    pub(super) fn read(&mut self, row: &mut RawRow) -> io::Result<bool> {
        row.clear(self.line);
        if self.source.peek()?.is_none() {
            return Ok(false);
        }
        loop {
            let end = if self.source.peek()? == Some(QUOTE) { self.quoted(row)? } else { self.plain(row)? };
            row.end_cell();
            if end == End::Row {
                return Ok(true);
            }
        }
    }

    fn plain(&mut self, row: &mut RawRow) -> io::Result<End> {
        let separator = self.separator;
        loop {
            let ahead = self.source.ahead(1)?;
            if ahead.is_empty() {
                return Ok(End::Row);
            }
            let stop = ahead.iter().position(|byte| *byte == separator || matches!(byte, b'\n' | b'\r'));
            let run = stop.unwrap_or(ahead.len());
            row.push(&ahead[..run]);
            self.source.take(run);
            if stop.is_some() {
                return self.end();
            }
        }
    }

    /// Takes the separator or the line end that is next.
    fn end(&mut self) -> io::Result<End> {
        if self.source.peek()? == Some(self.separator) {
            self.source.take(1);
            return Ok(End::Cell);
        }
        let width = self.line_end()?;
        self.source.take(width);
        self.line += u64::from(width > 0);
        Ok(End::Row)
    }

    /// Measures the line end that is next: CR, LF or both.
    fn line_end(&mut self) -> io::Result<usize> {
        Ok(match self.source.ahead(2)? {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        })
    }

    /// Reads a quoted cell, from its quote on.
    fn quoted(&mut self, row: &mut RawRow) -> io::Result<End> {
        self.source.take(1);
        let opened = self.line;
        let mut first_line = None;
        self.swallowed.clear();
        loop {
            match self.step(row, first_line.is_some())? {
                Step::Text => {}
                Step::LineEnd(width) => {
                    let kept = row.kept();
                    self.keep(row, width, first_line.is_some())?;
                    first_line = first_line.or(Some(kept));
                    self.line += 1;
                }
                Step::Closed(end) => return Ok(end),
                Step::Stray if first_line.is_none() => {
                    self.keep(row, 1, false)?;
                    row.fault(Fault::StrayQuote);
                }
                Step::Stray | Step::Over => {
                    self.give_up(row, opened, first_line);
                    return Ok(End::Row);
                }
            }
        }
    }

    /// Goes on within a quoted cell up to the next thing that matters.
    fn step(&mut self, row: &mut RawRow, is_later: bool) -> io::Result<Step> {
        if is_later && self.swallowed.len() > BOUNDS.quoted {
            return Ok(Step::Over);
        }
        let ahead = self.source.ahead(1)?;
        let run = ahead.iter().position(|byte| matches!(byte, &QUOTE | b'\n' | b'\r')).unwrap_or(ahead.len());
        match ahead.first() {
            None => Ok(Step::Over),
            Some(_) if run > 0 => self.keep(row, run, is_later).map(|()| Step::Text),
            Some(&QUOTE) => self.after_quote(row, is_later),
            Some(_) => self.line_end().map(Step::LineEnd),
        }
    }

    /// Tells what a quote within a quoted cell means, by what follows it.
    fn after_quote(&mut self, row: &mut RawRow, is_later: bool) -> io::Result<Step> {
        let separator = self.separator;
        let after = self.source.ahead(1 + CARELESS_SPACES)?.get(1..).unwrap_or_default();
        if after.first() == Some(&QUOTE) {
            self.source.take(1);
            if is_later {
                self.swallowed.push(QUOTE);
            }
            return self.keep(row, 1, is_later).map(|()| Step::Text);
        }
        let spaces = after.iter().take_while(|byte| **byte == b' ').count();
        match after.get(spaces) {
            Some(byte) if *byte != separator && !matches!(byte, b'\n' | b'\r') => Ok(Step::Stray),
            _ => {
                self.source.take(1 + spaces);
                self.end().map(Step::Closed)
            }
        }
    }

    /// Takes bytes into the cell, and notes them where they may have to be given back.
    fn keep(&mut self, row: &mut RawRow, count: usize, is_later: bool) -> io::Result<()> {
        let bytes = &self.source.ahead(count)?[..count];
        row.push(bytes);
        if is_later {
            self.swallowed.extend_from_slice(bytes);
        }
        self.source.take(count);
        Ok(())
    }

    /// Ends the row at the line where its quote was opened, and goes back to the line after.
    fn give_up(&mut self, row: &mut RawRow, opened: u64, first_line: Option<usize>) {
        if let Some(kept) = first_line {
            row.cut_cell(kept);
            self.source.give_back(&self.swallowed);
            self.line = opened + 1;
        }
        row.fault(Fault::UnclosedQuote);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    type Read = Vec<(u64, Vec<String>, Vec<Fault>)>;

    fn rows(text: &[u8]) -> Read {
        let mut lexer = Lexer::new(Source::new(Box::new(Cursor::new(text.to_vec()))), b';');
        let (mut row, mut rows) = (RawRow::default(), Vec::new());
        while lexer.read(&mut row).unwrap() {
            let mut start = 0;
            let mut cells = Vec::new();
            for end in &row.ends {
                cells.push(String::from_utf8_lossy(&row.bytes[start..*end]).into_owned());
                start = *end;
            }
            rows.push((row.line, cells, row.faults.iter().map(|(_, fault)| fault.clone()).collect()));
        }
        rows
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows(text.as_bytes()).into_iter().map(|(_, cells, _)| cells).collect()
    }

    #[test]
    fn rows_end_with_any_line_end() {
        for text in ["a;b\nc;d", "a;b\r\nc;d\r\n", "a;b\rc;d\r", "\"a\";b\n\"c\" ;d\n"] {
            assert_eq!(cells(text), [["a", "b"], ["c", "d"]], "{text:?}");
        }
        assert_eq!(cells("a;\n\n;b"), [vec!["a", ""], vec![""], vec!["", "b"]]);
    }

    #[test]
    fn a_quoted_cell_keeps_separators_lines_and_doubled_quotes() {
        let found = rows(b"1;\"a;b\r\nc \"\"d\"\"\"\n2;x");
        assert_eq!(found[0], (1, vec!["1".into(), "a;b\r\nc \"d\"".into()], vec![]));
        assert_eq!(found[1].0, 3, "the line of the file, not the number of the row");
    }

    #[test]
    fn a_quote_that_was_not_doubled_is_kept_and_told() {
        let found = rows(b"\"Le \"Petit\" Chef\";2\n3;4");
        assert_eq!(found[0], (1, vec!["Le \"Petit\" Chef".into(), "2".into()], vec![Fault::StrayQuote]));
        assert_eq!(found[1].1, ["3", "4"]);
        assert_eq!(cells("5\" de long;x"), [["5\" de long", "x"]], "an unquoted cell may have quotes");
    }

    #[test]
    fn an_open_quote_costs_one_row_whatever_follows() {
        for rest in ["2;b\n3;c", "2;\"b\"\n3;c", "\"2\";\"b\"\n3;c", "\"\";\"b\"\n3;c"] {
            let text = format!("x;y\n1;\"Dupont;Paul\n{rest}");
            let found = rows(text.as_bytes());
            assert_eq!(found.len(), 4, "{text:?} {found:?}");
            assert_eq!(found[1], (2, vec!["1".into(), "Dupont;Paul".into()], vec![Fault::UnclosedQuote]));
            assert_eq!((found[2].0, found[2].2.len()), (3, 0));
            assert_eq!((found[3].0, found[3].1.clone()), (4, vec!["3".into(), "c".into()]));
        }
    }

    #[test]
    fn after_64_kb_an_open_quote_is_given_up() {
        let line = "1234;something\n";
        let many = 3 * BOUNDS.quoted / line.len();
        let text = format!("\"open\n{}", line.repeat(many));
        let found = rows(text.as_bytes());
        assert_eq!(found.len(), many + 1);
        assert_eq!(found[0].2, [Fault::UnclosedQuote]);
        assert!(found[1..].iter().all(|(_, cells, faults)| cells.len() == 2 && faults.is_empty()));
    }

    #[test]
    fn a_cell_of_ten_megabytes_is_told_and_not_held() {
        let long = "x".repeat(10 << 20);
        for cell in [long.clone(), format!("\"{long}\"")] {
            let text = format!("1;{cell};2\n3;4;5");
            let mut lexer = Lexer::new(Source::new(Box::new(Cursor::new(text.into_bytes()))), b';');
            let mut row = RawRow::default();
            assert!(lexer.read(&mut row).unwrap());
            assert_eq!(row.ends, [1, 1, 2], "the cell is left out, its neighbors stay");
            assert_eq!(row.faults, [(Some(1), Fault::CellTooLong { bytes: 10 << 20, limit: BOUNDS.cell })]);
            assert!(row.bytes.capacity() < 4 * BOUNDS.cell, "{}", row.bytes.capacity());
            assert!(lexer.read(&mut row).unwrap());
            assert_eq!(row.bytes, b"345");
        }
    }

    #[test]
    fn a_million_columns_are_counted_and_not_held() {
        let text = ";".repeat(1_000_000);
        let mut lexer = Lexer::new(Source::new(Box::new(Cursor::new(text.into_bytes()))), b';');
        let mut row = RawRow::default();
        assert!(lexer.read(&mut row).unwrap());
        assert_eq!((row.ends.len(), row.beyond), (BOUNDS.columns, 1_000_001 - BOUNDS.columns));
    }

    proptest! {
        /// The reader of the `csv` crate is the judge of files that are well made.
        #[test]
        fn well_made_files_are_read_as_others_read_them(
            table in prop::collection::vec(prop::collection::vec("[a;\"\n\r é']{0,6}", 3), 1..6),
        ) {
            let mut written = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
            for row in &table {
                written.write_record(row).unwrap();
            }
            let bytes = written.into_inner().unwrap();
            let mut judge = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(&bytes[..]);
            let expected: Vec<Vec<String>> =
                judge.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(&expected, &table, "the judge reads what was written");
            let found = rows(&bytes);
            prop_assert!(found.iter().all(|(_, _, faults)| faults.is_empty()));
            prop_assert_eq!(found.into_iter().map(|(_, cells, _)| cells).collect::<Vec<_>>(), table);
        }

        #[test]
        fn no_file_stops_the_reader(bytes in prop::collection::vec(prop::sample::select(b"a;\"\n\r \x00\xff".to_vec()), 0..200)) {
            let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
            for (line, cells, _) in rows(&bytes) {
                prop_assert!(line >= 1 && line <= lines + 1 && !cells.is_empty());
            }
        }
    }
}
