//! The fiscal perimeter: records of sales, totals, events and copies, chained and signed.
//!
//! Each till has one chain for each [`Family`]. A record is a text ([`payload`]) that is signed together with
//! its place and the signature of the record before it ([`SignedRecord::message`]), and stored as it was signed.
//! Nothing here rewrites a record, and nothing outside can make one that [`verify`] accepts without the till's
//! key. There is no SQL, no clock and no screen here; files are the key's ([`Signer`]) and the [`mirror`]'s.
//!
//! Read in this order: [`payload`] (what is told), [`SignedRecord`] (what is signed), [`Chain`] (how records
//! follow each other), [`mirror`] (how a cut end is seen), [`verify`].

pub mod messages;
pub mod mirror;
pub mod payload;

mod chain;
mod durable;
mod event;
mod key;
mod perimeter;
mod record;
mod text;
mod totals;
mod verify;

pub use chain::Chain;
pub use event::{Duplicate, Event};
pub use key::{KeyError, PublicKey, PublicKeys, Signer};
pub use mirror::{Mirror, MirrorError};
pub use perimeter::{FISCAL_VERSION, fingerprint};
pub use record::{Family, Head, Heads, SignedRecord};
pub use text::{Fields, ReadError};
pub use totals::Totals;
pub use verify::{Finding, Place, Problem, Report, VerifyError, verify};
