//! The statement of an account over a period (relevé de compte).

use chrono::NaiveDate;

use super::{AccountEntry, Ageing, Ledger, Match};
use crate::money::Money;

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// The entry.
    pub entry: AccountEntry,
    /// The letter of what is settled together with it, at the end of the period.
    pub letter: Option<String>,
    /// What is left of it at the end of the period.
    pub left: Money,
}

/// The entries of a period between what was owed before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What was owed before the first day.
    pub opening: Money,
    /// The entries of the period, by day and number.
    pub lines: Vec<StatementLine>,
    /// The sum of what was bought.
    pub debits: Money,
    /// The sum of what was paid and refunded: above zero.
    pub credits: Money,
    /// What was owed after the last day.
    pub closing: Money,
    /// How old that is.
    pub ageing: Ageing,
}

impl Statement {
    /// Makes the statement of a period, ends included, from all entries of an account.
    #[must_use]
    pub fn of(entries: &[AccountEntry], matches: &[Match], (from, to): (NaiveDate, NaiveDate)) -> Self {
        let all = entries.iter().map(|entry| entry.posting.clone()).collect();
        let ledger = Ledger::new(all, matches).until(to);
        let letters = ledger.letters();
        let mut statement = Self {
            from,
            to,
            opening: Money::ZERO,
            lines: Vec::new(),
            debits: Money::ZERO,
            credits: Money::ZERO,
            closing: ledger.balance(),
            ageing: Ageing::of(&ledger, to),
        };
        for entry in entries.iter().filter(|entry| entry.posting.day <= to) {
            if entry.posting.day < from {
                statement.opening += entry.posting.delta;
            } else {
                let letter = letters.get(&entry.posting.id).cloned();
                statement.add(StatementLine { entry: entry.clone(), letter, left: ledger.left(&entry.posting) });
            }
        }
        statement
    }

    fn add(&mut self, line: StatementLine) {
        let delta = line.entry.posting.delta;
        if delta.is_negative() {
            self.credits += -delta;
        } else {
            self.debits += delta;
        }
        self.lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EntryDetail, EntryId, EntryKind, Posting};
    use super::*;

    #[test]
    fn a_statement_adds_up_and_knows_no_later_payment() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 10, n).unwrap();
        let mut balance = Money::ZERO;
        let mut entry = |id, on, cents| {
            balance += Money::from_cents(cents);
            AccountEntry {
                posting: Posting {
                    id: EntryId(id),
                    kind: EntryKind::Sale,
                    day: day(on),
                    due: None,
                    delta: Money::from_cents(cents),
                    refunds: None,
                },
                number: None,
                detail: EntryDetail::default(),
                balance,
            }
        };
        let entries = [entry(1, 1, 5_000), entry(2, 10, 2_000), entry(3, 12, -4_000), entry(4, 20, -3_000)];
        let pair = |credit, debit, cents| Match {
            credit: EntryId(credit),
            debit: EntryId(debit),
            amount: Money::from_cents(cents),
        };
        let matches = [pair(3, 1, 4_000), pair(4, 1, 1_000), pair(4, 2, 2_000)];
        let statement = Statement::of(&entries, &matches, (day(10), day(15)));
        let cents = [statement.opening, statement.debits, statement.credits, statement.closing].map(Money::cents);
        assert_eq!(cents, [5_000, 2_000, 4_000, 3_000]);
        let lines: Vec<_> = statement
            .lines
            .iter()
            .map(|line| {
                (line.entry.posting.id.0, line.letter.as_deref(), line.left.cents(), line.entry.balance.cents())
            })
            .collect();
        assert_eq!(lines, [(2, None, 2_000, 7_000), (3, Some("a"), 0, 3_000)]);
        assert_eq!(statement.ageing.balance(), statement.closing);
        let later = Statement::of(&entries, &matches, (day(10), day(31)));
        assert_eq!(later.closing, Money::ZERO);
        assert!(later.lines.iter().all(|line| line.letter.as_deref() == Some("A")));
    }
}
