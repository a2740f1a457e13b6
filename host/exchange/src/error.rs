//! Why a file cannot be read or written at all.

use std::io;

/// What a file is that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotATable {
    /// A picture.
    Picture,
    /// A PDF document.
    Pdf,
    /// A web page, sometimes under the name of a workbook.
    WebPage,
    /// An archive, or a document of another program.
    Archive,
    /// Neither text nor a workbook.
    Binary,
}

/// Why a file cannot be read as a table. Only facts; [`TableError::message`] has the words.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The disk or the system refused.
    #[error("cannot read: {0}")]
    Io(#[from] io::Error),
    /// Nothing is in the file.
    #[error("empty file")]
    Empty,
    /// The file is something else.
    #[error("not a table: {0:?}")]
    NotATable(NotATable),
    /// A password protects the workbook.
    #[error("the workbook has a password")]
    Password,
    /// The workbook cannot be read; part of it may have been.
    #[error("damaged workbook: {0}")]
    Damaged(String),
    /// The workbook would take more room, unpacked, than is allowed.
    #[error("the workbook needs more than {limit} bytes")]
    TooLarge {
        /// The most that is unpacked, in bytes.
        limit: u64,
    },
    /// No sheet has this name.
    #[error("no sheet {asked:?} among {sheets:?}")]
    NoSuchSheet {
        /// The name that was asked for.
        asked: String,
        /// The names there are.
        sheets: Vec<String>,
    },
    /// The line that should hold the headers is not in the file, or too far down.
    #[error("no header on line {line}")]
    NoHeader {
        /// The line that was asked for.
        line: u64,
    },
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The disk or the system refused.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
    /// A cell is longer than a workbook can hold (32 767 characters).
    #[error("cell too long for a workbook: row {row}, column {column}")]
    CellTooLong {
        /// The row, counted from 1.
        row: u32,
        /// The column, counted from 1.
        column: u16,
    },
    /// More rows or columns than a sheet has (1 048 576 and 16 384).
    #[error("the sheet is full")]
    SheetFull,
    /// The writer of workbooks refused.
    #[error("cannot write the workbook: {0}")]
    Workbook(String),
}

/// Why a remembered mapping cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The text is no mapping.
    #[error("not a mapping: {0}")]
    Unreadable(String),
    /// The file has other headers than the one the mapping was made for.
    #[error("the mapping is for other headers")]
    OtherHeaders,
    /// The file has no such column.
    #[error("no column {index} among {columns}")]
    NoSuchColumn {
        /// The column asked for, counted from 0.
        index: usize,
        /// How many there are.
        columns: usize,
    },
}
