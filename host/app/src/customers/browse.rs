//! Looking through the customers beside the desk that writes: windows of lists, sums, who a new one may be.
//!
//! A [`Browser`] has a connection of its own that only reads, so that a window over a million customers never
//! waits for a change, nor a change for it.

use comptoir_contact::name::Title;
use comptoir_contact::similar::{Profile, judge};
use comptoir_contact::{Email, Phone, Region, messages};
use comptoir_domain::customer::filter::Filter;
use comptoir_domain::customer::{Customer, Group};
use comptoir_domain::language::Language;
use comptoir_store::{Listed, Reader, Store, Totals};

use super::codes::read_filter;
use super::form::FormField;
use super::{ListQuery, shown_phone};
use crate::clock::Clock;
use crate::error::Error;
use crate::format::{day, money, number};
use crate::till::Till;

/// How many customers are proposed as perhaps the same person.
const MOST_ALIKE: usize = 4;

/// Looks through the customers of a shop that a till has open; it should not outlive the till.
#[derive(Debug)]
pub struct Browser {
    reader: Reader,
    clock: Clock,
}

/// One line of a list, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRow {
    /// The customer.
    pub id: String,
    /// Family name and first name, or the company.
    pub name: String,
    /// The group's name.
    pub group: String,
    /// The town.
    pub city: String,
    /// The first phone number, as it is dialed.
    pub phone: String,
    /// Business days with a sale.
    pub visits: String,
    /// The last of them.
    pub last: String,
    /// Gross revenue.
    pub revenue: String,
}

/// Somebody whom a new file may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The customer.
    pub id: String,
    /// The name.
    pub name: String,
    /// What is known of them.
    pub detail: String,
    /// What speaks for it, in words.
    pub why: String,
}

impl Till {
    /// Opens a browser beside the till.
    ///
    /// # Errors
    ///
    /// When the shop's file cannot be opened once more.
    pub fn browser(&self) -> Result<Browser, Error> {
        Ok(Browser { reader: self.store.reader()?, clock: self.clock })
    }
}

impl Browser {
    pub(crate) const fn books(&self) -> &Store {
        self.reader.books()
    }

    pub(crate) const fn clock(&self) -> Clock {
        self.clock
    }

    fn filter(&self, query: &ListQuery) -> Result<Filter, Error> {
        read_filter(self.reader.books(), self.clock, query)
    }

    /// Gives a window of a list.
    ///
    /// # Errors
    ///
    /// [`Invalid::Filter`], or what the store says.
    pub fn rows(&self, query: &ListQuery, language: Language) -> Result<Vec<ListRow>, Error> {
        let filter = self.filter(query)?;
        let today = Clock::business_day(self.clock.now());
        let window = (query.limit, query.offset);
        let listed = self.reader.books().list_customers(&filter, today, query.sort, window)?;
        let groups = self.reader.books().groups()?;
        Ok(listed.iter().map(|one| list_row(one, &groups, language)).collect())
    }

    /// Counts and sums all who fit.
    ///
    /// # Errors
    ///
    /// [`Invalid::Filter`], or what the store says.
    pub fn totals(&self, query: &ListQuery) -> Result<Totals, Error> {
        let filter = self.filter(query)?;
        Ok(self.reader.books().customer_totals(&filter, Clock::business_day(self.clock.now()))?)
    }

    /// Finds those whom a file with these fields may be about, the likeliest first.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn alike(&self, typed: &[(FormField, String)], language: Language) -> Result<Vec<Alike>, Error> {
        let text = |field: FormField| {
            typed.iter().find(|(known, _)| *known == field).map(|(_, text)| text.trim()).unwrap_or_default()
        };
        let name = format!("{} {}", text(FormField::LastName), text(FormField::FirstName));
        let enough = |text: &str, least: usize| text.chars().filter(|c| c.is_alphanumeric()).count() >= least;
        let mut found: Vec<Customer> = Vec::new();
        for (words, least) in [(text(FormField::Phone), 6), (text(FormField::Email), 4), (name.trim(), 3)] {
            if enough(words, least) {
                let known = self.reader.search_customers(words, MOST_ALIKE)?;
                found.extend(
                    known.into_iter().filter(|one| found.iter().all(|other| other.id != one.id)).collect::<Vec<_>>(),
                );
            }
        }
        let new = profile_of(typed);
        let mut alike: Vec<_> = found.iter().map(|known| (judge(&new, &profile(known)), known)).collect();
        alike.sort_by_key(|(likeness, _)| std::cmp::Reverse(likeness.as_ref().map(|likeness| likeness.certainty)));
        Ok(alike
            .into_iter()
            .take(MOST_ALIKE)
            .map(|(likeness, known)| {
                let reasons = likeness.iter().flat_map(|likeness| &likeness.reasons);
                let why: Vec<&str> = reasons.map(|reason| messages::reason(*reason, language)).collect();
                Alike {
                    id: known.id.to_string(),
                    name: known.person.display_name(),
                    detail: known_by(known),
                    why: why.join(", "),
                }
            })
            .collect())
    }
}

fn known_by(customer: &Customer) -> String {
    let person = &customer.person;
    let parts = [person.phone.as_deref().map(shown_phone), person.email.clone(), person.city.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn profile_of(typed: &[(FormField, String)]) -> Profile {
    let mut profile = Profile::default();
    for (field, text) in typed {
        let text = text.trim();
        match field {
            FormField::LastName => text.clone_into(&mut profile.last_name),
            FormField::FirstName => text.clone_into(&mut profile.first_name),
            FormField::Title => profile.title = Title::read(text).unwrap_or_default(),
            FormField::Phone => profile.phones = phones(text.split(',')),
            FormField::Email => profile.email = Email::read(text.split(',').next().unwrap_or_default()).ok(),
            FormField::Postcode => text.clone_into(&mut profile.postcode),
            FormField::Street => text.clone_into(&mut profile.street),
            _ => {}
        }
    }
    profile
}

fn profile(customer: &Customer) -> Profile {
    let person = &customer.person;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Profile {
        title: person.title.as_deref().and_then(Title::read).unwrap_or_default(),
        last_name: person.last_name.clone(),
        first_name: person.first_name.clone(),
        phones: phones(person.phones()),
        email: person.email.as_deref().and_then(|email| Email::read(email).ok()),
        cards: customer.cards.iter().cloned().collect(),
        postcode: text(&person.postcode),
        street: text(&person.street),
        birthday: None,
    }
}

fn phones<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Phone> {
    texts.filter_map(|text| Phone::read(text, Region::France).ok()).collect()
}

fn list_row(one: &Listed, groups: &[Group], language: Language) -> ListRow {
    let name = format!("{} {}", one.last_name, one.first_name);
    let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    let group = one.group.as_ref().map(|id| {
        groups.iter().find(|group| group.id == *id).map_or_else(|| id.to_string(), |group| group.name.clone())
    });
    ListRow {
        id: one.id.to_string(),
        name: name.or_else(|| one.company.clone()).unwrap_or_else(|| "—".to_owned()),
        group: group.unwrap_or_default(),
        city: one.city.clone().unwrap_or_default(),
        phone: one.phone.as_deref().map(shown_phone).unwrap_or_default(),
        visits: if one.visits == 0 { String::new() } else { number(one.visits.into(), language) },
        last: one.last_visit.map(day).unwrap_or_default(),
        revenue: if one.visits == 0 && one.revenue.cents() == 0 { String::new() } else { money(one.revenue, language) },
    }
}
