//! Statistics of the shop: what a period took by group, department, seller, town or age; customers by how long ago
//! they came; RFM; what sellers did. Each is a report for programs and a [`Table`] for people and files.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use comptoir_domain::id::DepartmentId;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::statistics::{Days, Stage, Sums, share, trend};
use comptoir_store::{Key, Store, Taking};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::clock::Clock;
use crate::customers::Browser;
use crate::error::{Error, Invalid, NotFound};
use crate::till::Till;

mod rfm;
mod sellers;
mod table;
mod tables;
mod words;

pub use comptoir_domain::statistics::SLEEPS_AFTER;
pub use comptoir_store::By;
pub use rfm::{Buyer, Rfm, RfmCell, Segment};
pub use sellers::{SellerRow, Sellers};
pub use table::{Figure, Table, TableFormat};

/// The years that a period may be in: others are slips of the hand.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2999;

/// What a period took, compared with the one before.
#[derive(Clone, Debug, Serialize)]
pub struct Takings {
    /// By what: `group`, `department`, `seller`, `city` or `age`.
    pub by: &'static str,
    /// The department that all is within.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<DepartmentId>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The first day of the period before.
    pub before_from: NaiveDate,
    /// The last day of the period before.
    pub before_to: NaiveDate,
    /// The parts: most revenue first, ages from the youngest; what is not known, and sales without a customer, last.
    pub rows: Vec<TakingsRow>,
    /// All together.
    pub total: TakingsRow,
}

/// One part of what a period took.
#[derive(Clone, Debug, Serialize)]
pub struct TakingsRow {
    /// The code of the group or department, the seller, the town, the ages; nothing of what has none.
    pub key: Option<String>,
    /// Its name for people.
    pub name: String,
    /// Gross revenue, less refunds.
    pub revenue_gross: Money,
    /// Net revenue, less refunds.
    pub revenue_net: Money,
    /// Margin of the lines whose cost is known.
    pub margin: Money,
    /// Sales, refunds apart.
    pub sales: i64,
    /// Gross revenue per sale.
    pub average_basket: Option<Money>,
    /// Customers who bought.
    pub customers: i64,
    /// Days on which one of them bought.
    pub visits: i64,
    /// Articles, less those returned.
    pub items: i64,
    /// The part of the gross revenue, in percent.
    pub share: Option<Decimal>,
    /// Gross revenue of the period before.
    pub before: Money,
    /// Growth of gross revenue since the period before, in percent; nothing when there was none.
    pub trend: Option<Decimal>,
}

/// Customers by how long ago they came.
#[derive(Clone, Debug, Serialize)]
pub struct Lives {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// After how many days without a visit a customer sleeps; after twice as many, the customer is lost.
    pub sleeps_after: u32,
    /// The stages. Who is new is active too.
    pub stages: Vec<StageRow>,
    /// How many bought at least once.
    pub buyers: i64,
    /// Their gross revenue of the twelve months that end with the period.
    pub revenue_12_months: Money,
    /// How many files never bought.
    pub never: i64,
}

/// The customers of a stage.
#[derive(Clone, Debug, Serialize)]
pub struct StageRow {
    /// `new`, `active`, `sleeping` or `lost`.
    pub stage: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// How many.
    pub customers: i64,
    /// Their gross revenue of the twelve months that end with the period.
    pub revenue_12_months: Money,
}

/// Counts in the books of a shop. Twelve months of a large one take seconds: [`Browser::statistics`] counts beside the
/// till.
#[derive(Debug)]
pub struct Statistics<'a> {
    books: &'a Store,
    clock: Clock,
    language: Language,
}

impl Till {
    /// Counts with the till's own connection: whatever else is asked of the till waits.
    #[must_use]
    pub const fn statistics(&self) -> Statistics<'_> {
        Statistics { books: &self.store, clock: self.clock, language: self.language }
    }

    /// Reads a day as it is typed; today when nothing is.
    ///
    /// # Errors
    ///
    /// [`Invalid::Day`] that names the field.
    pub fn day_typed(&self, field: &str, typed: Option<&str>) -> Result<NaiveDate, Error> {
        day_typed(field, typed, self.clock)
    }
}

impl Browser {
    /// Counts beside the till, in what was committed.
    #[must_use]
    pub const fn statistics(&self, language: Language) -> Statistics<'_> {
        Statistics { books: self.books(), clock: self.clock(), language }
    }
}

