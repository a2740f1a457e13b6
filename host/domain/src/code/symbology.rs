//! The kinds of symbols, as scanners announce them with an AIM identifier (ISO/IEC 15424):
//! a bracket, a letter and a modifier before the data, for example `]E0`.

/// A kind of symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Symbology {
    /// EAN-13, UPC-A or UPC-E (`]E0`); ISBN on some engines (`]X0`).
    Ean13,
    /// EAN-13 with two or five more digits beside it (`]E3`).
    Ean13AddOn,
    /// EAN-8 (`]E4`).
    Ean8,
    /// Code 128 with any content (`]C0`, `]C2`, `]C4`).
    Code128,
    /// Code 128 with GS1 element strings (`]C1`).
    Gs1Code128,
    /// Code 39 (`]A…`).
    Code39,
    /// Interleaved 2 of 5 (`]I…`), on cartons.
    Itf,
    /// GS1 DataBar and composite symbols (`]e…`).
    DataBar,
    /// Data Matrix with any content (`]d…` but `]d2`).
    DataMatrix,
    /// Data Matrix with GS1 element strings (`]d2`).
    Gs1DataMatrix,
    /// QR code with any content (`]Q…` but `]Q3`).
    Qr,
    /// QR code with GS1 element strings (`]Q3`).
    Gs1Qr,
    /// Another kind: the letter of its identifier.
    Other(char),
}

impl Symbology {
    /// Whether the data is a sequence of GS1 element strings.
    #[must_use]
    pub const fn is_gs1(self) -> bool {
        matches!(self, Self::Gs1Code128 | Self::DataBar | Self::Gs1DataMatrix | Self::Gs1Qr)
    }

    fn of_identifier(letter: char, modifier: char) -> Self {
        match (letter, modifier) {
            ('E', '3') => Self::Ean13AddOn,
            ('E', '4') => Self::Ean8,
            ('E', _) | ('X', '0') => Self::Ean13,
            ('C', '1') => Self::Gs1Code128,
            ('C', _) => Self::Code128,
            ('A', _) => Self::Code39,
            ('I', _) => Self::Itf,
            ('e', _) => Self::DataBar,
            ('d', '2') => Self::Gs1DataMatrix,
            ('d', _) => Self::DataMatrix,
            ('Q', '3') => Self::Gs1Qr,
            ('Q', _) => Self::Qr,
            (other, _) => Self::Other(other),
        }
    }
}

/// Separates the identifier from the data; without one, all is data.
pub(super) fn split(raw: &str) -> (Option<Symbology>, &str) {
    let mut chars = raw.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(']'), Some(letter), Some(modifier))
            if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            (Some(Symbology::of_identifier(letter, modifier)), chars.as_str())
        }
        _ => (None, raw),
    }
}
