//! Days, birthdays, days of the week and hours of the day.
//!
//! A program knows no clock: today is [`Sale::day`](crate::Sale::day), now is
//! [`Sale::minute`](crate::Sale::minute).

mod birthday;
mod date;
mod week;

pub use birthday::Birthday;
pub use date::Date;
pub use week::{Hours, Weekday, Weekdays};
