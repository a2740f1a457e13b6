//! What a period took, by whom or by what: one walk through its sales.

use std::collections::HashMap;

use chrono::NaiveDate;
use comptoir_domain::customer::Birthday;
use comptoir_domain::id::{DepartmentId, GroupId};
use comptoir_domain::money::Money;
use comptoir_domain::statistics::{AgeBand, Days, Sums};
use rusqlite::{OptionalExtension as _, Row, params};

use super::CUSTOMER;
use crate::error::StoreError;
use crate::search::fold;
use crate::sql::{Sql, get};
use crate::store::Store;

/// By what sales are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The customer's group, as the file is now (famille).
    Group,
    /// The department: those at the top, or of one department those just below it.
    Department(Option<DepartmentId>),
    /// Who sold.
    Seller,
    /// The customer's town, whatever its case and accents.
    City,
    /// The customer's age on this day, in bands of fifteen years.
    Age(NaiveDate),
}

/// What a sum is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A group of customers.
    Group(GroupId),
    /// A department with those below it.
    Department(DepartmentId),
    /// A seller.
    Seller(String),
    /// A town, as one of the customers who came first writes it.
    City(String),
    /// A band of ages.
    Age(AgeBand),
    /// Customers without a group, a town or an age; articles without a department.
    Unknown,
    /// Sales without a customer.
    Nobody,
}

/// One sum of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// What it is of.
    pub key: Key,
    /// The sums.
    pub sums: Sums,
}

/// The sums of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Takings {
    /// All sales together; of a department, all within it.
    pub whole: Sums,
    /// What they are by, in the order in which they came.
    pub parts: Vec<Taking>,
}

/// Asks for what was sold in a period, in the order of its sales: each sale, or what it sold in each department.
pub(super) fn rows(by: &By) -> String {
    let columns = format!("s.day, s.sale, s.path, s.refund, {CUSTOMER}, s.seller");
    let period = "FROM sale_share s WHERE s.day BETWEEN ?1 AND ?2 AND (?3 = '' OR instr(s.path, ?3) > 0)";
    if matches!(by, By::Department(_)) {
        let sums = "s.items, s.gross, s.net, s.margin, s.by_hand";
        return format!("SELECT {columns}, {sums} {period} ORDER BY s.day, s.sale, s.path");
    }
    // All rows of a sale have its customer and seller: whichever stands for them is right.
    let sums = "sum(s.items), sum(s.gross), sum(s.net), sum(s.margin), sum(s.by_hand)";
    format!("SELECT {columns}, {sums} {period} GROUP BY s.day, s.sale ORDER BY s.day, s.sale")
}

impl Store {
    /// Adds up the sales of a period. Amounts and articles of the parts add up to the whole; a sale of several
    /// departments is a sale in each, and so are customers who buy here and there.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn takings(&self, days: Days, by: &By) -> Result<Takings, StoreError> {
        let within = if let By::Department(Some(id)) = by { format!("/{id}/") } else { String::new() };
        let mut walk = Walk::new(self, by, &within);
        let mut statement = self.conn.prepare_cached(&rows(by))?;
        let mut rows = statement.query(params![Sql(days.first()), Sql(days.last()), within])?;
        while let Some(row) = rows.next()? {
            walk.count(row)?;
        }
        Ok(walk.takings())
    }
}

/// The sums of one part while they grow.
#[derive(Default)]
struct Part {
    key: Option<Key>,
    sums: Sums,
    /// The sale that was counted last: its other departments are no other sale.
    sale: Option<i64>,
}

struct Walk<'a> {
    store: &'a Store,
    by: &'a By,
    within: &'a str,
    day: String,
    /// Counts the days that were met.
    days: u32,
    /// The whole comes first.
    parts: Vec<Part>,
    /// Where a part is, by how it is looked for.
    places: HashMap<String, usize>,
    /// The parts of customers who were met before.
    of_customer: HashMap<i64, usize>,
    /// When a customer was met last in a part.
    met: HashMap<(usize, i64), u32>,
}

impl<'a> Walk<'a> {
    fn new(store: &'a Store, by: &'a By, within: &'a str) -> Self {
        Self {
            store,
            by,
            within,
            day: String::new(),
            days: 0,
            parts: vec![Part::default()],
            places: HashMap::new(),
            of_customer: HashMap::new(),
            met: HashMap::new(),
        }
    }

    fn count(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        let day = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        if day != self.day {
            day.clone_into(&mut self.day);
            self.days += 1;
        }
        let sold = Sold::read(row)?;
        let place = self.place(row, sold.customer)?;
        for place in [0, place] {
            let fresh = self.parts[place].add(&sold);
            if let Some(customer) = sold.customer.filter(|_| fresh) {
                self.meet(place, customer);
            }
        }
        Ok(())
    }

    /// Counts a customer who bought.
    fn meet(&mut self, place: usize, customer: i64) {
        let sums = &mut self.parts[place].sums;
        match self.met.insert((place, customer), self.days) {
            None => {
                sums.customers += 1;
                sums.visits += 1;
            }
            Some(last) => sums.visits += i64::from(last != self.days),
        }
    }

