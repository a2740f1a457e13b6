//! The types that cross the border, as they are generated from the contract (`sdk/wit/policy.wit`).
//!
//! Programs do not need them: [`Sale`](crate::Sale) reads the facts, [`Effects`](crate::Effects) writes the
//! effects. They are public for tools that call a program natively, and for [`export!`](crate::export).

#[allow(missing_docs, clippy::all, clippy::use_self, reason = "generated from the contract")]
#[doc(hidden)]
pub mod generated {
    wit_bindgen::generate!({
        path: "../wit",
        world: "program",
        pub_export_macro: true,
        export_macro_name: "export_program",
        additional_derives: [PartialEq],
    });
}

/// What filters have beside: the rest is the same.
#[allow(missing_docs, clippy::all, clippy::use_self, reason = "generated from the contract")]
#[doc(hidden)]
pub mod generated_filter {
    wit_bindgen::generate!({
        path: "../wit",
        world: "filter",
        with: {
            "comptoir:policy/types@1.0.0": crate::contract::generated::comptoir::policy::types,
            "comptoir:policy/facts@1.0.0": crate::contract::generated::comptoir::policy::facts,
            "comptoir:policy/history@1.0.0": crate::contract::generated::comptoir::policy::history,
            "comptoir:policy/effects@1.0.0": crate::contract::generated::comptoir::policy::effects,
        },
        pub_export_macro: true,
        export_macro_name: "export_filter_world",
        additional_derives: [PartialEq],
    });
}

pub use generated::comptoir::policy::{effects, facts, history, types};
pub use generated::{Guest, Plan, export_program};
pub use generated_filter::comptoir::policy::audience;
pub use generated_filter::{Guest as FilterGuest, Plan as FilterPlan, export_filter_world};

/// The customers whom a filter judges.
pub type Candidates = alloc::vec::Vec<audience::Candidate>;
/// What a filter says of them.
pub type Verdicts = alloc::vec::Vec<audience::Verdict>;
/// The settings of a program, as they are given.
pub type Settings = alloc::vec::Vec<types::Setting>;
/// What is wrong with settings.
pub type SettingIssues = alloc::vec::Vec<types::SettingIssue>;
/// Why a program failed.
pub type Reason = alloc::string::String;
