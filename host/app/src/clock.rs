//! The till's clock: the machine's, or an instant that was given. Rules never read it themselves.

use chrono::{DateTime, FixedOffset, Local, NaiveDate, SubsecRound};

/// Where the till takes its time from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's clock and time zone.
    Machine,
    /// An instant that was given: in demo and training shops, and in tests.
    Set(DateTime<FixedOffset>),
}

impl Clock {
    /// Tells the instant, to the second.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        match self {
            Self::Machine => Local::now().fixed_offset().trunc_subsecs(0),
            Self::Set(instant) => *instant,
        }
    }

    /// Tells the business day of an instant: the calendar day at the till.
    #[must_use]
    pub fn business_day(at: DateTime<FixedOffset>) -> NaiveDate {
        at.date_naive()
    }
}
