//! Files of items from elsewhere: columns mapped, rows read, taken in as one batch or only checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use comptoir_domain::code::ScannedCode;
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{DepartmentId, Sku};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::quantity::Points;
use comptoir_exchange::field::Field as _;
pub use comptoir_exchange::field::ItemField;
use comptoir_exchange::mapping::Mapping;
use comptoir_exchange::problem::Severity;
use comptoir_exchange::read::{ItemReader, ItemRow};
use comptoir_exchange::refused::RefusedWriter;
use comptoir_exchange::table::{Row, Table};
use comptoir_store::search::fold;
use comptoir_store::{Batch, Hand, StoreError};

use crate::customers::{ImportOptions, ImportPreview, ImportReport, RowProblem, fields_of, preview_of};
use crate::error::{Error, Invalid};
use crate::messages::items as words;
use crate::till::Till;

/// Problems that a report repeats.
const MOST_PROBLEMS: usize = 200;
/// After how many rows it is told how far it is.
const TOLD_EVERY: u64 = 500;
/// What separates departments in a cell, those above first: `Homme > Chemises`.
const WITHIN: char = '>';
/// Where a mapping is remembered among the shop's settings, by the digest of its headers.
const REMEMBERED: &str = "import-items-mapping-";

/// How a file of items is to be imported.
#[derive(Clone, Debug, Default)]
pub struct ItemImportOptions {
    /// Columns that are something else than proposed, counted from 0, each with its field.
    pub columns: Vec<(usize, ItemField)>,
    /// The sheet of a workbook; the first one when none is named.
    pub sheet: Option<String>,
    /// Reads and checks everything, and writes nothing.
    pub dry_run: bool,
    /// Where refused rows are written.
    pub refused: Option<PathBuf>,
}

/// Why a row that could be read is not taken, or one of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemIssue {
    /// A new item without a department.
    NoDepartment,
    /// A new item without a VAT rate.
    NoRate,
    /// A new item without a price.
    NoPrice,
    /// A misread or mistyped barcode.
    Code {
        /// As it was written.
        written: String,
        /// The check digit that would be right; none when it is wrong in another way.
        expected: Option<char>,
    },
}

/// Finds a field of a file of items by its key: `price`, `codes`.
#[must_use]
pub fn item_field(key: &str) -> Option<ItemField> {
    ItemField::from_key(key)
}

impl Till {
    /// Looks at a file of items: how it is written, and what its columns are taken for.
    ///
    /// # Errors
    ///
    /// [`Error::Exchange`] when it cannot be read, [`Invalid::FormField`] for a column that is not there.
    pub fn preview_items(&self, path: &Path, options: &ItemImportOptions) -> Result<ImportPreview, Error> {
        let table = self.item_table(path, options)?;
        let mapping = self.item_mapping(&table, options)?;
        let needed = [ItemField::Department, ItemField::VatRate, ItemField::Price];
        let missing = needed.iter().filter(|field| mapping.of(field).next().is_none());
        let missing: Vec<String> = missing.map(|field| field.header(self.language)).collect();
        let notes = words::missing(&missing, self.language).into_iter().collect();
        Ok(ImportPreview { notes, ..preview_of(path, &table, &mapping, self.language) })
    }

    /// Gives what a column of a file of items can be taken for: the key and the name of each field.
    #[must_use]
    pub fn item_fields(&self) -> Vec<(String, String)> {
        fields_of::<ItemField>(self.language)
    }

    /// Imports a file of items as one batch that can be taken back. Items are found by their references or else by a
    /// barcode. What the file does not say of an item that is there stays; a department that is not there is made.
    /// Reports rows that are done; when `stop` is set, nothing is written. A dry run reads and checks the same, and
    /// writes nothing either.
    ///
    /// # Errors
    ///
    /// [`Error::Exchange`] when the file cannot be read or its columns cannot be used; nothing is written then.
    pub fn import_items(
        &mut self,
        path: &Path,
        options: &ItemImportOptions,
        progress: &mut dyn FnMut(u64),
        stop: &AtomicBool,
    ) -> Result<ImportReport, Error> {
        let mut table = self.item_table(path, options)?;
        let mapping = self.item_mapping(&table, options)?;
        if let Some(clash) = mapping.clashes().first() {
            return Err(self.exchange_error(path, clash.message(self.language)));
        }
        let refused = options.refused.as_deref().map(|path| self.refused_rows(path, &table)).transpose()?;
        let reader = ItemReader::new(&mapping);
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let (at, operator) = (self.now(), self.operator.clone());
        self.store.forget_sizes()?;
        let mut taker = self.in_one_if(|till| {
            till.store.set_setting(&format!("{REMEMBERED}{}", mapping.digest()), &mapping.to_toml())?;
            let hand = Hand { at, operator: &operator, batch: None };
            let batch = till.store.open_batch(Batch::ITEMS, &name, &hand)?;
            let departments = till.store.departments()?;
            let mut taker = Taker { reader, batch, departments, report: ImportReport::default(), refused };
            taker.take_all(till, path, &mut table, (progress, stop))?;
            let keep = !options.dry_run && !taker.report.cancelled;
            taker.report.batch = keep.then_some(batch);
            Ok((taker, keep))
        })?;
        if let Some(refused) = taker.refused.take() {
            refused.finish().map_err(|error| self.exchange_error(path, error.message(self.language)))?;
        }
        Ok(taker.report)
    }

