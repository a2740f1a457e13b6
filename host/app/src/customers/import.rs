//! Files of customers from elsewhere: looked at, mapped, read row by row, taken in as one batch.

use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use comptoir_domain::customer::Customer;
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_exchange::field::{CustomerField, Field};
use comptoir_exchange::mapping::Mapping;
use comptoir_exchange::read::{CustomerReader, CustomerRow, Reading};
use comptoir_exchange::refused::RefusedWriter;
use comptoir_exchange::table::{Options, Table};
use comptoir_exchange::write::Style;
use comptoir_store::Hand;

use crate::clock::Clock;
use crate::error::{Error, Invalid};
use crate::till::Till;

mod preview;
mod take;

pub use preview::{ColumnChoice, ImportPreview, column_said, import_field, refused_beside, refused_kept};
pub(crate) use preview::{fields_of, preview_of};
use take::Taker;

/// Rows that are written between two commits.
const AT_ONCE: u64 = 50_000;
/// Problems that a report repeats; all of them are in the file of refused rows.
const MOST_PROBLEMS: usize = 200;
/// Where a mapping is remembered among the shop's settings, by the digest of its headers.
const REMEMBERED: &str = "import-mapping-";

/// What becomes of a row whose customer seems to be there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// It is left out, and told.
    #[default]
    Skip,
    /// The file that is there takes what the row says.
    Update,
    /// It becomes a file of its own.
    Create,
}

/// How a file is to be imported.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Columns that are something else than proposed, counted from 0, each with its field.
    pub columns: Vec<(usize, CustomerField)>,
    /// The sheet of a workbook; the first one when none is named.
    pub sheet: Option<String>,
    /// Whether `DUPONT` becomes `Dupont`.
    pub repair_case: bool,
    /// What becomes of customers who seem to be there.
    pub duplicates: Duplicates,
    /// The counter that points go to: program and counter.
    pub points: Option<(ProgramId, String)>,
    /// Does everything, and keeps nothing of it.
    pub dry_run: bool,
    /// Where refused rows are written.
    pub refused: Option<PathBuf>,
}

/// Something that was left out or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The line of the file.
    pub line: u64,
    /// Where, what and what became of it, in words.
    pub words: String,
    /// Whether the whole row was refused.
    pub refused: bool,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Rows that were read.
    pub rows: u64,
    /// Files opened, or items made.
    pub created: u64,
    /// Files or items changed.
    pub updated: u64,
    /// Rows that say what the shop knew.
    pub unchanged: u64,
    /// Rows left out because the customer seems to be there.
    pub duplicates: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Cells that were left out of rows that were taken.
    pub dropped: u64,
    /// Customers whose balances came with them: points, account, credit notes, gift vouchers.
    pub opened: u64,
    /// Departments that the shop did not have, by name.
    pub departments: Vec<String>,
    /// The first problems.
    pub problems: Vec<RowProblem>,
    /// The batch, to take it back; none of a dry run.
    pub batch: Option<i64>,
    /// Whether it was stopped, and all of it taken back.
    pub cancelled: bool,
}

impl Till {
    /// Imports a file as one batch that can be taken back. Reports rows that are done; when `stop` is set
    /// everything is taken back. A dry run is the import itself, in one transaction that is not kept: rows of the file
    /// meet each other as they will.
    ///
    /// # Errors
    ///
    /// [`Error::Exchange`] when the file cannot be read or its columns cannot be used; nothing is written
    /// then.
    pub fn import_customers(
        &mut self,
        path: &Path,
        options: &ImportOptions,
        progress: &mut dyn FnMut(u64),
        stop: &AtomicBool,
    ) -> Result<ImportReport, Error> {
        if !options.dry_run {
            return self.take_file(path, options, (progress, stop));
        }
        let report = self.in_one_if(|till| Ok((till.take_file(path, options, (progress, stop))?, false)))?;
        Ok(ImportReport { batch: None, ..report })
    }

    fn take_file(
        &mut self,
        path: &Path,
        options: &ImportOptions,
        (progress, stop): (&mut dyn FnMut(u64), &AtomicBool),
    ) -> Result<ImportReport, Error> {
        let mut table = self.open_table(path, options)?;
        let mapping = self.mapping(&table, options)?;
        if let Some(clash) = mapping.clashes().first() {
            return Err(self.exchange_error(path, clash.message(self.language)));
        }
        let refused = options.refused.as_deref().map(|path| self.refused_rows(path, &table)).transpose()?;
        let at = self.now();
        let operator = self.operator.clone();
        let mut hand = Hand { at, operator: &operator, batch: None };
        self.store.forget_sizes()?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let batch = self.store.open_batch("import", &name, &hand)?;
        hand.batch = Some(batch);
        let report = ImportReport { batch: Some(batch), ..ImportReport::default() };
        let remembered = format!("{REMEMBERED}{}", mapping.digest());
        self.store.set_setting(&remembered, &mapping.to_toml())?;
        let today = Clock::business_day(at);
        let reading = Reading { repair_case: options.repair_case, ..Reading::new(today) };
        let reader = CustomerReader::new(&mapping, reading);
        let mut taker = Taker { reader, options, report, refused, path, openings: Vec::new() };
        let mut more = true;
        while more && !stop.load(Ordering::Relaxed) {
            let mut take = |till: &mut Self| taker.take_rows(till, &mut table, &hand, (&mut *progress, stop));
            // A savepoint around so many rows would keep each page as it was before each of them.
            more = if options.dry_run { take(self)? } else { self.in_one(take)? };
            progress(taker.report.rows);
        }
        let (mut report, refused, openings) = (taker.report, taker.refused, taker.openings);
        if let Some(refused) = refused {
            refused.finish().map_err(|error| self.exchange_error(path, error.message(self.language)))?;
        }
        if more {
            if !options.dry_run {
                self.undo_batch(batch, &mut |_| ())?;
            }
        } else if !openings.is_empty() {
            self.open_balances(&openings, today, &format!("import {batch}"))?;
            report.opened = openings.len() as u64;
        }
        report.cancelled = more;
        self.pasts.forget();
        Ok(report)
    }

