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
//! What `expect` does not name must not happen, but for messages, which are compared only when it
//! names some. Fractions are written in quotes, so that they are exact.

mod expect;
mod read;
mod run;

use comptoir_domain::effect::{Condition, Refusal};
use comptoir_domain::facts::SaleFacts;
use serde::Serialize;

pub use expect::{Difference, Expected, ExpectedDiscount, ExpectedMessage, ExpectedVoucher};
pub use run::run_cases;

use crate::catalog::TextFault;
use crate::engine::{Cost, Fault};
use crate::package::Package;

/// One case, ready to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The file in the package.
    pub file: String,
    /// Its name, for people.
    pub name: String,
    /// Settings that differ from the defaults, as a person would type them.
    pub settings: Vec<(String, String)>,
    /// The sale.
    pub sale: SaleFacts,
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
    /// Counters without a customer.
    CountersWithoutCustomer,
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
}
