//! Offers that customers keep for later: what programs offered in the last sale they ran in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_domain::sale::{PaidSale, ProgramRecord, ReceiptNumber};
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::sql::{Sql, get, get_opt, in_file_of};
use crate::store::Store;

/// A gift that waits for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingOffer {
    /// Whose offer.
    pub program: ProgramId,
    /// Which offer.
    pub offer: String,
    /// How it was announced last.
    pub title: String,
    /// The receipt of the sale since which it waits without a break.
    pub number: ReceiptNumber,
    /// That sale's business day.
    pub since: NaiveDate,
    /// What was answered last: open or later.
    pub state: OfferState,
    /// The last day it can be taken, if any.
    pub expires: Option<NaiveDate>,
}

impl Store {
    /// Gives the offers of some programs that wait for a customer: of each, those left open or kept for later in
    /// the customer's last sale in which it ran. Offers whose last day is over are among them. They are in the order
    /// of the programs' ids, and within one in that in which they were announced.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn waiting_offers<'a>(
        &self,
        customer: CustomerId,
        programs: impl IntoIterator<Item = &'a ProgramId>,
    ) -> Result<Vec<WaitingOffer>, StoreError> {
        let mut traces: BTreeMap<&str, Trace> =
            programs.into_iter().map(|program| (program.as_str(), Trace::NotRun)).collect();
        let mut sales = self.conn.prepare_cached(SALES)?;
        let mut sales = sales.query([Sql(customer)])?;
        // From the last sale back, as far as needed: most customers' last sales tell all.
        while traces.values().any(Trace::goes_on) {
            let Some(sale) = sales.next()? else { break };
            step_back(&self.conn, sale.get(0)?, &mut traces)?;
        }
        let mut waiting = Vec::new();
        for (program, trace) in traces {
            let Trace::Ran(offers) = trace else { continue };
            for offer in offers {
                waiting.push(self.waiting_offer(program, offer)?);
            }
        }
        Ok(waiting)
    }

    fn waiting_offer(&self, program: &str, offer: Traced) -> Result<WaitingOffer, StoreError> {
        let mut sale = self.conn.prepare_cached("SELECT till, sequence, business_day FROM sale WHERE row = ?1")?;
        Ok(sale.query_row([offer.since], |row| {
            Ok(WaitingOffer {
                program: ProgramId::new(program),
                offer: offer.id,
                title: offer.title,
                number: ReceiptNumber { till: get(row, 0)?, sequence: get(row, 1)? },
                since: get(row, 2)?,
                state: offer.state,
                expires: offer.expires,
            })
        })?)
    }
}

/// The customer's sales from the last one back. A refund asks no program.
const SALES: &str = concat!(
    "SELECT row FROM sale INDEXED BY sale_of_customer_by_day WHERE customer ",
    in_file_of!("?1"),
    " AND refund_of IS NULL ORDER BY row DESC"
);

/// The programs that answered in a sale, with what they offered and was not taken.
const ANSWERS: &str = "SELECT p.program, o.offer, o.title, o.state, o.expires
    FROM sale_program p
    LEFT JOIN offer_event o ON o.sale = p.sale AND o.program = p.program AND o.state <> 'taken'
    WHERE p.sale = ?1 AND p.fault IS NULL ORDER BY p.program, o.position";

/// What is known of a program's offers after some sales from the last one back.
enum Trace {
    /// It answered in none of them.
    NotRun,
    /// What waits since the last one in which it answered.
    Ran(Vec<Traced>),
}

impl Trace {
    /// Tells whether an earlier sale can say more.
    fn goes_on(&self) -> bool {
        match self {
            Self::NotRun => true,
            Self::Ran(offers) => offers.iter().any(|offer| offer.unbroken),
        }
    }
}

/// An offer that waits.
struct Traced {
    id: String,
    title: String,
    state: OfferState,
    expires: Option<NaiveDate>,
    /// The row of the first sale since which it waits without a break, as far as is known.
    since: i64,
    /// It waited in all sales looked at in which the program answered.
    unbroken: bool,
}

