//! What a program gave: over a period from its sales, and what customers hold of it on the last day.
//!
//! A refund counts on the day it is paid back: what it takes back is taken off what was given, what it gives back
//! off what was used. Training counts like any sale, as it does in the statistics.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use comptoir_domain::id::ProgramId;
use comptoir_domain::lots::{Entry, Holding};
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::quantity::Points;
use rusqlite::{Row, ToSql, params};
use rust_decimal::Decimal;

use crate::error::StoreError;
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

/// What a program gave from one business day to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgramResults {
    /// Sales, refunds apart, in which it ran.
    pub sales: u64,
    /// Sales in which it failed and gave nothing.
    pub faults: u64,
    /// Customers for whom it moved a counter, took something off, or issued a voucher.
    pub customers: u64,
    /// What it took off sales, tax included.
    pub discounts: Money,
    /// Its vouchers.
    pub vouchers: VoucherResults,
    /// Its offers at the checkout.
    pub offers: OfferResults,
    /// Its counters, by name.
    pub counters: BTreeMap<String, CounterResults>,
}

/// The vouchers of a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VoucherResults {
    /// How many were issued in the period.
    pub issued: u64,
    /// What those are worth.
    pub amount: Money,
    /// What was used of any of its vouchers in the period, less what refunds gave back.
    pub used: Money,
    /// What refunds took back of vouchers in the period.
    pub withdrawn: Money,
    /// What can still be used after the last day of the period.
    pub left: Money,
}

/// The offers of a program, counted by the sales in which they were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfferResults {
    /// Made.
    pub made: u64,
    /// Of those, taken.
    pub taken: u64,
    /// Of those, kept for later.
    pub later: u64,
}

/// One counter of a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CounterResults {
    /// Given by sales in the period, less what refunds took back.
    pub given: Decimal,
    /// Used in sales in the period, less what refunds gave back.
    pub used: Decimal,
    /// Entered by hand in the period: above zero when more was given than taken.
    pub by_hand: Decimal,
    /// Customers who hold any of it on the last day, to spend then or later.
    pub holders: u64,
    /// What those can spend on the last day.
    pub balance: Decimal,
    /// What those can spend only later.
    pub pending: Decimal,
    /// What balance and pending are worth by what one unit bought so far; none while nothing was spent.
    pub worth: Option<Money>,
}

/// Says of a counter after how many days without an earning it lapses.
type Idle<'a> = &'a dyn Fn(&str) -> Option<u32>;

const IN_PERIOD: &str = "s.business_day BETWEEN ?2 AND ?3";

impl Store {
    /// Tells what a program gave from a business day to another, both included, and what customers hold of it on
    /// the last. `idle` says of each counter after how many days without an earning it lapses.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn program_results(
        &self,
        program: &ProgramId,
        (first, last): (NaiveDate, NaiveDate),
        idle: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<ProgramResults, StoreError> {
        let period: [&dyn ToSql; 3] = [&program.as_str(), &Sql(first), &Sql(last)];
        let (sales, faults) = self.one(
            "SELECT count(*) FILTER (WHERE p.fault IS NULL), count(*) FILTER (WHERE p.fault IS NOT NULL)
             FROM sale s JOIN sale_program p ON p.sale = s.row AND p.program = ?1 WHERE s.refund_of IS NULL AND ",
            &period,
            |row| Ok((get(row, 0)?, get(row, 1)?)),
        )?;
        let discounts = self.one(
            "SELECT coalesce(sum(d.amount), 0) FROM sale s
             JOIN sale_discount d ON d.sale = s.row AND d.origin = 'program' AND d.source = ?1 WHERE ",
            &period,
            |row| get(row, 0),
        )?;
        let offers = self.one(
            "SELECT count(*), count(*) FILTER (WHERE o.state = 'taken'), count(*) FILTER (WHERE o.state = 'later')
             FROM sale s JOIN offer_event o ON o.sale = s.row AND o.program = ?1 WHERE s.refund_of IS NULL AND ",
            &period,
            |row| Ok(OfferResults { made: get(row, 0)?, taken: get(row, 1)?, later: get(row, 2)? }),
        )?;
        let (customers, vouchers) = (self.touched(&period)?, self.voucher_results(&period)?);
        let mut counters = self.moved(&period)?;
        self.add_holdings(&mut counters, program, last, idle)?;
        self.add_worth(&mut counters, program)?;
        Ok(ProgramResults { sales, faults, customers, discounts, vouchers, offers, counters })
    }

