//! The text format of all that is signed or kept beside the journal: one field a line, `name:value`.
//!
//! A name is made of small letters, digits, `.` and `-`, and is given once. A value is UTF-8 text in which a
//! backslash is written `\\`, a line feed `\n` and a carriage return `\r`; nothing else is escaped. Each line,
//! the last one too, ends with a line feed. So a text has one reading, and any editor shows it.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use chrono::{DateTime, FixedOffset, Utc};

/// Writes fields in the order they are given.
#[derive(Debug, Default)]
pub(crate) struct Writer(String);

impl Writer {
    /// Starts a text of one kind, such as `sale`.
    pub(crate) fn new(record: &str) -> Self {
        let mut writer = Self::default();
        writer.field("record", record);
        writer
    }

    /// Adds a field.
    pub(crate) fn field(&mut self, name: impl Display, value: impl Display) {
        let start = self.0.len();
        let _infallible = write!(self.0, "{name}:");
        debug_assert!(is_name(self.0[start..].trim_end_matches(':')), "a field's name: {}", &self.0[start..]);
        for letter in value.to_string().chars() {
            match letter {
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                plain => self.0.push(plain),
            }
        }
        self.0.push('\n');
    }

    /// Adds a field when there is a value.
    pub(crate) fn optional(&mut self, name: impl Display, value: Option<impl Display>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// Adds an instant: UTC to the millisecond, then the till's offset.
    pub(crate) fn instant(&mut self, name: &str, at: &DateTime<FixedOffset>) {
        let utc = at.with_timezone(&Utc).format("%Y-%m-%dT%H:%M:%S%.3fZ");
        self.field(name, format_args!("{utc} {}", at.format("%:z")));
    }

    /// Gives the text.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// Why a text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A format that this version does not know.
    #[error("unknown format {0}")]
    UnknownFormat(u16),
    /// The bytes are not UTF-8.
    #[error("not UTF-8 text")]
    NotText,
    /// A line is not `name:value`, or the last one is not ended.
    #[error("line {0} is not a field")]
    BadLine(usize),
    /// A field is given twice.
    #[error("field {0:?} is given twice")]
    Twice(String),
    /// A field is not there.
    #[error("field {0:?} is missing")]
    Missing(String),
    /// A field does not hold what it should.
    #[error("field {field:?} cannot be {value:?}")]
    Wrong {
        /// Its name.
        field: String,
        /// What it holds.
        value: String,
    },
}

/// The fields of a text, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    list: Vec<(String, String)>,
    places: BTreeMap<String, usize>,
}

impl Fields {
    /// Reads a text.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, ReadError> {
        let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotText)?;
        let mut fields = Self { list: Vec::new(), places: BTreeMap::new() };
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let (name, value) = parse_line(line).ok_or(ReadError::BadLine(index + 1))?;
            if fields.places.insert(name.clone(), fields.list.len()).is_some() {
                return Err(ReadError::Twice(name));
            }
            fields.list.push((name, value));
        }
        Ok(fields)
    }

    /// Gives the value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.places.get(name).map(|place| self.list[*place].1.as_str())
    }

    /// Gives all fields with their values, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Gives the value of a field.
    ///
    /// # Errors
    ///
    /// [`ReadError::Missing`].
    pub fn need(&self, name: &str) -> Result<&str, ReadError> {
        self.get(name).ok_or_else(|| ReadError::Missing(name.to_owned()))
    }

    /// Checks that a field holds one value.
    ///
    /// # Errors
    ///
    /// [`ReadError::Missing`] or [`ReadError::Wrong`].
    pub fn expect(&self, name: &str, value: &str) -> Result<(), ReadError> {
        if self.need(name)? == value { Ok(()) } else { Err(self.wrong(name)) }
    }

    /// Gives the value of a field as a whole number.
    ///
    /// # Errors
    ///
    /// [`ReadError::Missing`] or [`ReadError::Wrong`].
    pub fn number<N: std::str::FromStr>(&self, name: &str) -> Result<N, ReadError> {
        self.need(name)?.parse().map_err(|_| self.wrong(name))
    }

    /// Says that a field does not hold what it should.
    pub(crate) fn wrong(&self, name: &str) -> ReadError {
        ReadError::Wrong { field: name.to_owned(), value: self.get(name).unwrap_or_default().to_owned() }
    }
}

fn is_name(name: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    !name.is_empty() && name.bytes().all(allowed)
}

fn parse_line(line: &str) -> Option<(String, String)> {
    let (name, value) = line.strip_suffix('\n')?.split_once(':')?;
    if !is_name(name) || value.contains('\r') {
        return None;
    }
    Some((name.to_owned(), unescape(value)?))
}

fn unescape(value: &str) -> Option<String> {
    let mut plain = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        plain.push(match letter {
            '\\' => match letters.next()? {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            letter => letter,
        });
    }
    Some(plain)
}

/// Writes bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

/// Reads what [`hex`] wrote.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_has_one_reading_only() {
        for (text, error) in [
            ("a:1", ReadError::BadLine(1)),
            ("a:1\nb\n", ReadError::BadLine(2)),
            ("A:1\n", ReadError::BadLine(1)),
            (":1\n", ReadError::BadLine(1)),
            ("a:\\x\n", ReadError::BadLine(1)),
            ("a:1\\\n", ReadError::BadLine(1)),
            ("a:1\r\n", ReadError::BadLine(1)),
            ("a:1\na:1\n", ReadError::Twice("a".into())),
        ] {
            assert_eq!(Fields::parse(text.as_bytes()), Err(error), "{text:?}");
        }
        assert_eq!(Fields::parse(b"a:\xff\n"), Err(ReadError::NotText));
        assert!(from_hex("0g").is_none() && from_hex("0").is_none() && from_hex("0A").is_none());
    }

    #[test]
    fn line_ends_and_backslashes_stay_on_their_line() {
        let mut writer = Writer::new("x");
        writer.field("v", "a\\n\r\nb\\");
        let text = writer.finish();
        assert_eq!(text, "record:x\nv:a\\\\n\\r\\nb\\\\\n");
        assert_eq!(Fields::parse(text.as_bytes()).unwrap().get("v"), Some("a\\n\r\nb\\"));
    }

    #[test]
    fn an_instant_is_utc_with_the_tills_offset() {
        let mut writer = Writer::new("x");
        writer.instant("at", &DateTime::parse_from_rfc3339("2026-11-22T00:30:05.12+01:00").unwrap());
        assert_eq!(writer.finish(), "record:x\nat:2026-11-21T23:30:05.120Z +01:00\n");
    }

    proptest! {
        #[test]
        fn any_value_comes_back(values in prop::collection::vec(any::<String>(), 0..8)) {
            let mut writer = Writer::new("x");
            for (place, value) in values.iter().enumerate() {
                writer.field(format_args!("v.{place}"), value);
            }
            let text = writer.finish();
            prop_assert_eq!(text.lines().count(), values.len() + 1);
            let fields = Fields::parse(text.as_bytes()).unwrap();
            let read: Vec<String> = fields.iter().skip(1).map(|(_, value)| value.to_owned()).collect();
            prop_assert_eq!(read, values);
        }

        #[test]
        fn hexadecimal_comes_back(bytes: Vec<u8>) {
            prop_assert_eq!(from_hex(&hex(&bytes)), Some(bytes));
        }
    }
}
