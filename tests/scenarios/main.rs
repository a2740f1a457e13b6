//! Days at the counter, end to end: each test is a small story told to the program `comptoir`, and
//! every figure it answers is compared with one worked out by hand.
//!
//! - [`slip`]: a sale, or what a customer has, in lines that read as on paper.
//! - [`people`]: the customers whom the stories name.
//!
//! Then one file for each part of the counter.

#![allow(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod authors;
mod cards;
mod codes;
mod customers;
mod files;
mod filters;
mod frozen;
mod imports;
mod items;
mod loyalty;
mod packages;
mod papers;
mod parked;
mod past;
mod people;
mod price_lists;
mod prices;
mod privacy;
mod programs;
mod receipts;
mod refunds;
mod regimes;
mod slip;
mod statistics;
mod tenders;
mod tools;
mod usage;
