//! Programs: installed policies with settings, in the merchant's order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use comptoir_domain::effect::{Accepted, Permissions, Proposal, Text};
use comptoir_domain::facts::SaleFacts;
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;
use comptoir_domain::sale::ProgramRecord;
use comptoir_journal::Event;
use comptoir_policy::breaker::{Breaker, Change, State as BreakerState};
use comptoir_policy::{DigestsInFile, Host, Manifest, Package, Policy, Settings};
use comptoir_store::{ProgramRow, Store};

use crate::error::{Error, Invalid, NotFound};
use crate::messages;
use crate::plugins::Origin;
use crate::plugins::index::Index;
use crate::till::Till;

mod checks;

/// The folder of policy packages within the shop's folder, each named by its digest.
const PACKAGES: &str = "policies";
/// The folder of compiled policies within the shop's folder.
const COMPILED: &str = "policies/compiled";
/// The digests of compiled policies, beside their folder: a file put into it is not believed.
const DIGESTS: &str = "keys/compiled-policies";

/// A program as it was loaded when the shop was opened.
pub struct Loaded {
    pub(crate) row: ProgramRow,
    package: Option<Package>,
    policy: Result<Arc<dyn Policy>, String>,
    settings: Settings,
    permissions: Permissions,
    breaker: Breaker,
    /// Where its package comes from, as far as the shop knows.
    origin: Option<Origin>,
}

/// All programs of the shop, and what runs them.
pub struct Programs {
    host: Host,
    loaded: Vec<Loaded>,
}

impl Programs {
    /// Loads the programs of a shop. One that cannot be loaded stays in the list with its fault.
    pub(crate) fn load(dir: &Path, store: &Store, language: Language) -> Result<Self, Error> {
        let host = host(dir);
        // Sales go on when the index cannot be read: then nothing is known to be signed.
        let index = Index::load(dir).unwrap_or_default();
        let load = |row: ProgramRow| {
            let origin = index.find(&row.digest).map(|known| known.origin.clone());
            Loaded { origin, ..Loaded::load(dir, &host, row, language) }
        };
        let loaded = store.programs()?.into_iter().map(load).collect();
        Ok(Self { host, loaded })
    }

    /// Goes through the programs that are switched on on a day, in the merchant's order.
    pub(crate) fn in_force(&self, day: NaiveDate) -> impl Iterator<Item = &Loaded> {
        let in_force = move |program: &&Loaded| {
            let row = &program.row;
            row.enabled && row.from.is_none_or(|from| day >= from) && row.until.is_none_or(|until| day <= until)
        };
        self.loaded.iter().filter(in_force)
    }

    /// Goes through all programs.
    pub fn iter(&self) -> impl Iterator<Item = &Loaded> {
        self.loaded.iter()
    }

    fn find(&self, id: &ProgramId) -> Option<&Loaded> {
        self.loaded.iter().find(|program| &program.row.id == id)
    }

    pub(crate) fn say(&self, id: &ProgramId, text: &Text, language: Language) -> String {
        self.find(id).map(|program| program.say(text, language)).unwrap_or_default()
    }

    pub(crate) fn note_fault(
        &mut self,
        store: &mut Store,
        id: &ProgramId,
        now: DateTime<FixedOffset>,
    ) -> Result<Option<Change>, Error> {
        let mut change = None;
        self.note(store, id, |breaker| change = breaker.failed(now.with_timezone(&Utc)))?;
        Ok(change)
    }

    pub(crate) fn note_success(
        &mut self,
        store: &mut Store,
        id: &ProgramId,
        now: DateTime<FixedOffset>,
    ) -> Result<(), Error> {
        self.note(store, id, |breaker| breaker.succeeded(now.with_timezone(&Utc)))
    }

    /// Changes a program's breaker, and stores it when that made a difference.
    fn note(&mut self, store: &mut Store, id: &ProgramId, change: impl FnOnce(&mut Breaker)) -> Result<(), Error> {
        let Some(program) = self.loaded.iter_mut().find(|program| &program.row.id == id) else { return Ok(()) };
        let before = program.breaker.clone();
        change(&mut program.breaker);
        if program.breaker != before {
            program.row.breaker = to_json(&program.breaker);
            store.put_program(&program.row)?;
        }
        Ok(())
    }
}

/// What runs the policies of a shop.
pub(crate) fn host(dir: &Path) -> Host {
    Host::new(dir.join(COMPILED)).with_digests(Arc::new(DigestsInFile::new(dir.join(DIGESTS))))
}

