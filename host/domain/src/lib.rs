//! The rules of the till, pure: money, prices, customers, accounts, sales, loyalty.
//!
//! Here nothing reads a clock, a file or the network, uses a float or speaks a human language: days,
//! settings and ids are arguments, errors are facts. Read in this order: [`money`], [`rate`] and
//! [`quantity`] (numbers with a unit and one door each), [`facts`] and [`effect`] (the border with
//! policies).

pub mod effect;
pub mod facts;
pub mod id;
pub mod money;
pub mod quantity;
pub mod rate;
