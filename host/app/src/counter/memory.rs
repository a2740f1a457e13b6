//! The unfinished sale, kept in a file so that a power cut, a crash and a closing lose nothing.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use comptoir_domain::draft::Draft;
use serde::{Deserialize, Serialize};

use super::Counter;
use super::tenders::Given;
use crate::error::Error;
use crate::messages;

/// The file's name in the shop's folder.
const FILE: &str = "draft.json";
/// Where one goes that cannot be read.
const DAMAGED: &str = "draft.json.bad";
/// The format of the file.
const FORMAT: u32 = 1;

/// The sale in hand as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Kept {
    format: u32,
    draft: Draft,
    given: Vec<Given>,
    shelf: Option<i64>,
    print: bool,
}

/// What the file held.
pub(super) enum Found {
    Nothing,
    Sale(Box<Kept>),
    /// It cannot be read, and is now there.
    Damaged(PathBuf),
}

/// The file, and what stands in it.
pub(super) struct Memory {
    path: PathBuf,
    text: Option<String>,
}

impl Memory {
    pub(super) fn beside(dir: &Path) -> Self {
        Self { path: dir.join(FILE), text: None }
    }

    /// Reads the file. One that cannot be read is set aside and stops nothing.
    pub(super) fn read(&mut self) -> Found {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Found::Nothing,
            Err(_) => return self.set_aside(),
        };
        match serde_json::from_str::<Kept>(&text) {
            Ok(kept) if kept.format == FORMAT => {
                self.text = Some(text);
                Found::Sale(Box::new(kept))
            }
            _ => self.set_aside(),
        }
    }

    fn set_aside(&self) -> Found {
        let aside = self.path.with_file_name(DAMAGED);
        // Where even this is refused, the next sale that is kept replaces the file.
        let moved = fs::rename(&self.path, &aside).is_ok();
        Found::Damaged(if moved { aside } else { self.path.clone() })
    }

    /// Writes the file, if something else stands in it: to another name, synced, then renamed.
    fn write(&mut self, text: String) -> Result<(), Error> {
        if self.text.as_ref() == Some(&text) {
            return Ok(());
        }
        let unfinished = self.path.with_extension("json.new");
        let written = File::create(&unfinished).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        let renamed = written.and_then(|()| fs::rename(&unfinished, &self.path));
        renamed.map_err(|error| Error::file(&self.path, &error))?;
        self.sync_folder();
        self.text = Some(text);
        Ok(())
    }

    /// Removes the file, if there is one.
    pub(super) fn forget(&mut self) -> Result<(), Error> {
        if self.text.is_none() {
            return Ok(());
        }
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::file(&self.path, &error)),
            _ => {}
        }
        self.sync_folder();
        self.text = None;
        Ok(())
    }

    /// Makes the name in the folder survive a power cut, where the system can.
    fn sync_folder(&self) {
        if let Some(dir) = self.path.parent() {
            let _ = File::open(dir).and_then(|folder| folder.sync_all());
        }
    }
}

impl Counter {
    /// Takes up the sale that was kept, unless it was paid or went on elsewhere since.
    pub(super) fn take_up(&mut self) -> Result<(), Error> {
        let kept = match self.memory.read() {
            Found::Nothing => return Ok(()),
            Found::Damaged(path) => {
                self.notice = Some(messages::memory_damaged(&path, self.till.language()));
                return Ok(());
            }
            Found::Sale(kept) => *kept,
        };
        if self.is_over(&kept)? {
            return self.memory.forget();
        }
        (self.draft, self.given, self.print) = (kept.draft, kept.given, kept.print);
        let parked = self.till.parked()?;
        self.shelf = kept.shelf.filter(|id| parked.iter().any(|parked| parked.id == *id));
        self.recovered = true;
        self.check_papers()?;
        // Groups and prices may have changed since, and the customer may be gone.
        if let Some(customer) = self.draft.customer.as_ref().map(|customer| customer.id)
            && self.till.identify(&mut self.draft, customer).is_err()
        {
            self.draft.identify(None);
        }
        Ok(())
    }

    /// Whether a sale that was kept is paid, or was parked under another number.
    fn is_over(&self, kept: &Kept) -> Result<bool, Error> {
        if self.till.store.sale(kept.draft.id)?.is_some() {
            return Ok(true);
        }
        let parked = self.till.parked()?;
        Ok(parked.iter().any(|parked| parked.draft.id == kept.draft.id && Some(parked.id) != kept.shelf))
    }

    /// Papers may have been spent since they were given: what they hold is looked at again.
    fn check_papers(&mut self) -> Result<(), Error> {
        for given in &mut self.given {
            if let Some(code) = &given.code {
                given.holds = self.till.store.credit_by_code(code)?.map(|credit| credit.balance).unwrap_or_default();
            }
        }
        Ok(())
    }

    /// Keeps the sale in hand, or forgets it when nothing is in hand.
    pub(super) fn keep(&mut self) -> Result<(), Error> {
        if !self.has_something_in_hand() {
            return self.memory.forget();
        }
        let kept = Kept {
            format: FORMAT,
            draft: self.draft.clone(),
            given: self.given.clone(),
            shelf: self.shelf,
            print: self.print,
        };
        let text = serde_json::to_string(&kept).expect("a draft is plain data");
        self.memory.write(text)
    }

    fn has_something_in_hand(&self) -> bool {
        let draft = &self.draft;
        !draft.lines.is_empty()
            || !draft.vouchers.is_empty()
            || draft.customer.is_some()
            || draft.discount.is_some()
            || !self.given.is_empty()
    }
}
