//! A row as it was read: its cells in one piece of text, and what was wrong while reading.

use crate::problem::{Fault, Place, Problem, shortened};

/// A row of a table. One is reused for all rows of a file, so that reading allocates little.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub(super) line: u64,
    pub(super) text: String,
    pub(super) ends: Vec<usize>,
    pub(super) faults: Vec<(Option<usize>, Fault)>,
}

impl Row {
    /// Gives the line of the file (of the sheet), counted from 1, where the row begins.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// Tells how many cells the row has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether the row has no cell at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Gives a cell, counted from 0; empty beyond the last.
    #[must_use]
    pub fn get(&self, index: usize) -> &str {
        let Some(end) = self.ends.get(index) else {
            return "";
        };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..*end]
    }

    /// Gives the cells in their order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Tells whether all cells are empty or of spaces.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.faults.is_empty()
    }

    /// Tells whether something was wrong with the row as it was read.
    #[must_use]
    pub fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Gives what was wrong with the row as it was read, under the headers of its table.
    pub fn problems<'a>(&'a self, headers: &'a [String]) -> impl Iterator<Item = Problem> + 'a {
        self.faults.iter().map(move |(column, fault)| {
            let place = column.map(|index| Place { index, header: headers.get(index).cloned().unwrap_or_default() });
            let value = column.map(|index| shortened(self.get(index))).unwrap_or_default();
            Problem { line: self.line, place, value, fault: fault.clone() }
        })
    }

    /// Makes a row of cells, for files that are made rather than read.
    #[must_use]
    pub fn from_cells<I: IntoIterator<Item = S>, S: AsRef<str>>(line: u64, cells: I) -> Self {
        let mut row = Self { line, ..Self::default() };
        for cell in cells {
            row.push(cell.as_ref());
        }
        row
    }

    pub(super) fn clear(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.ends.clear();
        self.faults.clear();
    }

    pub(super) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Counts the cells that hold something.
    pub(super) fn filled(&self) -> usize {
        self.cells().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// Cuts the row after a number of cells.
    pub(super) fn truncate(&mut self, cells: usize) {
        self.ends.truncate(cells);
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
    }

    /// Adds empty cells up to a number.
    pub(super) fn pad(&mut self, cells: usize) {
        let end = self.text.len();
        self.ends.resize(self.ends.len().max(cells), end);
    }
}
