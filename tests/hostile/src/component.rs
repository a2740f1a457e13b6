//! Components written by hand: a core module in text, wrapped by the contract's own WIT.

use std::path::Path;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, WorldId};

use crate::layout::{self, Effect};

/// Where the plan is in the module's memory; nothing is asked while it is zeros.
pub const PLAN: u32 = 16;
/// Where the answer is in the module's memory.
pub const ANSWER: u32 = 1024;

/// A core module that keeps the contract but for what is said otherwise. Its text names the memory's places:
/// `$answer`, `$plan`, `$heap`, and `$asked`, the bytes of the first thing that the host put into it.
#[derive(Clone, Debug)]
pub struct Module {
    /// What `evaluate` does before it answers.
    pub evaluate: String,
    /// What `prepare` does before it answers.
    pub prepare: String,
    /// What `cabi_realloc` does before it gives a place.
    pub realloc: String,
    /// What it imports.
    pub imports: String,
    /// Further items of the module.
    pub items: String,
    /// The limits of its memory, in pages.
    pub memory: String,
    /// Bytes that are in its memory from the start, with their places.
    pub data: Vec<(u32, Vec<u8>)>,
}

impl Default for Module {
    fn default() -> Self {
        let nothing = String::new;
        Self {
            evaluate: nothing(),
            prepare: nothing(),
            realloc: nothing(),
            imports: nothing(),
            items: nothing(),
            memory: "2".into(),
            data: Vec::new(),
        }
    }
}

impl Module {
    /// A module whose `evaluate` does something and answers nothing.
    #[must_use]
    pub fn doing(evaluate: &str) -> Self {
        Self { evaluate: evaluate.into(), ..Self::default() }
    }

    /// A module that answers with effects.
    #[must_use]
    pub fn answering(effects: &[Effect]) -> Self {
        Self { data: vec![(ANSWER, layout::answer(effects))], ..Self::default() }
    }

    /// A module that plans questions, each laid out by [`layout::visits`] or [`layout::visits_since`].
    #[must_use]
    pub fn planning(questions: &[Vec<u8>]) -> Self {
        let (plan, list) = layout::plan(questions);
        Self { data: vec![(PLAN, plan), (ANSWER, list)], ..Self::default() }
    }

    /// Gives the module as text.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { evaluate, prepare, realloc, imports, items, memory, .. } = self;
        let data: String = self.data.iter().map(segment).collect();
        format!(
            r#"(module
  {imports}
  (memory (export "memory") {memory})
  (global $plan i32 (i32.const {PLAN}))
  (global $answer i32 (i32.const {ANSWER}))
  (global $heap (mut i32) (i32.const 65536))
  (global $asked (mut i32) (i32.const 0))
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    {realloc}
    (if (i32.eqz (global.get $asked)) (then (global.set $asked (local.get 3))))
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func $prepare (export "prepare") (param i32 i32) (result i32)
    {prepare}
    (global.get $plan))
  (func $evaluate (export "evaluate") (param i32) (result i32)
    {evaluate}
    (global.get $answer))
  {data}
  {items})"#
        )
    }

    /// Gives the module as a component of the contract.
    ///
    /// # Panics
    ///
    /// When its text is no module of the contract's world.
    #[must_use]
    pub fn component(&self) -> Vec<u8> {
        wrapped(&self.text(), &contract(), None)
    }
}

fn segment((at, bytes): &(u32, Vec<u8>)) -> String {
    let text: String = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
    format!("(data (i32.const {at}) \"{text}\")")
}

/// A component whose `evaluate` does something and answers nothing.
///
/// # Panics
///
/// When that is no code.
#[must_use]
pub fn doing(evaluate: &str) -> Vec<u8> {
    Module::doing(evaluate).component()
}

/// A component that answers with effects.
///
/// # Panics
///
/// Never: every effect has a layout.
#[must_use]
pub fn answering(effects: &[Effect]) -> Vec<u8> {
    Module::answering(effects).component()
}

/// A component that answers with an effect when it is asked why, and with nothing otherwise.
///
/// # Panics
///
/// Never: every effect has a layout.
#[must_use]
pub fn wavering(effect: Effect) -> Vec<u8> {
    // `explain` is the last of what is asked, and the only byte of its word.
    let explain = "(i32.load8_u (i32.sub (i32.add (local.get 0) (global.get $asked)) (i32.const 4)))";
    let evaluate = format!("(i32.store offset=8 (global.get $answer) {explain})");
    Module { evaluate, ..Module::answering(&[effect]) }.component()
}

/// A component of a filter: a core module that answers `select` with what `verdicts` puts at `$answer`, of which the
/// first byte says whether there is an answer, and the words at 4 and 8 where the verdicts are and how many. A verdict
/// has 12 bytes: whether the customer is chosen, where the reasons are and how many.
///
/// # Panics
///
/// When the text is no code.
#[must_use]
pub fn filter(verdicts: &str) -> Vec<u8> {
    let core = format!(
        r#"(module
  (memory (export "memory") 2)
  (global $answer i32 (i32.const {ANSWER}))
  (global $heap (mut i32) (i32.const 65536))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func (export "prepare") (param i32 i32) (result i32) (i32.const {PLAN}))
  (func (export "select") (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    {verdicts}
    (global.get $answer)))"#
    );
    let mut resolve = Resolve::default();
    let package = resolve.push_str("policy.wit", &contract()).expect("the contract is one");
    let world = resolve.select_world(&[package], Some("filter")).expect("the contract has filters");
    encoded(&core, &resolve, world)
}

/// Gives the contract, as it is written.
///
/// # Panics
///
/// When it is not where it belongs.
#[must_use]
pub fn contract() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/wit/policy.wit");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Wraps a core module in text, of a contract's world or of another world on top of it.
///
/// # Panics
///
/// When the text is no module of that world.
#[must_use]
pub fn wrapped(core: &str, contract: &str, world: Option<&str>) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let mut package = resolve.push_str("policy.wit", contract).expect("the contract is one");
    // Of the contract's own worlds, that of programs.
    let mut name = Some("program");
    if let Some(world) = world {
        package = resolve.push_str("world.wit", world).expect("the world is one");
        name = None;
    }
    let world = resolve.select_world(&[package], name).expect("the world is there");
    encoded(core, &resolve, world)
}

fn encoded(core: &str, resolve: &Resolve, world: WorldId) -> Vec<u8> {
    let mut module = wat::parse_str(core).unwrap_or_else(|error| panic!("{error}"));
    embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8).expect("any module takes metadata");
    let encoder = ComponentEncoder::default().validate(true).module(&module);
    encoder.and_then(|mut encoder| encoder.encode()).unwrap_or_else(|error| panic!("{error:#}"))
}
