//! The compiled markup of Comptoir's windows, and nothing else.
//!
//! `ui/theme.slint` and `ui/icons.slint` hold the tokens, `ui/components` what all views are made of, `ui/views` and
//! `ui/dialogs` the views with their adapters, `ui/main.slint` the list of what Rust can reach. What the windows show
//! and do is decided elsewhere: this crate knows neither shops nor sales.

pub use slint;

/// What the compiler of the markup writes.
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    clippy::todo,
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::undocumented_unsafe_blocks,
    clippy::allow_attributes_without_reason,
    reason = "generated code"
)]
mod generated {
    slint::include_modules!();
}

pub use generated::*;
