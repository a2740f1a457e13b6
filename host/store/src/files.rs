//! Files of customers: what was done with them, what people agreed to, notes, and the shop's own fields.

use chrono::{DateTime, FixedOffset};
use comptoir_domain::customer::{Consent, Customer};
use comptoir_domain::id::CustomerId;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::customers::{customer_row, known_customer, put, read_customer};
use crate::error::StoreError;
use crate::sql::{Json, Sql, get, get_opt, in_file_of};
use crate::store::Store;

mod batches;
mod erasing;
mod merging;
mod oppositions;

pub use batches::{Batch, Kept, Subject, Undone};
pub use erasing::IdleFile;
pub use merging::Merger;
pub use oppositions::Opposition;

/// The rows of a customer: of the file that an id ended in, and of all that were joined to it.
macro_rules! rows_of {
    ($id:literal) => {
        concat!("IN (SELECT row FROM customer WHERE id ", in_file_of!($id), ")")
    };
}

/// Who does something with a file, when, and as part of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand<'a> {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who.
    pub operator: &'a str,
    /// The batch it is part of.
    pub batch: Option<i64>,
}

/// What is done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// It was opened.
    Created,
    /// It was changed.
    Changed,
    /// It was read in the back office.
    Consulted,
    /// It was given out: to the customer, or in a list.
    Exported,
    /// Another file was joined to it.
    Joined,
    /// They were parted again.
    Parted,
    /// The person was erased.
    Erased,
}

/// One act in the life of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAct {
    /// What was done.
    pub act: Act,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// By whom.
    pub operator: String,
    /// The batch it was part of.
    pub batch: Option<i64>,
    /// The file before it, when it was changed.
    pub before: Option<Customer>,
    /// What else is to know.
    pub detail: Option<String>,
}

/// A dated note on a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// When it was written.
    pub at: DateTime<FixedOffset>,
    /// By whom.
    pub operator: String,
    /// The note.
    pub text: String,
}

/// What a field of the shop's own holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CustomKind {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// One of several words.
    Choice,
}

/// A field that the shop defined: shoe size, wedding day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CustomField {
    /// Its key in files and filters.
    pub key: String,
    /// Its name on the screen.
    pub label: String,
    /// What it holds.
    pub kind: CustomKind,
    /// The words of a choice.
    pub choices: Vec<String>,
}

impl Store {
    /// Opens or changes a file, and notes who did: the state before is kept. A file that is already so is
    /// left alone. Tells whether anything changed.
    ///
    /// # Errors
    ///
    /// As [`Store::put_customer`].
    pub fn write_file(&mut self, customer: &Customer, hand: &Hand<'_>) -> Result<bool, StoreError> {
        self.write(|conn| {
            let before = customer_row(conn, customer.id)?.map(|row| read_customer(conn, row)).transpose()?.flatten();
            if before.as_ref() == Some(customer) {
                return Ok(false);
            }
            let row = put(conn, customer)?;
            let act = if before.is_some() { Act::Changed } else { Act::Created };
            note_act(conn, row, &Noted { act, before: before.as_ref(), detail: None }, hand)?;
            Ok(true)
        })
    }

