//! The way to the paper: connecting, asking how the printer is, sending, making sure.
//!
//! A printer that answers is asked before (paper, cover) and after, so that
//! "printed" is known; one that never answers gets its bytes all the same and the job
//! ends as [`Sent::Unconfirmed`].

mod connection;

use thiserror::Error;

pub use self::connection::{Connection, ConnectionError, ConnectionProblem};

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
        /// What the system says.
        detail: String,
    },
    /// It stopped taking or answering before the deadline.
    Timeout,
    /// The connection ended in the middle.
    Broken {
        /// What the system says.
        detail: String,
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
