//! A file before anything is done with it: how it is written, and what its columns are taken for.

use std::path::{Path, PathBuf};

use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;
use comptoir_exchange::field::{CustomerField, Field};
use comptoir_exchange::mapping::{Certainty, Column, Mapping, Named};
use comptoir_exchange::table::{Format, Table};
use comptoir_policy::manifest::CounterSpec;
use comptoir_store::CustomField;

use super::ImportOptions;
use super::take::format_words;
use crate::error::Error;
use crate::programs::Loaded;
use crate::till::Till;

/// A column of the file, and what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Its header.
    pub header: String,
    /// The key of its field.
    pub field: String,
    /// The name of its field.
    pub name: String,
    /// Whether somebody should look at it: nothing but a guess.
    pub unsure: bool,
    /// Why, in words.
    pub reason: String,
    /// How certain that is, in words.
    pub certainty: String,
    /// The first values.
    pub values: Vec<String>,
}

/// What a file is, before anything is done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPreview {
    /// Its encoding and separator, or its sheet.
    pub format: String,
    /// The program it comes from, when its headers tell.
    pub layout: Option<String>,
    /// Its columns.
    pub columns: Vec<ColumnChoice>,
    /// What cannot be used so, in words.
    pub clashes: Vec<String>,
    /// What is to be known before it is taken in, in words.
    pub notes: Vec<String>,
    /// About how many rows there are, by the size of the first ones; nothing is known of a workbook.
    pub rows: Option<u64>,
    /// Whether points come with the customers, which want a counter.
    pub points: bool,
}

/// Reads what somebody says of a column, by its number or header: `3=phone` is the third one and `phone`.
#[must_use]
pub fn column_said<'a>(headers: &[&str], text: &'a str) -> Option<(usize, &'a str)> {
    let (column, field) = text.rsplit_once('=')?;
    let by_number = column.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let by_header = headers.iter().position(|header| header.eq_ignore_ascii_case(column.trim()));
    let index = by_header.or(by_number).filter(|index| *index < headers.len())?;
    Some((index, field.trim()))
}

fn field_name<F: Field>(field: &F, language: Language) -> String {
    if *field == F::IGNORE {
        return language.pick("Laissée de côté", "Left out").to_owned();
    }
    field.header(language)
}

/// What a file is by its first rows, with what its columns are taken for.
pub(crate) fn preview_of<F: Field + Named>(
    path: &Path,
    table: &Table,
    mapping: &Mapping<F>,
    language: Language,
) -> ImportPreview {
    let column = |(index, column): (usize, &Column<F>)| ColumnChoice {
        header: column.header.clone(),
        field: column.field.key().to_string(),
        name: field_name(&column.field, language),
        unsure: column.certainty == Certainty::Unsure && column.field != F::IGNORE,
        reason: column.reason.message(language).to_string(),
        certainty: column.certainty.word(language).to_string(),
        values: table.sample().iter().take(3).map(|row| row.get(index).to_owned()).collect(),
    };
    ImportPreview {
        format: format_words(table.format()),
        layout: mapping.layout().map(|layout| layout.name().to_owned()),
        columns: mapping.columns().iter().enumerate().map(column).collect(),
        clashes: mapping.clashes().iter().map(|clash| clash.message(language)).collect(),
        notes: Vec::new(),
        rows: about_how_many(path, table),
        points: false,
    }
}

/// What a column can be taken for: the key and the name of each field, to be left out first.
pub(crate) fn fields_of<F: Field>(language: Language) -> Vec<(String, String)> {
    let entries = F::entries().iter().map(|entry| &entry.field);
    let both = |field: &F| (field.key().to_string(), field_name(field, language));
    std::iter::once(&F::IGNORE).chain(entries).map(both).collect()
}

/// About how many rows a text file has, by how long the first ones are.
fn about_how_many(path: &Path, table: &Table) -> Option<u64> {
    let Format::Text { .. } = table.format() else { return None };
    let sample = table.sample();
    let bytes: usize = sample.iter().flat_map(|row| row.cells().map(|cell| cell.len() + 1)).sum();
    let size = std::fs::metadata(path).ok()?.len();
    let rows = size.saturating_mul(sample.len() as u64).checked_div(bytes as u64)?;
    Some(rows.max(1))
}

/// The file of refused rows beside a file: `clients.csv` gives `clients-refus.csv`.
#[must_use]
pub fn refused_beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().map_or_else(|| "import".into(), |stem| stem.to_string_lossy().into_owned());
    file.with_file_name(format!("{stem}-refus.csv"))
}

/// The file of refused rows, if it has any: an empty one would only raise questions, and goes.
#[must_use]
pub fn refused_kept(file: Option<&Path>, refused: u64) -> Option<&Path> {
    if refused > 0 {
        return file;
    }
    // A file that stays does no harm.
    let _ = file.map(std::fs::remove_file);
    None
}

/// Finds a field of a file of customers by its key: `phone`, `custom-pointure`.
#[must_use]
pub fn import_field(key: &str) -> Option<CustomerField> {
    CustomerField::from_key(key)
}

impl Till {
    /// Looks at a file: how it is written, and what its columns are taken for.
    ///
    /// # Errors
    ///
    /// [`Error::Exchange`] when it cannot be read, [`Invalid::FormField`] for a column that is not there.
    pub fn preview_import(&self, path: &Path, options: &ImportOptions) -> Result<ImportPreview, Error> {
        let table = self.open_table(path, options)?;
        let mapping = self.mapping(&table, options)?;
        let preview = preview_of(path, &table, &mapping, self.language);
        Ok(ImportPreview { points: mapping.of(&CustomerField::Points).next().is_some(), ..preview })
    }

    /// Gives what a column can be taken for: the key and the name of each field, those of the shop's own last.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn import_fields(&self) -> Result<Vec<(String, String)>, Error> {
        let mut fields = fields_of::<CustomerField>(self.language);
        let own = self.store.custom_fields()?;
        let named = |own: &CustomField| (CustomerField::Custom(own.key.clone()).key().to_string(), own.label.clone());
        fields.extend(own.iter().map(named));
        Ok(fields)
    }

    /// Gives the counters that points from elsewhere can go to, by program, each with its name.
    #[must_use]
    pub fn point_counters(&self) -> Vec<(ProgramId, String, String)> {
        let of = |program: &Loaded| {
            let id = program.row().id.clone();
            let counters = program.manifest().map_or(&[][..], |manifest| &manifest.counters).iter();
            let title = self.program_title(&id);
            let named = |counter: &CounterSpec| {
                let unit = counter.unit.get(self.language);
                (id.clone(), counter.name.clone(), format!("{title} ({unit})"))
            };
            counters.map(named).collect::<Vec<_>>()
        };
        self.programs.iter().flat_map(of).collect()
    }
}
