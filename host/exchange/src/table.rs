//! A file as rows of text, whatever wrote it: CSV in any usual encoding and separator, XLSX, XLS, ODS.
//!
//! [`Table::open`] finds out the encoding, the separator and where the headers are; [`Table::read`]
//! then gives one row after the other. Memory is bounded whatever the size of a text file or of an
//! XLSX; XLS and ODS, which cannot be read in passing, are refused when they are too large. What is
//! wrong with a row (a quote, a character, a number of cells) stays with the row.

mod decode;
mod header;
mod lexer;
mod repeats;
mod row;
mod sheet;
mod sniff;
mod source;
mod unpack;

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

pub use self::decode::Encoding;
pub(crate) use self::decode::{is_formula, is_guarded};
use self::header::Start;
use self::lexer::{Lexer, RawRow};
pub use self::row::Row;
use self::sheet::{Sheet, Workbook};
use self::sniff::Kind;
use self::source::{Source, Utf16};
use crate::error::TableError;
use crate::problem::Fault;

/// How many rows are looked at to find the headers and to propose a mapping.
const SAMPLE: usize = 100;

/// What a table is read from.
pub trait Input: Read + Seek + Send {}
impl<T: Read + Seek + Send> Input for T {}

/// Where the headers are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// Wherever they are found.
    #[default]
    Find,
    /// There are none.
    None,
    /// On this line, counted from 1, among the first hundred rows.
    Line(u64),
}

/// What somebody decided about a file; all else is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// The separator of a text file.
    pub separator: Option<u8>,
    /// The sheet of a workbook; otherwise the first visible one that holds something.
    pub sheet: Option<String>,
    /// Where the headers are.
    pub header: Header,
}

/// What a file was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with separators.
    Text {
        /// How characters are written.
        encoding: Encoding,
        /// What separates cells: `;` `,` `|` or a tab.
        separator: char,
    },
    /// A workbook.
    Workbook {
        /// The sheet that is read.
        sheet: String,
        /// All sheets.
        sheets: Vec<String>,
    },
}

/// A file, open and ready to give its rows.
pub struct Table {
    format: Format,
    headers: Vec<String>,
    header_line: Option<u64>,
    sample: Vec<Row>,
    /// How many rows of the sample were given.
    given: usize,
    rows: Rows,
    is_ragged: bool,
}

/// Where rows come from.
enum Rows {
    Text { lexer: Box<Lexer>, raw: RawRow, encoding: Encoding },
    Sheet(Box<Sheet>),
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Table");
        shown.field("format", &self.format).field("headers", &self.headers).finish_non_exhaustive()
    }
}

impl Table {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// A [`TableError`] for what is no table, is too large or cannot be read.
    pub fn open(path: &Path, options: &Options) -> Result<Self, TableError> {
        Self::from_input(Box::new(File::open(path)?), options)
    }

    /// Opens bytes in memory, as of a file.
    ///
    /// # Errors
    ///
    /// As [`Table::open`].
    pub fn from_bytes(bytes: Vec<u8>, options: &Options) -> Result<Self, TableError> {
        Self::from_input(Box::new(Cursor::new(bytes)), options)
    }

    /// Opens anything that can be read twice: once to find out what it is, once for its rows.
    ///
    /// # Errors
    ///
    /// As [`Table::open`].
    pub fn from_input(mut input: Box<dyn Input>, options: &Options) -> Result<Self, TableError> {
        let (rows, format) = match sniff::kind(&mut *input)? {
            Kind::Text => Rows::text(input, options)?,
            Kind::Zip => {
                let book = unpack::check(&mut *input)?;
                input.seek(SeekFrom::Start(0))?;
                Rows::sheet(input, Workbook::Zip(book), options)?
            }
            Kind::Compound => Rows::sheet(input, Workbook::Xls, options)?,
        };
        let mut table = Self {
            format,
            headers: Vec::new(),
            header_line: None,
            sample: Vec::new(),
            given: 0,
            rows,
            is_ragged: false,
        };
        table.begin(options.header)?;
        Ok(table)
    }

    /// Reads the first rows, and finds the headers among them.
    fn begin(&mut self, header: Header) -> Result<(), TableError> {
        let mut rows = Vec::new();
        while rows.len() < SAMPLE {
            let mut row = Row::default();
            if !self.rows.next(&mut row)? {
                break;
            }
            rows.push(row);
        }
        let start = match header {
            Header::Line(line) => {
                let at = rows.iter().position(|row| row.line == line);
                Start::Header(at.ok_or(TableError::NoHeader { line })?)
            }
            Header::None => Start::Data(rows.iter().position(|row| !row.is_blank()).ok_or(TableError::Empty)?),
            Header::Find => header::find(&rows).ok_or(TableError::Empty)?,
        };
        self.start_at(start, rows);
        Ok(())
    }

    fn start_at(&mut self, start: Start, mut rows: Vec<Row>) {
        let data = match start {
            Start::Header(at) => {
                self.header_line = Some(rows[at].line);
                self.headers = rows[at].cells().map(|cell| cell.trim().trim_matches('\u{feff}').to_owned()).collect();
                rows.split_off(at + 1)
            }
            Start::Data(at) => {
                let width = sniff::usual(rows[at..].iter().filter(|row| !row.is_blank()).map(Row::len));
                self.headers = vec![String::new(); width];
                rows.split_off(at)
            }
        };
        if matches!(self.format, Format::Workbook { .. }) {
            let filled = |index: usize| data.iter().any(|row| !row.get(index).is_empty());
            let widest = data.iter().map(Row::len).max().unwrap_or(0);
            let needed = (self.headers.len()..widest).rev().find(|index| filled(*index)).map_or(0, |index| index + 1);
            self.headers.resize(self.headers.len().max(needed), String::new());
        }
        self.is_ragged = self.is_usually_short(&data);
        self.sample = data.into_iter().filter(|row| !row.is_blank()).collect();
    }

