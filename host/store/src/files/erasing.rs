//! The right to be forgotten: a person leaves the shop's files, and the books stay as they were signed.
//!
//! Erased are names, addresses, cards, notes, consents, the states of the file that were kept, and what
//! programs were told of the person in past sales (a birthday, a postcode). Sales, ledgers and the journal
//! keep an id that means nobody: article 17, paragraph 3 b of the GDPR lets stand what the law demands to be
//! kept (code de commerce, article L123-22: ten years; livre des procédures fiscales, article L102 B: six).

use comptoir_domain::customer::Account;
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::sale::PaidSale;
use rusqlite::{Connection, params};

use super::{Act, Hand, Noted, note_act};
use crate::customers::{known_customer, remove_person};
use crate::error::StoreError;
use crate::parked;
use crate::sales::{each_sale_of, to_body};
use crate::sql::{Sql, get, in_file_of};
use crate::store::Store;

impl Store {
    /// Erases the person of a file and of all that were joined to it. This cannot be taken back.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when the customer is unknown, [`StoreError::StillOwed`] while something is on
    /// the account: who owes must be known.
    pub fn erase_file(&mut self, customer: CustomerId, hand: &Hand<'_>) -> Result<(), StoreError> {
        let account = self.account(customer)?;
        if let Some(Account { balance, .. }) = account.filter(|account| account.balance != Money::ZERO) {
            return Err(StoreError::StillOwed { customer, balance });
        }
        self.write(|conn| {
            let head = known_customer(conn, customer)?;
            let files = files(conn, customer)?;
            forget_told(conn, customer)?;
            for (row, id) in &files {
                parked::forget(conn, *id)?;
                remove_person(conn, *row)?;
                conn.prepare_cached("UPDATE file_act SET before = NULL, detail = NULL WHERE customer = ?1")?
                    .execute([row])?;
                conn.prepare_cached("UPDATE customer SET seller = NULL, sponsor = NULL WHERE row = ?1")?
                    .execute([row])?;
            }
            let sql = concat!("UPDATE merger SET before = NULL WHERE absorbed ", in_file_of!("?1"));
            conn.prepare_cached(sql)?.execute([Sql(customer)])?;
            note_act(conn, head, &Noted { act: Act::Erased, before: None, detail: None }, hand)
        })
    }
}

fn files(conn: &Connection, customer: CustomerId) -> Result<Vec<(i64, CustomerId)>, StoreError> {
    let mut statement = conn.prepare_cached(concat!("SELECT row, id FROM customer WHERE id ", in_file_of!("?1")))?;
    let files = statement.query_map([Sql(customer)], |row| Ok((row.get(0)?, get(row, 1)?)))?;
    Ok(files.collect::<Result<_, _>>()?)
}

/// Takes what programs were told out of the sales of a customer. The signed records never held it; the guard
/// of the table is away only within this transaction.
fn forget_told(conn: &Connection, customer: CustomerId) -> Result<(), StoreError> {
    let mut sales: Vec<PaidSale> = Vec::new();
    each_sale_of(conn, customer, |mut sale| {
        let told = sale.programs.iter().any(|record| record.told.is_some());
        if told {
            sale.programs.iter_mut().for_each(|record| record.told = None);
            sales.push(sale);
        }
        Ok(())
    })?;
    if sales.is_empty() {
        return Ok(());
    }
    let guard: String =
        conn.query_row("SELECT sql FROM sqlite_schema WHERE name = 'sale_no_update'", [], |row| row.get(0))?;
    conn.execute_batch("DROP TRIGGER sale_no_update")?;
    for sale in &sales {
        conn.prepare_cached("UPDATE sale SET body = ?2 WHERE id = ?1")?
            .execute(params![Sql(sale.stamp.id), to_body(sale)?])?;
    }
    Ok(conn.execute_batch(&guard)?)
}

/// A file that nobody asked for in years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleFile {
    /// Whose.
    pub customer: CustomerId,
    /// The last day the customer bought, said something, or was entered.
    pub last: chrono::NaiveDate,
}

