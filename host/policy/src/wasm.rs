//! Components: one engine, one fresh instance per question, and limits on everything.
//!
//! A fresh instance costs some tens of microseconds and removes a whole class of faults: an instance
//! that trapped stays dead, and state would leak from one sale into the next.

pub(crate) mod cache;
mod convert;
mod limits;
mod ticker;

use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use comptoir_domain::audience::Candidate;
use comptoir_domain::facts::SaleFacts;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{
    Component as Code, ComponentExportIndex, ComponentNamedList, Func, Instance, InstancePre, Lift, Linker, Lower,
    TypedFunc,
};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OperatorCost, PoolingAllocationConfig, Store, WasmFeatures,
};

use crate::engine::{Answer, Cost, Fault, Limits, LoadError, Plan, Policy, PrepareError, SettingIssue};
use crate::filter::{self, Filter, Selection};
use crate::settings::Settings;
use cache::CompiledDigests;
use limits::Guarded;
use ticker::Ticker;
use wit::Plan as Questions;
use wit::comptoir::policy::{effects, facts, types};
use wit_filter::comptoir::policy::audience;

/// A component that was compiled and is not linked yet.
pub(crate) type Compiled = Code;

/// Bindings generated from the contract.
mod wit {
    #![allow(missing_docs, unreachable_pub, clippy::use_self, reason = "generated code")]
    wasmtime::component::bindgen!({ path: "../../sdk/wit", world: "program" });
}

/// What filters have beside: the rest is the same.
mod wit_filter {
    #![allow(missing_docs, unreachable_pub, clippy::use_self, dead_code, reason = "generated code")]
    wasmtime::component::bindgen!({
        path: "../../sdk/wit",
        world: "filter",
        with: {
            "comptoir:policy/types": super::wit::comptoir::policy::types,
            "comptoir:policy/facts": super::wit::comptoir::policy::facts,
            "comptoir:policy/history": super::wit::comptoir::policy::history,
            "comptoir:policy/effects": super::wit::comptoir::policy::effects,
        },
    });
}

/// Components that may be inside an evaluation at the same time.
const SLOTS: u32 = 16;
/// Core modules of one component: its own, and those that adapt its calls.
const MODULES: u32 = 8;
/// Bytes of a component's stack.
const STACK: usize = 512 * 1024;
/// Bytes that a slot keeps between two instances.
const KEPT: usize = 512 * 1024;
/// Bytes left unmapped after a memory.
const GUARD: u64 = 64 * 1024;

/// The engine that all components of a till share.
pub(crate) struct Runtime {
    engine: Engine,
    ticker: Ticker,
    limits: Limits,
}

impl Runtime {
    /// Starts the engine, with a pool of prepared memories where the address space allows it.
    pub(crate) fn start(limits: Limits) -> Result<Self, LoadError> {
        let pooled = |pool| Engine::new(config(limits).allocation_strategy(InstanceAllocationStrategy::Pooling(pool)));
        let engine = pooled(kept(pool(limits)))
            .or_else(|_| pooled(pool(limits)))
            .or_else(|_| Engine::new(&config(limits)))
            .map_err(|error| LoadError::Engine(format!("{error:#}")))?;
        let ticker = Ticker::start(&engine).map_err(|error| LoadError::Engine(error.to_string()))?;
        Ok(Self { engine, ticker, limits })
    }

    /// Compiles a component, or takes it compiled from the cache.
    pub(crate) fn compiled(
        &self,
        component: &[u8],
        cache: &Path,
        digests: &dyn CompiledDigests,
    ) -> Result<Code, LoadError> {
        let code = cache::load(&self.engine, component, cache, digests)?;
        refuse_imports(&self.engine, &code)?;
        Ok(code)
    }

    fn store(&self) -> Store<Guarded> {
        let mut store = Store::new(&self.engine, Guarded::new(self.limits.memory));
        store.limiter(|guarded| guarded);
        // Bounds what is copied out of the component, whatever lengths it claims.
        store.set_hostcall_fuel(self.limits.answer);
        store.set_epoch_deadline(ticker::ticks(self.limits.guard));
        store
    }
}

fn config(limits: Limits) -> Config {
    let memory = u64::try_from(limits.memory).unwrap_or(u64::MAX);
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .concurrency_support(false)
        .consume_fuel(true)
        .operator_cost(costs())
        .epoch_interruption(true)
        .wasm_features(WasmFeatures::FLOATS, false)
        .wasm_simd(false)
        .wasm_relaxed_simd(false)
        .wasm_memory64(false)
        .wasm_multi_memory(false)
        .max_wasm_stack(STACK)
        // The whole memory at once: growing never moves it, and only the limit refuses to grow.
        .memory_reservation(memory)
        .memory_reservation_for_growth(0)
        .memory_guard_size(GUARD);
    config
}

/// What goes through the host takes as long as some fifty instructions, however few bytes it moves; those count
/// one each on top.
fn costs() -> OperatorCost {
    const CALL: u8 = 50;
    OperatorCost {
        MemoryGrow: CALL,
        MemoryFill: CALL,
        MemoryCopy: CALL,
        MemoryInit: CALL,
        TableGrow: CALL,
        TableFill: CALL,
        TableCopy: CALL,
        TableInit: CALL,
        ..OperatorCost::default()
    }
}

