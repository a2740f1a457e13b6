//! Which credit settles which debit, and how much of it (lettrage).

use std::collections::{BTreeMap, BTreeSet};

use super::{EntryId, Posting};
use crate::money::Money;

/// So much of a credit settles so much of a debit; below zero, an earlier match is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The payment, refund or correction below zero.
    pub credit: EntryId,
    /// The sale or correction above zero.
    pub debit: EntryId,
    /// How much.
    pub amount: Money,
}

/// Why entries are not matched, or a match is not taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MatchRefusal {
    /// The account has no such entry.
    #[error("no entry {0}")]
    NoSuchEntry(EntryId),
    /// The entry settles nothing: it is owed itself.
    #[error("entry {0} is no payment")]
    NotACredit(EntryId),
    /// The entry is not owed: it settles others.
    #[error("entry {0} is not owed")]
    NotADebit(EntryId),
    /// More than is left of one of the two, or nothing.
    #[error("{asked} cannot be matched, {left} is left")]
    NotThatMuch {
        /// What was to be matched.
        asked: Money,
        /// What is left of the two.
        left: Money,
    },
    /// The two are not matched.
    #[error("entries {credit} and {debit} are not matched")]
    NotMatched {
        /// The credit.
        credit: EntryId,
        /// The debit.
        debit: EntryId,
    },
}

/// The entries of one account with their matches.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// By day and number.
    postings: Vec<Posting>,
    /// What is matched of each pair, take-backs included; never zero.
    matched: BTreeMap<(EntryId, EntryId), Money>,
    /// What is matched of each entry in all.
    used: BTreeMap<EntryId, Money>,
}

impl Ledger {
    /// Takes entries and matches as they stand in the books. Matches with entries that are not among them
    /// are left out.
    #[must_use]
    pub fn new(mut postings: Vec<Posting>, matches: &[Match]) -> Self {
        postings.sort_by_key(|posting| (posting.day, posting.id));
        let mut ledger = Self { postings, ..Self::default() };
        let known: BTreeSet<EntryId> = ledger.postings.iter().map(|posting| posting.id).collect();
        let among = |pair: &&Match| known.contains(&pair.credit) && known.contains(&pair.debit);
        matches.iter().filter(among).for_each(|pair| ledger.note(pair));
        ledger
    }

    /// Gives the account as it was at the end of a day.
    #[must_use]
    pub fn until(&self, day: chrono::NaiveDate) -> Self {
        let postings: Vec<Posting> = self.postings.iter().filter(|posting| posting.day <= day).cloned().collect();
        Self::new(postings, &self.matches().collect::<Vec<_>>())
    }

    /// Gives what each pair of entries settles of each other now.
    pub fn matches(&self) -> impl Iterator<Item = Match> {
        self.matched.iter().map(|(&(credit, debit), &amount)| Match { credit, debit, amount })
    }

    /// Gives all entries, by day and number.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// Gives what the customer owes.
    #[must_use]
    pub fn balance(&self) -> Money {
        self.postings.iter().map(|posting| posting.delta).sum()
    }

    /// Gives what is left of an entry: owed still, or paid and not used. Never below zero.
    #[must_use]
    pub fn left(&self, posting: &Posting) -> Money {
        posting.delta.abs() - self.used.get(&posting.id).copied().unwrap_or_default()
    }

    /// Settles other entries by a new one, as far as it goes: a credit settles the sale that it refunds,
    /// then the oldest that is owed; what is newly owed is settled by the oldest credits that are left.
    pub fn settle(&mut self, new: EntryId) -> Vec<Match> {
        let Some(posting) = self.find(new).cloned() else { return Vec::new() };
        let mut others: Vec<Posting> =
            self.postings.iter().filter(|other| self.is_opposite(&posting, other)).cloned().collect();
        others.sort_by_key(|other| (posting.refunds != Some(other.id), other.due_day(), other.id));
        others.iter().filter_map(|other| self.join(&posting, other, None)).collect()
    }

    /// Settles the entries that were told, in their order, as far as the credit goes.
    ///
    /// # Errors
    ///
    /// A [`MatchRefusal`] when one is unknown or not owed, or nothing can be matched.
    pub fn settle_told(&mut self, credit: EntryId, told: &[EntryId]) -> Result<Vec<Match>, MatchRefusal> {
        let mut made = Vec::new();
        for debit in told {
            made.extend(self.pair(credit, *debit, None)?);
        }
        Ok(made)
    }

