//! The till's key: the secret that signs, and the public keys that verify.
//!
//! `<till>.key` holds the secret, readable by the till's user alone; `<till>.pub` beside it may be copied
//! anywhere, and a copy kept elsewhere (with the accountant) is what makes a verification independent.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use comptoir_domain::id::TillId;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::durable::{self, Readers};
use crate::text::{Fields, ReadError, Writer, from_hex, hex};

const SECRET_KEY: &str = "secret-key";
const PUBLIC_KEY: &str = "public-key";
const FILE_FORMAT: &str = "1";

/// Why a key cannot be saved or loaded.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The disk refused.
    #[error("{path}: {error}")]
    Disk {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// There is a key for this till already, and a lost key is lost for ever.
    #[error("{0}: there is a key already")]
    Exists(PathBuf),
    /// The file is no key of this format.
    #[error("{path}: {error}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        error: ReadError,
    },
    /// The secret is not the one that was saved, or belongs to another till.
    #[error("{0}: the key does not match its till or its name")]
    Damaged(PathBuf),
    /// A till's name makes file names: letters, digits, `-` and `_`, at most 16.
    #[error("not the name of a till: {0:?}")]
    TillName(String),
}

impl KeyError {
    fn disk(path: &Path, error: io::Error) -> Self {
        Self::Disk { path: path.to_owned(), error }
    }
}

/// Signs for one till.
#[derive(Debug)]
pub struct Signer {
    till: TillId,
    key_id: String,
    key: SigningKey,
}

impl Signer {
    /// Makes the key of a till from 32 random bytes.
    #[must_use]
    pub fn generate(till: TillId, secret: [u8; 32]) -> Self {
        let key = SigningKey::from_bytes(&secret);
        Self { till, key_id: key_id(&key.verifying_key()), key }
    }

    /// Writes `<till>.key` and `<till>.pub` into a folder, which is made when needed and closed to
    /// other users.
    ///
    /// # Errors
    ///
    /// A [`KeyError`]; a key that is there is never replaced.
    pub fn save(&self, folder: &Path) -> Result<(), KeyError> {
        let name = file_stem(&self.till)?;
        let path = folder.join(format!("{name}.key"));
        if path.exists() {
            return Err(KeyError::Exists(path));
        }
        durable::private_folder(folder).map_err(|error| KeyError::disk(folder, error))?;
        let public = folder.join(format!("{name}.pub"));
        durable::replace(&public, &self.public_key().text(), Readers::Anyone)
            .map_err(|error| KeyError::disk(&public, error))?;
        // The secret comes last: once it is there, all is.
        durable::replace(&path, &self.text(), Readers::Owner).map_err(|error| KeyError::disk(&path, error))
    }

    /// Loads the key of a till.
    ///
    /// # Errors
    ///
    /// A [`KeyError`].
    pub fn load(folder: &Path, till: &TillId) -> Result<Self, KeyError> {
        let path = folder.join(format!("{}.key", file_stem(till)?));
        let fields = read_file(&path)?;
        let unreadable = |error| KeyError::Unreadable { path: path.clone(), error };
        let secret = read_key(&fields, SECRET_KEY, "secret").map_err(unreadable)?;
        let signer = Self::generate(till.clone(), secret);
        let matches = fields.get("till") == Some(till.as_str()) && fields.get("key") == Some(signer.key_id());
        if matches { Ok(signer) } else { Err(KeyError::Damaged(path)) }
    }

    /// Gives the till it signs for.
    #[must_use]
    pub const fn till(&self) -> &TillId {
        &self.till
    }

    /// Gives the name of the key: 16 hexadecimal digits of the SHA-256 of its public half.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Gives the public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey { till: self.till.clone(), key_id: self.key_id.clone(), key: self.key.verifying_key() }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.key.sign(message).to_bytes().to_vec()
    }

    fn text(&self) -> String {
        key_text(SECRET_KEY, &self.till, &self.key_id, ("secret", self.key.as_bytes()))
    }
}

/// The public half of a till's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    till: TillId,
    key_id: String,
    key: VerifyingKey,
}

impl PublicKey {
    /// Gives the till it belongs to.
    #[must_use]
    pub const fn till(&self) -> &TillId {
        &self.till
    }

    /// Gives the name of the key.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Gives the key itself (Ed25519, RFC 8032), for other programs.
    #[must_use]
    pub fn bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }

    fn text(&self) -> String {
        key_text(PUBLIC_KEY, &self.till, &self.key_id, ("public", self.key.as_bytes()))
    }

    fn load(path: &Path) -> Result<Self, KeyError> {
        let fields = read_file(path)?;
        let unreadable = |error| KeyError::Unreadable { path: path.to_owned(), error };
        let bytes = read_key(&fields, PUBLIC_KEY, "public").map_err(unreadable)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| unreadable(fields.wrong("public")))?;
        let till = TillId::new(fields.need("till").map_err(unreadable)?);
        let public = Self { till, key_id: key_id(&key), key };
        if fields.get("key") == Some(public.key_id()) { Ok(public) } else { Err(KeyError::Damaged(path.to_owned())) }
    }
}

