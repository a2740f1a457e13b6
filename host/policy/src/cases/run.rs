//! Runs cases against a policy, whatever its engine.

use std::collections::BTreeMap;

use comptoir_domain::effect::{
    Accepted, AcceptedOffer, Beneficiary, Condition, CounterChange, Earning, Effect, Grounds, LineDiscounts, Message,
    Offer, Proposal, Refusal, Reward, Surfaces, Text, accept, answers_that_hold,
};
use comptoir_domain::facts::{CounterFact, HistoryAnswer, SaleFacts};
use comptoir_domain::id::Sku;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;

use super::expect::{
    Expected, ExpectedDiscount, ExpectedEarning, ExpectedItem, ExpectedMessage, ExpectedOffer, ExpectedVoucher,
};
use super::{Case, CaseError, CaseResult, HistoryFault};
use crate::catalog::{Catalog, TextFault};
use crate::engine::{Answer, Cost, Fault, Plan, Policy, PrepareError};
use crate::manifest::{CounterSpec, Manifest};
use crate::package::Package;
use crate::questions;
use crate::settings::{SettingError, Settings};

/// Runs every case of a package. The policy may be another than the package's own, which is how two
/// policies are held to the same cases.
///
/// # Errors
///
/// The first [`CaseError`] of the files; a case that fails is a [`CaseResult`].
pub fn run_cases(policy: &dyn Policy, package: &Package) -> Result<Vec<CaseResult>, CaseError> {
    Ok(Case::of(package)?.into_iter().map(|case| run_case(policy, package, case)).collect())
}

/// What came of a case before it is compared.
#[derive(Default)]
pub(super) struct Found {
    pub(super) actual: Expected,
    pub(super) words: Vec<TextFault>,
    pub(super) history: Vec<HistoryFault>,
    pub(super) differs: bool,
    pub(super) fault: Option<Fault>,
    pub(super) refusal: Option<Refusal>,
    pub(super) cost: Option<Cost>,
    pub(super) trace: Vec<Condition>,
}

impl Found {
    /// Compares it with what the case expects.
    pub(super) fn compared(self, case: Case) -> CaseResult {
        let differences = case.expected.differences(&self.actual);
        CaseResult {
            passed: differences.is_empty() && self.words.is_empty() && self.history.is_empty() && !self.differs,
            file: case.file,
            name: case.name,
            expected: case.expected,
            actual: self.actual,
            differences,
            words: self.words,
            history: self.history,
            same_each_time: !self.differs,
            fault: self.fault,
            refusal: self.refusal,
            cost: self.cost,
            trace: self.trace,
        }
    }
}

/// Runs one case against a program, with the manifest and the words of a package.
pub fn run_case(policy: &dyn Policy, package: &Package, case: Case) -> CaseResult {
    found(policy, package, &case).compared(case)
}

/// Gives the settings of a case and the facts as the till would tell them; none when the policy refuses the
/// settings, or asks other questions than the case answers.
pub fn case_facts(policy: &dyn Policy, package: &Package, case: &Case) -> Option<(Settings, SaleFacts)> {
    let typed = case.settings.iter().map(|(key, text)| (key.as_str(), text.as_str()));
    let settings = Settings::read(&package.manifest().settings, typed).ok()?;
    let plan = policy.prepare(&settings).ok()?;
    let facts = told(package.manifest(), case, &settings, &plan).ok()?;
    Some((settings, facts))
}

fn found(policy: &dyn Policy, package: &Package, case: &Case) -> Found {
    let (settings, plan) = match ready(package, case, |settings| policy.prepare(settings)) {
        Ok(ready) => ready,
        Err(found) => return *found,
    };
    match told(package.manifest(), case, &settings, &plan) {
        Ok(sale) => asked(policy, package, &settings, (case, &sale)),
        Err(history) => Found { history, ..Found::default() },
    }
}

/// Reads the settings of a case and asks the policy about them; what came of the case when it ends there.
pub(super) fn ready(
    package: &Package,
    case: &Case,
    prepare: impl Fn(&Settings) -> Result<Plan, PrepareError>,
) -> Result<(Settings, Plan), Box<Found>> {
    let typed = case.settings.iter().map(|(key, text)| (key.as_str(), text.as_str()));
    let settings = Settings::read(&package.manifest().settings, typed).map_err(|errors| {
        Box::new(refused_settings(errors.iter().filter_map(SettingError::key).map(str::to_owned).collect()))
    })?;
    match prepare(&settings) {
        Ok(plan) => Ok((settings, plan)),
        Err(PrepareError::Fault(fault)) => Err(Box::new(faulty(fault))),
        Err(PrepareError::Issues(issues)) => Err(Box::new(Found {
            words: issues.iter().flat_map(|issue| package.catalog().faults(&issue.problem)).collect(),
            ..refused_settings(issues.into_iter().map(|issue| issue.key).collect())
        })),
    }
}

