//! Offers that customers keep for later: what programs offered in the last sale they ran in.

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
    /// Gives the offers that wait for a customer: of each program, those left open or kept for later
    /// in the customer's last sale in which the program ran. Offers whose last day is over are among
    /// them.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn waiting_offers(&self, customer: CustomerId) -> Result<Vec<WaitingOffer>, StoreError> {
        // ran: the customer's sales (no refunds) in which each program gave an answer.
        // broken: the last of them in which the offer did not wait.
        let mut statement = self.conn.prepare_cached(concat!(
            "WITH ran (program, sale) AS MATERIALIZED (
                 SELECT p.program, s.row FROM sale s JOIN sale_program p ON p.sale = s.row
                 WHERE s.customer ",
            in_file_of!("?1"),
            " AND s.refund_of IS NULL AND p.fault IS NULL
             ),
             last (program, sale) AS (SELECT program, max(sale) FROM ran GROUP BY program),
             waiting AS (
                 SELECT o.*, (
                     SELECT coalesce(max(r.sale), 0) FROM ran r
                     WHERE r.program = o.program AND NOT EXISTS (
                         SELECT 1 FROM offer_event e WHERE e.sale = r.sale AND e.program = o.program
                         AND e.offer = o.offer AND e.state <> 'taken')
                 ) AS broken
                 FROM last JOIN offer_event o ON o.sale = last.sale AND o.program = last.program
                 WHERE o.state <> 'taken'
             )
             SELECT w.program, w.offer, w.title, s.till, s.sequence, s.business_day, w.state, w.expires
             FROM waiting w JOIN sale s ON s.row = (
                 SELECT min(r.sale) FROM ran r WHERE r.program = w.program AND r.sale > w.broken)
             ORDER BY w.program, w.position"
        ))?;
        let offers = statement.query_map([Sql(customer)], |row| {
            Ok(WaitingOffer {
                program: get(row, 0)?,
                offer: row.get(1)?,
                title: row.get(2)?,
                number: ReceiptNumber { till: get(row, 3)?, sequence: get(row, 4)? },
                since: get(row, 5)?,
                state: get(row, 6)?,
                expires: get_opt(row, 7)?,
            })
        })?;
        Ok(offers.collect::<Result<_, _>>()?)
    }
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
            let waiting = store.waiting_offers(customer_id(1)).unwrap();
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

    #[test]
    fn a_program_that_failed_did_not_take_its_offers_back() {
        let failed = ProgramRecord { fault: Some("out of fuel".into()), ..ran("a", &[]) };
        check(&[(vec![ran("a", &[("x", OfferState::Later)])], &[("X", 0)]), (vec![failed], &[("X", 0)])]);
    }
}
