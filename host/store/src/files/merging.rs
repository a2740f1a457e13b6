//! Files of one person joined to one of them, and parted again.
//!
//! Nothing in the books is rewritten: sales, points, papers and accounts keep the id that they were made
//! with, and whoever asks for one file is told of all that were joined to it. So parting them gives back
//! to each what it brought; what was done since stays with the file that was kept.

use chrono::{DateTime, FixedOffset};
use comptoir_domain::customer::{Account, Customer};
use comptoir_domain::id::CustomerId;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{Act, Hand, Noted, note_act};
use crate::customers::{head, known_customer, put, read_customer, take_person};
use crate::error::{Noun, StoreError};
use crate::indicators::count_again;
use crate::sql::{Json, Sql, get, get_opt, in_file_of};
use crate::store::Store;

/// A file that was joined to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merger {
    /// The file that is gone.
    pub absorbed: CustomerId,
    /// The file that it was joined to.
    pub kept: CustomerId,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// By whom.
    pub operator: String,
    /// The file that is gone; nothing once the person was erased.
    pub was: Option<Customer>,
}

/// What both files and the account were before.
#[derive(Serialize, Deserialize)]
struct Before {
    kept: Customer,
    absorbed: Customer,
    /// What the kept file became.
    whole: Customer,
    /// The account of the kept file itself.
    account: Option<Account>,
}

impl Store {
    /// Joins a file to another one, whose new content is told: from now on all that names the absorbed one
    /// counts for the kept one. Cards of both must be in the new content, or are nobody's.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when one is unknown, [`StoreError::SameFile`] when both are one file already,
    /// and what [`Store::put_customer`] fails with.
    pub fn join_files(&mut self, whole: &Customer, absorbed: CustomerId, hand: &Hand<'_>) -> Result<(), StoreError> {
        self.write(|conn| {
            let (kept_row, absorbed_row) = (known_customer(conn, whole.id)?, known_customer(conn, absorbed)?);
            if kept_row == absorbed_row {
                return Err(StoreError::SameFile { customer: whole.id });
            }
            let files = (read_customer(conn, kept_row)?, read_customer(conn, absorbed_row)?);
            let (Some(kept), Some(gone)) = files else { return Err(StoreError::missing(Noun::Customer, absorbed)) };
            take_person(conn, absorbed_row)?;
            put(conn, whole)?;
            let account = own_account(conn, kept.id)?;
            if let Some(brought) = own_account(conn, gone.id)? {
                take_account(conn, kept.id, account.as_ref(), &brought)?;
            }
            let detail = serde_json::json!({ "file": gone.id, "name": gone.person.display_name() }).to_string();
            note_act(conn, kept_row, &Noted { act: Act::Joined, before: Some(&kept), detail: Some(&detail) }, hand)?;
            let ids = [kept.id, gone.id];
            let before = Before { kept, absorbed: gone, whole: whole.clone(), account };
            conn.prepare_cached(
                "INSERT INTO merger (absorbed, kept, head, at, operator, before) VALUES (?1, ?2, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![Sql(ids[1]), Sql(ids[0]), Sql(hand.at), hand.operator, Sql(Json(before))])?;
            conn.prepare_cached("UPDATE merger SET head = ?2 WHERE head = ?1")?
                .execute(params![Sql(ids[1]), Sql(ids[0])])?;
            count_again(conn, &ids)
        })
    }

    /// Parts a file from the one that it was joined to. The file that stays is as before, unless it was
    /// changed since: then it only gives back the cards. Gives the file that is back.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when nothing of this id was joined, [`StoreError::JoinedAgain`] when the file
    /// that it was joined to was joined to another one since.
    pub fn part_files(&mut self, absorbed: CustomerId, hand: &Hand<'_>) -> Result<Customer, StoreError> {
        self.write(|conn| {
            let (kept, before) = merger(conn, absorbed)?;
            if head(conn, kept)? != kept {
                return Err(StoreError::JoinedAgain { customer: kept });
            }
            let kept_row = known_customer(conn, kept)?;
            let now = read_customer(conn, kept_row)?;
            untie(conn, absorbed, kept)?;
            if let Some(now) = &now {
                put(conn, &left(now, &before))?;
            }
            let mut back = before.absorbed;
            back.cards.retain(|card| !is_held(conn, card));
            let row = put(conn, &back)?;
            part_accounts(conn, kept, before.account.as_ref(), absorbed)?;
            let detail = serde_json::json!({ "file": absorbed, "name": back.person.display_name() }).to_string();
            note_act(conn, kept_row, &Noted { act: Act::Parted, before: now.as_ref(), detail: Some(&detail) }, hand)?;
            note_act(conn, row, &Noted { act: Act::Parted, before: None, detail: None }, hand)?;
            count_again(conn, &[kept, absorbed])?;
            Ok(back)
        })
    }

    /// Gives the files that were joined to a customer's, the first ones first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn mergers(&self, customer: CustomerId) -> Result<Vec<Merger>, StoreError> {
        let mut statement = self.conn.prepare_cached(concat!(
            "SELECT absorbed, kept, at, operator, before FROM merger WHERE absorbed ",
            in_file_of!("?1"),
            " ORDER BY at, absorbed"
        ))?;
        let mergers = statement.query_map([Sql(customer)], |row| {
            Ok(Merger {
                absorbed: get(row, 0)?,
                kept: get(row, 1)?,
                at: get(row, 2)?,
                operator: row.get(3)?,
                was: get_opt::<Json<Before>>(row, 4)?.map(|before| before.0.absorbed),
            })
        })?;
        Ok(mergers.collect::<Result<_, _>>()?)
    }

