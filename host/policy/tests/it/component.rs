//! Components written by hand: a core module in text, wrapped by the contract's own WIT, and answers
//! laid out byte by byte as the canonical ABI of the component model wants them.

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

use crate::support;

/// Where the plan is in the module's memory; nothing is asked while it is zeros.
const PLAN: u32 = 16;
/// Where answers are in the module's memory.
const AT: u32 = 1024;

/// Wraps a core module in text, of the contract's world.
pub(crate) fn component(core: &str) -> Vec<u8> {
    component_of(core, &contract(), None)
}

/// The contract, as it is written.
pub(crate) fn contract() -> String {
    std::fs::read_to_string(support::root().join("sdk/wit/policy.wit")).unwrap()
}

/// Wraps a core module in text, of the world of another WIT on top of a contract.
pub(crate) fn component_of(core: &str, contract: &str, world: Option<&str>) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let mut package = resolve.push_str("policy.wit", contract).unwrap();
    if let Some(world) = world {
        package = resolve.push_str("world.wit", world).unwrap();
    }
    let world = resolve.select_world(&[package], None).unwrap();
    let mut module = wat::parse_str(core).unwrap();
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    ComponentEncoder::default().validate(true).module(&module).unwrap().encode().unwrap()
}

/// A module whose `evaluate` does `body` and otherwise answers nothing.
pub(crate) fn module(body: &str) -> String {
    module_with(body, &[], "")
}

/// A module with an answer in its memory at [`AT`] and further items.
fn module_with(body: &str, answer: &[u8], more: &str) -> String {
    let data: String = answer.iter().map(|byte| format!("\\{byte:02x}")).collect();
    format!(
        r#"(module
  (memory (export "memory") 2)
  (global $heap (mut i32) (i32.const 65536))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func (export "prepare") (param i32 i32) (result i32) (i32.const {PLAN}))
  (func $evaluate (export "evaluate") (param i32) (result i32)
    {body}
    (i32.const {AT}))
  (data (i32.const {AT}) "{data}")
  {more})"#
    )
}

/// A component that answers with one list of effects, each laid out by hand.
pub(crate) fn answering(effects: &[Vec<u8>]) -> Vec<u8> {
    let list = AT + 32;
    let mut bytes = Vec::new();
    put(&mut bytes, 4, &list.to_le_bytes());
    put(&mut bytes, 8, &u32::try_from(effects.len()).unwrap().to_le_bytes());
    for (index, effect) in effects.iter().enumerate() {
        assert!(effect.len() <= EFFECT, "an effect has {EFFECT} bytes");
        put(&mut bytes, 32 + index * EFFECT, effect);
    }
    component(&module_with("", &bytes, &words()))
}

/// A component that plans questions, each laid out by hand.
pub(crate) fn planning(questions: &[Vec<u8>]) -> Vec<u8> {
    const QUESTION: usize = 32;
    let mut plan = Vec::new();
    put(&mut plan, 4, &AT.to_le_bytes());
    put(&mut plan, 8, &u32::try_from(questions.len()).unwrap().to_le_bytes());
    let mut list = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        put(&mut list, index * QUESTION, question);
    }
    put(&mut list, questions.len() * QUESTION, &[]);
    let plan: String = plan.iter().map(|byte| format!("\\{byte:02x}")).collect();
    component(&module_with("", &list, &format!("(data (i32.const {PLAN}) \"{plan}\")")))
}

/// Asks on how many days the customer bought, in so many days.
pub(crate) fn visits(days: u32) -> Vec<u8> {
    let mut bytes = vec![0];
    put(&mut bytes, 4, &[1]);
    put(&mut bytes, 8, &days.to_le_bytes());
    bytes
}

/// Asks the same since a day.
pub(crate) fn visits_since(year: i32, month: u8, day: u8) -> Vec<u8> {
    let mut bytes = vec![0];
    put(&mut bytes, 4, &[4]);
    put(&mut bytes, 8, &year.to_le_bytes());
    put(&mut bytes, 12, &[month, day]);
    bytes
}

/// Bytes of an effect: a discriminant, and the largest of its cases at the next multiple of eight.
const EFFECT: usize = 160;
/// Where words are: "points", "text" and so on are taken from one long text.
const WORDS: u32 = 60_000;

fn words() -> String {
    format!("(data (i32.const {WORDS}) \"points\")")
}

fn put(bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
    bytes.resize(bytes.len().max(at + part.len()), 0);
    bytes[at..at + part.len()].copy_from_slice(part);
}

/// A string: where it is, and its length.
fn string(bytes: &mut Vec<u8>, at: usize, start: u32, length: u32) {
    put(bytes, at, &start.to_le_bytes());
    put(bytes, at + 4, &length.to_le_bytes());
}

/// Earns on counter `points`, of a line.
pub(crate) fn add(units: i64, scale: u8, line: u32) -> Vec<u8> {
    let mut bytes = vec![0];
    string(&mut bytes, 8, WORDS, 6);
    put(&mut bytes, 16, &units.to_le_bytes());
    put(&mut bytes, 24, &[scale]);
    // The line's number is kept in the effect's own unused tail.
    string(&mut bytes, 32, 0, 0);
    if line > 0 {
        string(&mut bytes, 32, AT + 32 + 80, 1);
        put(&mut bytes, 80, &line.to_le_bytes());
    }
    bytes
}

/// Takes an amount off the whole sale.
pub(crate) fn discount(cents: i64) -> Vec<u8> {
    let mut bytes = vec![3];
    put(&mut bytes, 8 + 16, &[1]);
    put(&mut bytes, 8 + 24, &cents.to_le_bytes());
    put(&mut bytes, 8 + 32, &[1]);
    string(&mut bytes, 8 + 36, WORDS, 6);
    bytes
}

/// Says words, `length` bytes from `start`.
pub(crate) fn message(weight: u8, start: u32, length: u32) -> Vec<u8> {
    let mut bytes = vec![7];
    put(&mut bytes, 8, &[1, weight]);
    put(&mut bytes, 12, &[1]);
    string(&mut bytes, 16, start, length);
    bytes
}

/// Says "points".
pub(crate) fn short_message() -> Vec<u8> {
    message(50, WORDS, 6)
}