    fn item_table(&self, path: &Path, options: &ItemImportOptions) -> Result<Table, Error> {
        self.open_table(path, &ImportOptions { sheet: options.sheet.clone(), ..ImportOptions::default() })
    }

    /// The mapping that was used for these headers last, or the proposed one, with the columns chosen now.
    fn item_mapping(&self, table: &Table, options: &ItemImportOptions) -> Result<Mapping<ItemField>, Error> {
        let mut mapping = self.mapping_of(table, REMEMBERED)?;
        for (index, field) in &options.columns {
            let unknown = |_| Error::from(Invalid::FormField(format!("colonne {}", index + 1)));
            mapping.choose(*index, field.clone()).map_err(unknown)?;
        }
        Ok(mapping)
    }
}

struct Taker {
    reader: ItemReader,
    batch: i64,
    departments: Vec<Department>,
    report: ImportReport,
    refused: Option<RefusedWriter<BufWriter<File>>>,
}

impl Taker {
    fn take_all(
        &mut self,
        till: &mut Till,
        path: &Path,
        table: &mut Table,
        (progress, stop): (&mut dyn FnMut(u64), &AtomicBool),
    ) -> Result<(), Error> {
        let mut row = Row::default();
        while table.read(&mut row).map_err(|error| till.exchange_error(path, error.message(till.language)))? {
            if stop.load(Ordering::Relaxed) {
                self.report.cancelled = true;
                return Ok(());
            }
            self.report.rows += 1;
            self.take(till, path, &row)?;
            if self.report.rows.is_multiple_of(TOLD_EVERY) {
                progress(self.report.rows);
            }
        }
        Ok(())
    }

    fn take(&mut self, till: &mut Till, path: &Path, row: &Row) -> Result<(), Error> {
        let outcome = self.reader.read(row);
        let mut told: Vec<(String, bool)> = Vec::new();
        for problem in &outcome.problems {
            told.push((problem.message(till.language), problem.severity() == Severity::CellDropped));
        }
        let refused = match &outcome.value {
            Some(read) => self.take_read(till, read, &mut told)?,
            None => true,
        };
        self.report.refused += u64::from(refused);
        let dropped = told.iter().filter(|(_, is_cell)| *is_cell).count() as u64;
        self.report.dropped += if refused { 0 } else { dropped };
        if let (true, Some(writer)) = (refused, &mut self.refused) {
            let words: Vec<String> = told.iter().map(|(words, _)| words.clone()).collect();
            let written = writer.write_with(row, &[], &words);
            written.map_err(|error| till.exchange_error(path, error.message(till.language)))?;
        }
        for (words, _) in told {
            if self.report.problems.len() < MOST_PROBLEMS {
                self.report.problems.push(RowProblem { line: row.line(), words, refused });
            }
        }
        Ok(())
    }

    /// Takes one row; tells whether it is refused, and why.
    fn take_read(&mut self, till: &mut Till, read: &ItemRow, told: &mut Vec<(String, bool)>) -> Result<bool, Error> {
        let language = till.language;
        let mut codes = Vec::new();
        for written in &read.codes {
            match normal(written) {
                Ok(code) => codes.push(code),
                Err(issue) => told.push((words::issue(read.line, &issue, language), true)),
            }
        }
        let before = known(till, read, &codes)?;
        let issues = if before.is_none() { missing(read) } else { Vec::new() };
        if !issues.is_empty() {
            told.extend(issues.iter().map(|issue| (words::issue(read.line, issue, language), false)));
            return Ok(true);
        }
        let department = match &read.department {
            Some(path) => self.department(till, path)?,
            None => None,
        };
        let item = match &before {
            Some(item) => Some(changed(item.clone(), read, codes, department)),
            None => new_item(read, codes, department),
        };
        // Without a reference, and none of its barcodes can be read: that was told.
        let Some(item) = item else { return Ok(true) };
        if before.as_ref() == Some(&item) {
            self.report.unchanged += 1;
            return Ok(false);
        }
        match till.store.put_item_in(self.batch, &item) {
            Ok(_) => {}
            // A barcode of another item: the row cannot be trusted.
            Err(error @ StoreError::CodeTaken { .. }) => {
                told.push((words::refused(read.line, &error.message(language), language), false));
                return Ok(true);
            }
            Err(error) => return Err(error.into()),
        }
        if before.is_some() {
            self.report.updated += 1;
        } else {
            self.report.created += 1;
        }
        Ok(false)
    }

