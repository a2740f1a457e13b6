//! Opening and closing a shop's file, and the transactions that everything is written in.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use comptoir_domain::shop::Shop;
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::error::StoreError;
use crate::indexing::{self, Forget};
use crate::lock::Lock;
use crate::schema;

/// The database's name in the shop's folder.
pub const DATABASE_FILE: &str = "comptoir.db";
/// The lock's name in the shop's folder.
pub const LOCK_FILE: &str = "comptoir.lock";
/// What a new database is called until it is whole.
const UNFINISHED_FILE: &str = "comptoir.db.new";

/// How much of the file is kept in memory, in KiB.
const CACHE: i64 = 32_768;
/// The same while much is written: the indexes of a million customers, whose pages are touched in no order.
const BULK_CACHE: i64 = 131_072;

/// A shop's file, open: one connection, and no other program beside it.
#[derive(Debug)]
pub struct Store {
    // Closed before the lock is freed, since fields are dropped in this order.
    pub(crate) conn: Connection,
    pub(crate) shop: Shop,
    /// How many transactions are open, one within the other.
    depth: u32,
    /// How words leave the search indexes now.
    pub(crate) forget: Forget,
    _lock: Option<Lock>,
}

impl Store {
    /// Makes a new shop in a folder, which is made as well where it is missing.
    ///
    /// The file is built under another name and renamed when it is whole, so that a power cut leaves
    /// no half of a shop.
    ///
    /// # Errors
    ///
    /// [`StoreError::ShopExists`] when there is one, [`StoreError::Locked`], [`StoreError::Unusable`].
    pub fn create(dir: &Path, shop: &Shop) -> Result<Self, StoreError> {
        let unusable = |path: &Path| {
            let path = path.to_path_buf();
            move |error: std::io::Error| StoreError::Unusable { path, detail: error.to_string() }
        };
        fs::create_dir_all(dir).map_err(unusable(dir))?;
        let lock = Lock::take(&dir.join(LOCK_FILE))?;
        let path = dir.join(DATABASE_FILE);
        if path.exists() {
            return Err(StoreError::ShopExists { dir: dir.into() });
        }
        let unfinished = dir.join(UNFINISHED_FILE);
        for suffix in ["", "-journal"] {
            let left_over = dir.join(format!("{UNFINISHED_FILE}{suffix}"));
            if left_over.exists() {
                fs::remove_file(&left_over).map_err(unusable(&left_over))?;
            }
        }
        let mut conn = connect(&unfinished, OpenFlags::SQLITE_OPEN_CREATE)?;
        found(&mut conn, shop)?;
        conn.close().map_err(|(_, error)| error)?;
        fs::rename(&unfinished, &path).map_err(unusable(&path))?;
        sync_folder(dir);
        Self::open_locked(dir, lock)
    }

