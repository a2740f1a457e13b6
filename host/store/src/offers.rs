//! Offers that customers keep for later: what programs offered in the last sale they ran in.

use std::collections::BTreeSet;

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
        let mut statement = self.conn.prepare_cached(SALES)?;
        let sales: Vec<i64> = statement.query_map([Sql(customer)], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let programs: BTreeSet<&ProgramId> = programs.into_iter().collect();
        let mut waiting = Vec::new();
        for program in programs {
            for offer in trace(&self.conn, program, &sales)? {
                waiting.push(self.waiting_offer(program, offer)?);
            }
        }
        Ok(waiting)
    }

    fn waiting_offer(&self, program: &ProgramId, offer: Traced) -> Result<WaitingOffer, StoreError> {
        let mut sale = self.conn.prepare_cached("SELECT till, sequence, business_day FROM sale WHERE row = ?1")?;
        Ok(sale.query_row([offer.since], |row| {
            Ok(WaitingOffer {
                program: program.clone(),
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

/// Whether a program answered in a sale.
const ANSWERED: &str = "SELECT 1 FROM sale_program WHERE sale = ?1 AND program = ?2 AND fault IS NULL";

/// What a program offered in a sale and was not taken.
const WAITING: &str = "SELECT offer, title, state, expires FROM offer_event
    WHERE sale = ?1 AND program = ?2 AND state <> 'taken' ORDER BY position";

/// An offer that waits.
struct Traced {
    id: String,
    title: String,
    state: OfferState,
    expires: Option<NaiveDate>,
    /// The row of the first sale since which it waits without a break.
    since: i64,
}

/// Follows what waits of a program from the customer's last sale back, as far as one offer waits without a break:
/// most often some sales tell all.
fn trace(conn: &Connection, program: &ProgramId, sales: &[i64]) -> Result<Vec<Traced>, StoreError> {
    let mut answered = conn.prepare_cached(ANSWERED)?;
    let mut waits = conn.prepare_cached(WAITING)?;
    let mut found: Option<Vec<Traced>> = None;
    let mut unbroken: BTreeSet<String> = BTreeSet::new();
    for &sale in sales {
        if !answered.exists(params![sale, program.as_str()])? {
            continue;
        }
        match &mut found {
            None => {
                let offers = waits.query_map(params![sale, program.as_str()], |row| {
                    let (id, title, state, expires) = (row.get(0)?, row.get(1)?, get(row, 2)?, get_opt(row, 3)?);
                    Ok(Traced { id, title, state, expires, since: sale })
                })?;
                let offers: Vec<Traced> = offers.collect::<Result<_, _>>()?;
                unbroken = offers.iter().map(|offer| offer.id.clone()).collect();
                found = Some(offers);
            }
            Some(offers) => {
                let here = waits.query_map(params![sale, program.as_str()], |row| row.get(0))?;
                let here: BTreeSet<String> = here.collect::<Result<_, _>>()?;
                unbroken.retain(|id| here.contains(id));
                for offer in offers.iter_mut().filter(|offer| unbroken.contains(&offer.id)) {
                    offer.since = sale;
                }
            }
        }
        if unbroken.is_empty() {
            break;
        }
    }
    Ok(found.unwrap_or_default())
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
