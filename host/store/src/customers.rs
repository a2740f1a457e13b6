//! Customers and their cards. The books know a customer by its id only; the person is
//! kept apart and can be replaced by an empty one.

use comptoir_domain::customer::{Birthday, Customer, Dealings, Person};
use comptoir_domain::id::CustomerId;
use comptoir_domain::regime::{VatRegime, VatTerms};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use crate::error::{Noun, StoreError};
use crate::groups::read_group;
use crate::indexing::Searched;
use crate::items::exists;
use crate::search::{Query, fold, person_words};
use crate::sql::{Json, Sql, Stored as _, get, get_opt};
use crate::store::Store;

impl Store {
    /// Adds or changes a customer, found by its id. Of the group only the code counts: its figures
    /// are those of [`Store::put_group`].
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when the group or the sponsor is unknown, [`StoreError::CardTaken`] when a card
    /// belongs to another customer.
    pub fn put_customer(&mut self, customer: &Customer) -> Result<(), StoreError> {
        self.write(|conn| put(conn, customer).map(drop))
    }

    /// Finds a customer by its id.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn customer(&self, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        let row = customer_row(&self.conn, id)?;
        Ok(row.map(|row| read_customer(&self.conn, row)).transpose()?.flatten())
    }

    /// Finds a customer by the code of a card, in capitals or not.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn customer_by_card(&self, code: &str) -> Result<Option<Customer>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT customer FROM card WHERE code = ?1")?;
        let row = statement.query_row([code.trim()], |row| row.get(0)).optional()?;
        Ok(row.map(|row| read_customer(&self.conn, row)).transpose()?.flatten())
    }

    /// Finds customers by names, phone number (also its end), e-mail address or card, as far as
    /// typed. Customers with the very words come first, then the last visitors. An empty text gives
    /// the last visitors.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn search_customers(&self, text: &str, limit: usize) -> Result<Vec<Customer>, StoreError> {
        match Query::read(text) {
            None if text.trim().is_empty() => self.last_visitors(limit),
            None => Ok(Vec::new()),
            Some(query) => self.read_customers(&self.ranked_people(&query, limit)?),
        }
    }

    fn last_visitors(&self, limit: usize) -> Result<Vec<Customer>, StoreError> {
        let sql = "SELECT row FROM indicators WHERE last_visit IS NOT NULL ORDER BY last_visit DESC, row DESC LIMIT ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([Sql(limit)], |row| row.get(0))?;
        self.read_customers(&rows.collect::<Result<Vec<i64>, _>>()?)
    }

    /// Gives customers by name.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn customers(&self, limit: usize, offset: usize) -> Result<Vec<Customer>, StoreError> {
        let sql = "SELECT row FROM person ORDER BY sort_key, row LIMIT ?1 OFFSET ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![Sql(limit), Sql(offset)], |row| row.get(0))?;
        self.read_customers(&rows.collect::<Result<Vec<i64>, _>>()?)
    }

    /// Counts the customers.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn count_customers(&self) -> Result<u64, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM person")?;
        Ok(statement.query_row([], |row| get(row, 0))?)
    }

    fn read_customers(&self, rows: &[i64]) -> Result<Vec<Customer>, StoreError> {
        rows.iter().filter_map(|row| read_customer(&self.conn, *row).transpose()).collect()
    }
}

/// Finds the row of a customer; of one that was joined to another file, that file's.
pub(crate) fn customer_row(conn: &Connection, id: CustomerId) -> Result<Option<i64>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT row FROM customer WHERE id = coalesce((SELECT head FROM merger WHERE absorbed = ?1), ?1)",
    )?;
    Ok(statement.query_row([Sql(id)], |row| row.get(0)).optional()?)
}

/// Gives the file that an id counts for: another one when it was joined to it.
pub(crate) fn head(conn: &Connection, id: CustomerId) -> Result<CustomerId, StoreError> {
    let mut statement = conn.prepare_cached("SELECT head FROM merger WHERE absorbed = ?1")?;
    Ok(statement.query_row([Sql(id)], |row| get(row, 0)).optional()?.unwrap_or(id))
}

