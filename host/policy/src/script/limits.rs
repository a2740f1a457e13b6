//! What a script may use, and how its end is read as a fault.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;
use std::time::{Duration, Instant};

use rhai::module_resolvers::StaticModuleResolver;
use rhai::packages::{Package, StandardPackage};
use rhai::{Array, Blob, Dynamic, Engine, EvalAltResult, ImmutableString, Map, OptimizationLevel, Position};

use super::{FILE, STACK, words};
use crate::catalog::Words;
use crate::engine::{Fault, Limits, Place};

/// Calls within calls.
const CALLS: usize = 32;
/// Expressions within expressions, outside and inside functions. Both are said because rhai's own
/// values differ between its debug and release builds.
const EXPRESSIONS: (usize, usize) = (64, 32);
/// Bytes of a string; a longer one cannot be in an answer anyway.
const STRING: usize = 64 * 1024;
/// Elements of an array or a map.
const ELEMENTS: usize = 10_000;
const VARIABLES: usize = 256;
const FUNCTIONS: usize = 256;
/// Operations between two looks at the clock.
const LOOK: u64 = 256;
/// What is moved for one operation, whenever a large value is read: elements of a list, bytes of a text or a blob.
/// Entries of a map count one each. The interpreter alone would count one for a copy of any size.
const MOVED: (usize, usize) = (8, 256);

thread_local! {
    /// What the question on this thread used. The interpreter's own count starts anew where a failing closure was
    /// called by one of its functions.
    static OPERATIONS: Cell<u64> = const { Cell::new(0) };
    static MOST: Cell<u64> = const { Cell::new(0) };
    static LOOKED: Cell<u64> = const { Cell::new(0) };
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The guard by the clock ended the script.
#[derive(Clone)]
struct TooLate;

/// The script used all its operations.
#[derive(Clone)]
struct TooMany;

/// Makes an interpreter that can compute and nothing else.
pub(super) fn engine() -> Engine {
    let mut engine = Engine::new_raw();
    StandardPackage::new().register_into_engine(&mut engine);
    engine
        .set_module_resolver(StaticModuleResolver::new())
        .set_optimization_level(OptimizationLevel::Simple)
        .set_max_call_levels(CALLS)
        .set_max_expr_depths(EXPRESSIONS.0, EXPRESSIONS.1)
        .set_max_string_size(STRING)
        .set_max_array_size(ELEMENTS)
        .set_max_map_size(ELEMENTS)
        .set_max_variables(VARIABLES)
        .set_max_functions(FUNCTIONS)
        .set_max_modules(0)
        .set_max_strings_interned(1_024)
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(true)
        .disable_symbol("eval")
        .on_print(|_| {})
        .on_debug(|_, _, _| {})
        .on_progress(|_| watch());
    weigh_values(&mut engine);
    refuse(&mut engine, "sleep");
    refuse(&mut engine, "exit");
    engine
}

/// Replaces a function of the standard library that waits or ends by one that fails: rhai cannot
/// remove a function, and waiting is no operation that its budget would count.
fn refuse(engine: &mut Engine, name: &'static str) {
    type Never = Result<(), Box<EvalAltResult>>;
    let no = move || -> Never {
        Err(wrong(format!("une règle ne peut pas `{name}`"), format!("a policy cannot `{name}`")))
    };
    engine.register_fn(name, no).register_fn(name, move |_: i64| no()).register_fn(name, move |_: Dynamic| no());
}

/// Makes the error of a function that was called wrongly; its place is filled in on the way out.
pub(super) fn wrong(fr: impl Into<String>, en: impl Into<String>) -> Box<EvalAltResult> {
    raised(Fault::Script { place: None, text: Words::new(fr, en) })
}

/// Carries a fault out of a function that a script called.
pub(super) fn raised(fault: Fault) -> Box<EvalAltResult> {
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(fault), Position::NONE))
}

/// Counts one operation; gives what ends the script, when it is over.
fn watch() -> Option<Dynamic> {
    let operations = OPERATIONS.get() + 1;
    OPERATIONS.set(operations);
    if operations > MOST.get() {
        return Some(Dynamic::from(TooMany));
    }
    if operations - LOOKED.get() < LOOK {
        return None;
    }
    LOOKED.set(operations);
    UNTIL.get().is_some_and(|until| Instant::now() >= until).then(|| Dynamic::from(TooLate))
}

