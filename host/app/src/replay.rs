//! Asking a past sale again: the same code, the same settings and the same facts must give the same answer.
//!
//! [`Till::replay`] says whether they do, [`Till::explain`] why a program did what it did, and
//! [`Till::record_case`] keeps the sale as a case of the policy, so that a later version is held to it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use comptoir_domain::effect::{Accepted, Grounds, accept};
use comptoir_domain::facts::{Event, LineFact, LineKind, SaleFacts};
use comptoir_domain::id::{LineId, ProgramId, Sku};
use comptoir_domain::money::Money;
use comptoir_domain::price::{LineDiscount, Origin};
use comptoir_domain::quantity::Quantity;
use comptoir_domain::sale::{PaidLine, PaidSale, ProgramRecord, ReceiptNumber, Told};
use comptoir_policy::{Package, Policy, Settings};

use crate::error::Error;
use crate::evaluate::sale_facts;
use crate::messages;
use crate::till::Till;

mod explain;

pub use explain::{Explained, Recorded};

/// What became of one program of a past sale when it was asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// The program.
    pub program: ProgramId,
    /// The digest of the package that decided then, and now again.
    pub digest: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// Whether a past answer came again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Effect for effect the same.
    Same,
    /// Something else came: what was accepted then and now.
    Different {
        /// Then.
        then: Box<Accepted>,
        /// Now.
        now: Box<Accepted>,
    },
    /// It failed then, so there is nothing to compare.
    Failed(String),
    /// It cannot be asked again, in words: its package is gone, or what it was told was not kept.
    Impossible(String),
}

impl Till {
    /// Asks every program of a past sale again, each from its archived package with the settings and facts
    /// of that moment.
    ///
    /// # Errors
    ///
    /// [`crate::NotFound::Receipt`].
    pub fn replay(&self, number: &ReceiptNumber) -> Result<Vec<Replayed>, Error> {
        self.replay_with(&Archive::default(), number)
    }

    /// As [`Self::replay`], for many sales: each archived package is loaded once.
    ///
    /// # Errors
    ///
    /// As [`Self::replay`].
    pub fn replay_with(&self, archive: &Archive, number: &ReceiptNumber) -> Result<Vec<Replayed>, Error> {
        let sale = self.sale(number)?;
        let replayed = |record: &ProgramRecord| Replayed {
            program: record.program.clone(),
            digest: record.digest.clone(),
            outcome: self.again(archive, &sale, record),
        };
        Ok(sale.programs.iter().map(replayed).collect())
    }

    fn again(&self, archive: &Archive, sale: &PaidSale, record: &ProgramRecord) -> Outcome {
        if let Some(fault) = &record.fault {
            return Outcome::Failed(fault.clone());
        }
        let Some(told) = &record.told else {
            let words = "cette vente est d'avant la conservation de ce que savaient les programmes, ou son client \
                         a été effacé";
            let english = "this sale is from before what programs were told was kept, or its customer was erased";
            return Outcome::Impossible(self.language.pick(words, english).to_owned());
        };
        match self.asked_again(archive, (sale, record, told), false) {
            Err(problem) => Outcome::Impossible(problem),
            Ok(again) => again.compared_with(record),
        }
    }

    fn asked_again(
        &self,
        archive: &Archive,
        (sale, record, told): (&PaidSale, &ProgramRecord, &Told),
        explain: bool,
    ) -> Result<Again, String> {
        let archived = archive.get(&record.digest, || self.archived(&record.digest))?;
        let manifest = archived.package.manifest();
        let stored: Settings = serde_json::from_str(&told.settings).map_err(|error| error.to_string())?;
        let settings = stored.complete(&manifest.settings).map_err(|errors| {
            errors.first().map(|error| messages::setting_error(error, self.language)).unwrap_or_default()
        })?;
        let facts = manifest.told(facts(sale, told));
        if !manifest.listens_to(Event::Paid) {
            return Ok(Again { archived, settings, facts, accepted: Accepted::default() });
        }
        let answer = archived.policy.evaluate(&settings, &facts, explain);
        let proposal = answer.map_err(|fault| messages::fault(&fault, self.language))?.proposal;
        let price = |sku: &Sku| self.price_then(record, sku);
        let permissions = manifest.permissions();
        let mut grounds = Grounds::new(&facts, &permissions, &price);
        grounds.left = left(sale, told.judged);
        let accepted = accept(proposal, &grounds);
        let accepted = accepted.map_err(|refusal| messages::policy_refusal(&refusal, self.language))?;
        Ok(Again { archived, settings, facts, accepted })
    }

    /// The price of an item when it was given; of one that was not given, its price of today.
    fn price_then(&self, record: &ProgramRecord, sku: &Sku) -> Option<Money> {
        let given = record.accepted.items.iter().find(|given| &given.item.sku == sku).map(|given| given.unit_price);
        given.or_else(|| self.store.item(sku).ok().flatten().map(|item| item.price))
    }

