//! The words of this crate, French and English: what is wrong with a file and what to do.

mod faults;

use comptoir_domain::language::Language;

use crate::error::{MappingError, NotATable, TableError, WriteError};
use crate::field::Field;
use crate::layout::Layout;
use crate::look::Look;
use crate::mapping::{Certainty, Clash, Reason};
use crate::problem::{Place, Problem, Severity};

impl Problem {
    /// Says where something is wrong, what, what became of it, and what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let (line, text) = (self.line, self.cell_message(language));
        match (language, &self.place) {
            (Language::French, Some(_)) => format!("Ligne {line}, {text}"),
            (Language::French, None) => format!("Ligne {line}\u{a0}: {text}"),
            (Language::English, Some(_)) => format!("Line {line}, {text}"),
            (Language::English, None) => format!("Line {line}: {text}"),
        }
    }

    /// Says the same without the line, for a cell beside the row.
    #[must_use]
    pub fn cell_message(&self, language: Language) -> String {
        let what = self.fault.words(language);
        let became = became(self.severity(), language);
        let place = self.place.as_ref().map(|place| place.words(language)).unwrap_or_default();
        let value = match self.value.as_str() {
            "" => String::new(),
            value => language.pick(format!("«\u{a0}{value}\u{a0}»\u{a0}: "), format!("\"{value}\": ")),
        };
        format!("{place}{value}{what} {became}")
    }
}

impl Place {
    /// Names the column: `colonne D « Né le » : `.
    fn words(&self, language: Language) -> String {
        let (letter, header) = (self.letter(), &self.header);
        match (language, header.is_empty()) {
            (Language::French, true) => format!("colonne {letter}\u{a0}: "),
            (Language::French, false) => format!("colonne {letter} «\u{a0}{header}\u{a0}»\u{a0}: "),
            (Language::English, true) => format!("column {letter}: "),
            (Language::English, false) => format!("column {letter} \"{header}\": "),
        }
    }
}

fn became(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Kept => language.pick("Valeur gardée.", "The value is kept."),
        Severity::CellDropped => language.pick("Cellule laissée de côté.", "The cell is left out."),
        Severity::RowRefused => language.pick("Ligne refusée.", "The row is refused."),
    }
}

impl TableError {
    /// Says why the file cannot be read, and what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Io(error) => language.pick(
                format!("Impossible de lire le fichier ({error}). Vérifiez qu'il existe et qu'il n'est pas ouvert ailleurs."),
                format!("Cannot read the file ({error}). Check that it exists and is not open elsewhere."),
            ),
            Self::Empty => language
                .pick("Le fichier est vide. Exportez-le à nouveau.", "The file is empty. Export it again.")
                .to_owned(),
            Self::NotATable(what) => not_a_table(*what, language).to_owned(),
            Self::Password => language
                .pick(
                    "Le classeur est protégé par un mot de passe. Ouvrez-le dans le tableur, enregistrez-le sans mot de passe, puis recommencez.",
                    "The workbook has a password. Open it in a spreadsheet, save it without, then try again.",
                )
                .to_owned(),
            Self::Damaged(detail) => language.pick(
                format!("Le classeur est endommagé ({detail}). Ouvrez-le dans le tableur et enregistrez-le à nouveau, ou enregistrez-le en CSV."),
                format!("The workbook is damaged ({detail}). Open it in a spreadsheet and save it again, or save it as CSV."),
            ),
            Self::TooLarge { limit } => {
                let limit = limit.div_ceil(1 << 20);
                language.pick(
                    format!("Le classeur est trop grand une fois décompressé (plus de {limit} Mo). Enregistrez-le en CSV."),
                    format!("The workbook is too large once unpacked (more than {limit} MB). Save it as CSV."),
                )
            }
            Self::NoSuchSheet { asked, sheets } => {
                let sheets = sheets.join(", ");
                language.pick(
                    format!("Aucune feuille «\u{a0}{asked}\u{a0}». Feuilles du classeur\u{a0}: {sheets}."),
                    format!("There is no sheet \"{asked}\". The workbook has: {sheets}."),
                )
            }
            Self::NoHeader { line } => language.pick(
                format!("Pas d'en-têtes à la ligne {line}. Indiquez une des cent premières lignes remplies."),
                format!("No headers on line {line}. Name one of the first hundred filled lines."),
            ),
        }
    }
}

