//! Where customers are in their life with the shop: new, active, asleep, lost.

use chrono::{Months, NaiveDate};

use super::Days;
use crate::money::Money;

/// After how many days without a visit a customer sleeps, when nothing else is said.
pub const SLEEPS_AFTER: u32 = 180;

/// What is known of a customer's purchases at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// The first day on which the customer bought.
    pub first_visit: NaiveDate,
    /// The last day on which the customer bought.
    pub last_visit: NaiveDate,
    /// Sales of the last twelve months.
    pub sales: i64,
    /// Gross revenue of the last twelve months, less refunds.
    pub gross: Money,
}

/// A stage of that life. A customer may be at several: who is new is active too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The first visit is in the period.
    New,
    /// There is a visit in the period.
    Active,
    /// The last visit is more than so many days ago, but not more than twice as many.
    Sleeping,
    /// The last visit is more than twice as many days ago.
    Lost,
}

impl Stage {
    /// All stages, in the order of a life.
    pub const ALL: [Self; 4] = [Self::New, Self::Active, Self::Sleeping, Self::Lost];

    /// Tells whether a customer is at this stage at the end of a period, whose past is that of its last day.
    #[must_use]
    pub fn has(self, past: &Past, days: Days, sleeps_after: u32) -> bool {
        let away = (days.last() - past.last_visit).num_days();
        let sleeps = i64::from(sleeps_after);
        match self {
            Self::New => days.contains(past.first_visit),
            Self::Active => days.contains(past.last_visit),
            Self::Sleeping => away > sleeps && away <= 2 * sleeps,
            Self::Lost => away > 2 * sleeps,
        }
    }
}

/// Gives the twelve months that end with a day.
#[must_use]
pub fn twelve_months(last: NaiveDate) -> Days {
    months(12, last)
}

/// Gives the twenty-four months that end with a day.
#[must_use]
pub fn two_years(last: NaiveDate) -> Days {
    months(24, last)
}

fn months(count: u32, last: NaiveDate) -> Days {
    let before = last.checked_sub_months(Months::new(count));
    let first = before.and_then(|day| day.succ_opt()).unwrap_or(NaiveDate::MIN);
    Days { first, last }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn stages_are_those_of_the_last_day() {
        let november = Days::new(day("2026-11-01"), day("2026-11-30")).unwrap();
        let stages = |first: &str, last: &str, sleeps_after| {
            let past = Past { first_visit: day(first), last_visit: day(last), sales: 0, gross: Money::ZERO };
            Stage::ALL.into_iter().filter(|stage| stage.has(&past, november, sleeps_after)).collect::<Vec<_>>()
        };
        use Stage::{Active, Lost, New, Sleeping};
        for (first, last, sleeps_after, expected) in [
            ("2026-11-01", "2026-11-30", 180, &[New, Active] as &[Stage]),
            ("2026-10-31", "2026-11-01", 180, &[Active]),
            ("2026-01-01", "2026-10-31", 180, &[]),
            ("2026-01-01", "2026-06-03", 180, &[]),
            ("2026-01-01", "2026-06-02", 180, &[Sleeping]),
            ("2025-01-01", "2025-12-05", 180, &[Sleeping]),
            ("2025-01-01", "2025-12-04", 180, &[Lost]),
            // A period longer than the sleep: both are true.
            ("2026-11-02", "2026-11-15", 10, &[New, Active, Sleeping]),
            ("2026-11-01", "2026-11-09", 10, &[New, Active, Lost]),
        ] {
            assert_eq!(stages(first, last, sleeps_after), expected, "{first} {last}");
        }
    }

    #[test]
    fn a_year_ends_with_its_day() {
        let year = |last: &str| (twelve_months(day(last)).first(), two_years(day(last)).first());
        assert_eq!(year("2026-11-22"), (day("2025-11-23"), day("2024-11-23")));
        assert_eq!(year("2028-02-29"), (day("2027-03-01"), day("2026-03-01")));
    }
}
