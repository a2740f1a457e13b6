//! A file of customers or items, behind the desk: its folder, its columns, and taking it in.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use comptoir_app::customers::{ImportOptions, ImportPreview, ImportReport, import_field, refused_beside, refused_kept};
use comptoir_app::items::{ItemImportOptions, item_field};
use comptoir_app::{Error, Till};
use comptoir_domain::id::ProgramId;

use crate::office::folder::{self, Folder};

/// How files that can be imported end.
const ENDINGS: [&str; 6] = ["csv", "txt", "tsv", "xlsx", "xls", "ods"];

/// What a file or a batch is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Records {
    /// Customers.
    #[default]
    Customers,
    /// Items.
    Items,
}

impl Records {
    /// What a batch is about.
    pub(crate) fn of_batch(is_of_items: bool) -> Self {
        if is_of_items { Self::Items } else { Self::Customers }
    }
}

/// How a file is to be taken in.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What it is about.
    pub records: Records,
    /// Columns that are something else than proposed, counted from 0, each with the key of its field.
    pub columns: Vec<(usize, String)>,
    /// All else; of items, only what files of both kinds know.
    pub options: ImportOptions,
}

impl Plan {
    fn of_customers(&self) -> ImportOptions {
        ImportOptions { columns: fields(&self.columns, import_field), ..self.options.clone() }
    }

    fn of_items(&self) -> ItemImportOptions {
        let ImportOptions { sheet, dry_run, refused, .. } = self.options.clone();
        ItemImportOptions { columns: fields(&self.columns, item_field), sheet, dry_run, refused }
    }
}

fn fields<F>(columns: &[(usize, String)], field: fn(&str) -> Option<F>) -> Vec<(usize, F)> {
    columns.iter().filter_map(|(at, key)| Some((*at, field(key)?))).collect()
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum ImportAsk {
    /// What a folder holds; a file that is named instead is opened.
    Folder(PathBuf),
    /// How a file is written, and what its columns are.
    Look(PathBuf, Plan),
    /// Take it in, until it is said to stop.
    Run(PathBuf, Plan, Arc<AtomicBool>),
}

/// What is told.
#[derive(Clone, Debug)]
pub enum ImportTell {
    /// What a folder holds.
    Folder(Folder),
    /// The file was named.
    File(PathBuf),
    /// How it is written, what its columns are and can be, and the counters that its points can go to.
    Preview(Box<Seen>),
    /// So many rows are done.
    Progress(u64),
    /// What came out, and where refused rows are.
    Report(Box<ImportReport>, Option<PathBuf>),
    /// It cannot be read or taken, and why.
    Failed(String),
}

/// A file as it was looked at.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What it is.
    pub preview: ImportPreview,
    /// What a column can be: key and name.
    pub fields: Vec<(String, String)>,
    /// Where points can go: program, counter and name.
    pub counters: Vec<(ProgramId, String, String)>,
}

/// Answers. What cannot be read is told in the page of the import.
pub(in crate::office::clients) fn answer(till: &mut Till, ask: ImportAsk, tell: &mut dyn FnMut(ImportTell)) {
    let language = till.language();
    if let Err(error) = try_answer(till, ask, tell) {
        tell(ImportTell::Failed(error.message(language)));
    }
}

fn try_answer(till: &mut Till, ask: ImportAsk, tell: &mut dyn FnMut(ImportTell)) -> Result<(), Error> {
    match ask {
        ImportAsk::Folder(path) if path.is_file() => tell(ImportTell::File(path)),
        ImportAsk::Folder(path) => {
            let folder = folder::read(&path, &ENDINGS).map_err(|error| Error::file(&path, &error))?;
            tell(ImportTell::Folder(folder));
        }
        ImportAsk::Look(path, plan) => {
            let seen = match plan.records {
                Records::Customers => Seen {
                    preview: till.preview_import(&path, &plan.of_customers())?,
                    fields: till.import_fields()?,
                    counters: till.point_counters(),
                },
                Records::Items => Seen {
                    preview: till.preview_items(&path, &plan.of_items())?,
                    fields: till.item_fields(),
                    counters: Vec::new(),
                },
            };
            tell(ImportTell::Preview(Box::new(seen)));
        }
        ImportAsk::Run(path, mut plan, stop) => {
            let refused = (!plan.options.dry_run).then(|| refused_beside(&path));
            plan.options.refused.clone_from(&refused);
            let mut told = |done| tell(ImportTell::Progress(done));
            let report = match plan.records {
                Records::Customers => till.import_customers(&path, &plan.of_customers(), &mut told, &stop)?,
                Records::Items => till.import_items(&path, &plan.of_items(), &mut told, &stop)?,
            };
            // Of an import that was stopped nothing stays.
            let rows = if report.cancelled { 0 } else { report.refused };
            let kept = refused_kept(refused.as_deref(), rows).map(Path::to_owned);
            tell(ImportTell::Report(Box::new(report), kept));
        }
    }
    Ok(())
}