const fn not_a_table(what: NotATable, language: Language) -> &'static str {
    let (french, english) = match what {
        NotATable::Picture => (
            "Ce fichier est une image. Choisissez un fichier CSV, XLSX ou ODS.",
            "This file is a picture. Choose a CSV, XLSX or ODS file.",
        ),
        NotATable::Pdf => (
            "Ce fichier est un PDF. Exportez les données en CSV ou en XLSX.",
            "This file is a PDF. Export the data as CSV or XLSX.",
        ),
        NotATable::WebPage => (
            "Ce fichier est une page web, même s'il porte le nom d'un classeur. Ouvrez-le dans le tableur et enregistrez-le en XLSX.",
            "This file is a web page, whatever its name. Open it in a spreadsheet and save it as XLSX.",
        ),
        NotATable::Archive => (
            "Ce fichier est une archive ou le document d'un autre programme. Choisissez le fichier CSV, XLSX ou ODS.",
            "This file is an archive or another program's document. Choose the CSV, XLSX or ODS file.",
        ),
        NotATable::Binary => (
            "Ce fichier n'est ni un texte ni un classeur. Choisissez un fichier CSV, XLSX ou ODS.",
            "This file is neither text nor a workbook. Choose a CSV, XLSX or ODS file.",
        ),
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}

impl WriteError {
    /// Says why the file cannot be written, and what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Io(error) => language.pick(
                format!("Impossible d'écrire le fichier ({error}). Vérifiez la place sur le disque et le droit d'écrire."),
                format!("Cannot write the file ({error}). Check the room on the disk and the right to write."),
            ),
            Self::CellTooLong { row, column } => language.pick(
                format!("Ligne {row}, colonne {column}\u{a0}: texte trop long pour un classeur (32 767 caractères). Exportez en CSV."),
                format!("Row {row}, column {column}: text too long for a workbook (32,767 characters). Export as CSV."),
            ),
            Self::SheetFull => language
                .pick(
                    "Trop de lignes pour une feuille (1 048 576). Exportez en CSV.",
                    "Too many rows for a sheet (1,048,576). Export as CSV.",
                )
                .to_owned(),
            Self::Workbook(detail) => language.pick(
                format!("Impossible d'écrire le classeur ({detail}). Exportez en CSV."),
                format!("Cannot write the workbook ({detail}). Export as CSV."),
            ),
        }
    }
}

impl MappingError {
    /// Says why a remembered mapping is of no use, and what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Unreadable(detail) => language.pick(
                format!("La correspondance gardée est illisible ({detail}). Choisissez les colonnes à nouveau."),
                format!("The remembered mapping cannot be read ({detail}). Choose the columns again."),
            ),
            Self::OtherHeaders => language
                .pick(
                    "La correspondance gardée est celle d'un fichier aux autres en-têtes. Choisissez les colonnes à nouveau.",
                    "The remembered mapping is for a file with other headers. Choose the columns again.",
                )
                .to_owned(),
            Self::NoSuchColumn { index, columns } => {
                let number = index + 1;
                language.pick(
                    format!("Pas de colonne {number}\u{a0}: le fichier en a {columns}."),
                    format!("There is no column {number}: the file has {columns}."),
                )
            }
        }
    }
}

impl Layout {
    /// Names the program that writes such files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "Comptoir",
            Self::LightspeedX => "Lightspeed Retail (X-Series)",
            Self::OpenSourcePos => "Open Source Point of Sale",
            Self::UniCenta => "uniCenta oPOS / Chromis",
            Self::Odoo => "Odoo",
        }
    }
}

