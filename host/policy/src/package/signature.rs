//! The file `signature` of a package: who answers for its content.
//!
//! ```toml
//! format = 1
//! key = "ed25519:…"
//! name = "Ana"
//! signature = "…"
//! ```
//!
//! What is signed is [`message`]: the digest, which is over every other file, and the name. Words of its
//! own in front keep the signature from meaning anything elsewhere.

use serde::{Deserialize, Serialize};

use super::hex;
use crate::keys::{PublicKey, SigningKey, from_hex, signer_name};

/// The file's name in a package.
pub(super) const FILE: &str = "signature";

const FORMAT: i64 = 1;
const PURPOSE: &str = "comptoir/package-signature/1";

/// Who signed a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The key, which may be anybody's: whether a shop trusts it is for the shop to say.
    pub key: PublicKey,
    /// The name that the signer gives.
    pub name: String,
}

/// Whether a package is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signed {
    /// No signature.
    Unsigned,
    /// The signature is good, and of this key.
    By(Signer),
    /// There is a signature that does not hold.
    Bad(BadSignature),
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadSignature {
    /// The file cannot be read: as the reader of TOML says it, or the field.
    Unreadable(String),
    /// A format that this till does not know.
    Format(i64),
    /// The key did not sign this content under this name.
    Wrong,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: i64,
    key: String,
    name: String,
    signature: String,
}

/// Writes the signature of a digest.
pub(super) fn sign(digest: &str, key: &SigningKey, name: &str) -> String {
    let written = Written {
        format: FORMAT,
        key: key.public().to_string(),
        name: name.to_owned(),
        signature: hex(&key.sign(&message(digest, name))),
    };
    toml::to_string(&written).expect("a number and three texts make TOML")
}

/// Reads and verifies the signature of a digest.
pub(super) fn check(file: Option<&[u8]>, digest: &str) -> Signed {
    let Some(bytes) = file else { return Signed::Unsigned };
    match verified(bytes, digest) {
        Ok(signer) => Signed::By(signer),
        Err(bad) => Signed::Bad(bad),
    }
}

fn verified(bytes: &[u8], digest: &str) -> Result<Signer, BadSignature> {
    let unreadable = |error: &toml::de::Error| BadSignature::Unreadable(error.message().to_owned());
    let text = std::str::from_utf8(bytes).map_err(|error| BadSignature::Unreadable(error.to_string()))?;
    let table: toml::Table = toml::from_str(text).map_err(|error| unreadable(&error))?;
    if let Some(format) = table.get("format").and_then(toml::Value::as_integer).filter(|format| *format != FORMAT) {
        return Err(BadSignature::Format(format));
    }
    let written: Written = table.try_into().map_err(|error| unreadable(&error))?;
    let field = |name: &str| BadSignature::Unreadable(name.to_owned());
    let key = PublicKey::read(&written.key).map_err(|_| field("key"))?;
    let signature = from_hex(&written.signature).ok_or_else(|| field("signature"))?;
    // A name that is not shown as it is written is no name.
    let name = signer_name(&written.name).ok().filter(|name| *name == written.name).ok_or_else(|| field("name"))?;
    if key.verifies(&message(digest, &name), &signature) { Ok(Signer { key, name }) } else { Err(BadSignature::Wrong) }
}

/// What is signed. Neither part holds a zero byte, so that no two pairs make the same message.
fn message(digest: &str, name: &str) -> Vec<u8> {
    [PURPOSE, digest, name].join("\0").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "sha256:00";

    fn key() -> SigningKey {
        SigningKey::from_secret(&[7; 32])
    }

    fn checked(text: &str, digest: &str) -> Signed {
        check(Some(text.as_bytes()), digest)
    }

    #[test]
    fn a_signature_holds_for_its_digest_and_its_name_only() {
        let text = sign(DIGEST, &key(), "Ana");
        let signer = Signer { key: key().public(), name: "Ana".to_owned() };
        assert_eq!(checked(&text, DIGEST), Signed::By(signer));
        assert_eq!(check(None, DIGEST), Signed::Unsigned);
        let other = SigningKey::from_secret(&[8; 32]).public().to_string();
        let wrong = [
            (text.clone(), "sha256:01"),
            (text.replace("Ana", "Bob"), DIGEST),
            (text.replace(&key().public().to_string(), &other), DIGEST),
            (sign("sha256:02", &key(), "Ana"), DIGEST),
        ];
        for (text, digest) in wrong {
            assert_eq!(checked(&text, digest), Signed::Bad(BadSignature::Wrong), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_no_signature_is_never_taken_for_none() {
        let text = sign(DIGEST, &key(), "Ana");
        for bad in [
            String::new(),
            "signature".to_owned(),
            text.replace("name = \"Ana\"\n", ""),
            text.replace("Ana", " Ana"),
            text.replace("Ana", "A\\u001bna"),
            text.replace("ed25519:", "rsa:"),
            text.replace("signature = \"", "signature = \"0"),
            format!("{text}more = 1\n"),
        ] {
            assert!(matches!(checked(&bad, DIGEST), Signed::Bad(BadSignature::Unreadable(_))), "{bad}");
        }
        assert!(matches!(check(Some(&[0xff]), DIGEST), Signed::Bad(BadSignature::Unreadable(_))));
        let newer = text.replace("format = 1", "format = 2\nscheme = \"x\"");
        assert_eq!(checked(&newer, DIGEST), Signed::Bad(BadSignature::Format(2)));
    }
}