impl Statistics<'_> {
    /// Gives the business day that it is.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        Clock::business_day(self.clock.now())
    }

    /// Gives the language that names are in.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Reads a period as it is typed: `2026-11-01` or `01/11/2026`. It ends today when nothing else is said, and
    /// begins with the month of its last day.
    ///
    /// # Errors
    ///
    /// [`Invalid::Day`] for what is no day, [`Invalid::Days`] when the last comes before the first.
    pub fn days_typed(&self, from: Option<&str>, to: Option<&str>) -> Result<Days, Error> {
        let last = day_typed("--to", to, self.clock)?;
        let first = from.map(|from| read_day("--from", from)).transpose()?.or(last.with_day(1)).unwrap_or(last);
        Days::new(first, last).ok_or_else(|| Invalid::Days { first, last }.into())
    }

    /// Tells what a period took, and how that compares with as many days before. The total is counted apart from the
    /// parts: they add up to it, but for sales, customers and visits of those who buy in several departments or from
    /// several sellers.
    ///
    /// # Errors
    ///
    /// [`NotFound::Department`] of one that is not there.
    pub fn takings(&self, days: Days, by: &By) -> Result<Takings, Error> {
        let names = self.names(by)?;
        let before = days.before();
        let (now, earlier) = (self.books.takings(days, by)?, self.books.takings(before, by)?);
        let whole = (now.whole.gross, earlier.whole.gross);
        let mut parts = side_by_side(now.parts, earlier.parts);
        parts.sort_by_cached_key(words::order);
        let row = |(key, sums, before): (Key, Sums, Money)| {
            TakingsRow::new(words::code(&key), names.of(&key), &sums, (whole.0, before))
        };
        let total = self.language.pick("Total", "Total").to_owned();
        Ok(Takings {
            by: words::by_code(by),
            within: if let By::Department(within) = by { within.clone() } else { None },
            from: days.first(),
            to: days.last(),
            before_from: before.first(),
            before_to: before.last(),
            rows: parts.into_iter().map(row).collect(),
            total: TakingsRow::new(None, total, &now.whole, whole),
        })
    }

    /// Counts customers by how long ago they came, at the end of a period.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn lives(&self, days: Days, sleeps_after: u32) -> Result<Lives, Error> {
        let lives = self.books.lives(days, sleeps_after)?;
        let row = |(stage, sums): &(Stage, comptoir_store::StageSums)| StageRow {
            stage: words::stage_code(*stage),
            name: words::stage(*stage, self.language),
            customers: sums.customers,
            revenue_12_months: sums.gross,
        };
        Ok(Lives {
            from: days.first(),
            to: days.last(),
            sleeps_after,
            stages: lives.stages.iter().map(row).collect(),
            buyers: lives.buyers.customers,
            revenue_12_months: lives.buyers.gross,
            never: lives.never,
        })
    }

    fn names(&self, by: &By) -> Result<words::Names, Error> {
        let mut names = words::Names::new(by, self.language);
        match by {
            By::Group => names.groups(self.books.groups()?),
            By::Department(within) => {
                let known = self.books.departments()?;
                if let Some(id) = within.as_ref().filter(|id| known.iter().all(|one| one.id != **id)) {
                    return Err(NotFound::Department(id.to_string()).into());
                }
                names.departments(known);
            }
            By::Seller | By::City | By::Age(_) => {}
        }
        Ok(names)
    }
}

fn day_typed(field: &str, typed: Option<&str>, clock: Clock) -> Result<NaiveDate, Error> {
    typed.map_or_else(|| Ok(Clock::business_day(clock.now())), |typed| read_day(field, typed))
}

pub(crate) fn read_day(field: &str, typed: &str) -> Result<NaiveDate, Error> {
    let typed = typed.trim();
    let read = typed.parse().ok().or_else(|| NaiveDate::parse_from_str(typed, "%d/%m/%Y").ok());
    read.filter(|day: &NaiveDate| YEARS.contains(&day.year()))
        .ok_or_else(|| Invalid::Day { field: field.to_owned(), value: typed.to_owned() }.into())
}

/// Puts the parts of a period beside what each took before. A part that took nothing now is still there. A town is
/// one whatever its spelling.
fn side_by_side(now: Vec<Taking>, earlier: Vec<Taking>) -> Vec<(Key, Sums, Money)> {
    let sought = |key: &Key| match key {
        Key::City(city) => Key::City(comptoir_store::search::fold(city)),
        key => key.clone(),
    };
    let mut before: HashMap<Key, Taking> = earlier.into_iter().map(|part| (sought(&part.key), part)).collect();
    let taken = |part: Option<Taking>| part.map_or(Money::ZERO, |part| part.sums.gross);
    let mut all: Vec<_> =
        now.into_iter().map(|part| (part.key.clone(), part.sums, taken(before.remove(&sought(&part.key))))).collect();
    all.extend(before.into_values().map(|part| (part.key, Sums::default(), part.sums.gross)));
    all
}

impl TakingsRow {
    fn new(key: Option<String>, name: String, sums: &Sums, (whole, before): (Money, Money)) -> Self {
        Self {
            key,
            name,
            revenue_gross: sums.gross,
            revenue_net: sums.net,
            margin: sums.margin,
            sales: sums.sales,
            average_basket: sums.average_basket(),
            customers: sums.customers,
            visits: sums.visits,
            items: sums.items,
            share: share(sums.gross, whole),
            before,
            trend: trend(sums.gross, before),
        }
    }
}