    /// Asks for one row about the sales of the period.
    fn one<T>(
        &self,
        select: &str,
        period: &[&dyn ToSql; 3],
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        Ok(self.conn.prepare_cached(&format!("{select}{IN_PERIOD}"))?.query_row(period, read)?)
    }

    fn touched(&self, period: &[&dyn ToSql; 3]) -> Result<u64, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT count(*) FROM (
                 SELECT coalesce((SELECT head FROM merger WHERE absorbed = customer), customer)
                 FROM counter_entry WHERE program = ?1 AND day BETWEEN ?2 AND ?3
                 UNION
                 SELECT coalesce((SELECT head FROM merger WHERE absorbed = s.customer), s.customer) FROM sale s
                 JOIN sale_discount d ON d.sale = s.row AND d.origin = 'program' AND d.source = ?1
                 WHERE s.customer IS NOT NULL AND s.business_day BETWEEN ?2 AND ?3
                 UNION
                 SELECT coalesce((SELECT head FROM merger WHERE absorbed = c.customer), c.customer)
                 FROM credit c JOIN sale s ON s.row = c.sale
                 WHERE c.customer IS NOT NULL AND c.program = ?1 AND s.business_day BETWEEN ?2 AND ?3)",
        )?;
        Ok(statement.query_row(period, |row| get(row, 0))?)
    }

    fn voucher_results(&self, period: &[&dyn ToSql; 3]) -> Result<VoucherResults, StoreError> {
        let (issued, amount) = self.one(
            "SELECT count(*), coalesce(sum(c.issued), 0) FROM credit c JOIN sale s ON s.row = c.sale
             WHERE c.program = ?1 AND ",
            period,
            |row| Ok((get(row, 0)?, get(row, 1)?)),
        )?;
        let (used, withdrawn) = self.one(
            "SELECT coalesce(-sum(e.delta) FILTER (WHERE s.refund_of IS NULL OR e.delta > 0), 0),
                    coalesce(-sum(e.delta) FILTER (WHERE s.refund_of IS NOT NULL AND e.delta < 0), 0)
             FROM credit c JOIN credit_entry e ON e.credit = c.id AND e.sale <> c.sale JOIN sale s ON s.row = e.sale
             WHERE c.program = ?1 AND ",
            period,
            |row| Ok((get(row, 0)?, get(row, 1)?)),
        )?;
        let mut statement = self.conn.prepare_cached(
            "SELECT coalesce(sum(e.delta), 0)
             FROM credit c JOIN credit_entry e ON e.credit = c.id JOIN sale s ON s.row = e.sale
             WHERE c.program = ?1 AND (c.expires IS NULL OR c.expires >= ?2) AND s.business_day <= ?2",
        )?;
        let left = statement.query_row(params![period[0], period[2]], |row| get(row, 0))?;
        Ok(VoucherResults { issued, amount, used, withdrawn, left })
    }

    /// Adds up what moved on each counter in the period.
    fn moved(&self, period: &[&dyn ToSql; 3]) -> Result<BTreeMap<String, CounterResults>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT counter,
                    coalesce(sum(delta) FILTER (WHERE sale IS NOT NULL AND (delta > 0) = (reverses IS NULL)), 0),
                    coalesce(-sum(delta) FILTER (WHERE sale IS NOT NULL AND (delta > 0) <> (reverses IS NULL)), 0),
                    coalesce(sum(delta) FILTER (WHERE sale IS NULL), 0)
             FROM counter_entry WHERE program = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY counter",
        )?;
        let moved = statement.query_map(period, |row| {
            let [given, used, by_hand] = [number(row, 1)?, number(row, 2)?, number(row, 3)?];
            Ok((row.get(0)?, CounterResults { given, used, by_hand, ..CounterResults::default() }))
        })?;
        Ok(moved.collect::<Result<_, _>>()?)
    }

    /// Adds what each customer holds, one after the other: a balance depends on the order of the entries.
    fn add_holdings(
        &self,
        counters: &mut BTreeMap<String, CounterResults>,
        program: &ProgramId,
        today: NaiveDate,
        idle: Idle<'_>,
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT coalesce(m.head, e.customer) AS file, counter, key, day, delta, reverses, available, expires
             FROM counter_entry e LEFT JOIN merger m ON m.absorbed = e.customer
             WHERE program = ?1 AND day <= ?2 ORDER BY file, counter, day, key",
        )?;
        let mut rows = statement.query(params![program.as_str(), Sql(today)])?;
        let mut of: Option<(Vec<u8>, String)> = None;
        let mut entries: Vec<Entry> = Vec::new();
        while let Some(row) = rows.next()? {
            let here = (row.get(0)?, row.get(1)?);
            if of.as_ref() != Some(&here) {
                hold(counters, of.replace(here), std::mem::take(&mut entries), (today, idle));
            }
            entries.push(read_entry(row)?);
        }
        hold(counters, of, entries, (today, idle));
        Ok(())
    }

    /// Values what is held by what was given in the sales in which one counter alone was spent. Papers are added up
    /// once: no index finds a paper by the sale that moved it, and a walk for each sale is quadratic.
    fn add_worth(
        &self,
        counters: &mut BTreeMap<String, CounterResults>,
        program: &ProgramId,
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "WITH spent (sale, counter, points) AS (
                 SELECT sale, min(counter), -sum(delta) FROM counter_entry
                 WHERE program = ?1 AND sale IS NOT NULL AND (delta > 0) <> (reverses IS NULL)
                 GROUP BY sale HAVING count(DISTINCT counter) = 1
             ), papers (sale, amount) AS MATERIALIZED (
                 SELECT e.sale, sum(e.delta) FROM credit c JOIN credit_entry e ON e.credit = c.id
                 WHERE c.program = ?1 AND (e.sale = c.sale OR e.delta < 0) GROUP BY e.sale
             )
             SELECT counter, sum(points), sum(
                 (SELECT coalesce(sum(d.amount), 0) FROM sale_discount d
                  WHERE d.sale = spent.sale AND d.origin = 'program' AND d.source = ?1)
               + coalesce(papers.amount, 0))
             FROM spent LEFT JOIN papers ON papers.sale = spent.sale GROUP BY counter",
        )?;
        let mut rows = statement.query([program.as_str()])?;
        while let Some(row) = rows.next()? {
            let (points, bought): (Decimal, Money) = (number(row, 1)?, get(row, 2)?);
            if let Some(counter) = counters.get_mut(&row.get::<_, String>(0)?) {
                counter.worth = worth(counter.balance + counter.pending, points, bought);
            }
        }
        Ok(())
    }
}

