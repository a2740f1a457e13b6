//! Cases: what a policy must answer to which sale, written so that a shopkeeper can read them.
//!
//! ```toml
//! [[case]]
//! name = "Le seuil atteint tout juste donne le cadeau"
//! settings = { threshold = 200 }
//! customer = {}
//! counters = { points = 150 }
//!
//! [[case.line]]
//! price = "25.00"
//! quantity = 2
//!
//! [case.expect]
//! add = { points = 50 }
//! completed = ["points"]
//! offers = { gift = "open" }
//! ```
//!
//! What `expect` does not name must not happen, but for messages and other details, which are compared
//! only when it names some. Fractions are written in quotes, so that they are exact. A sale with everything:
//!
//! ```toml
//! [[case]]
//! name = "Tout ce qu'un cas peut dire"
//! event = "identified"
//! day = 2026-12-24
//! time = 18:30:00
//! customer = { group = "or", tags = ["vip"], birthday = 1990-12-24, postcode = "33000", sponsored = true }
//! counters = { points = { balance = 150, pending = 10, room = 50, lots = [{ amount = 100, expires = 2026-12-31 }] } }
//! offers = { gift = { state = "taken", part = 37, choice = "mug" } }
//! waiting = { gift = 2026-10-01 }
//! history = { "visits(this year)" = 3, "spent(departments livres, days 365)" = "120.50", "last-visit" = "never" }
//! items = { MUG = "8.00" }
//!
//! [[case.line]]
//! sku = "LIVRE"
//! departments = ["polars", "livres"]
//! tags = ["promo"]
//! points = 5
//! cost = "6.10"
//! price = "12.00"
//!
//! [case.expect]
//! add = { points = 12 }
//! add_to_sponsor = { points = 5 }
//! earned = [{ counter = "points", amount = 12, expires = 2027-12-31 }, { counter = "points", amount = 5, to = "sponsor" }]
//! items = [{ sku = "MUG" }]
//! offers = { gift = { state = "open", part = { min = 10, step = 1, max = 150 }, choices = ["mug", "bag"] } }
//! messages = [{ key = "birthday", to = ["customer-panel"], acknowledge = true }]
//! ```
//!
//! A case of a filter is about a customer, and says whether the filter chooses them:
//!
//! ```toml
//! [[case]]
//! name = "Une fidèle qui ne vient plus"
//! day = 2026-12-01
//! customer = { group = "or" }
//! counters = { "fidelite/points" = 120 }
//! history = { "visits(always)" = 6, "last-visit" = 2026-04-02 }
//!
//! [case.expect]
//! selected = true
//! ```

mod expect;
mod filter;
mod read;
mod run;
mod write;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use comptoir_domain::effect::{Condition, Refusal};
use comptoir_domain::facts::{HistoryAnswer, SaleFacts};
use comptoir_domain::history::Question;
use comptoir_domain::id::Sku;
use comptoir_domain::money::Money;
use serde::Serialize;

pub use expect::{
    Difference, Expected, ExpectedDiscount, ExpectedEarning, ExpectedItem, ExpectedMessage, ExpectedOffer,
    ExpectedVoucher,
};
pub(crate) use filter::among;
pub use filter::{filter_case_facts, run_filter_case};
pub use run::{case_facts, run_case, run_cases};
pub(crate) use run::{price, told};

use crate::catalog::TextFault;
use crate::engine::{Cost, Fault};
use crate::manifest::Kind;
use crate::package::Package;
use crate::questions::{Answers, QuestionError};

/// One case, ready to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The file in the package.
    pub file: String,
    /// Its name, for people.
    pub name: String,
    /// Settings that differ from the defaults, as a person would type them.
    pub settings: Vec<(String, String)>,
    /// The sale, without the answers about the past. A counter without room may earn what the caps of its
    /// manifest leave to a customer who earned nothing yet.
    pub sale: SaleFacts,
    /// The prices of items that may be given, beside those that are sold.
    pub items: BTreeMap<Sku, Money>,
    /// The answers to the policy's questions: all of them, and no other. Empty without a customer.
    pub history: BTreeMap<Question, HistoryAnswer>,
    /// What must come of it.
    pub expected: Expected,
}

