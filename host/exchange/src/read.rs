//! Rows of text made customers and items: each value cleaned and read for what its column is.
//!
//! A cell that cannot be read is left out and told; a row is refused only when it says nothing of
//! use, or when its cells cannot be trusted to be in their columns.

mod customer;
mod item;
pub mod names;
mod slots;
mod values;

use chrono::NaiveDate;

pub use self::customer::{CustomerReader, CustomerRow};
pub use self::item::{ItemReader, ItemRow};
use crate::problem::{Fault, Place, Problem, Severity, shortened};
use crate::table::Row;

/// What comes first in a date such as `02/03/1980`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// The day: 2 March.
    #[default]
    DayFirst,
    /// The month: 3 February.
    MonthFirst,
}

impl DayOrder {
    /// Tells the order by dates that have only one meaning: month first only if one date needs it
    /// and none forbids it.
    pub fn of<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut needs, mut forbids) = (false, false);
        for value in values {
            let mut parts = value.trim().split(['/', '-', '.']).map(|part| part.parse::<u32>().unwrap_or(0));
            let (first, second) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
            needs |= (1..=12).contains(&first) && (13..=31).contains(&second);
            forbids |= (13..=31).contains(&first);
        }
        if needs && !forbids { Self::MonthFirst } else { Self::DayFirst }
    }
}

/// What comes first in a full name whose capitals do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameOrder {
    /// `Claire Lefèvre`.
    #[default]
    FirstNameFirst,
    /// `Lefèvre Claire`.
    LastNameFirst,
}

/// How values are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The day of the import: nobody is born after it, and `24` is a year up to its own.
    pub today: NaiveDate,
    /// What comes first in dates.
    pub day_order: DayOrder,
    /// What comes first in full names.
    pub name_order: NameOrder,
    /// Whether `DUPONT` becomes `Dupont`, where the whole name is in capitals.
    pub repair_case: bool,
}

impl Reading {
    /// Reads as French files are written, and leaves capitals as they are.
    #[must_use]
    pub const fn new(today: NaiveDate) -> Self {
        Self { today, day_order: DayOrder::DayFirst, name_order: NameOrder::FirstNameFirst, repair_case: false }
    }
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<T> {
    /// What was read; none when the row is refused.
    pub value: Option<T>,
    /// What was wrong, in the order of the columns.
    pub problems: Vec<Problem>,
}

/// Gathers what is wrong with one row.
struct Complaints<'a> {
    row: &'a Row,
    headers: &'a [String],
    problems: Vec<Problem>,
}

impl<'a> Complaints<'a> {
    fn new(row: &'a Row, headers: &'a [String]) -> Self {
        let problems = if row.has_faults() { row.problems(headers).collect() } else { Vec::new() };
        Self { row, headers, problems }
    }

    /// Takes what was read, or tells why not.
    fn take<T>(&mut self, index: usize, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.tell(index, fault)).ok()
    }

    fn tell(&mut self, index: usize, fault: Fault) {
        let place = Place { index, header: self.headers.get(index).cloned().unwrap_or_default() };
        let value = shortened(self.row.get(index));
        self.problems.push(Problem { line: self.row.line(), place: Some(place), value, fault });
    }

    fn tell_row(&mut self, fault: Fault) {
        self.problems.push(Problem { line: self.row.line(), place: None, value: String::new(), fault });
    }

    fn is_refused(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity() == Severity::RowRefused)
    }

    fn outcome<T>(self, value: T) -> Outcome<T> {
        let value = (!self.is_refused()).then_some(value);
        Outcome { value, problems: self.problems }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_dates_is_told_by_those_that_have_one_meaning() {
        for (values, order) in [
            (&["01/02/1980", "12/31/1980"][..], DayOrder::MonthFirst),
            (&["01/02/1980", "31/12/1980"], DayOrder::DayFirst),
            (&["31/12/1980", "12/31/1980"], DayOrder::DayFirst),
            (&["1980-12-31", "01/02/1980", ""], DayOrder::DayFirst),
            (&[], DayOrder::DayFirst),
        ] {
            assert_eq!(DayOrder::of(values.iter().copied()), order, "{values:?}");
        }
    }
}
