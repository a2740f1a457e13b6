//! Tests of programs as plain Rust: build a sale, evaluate, look at what is proposed.
//!
//! All here panics on what cannot be: it is for tests, and off WebAssembly only.
//!
//! ```
//! use comptoir_sdk::testing::{self, SaleBuilder, money};
//! # use comptoir_sdk::{Discount, Effects, Money, Policy, Result, Sale, Settings, Tags};
//! # #[derive(Settings)]
//! # struct Program { tags: Tags, off: Money }
//! # impl Policy for Program {
//! #     fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
//! #         let lines = sale.select(|line| line.has_any_tag(&self.tags));
//! #         if !lines.is_empty() { out.discount(Discount::amount_each(self.off).on(&lines)); }
//! #         Ok(())
//! #     }
//! # }
//! const MANIFEST: &str = r#"
//!     [[setting]]
//!     key = "tags"
//!     type = "tags"
//!     default = ["promo"]
//!
//!     [[setting]]
//!     key = "off"
//!     type = "money"
//!     default = "1.00"
//! "#; // In a program: include_str!("../manifest.toml")
//!
//! let program: Program = testing::settings(MANIFEST, &[("off", "2.50")]);
//! let sale = SaleBuilder::new().day("2026-11-22").line("10.00").tag("promo").quantity("2");
//! let answer = testing::evaluate(&program, &sale);
//! assert_eq!(answer.kinds(), ["discount"]);
//! ```

mod customer;
mod manifest;
mod proposal;
mod read;
mod sale;

use std::string::String;
use std::vec::Vec;

pub use self::customer::CustomerBuilder;
pub use self::proposal::Proposal;
pub use self::read::{date, decimal, money, points};
pub use self::sale::SaleBuilder;
use crate::contract::types::SettingIssue;
use crate::fault::{Fault, Result};
use crate::filter::{self, Filter, Verdict};
use crate::policy::{self, Policy};
use crate::settings::Settings;

/// Reads the settings of a program from the defaults of its manifest, some of them set as a person types them.
///
/// So a test also finds where the manifest and the struct do not agree.
///
/// # Panics
///
/// When the manifest cannot be read, a setting has no default and is not given, or the program refuses one.
#[must_use]
#[track_caller]
pub fn settings<P: Settings>(manifest: &str, set: &[(&str, &str)]) -> P {
    let given = manifest::settings(manifest, set);
    policy::settings(given).unwrap_or_else(|issues| panic!("{}", issues.into_fault()))
}

/// Gives the keys of the settings that a program refuses.
///
/// # Panics
///
/// When the manifest cannot be read, or a setting has no default and is not given.
#[must_use]
#[track_caller]
pub fn refused<P: Policy>(manifest: &str, set: &[(&str, &str)]) -> Vec<String> {
    keys(policy::prepare::<P>(manifest::settings(manifest, set)))
}

/// Evaluates a program for a sale, with its reasons.
///
/// # Panics
///
/// When the sale makes no sense, or the program ends in a fault: [`fault`] expects one.
#[must_use]
#[track_caller]
pub fn evaluate<P: Policy>(program: &P, sale: &SaleBuilder) -> Proposal {
    evaluated(program, sale).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Gives the keys of the settings that a filter refuses.
///
/// # Panics
///
/// As [`refused`].
#[must_use]
#[track_caller]
pub fn refused_by_filter<F: Filter>(manifest: &str, set: &[(&str, &str)]) -> Vec<String> {
    keys(filter::prepare::<F>(manifest::settings(manifest, set)))
}

fn keys<T>(prepared: core::result::Result<T, Vec<SettingIssue>>) -> Vec<String> {
    prepared.err().unwrap_or_default().into_iter().map(|issue| issue.key).collect()
}

/// Judges a customer with a filter, with its reasons.
///
/// # Panics
///
/// When the filter ends in a fault.
#[must_use]
#[track_caller]
pub fn select<F: Filter>(filter: &F, customer: &CustomerBuilder) -> Verdict {
    let candidate = customer.candidate(filter::plan(filter));
    candidate.and_then(|candidate| filter::judge(filter, &candidate, true)).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Gives the fault that a program ends in.
///
/// # Panics
///
/// When it answers.
#[must_use]
#[track_caller]
pub fn fault<P: Policy>(program: &P, sale: &SaleBuilder) -> Fault {
    match evaluated(program, sale) {
        Ok(proposal) => panic!("it answers: {proposal:?}"),
        Err(fault) => fault,
    }
}

fn evaluated<P: Policy>(program: &P, sale: &SaleBuilder) -> Result<Proposal> {
    let facts = sale.facts(&policy::plan(program));
    policy::answer(program, facts, true).map(Proposal::new)
}
