//! What is compared: one spelling for all spellings of a name, an address, a number.

use super::Profile;
use crate::email::Email;
use crate::fold;
use crate::phone::Phone;

/// Particles that are left out in one file and written in another.
const PARTICLES: [&str; 6] = ["de", "d", "du", "des", "la", "le"];
/// Those without an article: the others are joined to the name, as in `Dupont` and `Lefèvre`.
const BARE_PARTICLES: [&str; 2] = ["de", "d"];

/// What a file is indexed under. Two files that share no key are not compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A phone number, see [`key_phone`].
    Phone(String),
    /// An e-mail address, see [`key_email`].
    Email(String),
    /// A card.
    Card(String),
    /// Family name and postcode.
    NameAndPostcode(String),
    /// Postcode and initials, for names with a slip.
    Initials(String),
    /// Family name and first name: for those without an address.
    FullName(String),
    /// Day of birth and the first letter of the family name, for names with a slip.
    Birthday(String),
}

impl Key {
    /// The key as one text, with its kind in front, for a column with an index: `phone:+33612345678`.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Phone(key) => format!("phone:{key}"),
            Self::Email(key) => format!("email:{key}"),
            Self::Card(key) => format!("card:{key}"),
            Self::NameAndPostcode(key) => format!("postcode:{key}"),
            Self::Initials(key) => format!("initials:{key}"),
            Self::FullName(key) => format!("name:{key}"),
            Self::Birthday(key) => format!("birth:{key}"),
        }
    }
}

/// The key of a phone number.
#[must_use]
pub fn key_phone(phone: &Phone) -> String {
    phone.as_str().to_owned()
}

/// The key of an e-mail address: small letters; without what stands behind a `+`; without the points that
/// Gmail does not count.
#[must_use]
pub fn key_email(email: &Email) -> String {
    let local = email.local_part().to_lowercase();
    // A plus in front is the name itself.
    let name = local.split_once('+').map_or(local.as_str(), |(name, _)| if name.is_empty() { &local } else { name });
    let domain = if email.domain() == "googlemail.com" { "gmail.com" } else { email.domain() };
    let name = if domain == "gmail.com" { name.replace('.', "") } else { name.to_owned() };
    format!("{name}@{domain}")
}

/// The key of a family name or a first name: accents, case, spaces, hyphens, apostrophes and particles
/// folded. `Le Fèvre`, `LEFEVRE` and `Lefèvre` are one; so are `de La Tour` and `Latour`.
///
/// `Le`, `La`, `Du` and `Des` are part of most names they stand in, so they stay, joined; `de` and `d'` in
/// front go when a name follows.
#[must_use]
pub fn key_name(name: &str) -> String {
    let words = fold::words(name);
    let is_particle = |word: &String| BARE_PARTICLES.contains(&word.as_str());
    let from = words.iter().position(|word| !is_particle(word)).unwrap_or(0);
    words[from..].concat()
}

/// The key of a family name with every particle left out, for names of which one file has lost some.
pub(super) fn key_bare(name: &str) -> String {
    let words = fold::words(name);
    let bare: String = words.iter().filter(|word| !PARTICLES.contains(&word.as_str())).map(String::as_str).collect();
    if bare.is_empty() { words.concat() } else { bare }
}

/// The keys of a file. Whatever [`super::judge`] proposes shares at least one, so that a caller only compares
/// files that do.
#[must_use]
pub fn keys(profile: &Profile) -> Vec<Key> {
    let mut keys: Vec<Key> = profile.phones.iter().map(|phone| Key::Phone(key_phone(phone))).collect();
    keys.extend(profile.email.iter().map(|email| Key::Email(key_email(email))));
    keys.extend(profile.cards.iter().map(|card| Key::Card(card.clone())));
    keys.extend(name_keys(profile));
    keys.sort();
    keys.dedup();
    keys
}

fn name_keys(profile: &Profile) -> Vec<Key> {
    let (last, bare) = (key_name(&profile.last_name), key_bare(&profile.last_name));
    let first = fold::key(&profile.first_name);
    let mut keys = full_names(profile, [&last, &bare], &first);
    let Some(initial) = bare.chars().next() else {
        return keys;
    };
    let postcode = fold::key(&profile.postcode);
    if !postcode.is_empty() {
        keys.extend([&last, &bare].map(|name| Key::NameAndPostcode(format!("{postcode}:{name}"))));
        let initials = first.chars().next().map(|first| Key::Initials(format!("{postcode}:{first}{initial}")));
        keys.extend(initials);
    }
    keys.extend(profile.birthday.map(|birth| Key::Birthday(format!("{:02}{:02}:{initial}", birth.month, birth.day))));
    keys
}

/// Family name and first name in either order, and all words in the order of the alphabet: old tills have
/// both names in one field, or exchanged.
fn full_names(profile: &Profile, last_names: [&str; 2], first: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let words = all_words(profile);
    if words.len() > 1 {
        keys.push(Key::FullName(words.concat()));
    }
    for last in last_names.into_iter().filter(|last| !last.is_empty() && !first.is_empty()) {
        let mut names = [last, first];
        names.sort_unstable();
        keys.push(Key::FullName(names.concat()));
    }
    keys
}

/// The words of both names, in the order of the alphabet.
pub(super) fn all_words(profile: &Profile) -> Vec<String> {
    let mut words = fold::words(&profile.last_name);
    words.extend(fold::words(&profile.first_name));
    words.sort_unstable();
    words
}
