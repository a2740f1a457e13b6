//! Items and departments.

use std::collections::BTreeMap;

use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{DepartmentId, PriceListId, Sku};
use comptoir_domain::item::{Department, Item};
use comptoir_domain::money::Money;
use comptoir_domain::rate::VatRate;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::{Noun, StoreError};
use crate::indexing::Searched;
use crate::search::{Query, fold, indexed_words};
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

mod batched;

pub(crate) use batched::take_back;

/// No tree of departments is deeper; a loop in it ends here.
const DEEPEST: usize = 32;

impl Store {
    /// Adds or changes a department.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when its parent is unknown, [`StoreError::DepartmentCycle`] when it
    /// would be within itself.
    pub fn put_department(&mut self, department: &Department) -> Result<(), StoreError> {
        self.write(|conn| put_department(conn, department))
    }

    /// Gives all departments, in the order of their codes.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn departments(&self) -> Result<Vec<Department>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT id, name, parent FROM department ORDER BY id")?;
        let rows = statement
            .query_map([], |row| Ok(Department { id: get(row, 0)?, name: row.get(1)?, parent: get_opt(row, 2)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Counts the items of each department by VAT rate, those of departments below it and gift vouchers apart.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn count_rates(&self) -> Result<Vec<(DepartmentId, VatRate, u64)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT department, vat_rate, count(*) FROM item WHERE kind = ?1
             GROUP BY department, vat_rate ORDER BY department, vat_rate",
        )?;
        let rows = statement.query_map([Sql(LineKind::Item)], |row| Ok((get(row, 0)?, get(row, 1)?, get(row, 2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Adds or changes an item, found by its SKU. Its path of departments is that of the tree,
    /// whatever the item says.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when its department or a price list is unknown,
    /// [`StoreError::CodeTaken`] when a barcode belongs to another item.
    pub fn put_item(&mut self, item: &Item) -> Result<(), StoreError> {
        self.write(|conn| put_item(conn, item))
    }

    /// Finds an item by its SKU.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn item(&self, sku: &Sku) -> Result<Option<Item>, StoreError> {
        let row = one_row(&self.conn, "SELECT row FROM item WHERE sku = ?1", sku.as_str())?;
        row.map(|row| read_item(&self.conn, row)).transpose()
    }

    /// Finds an item by a barcode: as it is, as the other spellings of the same GTIN, or else by its
    /// SKU, in capitals or not.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn item_by_code(&self, code: &str) -> Result<Option<Item>, StoreError> {
        for spelling in spellings(code.trim()) {
            if let Some(row) = one_row(&self.conn, "SELECT item FROM item_code WHERE code = ?1", &spelling)? {
                return read_item(&self.conn, row).map(Some);
            }
        }
        let sql = "SELECT row FROM item WHERE sku = ?1 COLLATE NOCASE ORDER BY sku = ?1 DESC LIMIT 1";
        let row = one_row(&self.conn, sql, code.trim())?;
        row.map(|row| read_item(&self.conn, row)).transpose()
    }

    /// Finds items by words of their names, their SKU or their codes, as far as typed. Items with
    /// the very words come first, then by name. An empty text gives the first items by name.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn search_items(&self, text: &str, limit: usize) -> Result<Vec<Item>, StoreError> {
        match Query::read(text) {
            None if text.trim().is_empty() => self.items(limit, 0),
            None => Ok(Vec::new()),
            Some(query) => self.read_items(&self.ranked_items(&query, limit)?),
        }
    }

    /// Gives items by name.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn items(&self, limit: usize, offset: usize) -> Result<Vec<Item>, StoreError> {
        let sql = "SELECT row FROM item ORDER BY sort_key, row LIMIT ?1 OFFSET ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![Sql(limit), Sql(offset)], |row| row.get(0))?;
        self.read_items(&rows.collect::<Result<Vec<i64>, _>>()?)
    }

    /// Gives the tags that items and customers have, by name, at most `limit`.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn tags(&self, limit: usize) -> Result<Vec<String>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT value FROM item, json_each(item.tags) UNION SELECT value FROM person, json_each(person.tags)
             ORDER BY 1 LIMIT ?1",
        )?;
        let tags = statement.query_map([Sql(limit)], |row| row.get(0))?;
        Ok(tags.collect::<Result<_, _>>()?)
    }

    /// Counts the items.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn count_items(&self) -> Result<u64, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM item")?;
        Ok(statement.query_row([], |row| get(row, 0))?)
    }

    pub(crate) fn read_items(&self, rows: &[i64]) -> Result<Vec<Item>, StoreError> {
        rows.iter().map(|row| read_item(&self.conn, *row)).collect()
    }
}

