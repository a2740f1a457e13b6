//! How old what is owed is (balance âgée).

use chrono::NaiveDate;

use super::Ledger;
use crate::money::Money;

/// The last day of each age but the oldest: 0–30, 31–60, 61–90 days, then more.
pub const BOUNDS: [i64; 3] = [30, 60, 90];

/// What is owed, by how many days ago it was to be paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ageing {
    /// Owed still, by age: to 30 days and not due yet, to 60, to 90, and more.
    pub owed: [Money; 4],
    /// Paid and not used for anything yet: above zero.
    pub unmatched: Money,
}

impl Ageing {
    /// Sorts what is open in an account by its age on a day.
    #[must_use]
    pub fn of(ledger: &Ledger, on: NaiveDate) -> Self {
        let mut ageing = Self::default();
        for posting in ledger.postings() {
            let left = ledger.left(posting);
            if posting.delta.is_negative() {
                ageing.unmatched += left;
            } else {
                let age = (on - posting.due_day()).num_days();
                let place = BOUNDS.iter().filter(|last| age > **last).count();
                ageing.owed[place] += left;
            }
        }
        ageing
    }

    /// Gives what the customer owes in all.
    #[must_use]
    pub fn balance(&self) -> Money {
        self.owed.iter().copied().sum::<Money>() - self.unmatched
    }

    /// Gives what has been owed for more than 30 days.
    #[must_use]
    pub fn overdue(&self) -> Money {
        self.owed[1..].iter().copied().sum()
    }

    /// Adds the figures of another account.
    pub fn add(&mut self, other: &Self) {
        for (sum, owed) in self.owed.iter_mut().zip(other.owed) {
            *sum += owed;
        }
        self.unmatched += other.unmatched;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EntryId, EntryKind, Posting};
    use super::*;

    fn posting(id: i64, day: NaiveDate, due: Option<NaiveDate>, cents: i64) -> Posting {
        Posting { id: EntryId(id), kind: EntryKind::Sale, day, due, delta: Money::from_cents(cents), refunds: None }
    }

    #[test]
    fn ages_end_with_their_last_day() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let ago = |days| on - chrono::TimeDelta::days(days);
        let ages = [0, 30, 31, 60, 61, 90, 91, 400];
        let mut postings: Vec<Posting> =
            (1..).zip(ages).map(|(id, days)| posting(id, ago(days), None, 1 << id)).collect();
        // Due tomorrow, though bought long ago.
        postings.push(posting(9, ago(200), Some(ago(-1)), 10_000));
        postings.push(posting(10, ago(5), None, -70_000));
        let ageing = Ageing::of(&Ledger::new(postings, &[]), on);
        let cents: Vec<i64> = ageing.owed.iter().map(|owed| owed.cents()).collect();
        assert_eq!(cents, [10_000 + 2 + 4, 8 + 16, 32 + 64, 128 + 256]);
        assert_eq!(ageing.unmatched.cents(), 70_000);
        assert_eq!(ageing.overdue().cents(), 24 + 96 + 384);
    }
}
