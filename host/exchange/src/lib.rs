//! Files of customers and of items, in and out: what other tills and spreadsheets write, made typed
//! rows; and what is wrong with each cell, made something that a merchant can correct.
//!
//! Here is neither a database nor a clock: bytes or a path come in, rows and problems go out. What a
//! phone number, an address or a SIREN may be is not decided here, nor which customer is which.
//!
//! Read in this order: [`table`] (a file as rows of text), [`field`] (what a column can be),
//! [`layout`] (files of known tills), [`mapping`] (which column is which field), [`read`] (rows made
//! customers and items), [`problem`] (what was wrong), [`refused`] (rows to correct) and [`mod@write`].
//!
//! ```
//! use comptoir_exchange::field::CustomerField;
//! use comptoir_exchange::mapping::Mapping;
//! use comptoir_exchange::read::{CustomerReader, Reading};
//! use comptoir_exchange::table::{Options, Row, Table};
//!
//! let file = "Nom;Prénom;Né(e) le\nLefèvre;Claire;29/02/1980\nDupont;Paul;31/02/1980\n";
//! let mut table = Table::from_bytes(file.into(), &Options::default())?;
//! let mapping = Mapping::<CustomerField>::propose(table.headers(), table.sample());
//! assert!(mapping.clashes().is_empty());
//!
//! let today = "2026-11-22".parse().expect("a day of the calendar");
//! let reader = CustomerReader::new(&mapping, Reading::new(today));
//! let mut row = Row::default();
//! let mut outcomes = Vec::new();
//! while table.read(&mut row)? {
//!     outcomes.push(reader.read(&row));
//! }
//! assert_eq!(outcomes[0].value.as_ref().and_then(|c| c.last_name.as_deref()), Some("Lefèvre"));
//! assert_eq!(outcomes[1].problems[0].value, "31/02/1980");
//! # Ok::<(), comptoir_exchange::error::TableError>(())
//! ```

pub mod error;
pub mod field;
mod fold;
pub mod layout;
pub mod look;
pub mod mapping;
mod messages;
pub mod problem;
pub mod read;
pub mod refused;
pub mod table;
pub mod write;
