//! Why a program did what it did in a past sale, and the sale kept as a case.

use std::collections::BTreeMap;

use comptoir_domain::effect::{Accepted, Offer, Reward, Text};
use comptoir_domain::id::{ProgramId, Sku};
use comptoir_domain::money::Money;
use comptoir_domain::sale::{PaidSale, ProgramRecord, ReceiptNumber, SaleKind};
use comptoir_policy::cases::Expected;
use comptoir_policy::{Case, Settings, run_case};

use super::{Again, Archive, Outcome, Replayed};
use crate::backtest::Effects;
use crate::error::{Error, Invalid, NotFound};
use crate::evaluate::Reason;
use crate::till::Till;

/// Why a program did what it did in a past sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The program, and whether it answers as it did.
    pub replayed: Replayed,
    /// The policy's id.
    pub policy: String,
    /// The policy's version.
    pub version: String,
    /// `wasm` or `rhai`.
    pub engine: String,
    /// Each condition, in the policy's order; none when it cannot be asked again.
    pub reasons: Vec<Reason>,
    /// What it did then.
    pub effects: Effects,
    /// What it said then, heaviest first.
    pub said: Vec<String>,
}

/// A past sale as a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The case as a file has it.
    pub toml: String,
    /// Where the case, read as any other, differs from the sale: a case knows the time to the minute and lines
    /// of a plain price only. Empty when it holds.
    pub differences: Vec<String>,
}

impl Till {
    /// Tells why programs did what they did in a past sale: all of them, or one.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`], [`Invalid::IsRefund`], [`NotFound::Program`] for one that did not run in that sale.
    pub fn explain(&self, number: &ReceiptNumber, program: Option<&ProgramId>) -> Result<Vec<Explained>, Error> {
        let sale = self.asked_sale(number)?;
        let wanted = |record: &&ProgramRecord| program.is_none_or(|program| &record.program == program);
        let records: Vec<&ProgramRecord> = sale.programs.iter().filter(wanted).collect();
        if let (Some(program), []) = (program, records.as_slice()) {
            return Err(self.not_in_sale(&sale, program));
        }
        let archive = Archive::default();
        Ok(records.into_iter().map(|record| self.explained(&archive, &sale, record)).collect())
    }

    /// A sale that programs were asked about.
    fn asked_sale(&self, number: &ReceiptNumber) -> Result<PaidSale, Error> {
        let sale = self.sale(number)?;
        match &sale.kind {
            SaleKind::Refund { number: of, .. } => {
                Err(Invalid::IsRefund { number: number.clone(), of: of.clone() }.into())
            }
            SaleKind::Sale => Ok(sale),
        }
    }

    /// A program that the shop has may be younger than the sale; one that it does not have is a slip.
    fn not_in_sale(&self, sale: &PaidSale, program: &ProgramId) -> Error {
        if self.program(program).is_err() {
            return NotFound::Program(program.to_string()).into();
        }
        let ran = sale.programs.iter().map(|record| record.program.to_string()).collect();
        NotFound::ProgramInSale { program: program.to_string(), receipt: sale.stamp.number.to_string(), ran }.into()
    }

    fn explained(&self, archive: &Archive, sale: &PaidSale, record: &ProgramRecord) -> Explained {
        let told = record.told.as_ref().filter(|_| record.fault.is_none());
        let again = told.and_then(|told| self.asked_again(archive, (sale, record, told), true).ok());
        let outcome = match &again {
            Some(again) => again.compared_with(record),
            None => self.again(archive, sale, record),
        };
        Explained {
            replayed: Replayed { program: record.program.clone(), digest: record.digest.clone(), outcome },
            policy: record.policy.clone(),
            version: record.version.clone(),
            engine: record.engine.clone(),
            reasons: again.map(|again| self.reasons_of(&again)).unwrap_or_default(),
            effects: Effects::recorded(Some(record)),
            said: record.said.iter().map(|said| said.text.clone()).collect(),
        }
    }

