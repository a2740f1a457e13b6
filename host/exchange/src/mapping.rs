//! Which column is which field: proposed, corrected by hand, remembered.

mod propose;
mod remembered;

use std::collections::BTreeMap;

pub use self::remembered::digest;
use crate::error::MappingError;
use crate::field::{CustomerField, Field, ItemField};
use crate::layout::Layout;
use crate::look::Look;

/// Why a column is taken for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The file is of a known till.
    Layout(Layout),
    /// The header is a name of the field.
    Header,
    /// A part of the header is.
    PartOfHeader,
    /// Its values look like it.
    Values(Look),
    /// The same headers were mapped so before.
    Remembered,
    /// Somebody said so.
    Chosen,
    /// The column was added by us to a file of refused rows.
    Told,
    /// Another column is this field, more certainly.
    Taken {
        /// The other column, counted from 0.
        by: usize,
    },
    /// Nothing is known of the column.
    Nothing,
}

/// How certain a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// To be looked at.
    Unsure,
    /// Probably right.
    Likely,
    /// Right, as far as a header can be trusted.
    Sure,
}

/// A column and the field it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column<F> {
    /// The header as it is written.
    pub header: String,
    /// The field.
    pub field: F,
    /// Why.
    pub reason: Reason,
    /// How certain that is.
    pub certainty: Certainty,
}

/// Something that a mapping cannot be used with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash<F> {
    /// Several columns are one field, which can have only one.
    Twice {
        /// The field.
        field: F,
        /// The columns, counted from 0.
        columns: Vec<usize>,
    },
    /// No column says who or what a row is about.
    NothingNamed,
}

/// Which column of a file is which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping<F> {
    layout: Option<Layout>,
    columns: Vec<Column<F>>,
}

/// Fields of which at least one must be there.
pub trait Named: Field {
    /// Tells whether the field says who or what a row is about.
    fn names(&self) -> bool;
}

impl Named for CustomerField {
    fn names(&self) -> bool {
        matches!(
            self,
            Self::LastName
                | Self::FirstName
                | Self::FullName
                | Self::Company
                | Self::Email
                | Self::Phone
                | Self::Mobile
                | Self::Card
        )
    }
}

impl Named for ItemField {
    fn names(&self) -> bool {
        matches!(self, Self::Label)
    }
}

impl<F: Field> Mapping<F> {
    /// Tells who wrote the file, if that is known.
    #[must_use]
    pub const fn layout(&self) -> Option<Layout> {
        self.layout
    }

    /// Gives the columns in their order.
    #[must_use]
    pub fn columns(&self) -> &[Column<F>] {
        &self.columns
    }

    /// Takes a column for a field, as somebody said.
    ///
    /// # Errors
    ///
    /// [`MappingError::NoSuchColumn`].
    pub fn choose(&mut self, index: usize, field: F) -> Result<(), MappingError> {
        let columns = self.columns.len();
        let column = self.columns.get_mut(index).ok_or(MappingError::NoSuchColumn { index, columns })?;
        (column.field, column.reason, column.certainty) = (field, Reason::Chosen, Certainty::Sure);
        Ok(())
    }

    /// Gives the columns that are a field, counted from 0.
    pub fn of<'a>(&'a self, field: &'a F) -> impl Iterator<Item = usize> + 'a {
        self.columns.iter().enumerate().filter(move |(_, column)| column.field == *field).map(|(index, _)| index)
    }
}

impl<F: Named> Mapping<F> {
    /// Tells what keeps the mapping from being used.
    #[must_use]
    pub fn clashes(&self) -> Vec<Clash<F>> {
        let mut claims: BTreeMap<&F, Vec<usize>> = BTreeMap::new();
        for (index, column) in self.columns.iter().enumerate() {
            claims.entry(&column.field).or_default().push(index);
        }
        let nothing = !claims.keys().any(|field| field.names());
        let twice = claims.into_iter().filter(|(field, columns)| columns.len() > 1 && !field.is_repeatable());
        let twice = twice.map(|(field, columns)| Clash::Twice { field: field.clone(), columns });
        twice.chain(nothing.then_some(Clash::NothingNamed)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clashes_are_told() {
        let headers: Vec<String> = ["Nom", "Prénom", "Carte", "Autre"].map(str::to_owned).to_vec();
        let mut mapping = Mapping::<CustomerField>::propose(&headers, &[]);
        assert_eq!(mapping.clashes(), []);
        mapping.choose(3, CustomerField::Card).unwrap();
        assert_eq!(mapping.clashes(), [], "a customer may have several cards");
        mapping.choose(3, CustomerField::LastName).unwrap();
        assert_eq!(mapping.clashes(), [Clash::Twice { field: CustomerField::LastName, columns: vec![0, 3] }]);
        for index in 0..4 {
            mapping.choose(index, CustomerField::Ignore).unwrap();
        }
        assert_eq!(mapping.clashes(), [Clash::NothingNamed]);
        assert_eq!(mapping.choose(4, CustomerField::Note), Err(MappingError::NoSuchColumn { index: 4, columns: 4 }));
    }
}
