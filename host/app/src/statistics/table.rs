//! A table of figures: for the eyes, and for spreadsheets.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use chrono::NaiveDate;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_exchange::error::WriteError;
use comptoir_exchange::write::{Cell, Style, TableWriter};
use rust_decimal::Decimal;

use crate::error::Error;
use crate::format::{day, decimal, money, number, percent};

/// A table with its headers; the last row may be a total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is, in short: the name of a sheet.
    pub title: &'static str,
    /// The headers.
    pub columns: Vec<&'static str>,
    /// The rows, each as long as the headers.
    pub rows: Vec<Vec<Figure>>,
}

/// What stands in one place of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Nothing.
    Nothing,
    /// Words.
    Text(String),
    /// How many.
    Count(i64),
    /// How much.
    Money(Money),
    /// A ratio.
    Number(Decimal),
    /// A percentage.
    Percent(Decimal),
    /// A day.
    Day(NaiveDate),
}

/// In which kind of file a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Text with semicolons, as French spreadsheets open it.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Figure {
    /// Gives it as people read it.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => number((*count).into(), language),
            Self::Money(amount) => money(*amount, language),
            Self::Number(ratio) => decimal(*ratio, language),
            Self::Percent(rate) => percent(&rate.to_string(), language),
            Self::Day(on) => day(*on),
        }
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Nothing => Cell::Empty,
            Self::Text(text) => Cell::from(text.as_str()),
            Self::Count(count) => Cell::Number((*count).into()),
            Self::Money(amount) => Cell::Money(*amount),
            Self::Number(ratio) | Self::Percent(ratio) => Cell::Number(*ratio),
            Self::Day(on) => Cell::Day(*on),
        }
    }
}

impl<T: Into<Self>> From<Option<T>> for Figure {
    fn from(figure: Option<T>) -> Self {
        figure.map_or(Self::Nothing, Into::into)
    }
}

impl From<Money> for Figure {
    fn from(amount: Money) -> Self {
        Self::Money(amount)
    }
}

impl Table {
    /// Writes it into a file, which is there once it is whole.
    ///
    /// # Errors
    ///
    /// [`Error::Exchange`] or [`Error::File`] that names the file.
    pub fn save(&self, path: &Path, format: TableFormat, language: Language) -> Result<(), Error> {
        let unfinished = path.with_added_extension("part");
        let file = File::create(&unfinished).map_err(|error| Error::file(path, &error))?;
        let failed = |error: WriteError| Error::Exchange {
            path: path.display().to_string(),
            problem: error.message(language).to_string(),
        };
        let written = self.write(BufWriter::new(file), format, language).map_err(failed);
        let written = written.and_then(|out| out.into_inner().map_err(|error| Error::file(path, error.error())));
        let file = written.inspect_err(|_| drop(std::fs::remove_file(&unfinished)))?;
        file.sync_all().map_err(|error| Error::file(path, &error))?;
        std::fs::rename(&unfinished, path).map_err(|error| Error::file(path, &error))
    }

    fn write(
        &self,
        out: BufWriter<File>,
        format: TableFormat,
        language: Language,
    ) -> Result<BufWriter<File>, WriteError> {
        let mut table = match format {
            TableFormat::Csv => TableWriter::csv(out, Style { language, ..Style::default() })?,
            TableFormat::Xlsx => TableWriter::xlsx(out, self.title, language)?,
        };
        table.header(&self.columns)?;
        for row in &self.rows {
            let cells: Vec<Cell<'_>> = row.iter().map(Figure::cell).collect();
            table.row(&cells)?;
        }
        table.finish()
    }
}