    /// Opens the shop of a folder, and brings its file to the newest schema.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotAShop`], [`StoreError::Locked`], [`StoreError::TooNew`],
    /// [`StoreError::Damaged`], [`StoreError::Unusable`].
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        if !dir.join(DATABASE_FILE).exists() {
            return Err(StoreError::NotAShop { dir: dir.into() });
        }
        let lock = Lock::take(&dir.join(LOCK_FILE))?;
        Self::open_locked(dir, lock)
    }

    /// Makes a shop that ends with the program, for tests.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`] when there is no memory for it.
    pub fn in_memory(shop: &Shop) -> Result<Self, StoreError> {
        let mut conn = Connection::open_in_memory()?;
        configure(&conn)?;
        found(&mut conn, shop)?;
        Ok(Self { conn, shop: shop.clone(), depth: 0, forget: Forget::AtOnce, _lock: None })
    }

    fn open_locked(dir: &Path, lock: Lock) -> Result<Self, StoreError> {
        let mut conn = connect(&dir.join(DATABASE_FILE), OpenFlags::empty())?;
        schema::check(&conn, dir)?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
        let uncounted = schema::migrate(&mut conn)?;
        let shop = read_shop(&conn)?;
        let mut store = Self { conn, shop, depth: 0, forget: Forget::AtOnce, _lock: Some(lock) };
        if uncounted {
            store.rebuild_indicators()?;
        }
        Ok(store)
    }

    /// Opens the same file once more, to read only: what is read there waits for no write and delays none.
    pub(crate) fn open_beside(&self) -> Result<Self, StoreError> {
        let path = self.conn.path().filter(|path| !path.is_empty());
        let in_memory = || StoreError::Unusable { path: PathBuf::new(), detail: "the shop is in memory".into() };
        let conn = read_only(Path::new(path.ok_or_else(in_memory)?))?;
        Ok(Self { conn, shop: self.shop.clone(), depth: 0, forget: Forget::AtOnce, _lock: None })
    }

    /// Gives the shop as it was when the folder was made.
    #[must_use]
    pub const fn shop(&self) -> &Shop {
        &self.shop
    }

    /// Does many writes in one transaction: an import, a demo shop. Nothing is written when the work
    /// fails. Transactions of the writes within become parts of this one, and reach the disk with it
    /// only: a real payment stands alone. Searches find what was written once the work is done.
    ///
    /// Rows that are indexed in no order touch most pages of an index in each transaction: a million
    /// customers are best written 100 000 at a time.
    ///
    /// # Errors
    ///
    /// What the work fails with, or the [`StoreError`] of the transaction itself.
    pub fn bulk<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let outermost = self.depth == 0;
        if outermost {
            set_cache(&self.conn, BULK_CACHE)?;
        }
        let done = self.transaction(work);
        if outermost {
            // A failure costs some memory, and nothing that was written.
            let _ = set_cache(&self.conn, CACHE);
        }
        done
    }

    /// Opens the transaction of [`Store::bulk`] for work that needs more than the store. Whoever opens it
    /// ends it, whatever happens between.
    ///
    /// # Errors
    ///
    /// The [`StoreError`] of the transaction.
    pub fn begin_bulk(&mut self) -> Result<(), StoreError> {
        if self.depth == 0 {
            set_cache(&self.conn, BULK_CACHE)?;
        }
        self.begin().map(drop)
    }

    /// Ends what [`Store::begin_bulk`] opened: writes all of it, or nothing.
    ///
    /// # Errors
    ///
    /// The [`StoreError`] of the transaction.
    pub fn end_bulk(&mut self, write: bool) -> Result<(), StoreError> {
        self.depth -= 1;
        let scope = if self.depth == 0 { Scope::Whole } else { Scope::Part };
        let ended = if write {
            self.end(scope)
        } else {
            scope.roll_back(&self.conn);
            Ok(())
        };
        if self.depth == 0 {
            // A failure costs some memory, and nothing that was written.
            let _ = set_cache(&self.conn, CACHE);
        }
        ended
    }

    fn transaction<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let scope = self.begin()?;
        // A panic must not leave the transaction open: later sales would seem written and be lost.
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        self.depth -= 1;
        match done {
            Ok(Ok(value)) => {
                self.end(scope)?;
                Ok(value)
            }
            Ok(Err(error)) => {
                scope.roll_back(&self.conn);
                Err(error)
            }
            Err(panic) => {
                scope.roll_back(&self.conn);
                resume_unwind(panic)
            }
        }
    }

    fn begin(&mut self) -> Result<Scope, StoreError> {
        let scope = if self.depth == 0 { Scope::Whole } else { Scope::Part };
        // After a full disk SQLite ends the whole transaction by itself: nothing may follow in it.
        if scope == Scope::Part && self.conn.is_autocommit() {
            return Err(StoreError::Database { detail: "the transaction was given up before".into() });
        }
        scope.begin(&self.conn)?;
        self.depth += 1;
        Ok(scope)
    }

    fn end(&self, scope: Scope) -> Result<(), StoreError> {
        let indexed = if scope == Scope::Whole { indexing::index_changes(&self.conn, self.forget) } else { Ok(()) };
        if indexed.is_err() {
            scope.roll_back(&self.conn);
            return indexed;
        }
        scope.commit(&self.conn)
    }

    /// Gives a number that changes whenever another connection wrote to the shop, and by nothing else.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn changes_by_others(&self) -> Result<i64, StoreError> {
        Ok(self.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// Does one write as a whole or not at all.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.transaction(|store| work(&store.conn))
    }
}

/// The end of the program writes what is left of the write-ahead log into the file.
impl Drop for Store {
    fn drop(&mut self) {
        // Whoever reads beside, or keeps a shop in memory, holds no lock and has nothing to tidy up.
        if self._lock.is_none() {
            return;
        }
        // A failure costs nothing: the log is read again at the next start.
        let _ = self.conn.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
    }
}

/// A transaction, or a part of the one that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Whole,
    Part,
}

impl Scope {
    fn begin(self, conn: &Connection) -> rusqlite::Result<()> {
        let sql = match self {
            Self::Whole => "BEGIN IMMEDIATE",
            Self::Part => "SAVEPOINT part",
        };
        conn.prepare_cached(sql)?.execute([]).map(drop)
    }

    fn commit(self, conn: &Connection) -> Result<(), StoreError> {
        let sql = match self {
            Self::Whole => "COMMIT",
            Self::Part => "RELEASE part",
        };
        let done = conn.prepare_cached(sql)?.execute([]).map(drop);
        if done.is_err() {
            self.roll_back(conn);
        }
        Ok(done?)
    }

