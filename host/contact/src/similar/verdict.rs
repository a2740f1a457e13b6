//! The comparison of two files, and what follows from it.

use comptoir_domain::customer::Birthday;

use super::key::{all_words, key_bare, key_email, key_name};
use super::{Certainty, Likeness, Profile, Reason};
use crate::fold;
use crate::name::Title;

/// How alike two family names must be (Jaro-Winkler): `Lefebvre` and `Lefevre` are, and so are `Durand`
/// and `Durant`, which is why a similar name is never enough. The one float of the house: it is only
/// compared.
const SIMILAR: f64 = 0.92;

/// How two texts of the same kind relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Same,
    Similar,
    Other,
    /// One of them is not known.
    Missing,
}

/// How the names of two persons relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    Same,
    Similar,
    /// One family name, and a first name that is not known.
    LastOnly,
    /// One family name, or one like it, and another first name.
    Household,
    /// One first name and another family name: marriage, or chance.
    FirstOnly,
    Other,
    /// A file without a name.
    Unknown,
}

/// What two files have in common.
struct Common {
    card: bool,
    phone: bool,
    email: bool,
    names: Names,
    birthday: Relation,
    postcode: Relation,
    street: bool,
}

/// Compares two files; `None` if there is nothing to show to a person.
///
/// A card makes it sure, and so does one phone number or e-mail address with one name. The same
/// phone with another first name is a household, hence only possible. Without a number, an address or
/// a card, one name needs the same postcode or day of birth, and a similar name needs as much.
///
/// The order of the two does not matter.
#[must_use]
pub fn judge(a: &Profile, b: &Profile) -> Option<Likeness> {
    let common = Common::of(a, b);
    let certainty = common.certainty()?;
    Some(Likeness { certainty, reasons: common.reasons() })
}

impl Common {
    fn of(a: &Profile, b: &Profile) -> Self {
        let postcode = same_or_other(&fold::key(&a.postcode), &fold::key(&b.postcode));
        let street = same_or_other(&fold::key(&a.street), &fold::key(&b.street));
        Self {
            card: a.cards.intersection(&b.cards).next().is_some(),
            phone: a.phones.iter().any(|phone| b.phones.contains(phone)),
            email: a.email.as_ref().zip(b.email.as_ref()).is_some_and(|(a, b)| key_email(a) == key_email(b)),
            names: names(a, b),
            birthday: birthdays(a.birthday, b.birthday),
            postcode,
            street: street == Relation::Same && postcode == Relation::Same,
        }
    }

    fn certainty(&self) -> Option<Certainty> {
        let found = if self.card {
            Some(if self.names == Names::Household { Certainty::Probable } else { Certainty::Sure })
        } else if self.phone || self.email {
            Some(self.by_contact())
        } else {
            self.by_name()
        };
        // Two days of birth are two persons, or a slip: never sure.
        match found {
            Some(_) if self.birthday != Relation::Other => found,
            Some(Certainty::Sure) => Some(Certainty::Probable),
            Some(_) if self.card || self.phone || self.email => Some(Certainty::Possible),
            _ => None,
        }
    }

    /// One phone number or e-mail address.
    fn by_contact(&self) -> Certainty {
        let both = self.phone && self.email;
        match self.names {
            Names::Same => Certainty::Sure,
            Names::Similar | Names::LastOnly | Names::Unknown if both => Certainty::Sure,
            Names::Similar | Names::LastOnly | Names::Unknown => Certainty::Probable,
            Names::FirstOnly if both || self.birthday == Relation::Same => Certainty::Probable,
            Names::FirstOnly | Names::Household | Names::Other => Certainty::Possible,
        }
    }

    /// Nothing but names, places and days.
    fn by_name(&self) -> Option<Certainty> {
        let is_birthday = self.birthday == Relation::Same;
        let is_place = self.postcode == Relation::Same;
        match self.names {
            Names::Same if self.street || (is_birthday && is_place) => Some(Certainty::Sure),
            Names::Same if is_birthday || is_place => Some(Certainty::Probable),
            // The same name elsewhere is another person, as far as one can tell.
            Names::Same => (self.postcode != Relation::Other).then_some(Certainty::Possible),
            Names::Similar if self.street || is_birthday => Some(Certainty::Probable),
            Names::Similar if is_place => Some(Certainty::Possible),
            Names::LastOnly if self.street || is_birthday => Some(Certainty::Possible),
            _ => None,
        }
    }