/// Finds the row of a customer that must be there.
pub(crate) fn known_customer(conn: &Connection, id: CustomerId) -> Result<i64, StoreError> {
    customer_row(conn, id)?.ok_or_else(|| StoreError::missing(Noun::Customer, id))
}

/// Writes a file and gives its row.
pub(crate) fn put(conn: &Connection, customer: &Customer) -> Result<i64, StoreError> {
    if let Some(group) = &customer.group {
        exists(conn, Noun::Group, "SELECT 1 FROM customer_group WHERE id = ?1", group.id.as_str())?;
    }
    if let Some(sponsor) = customer.sponsor {
        known_customer(conn, sponsor)?;
    }
    let row = put_id(conn, customer)?;
    put_person(conn, row, customer)?;
    put_cards(conn, row, customer)?;
    Ok(row)
}

/// Takes away a file that nothing in the books names, with all that was said of it.
pub(crate) fn remove(conn: &Connection, row: i64) -> Result<(), StoreError> {
    remove_person(conn, row)?;
    for table in ["indicators WHERE row", "file_act WHERE customer", "customer WHERE row"] {
        conn.prepare_cached(&format!("DELETE FROM {table} = ?1"))?.execute([row])?;
    }
    Ok(())
}

/// Erases the person of a file: names, addresses, cards, notes, consents. The books keep the id.
pub(crate) fn remove_person(conn: &Connection, row: i64) -> Result<(), StoreError> {
    for table in ["consent", "customer_note"] {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE customer = ?1"))?.execute([row])?;
    }
    take_person(conn, row)
}

/// Takes the person and the cards out of a file, and leaves what was said.
pub(crate) fn take_person(conn: &Connection, row: i64) -> Result<(), StoreError> {
    let mut indexed = conn.prepare_cached("SELECT words FROM person WHERE row = ?1")?;
    let indexed: Option<String> = indexed.query_row([row], |row| row.get(0)).optional()?;
    Searched::Person.note(conn, row, indexed.as_deref())?;
    for table in ["card WHERE customer", "person WHERE row"] {
        conn.prepare_cached(&format!("DELETE FROM {table} = ?1"))?.execute([row])?;
    }
    Ok(())
}

fn put_id(conn: &Connection, customer: &Customer) -> Result<i64, StoreError> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO customer (id, since, customer_group, sponsor, seller, no_loyalty, e_receipt, moved, deceased,
                               do_not_contact, vat_regime, attestation, attestation_until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (id) DO UPDATE SET since = excluded.since, customer_group = excluded.customer_group,
             sponsor = excluded.sponsor, seller = excluded.seller, no_loyalty = excluded.no_loyalty,
             e_receipt = excluded.e_receipt, moved = excluded.moved, deceased = excluded.deceased,
             do_not_contact = excluded.do_not_contact, vat_regime = excluded.vat_regime,
             attestation = excluded.attestation, attestation_until = excluded.attestation_until
         RETURNING row",
    )?;
    let group = customer.group.as_ref().map(|group| group.id.as_str());
    let dealings = &customer.dealings;
    let values = params![
        Sql(customer.id),
        Sql(customer.since),
        group,
        customer.sponsor.map(Sql),
        dealings.seller,
        dealings.no_loyalty,
        dealings.e_receipt,
        dealings.moved,
        dealings.deceased,
        dealings.do_not_contact,
        dealings.vat.regime.article().map(|_| dealings.vat.regime.code()),
        dealings.vat.attestation,
        dealings.vat.until.map(Sql),
    ];
    Ok(statement.query_row(values, |row| row.get(0))?)
}

/// The columns of a person, in the order of [`person_values`] and [`read_person`].
const PERSON: &str = "title, last_name, first_name, company, siren, vat_number, phone, more_phones, email,
    more_emails, complement, building, street, place, postcode, city, country, language, birth_month, birth_day,
    birth_year, note, warning, custom";
