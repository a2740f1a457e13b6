//! The journal through its public doors: what records hold, and that no tampering goes unseen.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

#[path = "journal/records.rs"]
mod records;
#[path = "journal/shop.rs"]
mod shop;
#[path = "journal/tampering.rs"]
mod tampering;
#[path = "journal/verification.rs"]
mod verification;
