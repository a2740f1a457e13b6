//! Workbooks of others: XLSX row by row, XLS and ODS as a whole, on a thread of their own.
//!
//! The reader of workbooks lends its rows from within itself, so it lives on a thread that sends
//! them on; and a workbook made to break it breaks that thread, not the till.

use std::io::BufReader;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use calamine::{Data, DataType, Ods, Reader, SheetVisible, Xls, Xlsx, XlsxError};
use chrono::{NaiveDateTime, NaiveTime, Timelike};
use rust_decimal::Decimal;

use super::Input;
use super::lexer::BOUNDS;
use super::row::Row;
use super::unpack::{Book, HELD};
use crate::error::TableError;
use crate::problem::Fault;

/// How many rows are sent at a time, how many bytes, and how many such parcels may wait.
const PARCEL: usize = 256;
const PARCEL_BYTES: usize = BOUNDS.row;
const WAITING: usize = 4;

/// What a workbook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Workbook {
    Zip(Book),
    Xls,
}

/// What the thread says.
enum Word {
    Opened { sheets: Vec<String>, chosen: String },
    Rows(Vec<Row>),
    Failed(TableError),
}

/// The rows of a sheet.
pub(super) struct Sheet {
    pub sheets: Vec<String>,
    pub chosen: String,
    words: Receiver<Word>,
    waiting: std::vec::IntoIter<Row>,
    thread: Option<JoinHandle<()>>,
}

impl Sheet {
    /// Opens a workbook at the sheet asked for, or at its first visible sheet with something in it.
    pub(super) fn open(input: Box<dyn Input>, workbook: Workbook, asked: Option<String>) -> Result<Self, TableError> {
        let (sender, words) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("workbook".to_owned()).spawn(move || {
            if let Err(error) = read(input, workbook, asked, &sender) {
                // Nobody listens any more: nobody wants to know.
                let _ = sender.send(Word::Failed(error));
            }
        })?;
        let mut sheet = Self {
            sheets: Vec::new(),
            chosen: String::new(),
            words,
            waiting: Vec::new().into_iter(),
            thread: Some(thread),
        };
        match sheet.words.recv() {
            Ok(Word::Opened { sheets, chosen }) => (sheet.sheets, sheet.chosen) = (sheets, chosen),
            Ok(Word::Failed(error)) => return Err(error),
            Ok(Word::Rows(_)) => return Err(TableError::Damaged("rows before sheets".to_owned())),
            Err(_) => sheet.ended()?,
        }
        Ok(sheet)
    }

    /// Gives the next row, or none at the end.
    pub(super) fn read(&mut self) -> Result<Option<Row>, TableError> {
        loop {
            if let Some(row) = self.waiting.next() {
                return Ok(Some(row));
            }
            match self.words.recv() {
                Ok(Word::Rows(rows)) => self.waiting = rows.into_iter(),
                Ok(Word::Failed(error)) => return Err(error),
                Ok(Word::Opened { .. }) => {}
                Err(_) => return self.ended().map(|()| None),
            }
        }
    }

    /// The thread has nothing more to say: it is done, or it broke.
    fn ended(&mut self) -> Result<(), TableError> {
        match self.thread.take().map(JoinHandle::join) {
            Some(Err(_)) => Err(TableError::Damaged("the reader of workbooks gave up".to_owned())),
            _ => Ok(()),
        }
    }
}

fn read(
    input: Box<dyn Input>,
    workbook: Workbook,
    asked: Option<String>,
    to: &SyncSender<Word>,
) -> Result<(), TableError> {
    let input = BufReader::new(input);
    match workbook {
        Workbook::Zip(Book::Xlsx) => read_xlsx(Xlsx::new(input).map_err(xlsx_error)?, asked, to),
        Workbook::Zip(Book::Ods) => read_whole(Ods::new(input).map_err(ods_error)?, asked, to),
        Workbook::Xls => read_xls(input, asked, to),
    }
}

/// An XLSX with a password is a compound file, as an XLS is.
fn read_xls(
    mut input: BufReader<Box<dyn Input>>,
    asked: Option<String>,
    to: &SyncSender<Word>,
) -> Result<(), TableError> {
    use std::io::{Seek, SeekFrom};
    if input.seek(SeekFrom::End(0))? > HELD {
        return Err(TableError::TooLarge { limit: HELD });
    }
    input.rewind()?;
    if matches!(Xlsx::new(&mut input), Err(XlsxError::Password)) {
        return Err(TableError::Password);
    }
    input.rewind()?;
    read_whole(Xls::new(input).map_err(xls_error)?, asked, to)
}

