//! Programs: installed policies with settings, in the merchant's order.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use comptoir_domain::effect::{Accepted, Permissions, Proposal, Text};
use comptoir_domain::facts::{Event as Asked, SaleFacts};
use comptoir_domain::history::Question;
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;
use comptoir_domain::ledger::CounterMovement;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::ProgramRecord;
use comptoir_policy::breaker::{Breaker, State as BreakerState};
use comptoir_policy::{
    CounterRules, CounterSpec, DigestsInFile, Host, Limits, Manifest, Package, Plan, Policy, Settings, Share,
};
use comptoir_store::Store;
pub use comptoir_store::{Basis, Combine, ProgramRow};

use crate::error::Error;
use crate::messages;
use crate::plugins::Origin;
use crate::plugins::index::Index;
use crate::till::Till;

pub mod change;
mod manage;

pub use change::Change as ProgramChange;
pub use manage::NewProgram;
pub use workshop::leave_for_open_till;
mod checks;
mod workshop;

/// The folder of policy packages within the shop's folder, each named by its digest.
pub(crate) const PACKAGES: &str = "policies";
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
    plan: Plan,
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

    /// Gives what runs policies.
    pub(crate) const fn host(&self) -> &Host {
        &self.host
    }

    fn find(&self, id: &ProgramId) -> Option<&Loaded> {
        self.loaded.iter().find(|program| &program.row.id == id)
    }

    /// Finds a counter of a program.
    #[must_use]
    pub fn counter(&self, id: &ProgramId, counter: &str) -> Option<&CounterSpec> {
        self.find(id).and_then(|program| program.counter(counter))
    }

    /// Gives the decimals that the counter of a movement keeps: all, when nobody knows it any more.
    pub(crate) fn places(&self, movement: &CounterMovement) -> u32 {
        self.counter(&movement.program, &movement.counter).map_or(Points::PLACES, |spec| spec.decimals)
    }

    /// Gives the rules of a counter under the settings in force; none for a counter that is no more.
    pub(crate) fn counter_rules(&self, id: &ProgramId, counter: &str) -> CounterRules {
        let program = self.find(id);
        let rules = program.and_then(|program| Some(program.counter(counter)?.rules(&program.settings)));
        rules.unwrap_or_default()
    }

    pub(crate) fn say(&self, id: &ProgramId, text: &Text, language: Language) -> String {
        self.find(id).map(|program| program.say(text, language)).unwrap_or_default()
    }

    /// Gives the breaker of a program, closed when nobody knows it.
    pub(crate) fn breaker(&self, id: &ProgramId) -> Breaker {
        self.find(id).map(|program| program.breaker.clone()).unwrap_or_default()
    }

    /// Takes over breakers that were stored.
    pub(crate) fn take_breakers(&mut self, breakers: Vec<(ProgramId, Breaker)>) {
        for (id, breaker) in breakers {
            if let Some(program) = self.loaded.iter_mut().find(|program| program.row.id == id) {
                program.row.breaker = to_json(&breaker);
                program.breaker = breaker;
            }
        }
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
                let (policy, plan) = planned(policy, &settings, &package, language);
                Self { row, package: Some(package), policy, settings, permissions, plan, breaker, origin: None }
            }
            other => {
                let problem = match other {
                    Ok(_) => language.pick("le paquet a été modifié", "the package was changed").to_owned(),
                    Err(error) => messages::package_error(&error, language),
                };
                let permissions = Permissions::default();
                Self {
                    row,
                    package: None,
                    policy: Err(problem),
                    settings: stored,
                    permissions,
                    plan: Plan::default(),
                    breaker,
                    origin: None,
                }
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

    /// Gives what the program asks about a customer's past.
    pub(crate) fn questions(&self) -> &[Question] {
        &self.plan.questions
    }

    /// Tells whether the policy answers to an event.
    pub(crate) fn listens_to(&self, event: Asked) -> bool {
        self.manifest().is_some_and(|manifest| manifest.listens_to(event))
    }

    /// Leaves out of the facts what the manifest does not ask for.
    pub(crate) fn told(&self, facts: SaleFacts) -> SaleFacts {
        match self.manifest() {
            Some(manifest) => manifest.told(facts),
            None => facts,
        }
    }

    fn counter(&self, counter: &str) -> Option<&CounterSpec> {
        self.manifest().and_then(|manifest| manifest.counters.iter().find(|spec| spec.name == counter))
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
                "pas évalué : les programmes précédents ont épuisé ce qu'une vente permet de calcul",
                "not evaluated: the programs before used up what a sale allows to compute",
            )
            .to_owned()
    }

    /// Evaluates the policy; what fails comes back as words. Tells what it used of what one evaluation may.
    pub(crate) fn evaluate(
        &self,
        facts: &SaleFacts,
        explain: bool,
        limits: &Limits,
        language: Language,
    ) -> (Result<Proposal, String>, Share) {
        let policy = match &self.policy {
            Err(trouble) => return (Err(trouble.clone()), Share::NONE),
            Ok(_) if !self.listens_to(facts.event) => return (Ok(Proposal::default()), Share::NONE),
            Ok(policy) => policy,
        };
        match policy.evaluate(&self.settings, facts, explain) {
            Ok(answer) => (Ok(answer.proposal), limits.share(answer.cost, facts.lines.len())),
            Err(fault) => (Err(messages::fault(&fault, language)), Share::WHOLE),
        }
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
            gifts: Vec::new(),
            yielded: None,
            told: None,
        }
    }

    pub(crate) fn skipped(&self, fault: &str) -> ProgramRecord {
        ProgramRecord { fault: Some(fault.to_owned()), ..self.skipped_record() }
    }
}