    /// Finds the part of a row.
    fn place(&mut self, row: &Row<'_>, customer: Option<i64>) -> Result<usize, StoreError> {
        let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
        match self.by {
            By::Seller => {
                let seller = text(5)?;
                Ok(self.part(seller, || Key::Seller(seller.to_owned())))
            }
            By::Department(_) => {
                let department = department(text(2)?, self.within);
                let key = Some(department).filter(|id| !id.is_empty()).map(DepartmentId::new);
                Ok(self.part(department, || key.map_or(Key::Unknown, Key::Department)))
            }
            By::Group | By::City | By::Age(_) => match customer {
                // No group and no town is called so: what is folded holds neither.
                None => Ok(self.part("\u{0}", || Key::Nobody)),
                Some(customer) => self.place_of_customer(customer),
            },
        }
    }

    fn place_of_customer(&mut self, customer: i64) -> Result<usize, StoreError> {
        if let Some(place) = self.of_customer.get(&customer) {
            return Ok(*place);
        }
        let key = self.key(customer)?;
        let sought = match &key {
            Key::Group(group) => group.to_string(),
            Key::City(city) => fold(city),
            Key::Age(band) => band.first().to_string(),
            _ => String::new(),
        };
        let place = self.part(&sought, || key);
        self.of_customer.insert(customer, place);
        Ok(place)
    }

    /// Asks the file of a customer.
    fn key(&self, customer: i64) -> Result<Key, StoreError> {
        Ok(match self.by {
            By::City => {
                let city =
                    self.ask::<Option<String>>("SELECT city FROM person WHERE row = ?1", customer, |row| row.get(0))?;
                city.flatten().filter(|city| !fold(city).is_empty()).map_or(Key::Unknown, Key::City)
            }
            By::Age(on) => {
                let sql =
                    "SELECT birth_month, birth_day, birth_year FROM person WHERE row = ?1 AND birth_month IS NOT NULL";
                let birthday = self.ask(sql, customer, |row| {
                    Ok(Birthday { month: row.get(0)?, day: row.get(1)?, year: row.get(2)? })
                })?;
                birthday.and_then(|birthday| AgeBand::of(birthday, *on)).map_or(Key::Unknown, Key::Age)
            }
            _ => {
                let sql = "SELECT customer_group FROM customer WHERE row = ?1 AND customer_group IS NOT NULL";
                self.ask(sql, customer, |row| get(row, 0))?.map_or(Key::Unknown, Key::Group)
            }
        })
    }

    fn ask<T>(
        &self,
        sql: &str,
        customer: i64,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.store.conn.prepare_cached(sql)?.query_row([customer], read).optional()?)
    }

    fn part(&mut self, sought: &str, key: impl FnOnce() -> Key) -> usize {
        if let Some(place) = self.places.get(sought) {
            return *place;
        }
        let place = self.parts.len();
        self.parts.push(Part { key: Some(key()), ..Part::default() });
        self.places.insert(sought.to_owned(), place);
        place
    }

    fn takings(self) -> Takings {
        let mut parts = self.parts.into_iter();
        let whole = parts.next().map(|part| part.sums).unwrap_or_default();
        let parts = parts.filter_map(|part| Some(Taking { key: part.key?, sums: part.sums }));
        Takings { whole, parts: parts.collect() }
    }
}

/// What one row says.
struct Sold {
    sale: i64,
    refund: bool,
    customer: Option<i64>,
    items: i64,
    gross: Money,
    net: Money,
    margin: Money,
    by_hand: Money,
}

impl Sold {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            sale: row.get(1)?,
            refund: row.get(3)?,
            customer: row.get(4)?,
            items: row.get(6)?,
            gross: get(row, 7)?,
            net: get(row, 8)?,
            margin: get(row, 9)?,
            by_hand: get(row, 10)?,
        })
    }
}

impl Part {
    /// Adds what was sold. Tells whether a sale that was not counted yet came with it.
    fn add(&mut self, sold: &Sold) -> bool {
        let sums = &mut self.sums;
        sums.items += sold.items;
        sums.gross += sold.gross;
        sums.net += sold.net;
        sums.margin += sold.margin;
        sums.by_hand += sold.by_hand;
        let fresh = self.sale.replace(sold.sale) != Some(sold.sale);
        if sold.refund {
            sums.returned -= sold.gross;
            sums.returns += i64::from(fresh);
        } else {
            sums.sales += i64::from(fresh);
        }
        fresh && !sold.refund
    }
}

/// Gives the department just below one in a path, itself for what is directly in it; of none, the one at the top.
fn department<'a>(path: &'a str, within: &'a str) -> &'a str {
    let below = if within.is_empty() { path.get(1..) } else { path.split_once(within).map(|(_, below)| below) };
    let below = below.and_then(|below| below.split('/').next()).unwrap_or_default();
    if below.is_empty() { within.trim_matches('/') } else { below }
}