    fn reasons_of(&self, again: &Again) -> Vec<Reason> {
        let say = |text: &Text| again.archived.package.catalog().render(text, self.language);
        let write = |condition| Reason::of(condition, say, self.language);
        again.accepted.why.iter().map(write).collect()
    }

    /// Keeps what a program was told in a past sale, and what it did, as a case of its policy.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`], [`Invalid::IsRefund`], [`NotFound::Program`], or [`Error::Policy`] when the sale cannot be asked again
    /// or does not give the same answer any more.
    pub fn record_case(&self, number: &ReceiptNumber, program: &ProgramId) -> Result<Recorded, Error> {
        let sale = self.asked_sale(number)?;
        let record = sale.programs.iter().find(|record| &record.program == program);
        let record = record.ok_or_else(|| self.not_in_sale(&sale, program))?;
        let trouble = |problem: String| Error::Policy { policy: record.policy.clone(), problem };
        let archive = Archive::default();
        let told = record.told.as_ref().filter(|_| record.fault.is_none());
        let Some(told) = told else {
            return Err(match self.again(&archive, &sale, record) {
                Outcome::Failed(words) | Outcome::Impossible(words) => trouble(words),
                _ => Invalid::Text { field: "receipt".into(), value: number.to_string() }.into(),
            });
        };
        let again = self.asked_again(&archive, (&sale, record, told), false).map_err(&trouble)?;
        let case = case(number, record, &again).map_err(&trouble)?;
        let toml = case.to_toml();
        let read =
            Case::read("", &toml).map_err(|error| trouble(crate::messages::case_error(&error, self.language)))?;
        let results =
            read.into_iter().map(|case| run_case(again.archived.policy.as_ref(), &again.archived.package, case));
        let differences = results.flat_map(|result| crate::plugins::differences(&result, self.language));
        Ok(Recorded { toml, differences: differences.collect() })
    }
}

fn case(number: &ReceiptNumber, record: &ProgramRecord, again: &Again) -> Result<Case, String> {
    let plan = again.archived.policy.prepare(&again.settings).map_err(|error| format!("{error:?}"))?;
    let mut sale = again.facts.clone();
    let answers = std::mem::take(&mut sale.history);
    // A policy that is not told labels gets none from a case either: nobody need write one.
    for line in sale.lines.iter_mut().filter(|line| line.label.is_empty()) {
        line.label = line.sku.to_string();
    }
    let history =
        if sale.customer.is_some() { plan.questions.into_iter().zip(answers).collect() } else { BTreeMap::new() };
    Ok(Case {
        file: String::new(),
        name: format!("{number} · {}", record.program),
        settings: typed(&again.settings, &Settings::defaults(&again.archived.package.manifest().settings)),
        sale,
        items: prices(&again.accepted),
        history,
        expected: Expected::of(&again.accepted, again.archived.package.catalog()),
    })
}

/// Settings that differ from the defaults, as a person would type them.
fn typed(settings: &Settings, defaults: &Settings) -> Vec<(String, String)> {
    let chosen = settings.iter().filter(|(key, value)| defaults.get(key) != Some(value));
    chosen.map(|(key, value)| (key.to_owned(), value.to_string())).collect()
}

/// The prices of all items that it gives or offers. What is offered only must be there, whatever it costs.
fn prices(accepted: &Accepted) -> BTreeMap<Sku, Money> {
    let offered = |offer: &Offer| {
        let sku = |reward: &Reward| match reward {
            Reward::Item(item) => Some(item.sku.clone()),
            _ => None,
        };
        offer.rewards.iter().filter_map(sku).collect::<Vec<_>>()
    };
    let offered = accepted.offers.iter().flat_map(|made| offered(&made.offer));
    let mut prices: BTreeMap<Sku, Money> = offered.map(|sku| (sku, Money::ZERO)).collect();
    prices.extend(accepted.items.iter().map(|given| (given.item.sku.clone(), given.unit_price)));
    prices
}
