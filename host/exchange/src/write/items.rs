//! Items as a table.

use std::io::Write;

use comptoir_domain::item::Unit;
use comptoir_domain::language::Language;

use super::customers::list;
use super::{Cell, TableWriter};
use crate::error::WriteError;
use crate::field::{Field, ItemField};
use crate::read::ItemRow;

/// Writes items into a table that our reader reads back without loss.
#[derive(Debug)]
pub struct ItemWriter<W: Write> {
    table: TableWriter<W>,
}

impl<W: Write + Send> ItemWriter<W> {
    /// Begins with the headers.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::row`].
    pub fn new(mut table: TableWriter<W>) -> Result<Self, WriteError> {
        let language = table.language();
        let headers: Vec<String> = ItemField::entries().iter().map(|entry| entry.field.header(language)).collect();
        table.header(&headers)?;
        Ok(Self { table })
    }

    /// Writes an item.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::row`].
    pub fn write(&mut self, item: &ItemRow) -> Result<(), WriteError> {
        let language = self.table.language();
        let cells = ItemField::entries().iter().map(|entry| cell(item, &entry.field, language));
        let cells: Vec<Cell<'_>> = cells.collect();
        self.table.row(&cells)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// As [`TableWriter::finish`].
    pub fn finish(self) -> Result<W, WriteError> {
        self.table.finish()
    }
}

fn cell<'a>(of: &'a ItemRow, field: &ItemField, language: Language) -> Cell<'a> {
    use ItemField as F;
    match field {
        F::Sku => of.sku.as_deref().into(),
        F::Label => of.label.as_str().into(),
        F::Department => of.department.as_deref().into(),
        F::VatRate => of.vat_rate.map_or(Cell::Empty, |rate| Cell::Text(rate.to_string().into())),
        F::Price => of.price.into(),
        F::Cost => of.cost.into(),
        F::Unit => of.unit.map(|unit| self::unit(unit, language)).into(),
        F::Codes => list(&of.codes),
        F::Tags => list(&of.tags),
        F::Points => of.points.map_or(Cell::Empty, |points| Cell::Number(points.value())),
        F::Discountable => of.discountable.map_or(Cell::Empty, Cell::YesNo),
        F::Ignore => Cell::Empty,
    }
}

fn unit(unit: Unit, language: Language) -> &'static str {
    match unit {
        Unit::Piece => language.pick("pièce", "piece"),
        Unit::Kilogram => "kg",
        Unit::Meter => language.pick("mètre", "meter"),
    }
}
