//! What can go wrong, by kind: each carries facts; `messages` makes words and hints of them.

use std::path::Path;

use comptoir_domain::account::{MatchRefusal, PaymentRefusal};
use comptoir_domain::credit::{CreditKind, CreditRefusal};
use comptoir_domain::customer::AccountRefusal;
use comptoir_domain::draft::DraftRefusal;
use comptoir_domain::money::MoneyError;
use comptoir_domain::quantity::Points;
use comptoir_domain::refund::RefundRefusal;
use comptoir_domain::regime::RegimeRefusal;
use comptoir_domain::tender::{TenderKind, TenderRefusal};
use comptoir_journal::{KeyError, MirrorError, ReadError};
use comptoir_store::StoreError;

use crate::plugins::PackageRefusal;

mod invalid;

pub use invalid::{Invalid, SettingProblem};

/// Why a use case did not happen. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Trade as usual says no.
    #[error("refused: {0:?}")]
    Refused(Refused),
    /// Something typed, scanned or configured cannot be understood.
    #[error("invalid: {0:?}")]
    Invalid(Invalid),
    /// What was named does not exist.
    #[error("not found: {0:?}")]
    NotFound(NotFound),
    /// The shop's folder cannot be read or written.
    #[error(transparent)]
    Storage(#[from] StoreError),
    /// The journal, its key or its mirrored head.
    #[error(transparent)]
    Journal(#[from] JournalTrouble),
    /// A policy package cannot be used.
    #[error("policy {policy}: {problem}")]
    Policy {
        /// Which one.
        policy: String,
        /// What is wrong, in the language of the till.
        problem: String,
    },
    /// A package is not installed or not removed, or not used.
    #[error("package {policy}: {refusal:?}")]
    Package {
        /// Which policy.
        policy: String,
        /// Why.
        refusal: PackageRefusal,
    },
    /// A key of those who publish packages.
    #[error("key: {0:?}")]
    Key(comptoir_policy::KeyError),
    /// A file of customers that cannot be read or written, in the language of the till.
    #[error("{path}: {problem}")]
    Exchange {
        /// Which one.
        path: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A file beside the database.
    #[error("{path}: {problem}")]
    File {
        /// Which one.
        path: String,
        /// What the system says.
        problem: String,
    },
}

/// What the journal says.
#[derive(Debug, thiserror::Error)]
pub enum JournalTrouble {
    /// The signing key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The mirrored head.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    /// A record that cannot be read.
    #[error(transparent)]
    Record(#[from] ReadError),
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        Self::Journal(error.into())
    }
}

impl From<comptoir_policy::KeyError> for Error {
    fn from(error: comptoir_policy::KeyError) -> Self {
        Self::Key(error)
    }
}

impl From<MirrorError> for Error {
    fn from(error: MirrorError) -> Self {
        Self::Journal(error.into())
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Self::Journal(error.into())
    }
}

/// Normal trade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// More would be taken off a counter by hand than it holds.
    CounterBelowZero {
        /// What it holds.
        held: Points,
    },
    /// Nothing is on the draft.
    EmptySale,
    /// The customer's VAT regime lacks what proves it.
    Regime(RegimeRefusal),
    /// The draft does not allow it.
    Draft(DraftRefusal),
    /// The tenders do not pay it.
    Tender(TenderRefusal),
    /// The account does not allow it.
    Account(AccountRefusal),
    /// The account is asked for and the customer has none.
    NoAccount,
    /// A payment of the account is not taken.
    AccountPayment(PaymentRefusal),
    /// An account is not paid by this means.
    AccountTender(TenderKind),
    /// A sale is not paid by this means.
    SaleTender(TenderKind),
    /// Entries of an account are not matched.
    Match(MatchRefusal),
    /// A customer is needed, for this tender.
    NoCustomer(TenderKind),
    /// A credit note, gift voucher or voucher cannot be used.
    Credit(CreditRefusal),
    /// A paper of another kind: a voucher cannot pay, a gift voucher does not reduce.
    WrongPaper {
        /// Its code.
        code: String,
        /// What it is.
        kind: CreditKind,
    },
    /// A paper is named twice in one payment.
    PaperTwice(String),
    /// The refund is not possible.
    Refund(RefundRefusal),
    /// A refund is not paid back by this means.
    RefundTender(TenderKind),
    /// The tenders of a refund are not what is to pay back.
    RefundAmount {
        /// What is to pay back.
        due: comptoir_domain::money::Money,
        /// What the tenders make.
        given: comptoir_domain::money::Money,
    },
    /// The clock may be set in demo and training shops only.
    ClockInRealShop,
    /// The folder holds a shop already.
    ShopExists(String),
    /// A price list has this code already.
    PriceListExists(String),
    /// It cannot be taken away while something goes by it: what, and what to do first.
    InUse(String),
    /// A price must be above zero here.
    PriceNotPositive,
    /// A discount must be above zero: none is no discount of zero.
    DiscountNotPositive,
    /// Money was given for the sale in hand: it cannot be put aside as if nothing were paid.
    PaymentUnderWay,
    /// Nobody who fits has a card to print.
    NoCards {
        /// How many fit and have none.
        without: usize,
    },
    /// A customer has no card, or none that a barcode can hold: their name.
    NoCard(String),
    /// A number of the series would be read as a label of the shop's scale.
    LabelSeries {
        /// The number.
        card: String,
    },
    /// The code of a new card means something already.
    CardInUse {
        /// The code.
        card: String,
        /// What it means.
        by: String,
    },
}

/// What was named and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// No item, card, receipt or voucher has this code.
    Code(String),
    /// No item.
    Item(String),
    /// No customer.
    Customer(String),
    /// Several customers, where one is meant: cards and names of the first.
    SeveralCustomers {
        /// What was asked.
        asked: String,
        /// Who was found.
        found: Vec<String>,
    },
    /// No customer group.
    Group(String),
    /// No price list; the ones that there are.
    PriceList {
        /// What was asked.
        asked: String,
        /// Their codes.
        known: Vec<String>,
    },
    /// No receipt.
    Receipt(String),
    /// No credit note, gift voucher or voucher.
    Credit(String),
    /// No entry of an account.
    AccountEntry(String),
    /// No offer of that name is open; the ones that are.
    Offer {
        /// What was named.
        asked: String,
        /// What can be named.
        open: Vec<String>,
    },
    /// Several programs make an offer of this name: how each is named alone.
    SeveralOffers {
        /// What was named.
        asked: String,
        /// Program and offer of each.
        found: Vec<String>,
    },
    /// No program.
    Program(String),
    /// No counter of a program; the ones that there are.
    Counter {
        /// Program and counter, as they were named.
        asked: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// The program did not run in a sale; those that did.
    ProgramInSale {
        /// The program.
        program: String,
        /// The receipt.
        receipt: String,
        /// Those that ran.
        ran: Vec<String>,
    },
    /// No policy package.
    Policy(String),
    /// No case of that name in a package; the ones that there are.
    Case {
        /// What was asked.
        asked: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No installed policy package.
    Installed(String),
    /// No trusted key.
    Key(String),
    /// No parked sale.
    Parked(String),
    /// No line.
    Line(String),
    /// No department.
    Department(String),
    /// No payment at this place.
    Tender(usize),
    /// The till has no printer.
    Printer,
    /// No sale was made yet.
    AnySale,
}

/// The kinds of errors, for the screen's color and the command's exit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Trade as usual.
    Refused,
    /// A slip.
    Invalid,
    /// Nothing there.
    NotFound,
    /// The folder or the machine.
    Storage,
    /// A policy package.
    Policy,
}

impl Error {
    /// Tells whether the shop is open in another program.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        matches!(self, Self::Storage(StoreError::Locked { .. }))
    }

    /// Tells the kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Refused(_) => Kind::Refused,
            Self::Invalid(_) => Kind::Invalid,
            Self::NotFound(_) => Kind::NotFound,
            Self::Storage(_) | Self::Journal(_) | Self::File { .. } | Self::Exchange { .. } => Kind::Storage,
            Self::Policy { .. } | Self::Package { .. } | Self::Key(_) => Kind::Policy,
        }
    }

    /// Makes the error of a file.
    /// A file or folder that the system refused.
    #[must_use]
    pub fn file(path: &Path, problem: &std::io::Error) -> Self {
        Self::File { path: path.display().to_string(), problem: problem.to_string() }
    }
}

macro_rules! refused_from {
    ($($from:ty => $variant:ident),* $(,)?) => {
        $(impl From<$from> for Error {
            fn from(refusal: $from) -> Self {
                Self::Refused(Refused::$variant(refusal))
            }
        })*
    };
}

refused_from! {
    DraftRefusal => Draft,
    TenderRefusal => Tender,
    AccountRefusal => Account,
    PaymentRefusal => AccountPayment,
    MatchRefusal => Match,
    CreditRefusal => Credit,
    RefundRefusal => Refund,
    RegimeRefusal => Regime,
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl From<NotFound> for Error {
    fn from(missing: NotFound) -> Self {
        Self::NotFound(missing)
    }
}

impl From<MoneyError> for Error {
    fn from(error: MoneyError) -> Self {
        Self::Invalid(Invalid::Amount(error))
    }
}
