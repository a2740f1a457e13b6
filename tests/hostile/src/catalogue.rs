//! The catalogue: what each policy tries, its code, and the one end that it must have.

use serde::Deserialize;

use crate::component::{self, Module};
use crate::layout::{self, Effect};

const COMPONENTS: &str = include_str!("../components.toml");
const SCRIPTS: &str = include_str!("../scripts.toml");

/// What runs a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A component.
    Wasm,
    /// A script.
    Rhai,
}

impl Engine {
    /// Gives its name in a manifest, which is the ending of a policy's file too.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wasm => "wasm",
            Self::Rhai => "rhai",
        }
    }
}

/// How a policy must end. Kinds are those of the till's faults, by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It is not loaded, for a reason of this kind.
    Unloaded(String),
    /// It is loaded, and fails when it is asked for its plan.
    Unprepared(String),
    /// It fails when it is asked about a sale.
    Fault(String),
    /// It answers, and the till refuses the answer: the name of the rule.
    Refused(String),
    /// It answers, and what it gives may be given.
    Harmless,
}

/// One policy of the catalogue.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its name, the only one of its engine.
    pub name: String,
    /// What it tries, in one line.
    pub tries: String,
    /// What runs it.
    pub engine: Engine,
    /// What the file of its package holds.
    pub code: Vec<u8>,
    /// How it must end.
    pub end: End,
    /// A part of what is said about that end; empty when nothing is to be found in it.
    pub says: String,
    /// What its manifest declares.
    pub effects: Vec<String>,
}

/// One policy as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    name: String,
    tries: String,
    #[serde(default)]
    says: String,
    declares: Option<Vec<String>>,
    unloaded: Option<String>,
    unprepared: Option<String>,
    fault: Option<String>,
    refused: Option<String>,
    harmless: Option<bool>,
    /// Of a script: all of it.
    script: Option<String>,
    /// Of a script: text, and what is put so many times where it says `…`.
    nested: Option<Nested>,
    /// Of a script: what `evaluate` does. Of a component: the same, in text.
    #[serde(default)]
    evaluate: String,
    #[serde(default)]
    prepare: String,
    #[serde(default)]
    realloc: String,
    #[serde(default)]
    imports: String,
    #[serde(default)]
    items: String,
    memory: Option<String>,
    #[serde(default)]
    answers: Vec<Effect>,
    /// How often the answers are given.
    times: Option<usize>,
    /// Of a component: a world of its own, on top of the contract.
    world: Option<String>,
    /// Of a component: what another contract says instead.
    instead: Option<(String, String)>,
    /// A whole component in text.
    component: Option<String>,
    /// The file, byte by byte.
    bytes: Option<Vec<u8>>,
    /// How many of its bytes are left of the file.
    cut: Option<usize>,
    /// A core module that nothing wraps.
    #[serde(default)]
    bare: bool,
}

/// Code that is as deep as it is long.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nested {
    within: String,
    part: String,
    times: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    policy: Vec<Written>,
}

/// Gives all policies: components, then scripts.
///
/// # Panics
///
/// When one is written wrongly; its name is told.
#[must_use]
pub fn catalogue() -> Vec<Policy> {
    let read = |text: &str| toml::from_str::<List>(text).unwrap_or_else(|error| panic!("{error}")).policy;
    let components = read(COMPONENTS).into_iter().map(|written| written.policy(Engine::Wasm));
    let scripts = read(SCRIPTS).into_iter().map(|written| written.policy(Engine::Rhai));
    components.chain(scripts).collect()
}

impl Written {
    fn policy(self, engine: Engine) -> Policy {
        let code = match engine {
            Engine::Wasm => self.wasm(),
            Engine::Rhai => self.rhai(),
        };
        let end = self.end();
        let effects = self.declares.unwrap_or_else(|| ALL.map(str::to_owned).to_vec());
        Policy { name: self.name, tries: self.tries, engine, code, end, says: self.says, effects }
    }

    fn end(&self) -> End {
        let ends = [
            self.unloaded.clone().map(End::Unloaded),
            self.unprepared.clone().map(End::Unprepared),
            self.fault.clone().map(End::Fault),
            self.refused.clone().map(End::Refused),
            self.harmless.map(|_| End::Harmless),
        ];
        let mut said = ends.into_iter().flatten();
        let (Some(end), None) = (said.next(), said.next()) else { panic!("{}: one end each", self.name) };
        end
    }

