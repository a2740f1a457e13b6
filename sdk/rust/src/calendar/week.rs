//! Days of the week and hours of the day.

use alloc::vec::Vec;

use crate::contract::types;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "their names say it all")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All seven, from Monday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];
}

/// A setting of type `weekdays`: some days of the week.
///
/// ```
/// use comptoir_sdk::{Weekday, Weekdays};
///
/// let market: Weekdays = [Weekday::Wednesday, Weekday::Saturday].into_iter().collect();
/// assert!(market.contains(Weekday::Saturday) && !market.contains(Weekday::Sunday));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// All seven.
    pub const ALL: Self = Self(0x7f);

    /// Tells whether a day is one of them.
    #[must_use]
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day as u8) != 0
    }

    /// Tells whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn from_contract(raw: types::Weekdays) -> Self {
        Self(raw.bits())
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | 1 << day as u8))
    }
}

/// A setting of type `hours`: spans of the day in minutes since midnight, each with its start and without
/// its end. A span that ends before it starts goes over midnight.
///
/// ```
/// use comptoir_sdk::Hours;
///
/// let happy: Hours = [(17 * 60, 19 * 60), (23 * 60, 60)].into_iter().collect();
/// assert!(happy.contains(17 * 60) && !happy.contains(19 * 60));
/// assert!(happy.contains(30)); // Half past midnight.
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours(Vec<(u16, u16)>);

impl Hours {
    /// Tells whether a minute since midnight falls into one of them.
    #[must_use]
    pub fn contains(&self, minute: u16) -> bool {
        self.0.iter().any(
            |&(start, end)| {
                if start <= end { start <= minute && minute < end } else { start <= minute || minute < end }
            },
        )
    }

    /// Tells whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn from_contract(raw: &[types::Hours]) -> Self {
        raw.iter().map(|span| (span.start, span.end)).collect()
    }
}

impl FromIterator<(u16, u16)> for Hours {
    fn from_iter<I: IntoIterator<Item = (u16, u16)>>(spans: I) -> Self {
        Self(spans.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_of_the_contract_are_the_days() {
        let raw = types::Weekdays::TUESDAY | types::Weekdays::SUNDAY;
        let days = Weekdays::from_contract(raw);
        let named: Vec<_> = Weekday::ALL.into_iter().filter(|&day| days.contains(day)).collect();
        assert_eq!(named, [Weekday::Tuesday, Weekday::Sunday]);
        assert_eq!(Weekdays::from_contract(types::Weekdays::all()), Weekdays::ALL);
    }

    #[test]
    fn a_span_has_its_start_and_not_its_end() {
        let hours: Hours = [(600, 720), (1_380, 60)].into_iter().collect();
        for (minute, within) in
            [(599, false), (600, true), (719, true), (720, false), (1_380, true), (0, true), (59, true), (60, false)]
        {
            assert_eq!(hours.contains(minute), within, "{minute}");
        }
        assert!(!Hours::default().contains(0));
        assert!(![(600, 600)].into_iter().collect::<Hours>().contains(600), "an empty span");
    }
}