fn refused_settings(keys: Vec<String>) -> Found {
    Found { actual: Expected { settings: keys, ..Expected::default() }, ..Found::default() }
}

pub(super) fn faulty(fault: Fault) -> Found {
    let actual = Expected { fault: Some(fault.kind().to_owned()), ..Expected::default() };
    Found { actual, fault: Some(fault), ..Found::default() }
}

/// The facts as the till would tell them: the answers in the order of the plan, every counter, and nothing
/// that the manifest does not ask for.
pub(crate) fn told(
    manifest: &Manifest,
    case: &Case,
    settings: &Settings,
    plan: &Plan,
) -> Result<SaleFacts, Vec<HistoryFault>> {
    let mut sale = case.sale.clone();
    sale.history = history(case, plan)?;
    if sale.customer.is_some() {
        for spec in &manifest.counters {
            let room = room(spec, settings);
            match sale.counters.iter_mut().find(|counter| counter.name == spec.name) {
                Some(counter) => counter.room = counter.room.or(room),
                None => sale.counters.push(CounterFact { name: spec.name.clone(), room, ..CounterFact::default() }),
            }
        }
    }
    Ok(manifest.told(sale))
}

/// What the caps leave to a customer who earned nothing yet.
fn room(spec: &CounterSpec, settings: &Settings) -> Option<Points> {
    let rules = spec.rules(settings);
    [rules.per_sale, rules.per_day, rules.per_year].into_iter().flatten().min()
}

/// The answers of a case in the order of the plan: all that it asks, and no other.
pub(super) fn history(case: &Case, plan: &Plan) -> Result<Vec<HistoryAnswer>, Vec<HistoryFault>> {
    if case.sale.customer.is_none() {
        return Ok(vec![HistoryAnswer::Nothing; plan.questions.len()]);
    }
    let forgotten = plan.questions.iter().filter(|question| !case.history.contains_key(question));
    let not_asked = case.history.keys().filter(|question| !plan.questions.contains(question));
    let forgotten = forgotten.map(|question| HistoryFault::Forgotten(questions::write(question)));
    let faults = forgotten.chain(not_asked.map(|question| HistoryFault::NotAsked(questions::write(question))));
    let faults: Vec<HistoryFault> = faults.collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(plan.questions.iter().filter_map(|question| case.history.get(question).copied()).collect())
}

/// Asks three times: twice for the same answer, once without reasons for the same effects.
fn asked(policy: &dyn Policy, package: &Package, settings: &Settings, (case, sale): (&Case, &SaleFacts)) -> Found {
    let ask = |explain| policy.evaluate(settings, sale, explain);
    let (first, second, brief) = (ask(true), ask(true), ask(false));
    let differs = first != second || !same_effects(&first, &brief);
    let answer = match first {
        Ok(answer) => answer,
        Err(fault) => return Found { differs, ..faulty(fault) },
    };
    if let Some(offers) = answers_that_hold(&answer.proposal, &sale.offers) {
        return asked(policy, package, settings, (case, &SaleFacts { offers, ..sale.clone() }));
    }
    let words = texts(&answer.proposal).into_iter().flat_map(|text| package.catalog().faults(text)).collect();
    let price = |sku: &Sku| price(case, sku);
    let permissions = package.manifest().permissions();
    let accepted = accept(answer.proposal.clone(), &Grounds::new(sale, &permissions, &price));
    let (cost, trace) = (Some(answer.cost), answer.proposal.why);
    let found = Found { words, differs, cost, trace, ..Found::default() };
    match accepted {
        Ok(accepted) => Found { actual: Expected::of(&accepted, package.catalog()), ..found },
        Err(refusal) => {
            let actual = Expected { refused: Some(refusal_kind(&refusal)), ..Expected::default() };
            Found { actual, refusal: Some(refusal), ..found }
        }
    }
}

/// The price of an item that the case names or sells.
pub(crate) fn price(case: &Case, sku: &Sku) -> Option<Money> {
    let sold = || case.sale.lines.iter().find(|line| line.sku == *sku).map(|line| line.unit_price);
    case.items.get(sku).copied().or_else(sold)
}

fn same_effects(explained: &Result<Answer, Fault>, brief: &Result<Answer, Fault>) -> bool {
    match (explained, brief) {
        (Ok(explained), Ok(brief)) => {
            explained.proposal.effects == brief.proposal.effects && brief.proposal.why.is_empty()
        }
        // A budget may suffice without reasons and not with them.
        (Err(_), _) => true,
        (Ok(_), Err(_)) => false,
    }
}

/// Gives the name of a refusal, as a case writes it: `exceeds-total`.
fn refusal_kind(refusal: &Refusal) -> String {
    match toml::Value::try_from(refusal) {
        Ok(toml::Value::String(name)) => name,
        Ok(toml::Value::Table(table)) => table.keys().next().cloned().unwrap_or_default(),
        _ => refusal.to_string(),
    }
}