    /// Finds files that share the first phone number, the first e-mail address or the very name with one:
    /// who may be the same person. A phone or address of a hundred is nobody's.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn alike(&self, customer: &Customer) -> Result<Vec<CustomerId>, StoreError> {
        let person = &customer.person;
        let name = crate::search::fold(&format!("{} {}", person.last_name, person.first_name));
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM customer WHERE row IN (
                 SELECT row FROM (SELECT row FROM person WHERE phone = ?1 LIMIT 100)
                 UNION SELECT row FROM (SELECT row FROM person WHERE email = ?2 COLLATE NOCASE LIMIT 100)
                 UNION SELECT row FROM (SELECT row FROM person WHERE sort_key = ?3 AND ?3 <> '' LIMIT 100))
             AND id <> ?4",
        )?;
        let ids =
            statement.query_map(params![person.phone, person.email, name, Sql(customer.id)], |row| get(row, 0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Finds files that are most likely of the same person: a phone number or e-mail address that is theirs first, or the
    /// very name with the same postcode or birthday, or with one of their other numbers or addresses. A phone or
    /// address of a hundred is nobody's.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn likely(&self, customer: &Customer) -> Result<Vec<CustomerId>, StoreError> {
        let person = &customer.person;
        let name = crate::search::fold(&format!("{} {}", person.last_name, person.first_name));
        let (month, day) = person.birthday.map(|day| (day.month, day.day)).unzip();
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM customer WHERE row IN (
                 SELECT row FROM (
                     SELECT row FROM json_each(?1) JOIN person ON phone = value LIMIT 100)
                 UNION SELECT row FROM (
                     SELECT row FROM json_each(?2) JOIN person ON email = value COLLATE NOCASE LIMIT 100)
                 UNION SELECT row FROM (
                     SELECT row FROM person WHERE postcode = ?5 AND sort_key = ?3 AND ?3 <> '' LIMIT 100)
                 UNION SELECT row FROM (
                     SELECT row FROM person
                     WHERE birth_month = ?6 AND birth_day = ?7 AND sort_key = ?3 AND ?3 <> '' LIMIT 100)
                 UNION SELECT row FROM (
                     SELECT row FROM person
                     WHERE sort_key = ?3 AND ?3 <> '' AND (more_phones <> '[]' OR more_emails <> '[]')
                         AND (EXISTS (SELECT 1 FROM json_each(more_phones) m JOIN json_each(?1) t
                                      ON m.value = t.value)
                             OR EXISTS (SELECT 1 FROM json_each(more_emails) m JOIN json_each(?2) t
                                        ON m.value = t.value COLLATE NOCASE)) LIMIT 100))
             AND id <> ?4",
        )?;
        let phones = Sql(Json(person.phones().map(str::to_owned).collect::<Vec<String>>()));
        let emails = Sql(Json(person.emails().map(str::to_owned).collect::<Vec<String>>()));
        let known = params![phones, emails, name, Sql(customer.id), person.postcode, month, day];
        let ids = statement.query_map(known, |row| get(row, 0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Notes that something was done with a file.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when the customer is unknown.
    pub fn note_act(
        &mut self,
        customer: CustomerId,
        act: Act,
        detail: Option<&str>,
        hand: &Hand<'_>,
    ) -> Result<(), StoreError> {
        self.write(|conn| {
            let row = known_customer(conn, customer)?;
            note_act(conn, row, &Noted { act, before: None, detail }, hand)
        })
    }

    /// Gives what was done with a file, the newest first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn file_acts(&self, customer: CustomerId) -> Result<Vec<FileAct>, StoreError> {
        let mut statement = self.conn.prepare_cached(concat!(
            "SELECT act, at, operator, batch, before, detail FROM file_act WHERE customer ",
            rows_of!("?1"),
            " ORDER BY row DESC"
        ))?;
        let acts = statement.query_map([Sql(customer)], |row| {
            Ok(FileAct {
                act: get::<Json<Act>>(row, 0)?.0,
                at: get(row, 1)?,
                operator: row.get(2)?,
                batch: row.get(3)?,
                before: get_opt::<Json<Customer>>(row, 4)?.map(|json| json.0),
                detail: row.get(5)?,
            })
        })?;
        Ok(acts.collect::<Result<_, _>>()?)
    }

    /// Keeps what a customer said about a channel.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when the customer is unknown.
    pub fn say(&mut self, customer: CustomerId, consent: &Consent) -> Result<(), StoreError> {
        self.write(|conn| {
            let row = known_customer(conn, customer)?;
            conn.prepare_cached(
                "INSERT INTO consent (customer, channel, granted, at, source, wording, operator)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                row,
                consent.channel.name(),
                consent.granted,
                Sql(consent.at),
                consent.source.name(),
                consent.wording,
                consent.operator,
            ])?;
            Ok(())
        })
    }

    /// Gives all that a customer said about channels, in its order.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn consents(&self, customer: CustomerId) -> Result<Vec<Consent>, StoreError> {
        let mut statement = self.conn.prepare_cached(concat!(
            "SELECT channel, granted, at, source, wording, operator FROM consent WHERE customer ",
            rows_of!("?1"),
            " ORDER BY row"
        ))?;
        let said = statement.query_map([Sql(customer)], |row| {
            Ok(Consent {
                channel: get(row, 0)?,
                granted: row.get(1)?,
                at: get(row, 2)?,
                source: get(row, 3)?,
                wording: row.get(4)?,
                operator: row.get(5)?,
            })
        })?;
        Ok(said.collect::<Result<_, _>>()?)
    }

    /// Adds a note to a file.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when the customer is unknown.
    pub fn add_note(&mut self, customer: CustomerId, note: &Note) -> Result<(), StoreError> {
        self.write(|conn| {
            let row = known_customer(conn, customer)?;
            conn.prepare_cached("INSERT INTO customer_note (customer, at, operator, text) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![row, Sql(note.at), note.operator, note.text])?;
            Ok(())
        })
    }

    /// Gives the notes on a file, the newest first.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn notes(&self, customer: CustomerId) -> Result<Vec<Note>, StoreError> {
        let mut statement = self.conn.prepare_cached(concat!(
            "SELECT at, operator, text FROM customer_note WHERE customer ",
            rows_of!("?1"),
            " ORDER BY row DESC"
        ))?;
        let notes = statement.query_map([Sql(customer)], |row| {
            Ok(Note { at: get(row, 0)?, operator: row.get(1)?, text: row.get(2)? })
        })?;
        Ok(notes.collect::<Result<_, _>>()?)
    }

    /// Gives the fields that the shop defined, in their order.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn custom_fields(&self) -> Result<Vec<CustomField>, StoreError> {
        let sql = "SELECT key, label, kind, choices FROM custom_field ORDER BY position, key";
        let mut statement = self.conn.prepare_cached(sql)?;
        let fields = statement.query_map([], |row| {
            Ok(CustomField {
                key: row.get(0)?,
                label: row.get(1)?,
                kind: get::<Json<CustomKind>>(row, 2)?.0,
                choices: get::<Json<_>>(row, 3)?.0,
            })
        })?;
        Ok(fields.collect::<Result<_, _>>()?)
    }

    /// Defines a field, or changes its name and choices; a new one comes last.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn put_custom_field(&mut self, field: &CustomField) -> Result<(), StoreError> {
        self.write(|conn| {
            conn.prepare_cached(
                "INSERT INTO custom_field (key, label, kind, choices, position)
                 VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(position), 0) + 1 FROM custom_field))
                 ON CONFLICT (key) DO UPDATE SET label = excluded.label, kind = excluded.kind, choices = excluded.choices",
            )?
            .execute(params![field.key, field.label, Sql(Json(field.kind)), Sql(Json(field.choices.clone()))])?;
            Ok(())
        })
    }

    /// Takes a field away; what files hold of it stays, and is shown no more. Tells whether it was there.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn remove_custom_field(&mut self, key: &str) -> Result<bool, StoreError> {
        self.write(|conn| Ok(conn.prepare_cached("DELETE FROM custom_field WHERE key = ?1")?.execute([key])? > 0))
    }
}