fn one_row(conn: &Connection, sql: &str, key: &str) -> Result<Option<i64>, StoreError> {
    Ok(conn.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
}

/// Refuses what names an unknown thing.
pub(crate) fn exists(conn: &Connection, noun: Noun, sql: &str, id: &str) -> Result<(), StoreError> {
    one_row(conn, sql, id)?.map(drop).ok_or_else(|| StoreError::missing(noun, id))
}

/// The departments from one up to the root; empty when it is unknown.
fn department_path(conn: &Connection, department: &DepartmentId) -> Result<Vec<DepartmentId>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT parent FROM department WHERE id = ?1")?;
    let mut path: Vec<DepartmentId> = Vec::new();
    let mut next = Some(department.clone());
    while let Some(id) = next.take().filter(|_| path.len() < DEEPEST) {
        let parent = statement.query_row([id.as_str()], |row| get_opt(row, 0)).optional()?;
        if let Some(parent) = parent {
            path.push(id);
            next = parent;
        }
    }
    Ok(path)
}

/// The spellings of one GTIN: 8, 12, 13 and 14 digits are the same number with zeros in front.
fn spellings(code: &str) -> Vec<String> {
    let mut spellings = vec![code.to_owned()];
    if matches!(code.len(), 8 | 12 | 13 | 14) && code.bytes().all(|b| b.is_ascii_digit()) {
        let bare = code.trim_start_matches('0');
        let others = [13, 8, 12].into_iter().filter(|length| bare.len() <= *length);
        spellings.extend(others.map(|length| format!("{bare:0>length$}")).filter(|other| other != code));
    }
    spellings
}

fn put_department(conn: &Connection, department: &Department) -> Result<(), StoreError> {
    if let Some(parent) = &department.parent {
        let above = department_path(conn, parent)?;
        if above.contains(&department.id) || *parent == department.id || above.len() >= DEEPEST {
            return Err(StoreError::DepartmentCycle { id: department.id.to_string() });
        }
        exists(conn, Noun::Department, "SELECT 1 FROM department WHERE id = ?1", parent.as_str())?;
    }
    conn.prepare_cached(
        "INSERT INTO department (id, name, parent) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent = excluded.parent",
    )?
    .execute(params![
        department.id.as_str(),
        department.name,
        department.parent.as_ref().map(DepartmentId::as_str)
    ])?;
    Ok(())
}

fn put_item(conn: &Connection, item: &Item) -> Result<(), StoreError> {
    let department = item.department.as_str();
    exists(conn, Noun::Department, "SELECT 1 FROM department WHERE id = ?1", department)?;
    let words = item_words(item);
    let before = indexed(conn, item.sku.as_str())?;
    let row: i64 = conn
        .prepare_cached(
            "INSERT INTO item (sku, label, kind, department, vat_rate, price, cost, unit, discountable, sort_key, words,
                               tags, points)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (sku) DO UPDATE SET label = excluded.label, kind = excluded.kind,
                 department = excluded.department, vat_rate = excluded.vat_rate, price = excluded.price,
                 cost = excluded.cost, unit = excluded.unit, discountable = excluded.discountable,
                 sort_key = excluded.sort_key, words = excluded.words, tags = excluded.tags,
                 points = excluded.points
             RETURNING row",
        )?
        .query_row(
            params![
                item.sku.as_str(),
                item.label,
                Sql(item.kind),
                department,
                Sql(item.vat_rate),
                Sql(item.price),
                item.cost.map(Sql),
                Sql(item.unit),
                item.discountable,
                fold(&item.label),
                words,
                Sql(item.tags.clone()),
                Sql(item.points),
            ],
            |row| row.get(0),
        )?;
    Searched::Item.note(conn, row, before.as_deref())?;
    put_prices(conn, row, item)?;
    put_codes(conn, row, item)
}

fn item_words(item: &Item) -> String {
    let names = [item.label.as_str(), item.sku.as_str()];
    indexed_words(names.into_iter().chain(item.codes.iter().map(String::as_str)))
}

/// The words that an item is found by before it changes; nothing when it is new.
fn indexed(conn: &Connection, sku: &str) -> Result<Option<String>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT words FROM item WHERE sku = ?1")?;
    Ok(statement.query_row([sku], |row| row.get(0)).optional()?)
}

fn put_prices(conn: &Connection, row: i64, item: &Item) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM item_price WHERE item = ?1")?.execute([row])?;
    for (list, price) in &item.prices {
        exists(conn, Noun::PriceList, "SELECT 1 FROM price_list WHERE id = ?1", list.as_str())?;
        conn.prepare_cached("INSERT INTO item_price (item, list, price) VALUES (?1, ?2, ?3)")?.execute(params![
            row,
            list.as_str(),
            Sql(*price)
        ])?;
    }
    Ok(())
}

fn put_codes(conn: &Connection, row: i64, item: &Item) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM item_code WHERE item = ?1")?.execute([row])?;
    for (position, code) in item.codes.iter().enumerate() {
        let holder = conn
            .prepare_cached("SELECT sku FROM item_code JOIN item ON item.row = item_code.item WHERE code = ?1")?
            .query_row([code], |row| get(row, 0))
            .optional()?;
        if let Some(sku) = holder {
            return Err(StoreError::CodeTaken { code: code.clone(), sku });
        }
        conn.prepare_cached("INSERT INTO item_code (code, item, position) VALUES (?1, ?2, ?3)")?.execute(params![
            code,
            row,
            Sql(position)
        ])?;
    }
    Ok(())
}

