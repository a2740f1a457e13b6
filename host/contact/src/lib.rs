//! What people write about themselves, read strictly and compared kindly.
//!
//! Pure: no database, no clock, no network. Each reader takes the text of a form, a spreadsheet or
//! an old till and gives a value that is right by construction, or an error of facts. Nothing is
//! corrected behind anyone's back: a likely slip is a suggestion, a repaired name is only given
//! when it is asked for, and two files that look alike are shown to a person.
//!
//! Reading order: [`phone`], [`email`], [`address`] and [`department`], [`company`], [`name`],
//! [`card`]; then [`similar`], which compares two persons; [`messages`] is the only file with words
//! for people.

pub mod address;
pub mod card;
pub mod company;
pub mod department;
pub mod email;
mod fold;
pub mod messages;
pub mod name;
pub mod phone;
pub mod similar;

pub use address::Address;
pub use department::Department;
pub use email::Email;
pub use phone::{Phone, Region};