    fn roll_back(self, conn: &Connection) {
        let sql = match self {
            Self::Whole => "ROLLBACK",
            Self::Part => "ROLLBACK TO part; RELEASE part",
        };
        // After some errors (a full disk) SQLite has rolled back by itself, and this one fails.
        let _ = conn.execute_batch(sql);
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let unusable = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::PermissionDenied) => {
            StoreError::Unusable { path: PathBuf::from(path), detail: error.to_string() }
        }
        _ => error.into(),
    };
    let conn = Connection::open_with_flags(path, flags).map_err(unusable)?;
    configure(&conn).map_err(|error| match error {
        StoreError::Damaged { .. } => StoreError::Damaged { detail: format!("{} is no database", path.display()) },
        other => other,
    })?;
    Ok(conn)
}

/// How long a reader waits for the rare moments in which the file is not to be read.
const READER_PATIENCE: Duration = Duration::from_secs(2);

fn read_only(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)
        .map_err(|error| StoreError::Unusable { path: PathBuf::from(path), detail: error.to_string() })?;
    conn.busy_timeout(READER_PATIENCE)?;
    configure(&conn)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

fn configure(conn: &Connection) -> Result<(), StoreError> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Without recursive triggers, INSERT OR REPLACE would delete a row of the books in silence.
    // Erased persons are overwritten with zeros.
    conn.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA secure_delete = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA synchronous = FULL;
         PRAGMA temp_store = MEMORY;",
    )?;
    set_cache(conn, CACHE)?;
    conn.execute_batch(indexing::TABLES)?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("fold", 1, flags, |call| {
        Ok(call.get_raw(0).as_str_or_null()?.map(crate::search::fold))
    })?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(())
}

fn set_cache(conn: &Connection, kibibytes: i64) -> Result<(), StoreError> {
    // SQLite tells pages from KiB by the sign.
    Ok(conn.pragma_update(None, "cache_size", -kibibytes)?)
}

/// Makes the new name in a folder survive a power cut, where the system can.
fn sync_folder(dir: &Path) {
    // Windows opens no folder as a file; its file systems keep names in their own journal.
    let _ = fs::File::open(dir).and_then(|folder| folder.sync_all());
}

/// Gives an empty file its schema and its shop.
fn found(conn: &mut Connection, shop: &Shop) -> Result<(), StoreError> {
    schema::migrate(conn)?;
    let body = serde_json::to_string(shop).map_err(|e| StoreError::Unstorable { detail: e.to_string() })?;
    conn.execute("INSERT INTO shop (one, body) VALUES (1, ?1)", [body])?;
    Ok(())
}

fn read_shop(conn: &Connection) -> Result<Shop, StoreError> {
    let body: Option<String> = conn.query_row("SELECT body FROM shop", [], |row| row.get(0)).optional()?;
    let body = body.ok_or_else(|| StoreError::Damaged { detail: "the shop is missing".into() })?;
    serde_json::from_str(&body).map_err(|error| StoreError::Damaged { detail: format!("shop: {error}") })
}

#[cfg(test)]
mod tests {
    use comptoir_domain::credit::CreditKind;
    use comptoir_domain::ledger::{CreditIssue, CreditMovement};
    use comptoir_domain::money::Money;

    use super::*;
    use crate::testing::{commit, credit_id, customer, dump, furnish, sale, shop};

