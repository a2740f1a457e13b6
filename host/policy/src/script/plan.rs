//! What `prepare` gives back: questions by their names, and issues with settings.
//!
//! ```rhai
//! let plan = plan();
//! if settings.step > settings.threshold { plan.refuse("step", "issue-step"); }
//! plan.ask("visits", visits(this_year()));
//! plan.ask("books", spent(#{ departments: settings.departments }, last_days(365)));
//! plan.ask("last", last_visit());
//! plan
//! ```
//!
//! `evaluate` finds the answers by the same names: `sale.answer("visits")`, a decimal or a day; `()` when it
//! never happened or nobody is identified. `issues()` is a plan that asks nothing.
//!
//! Questions: `visits(period)`, `sales(period)`, `revenue(period)`, `pieces(what, period)`, `spent(what, period)`,
//! `first_visit()`, `last_visit()`, `last_bought(what)`, `earned("points", period)`,
//! `offers_taken("gift", period)`, `sponsored(period)`. Periods: `always()`, `today()`, `last_days(365)`,
//! `this_month()`, `last_month()`, `months_ago(2)`, `this_year()`, `last_year()`, `years_ago(2)`, `since(day)`.
//! What: `#{ departments: …, items: … }`, each a set of the settings, a list of codes or one code; `#{}` is all.

use std::collections::BTreeSet;
use std::sync::Arc;

use comptoir_domain::history::{Bought, MOST_QUESTIONS, Period, Question};
use rhai::{Array, Dynamic, Engine, ImmutableString, Map};

use super::answer::{Called, WEIGHT, cannot_be, charge, fields, text_of};
use super::days::Day;
use super::facts::Codes;
use super::limits::raised;
use crate::catalog::Words;
use crate::engine::{Fault, Plan, PrepareError, SettingIssue};

/// The plan under construction.
#[derive(Clone)]
pub(super) struct Planned {
    names: Vec<String>,
    questions: Vec<Question>,
    issues: Vec<SettingIssue>,
    /// Bytes left.
    left: usize,
    limit: usize,
}

/// Teaches the interpreter to plan within `limit` bytes.
pub(super) fn register(engine: &mut Engine, limit: usize) {
    let start = move || Planned { names: vec![], questions: vec![], issues: vec![], left: limit, limit };
    engine
        .register_type_with_name::<Planned>("Plan")
        .register_type_with_name::<Question>("Question")
        .register_type_with_name::<Period>("Period")
        .register_fn("plan", start)
        .register_fn("issues", start)
        .register_fn("ask", |plan: &mut Planned, name: &str, question: Question| plan.ask(name, question))
        .register_fn("refuse", |plan: &mut Planned, key: &str, problem: Dynamic| plan.refuse(key, &problem));
    register_periods(engine);
    register_questions(engine);
}

fn register_periods(engine: &mut Engine) {
    engine
        .register_fn("always", || Period::Always)
        .register_fn("today", || Period::Days(1))
        .register_fn("last_days", |days: i64| count(days, "last_days").map(Period::Days))
        .register_fn("this_month", || Period::Month(0))
        .register_fn("last_month", || Period::Month(1))
        .register_fn("months_ago", |months: i64| count(months, "months_ago").map(Period::Month))
        .register_fn("this_year", || Period::Year(0))
        .register_fn("last_year", || Period::Year(1))
        .register_fn("years_ago", |years: i64| count(years, "years_ago").map(Period::Year))
        .register_fn("since", |day: Day| Period::Since(day.0));
}

fn register_questions(engine: &mut Engine) {
    engine
        .register_fn("visits", Question::Visits)
        .register_fn("sales", Question::Sales)
        .register_fn("revenue", Question::Revenue)
        .register_fn("sponsored", Question::Sponsored)
        .register_fn("first_visit", || Question::FirstVisit)
        .register_fn("last_visit", || Question::LastVisit)
        .register_fn("earned", |counter: &str, within: Period| Question::Earned(counter.to_owned(), within))
        .register_fn("offers_taken", |offer: &str, within: Period| Question::OffersTaken(offer.to_owned(), within))
        .register_fn("last_bought", |what: Map| bought(what).map(Question::LastBought))
        .register_fn("pieces", |what: Map, within: Period| Ok::<_, Failed>(Question::Pieces(bought(what)?, within)))
        .register_fn("spent", |what: Map, within: Period| Ok::<_, Failed>(Question::Spent(bought(what)?, within)));
}

