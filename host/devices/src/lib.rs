//! What stands on the counter: receipt printers, the cash drawer behind them, barcode scanners.
//!
//! This crate knows bytes, cables and paper. It never knows what a sale is, what a code means
//! or what a receipt must say: `app` gives it a [`Document`] and gets a [`Sent`], it
//! starts a [`SerialScanner`] and gets [`ScanEvent`]s. Nothing here waits for ever: each exchange
//! has a deadline, and each wait on a device happens on a thread that can be left behind.
//!
//! Reading order: [`document`] (what is printed, on any printer), [`escpos`] (its bytes),
//! [`printer`] (the way to the paper), [`scanner`], and [`messages`], the only file with
//! words for people.

pub mod document;
pub mod escpos;
pub mod messages;
pub mod printer;
mod reason;
pub mod scanner;
pub mod wedge;

pub use document::{Block, Document};
pub use escpos::{PrinterProfile, encode};
pub use printer::{Connection, PrinterError, Sent, open_drawer, send};
pub use reason::Reason;
pub use scanner::{Scan, ScanEvent, SerialScanner};
