//! Tables out: CSV that French spreadsheets open by a double click, XLSX, vCard.
//!
//! In CSV a text that a spreadsheet would run as a formula gets an apostrophe before it, which our
//! reader takes away again. XLSX keeps texts as texts by itself.

mod customers;
mod items;
mod vcard;

use std::borrow::Cow;
use std::io::Write;

use chrono::{Datelike, NaiveDate};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use csv::{QuoteStyle, Terminator};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

pub use self::customers::{CustomerWriter, custom_keys};
pub use self::items::ItemWriter;
pub use self::vcard::{Version, vcard};
use crate::error::WriteError;
use crate::table::{is_formula, is_guarded};

/// A cell to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text, which stays one whatever it looks like.
    Text(Cow<'a, str>),
    /// An amount in euros.
    Money(Money),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    YesNo(bool),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a, T: Into<Self>> From<Option<T>> for Cell<'a> {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Cell::Empty, Into::into)
    }
}

impl From<Money> for Cell<'_> {
    fn from(amount: Money) -> Self {
        Self::Money(amount)
    }
}

/// How text with separators is written. By default as French spreadsheets expect it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// What separates cells.
    pub separator: u8,
    /// Whether decimals come after a comma.
    pub decimal_comma: bool,
    /// Whether the file begins with the mark by which Excel knows UTF-8.
    pub mark: bool,
    /// The language of yes, no and days (`29/02/1980` in French, `1980-02-29` in English).
    pub language: Language,
}

impl Default for Style {
    fn default() -> Self {
        Self { separator: b';', decimal_comma: true, mark: true, language: Language::French }
    }
}

/// Writes one table, row after row. Long tables are not held in memory.
pub struct TableWriter<W: Write> {
    out: Out<W>,
    language: Language,
}

enum Out<W: Write> {
    Csv { csv: Box<csv::Writer<W>>, style: Style },
    Xlsx { book: Box<Workbook>, out: W, row: u32, formats: Box<Formats> },
}

/// How cells of workbooks are shown.
struct Formats {
    header: Format,
    money: Format,
    day: Format,
}

impl<W: Write> std::fmt::Debug for TableWriter<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableWriter").field("language", &self.language).finish_non_exhaustive()
    }
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a file of text with separators, lines ending as on Windows.
    ///
    /// # Errors
    ///
    /// [`WriteError::Io`].
    pub fn csv(mut out: W, style: Style) -> Result<Self, WriteError> {
        if style.mark {
            out.write_all(b"\xef\xbb\xbf")?;
        }
        let mut builder = csv::WriterBuilder::new();
        builder.delimiter(style.separator).terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary);
        let csv = Box::new(builder.flexible(true).from_writer(out));
        Ok(Self { out: Out::Csv { csv, style }, language: style.language })
    }

    /// Begins a workbook of one sheet. Rows go through a file of the system's for temporary ones.
    ///
    /// # Errors
    ///
    /// [`WriteError::Workbook`] for a name that no sheet can have (more than 31 characters, or one
    /// of `[]:*?/\`).
    pub fn xlsx(out: W, sheet: &str, language: Language) -> Result<Self, WriteError> {
        let mut book = Box::new(Workbook::new());
        book.add_worksheet_with_constant_memory().map_err(refused)?.set_name(sheet).map_err(refused)?;
        let formats = Box::new(Formats {
            header: Format::new().set_bold(),
            money: Format::new().set_num_format("#,##0.00"),
            day: Format::new().set_num_format(language.pick("dd/mm/yyyy", "yyyy-mm-dd")),
        });
        Ok(Self { out: Out::Xlsx { book, out, row: 0, formats }, language })
    }

    /// Gives the language of the file.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Writes the headers.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::row`].
    pub fn header<S: AsRef<str>>(&mut self, headers: &[S]) -> Result<(), WriteError> {
        if let Out::Xlsx { book, row, formats, .. } = &mut self.out {
            let sheet = book.worksheet_from_index(0).map_err(refused)?;
            sheet.set_row_format(*row, &formats.header).map_err(refused)?;
            sheet.set_freeze_panes(*row + 1, 0).map_err(refused)?;
        }
        let cells: Vec<Cell<'_>> = headers.iter().map(|header| Cell::from(header.as_ref())).collect();
        self.row(&cells)
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// A [`WriteError`]; a workbook's limits are those of Excel.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        let language = self.language;
        match &mut self.out {
            Out::Csv { csv, style } => {
                let fields = cells.iter().map(|cell| csv_field(cell, *style));
                for field in fields {
                    csv.write_field(field.as_bytes()).map_err(csv_error)?;
                }
                csv.write_record(None::<&[u8]>).map_err(csv_error)
            }
            Out::Xlsx { book, row, formats, .. } => {
                let at = *row;
                *row += 1;
                let sheet = book.worksheet_from_index(0).map_err(refused)?;
                for (column, cell) in cells.iter().enumerate() {
                    let column = u16::try_from(column).map_err(|_| WriteError::SheetFull)?;
                    write_cell(sheet, (at, column), cell, (formats, language))?;
                }
                Ok(())
            }
        }
    }

    /// Ends the file, and gives back what it was written to.
    ///
    /// # Errors
    ///
    /// A [`WriteError`]: a full disk may be noticed only here.
    pub fn finish(self) -> Result<W, WriteError> {
        match self.out {
            Out::Csv { csv, .. } => csv.into_inner().map_err(|error| WriteError::Io(error.into_error())),
            Out::Xlsx { mut book, mut out, .. } => {
                book.save_to_writer(&mut out).map_err(refused)?;
                out.flush()?;
                Ok(out)
            }
        }
    }
}

