//! The words of this crate, French and English.