/// How many they are.
const PERSON_COLUMNS: usize = 24;

fn put_person(conn: &Connection, row: i64, customer: &Customer) -> Result<(), StoreError> {
    let person = &customer.person;
    let names = [person.last_name.as_str(), person.first_name.as_str()];
    let called = [names[0], names[1], person.company.as_deref().unwrap_or_default()];
    let words = person_words(&called, person.phones(), person.emails(), &customer.cards);
    let mut indexed = conn.prepare_cached("SELECT words FROM person WHERE row = ?1")?;
    let indexed: Option<String> = indexed.query_row([row], |row| row.get(0)).optional()?;
    Searched::Person.note(conn, row, indexed.as_deref())?;
    let sort_key = match fold(&names.join(" ")) {
        named if !named.is_empty() => named,
        _ => fold(called[2]),
    };
    let mut values = person_values(person);
    values.extend([Value::from(sort_key), words.into(), customer.tags.to_value(), row.into()]);
    let own = values.len();
    let mut statement = conn.prepare_cached(&format!(
        "INSERT OR REPLACE INTO person ({PERSON}, sort_key, words, tags, row, last_visit, revenue)
         VALUES ({}, (SELECT last_visit FROM indicators WHERE row = ?{own}),
                 coalesce((SELECT revenue_gross FROM indicators WHERE row = ?{own}), 0))",
        vec!["?"; own].join(", ")
    ))?;
    statement.execute(params_from_iter(values))?;
    Ok(())
}

fn person_values(person: &Person) -> Vec<Value> {
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::from);
    let number = |number: Option<i64>| number.map_or(Value::Null, Value::from);
    let birthday = person.birthday;
    vec![
        text(&person.title),
        person.last_name.clone().into(),
        person.first_name.clone().into(),
        text(&person.company),
        text(&person.siren),
        text(&person.vat_number),
        text(&person.phone),
        Json(person.more_phones.clone()).to_value(),
        text(&person.email),
        Json(person.more_emails.clone()).to_value(),
        text(&person.complement),
        text(&person.building),
        text(&person.street),
        text(&person.place),
        text(&person.postcode),
        text(&person.city),
        text(&person.country),
        text(&person.language),
        number(birthday.map(|day| day.month.into())),
        number(birthday.map(|day| day.day.into())),
        number(birthday.and_then(|day| day.year).map(i64::from)),
        text(&person.note),
        text(&person.warning),
        Json(person.custom.clone()).to_value(),
    ]
}

fn put_cards(conn: &Connection, row: i64, customer: &Customer) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM card WHERE customer = ?1")?.execute([row])?;
    for (position, code) in customer.cards.iter().enumerate() {
        let holder = conn
            .prepare_cached("SELECT id FROM card JOIN customer ON customer.row = card.customer WHERE code = ?1")?
            .query_row([code], |row| get(row, 0))
            .optional()?;
        if let Some(holder) = holder {
            return Err(StoreError::CardTaken { card: code.clone(), customer: holder });
        }
        conn.prepare_cached("INSERT INTO card (code, customer, position) VALUES (?1, ?2, ?3)")?.execute(params![
            code,
            row,
            Sql(position)
        ])?;
    }
    Ok(())
}