/// What is held at the price of what was spent.
fn worth(held: Decimal, spent: Decimal, bought: Money) -> Option<Money> {
    let each = bought.to_decimal().checked_div(spent).filter(|_| spent > Decimal::ZERO)?;
    Money::from_decimal(held.checked_mul(each)?, Rounding::HalfUp).ok()
}

/// Adds what one customer holds of one counter.
fn hold(
    counters: &mut BTreeMap<String, CounterResults>,
    of: Option<(Vec<u8>, String)>,
    entries: Vec<Entry>,
    (today, idle): (NaiveDate, Idle<'_>),
) {
    let Some((_, counter)) = of else { return };
    let held = Holding::of(entries, idle(&counter), today);
    let results = counters.entry(counter).or_default();
    let above_zero = |points: Points| points.value().max(Decimal::ZERO);
    let (balance, pending) = (above_zero(held.balance), above_zero(held.pending));
    results.balance += balance;
    results.pending += pending;
    results.holders += u64::from(balance + pending > Decimal::ZERO);
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        key: row.get(2)?,
        day: get(row, 3)?,
        delta: get(row, 4)?,
        reverses: row.get(5)?,
        available: get_opt(row, 6)?,
        expires: get_opt(row, 7)?,
    })
}

/// A sum of ten-thousandths: it may be larger than one counter may be.
fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<Decimal> {
    Ok(Decimal::new(row.get(column)?, Points::PLACES).normalize())
}