    /// Gives the file that an id counts for: itself, unless it was joined to another one.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn file_of(&self, customer: CustomerId) -> Result<CustomerId, StoreError> {
        head(&self.conn, customer)
    }
}

fn merger(conn: &Connection, absorbed: CustomerId) -> Result<(CustomerId, Before), StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT kept, before FROM merger WHERE absorbed = ?1 AND before IS NOT NULL")?;
    let found = statement.query_row([Sql(absorbed)], |row| Ok((get(row, 0)?, get::<Json<Before>>(row, 1)?.0)));
    found.optional()?.ok_or_else(|| StoreError::missing(Noun::Merger, absorbed))
}

/// Forgets a merger. Files that had been joined to the absorbed one before count for it again.
fn untie(conn: &Connection, absorbed: CustomerId, kept: CustomerId) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM merger WHERE absorbed = ?1")?.execute([Sql(absorbed)])?;
    conn.prepare_cached(
        "UPDATE merger SET head = ?1 WHERE head = ?2 AND absorbed IN (
             WITH RECURSIVE below (id) AS (
                 SELECT absorbed FROM merger WHERE kept = ?1
                 UNION SELECT merger.absorbed FROM merger JOIN below ON merger.kept = below.id)
             SELECT id FROM below)",
    )?
    .execute(params![Sql(absorbed), Sql(kept)])?;
    Ok(())
}

/// What the kept file is when the other one has left.
fn left(now: &Customer, before: &Before) -> Customer {
    if *now == before.whole {
        return before.kept.clone();
    }
    let mut left = now.clone();
    left.cards.retain(|card| !before.absorbed.cards.contains(card) || before.kept.cards.contains(card));
    left
}

fn is_held(conn: &Connection, card: &str) -> bool {
    let held = conn.prepare_cached("SELECT 1 FROM card WHERE code = ?1").and_then(|mut found| found.exists([card]));
    // What cannot be asked is refused by the key of the table.
    held.unwrap_or(false)
}

/// The account of an id alone.
fn own_account(conn: &Connection, customer: CustomerId) -> Result<Option<Account>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT 0, credit_limit, hold FROM account WHERE customer = ?1")?;
    Ok(statement.query_row([Sql(customer)], |row| crate::accounts::read_account(row, 0)).optional()?)
}

/// A customer with an account keeps it, with its own limit; a hold holds the whole.
fn take_account(
    conn: &Connection,
    kept: CustomerId,
    own: Option<&Account>,
    brought: &Account,
) -> Result<(), StoreError> {
    let limit = own.map_or(brought.limit, |own| own.limit);
    let hold = own.and_then(|own| own.hold.clone()).or_else(|| brought.hold.clone());
    write_account(conn, kept, &Account { limit, hold, ..brought.clone() })
}

fn write_account(conn: &Connection, customer: CustomerId, account: &Account) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO account (customer, credit_limit, hold) VALUES (?1, ?2, ?3)
         ON CONFLICT (customer) DO UPDATE SET credit_limit = excluded.credit_limit, hold = excluded.hold",
    )?
    .execute(params![Sql(customer), account.limit.map(Sql), account.hold])?;
    Ok(())
}

