//! What stands on a sheet, before anything is placed.

use crate::{PaperError, layout};

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At its left.
    #[default]
    Left,
    /// In its middle.
    Center,
    /// At its right: amounts.
    Right,
}

impl Align {
    /// Gives the left end of a text of some width that stands at a place.
    pub(crate) fn left(self, at: i64, width: i64) -> i64 {
        match self {
            Self::Left => at,
            Self::Center => at - width / 2,
            Self::Right => at - width,
        }
    }
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, above each page's rows.
    pub title: String,
    /// Its part of the width; the parts of all columns are added up.
    pub share: i64,
    /// Where its text stands.
    pub align: Align,
    /// Whether a text that is too wide goes on below, and is not cut.
    pub wraps: bool,
}

impl Column {
    /// Makes a column.
    #[must_use]
    pub fn new(title: impl Into<String>, share: i64, align: Align) -> Self {
        Self { title: title.into(), share, align, wraps: false }
    }

    /// Lets its texts go on below when they are too wide.
    #[must_use]
    pub fn wrapping(self) -> Self {
        Self { wraps: true, ..self }
    }
}

/// One row of a table: a text per column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The texts, from the left.
    pub cells: Vec<String>,
    /// Whether it stands out: a total.
    pub strong: bool,
}

/// Rows under columns. It goes on over as many pages as it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// A line above it; none when empty.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, from the top.
    pub rows: Vec<Row>,
}

/// A4 pages in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Who sends it: a line each, the name first.
    pub sender: Vec<String>,
    /// Who gets it: a line each, in the window of the envelope.
    pub recipient: Vec<String>,
    /// Place and day.
    pub dated: String,
    /// What it is.
    pub title: String,
    /// Lines under the title; one that is too wide goes on below.
    pub facts: Vec<String>,
    /// Tables, one below the other.
    pub tables: Vec<Table>,
    /// Lines under the tables; one that is too wide goes on below.
    pub remarks: Vec<String>,
    /// A line at the foot of each page, before the page's number.
    pub foot: String,
    /// How a page calls itself, before its number: `Page`.
    pub page_word: String,
    /// What the file is written by.
    pub software: String,
    /// The language tag of its text: `fr`.
    pub language: String,
}

impl Sheet {
    /// Lays the sheet out and writes it as PDF.
    ///
    /// # Errors
    ///
    /// A [`PaperError`].
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        layout::pdf(self)
    }
}
