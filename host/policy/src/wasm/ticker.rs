//! The guard by the clock: a thread that advances the engine's epoch while a policy is running.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use wasmtime::{Engine, EngineWeak};

/// How often the epoch advances.
const TICK: Duration = Duration::from_millis(10);

/// Gives the number of ticks that last at least as long as `time`.
pub(super) fn ticks(time: Duration) -> u64 {
    let ticks = time.as_millis().div_ceil(TICK.as_millis());
    // The tick under way when the evaluation starts may end at once.
    u64::try_from(ticks).unwrap_or(u64::MAX).saturating_add(1)
}

/// The thread; it sleeps for as long as nothing runs.
pub(super) struct Ticker {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    running: AtomicUsize,
    over: AtomicBool,
}

/// An evaluation under way.
pub(super) struct Running<'a>(&'a Shared);

impl Ticker {
    pub(super) fn start(engine: &Engine) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let (engine, seen) = (engine.weak(), Arc::clone(&shared));
        let thread = thread::Builder::new().name("policy-guard".into()).spawn(move || tick(&engine, &seen))?;
        Ok(Self { shared, thread })
    }

    /// Marks an evaluation as under way until the answer is dropped.
    pub(super) fn run(&self) -> Running<'_> {
        if self.shared.running.fetch_add(1, Ordering::SeqCst) == 0 {
            self.thread.thread().unpark();
        }
        Running(&self.shared)
    }
}

fn tick(engine: &EngineWeak, shared: &Shared) {
    while !shared.over.load(Ordering::SeqCst) {
        if shared.running.load(Ordering::SeqCst) == 0 {
            thread::park();
            continue;
        }
        thread::sleep(TICK);
        let Some(engine) = engine.upgrade() else { return };
        engine.increment_epoch();
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        self.thread.thread().unpark();
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}
