//! The ledger of loyalty counters: entries of sales and entries by hand. What a counter holds on a day is
//! computed from them by [`comptoir_domain::lots::Holding`].

use chrono::NaiveDate;
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_domain::lots::Entry;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::PaidSale;
use comptoir_journal::SignedRecord;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::customers::known_customer;
use crate::error::StoreError;
use crate::journal;
use crate::sql::{Sql, get, get_opt, in_file_of};
use crate::store::Store;

/// An entry of a counter that is made by hand: a gesture, a correction, points of a former program.
#[derive(Clone, Copy, Debug)]
pub struct AdjustCounter<'a> {
    /// Names the entry: entering it again changes nothing.
    pub key: Uuid,
    /// Whose counter.
    pub customer: CustomerId,
    /// Of which program.
    pub program: &'a ProgramId,
    /// Which counter.
    pub counter: &'a str,
    /// Given when above zero, taken when below.
    pub delta: Points,
    /// The business day.
    pub day: NaiveDate,
    /// The last day that what is given can be spent; for ever when none.
    pub expires: Option<NaiveDate>,
    /// Why; never empty.
    pub reason: &'a str,
    /// Who did it.
    pub operator: &'a str,
}

macro_rules! select_entries {
    ($rest:literal) => {
        concat!(
            "SELECT program, counter, key, day, delta, reverses, available, expires FROM counter_entry WHERE customer ",
            in_file_of!("?1"),
            $rest,
            " ORDER BY program, counter, day, key"
        )
    };
}

impl Store {
    /// Gives all entries of a customer's counters of one program, by counter, day and key.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn counter_entries(
        &self,
        customer: CustomerId,
        program: &ProgramId,
    ) -> Result<Vec<(String, Entry)>, StoreError> {
        let mut statement = self.conn.prepare_cached(select_entries!(" AND program = ?2"))?;
        let entries =
            statement.query_map(params![Sql(customer), program.as_str()], |row| Ok((row.get(1)?, read_entry(row)?)))?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// Gives all entries of a customer's counters of all programs, by program, counter, day and key.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn counter_entries_of(&self, customer: CustomerId) -> Result<Vec<(ProgramId, String, Entry)>, StoreError> {
        let mut statement = self.conn.prepare_cached(select_entries!(""))?;
        let entries = statement.query_map([Sql(customer)], |row| Ok((get(row, 0)?, row.get(1)?, read_entry(row)?)))?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// Gives what a counter earned from one business day to another, both included: entries above zero,
    /// by hand as well, without what was taken back of them, whenever it was. What is given back of a
    /// spending is no earning.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn earned(
        &self,
        customer: CustomerId,
        program: &ProgramId,
        counter: &str,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Points, StoreError> {
        let mut statement = self.conn.prepare_cached(concat!(
            "SELECT (SELECT coalesce(sum(delta), 0) FROM counter_entry
                     WHERE customer ",
            in_file_of!("?1"),
            " AND program = ?2 AND counter = ?3 AND day BETWEEN ?4 AND ?5
                     AND delta > 0 AND reverses IS NULL)
                  + (SELECT coalesce(sum(back.delta), 0)
                     FROM counter_entry back CROSS JOIN counter_entry earning ON earning.key = back.reverses
                     WHERE back.customer ",
            in_file_of!("?1"),
            " AND back.program = ?2 AND back.counter = ?3 AND back.day >= ?4
                     AND back.delta < 0 AND earning.day BETWEEN ?4 AND ?5)"
        ))?;
        let values = params![Sql(customer), program.as_str(), counter, Sql(first), Sql(last)];
        Ok(statement.query_row(values, |row| get(row, 0))?)
    }

    /// Makes an entry by hand, with its records in the journal: all of it, or nothing. Tells whether it was
    /// made: an entry that is there already changes nothing, and its records are not appended.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoReason`], [`StoreError::Missing`] when the customer is unknown,
    /// [`StoreError::EntryKeyTaken`] when the key names an entry that says something else, and what
    /// [`Store::append_records`] fails with.
    pub fn adjust_counter(&mut self, adjust: &AdjustCounter<'_>, records: &[SignedRecord]) -> Result<bool, StoreError> {
        if adjust.reason.trim().is_empty() {
            return Err(StoreError::NoReason);
        }
        let till = self.shop.till.clone();
        self.write(|conn| {
            known_customer(conn, adjust.customer)?;
            if is_made(conn, adjust)? {
                return Ok(false);
            }
            insert_by_hand(conn, adjust)?;
            journal::append(conn, &till, records, None)?;
            Ok(true)
        })
    }
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