/// Looks at one more sale, which is before all those looked at.
fn step_back(conn: &Connection, sale: i64, traces: &mut BTreeMap<&str, Trace>) -> Result<(), StoreError> {
    let mut answered: BTreeMap<String, Vec<Traced>> = BTreeMap::new();
    let mut statement = conn.prepare_cached(ANSWERS)?;
    let mut rows = statement.query([sale])?;
    while let Some(row) = rows.next()? {
        let offers = answered.entry(row.get(0)?).or_default();
        if let Some(id) = row.get(1)? {
            let (title, state, expires) = (row.get(2)?, get(row, 3)?, get_opt(row, 4)?);
            offers.push(Traced { id, title, state, expires, since: sale, unbroken: true });
        }
    }
    for (program, made) in answered {
        match traces.get_mut(program.as_str()) {
            Some(Trace::Ran(waiting)) => {
                for offer in waiting.iter_mut().filter(|offer| offer.unbroken) {
                    offer.unbroken = made.iter().any(|made| made.id == offer.id);
                    if offer.unbroken {
                        offer.since = sale;
                    }
                }
            }
            Some(trace) => *trace = Trace::Ran(made),
            None => {}
        }
    }
    Ok(())
}

/// Notes what programs ran in a sale and what they offered.
pub(crate) fn note(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    for record in &sale.programs {
        conn.prepare_cached(
            "INSERT INTO sale_program (sale, program, policy, version, digest, engine, fault)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            sale_row,
            record.program.as_str(),
            record.policy,
            record.version,
            record.digest,
            record.engine,
            record.fault,
        ])?;
        note_offers(conn, record, sale_row)?;
    }
    Ok(())
}

