//! The journal as its owner and an inspector see it.

use comptoir_journal::{Family, PublicKeys, Report, SignedRecord, VerifyError, mirror, verify};

use crate::error::Error;
use crate::till::Till;

/// What a verification found: the whole journal is good, or its first bad record.
pub type Verified = Result<Report, VerifyError>;

impl Till {
    /// Verifies every record: signatures, links, numbers, totals and the mirrored head.
    ///
    /// # Errors
    ///
    /// What the store says; a bad record is no error but the answer.
    pub fn verify_journal(&self) -> Result<Verified, Error> {
        let mirror = mirror::read(&self.mirror_path())?;
        let keys = PublicKeys::load(&self.keys_path())?;
        let mut records = Vec::new();
        self.store.each_record(None, &mut |record| {
            records.push(record);
            std::ops::ControlFlow::Continue(())
        })?;
        Ok(verify(records.into_iter(), &keys, mirror.as_ref()))
    }

    /// Gives the last records of a family, oldest first.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn journal_tail(&self, family: Family, most: u64) -> Result<Vec<SignedRecord>, Error> {
        let last = self.store.last_record(family)?.map_or(0, |record| record.sequence);
        let first = last.saturating_sub(most) + 1;
        let mut tail = Vec::new();
        for sequence in first..=last {
            tail.extend(self.store.record(family, sequence)?);
        }
        Ok(tail)
    }
}
