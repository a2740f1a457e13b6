//! Programs that are being written: what `plugin dev` leaves in the folder `dev/` of a demo or training shop is
//! taken up by the till that has the shop open, between two sales.

use std::fs;
use std::path::{Path, PathBuf};

use comptoir_domain::language::Language;
use comptoir_policy::Package;

use super::NewProgram;
use crate::error::Error;
use crate::plugins;
use crate::till::Till;

/// The folder of packages that wait for the open till, each in a folder named by its policy.
const WAITING: &str = "dev";

/// Leaves a package for the till that has a shop open, in place of one that it has not taken up yet.
///
/// # Errors
///
/// [`Error::Policy`] when the shop's folder cannot be written.
pub fn leave_for_open_till(dir: &Path, package: &Package, language: Language) -> Result<(), Error> {
    plugins::write_folder(package, &dir.join(WAITING).join(&package.manifest().id), language)
}

impl Till {
    /// Takes up the packages that wait in a demo or training shop; a real shop never looks. Gives what is in
    /// the way of one in words: then its program stays as it was.
    pub fn take_up_waiting(&mut self) -> Option<String> {
        if !self.shop().mode.is_exercise() {
            return None;
        }
        let problems: Vec<String> = waiting(&self.dir).iter().filter_map(|folder| self.take_up(folder).err()).collect();
        (!problems.is_empty()).then(|| problems.join("\n"))
    }

    /// Switches a program on with a package that waits, which then waits no more, whatever came of it.
    fn take_up(&mut self, folder: &Path) -> Result<(), String> {
        let language = self.language;
        let taken = plugins::open(folder, language).and_then(|package| {
            let id = package.manifest().id.as_str();
            let row = self.programs.iter().map(super::Loaded::row).find(|row| row.id.as_str() == id);
            if row.is_some_and(|row| row.digest == package.digest() && row.enabled) {
                return Ok(());
            }
            let (from, until) = row.map_or((None, None), |row| (row.from, row.until));
            let new = NewProgram { id: None, package: folder.to_owned(), settings: Vec::new(), from, until };
            self.enable_program(&new).map(drop)
        });
        let gone = fs::remove_dir_all(folder).map_err(|error| Error::file(folder, &error));
        taken.and(gone).map_err(|error| error.message(language))
    }
}

/// The packages that wait, whole ones only: one that is being written has a dot in its name.
fn waiting(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir.join(WAITING)).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.retain(|folder| folder.extension().is_none() && folder.is_dir());
    folders.sort();
    folders
}