#[cfg(test)]
mod tests {
    use comptoir_domain::credit::CreditKind;
    use comptoir_domain::effect::{Accepted, AcceptedOffer, Offer, Text};
    use comptoir_domain::facts::OfferState;
    use comptoir_domain::ledger::{Basis, CounterMovement, CreditIssue, CreditMovement};
    use comptoir_domain::price::{LineDiscount, Origin};
    use comptoir_domain::refund::Asked;
    use comptoir_domain::sale::{PaidSale, ProgramRecord};
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{commit, credit_id, customer, customer_id, day, memory, refund_of, sale};

    const PROGRAM: &str = "carte";
    const IDLE: u32 = 20;

    /// What happens on a day, and for whom: 0 is nobody.
    #[derive(Clone, Debug)]
    struct Step {
        on: u64,
        who: u64,
        earned: i64,
        spent: i64,
        discount: i64,
        voucher: Option<(i64, u64)>,
        uses: Option<usize>,
        offer: Option<OfferState>,
        fault: bool,
        refunds: Option<usize>,
        /// Of another program, which must not be counted.
        stranger: bool,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let offer = prop_oneof![Just(OfferState::Open), Just(OfferState::Taken), Just(OfferState::Later)];
        let happens = (0_u64..4, 0_i64..90, 0_i64..40, 0_i64..500);
        let papers = (proptest::option::of((100_i64..900, 0_u64..30)), proptest::option::of(0_usize..4));
        let rest =
            (proptest::option::of(offer), any::<bool>(), proptest::option::weighted(0.3, 0_usize..9), any::<bool>());
        let step = (0_u64..4, happens, papers, rest).prop_map(
            |(on, (who, earned, spent, discount), (voucher, uses), (offer, fault, refunds, stranger))| Step {
                on,
                who,
                earned,
                spent,
                discount,
                voucher,
                uses,
                offer,
                fault,
                refunds,
                stranger,
            },
        );
        proptest::collection::vec(step, 1..24)
    }

    fn movement(who: u64, program: &str, delta: i64, basis: Basis) -> CounterMovement {
        CounterMovement {
            customer: customer_id(who),
            program: ProgramId::new(program),
            counter: "points".into(),
            delta: Points::from_ten_thousandths(delta * 10_000),
            basis,
            reverses: None,
            available: (delta > 30).then(|| day(12)),
            expires: (delta > 60).then(|| day(40)),
        }
    }

    fn record(step: &Step, program: &str) -> ProgramRecord {
        let offer = |state| AcceptedOffer {
            offer: Offer {
                id: "gift".into(),
                title: Text::Plain("gift".into()),
                cost: None,
                rewards: Vec::new(),
                expires: None,
                part: None,
                choices: Vec::new(),
            },
            state,
            taken_part: None,
            choice: None,
        };
        ProgramRecord {
            program: ProgramId::new(program),
            policy: String::new(),
            version: String::new(),
            digest: String::new(),
            engine: "rhai".into(),
            accepted: Accepted { offers: step.offer.map(offer).into_iter().collect(), ..Accepted::default() },
            titles: Vec::new(),
            said: Vec::new(),
            fault: step.fault.then(|| "out of fuel".to_owned()),
            gifts: Vec::new(),
            yielded: None,
            told: None,
        }
    }

