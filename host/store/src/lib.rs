//! The shop's one file: items, customers, sales, ledgers, the journal's records and the work in hand.
//!
//! Only this crate knows SQL. It keeps what it is given and refuses what would break a balance, a
//! number or a chain; it decides no price and signs nothing. A paid sale with its ledger entries,
//! statistics, journal records and print job is one transaction ([`Store::commit_sale`]), so that a
//! power cut leaves all of it or nothing. Ledger, sale and journal tables refuse UPDATE and DELETE.
//!
//! Read in this order: [`error`] (what can go wrong), `schema/*.sql` (the tables), `store` (opening,
//! locking, transactions), then one file per noun: `items`, `price_lists`, `customers`, `sales`, `ledgers`,
//! `offers`, `indicators`, `statistics` (of periods), `history` (what programs ask about the past), `journal`, `prints`, `programs`,
//! `parked`; [`search`] turns what people type into what the index knows, `indexing` keeps that index, and
//! a [`Reader`] searches beside the sale; `messages` says errors in French and English.

pub mod error;
pub mod search;

mod accounts;
mod cards;
mod commit;
mod customers;
mod files;
mod found;
mod groups;
mod history;
mod indexing;
mod indicators;
mod items;
mod journal;
mod ledgers;
#[cfg(test)]
mod life;
mod listing;
mod lock;
mod messages;
mod offers;
mod parked;
mod past;
mod price_lists;
mod prints;
mod programs;
mod ranking;
mod reader;
mod results;
mod sales;
mod schema;
mod settings;
mod sql;
mod statistics;
mod store;
#[cfg(test)]
mod testing;

pub use accounts::{
    NewAccountEntry, Opened, OpeningAccount, OpeningBalance, OpeningCounter, OpeningCredit, OpeningStamp, Posted, Tally,
};
pub use commit::SaleCommit;
pub use error::{Noun, Series, StoreError};
pub use files::{
    Act, Batch, CustomField, CustomKind, FileAct, Hand, IdleFile, Kept, Merger, Note, Opposition, Subject, Undone,
};
pub use found::FoundSale;
pub use indicators::PurchaseDay;
pub use ledgers::{AdjustCounter, CreditEntry, CreditFile, CreditQuery, Liability};
pub use listing::{Listed, Sort, Totals};
pub use offers::WaitingOffer;
pub use parked::Parked;
pub use past::Header;
pub use prints::{NewPrint, PrintJob};
pub use programs::{Basis, Combine, ProgramRow};
pub use reader::Reader;
pub use results::{CounterResults, OfferResults, ProgramResults, VoucherResults};
pub use statistics::{By, Key, Lives, StageSums, Taking, Takings};
pub use store::{DATABASE_FILE, LOCK_FILE, Store};
