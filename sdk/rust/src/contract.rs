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

pub use generated::comptoir::policy::{effects, facts, history, types};
pub use generated::{Guest, Plan, export_program};

/// The settings of a program, as they are given.
pub type Settings = alloc::vec::Vec<types::Setting>;
/// What is wrong with settings.
pub type SettingIssues = alloc::vec::Vec<types::SettingIssue>;
/// Why a program failed.
pub type Reason = alloc::string::String;