fn xlsx_error(error: XlsxError) -> TableError {
    match error {
        XlsxError::Password => TableError::Password,
        other => TableError::Damaged(other.to_string()),
    }
}

fn ods_error(error: calamine::OdsError) -> TableError {
    match error {
        calamine::OdsError::Password => TableError::Password,
        other => TableError::Damaged(other.to_string()),
    }
}

fn xls_error(error: calamine::XlsError) -> TableError {
    match error {
        calamine::XlsError::Password => TableError::Password,
        other => TableError::Damaged(other.to_string()),
    }
}

/// Says which sheets are to be tried: the one asked for, or the visible ones in their order.
fn candidates(sheets: &[calamine::Sheet], asked: Option<String>) -> Result<Vec<String>, TableError> {
    let names = || sheets.iter().map(|sheet| sheet.name.clone());
    match asked {
        Some(asked) if names().any(|name| name == asked) => Ok(vec![asked]),
        Some(asked) => Err(TableError::NoSuchSheet { asked, sheets: names().collect() }),
        None => {
            let visible = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
            let visible: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
            if visible.is_empty() { Err(TableError::Empty) } else { Ok(visible) }
        }
    }
}

fn opened<R: std::io::Read + std::io::Seek, W: Reader<R>>(book: &W, chosen: &str) -> Word {
    Word::Opened { sheets: book.sheet_names(), chosen: chosen.to_owned() }
}

fn read_xlsx(
    mut book: Xlsx<BufReader<Box<dyn Input>>>,
    asked: Option<String>,
    to: &SyncSender<Word>,
) -> Result<(), TableError> {
    let mut candidates = candidates(book.sheets_metadata(), asked)?;
    let mut chosen = candidates.remove(0);
    for other in candidates {
        if book.worksheet_cells_reader(&chosen).map_err(xlsx_error)?.next_cell().map_err(xlsx_error)?.is_some() {
            break;
        }
        chosen = other;
    }
    if to.send(opened(&book, &chosen)).is_err() {
        return Ok(());
    }
    let mut cells = book.worksheet_cells_reader(&chosen).map_err(xlsx_error)?;
    let mut parcels = Parcels::new(to);
    while let Some(cell) = cells.next_cell().map_err(xlsx_error)? {
        let (row, column) = cell.get_position();
        if !parcels.put(row, column, cell.get_value()) {
            break;
        }
    }
    Ok(())
}

fn read_whole<R, W>(mut book: W, asked: Option<String>, to: &SyncSender<Word>) -> Result<(), TableError>
where
    R: std::io::Read + std::io::Seek,
    W: Reader<R>,
    W::Error: std::fmt::Display,
{
    let mut range = calamine::Range::<Data>::empty();
    let mut chosen = String::new();
    for name in candidates(book.sheets_metadata(), asked)? {
        range = book.worksheet_range(&name).map_err(|error| TableError::Damaged(error.to_string()))?;
        chosen = name;
        if !range.is_empty() {
            break;
        }
    }
    if to.send(opened(&book, &chosen)).is_err() {
        return Ok(());
    }
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut parcels = Parcels::new(to);
    for (row, column, value) in range.used_cells() {
        let at = |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        if !parcels.put(at(first_row, row), at(first_column, column), value) {
            break;
        }
    }
    Ok(())
}

/// Cells made rows, and rows sent in parcels.
struct Parcels<'a> {
    to: &'a SyncSender<Word>,
    row: Row,
    rows: Vec<Row>,
    bytes: usize,
    cell: String,
}

impl<'a> Parcels<'a> {
    fn new(to: &'a SyncSender<Word>) -> Self {
        Self { to, row: Row::default(), rows: Vec::new(), bytes: 0, cell: String::new() }
    }

