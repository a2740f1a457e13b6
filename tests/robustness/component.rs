//! Hostile components by hand: a core module in text, wrapped by the contract, and answers laid out byte
//! by byte as the canonical ABI of the component model wants them.

use std::path::Path;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// Where the answer is in the module's memory.
const AT: u32 = 1024;
/// Where its one effect is.
const EFFECT: u32 = AT + 32;
/// Where the word `points` is.
const WORD: u32 = AT + 256;
/// Where the number of a line is.
const LINE: u32 = AT + 280;

/// A component whose `evaluate` does `body`, and otherwise answers nothing.
pub(crate) fn component(body: &str) -> Vec<u8> {
    built(body, &[])
}

/// A component that answers with one effect.
pub(crate) fn answering(effect: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut data = vec![
        (AT + 4, EFFECT.to_le_bytes().to_vec()),
        (AT + 8, 1u32.to_le_bytes().to_vec()),
        (WORD, b"points".to_vec()),
    ];
    data.extend_from_slice(effect);
    built("", &data)
}

/// A component that answers with one effect when it is asked why, and with nothing otherwise.
pub(crate) fn wavering(effect: &[(u32, Vec<u8>)]) -> Vec<u8> {
    // `explain` is the last of what is asked, and the only byte of its word.
    let explain = "(i32.load8_u (i32.sub (i32.add (local.get 0) (global.get $asked)) (i32.const 4)))";
    let mut data = vec![(AT + 4, EFFECT.to_le_bytes().to_vec()), (WORD, b"points".to_vec())];
    data.extend_from_slice(effect);
    built(&format!("(i32.store (i32.const {}) {explain})", AT + 8), &data)
}

/// Takes an amount off the whole sale.
pub(crate) fn discount(cents: i64) -> Vec<(u32, Vec<u8>)> {
    vec![
        (EFFECT, vec![3]),
        (EFFECT + 24, vec![1]),
        (EFFECT + 32, cents.to_le_bytes().to_vec()),
        (EFFECT + 40, vec![1]),
        (EFFECT + 44, slice(WORD, 6)),
    ]
}

/// Earns points on a line.
pub(crate) fn earning(points: i64, line: u32) -> Vec<(u32, Vec<u8>)> {
    vec![
        (EFFECT, vec![0]),
        (EFFECT + 8, slice(WORD, 6)),
        (EFFECT + 16, points.to_le_bytes().to_vec()),
        (EFFECT + 32, slice(LINE, 1)),
        (LINE, line.to_le_bytes().to_vec()),
    ]
}

fn slice(start: u32, length: u32) -> Vec<u8> {
    [start.to_le_bytes(), length.to_le_bytes()].concat()
}

fn built(body: &str, data: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sdk/wit/policy.wit");
    let package = resolve.push_str("policy.wit", &std::fs::read_to_string(contract).unwrap()).unwrap();
    let world = resolve.select_world(&[package], None).unwrap();
    let mut module = wat::parse_str(module(body, data)).unwrap();
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    ComponentEncoder::default().validate(true).module(&module).unwrap().encode().unwrap()
}

fn module(body: &str, data: &[(u32, Vec<u8>)]) -> String {
    let segment = |(at, bytes): &(u32, Vec<u8>)| {
        let text: String = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
        format!("(data (i32.const {at}) \"{text}\")")
    };
    let data: String = data.iter().map(segment).collect();
    format!(
        r#"(module
  (memory (export "memory") 2)
  (global $heap (mut i32) (i32.const 65536))
  ;; The bytes of the first thing that the host puts here, which is what it asks.
  (global $asked (mut i32) (i32.const 0))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (if (i32.eqz (global.get $asked)) (then (global.set $asked (local.get 3))))
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func (export "prepare") (param i32 i32) (result i32) (i32.const 16))
  (func (export "evaluate") (param i32) (result i32)
    {body}
    (i32.const {AT}))
  {data})"#
    )
}
