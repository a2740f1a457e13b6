//! A mapping proposed from headers and values.

use std::collections::{BTreeMap, HashMap};

use super::{Certainty, Column, Mapping, Reason};
use crate::field::{CustomerField, Field};
use crate::fold::fold;
use crate::layout::Layout;
use crate::look::{Look, look};
use crate::refused::is_told_column;
use crate::table::Row;

/// Words that say nothing about which field a column is.
const NOISE: [&str; 28] = [
    "client",
    "customer",
    "du",
    "de",
    "la",
    "le",
    "les",
    "l",
    "d",
    "des",
    "the",
    "of",
    "votre",
    "your",
    "principal",
    "principale",
    "facturation",
    "billing",
    "livraison",
    "shipping",
    "perso",
    "personnel",
    "personnelle",
    "main",
    "domicile",
    "contact",
    "cli",
    "membre",
];

/// Headers whose values look like a field that they are not.
const OTHERS: [&str; 6] = ["fax", "telecopie", "telecopieur", "website", "site web", "date de derniere visite"];

/// How many values in a hundred have to look alike.
const ALIKE: usize = 80;

/// A column's claim to a field.
type Claim<F> = (F, Reason, Certainty);

impl<F: Field> Mapping<F> {
    /// Proposes a mapping from the headers of a table and its first rows.
    ///
    /// No two columns are proposed as one field that can have only one: the surest has it, and a
    /// second phone number becomes the mobile.
    #[must_use]
    pub fn propose(headers: &[String], sample: &[Row]) -> Self {
        let layout = Layout::recognize::<F>(headers);
        let names = names::<F>();
        let claims = headers.iter().enumerate().map(|(index, header)| {
            let look = common_look(sample.iter().map(|row| row.get(index)));
            claim(header, layout, &names, look)
        });
        let mut claims: Vec<Claim<F>> = claims.collect();
        settle(&mut claims);
        let columns = headers.iter().zip(claims).map(|(header, (field, reason, certainty))| Column {
            header: header.clone(),
            field,
            reason,
            certainty,
        });
        Self { layout, columns: columns.collect() }
    }
}

/// All names of all fields, folded.
fn names<F: Field>() -> HashMap<String, F> {
    let mut names = HashMap::new();
    for entry in F::entries() {
        let own = [fold(entry.french), fold(entry.english)];
        for name in own.into_iter().chain(entry.synonyms.iter().map(|name| (*name).to_owned())) {
            names.insert(name, entry.field.clone());
        }
    }
    names
}

fn claim<F: Field>(header: &str, layout: Option<Layout>, names: &HashMap<String, F>, look: Option<Look>) -> Claim<F> {
    if is_told_column(header) {
        return (F::IGNORE, Reason::Told, Certainty::Sure);
    }
    if let Some((layout, field)) = layout.and_then(|layout| Some((layout, layout.column::<F>(header)?))) {
        return (field, Reason::Layout(layout), Certainty::Sure);
    }
    let folded = fold(header);
    if OTHERS.contains(&folded.as_str()) {
        return (F::IGNORE, Reason::Header, Certainty::Sure);
    }
    let by_header = names.get(&folded).map(|field| (field, Reason::Header, Certainty::Sure));
    let by_part = || names.get(&without_noise(&folded)).map(|field| (field, Reason::PartOfHeader, Certainty::Likely));
    if let Some((field, reason, certainty)) = by_header.or_else(by_part) {
        let is_doubtful = look.is_some_and(|look| field.contradicts(look));
        return (field.clone(), reason, if is_doubtful { Certainty::Unsure } else { certainty });
    }
    if let Some(field) = F::custom_of(header) {
        return (field, Reason::Header, Certainty::Sure);
    }
    match look.and_then(|look| Some((look, F::of_look(look)?))) {
        Some((look, field)) => (field, Reason::Values(look), Certainty::Unsure.max(likely_without(&folded))),
        None => (F::IGNORE, Reason::Nothing, Certainty::Unsure),
    }
}

