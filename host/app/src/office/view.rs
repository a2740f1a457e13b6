//! What the merchant's desk shows.

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use comptoir_domain::effect::{Ceilings, EffectKind};
use comptoir_domain::id::ProgramId;
use comptoir_policy::{Manifest, Settings};
use comptoir_store::{CounterResults, ProgramResults};

pub use comptoir_policy::manifest::FactKind;

use super::form::day_typed;
use super::{Form, Office};
use crate::clock::Clock;
use crate::error::Error;
use crate::plugins::Bundled;
use crate::programs::{Basis, Combine, Loaded};

/// Names a card.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardId {
    /// A program of the shop.
    Program(ProgramId),
    /// A policy that is no program yet, by its id, or by its folder when it cannot be read.
    Policy(String),
}

/// As a screen names its rows: `p:points`, `a:loyalty-spend`.
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

/// Where a policy comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Delivered with Comptoir, byte for byte.
    Bundled,
    /// Of the same name as one delivered with Comptoir, of another version or changed.
    OtherVersion {
        /// The version that is delivered now.
        bundled: String,
    },
    /// Signed by somebody whose key the shop trusts.
    Signed(String),
    /// By whoever wrote it.
    Unsigned,
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
        let policies = self.bundled.iter().filter(|bundled| match &bundled.package {
            Ok(package) => !used(&package.manifest().id),
            Err(_) => true,
        });
        View {
            day: Clock::business_day(self.till.now()),
            programs: self.till.programs().iter().map(|program| self.card(program)).collect(),
            policies: policies.map(|bundled| self.policy_card(bundled)).collect(),
            folder: self.policies.display().to_string(),
        }
    }

    fn card(&self, program: &Loaded) -> Card {
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
            origin: self.origin(&row.policy, &row.digest),
            enabled: row.enabled,
            from: row.from,
            until: row.until,
            trouble: program.trouble(self.till.now(), language),
        }
    }

    fn policy_card(&self, bundled: &Bundled) -> Card {
        let language = self.till.language();
        let folder = || bundled.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (id, title, description, author, version, trouble) = match &bundled.package {
            Ok(package) => {
                let m = package.manifest();
                let words = (m.title.get(language).to_owned(), m.description.get(language).to_owned());
                (m.id.clone(), words.0, words.1, m.author.clone(), m.version.clone(), None)
            }
            Err(problem) => (folder(), folder(), String::new(), String::new(), String::new(), Some(problem.clone())),
        };
        let (id, origin) = (CardId::Policy(id), Origin::Bundled);
        Card { id, title, description, author, version, origin, enabled: false, from: None, until: None, trouble }
    }

    /// Tells where the package of a program comes from.
    fn origin(&self, policy: &str, digest: &str) -> Origin {
        match self.bundled(policy) {
            Ok(package) if package.digest() == digest => Origin::Bundled,
            Ok(package) => Origin::OtherVersion { bundled: package.manifest().version.clone() },
            Err(_) => Origin::Unsigned,
        }
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
        self.page_of(self.card(program), program.manifest(), Some(program.settings()), activation)
    }

    fn policy_page(&self, policy: &str) -> Result<Page, Error> {
        let of = |bundled: &&Bundled| match &bundled.package {
            Ok(package) => package.manifest().id == policy,
            Err(_) => bundled.folder.file_name().is_some_and(|name| name == policy),
        };
        let bundled = self.bundled.iter().find(of);
        let bundled = bundled.ok_or_else(|| crate::error::NotFound::Policy(policy.to_owned()))?;
        let manifest = bundled.package.as_ref().ok().map(comptoir_policy::Package::manifest);
        Ok(self.page_of(self.policy_card(bundled), manifest, None, Activation::default()))
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
            effects: manifest.map(|manifest| manifest.effects.clone()).unwrap_or_default(),
            ceilings: manifest.map(|manifest| manifest.ceilings).unwrap_or_default(),
            facts: manifest.map(|manifest| manifest.facts.clone()).unwrap_or_default(),
        }
    }
}
