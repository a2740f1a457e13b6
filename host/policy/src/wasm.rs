//! Components: one engine, one fresh instance per question, and limits on everything.
//!
//! A fresh instance costs some tens of microseconds and removes a whole class of faults: an instance
//! that trapped stays dead, and state would leak from one sale into the next.

pub(crate) mod cache;
mod convert;
mod limits;
mod ticker;

use std::path::Path;
use std::sync::Arc;

use comptoir_domain::facts::SaleFacts;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component as Code, Linker};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OperatorCost, PoolingAllocationConfig, Store, WasmFeatures,
};

use crate::engine::{Answer, Cost, Fault, Limits, LoadError, Plan, Policy, PrepareError, SettingIssue};
use crate::settings::Settings;
use cache::CompiledDigests;
use limits::Guarded;
use ticker::Ticker;
use wit::{Program, ProgramPre};

/// Bindings generated from the contract.
mod wit {
    #![allow(missing_docs, unreachable_pub, clippy::use_self, reason = "generated code")]
    wasmtime::component::bindgen!({ path: "../../sdk/wit", world: "program" });
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

/// A policy that is a component.
pub(crate) struct Component {
    runtime: Arc<Runtime>,
    ready: ProgramPre<Guarded>,
}

impl Component {
    /// Links a component and starts it once: only then are the shapes of its functions compared.
    pub(crate) fn new(runtime: Arc<Runtime>, code: &Code) -> Result<Self, LoadError> {
        let limits = runtime.limits;
        let contract = |error: wasmtime::Error| LoadError::Contract(format!("{error:#}"));
        let ready = Linker::new(&runtime.engine).instantiate_pre(code).map_err(contract)?;
        let component = Self { runtime, ready: ProgramPre::new(ready).map_err(contract)? };
        component.ask(limits.fuel.base, |_, _| Ok(())).map_err(|error| match error {
            Stop::Fault(fault) => LoadError::Start(fault),
            Stop::Shape(text) => LoadError::Contract(text),
        })?;
        Ok(component)
    }

    /// Starts a fresh instance and asks it, with so much fuel.
    fn ask<T>(
        &self,
        fuel: u64,
        question: impl FnOnce(&Program, &mut Store<Guarded>) -> wasmtime::Result<T>,
    ) -> Result<(T, u64), Stop> {
        let limits = self.runtime.limits;
        let _running = self.runtime.ticker.run();
        let mut store = self.runtime.store();
        let fueled = store.set_fuel(limits.fuel.base);
        let started = fueled.and_then(|()| self.ready.instantiate(&mut store));
        let program = started.map_err(|error| limits::stop_at_start(&error, limits))?;
        // Starting must not eat into the budget: how much it takes depends on wasmtime's version.
        let answer = store.set_fuel(fuel).and_then(|()| question(&program, &mut store));
        let answer = answer.map_err(|error| Stop::Fault(limits::fault(&error, limits, fuel)))?;
        let left = store.get_fuel().unwrap_or(0);
        Ok((answer, fuel.saturating_sub(left)))
    }
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

impl Policy for Component {
    fn prepare(&self, settings: &Settings) -> Result<Plan, PrepareError> {
        let settings = convert::settings(settings);
        let fuel = self.runtime.limits.fuel.most;
        let asked = self.ask(fuel, |program, store| program.call_prepare(store, &settings)).map_err(Fault::from)?;
        match asked.0 {
            Ok(plan) => Ok(convert::plan(plan.questions).map_err(Fault::fit)?),
            Err(issues) => {
                let issues = issues.into_iter().map(convert::issue).collect::<Result<Vec<SettingIssue>, Fault>>()?;
                Err(PrepareError::Issues(issues))
            }
        }
    }

    fn evaluate(&self, settings: &Settings, sale: &SaleFacts, explain: bool) -> Result<Answer, Fault> {
        let fuel = self.runtime.limits.fuel.of(sale.lines.len());
        let (settings, sale) = (convert::settings(settings), convert::sale(sale));
        let asked = self.ask(fuel, |program, store| program.call_evaluate(store, &settings, &sale, explain));
        let (answer, fuel) = asked.map_err(Fault::from)?;
        let proposal = answer.map_err(Fault::Said).and_then(convert::proposal).map_err(Fault::fit)?;
        Ok(Answer { proposal, cost: Cost::Fuel(fuel) })
    }
}
