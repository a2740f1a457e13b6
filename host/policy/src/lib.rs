//! Policies: loyalty and promotion programs that a shop adds to its till.
//!
//! A policy is a package ([`package`]): a manifest ([`manifest`]) that says what it is, what may be
//! set ([`settings`]) and what it may do; a WebAssembly component or a script; cases; words
//! ([`catalog`]). [`engine`] runs a program and [`filter`] a filter behind one trait each, within limits; [`cases`] checks that it keeps
//! its word; [`breaker`] leaves alone what fails again and again; [`messages`] tells people what is
//! wrong and what to do. A package travels as one file that its author signs ([`keys`]); what it must pass
//! before a shop installs it is its [`exam`].
//!
//! Here no sale is changed and nothing is stored: a policy proposes, `comptoir_domain::effect::accept`
//! decides, and the shop applies. Read in the order above.

pub mod breaker;
pub mod cases;
pub mod catalog;
pub mod engine;
pub mod exam;
pub mod filter;
pub mod keys;
pub mod manifest;
pub mod messages;
pub mod nearest;
pub mod package;
pub mod questions;
pub mod settings;

mod script;
mod wasm;
mod words;

pub use cases::{Case, CaseError, CaseResult, run_case, run_cases};
pub use catalog::Catalog;
pub use engine::{
    Answer, Budget, Cost, Fault, Host, Limits, LoadError, Place, Plan, Policy, PrepareError, SettingIssue, Share,
};
pub use exam::{Exam, Failing, examine};
pub use filter::{Filter, Rule, Selection};
pub use keys::{KeyError, PublicKey, SigningKey};
pub use manifest::{CounterRules, CounterSpec, FactKind, Kind, Manifest};
pub use package::{ArchiveProblem, BadSignature, Package, PackageError, Signed, Signer};
pub use settings::{SettingError, SettingValue, Settings, assignment};
pub use wasm::cache::{CompiledDigests, DigestsInFile, DigestsInMemory};