fn read_item(conn: &Connection, row: i64) -> Result<Item, StoreError> {
    let mut item = conn
        .prepare_cached(
            "SELECT sku, label, kind, department, vat_rate, price, cost, unit, discountable, tags, points
             FROM item WHERE row = ?1",
        )?
        .query_row([row], |row| {
            Ok(Item {
                sku: get(row, 0)?,
                label: row.get(1)?,
                kind: get(row, 2)?,
                department: get(row, 3)?,
                departments: Vec::new(),
                vat_rate: get(row, 4)?,
                price: get(row, 5)?,
                prices: BTreeMap::new(),
                cost: get_opt(row, 6)?,
                unit: get(row, 7)?,
                discountable: row.get(8)?,
                tags: get(row, 9)?,
                points: get(row, 10)?,
                codes: Vec::new(),
            })
        })?;
    item.departments = department_path(conn, &item.department)?;
    item.prices = conn
        .prepare_cached("SELECT list, price FROM item_price WHERE item = ?1")?
        .query_map([row], |row| Ok((get::<PriceListId>(row, 0)?, get::<Money>(row, 1)?)))?
        .collect::<Result<_, _>>()?;
    item.codes = conn
        .prepare_cached("SELECT code FROM item_code WHERE item = ?1 ORDER BY position")?
        .query_map([row], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(item)
}

#[cfg(test)]
mod tests {
    use comptoir_domain::price_list::PriceList;
    use comptoir_domain::quantity::Points;

    use super::*;
    use crate::testing::{department, item, memory};

    fn furnished() -> (Store, Item) {
        let mut store = memory();
        store.put_price_list(&PriceList::new(PriceListId::new("pro"), "Pro")).unwrap();
        let mut shirt = item("CH-01", "Chemise Oxford");
        shirt.prices.insert(PriceListId::new("pro"), Money::from_cents(3_990));
        shirt.cost = Some(Money::from_cents(1_500));
        shirt.tags = ["bio".to_owned(), "été \"26\", soldes".to_owned()].into();
        shirt.points = Points::from_ten_thousandths(25_000);
        shirt.codes = vec!["3017620422003".into(), "0000096385074".into(), "MAISON-7".into()];
        store.put_item(&shirt).unwrap();
        (store, shirt)
    }

    #[test]
    fn an_item_reads_back_the_same_and_changes_as_a_whole() {
        let (mut store, mut shirt) = furnished();
        assert_eq!(store.item(&shirt.sku).unwrap().as_ref(), Some(&shirt));
        shirt.codes.truncate(1);
        shirt.prices.clear();
        shirt.tags.clear();
        shirt.points = Points::ZERO;
        shirt.discountable = false;
        shirt.label = "Chemise blanche".into();
        store.put_item(&shirt).unwrap();
        assert_eq!(store.items(9, 0).unwrap(), [shirt]);
        assert_eq!(store.count_items().unwrap(), 1);
        assert_eq!(store.search_items("oxford", 9).unwrap(), []);
    }

    #[test]
    fn a_code_finds_its_item_in_any_spelling() {
        let (store, shirt) = furnished();
        for code in ["3017620422003", " 03017620422003", "96385074", "MAISON-7", "CH-01", "ch-01"] {
            assert_eq!(store.item_by_code(code).unwrap().as_ref(), Some(&shirt), "{code}");
        }
        for code in ["3017620422004", "maison-7", "0", "", "CH-0"] {
            assert_eq!(store.item_by_code(code).unwrap(), None, "{code}");
        }
    }

    #[test]
    fn what_is_named_must_be_there_and_codes_have_one_owner() {
        let (mut store, shirt) = furnished();
        let mut other = item("CH-02", "Autre");
        other.codes = vec!["3017620422003".into()];
        let taken = StoreError::CodeTaken { code: "3017620422003".into(), sku: shirt.sku.clone() };
        assert_eq!(store.put_item(&other), Err(taken));
        assert_eq!(store.item(&other.sku).unwrap(), None);
        other.codes.clear();
        other.department = DepartmentId::new("cave");
        let missing = StoreError::Missing { noun: Noun::Department, id: "cave".into() };
        assert_eq!(store.put_item(&other), Err(missing));
        other.department = DepartmentId::new("homme");
        other.prices.insert(PriceListId::new("gros"), Money::ZERO);
        let missing = StoreError::Missing { noun: Noun::PriceList, id: "gros".into() };
        assert_eq!(store.put_item(&other), Err(missing));
    }

    #[test]
    fn departments_are_a_tree() {
        let mut store = memory();
        let cycle = |id: &str| Err(StoreError::DepartmentCycle { id: id.into() });
        assert_eq!(store.put_department(&department("homme", Some("chemises"))), cycle("homme"));
        assert_eq!(store.put_department(&department("cave", Some("cave"))), cycle("cave"));
        let missing = StoreError::Missing { noun: Noun::Department, id: "mode".into() };
        assert_eq!(store.put_department(&department("femme", Some("mode"))), Err(missing));
        assert_eq!(store.departments().unwrap(), [department("chemises", Some("homme")), department("homme", None)]);
    }
}