/// Reads a file; nothing when the person was erased.
pub(crate) fn read_customer(conn: &Connection, row: i64) -> Result<Option<Customer>, StoreError> {
    let customer = conn
        .prepare_cached(&format!(
            "SELECT {PERSON}, tags, c.id, since, sponsor, seller, no_loyalty, e_receipt, moved, deceased,
                    do_not_contact, vat_regime, attestation, attestation_until,
                    g.id, g.name, g.price_list, g.discount
             FROM customer c JOIN person p ON p.row = c.row LEFT JOIN customer_group g ON g.id = c.customer_group
             WHERE c.row = ?1"
        ))?
        .query_row([row], |row| {
            let grouped = row.get_ref(PERSON_COLUMNS + 13)? != rusqlite::types::ValueRef::Null;
            Ok(Customer {
                person: read_person(row)?,
                tags: get(row, PERSON_COLUMNS)?,
                id: get(row, PERSON_COLUMNS + 1)?,
                since: get(row, PERSON_COLUMNS + 2)?,
                sponsor: get_opt(row, PERSON_COLUMNS + 3)?,
                dealings: read_dealings(row, PERSON_COLUMNS + 4)?,
                group: grouped.then(|| read_group(row, PERSON_COLUMNS + 13)).transpose()?,
                cards: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut customer) = customer else { return Ok(None) };
    customer.cards = conn
        .prepare_cached("SELECT code FROM card WHERE customer = ?1 ORDER BY position")?
        .query_map([row], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(customer))
}

fn read_dealings(row: &Row<'_>, first: usize) -> rusqlite::Result<Dealings> {
    Ok(Dealings {
        seller: row.get(first)?,
        no_loyalty: row.get(first + 1)?,
        e_receipt: row.get(first + 2)?,
        moved: row.get(first + 3)?,
        deceased: row.get(first + 4)?,
        do_not_contact: row.get(first + 5)?,
        vat: VatTerms {
            regime: row
                .get::<_, Option<String>>(first + 6)?
                .and_then(|code| VatRegime::from_code(&code))
                .unwrap_or_default(),
            attestation: row.get(first + 7)?,
            until: get_opt(row, first + 8)?,
        },
    })
}

fn read_person(row: &Row<'_>) -> rusqlite::Result<Person> {
    let birthday = match (row.get(18)?, row.get(19)?) {
        (Some(month), Some(day)) => Some(Birthday { month, day, year: row.get(20)? }),
        _ => None,
    };
    Ok(Person {
        title: row.get(0)?,
        last_name: row.get(1)?,
        first_name: row.get(2)?,
        company: row.get(3)?,
        siren: row.get(4)?,
        vat_number: row.get(5)?,
        phone: row.get(6)?,
        more_phones: get::<Json<_>>(row, 7)?.0,
        email: row.get(8)?,
        more_emails: get::<Json<_>>(row, 9)?.0,
        complement: row.get(10)?,
        building: row.get(11)?,
        street: row.get(12)?,
        place: row.get(13)?,
        postcode: row.get(14)?,
        city: row.get(15)?,
        country: row.get(16)?,
        language: row.get(17)?,
        birthday,
        note: row.get(21)?,
        warning: row.get(22)?,
        custom: get::<Json<_>>(row, 23)?.0,
    })
}

#[cfg(test)]
mod tests {
    use comptoir_domain::customer::Group;

    use super::*;
    use crate::testing::{customer, customer_id, memory, regulars};

    fn claire() -> Customer {
        let mut claire = customer(1, "Lefèvre", "Claire");
        claire.person.title = Some("Mme".into());
        claire.person.phone = Some("06 12 34 56 78".into());
        claire.person.email = Some("claire@example.fr".into());
        claire.person.more_phones = vec!["+33472000000".into()];
        claire.person.more_emails = vec!["atelier@example.fr".into()];
        claire.person.company = Some("Atelier Lambda".into());
        claire.person.street = Some("3 rue des Lilas".into());
        claire.person.custom = [("pointure".to_owned(), "38".to_owned())].into();
        let until = "2026-12-31".parse().ok();
        let vat = VatTerms { regime: VatRegime::Franchise, attestation: Some("AF-118".into()), until };
        claire.dealings = Dealings { seller: Some("Ana".into()), e_receipt: true, vat, ..Dealings::default() };
        claire.person.birthday = Some(Birthday { month: 2, day: 29, year: None });
        claire.group = Some(regulars());
        claire.cards = vec!["CF-2".into(), "CF-1".into()];
        claire.tags = ["vip".to_owned(), "presse".to_owned()].into();
        claire
    }

    #[test]
    fn a_customer_reads_back_the_same_and_is_found_by_card() {
        let mut store = memory();
        store.put_customer(&claire()).unwrap();
        assert_eq!(store.customer(claire().id).unwrap(), Some(claire()));
        assert_eq!(store.customer_by_card(" cf-1").unwrap(), Some(claire()));
        assert_eq!(store.customer_by_card("CF").unwrap(), None);
        for told in ["0472", "lambda", "atelier@ex", "+33 4 72 00"] {
            assert_eq!(store.search_customers(told, 9).unwrap(), [claire()], "{told}");
        }
        store.put_customer(&customer(2, "Éluard", "Paul")).unwrap();
        store.put_customer(&customer(3, "Durand", "Zoé")).unwrap();
        let names: Vec<String> = store.customers(9, 0).unwrap().into_iter().map(|c| c.person.last_name).collect();
        assert_eq!(names, ["Durand", "Éluard", "Lefèvre"]);
        assert_eq!(store.customers(1, 1).unwrap()[0].id, customer_id(2));
        assert_eq!(store.count_customers().unwrap(), 3);
    }

    #[test]
    fn the_group_is_the_one_of_the_shop() {
        let mut store = memory();
        store.put_customer(&claire()).unwrap();
        let renamed = Group { name: "Fidèles d'or".into(), ..regulars() };
        store.put_group(&renamed).unwrap();
        assert_eq!(store.customer(claire().id).unwrap().unwrap().group, Some(renamed.clone()));
        assert_eq!(store.groups().unwrap(), [renamed]);
        let mut unknown = claire();
        unknown.group = Some(Group { id: comptoir_domain::id::GroupId::new("pro"), ..regulars() });
        let missing = StoreError::Missing { noun: Noun::Group, id: "pro".into() };
        assert_eq!(store.put_customer(&unknown), Err(missing));
    }

    #[test]
    fn a_sponsor_is_a_customer_and_can_change() {
        let mut store = memory();
        let mut friend = Customer { sponsor: Some(customer_id(1)), ..customer(2, "Durand", "Zoé") };
        let missing = StoreError::missing(Noun::Customer, customer_id(1));
        assert_eq!(store.put_customer(&friend), Err(missing));
        store.put_customer(&claire()).unwrap();
        store.put_customer(&friend).unwrap();
        assert_eq!(store.customer(friend.id).unwrap().as_ref(), Some(&friend));
        friend.sponsor = None;
        store.put_customer(&friend).unwrap();
        assert_eq!(store.customer(friend.id).unwrap(), Some(friend));
    }

    #[test]
    fn a_card_has_one_owner_and_a_refused_change_leaves_all_as_it_was() {
        let mut store = memory();
        store.put_customer(&claire()).unwrap();
        let mut other = customer(2, "Durand", "Zoé");
        other.cards = vec!["CF-9".into(), "cf-2".into()];
        let taken = StoreError::CardTaken { card: "cf-2".into(), customer: claire().id };
        assert_eq!(store.put_customer(&other), Err(taken));
        assert_eq!(store.customer(other.id).unwrap(), None);
        assert_eq!(store.search_customers("durand", 9).unwrap(), []);
        assert_eq!(store.customer_by_card("CF-9").unwrap(), None);
    }

    #[test]
    fn an_erased_person_leaves_no_trace_but_the_id() {
        let mut store = memory();
        let mut known = claire();
        known.person.last_name = "Québriac".into();
        store.put_customer(&known).unwrap();
        let erased = Customer { person: Person::default(), cards: Vec::new(), tags: [].into(), ..claire() };
        store.put_customer(&erased).unwrap();
        assert_eq!(store.search_customers("quebriac", 9).unwrap(), []);
        let file: Vec<u8> = store.conn.serialize(rusqlite::MAIN_DB).unwrap().to_vec();
        for trace in
            ["Québriac", "quebriac", "quebriacclaire", "claire@", "claireexamplefr", "0612345678", "CF-2", "presse"]
        {
            let found = file.windows(trace.len()).any(|bytes| bytes == trace.as_bytes());
            assert!(!found, "{trace} is still in the file");
        }
    }
}
