//! Items and departments that are written as part of a batch, and taken back with it.

use std::collections::HashSet;

use comptoir_domain::id::{DepartmentId, Sku};
use comptoir_domain::item::{Department, Item};
use rusqlite::{Connection, OptionalExtension, params};

use super::{indexed, one_row, put_department, put_item, read_item};
use crate::error::StoreError;
use crate::files::{Kept, Subject, Undone};
use crate::indexing::Searched;
use crate::sql::{Json, Sql, get, get_opt};
use crate::store::Store;

/// After how many acts it is told how far an undo is.
const TOLD_EVERY: usize = 500;

impl Store {
    /// Adds or changes an item as part of a batch: the state before is kept. An item that is already so is left alone.
    /// Tells whether anything changed.
    ///
    /// # Errors
    ///
    /// As [`Store::put_item`].
    pub fn put_item_in(&mut self, batch: i64, item: &Item) -> Result<bool, StoreError> {
        self.write(|conn| {
            let before = known(conn, &item.sku)?.map(bare);
            let after = bare(item.clone());
            if before.as_ref() == Some(&after) {
                return Ok(false);
            }
            put_item(conn, item)?;
            let before = before.map(|before| Sql(Json(before)));
            conn.prepare_cached("INSERT INTO item_act (batch, sku, before, after) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![batch, item.sku.as_str(), before, Sql(Json(after))])?;
            Ok(true)
        })
    }

    /// Adds a department as part of a batch.
    ///
    /// # Errors
    ///
    /// As [`Store::put_department`].
    pub fn make_department_in(&mut self, batch: i64, department: &Department) -> Result<(), StoreError> {
        self.write(|conn| {
            put_department(conn, department)?;
            conn.prepare_cached("INSERT INTO item_act (batch, department, after) VALUES (?1, ?2, ?3)")?
                .execute(params![batch, department.id.as_str(), Sql(Json(department.clone()))])?;
            Ok(())
        })
    }
}

/// The item itself: where its department stands in the tree is no part of it.
fn bare(item: Item) -> Item {
    Item { departments: Vec::new(), ..item }
}

fn known(conn: &Connection, sku: &Sku) -> Result<Option<Item>, StoreError> {
    let row = one_row(conn, "SELECT row FROM item WHERE sku = ?1", sku.as_str())?;
    row.map(|row| read_item(conn, row)).transpose()
}

/// One act to take back.
struct Step {
    row: i64,
    what: What,
}

enum What {
    Item { before: Option<Box<Item>>, after: Box<Item> },
    Department(Department),
}

/// Takes back what a batch did with items and departments, the last act first.
pub(crate) fn take_back(
    store: &mut Store,
    batch: i64,
    undone: &mut Undone,
    progress: &mut dyn FnMut(u64),
) -> Result<(), StoreError> {
    let steps = steps(&store.conn, batch)?;
    if steps.is_empty() {
        return Ok(());
    }
    let named = Named::read(&store.conn)?;
    for (done, step) in steps.iter().enumerate() {
        // Each in a write of its own: SQLite walks through what a savepoint holds with each statement.
        store.write(|conn| act_back(conn, step, &named, undone))?;
        if (done + 1).is_multiple_of(TOLD_EVERY) {
            progress(undone.restored + undone.removed);
        }
    }
    Ok(())
}

fn act_back(conn: &Connection, step: &Step, named: &Named, undone: &mut Undone) -> Result<(), StoreError> {
    let kept = match &step.what {
        What::Item { before, after } => item_back(conn, before.as_deref(), after, named, undone)?,
        What::Department(made) => department_back(conn, made, named, undone)?,
    };
    match kept {
        Some(kept) => undone.kept.push(kept),
        None => drop(conn.prepare_cached("DELETE FROM item_act WHERE row = ?1")?.execute([step.row])?),
    }
    Ok(())
}

fn steps(conn: &Connection, batch: i64) -> Result<Vec<Step>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT row, sku IS NULL, before, after FROM item_act WHERE batch = ?1 ORDER BY row DESC")?;
    let steps = statement.query_map([batch], |row| {
        let what = if row.get(1)? {
            What::Department(get::<Json<Department>>(row, 3)?.0)
        } else {
            let before = get_opt::<Json<Box<Item>>>(row, 2)?.map(|json| json.0);
            What::Item { before, after: get::<Json<Box<Item>>>(row, 3)?.0 }
        };
        Ok(Step { row: row.get(0)?, what })
    })?;
    Ok(steps.collect::<Result<_, _>>()?)
}

