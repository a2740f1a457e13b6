//! What the till must stand: power cuts, tampering, hostile policies, a second program, a printer
//! that is off, a full disk. All through the public doors: the program `comptoir` and its files.

#![allow(clippy::unwrap_used, reason = "tests")]

mod disk;
mod hostile;
mod kill;
mod packages;
mod policies;
mod printer;
mod support;
mod tampering;
mod two;