/// Values speak louder where the header says nothing.
const fn likely_without(folded: &str) -> Certainty {
    if folded.is_empty() { Certainty::Likely } else { Certainty::Unsure }
}

fn without_noise(folded: &str) -> String {
    folded.split(' ').filter(|word| !NOISE.contains(word)).collect::<Vec<_>>().join(" ")
}

/// Tells what most values look like. Landlines and mobiles in one column are phones.
fn common_look<'a>(values: impl Iterator<Item = &'a str>) -> Option<Look> {
    let (mut counts, mut all) = (BTreeMap::new(), 0);
    for value in values.filter(|value| !value.trim().is_empty()) {
        all += 1;
        if let Some(found) = look(value) {
            *counts.entry(found).or_insert(0_usize) += 1;
        }
    }
    let enough = |count: usize| count > 0 && count * 100 >= all * ALIKE;
    let count = |look: Look| counts.get(&look).copied().unwrap_or(0);
    if let Some((look, _)) = counts.iter().find(|(_, count)| enough(**count)) {
        return Some(*look);
    }
    enough(count(Look::Phone) + count(Look::Mobile)).then_some(Look::Phone)
}

/// Leaves each field that can have only one column to the surest claim, the first of equals.
fn settle<F: Field>(claims: &mut [Claim<F>]) {
    for index in 0..claims.len() {
        let (field, _, certainty) = claims[index].clone();
        if field.is_repeatable() {
            continue;
        }
        let better = |at: usize, other: &Claim<F>| {
            at != index && other.0 == field && (other.2 > certainty || other.2 == certainty && at < index)
        };
        let Some(by) = claims.iter().enumerate().position(|(at, other)| better(at, other)) else {
            continue;
        };
        let spare = spare(&field).filter(|spare| !claims.iter().any(|(taken, ..)| taken == spare));
        claims[index] = match spare {
            Some(spare) => (spare, claims[index].1, Certainty::Likely.min(certainty)),
            None => (F::IGNORE, Reason::Taken { by }, Certainty::Unsure),
        };
    }
}

