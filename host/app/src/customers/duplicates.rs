//! Two files of one person: how they are found, and what they come to as one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use comptoir_contact::name::Title;
use comptoir_contact::similar::{Certainty, Profile, Reason, judge, keys};
use comptoir_contact::{Email, Phone, Region, messages as words};
use comptoir_domain::customer::{Customer, Person};
use comptoir_domain::id::CustomerId;
use comptoir_domain::language::Language;
use comptoir_domain::regime::VatRegime;

use crate::error::Error;
use crate::till::Till;

/// Files that are read at once.
const PAGE: usize = 10_000;
/// Files that share a key beyond this say nothing: a shop's own number, a common name in a town.
const LARGEST_BLOCK: usize = 30;

/// Two files that may be one person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The older file.
    pub first: CustomerId,
    /// The younger one.
    pub second: CustomerId,
    /// How sure it is.
    pub certainty: Certainty,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Pair {
    /// Says how sure it is and why.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let reasons: Vec<&str> = self.reasons.iter().map(|reason| words::reason(*reason, language)).collect();
        format!("{} : {}", words::certainty(self.certainty, language), reasons.join(", "))
    }
}

/// What two files are compared by.
pub(super) fn profile(customer: &Customer) -> Profile {
    let person = &customer.person;
    Profile {
        title: person.title.as_deref().and_then(Title::read).unwrap_or_default(),
        last_name: person.last_name.clone(),
        first_name: person.first_name.clone(),
        phones: person.phones().filter_map(|phone| Phone::read(phone, Region::France).ok()).collect(),
        email: person.email.as_deref().and_then(|email| Email::read(email).ok()),
        cards: customer.cards.iter().cloned().collect(),
        postcode: person.postcode.clone().unwrap_or_default(),
        street: person.street.clone().unwrap_or_default(),
        birthday: person.birthday,
    }
}

/// Puts what a second file knows into the gaps of the first; lists come to hold both.
#[must_use]
pub fn joined(first: &Customer, second: &Customer) -> Customer {
    let mut whole = first.clone();
    let (person, other) = (&mut whole.person, second.person.clone());
    let phones = union(first.person.phones(), second.person.phones());
    let emails = union(first.person.emails(), second.person.emails());
    (person.phone, person.more_phones) = first_and_rest(phones);
    (person.email, person.more_emails) = first_and_rest(emails);
    if person.last_name.is_empty() && person.first_name.is_empty() {
        (person.last_name, person.first_name) = (other.last_name, other.first_name);
    }
    let gaps = |to: &mut Option<String>, from: Option<String>| *to = to.take().or(from);
    gaps(&mut person.title, other.title);
    gaps(&mut person.company, other.company);
    gaps(&mut person.siren, other.siren);
    gaps(&mut person.vat_number, other.vat_number);
    gaps(&mut person.language, other.language);
    gaps(&mut person.note, other.note);
    gaps(&mut person.warning, other.warning);
    person.birthday = person.birthday.or(other.birthday);
    let mut custom: BTreeMap<String, String> = other.custom;
    custom.append(&mut person.custom);
    person.custom = custom;
    take_address(person, &second.person);
    whole.cards = union(first.cards.iter().map(String::as_str), second.cards.iter().map(String::as_str));
    whole.tags = first.tags.union(&second.tags).cloned().collect();
    whole.group = whole.group.or_else(|| second.group.clone());
    whole.sponsor = whole.sponsor.or(second.sponsor).filter(|sponsor| *sponsor != first.id && *sponsor != second.id);
    whole.since = first.since.min(second.since);
    let (dealings, other) = (&mut whole.dealings, &second.dealings);
    gaps(&mut dealings.seller, other.seller.clone());
    dealings.no_loyalty |= other.no_loyalty;
    dealings.e_receipt |= other.e_receipt;
    dealings.deceased |= other.deceased;
    dealings.do_not_contact |= other.do_not_contact;
    if dealings.vat.regime == VatRegime::Normal {
        dealings.vat.clone_from(&other.vat);
    }
    whole
}

/// An address is taken as a whole: half of one and half of another is nobody's.
fn take_address(person: &mut Person, other: &Person) {
    if person.street.is_some() || person.city.is_some() || person.postcode.is_some() {
        return;
    }
    person.complement.clone_from(&other.complement);
    person.building.clone_from(&other.building);
    person.street.clone_from(&other.street);
    person.place.clone_from(&other.place);
    person.postcode.clone_from(&other.postcode);
    person.city.clone_from(&other.city);
    person.country.clone_from(&other.country);
}

fn union<'a>(first: impl Iterator<Item = &'a str>, second: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    first.chain(second).filter(|one| seen.insert(one.to_lowercase())).map(str::to_owned).collect()
}

fn first_and_rest(all: Vec<String>) -> (Option<String>, Vec<String>) {
    let mut all = all.into_iter();
    (all.next(), all.collect())
}

impl Till {
    /// Looks through all files for those of one person, the surest first; reports how many files are read.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn find_duplicates(&self, limit: usize, progress: &mut dyn FnMut(usize)) -> Result<Vec<Pair>, Error> {
        let blocks = self.blocks(progress)?;
        let mut compared: HashSet<(CustomerId, CustomerId)> = HashSet::new();
        let mut pairs = Vec::new();
        for block in blocks.values().filter(|block| (2..=LARGEST_BLOCK).contains(&block.len())) {
            for (at, first) in block.iter().enumerate() {
                for second in &block[at + 1..] {
                    if first != second && compared.insert((*first.min(second), *first.max(second))) {
                        pairs.extend(self.compare(*first.min(second), *first.max(second))?);
                    }
                }
            }
        }
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.certainty), pair.first, pair.second));
        pairs.truncate(limit);
        Ok(pairs)
    }

    /// Customers by what they may be recognized by: the hash of a key is as good as the key here, as every
    /// pair is judged by its files.
    fn blocks(&self, progress: &mut dyn FnMut(usize)) -> Result<HashMap<u64, Vec<CustomerId>>, Error> {
        let hashing = RandomState::new();
        let mut blocks: HashMap<u64, Vec<CustomerId>> = HashMap::new();
        let mut read = 0;
        loop {
            let page = self.store.customers(PAGE, read)?;
            for customer in &page {
                for key in keys(&profile(customer)) {
                    blocks.entry(hashing.hash_one(key.to_text())).or_default().push(customer.id);
                }
            }
            read += page.len();
            progress(read);
            if page.len() < PAGE {
                return Ok(blocks);
            }
        }
    }

    fn compare(&self, first: CustomerId, second: CustomerId) -> Result<Option<Pair>, Error> {
        let (Some(one), Some(other)) = (self.store.customer(first)?, self.store.customer(second)?) else {
            return Ok(None);
        };
        let likeness = judge(&profile(&one), &profile(&other));
        Ok(likeness.map(|likeness| Pair { first, second, certainty: likeness.certainty, reasons: likeness.reasons }))
    }

    /// Finds who a file that is being opened may be, the surest first.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn who_may_be(&self, customer: &Customer) -> Result<Vec<(Customer, Certainty)>, Error> {
        let wanted = profile(customer);
        let mut found = Vec::new();
        for id in self.store.alike(customer)? {
            let Some(there) = self.store.customer(id)? else { continue };
            if let Some(likeness) = judge(&wanted, &profile(&there)) {
                found.push((there, likeness.certainty));
            }
        }
        found.sort_by_key(|(_, certainty)| std::cmp::Reverse(*certainty));
        Ok(found)
    }
}
