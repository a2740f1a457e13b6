//! "Points per euro": the customer earns points with each purchase and gets a gift at the threshold.
//!
//! - [`rule`]: the rule itself, from settings and a sale to a proposal. It runs anywhere.
//! - `numbers`: exact points and days of the calendar.
//! - [`contract`]: the types that the till's contract gives, made from its WIT.
//!
//! Built for `wasm32-unknown-unknown` this crate is a component that imports nothing. Elsewhere it is
//! a plain library, for its tests.

/// The types and functions of the contract.
#[allow(missing_docs, clippy::all, clippy::use_self, reason = "generated from the contract")]
pub mod contract {
    wit_bindgen::generate!({
        path: "../../sdk/wit",
        world: "program",
        pub_export_macro: true,
        additional_derives: [PartialEq],
    });
}

mod numbers;
pub mod rule;

use contract::comptoir::policy::effects::Proposal;
use contract::comptoir::policy::facts::Sale;
use contract::comptoir::policy::types::{Setting, SettingIssue};

/// The policy, as the contract calls it.
pub struct LoyaltySpend;

impl contract::Guest for LoyaltySpend {
    fn prepare(settings: Vec<Setting>) -> Result<(), Vec<SettingIssue>> {
        rule::prepare(&settings)
    }

    fn evaluate(settings: Vec<Setting>, sale: Sale, explain: bool) -> Result<Proposal, String> {
        rule::evaluate(&settings, &sale, explain)
    }
}

#[cfg(target_arch = "wasm32")]
contract::export!(LoyaltySpend with_types_in contract);