    /// Settles one entry by another, by an amount or as far as both go.
    ///
    /// # Errors
    ///
    /// A [`MatchRefusal`].
    pub fn pair(
        &mut self,
        credit: EntryId,
        debit: EntryId,
        amount: Option<Money>,
    ) -> Result<Option<Match>, MatchRefusal> {
        let (from, to) = (self.named(credit)?, self.named(debit)?);
        if !from.delta.is_negative() {
            return Err(MatchRefusal::NotACredit(credit));
        }
        if !to.delta.is_positive() {
            return Err(MatchRefusal::NotADebit(debit));
        }
        let left = self.left(&from).min(self.left(&to));
        match amount {
            Some(asked) if !asked.is_positive() || asked > left => Err(MatchRefusal::NotThatMuch { asked, left }),
            _ => Ok(self.join(&from, &to, amount)),
        }
    }

    /// Takes back what a credit settles: of one entry, or of all.
    ///
    /// # Errors
    ///
    /// [`MatchRefusal::NoSuchEntry`] and [`MatchRefusal::NotMatched`].
    pub fn take_back(&mut self, credit: EntryId, debit: Option<EntryId>) -> Result<Vec<Match>, MatchRefusal> {
        self.named(credit)?;
        let of_it = |pair: &Match| pair.credit == credit && debit.is_none_or(|debit| pair.debit == debit);
        let back: Vec<Match> =
            self.matches().filter(of_it).map(|pair| Match { amount: -pair.amount, ..pair }).collect();
        if back.is_empty() {
            return Err(MatchRefusal::NotMatched { credit, debit: debit.unwrap_or(credit) });
        }
        back.iter().for_each(|pair| self.note(pair));
        Ok(back)
    }

    /// Names what is settled together: entries that matches join have one letter, a capital once nothing is
    /// left of any of them.
    #[must_use]
    pub fn letters(&self) -> BTreeMap<EntryId, String> {
        let mut group: BTreeMap<EntryId, EntryId> = BTreeMap::new();
        for &(credit, debit) in self.matched.keys() {
            let ends = [credit, debit].map(|id| group.get(&id).copied().unwrap_or(id));
            let (first, last) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            group.values_mut().filter(|root| **root == last).for_each(|root| *root = first);
            group.extend([(credit, first), (debit, first)]);
        }
        let mut roots: Vec<EntryId> = group.values().copied().collect();
        roots.sort_unstable();
        roots.dedup();
        let whole = |root: EntryId| {
            let mut members = self.postings.iter().filter(|posting| group.get(&posting.id) == Some(&root));
            members.all(|posting| self.left(posting) == Money::ZERO)
        };
        let letters: BTreeMap<EntryId, String> =
            roots.iter().enumerate().map(|(place, root)| (*root, letter(place, whole(*root)))).collect();
        group.into_iter().filter_map(|(id, root)| Some((id, letters.get(&root)?.clone()))).collect()
    }

    fn find(&self, id: EntryId) -> Option<&Posting> {
        self.postings.iter().find(|posting| posting.id == id)
    }

    fn named(&self, id: EntryId) -> Result<Posting, MatchRefusal> {
        self.find(id).cloned().ok_or(MatchRefusal::NoSuchEntry(id))
    }

    fn is_opposite(&self, one: &Posting, other: &Posting) -> bool {
        one.delta.is_negative() != other.delta.is_negative() && self.left(other).is_positive()
    }

    /// Matches two entries of opposite sign as far as both go, or by less.
    fn join(&mut self, one: &Posting, other: &Posting, most: Option<Money>) -> Option<Match> {
        let left = self.left(one).min(self.left(other));
        let amount = most.map_or(left, |most| most.min(left));
        if !amount.is_positive() {
            return None;
        }
        let (credit, debit) = if one.delta.is_negative() { (one.id, other.id) } else { (other.id, one.id) };
        let pair = Match { credit, debit, amount };
        self.note(&pair);
        Some(pair)
    }

    fn note(&mut self, pair: &Match) {
        for end in [pair.credit, pair.debit] {
            *self.used.entry(end).or_default() += pair.amount;
        }
        let key = (pair.credit, pair.debit);
        let sum = self.matched.get(&key).copied().unwrap_or_default() + pair.amount;
        if sum == Money::ZERO {
            self.matched.remove(&key);
        } else {
            self.matched.insert(key, sum);
        }
    }
}

