//! Many changes of files at once, which can be taken back: imports, changes of a whole list.

use chrono::{DateTime, FixedOffset};
use comptoir_domain::customer::Customer;
use comptoir_domain::id::{CustomerId, DepartmentId, Sku};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Act, Hand, Noted, note_act};
use crate::customers::{head, put, read_customer, remove};
use crate::error::{Noun, StoreError};
use crate::indexing::{Forget, index_anew};
use crate::items::take_back;
use crate::sql::{Json, Sql, get, get_opt};
use crate::store::Store;

/// Files that are written between two commits of an undo: a million of them in one would fill the memory.
const AT_ONCE: usize = 50_000;
/// Files whose words leave the search index one by one; of more, it is made anew when they are gone.
const FEW: u64 = if cfg!(test) { 2 } else { 20_000 };

/// Many changes that were made as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its number.
    pub id: i64,
    /// What it was: `import` and `bulk` of customers, `items` for an import of items.
    pub kind: String,
    /// In words: the file's name, the filter and the change.
    pub label: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// By whom.
    pub operator: String,
    /// When it was taken back.
    pub undone_at: Option<DateTime<FixedOffset>>,
    /// Files that it opened, or items that it made.
    pub created: u64,
    /// Files or items that it changed.
    pub changed: u64,
}

impl Batch {
    /// What an import of items is called.
    pub const ITEMS: &'static str = "items";

    /// Tells whether it is about items; customers otherwise.
    #[must_use]
    pub fn is_of_items(&self) -> bool {
        self.kind == Self::ITEMS
    }
}

/// What a batch opened, made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The file of a customer.
    Customer(CustomerId),
    /// An item.
    Item(Sku),
    /// A department.
    Department(DepartmentId),
}

/// Why something was left as it is when its batch was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was changed since.
    ChangedSince,
    /// The books name it: the customer bought, or has entries of points, papers or an account, or one that is held; the
    /// item was sold, stands in a sale set aside, or a program names it.
    InTheBooks,
    /// A department that something is in.
    NotEmpty,
}

/// What taking back a batch did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Files or items that are as before.
    pub restored: u64,
    /// Files or items that are gone, as the batch had opened or made them.
    pub removed: u64,
    /// Departments that are gone, as the batch had made them.
    pub departments: u64,
    /// What was left alone.
    pub kept: Vec<(Subject, Kept)>,
}

const BATCHES: &str = "SELECT id, kind, label, at, operator, undone_at,
        (SELECT count(*) FROM file_act WHERE batch = id AND act = '\"created\"')
            + (SELECT count(*) FROM item_act WHERE batch = id AND sku IS NOT NULL AND before IS NULL),
        (SELECT count(*) FROM file_act WHERE batch = id AND act = '\"changed\"')
            + (SELECT count(*) FROM item_act WHERE batch = id AND before IS NOT NULL)
    FROM batch";