    /// Does many writes of the till in one transaction.
    pub(crate) fn in_one<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.in_one_if(|till| work(till).map(|done| (done, true)))
    }

    /// Does many writes of the till in one transaction, and tells whether to keep them; not to is to have tried.
    pub(crate) fn in_one_if<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<(T, bool), Error>,
    ) -> Result<T, Error> {
        self.store.begin_bulk()?;
        self.mirror_waits += 1;
        // A panic must not leave the transaction open: later sales would seem written and be lost.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(self)));
        self.mirror_waits -= 1;
        let kept = matches!(done, Ok(Ok((_, true))));
        if !kept {
            // What was looked up in between is no more.
            self.pasts.forget();
        }
        self.store.end_bulk(kept)?;
        if kept && self.mirror_waits == 0 {
            self.mirror_head();
        }
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)).map(|(done, _)| done)
    }

    pub(crate) fn open_table(&self, path: &Path, options: &ImportOptions) -> Result<Table, Error> {
        let how = Options { sheet: options.sheet.clone(), ..Options::default() };
        Table::open(path, &how).map_err(|error| self.exchange_error(path, error.message(self.language)))
    }

    pub(crate) fn exchange_error(&self, path: &Path, problem: impl Into<String>) -> Error {
        Error::Exchange { path: path.display().to_string(), problem: problem.into() }
    }

    fn mapping(&self, table: &Table, options: &ImportOptions) -> Result<Mapping<CustomerField>, Error> {
        let mut mapping = self.mapping_of(table, REMEMBERED)?;
        for (index, field) in &options.columns {
            let unknown = |_| Error::from(Invalid::FormField(format!("colonne {}", index + 1)));
            mapping.choose(*index, field.clone()).map_err(unknown)?;
        }
        Ok(mapping)
    }

    /// The mapping that was used for these headers last, kept under that name among the settings, or the proposed one.
    pub(crate) fn mapping_of<F: Field>(&self, table: &Table, name: &str) -> Result<Mapping<F>, Error> {
        let proposed = Mapping::propose(table.headers(), table.sample());
        let remembered = self.store.setting(&format!("{name}{}", proposed.digest()))?;
        let remembered = remembered.and_then(|text| Mapping::from_toml(&text, table.headers()).ok());
        Ok(remembered.unwrap_or(proposed))
    }

    pub(crate) fn refused_rows(
        &self,
        path: &Path,
        table: &Table,
    ) -> Result<RefusedWriter<BufWriter<std::fs::File>>, Error> {
        let file = std::fs::File::create(path).map_err(|error| Error::file(path, &error))?;
        let style = Style { language: self.language, ..Style::default() };
        let writer = RefusedWriter::new(BufWriter::new(file), table.headers(), style);
        writer.map_err(|error| self.exchange_error(path, error.message(self.language)))
    }

    /// Finds the file that a row is about: by its id, then by a card; and who else it may be.
    fn same_customer(&self, row: &CustomerRow) -> Result<Option<(Customer, bool)>, Error> {
        if let Some(id) = row.id.as_deref().and_then(|id| id.parse::<CustomerId>().ok())
            && let Some(customer) = self.store.customer(id)?
        {
            return Ok(Some((customer, true)));
        }
        for card in &row.cards {
            if let Some(customer) = self.store.customer_by_card(card)? {
                return Ok(Some((customer, true)));
            }
        }
        Ok(None)
    }

    /// Finds a file with the same phone or e-mail and the same name, or the same name and postcode.
    fn likely_same(&self, customer: &Customer) -> Result<Option<Customer>, Error> {
        use comptoir_contact::similar::{Certainty, judge};
        let wanted = super::duplicates::profile(customer);
        for candidate in self.store.likely(customer)? {
            let Some(found) = self.store.customer(candidate)? else { continue };
            let likeness = judge(&wanted, &super::duplicates::profile(&found));
            if likeness.is_some_and(|likeness| likeness.certainty >= Certainty::Probable) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}
