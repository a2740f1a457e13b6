//! The shop's use cases: what a cashier, a merchant or an integrator does, joined from the crates below.
//!
//! Here is no screen, no SQL and no byte of a printer. [`Till`] is the open shop; its methods are the
//! verbs of the counter: `scan`, `identify`, `evaluate`, `pay`, `refund`, `park`, `recall`, `reprint`.
//! A [`comptoir_domain::draft::Draft`] is passed in and changed; nothing is stored until it is paid,
//! and then all of it in one transaction. Read [`till`], [`checkout`], [`evaluate`] and [`pay`] first.
//! [`counter`] joins the verbs into one cashier's work at one till: a gesture in, a view out, for any
//! screen; a [`finder`] searches beside it. [`office`] is the merchant's desk: programs, their settings and results;
//! [`audience`] is whom a filter chooses; [`statistics`] are of the whole shop; [`prices`] are lists of prices, [`items`] come from files;
//! [`setup`] is what a merchant sets of the shop on a screen.

pub mod accounts;
pub mod answer;
pub mod audience;
pub mod backtest;
pub mod cards;
pub mod checkout;
pub mod clock;
pub mod config;
mod cores;
pub mod counter;
pub mod customers;
pub mod devices;
pub mod error;
pub mod evaluate;
pub mod finder;
pub mod format;
pub mod holdings;
pub mod items;
pub mod journal;
pub mod messages;
pub mod office;
mod out;
pub mod pay;
pub mod plugins;
pub mod prices;
pub mod printing;
pub mod programs;
pub mod receipt;
pub mod refunds;
pub mod regimes;
pub mod replay;
pub mod setup;
pub mod statistics;
pub mod till;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
pub(crate) mod testing;

pub use answer::OfferAnswer;
pub use clock::Clock;
pub use counter::Counter;
pub use error::{Error, Invalid, Kind, NotFound, Refused, SettingProblem};
pub use till::{NewShop, Till};