/// Asks a policy once for its plan; one that fails at it cannot run.
fn planned(
    policy: Result<Arc<dyn Policy>, String>,
    settings: &Settings,
    package: &Package,
    language: Language,
) -> (Result<Arc<dyn Policy>, String>, Plan) {
    let prepared = policy.as_ref().map_err(Clone::clone).and_then(|policy| {
        policy.prepare(settings).map_err(|error| {
            let (key, problem) = messages::prepare_error(&error, package.catalog(), language);
            if key.is_empty() { problem } else { format!("{key} : {problem}") }
        })
    });
    match prepared {
        Ok(plan) => (policy, plan),
        Err(problem) => (Err(problem), Plan::default()),
    }
}

impl Till {
    /// Gives the title of a program for people: that of its policy, or its short name when the package
    /// cannot be read.
    #[must_use]
    pub fn program_title(&self, id: &ProgramId) -> String {
        let manifest = self.programs.find(id).and_then(Loaded::manifest);
        manifest.map_or_else(|| id.to_string(), |manifest| manifest.title.get(self.language).to_owned())
    }

    /// Puts words of a program into the language of whoever asks.
    #[must_use]
    pub fn program_says(&self, id: &ProgramId, text: &Text) -> String {
        self.programs.say(id, text, self.language)
    }

    /// Gives what a counter of a program counts, as its policy calls it; the counter's name when the package
    /// cannot be read.
    #[must_use]
    pub fn counter_unit(&self, program: &ProgramId, counter: &str) -> String {
        let spec = self.programs.counter(program, counter);
        spec.map_or_else(|| counter.to_owned(), |spec| spec.unit.get(self.language).to_owned())
    }

    /// Gives the titles of the programs in force whose package nobody signed.
    #[must_use]
    pub fn unsigned_programs(&self) -> Vec<String> {
        let day = crate::Clock::business_day(self.now());
        let unsigned = self.programs.in_force(day).filter(|program| program.unsigned());
        unsigned.map(|program| self.program_title(&program.row.id)).collect()
    }

    /// Gives the programs.
    #[must_use]
    pub const fn programs(&self) -> &Programs {
        &self.programs
    }
}

pub(crate) fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("settings and breakers are plain data")
}