    /// Takes a cell; says whether anyone still wants more.
    fn put<D: DataType>(&mut self, row: u32, column: u32, value: &D) -> bool {
        let line = u64::from(row) + 1;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let is_wanted = line == self.row.line || self.finish(line);
        self.cell.clear();
        let mut fault = plain(value, &mut self.cell);
        // One long text may stand in every cell of a small file.
        if self.row.text.len() + self.cell.len() > BOUNDS.row {
            fault = Some(Fault::CellTooLong { bytes: self.cell.len(), limit: BOUNDS.row - self.row.text.len() });
            self.cell.clear();
        }
        if self.cell.is_empty() && fault.is_none() {
            return is_wanted;
        }
        if column >= BOUNDS.columns {
            self.row.faults.push((None, Fault::BesideTheTable));
            return is_wanted;
        }
        if column >= self.row.len() {
            self.row.pad(column);
            self.row.push(&self.cell);
            self.row.faults.extend(fault.map(|fault| (Some(column), fault)));
        }
        is_wanted
    }

    /// Ends the row in hand and begins another.
    fn finish(&mut self, next: u64) -> bool {
        let mut row = std::mem::take(&mut self.row);
        self.row.line = next;
        if row.line > 0 {
            row.text.shrink_to_fit();
            self.bytes += row.text.len();
            self.rows.push(row);
        }
        self.rows.len() < PARCEL && self.bytes < PARCEL_BYTES || self.send()
    }

    fn send(&mut self) -> bool {
        self.bytes = 0;
        self.to.send(Word::Rows(std::mem::take(&mut self.rows))).is_ok()
    }
}

/// The last rows go when all is read.
impl Drop for Parcels<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.finish(0);
            self.send();
        }
    }
}

/// Writes a cell as text that does not depend on a country: `1980-02-29`, `12.5`, `true`.
fn plain<D: DataType>(value: &D, text: &mut String) -> Option<Fault> {
    if let Some(read) = value.get_string() {
        return plain_text(read, text);
    }
    if value.get_error().is_some() {
        return Some(Fault::SheetError);
    }
    if let Some(date) = value.get_datetime() {
        if let Some(read) = date.as_datetime().filter(|_| date.is_datetime()) {
            text.push_str(&iso(read));
        } else {
            text.push_str(&number(date.as_f64()));
        }
    } else if let Some(read) = value.get_datetime_iso() {
        text.push_str(read.strip_suffix("T00:00:00").unwrap_or(read));
    } else if let Some(read) = value.get_duration_iso() {
        text.push_str(read);
    } else if let Some(read) = value.get_int() {
        text.push_str(&read.to_string());
    } else if let Some(read) = value.get_float() {
        text.push_str(&number(read));
    } else if let Some(read) = value.get_bool() {
        text.push_str(if read { "true" } else { "false" });
    }
    None
}

fn plain_text(read: &str, text: &mut String) -> Option<Fault> {
    if read.len() > BOUNDS.cell {
        return Some(Fault::CellTooLong { bytes: read.len(), limit: BOUNDS.cell });
    }
    let is_refused = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if read.contains(is_refused) {
        text.extend(read.chars().filter(|c| !is_refused(*c)));
        return Some(Fault::ControlCharacters);
    }
    text.push_str(read);
    None
}

/// Writes a day, and the time of day if it has one.
fn iso(read: NaiveDateTime) -> String {
    let time = read.time();
    if time == NaiveTime::MIN {
        read.date().to_string()
    } else if read.date() <= chrono::NaiveDate::from_ymd_opt(1899, 12, 31).expect("a day of the calendar") {
        format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    } else {
        read.format("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// Writes a number as a sheet shows it: with fifteen digits, which hides the noise of binary
/// fractions (`0.1 + 0.2`).
fn number(read: f64) -> String {
    let scientific = format!("{read:.14e}");
    match Decimal::from_scientific(&scientific) {
        Ok(exact) => exact.normalize().to_string(),
        Err(_) => read.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_sheets_show_them() {
        for (read, written) in [
            (0.1 + 0.2, "0.3"),
            (33_612_345_678.0, "33612345678"),
            (12.5, "12.5"),
            (-0.05, "-0.05"),
            (1e6, "1000000"),
            (0.0, "0"),
            (4_006_381_333_931.0, "4006381333931"),
            (1e40, "10000000000000000000000000000000000000000"),
        ] {
            assert_eq!(number(read), written);
        }
    }

    #[test]
    fn days_and_hours_are_written_apart() {
        let at = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
        assert_eq!(iso(at("1980-02-29 00:00:00")), "1980-02-29");
        assert_eq!(iso(at("1980-02-29 14:05:00")), "1980-02-29 14:05:00");
        assert_eq!(iso(at("1899-12-31 14:05:00")), "14:05:00");
    }
}
