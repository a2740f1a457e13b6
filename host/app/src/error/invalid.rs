//! Slips: what cannot be understood as it was typed, scanned or configured.

use chrono::NaiveDate;
use comptoir_domain::customer::filter::FilterError;
use comptoir_domain::effect::Part;
use comptoir_domain::money::MoneyError;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::ReceiptNumber;

use crate::customers::FieldIssue;
use crate::prices::PriceIssue;

/// A slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// `till.toml` cannot be read.
    Config {
        /// The file.
        path: String,
        /// Where and what.
        problem: String,
    },
    /// The check digit of a code is wrong: misread or mistyped.
    CheckDigit {
        /// What was read.
        read: String,
        /// The digit that would be right.
        expected: char,
    },
    /// A code that no rule can read.
    Code {
        /// What was read.
        read: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Not an amount.
    Amount(MoneyError),
    /// Not a quantity.
    Quantity(String),
    /// A part of an offer that cannot be taken.
    Part {
        /// What was asked.
        asked: Points,
        /// What there is.
        part: Part,
    },
    /// A choice that an offer does not have, or none where one is needed.
    Choice {
        /// What was asked; empty when nothing was.
        asked: String,
        /// What there is.
        choices: Vec<String>,
    },
    /// A change of a counter by hand without a reason, or of nothing.
    Adjustment,
    /// A change of a counter by hand that is finer than what the counter keeps.
    Decimals {
        /// Program and counter.
        counter: String,
        /// What was asked.
        given: Points,
        /// The decimals that it keeps.
        places: u32,
    },
    /// A refund, where a sale is asked for.
    IsRefund {
        /// The refund.
        number: ReceiptNumber,
        /// The sale it refunds.
        of: ReceiptNumber,
    },
    /// A correction of an account, or its hold, without a reason or of nothing.
    Correction,
    /// A setting of a program.
    Setting {
        /// Its key, when known.
        key: String,
        /// What is wrong, in the language of the till.
        problem: String,
    },
    /// Settings of a program, all that are wrong at once.
    Settings(Vec<SettingProblem>),
    /// Fields of a customer's file, all that are wrong at once.
    Form(Vec<FieldIssue>),
    /// No field of a customer's file has this name.
    FormField(String),
    /// The prefix of a series of cards, or its end.
    Card(comptoir_contact::card::CardError),
    /// So many cards are not made at once.
    CardCount(u64),
    /// A condition on customers.
    Filter(FilterError),
    /// A note or a name on a line: more than 80 characters.
    TooLong(String),
    /// Not a SIRET.
    Siret(comptoir_domain::shop::SiretError),
    /// Not a day.
    Day {
        /// Which field.
        field: String,
        /// What was typed.
        value: String,
    },
    /// A period that ends before it begins.
    Days {
        /// Its first day.
        first: NaiveDate,
        /// Its last day.
        last: NaiveDate,
    },
    /// Rules and prices of a price list, all that are wrong at once.
    Prices(Vec<PriceIssue>),
    /// Anything else typed.
    Text {
        /// Which field.
        field: String,
        /// What was typed.
        value: String,
    },
}

/// What is wrong with one field of a program's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
    /// The setting's key, or one of the names in [`crate::programs::change`]; empty when it concerns all.
    pub key: String,
    /// What is wrong, in the language of the till, without the key.
    pub problem: String,
}

impl SettingProblem {
    pub(crate) fn new(key: &str, problem: &str) -> Self {
        Self { key: key.to_owned(), problem: problem.to_owned() }
    }
}