fn note_offers(conn: &Connection, record: &ProgramRecord, sale_row: i64) -> Result<(), StoreError> {
    for (position, accepted) in record.accepted.offers.iter().enumerate() {
        let title = record.titles.get(position).map_or(accepted.offer.id.as_str(), String::as_str);
        conn.prepare_cached(
            "INSERT INTO offer_event (sale, program, offer, position, title, state, expires)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            sale_row,
            record.program.as_str(),
            accepted.offer.id,
            Sql(position),
            title,
            Sql(accepted.state),
            accepted.offer.expires.map(Sql),
        ])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use comptoir_domain::effect::{Accepted, AcceptedOffer, Offer, Text};
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{commit, customer, customer_id, day, memory, sale};

    fn ran(program: &str, offers: &[(&str, OfferState)]) -> ProgramRecord {
        let offer = |id: &str| Offer {
            id: id.into(),
            title: Text::Plain(id.into()),
            cost: None,
            rewards: Vec::new(),
            expires: None,
            part: None,
            choices: Vec::new(),
        };
        let answered = |id: &str, state| AcceptedOffer { offer: offer(id), state, taken_part: None, choice: None };
        let accepted = offers.iter().map(|(id, state)| answered(id, *state));
        ProgramRecord {
            program: ProgramId::new(program),
            policy: String::new(),
            version: String::new(),
            digest: String::new(),
            engine: "rhai".into(),
            accepted: Accepted { offers: accepted.collect(), ..Accepted::default() },
            titles: offers.iter().map(|(id, _)| id.to_uppercase()).collect(),
            said: Vec::new(),
            fault: None,
            gifts: Vec::new(),
            yielded: None,
            told: None,
        }
    }

    /// The programs that ran in a sale, and what waits after it: titles, and since which sale.
    type Step = (Vec<ProgramRecord>, &'static [(&'static str, u64)]);

    /// Does one sale for each step, on the day of its place.
    fn check(steps: &[Step]) {
        let mut store = memory();
        let claire = customer(1, "Lefèvre", "Claire");
        store.put_customer(&claire).unwrap();
        for (on, (programs, expected)) in (0u64..).zip(steps) {
            let mut paid = sale(&store, Some(&claire), on, &[(1_000, "1")]);
            paid.programs = programs.clone();
            commit(&mut store, &paid).unwrap();
            let waiting = store.waiting_offers(customer_id(1), &[ProgramId::new("a"), ProgramId::new("b")]).unwrap();
            let waiting: Vec<_> = waiting.iter().map(|o| (o.title.as_str(), o.number.sequence, o.since)).collect();
            let expected: Vec<_> = expected.iter().map(|(title, since)| (*title, since + 1, day(*since))).collect();
            assert_eq!(waiting, expected, "after sale {on}");
        }
    }

    #[test]
    fn an_offer_waits_from_its_first_sale_until_it_is_taken() {
        use OfferState::{Later, Open, Taken};
        check(&[
            (vec![], &[]),
            (vec![ran("a", &[("x", Open)])], &[("X", 1)]),
            (vec![], &[("X", 1)]),
            (vec![ran("a", &[("x", Later), ("y", Open)]), ran("b", &[("x", Later)])], &[("X", 1), ("Y", 3), ("X", 3)]),
            (vec![ran("a", &[("x", Taken), ("y", Later)])], &[("Y", 3), ("X", 3)]),
            (vec![ran("a", &[("x", Open)]), ran("b", &[])], &[("X", 5)]),
        ]);
    }

    /// What one program made of one sale; nothing when it failed or was not on.
    type Answered = Option<Vec<(&'static str, OfferState)>>;

    fn answered() -> impl Strategy<Value = Answered> {
        use OfferState::{Later, Open, Taken};
        let offers = prop::sample::subsequence(vec!["x", "y", "z"], 0..3);
        let offers = (offers, prop::sample::select(vec![Open, Later, Taken]));
        prop::option::weighted(0.7, offers.prop_map(|(ids, state)| ids.into_iter().map(|id| (id, state)).collect()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// By the definition: since the first sale from which on it waited in every sale in which the program answered.
        #[test]
        fn an_offer_waits_since_the_first_sale_of_an_unbroken_row(
            sales in prop::collection::vec((answered(), answered(), any::<bool>()), 1..10)
        ) {
            let mut store = memory();
            let claire = customer(1, "Lefèvre", "Claire");
            store.put_customer(&claire).unwrap();
            for (on, (a, b, failed)) in (0u64..).zip(&sales) {
                let mut paid = sale(&store, Some(&claire), on, &[(1_000, "1")]);
                for (program, offers) in [("a", a), ("b", b)] {
                    match offers {
                        Some(offers) => paid.programs.push(ran(program, offers)),
                        None if *failed => {
                            paid.programs.push(ProgramRecord { fault: Some("panne".into()), ..ran(program, &[]) });
                        }
                        None => {}
                    }
                }
                commit(&mut store, &paid).unwrap();
            }
            let mut expected = Vec::new();
            for (program, pick) in [("a", 0), ("b", 1)] {
                let of = |step: &(Answered, Answered, bool)| if pick == 0 { step.0.clone() } else { step.1.clone() };
                let answers: Vec<_> = (0u64..).zip(&sales).filter_map(|(on, step)| Some((on, of(step)?))).collect();
                let waits = |offers: &[(&str, OfferState)], id: &str| {
                    offers.iter().any(|(other, state)| *other == id && *state != OfferState::Taken)
                };
                let Some((_, last)) = answers.last() else { continue };
                for (id, _) in last.iter().filter(|(id, _)| waits(last, id)) {
                    let row = answers.iter().rev().take_while(|(_, offers)| waits(offers, id));
                    expected.push((program.to_owned(), (*id).to_owned(), day(row.last().unwrap().0)));
                }
            }
            let waiting = store.waiting_offers(customer_id(1), &[ProgramId::new("b"), ProgramId::new("a")]).unwrap();
            let waiting: Vec<_> =
                waiting.into_iter().map(|o| (o.program.as_str().to_owned(), o.offer, o.since)).collect();
            prop_assert_eq!(waiting, expected);
            let only_b = store.waiting_offers(customer_id(1), &[ProgramId::new("b")]).unwrap();
            prop_assert!(only_b.iter().all(|offer| offer.program.as_str() == "b"));
        }
    }

    #[test]
    fn a_program_that_failed_did_not_take_its_offers_back() {
        let failed = ProgramRecord { fault: Some("out of fuel".into()), ..ran("a", &[]) };
        check(&[(vec![ran("a", &[("x", OfferState::Later)])], &[("X", 0)]), (vec![failed], &[("X", 0)])]);
    }
}
