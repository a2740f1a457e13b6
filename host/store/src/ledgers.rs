//! The ledgers of counters and of papers: entries are only ever added, and balances are computed from them.

mod counters;
mod credits;
mod papers;

pub use counters::AdjustCounter;
pub(crate) use counters::post_counters;
pub(crate) use credits::post_credits;
pub use papers::{CreditEntry, CreditFile, CreditQuery, Liability};
