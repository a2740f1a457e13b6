//! The exam of a package before a shop installs it: its own cases, held to more than their author may be.
//!
//! Every case passes, and shows the same answer each time; the order of what has no order changes
//! nothing; and each kind of effect that the manifest asks to be allowed is shown by a case, so that
//! nobody allows what nobody has seen. A filter says the same of a customer whoever else it is asked about, and its
//! cases show one whom it chooses and one whom it does not.

mod filter;

use std::collections::BTreeSet;

pub use filter::examine_filter;

use comptoir_domain::effect::{Effect, EffectKind, Grounds, Proposal, Reward, accept};
use comptoir_domain::facts::SaleFacts;

use crate::cases::{Case, CaseError, CaseResult, price, run_cases, told};
use crate::engine::{Fault, Policy};
use crate::manifest::FactKind;
use crate::package::Package;
use crate::settings::Settings;

/// What the exam found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exam {
    /// Every case, as [`run_cases`] runs it.
    pub results: Vec<CaseResult>,
    /// Cases whose answer changes with the order of counters or of answered offers; of a filter, also with who else
    /// it is asked about.
    pub order_matters: Vec<String>,
    /// Effects that the manifest declares and no passing case shows.
    pub uncovered: BTreeSet<EffectKind>,
    /// Counters that the manifest declares and no passing case moves. No reason to refuse the package: a
    /// counter may wait for a setting that no case makes.
    pub unmoved: BTreeSet<String>,
    /// Facts that cases give and the policy is not told, because the manifest does not ask for them.
    pub untold: BTreeSet<FactKind>,
    /// Offers that cases answer, or that wait in them, and that the policy makes in no case: most often a slip.
    pub unoffered: BTreeSet<String>,
    /// Verdicts of a filter that no passing case shows: that a customer is chosen, or that one is not.
    pub unjudged: BTreeSet<bool>,
}

/// Why a package does not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failing {
    /// It has no case.
    NoCase,
    /// These cases got different answers to the same question.
    Unsteady(Vec<String>),
    /// These cases fail.
    Cases(Vec<CaseResult>),
    /// The answers to these cases change with the order of what has no order.
    Order(Vec<String>),
    /// Effects that are declared and never shown.
    Uncovered(BTreeSet<EffectKind>),
    /// Verdicts of a filter that are never shown.
    Unjudged(BTreeSet<bool>),
}

impl Exam {
    /// Gives the first reason not to install the package.
    #[must_use]
    pub fn failing(&self) -> Option<Failing> {
        let unsteady: Vec<String> =
            self.results.iter().filter(|result| !result.same_each_time).map(|result| result.name.clone()).collect();
        let failed: Vec<CaseResult> = self.results.iter().filter(|result| !result.passed).cloned().collect();
        if self.results.is_empty() {
            Some(Failing::NoCase)
        } else if !unsteady.is_empty() {
            Some(Failing::Unsteady(unsteady))
        } else if !failed.is_empty() {
            Some(Failing::Cases(failed))
        } else if !self.order_matters.is_empty() {
            Some(Failing::Order(self.order_matters.clone()))
        } else if !self.uncovered.is_empty() {
            Some(Failing::Uncovered(self.uncovered.clone()))
        } else if !self.unjudged.is_empty() {
            Some(Failing::Unjudged(self.unjudged.clone()))
        } else {
            None
        }
    }
}

/// Examines the package of a program.
///
/// # Errors
///
/// The first [`CaseError`] of the files; whatever the policy does is in the [`Exam`].
pub fn examine(policy: &dyn Policy, package: &Package) -> Result<Exam, CaseError> {
    let results = run_cases(policy, package)?;
    let cases = Case::of(package)?;
    let mut exam = Exam {
        results,
        order_matters: Vec::new(),
        uncovered: package.manifest().effects.clone(),
        unmoved: package.manifest().counters.iter().map(|counter| counter.name.clone()).collect(),
        untold: cases.iter().flat_map(|case| package.manifest().untold(&case.sale)).collect(),
        unoffered: cases.iter().flat_map(answered).collect(),
        unjudged: BTreeSet::new(),
    };
    let permissions = package.manifest().permissions();
    for (case, result) in cases.iter().zip(&exam.results) {
        let typed = case.settings.iter().map(|(key, text)| (key.as_str(), text.as_str()));
        let Ok(settings) = Settings::read(&package.manifest().settings, typed) else { continue };
        let Ok(plan) = policy.prepare(&settings) else { continue };
        let Ok(sale) = told(package.manifest(), case, &settings, &plan) else { continue };
        let answer = ask(policy, &settings, &sale);
        for offer in answer.iter().flat_map(|proposal| &proposal.effects).filter_map(offered) {
            exam.unoffered.remove(offer);
        }
        if shuffled(&sale).iter().any(|sale| ask(policy, &settings, sale) != answer) {
            exam.order_matters.push(case.name.clone());
        }
        if let Ok(proposal) = answer
            && result.passed
            && accept(proposal.clone(), &Grounds::new(&sale, &permissions, &|sku| price(case, sku))).is_ok()
        {
            for kind in proposal.effects.iter().flat_map(shown) {
                exam.uncovered.remove(&kind);
            }
            for counter in proposal.effects.iter().filter_map(moved) {
                exam.unmoved.remove(counter);
            }
        }
    }
    Ok(exam)
}

