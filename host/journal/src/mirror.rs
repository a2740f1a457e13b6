//! The mirror: the last record of each chain, kept outside the database and signed.
//!
//! A database whose tail was cut off (or that was put back from an older copy) ends before its mirror.
//! The mirror is written after the commit: a power cut between the two leaves it behind, never ahead.
//! Whoever puts back an old database *and* its old mirror is found by the closings that were printed.

use std::io;
use std::path::{Path, PathBuf};

use comptoir_domain::id::TillId;

use crate::durable::{self, Readers};
use crate::key::{PublicKeys, Signer};
use crate::record::{Family, Head, Heads, framed};
use crate::text::{Fields, ReadError, Writer, from_hex, hex};

const MIRROR: &str = "mirror";
const FILE_FORMAT: &str = "1";

/// The heads of one till's chains, signed by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirror {
    /// The till.
    pub till: TillId,
    /// The last record of each chain when it was written.
    pub heads: Heads,
    /// Which key signed.
    pub key_id: String,
    /// The signature (Ed25519, 64 bytes).
    pub signature: Vec<u8>,
}

/// Why the mirror cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// The disk refused.
    #[error("{path}: {error}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The file is no mirror of this format.
    #[error("{path}: {error}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        error: ReadError,
    },
}

impl Mirror {
    /// Signs the heads of the till's chains.
    #[must_use]
    pub fn new(signer: &Signer, heads: Heads) -> Self {
        let (till, key_id) = (signer.till().clone(), signer.key_id().to_owned());
        let mut mirror = Self { till, heads, key_id, signature: Vec::new() };
        mirror.signature = signer.sign(&mirror.message());
        mirror
    }

    /// Tells whether a known key of its till signed it as it is.
    #[must_use]
    pub fn is_genuine(&self, keys: &PublicKeys) -> bool {
        keys.find(&self.till, &self.key_id).is_some_and(|key| key.verifies(&self.message(), &self.signature))
    }

    fn message(&self) -> Vec<u8> {
        let heads = self.heads.iter().flat_map(|(family, head)| {
            [family.code().as_bytes().to_vec(), head.sequence.to_be_bytes().to_vec(), head.signature.clone()]
        });
        let start = [b"comptoir journal mirror".to_vec(), self.till.as_str().into(), self.key_id.clone().into()];
        let parts: Vec<Vec<u8>> = start.into_iter().chain(heads).collect();
        framed(parts.iter().map(Vec::as_slice))
    }

    fn text(&self) -> String {
        let mut writer = Writer::new(MIRROR);
        writer.field("format", FILE_FORMAT);
        writer.field("till", &self.till);
        for (family, head) in &self.heads {
            let name = field_name(*family);
            writer.field(format_args!("{name}.sequence"), head.sequence);
            writer.field(format_args!("{name}.signature"), hex(&head.signature));
        }
        writer.field("key", &self.key_id);
        writer.field("signature", hex(&self.signature));
        writer.finish()
    }

    fn parse(bytes: &[u8]) -> Result<Self, ReadError> {
        let fields = Fields::parse(bytes)?;
        fields.expect("record", MIRROR)?;
        fields.expect("format", FILE_FORMAT)?;
        let mut heads = Heads::new();
        for family in Family::ALL {
            let name = field_name(family);
            if fields.get(&format!("{name}.sequence")).is_some() {
                let sequence = fields.number(&format!("{name}.sequence"))?;
                let signature = bytes_of(&fields, &format!("{name}.signature"))?;
                heads.insert(family, Head { sequence, signature });
            }
        }
        let till = TillId::new(fields.need("till")?);
        let key_id = fields.need("key")?.to_owned();
        Ok(Self { till, heads, key_id, signature: bytes_of(&fields, "signature")? })
    }
}

/// Reads the mirror; nothing when there is no file.
///
/// # Errors
///
/// A [`MirrorError`]. Whether the mirror is genuine is for the verification to say.
pub fn read(path: &Path) -> Result<Option<Mirror>, MirrorError> {
    let bytes = match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(MirrorError::Disk { path: path.to_owned(), error }),
        Ok(bytes) => bytes,
    };
    Mirror::parse(&bytes).map(Some).map_err(|error| MirrorError::Unreadable { path: path.to_owned(), error })
}

/// Replaces the mirror as a whole; when this returns, it is on the disk.
///
/// # Errors
///
/// [`MirrorError::Disk`]; the mirror of before is still there.
pub fn write(path: &Path, mirror: &Mirror) -> Result<(), MirrorError> {
    durable::replace(path, &mirror.text(), Readers::Anyone)
        .map_err(|error| MirrorError::Disk { path: path.to_owned(), error })
}

const fn field_name(family: Family) -> &'static str {
    match family {
        Family::Sale => "sale",
        Family::GrandTotal => "grand-total",
        Family::TechnicalEvent => "event",
        Family::Duplicate => "duplicate",
    }
}

fn bytes_of(fields: &Fields, name: &str) -> Result<Vec<u8>, ReadError> {
    from_hex(fields.need(name)?).ok_or_else(|| fields.wrong(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_is_read_back_and_known_for_genuine() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("C1.mirror");
        assert!(read(&path).unwrap().is_none());
        let signer = Signer::generate(TillId::new("C1"), [3; 32]);
        let keys: PublicKeys = [signer.public_key()].into_iter().collect();
        for sequence in 1..4 {
            let head = Head { sequence, signature: vec![9; 64] };
            let mirror = Mirror::new(&signer, [(Family::Sale, head.clone()), (Family::Duplicate, head)].into());
            write(&path, &mirror).unwrap();
            let back = read(&path).unwrap().unwrap();
            assert_eq!(back, mirror);
            assert!(back.is_genuine(&keys));
        }
        let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["C1.mirror"]);
    }

    #[test]
    fn a_changed_mirror_is_not_genuine() {
        let signer = Signer::generate(TillId::new("C1"), [3; 32]);
        let keys: PublicKeys = [signer.public_key()].into_iter().collect();
        let head = Head { sequence: 5, signature: vec![9; 64] };
        let mirror = Mirror::new(&signer, [(Family::Sale, head.clone())].into());
        let stranger = Signer::generate(TillId::new("C1"), [4; 32]);
        let lower = Head { sequence: 4, ..head.clone() };
        for forged in [
            Mirror { heads: [(Family::Sale, lower)].into(), ..mirror.clone() },
            Mirror { heads: [(Family::Duplicate, head)].into(), ..mirror.clone() },
            Mirror { heads: Heads::new(), ..mirror.clone() },
            Mirror { till: TillId::new("C2"), ..mirror.clone() },
            Mirror::new(&stranger, mirror.heads.clone()),
        ] {
            assert!(!forged.is_genuine(&keys), "{forged:?}");
        }
    }

    #[test]
    fn what_is_no_mirror_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("C1.mirror");
        std::fs::write(&path, "record:mirror\n").unwrap();
        let error = read(&path).unwrap_err();
        assert!(
            matches!(&error, MirrorError::Unreadable { error: ReadError::Missing(field), .. } if field == "format")
        );
        assert!(matches!(read(folder.path()), Err(MirrorError::Disk { .. })));
    }
}