/// Takes an item back; gives why it is kept, if it is.
fn item_back(
    conn: &Connection,
    before: Option<&Item>,
    after: &Item,
    named: &Named,
    undone: &mut Undone,
) -> Result<Option<(Subject, Kept)>, StoreError> {
    let kept = |why| Ok(Some((Subject::Item(after.sku.clone()), why)));
    if known(conn, &after.sku)?.map(bare).as_ref() != Some(after) {
        return kept(Kept::ChangedSince);
    }
    match before {
        Some(before) => {
            put_item(conn, before)?;
            undone.restored += 1;
        }
        None if named.items.contains(after.sku.as_str()) => return kept(Kept::InTheBooks),
        None => {
            remove(conn, &after.sku)?;
            undone.removed += 1;
        }
    }
    Ok(None)
}

fn remove(conn: &Connection, sku: &Sku) -> Result<(), StoreError> {
    let Some(row) = one_row(conn, "SELECT row FROM item WHERE sku = ?1", sku.as_str())? else { return Ok(()) };
    Searched::Item.note(conn, row, indexed(conn, sku.as_str())?.as_deref())?;
    for table in ["item_price WHERE item", "item_code WHERE item", "item WHERE row"] {
        conn.prepare_cached(&format!("DELETE FROM {table} = ?1"))?.execute([row])?;
    }
    Ok(())
}

/// Takes a department back that nothing is in and nothing names; gives why it is kept, if it is.
fn department_back(
    conn: &Connection,
    made: &Department,
    named: &Named,
    undone: &mut Undone,
) -> Result<Option<(Subject, Kept)>, StoreError> {
    let id = made.id.as_str();
    let why = if department(conn, &made.id)?.as_ref() != Some(made) {
        Kept::ChangedSince
    } else if holds_anything(conn, id)? {
        Kept::NotEmpty
    } else if named.departments.contains(id) {
        Kept::InTheBooks
    } else {
        conn.prepare_cached("DELETE FROM department WHERE id = ?1")?.execute([id])?;
        undone.departments += 1;
        return Ok(None);
    };
    Ok(Some((Subject::Department(made.id.clone()), why)))
}

fn department(conn: &Connection, id: &DepartmentId) -> Result<Option<Department>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT id, name, parent FROM department WHERE id = ?1")?;
    let read =
        |row: &rusqlite::Row<'_>| Ok(Department { id: get(row, 0)?, name: row.get(1)?, parent: get_opt(row, 2)? });
    Ok(statement.query_row([id.as_str()], read).optional()?)
}

/// Tells whether anything is in a department, has a price by it, or comes back to it with another batch.
fn holds_anything(conn: &Connection, id: &str) -> Result<bool, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM item WHERE department = ?1)
             OR EXISTS (SELECT 1 FROM department WHERE parent = ?1)
             OR EXISTS (SELECT 1 FROM price_list_department WHERE department = ?1)
             OR EXISTS (SELECT 1 FROM item_act
                        WHERE before IS NOT NULL AND json_extract(before, '$.department') = ?1)",
    )?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}

/// What sales, sales set aside and programs name. It is read once: sales are not looked up by their items.
struct Named {
    items: HashSet<String>,
    departments: HashSet<String>,
}

impl Named {
    fn read(conn: &Connection) -> Result<Self, StoreError> {
        let texts = |sql: &str| -> Result<HashSet<String>, StoreError> {
            let mut statement = conn.prepare(sql)?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        };
        let by_programs = texts("SELECT atom FROM program, json_tree(program.settings) WHERE json_tree.type = 'text'")?;
        let mut items = texts(
            "SELECT DISTINCT sku FROM sale_line UNION
             SELECT json_extract(value, '$.item.sku') FROM parked, json_each(parked.body, '$.lines')",
        )?;
        let paths = texts("SELECT DISTINCT path FROM sale_line")?;
        let mut departments: HashSet<String> =
            paths.iter().flat_map(|path| path.split('/')).map(str::to_owned).collect();
        items.extend(by_programs.iter().cloned());
        departments.extend(by_programs);
        Ok(Self { items, departments })
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset};
    use comptoir_domain::money::Money;

    use super::*;
    use crate::files::{Batch, Hand};
    use crate::testing::{commit, department, dump, item, memory, sale};

    fn at() -> DateTime<FixedOffset> {
        "2026-11-22T10:00:00+01:00".parse().unwrap()
    }

