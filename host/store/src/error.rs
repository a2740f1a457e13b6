//! What can go wrong with the store: facts; the words are in `messages`.

use std::path::PathBuf;

use comptoir_domain::id::{CustomerId, PriceListId, Sku, TillId};
use comptoir_domain::money::Money;
use comptoir_domain::sale::ReceiptNumber;
use comptoir_journal::Family;

/// A thing that another one names and that the store does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// A department.
    Department,
    /// A price list.
    PriceList,
    /// An item.
    Item,
    /// A customer group.
    Group,
    /// A customer.
    Customer,
    /// A customer's account.
    Account,
    /// A credit note, gift voucher or voucher.
    Credit,
    /// A paid sale.
    Sale,
    /// A job of the print queue.
    PrintJob,
    /// Many changes that were made as one.
    Batch,
    /// A file that was joined to another one.
    Merger,
}

/// Numbers that follow each other without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Receipts of this till.
    Receipts,
    /// Records of one family of the journal.
    Journal(Family),
}

/// Why the store did not do what was asked. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no shop.
    #[error("no shop in {}", dir.display())]
    NotAShop {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder holds a shop already.
    #[error("there is a shop in {} already", dir.display())]
    ShopExists {
        /// The folder.
        dir: PathBuf,
    },
    /// Another program has the shop open.
    #[error("the shop is open in another program (process {pid:?})")]
    Locked {
        /// The program's process, when it could be read.
        pid: Option<u32>,
    },
    /// A newer version of the program wrote the file.
    #[error("schema {found} is newer than {known}")]
    TooNew {
        /// The file's schema.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The file is not what was written.
    #[error("the database is damaged: {detail}")]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// No room is left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The folder cannot be read or written.
    #[error("cannot use {}: {detail}", path.display())]
    Unusable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The sale is paid already: paying again changes nothing.
    #[error("the sale is paid already as {number}")]
    AlreadyPaid {
        /// Its receipt.
        number: ReceiptNumber,
    },
    /// The number belongs to another till.
    #[error("a number of till {found} in the folder of till {expected}")]
    OtherTill {
        /// The till of this folder.
        expected: TillId,
        /// The till of the number.
        found: TillId,
    },
    /// The number is given already.
    #[error("{series:?}: {found} is taken, {next} is next")]
    SequenceTaken {
        /// Of which series.
        series: Series,
        /// The number given.
        found: u64,
        /// The next free one.
        next: u64,
    },
    /// The number leaves a gap.
    #[error("{series:?}: {found} leaves a gap, {next} is next")]
    SequenceGap {
        /// Of which series.
        series: Series,
        /// The number given.
        found: u64,
        /// The next free one.
        next: u64,
    },
    /// The record does not point to the one before it.
    #[error("record {sequence} of {family:?} does not follow the last one")]
    ChainBroken {
        /// The family.
        family: Family,
        /// The record.
        sequence: u64,
    },
    /// More is used of a paper than is left on it.
    #[error("{code} holds {balance}, less than {asked}")]
    CreditTooLow {
        /// Its code.
        code: String,
        /// What is left.
        balance: Money,
        /// What was asked.
        asked: Money,
    },
    /// A paper with this code exists already.
    #[error("a credit with code {code} exists already")]
    CreditCodeTaken {
        /// The code.
        code: String,
    },
    /// An entry by hand needs a reason.
    #[error("the entry has no reason")]
    NoReason,
    /// The key names another entry already.
    #[error("the key {key} names another entry already")]
    EntryKeyTaken {
        /// The key.
        key: String,
    },
    /// The barcode belongs to another item.
    #[error("code {code} belongs to {sku}")]
    CodeTaken {
        /// The barcode.
        code: String,
        /// Whose it is.
        sku: Sku,
    },
    /// The card belongs to another customer.
    #[error("card {card} belongs to {customer}")]
    CardTaken {
        /// The card.
        card: String,
        /// Whose it is.
        customer: CustomerId,
    },
    /// Something is on the account of a person who was to be erased.
    #[error("{balance} are on the account of {customer}")]
    StillOwed {
        /// Whose.
        customer: CustomerId,
        /// What is on it; below zero when it was paid beforehand.
        balance: Money,
    },
    /// Both are one file already.
    #[error("{customer} is the same file")]
    SameFile {
        /// The file.
        customer: CustomerId,
    },
    /// The file that another one was joined to was joined itself since.
    #[error("{customer} was joined to another file since")]
    JoinedAgain {
        /// That file.
        customer: CustomerId,
    },
    /// The department would be within itself.
    #[error("department {id} would be within itself")]
    DepartmentCycle {
        /// The department.
        id: String,
    },
    /// The price list would be based on itself.
    #[error("price list based on itself: {lists:?}")]
    PriceListCycle {
        /// The way from the list to itself, over its bases.
        lists: Vec<PriceListId>,
    },
    /// Something names a thing that the store does not hold.
    #[error("no {noun:?} {id}")]
    Missing {
        /// What kind of thing.
        noun: Noun,
        /// Its id as it was given.
        id: String,
    },
    /// The thing would not read back as it is: it is not written.
    #[error("cannot be stored: {detail}")]
    Unstorable {
        /// What does not fit.
        detail: String,
    },
    /// The database said something else.
    #[error("database: {detail}")]
    Database {
        /// Its words.
        detail: String,
    },
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { detail },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { pid: None },
            Some(_) => Self::Database { detail },
            // What a column holds is no value of its type: nobody but this program writes here.
            None => Self::Damaged { detail },
        }
    }
}

impl StoreError {
    /// A thing that is named and not held.
    pub(crate) fn missing(noun: Noun, id: impl ToString) -> Self {
        Self::Missing { noun, id: id.to_string() }
    }
}
