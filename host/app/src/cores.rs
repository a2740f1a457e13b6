//! Long work over the books on all cores, while the till goes on: each core reads beside the store and takes the next
//! piece when it is done with one.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use comptoir_store::{Reader, Store};

use crate::error::Error;

/// How often whoever waits is told how far it is.
const TOLD_EVERY: Duration = Duration::from_millis(100);

/// Opens the books once per core.
pub(crate) fn readers(store: &Store) -> Result<Vec<Reader>, Error> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Ok((0..cores).map(|_| store.reader()).collect::<Result<_, _>>()?)
}

/// What is to be done, and how far it is.
pub(crate) struct Work<'a, P> {
    pieces: &'a [P],
    weight: fn(&P) -> u64,
    cancel: &'a AtomicBool,
    next: AtomicUsize,
    done: AtomicU64,
}

/// The pieces of one core, each when the one before is done.
pub(crate) struct Pieces<'w, 'a, P> {
    work: &'w Work<'a, P>,
    begun: u64,
}

impl<'a, P: Sync> Work<'a, P> {
    /// Plans the pieces; progress is told in their weights. It ends early when `cancel` is set.
    pub(crate) const fn new(pieces: &'a [P], weight: fn(&P) -> u64, cancel: &'a AtomicBool) -> Self {
        Self { pieces, weight, cancel, next: AtomicUsize::new(0), done: AtomicU64::new(0) }
    }

    /// Lets every reader go through its pieces; gives what each made of them. When one fails, the others stop.
    pub(crate) fn on_all<T: Send>(
        &self,
        readers: Vec<Reader>,
        go_through: impl Fn(&Reader, Pieces<'_, 'a, P>) -> Result<T, Error> + Sync,
        mut progress: impl FnMut(u64),
    ) -> Result<Vec<T>, Error> {
        thread::scope(|scope| {
            let (over, ended) = channel();
            let go_through = &go_through;
            let start = |reader| {
                let over = over.clone();
                scope.spawn(move || self.on_one(&reader, go_through, &over))
            };
            let threads: Vec<_> = readers.into_iter().map(start).collect();
            drop(over);
            while !matches!(ended.recv_timeout(TOLD_EVERY), Err(RecvTimeoutError::Disconnected)) {
                progress(self.done.load(Ordering::Relaxed));
            }
            let joined = |thread: thread::ScopedJoinHandle<'_, _>| match thread.join() {
                Ok(made) => made,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            threads.into_iter().map(joined).collect()
        })
    }

    /// The end of the sender tells that this thread is over.
    fn on_one<T>(
        &self,
        reader: &Reader,
        go_through: &impl Fn(&Reader, Pieces<'_, 'a, P>) -> Result<T, Error>,
        _over: &Sender<()>,
    ) -> Result<T, Error> {
        let made = go_through(reader, Pieces { work: self, begun: 0 });
        if made.is_err() {
            // The others need not go on: what they find is thrown away.
            self.next.store(self.pieces.len(), Ordering::Relaxed);
        }
        made
    }
}

impl<'a, P: Sync> Iterator for Pieces<'_, 'a, P> {
    type Item = &'a P;

    fn next(&mut self) -> Option<&'a P> {
        let work = self.work;
        work.done.fetch_add(std::mem::take(&mut self.begun), Ordering::Relaxed);
        if work.cancel.load(Ordering::Relaxed) {
            return None;
        }
        let piece = work.pieces.get(work.next.fetch_add(1, Ordering::Relaxed))?;
        self.begun = (work.weight)(piece);
        Some(piece)
    }
}