/// Keeps the pages that an instance wrote for the next one, wiped, instead of giving them back to the system: handing
/// them out again takes longer than most policies. Only Linux from 6.7 on tells which they are.
fn kept(mut pool: PoolingAllocationConfig) -> PoolingAllocationConfig {
    pool.pagemap_scan(Enabled::Yes).linear_memory_keep_resident(KEPT).table_keep_resident(KEPT);
    pool
}

fn pool(limits: Limits) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::default();
    pool.total_component_instances(SLOTS)
        .total_core_instances(SLOTS * MODULES)
        .total_memories(SLOTS)
        .total_tables(SLOTS * MODULES)
        .max_memories_per_module(1)
        .max_memories_per_component(1)
        .max_memory_size(limits.memory)
        .table_elements(limits::TABLE_ELEMENTS);
    pool
}

/// A policy is given no function at all: no clock, no disk, no network, no randomness.
fn refuse_imports(engine: &Engine, code: &Code) -> Result<(), LoadError> {
    let mut functions = Vec::new();
    for (name, import) in code.component_type().imports(engine) {
        match import.ty {
            // Interfaces that only name types are part of the contract.
            ComponentItem::Type(_) => {}
            ComponentItem::ComponentInstance(instance) => {
                let inside = instance.exports(engine).filter(|(_, item)| !matches!(item.ty, ComponentItem::Type(_)));
                functions.extend(inside.map(|(inner, _)| format!("{name}#{inner}")));
            }
            _ => functions.push(name.to_owned()),
        }
    }
    if functions.is_empty() { Ok(()) } else { Err(LoadError::Imports(functions)) }
}

/// A policy that is a component: `prepare`, and the function of its kind.
pub(crate) struct Component<F> {
    runtime: Arc<Runtime>,
    ready: InstancePre<Guarded>,
    prepare: ComponentExportIndex,
    answer: ComponentExportIndex,
    of: PhantomData<fn() -> F>,
}

/// A function of the contract: what it is given, and what it answers.
pub(crate) trait Function {
    const NAME: &'static str;
    type Given<'a>: ComponentNamedList + Lower;
    type Answer: ComponentNamedList + Lift + 'static;
}

/// `prepare` of the contract.
struct Prepare;

impl Function for Prepare {
    const NAME: &'static str = "prepare";
    type Given<'a> = (&'a [types::Setting],);
    type Answer = (Result<Questions, Vec<types::SettingIssue>>,);
}

/// `evaluate` of the contract.
pub(crate) struct Evaluate;

impl Function for Evaluate {
    const NAME: &'static str = "evaluate";
    type Given<'a> = (&'a [types::Setting], &'a facts::Sale, bool);
    type Answer = (Result<effects::Proposal, String>,);
}

/// `select` of the contract.
pub(crate) struct Select;

impl Function for Select {
    const NAME: &'static str = "select";
    type Given<'a> = (&'a [types::Setting], types::Date, &'a [audience::Candidate], bool);
    type Answer = (Result<Vec<audience::Verdict>, String>,);
}

impl<F: Function> Component<F> {
    /// Links a component and starts it once: only then are the shapes of its functions compared.
    pub(crate) fn new(runtime: Arc<Runtime>, code: &Code) -> Result<Self, LoadError> {
        let contract = |error: wasmtime::Error| LoadError::Contract(format!("{error:#}"));
        let ready = Linker::new(&runtime.engine).instantiate_pre(code).map_err(contract)?;
        let (prepare, answer) = (find::<Prepare>(code)?, find::<F>(code)?);
        let component = Self { runtime, ready, prepare, answer, of: PhantomData };
        component.compare().map_err(|error| match error {
            Stop::Fault(fault) => LoadError::Start(fault),
            Stop::Shape(text) => LoadError::Contract(text),
        })?;
        Ok(component)
    }

    /// Compares the shapes of both functions with the contract's.
    fn compare(&self) -> Result<(), Stop> {
        let _running = self.runtime.ticker.run();
        let both = |store: &mut Store<Guarded>| {
            let instance = self.ready.instantiate(&mut *store)?;
            compare::<Prepare>(store, &instance, &self.prepare)?;
            compare::<F>(store, &instance, &self.answer)
        };
        self.start(both).map(|_| ())
    }

    /// Starts a fresh instance.
    fn start<T>(
        &self,
        start: impl FnOnce(&mut Store<Guarded>) -> wasmtime::Result<T>,
    ) -> Result<(T, Store<Guarded>), Stop> {
        let limits = self.runtime.limits;
        let mut store = self.runtime.store();
        let started = store.set_fuel(limits.fuel.base).and_then(|()| start(&mut store));
        let started = started.map_err(|error| limits::stop_at_start(&error, limits))?;
        Ok((started, store))
    }

