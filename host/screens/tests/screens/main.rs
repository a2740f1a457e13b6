//! Tests of the markup, without a display: what components do, how they look, what one can read, and the words.

#![allow(clippy::unwrap_used, reason = "tests")]

mod components;
mod contrast;
mod fields;
mod look;
#[path = "../../examples/gallery/pictures.rs"]
mod pictures;
mod stage;
mod words;