/// Counts what a variable holds each time it is read: it is copied, compared, searched or sorted then.
fn weigh_values(engine: &mut Engine) {
    #[expect(deprecated, reason = "rhai marks what it may change so; its version is pinned")]
    engine.on_var(|name, _, context| {
        let weight = context.scope().get(name).map_or(0, weight);
        OPERATIONS.set(OPERATIONS.get().saturating_add(u64::try_from(weight).unwrap_or(u64::MAX / 2)));
        Ok(None)
    });
}

/// Counts a list that is made for a script, as if it were read from a variable.
pub(super) fn weigh_list(elements: usize) {
    let weight = u64::try_from(elements / MOVED.0).unwrap_or(u64::MAX / 2);
    OPERATIONS.set(OPERATIONS.get().saturating_add(weight));
}

/// Gives the operations that a value weighs, with what is in it.
fn weight(value: &Dynamic) -> usize {
    if value.is_array() {
        value
            .read_lock::<Array>()
            .map_or(0, |list| list.len() / MOVED.0 + list.iter().map(weight_inside).sum::<usize>())
    } else if value.is_map() {
        value.read_lock::<Map>().map_or(0, |map| map.len() + map.values().map(weight_inside).sum::<usize>())
    } else if value.is_string() {
        value.read_lock::<ImmutableString>().map_or(0, |words| words.len() / MOVED.1)
    } else {
        value.read_lock::<Blob>().map_or(0, |bytes| bytes.len() / MOVED.1)
    }
}

/// Texts within a value are shared when it is copied.
fn weight_inside(value: &Dynamic) -> usize {
    if value.is_array() || value.is_map() || value.is_blob() { 1 + weight(value) } else { 0 }
}

/// Starts the count and the clock of a question on this thread.
pub(super) fn begin(operations: u64, guard: Duration) {
    OPERATIONS.set(0);
    MOST.set(operations);
    LOOKED.set(0);
    UNTIL.set(Instant::now().checked_add(guard));
}

/// Gives the operations that the question on this thread used.
pub(super) fn operations() -> u64 {
    OPERATIONS.get()
}

/// Runs something on a thread with a large stack, and survives its panics.
pub(super) fn apart<T: Send>(run: impl FnOnce() -> Result<T, Fault> + Send) -> Result<T, Fault> {
    let caught = || catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| Err(Fault::Panic(words(&*panic))));
    thread::scope(|scope| {
        let worker = thread::Builder::new().name("policy-script".into()).stack_size(STACK);
        match worker.spawn_scoped(scope, caught) {
            Ok(running) => running.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(error) => Err(Fault::Panic(error.to_string())),
        }
    })
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// Gives the place of a position, if it has one.
pub(super) fn place(position: Position) -> Option<Place> {
    let line = position.line()?;
    Some(Place { file: FILE.into(), line, column: position.position().unwrap_or(1) })
}

/// Reads the end of a script that could use so many operations.
pub(super) fn fault(error: EvalAltResult, limits: Limits, operations: u64) -> Fault {
    use EvalAltResult as End;
    let position = error.position();
    match error {
        End::ErrorInFunctionCall(_, _, inner, _) => fault(*inner, limits, operations),
        End::ErrorStackOverflow(_) => Fault::OutOfBudget { limit: CALLS as u64 },
        End::ErrorDataTooLarge(..) => Fault::TooLarge { limit: STRING as u64 },
        End::ErrorTerminated(token, _) if token.is::<TooMany>() => Fault::OutOfBudget { limit: operations },
        End::ErrorTooManyVariables(_) => Fault::Memory { limit: VARIABLES as u64 },
        End::ErrorTerminated(token, _) if token.is::<TooLate>() => {
            Fault::Deadline { limit: u64::try_from(limits.guard.as_millis()).unwrap_or(u64::MAX) }
        }
        End::ErrorRuntime(token, position) => match token.try_cast_result::<Fault>() {
            Ok(fault) => placed(fault, position),
            Err(token) => said(&token, position),
        },
        error => {
            let mut bare = error;
            bare.clear_position();
            Fault::Script { place: place(position), text: words::of_running(&bare) }
        }
    }
}

/// Puts the place of the call that failed into a fault of the till's own functions.
fn placed(fault: Fault, position: Position) -> Fault {
    match fault {
        Fault::BadAnswer { place: None, text } => Fault::BadAnswer { place: place(position), text },
        Fault::Script { place: None, text } => Fault::Script { place: place(position), text },
        fault => fault,
    }
}

/// `throw "words"` is how a script says that it cannot answer.
fn said(token: &Dynamic, position: Position) -> Fault {
    match token.read_lock::<ImmutableString>() {
        Some(words) => Fault::Said(words.to_string()),
        None => Fault::Script { place: place(position), text: Words::new(token.to_string(), token.to_string()) },
    }
}
