//! The chain: each record signs the signature of the one before it.

use crate::key::Signer;
use crate::payload;
use crate::record::{Family, Head, Heads, SignedRecord};

/// Signs the records of one transaction, one after the other.
///
/// It writes nothing: the store keeps the records, in the transaction of what they tell.
#[derive(Debug)]
pub struct Chain<'a> {
    signer: &'a Signer,
    heads: Heads,
}

impl<'a> Chain<'a> {
    /// Goes on from the last records in the store.
    #[must_use]
    pub const fn new(signer: &'a Signer, heads: Heads) -> Self {
        Self { signer, heads }
    }

    /// Signs the next record of a family.
    pub fn sign(&mut self, family: Family, payload: Vec<u8>) -> SignedRecord {
        let head = self.heads.remove(&family);
        let mut record = SignedRecord {
            till: self.signer.till().clone(),
            family,
            sequence: head.as_ref().map_or(1, |head| head.sequence + 1),
            format: payload::FORMAT,
            payload,
            previous: head.map(|head| head.signature),
            signature: Vec::new(),
            key_id: self.signer.key_id().to_owned(),
        };
        record.signature = self.signer.sign(&record.message());
        self.heads.insert(family, Head { sequence: record.sequence, signature: record.signature.clone() });
        record
    }

    /// Gives the last records, for the mirror.
    #[must_use]
    pub const fn heads(&self) -> &Heads {
        &self.heads
    }
}
