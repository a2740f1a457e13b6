//! Refused rows as a file of their own, to be corrected and imported again.

use std::io::Write;

use comptoir_domain::language::Language;

use crate::error::WriteError;
use crate::problem::{Place, Problem, Severity};
use crate::table::Row;
use crate::write::{Cell, Style, TableWriter};

/// The header above the line in the first file, in French and in English.
const LINE: (&str, &str) = ("Ligne d'origine", "Original line");
/// The header above what is wrong.
const PROBLEM: (&str, &str) = ("Problème", "Problem");

/// Tells whether we added a column, by its header.
pub(crate) fn is_told_column(header: &str) -> bool {
    let header = header.trim();
    [LINE, PROBLEM].iter().any(|(french, english)| header == *french || header == *english)
}

/// Writes refused rows with the headers they came under, the line they came from and what is wrong.
///
/// The file is read again as any other: its two columns are known and ignored, and a mapping that
/// was remembered for the first file is found for this one. Columns without a header get their
/// letter. Cells beyond the last column, from a separator that was not quoted, are put into the last.
#[derive(Debug)]
pub struct RefusedWriter<W: Write> {
    table: TableWriter<W>,
    /// Which columns of the file are its own.
    own: Vec<usize>,
    width: usize,
    separator: char,
    language: Language,
}

impl<W: Write + Send> RefusedWriter<W> {
    /// Begins with the headers of the first file.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::row`].
    pub fn new(out: W, headers: &[String], style: Style) -> Result<Self, WriteError> {
        let language = style.language;
        let own: Vec<usize> = (0..headers.len()).filter(|index| !is_told_column(&headers[*index])).collect();
        let mut written: Vec<String> = own.iter().map(|index| named(headers, *index, language)).collect();
        written.push(language.pick(LINE.0, LINE.1).to_owned());
        written.push(language.pick(PROBLEM.0, PROBLEM.1).to_owned());
        let mut table = TableWriter::csv(out, style)?;
        table.header(&written)?;
        Ok(Self { table, own, width: headers.len(), separator: char::from(style.separator), language })
    }

    /// Writes a row with all that is wrong with it, what refused it first.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::row`].
    pub fn write(&mut self, row: &Row, problems: &[Problem]) -> Result<(), WriteError> {
        self.write_with(row, problems, &[])
    }

    /// Writes a row with what whoever takes the rows has against it, and what was wrong in reading it.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::row`].
    pub fn write_with(&mut self, row: &Row, problems: &[Problem], words: &[String]) -> Result<(), WriteError> {
        let mut cells: Vec<Cell<'_>> = self.own.iter().map(|index| Cell::from(row.get(*index))).collect();
        if row.len() > self.width
            && let Some(last) = cells.last_mut()
        {
            *last = self.with_overflow(row).into();
        }
        let (refusing, others): (Vec<&Problem>, Vec<&Problem>) =
            problems.iter().partition(|problem| problem.severity() == Severity::RowRefused);
        let read = refusing.into_iter().chain(others).map(|problem| problem.cell_message(self.language));
        cells.push(row.line().to_string().into());
        cells.push(words.iter().cloned().chain(read).collect::<Vec<_>>().join(" / ").into());
        self.table.row(&cells)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::finish`].
    pub fn finish(self) -> Result<W, WriteError> {
        self.table.finish()
    }

    fn with_overflow(&self, row: &Row) -> String {
        let last = self.own.last().copied().unwrap_or(0);
        let beyond = (self.width..row.len()).map(|index| row.get(index));
        let parts: Vec<&str> = std::iter::once(row.get(last)).chain(beyond).collect();
        parts.join(&self.separator.to_string())
    }
}

fn named(headers: &[String], index: usize, language: Language) -> String {
    let header = headers[index].trim();
    if !header.is_empty() {
        return header.to_owned();
    }
    let letter = Place { index, header: String::new() }.letter();
    language.pick(format!("Colonne {letter}"), format!("Column {letter}"))
}