/// Gives the text of a cell with separators around it.
fn csv_field<'a>(cell: &'a Cell<'_>, style: Style) -> Cow<'a, str> {
    let decimal = |text: String| if style.decimal_comma { text.replace('.', ",") } else { text };
    Cow::Owned(match cell {
        Cell::Empty => return Cow::Borrowed(""),
        Cell::Text(text) => return guarded(text),
        Cell::Money(amount) => decimal(amount.to_string()),
        Cell::Number(number) => decimal(number.to_string()),
        Cell::Day(day) => day.format(style.language.pick("%d/%m/%Y", "%Y-%m-%d")).to_string(),
        Cell::YesNo(answer) => return Cow::Borrowed(yes_no(*answer, style.language)),
    })
}

/// Keeps a spreadsheet from running a text as a formula; our reader takes the apostrophe away.
fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) || is_guarded(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn yes_no(answer: bool, language: Language) -> &'static str {
    if answer { language.pick("oui", "yes") } else { language.pick("non", "no") }
}

fn write_cell(
    sheet: &mut rust_xlsxwriter::Worksheet,
    (row, column): (u32, u16),
    cell: &Cell<'_>,
    (formats, language): (&Formats, Language),
) -> Result<(), WriteError> {
    let written = match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => sheet.write_string(row, column, text.as_ref()),
        Cell::YesNo(answer) => sheet.write_string(row, column, yes_no(*answer, language)),
        Cell::Money(amount) => match exact(amount.to_decimal()) {
            Some(number) => sheet.write_number_with_format(row, column, number, &formats.money),
            None => sheet.write_string(row, column, amount.to_string()),
        },
        Cell::Number(number) => match exact(*number) {
            Some(exact) => sheet.write_number(row, column, exact),
            None => sheet.write_string(row, column, number.to_string()),
        },
        Cell::Day(day) if day.year() >= 1901 && day.year() <= 9999 => {
            let day = rust_xlsxwriter::ExcelDateTime::from_ymd(
                u16::try_from(day.year()).unwrap_or(u16::MAX),
                u8::try_from(day.month()).unwrap_or(u8::MAX),
                u8::try_from(day.day()).unwrap_or(u8::MAX),
            );
            sheet.write_datetime_with_format(row, column, day.map_err(refused)?, &formats.day)
        }
        Cell::Day(day) => sheet.write_string(row, column, day.to_string()),
    };
    written.map(|_| ()).map_err(|error| match error {
        XlsxError::MaxStringLengthExceeded => WriteError::CellTooLong { row: row + 1, column: column + 1 },
        XlsxError::RowColumnLimitError => WriteError::SheetFull,
        other => refused(other),
    })
}

/// Gives a number to a workbook where it can hold it: it counts in fifteen digits.
fn exact(number: Decimal) -> Option<f64> {
    (number.mantissa().unsigned_abs() < 1_000_000_000_000_000).then(|| number.to_f64()).flatten()
}

fn refused(error: XlsxError) -> WriteError {
    match error {
        XlsxError::IoError(error) => WriteError::Io(error),
        XlsxError::RowColumnLimitError => WriteError::SheetFull,
        other => WriteError::Workbook(other.to_string()),
    }
}

fn csv_error(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::Io(error),
        other => WriteError::Io(std::io::Error::other(format!("{other:?}"))),
    }
}

#[cfg(test)]
mod tests;
