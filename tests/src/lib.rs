//! What the tests of the whole till share: a small shop in a folder, spoken to through its program.
//!
//! - [`TestShop`]: the shop; commands go in as typed, answers come out as JSON or as words.
//! - [`Ran`]: what a command answered.
//! - [`ean`]: barcodes with their check digit.
//! - [`program`]: where the program and the policies are.
//!
//! Nothing here looks into the till: whatever a test asserts, a shop could see.

pub mod ean;
pub mod program;
mod ran;
mod shop;

pub use ran::Ran;
pub use shop::{NOON, TestShop};