    /// Finds a department by its code or name, whatever the accents, or makes it; nothing of an empty cell.
    fn department(&mut self, till: &mut Till, path: &str) -> Result<Option<DepartmentId>, Error> {
        let mut parent: Option<DepartmentId> = None;
        for name in path.split(WITHIN).map(str::trim).filter(|name| !name.is_empty()) {
            let folded = fold(name);
            let is_it = |known: &&Department| known.id.as_str() == name || fold(&known.name) == folded;
            let found = self.departments.iter().filter(is_it).find(|known| parent.is_none() || known.parent == parent);
            parent = Some(match found {
                Some(known) => known.id.clone(),
                None => self.make_department(till, name, &folded, parent.take())?,
            });
        }
        Ok(parent)
    }

    fn make_department(
        &mut self,
        till: &mut Till,
        name: &str,
        folded: &str,
        parent: Option<DepartmentId>,
    ) -> Result<DepartmentId, Error> {
        let is_taken = |code: &str| self.departments.iter().any(|known| known.id.as_str() == code);
        let id = DepartmentId::new(code_after(folded, "rayon", is_taken));
        let department = Department { id: id.clone(), name: name.to_owned(), parent };
        till.store.make_department_in(self.batch, &department)?;
        self.report.departments.push(department.name.clone());
        self.departments.push(department);
        Ok(id)
    }
}

/// The code of something new, after its name: the first that is free.
pub(crate) fn code_after(name: &str, fallback: &str, taken: impl Fn(&str) -> bool) -> String {
    let folded = fold(name);
    let parts: Vec<&str> = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let slug = if parts.is_empty() { fallback.to_owned() } else { parts.join("-") };
    let numbered = (2_u64..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.clone()).chain(numbered).find(|code| !taken(code)).unwrap_or(slug)
}

/// A barcode as the till keeps it.
fn normal(written: &str) -> Result<String, ItemIssue> {
    use comptoir_domain::code::CodeError;
    let issue = |expected| ItemIssue::Code { written: written.to_owned(), expected };
    match ScannedCode::read(written) {
        Ok(code) => Ok(code.text),
        Err(CodeError::WrongCheckDigit { expected, .. }) => Err(issue(char::from_digit(u32::from(expected), 10))),
        Err(_) => Err(issue(None)),
    }
}

fn known(till: &Till, read: &ItemRow, codes: &[String]) -> Result<Option<Item>, Error> {
    if let Some(sku) = &read.sku {
        return Ok(till.store.item(&Sku::new(sku))?);
    }
    for code in codes {
        if let Some(item) = till.store.item_by_code(code)? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn changed(mut item: Item, read: &ItemRow, codes: Vec<String>, department: Option<DepartmentId>) -> Item {
    item.label.clone_from(&read.label);
    item.department = department.unwrap_or(item.department);
    item.vat_rate = read.vat_rate.unwrap_or(item.vat_rate);
    item.price = read.price.unwrap_or(item.price);
    item.cost = read.cost.or(item.cost);
    item.unit = read.unit.unwrap_or(item.unit);
    item.discountable = read.discountable.unwrap_or(item.discountable);
    item.points = read.points.unwrap_or(item.points);
    for code in codes {
        if !item.codes.contains(&code) {
            item.codes.push(code);
        }
    }
    item.tags.extend(read.tags.iter().cloned());
    item
}

/// What a new item cannot do without.
fn missing(read: &ItemRow) -> Vec<ItemIssue> {
    let departments = read.department.iter().flat_map(|path| path.split(WITHIN));
    let has_department = departments.into_iter().any(|name| !name.trim().is_empty());
    let missing = [
        (!has_department).then_some(ItemIssue::NoDepartment),
        read.vat_rate.is_none().then_some(ItemIssue::NoRate),
        read.price.is_none().then_some(ItemIssue::NoPrice),
    ];
    missing.into_iter().flatten().collect()
}

fn new_item(read: &ItemRow, codes: Vec<String>, department: Option<DepartmentId>) -> Option<Item> {
    let sku = read.sku.clone().or_else(|| codes.first().cloned())?;
    let item = Item {
        sku: Sku::new(sku),
        label: String::new(),
        kind: LineKind::Item,
        department: department?,
        departments: Vec::new(),
        vat_rate: read.vat_rate?,
        price: read.price?,
        prices: BTreeMap::new(),
        cost: None,
        unit: Unit::Piece,
        discountable: true,
        tags: BTreeSet::new(),
        points: Points::ZERO,
        codes: Vec::new(),
    };
    Some(changed(item, read, codes, None))
}
