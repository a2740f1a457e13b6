//! Signed records: what is stored, and the exact bytes that are signed.

use std::collections::BTreeMap;

use comptoir_domain::id::TillId;

/// What a record tells; each till has one chain for each family (NF525's families).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A paid sale or refund.
    Sale,
    /// The totals after a sale.
    GrandTotal,
    /// Something that happened to the till (JET).
    TechnicalEvent,
    /// A copy of a receipt.
    Duplicate,
}

impl Family {
    /// All families.
    pub const ALL: [Self; 4] = [Self::Sale, Self::GrandTotal, Self::TechnicalEvent, Self::Duplicate];

    /// Gives the letter that stands for the family in records, files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sale => "T",
            Self::GrandTotal => "G",
            Self::TechnicalEvent => "E",
            Self::Duplicate => "D",
        }
    }

    /// Finds a family by its letter.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.code() == code)
    }
}

/// One record of the journal, as it is stored: never changed, never removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRecord {
    /// The till that signed it.
    pub till: TillId,
    /// Its family.
    pub family: Family,
    /// Its place in the chain of its till and family: 1 for the first, without a gap.
    pub sequence: u64,
    /// The format of the payload.
    pub format: u16,
    /// What it tells, as it was signed: see [`crate::payload`].
    pub payload: Vec<u8>,
    /// The signature of the record before it; nothing for the first.
    pub previous: Option<Vec<u8>>,
    /// The signature (Ed25519, 64 bytes).
    pub signature: Vec<u8>,
    /// Which key signed.
    pub key_id: String,
}

impl SignedRecord {
    /// Gives the bytes that are signed.
    ///
    /// Each part is preceded by its length in eight bytes, big-endian, so that no two records have the
    /// same message; the first part keeps these signatures apart from any other use of the key.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        let previous: &[&[u8]] = match &self.previous {
            Some(signature) => &[b"after", signature],
            None => &[b"first"],
        };
        let sequence = self.sequence.to_be_bytes();
        let format = self.format.to_be_bytes();
        let head: [&[u8]; 6] = [
            b"comptoir journal record",
            self.till.as_str().as_bytes(),
            self.family.code().as_bytes(),
            &sequence,
            &format,
            self.key_id.as_bytes(),
        ];
        framed(head.iter().chain(previous).copied().chain([self.payload.as_slice()]))
    }

    /// Gives the extract of the signature that the receipt shows: characters 3, 7, 13 and 19 of its
    /// base64url text (the practice of NF525).
    #[must_use]
    pub fn extract(&self) -> String {
        let text = base64url(&self.signature);
        [3, 7, 13, 19].iter().filter_map(|place| text.chars().nth(place - 1)).collect()
    }

    /// Gives the place in its chain and the signature that the next record points to.
    #[must_use]
    pub fn head(&self) -> Head {
        Head { sequence: self.sequence, signature: self.signature.clone() }
    }
}

/// The last record of one chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its place.
    pub sequence: u64,
    /// Its signature.
    pub signature: Vec<u8>,
}

/// The last record of each chain of one till that has any.
pub type Heads = BTreeMap<Family, Head>;

/// Joins parts, each preceded by its length.
pub(crate) fn framed<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut message = Vec::new();
    for part in parts {
        message.extend((part.len() as u64).to_be_bytes());
        message.extend(part);
    }
    message
}

/// Writes bytes in base64url without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0usize, |bits, place| bits << 8 | usize::from(chunk.get(place).copied().unwrap_or(0)));
        for place in 0..=chunk.len() {
            text.push(char::from(DIGITS[bits >> (18 - 6 * place) & 63]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 4648, section 10, and the two digits that differ from plain base64.
    #[test]
    fn base64url_is_that_of_the_standard() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (b"fooba", "Zm9vYmE"),
            (b"foobar", "Zm9vYmFy"),
            (&[0xfb, 0xff], "-_8"),
        ] {
            assert_eq!(base64url(bytes), text);
        }
    }

    #[test]
    fn the_extract_is_characters_3_7_13_and_19() {
        // In base64url, the bytes below read ABCDEFGHIJKLMNOPQRSTUVWX…
        let alphabet = [0, 16, 131, 16, 81, 135, 32, 146, 139, 48, 211, 143, 65, 20, 147, 81, 85, 151];
        let record = SignedRecord {
            till: TillId::new("C1"),
            family: Family::Sale,
            sequence: 1,
            format: 1,
            payload: Vec::new(),
            previous: None,
            signature: alphabet.to_vec(),
            key_id: String::new(),
        };
        assert_eq!(record.extract(), "CGMS");
    }

    #[test]
    fn families_are_found_by_their_letters() {
        for family in Family::ALL {
            assert_eq!(Family::from_code(family.code()), Some(family));
        }
        assert_eq!(Family::from_code("t"), None);
    }
}
