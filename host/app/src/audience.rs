//! Filters over the shop's customers: whom a policy chooses, for a mailing or a tag, and why.
//!
//! A filter changes nothing and is asked whenever a list is made. The customers are read beside the till, on all
//! cores, a few hundred at a time.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use comptoir_domain::audience::{Candidate, Verdict};
use comptoir_domain::draft::DraftCustomer;
use comptoir_domain::effect::Text;
use comptoir_domain::facts::CounterFact;
use comptoir_domain::history::Question;
use comptoir_domain::id::CustomerId;
use comptoir_domain::language::Language;
use comptoir_policy::filter::BATCH;
use comptoir_policy::questions;
use comptoir_policy::{FactKind, Filter, Package, Settings};
use comptoir_store::{Batch, Reader, Store};

use crate::clock::Clock;
use crate::cores::{self, Pieces, Work};
use crate::customers::{BulkChange, ListQuery};
use crate::error::Error;
use crate::evaluate::{Reason, customer_fact};
use crate::holdings::{self, Held};
use crate::messages;
use crate::programs::Programs;
use crate::till::Till;

mod choice;

pub use choice::{FilterChoice, FilterForm, FilterSetting};

/// A filter with its settings, ready to be asked.
pub struct ReadyFilter {
    package: Package,
    filter: Arc<dyn Filter>,
    settings: Settings,
    questions: Vec<Question>,
}

/// Whom a filter chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    /// The day it was asked about.
    pub day: NaiveDate,
    /// How many customers it was asked about.
    pub asked: usize,
    /// Those whom it chose, in the order of the list.
    pub chosen: Vec<CustomerId>,
}

/// What a filter says of one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it chooses the customer.
    pub selected: bool,
    /// Why.
    pub why: Vec<Reason>,
}

impl ReadyFilter {
    /// Gives the package.
    #[must_use]
    pub const fn package(&self) -> &Package {
        &self.package
    }

    /// Goes through the settings: key and value as it is typed.
    pub fn settings(&self) -> impl Iterator<Item = (&str, String)> {
        self.settings.iter().map(|(key, value)| (key, value.to_string()))
    }
}

impl Till {
    /// Makes a filter ready with settings as they are typed, `KEY=VALUE`; the others have their defaults.
    ///
    /// # Errors
    ///
    /// [`Error::Policy`] for a package that cannot be read or is no filter, [`crate::Invalid::Settings`] for settings.
    pub fn ready_filter(&self, path: &Path, typed: &[String]) -> Result<ReadyFilter, Error> {
        let package = self.load_package(path)?;
        let manifest = package.manifest();
        let filter = self.programs.host().load_filter(&package).map_err(|error| self.policy_error(manifest, &error))?;
        let settings = self.changed_settings(manifest, &Settings::default(), typed)?;
        let questions = self.prepared(&package, filter.prepare(&settings))?.questions;
        if let Some(question) = questions.iter().find(|question| !is_named_with_program(question)) {
            let question = questions::write(question);
            let problem = self.language.pick(
                format!("la question {question} ne dit pas de quel programme : un filtre écrit programme/nom"),
                format!("question {question} does not say of which program: a filter writes program/name"),
            );
            return Err(Error::Policy { policy: manifest.id.clone(), problem });
        }
        Ok(ReadyFilter { filter, settings, questions, package })
    }