impl Store {
    /// Forgets how many rows tables had when the shop was closed last: of one that was nearly empty then, SQLite would
    /// read all rows for each row of a file that fills it. They are counted again at the next close.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn forget_sizes(&mut self) -> Result<(), StoreError> {
        let counted = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1')";
        if self.conn.query_row(counted, [], |row| row.get(0))? {
            self.conn.execute_batch("DELETE FROM sqlite_stat1; ANALYZE sqlite_schema;")?;
            // What was prepared goes by the sizes of before.
            self.conn.flush_prepared_statement_cache();
        }
        Ok(())
    }

    /// Opens a batch and gives its number, to be named by what is part of it.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn open_batch(&mut self, kind: &str, label: &str, hand: &Hand<'_>) -> Result<i64, StoreError> {
        self.write(|conn| {
            conn.prepare_cached("INSERT INTO batch (kind, label, at, operator) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![kind, label, Sql(hand.at), hand.operator])?;
            Ok(conn.last_insert_rowid())
        })
    }

    /// Gives the last batches, the newest first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn batches(&self, limit: usize) -> Result<Vec<Batch>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!("{BATCHES} ORDER BY id DESC LIMIT ?1"))?;
        let batches = statement.query_map([Sql(limit)], read_batch)?;
        Ok(batches.collect::<Result<_, _>>()?)
    }

    /// Gives one batch.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when there is none of this number.
    pub fn batch(&self, id: i64) -> Result<Batch, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!("{BATCHES} WHERE id = ?1"))?;
        let batch = statement.query_row([id], read_batch).optional()?;
        batch.ok_or_else(|| StoreError::missing(Noun::Batch, id))
    }

    /// Takes a batch back: files and items it made go, those it changed are as before. What was used or changed
    /// since is left alone and named. Reports how many acts are done, for progress; taking back once more
    /// finds nothing to do.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when there is none of this number.
    pub fn undo_batch(
        &mut self,
        id: i64,
        hand: &Hand<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Undone, StoreError> {
        let batch = self.batch(id)?;
        let mut undone = Undone::default();
        let is_large = batch.created + batch.changed > FEW;
        self.forget = if is_large { Forget::Later } else { Forget::AtOnce };
        let taken_back = self.undo_acts(id, hand, &mut undone, progress);
        self.forget = Forget::AtOnce;
        taken_back?;
        self.write(|conn| {
            if is_large {
                index_anew(conn)?;
            }
            let sql = "UPDATE batch SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL";
            Ok(conn.prepare_cached(sql)?.execute(params![id, Sql(hand.at)])?)
        })?;
        Ok(undone)
    }

    fn undo_acts(
        &mut self,
        batch: i64,
        hand: &Hand<'_>,
        undone: &mut Undone,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), StoreError> {
        let mut below = i64::MAX;
        loop {
            let acts = acts_before(&self.conn, batch, below)?;
            let Some(last) = acts.last() else { break };
            below = last.row;
            self.bulk(|store| acts.iter().try_for_each(|act| store.write(|conn| undo(conn, act, hand, undone))))?;
            progress(undone.restored + undone.removed + undone.kept.len() as u64);
        }
        self.bulk(|store| take_back(store, batch, undone, progress))
    }
}

fn read_batch(row: &rusqlite::Row<'_>) -> rusqlite::Result<Batch> {
    Ok(Batch {
        id: row.get(0)?,
        kind: row.get(1)?,
        label: row.get(2)?,
        at: get(row, 3)?,
        operator: row.get(4)?,
        undone_at: get_opt(row, 5)?,
        created: get(row, 6)?,
        changed: get(row, 7)?,
    })
}

/// One change to take back.
struct Step {
    row: i64,
    customer: i64,
    id: CustomerId,
    before: Option<Customer>,
}

fn acts_before(conn: &Connection, batch: i64, below: i64) -> Result<Vec<Step>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT a.row, a.customer, c.id, a.before FROM file_act a JOIN customer c ON c.row = a.customer
         WHERE a.batch = ?1 AND a.row < ?2 AND a.act IN ('\"created\"', '\"changed\"') ORDER BY a.row DESC LIMIT ?3",
    )?;
    let steps = statement.query_map(params![batch, below, Sql(AT_ONCE)], |row| {
        Ok(Step {
            row: row.get(0)?,
            customer: row.get(1)?,
            id: get(row, 2)?,
            before: get_opt::<Json<Customer>>(row, 3)?.map(|json| json.0),
        })
    })?;
    Ok(steps.collect::<Result<_, _>>()?)
}

fn undo(conn: &Connection, step: &Step, hand: &Hand<'_>, undone: &mut Undone) -> Result<(), StoreError> {
    // Changes of the same batch that came after this one are taken back already, and left no act.
    let mut later = conn.prepare_cached(
        "SELECT 1 FROM file_act
         WHERE customer = ?1 AND row > ?2 AND act IN ('\"changed\"', '\"joined\"', '\"parted\"', '\"erased\"')",
    )?;
    if later.exists(params![step.customer, step.row])? || head(conn, step.id)? != step.id {
        undone.kept.push((Subject::Customer(step.id), Kept::ChangedSince));
        return Ok(());
    }
    match &step.before {
        None if in_the_books(conn, step)? => undone.kept.push((Subject::Customer(step.id), Kept::InTheBooks)),
        None => {
            // Open, and never used.
            conn.prepare_cached("DELETE FROM account WHERE customer = ?1")?.execute([Sql(step.id)])?;
            remove(conn, step.customer)?;
            undone.removed += 1;
        }
        Some(before) => {
            let now = read_customer(conn, step.customer)?;
            put(conn, before)?;
            let taken_back = Noted { act: Act::Changed, before: now.as_ref(), detail: Some("undo") };
            note_act(conn, step.customer, &taken_back, &Hand { batch: None, ..hand.clone() })?;
            undone.restored += 1;
        }
    }
    Ok(())
}

