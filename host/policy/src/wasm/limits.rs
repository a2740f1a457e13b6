//! What an instance may hold, and how its end is read as a fault.

use std::fmt;

use wasmtime::{ResourceLimiter, Trap, WasmBacktrace};

use super::{MODULES, Stop};
use crate::catalog::Words;
use crate::engine::{Fault, Limits};

/// The most elements of a table.
pub(super) const TABLE_ELEMENTS: usize = 10_000;
/// The most frames of a trap that are worth showing.
const FRAMES: usize = 8;

/// Watches over what one instance asks for.
pub(super) struct Guarded {
    memory: usize,
}

impl Guarded {
    pub(super) const fn new(memory: usize) -> Self {
        Self { memory }
    }
}

/// The instance asked for more than it may have.
#[derive(Debug)]
struct AskedTooMuch;

impl fmt::Display for AskedTooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the policy asked for more memory than it may have")
    }
}

impl std::error::Error for AskedTooMuch {}

/// Refusing is an error rather than an answer: guests end in unclear ways when memory is refused.
impl ResourceLimiter for Guarded {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        within(desired, self.memory)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        within(desired, TABLE_ELEMENTS)
    }

    fn instances(&self) -> usize {
        MODULES as usize
    }

    fn tables(&self) -> usize {
        4
    }

    fn memories(&self) -> usize {
        1
    }
}

fn within(desired: usize, most: usize) -> wasmtime::Result<bool> {
    if desired <= most { Ok(true) } else { Err(AskedTooMuch.into()) }
}

/// Reads the end of an instance that was asked with so much fuel.
pub(super) fn fault(error: &wasmtime::Error, limits: Limits, fuel: u64) -> Fault {
    let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => Fault::OutOfBudget { limit: fuel },
        Some(Trap::Interrupt) => Fault::Deadline { limit: u64::try_from(limits.guard.as_millis()).unwrap_or(u64::MAX) },
        Some(trap) => Fault::Trap(traced(trap, error)),
        None if error.is::<AskedTooMuch>() => Fault::Memory { limit: number(limits.memory) },
        // wasmtime gives this error no type of its own.
        None if format!("{error:#}").contains("fuel allocated for hostcalls") => {
            Fault::TooLarge { limit: number(limits.answer) }
        }
        None => {
            let own = format!("{error:#}");
            Fault::BadAnswer { place: None, text: Words::new(format!("wasmtime dit : {own}"), own) }
        }
    }
}

/// Reads the end of an instance that was only started.
pub(super) fn stop_at_start(error: &wasmtime::Error, limits: Limits) -> Stop {
    match fault(error, limits, limits.fuel.base) {
        Fault::BadAnswer { text, .. } => Stop::Shape(text.en),
        fault => Stop::Fault(fault),
    }
}

/// What stopped it and in which functions, the innermost first.
fn traced(trap: &Trap, error: &wasmtime::Error) -> String {
    let frames = error.downcast_ref::<WasmBacktrace>().map_or(&[][..], WasmBacktrace::frames);
    let names: Vec<&str> = frames.iter().filter_map(|frame| frame.func_name()).take(FRAMES).collect();
    if names.is_empty() { trap.to_string() } else { format!("{trap}, in {}", names.join(" < ")) }
}
