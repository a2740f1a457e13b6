//! What is wrong with a file's cells: facts, where they were found and what became of the value.

use std::fmt;

use chrono::NaiveDate;
use comptoir_domain::money::Money;

/// The most characters of a value that a problem repeats.
const SHOWN: usize = 60;

/// A column of a file, as the merchant finds it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its place, counted from 0.
    pub index: usize,
    /// What the header says; empty when the file has none.
    pub header: String,
}

impl Place {
    /// Gives the letter that spreadsheets show above the column: `A`, `Z`, `AA`.
    #[must_use]
    pub fn letter(&self) -> String {
        let mut left = self.index + 1;
        let mut letters = Vec::new();
        while left > 0 {
            left -= 1;
            letters.push(char::from(b'A' + u8::try_from(left % 26).expect("a remainder of 26 is small")));
            left /= 26;
        }
        letters.iter().rev().collect()
    }
}

/// What became of what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The value is kept as read; somebody should look at it.
    Kept,
    /// The value is left out, the rest of the row is kept.
    CellDropped,
    /// The row is not imported.
    RowRefused,
}

/// What is wrong. Only facts; [`Problem::message`] has the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A quote was opened and never closed.
    UnclosedQuote,
    /// A quote within a quoted cell was not doubled.
    StrayQuote,
    /// The cell is longer than what is read.
    CellTooLong {
        /// Its length in bytes.
        bytes: usize,
        /// The longest that is read.
        limit: usize,
    },
    /// The cell has bytes that are no text in the file's encoding; it was read as Windows-1252.
    OtherEncoding,
    /// Characters were lost before the file came here (`�`).
    LostCharacters,
    /// The cell has control characters (NUL…), which are left out.
    ControlCharacters,
    /// More cells than columns: a separator within a cell that is not quoted.
    TooManyCells {
        /// How many cells the row has.
        found: usize,
        /// How many columns the file has.
        expected: usize,
    },
    /// Fewer cells than columns in a file whose other rows are whole: a line end within a cell.
    TooFewCells {
        /// How many cells the row has.
        found: usize,
        /// How many columns the file has.
        expected: usize,
    },
    /// Fewer cells than columns in a file that leaves out empty cells at the end of its rows.
    Padded {
        /// How many cells the row has.
        found: usize,
        /// How many columns the file has.
        expected: usize,
    },
    /// A cell of a sheet beside the table.
    BesideTheTable,
    /// A cell of a sheet holds an error, such as `#N/A`.
    SheetError,
    /// Not a date.
    NotADate,
    /// A date that no calendar has: 31 February.
    NoSuchDay,
    /// A date after the day of the import.
    InTheFuture {
        /// What was read.
        date: NaiveDate,
    },
    /// A birthday more than 130 years ago.
    TooLongAgo {
        /// What was read.
        date: NaiveDate,
    },
    /// Not an amount.
    NotAnAmount,
    /// An amount finer than a cent.
    FinerThanACent,
    /// An amount beyond what the till counts.
    AmountOutOfRange,
    /// An amount below zero where none can be.
    Negative {
        /// What was read.
        amount: Money,
    },
    /// Not a number of points.
    NotPoints,
    /// Neither yes nor no.
    NotYesOrNo,
    /// A language that the till does not speak.
    UnknownLanguage,
    /// Not a VAT rate.
    NotARate,
    /// Not a unit of quantities.
    UnknownUnit,
    /// Text that a spreadsheet would run as a formula; it is kept as text.
    LooksLikeAFormula,
    /// Nothing on the row says who the customer is.
    Nobody,
    /// The item has neither reference nor code.
    NoReference,
    /// The item has no name.
    NoLabel,
}

impl Fault {
    /// Tells what becomes of the value.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::UnclosedQuote
            | Self::TooManyCells { .. }
            | Self::TooFewCells { .. }
            | Self::Nobody
            | Self::NoReference
            | Self::NoLabel => Severity::RowRefused,
            Self::StrayQuote
            | Self::OtherEncoding
            | Self::LostCharacters
            | Self::ControlCharacters
            | Self::Padded { .. }
            | Self::LooksLikeAFormula => Severity::Kept,
            _ => Severity::CellDropped,
        }
    }
}

/// Something wrong with a row or with one of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file (of the sheet), counted from 1, where the row begins.
    pub line: u64,
    /// The column; none when the row as a whole is concerned.
    pub place: Option<Place>,
    /// The value, shortened; empty when the row as a whole is concerned.
    pub value: String,
    /// What is wrong.
    pub fault: Fault,
}

impl Problem {
    /// Tells what becomes of the value.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.fault.severity()
    }
}

/// For developers: the line, the letter of the column and the fact.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = self.place.as_ref().map(Place::letter).unwrap_or_default();
        write!(f, "{}{letter} {:?} {:?}", self.line, self.fault, self.value)
    }
}

/// Shortens a value to what a message may repeat, on one line.
pub(crate) fn shortened(value: &str) -> String {
    let mut shown: String = value.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        for (index, letter) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(Place { index, header: String::new() }.letter(), letter);
        }
    }

    #[test]
    fn long_values_are_shortened_on_one_line() {
        assert_eq!(shortened("a\nb"), "a b");
        let long = shortened(&"é".repeat(61));
        assert_eq!((long.chars().count(), long.ends_with("é…")), (61, true));
    }
}
