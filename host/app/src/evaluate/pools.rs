//! Pools: programs that do not add up. They start from the same prices, and only one of them gives.
//!
//! What a program gives is counted in money: its discounts, vouchers and items in this sale. A program that
//! gives nothing of that keeps its points, offers and messages, whatever the others give; one whose gifts are
//! dropped for another's does nothing at all in this sale, and its record says for whom.

use comptoir_domain::effect::{Accepted, AcceptedItem};
use comptoir_domain::money::Money;
use comptoir_domain::sale::ProgramRecord;
use comptoir_store::Combine;

use crate::programs::Loaded;

/// Programs that are asked on the same prices.
pub(super) struct Turn<'a> {
    pub(super) combine: Combine,
    pub(super) programs: Vec<&'a Loaded>,
}

/// Puts programs into turns: a pool where its first program stands, every other program alone.
pub(super) fn turns<'a>(programs: impl Iterator<Item = &'a Loaded>) -> Vec<Turn<'a>> {
    let mut turns: Vec<Turn<'a>> = Vec::new();
    for program in programs {
        let pool = program.row.pool.as_deref().filter(|_| program.row.combine != Combine::Stack);
        let of_pool = |turn: &&mut Turn<'_>| {
            turn.combine != Combine::Stack && turn.programs.iter().any(|other| other.row.pool.as_deref() == pool)
        };
        match pool.and_then(|_| turns.iter_mut().find(of_pool)) {
            Some(turn) => turn.programs.push(program),
            None => {
                let combine = pool.map_or(Combine::Stack, |_| program.row.combine);
                turns.push(Turn { combine, programs: vec![program] });
            }
        }
    }
    turns
}

/// Keeps the gifts of one program of a pool: of equal ones, the first in the merchant's order.
pub(super) fn one_gives(combine: Combine, records: Vec<ProgramRecord>) -> Vec<ProgramRecord> {
    let worths: Vec<Money> = records.iter().map(|record| worth(&record.accepted)).collect();
    let giving = || (0..worths.len()).filter(|&at| worths[at].is_positive());
    let kept = match combine {
        Combine::Stack => return records,
        Combine::First => giving().next(),
        Combine::Best => giving().rev().max_by_key(|&at| worths[at]),
    };
    let Some(kept) = kept else { return records };
    let winner = records[kept].program.clone();
    let drop_gifts = |(at, record): (usize, ProgramRecord)| {
        if at == kept || !worths[at].is_positive() {
            return record;
        }
        let why = record.accepted.why;
        let accepted = Accepted { why, ..Accepted::default() };
        ProgramRecord { accepted, titles: vec![], said: vec![], yielded: Some(winner.clone()), ..record }
    };
    records.into_iter().enumerate().map(drop_gifts).collect()
}

/// What a program gives in this sale, in money.
pub(crate) fn worth(accepted: &Accepted) -> Money {
    let discounts = accepted.discounts.iter().flat_map(|(_, shares)| shares).map(|(_, share)| *share);
    let vouchers = accepted.vouchers.iter().map(|voucher| voucher.amount);
    discounts.chain(vouchers).chain(accepted.items.iter().map(AcceptedItem::worth)).sum()
}

#[cfg(test)]
mod tests {
    use comptoir_domain::effect::{CounterChange, Earning, Text};
    use comptoir_domain::id::{LineId, ProgramId};
    use comptoir_domain::quantity::Points;

    use super::*;

    /// A program that takes cents off and adds a point.
    fn record(program: &str, cents: i64) -> ProgramRecord {
        let change = CounterChange { counter: "points".into(), amount: Points::from_ten_thousandths(10_000) };
        let discount = (Text::Plain("x".into()), vec![(LineId(1), Money::from_cents(cents))]);
        let discounts = Some(discount).filter(|_| cents > 0).into_iter().collect();
        ProgramRecord {
            program: ProgramId::new(program),
            policy: String::new(),
            version: String::new(),
            digest: String::new(),
            engine: String::new(),
            accepted: Accepted { added: vec![Earning::new(change, vec![])], discounts, ..Accepted::default() },
            titles: vec![],
            said: vec![],
            fault: None,
            gifts: vec![],
            yielded: None,
            told: None,
        }
    }

    /// Which programs still do something, and for whom the others yielded.
    fn kept(combine: Combine, given: &[(&str, i64)]) -> (Vec<String>, Vec<String>) {
        let records = one_gives(combine, given.iter().map(|(name, cents)| record(name, *cents)).collect());
        let acting = records.iter().filter(|record| record.accepted != Accepted::default());
        let yielded = records.iter().filter_map(|record| record.yielded.as_ref().map(ToString::to_string));
        (acting.map(|record| record.program.to_string()).collect(), yielded.collect())
    }

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_best_gives_and_the_first_of_equals() {
        let given = [("a", 100), ("b", 300), ("c", 300), ("d", 0)];
        assert_eq!(kept(Combine::Best, &given), (names(&["b", "d"]), names(&["b", "b"])));
        assert_eq!(kept(Combine::First, &given), (names(&["a", "d"]), names(&["a", "a"])));
        assert_eq!(kept(Combine::Stack, &given), (names(&["a", "b", "c", "d"]), vec![]));
    }

    #[test]
    fn nobody_yields_when_nobody_gives() {
        assert_eq!(kept(Combine::Best, &[("a", 0), ("b", 0)]), (names(&["a", "b"]), vec![]));
    }
}