impl Reason {
    /// Says why a column is taken for a field.
    #[must_use]
    pub fn message(self, language: Language) -> String {
        match self {
            Self::Layout(layout) => {
                language.pick(format!("fichier de {}", layout.name()), format!("a file of {}", layout.name()))
            }
            Self::Header => language.pick("d'après l'en-tête", "by the header").to_owned(),
            Self::PartOfHeader => {
                language.pick("d'après une partie de l'en-tête", "by a part of the header").to_owned()
            }
            Self::Values(look) => language.pick(
                format!("d'après les valeurs ({})", look.words(language)),
                format!("by the values ({})", look.words(language)),
            ),
            Self::Remembered => language.pick("comme la dernière fois", "as last time").to_owned(),
            Self::Chosen => language.pick("choisi à la main", "chosen by hand").to_owned(),
            Self::Told => language.pick("ajoutée par l'import précédent", "added by the last import").to_owned(),
            Self::Taken { by } => {
                let letter = Place { index: by, header: String::new() }.letter();
                language.pick(format!("déjà en colonne {letter}"), format!("already in column {letter}"))
            }
            Self::Nothing => language.pick("colonne inconnue", "unknown column").to_owned(),
        }
    }
}

impl Look {
    /// Names what values look like.
    const fn words(self, language: Language) -> &'static str {
        let (french, english) = match self {
            Self::Email => ("adresses e-mail", "e-mail addresses"),
            Self::Postcode => ("codes postaux", "postcodes"),
            Self::Mobile => ("numéros de portable", "mobile numbers"),
            Self::Phone => ("numéros de téléphone", "phone numbers"),
            Self::Date => ("dates", "dates"),
            Self::VatNumber => ("numéros de TVA", "VAT numbers"),
            Self::Barcode => ("codes-barres", "barcodes"),
        };
        match language {
            Language::French => french,
            Language::English => english,
        }
    }
}

impl Certainty {
    /// Says how certain a proposal is.
    #[must_use]
    pub fn word(self, language: Language) -> &'static str {
        match self {
            Self::Unsure => language.pick("à vérifier", "to be checked"),
            Self::Likely => language.pick("probable", "likely"),
            Self::Sure => language.pick("sûr", "sure"),
        }
    }
}

impl<F: Field> Clash<F> {
    /// Says what keeps a mapping from being used, and what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Twice { field, columns } => {
                let letters: Vec<String> =
                    columns.iter().map(|index| Place { index: *index, header: String::new() }.letter()).collect();
                let (name, letters) = (field.header(language), letters.join(", "));
                language.pick(
                    format!("«\u{a0}{name}\u{a0}» est demandé par les colonnes {letters}. Gardez-en une."),
                    format!("\"{name}\" is claimed by the columns {letters}. Keep one."),
                )
            }
            Self::NothingNamed => language
                .pick(
                    "Aucune colonne ne dit de qui ou de quoi il s'agit (nom, société, e-mail, libellé…). Choisissez-en une.",
                    "No column says who or what a row is about (name, company, e-mail, label…). Choose one.",
                )
                .to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Fault;

    #[test]
    fn a_problem_says_where_what_and_what_became_of_it() {
        let place = Some(Place { index: 3, header: "Né le".to_owned() });
        let problem = Problem { line: 12, place, value: "31/02/1980".to_owned(), fault: Fault::NoSuchDay };
        assert_eq!(
            problem.message(Language::French),
            "Ligne 12, colonne D «\u{a0}Né le\u{a0}»\u{a0}: «\u{a0}31/02/1980\u{a0}»\u{a0}: ce jour n'existe pas. Corrigez la date. Cellule laissée de côté."
        );
        assert_eq!(
            problem.message(Language::English),
            "Line 12, column D \"Né le\": \"31/02/1980\": there is no such day. Correct the date. The cell is left out."
        );
        let whole = Problem { line: 3, place: None, value: String::new(), fault: Fault::Nobody };
        assert!(
            whole.message(Language::French).starts_with("Ligne 3\u{a0}: rien ne dit"),
            "{}",
            whole.message(Language::French)
        );
        assert!(whole.message(Language::French).ends_with("Ligne refusée."));
    }
}