/// Asks for the proposal; of a fault only the kind counts, for its words may name places.
fn ask(policy: &dyn Policy, settings: &Settings, sale: &SaleFacts) -> Result<Proposal, &'static str> {
    policy.evaluate(settings, sale, true).map(|answer| answer.proposal).map_err(|fault: Fault| fault.kind())
}

/// The same sale in two other orders: counters, answered and waiting offers backwards, and moved on by one.
/// Lines and departments keep theirs, which means something; settings are sorted by their keys.
fn shuffled(sale: &SaleFacts) -> [SaleFacts; 2] {
    let (mut backwards, mut moved) = (sale.clone(), sale.clone());
    backwards.counters.reverse();
    backwards.offers.reverse();
    backwards.waiting.reverse();
    moved.counters.rotate_left(1.min(sale.counters.len()));
    moved.offers.rotate_left(1.min(sale.offers.len()));
    moved.waiting.rotate_left(1.min(sale.waiting.len()));
    [backwards, moved]
}

/// The kinds that an effect needs to be allowed: an offer needs those of its cost and its rewards too.
fn shown(effect: &Effect) -> Vec<EffectKind> {
    let mut kinds = vec![effect.kind()];
    if let Effect::Offer(offer) = effect {
        kinds.extend(offer.cost.as_ref().map(|_| EffectKind::Spend));
        kinds.extend(offer.rewards.iter().map(|reward| match reward {
            Reward::Discount(_) => EffectKind::Discount,
            Reward::Voucher(_) => EffectKind::Voucher,
            Reward::Item(_) => EffectKind::Item,
        }));
    }
    kinds
}

/// The offers that a case answers, or that wait in it.
fn answered(case: &Case) -> impl Iterator<Item = String> {
    let waiting = case.sale.waiting.iter().map(|waiting| waiting.offer.clone());
    case.sale.offers.iter().map(|answer| answer.offer.clone()).chain(waiting)
}

fn offered(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::Offer(offer) => Some(&offer.id),
        _ => None,
    }
}

