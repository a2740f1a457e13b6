//! Keys of those who publish packages: a secret half that signs, a public half that shops trust.
//!
//! `NAME.key` holds the secret, readable by its owner alone; `NAME.pub` beside it is given away. Each is
//! one line, `ed25519:<64 hexadecimal digits> NAME`, with `ed25519-secret` for the secret. Ed25519 is
//! that of RFC 8032.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::package::hex;

const PUBLIC: &str = "ed25519:";
const SECRET: &str = "ed25519-secret:";
/// The most characters of a signer's name.
const LONGEST_NAME: usize = 80;

/// Why a key cannot be made or read.
#[derive(Debug)]
pub enum KeyError {
    /// The file cannot be read or written.
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is there already, and a lost secret is lost for ever.
    Exists(PathBuf),
    /// Not a public key. The text, or the file.
    NotPublic(String),
    /// The file holds no secret key. What it holds stays untold.
    NotSecret(PathBuf),
    /// A secret key where a public one is meant: nobody else should see it.
    Secret,
    /// Not the name of a key file: letters, digits, `-` and `_`, at most 32.
    FileName(String),
    /// Not the name of a signer: 1 to 80 characters on one line.
    SignerName(String),
}

/// Checks the name of a signer, as it is shown to merchants.
///
/// # Errors
///
/// [`KeyError::SignerName`].
pub fn signer_name(name: &str) -> Result<String, KeyError> {
    let trimmed = name.trim();
    let fits = !trimmed.is_empty() && trimmed.chars().count() <= LONGEST_NAME && !trimmed.chars().any(hides);
    if fits { Ok(trimmed.to_owned()) } else { Err(KeyError::SignerName(name.to_owned())) }
}

/// Control characters, and those that turn the direction of text: a name must read as it is.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The public half of a key: the bytes of a point that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Reads `ed25519:<64 hexadecimal digits>`.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotPublic`], also for the few points of the curve that anybody could sign for;
    /// [`KeyError::Secret`].
    pub fn read(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        if text.starts_with(SECRET) {
            return Err(KeyError::Secret);
        }
        let key = text.strip_prefix(PUBLIC).and_then(from_hex).and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
        let key = key.filter(|key| !key.is_weak());
        key.map(|key| Self(key.to_bytes())).ok_or_else(|| KeyError::NotPublic(text.to_owned()))
    }

    /// Reads a `.pub` file: the key, and the name it was made with.
    ///
    /// # Errors
    ///
    /// A [`KeyError`].
    pub fn load(path: &Path) -> Result<(Self, Option<String>), KeyError> {
        let text = read(path)?;
        let (key, name) = parts(&text).ok_or_else(|| KeyError::NotPublic(path.display().to_string()))?;
        let key = Self::read(key).map_err(|error| match error {
            KeyError::NotPublic(_) => KeyError::NotPublic(path.display().to_string()),
            other => other,
        })?;
        Ok((key, signer_name(name).ok()))
    }

    /// Gives a short form to compare by eye or on the phone: eight groups of four digits, of the SHA-256.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digits = hex(&Sha256::digest(self.0)[..16]);
        let groups: Vec<&str> = (0..8).map(|group| &digits[group * 4..group * 4 + 4]).collect();
        groups.join(" ")
    }

    /// Tells whether a signature of a message is this key's.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PUBLIC}{}", hex(&self.0))
    }
}

/// The secret half of a key, with the name it was made with.
pub struct SigningKey {
    key: ed25519_dalek::SigningKey,
    name: Option<String>,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("public", &self.public()).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Makes a key from 32 random bytes.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self { key: ed25519_dalek::SigningKey::from_bytes(secret), name: None }
    }

    /// Makes a key from 32 random bytes and writes `NAME.key` and `NAME.pub` into a folder; gives both.
    ///
    /// # Errors
    ///
    /// A [`KeyError`]; a file that is there is never replaced.
    pub fn generate(folder: &Path, name: &str, secret: &[u8; 32]) -> Result<(PathBuf, PathBuf), KeyError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if name.is_empty() || name.len() > 32 || !name.bytes().all(allowed) {
            return Err(KeyError::FileName(name.to_owned()));
        }
        let (secret_path, public_path) = (folder.join(format!("{name}.key")), folder.join(format!("{name}.pub")));
        if let Some(there) = [&secret_path, &public_path].into_iter().find(|path| path.exists()) {
            return Err(KeyError::Exists(there.clone()));
        }
        fs::create_dir_all(folder).map_err(|error| KeyError::Io { path: folder.to_owned(), error })?;
        let public = Self::from_secret(secret).public();
        create(&secret_path, &format!("{SECRET}{} {name}\n", hex(secret)), 0o600)?;
        create(&public_path, &format!("{public} {name}\n"), 0o644)?;
        Ok((secret_path, public_path))
    }

    /// Reads a `.key` file.
    ///
    /// # Errors
    ///
    /// A [`KeyError`], which never holds what the file holds.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let text = read(path)?;
        let secret = parts(&text).and_then(|(key, name)| Some((from_hex(key.strip_prefix(SECRET)?)?, name)));
        let (secret, name) = secret.ok_or_else(|| KeyError::NotSecret(path.to_owned()))?;
        Ok(Self { name: signer_name(name).ok(), ..Self::from_secret(&secret) })
    }

    /// Gives the name it was made with, when it was read from a file that has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Gives the public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.key.verifying_key().to_bytes())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

