//! The journal as its owner and an inspector see it.

use comptoir_journal::mirror::Mirror;
pub use comptoir_journal::{Family, Place};
use comptoir_journal::{Finding, Problem, PublicKeys, Report, SignedRecord, VerifyError, mirror, verify};

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
            Ok(report) => Ok(self.compare_with_kept(&keys)?.map_or(Ok(report), Err)),
            Err(VerifyError::Finding(finding)) => Ok(Err(finding)),
            Err(VerifyError::Storage(error)) => Err(error.into()),
        }
    }

    /// Compares the journal with the mirrors that alarms kept: what one saw must still be there. The
    /// mirror itself goes on with the journal, so that a cut tail would be told once only.
    fn compare_with_kept(&self, keys: &PublicKeys) -> Result<Option<Finding>, Error> {
        for path in self.kept_mirrors()? {
            // One that cannot be read or was forged tells nothing about the records.
            let mirror = mirror::read(&path).ok().flatten().filter(|mirror| mirror.is_genuine(keys));
            if let Some(finding) = mirror.map(|mirror| self.contradiction(&mirror)).transpose()?.flatten() {
                return Ok(Some(finding));
            }
        }
        Ok(None)
    }

    fn contradiction(&self, mirror: &Mirror) -> Result<Option<Finding>, Error> {
        for (family, seen) in &mirror.heads {
            let at = |sequence| Some(Place { till: mirror.till.clone(), family: *family, sequence });
            match self.store.record(*family, seen.sequence)? {
                Some(record) if record.signature == seen.signature => {}
                Some(_) => {
                    return Ok(Some(Finding { place: at(seen.sequence), problem: Problem::MirrorDiffers }));
                }
                None => {
                    let found = self.store.last_record(*family)?.map_or(0, |record| record.sequence);
                    let problem = Problem::TailCut { mirror: seen.sequence, found };
                    return Ok(Some(Finding { place: at(found + 1), problem }));
                }
            }
        }
        Ok(None)
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