/// The keys that a verification trusts.
#[derive(Clone, Debug, Default)]
pub struct PublicKeys(BTreeMap<String, PublicKey>);

impl PublicKeys {
    /// Loads every `.pub` file of a folder.
    ///
    /// # Errors
    ///
    /// A [`KeyError`] for a folder or a file that cannot be read.
    pub fn load(folder: &Path) -> Result<Self, KeyError> {
        let disk = |error| KeyError::disk(folder, error);
        let mut keys = Self::default();
        for entry in fs::read_dir(folder).map_err(disk)? {
            let path = entry.map_err(disk)?.path();
            if path.extension().is_some_and(|extension| extension == "pub") {
                keys.insert(PublicKey::load(&path)?);
            }
        }
        Ok(keys)
    }

    /// Trusts a key.
    pub fn insert(&mut self, key: PublicKey) {
        self.0.insert(key.key_id.clone(), key);
    }

    /// Finds a key of a till by its name; a key of one till signs for no other.
    pub(crate) fn find(&self, till: &TillId, key_id: &str) -> Option<&PublicKey> {
        self.0.get(key_id).filter(|key| key.till == *till)
    }
}

impl FromIterator<PublicKey> for PublicKeys {
    fn from_iter<I: IntoIterator<Item = PublicKey>>(keys: I) -> Self {
        let mut all = Self::default();
        keys.into_iter().for_each(|key| all.insert(key));
        all
    }
}

fn key_id(key: &VerifyingKey) -> String {
    hex(&Sha256::digest(key.as_bytes())[..8])
}

fn file_stem(till: &TillId) -> Result<&str, KeyError> {
    let name = till.as_str();
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    let fits = !name.is_empty() && name.len() <= 16 && name.bytes().all(allowed);
    if fits { Ok(name) } else { Err(KeyError::TillName(name.to_owned())) }
}

fn key_text(record: &str, till: &TillId, key_id: &str, (name, bytes): (&str, &[u8; 32])) -> String {
    let mut writer = Writer::new(record);
    writer.field("format", FILE_FORMAT);
    writer.field("till", till);
    writer.field("key", key_id);
    writer.field(name, hex(bytes));
    writer.finish()
}

fn read_file(path: &Path) -> Result<Fields, KeyError> {
    let bytes = fs::read(path).map_err(|error| KeyError::disk(path, error))?;
    Fields::parse(&bytes).map_err(|error| KeyError::Unreadable { path: path.to_owned(), error })
}

fn read_key(fields: &Fields, record: &str, name: &str) -> Result<[u8; 32], ReadError> {
    fields.expect("record", record)?;
    fields.expect("format", FILE_FORMAT)?;
    let bytes = from_hex(fields.need(name)?).and_then(|bytes| bytes.try_into().ok());
    // The secret itself must not travel in an error.
    bytes.ok_or_else(|| ReadError::Wrong { field: name.to_owned(), value: "…".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::generate(TillId::new("C1"), [7; 32])
    }

    #[test]
    fn a_saved_key_signs_as_before_and_verifies() {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("keys");
        signer().save(&keys).unwrap();
        let loaded = Signer::load(&keys, &TillId::new("C1")).unwrap();
        assert_eq!(loaded.sign(b"x"), signer().sign(b"x"));
        let public = PublicKeys::load(&keys).unwrap();
        let key = public.find(&TillId::new("C1"), loaded.key_id()).unwrap();
        assert!(key.verifies(b"x", &loaded.sign(b"x")));
        assert!(!key.verifies(b"y", &loaded.sign(b"x")));
        assert!(public.find(&TillId::new("C2"), loaded.key_id()).is_none());
        assert!(matches!(signer().save(&keys), Err(KeyError::Exists(_))));
    }

    #[cfg(unix)]
    #[test]
    fn the_secret_is_closed_to_other_users() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("keys");
        signer().save(&keys).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&keys.join("C1.key")), 0o600);
        assert_eq!(mode(&keys), 0o700);
    }

    #[test]
    fn a_damaged_or_foreign_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("C1.key");
        signer().save(folder.path()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let load = |text: &str| {
            fs::write(&path, text).unwrap();
            Signer::load(folder.path(), &TillId::new("C1")).unwrap_err()
        };
        assert!(matches!(load(&text.replace("secret:07", "secret:08")), KeyError::Damaged(_)));
        assert!(matches!(load(&text.replace("till:C1", "till:C2")), KeyError::Damaged(_)));
        let short = load(&text.replace("secret:07", "secret:"));
        assert!(matches!(&short, KeyError::Unreadable { .. }) && !short.to_string().contains("0707"));
        assert!(matches!(load(""), KeyError::Unreadable { .. }));
    }

    #[test]
    fn a_tills_name_cannot_leave_its_folder() {
        for name in ["", "../C1", "C 1", "C1/..", "É1"] {
            let signer = Signer::generate(TillId::new(name), [1; 32]);
            assert!(matches!(signer.save(Path::new("/nowhere")), Err(KeyError::TillName(_))), "{name}");
        }
    }
}