type Failed = Box<rhai::EvalAltResult>;

fn count(number: i64, what: &str) -> Called<u32> {
    u32::try_from(number)
        .map_err(|_| cannot_be(format!("{what}({number}) : 0 ou plus"), format!("{what}({number}): from 0 up")))
}

/// `#{ departments: settings.departments, items: ["MUG"] }`; `#{}` is everything.
fn bought(what: Map) -> Called<Bought> {
    let mut fields = fields("what was bought", what, &["departments", "items"])?;
    let mut codes = |key: &str| fields.take(key).map_or_else(|| Ok(BTreeSet::new()), |given| set(key, &given));
    Ok(Bought { departments: codes("departments")?, items: codes("items")? })
}

/// A set of a setting, one code, or a list of codes.
fn set(key: &str, given: &Dynamic) -> Called<BTreeSet<String>> {
    if let Some(codes) = given.read_lock::<Codes>() {
        return Ok(codes.0.as_ref().clone());
    }
    let code = |given: &Dynamic| {
        let code = given.read_lock::<ImmutableString>().map(|code| code.to_string());
        code.ok_or_else(|| {
            cannot_be(
                format!("`{key}` contient {given} : un code entre guillemets"),
                format!("`{key}` holds {given}: a code in quotes"),
            )
        })
    };
    match given.read_lock::<Array>() {
        Some(codes) => codes.iter().map(code).collect(),
        None => Ok(BTreeSet::from([code(given)?])),
    }
}

fn question_size(question: &Question) -> usize {
    match question {
        Question::Pieces(what, _) | Question::Spent(what, _) | Question::LastBought(what) => {
            what.departments.iter().chain(&what.items).map(|code| code.len() + 4).sum()
        }
        Question::Earned(name, _) | Question::OffersTaken(name, _) => name.len(),
        _ => 0,
    }
}

impl Planned {
    fn ask(&mut self, name: &str, question: Question) -> Called<()> {
        if self.names.iter().any(|asked| asked == name) {
            return Err(cannot_be(
                format!("la question {name:?} est posée deux fois"),
                format!("question {name:?} is asked twice"),
            ));
        }
        if self.names.len() == MOST_QUESTIONS {
            return Err(raised(Fault::TooLarge { limit: MOST_QUESTIONS as u64 }));
        }
        charge(&mut self.left, self.limit, WEIGHT + name.len() + question_size(&question))?;
        self.names.push(name.to_owned());
        self.questions.push(question);
        Ok(())
    }

    fn refuse(&mut self, key: &str, problem: &Dynamic) -> Called<()> {
        let (problem, size) = text_of(problem)?;
        charge(&mut self.left, self.limit, WEIGHT + key.len() + size)?;
        self.issues.push(SettingIssue { key: key.to_owned(), problem });
        Ok(())
    }

    /// Takes the plan out of what `prepare` gave back; nothing means that it asks nothing.
    pub(super) fn taken(given: Dynamic) -> Result<Prepared, Fault> {
        if given.is_unit() {
            return Ok(Prepared::default());
        }
        let kind = given.type_name();
        let plan = given.try_cast::<Self>().ok_or_else(|| Fault::BadAnswer {
            place: None,
            text: Words::new(
                format!("`prepare` a rendu {kind}, pas ce que `plan()` ou `issues()` a fait"),
                format!("`prepare` gave back {kind}, not what `plan()` or `issues()` made"),
            ),
        })?;
        Ok(Prepared { names: plan.names.into(), plan: Plan::asking(plan.questions)?, issues: plan.issues })
    }
}

/// What `prepare` said about some settings.
#[derive(Clone, Default)]
pub(super) struct Prepared {
    /// The names of the questions, in their order.
    pub(super) names: Arc<[String]>,
    plan: Plan,
    issues: Vec<SettingIssue>,
}

impl Prepared {
    /// Gives the plan, or the issues where there are some.
    pub(super) fn plan(self) -> Result<Plan, PrepareError> {
        if self.issues.is_empty() { Ok(self.plan) } else { Err(PrepareError::Issues(self.issues)) }
    }
}