    fn wasm(&self) -> Vec<u8> {
        if let Some(bytes) = &self.bytes {
            return bytes.clone();
        }
        let mut code = match &self.component {
            Some(text) => self.parsed(text),
            None if self.bare => self.parsed(&self.module().text()),
            None => component::wrapped(&self.module().text(), &self.contract(), self.world.as_deref()),
        };
        code.truncate(self.cut.unwrap_or(code.len()));
        code
    }

    fn parsed(&self, text: &str) -> Vec<u8> {
        wat::parse_str(text).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    fn contract(&self) -> String {
        let contract = component::contract();
        self.instead.as_ref().map_or(contract.clone(), |(what, by)| contract.replace(what, by))
    }

    fn module(&self) -> Module {
        let given: Vec<Effect> =
            self.answers.iter().cycle().take(self.answers.len() * self.times.unwrap_or(1)).cloned().collect();
        let data = if given.is_empty() { Vec::new() } else { vec![(component::ANSWER, layout::answer(&given))] };
        Module {
            evaluate: self.evaluate.clone(),
            prepare: self.prepare.clone(),
            realloc: self.realloc.clone(),
            imports: self.imports.clone(),
            items: self.items.clone(),
            memory: self.memory.clone().unwrap_or_else(|| Module::default().memory),
            data,
        }
    }

    fn rhai(&self) -> Vec<u8> {
        if let Some(bytes) = &self.bytes {
            return bytes.clone();
        }
        let Self { evaluate, items, .. } = self;
        let evaluate = match &self.nested {
            Some(nested) => nested.within.replace('…', &nested.part.repeat(nested.times)),
            None => evaluate.clone(),
        };
        let whole = || format!("{items}\nfn evaluate(sale, settings) {{\nlet out = effects();\n{evaluate}\nout\n}}\n");
        self.script.clone().unwrap_or_else(whole).into_bytes()
    }
}

/// All effects that a manifest can declare.
pub const ALL: [&str; 8] = ["add", "spend", "completed", "discount", "voucher", "item", "offer", "message"];

/// Gives the files of a package of one policy: what it may do, its code, and a word in two languages.
#[must_use]
pub fn files(id: &str, engine: Engine, effects: &[impl AsRef<str>], code: &[u8]) -> Vec<(String, Vec<u8>)> {
    let effects: Vec<String> = effects.iter().map(|effect| format!("{:?}", effect.as_ref())).collect();
    let manifest = format!(
        r#"
id = "{id}"
version = "1.0.0"
kind = "program"
contract = "1.0"
engine = "{engine}"
author = "x"
license = "MIT"
effects = [{effects}]
events = ["draft", "paid"]
title = {{ fr = "{id}", en = "{id}" }}
description = {{ fr = "{id}", en = "{id}" }}

[[counter]]
name = "points"
unit = {{ fr = "points", en = "points" }}

[[setting]]
key = "worth"
type = "money"
label = {{ fr = "x", en = "x" }}
default = "10.00"
"#,
        engine = engine.name(),
        effects = effects.join(", "),
    );
    vec![
        ("manifest.toml".to_owned(), manifest.into_bytes()),
        (format!("policy.{}", engine.name()), code.to_vec()),
        ("locale/fr.ftl".to_owned(), b"hello = Bonjour\n".to_vec()),
        ("locale/en.ftl".to_owned(), b"hello = Hello\n".to_vec()),
    ]
}

impl Policy {
    /// Gives the id of its package: no other policy has it, of whatever engine.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}-{}", self.engine.name(), self.name)
    }

    /// Gives the files of its package.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        files(&self.id(), self.engine, &self.effects, &self.code)
    }

    /// Tells whether a till can switch it on: it is loaded and gives a plan.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        matches!(self.end, End::Fault(_) | End::Refused(_) | End::Harmless)
    }

    /// Tells whether it fails in a sale, by itself or by the till's rules.
    #[must_use]
    pub const fn fails(&self) -> bool {
        matches!(self.end, End::Fault(_) | End::Refused(_))
    }
}
