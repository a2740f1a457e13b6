//! Whether two files are one person: what they have in common, and how sure that is.
//!
//! A phone number, an e-mail address or a card says much; a name alone says little. [`keys`] gives the
//! keys under which a file is indexed, so that the files that share one are its only candidates;
//! [`judge`] compares two of them. The answer is a proposal to a person: nothing is merged here.

mod key;
mod verdict;

use std::collections::BTreeSet;

pub use self::key::{Key, key_email, key_name, key_phone, keys};
pub use self::verdict::judge;
use comptoir_domain::customer::Birthday;

use crate::email::Email;
use crate::name::Title;
use crate::phone::Phone;

/// What is compared of a person; what is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Madame, Monsieur, or none.
    pub title: Title,
    /// The family name.
    pub last_name: String,
    /// The first name.
    pub first_name: String,
    /// The numbers, whosever they are in the home.
    pub phones: Vec<Phone>,
    /// The e-mail address.
    pub email: Option<Email>,
    /// The codes of the cards.
    pub cards: BTreeSet<String>,
    /// The postcode.
    pub postcode: String,
    /// The street with its number.
    pub street: String,
    /// The day of birth.
    pub birthday: Option<Birthday>,
}

/// How sure it is that two files are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Worth a look: a household, or two neighbors of one name.
    Possible,
    /// Most likely: one fact that few people share, and a name that agrees.
    Probable,
    /// One card, or the same name with the same number or address.
    Sure,
}

/// Something two files have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A card.
    SameCard,
    /// A phone number.
    SamePhone,
    /// The e-mail address.
    SameEmail,
    /// First name and family name, whatever the spelling, in either order.
    SameName,
    /// Names that differ by a slip.
    SimilarName,
    /// The family name.
    SameLastName,
    /// The day of birth; the year too where both tell it.
    SameBirthday,
    /// The postcode.
    SamePostcode,
    /// The street with its number.
    SameStreet,
    /// First names that are not alike: the finding is likely a household.
    OtherFirstName,
}

/// Why two files may be one person, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// How sure.
    pub certainty: Certainty,
    /// What speaks for it, and [`Reason::OtherFirstName`] against it; strongest first.
    pub reasons: Vec<Reason>,
}

#[cfg(test)]
mod tests;
