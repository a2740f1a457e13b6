//! What a column can be: the fields of customers and of items, and the names others give them.

mod customer;
mod item;

use std::borrow::Cow;
use std::fmt::Debug;

use comptoir_domain::language::Language;

pub use self::customer::CustomerField;
pub use self::item::ItemField;
use crate::look::Look;

/// A field with all its names.
#[derive(Debug)]
pub struct Entry<F: 'static> {
    /// The field.
    pub field: F,
    /// Its name in files of settings.
    pub key: &'static str,
    /// Its header in our own files, in French.
    pub french: &'static str,
    /// Its header in our own files, in English.
    pub english: &'static str,
    /// Other names, folded: no accents, lower case, spaces only.
    pub synonyms: &'static [&'static str],
}

/// The fields of one kind of file.
pub trait Field: Clone + Debug + Eq + Ord + 'static {
    /// A column that is not imported.
    const IGNORE: Self;
    /// What the file is about, in files of settings.
    const KIND: &'static str;

    /// Gives all fields with their names, [`Field::IGNORE`] and those of the shop's own left out.
    fn entries() -> &'static [Entry<Self>];

    /// Gives the name in files of settings.
    fn key(&self) -> Cow<'static, str>;

    /// Finds a field by its name in files of settings.
    fn from_key(key: &str) -> Option<Self>;

    /// Tells whether several columns may be this field.
    fn is_repeatable(&self) -> bool;

    /// Tells what a column of such values is, whatever its header.
    fn of_look(look: Look) -> Option<Self>;

    /// Takes a field of the shop's own out of a header of our own files.
    fn custom_of(header: &str) -> Option<Self>;

    /// Gives the header in our own files.
    fn header(&self, language: Language) -> String;

    /// Tells whether values of this field never look like that, whatever the header says.
    fn contradicts(&self, look: Look) -> bool;
}

/// Finds the names of a field.
fn entry_of<F: Field>(field: &F) -> Option<&'static Entry<F>> {
    F::entries().iter().find(|entry| entry.field == *field)
}

/// Finds a field by its header in our own files.
pub(crate) fn of_own_header<F: Field>(header: &str, language: Language) -> Option<F> {
    let entry = F::entries().iter().find(|entry| language.pick(entry.french, entry.english) == header);
    entry.map(|entry| entry.field.clone()).or_else(|| F::custom_of(header))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::fold::fold;

    fn names_are_unique<F: Field>() {
        let mut seen = BTreeSet::new();
        for entry in F::entries() {
            let folded = [fold(entry.french), fold(entry.english)];
            let mut names: BTreeSet<String> = entry.synonyms.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(names.len(), entry.synonyms.len(), "a name twice for {:?}", entry.field);
            assert!(names.iter().all(|name| fold(name) == *name), "not folded: {names:?}");
            names.extend(folded);
            for name in names {
                assert!(seen.insert(name.clone()), "{name:?} is the name of two fields");
            }
            assert_eq!(F::from_key(&entry.field.key()).as_ref(), Some(&entry.field));
        }
    }

    #[test]
    fn no_header_means_two_fields() {
        names_are_unique::<CustomerField>();
        names_are_unique::<ItemField>();
    }

    #[test]
    fn own_headers_are_read_back() {
        for language in [Language::French, Language::English] {
            for entry in CustomerField::entries() {
                assert_eq!(of_own_header(&entry.field.header(language), language), Some(entry.field.clone()));
            }
            let custom = CustomerField::Custom("Tour de taille".into());
            assert_eq!(of_own_header(&custom.header(language), language), Some(custom));
        }
    }
}
