//! Scripts: one interpreter with limits on everything, each question on a stack of its own.
//!
//! A program defines `fn evaluate(sale, settings)` and gives back what it built with `effects()`; a filter
//! defines `fn select(customer, day, settings)` and gives back yes or no, or what it built with `verdict()`.
//! Both may define `fn prepare(settings)` and give back what they built with `plan()`. What they can name is in
//! `facts`, `days`, `plan` and `answer`.

mod answer;
mod days;
mod facts;
mod limits;
mod numbers;
mod plan;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use comptoir_domain::audience::Candidate;
use comptoir_domain::facts::SaleFacts;
use rhai::{AST, CallFnOptions, Dynamic, Scope};

use crate::catalog::Words;
use crate::engine::{Answer, Cost, Fault, Limits, LoadError, Plan, Policy, PrepareError};
use crate::filter::{self, Filter, Selection};
use crate::settings::Settings;
use answer::{Effects, Judged};
use plan::{Planned, Prepared};

/// The file of a package that holds the script, for places.
const FILE: &str = "policy.rhai";
/// Bytes of the stack that a question runs on: enough for the deepest calls that are allowed.
const STACK: usize = 8 * 1024 * 1024;

/// The interpreter that all scripts of a till share.
pub(crate) struct Scripting {
    engine: rhai::Engine,
    limits: Limits,
}

impl Scripting {
    /// Makes the interpreter.
    pub(crate) fn new(limits: Limits) -> Self {
        let mut engine = limits::engine();
        numbers::register(&mut engine);
        days::register(&mut engine);
        facts::register(&mut engine);
        plan::register(&mut engine, limits.answer);
        answer::register(&mut engine, limits.answer);
        Self { engine, limits }
    }
}

/// The function of a kind of policy.
#[derive(Clone, Copy)]
pub(crate) enum Call {
    /// Of a program.
    Evaluate,
    /// Of a filter.
    Select,
}

impl Call {
    const fn name(self) -> &'static str {
        match self {
            Self::Evaluate => "evaluate",
            Self::Select => "select",
        }
    }

    const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Evaluate => &["sale", "settings"],
            Self::Select => &["customer", "day", "settings"],
        }
    }
}

/// A policy that is a script.
pub(crate) struct Script {
    scripting: Arc<Scripting>,
    code: AST,
    prepares: bool,
    /// What `prepare` said last: `evaluate` and `select` need the names of its questions, and the same settings give the
    /// same names.
    prepared: Mutex<Option<(Settings, Prepared)>>,
}

impl Script {
    /// Reads a script and checks that it defines what the contract asks for.
    pub(crate) fn new(scripting: Arc<Scripting>, source: &[u8], call: Call) -> Result<Self, LoadError> {
        let text = std::str::from_utf8(source).map_err(|error| LoadError::Script {
            place: None,
            text: Words::new(
                format!("le texte n'est pas de l'UTF-8 : {error}"),
                format!("the text is not UTF-8: {error}"),
            ),
        })?;
        // On the large stack too: a script may be as deep as it is long.
        let code = limits::apart(|| Ok(scripting.engine.compile(text))).map_err(LoadError::Start)?;
        let code = code.map_err(|error| LoadError::Script {
            place: limits::place(error.position()),
            text: words::of_reading(error.err_type()),
        })?;
        let defines = |name: &str, parameters: usize| {
            code.iter_functions().any(|function| function.name == name && function.params.len() == parameters)
        };
        if !defines(call.name(), call.parameters().len()) {
            return Err(LoadError::NoFunction(format!("{}({})", call.name(), call.parameters().join(", "))));
        }
        let prepares = defines("prepare", 1);
        Ok(Self { scripting, code, prepares, prepared: Mutex::new(None) })
    }

    /// Asks `prepare`, once for the same settings.
    fn prepared(&self, settings: &Settings) -> Result<Prepared, Fault> {
        if !self.prepares {
            return Ok(Prepared::default());
        }
        let mut kept = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, prepared)) = kept.as_ref().filter(|(known, _)| known == settings) {
            return Ok(prepared.clone());
        }
        let most = self.scripting.limits.operations.most;
        let (prepared, _) = self.ask("prepare", (false, most), (facts::Settings::new(settings),), Planned::taken)?;
        *kept = Some((settings.clone(), prepared.clone()));
        Ok(prepared)
    }

    /// Calls a function of the script on a fresh stack, explaining or not, within so many operations.
    fn ask<T: Send>(
        &self,
        function: &str,
        (explain, operations): (bool, u64),
        arguments: impl rhai::FuncArgs + Send,
        read: impl FnOnce(Dynamic) -> Result<T, Fault> + Send,
    ) -> Result<(T, u64), Fault> {
        let answered = limits::apart(|| self.call(function, (explain, operations), arguments, read));
        answered.map_err(Fault::fit)
    }

    /// Calls a function of the script on this stack.
    fn call<T>(
        &self,
        function: &str,
        (explain, operations): (bool, u64),
        arguments: impl rhai::FuncArgs,
        read: impl FnOnce(Dynamic) -> Result<T, Fault>,
    ) -> Result<(T, u64), Fault> {
        let budget = self.scripting.limits;
        limits::begin(operations, budget.guard);
        let options = CallFnOptions::new().eval_ast(false).with_tag(explain);
        let engine = &self.scripting.engine;
        let called: Result<Dynamic, _> =
            engine.call_fn_with_options(options, &mut Scope::new(), &self.code, function, arguments);
        let given = called.map_err(|error| limits::fault(*error, budget, operations))?;
        Ok((read(given)?, limits::operations()))
    }
}

impl Policy for Script {
    fn prepare(&self, settings: &Settings) -> Result<Plan, PrepareError> {
        self.prepared(settings)?.plan()
    }

    fn evaluate(&self, settings: &Settings, sale: &SaleFacts, explain: bool) -> Result<Answer, Fault> {
        // Not charged to this evaluation: what it costs must not depend on what was asked before.
        let names = self.prepared(settings)?.names;
        let arguments = (facts::Sale::new(sale, names), facts::Settings::new(settings));
        let most = self.scripting.limits.operations.of(sale.lines.len());
        let call = Call::Evaluate.name();
        let (proposal, operations) = self.ask(call, (explain, most), arguments, Effects::taken)?;
        Ok(Answer { proposal, cost: Cost::Operations(operations) })
    }
}

impl Filter for Script {
    fn prepare(&self, settings: &Settings) -> Result<Plan, PrepareError> {
        self.prepared(settings)?.plan()
    }

    fn select(
        &self,
        settings: &Settings,
        day: NaiveDate,
        candidates: &[Candidate],
        explain: bool,
    ) -> Result<Selection, Fault> {
        let names = self.prepared(settings)?.names;
        let settings = facts::Settings::new(settings);
        // One stack for all, a count and a clock for each: a verdict must not depend on who else is asked about.
        let judged = limits::apart(|| {
            let mut verdicts = Vec::with_capacity(candidates.len());
            let mut used = 0;
            for candidate in candidates {
                let customer = facts::File::new(candidate, Arc::clone(&names));
                let arguments = (customer, days::Day(day), settings.clone());
                let most = filter::OPERATIONS.most;
                let (verdict, operations) =
                    self.call(Call::Select.name(), (explain, most), arguments, Judged::taken)?;
                verdicts.push(verdict);
                used += operations;
            }
            Ok((verdicts, used))
        });
        let (verdicts, used) = judged.map_err(Fault::fit)?;
        Selection::of(verdicts, Cost::Operations(used), candidates.len())
    }
}