/// The counter that an effect moves, now or when the offer is taken.
fn moved(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::Add(earning) => Some(&earning.change.counter),
        Effect::Spend(change) => Some(&change.counter),
        Effect::Offer(offer) => offer.cost.as_ref().map(|cost| cost.counter.as_str()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use comptoir_domain::effect::{CounterChange, Earning, Text};
    use comptoir_domain::quantity::Points;

    use super::*;
    use crate::engine::{Answer, Cost, Plan, PrepareError};

    /// A policy made of a function.
    struct Asked<F>(F);

    impl<F: Fn(&SaleFacts) -> Vec<Effect> + Send + Sync> Policy for Asked<F> {
        fn prepare(&self, _: &Settings) -> Result<Plan, PrepareError> {
            Ok(Plan::default())
        }

        fn evaluate(&self, _: &Settings, sale: &SaleFacts, _: bool) -> Result<Answer, Fault> {
            let proposal = Proposal { effects: self.0(sale), why: Vec::new() };
            Ok(Answer { proposal, cost: Cost::Fuel(1) })
        }
    }

    const CASE: &str = "[[case]]\nname = \"un\"\ncustomer = {}\ncounters = { a = 1, b = 2, c = 3 }\n[[case.line]]\nprice = \"10.00\"\n[case.expect]\n";

    fn package(effects: &str, cases: &str) -> Package {
        let place = tempfile::tempdir().unwrap();
        let counter = |name: &str| format!("[[counter]]\nname = \"{name}\"\nunit = {{ fr = \"x\", en = \"x\" }}\n");
        let manifest = format!(
            "id = \"p\"\nversion = \"1.0.0\"\nkind = \"program\"\ncontract = \"{}\"\nengine = \"rhai\"\nauthor = \"x\"\nlicense = \"MIT\"\neffects = [{effects}]\nevents = [\"paid\"]\ntitle = {{ fr = \"x\", en = \"x\" }}\ndescription = {{ fr = \"x\", en = \"x\" }}\n{}",
            crate::manifest::CONTRACT,
            ["a", "b", "c"].map(counter).concat(),
        );
        let files = [
            ("manifest.toml", manifest.as_str()),
            ("policy.rhai", ""),
            ("locale/fr.ftl", ""),
            ("locale/en.ftl", ""),
            ("cases/a.toml", cases),
        ];
        for (path, text) in files {
            let path = place.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Package::load(place.path()).unwrap()
    }

    fn add(counter: &str) -> Effect {
        let amount = Points::new(1.into()).unwrap();
        Effect::Add(Earning::new(CounterChange { counter: counter.to_owned(), amount }, Vec::new()))
    }

    fn failing(policy: &dyn Policy, effects: &str, expect: &str) -> Option<Failing> {
        examine(policy, &package(effects, &format!("{CASE}{expect}"))).unwrap().failing()
    }

    #[test]
    fn an_answer_to_an_offer_that_is_never_made_and_a_fact_that_is_not_told_are_named() {
        let case = CASE.replacen("customer = {}", "customer = { birthday = 1990-12-24 }", 1);
        let case = case.replacen(
            "[[case.line]]",
            "offers = { gfit = \"taken\" }\nwaiting = { gift = 2026-10-01 }\n[[case.line]]",
            1,
        );
        let package =
            package("\"offer\"", &case.replace("[case.expect]\n", "[case.expect]\noffers = { gift = \"open\" }\n"));
        let gift = |_: &SaleFacts| {
            vec![Effect::Offer(comptoir_domain::effect::Offer {
                id: "gift".into(),
                title: Text::Plain("x".into()),
                cost: None,
                rewards: vec![],
                expires: None,
                part: None,
                choices: vec![],
            })]
        };
        let exam = examine(&Asked(gift), &package).unwrap();
        assert_eq!(exam.unoffered, BTreeSet::from(["gfit".to_owned()]));
        assert_eq!(exam.untold, BTreeSet::from([FactKind::Birthday]));
    }

    #[test]
    fn a_case_with_a_counter_that_the_manifest_lacks_is_not_read() {
        let package = package("", &CASE.replacen("a = 1", "aa = 1", 1));
        let error = examine(&Asked(|_: &SaleFacts| vec![]), &package).unwrap_err();
        assert_eq!(error.key, "counters: aa");
        assert_eq!(error.problem, crate::cases::CaseProblem::NotACounter(vec!["a".into(), "b".into(), "c".into()]));
    }

    #[test]
    fn a_steady_policy_that_shows_all_it_asks_for_passes() {
        let policy = Asked(|sale: &SaleFacts| vec![add(sale.counters.iter().map(|c| c.name.as_str()).min().unwrap())]);
        assert_eq!(failing(&policy, "\"add\"", "add = { a = 1 }"), None);
        let exam = examine(&policy, &package("\"add\"", &format!("{CASE}add = {{ a = 1 }}"))).unwrap();
        assert_eq!(exam.unmoved, ["b".to_owned(), "c".to_owned()].into(), "counters that no case moves");
    }

    #[test]
    fn a_policy_that_takes_the_first_counter_it_finds_is_found_out() {
        let policy = Asked(|sale: &SaleFacts| vec![add(&sale.counters[0].name)]);
        assert_eq!(failing(&policy, "\"add\"", "add = { a = 1 }"), Some(Failing::Order(vec!["un".to_owned()])));
        // Neither the first nor the last: backwards, the middle stays where it is.
        let policy = Asked(|sale: &SaleFacts| vec![add(&sale.counters[1].name)]);
        assert_eq!(failing(&policy, "\"add\"", "add = { b = 1 }"), Some(Failing::Order(vec!["un".to_owned()])));
    }

    #[test]
    fn a_policy_that_remembers_is_unsteady() {
        let asked = AtomicBool::new(false);
        let policy =
            Asked(move |_: &SaleFacts| if asked.swap(true, Ordering::Relaxed) { vec![] } else { vec![add("a")] });
        let failing = failing(&policy, "\"add\"", "add = { a = 1 }");
        assert_eq!(failing, Some(Failing::Unsteady(vec!["un".to_owned()])));
    }

    #[test]
    fn what_is_declared_must_be_shown_by_a_case_that_passes() {
        let policy = Asked(|_: &SaleFacts| vec![add("a")]);
        let missing = Some(Failing::Uncovered([EffectKind::Discount, EffectKind::Message].into()));
        assert_eq!(failing(&policy, "\"add\", \"discount\", \"message\"", "add = { a = 1 }"), missing);
        // What the till refuses shows nothing.
        let refused = failing(&policy, "\"message\"", "refused = \"not-declared\"");
        assert!(matches!(refused, Some(Failing::Uncovered(_) | Failing::Cases(_))), "{refused:?}");
        let failed = failing(&policy, "\"add\"", "add = { a = 2 }");
        assert!(matches!(&failed, Some(Failing::Cases(cases)) if cases[0].name == "un"), "{failed:?}");
        let exam = examine(&policy, &package("", "")).unwrap();
        assert_eq!(exam.failing(), Some(Failing::NoCase));
    }

    #[test]
    fn an_offer_shows_its_cost_and_its_rewards() {
        use comptoir_domain::effect::{Offer, VoucherGrant};
        let label = Text::Plain("x".to_owned());
        let voucher = VoucherGrant {
            amount: comptoir_domain::money::Money::from_cents(100),
            expires: None,
            label: label.clone(),
        };
        let cost = Some(CounterChange { counter: "a".to_owned(), amount: Points::new(1.into()).unwrap() });
        let offer = Offer {
            id: "o".to_owned(),
            title: label,
            cost,
            rewards: vec![Reward::Voucher(voucher)],
            expires: None,
            part: None,
            choices: vec![],
        };
        assert_eq!(shown(&Effect::Offer(offer)), [EffectKind::Offer, EffectKind::Spend, EffectKind::Voucher]);
    }
}
