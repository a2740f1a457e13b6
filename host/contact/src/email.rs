//! E-mail addresses: read strictly, with a suggestion for the usual slips.
//!
//! The syntax is checked by `email_address`; before it, the few slips that people make are told apart
//! so that they can be named. Whether an address exists only a message can tell.

mod slip;

use std::str::FromStr;

use email_address::EmailAddress;
use thiserror::Error;

/// The longest part before the `@` (RFC 5321).
pub const MAX_LOCAL: usize = 64;
/// The longest address (RFC 5321).
pub const MAX_LENGTH: usize = 254;

/// An e-mail address that is written correctly, its domain in small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// Why a text is no e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{read:?} is no e-mail address: {problem}")]
pub struct EmailError {
    /// The text as it was given.
    pub read: String,
    /// What is wrong with it.
    pub problem: EmailProblem,
}

/// What is wrong with a text that should be an e-mail address. Only facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EmailProblem {
    /// Nothing was written.
    #[error("empty")]
    Empty,
    /// Longer than [`MAX_LENGTH`].
    #[error("{length} characters, at most {MAX_LENGTH} allowed")]
    TooLong {
        /// The length found.
        length: usize,
    },
    /// No `@`.
    #[error("no @")]
    NoAt,
    /// More than one `@`: a slip, or several addresses in one field.
    #[error("{count} @")]
    SeveralAts {
        /// How many.
        count: usize,
    },
    /// Nothing in front of the `@`.
    #[error("nothing before the @")]
    NoLocalPart,
    /// More than [`MAX_LOCAL`] characters in front of the `@`.
    #[error("{length} characters before the @, at most {MAX_LOCAL} allowed")]
    LocalPartTooLong {
        /// The length found.
        length: usize,
    },
    /// Nothing behind the `@`.
    #[error("nothing behind the @")]
    NoDomain,
    /// A domain without a point: `claire@gmail`.
    #[error("no point in the domain {domain}")]
    NoPoint {
        /// What stands behind the `@`.
        domain: String,
    },
    /// A point at an end, beside the `@` or beside another point.
    #[error("misplaced point at character {at}")]
    MisplacedPoint {
        /// Where, counted from 1.
        at: usize,
    },
    /// A character that mail servers do not take: a space, a comma, an accent, brackets.
    #[error("{found:?} at character {at}")]
    Character {
        /// The character.
        found: char,
        /// Where, counted from 1.
        at: usize,
    },
    /// A domain that cannot exist: a part that begins or ends with a hyphen, an ending of digits.
    #[error("malformed domain {domain}")]
    Domain {
        /// What stands behind the `@`.
        domain: String,
    },
}

impl Email {
    /// Reads an address: spaces around it are dropped, the domain becomes small, and the part before
    /// the `@` stays as it is, because it belongs to the mail server.
    ///
    /// # Errors
    ///
    /// [`EmailError`], with the text and the reason.
    pub fn read(text: &str) -> Result<Self, EmailError> {
        let refuse = |problem| EmailError { read: text.to_owned(), problem };
        let trimmed = text.trim_matches(|letter: char| letter.is_whitespace() || is_invisible(letter));
        let (local, domain) = split(trimmed).map_err(refuse)?;
        check_local(local).map_err(refuse)?;
        check_domain(domain, local.chars().count() + 1).map_err(refuse)?;
        let address = format!("{local}@{}", domain.to_lowercase());
        match EmailAddress::from_str(&address) {
            Ok(_) => Ok(Self(address)),
            Err(_) => Err(refuse(EmailProblem::Domain { domain: domain.to_owned() })),
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.parts().0
    }

    /// What stands behind the `@`, in small letters.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        self.0.rsplit_once('@').expect("read with an @")
    }