    /// Tells whether the file leaves out empty cells at the end of its rows as a matter of course.
    fn is_usually_short(&self, rows: &[Row]) -> bool {
        let whole = rows.iter().filter(|row| !row.is_blank());
        let (short, all) =
            whole.fold((0, 0), |(short, all), row| (short + usize::from(row.len() < self.headers.len()), all + 1));
        matches!(self.format, Format::Workbook { .. }) || short >= 3 && short * 10 >= all
    }

    /// Tells what the file was found to be.
    #[must_use]
    pub const fn format(&self) -> &Format {
        &self.format
    }

    /// Gives the headers as they are written; empty ones for a file without.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Gives the line of the headers, if there are any.
    #[must_use]
    pub const fn header_line(&self) -> Option<u64> {
        self.header_line
    }

    /// Gives the first rows of data (at most a hundred), to preview and to propose a mapping.
    /// [`Table::read`] gives them again.
    #[must_use]
    pub fn sample(&self) -> &[Row] {
        &self.sample
    }

    /// Reads the next row that holds anything; says whether there was one.
    ///
    /// The row has as many cells as there are headers. What was wrong stays with it
    /// ([`Row::problems`]).
    ///
    /// # Errors
    ///
    /// [`TableError::Io`], and [`TableError::Damaged`] in the middle of a workbook.
    pub fn read(&mut self, row: &mut Row) -> Result<bool, TableError> {
        loop {
            if let Some(known) = self.sample.get(self.given) {
                self.given += 1;
                row.clone_from(known);
            } else if !self.rows.next(row)? {
                return Ok(false);
            }
            if !row.is_blank() {
                self.fit(row);
                return Ok(true);
            }
        }
    }

    /// Makes a row as wide as the headers, and notes what that takes.
    fn fit(&self, row: &mut Row) {
        let (found, expected) = (row.len(), self.headers.len());
        if row.faults.iter().any(|(_, fault)| *fault == Fault::UnclosedQuote) {
            row.pad(expected);
        } else if found < expected {
            let is_sheet = matches!(self.format, Format::Workbook { .. });
            if !is_sheet {
                let facts = if self.is_ragged {
                    Fault::Padded { found, expected }
                } else {
                    Fault::TooFewCells { found, expected }
                };
                row.faults.push((None, facts));
            }
            row.pad(expected);
        } else if found > expected {
            if (expected..found).any(|index| !row.get(index).trim().is_empty()) {
                row.faults.push((None, self.overflow(found)));
            }
            // What is beside the table stays in a refused row, to be corrected.
            if !row.faults.iter().any(|(_, fault)| matches!(fault, Fault::TooManyCells { .. })) {
                row.truncate(expected);
            }
        }
    }

    fn overflow(&self, found: usize) -> Fault {
        match self.format {
            Format::Text { .. } => Fault::TooManyCells { found, expected: self.headers.len() },
            Format::Workbook { .. } => Fault::BesideTheTable,
        }
    }
}

impl Rows {
    fn text(mut input: Box<dyn Input>, options: &Options) -> Result<(Self, Format), TableError> {
        let encoding = match options.encoding {
            Some(told) => told,
            None => sniff::encoding(&mut *input)?,
        };
        let separator = match options.separator {
            Some(told) => told,
            None => sniff::separator(&mut *input, encoding)?,
        };
        input.seek(SeekFrom::Start(0))?;
        let mut source = Source::new(match utf16(encoding) {
            Some(wide) => Box::new(Utf16::new(Box::new(input), wide)),
            None => Box::new(input),
        });
        if source.ahead(3)?.starts_with(b"\xef\xbb\xbf") {
            source.take(3);
        }
        let has_told = sniff::told_separator(source.ahead(8)?).is_some();
        let mut rows = Self::Text { lexer: Box::new(Lexer::new(source, separator)), raw: RawRow::default(), encoding };
        if has_told {
            rows.next(&mut Row::default())?;
        }
        Ok((rows, Format::Text { encoding, separator: char::from(separator) }))
    }

    fn sheet(input: Box<dyn Input>, workbook: Workbook, options: &Options) -> Result<(Self, Format), TableError> {
        let sheet = Sheet::open(input, workbook, options.sheet.clone())?;
        let format = Format::Workbook { sheet: sheet.chosen.clone(), sheets: sheet.sheets.clone() };
        Ok((Self::Sheet(Box::new(sheet)), format))
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, TableError> {
        match self {
            Self::Text { lexer, raw, encoding } => {
                let is_read = lexer.read(raw)?;
                if is_read {
                    decode::decode(raw, *encoding, row);
                }
                Ok(is_read)
            }
            Self::Sheet(sheet) => Ok(sheet.read()?.map(|read| *row = read).is_some()),
        }
    }
}

/// Names the decoder of a wide encoding.
fn utf16(encoding: Encoding) -> Option<&'static encoding_rs::Encoding> {
    match encoding {
        Encoding::Utf16Le => Some(encoding_rs::UTF_16LE),
        Encoding::Utf16Be => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}
