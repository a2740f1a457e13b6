//! The journal as its owner and an inspector see it.

pub use comptoir_journal::Family;
use comptoir_journal::{Finding, PublicKeys, Report, SignedRecord, VerifyError, mirror, verify};

use crate::error::Error;
use crate::messages;
use crate::till::Till;

/// A record as it is shown: the signed text, and the parts around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordView {
    /// Its place in its chain.
    pub sequence: u64,
    /// The version of its text.
    pub format: u16,
    /// The key that signed it.
    pub key_id: String,
    /// The signed text.
    pub payload: String,
    /// The signature in hexadecimal figures.
    pub signature: String,
    /// The four signs of the signature that the receipt shows.
    pub extract: String,
}

impl RecordView {
    /// Shows a record.
    #[must_use]
    pub fn of(record: &SignedRecord) -> Self {
        use std::fmt::Write as _;
        let mut signature = String::new();
        for byte in &record.signature {
            let _ = write!(signature, "{byte:02x}");
        }
        Self {
            sequence: record.sequence,
            format: record.format,
            key_id: record.key_id.clone(),
            payload: String::from_utf8_lossy(&record.payload).into_owned(),
            signature,
            extract: record.extract(),
        }
    }
}

/// What a verification found: the whole journal is good, or its first bad record.
pub type Verified = Result<Report, Finding>;

/// Names the fiscal perimeter of this program: its version and the fingerprint of its sources. A change
/// of the version needs a new attestation (BOI-LET-000242).
#[must_use]
pub fn fiscal_identity() -> String {
    let fingerprint = comptoir_journal::fingerprint();
    let short = fingerprint.trim_start_matches("sha256:").get(..12).unwrap_or_default();
    format!("fiscal {} {short}", comptoir_journal::FISCAL_VERSION)
}

impl Till {
    /// Verifies every record: signatures, links, numbers, totals and the mirrored head.
    ///
    /// # Errors
    ///
    /// What the store says; a bad record is no error but the answer.
    pub fn verify_journal(&self) -> Result<Verified, Error> {
        let mirror = mirror::read(&self.mirror_path())?;
        let keys = PublicKeys::load(&self.keys_path())?;
        match verify(self.store.every_record(), &keys, mirror.as_ref()) {
            Ok(report) => Ok(Ok(report)),
            Err(VerifyError::Finding(finding)) => Ok(Err(finding)),
            Err(VerifyError::Storage(error)) => Err(error.into()),
        }
    }

    /// Says what a verification found, and what to do.
    #[must_use]
    pub fn finding_words(&self, finding: &Finding) -> String {
        messages::finding(finding, self.language)
    }

    /// Names a family of records.
    #[must_use]
    pub fn family_name(&self, family: Family) -> &'static str {
        messages::family(family, self.language)
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