/// What a second column of a field may be instead.
fn spare<F: Field>(field: &F) -> Option<F> {
    let spare = match CustomerField::from_key(&field.key()) {
        Some(CustomerField::Phone) if F::KIND == CustomerField::KIND => CustomerField::Mobile,
        Some(CustomerField::Mobile) if F::KIND == CustomerField::KIND => CustomerField::Phone,
        _ => return None,
    };
    F::from_key(&spare.key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::ItemField;

    fn strings(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    fn proposed(headers: &[&str], rows: &[&[&str]]) -> Vec<(CustomerField, Reason, Certainty)> {
        let rows: Vec<Row> = rows.iter().map(|cells| Row::from_cells(2, *cells)).collect();
        let mapping = Mapping::<CustomerField>::propose(&strings(headers), &rows);
        mapping.columns.into_iter().map(|column| (column.field, column.reason, column.certainty)).collect()
    }

    #[test]
    fn headers_are_understood_in_french_and_in_english() {
        use CustomerField as F;
        for (header, field, certainty) in [
            ("NOM", F::LastName, Certainty::Sure),
            ("prenom_client", F::FirstName, Certainty::Sure),
            ("Code Postal", F::Postcode, Certainty::Sure),
            ("Adresse e-mail", F::Email, Certainty::Sure),
            ("Ville du client", F::City, Certainty::Likely),
            ("Billing City", F::City, Certainty::Likely),
            ("Né(e) le", F::Birthday, Certainty::Sure),
            ("N° carte fidélité", F::Card, Certainty::Sure),
            ("Tél. portable", F::Mobile, Certainty::Sure),
            ("Champ : Taille", F::Custom("Taille".into()), Certainty::Sure),
            ("Fax", F::Ignore, Certainty::Sure),
            ("Couleur des yeux", F::Ignore, Certainty::Unsure),
        ] {
            let found = &proposed(&[header], &[])[0];
            assert_eq!((&found.0, found.2), (&field, certainty), "{header}");
        }
    }

    #[test]
    fn values_tell_what_headers_do_not() {
        let rows: &[&[&str]] = &[
            &["Dupont", "69003", "a@example.fr", "0612345678", "0472000000"],
            &["Martin", "01000", "b@example.fr", "0712345678", "+33472000001"],
        ];
        let found = proposed(&["", "", "x", "", "y"], rows);
        let fields: Vec<_> = found.iter().map(|(field, ..)| field.clone()).collect();
        use CustomerField as F;
        assert_eq!(fields, [F::Ignore, F::Postcode, F::Email, F::Mobile, F::Phone]);
        assert_eq!(found[1].1, Reason::Values(Look::Postcode));
        assert_eq!((found[1].2, found[2].2), (Certainty::Likely, Certainty::Unsure));
    }

    #[test]
    fn barcodes_are_known_by_their_digits() {
        use ItemField as F;
        let row = Row::from_cells(2, ["Carnet", "4006381333931", "3017620422003", "3017620422003"]);
        let found = Mapping::<F>::propose(&strings(&["Nom", "Suivi", "Référence", "Prix"]), &[row]);
        let told: Vec<_> = found.columns().iter().map(|column| (column.field.clone(), column.certainty)).collect();
        assert_eq!(told[1], (F::Codes, Certainty::Unsure));
        assert_eq!((&told[2], &told[3]), (&(F::Sku, Certainty::Sure), &(F::Price, Certainty::Unsure)));
    }

    #[test]
    fn values_that_contradict_the_header_make_it_unsure() {
        let found = proposed(&["Ville"], &[&["69003"], &["01000"]]);
        assert_eq!(found[0], (CustomerField::City, Reason::Header, Certainty::Unsure));
    }

    #[test]
    fn one_column_has_a_field_the_surest() {
        let found = proposed(&["Email du client", "E-mail"], &[]);
        assert_eq!(found[0], (CustomerField::Ignore, Reason::Taken { by: 1 }, Certainty::Unsure));
        assert_eq!(found[1].0, CustomerField::Email);
        let found = proposed(&["Téléphone", "Tel"], &[]);
        assert_eq!((&found[0].0, &found[1].0), (&CustomerField::Phone, &CustomerField::Mobile));
        let found = proposed(&["Carte 1", "Carte 2"], &[]);
        assert_eq!((&found[0].0, &found[1].0), (&CustomerField::Card, &CustomerField::Card));
    }

    #[test]
    fn a_layout_knows_better_than_its_headers() {
        let headers = ["SearchKey", "AccountID", "Name", "FirstName", "LastName", "Postal", "Phone", "Phone2"];
        let found = proposed(&headers, &[]);
        use CustomerField as F;
        let fields: Vec<_> = found.iter().map(|(field, ..)| field.clone()).collect();
        assert_eq!(
            fields,
            [F::Id, F::Ignore, F::FullName, F::FirstName, F::LastName, F::Postcode, F::Phone, F::Mobile]
        );
        assert_eq!(found[0].1, Reason::Layout(Layout::UniCenta));
        assert_eq!(found[3].1, Reason::Header);
    }

    #[test]
    fn columns_that_we_added_are_ignored() {
        let found = proposed(&["Nom", "Ligne d'origine", "Problème"], &[]);
        assert_eq!((&found[1].0, found[1].1), (&CustomerField::Ignore, Reason::Told));
        assert_eq!((&found[2].0, found[2].1), (&CustomerField::Ignore, Reason::Told));
    }

    #[test]
    fn items_are_mapped_too() {
        let headers = strings(&["Réf.", "Désignation", "Famille", "TVA", "PV TTC", "EAN13", "Code-barres"]);
        let mapping = Mapping::<ItemField>::propose(&headers, &[]);
        let fields: Vec<ItemField> = mapping.columns.into_iter().map(|column| column.field).collect();
        use ItemField as F;
        assert_eq!(fields, [F::Sku, F::Label, F::Department, F::VatRate, F::Price, F::Codes, F::Codes]);
    }
}
