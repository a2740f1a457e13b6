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
            self.plain_cells(row)?;
            let end = if self.source.peek()? == Some(QUOTE) { self.quoted(row)? } else { self.plain(row)? };
            row.end_cell();
            if end == End::Row {
                return Ok(true);
            }
        }
    }

    /// Reads the whole cells without quotes that are at hand: nearly all cells of nearly all files.
    fn plain_cells(&mut self, row: &mut RawRow) -> io::Result<()> {
        let ahead = self.source.ahead(1)?;
        let mut taken = 0;
        while ahead.get(taken).is_some_and(|byte| *byte != QUOTE) {
            let rest = &ahead[taken..];
            let stop = rest.iter().position(|byte| *byte == self.separator || matches!(byte, b'\n' | b'\r'));
            let Some(run) = stop.filter(|stop| rest[*stop] == self.separator) else {
                break;
            };
            row.push(&rest[..run]);
            row.end_cell();
            taken += run + 1;
        }
        self.source.take(taken);
        Ok(())
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
mod tests;
