//! The use cases of a till, through [`comptoir_app::Counter`] and [`comptoir_app::finder::Finder`] as a
//! screen would use them, in a small shop that each test makes for itself.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accounts;
mod back;
mod bulk;
mod contract;
mod drawer;
mod finder;
mod goods;
mod memory;
mod package;
mod papers;
mod people;
mod programs;
mod random;
mod sale;
mod shelf;
mod shop;
mod tenders;
mod workshop;
