//! Scripts: one interpreter with limits on everything, each question on a stack of its own.
//!
//! A script defines `fn evaluate(sale, settings)` and gives back what it built with `effects()`; it
//! may define `fn prepare(settings)`. What it can name is in `facts` and `answer`.

mod answer;
mod facts;
mod limits;
mod numbers;

use std::sync::Arc;

use comptoir_domain::facts::SaleFacts;
use rhai::{AST, CallFnOptions, Dynamic, Scope};

use crate::engine::{Answer, Cost, Fault, Limits, LoadError, Policy, PrepareError};
use crate::settings::Settings;
use answer::{Effects, Issues};

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
        let mut engine = limits::engine(limits);
        numbers::register(&mut engine);
        facts::register(&mut engine);
        answer::register(&mut engine, limits.answer);
        Self { engine, limits }
    }
}

/// A policy that is a script.
pub(crate) struct Script {
    scripting: Arc<Scripting>,
    code: AST,
    prepares: bool,
}

impl Script {
    /// Reads a script and checks that it defines what the contract asks for.
    pub(crate) fn new(scripting: Arc<Scripting>, source: &[u8]) -> Result<Self, LoadError> {
        let text =
            std::str::from_utf8(source).map_err(|error| LoadError::Script { place: None, text: error.to_string() })?;
        // On the large stack too: a script may be as deep as it is long.
        let code = limits::apart(|| Ok(scripting.engine.compile(text))).map_err(LoadError::Start)?;
        let code = code.map_err(|error| LoadError::Script {
            place: limits::place(error.position()),
            text: error.err_type().to_string(),
        })?;
        let defines = |name: &str, parameters: usize| {
            code.iter_functions().any(|function| function.name == name && function.params.len() == parameters)
        };
        if !defines("evaluate", 2) {
            return Err(LoadError::NoFunction("evaluate(sale, settings)".into()));
        }
        let prepares = defines("prepare", 1);
        Ok(Self { scripting, code, prepares })
    }

    /// Calls a function of the script on a fresh stack.
    fn ask<T: Send>(
        &self,
        function: &str,
        explain: bool,
        arguments: impl rhai::FuncArgs + Send,
        read: impl FnOnce(Dynamic) -> Result<T, Fault> + Send,
    ) -> Result<(T, u64), Fault> {
        let budget = self.scripting.limits;
        limits::apart(|| {
            limits::begin(budget.guard);
            let options = CallFnOptions::new().eval_ast(false).with_tag(explain);
            let engine = &self.scripting.engine;
            let called: Result<Dynamic, _> =
                engine.call_fn_with_options(options, &mut Scope::new(), &self.code, function, arguments);
            let given = called.map_err(|error| limits::fault(*error, budget))?;
            Ok((read(given)?, limits::operations()))
        })
    }
}

impl Policy for Script {
    fn prepare(&self, settings: &Settings) -> Result<(), PrepareError> {
        if !self.prepares {
            return Ok(());
        }
        let settings = facts::Settings::new(settings);
        match self.ask("prepare", false, (settings,), Issues::taken)? {
            (issues, _) if issues.is_empty() => Ok(()),
            (issues, _) => Err(PrepareError::Issues(issues)),
        }
    }

    fn evaluate(&self, settings: &Settings, sale: &SaleFacts, explain: bool) -> Result<Answer, Fault> {
        let arguments = (facts::Sale::new(sale), facts::Settings::new(settings));
        let (proposal, operations) = self.ask("evaluate", explain, arguments, Effects::taken)?;
        Ok(Answer { proposal, cost: Cost::Operations(operations) })
    }
}