/// Tells whether an entry by hand is there already, the same in all that it says.
fn is_made(conn: &Connection, adjust: &AdjustCounter<'_>) -> Result<bool, StoreError> {
    let key = adjust.key.to_string();
    let mut statement = conn.prepare_cached(
        "SELECT customer = ?2 AND program = ?3 AND counter = ?4 AND delta = ?5 AND day = ?6 AND expires IS ?7
                AND reason IS ?8 AND operator IS ?9
         FROM counter_entry WHERE key = ?1",
    )?;
    let same = statement.query_row(
        params![
            key,
            Sql(adjust.customer),
            adjust.program.as_str(),
            adjust.counter,
            Sql(adjust.delta),
            Sql(adjust.day),
            adjust.expires.map(Sql),
            adjust.reason.trim(),
            adjust.operator,
        ],
        |row| row.get(0),
    );
    match same.optional()? {
        Some(false) => Err(StoreError::EntryKeyTaken { key }),
        found => Ok(found.is_some()),
    }
}

fn insert_by_hand(conn: &Connection, adjust: &AdjustCounter<'_>) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO counter_entry (key, customer, program, counter, delta, day, expires, reason, operator)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        adjust.key.to_string(),
        Sql(adjust.customer),
        adjust.program.as_str(),
        adjust.counter,
        Sql(adjust.delta),
        Sql(adjust.day),
        adjust.expires.map(Sql),
        adjust.reason.trim(),
        adjust.operator,
    ])?;
    Ok(())
}