    fn reasons(&self) -> Vec<Reason> {
        let has_other_first_name = matches!(self.names, Names::Household | Names::Other);
        let held = [
            (self.card, Reason::SameCard),
            (self.phone, Reason::SamePhone),
            (self.email, Reason::SameEmail),
            (self.names == Names::Same, Reason::SameName),
            (self.names == Names::Similar, Reason::SimilarName),
            (matches!(self.names, Names::LastOnly | Names::Household), Reason::SameLastName),
            (self.birthday == Relation::Same, Reason::SameBirthday),
            (self.postcode == Relation::Same, Reason::SamePostcode),
            (self.street, Reason::SameStreet),
            (has_other_first_name, Reason::OtherFirstName),
        ];
        held.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect()
    }
}

fn same_or_other(a: &str, b: &str) -> Relation {
    match (a.is_empty() || b.is_empty(), a == b) {
        (true, _) => Relation::Missing,
        (_, true) => Relation::Same,
        _ => Relation::Other,
    }
}

fn birthdays(a: Option<Birthday>, b: Option<Birthday>) -> Relation {
    let (Some(a), Some(b)) = (a, b) else {
        return Relation::Missing;
    };
    let is_same_year = a.year.is_none() || b.year.is_none() || a.year == b.year;
    if (a.month, a.day) == (b.month, b.day) && is_same_year { Relation::Same } else { Relation::Other }
}

fn names(a: &Profile, b: &Profile) -> Names {
    let first = first_names(a, b);
    match (last_names(&a.last_name, &b.last_name), first) {
        (Relation::Same, Relation::Same) => Names::Same,
        _ if is_same_in_another_order(a, b) => Names::Same,
        (Relation::Same | Relation::Similar, Relation::Same | Relation::Similar) => Names::Similar,
        (Relation::Same, Relation::Missing) => Names::LastOnly,
        (Relation::Same | Relation::Similar, Relation::Other) => Names::Household,
        (Relation::Other, Relation::Same) => Names::FirstOnly,
        (Relation::Missing, _) | (Relation::Similar, Relation::Missing) => Names::Unknown,
        (Relation::Other, _) => Names::Other,
    }
}

fn last_names(a: &str, b: &str) -> Relation {
    let (key_a, key_b) = (key_name(a), key_name(b));
    let (bare_a, bare_b) = (key_bare(a), key_bare(b));
    match same_or_other(&key_a, &key_b) {
        Relation::Other if bare_a == bare_b => Relation::Same,
        // A slip seldom hits the first letter, and files are indexed by it.
        Relation::Other if bare_a.chars().next() != bare_b.chars().next() => Relation::Other,
        Relation::Other if strsim::jaro_winkler(&key_a, &key_b) >= SIMILAR => Relation::Similar,
        relation => relation,
    }
}

fn first_names(a: &Profile, b: &Profile) -> Relation {
    let are_opposed = matches!((a.title, b.title), (Title::Madame, Title::Monsieur) | (Title::Monsieur, Title::Madame));
    let (words_a, words_b) = (fold::words(&a.first_name), fold::words(&b.first_name));
    match same_or_other(&words_a.concat(), &words_b.concat()) {
        // Mme and M. Dominique Martin.
        Relation::Same if are_opposed => Relation::Similar,
        Relation::Other if !are_opposed && are_similar(&words_a, &words_b) => Relation::Similar,
        relation => relation,
    }
}

/// `J.` and `Jean`, `Jean` and `Jean-Pierre`, `Hélène` and `Helena`; but never `Julie` and `Julien`, `Pascal`
/// and `Pascale`, who often share a home.
fn are_similar(a: &[String], b: &[String]) -> bool {
    let (joined_a, joined_b) = (a.concat(), b.concat());
    let is_initial =
        |short: &[String], long: &str| short.len() == 1 && short[0].len() == 1 && long.starts_with(&short[0]);
    let is_shorter = |short: &[String], long: &[String]| short.len() < long.len() && long.starts_with(short);
    let is_extended = joined_a.starts_with(&joined_b) || joined_b.starts_with(&joined_a);
    let is_long = joined_a.len().min(joined_b.len()) >= 4 && joined_a.chars().next() == joined_b.chars().next();
    is_initial(a, &joined_b)
        || is_initial(b, &joined_a)
        || is_shorter(a, b)
        || is_shorter(b, a)
        || (is_long && !is_extended && strsim::osa_distance(&joined_a, &joined_b) <= 1)
}

/// Both names in one field, or each in the other's.
fn is_same_in_another_order(a: &Profile, b: &Profile) -> bool {
    let (words_a, words_b) = (all_words(a), all_words(b));
    words_a.len() > 1 && words_a == words_b
}
