//! What the merchant's desk shows.

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use comptoir_domain::effect::{Ceilings, EffectKind};
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;
use comptoir_policy::{Manifest, Settings};
use comptoir_store::{CounterResults, ProgramResults};

use super::form::day_typed;
use super::source::Source;
use super::{FactKind, Form, Office, Origin};
use crate::clock::Clock;
use crate::error::Error;
use crate::plugins::index::Index;
use crate::programs::{Basis, Combine, Loaded};

/// Names a card.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardId {
    /// A program of the shop.
    Program(ProgramId),
    /// A policy that is no program yet, by its id and version, or by its file when it cannot be read.
    Policy(String),
}

/// As a screen names its rows: `p:points`, `a:loyalty-spend@1.0.0`.
impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program(id) => write!(f, "p:{id}"),
            Self::Policy(id) => write!(f, "a:{id}"),
        }
    }
}

impl CardId {
    /// Reads what [`fmt::Display`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':')? {
            ("p", id) => Some(Self::Program(ProgramId::new(id))),
            ("a", id) => Some(Self::Policy(id.to_owned())),
            _ => None,
        }
    }
}

/// One program, or one policy that could be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Which one.
    pub id: CardId,
    /// Its name.
    pub title: String,
    /// What it does, in one sentence.
    pub description: String,
    /// Who wrote it, as its manifest says.
    pub author: String,
    /// Its version.
    pub version: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The version that comes with Comptoir now, when it is another than this one.
    pub update: Option<String>,
    /// Whether it is switched on.
    pub enabled: bool,
    /// The first day it runs.
    pub from: Option<NaiveDate>,
    /// The last day it runs.
    pub until: Option<NaiveDate>,
    /// Why it does not run, when it should.
    pub trouble: Option<String>,
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Today.
    pub day: NaiveDate,
    /// The programs of the shop, in their order.
    pub programs: Vec<Card>,
    /// The policies that are no program yet.
    pub policies: Vec<Card>,
    /// Where policies are looked for.
    pub folder: String,
    /// The period that is proposed for a trial, as typed.
    pub period: (String, String),
}

/// When a program runs and how it gets along with the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activation {
    /// The first day, as typed.
    pub from: String,
    /// The last day, as typed.
    pub until: String,
    /// Which prices it sees.
    pub basis: Basis,
    /// How it gets along with the others of its pool.
    pub combine: Combine,
    /// The name of its pool.
    pub pool: String,
}

/// All about one card.
#[derive(Clone, Debug)]
pub struct Page {
    /// The card.
    pub card: Card,
    /// Its settings; none when its package cannot be read.
    pub form: Option<Form>,
    /// When and how it runs.
    pub activation: Activation,
    /// The pools of other programs.
    pub pools: Vec<String>,
    /// What its counters count, for people.
    pub units: Vec<String>,
    /// What it may do.
    pub effects: BTreeSet<EffectKind>,
    /// The most it may give in one sale.
    pub ceilings: Ceilings,
    /// What it is told beyond the sale.
    pub facts: BTreeSet<FactKind>,
}

/// What a program gave, with the names of its counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// Whose.
    pub program: ProgramId,
    /// The first and the last day.
    pub period: (NaiveDate, NaiveDate),
    /// The figures.
    pub figures: ProgramResults,
    /// The counters.
    pub counters: Vec<Counted>,
}

/// One counter of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What it counts, for people.
    pub unit: String,
    /// Its figures.
    pub figures: CounterResults,
}

impl Results {
    pub(super) fn new(
        program: ProgramId,
        period: (NaiveDate, NaiveDate),
        figures: ProgramResults,
        unit: impl Fn(&str) -> String,
    ) -> Self {
        let counters = figures.counters.iter().map(|(name, figures)| Counted { unit: unit(name), figures: *figures });
        Self { program, period, counters: counters.collect(), figures }
    }
}

impl Office {
    /// Gives the list.
    #[must_use]
    pub fn view(&self) -> View {
        let used = |policy: &str| self.till.programs().iter().any(|program| program.row().policy == policy);
        let free = self.sources.iter().filter(|source| source.id().is_none_or(|id| !used(id)));
        let policies = free.filter(|source| !self.is_script_of_another(source));
        let index = Index::load(self.till.dir()).unwrap_or_default();
        View {
            day: Clock::business_day(self.till.now()),
            programs: self.till.programs().iter().map(|program| self.card(program, &index)).collect(),
            policies: policies.map(|source| self.policy_card(source)).collect(),
            folder: self.policies.display().to_string(),
            period: self.trial_period(),
        }
    }

    /// Whether a policy is another one of those delivered, written as a script to learn from: to a merchant they are
    /// the same thing twice.
    fn is_script_of_another(&self, source: &Source) -> bool {
        let other = source.id().and_then(|id| id.strip_suffix("-script"));
        source.origin == Origin::Bundled && other.is_some_and(|other| self.delivered(other).is_some())
    }