    fn hand() -> Hand<'static> {
        Hand { at: at(), operator: "Ana", batch: None }
    }

    fn batch(store: &mut Store) -> i64 {
        store.open_batch(Batch::ITEMS, "articles.csv", &hand()).unwrap()
    }

    fn undo(store: &mut Store, batch: i64) -> Undone {
        store.undo_batch(batch, &hand(), &mut |_| ()).unwrap()
    }

    fn coded(sku: &str, label: &str, code: &str) -> Item {
        Item { codes: vec![code.into()], ..item(sku, label) }
    }

    /// All that is in the shop but the memory of batches.
    fn state(store: &Store) -> String {
        let memory = |line: &&str| !["batch", "item_act"].iter().any(|table| line.starts_with(table));
        dump(store).lines().filter(memory).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_import_of_items_that_is_taken_back_leaves_the_shop_as_it_was() {
        let mut store = memory();
        let shirt = coded("CH-01", "Chemise Oxford", "4006381333931");
        store.put_item(&shirt).unwrap();
        let before = state(&store);
        let batch = batch(&mut store);
        for made in [department("papier", None), department("carnets", Some("papier"))] {
            store.make_department_in(batch, &made).unwrap();
        }
        let dearer = Item { price: Money::from_cents(5_990), label: "Chemise blanche".into(), ..shirt.clone() };
        assert!(store.put_item_in(batch, &dearer).unwrap());
        assert!(!store.put_item_in(batch, &dearer).unwrap(), "it is so already");
        let mut book = coded("CA-01", "Carnet", "3017620422003");
        book.department = DepartmentId::new("carnets");
        store.put_item_in(batch, &book).unwrap();
        book.price = Money::from_cents(300);
        store.put_item_in(batch, &book).unwrap();
        let told = store.batch(batch).unwrap();
        assert_eq!((told.is_of_items(), told.created, told.changed), (true, 1, 2));
        assert_eq!(store.search_items("carnet", 9).unwrap().len(), 1);

        assert_eq!(undo(&mut store, batch), Undone { restored: 2, removed: 1, departments: 2, kept: vec![] });
        assert_eq!(state(&store), before);
        assert_eq!(store.search_items("carnet", 9).unwrap(), []);
        assert_eq!(store.search_items("oxford", 9).unwrap(), [shirt]);
        assert_eq!(store.batch(batch).unwrap().undone_at, Some(at()));
        assert_eq!(undo(&mut store, batch), Undone::default());
        assert_eq!(state(&store), before);
    }

    #[test]
    fn items_that_were_sold_or_changed_since_are_left_alone_and_named() {
        let mut store = memory();
        let batch = batch(&mut store);
        store.make_department_in(batch, &department("papier", None)).unwrap();
        store.make_department_in(batch, &department("vide", None)).unwrap();
        // What the sales of these tests are of.
        let paid = sale(&store, None, 1, &[(1_000, "1")]);
        let sold = Item { department: DepartmentId::new("papier"), ..item(paid.lines[0].sku.as_str(), "Vendu") };
        for made in [&sold, &item("B", "Changé"), &item("C", "Oublié")] {
            store.put_item_in(batch, made).unwrap();
        }
        commit(&mut store, &paid).unwrap();
        store.put_item(&item("B", "Changé depuis")).unwrap();
        let undone = undo(&mut store, batch);
        let kept = vec![
            (Subject::Item(Sku::new("B")), Kept::ChangedSince),
            (Subject::Item(sold.sku.clone()), Kept::InTheBooks),
            (Subject::Department(DepartmentId::new("papier")), Kept::NotEmpty),
        ];
        assert_eq!(undone, Undone { removed: 1, departments: 1, kept, restored: 0 });
        assert_eq!(store.count_items().unwrap(), 2);
    }

    #[test]
    fn a_department_stays_for_what_comes_back_to_it_with_another_batch() {
        let mut store = memory();
        let first = batch(&mut store);
        store.make_department_in(first, &department("papier", None)).unwrap();
        let book = Item { department: DepartmentId::new("papier"), ..item("A", "Carnet") };
        store.put_item_in(first, &book).unwrap();
        let second = batch(&mut store);
        store.put_item_in(second, &item("A", "Carnet")).unwrap();
        let kept = vec![
            (Subject::Item(Sku::new("A")), Kept::ChangedSince),
            (Subject::Department(DepartmentId::new("papier")), Kept::NotEmpty),
        ];
        assert_eq!(undo(&mut store, first), Undone { kept, ..Undone::default() });
        assert_eq!(undo(&mut store, second).restored, 1);
        assert_eq!(undo(&mut store, first), Undone { removed: 1, departments: 1, ..Undone::default() });
    }
}