/// Where and why a file of cases cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    /// The file in the package.
    pub file: String,
    /// The case, when the error is inside one that has a name.
    pub case: Option<String>,
    /// The line, counted from 1, when it is known.
    pub line: Option<usize>,
    /// The key, or the text of the line.
    pub key: String,
    /// What is wrong: as the reader of TOML says it.
    pub problem: CaseProblem,
}

/// What is wrong with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseProblem {
    /// Not TOML, an unknown key, or a wrong type: as the reader of TOML says it.
    Toml(String),
    /// The file is not UTF-8.
    NotText,
    /// Two cases of the package have this name.
    Twice,
    /// A number with a fraction that is not in quotes, and so not exact.
    Float(String),
    /// Not an amount in euros with at most two decimals.
    NotAnAmount(String),
    /// Not a quantity.
    NotAQuantity(String),
    /// Not a VAT rate.
    NotARate(String),
    /// Not an amount of a counter.
    NotPoints(String),
    /// Not a day or a time of day.
    NotATime(String),
    /// A discount larger than the line.
    DiscountAboveLine(String),
    /// Two lines with this id.
    LineTwice,
    /// Neither a day nor a month and a day.
    NotABirthday(String),
    /// Not a question about the past.
    NotAQuestion(QuestionError),
    /// The same question twice, written differently.
    QuestionTwice,
    /// Not an answer of the question's kind.
    NotAnAnswer {
        /// The kind.
        kind: Answers,
        /// What was read.
        read: String,
    },
    /// Counters, or answers about the past, without a customer.
    WithoutCustomer,
    /// A counter that the manifest does not have; those that it has.
    NotACounter(Vec<String>),
    /// The manifest has no such setting; the ones that there are.
    NotASetting(Vec<String>),
    /// Something that a case of this kind of policy does not have.
    NotForKind(Kind),
    /// A case of a filter that does not say whether the customer is chosen.
    NoVerdict,
}

/// How the answers of a case differ from the questions that the policy asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HistoryFault {
    /// The policy asks it, and the case gives no answer.
    Forgotten(String),
    /// The case answers it, and the policy does not ask.
    NotAsked(String),
}

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseResult {
    /// The file in the package.
    pub file: String,
    /// The case's name.
    pub name: String,
    /// Whether everything is as expected.
    pub passed: bool,
    /// What was expected.
    pub expected: Expected,
    /// What came.
    pub actual: Expected,
    /// Where the two differ.
    pub differences: Vec<Difference>,
    /// Words that a catalog lacks or cannot put together.
    pub words: Vec<TextFault>,
    /// Where the case's answers about the past are not those that the policy asks for; it was not evaluated.
    pub history: Vec<HistoryFault>,
    /// Whether the same question got the same answer each time.
    pub same_each_time: bool,
    /// The fault in full, when there was one.
    pub fault: Option<Fault>,
    /// The refusal in full, when the till refused the answer.
    pub refusal: Option<Refusal>,
    /// What the evaluation used.
    pub cost: Option<Cost>,
    /// Why.
    pub trace: Vec<Condition>,
}

impl Case {
    /// Reads all cases of a package.
    ///
    /// # Errors
    ///
    /// The first [`CaseError`].
    pub fn of(package: &Package) -> Result<Vec<Self>, CaseError> {
        read::cases(package)
    }

    /// Reads a file of cases.
    ///
    /// # Errors
    ///
    /// The first [`CaseError`].
    pub fn read(file: &str, text: &str) -> Result<Vec<Self>, CaseError> {
        read::all_once(std::iter::once((file, text.as_bytes())), |_| Ok(()))
    }

    /// Writes the case as a file has it, so that a past sale can be kept as one. Read again, it is the same
    /// to the minute; the amount of a line is its quantity times its price.
    #[must_use]
    pub fn to_toml(&self) -> String {
        write::case(self)
    }
}

/// A Monday that is nothing special.
fn ordinary_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("23 November 2026 is in the calendar")
}

fn ordinary_time() -> NaiveTime {
    NaiveTime::from_hms_opt(10, 0, 0).expect("ten o'clock is in the day")
}