/// Every text that a proposal would show.
fn texts(proposal: &Proposal) -> Vec<&Text> {
    let why = proposal.why.iter().map(|condition: &Condition| &condition.what);
    proposal.effects.iter().flat_map(effect_texts).chain(why).collect()
}

fn effect_texts(effect: &Effect) -> Vec<&Text> {
    match effect {
        Effect::Add(_) | Effect::Spend(_) | Effect::Completed(_) => Vec::new(),
        Effect::Discount(discount) => vec![&discount.label],
        Effect::Voucher(voucher) => vec![&voucher.label],
        Effect::Item(item) => vec![&item.label],
        Effect::Message(message) => vec![&message.text],
        Effect::Offer(offer) => offer_texts(offer),
    }
}

fn offer_texts(offer: &Offer) -> Vec<&Text> {
    let rewards = offer.rewards.iter().map(|reward| match reward {
        Reward::Discount(discount) => &discount.label,
        Reward::Voucher(voucher) => &voucher.label,
        Reward::Item(item) => &item.label,
    });
    rewards.chain(offer.choices.iter().map(|choice| &choice.label)).chain([&offer.title]).collect()
}

impl Expected {
    /// Writes what the till accepted as a case would expect it, in every detail.
    #[must_use]
    pub fn of(accepted: &Accepted, catalog: &Catalog) -> Self {
        let of = |to| accepted.added.iter().filter(move |earning| earning.to == to);
        let mut earned_by: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for earning in of(Beneficiary::Customer) {
            let lines = earning.lines.iter().map(|line| line.0);
            earned_by.entry(earning.change.counter.clone()).or_default().extend(lines);
        }
        let voucher = |voucher: &comptoir_domain::effect::VoucherGrant| ExpectedVoucher {
            amount: voucher.amount,
            expires: voucher.expires,
        };
        let item = |given: &comptoir_domain::effect::AcceptedItem| ExpectedItem {
            sku: given.item.sku.clone(),
            quantity: given.item.quantity,
        };
        Self {
            add: sums(of(Beneficiary::Customer).map(|earning| &earning.change)),
            add_to_sponsor: sums(of(Beneficiary::Sponsor).map(|earning| &earning.change)),
            earned_by: Some(earned_by),
            earned: Some(accepted.added.iter().map(earning).collect()),
            spend: sums(accepted.spent.iter().map(|spending| &spending.change)),
            completed: accepted.completed.clone(),
            discounts: accepted.discounts.iter().map(|(_, lines)| discount(lines)).collect(),
            vouchers: accepted.vouchers.iter().map(voucher).collect(),
            items: accepted.items.iter().map(item).collect(),
            offers: accepted.offers.iter().map(|made| (made.offer.id.clone(), offer(made))).collect(),
            messages: Some(accepted.messages.iter().map(|said| message(said, catalog)).collect()),
            ..Self::default()
        }
    }
}

fn sums<'a>(changes: impl Iterator<Item = &'a CounterChange>) -> BTreeMap<String, Points> {
    let mut sums: BTreeMap<String, Points> = BTreeMap::new();
    for change in changes {
        let sum = sums.entry(change.counter.clone()).or_default();
        *sum = *sum + change.amount;
    }
    sums
}

fn earning(earning: &Earning) -> ExpectedEarning {
    ExpectedEarning {
        counter: earning.change.counter.clone(),
        amount: earning.change.amount,
        available: earning.available,
        expires: earning.expires,
        to: earning.to,
    }
}

fn discount(lines: &LineDiscounts) -> ExpectedDiscount {
    ExpectedDiscount {
        total: lines.iter().map(|(_, amount)| *amount).sum(),
        lines: Some(lines.iter().map(|(line, amount)| (line.0, *amount)).collect()),
    }
}

fn offer(made: &AcceptedOffer) -> ExpectedOffer {
    let choices = made.offer.choices.iter().map(|choice| choice.id.clone()).collect();
    ExpectedOffer { state: made.state, part: made.offer.part, choices: Some(choices) }
}

fn message(said: &Message, catalog: &Catalog) -> ExpectedMessage {
    ExpectedMessage {
        key: match &said.text {
            Text::Key(key, _) => key.clone(),
            Text::Plain(words) => words.clone(),
        },
        to: surfaces(said.to),
        acknowledge: said.acknowledge,
        fr: Some(catalog.render(&said.text, Language::French)),
        en: Some(catalog.render(&said.text, Language::English)),
    }
}

fn surfaces(to: Surfaces) -> Vec<String> {
    let all = [
        (to.cashier, "cashier"),
        (to.customer_display, "customer-display"),
        (to.receipt, "receipt"),
        (to.customer_panel, "customer-panel"),
    ];
    all.into_iter().filter(|(shown, _)| *shown).map(|(_, name)| name.to_owned()).collect()
}