/// Each account has its own entries again: what settled entries of the other one is taken back, and the
/// account that was opened by the joining goes, unless something was put on it since.
fn part_accounts(
    conn: &Connection,
    kept: CustomerId,
    own: Option<&Account>,
    absorbed: CustomerId,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO account_match (payment, entry, amount)
         SELECT m.payment, m.entry, -sum(m.amount)
         FROM account_match m JOIN account_entry p ON p.row = m.payment JOIN account_entry e ON e.row = m.entry
         WHERE coalesce((SELECT head FROM merger WHERE absorbed = p.customer), p.customer)
            <> coalesce((SELECT head FROM merger WHERE absorbed = e.customer), e.customer)
           AND (p.customer IN (SELECT ?1 UNION ALL SELECT absorbed FROM merger WHERE head = ?1)
             OR e.customer IN (SELECT ?1 UNION ALL SELECT absorbed FROM merger WHERE head = ?1))
         GROUP BY m.payment, m.entry HAVING sum(m.amount) <> 0",
    )?
    .execute([Sql(absorbed)])?;
    let Some(brought) = own_account(conn, absorbed)? else { return Ok(()) };
    let Some(now) = own_account(conn, kept)? else { return Ok(()) };
    match own {
        None => {
            let unused = "DELETE FROM account WHERE customer = ?1
                          AND NOT EXISTS (SELECT 1 FROM account_entry WHERE customer = ?1)";
            conn.prepare_cached(unused)?.execute([Sql(kept)])?;
            Ok(())
        }
        Some(own) if now.hold == brought.hold => write_account(conn, kept, &Account { hold: own.hold.clone(), ..now }),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use comptoir_domain::customer::{Channel, Consent, Source};
    use comptoir_domain::id::ProgramId;
    use comptoir_domain::money::Money;
    use comptoir_domain::quantity::Points;

    use super::*;
    use crate::testing::{commit, customer, day, dump, instant, memory, sale};
    use crate::{AdjustCounter, Note};

    fn hand() -> Hand<'static> {
        Hand { at: instant(9), operator: "Ana", batch: None }
    }

    fn with_card(n: u64, name: &str, card: &str) -> Customer {
        Customer { cards: vec![card.to_owned()], ..customer(n, name, "Claire") }
    }

    /// Claire under three names, each with a card, a sale of 10 € and 7 points.
    fn shop() -> (Store, [Customer; 3]) {
        let mut store = memory();
        let files =
            [with_card(1, "Lefèvre", "CF-1"), with_card(2, "Lefevre", "CF-2"), with_card(3, "Le Fèvre", "CF-3")];
        for file in &files {
            store.put_customer(file).unwrap();
            let paid = sale(&store, Some(file), 4, &[(1_000, "1")]);
            commit(&mut store, &paid).unwrap();
            let points = AdjustCounter {
                key: uuid::Uuid::from_u128(file.id.uuid().as_u128() + 1),
                customer: file.id,
                program: &ProgramId::new("points"),
                counter: "points",
                delta: Points::from_ten_thousandths(70_000),
                day: day(4),
                expires: None,
                reason: "repris de l'ancienne caisse",
                operator: "Ana",
            };
            assert!(store.adjust_counter(&points, &[]).unwrap());
        }
        let said = Consent {
            channel: Channel::Sms,
            granted: true,
            at: instant(5),
            source: Source::Spoken,
            wording: "Nos nouvelles par SMS ?".into(),
            operator: "Ana".into(),
        };
        store.say(files[1].id, &said).unwrap();
        store
            .add_note(files[1].id, &Note { at: instant(5), operator: "Ana".into(), text: "Taille 38".into() })
            .unwrap();
        store.open_account(files[1].id, Some(Money::from_cents(30_000))).unwrap();
        (store, files)
    }

    /// The first file with the cards of another one.
    fn whole(store: &Store, kept: CustomerId, gone: CustomerId) -> Customer {
        let mut whole = store.customer(kept).unwrap().unwrap();
        whole.cards.extend(store.customer(gone).unwrap().unwrap().cards);
        whole
    }

    fn join(store: &mut Store, kept: &Customer, gone: &Customer) {
        let whole = whole(store, kept.id, gone.id);
        store.join_files(&whole, gone.id, &hand()).unwrap();
    }

    fn points(store: &Store, id: CustomerId) -> i64 {
        let entries = store.counter_entries(id, &ProgramId::new("points")).unwrap();
        entries.iter().map(|(_, entry)| entry.delta.ten_thousandths() / 10_000).sum()
    }

    /// All that is in the shop but the memory of acts.
    fn state(store: &Store) -> String {
        let kept = |line: &&str| !line.starts_with("file_act");
        let mut lines: Vec<String> = dump(store).lines().filter(kept).map(str::to_owned).collect();
        lines.sort();
        lines.join("\n")
    }

    #[test]
    fn one_file_has_what_both_had_under_either_id_and_card() {
        let (mut store, [kept, gone, _]) = shop();
        assert_eq!(store.search_customers("lefevre", 9).unwrap().len(), 3);
        join(&mut store, &kept, &gone);
        for id in [kept.id, gone.id] {
            assert_eq!(store.customer(id).unwrap().unwrap().cards, ["CF-1", "CF-2"]);
            assert_eq!(store.indicators(id).unwrap().sales, 2);
            assert_eq!(store.indicators(id).unwrap().revenue_gross, Money::from_cents(2_000));
            assert_eq!(points(&store, id), 14);
            assert_eq!(store.sales_of(id, 9).unwrap().len(), 2);
            assert_eq!(store.consents(id).unwrap().len(), 1);
            assert_eq!(store.notes(id).unwrap()[0].text, "Taille 38");
            assert_eq!(store.account(id).unwrap().unwrap().limit, Some(Money::from_cents(30_000)));
        }
        assert_eq!(store.customer_by_card("cf-2").unwrap().unwrap().id, kept.id);
        assert_eq!(store.search_customers("lefevre", 9).unwrap().len(), 2);
        assert_eq!(store.count_customers().unwrap(), 2);
        let told: Vec<_> = store.mergers(kept.id).unwrap().into_iter().map(|one| (one.absorbed, one.was)).collect();
        assert_eq!(told, [(gone.id, Some(gone.clone()))]);
        assert_eq!(store.file_acts(kept.id).unwrap()[0].act, Act::Joined);
        let same = StoreError::SameFile { customer: kept.id };
        assert_eq!(store.join_files(&kept, gone.id, &hand()), Err(same));
    }

    #[test]
    fn files_that_are_parted_are_as_they_were() {
        let (mut store, [kept, gone, _]) = shop();
        let before = state(&store);
        join(&mut store, &kept, &gone);
        assert_ne!(state(&store), before);
        assert_eq!(store.part_files(gone.id, &hand()).unwrap(), gone);
        assert_eq!(state(&store), before);
        let missing = StoreError::missing(Noun::Merger, gone.id);
        assert_eq!(store.part_files(gone.id, &hand()), Err(missing));
    }

    #[test]
    fn what_was_done_since_stays_with_the_file_that_was_kept() {
        let (mut store, [kept, gone, _]) = shop();
        join(&mut store, &kept, &gone);
        let bought = sale(&store, Some(&kept), 6, &[(500, "1")]);
        commit(&mut store, &bought).unwrap();
        let mut moved = store.customer(kept.id).unwrap().unwrap();
        moved.person.city = Some("Lyon".into());
        store.write_file(&moved, &hand()).unwrap();
        store.part_files(gone.id, &hand()).unwrap();
        let now = store.customer(kept.id).unwrap().unwrap();
        assert_eq!((now.person.city.as_deref(), now.cards.as_slice()), (Some("Lyon"), ["CF-1".to_owned()].as_slice()));
        assert_eq!(store.indicators(kept.id).unwrap().revenue_gross, Money::from_cents(1_500));
        assert_eq!(store.indicators(gone.id).unwrap().revenue_gross, Money::from_cents(1_000));
        assert_eq!((points(&store, kept.id), points(&store, gone.id)), (7, 7));
    }

    #[test]
    fn a_file_that_was_itself_joined_brings_the_others_along_and_takes_them_back() {
        let (mut store, [first, second, third]) = shop();
        let before = state(&store);
        join(&mut store, &second, &third);
        let joined = state(&store);
        join(&mut store, &first, &second);
        assert_eq!((points(&store, first.id), points(&store, third.id)), (21, 21));
        assert_eq!(store.file_of(third.id).unwrap(), first.id);
        let again = StoreError::JoinedAgain { customer: second.id };
        assert_eq!(store.part_files(third.id, &hand()), Err(again));
        store.part_files(second.id, &hand()).unwrap();
        assert_eq!(state(&store), joined);
        assert_eq!((points(&store, first.id), points(&store, third.id)), (7, 14));
        store.part_files(third.id, &hand()).unwrap();
        assert_eq!(state(&store), before);
    }
}