    /// Makes what a step says; gives the sale as it was paid.
    fn play(store: &mut Store, step: &Step, on: u64, paid: &[PaidSale]) -> Option<PaidSale> {
        let program = if step.stranger { "autre" } else { PROGRAM };
        if let Some(of) = step.refunds.and_then(|n| paid.get(n)) {
            let refund = refund_of(store, of, on, &Asked::Whole)?;
            commit(store, &refund).ok()?;
            return Some(refund);
        }
        let who = (step.who > 0).then(|| store.customer(customer_id(step.who)).unwrap().unwrap());
        let mut made = sale(store, who.as_ref(), on, &[(4_990, "1")]);
        let line = made.lines[0].id;
        if step.discount > 0 {
            let origin = Origin::Program(ProgramId::new(program));
            let amount = Money::from_cents(step.discount);
            made.lines[0].discounts.push(LineDiscount { origin, label: String::new(), amount });
        }
        if step.who > 0 && step.earned > 0 {
            made.movements.counters.push(movement(step.who, program, step.earned, Basis::Earned(vec![line])));
        }
        if step.who > 0 && step.spent > 0 {
            made.movements.counters.push(movement(step.who, program, -step.spent, Basis::Reduction(vec![line])));
        }
        if let Some((cents, last)) = step.voucher {
            let n = 1_000 + made.stamp.number.sequence;
            made.movements.issued.push(CreditIssue {
                id: credit_id(n),
                kind: CreditKind::Voucher,
                code: format!("BON-{n}"),
                customer: who.as_ref().map(|who| who.id),
                amount: Money::from_cents(cents),
                expires: Some(day(on + last)),
                program: Some(ProgramId::new(program)),
                line: None,
                label: String::new(),
            });
        }
        let papers: Vec<_> = paid.iter().flat_map(|sale| &sale.movements.issued).map(|issue| issue.id).collect();
        if let Some(paper) = step.uses.and_then(|n| papers.get(n)) {
            let left = store.credit(*paper).unwrap().unwrap().balance;
            let part = Money::from_cents(left.cents() - left.cents() / 3);
            made.movements.credits.push(CreditMovement { credit: *paper, delta: -part });
        }
        made.programs.push(record(step, program));
        commit(store, &made).unwrap();
        Some(made)
    }

    /// The same figures, counted one by one from the sales as they were paid.
    fn counted(store: &Store, sales: &[PaidSale], (first, last): (NaiveDate, NaiveDate)) -> ProgramResults {
        let program = ProgramId::new(PROGRAM);
        let mut out = ProgramResults::default();
        let mut touched = std::collections::BTreeSet::new();
        let mut points = CounterResults::default();
        let ours: BTreeMap<_, _> = sales
            .iter()
            .flat_map(|sale| &sale.movements.issued)
            .filter(|issue| issue.program.as_ref() == Some(&program))
            .map(|issue| (issue.id, issue.expires))
            .collect();
        for sale in sales.iter().filter(|sale| sale.stamp.business_day <= last) {
            let is_in = sale.stamp.business_day >= first;
            let refund = sale.is_refund();
            for issue in sale.movements.issued.iter().filter(|issue| ours.contains_key(&issue.id)) {
                if issue.expires.is_none_or(|day| day >= last) {
                    out.vouchers.left += issue.amount;
                }
                if is_in {
                    out.vouchers.issued += 1;
                    out.vouchers.amount += issue.amount;
                    touched.extend(issue.customer);
                }
            }
            for credit in sale.movements.credits.iter().filter(|credit| ours.contains_key(&credit.credit)) {
                if ours[&credit.credit].is_none_or(|day| day >= last) {
                    out.vouchers.left += credit.delta;
                }
                match (is_in, refund && credit.delta.is_negative()) {
                    (true, true) => out.vouchers.withdrawn += -credit.delta,
                    (true, false) => out.vouchers.used += -credit.delta,
                    _ => {}
                }
            }
            if !is_in {
                continue;
            }
            for moved in sale.movements.counters.iter().filter(|moved| moved.program == program) {
                touched.insert(moved.customer);
                let value = moved.delta.value();
                if (value > Decimal::ZERO) == moved.reverses.is_none() {
                    points.given += value
                } else {
                    points.used -= value
                }
            }
            let off = sale.lines.iter().flat_map(|line| &line.discounts);
            for discount in off.filter(|discount| discount.origin == Origin::Program(program.clone())) {
                out.discounts += discount.amount;
                touched.extend(sale.customer.as_ref().map(|customer| customer.id));
            }
            for record in sale.programs.iter().filter(|record| record.program == program && !refund) {
                out.sales += u64::from(record.fault.is_none());
                out.faults += u64::from(record.fault.is_some());
                for offer in &record.accepted.offers {
                    out.offers.made += 1;
                    out.offers.taken += u64::from(offer.state == OfferState::Taken);
                    out.offers.later += u64::from(offer.state == OfferState::Later);
                }
            }
        }
        out.customers = u64::try_from(touched.len()).unwrap();
        if count_held(store, &mut points, last) {
            out.counters.insert("points".into(), points);
        }
        out
    }

