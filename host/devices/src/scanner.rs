//! Barcode scanners.

/// Why a scanner is not heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LostReason {
    /// It was there and went away.
    Unplugged,
    /// The port cannot be opened.
    CannotOpen(crate::Reason),
}