impl Loaded {
    fn load(dir: &Path, host: &Host, row: ProgramRow, language: Language) -> Self {
        let package = Package::load(&dir.join(PACKAGES).join(&row.package));
        let breaker = serde_json::from_str(&row.breaker).unwrap_or_default();
        let stored: Settings = serde_json::from_str(&row.settings).unwrap_or_default();
        match package {
            Ok(package) if package.digest() == row.digest => {
                let policy = host.load(&package).map_err(|error| messages::load_error(&error, language));
                let settings = stored.complete(&package.manifest().settings).unwrap_or(stored);
                let permissions = package.manifest().permissions();
                Self { row, package: Some(package), policy, settings, permissions, breaker, origin: None }
            }
            other => {
                let problem = match other {
                    Ok(_) => language.pick("le paquet a été modifié", "the package was changed").to_owned(),
                    Err(error) => messages::package_error(&error, language),
                };
                let permissions = Permissions::default();
                Self { row, package: None, policy: Err(problem), settings: stored, permissions, breaker, origin: None }
            }
        }
    }

    /// Gives what is stored of the program.
    #[must_use]
    pub const fn row(&self) -> &ProgramRow {
        &self.row
    }

    /// Tells where its package comes from, as far as the shop knows.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// Tells that nobody answers for its package: it did not come with the till, and nobody whom the shop
    /// trusts signed it. Screens mark such a program for as long as it runs.
    #[must_use]
    pub const fn unsigned(&self) -> bool {
        !matches!(self.origin, Some(Origin::Bundled | Origin::Signed { .. }))
    }

    /// Gives the settings in force.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Gives the manifest, when the package could be read.
    #[must_use]
    pub fn manifest(&self) -> Option<&Manifest> {
        self.package.as_ref().map(Package::manifest)
    }

    /// Tells why the program cannot run at all, or is paused, when it is so.
    #[must_use]
    pub fn trouble(&self, now: DateTime<FixedOffset>, language: Language) -> Option<String> {
        self.policy.as_ref().err().cloned().or_else(|| self.paused(now, language))
    }

    pub(crate) const fn permissions(&self) -> &Permissions {
        &self.permissions
    }

    /// Tells that the program is left alone after repeated faults, when it is so.
    pub(crate) fn paused(&self, now: DateTime<FixedOffset>, language: Language) -> Option<String> {
        if self.breaker.allows(now.with_timezone(&Utc)) {
            return None;
        }
        Some(match self.breaker.state() {
            BreakerState::Quarantined => language
                .pick(
                    "en quarantaine après des pannes répétées : désactivez-le puis réactivez-le une fois corrigé",
                    "in quarantine after repeated faults: disable it, then enable it once mended",
                )
                .to_owned(),
            _ => language
                .pick(
                    "en pause après des pannes répétées, nouvel essai dans quelques minutes",
                    "paused after repeated faults, tried again in some minutes",
                )
                .to_owned(),
        })
    }

    pub(crate) fn words_late(&self, language: Language) -> String {
        language
            .pick(
                "pas évalué : les programmes précédents ont pris trop de temps",
                "not evaluated: the programs before took too long",
            )
            .to_owned()
    }

    /// Evaluates the policy; what fails comes back as words.
    pub(crate) fn evaluate(&self, facts: &SaleFacts, explain: bool, language: Language) -> Result<Proposal, String> {
        let policy = self.policy.as_ref().map_err(Clone::clone)?;
        let listens = self.manifest().is_some_and(|manifest| manifest.listens_to(facts.event));
        if !listens {
            return Ok(Proposal::default());
        }
        let answer = policy.evaluate(&self.settings, facts, explain);
        answer.map(|answer| answer.proposal).map_err(|fault| messages::fault(&fault, language))
    }

    pub(crate) fn say(&self, text: &Text, language: Language) -> String {
        match (&self.package, text) {
            (Some(package), text) => package.catalog().render(text, language),
            (None, Text::Plain(words)) => words.clone(),
            (None, Text::Key(key, _)) => key.clone(),
        }
    }

    /// The record of a sale in which the program did nothing.
    pub(crate) fn skipped_record(&self) -> ProgramRecord {
        ProgramRecord {
            program: self.row.id.clone(),
            policy: self.row.policy.clone(),
            version: self.row.version.clone(),
            digest: self.row.digest.clone(),
            engine: self.row.engine.clone(),
            accepted: Accepted::default(),
            titles: Vec::new(),
            said: Vec::new(),
            fault: None,
        }
    }