/// Reads so many bytes of hexadecimal digits and nothing else.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes = text.as_bytes();
    if bytes.len() != 2 * N {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut read = [0; N];
    for (byte, pair) in read.iter_mut().zip(bytes.chunks(2)) {
        *byte = digit(pair[0])? * 16 + digit(pair[1])?;
    }
    Some(read)
}

/// The key and the name of the first line.
fn parts(text: &str) -> Option<(&str, &str)> {
    let line = text.lines().next()?.trim();
    Some(line.split_once(' ').unwrap_or((line, "")))
}

fn read(path: &Path) -> Result<String, KeyError> {
    fs::read_to_string(path).map_err(|error| KeyError::Io { path: path.to_owned(), error })
}

fn create(path: &Path, text: &str, mode: u32) -> Result<(), KeyError> {
    let written = new_file(path, mode).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => KeyError::Exists(path.to_owned()),
        _ => KeyError::Io { path: path.to_owned(), error },
    })
}

fn new_file(path: &Path, mode: u32) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(mode);
    }
    #[cfg(not(unix))]
    let _ = mode;
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_key_signs_as_before() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, public) = SigningKey::generate(folder.path(), "Ana-1", &[7; 32]).unwrap();
        let key = SigningKey::load(&secret).unwrap();
        let (read, name) = PublicKey::load(&public).unwrap();
        assert_eq!((&read, name.as_deref(), key.name()), (&key.public(), Some("Ana-1"), Some("Ana-1")));
        assert_eq!(PublicKey::read(&read.to_string()).unwrap(), read);
        assert!(read.verifies(b"x", &key.sign(b"x")) && !read.verifies(b"y", &key.sign(b"x")));
        assert_eq!(read.fingerprint().len(), 39);
        assert_ne!(read.fingerprint(), SigningKey::from_secret(&[8; 32]).public().fingerprint());
        assert!(!format!("{key:?}").contains("0707"), "the secret is in no log");
    }

    #[test]
    fn a_key_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, public) = SigningKey::generate(folder.path(), "ana", &[7; 32]).unwrap();
        let before = fs::read(&secret).unwrap();
        for gone in [None, Some(&public)] {
            gone.into_iter().for_each(|path| fs::remove_file(path).unwrap());
            let again = SigningKey::generate(folder.path(), "ana", &[8; 32]);
            assert!(matches!(&again, Err(KeyError::Exists(path)) if *path == secret), "{again:?}");
        }
        assert_eq!(fs::read(&secret).unwrap(), before);
        fs::remove_file(&secret).unwrap();
        fs::write(&public, "x").unwrap();
        assert!(matches!(SigningKey::generate(folder.path(), "ana", &[8; 32]), Err(KeyError::Exists(_))));
        assert!(!secret.exists());
    }

    #[cfg(unix)]
    #[test]
    fn the_secret_is_closed_to_other_users() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (secret, _) = SigningKey::generate(folder.path(), "ana", &[7; 32]).unwrap();
        assert_eq!(fs::metadata(secret).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_is_no_key_is_refused_and_a_secret_is_not_told() {
        let good = SigningKey::from_secret(&[7; 32]).public().to_string();
        // The neutral point of the curve: a signature for it proves nothing.
        let weak = format!("ed25519:01{}", "00".repeat(31));
        for text in ["", "ed25519:", &good[..70], &good.replace("ed25519", "rsa"), &format!("{good}00"), &weak] {
            assert!(matches!(PublicKey::read(text), Err(KeyError::NotPublic(_))), "{text}");
        }
        let folder = tempfile::tempdir().unwrap();
        let (secret, public) = SigningKey::generate(folder.path(), "ana", &[7; 32]).unwrap();
        assert!(matches!(PublicKey::load(&secret), Err(KeyError::Secret)));
        assert!(matches!(SigningKey::load(&public), Err(KeyError::NotSecret(_))));
        fs::write(&secret, format!("{SECRET}0707 ana")).unwrap();
        let error = SigningKey::load(&secret).unwrap_err();
        assert!(!format!("{error:?}").contains("0707"), "{error:?}");
        for name in ["", "../ana", "a b", "é", &"a".repeat(33)] {
            assert!(
                matches!(SigningKey::generate(folder.path(), name, &[1; 32]), Err(KeyError::FileName(_))),
                "{name}"
            );
        }
    }

    #[test]
    fn a_signers_name_reads_as_it_is() {
        assert_eq!(signer_name(" Épicerie Ménard & fils ").unwrap(), "Épicerie Ménard & fils");
        for name in ["", "  ", "a\nb", "a\u{1b}[2Jb", "a\u{202e}b", &"x".repeat(81)] {
            assert!(matches!(signer_name(name), Err(KeyError::SignerName(_))), "{name:?}");
        }
    }
}
