//! What is wrong with an address: mail with it would be late or come back.

use thiserror::Error;

use super::{Address, MAX_LINE};
use crate::department::Department;

/// A line of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressLine {
    /// Line 1: who gets the mail.
    Identity,
    /// Line 2.
    Complement,
    /// Line 3.
    Building,
    /// Line 4.
    Street,
    /// Line 5.
    Place,
    /// Line 6.
    City,
    /// Line 7, abroad only.
    Country,
}

/// What is wrong with an address. Only facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AddressIssue {
    /// A line has more than [`MAX_LINE`] characters as it would be printed.
    #[error("{line:?} has {length} characters, at most {MAX_LINE} allowed: {text:?}")]
    TooLong {
        /// Which.
        line: AddressLine,
        /// The line as it would be printed.
        text: String,
        /// Its characters.
        length: usize,
    },
    /// Neither a street nor a hamlet nor a box.
    #[error("no street and no place")]
    NoStreet,
    /// No postcode.
    #[error("no postcode")]
    NoPostcode,
    /// A postcode in France has five digits.
    #[error("postcode {found:?} has not five digits")]
    Postcode {
        /// What was written.
        found: String,
    },
    /// Five digits that belong to no department.
    #[error("no department has the postcode {found}")]
    UnknownPostcode {
        /// What was written.
        found: String,
    },
    /// No town.
    #[error("no town")]
    NoCity,
}

impl Address {
    /// What keeps mail from arriving; nothing for an address that is wholly empty.
    #[must_use]
    pub fn check(&self) -> Vec<AddressIssue> {
        self.check_for("")
    }

    /// Like [`Address::check`], with the name on the first line.
    #[must_use]
    pub fn check_for(&self, identity: &str) -> Vec<AddressIssue> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut issues = Vec::new();
        for (line, text) in self.printed(identity) {
            let length = text.chars().count();
            if length > MAX_LINE {
                issues.push(AddressIssue::TooLong { line, text, length });
            }
        }
        if self.street.trim().is_empty() && self.place.trim().is_empty() {
            issues.push(AddressIssue::NoStreet);
        }
        issues.extend(self.postcode_issue());
        if self.city.trim().is_empty() {
            issues.push(AddressIssue::NoCity);
        }
        issues
    }

    fn postcode_issue(&self) -> Option<AddressIssue> {
        let postcode = self.postcode.trim();
        // Not every country has postcodes.
        if !self.is_french() {
            return None;
        }
        let found = || postcode.to_owned();
        if postcode.is_empty() {
            Some(AddressIssue::NoPostcode)
        } else if postcode.len() != 5 || !postcode.bytes().all(|digit| digit.is_ascii_digit()) {
            Some(AddressIssue::Postcode { found: found() })
        } else if !is_served(postcode) && Department::of_postcode(postcode, &self.city).is_none() {
            Some(AddressIssue::UnknownPostcode { found: found() })
        } else {
            None
        }
    }
}

/// Postcodes of the French post outside of departments: the armies, Monaco.
fn is_served(postcode: &str) -> bool {
    postcode.starts_with("00") || postcode.starts_with("980")
}
