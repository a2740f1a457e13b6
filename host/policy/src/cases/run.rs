//! Runs cases against a policy, whatever its engine.

use std::collections::BTreeMap;

use comptoir_domain::effect::{
    Accepted, Condition, Effect, Permissions, Proposal, Refusal, Reward, Surfaces, Text, accept,
};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;

use super::expect::{Expected, ExpectedDiscount, ExpectedMessage, ExpectedVoucher};
use super::{Case, CaseError, CaseResult};
use crate::catalog::{Catalog, TextFault};
use crate::engine::{Answer, Fault, Policy, PrepareError};
use crate::package::Package;
use crate::settings::{SettingError, Settings};

/// Runs every case of a package. The policy may be another than the package's own, which is how two
/// policies are held to the same cases.
///
/// # Errors
///
/// The first [`CaseError`] of the files; a case that fails is a [`CaseResult`].
pub fn run_cases(policy: &dyn Policy, package: &Package) -> Result<Vec<CaseResult>, CaseError> {
    let permissions = package.manifest().permissions();
    let run = |case| run_case(policy, package, &permissions, case);
    Ok(Case::of(package)?.into_iter().map(run).collect())
}

/// What came of a case before it is compared.
#[derive(Default)]
struct Found {
    actual: Expected,
    words: Vec<TextFault>,
    differs: bool,
    fault: Option<Fault>,
    refusal: Option<Refusal>,
    answer: Option<Answer>,
}

fn run_case(policy: &dyn Policy, package: &Package, permissions: &Permissions, case: Case) -> CaseResult {
    let found = found(policy, package, permissions, &case);
    let differences = case.expected.differences(&found.actual);
    CaseResult {
        passed: differences.is_empty() && found.words.is_empty() && !found.differs,
        file: case.file,
        name: case.name,
        expected: case.expected,
        actual: found.actual,
        differences,
        words: found.words,
        same_each_time: !found.differs,
        fault: found.fault,
        refusal: found.refusal,
        cost: found.answer.as_ref().map(|answer| answer.cost),
        trace: found.answer.map(|answer| answer.proposal.why).unwrap_or_default(),
    }
}

fn found(policy: &dyn Policy, package: &Package, permissions: &Permissions, case: &Case) -> Found {
    let typed = case.settings.iter().map(|(key, text)| (key.as_str(), text.as_str()));
    let settings = match Settings::read(&package.manifest().settings, typed) {
        Ok(settings) => settings,
        Err(errors) => {
            return refused_settings(errors.iter().filter_map(SettingError::key).map(str::to_owned).collect());
        }
    };
    match policy.prepare(&settings) {
        Ok(()) => asked(policy, package, permissions, (case, &settings)),
        Err(PrepareError::Fault(fault)) => faulty(fault),
        Err(PrepareError::Issues(issues)) => Found {
            words: issues.iter().flat_map(|issue| package.catalog().faults(&issue.problem)).collect(),
            ..refused_settings(issues.into_iter().map(|issue| issue.key).collect())
        },
    }
}

fn refused_settings(keys: Vec<String>) -> Found {
    Found { actual: Expected { settings: keys, ..Expected::default() }, ..Found::default() }
}

fn faulty(fault: Fault) -> Found {
    let actual = Expected { fault: Some(fault.kind().to_owned()), ..Expected::default() };
    Found { actual, fault: Some(fault), ..Found::default() }
}

/// Asks three times: twice for the same answer, once without reasons for the same effects.
fn asked(policy: &dyn Policy, package: &Package, permissions: &Permissions, asked: (&Case, &Settings)) -> Found {
    let (case, settings) = asked;
    let ask = |explain| policy.evaluate(settings, &case.sale, explain);
    let (first, second, brief) = (ask(true), ask(true), ask(false));
    let differs = first != second || !same_effects(&first, &brief);
    let answer = match first {
        Ok(answer) => answer,
        Err(fault) => return Found { differs, ..faulty(fault) },
    };
    let words = texts(&answer.proposal).into_iter().flat_map(|text| package.catalog().faults(text)).collect();
    let accepted = accept(answer.proposal.clone(), &case.sale, permissions);
    let found = Found { words, differs, answer: Some(answer), ..Found::default() };
    match accepted {
        Ok(accepted) => Found { actual: outcome(&accepted, package.catalog()), ..found },
        Err(refusal) => {
            let actual = Expected { refused: Some(refusal_kind(&refusal)), ..Expected::default() };
            Found { actual, refusal: Some(refusal), ..found }
        }
    }
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
        Effect::Add { .. } | Effect::Spend(_) | Effect::Completed(_) => Vec::new(),
        Effect::Discount(discount) => vec![&discount.label],
        Effect::Voucher(voucher) => vec![&voucher.label],
        Effect::Message(message) => vec![&message.text],
        Effect::Offer(offer) => {
            let rewards = offer.rewards.iter().map(|reward| match reward {
                Reward::Discount(discount) => &discount.label,
                Reward::Voucher(voucher) => &voucher.label,
            });
            rewards.chain([&offer.title]).collect()
        }
    }
}

fn outcome(accepted: &Accepted, catalog: &Catalog) -> Expected {
    let mut add: BTreeMap<String, Points> = BTreeMap::new();
    let mut earned_by: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (change, lines) in &accepted.added {
        let sum = add.entry(change.counter.clone()).or_default();
        *sum = *sum + change.amount;
        earned_by.entry(change.counter.clone()).or_default().extend(lines.iter().map(|line| line.0));
    }
    let mut spend: BTreeMap<String, Points> = BTreeMap::new();
    for change in &accepted.spent {
        let sum = spend.entry(change.change.counter.clone()).or_default();
        *sum = *sum + change.change.amount;
    }
    Expected {
        add,
        earned_by: Some(earned_by),
        spend,
        completed: accepted.completed.clone(),
        discounts: accepted.discounts.iter().map(|(_, lines)| discount(lines)).collect(),
        vouchers: accepted
            .vouchers
            .iter()
            .map(|voucher| ExpectedVoucher { amount: voucher.amount, expires: voucher.expires })
            .collect(),
        offers: accepted.offers.iter().map(|made| (made.offer.id.clone(), made.state)).collect(),
        messages: Some(accepted.messages.iter().map(|said| message(&said.text, said.to, catalog)).collect()),
        ..Expected::default()
    }
}

fn discount(lines: &[(comptoir_domain::id::LineId, Money)]) -> ExpectedDiscount {
    ExpectedDiscount {
        total: lines.iter().map(|(_, amount)| *amount).sum(),
        lines: Some(lines.iter().map(|(line, amount)| (line.0, *amount)).collect()),
    }
}

fn message(text: &Text, to: Surfaces, catalog: &Catalog) -> ExpectedMessage {
    let surfaces = [(to.cashier, "cashier"), (to.customer_display, "customer-display"), (to.receipt, "receipt")];
    ExpectedMessage {
        key: match text {
            Text::Key(key, _) => key.clone(),
            Text::Plain(words) => words.clone(),
        },
        to: surfaces.into_iter().filter(|(shown, _)| *shown).map(|(_, name)| name.to_owned()).collect(),
        fr: Some(catalog.render(text, Language::French)),
        en: Some(catalog.render(text, Language::English)),
    }
}