    /// Adds what each customer holds, and tells whether anything ever moved.
    fn count_held(store: &Store, points: &mut CounterResults, last: NaiveDate) -> bool {
        let mut moved = false;
        for who in 1..4 {
            let entries = store.counter_entries(customer_id(who), &ProgramId::new(PROGRAM)).unwrap();
            let entries: Vec<_> =
                entries.into_iter().map(|(_, entry)| entry).filter(|entry| entry.day <= last).collect();
            moved |= !entries.is_empty();
            let held = Holding::of(entries, Some(IDLE), last);
            let (balance, pending) = (held.balance.value().max(Decimal::ZERO), held.pending.value().max(Decimal::ZERO));
            points.balance += balance;
            points.pending += pending;
            points.holders += u64::from(balance + pending > Decimal::ZERO);
        }
        moved
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn figures_are_what_one_counts(steps in steps(), first in 0_u64..40, days in 0_u64..40) {
            let mut store = memory();
            for (n, name) in [(1, "Lefèvre"), (2, "Durand"), (3, "Martin")] {
                store.put_customer(&customer(n, name, "")).unwrap();
            }
            let (mut sales, mut on) = (Vec::new(), 0);
            for step in &steps {
                on += step.on;
                let made = play(&mut store, step, on, &sales);
                sales.extend(made);
            }
            let period = (day(first), day(first + days));
            let mut found = store.program_results(&ProgramId::new(PROGRAM), period, &|_| Some(IDLE)).unwrap();
            found.counters.values_mut().for_each(|counter| counter.worth = None);
            prop_assert_eq!(found, counted(&store, &sales, period));
        }
    }

    #[test]
    fn what_is_held_is_worth_what_was_spent_for() {
        let mut store = memory();
        store.put_customer(&customer(1, "Lefèvre", "")).unwrap();
        let step = |on, earned, spent, discount| Step {
            on,
            who: 1,
            earned,
            spent,
            discount,
            voucher: None,
            uses: None,
            offer: None,
            fault: false,
            refunds: None,
            stranger: false,
        };
        let worth = |store: &Store| {
            let found = store.program_results(&ProgramId::new(PROGRAM), (day(0), day(9)), &|_| None).unwrap();
            found.counters["points"].worth
        };
        play(&mut store, &step(0, 30, 0, 0), 0, &[]).unwrap();
        assert_eq!(worth(&store), None, "nobody spent anything");
        // Twenty points for three euros; ten are left, and twenty more.
        let spent = play(&mut store, &step(1, 20, 20, 300), 1, &[]).unwrap();
        assert_eq!(worth(&store), Some(Money::from_cents(450)));
        let refund = refund_of(&store, &spent, 2, &Asked::Whole).unwrap();
        commit(&mut store, &refund).unwrap();
        assert_eq!(worth(&store), None, "what was spent is given back");
    }

    #[test]
    fn entries_by_hand_are_told_apart() {
        let mut store = memory();
        store.put_customer(&customer(1, "Lefèvre", "")).unwrap();
        let program = ProgramId::new(PROGRAM);
        for (n, points) in [(1, 50), (2, -20)] {
            let adjust = crate::AdjustCounter {
                key: uuid::Uuid::from_u128(n),
                customer: customer_id(1),
                program: &program,
                counter: "points",
                delta: Points::from_ten_thousandths(points * 10_000),
                day: day(3),
                expires: None,
                reason: "geste",
                operator: "Paul",
            };
            store.adjust_counter(&adjust, &[]).unwrap();
        }
        let found = store.program_results(&program, (day(0), day(9)), &|_| None).unwrap();
        let points = found.counters["points"];
        assert_eq!((points.by_hand, points.given, points.used), (Decimal::from(30), Decimal::ZERO, Decimal::ZERO));
        assert_eq!((points.balance, points.holders, found.customers), (Decimal::from(30), 1, 1));
    }
}