    fn card(&self, program: &Loaded, index: &Index) -> Card {
        let (row, language) = (program.row(), self.till.language());
        let manifest = program.manifest();
        let words = |get: fn(&Manifest) -> &comptoir_policy::manifest::Words| {
            manifest.map(|manifest| get(manifest).get(language).to_owned())
        };
        Card {
            id: CardId::Program(row.id.clone()),
            title: words(|manifest| &manifest.title).unwrap_or_else(|| row.id.to_string()),
            description: words(|manifest| &manifest.description).unwrap_or_default(),
            author: manifest.map(|manifest| manifest.author.clone()).unwrap_or_default(),
            version: row.version.clone(),
            origin: index.find(&row.digest).map_or(Origin::Unsigned, |known| known.origin.clone()),
            update: self.update(&row.policy, &row.digest),
            enabled: row.enabled,
            from: row.from,
            until: row.until,
            trouble: program.trouble(self.till.now(), language),
        }
    }

    fn policy_card(&self, source: &Source) -> Card {
        let language = self.till.language();
        let manifest = source.package.as_ref().ok().map(comptoir_policy::Package::manifest);
        let text = |get: fn(&Manifest, Language) -> &str| manifest.map(|manifest| get(manifest, language).to_owned());
        Card {
            id: CardId::Policy(source.name.clone()),
            title: text(|manifest, language| manifest.title.get(language)).unwrap_or_else(|| source.name.clone()),
            description: text(|manifest, language| manifest.description.get(language)).unwrap_or_default(),
            author: text(|manifest, _| &manifest.author).unwrap_or_default(),
            version: text(|manifest, _| &manifest.version).unwrap_or_default(),
            origin: source.origin.clone(),
            update: None,
            enabled: false,
            from: None,
            until: None,
            trouble: source.package.as_ref().err().cloned(),
        }
    }

    /// The version that comes with Comptoir, when it is another than the package with that digest.
    fn update(&self, policy: &str, digest: &str) -> Option<String> {
        let package = self.delivered(policy)?.package.as_ref().ok()?;
        Some(package.manifest().version.clone()).filter(|_| package.digest() != digest)
    }

    /// Gives all about one card.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::NotFound) for a card that is no more, or what the store says.
    pub fn page(&self, id: &CardId) -> Result<Page, Error> {
        let mut page = match id {
            CardId::Program(program) => self.program_page(self.program(program)?),
            CardId::Policy(policy) => self.policy_page(policy)?,
        };
        if let Some(form) = &mut page.form {
            self.name_codes(form)?;
        }
        Ok(page)
    }

    fn program_page(&self, program: &Loaded) -> Page {
        let row = program.row();
        let typed = |day: Option<NaiveDate>| day.map(day_typed).unwrap_or_default();
        let activation = Activation {
            from: typed(row.from),
            until: typed(row.until),
            basis: row.basis,
            combine: row.combine,
            pool: row.pool.clone().unwrap_or_default(),
        };
        let index = Index::load(self.till.dir()).unwrap_or_default();
        self.page_of(self.card(program, &index), program.manifest(), Some(program.settings()), activation)
    }

    fn policy_page(&self, policy: &str) -> Result<Page, Error> {
        let source = self.source(policy)?;
        let manifest = source.package.as_ref().ok().map(comptoir_policy::Package::manifest);
        Ok(self.page_of(self.policy_card(source), manifest, None, Activation::default()))
    }

    fn units(&self, manifest: &Manifest) -> Vec<String> {
        manifest.counters.iter().map(|counter| counter.unit.get(self.till.language()).to_owned()).collect()
    }

    fn page_of(&self, card: Card, manifest: Option<&Manifest>, set: Option<&Settings>, activation: Activation) -> Page {
        let form = manifest.map(|manifest| {
            let defaults = Settings::defaults(&manifest.settings);
            Form::new(manifest, set.unwrap_or(&defaults), self.till.language())
        });
        let others = self.till.programs().iter().filter(|other| CardId::Program(other.row().id.clone()) != card.id);
        let pools: BTreeSet<String> = others.filter_map(|program| program.row().pool.clone()).collect();
        Page {
            card,
            form,
            activation,
            pools: pools.into_iter().collect(),
            units: manifest.map(|manifest| self.units(manifest)).unwrap_or_default(),
            effects: manifest.map(|manifest| manifest.effects.clone()).unwrap_or_default(),
            ceilings: manifest.map(|manifest| manifest.ceilings).unwrap_or_default(),
            facts: manifest.map(|manifest| manifest.facts.clone()).unwrap_or_default(),
        }
    }
}