/// `A`…`Z`, `AA`, `AB`…; small while something is left.
fn letter(place: usize, whole: bool) -> String {
    let first = if whole { b'A' } else { b'a' };
    let mut letters = Vec::new();
    let mut rest = place + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(first + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::super::{Ageing, EntryKind};
    use super::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::TimeDelta::days(n)
    }

    fn entry(id: i64, on: i64, cents: i64) -> Posting {
        let kind = if cents < 0 { EntryKind::Payment } else { EntryKind::Sale };
        Posting { id: EntryId(id), kind, day: day(on), due: None, delta: Money::from_cents(cents), refunds: None }
    }

    fn told(matches: &[Match]) -> Vec<(i64, i64, i64)> {
        matches.iter().map(|pair| (pair.credit.0, pair.debit.0, pair.amount.cents())).collect()
    }

    #[test]
    fn a_payment_settles_the_oldest_first_and_in_part() {
        let sales = vec![entry(1, 9, 3_000), entry(2, 1, 5_000), entry(3, 5, 2_000), entry(4, 10, -6_000)];
        let mut ledger = Ledger::new(sales, &[]);
        assert_eq!(told(&ledger.settle(EntryId(4))), [(4, 2, 5_000), (4, 3, 1_000)]);
        let left: Vec<i64> = ledger.postings().iter().map(|posting| ledger.left(posting).cents()).collect();
        assert_eq!(left, [0, 1_000, 3_000, 0]);
        assert_eq!(told(&ledger.settle(EntryId(4))), [], "nothing is left to settle with");
    }

    #[test]
    fn what_is_to_be_paid_first_is_settled_first() {
        let due = |posting: Posting, on| Posting { due: Some(day(on)), ..posting };
        let entries = vec![due(entry(1, 1, 1_000), 60), due(entry(2, 2, 1_000), 30), entry(3, 40, -1_500)];
        let mut ledger = Ledger::new(entries, &[]);
        assert_eq!(told(&ledger.settle(EntryId(3))), [(3, 2, 1_000), (3, 1, 500)]);
    }

    #[test]
    fn a_refund_settles_its_own_sale_first() {
        let refund = Posting { kind: EntryKind::Sale, refunds: Some(EntryId(2)), ..entry(3, 3, -2_500) };
        let mut ledger = Ledger::new(vec![entry(1, 1, 4_000), entry(2, 2, 2_000), refund], &[]);
        assert_eq!(told(&ledger.settle(EntryId(3))), [(3, 2, 2_000), (3, 1, 500)]);
    }

    #[test]
    fn a_deposit_settles_what_is_bought_later() {
        let mut ledger = Ledger::new(vec![entry(1, 1, -5_000), entry(2, 2, 2_000)], &[]);
        assert_eq!(told(&ledger.settle(EntryId(2))), [(1, 2, 2_000)]);
    }

    #[test]
    fn matches_are_told_taken_back_and_refused() {
        let entries = vec![entry(1, 1, 4_000), entry(2, 2, 2_000), entry(3, 3, -2_500)];
        let mut ledger = Ledger::new(entries, &[]);
        assert_eq!(
            told(&ledger.settle_told(EntryId(3), &[EntryId(2), EntryId(1)]).unwrap()),
            [(3, 2, 2_000), (3, 1, 500)]
        );
        assert_eq!(told(&ledger.take_back(EntryId(3), Some(EntryId(2))).unwrap()), [(3, 2, -2_000)]);
        let not_matched = MatchRefusal::NotMatched { credit: EntryId(3), debit: EntryId(2) };
        assert_eq!(ledger.take_back(EntryId(3), Some(EntryId(2))), Err(not_matched));
        let too_much = MatchRefusal::NotThatMuch { asked: Money::from_cents(2_001), left: Money::from_cents(2_000) };
        assert_eq!(ledger.pair(EntryId(3), EntryId(2), Some(Money::from_cents(2_001))), Err(too_much));
        assert_eq!(ledger.pair(EntryId(1), EntryId(2), None), Err(MatchRefusal::NotACredit(EntryId(1))));
        assert_eq!(ledger.pair(EntryId(3), EntryId(3), None), Err(MatchRefusal::NotADebit(EntryId(3))));
        assert_eq!(ledger.pair(EntryId(3), EntryId(9), None), Err(MatchRefusal::NoSuchEntry(EntryId(9))));
        assert_eq!(told(&ledger.take_back(EntryId(3), None).unwrap()), [(3, 1, -500)]);
    }

    #[test]
    fn letters_are_capitals_once_all_is_settled() {
        let entries = vec![entry(1, 1, 1_000), entry(2, 2, 2_000), entry(3, 3, -1_000), entry(4, 4, -500)];
        let mut ledger = Ledger::new(entries, &[]);
        ledger.settle(EntryId(3));
        ledger.settle(EntryId(4));
        let letters: Vec<(i64, String)> = ledger.letters().into_iter().map(|(id, letter)| (id.0, letter)).collect();
        let expected = [(1, "A"), (2, "b"), (3, "A"), (4, "b")].map(|(id, letter)| (id, letter.to_owned()));
        assert_eq!(letters, expected);
        assert_eq!(
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"],
            [0, 25, 26, 51, 52, 701, 702].map(|n| letter(n, true)).each_ref().map(String::as_str)
        );
    }

    /// What may happen to an account.
    #[derive(Clone, Debug)]
    enum Act {
        Post { cents: i64, days: i64, refunds: usize },
        Told { credit: usize, debit: usize, cents: i64 },
        Back { credit: usize },
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            4 => (-9_000i64..9_000, 0i64..40, 0usize..9).prop_map(|(cents, days, refunds)| Act::Post { cents, days, refunds }),
            1 => (0usize..9, 0usize..9, 1i64..5_000).prop_map(|(credit, debit, cents)| Act::Told { credit, debit, cents }),
            1 => (0usize..9).prop_map(|credit| Act::Back { credit }),
        ]
    }

    /// Lives through acts, as the books would: every match that was made is kept.
    fn live(acts: &[Act]) -> (Vec<Posting>, Vec<Match>) {
        let (mut postings, mut matches): (Vec<Posting>, Vec<Match>) = (Vec::new(), Vec::new());
        let (mut today, mut next) = (0, 1);
        for act in acts {
            let id = |place: &usize| EntryId(i64::try_from(*place).unwrap() + 1);
            let mut ledger = Ledger::new(postings.clone(), &matches);
            match act {
                Act::Post { cents, days, refunds } => {
                    today += days;
                    let refunds = (*cents < 0).then(|| id(refunds));
                    postings.push(Posting { refunds, ..entry(next, today, *cents) });
                    next += 1;
                    ledger = Ledger::new(postings.clone(), &matches);
                    matches.extend(ledger.settle(EntryId(next - 1)));
                }
                Act::Told { credit, debit, cents } => {
                    let made = ledger.pair(id(credit), id(debit), Some(Money::from_cents(*cents)));
                    matches.extend(made.ok().flatten());
                }
                Act::Back { credit } => matches.extend(ledger.take_back(id(credit), None).unwrap_or_default()),
            }
        }
        (postings, matches)
    }

    proptest! {
        #[test]
        fn what_is_open_less_what_is_unused_is_the_balance(acts in prop::collection::vec(act(), 1..20), on in 0i64..500) {
            let (postings, matches) = live(&acts);
            let ledger = Ledger::new(postings, &matches);
            for posting in ledger.postings() {
                let left = ledger.left(posting);
                prop_assert!(!left.is_negative() && left <= posting.delta.abs(), "{:?} {}", posting, left);
            }
            prop_assert!(ledger.matches().all(|pair| pair.amount.is_positive()));
            let open = |sign: fn(Money) -> bool| -> Money {
                ledger.postings().iter().filter(|posting| sign(posting.delta)).map(|posting| ledger.left(posting)).sum()
            };
            prop_assert_eq!(open(Money::is_positive) - open(Money::is_negative), ledger.balance());
            let then = ledger.until(day(on));
            prop_assert_eq!(Ageing::of(&then, day(on)).balance(), then.balance());
        }

        #[test]
        fn an_automatic_settlement_leaves_no_two_sides_open(entries in prop::collection::vec((-9_000i64..9_000, 0i64..40), 1..20)) {
            let acts: Vec<Act> = entries.iter().map(|&(cents, days)| Act::Post { cents, days, refunds: 0 }).collect();
            let (postings, matches) = live(&acts);
            let ledger = Ledger::new(postings, &matches);
            let open = |sign: fn(Money) -> bool| ledger.postings().iter().any(|posting| sign(posting.delta) && ledger.left(posting).is_positive());
            prop_assert!(!(open(Money::is_positive) && open(Money::is_negative)));
        }
    }
}