/// Tells whether anything in the books names a customer: then the file stays.
fn in_the_books(conn: &Connection, step: &Step) -> Result<bool, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM sale WHERE customer = ?1) OR EXISTS (SELECT 1 FROM counter_entry WHERE customer = ?1)
             OR EXISTS (SELECT 1 FROM credit WHERE customer = ?1)
             OR EXISTS (SELECT 1 FROM account_entry WHERE customer = ?1)
             OR EXISTS (SELECT 1 FROM account WHERE customer = ?1 AND hold IS NOT NULL)
             OR EXISTS (SELECT 1 FROM customer WHERE sponsor = ?1)
             OR EXISTS (SELECT 1 FROM merger WHERE kept = ?1 OR absorbed = ?1)",
    )?;
    Ok(statement.query_row([Sql(step.id)], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{commit, customer, dump, memory, sale};

    fn hand(batch: Option<i64>) -> Hand<'static> {
        Hand { at: "2026-11-22T10:00:00+01:00".parse().unwrap(), operator: "Ana", batch }
    }

    fn in_batch(store: &mut Store, files: &[Customer]) -> i64 {
        let batch = store.open_batch("import", "clients.csv", &hand(None)).unwrap();
        for file in files {
            store.write_file(file, &hand(Some(batch))).unwrap();
        }
        batch
    }

    /// All that is in the shop but the memory of batches and acts.
    fn state(store: &Store) -> String {
        let memory =
            |line: &&str| !["batch", "file_act", "sqlite_sequence"].iter().any(|table| line.starts_with(table));
        dump(store).lines().filter(memory).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_import_that_is_taken_back_leaves_the_shop_as_it_was() {
        let mut store = memory();
        store.put_customer(&customer(1, "Lefevre", "Claire")).unwrap();
        let before = state(&store);
        let mut corrected = customer(1, "Lefèvre", "Claire");
        corrected.cards = vec!["CF-7".into()];
        let mut new = customer(2, "Durand", "Zoé");
        new.cards = vec!["CF-8".into()];
        let batch = in_batch(&mut store, &[corrected, new]);
        let told = store.batch(batch).unwrap();
        assert_eq!((told.created, told.changed, told.undone_at), (1, 1, None));
        assert_ne!(state(&store), before);
        let mut seen = Vec::new();
        let undone = store.undo_batch(batch, &hand(None), &mut |done| seen.push(done)).unwrap();
        assert_eq!(undone, Undone { restored: 1, removed: 1, ..Undone::default() });
        assert_eq!((state(&store), seen), (before, vec![2]));
        assert_eq!(store.search_customers("durand", 9).unwrap(), []);
        assert_eq!(store.batch(batch).unwrap().undone_at, Some(hand(None).at));
        let again = store.undo_batch(batch, &hand(None), &mut |_| ()).unwrap();
        assert_eq!((again.restored, again.removed), (0, 0));
    }

    #[test]
    fn an_account_that_was_opened_and_never_used_goes_with_its_file_and_one_that_is_held_keeps_it() {
        let mut store = memory();
        let before = state(&store);
        let people: Vec<Customer> = (1..=2).map(|n| customer(n, "Durand", "Zoé")).collect();
        let batch = in_batch(&mut store, &people);
        for one in &people {
            store.open_account(one.id, None).unwrap();
        }
        store.set_hold(people[1].id, Some("chèque impayé".into())).unwrap();
        let undone = store.undo_batch(batch, &hand(None), &mut |_| ()).unwrap();
        assert_eq!((undone.removed, undone.kept), (1, vec![(Subject::Customer(people[1].id), Kept::InTheBooks)]));
        store.set_hold(people[1].id, None).unwrap();
        store.undo_batch(batch, &hand(None), &mut |_| ()).unwrap();
        assert_eq!(state(&store), before);
    }

    #[test]
    fn a_shop_that_was_nearly_empty_is_filled_without_reading_all_of_it_for_each_row() {
        let mut store = memory();
        store.put_customer(&customer(1, "Lefèvre", "Claire")).unwrap();
        store.conn.execute_batch("ANALYZE").unwrap();
        let known = |store: &Store| -> i64 {
            store.conn.query_row("SELECT count(*) FROM sqlite_stat1", [], |row| row.get(0)).unwrap()
        };
        let plan = |store: &Store| -> Vec<String> {
            let sql = "EXPLAIN QUERY PLAN SELECT row FROM person WHERE phone = ?1";
            let mut statement = store.conn.prepare(sql).unwrap();
            let steps = statement.query_map(["+33612345678"], |row| row.get(3)).unwrap();
            steps.collect::<Result<_, _>>().unwrap()
        };
        assert!(known(&store) > 0);
        store.forget_sizes().unwrap();
        assert_eq!(known(&store), 0);
        assert!(plan(&store).iter().all(|step| step.starts_with("SEARCH")), "{:?}", plan(&store));
        store.forget_sizes().unwrap();
    }

    #[test]
    fn the_search_forgets_a_large_batch_as_it_forgets_one_file() {
        let mut store = memory();
        store.put_customer(&customer(1, "Durand", "Claire")).unwrap();
        let people: Vec<Customer> = (2..=5).map(|n| customer(n, "Durand", "Zoé")).collect();
        let batch = in_batch(&mut store, &people);
        assert_eq!(store.search_customers("durand", 9).unwrap().len(), 5);
        let before = store.forget;
        store.undo_batch(batch, &hand(None), &mut |_| ()).unwrap();
        assert!(before == store.forget, "one file that is erased later leaves the index at once");
        assert_eq!(store.search_customers("durand", 9).unwrap().len(), 1);
        assert_eq!(store.search_customers("zoe", 9).unwrap(), []);
        let words = "SELECT count(*) FROM person_search WHERE person_search MATCH 'zoe'";
        assert_eq!(store.conn.query_row::<i64, _, _>(words, [], |row| row.get(0)).unwrap(), 0);
        let check = "INSERT INTO person_search (person_search, rank) VALUES ('integrity-check', 1)";
        store.conn.execute(check, []).unwrap();
        let secure = "SELECT v FROM person_search_config WHERE k = 'secure-delete'";
        assert_eq!(store.conn.query_row::<i64, _, _>(secure, [], |row| row.get(0)).unwrap(), 1);
    }

    #[test]
    fn what_was_used_or_changed_since_is_left_alone_and_named() {
        let mut store = memory();
        let people: Vec<Customer> = (1..=3).map(|n| customer(n, "Durand", "Zoé")).collect();
        let batch = in_batch(&mut store, &people);
        let bought = sale(&store, Some(&people[0]), 1, &[(1_000, "1")]);
        commit(&mut store, &bought).unwrap();
        store.write_file(&customer(2, "Durant", "Zoé"), &hand(None)).unwrap();
        let undone = store.undo_batch(batch, &hand(None), &mut |_| ()).unwrap();
        let [first, second] = [0, 1].map(|n: usize| Subject::Customer(people[n].id));
        let kept = vec![(second, Kept::ChangedSince), (first, Kept::InTheBooks)];
        assert_eq!(undone, Undone { removed: 1, kept, ..Undone::default() });
        assert_eq!(store.count_customers().unwrap(), 2);
        let missing = StoreError::missing(Noun::Batch, 99);
        assert_eq!(store.undo_batch(99, &hand(None), &mut |_| ()), Err(missing));
    }
}
