//! A file of customers, behind the desk: its folder, its columns, and taking it in.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use comptoir_app::customers::{ImportOptions, ImportPreview, ImportReport, refused_beside, refused_kept};
use comptoir_app::{Error, Till};
use comptoir_domain::id::ProgramId;

use crate::office::folder::{self, Folder};

/// How files that can be imported end.
const ENDINGS: [&str; 6] = ["csv", "txt", "tsv", "xlsx", "xls", "ods"];

/// What is asked.
#[derive(Clone, Debug)]
pub enum ImportAsk {
    /// What a folder holds; a file that is named instead is opened.
    Folder(PathBuf),
    /// How a file is written, and what its columns are.
    Look(PathBuf, ImportOptions),
    /// Take it in, until it is said to stop.
    Run(PathBuf, ImportOptions, Arc<AtomicBool>),
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
        ImportAsk::Look(path, options) => {
            let preview = till.preview_import(&path, &options)?;
            let seen = Seen { preview, fields: till.import_fields()?, counters: till.point_counters() };
            tell(ImportTell::Preview(Box::new(seen)));
        }
        ImportAsk::Run(path, mut options, stop) => {
            options.refused = (!options.dry_run).then(|| refused_beside(&path));
            let report = till.import_customers(&path, &options, &mut |done| tell(ImportTell::Progress(done)), &stop)?;
            let kept = refused_kept(options.refused.as_deref(), report.refused).map(Path::to_owned);
            tell(ImportTell::Report(Box::new(report), kept));
        }
    }
    Ok(())
}
