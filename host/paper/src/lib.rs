//! Pages for ordinary printers and for mail: A4 sheets as PDF.
//!
//! A [`Sheet`] says what stands on it, in words: who sends it, to whom, a title, tables. This crate says
//! where: the address in the window of a French envelope, a table that goes on over pages, page numbers.
//! Lengths are whole hundredths of a millimeter, sizes of type tenths of a point; nothing reads a clock, so
//! that the same sheet is the same file.

mod canvas;
mod font;
mod layout;
mod sheet;

pub use sheet::{Align, Column, Row, Sheet, Table};

/// Why no PDF was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The fonts of this program cannot be read.
    #[error("the font cannot be read")]
    Font,
    /// The file cannot be written.
    #[error("pdf: {0}")]
    Pdf(String),
}