    /// Starts a fresh instance and calls one of its functions, with so much fuel.
    fn ask<A: Function>(
        &self,
        function: &ComponentExportIndex,
        fuel: u64,
        given: A::Given<'_>,
    ) -> Result<(A::Answer, u64), Stop> {
        let limits = self.runtime.limits;
        let _running = self.runtime.ticker.run();
        let (instance, mut store) = self.start(|store| self.ready.instantiate(store))?;
        // Starting must not eat into the budget: how much it takes depends on wasmtime's version.
        let fueled = store.set_fuel(fuel);
        let answer = fueled.and_then(|()| call::<A>(&mut store, &instance, function, given));
        let answer = answer.map_err(|error| Stop::Fault(limits::fault(&error, limits, fuel)))?;
        let left = store.get_fuel().unwrap_or(0);
        Ok((answer, fuel.saturating_sub(left)))
    }
}

fn find<F: Function>(code: &Code) -> Result<ComponentExportIndex, LoadError> {
    let name = F::NAME;
    code.get_export_index(None, name).ok_or_else(|| LoadError::Contract(format!("no function `{name}` is exported")))
}

fn compare<F: Function>(
    store: &mut Store<Guarded>,
    instance: &Instance,
    function: &ComponentExportIndex,
) -> wasmtime::Result<()> {
    let typed = instance.get_typed_func::<F::Given<'_>, F::Answer>(store, function);
    typed.map(|_| ()).map_err(|error| error.context(format!("`{}` is not as in the contract", F::NAME)))
}

/// Calls a function without comparing its shape with the contract's again: that takes a quarter of the time of a
/// short policy, and all instances of a component have the shapes that were compared when it was loaded.
#[allow(unsafe_code, reason = "wasmtime has no checked way to remember that shapes were compared")]
fn call<F: Function>(
    store: &mut Store<Guarded>,
    instance: &Instance,
    function: &ComponentExportIndex,
    given: F::Given<'_>,
) -> wasmtime::Result<F::Answer> {
    let found: Option<Func> = instance.get_func(&mut *store, function);
    let found = found.ok_or_else(|| wasmtime::Error::msg("the function is gone"))?;
    // SAFETY: `Component::new` compared this function with these very types, in an instance of the same component.
    let typed = unsafe { TypedFunc::<F::Given<'_>, F::Answer>::new_unchecked(found) };
    typed.call(store, given)
}

/// Why an instance gave no answer.
enum Stop {
    Fault(Fault),
    /// It could not even start: a function has another shape than the contract's.
    Shape(String),
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Fault(fault) => fault.fit(),
            Stop::Shape(text) => Self::Trap(text).fit(),
        }
    }
}

impl<F: Function> Component<F> {
    fn plan(&self, settings: &Settings) -> Result<Plan, PrepareError> {
        let settings = convert::settings(settings);
        let fuel = self.runtime.limits.fuel.most;
        let asked = self.ask::<Prepare>(&self.prepare, fuel, (&settings,)).map_err(Fault::from)?;
        match asked.0.0 {
            Ok(plan) => Ok(convert::plan(plan.questions).map_err(Fault::fit)?),
            Err(issues) => {
                let issues = issues.into_iter().map(convert::issue).collect::<Result<Vec<SettingIssue>, Fault>>()?;
                Err(PrepareError::Issues(issues))
            }
        }
    }
}

impl Policy for Component<Evaluate> {
    fn prepare(&self, settings: &Settings) -> Result<Plan, PrepareError> {
        self.plan(settings)
    }

    fn evaluate(&self, settings: &Settings, sale: &SaleFacts, explain: bool) -> Result<Answer, Fault> {
        let fuel = self.runtime.limits.fuel.of(sale.lines.len());
        let (settings, sale) = (convert::settings(settings), convert::sale(sale));
        let asked = self.ask::<Evaluate>(&self.answer, fuel, (&settings, &sale, explain));
        let ((answer,), fuel) = asked.map_err(Fault::from)?;
        let proposal = answer.map_err(Fault::Said).and_then(convert::proposal).map_err(Fault::fit)?;
        Ok(Answer { proposal, cost: Cost::Fuel(fuel) })
    }
}

impl Filter for Component<Select> {
    fn prepare(&self, settings: &Settings) -> Result<Plan, PrepareError> {
        self.plan(settings)
    }

    fn select(
        &self,
        settings: &Settings,
        day: NaiveDate,
        candidates: &[Candidate],
        explain: bool,
    ) -> Result<Selection, Fault> {
        let each = filter::FUEL.saturating_mul(u64::try_from(candidates.len()).unwrap_or(u64::MAX));
        let fuel = self.runtime.limits.fuel.base.saturating_add(each);
        let told: Vec<audience::Candidate> = candidates.iter().map(convert::candidate).collect();
        let given = (&*convert::settings(settings), convert::date(day), &*told, explain);
        let ((answer,), fuel) = self.ask::<Select>(&self.answer, fuel, given).map_err(Fault::from)?;
        let verdicts = answer.map_err(Fault::Said).and_then(convert::verdicts).map_err(Fault::fit)?;
        Selection::of(verdicts, Cost::Fuel(fuel), candidates.len())
    }
}