    pub(crate) fn skipped(&self, fault: &str) -> ProgramRecord {
        ProgramRecord { fault: Some(fault.to_owned()), ..self.skipped_record() }
    }
}

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
    /// Gives the title of a program for people: that of its policy, or its short name when the package
    /// cannot be read.
    #[must_use]
    pub fn program_title(&self, id: &ProgramId) -> String {
        let manifest = self.programs.find(id).and_then(Loaded::manifest);
        manifest.map_or_else(|| id.to_string(), |manifest| manifest.title.get(self.language).to_owned())
    }

    /// Gives what a counter of a program counts, as its policy calls it; the counter's name when the package
    /// cannot be read.
    #[must_use]
    pub fn counter_unit(&self, program: &ProgramId, counter: &str) -> String {
        let manifest = self.programs.find(program).and_then(Loaded::manifest);
        let spec = manifest.and_then(|manifest| manifest.counters.iter().find(|spec| spec.name == counter));
        spec.map_or_else(|| counter.to_owned(), |spec| spec.unit.get(self.language).to_owned())
    }

    /// Gives the programs.
    #[must_use]
    pub const fn programs(&self) -> &Programs {
        &self.programs
    }

    /// Switches a policy on as a program, or an existing program on again, with a newer package and
    /// other settings if need be. The package is copied into the shop's folder, so that past sales can
    /// always be explained by the code that made them.
    ///
    /// # Errors
    ///
    /// [`Error::Policy`] for a package that cannot be used, [`Error::Package`] for one with a signature
    /// that is bad or of a key that is not trusted, [`Invalid::Setting`] for settings.
    pub fn enable_program(&mut self, new: &NewProgram) -> Result<ProgramId, Error> {
        if let (Some(from), Some(until)) = (new.from, new.until)
            && from > until
        {
            let problem =
                self.language.pick("le premier jour vient après le dernier", "the first day comes after the last");
            let problem = format!("{from} > {until}, {problem}");
            return Err(Invalid::Setting { key: "from".to_owned(), problem }.into());
        }
        let package = self.load_package(&new.package)?;
        let manifest = package.manifest();
        let id = new.id.clone().unwrap_or_else(|| ProgramId::new(manifest.id.clone()));
        let existing = self.programs.find(&id);
        let kept = existing.map(|program| program.settings.clone()).unwrap_or_default();
        let settings = self.changed_settings(manifest, &kept, &new.settings)?;
        let policy = self.programs.host.load(&package).map_err(|error| self.policy_error(manifest, &error))?;
        self.check_settings(&package, policy.as_ref(), &settings)?;
        self.note_origin(&package)?;
        let folder = package.copy_to(&self.dir.join(PACKAGES)).map_err(|error| Error::Policy {
            policy: manifest.id.clone(),
            problem: messages::package_error(&error, self.language),
        })?;
        let last = self.programs.loaded.iter().map(|program| program.row.position).max().unwrap_or(0);
        let row = ProgramRow {
            id: id.clone(),
            policy: manifest.id.clone(),
            version: manifest.version.clone(),
            digest: package.digest().to_owned(),
            engine: manifest.engine.name().to_owned(),
            package: folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            settings: to_json(&settings),
            enabled: true,
            position: existing.map_or(last + 1, |program| program.row.position),
            from: new.from,
            until: new.until,
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
            self.check_settings(package, policy.as_ref(), &settings)?;
        }
        let row = ProgramRow { settings: to_json(&settings), ..program.row.clone() };
        self.store_program(&row)
    }

    fn program(&self, id: &ProgramId) -> Result<&Loaded, Error> {
        self.programs.find(id).ok_or_else(|| NotFound::Program(id.to_string()).into())
    }

    fn store_program(&mut self, row: &ProgramRow) -> Result<(), Error> {
        self.store.put_program(row)?;
        let state = if row.enabled { "on" } else { "off" };
        let detail = format!("{} {state} {} {} {} {}", row.id, row.policy, row.version, row.digest, row.settings);
        self.log(Event::PROGRAM_CHANGED, &detail)?;
        self.programs = Programs::load(&self.dir, &self.store, self.language)?;
        Ok(())
    }
}

fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("settings and breakers are plain data")
}
