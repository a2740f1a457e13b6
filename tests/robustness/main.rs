//! What the till must stand: power cuts, tampering, hostile policies, a second program, a printer
//! that is off, a full disk. All through the public doors: the program `comptoir` and its files.

#![allow(clippy::unwrap_used, reason = "tests")]

mod kill;
mod support;
mod tampering;