/// What is to be noted of an act.
pub(crate) struct Noted<'a> {
    pub(crate) act: Act,
    pub(crate) before: Option<&'a Customer>,
    pub(crate) detail: Option<&'a str>,
}

pub(crate) fn note_act(conn: &Connection, row: i64, noted: &Noted<'_>, hand: &Hand<'_>) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO file_act (customer, act, at, operator, batch, before, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        row,
        Sql(Json(noted.act)),
        Sql(hand.at),
        hand.operator,
        hand.batch,
        noted.before.map(|before| Sql(Json(before.clone()))),
        noted.detail,
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use comptoir_domain::customer::{Birthday, Channel, Source};

    use super::*;
    use crate::testing::{customer, memory};

    fn at(text: &str) -> DateTime<FixedOffset> {
        text.parse().unwrap()
    }

    fn ana(instant: &str) -> Hand<'static> {
        Hand { at: at(instant), operator: "Ana", batch: None }
    }

    #[test]
    fn a_file_tells_who_changed_it_and_what_it_was() {
        let mut store = memory();
        let first = customer(1, "Lefevre", "Claire");
        assert!(store.write_file(&first, &ana("2026-11-20T10:00:00+01:00")).unwrap());
        assert!(!store.write_file(&first, &ana("2026-11-21T10:00:00+01:00")).unwrap(), "nothing changed");
        let second = customer(1, "Lefèvre", "Claire");
        assert!(store.write_file(&second, &ana("2026-11-22T10:00:00+01:00")).unwrap());
        store.note_act(first.id, Act::Exported, Some("csv"), &ana("2026-11-23T10:00:00+01:00")).unwrap();
        let acts = store.file_acts(first.id).unwrap();
        let told: Vec<_> = acts.iter().map(|act| (act.act, act.before.as_ref(), act.detail.as_deref())).collect();
        let expected =
            [(Act::Exported, None, Some("csv")), (Act::Changed, Some(&first), None), (Act::Created, None, None)];
        assert_eq!(told, expected);
        assert_eq!((acts[1].at, acts[1].operator.as_str()), (at("2026-11-22T10:00:00+01:00"), "Ana"));
    }

    #[test]
    fn who_is_likely_the_same_person_is_found_among_all_of_that_name() {
        let mut store = memory();
        let known = |n: u64, phone: &str, postcode: &str, born: Option<(u32, u32)>| {
            let mut file = customer(n, "Martin", "Paul");
            file.person.phone = Some(phone.into()).filter(|phone: &String| !phone.is_empty());
            file.person.postcode = Some(postcode.into());
            file.person.birthday = born.map(|(day, month)| Birthday { day, month, year: None });
            file
        };
        for n in 1..=120 {
            store.put_customer(&known(n, "", &format!("{n:05}"), None)).unwrap();
        }
        store.put_customer(&known(121, "+33612345678", "69002", Some((24, 6)))).unwrap();
        let likely = |file: &Customer| store.likely(file).unwrap();
        let last = customer(121, "Martin", "Paul").id;
        assert_eq!(
            likely(&known(900, "", "69002", None)),
            [last],
            "one name and postcode, after a hundred of that name"
        );
        assert_eq!(likely(&known(900, "", "75001", Some((24, 6)))), [last], "one name and birthday");
        assert_eq!(likely(&known(900, "+33612345678", "75001", None)), [last]);
        let mut other = known(900, "+33698765432", "75001", None);
        other.person.more_phones = vec!["+33612345678".into()];
        assert_eq!(likely(&other), [last], "the second number of one is the first of the other");
        assert_eq!(likely(&known(900, "", "75001", None)), [], "the name alone is another person's");
    }

    #[test]
    fn consents_notes_and_fields_read_back_and_consents_are_never_changed() {
        let mut store = memory();
        let claire = customer(1, "Lefèvre", "Claire");
        let consent = Consent {
            channel: Channel::Sms,
            granted: true,
            at: at("2026-11-22T10:00:00+01:00"),
            source: Source::Spoken,
            wording: "Souhaitez-vous nos nouvelles par SMS ?".into(),
            operator: "Ana".into(),
        };
        let missing = StoreError::missing(crate::error::Noun::Customer, claire.id);
        assert_eq!(store.say(claire.id, &consent), Err(missing));
        store.put_customer(&claire).unwrap();
        let withdrawn = Consent { granted: false, source: Source::Sent, ..consent.clone() };
        for said in [&consent, &withdrawn] {
            store.say(claire.id, said).unwrap();
        }
        assert_eq!(store.consents(claire.id).unwrap(), [consent, withdrawn]);
        assert!(store.conn.execute("UPDATE consent SET granted = 1", []).is_err());

        let note = |text: &str| Note { at: at("2026-11-22T10:00:00+01:00"), operator: "Ana".into(), text: text.into() };
        for text in ["Taille 38", "Préfère le matin"] {
            store.add_note(claire.id, &note(text)).unwrap();
        }
        assert_eq!(store.notes(claire.id).unwrap(), [note("Préfère le matin"), note("Taille 38")]);

        let field = |key: &str, kind, choices: &[&str]| CustomField {
            key: key.into(),
            label: key.to_uppercase(),
            kind,
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        };
        let (size, style) =
            (field("pointure", CustomKind::Number, &[]), field("style", CustomKind::Choice, &["chic", "sport"]));
        store.put_custom_field(&size).unwrap();
        store.put_custom_field(&style).unwrap();
        let renamed = CustomField { label: "Pointure (EU)".into(), ..size };
        store.put_custom_field(&renamed).unwrap();
        assert_eq!(store.custom_fields().unwrap(), [renamed, style.clone()]);
        assert!(store.remove_custom_field("pointure").unwrap() && !store.remove_custom_field("pointure").unwrap());
        assert_eq!(store.custom_fields().unwrap(), [style]);
    }
}
