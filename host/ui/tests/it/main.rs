//! The checkout as its cashier uses it, without a display: keys, touches and scans in, what is seen and sold out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod badges;
mod cashier;
mod clients;
mod clients_look;
mod deeds;
mod enrolment;
mod goods;
mod incoming;
mod ledger;
mod look;
mod merchant;
mod monkey;
mod office;
mod office_look;
mod overview;
#[path = "../../../app/tests/it/package.rs"]
mod package;
mod paying;
mod people;
mod programs;
mod returning;
mod selling;
mod settings;
mod setup;
mod shelf;
/// The small shop of the use cases' tests: the same people and goods stand behind the window.
#[allow(dead_code, reason = "the use cases' tests need more of it")]
#[path = "../../../app/tests/it/shop.rs"]
mod shop;
mod statistics;
mod strokes;
mod tools;
