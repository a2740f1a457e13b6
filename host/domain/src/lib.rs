//! The rules of the till, pure: money, prices, customers, accounts, sales, loyalty.
//!
//! Here nothing reads a clock, a file or the network, uses a float or speaks a human language: days,
//! settings and ids are arguments, errors are facts. Read in this order: [`money`], [`rate`] and
//! [`quantity`] (numbers with a unit and one door each), [`facts`], [`effect`],
//! [`history`] and [`audience`] (the border with policies), [`item`] and [`customer`], [`draft`]
//! (intentions), [`price_list`] and [`price`] (the order of discounts), [`sale`] (the frozen result), [`ledger`], [`lots`] and [`refund`].

pub mod account;
pub mod audience;
pub mod code;
pub mod credit;
pub mod customer;
pub mod draft;
pub mod effect;
pub mod facts;
pub mod history;
pub mod id;
pub mod indicators;
pub mod item;
pub mod language;
pub mod ledger;
pub mod lots;
pub mod money;
pub mod price;
pub mod price_list;
pub mod quantity;
pub mod rate;
pub mod refund;
pub mod regime;
pub mod sale;
pub mod shop;
pub mod statistics;
pub mod tender;

#[cfg(test)]
mod testing;