/// Enters what a sale moves on counters.
pub(crate) fn post_counters(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    for (place, movement) in sale.movements.counters.iter().enumerate() {
        let entry = Entry::of(sale, place, movement);
        known_customer(conn, movement.customer)?;
        conn.prepare_cached(
            "INSERT INTO counter_entry (key, sale, customer, program, counter, delta, day, available, expires, reverses)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            entry.key,
            sale_row,
            Sql(movement.customer),
            movement.program.as_str(),
            movement.counter,
            Sql(entry.delta),
            Sql(entry.day),
            entry.available.map(Sql),
            entry.expires.map(Sql),
            entry.reverses,
        ])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use comptoir_domain::ledger::{Basis, CounterMovement};
    use comptoir_domain::lots::Holding;
    use comptoir_domain::refund::Asked;

    use super::*;
    use crate::error::{Noun, Series};
    use crate::testing::{commit, customer, customer_id, day, dump, memory, records, refund_of, sale};

    fn points(n: i64) -> Points {
        Points::from_ten_thousandths(n * 10_000)
    }

    fn moved(delta: i64, basis: Basis) -> CounterMovement {
        CounterMovement {
            customer: customer_id(1),
            program: ProgramId::new("points"),
            counter: "points".into(),
            delta: points(delta),
            basis,
            reverses: None,
            available: None,
            expires: None,
        }
    }

    fn claire() -> Store {
        let mut store = memory();
        store.put_customer(&customer(1, "Lefèvre", "Claire")).unwrap();
        store
    }

    /// Sells on a day what moves the customer's points by so much, one movement each.
    fn sell(store: &mut Store, on: u64, deltas: &[i64]) -> PaidSale {
        let mut paid = sale(store, Some(&customer(1, "", "")), on, &[(1_000, "2")]);
        paid.movements.counters = deltas.iter().map(|delta| moved(*delta, Basis::Earned(Vec::new()))).collect();
        commit(store, &paid).unwrap();
        paid
    }

    fn give_back(store: &mut Store, of: &PaidSale, on: u64) {
        let back = refund_of(store, of, on, &Asked::Whole).unwrap();
        commit(store, &back).unwrap();
    }

    fn entries(store: &Store) -> Vec<Entry> {
        let entries = store.counter_entries(customer_id(1), &ProgramId::new("points")).unwrap();
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    fn earned(store: &Store, first: u64, last: u64) -> Points {
        let program = ProgramId::new("points");
        store.earned(customer_id(1), &program, "points", day(first), day(last)).unwrap()
    }

    #[test]
    fn entries_of_one_sale_come_in_their_order_and_a_refund_names_what_it_reverses() {
        let mut store = claire();
        let deltas: Vec<i64> = (1..=12).collect();
        let paid = sell(&mut store, 1, &deltas);
        let kept: Vec<Points> = entries(&store).iter().map(|entry| entry.delta).collect();
        assert_eq!(kept, deltas.iter().copied().map(points).collect::<Vec<_>>());
        give_back(&mut store, &paid, 1);
        let all = entries(&store);
        let (sold, back) = all.split_at(12);
        let reversed: Vec<_> = back.iter().map(|entry| (entry.reverses.as_deref(), entry.delta)).collect();
        assert_eq!(reversed, sold.iter().map(|entry| (Some(entry.key.as_str()), -entry.delta)).collect::<Vec<_>>());
        assert_eq!(Holding::of(all, None, day(1)), Holding::default());
    }

    #[test]
    fn earned_is_what_was_earned_then_without_what_was_ever_taken_back() {
        let mut store = claire();
        let first = sell(&mut store, 1, &[100, -30]);
        sell(&mut store, 10, &[40]);
        give_back(&mut store, &first, 20);
        assert_eq!((earned(&store, 0, 5), earned(&store, 6, 30)), (points(0), points(40)));
        assert_eq!(
            (earned(&store, 0, 9), earned(&store, 10, 10), earned(&store, 0, 99)),
            (points(0), points(40), points(40))
        );
        let elsewhere = store.earned(customer_id(1), &ProgramId::new("cartes"), "points", day(0), day(99)).unwrap();
        assert_eq!(elsewhere, Points::ZERO);
    }

    fn by_hand(program: &ProgramId) -> AdjustCounter<'_> {
        AdjustCounter {
            key: Uuid::from_u128(7),
            customer: customer_id(1),
            program,
            counter: "points",
            delta: points(50),
            day: day(2),
            expires: Some(day(30)),
            reason: " Geste commercial ",
            operator: "Paul",
        }
    }

    #[test]
    fn an_entry_by_hand_is_made_once_with_its_records() {
        let mut store = claire();
        let program = ProgramId::new("points");
        let signed = records(&store);
        assert_eq!(store.adjust_counter(&by_hand(&program), &signed), Ok(true));
        assert_eq!(store.heads().unwrap().len(), 2);
        let entry = &entries(&store)[0];
        assert_eq!((entry.delta, entry.day, entry.expires), (points(50), day(2), Some(day(30))));
        assert_eq!((entry.key.as_str(), &entry.reverses), ("00000000-0000-0000-0000-000000000007", &None));
        assert_eq!(earned(&store, 2, 2), points(50));
        let before = dump(&store);
        let again = records(&store);
        assert_eq!(store.adjust_counter(&by_hand(&program), &again), Ok(false));
        let key = entry.key.clone();
        let other = AdjustCounter { delta: points(51), ..by_hand(&program) };
        assert_eq!(store.adjust_counter(&other, &again), Err(StoreError::EntryKeyTaken { key }));
        assert_eq!(dump(&store), before);
        let sql = "SELECT reason || '|' || operator FROM counter_entry WHERE sale IS NULL";
        let why: String = store.conn.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(why, "Geste commercial|Paul");
    }

    #[test]
    fn an_entry_by_hand_that_is_refused_leaves_nothing() {
        let mut store = claire();
        let program = ProgramId::new("points");
        let signed = records(&store);
        let before = dump(&store);
        let silent = AdjustCounter { reason: " \t", ..by_hand(&program) };
        assert_eq!(store.adjust_counter(&silent, &signed), Err(StoreError::NoReason));
        let stranger = AdjustCounter { customer: customer_id(9), ..by_hand(&program) };
        assert_eq!(store.adjust_counter(&stranger, &signed), Err(StoreError::missing(Noun::Customer, customer_id(9))));
        let family = signed[1].family;
        let gap = StoreError::SequenceGap { series: Series::Journal(family), found: 2, next: 1 };
        let mut late = signed.clone();
        late[1].sequence = 2;
        assert_eq!(store.adjust_counter(&by_hand(&program), &late), Err(gap));
        assert_eq!(dump(&store), before);
        let nameless = store.conn.execute(
            "INSERT INTO counter_entry (key, customer, program, counter, delta, day) SELECT 'k', id, 'p', 'c', 1, 'd'
             FROM customer",
            [],
        );
        assert!(nameless.is_err(), "an entry of no sale says why and who");
    }
}
