//! Policies that mean harm or are broken, and the builder of components that tests write by hand.
//!
//! - [`catalogue`]: all of them, read from `components.toml` and `scripts.toml`, each with the one end that it must have.
//! - [`component`]: a core module in text, wrapped by the contract.
//! - [`layout`]: answers laid out byte by byte.
//!
//! Nothing of the till is known here: whoever runs a policy compares its end in words.

mod catalogue;
pub mod component;
pub mod layout;

pub use catalogue::{ALL, End, Engine, Policy, catalogue, files};
pub use layout::Effect;
