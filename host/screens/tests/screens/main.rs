//! Tests of the markup, without a display: what components do, how they look, what one can read, and the words.

mod components;
mod contrast;
mod fields;
mod look;
#[path = "../../examples/gallery/pictures.rs"]
mod pictures;
mod stage;
mod words;