    /// The address that was probably meant, when the domain looks like a slip of a common one
    /// (`gmial.com`, `orange.f`, `wanado.fr`). To be shown and asked, never to be taken silently.
    #[must_use]
    pub fn suggestion(&self) -> Option<Self> {
        let (local, domain) = self.parts();
        slip::meant(domain).map(|meant| Self(format!("{local}@{meant}")))
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What copying from a web page leaves around an address.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

fn split(text: &str) -> Result<(&str, &str), EmailProblem> {
    let length = text.chars().count();
    match text.matches('@').count() {
        _ if text.is_empty() => Err(EmailProblem::Empty),
        _ if length > MAX_LENGTH => Err(EmailProblem::TooLong { length }),
        0 => Err(EmailProblem::NoAt),
        1 => Ok(text.split_once('@').expect("one @ was counted")),
        count => Err(EmailProblem::SeveralAts { count }),
    }
}

fn check_local(local: &str) -> Result<(), EmailProblem> {
    if local.is_empty() {
        return Err(EmailProblem::NoLocalPart);
    }
    if local.len() > MAX_LOCAL {
        return Err(EmailProblem::LocalPartTooLong { length: local.chars().count() });
    }
    characters(local, 0, |letter| letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter))?;
    points(local, 0)
}

/// Checks what stands behind `before` characters.
fn check_domain(domain: &str, before: usize) -> Result<(), EmailProblem> {
    if domain.is_empty() {
        return Err(EmailProblem::NoDomain);
    }
    // Domains with accents exist; those in their ASCII form (xn--) too.
    characters(domain, before, |letter| letter.is_alphanumeric() || matches!(letter, '-' | '.'))?;
    points(domain, before)?;
    let Some((_, ending)) = domain.rsplit_once('.') else {
        return Err(EmailProblem::NoPoint { domain: domain.to_owned() });
    };
    let is_sound = |label: &str| !label.starts_with('-') && !label.ends_with('-') && label.len() <= 63;
    let is_ending = ending.chars().count() >= 2 && !ending.chars().all(|letter| letter.is_ascii_digit());
    // One letter is a slip that a suggestion can mend, not a reason to lose the address: see `slip`.
    let is_cut = ending.chars().count() == 1 && slip::meant(&domain.to_lowercase()).is_some();
    if domain.split('.').all(is_sound) && (is_ending || is_cut) {
        Ok(())
    } else {
        Err(EmailProblem::Domain { domain: domain.to_owned() })
    }
}

fn characters(text: &str, before: usize, is_allowed: impl Fn(char) -> bool) -> Result<(), EmailProblem> {
    match text.chars().enumerate().find(|(_, letter)| !is_allowed(*letter)) {
        Some((index, found)) => Err(EmailProblem::Character { found, at: before + index + 1 }),
        None => Ok(()),
    }
}

fn points(text: &str, before: usize) -> Result<(), EmailProblem> {
    let letters: Vec<char> = text.chars().collect();
    let is_misplaced = |index: &usize| {
        letters[*index] == '.' && (*index == 0 || letters.get(index + 1).is_none_or(|next| *next == '.'))
    };
    match (0..letters.len()).find(is_misplaced) {
        Some(index) => Err(EmailProblem::MisplacedPoint { at: before + index + 1 }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match Email::read(text) {
            Ok(email) => email.as_str().to_owned(),
            Err(error) => error.problem.to_string(),
        }
    }

    #[test]
    fn addresses_are_trimmed_and_their_domain_is_small() {
        let table = [
            ("  Claire.Lefevre@Orange.FR \r\n", "Claire.Lefevre@orange.fr"),
            ("\u{200b}jp+boutique@free.fr\u{feff}", "jp+boutique@free.fr"),
            ("o'brien@gmail.com", "o'brien@gmail.com"),
            ("info@mairie-saint-denis.re", "info@mairie-saint-denis.re"),
            ("contact@société-générale.fr", "contact@société-générale.fr"),
            ("a@b.museum", "a@b.museum"),
        ];
        for (text, email) in table {
            assert_eq!(read(text), email);
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        let table = [
            ("  ", "empty"),
            ("claire", "no @"),
            ("@free.fr", "nothing before the @"),
            ("claire@", "nothing behind the @"),
            ("claire@gmail", "no point in the domain gmail"),
            ("claire@free.fr, jean@free.fr", "2 @"),
            ("claire lefevre@free.fr", "' ' at character 7"),
            ("hélène@free.fr", "'é' at character 2"),
            ("claire@gmail,com", "',' at character 13"),
            ("<claire@free.fr>", "'<' at character 1"),
            ("claire.@free.fr", "misplaced point at character 7"),
            ("claire@free..fr", "misplaced point at character 12"),
            ("claire@free.fr.", "misplaced point at character 15"),
            (".claire@free.fr", "misplaced point at character 1"),
            ("claire@-free.fr", "malformed domain -free.fr"),
            ("claire@192.168.1.1", "malformed domain 192.168.1.1"),
            ("claire@free.x", "malformed domain free.x"),
        ];
        for (text, problem) in table {
            assert_eq!(read(text), problem, "{text}");
        }
    }

    #[test]
    fn lengths_are_those_of_mail_servers() {
        let local = "a".repeat(MAX_LOCAL);
        assert_eq!(read(&format!("{local}@free.fr")), format!("{local}@free.fr"));
        assert_eq!(read(&format!("{local}a@free.fr")), "65 characters before the @, at most 64 allowed");
        assert_eq!(read(&format!("a@{}.fr", "b.".repeat(130))), "265 characters, at most 254 allowed");
    }

    #[test]
    fn a_slip_is_suggested_and_kept() {
        let email = Email::read("Claire@gmial.com").unwrap();
        assert_eq!(email.as_str(), "Claire@gmial.com");
        assert_eq!(email.suggestion().unwrap().as_str(), "Claire@gmail.com");
        assert_eq!(email.suggestion().unwrap().suggestion(), None);
    }
}