    #[test]
    fn a_shop_is_found_again_with_all_that_was_written() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("shops/maison");
        let mut store = Store::create(&folder, &shop()).unwrap();
        furnish(&mut store);
        let paid = sale(&store, None, 1, &[(4_990, "2")]);
        commit(&mut store, &paid).unwrap();
        let before = dump(&store);
        drop(store);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "the database and the lock are left");
        let store = Store::open(&folder).unwrap();
        assert_eq!(store.shop(), &shop());
        assert_eq!(dump(&store), before);
        let pragma = |name: &str| -> String {
            let value = |row: &rusqlite::Row<'_>| Ok(format!("{:?}", row.get_ref(0)?));
            store.conn.pragma_query_value(None, name, value).unwrap()
        };
        assert!(pragma("journal_mode").contains("119, 97, 108"), "{}", pragma("journal_mode"));
        for (name, value) in [("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("recursive_triggers", 1)]
        {
            assert_eq!(pragma(name), format!("Integer({value})"), "{name}");
        }
    }

    #[test]
    fn one_program_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path(), &shop()).unwrap();
        let pid = Some(std::process::id());
        assert_eq!(Store::open(dir.path()).unwrap_err(), StoreError::Locked { pid });
        drop(store);
        Store::open(dir.path()).unwrap();
    }

    #[test]
    fn of_two_connections_that_spend_sixty_of_a_hundred_one_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let mut one = Store::create(dir.path(), &shop()).unwrap();
        furnish(&mut one);
        let euros = |units: i64| Money::from_cents(units * 100);
        let mut bought = sale(&one, None, 1, &[(10_000, "1")]);
        bought.movements.issued.push(CreditIssue {
            id: credit_id(1),
            kind: CreditKind::GiftVoucher,
            code: "CC-1".into(),
            customer: None,
            amount: euros(100),
            expires: None,
            program: None,
            line: None,
            label: String::new(),
        });
        commit(&mut one, &bought).unwrap();
        // As if there were no lock: the books alone must stand it.
        let conn = connect(&dir.path().join(DATABASE_FILE), OpenFlags::empty()).unwrap();
        conn.busy_timeout(Duration::ZERO).unwrap();
        let mut other = Store { conn, shop: shop(), depth: 0, forget: Forget::AtOnce, _lock: None };
        let spending = |store: &Store| {
            let mut paid = sale(store, None, 2, &[(6_000, "1")]);
            paid.movements.credits.push(CreditMovement { credit: credit_id(1), delta: -euros(60) });
            paid
        };
        let (first, mut second) = (spending(&one), spending(&other));
        let busy: Result<(), StoreError> = one.bulk(|one| {
            commit(one, &first)?;
            assert_eq!(commit(&mut other, &second), Err(StoreError::Locked { pid: None }));
            Ok(())
        });
        busy.unwrap();
        assert!(commit(&mut other, &second).is_err(), "the same sale is not paid twice");
        second.stamp = sale(&other, None, 2, &[(6_000, "1")]).stamp;
        let too_low = StoreError::CreditTooLow { code: "CC-1".into(), balance: euros(40), asked: euros(60) };
        assert_eq!(commit(&mut other, &second), Err(too_low));
        for store in [&one, &other] {
            assert_eq!(store.credit(credit_id(1)).unwrap().unwrap().balance, euros(40));
        }
    }

    #[test]
    fn what_is_no_shop_is_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let none = StoreError::NotAShop { dir: dir.path().into() };
        assert_eq!(Store::open(dir.path()).unwrap_err(), none);
        let file = dir.path().join(DATABASE_FILE);
        fs::write(&file, "not a database at all, but long enough to look like one? ".repeat(40)).unwrap();
        assert!(matches!(Store::open(dir.path()), Err(StoreError::Damaged { .. })));
        fs::remove_file(&file).unwrap();
        Connection::open(&file).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
        assert_eq!(Store::open(dir.path()).unwrap_err(), none);
        assert_eq!(Store::create(dir.path(), &shop()).unwrap_err(), StoreError::ShopExists { dir: dir.path().into() });
    }

    #[test]
    fn a_shop_of_a_newer_version_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::create(dir.path(), &shop()).unwrap());
        let conn = Connection::open(dir.path().join(DATABASE_FILE)).unwrap();
        conn.pragma_update(None, "user_version", 99).unwrap();
        drop(conn);
        assert_eq!(Store::open(dir.path()).unwrap_err(), StoreError::TooNew { found: 99, known: 10 });
    }

    #[test]
    fn a_making_that_was_cut_short_is_done_again() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(UNFINISHED_FILE), "half a shop").unwrap();
        let store = Store::create(dir.path(), &shop()).unwrap();
        assert_eq!(store.shop(), &shop());
        assert!(!dir.path().join(UNFINISHED_FILE).exists());
    }

    #[test]
    fn a_folder_that_cannot_be_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(
            matches!(Store::create(&file.join("shop"), &shop()), Err(StoreError::Unusable { path, .. }) if path == file.join("shop"))
        );
    }

    #[test]
    fn many_writes_are_one_or_none() {
        let mut store = Store::in_memory(&shop()).unwrap();
        let before = dump(&store);
        let failed: Result<(), StoreError> = store.bulk(|store| {
            store.put_customer(&customer(1, "Lefèvre", "Claire"))?;
            Err(StoreError::DiskFull)
        });
        assert_eq!((failed, dump(&store)), (Err(StoreError::DiskFull), before.clone()));
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            store.bulk::<(), StoreError>(|store| {
                store.put_customer(&customer(1, "Lefèvre", "Claire"))?;
                panic!("a bug in the import");
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(dump(&store), before);
        let mut taken = customer(2, "Durand", "Zoé");
        taken.cards = vec!["A".into(), "a".into()];
        let done: Result<(), StoreError> = store.bulk(|store| {
            store.put_customer(&customer(1, "Lefèvre", "Claire"))?;
            store.put_customer(&taken).unwrap_err();
            Ok(())
        });
        assert_eq!((done, store.count_customers().unwrap()), (Ok(()), 1));
        let given_up: Result<(), StoreError> = store.bulk(|store| {
            store.conn.execute_batch("ROLLBACK").unwrap();
            assert!(matches!(store.set_setting("a", "b"), Err(StoreError::Database { .. })));
            Ok(())
        });
        assert!(given_up.is_err());
        assert_eq!(store.setting("a").unwrap(), None);
        assert!(store.conn.is_autocommit());
    }
}