    fn archived(&self, digest: &str) -> Result<Archived, String> {
        let package = self.archived_package(digest)?;
        let policy = self.programs.host().load(&package);
        let policy = policy.map_err(|error| messages::load_error(&error, self.language))?;
        Ok(Archived { package, policy })
    }

    fn archived_package(&self, digest: &str) -> Result<Package, String> {
        let folder = self.dir.join(crate::programs::PACKAGES).join(digest.trim_start_matches("sha256:"));
        let package = Package::load(&folder).map_err(|error| messages::package_error(&error, self.language))?;
        if package.digest() == digest {
            return Ok(package);
        }
        let words = self.language.pick("le paquet archivé a été modifié", "the archived package was changed");
        Err(words.to_owned())
    }
}

/// The archived packages that were loaded so far, by their digests, or why they cannot be.
#[derive(Default)]
pub struct Archive(RefCell<BTreeMap<String, Result<Arc<Archived>, String>>>);

/// An archived package, ready to be asked.
struct Archived {
    package: Package,
    policy: Arc<dyn Policy>,
}

impl Archive {
    fn get(&self, digest: &str, load: impl FnOnce() -> Result<Archived, String>) -> Result<Arc<Archived>, String> {
        if let Some(known) = self.0.borrow().get(digest) {
            return known.clone();
        }
        let loaded = load().map(Arc::new);
        self.0.borrow_mut().insert(digest.to_owned(), loaded.clone());
        loaded
    }
}

/// A program of a past sale, asked again.
struct Again {
    archived: Arc<Archived>,
    settings: Settings,
    facts: SaleFacts,
    accepted: Accepted,
}

impl Again {
    /// Compares with what was recorded. What a program gave and was dropped for another's of its pool was not
    /// kept: all that can be said is that it gives.
    fn compared_with(&self, record: &ProgramRecord) -> Outcome {
        let now = without_reasons(&self.accepted);
        let same = match record.yielded {
            Some(_) => crate::evaluate::worth(&now).is_positive(),
            None => now == without_reasons(&record.accepted),
        };
        if same {
            return Outcome::Same;
        }
        Outcome::Different { then: Box::new(record.accepted.clone()), now: Box::new(now) }
    }
}

fn without_reasons(accepted: &Accepted) -> Accepted {
    Accepted { why: Vec::new(), ..accepted.clone() }
}

/// The facts of a past sale as one of its programs knew them.
pub(crate) fn facts(sale: &PaidSale, told: &Told) -> SaleFacts {
    let when = (Event::Paid, sale.stamp.business_day, sale.stamp.at.time());
    sale_facts(told, when, lines_after(sale, told.after))
}

/// The lines of a past sale as the first so many of its programs left them.
pub(crate) fn lines_after(sale: &PaidSale, after: usize) -> Vec<LineFact> {
    let seen = seen(sale, after);
    let lines = sale.lines.iter().filter(|line| is_there(sale, line, &seen));
    lines.map(|line| line_fact(line, &seen)).collect()
}

/// The programs whose effects were there.
fn seen(sale: &PaidSale, after: usize) -> BTreeSet<&ProgramId> {
    sale.programs.iter().take(after).map(|record| &record.program).collect()
}

/// Items that a later program gave were not there yet.
fn is_there(sale: &PaidSale, line: &PaidLine, seen: &BTreeSet<&ProgramId>) -> bool {
    let giver = sale.programs.iter().find(|record| record.gifts.contains(&line.id));
    line.kind != LineKind::Reward || giver.is_some_and(|record| seen.contains(&record.program))
}

fn counted(discount: &LineDiscount, seen: &BTreeSet<&ProgramId>) -> bool {
    match &discount.origin {
        Origin::Program(program) => seen.contains(program),
        _ => true,
    }
}

fn line_fact(line: &PaidLine, seen: &BTreeSet<&ProgramId>) -> LineFact {
    let prior: Money = line.discounts.iter().filter(|discount| counted(discount, seen)).map(|d| d.amount).sum();
    LineFact {
        id: line.id,
        kind: line.kind,
        sku: line.sku.clone(),
        label: line.label.clone(),
        departments: line.departments.clone(),
        quantity: Quantity::new(line.quantity).unwrap_or(Quantity::ONE),
        unit_price: line.unit_price,
        amount: line.amount,
        prior_discount: prior,
        gross: line.amount - prior,
        vat_rate: line.vat_rate,
        discountable: line.discountable,
        tags: line.tags.clone(),
        points: line.points,
        cost: line.cost,
    }
}

/// What was left to pay after the first programs.
fn left(sale: &PaidSale, judged: usize) -> BTreeMap<LineId, Money> {
    lines_after(sale, judged).into_iter().map(|line| (line.id, line.gross)).collect()
}

#[cfg(test)]
mod tests;
