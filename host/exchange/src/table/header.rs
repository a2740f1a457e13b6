//! Where the table begins: the row of headers among titles and empty rows.

use super::row::Row;
use crate::look::{Look, look};

/// Where the table begins in the first rows of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// The headers are in this row.
    Header(usize),
    /// There are none: this is the first row of data.
    Data(usize),
}

/// Finds the headers: the first row that is nearly as full as the fullest. Titles above are not.
///
/// A row with an e-mail, a date or a long number in it is data, and so is all that follows.
pub(super) fn find(rows: &[Row]) -> Option<Start> {
    let fullest = rows.iter().map(Row::filled).max()?;
    let enough = (fullest * 3).div_ceil(5).max(fullest.min(2)).max(1);
    let at = rows.iter().position(|row| row.filled() >= enough)?;
    Some(if rows[at].cells().any(is_data) { Start::Data(at) } else { Start::Header(at) })
}

fn is_data(cell: &str) -> bool {
    let is_number = !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' '));
    is_number && cell.len() >= 3 || matches!(look(cell), Some(Look::Email | Look::Date | Look::Phone | Look::Postcode))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&[&str]]) -> Option<Start> {
        let rows: Vec<Row> = rows.iter().map(|cells| Row::from_cells(1, *cells)).collect();
        find(&rows)
    }

    #[test]
    fn titles_and_empty_rows_are_skipped() {
        let header: &[&str] = &["Nom", "Prénom", "Ville"];
        let data: &[&str] = &["Dupont", "Paul", "Lyon"];
        assert_eq!(found(&[header, data]), Some(Start::Header(0)));
        assert_eq!(found(&[&["Clients 2024"], &[""], header, data]), Some(Start::Header(2)));
        assert_eq!(found(&[&[], header]), Some(Start::Header(1)));
        assert_eq!(found(&[&["Nom"], &["Dupont"]]), Some(Start::Header(0)));
        assert_eq!(found(&[]), None);
        assert_eq!(found(&[&["", ""]]), None);
    }

    #[test]
    fn rows_of_data_are_no_headers() {
        assert_eq!(found(&[&["Dupont", "paul@example.fr"], &["Martin", ""]]), Some(Start::Data(0)));
        assert_eq!(found(&[&["Dupont", "29/02/1980"]]), Some(Start::Data(0)));
        assert_eq!(found(&[&["Adresse 1", "Adresse 2"], &["a", "b"]]), Some(Start::Header(0)));
    }
}
