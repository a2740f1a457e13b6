//! Codes, names and the order of what statistics are by.

use std::cmp::Reverse;
use std::collections::HashMap;

use comptoir_domain::customer::Group;
use comptoir_domain::item::Department;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::statistics::{AgeBand, Stage, Sums};
use comptoir_store::{By, Key};

/// Names of groups and departments by their codes, and words for what has no name.
pub(super) struct Names {
    language: Language,
    unknown: &'static str,
    known: HashMap<String, String>,
}

impl Names {
    pub(super) fn new(by: &By, language: Language) -> Self {
        let unknown = match by {
            By::Group => language.pick("Sans famille", "No group"),
            By::Department(_) => language.pick("Sans rayon", "No department"),
            By::City => language.pick("Ville inconnue", "Unknown town"),
            By::Age(_) => language.pick("Âge inconnu", "Unknown age"),
            By::Seller => "",
        };
        Self { language, unknown, known: HashMap::new() }
    }

    pub(super) fn groups(&mut self, groups: Vec<Group>) {
        self.known = groups.into_iter().map(|group| (group.id.to_string(), group.name)).collect();
    }

    pub(super) fn departments(&mut self, departments: Vec<Department>) {
        self.known = departments.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    }

    pub(super) fn of(&self, key: &Key) -> String {
        match key {
            Key::Group(id) => self.named(id.as_str()),
            Key::Department(id) => self.named(id.as_str()),
            Key::Seller(name) | Key::City(name) => name.clone(),
            Key::Age(band) => {
                let ages = ages(*band);
                self.language.pick(format!("{ages} ans"), format!("{ages} years"))
            }
            Key::Unknown => self.unknown.to_owned(),
            Key::Nobody => self.language.pick("Sans client", "No customer").to_owned(),
        }
    }

    /// What is no longer there keeps its code.
    fn named(&self, code: &str) -> String {
        self.known.get(code).map_or_else(|| code.to_owned(), Clone::clone)
    }
}

fn ages(band: AgeBand) -> String {
    format!("{}-{}", band.first(), band.last())
}

/// What names a part for programs; nothing for what is not known, and for nobody.
pub(super) fn code(key: &Key) -> Option<String> {
    match key {
        Key::Group(id) => Some(id.to_string()),
        Key::Department(id) => Some(id.to_string()),
        Key::Seller(name) | Key::City(name) => Some(name.clone()),
        Key::Age(band) => Some(ages(*band)),
        Key::Unknown | Key::Nobody => None,
    }
}

/// By what, for programs.
pub(super) const fn by_code(by: &By) -> &'static str {
    match by {
        By::Group => "group",
        By::Department(_) => "department",
        By::Seller => "seller",
        By::City => "city",
        By::Age(_) => "age",
    }
}

/// By what, for people.
pub(super) fn by_words(code: &str, language: Language) -> &'static str {
    match code {
        "group" => language.pick("Famille", "Group"),
        "department" => language.pick("Rayon", "Department"),
        "seller" => language.pick("Vendeur", "Seller"),
        "city" => language.pick("Ville", "Town"),
        _ => language.pick("Âge", "Age"),
    }
}

/// Most revenue first, ages from the youngest; what is not known comes after, and nobody last.
pub(super) fn order((key, sums, before): &(Key, Sums, Money)) -> (u8, u32, Reverse<Money>, Reverse<Money>, Key) {
    let (group, age) = match key {
        Key::Nobody => (2, 0),
        Key::Unknown => (1, 0),
        Key::Age(band) => (0, band.first()),
        _ => (0, 0),
    };
    (group, age, Reverse(sums.gross), Reverse(*before), key.clone())
}

pub(super) const fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::New => "new",
        Stage::Active => "active",
        Stage::Sleeping => "sleeping",
        Stage::Lost => "lost",
    }
}

pub(super) fn stage(stage: Stage, language: Language) -> &'static str {
    match stage {
        Stage::New => language.pick("Nouveaux", "New"),
        Stage::Active => language.pick("Actifs", "Active"),
        Stage::Sleeping => language.pick("Endormis", "Sleeping"),
        Stage::Lost => language.pick("Perdus", "Lost"),
    }
}
