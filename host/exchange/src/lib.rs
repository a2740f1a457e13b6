//! x
pub mod error;
mod fold;
pub mod look;
pub mod problem;
pub mod table;