    /// Asks a filter about the customers of a list. `progress` hears now and then how many are judged, of how many.
    ///
    /// # Errors
    ///
    /// [`crate::Invalid::Filter`] for the list, [`Error::Policy`] when the filter fails: then nobody is chosen.
    pub fn choose(
        &self,
        ready: &ReadyFilter,
        query: &ListQuery,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Audience, Error> {
        let day = Clock::business_day(self.now());
        let list = self.read_filter(query)?;
        let ids = self.store.filtered_customers(&list, day)?;
        let judge = self.judge_of(ready, day);
        let crowds: Vec<(usize, &[CustomerId])> = ids.chunks(BATCH).enumerate().collect();
        let through = |reader: &Reader, crowds: Pieces<'_, '_, (usize, &[CustomerId])>| {
            let chosen = crowds.map(|(place, crowd)| Ok((*place, judge.chosen(reader.books(), crowd)?)));
            chosen.collect::<Result<Vec<_>, Error>>()
        };
        let never = AtomicBool::new(false);
        let work = Work::new(&crowds, |(_, crowd)| crowd.len() as u64, &never);
        let whole = ids.len() as u64;
        let mut chosen = work.on_all(cores::readers(&self.store)?, through, |done| progress(done, whole))?.concat();
        progress(whole, whole);
        chosen.sort_by_key(|(place, _)| *place);
        let chosen = chosen.into_iter().flat_map(|(_, chosen)| chosen).collect();
        Ok(Audience { day, asked: ids.len(), chosen })
    }

    /// Asks a filter about one customer, with the reasons.
    ///
    /// # Errors
    ///
    /// [`Error::Policy`] when the filter fails.
    pub fn explain_choice(&self, ready: &ReadyFilter, customer: CustomerId) -> Result<Judgement, Error> {
        let judge = self.judge_of(ready, Clock::business_day(self.now()));
        let candidate = judge.candidate(&self.store, customer)?.unwrap_or_default();
        let verdict = judge.verdicts(&[candidate], true)?.pop().unwrap_or_default();
        let say = |text: &Text| ready.package.catalog().render(text, self.language);
        let why = verdict.why.iter().map(|condition| Reason::of(condition, say, self.language)).collect();
        Ok(Judgement { selected: verdict.selected, why })
    }

    /// Puts a tag on those whom a filter chose, as one batch that can be taken back.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn tag_audience(&mut self, ready: &ReadyFilter, audience: &Audience, tag: &str) -> Result<Batch, Error> {
        let manifest = ready.package.manifest();
        let whose = format!("{} {}", manifest.title.get(self.language), manifest.version);
        self.change_these(&audience.chosen, &BulkChange::AddTag(tag.to_owned()), &whose, &mut |_| {})
    }

    fn judge_of<'a>(&'a self, ready: &'a ReadyFilter, day: NaiveDate) -> Judge<'a> {
        Judge { ready, programs: &self.programs, day, language: self.language }
    }
}

fn is_named_with_program(question: &Question) -> bool {
    match question {
        Question::Earned(name, _) | Question::OffersTaken(name, _) => name.contains('/'),
        _ => true,
    }
}

/// A filter that is asked on a day.
struct Judge<'a> {
    ready: &'a ReadyFilter,
    programs: &'a Programs,
    day: NaiveDate,
    language: Language,
}

impl Judge<'_> {
    /// Those of a few customers whom the filter chooses.
    fn chosen(&self, books: &Store, crowd: &[CustomerId]) -> Result<Vec<CustomerId>, Error> {
        let (mut known, mut candidates) = (Vec::with_capacity(crowd.len()), Vec::with_capacity(crowd.len()));
        for id in crowd {
            // A file that was erased since the list was made is nobody any more.
            if let Some(candidate) = self.candidate(books, *id)? {
                known.push(*id);
                candidates.push(candidate);
            }
        }
        let verdicts = self.verdicts(&candidates, false)?;
        Ok(known.into_iter().zip(verdicts).filter(|(_, verdict)| verdict.selected).map(|(id, _)| id).collect())
    }

    fn verdicts(&self, candidates: &[Candidate], explain: bool) -> Result<Vec<Verdict>, Error> {
        let ReadyFilter { package, filter, settings, .. } = self.ready;
        let answer = filter.select(settings, self.day, candidates, explain);
        answer.map(|selection| selection.verdicts).map_err(|fault| Error::Policy {
            policy: package.manifest().id.clone(),
            problem: messages::fault(&fault, self.language),
        })
    }

    /// What the filter is told of a customer.
    fn candidate(&self, books: &Store, id: CustomerId) -> Result<Option<Candidate>, Error> {
        let Some(file) = books.customer(id)? else { return Ok(None) };
        let manifest = self.ready.package.manifest();
        let wants_counters = manifest.facts.contains(&FactKind::Counters);
        let candidate = Candidate {
            customer: customer_fact(&DraftCustomer::from(&file)),
            counters: if wants_counters { self.counters(books, id)? } else { Vec::new() },
            history: books.history(id, None, &self.ready.questions, self.day)?,
        };
        Ok(Some(manifest.told_of(candidate)))
    }

    fn counters(&self, books: &Store, id: CustomerId) -> Result<Vec<CounterFact>, Error> {
        let fact = |held: Held| CounterFact {
            name: format!("{}/{}", held.program, held.counter),
            balance: held.holding.balance,
            pending: held.holding.pending,
            lots: held.holding.lots,
            room: None,
        };
        Ok(holdings::held(books, self.programs, id, self.day)?.into_iter().map(fact).collect())
    }
}
