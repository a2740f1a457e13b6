//! Items as a file tells them.

use comptoir_domain::item::Unit;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::VatRate;

use super::{Complaints, Outcome, values};
use crate::field::{Field, ItemField};
use crate::layout::Layout;
use crate::mapping::Mapping;
use crate::problem::Fault;
use crate::table::Row;

/// An item as a file tells it. What the file does not say is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemRow {
    /// The line of the file, counted from 1; 0 for rows that come from elsewhere.
    pub line: u64,
    /// The shop's reference; none when only a barcode names the item.
    pub sku: Option<String>,
    /// The name on the receipt.
    pub label: String,
    /// The department.
    pub department: Option<String>,
    /// The VAT rate within the price.
    pub vat_rate: Option<VatRate>,
    /// The price of one unit, tax included.
    pub price: Option<Money>,
    /// What one unit costs the shop, without tax.
    pub cost: Option<Money>,
    /// What its quantity counts.
    pub unit: Option<Unit>,
    /// Barcodes, as written.
    pub codes: Vec<String>,
    /// Words for programs and filters.
    pub tags: Vec<String>,
    /// Loyalty points set on the item.
    pub points: Option<Points>,
    /// Whether discounts may fall on it.
    pub discountable: Option<bool>,
}

/// Reads items from the rows of one file.
#[derive(Clone, Debug)]
pub struct ItemReader {
    columns: Vec<(usize, ItemField)>,
    headers: Vec<String>,
    is_own: bool,
}

impl ItemReader {
    /// Prepares to read the rows of a file.
    #[must_use]
    pub fn new(mapping: &Mapping<ItemField>) -> Self {
        let columns = mapping.columns().iter().enumerate();
        let wanted = columns.filter(|(_, column)| column.field != ItemField::IGNORE);
        Self {
            columns: wanted.map(|(index, column)| (index, column.field.clone())).collect(),
            headers: mapping.columns().iter().map(|column| column.header.clone()).collect(),
            is_own: mapping.layout() == Some(Layout::Own),
        }
    }

    /// Reads a row.
    #[must_use]
    pub fn read(&self, row: &Row) -> Outcome<ItemRow> {
        let mut complaints = Complaints::new(row, &self.headers);
        if complaints.is_refused() {
            return Outcome { value: None, problems: complaints.problems };
        }
        let mut item = ItemRow { line: row.line(), ..ItemRow::default() };
        for (index, field) in &self.columns {
            let value = row.get(*index);
            if !value.is_empty() {
                let read = self.put(&mut item, field, value);
                complaints.take(*index, read);
            }
        }
        if item.sku.is_none() && item.codes.is_empty() {
            complaints.tell_row(Fault::NoReference);
        }
        if item.label.is_empty() {
            complaints.tell_row(Fault::NoLabel);
        }
        complaints.outcome(item)
    }

    fn put(&self, to: &mut ItemRow, field: &ItemField, value: &str) -> Result<(), Fault> {
        use ItemField as F;
        match field {
            F::Sku => to.sku = values::line(value),
            F::Label => to.label = values::line(value).unwrap_or_default(),
            F::Department => to.department = values::line(value),
            F::VatRate => to.vat_rate = values::vat_rate(value)?,
            F::Price => to.price = values::positive(value)?,
            F::Cost => to.cost = values::positive(value)?,
            F::Unit => to.unit = values::unit(value)?,
            F::Codes => to.codes.extend(values::list(value, self.is_own)),
            F::Tags => to.tags.extend(values::list(value, self.is_own)),
            F::Points => to.points = values::points(value)?,
            F::Discountable => to.discountable = values::yes_no(value)?,
            F::Ignore => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str]) -> Outcome<ItemRow> {
        let headers: Vec<String> =
            ["Référence", "Désignation", "TVA", "Prix TTC", "EAN", "Unité"].map(str::to_owned).to_vec();
        ItemReader::new(&Mapping::propose(&headers, &[])).read(&Row::from_cells(3, cells))
    }

    #[test]
    fn items_are_read() {
        let item = read(&["CH01", "Chemise", "20 %", "49,90 €", "4006381333931", "pce"]).value.unwrap();
        assert_eq!(item.price, Some(Money::from_cents(4990)));
        assert_eq!(item.vat_rate, VatRate::parse("20").ok());
        assert_eq!((item.unit, item.codes), (Some(Unit::Piece), vec!["4006381333931".to_owned()]));
    }

    #[test]
    fn an_item_needs_a_name_and_a_reference_or_a_code() {
        let faults = |cells: &[&str]| -> Vec<Fault> {
            let found = read(cells);
            assert_eq!(found.value, None);
            found.problems.into_iter().map(|problem| problem.fault).collect()
        };
        assert_eq!(faults(&["", "Chemise", "", "", "", ""]), [Fault::NoReference]);
        assert_eq!(faults(&["CH01", "", "", "", "", ""]), [Fault::NoLabel]);
        assert!(read(&["", "Chemise", "", "", "4006381333931", ""]).value.is_some());
    }
}
