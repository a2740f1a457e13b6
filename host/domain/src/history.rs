//! Questions about a customer's past, which a policy asks in its plan and the till answers from its books.
//!
//! All are about the time before the sale that is evaluated, in business days. What is given back is taken off
//! on the day it was bought, whenever it came back. Without a customer every answer is "nothing".

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

mod recount;

pub use recount::{Counted, Known};

/// The most questions one plan may ask.
pub const MOST_QUESTIONS: usize = 32;

/// A span of business days that ends today at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// All that the books know.
    Always,
    /// So many days, today included: 1 is today.
    Days(u32),
    /// A month of the calendar: 0 is this one so far, 1 the one before.
    Month(u32),
    /// A year of the calendar: 0 is this one so far, 1 the one before.
    Year(u32),
    /// From this day on.
    Since(NaiveDate),
}

impl Period {
    /// Gives the first and the last day, both included; none when the period is empty.
    #[must_use]
    pub fn days(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let (first, last) = match self {
            Self::Always => (NaiveDate::MIN, today),
            Self::Days(days) => (today.checked_sub_days(Days::new(u64::from(days.checked_sub(1)?)))?, today),
            Self::Month(back) => {
                let first = today.with_day(1)?.checked_sub_months(Months::new(back))?;
                (first, first.checked_add_months(Months::new(1))?.pred_opt()?.min(today))
            }
            Self::Year(back) => {
                let year = today.year().checked_sub_unsigned(back)?;
                let whole = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31))?;
                (whole.0, whole.1.min(today))
            }
            Self::Since(first) => (first, today),
        };
        (first <= last).then_some((first, last))
    }
}

/// Items by their departments (those below included) or their stock-keeping units; none named: all.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bought {
    /// Codes of departments.
    pub departments: BTreeSet<String>,
    /// Stock-keeping units.
    pub items: BTreeSet<String>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// On how many days the customer bought: a number.
    Visits(Period),
    /// How many sales the customer made, refunds not counted: a number.
    Sales(Period),
    /// What was paid for items, refunds taken off: money, tax included.
    Revenue(Period),
    /// How many pieces (or kilograms, meters) of these items: a number.
    Pieces(Bought, Period),
    /// What was paid for these items: money, tax included.
    Spent(Bought, Period),
    /// The day of the first sale.
    FirstVisit,
    /// The day of the last sale before this one.
    LastVisit,
    /// The day these items were bought last.
    LastBought(Bought),
    /// What one of the program's counters earned, reversals taken off: a number.
    Earned(String, Period),
    /// How often an offer of the program was taken: a number.
    OffersTaken(String, Period),
    /// How many customers whom this one brought bought for the first time: a number.
    Sponsored(Period),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn periods_are_whole_days_months_and_years() {
        let today = day("2028-03-31");
        for (period, first, last) in [
            (Period::Days(1), "2028-03-31", "2028-03-31"),
            (Period::Days(32), "2028-02-29", "2028-03-31"),
            (Period::Month(0), "2028-03-01", "2028-03-31"),
            (Period::Month(1), "2028-02-01", "2028-02-29"),
            (Period::Month(13), "2027-02-01", "2027-02-28"),
            (Period::Year(0), "2028-01-01", "2028-03-31"),
            (Period::Year(1), "2027-01-01", "2027-12-31"),
            (Period::Since(day("2028-03-31")), "2028-03-31", "2028-03-31"),
        ] {
            assert_eq!(period.days(today), Some((day(first), day(last))), "{period:?}");
        }
        assert_eq!(Period::Days(0).days(today), None);
        assert_eq!(Period::Since(day("2028-04-01")).days(today), None);
        assert_eq!(Period::Month(u32::MAX).days(today), None);
        assert_eq!(Period::Always.days(today).map(|(_, last)| last), Some(today));
    }
}
