//! The way to the paper: connecting, asking how the printer is, sending, making sure.
//!
//! [`send`] does one job on one [`Connection`] and comes back in bounded time, whatever the
//! printer does. A printer that answers is asked before (paper, cover) and after, so that
//! "printed" is known; one that never answers gets its bytes all the same and the job
//! ends as [`Sent::Unconfirmed`]. [`open_drawer`] asks nothing: a drawer opens without paper.

mod connection;
mod lane;
mod link;
mod oneway;
mod status;
mod talk;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use thiserror::Error;

use self::talk::Talk;
use crate::document::DrawerPin;
use crate::escpos;
use crate::reason::Reason;

pub use self::connection::{Connection, ConnectionError, ConnectionProblem};
pub use self::status::Status;

/// A time limit for one receipt that leaves room for a long one on a slow serial line.
pub const USUAL_TIMEOUT: Duration = Duration::from_secs(10);

/// How a job ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The printer said, after the last byte, that it printed everything.
    Printed {
        /// The roll is nearly at its end.
        paper_low: bool,
    },
    /// The printer took everything and is well; this model does not tell when paper moved.
    Received {
        /// The roll is nearly at its end.
        paper_low: bool,
    },
    /// The bytes were taken by something that never answers.
    Unconfirmed,
}

/// Why a job did not end well.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{connection}: {fault:?}, printed: {printed:?}")]
pub struct PrinterError {
    /// Which printer.
    pub connection: Connection,
    /// What is wrong.
    pub fault: Fault,
    /// Whether something may have come out, so that a repeat is a second copy.
    pub printed: Printed,
}

/// What is wrong with a printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No paper.
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// The cutter is jammed.
    Cutter,
    /// Offline for a reason it does not tell.
    Offline,
    /// It cannot be connected to.
    NotReached {
        /// Why.
        reason: Reason,
    },
    /// It stopped taking or answering before the deadline.
    Timeout,
    /// The connection ended in the middle.
    Broken {
        /// Why.
        reason: Reason,
    },
    /// Another job of this program still has it.
    Busy,
}

/// What may be on paper after a failed job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    /// No byte of the job was sent: it can be repeated.
    Nothing,
    /// A part, or all of it.
    Perhaps,
}

/// Sends the bytes of one job.
///
/// Asks the printer first whether it can print and afterwards whether it did, where it answers.
/// Comes back shortly after `timeout` at the latest. Jobs for the same device wait for each
/// other.
///
/// # Errors
///
/// [`PrinterError`] with the cause and whether something may have been printed.
pub fn send(connection: &Connection, bytes: &[u8], timeout: Duration) -> Result<Sent, PrinterError> {
    let deadline = Instant::now() + timeout;
    let taken = Arc::new(Taken::default());
    let (to, job, note) = (connection.clone(), bytes.to_vec(), Arc::clone(&taken));
    let result = lane::run(connection.device(), deadline, move || deliver(&to, &job, deadline, &note));
    result.map_err(|fault| PrinterError { connection: connection.clone(), fault, printed: taken.printed() })
}

/// Opens the drawer at once, also when the printer is out of paper or its cover is open: nothing
/// is asked, nothing is printed. `pin` is usually `drawer_pin` of the printer's profile.
///
/// Comes back shortly after `limit` at the latest. That the drawer sprang open is not known
/// afterwards: a few printers ignore the command after an error such as a jammed cutter. A printer that is printing for another caller is waited for, since it takes one
/// connection at a time.
///
/// # Errors
///
/// [`PrinterError`] if the pulse could not be sent; nothing was printed in any case.
pub fn open_drawer(connection: &Connection, pin: DrawerPin, limit: Duration) -> Result<(), PrinterError> {
    let deadline = Instant::now() + limit;
    let to = connection.clone();
    let result = lane::run(connection.device(), deadline, move || pulse(&to, pin, deadline));
    result.map_err(|fault| PrinterError { connection: connection.clone(), fault, printed: Printed::Nothing })
}

/// Asks how a printer is; `None` if it can be reached but does not answer.
///
/// # Errors
///
/// [`PrinterError`] if it cannot be reached.
pub fn status(connection: &Connection, timeout: Duration) -> Result<Option<Status>, PrinterError> {
    let deadline = Instant::now() + timeout;
    let to = connection.clone();
    let result = lane::run(connection.device(), deadline, move || ask(&to, deadline));
    result.map_err(|fault| PrinterError { connection: connection.clone(), fault, printed: Printed::Nothing })
}

fn deliver(to: &Connection, bytes: &[u8], deadline: Instant, taken: &Taken) -> Result<Sent, Fault> {
    match to {
        Connection::Tcp { host, port } => {
            Talk::new(link::tcp(host, *port, deadline)?.as_mut(), deadline).job(bytes, taken)
        }
        Connection::Serial { path, baud } => Talk::new(link::serial(path, *baud)?.as_mut(), deadline).job(bytes, taken),
        Connection::UsbFile { path } => oneway::usb(path, bytes, deadline, taken),
        Connection::File { path } => oneway::append(path, bytes),
    }
}

fn pulse(to: &Connection, pin: DrawerPin, deadline: Instant) -> Result<(), Fault> {
    let bytes = escpos::real_time_pulse(pin);
    match to {
        Connection::Tcp { host, port } => {
            Talk::new(link::tcp(host, *port, deadline)?.as_mut(), deadline).unasked(&bytes)
        }
        Connection::Serial { path, baud } => Talk::new(link::serial(path, *baud)?.as_mut(), deadline).unasked(&bytes),
        Connection::UsbFile { path } => oneway::usb(path, &bytes, deadline, &Taken::default()).map(|_| ()),
        Connection::File { path } => oneway::append(path, &bytes).map(|_| ()),
    }
}

fn ask(to: &Connection, deadline: Instant) -> Result<Option<Status>, Fault> {
    match to {
        Connection::Tcp { host, port } => Talk::new(link::tcp(host, *port, deadline)?.as_mut(), deadline).status(),
        Connection::Serial { path, baud } => Talk::new(link::serial(path, *baud)?.as_mut(), deadline).status(),
        Connection::UsbFile { path } => oneway::open_usb(path).map(|_| None),
        Connection::File { path } => oneway::append(path, &[]).map(|_| None),
    }
}

/// Whether the device took any byte of a job. Kept outside the job's thread, so that it is
/// known also when that thread hangs.
#[derive(Debug, Default)]
struct Taken(AtomicBool);

impl Taken {
    /// Runs one write. While it runs it counts as taken, since a hanging write may still succeed.
    fn note(&self, write: impl FnOnce() -> std::io::Result<usize>) -> std::io::Result<usize> {
        let before = self.0.swap(true, Ordering::SeqCst);
        let result = write();
        if !before && !matches!(result, Ok(1..)) {
            self.0.store(false, Ordering::SeqCst);
        }
        result
    }

    fn printed(&self) -> Printed {
        if self.0.load(Ordering::SeqCst) { Printed::Perhaps } else { Printed::Nothing }
    }
}

#[cfg(test)]
mod tests;
