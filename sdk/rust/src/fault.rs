//! Why a program cannot answer.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

/// A fault of the program: it is skipped for this sale, and the reason is logged for its author.
///
/// It is for what must not happen: a number out of range, settings that make no sense together. A sale
/// that does not qualify is no fault: the program then proposes nothing.
///
/// ```
/// use comptoir_sdk::{Fault, Money};
///
/// let fault: Fault = Money::from_cents(i64::MAX).plus(Money::from_cents(1)).unwrap_err();
/// assert_eq!(fault.to_string(), "an amount is out of range");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Fault(Cow<'static, str>);

/// What a step of a program gives: a value, or the [`Fault`] that ends the evaluation.
pub type Result<T = (), E = Fault> = core::result::Result<T, E>;

impl Fault {
    /// Makes a fault of a reason for the author, in English.
    #[must_use]
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(reason.into())
    }

    /// Gives the reason.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_reason(self) -> String {
        self.0.into_owned()
    }
}

impl From<&'static str> for Fault {
    fn from(reason: &'static str) -> Self {
        Self::new(reason)
    }
}

impl From<String> for Fault {
    fn from(reason: String) -> Self {
        Self::new(reason)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl core::error::Error for Fault {}

pub(crate) const AMOUNT: Fault = Fault(Cow::Borrowed("an amount is out of range"));
pub(crate) const POINTS: Fault = Fault(Cow::Borrowed("a number of points is out of range"));
pub(crate) const NUMBER: Fault = Fault(Cow::Borrowed("a number is out of range"));
pub(crate) const DAY: Fault = Fault(Cow::Borrowed("a day is outside the years 1 to 9999"));
pub(crate) const STEP: Fault = Fault(Cow::Borrowed("a step must be above zero"));
