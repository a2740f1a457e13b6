//! Pages for ordinary printers and for mail: A4 sheets as PDF.
//!
//! A [`Sheet`] says what stands on it, in words: who sends it, to whom, a title, tables. This crate says
//! where: the address in the window of a French envelope, a table that goes on over pages, page numbers.
//! A [`CardSheet`] holds loyalty cards to be cut out, and a [`Card`] is also a picture for a phone.
//! Lengths are whole hundredths of a millimeter, sizes of type tenths of a point; nothing reads a clock, so
//! that the same sheet is the same file.

mod canvas;
mod cards;
mod font;
mod layout;
mod picture;
mod sheet;
mod symbol;

pub use cards::{Card, CardSheet};
pub use sheet::{Align, Column, Row, Sheet, Table};

/// Why nothing was drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The fonts of this program cannot be read.
    #[error("the font cannot be read")]
    Font,
    /// The file cannot be written.
    #[error("pdf: {0}")]
    Pdf(String),
    /// The picture cannot be written.
    #[error("picture: {0}")]
    Picture(String),
    /// A code that no barcode on a card can hold.
    #[error("{0:?} is no barcode for a card")]
    Code(String),
}
