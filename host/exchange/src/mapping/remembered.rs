//! A mapping as text, to be remembered under the digest of the headers it was made for.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Certainty, Column, Mapping, Reason};
use crate::error::MappingError;
use crate::field::Field;
use crate::fold::fold;
use crate::layout::Layout;
use crate::refused::is_told_column;

/// What is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: String,
    digest: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    layout: Option<Layout>,
    column: Vec<WrittenColumn>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenColumn {
    header: String,
    field: String,
}

/// Gives the digest of headers, under which a mapping is remembered.
///
/// Case and accents do not matter, nor do the columns that we add to files of refused rows; all
/// else does, the order included.
#[must_use]
pub fn digest(headers: &[String]) -> String {
    let mut hash = Sha256::new();
    for header in headers.iter().filter(|header| !is_told_column(header)) {
        hash.update(fold(header));
        hash.update([0]);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

impl<F: Field> Mapping<F> {
    /// Gives the digest of the headers.
    #[must_use]
    pub fn digest(&self) -> String {
        let headers: Vec<String> = self.columns.iter().map(|column| column.header.clone()).collect();
        digest(&headers)
    }

    /// Writes the mapping as TOML, to be remembered.
    ///
    /// # Panics
    ///
    /// Never: texts can always be written.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let own = self.columns.iter().filter(|column| column.reason != Reason::Told);
        let written = Written {
            kind: F::KIND.to_owned(),
            digest: self.digest(),
            layout: self.layout,
            column: own
                .map(|column| WrittenColumn { header: column.header.clone(), field: column.field.key().into_owned() })
                .collect(),
        };
        toml::to_string(&written).expect("texts can always be written")
    }

    /// Uses a remembered mapping for a file with the same headers.
    ///
    /// # Errors
    ///
    /// [`MappingError::Unreadable`], and [`MappingError::OtherHeaders`] for another file.
    pub fn from_toml(text: &str, headers: &[String]) -> Result<Self, MappingError> {
        let unreadable = |what: String| MappingError::Unreadable(what);
        let written: Written = toml::from_str(text).map_err(|error| unreadable(error.message().to_owned()))?;
        if written.kind != F::KIND {
            return Err(unreadable(format!("kind = {:?}", written.kind)));
        }
        let own = headers.iter().filter(|header| !is_told_column(header)).count();
        if written.digest != digest(headers) || written.column.len() != own {
            return Err(MappingError::OtherHeaders);
        }
        let mut fields = written
            .column
            .into_iter()
            .map(|column| F::from_key(&column.field).ok_or_else(|| unreadable(format!("field = {:?}", column.field))));
        let columns = headers.iter().map(|header| {
            let (field, reason) = match is_told_column(header) {
                true => (F::IGNORE, Reason::Told),
                false => (fields.next().unwrap_or(Ok(F::IGNORE))?, Reason::Remembered),
            };
            Ok(Column { header: header.clone(), field, reason, certainty: Certainty::Sure })
        });
        Ok(Self { layout: written.layout, columns: columns.collect::<Result<_, MappingError>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{CustomerField, ItemField};

    fn headers(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn what_was_chosen_is_remembered() {
        let mut mapping = Mapping::<CustomerField>::propose(&headers("Nom,Prénom,Pointure,Ville"), &[]);
        mapping.choose(2, CustomerField::Custom("Pointure \"EU\"".into())).unwrap();
        let text = mapping.to_toml();
        let again = Mapping::<CustomerField>::from_toml(&text, &headers("NOM,prenom,pointure,VILLE")).unwrap();
        let fields = |mapping: &Mapping<CustomerField>| -> Vec<CustomerField> {
            mapping.columns.iter().map(|column| column.field.clone()).collect()
        };
        assert_eq!(fields(&again), fields(&mapping));
        assert!(again.columns.iter().all(|column| column.reason == Reason::Remembered));
        assert_eq!(again.digest(), mapping.digest());
    }

    #[test]
    fn a_corrected_file_of_refused_rows_has_the_same_mapping() {
        let text = Mapping::<CustomerField>::propose(&headers("Nom,Ville"), &[]).to_toml();
        let again = Mapping::<CustomerField>::from_toml(&text, &headers("Nom,Ville,Ligne d'origine,Problème")).unwrap();
        let fields: Vec<_> = again.columns.iter().map(|column| (column.field.clone(), column.reason)).collect();
        use CustomerField as F;
        assert_eq!(
            fields,
            [
                (F::LastName, Reason::Remembered),
                (F::City, Reason::Remembered),
                (F::Ignore, Reason::Told),
                (F::Ignore, Reason::Told)
            ]
        );
    }

    #[test]
    fn another_file_or_another_text_is_refused() {
        let text = Mapping::<CustomerField>::propose(&headers("Nom,Ville"), &[]).to_toml();
        for other in ["Ville,Nom", "Nom", "Nom,Ville,Pays"] {
            let found = Mapping::<CustomerField>::from_toml(&text, &headers(other));
            assert_eq!(found, Err(MappingError::OtherHeaders), "{other}");
        }
        let wrong = text.replace("last-name", "nickname");
        assert!(matches!(
            Mapping::<CustomerField>::from_toml(&wrong, &headers("Nom,Ville")),
            Err(MappingError::Unreadable(_))
        ));
        assert!(matches!(
            Mapping::<ItemField>::from_toml(&text, &headers("Nom,Ville")),
            Err(MappingError::Unreadable(_))
        ));
    }
}
