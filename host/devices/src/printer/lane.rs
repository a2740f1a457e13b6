//! One job at a time for each device, each on a thread that can be left behind.
//!
//! Some calls of the system cannot be given a time limit: opening a device, resolving a name,
//! closing a port that still drains. They run on a thread of their own; when it does not come
//! back in time, the caller goes on and the device stays taken until the thread ends.

use std::collections::HashSet;
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Fault;
use crate::reason::Reason;

/// What a job may take longer than its own deadlines, to say what went wrong.
const GRACE: Duration = Duration::from_millis(250);

static TAKEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
static FREED: Condvar = Condvar::new();

/// Runs `job` on a thread when no other job uses `device`.
///
/// [`Fault::Busy`] if the other job does not end before the deadline, [`Fault::Timeout`] if this
/// one does not.
pub(super) fn run<T: Send + 'static>(
    device: String,
    deadline: Instant,
    job: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let lane = Lane::enter(device, deadline).ok_or(Fault::Busy)?;
    let (sender, receiver) = mpsc::channel();
    let work = move || {
        let _lane = lane;
        // Nobody listens any more if the caller went on.
        let _ = sender.send(job());
    };
    let started = thread::Builder::new().name("printer".to_owned()).spawn(work);
    started.map_err(|error| Fault::NotReached { reason: Reason::of_io(&error) })?;
    let left = deadline.saturating_duration_since(Instant::now()) + GRACE;
    receiver.recv_timeout(left).unwrap_or(Err(Fault::Timeout))
}

/// The right to use a device, given back when dropped.
struct Lane(String);

impl Lane {
    fn enter(device: String, deadline: Instant) -> Option<Self> {
        let mut taken = lock();
        loop {
            if taken.get_or_insert_default().insert(device.clone()) {
                return Some(Self(device));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            taken = FREED.wait_timeout(taken, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        lock().get_or_insert_default().remove(&self.0);
        FREED.notify_all();
    }
}

fn lock() -> MutexGuard<'static, Option<HashSet<String>>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_hangs_keeps_its_device_but_not_its_caller() {
        let (release, hang) = mpsc::channel::<()>();
        let soon = || Instant::now() + Duration::from_millis(20);
        let hung = run("lane-a".into(), soon(), move || {
            let _ = hang.recv();
            Ok(1)
        });
        assert_eq!(hung, Err(Fault::Timeout));
        assert_eq!(run("lane-a".into(), soon(), || Ok(2)), Err(Fault::Busy));
        assert_eq!(run("lane-b".into(), soon(), || Ok(3)), Ok(3), "other devices go on");
        drop(release);
        let later = Instant::now() + Duration::from_secs(30);
        assert_eq!(run("lane-a".into(), later, || Ok(4)), Ok(4), "free again when the thread ends");
    }

    #[test]
    fn a_job_that_panics_frees_its_device() {
        let soon = || Instant::now() + Duration::from_secs(30);
        let result = run::<()>("lane-c".into(), soon(), || panic!("test"));
        assert_eq!(result, Err(Fault::Timeout));
        assert_eq!(run("lane-c".into(), soon(), || Ok(1)), Ok(1));
    }
}
