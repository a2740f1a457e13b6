//! Switching programs on and off, setting them, ordering and combining them.

use std::path::PathBuf;

use chrono::NaiveDate;
use comptoir_domain::id::ProgramId;
use comptoir_journal::Event;
use comptoir_policy::breaker::Breaker;

use super::{Basis, Combine, Loaded, ProgramRow, Programs, to_json};
use crate::error::{Error, Invalid, NotFound};
use crate::till::Till;

/// What the merchant wants to switch on.
#[derive(Clone, Debug)]
pub struct NewProgram {
    /// The short name of the program; the policy's id when not told.
    pub id: Option<ProgramId>,
    /// The package's folder or archive.
    pub package: PathBuf,
    /// Settings as typed: `KEY=VALUE`.
    pub settings: Vec<String>,
    /// The first day it runs.
    pub from: Option<NaiveDate>,
    /// The last day it runs.
    pub until: Option<NaiveDate>,
}

impl Till {
    /// Switches a policy on as a program, or an existing program on again, with a newer package and
    /// other settings if need be. The package is copied into the shop's folder, so that past sales can
    /// always be explained by the code that made them.
    ///
    /// # Errors
    ///
    /// [`Error::Policy`] for a package that cannot be used, [`Error::Package`] for one with a signature
    /// that is bad or of a key that is not trusted, [`Invalid::Setting`] for settings.
    pub fn enable_program(&mut self, new: &NewProgram) -> Result<ProgramId, Error> {
        let package = self.load_package(&new.package)?;
        let manifest = package.manifest();
        let id = new.id.clone().unwrap_or_else(|| ProgramId::new(manifest.id.clone()));
        let existing = self.programs.find(&id);
        // A program that runs keeps its days; one that is switched on again has those that are said now.
        let running = existing.filter(|program| program.row.enabled);
        let first = new.from.or(running.and_then(|program| program.row.from));
        let last_day = new.until.or(running.and_then(|program| program.row.until));
        if let (Some(from), Some(until)) = (first, last_day)
            && from > until
        {
            let problem =
                self.language.pick("le premier jour vient après le dernier", "the first day comes after the last");
            let problem = format!("{from} > {until}, {problem}");
            return Err(Invalid::Setting { key: "from".to_owned(), problem }.into());
        }
        let kept = existing.map(|program| program.settings.clone()).unwrap_or_default();
        let settings = self.changed_settings(manifest, &kept, &new.settings)?;
        let policy = self.programs.host.load(&package).map_err(|error| self.policy_error(manifest, &error))?;
        self.prepared(&package, policy.prepare(&settings))?;
        let folder = self.keep_package(&package)?;
        let last = self.programs.loaded.iter().map(|program| program.row.position).max().unwrap_or(0);
        let row = ProgramRow {
            id: id.clone(),
            policy: manifest.id.clone(),
            version: manifest.version.clone(),
            digest: package.digest().to_owned(),
            engine: manifest.engine.name().to_owned(),
            package: folder,
            settings: to_json(&settings),
            enabled: true,
            position: existing.map_or(last + 1, |program| program.row.position),
            basis: existing.map_or(Basis::Remainder, |program| program.row.basis),
            pool: existing.and_then(|program| program.row.pool.clone()),
            combine: existing.map_or(Combine::Stack, |program| program.row.combine),
            from: first,
            until: last_day,
            breaker: to_json(&Breaker::default()),
        };
        self.store_program(&row)?;
        Ok(id)
    }

    /// Switches a program off; its counters stay.
    ///
    /// # Errors
    ///
    /// [`NotFound::Program`].
    pub fn disable_program(&mut self, id: &ProgramId) -> Result<(), Error> {
        let mut row = self.program(id)?.row.clone();
        row.enabled = false;
        self.store_program(&row)
    }

    /// Changes the order in which programs are evaluated: those named come first, in this order.
    ///
    /// # Errors
    ///
    /// [`NotFound::Program`]; then nothing has changed.
    pub fn order_programs(&mut self, first: &[ProgramId]) -> Result<(), Error> {
        for id in first {
            self.program(id)?;
        }
        let rest = self.programs.loaded.iter().map(|program| program.row.id.clone()).filter(|id| !first.contains(id));
        let order: Vec<ProgramId> = first.iter().cloned().chain(rest).collect();
        for (position, id) in (1..).zip(&order) {
            let row = &self.program(id)?.row;
            if row.position != position {
                let row = ProgramRow { position, ..row.clone() };
                self.store_program(&row)?;
            }
        }
        Ok(())
    }

    /// Changes which prices a program sees and how it gets along with the others of its pool; what is not
    /// named stays as it is. A pool named without a rule keeps the best of its programs.
    ///
    /// # Errors
    ///
    /// [`NotFound::Program`], or [`Invalid::Setting`] for a rule that needs a pool and has none.
    pub fn combine_program(
        &mut self,
        id: &ProgramId,
        basis: Option<Basis>,
        pool: Option<&str>,
        combine: Option<Combine>,
    ) -> Result<(), Error> {
        let row = &self.program(id)?.row;
        let pool = pool.map(str::trim).filter(|pool| !pool.is_empty()).map(str::to_owned).or_else(|| row.pool.clone());
        let chosen = combine.unwrap_or(if pool == row.pool { row.combine } else { Combine::Best });
        if chosen != Combine::Stack && pool.is_none() {
            let problem = self.language.pick("il faut nommer un groupe", "a pool must be named").to_owned();
            return Err(Invalid::Setting { key: "pool".to_owned(), problem }.into());
        }
        let pool = pool.filter(|_| chosen != Combine::Stack);
        let row = ProgramRow { basis: basis.unwrap_or(row.basis), pool, combine: chosen, ..row.clone() };
        self.store_program(&row)
    }

    /// Changes settings of a program.
    ///
    /// # Errors
    ///
    /// [`NotFound::Program`], or [`Invalid::Setting`]; then nothing has changed.
    pub fn set_program(&mut self, id: &ProgramId, assignments: &[String]) -> Result<(), Error> {
        let program = self.program(id)?;
        let package = program.package.as_ref().ok_or_else(|| Error::Policy {
            policy: program.row.policy.clone(),
            problem: program.policy.as_ref().err().cloned().unwrap_or_default(),
        })?;
        let settings = self.changed_settings(package.manifest(), &program.settings, assignments)?;
        if let Ok(policy) = &program.policy {
            self.prepared(package, policy.prepare(&settings))?;
        }
        let row = ProgramRow { settings: to_json(&settings), ..program.row.clone() };
        self.store_program(&row)
    }

    pub(crate) fn program(&self, id: &ProgramId) -> Result<&Loaded, Error> {
        self.programs.find(id).ok_or_else(|| NotFound::Program(id.to_string()).into())
    }

    pub(super) fn store_program(&mut self, row: &ProgramRow) -> Result<(), Error> {
        self.store.put_program(row)?;
        let state = if row.enabled { "on" } else { "off" };
        let detail = format!("{} {state} {} {} {} {}", row.id, row.policy, row.version, row.digest, row.settings);
        self.log(Event::PROGRAM_CHANGED, &detail)?;
        self.programs = Programs::load(&self.dir, &self.store, self.language)?;
        self.pasts.forget();
        Ok(())
    }
}