impl Store {
    /// Gives the files of people who neither bought nor said anything since a day, the longest ago first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn idle_files(&self, before: chrono::NaiveDate, limit: usize) -> Result<Vec<IdleFile>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, last FROM (
                 SELECT c.id, p.sort_key, max(c.since, coalesce(i.last_visit, ''), coalesce(
                        (SELECT substr(max(k.at), 1, 10) FROM consent k WHERE k.customer = c.row), '')) AS last
                 FROM person p JOIN customer c ON c.row = p.row LEFT JOIN indicators i ON i.row = p.row)
             WHERE last < ?1 ORDER BY last, sort_key LIMIT ?2",
        )?;
        let idle = statement.query_map(params![Sql(before), Sql(limit)], |row| {
            Ok(IdleFile { customer: get(row, 0)?, last: get(row, 1)? })
        })?;
        Ok(idle.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use comptoir_domain::customer::{Birthday, Channel, Consent, Customer, Source};
    use comptoir_domain::draft::Draft;
    use comptoir_domain::effect::Accepted;
    use comptoir_domain::id::ProgramId;
    use comptoir_domain::sale::{ProgramRecord, Told};

    use super::*;
    use crate::testing::{commit, customer, day, dump, instant, memory, sale};
    use crate::{Note, Store};

    fn hand() -> Hand<'static> {
        Hand { at: instant(9), operator: "Ana", batch: None }
    }

    fn claire(n: u64, card: &str) -> Customer {
        let mut claire = customer(n, "Lefèvre", "Claire");
        claire.person.phone = Some("+33612345678".into());
        claire.person.birthday = Some(Birthday { month: 2, day: 29, year: Some(1980) });
        claire.person.postcode = Some("69002".into());
        claire.cards = vec![card.to_owned()];
        claire
    }

    fn record(told: &str) -> ProgramRecord {
        ProgramRecord {
            program: ProgramId::new("points"),
            policy: "points".into(),
            version: "1.0.0".into(),
            digest: "sha256:00".into(),
            engine: "rhai".into(),
            accepted: Accepted::default(),
            titles: Vec::new(),
            said: Vec::new(),
            fault: None,
            gifts: Vec::new(),
            yielded: None,
            told: Some(Told { settings: told.to_owned(), ..Told::default() }),
        }
    }

    /// Two files of Claire, joined; each bought once, and the program was told something.
    fn shop() -> (Store, Customer) {
        let mut store = memory();
        let (kept, gone) = (claire(1, "CF-1"), claire(2, "CF-2"));
        for (file, told) in [(&kept, "née un 29 février"), (&gone, "habite le 69002")] {
            store.write_file(file, &hand()).unwrap();
            let mut paid = sale(&store, Some(file), 4, &[(1_000, "1")]);
            paid.programs.push(record(told));
            commit(&mut store, &paid).unwrap();
            store
                .add_note(file.id, &Note { at: instant(5), operator: "Ana".into(), text: "Taille 38".into() })
                .unwrap();
        }
        let mut whole = kept.clone();
        whole.cards.extend(gone.cards.clone());
        store.join_files(&whole, gone.id, &hand()).unwrap();
        (store, kept)
    }

    #[test]
    fn nothing_of_an_erased_person_is_left_and_the_books_are_the_same() {
        let (mut store, claire) = shop();
        let counted = store.indicators(claire.id).unwrap();
        let sales: Vec<PaidSale> = store.sales_of(claire.id, 9).unwrap();
        let mut draft = Draft::open(crate::testing::sale_id(99));
        draft.identify(Some((&claire).into()));
        store.park("retouche", &draft, instant(8)).unwrap();
        store.erase_file(claire.id, &hand()).unwrap();
        let left = dump(&store);
        for word in
            ["Lefèvre", "Claire", "+33612345678", "69002", "CF-1", "CF-2", "Taille", "29 février", "\"month\":2"]
        {
            assert!(!left.contains(word), "{word} is still there");
        }
        assert_eq!(store.customer(claire.id).unwrap(), None);
        assert_eq!(store.search_customers("lefevre", 9).unwrap(), []);
        assert_eq!(store.indicators(claire.id).unwrap(), counted);
        let stripped = |sale: &PaidSale| {
            let mut sale = sale.clone();
            sale.programs.iter_mut().for_each(|record| record.told = None);
            sale
        };
        assert_eq!(store.sales_of(claire.id, 9).unwrap(), sales.iter().map(stripped).collect::<Vec<_>>());
        assert!(store.conn.execute("UPDATE sale SET body = '{}'", []).is_err(), "the guard is back");
        assert_eq!(store.file_acts(claire.id).unwrap()[0].act, Act::Erased);
        assert_eq!(store.parked().unwrap()[0].draft.customer, None);
        assert_eq!(store.rebuild_indicators().unwrap(), 0);
    }

    #[test]
    fn who_owes_is_not_erased() {
        let (mut store, claire) = shop();
        store.open_account(claire.id, None).unwrap();
        let mut owed = sale(&store, Some(&claire), 6, &[(500, "1")]);
        owed.movements.account = owed.total;
        commit(&mut store, &owed).unwrap();
        let before = dump(&store);
        let still = StoreError::StillOwed { customer: claire.id, balance: Money::from_cents(500) };
        assert_eq!(store.erase_file(claire.id, &hand()), Err(still));
        assert_eq!(dump(&store), before);
    }

    #[test]
    fn a_file_is_idle_since_the_last_purchase_word_or_entry() {
        let mut store = memory();
        let on = |n: u64, since: u64| Customer { since: day(since), ..customer(n, &format!("Nom{n}"), "Zoé") };
        for file in [on(1, 0), on(2, 0), on(3, 0), on(4, 20)] {
            store.put_customer(&file).unwrap();
        }
        let paid = sale(&store, Some(&on(2, 0)), 15, &[(1_000, "1")]);
        commit(&mut store, &paid).unwrap();
        let said = Consent {
            channel: Channel::Email,
            granted: false,
            at: instant(12),
            source: Source::Sent,
            wording: "Plus de courrier.".into(),
            operator: "Ana".into(),
        };
        store.say(on(3, 0).id, &said).unwrap();
        let idle = |before: u64| -> Vec<_> {
            store.idle_files(day(before), 9).unwrap().into_iter().map(|one| (one.customer, one.last)).collect()
        };
        let [first, second, third] = [(1, 0), (3, 12), (2, 15)].map(|(n, last)| (on(n, 0).id, day(last)));
        assert_eq!(idle(15), [first, second]);
        assert_eq!(idle(16), [first, second, third]);
    }
}
