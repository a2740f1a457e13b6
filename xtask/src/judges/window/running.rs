//! The till in a window: started, looked at from outside as the system sees it, closed as a person closes it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::super::shop::{NOON, Shop};
use super::screen::{Screen, until};
use crate::failure::{Done, Failure};
use crate::files;
use crate::process;

/// How long the till may take to close.
const LIMIT: Duration = Duration::from_secs(20);
/// What the title of the checkout ends with, after the shop's name.
pub(super) const CHECKOUT: &str = "Saisons.*Comptoir$";
/// For how long the processor is watched while nobody does anything.
pub(super) const AT_REST: Duration = Duration::from_secs(10);
/// How long one tick of the processor's time is: a hundredth of a second, on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// The till's parent process; ends with this value, and the window with it.
pub(super) struct Running {
    parent: Child,
    complaints: PathBuf,
}

/// How long a start took.
pub(super) struct Started {
    /// Until there was a window.
    pub(super) window: Duration,
    /// Until the window was drawn, and changed no more.
    pub(super) drawn: Duration,
}

impl Running {
    /// Starts the program; what it complains of goes into a file.
    pub(super) fn start(shop: &Shop<'_>, screen: &Screen, complaints: PathBuf) -> Result<Self, Failure> {
        let mut command = shop.command(NOON, &["till"]);
        let log = std::fs::File::create(&complaints).map_err(|error| Failure::at(&complaints, error))?;
        screen.here(&mut command).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let parent = command.spawn().map_err(|error| Failure::new(format!("comptoir till : {error}")))?;
        Ok(Self { parent, complaints })
    }

    /// Starts the program and waits until a cashier could sell.
    pub(super) fn open(shop: &Shop<'_>, screen: &Screen, complaints: PathBuf) -> Result<(Self, Started), Failure> {
        let (before, start) = (screen.look()?, Instant::now());
        let running = Self::start(shop, screen, complaints)?;
        running.until_window(screen, CHECKOUT)?;
        let window = start.elapsed();
        if !screen.changes(&before, DRAWN, LIMIT)? {
            return Err(Failure::new("la fenêtre reste vide"));
        }
        let drawn = start.elapsed();
        screen.rest()?;
        Ok((running, Started { window, drawn }))
    }

    /// Waits for a window with this title.
    pub(super) fn until_window(&self, screen: &Screen, title: &str) -> Result<String, Failure> {
        until(&format!("aucune fenêtre « {title} »"), || screen.windows(title).pop())
            .map_err(|failure| Failure::new(format!("{failure} ; dit : {}", self.complaints())))
    }

    /// What the program has said on its way.
    pub(super) fn complaints(&self) -> String {
        files::read_text(&self.complaints).unwrap_or_default().trim().to_owned()
    }

    /// The process that has the window.
    pub(super) fn child(&self) -> Option<u32> {
        let parent = self.parent.id();
        let children = told(parent, &format!("task/{parent}/children"))?;
        children.split_whitespace().next()?.parse().ok()
    }

    /// Ends the process that has the window as a crash would, and waits until another one is there.
    pub(super) fn crash(&self) -> Done {
        let child = self.child().ok_or_else(|| Failure::new("aucun processus n'a la fenêtre"))?;
        process::text(Command::new("kill").args(["-9", &child.to_string()]))?;
        until("la fenêtre ne revient pas", || self.child().filter(|now| *now != child))?;
        Ok(())
    }

    /// The memory that the window's process has, in megabytes.
    pub(super) fn memory(&self) -> Option<u64> {
        let status = told(self.child()?, "status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes / 1024)
    }

    /// How long the processor works for the window's process while it only waits.
    pub(super) fn work_at_rest(&self) -> Option<Duration> {
        let before = self.work()?;
        thread::sleep(AT_REST);
        Some(self.work()? - before)
    }

    fn work(&self) -> Option<Duration> {
        let stat = told(self.child()?, "stat")?;
        ticks(&stat).map(|ticks| TICK * ticks)
    }

    /// Closes the window that has the keys, and waits until the program is over.
    pub(super) fn close(mut self, screen: &Screen) -> Result<Result<(), String>, Failure> {
        screen.press("alt+F4")?;
        Ok(match self.end()? {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(format!("{status} : {}", self.complaints())),
            None => Err(format!("toujours ouverte après {} s", LIMIT.as_secs())),
        })
    }

    /// Waits until the program is over by itself.
    pub(super) fn end(&mut self) -> Result<Option<ExitStatus>, Failure> {
        let child = self.child();
        let status = process::wait_within(&mut self.parent, LIMIT)
            .map_err(|error| Failure::new(format!("comptoir till : {error}")))?;
        if let (None, Some(child)) = (status, child) {
            end(child);
        }
        Ok(status)
    }
}

/// More dots than a field or a message has: a window has come.
const DRAWN: usize = 100_000;

/// The processor's ticks in `/proc/PID/stat`: of the program and of the system for it.
fn ticks(stat: &str) -> Option<u32> {
    // The name stands in brackets and may contain anything.
    let mut words = stat[stat.rfind(')')? + 1..].split_whitespace().skip(11);
    let (own, system): (u32, u32) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    Some(own + system)
}

/// What the system tells of a process.
fn told(process: u32, file: &str) -> Option<String> {
    files::read_text(&Path::new("/proc").join(process.to_string()).join(file)).ok()
}

/// Ends one process by its number; it may be over by itself.
fn end(process: u32) {
    let _ = process::text(Command::new("kill").args(["-9", &process.to_string()]));
}

impl Drop for Running {
    fn drop(&mut self) {
        let child = self.child();
        // Nothing is left to do if it has ended by itself. The parent first, as it would open the window again.
        if self.parent.try_wait().ok().flatten().is_none() {
            let _ = self.parent.kill();
            let _ = self.parent.wait();
            child.into_iter().for_each(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_found_behind_any_name() {
        let stat = "860 (comptoir (x) 1) S 858 1 1 0 -1 4194560 9 0 0 0 41 7 0 0 20 0 9 0 1 2 3";
        assert_eq!(ticks(stat), Some(48));
        assert_eq!(ticks(""), None);
    }
}
