//! Answers to a program's questions about a customer's past, from the books as they are now.
//!
//! What was bought is what lines of items say: gift vouchers are no revenue yet, and what a program gave
//! was not bought. A refund counts on the day of the sale that it refunds, whenever it is paid back: what
//! is returned in March of a sale of February is taken off February. A sale that is refunded as a whole
//! still was a visit and a sale. Training counts like any sale, as it does in the statistics.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use comptoir_domain::facts::{HistoryAnswer, LineKind};
use comptoir_domain::history::{Bought, Period, Question};
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_domain::money::Money;
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Connection, Params, Row, params};
use rust_decimal::Decimal;

use crate::error::StoreError;
use crate::sql::{Sql, get, get_opt, in_file_of, in_listed_file};
use crate::store::Store;

/// Sales of a customer, refunds apart, in a period.
macro_rules! select_sales_of {
    ($what:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM sale s INDEXED BY sale_of_customer_by_day ",
            $rest,
            " WHERE s.customer ",
            in_file_of!("?1"),
            " AND s.business_day BETWEEN ?2 AND ?3 AND s.refund_of IS NULL"
        )
    };
}

const VISITS: &str = select_sales_of!("count(DISTINCT s.business_day)", "");
const SALES: &str = select_sales_of!("count(*)", "");
const FIRST_VISIT: &str = select_sales_of!("min(s.business_day)", "");
const LAST_VISIT: &str = select_sales_of!("max(s.business_day)", "");
const OFFERS_TAKEN: &str = select_sales_of!(
    "count(*)",
    "JOIN offer_event o ON o.sale = s.row AND o.program = ?4 AND o.offer = ?5 AND o.state = 'taken'"
);
const SPONSORED: &str = concat!(
    "SELECT count(*) FROM (
        SELECT (SELECT min(s.business_day) FROM sale s INDEXED BY sale_of_customer_by_day
                WHERE s.customer ",
    in_listed_file!("c.id"),
    " AND s.refund_of IS NULL) AS first
        FROM customer c WHERE c.sponsor ",
    in_file_of!("?1"),
    " AND NOT EXISTS (SELECT 1 FROM merger WHERE absorbed = c.id))
     WHERE first BETWEEN ?2 AND ?3"
);
/// A refund is never paid before what it refunds, so that all that counts since a day was written since.
const LINES: &str = concat!(
    "SELECT s.refund_of IS NULL, coalesce(o.business_day, s.business_day), l.path, l.sku, l.quantity, l.gross
     FROM sale s INDEXED BY sale_of_customer_by_day
     JOIN sale_line l ON l.sale = s.row AND l.kind = ?3
     LEFT JOIN sale o ON o.row = s.refund_of
     WHERE s.customer ",
    in_file_of!("?1"),
    " AND s.business_day >= ?2"
);

impl Store {
    /// Answers the questions that a program asks about a customer's past, in their order. Counters and
    /// offers are those of the program; without one, each is named with its own: `program/counter`.
    ///
    /// Nothing bought in a period is zero; a day that never came is [`HistoryAnswer::Nothing`].
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn history(
        &self,
        customer: CustomerId,
        program: Option<&ProgramId>,
        questions: &[Question],
        today: NaiveDate,
    ) -> Result<Vec<HistoryAnswer>, StoreError> {
        let asked = questions.iter().filter_map(|question| Some((question, Tally::of(question, today)?)));
        let mut tallies: BTreeMap<&Question, Tally> = asked.collect();
        count_lines(&self.conn, customer, &mut tallies)?;
        let past = Past { store: self, customer, program, today, tallies };
        questions.iter().map(|question| past.answer(question)).collect()
    }
}

/// What is asked about the lines bought, and what was counted of it.
struct Tally {
    about: About,
    wanted: Wanted,
    /// The first and the last day; none when the period is empty.
    days: Option<(String, String)>,
    pieces: Decimal,
    gross: Money,
    last: Option<NaiveDate>,
}

#[derive(Clone, Copy)]
enum About {
    Pieces,
    Gross,
    Last,
}

impl Tally {
    /// Begins to count for a question; nothing when it is not about lines.
    fn of(question: &Question, today: NaiveDate) -> Option<Self> {
        let (about, wanted, period) = match question {
            Question::Revenue(period) => (About::Gross, Wanted::default(), *period),
            Question::Spent(bought, period) => (About::Gross, Wanted::of(bought), *period),
            Question::Pieces(bought, period) => (About::Pieces, Wanted::of(bought), *period),
            Question::LastBought(bought) => (About::Last, Wanted::of(bought), Period::Always),
            _ => return None,
        };
        let days = period.days(today).map(|(first, last)| (first.to_string(), last.to_string()));
        Some(Self { about, wanted, days, pieces: Decimal::ZERO, gross: Money::ZERO, last: None })
    }

    fn count(&mut self, line: &Line<'_>) -> rusqlite::Result<()> {
        let within = self.days.as_ref().is_some_and(|(first, last)| (first.as_str()..=last).contains(&line.day));
        if !within || !self.wanted.has(line) {
            return Ok(());
        }
        match self.about {
            About::Pieces => self.pieces += line.pieces()?,
            About::Gross => self.gross += line.gross,
            About::Last if line.sold => self.last = self.last.max(Some(line.date()?)),
            About::Last => {}
        }
        Ok(())
    }

    fn answer(&self) -> HistoryAnswer {
        match self.about {
            About::Pieces => HistoryAnswer::Number(self.pieces.normalize()),
            About::Gross => HistoryAnswer::Money(self.gross),
            About::Last => self.last.map_or(HistoryAnswer::Nothing, HistoryAnswer::Day),
        }
    }
}

/// Which items count: all when it names none.
#[derive(Default)]
struct Wanted {
    /// Departments as they stand in paths: `/chemises/`.
    departments: Vec<String>,
    items: Vec<String>,
}

impl Wanted {
    fn of(bought: &Bought) -> Self {
        let departments = bought.departments.iter().map(|code| format!("/{code}/")).collect();
        Self { departments, items: bought.items.iter().cloned().collect() }
    }

    fn has(&self, line: &Line<'_>) -> bool {
        let all = self.departments.is_empty() && self.items.is_empty();
        all || self.items.iter().any(|sku| sku == line.sku)
            || self.departments.iter().any(|department| line.path.contains(department.as_str()))
    }
}

/// A line of an item, as it stands in the columns of [`LINES`].
struct Line<'a> {
    sold: bool,
    day: &'a str,
    path: &'a str,
    sku: &'a str,
    quantity: &'a str,
    gross: Money,
}

impl<'a> Line<'a> {
    fn read(row: &'a Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            sold: row.get(0)?,
            day: row.get_ref(1)?.as_str()?,
            path: row.get_ref(2)?.as_str()?,
            sku: row.get_ref(3)?.as_str()?,
            quantity: row.get_ref(4)?.as_str()?,
            gross: get(row, 5)?,
        })
    }

    fn pieces(&self) -> rusqlite::Result<Decimal> {
        self.quantity.parse().map_err(|_| unreadable(4))
    }

    fn date(&self) -> rusqlite::Result<NaiveDate> {
        self.day.parse().map_err(|_| unreadable(1))
    }
}

fn unreadable(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(FromSqlError::InvalidType))
}

/// Walks once through what the customer bought since the earliest day that is asked about.
fn count_lines(
    conn: &Connection,
    customer: CustomerId,
    tallies: &mut BTreeMap<&Question, Tally>,
) -> Result<(), StoreError> {
    let firsts = tallies.values().filter_map(|tally| tally.days.as_ref()).map(|(first, _)| first.clone());
    let Some(first) = firsts.min() else { return Ok(()) };
    let mut statement = conn.prepare_cached(LINES)?;
    let mut rows = statement.query(params![Sql(customer), first, Sql(LineKind::Item)])?;
    while let Some(row) = rows.next()? {
        let line = Line::read(row)?;
        tallies.values_mut().try_for_each(|tally| tally.count(&line))?;
    }
    Ok(())
}

/// Whose past, and what program asks.
struct Past<'a> {
    store: &'a Store,
    customer: CustomerId,
    program: Option<&'a ProgramId>,
    today: NaiveDate,
    /// What was counted for the questions about lines.
    tallies: BTreeMap<&'a Question, Tally>,
}

impl Past<'_> {
    fn answer(&self, question: &Question) -> Result<HistoryAnswer, StoreError> {
        match question {
            Question::Visits(period) => self.number(VISITS, *period),
            Question::Sales(period) => self.number(SALES, *period),
            Question::Sponsored(period) => self.number(SPONSORED, *period),
            Question::OffersTaken(offer, period) => self.offers_taken(offer, *period),
            Question::Earned(counter, period) => self.earned(counter, *period),
            Question::FirstVisit => self.day(FIRST_VISIT),
            Question::LastVisit => self.day(LAST_VISIT),
            Question::Revenue(_) | Question::Spent(..) | Question::Pieces(..) | Question::LastBought(_) => {
                Ok(self.tallies.get(question).map_or(HistoryAnswer::Nothing, Tally::answer))
            }
        }
    }

    fn number(&self, sql: &str, period: Period) -> Result<HistoryAnswer, StoreError> {
        let Some((first, last)) = period.days(self.today) else { return Ok(number(0)) };
        self.one(sql, params![Sql(self.customer), Sql(first), Sql(last)], |row| Ok(number(row.get(0)?)))
    }

    fn day(&self, sql: &str) -> Result<HistoryAnswer, StoreError> {
        let values = params![Sql(self.customer), Sql(NaiveDate::MIN), Sql(self.today)];
        self.one(sql, values, |row| Ok(get_opt(row, 0)?.map_or(HistoryAnswer::Nothing, HistoryAnswer::Day)))
    }

    fn offers_taken(&self, offer: &str, period: Period) -> Result<HistoryAnswer, StoreError> {
        let Some((first, last)) = period.days(self.today) else { return Ok(number(0)) };
        let (program, offer) = self.named(offer);
        let values = params![Sql(self.customer), Sql(first), Sql(last), program.as_str(), offer];
        self.one(OFFERS_TAKEN, values, |row| Ok(number(row.get(0)?)))
    }

    fn earned(&self, counter: &str, period: Period) -> Result<HistoryAnswer, StoreError> {
        let Some((first, last)) = period.days(self.today) else { return Ok(number(0)) };
        let (program, counter) = self.named(counter);
        let earned = self.store.earned(self.customer, &program, counter, first, last)?;
        Ok(HistoryAnswer::Number(earned.value()))
    }

    /// The program of a counter or an offer, and its name there.
    fn named<'n>(&self, name: &'n str) -> (ProgramId, &'n str) {
        match self.program {
            Some(program) => (program.clone(), name),
            None => name.split_once('/').map_or((ProgramId::new(""), name), |(id, name)| (ProgramId::new(id), name)),
        }
    }

    fn one(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<HistoryAnswer>,
    ) -> Result<HistoryAnswer, StoreError> {
        Ok(self.store.conn.prepare_cached(sql)?.query_row(values, read)?)
    }
}

fn number(count: i64) -> HistoryAnswer {
    HistoryAnswer::Number(Decimal::from(count))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use comptoir_domain::effect::{Accepted, AcceptedOffer, Offer, Text};
    use comptoir_domain::facts::OfferState;
    use comptoir_domain::id::{DepartmentId, LineId, Sku};
    use comptoir_domain::ledger::{Basis, CounterMovement};
    use comptoir_domain::quantity::{Points, Quantity};
    use comptoir_domain::refund::Asked;
    use comptoir_domain::sale::{PaidLine, PaidSale, ProgramRecord, SaleKind};
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{commit, customer, customer_id, day, memory, refund_of, sale};

    const PROGRAM: &str = "points";
    const PATHS: [&[&str]; 4] = [&["chemises", "homme"], &["homme"], &["rouges", "cave"], &["hommes"]];
    const SKUS: [&str; 3] = ["A", "B", "A-1"];
    const KINDS: [LineKind; 4] = [LineKind::Item, LineKind::Item, LineKind::GiftVoucher, LineKind::Reward];

    /// One line: its price in cents, its quantity in grams, and what it sells.
    #[derive(Clone, Debug)]
    struct Article {
        cents: i64,
        grams: u32,
        path: usize,
        sku: usize,
        kind: usize,
    }

    #[derive(Clone, Debug)]
    enum Act {
        Sale { customer: u64, days: u64, articles: Vec<Article>, points: i64, taken: Option<bool> },
        Refund { nth: usize, days: u64, line: Option<u32> },
    }

    fn article() -> impl Strategy<Value = Article> {
        (1i64..20_000, 1u32..4_000, 0..PATHS.len(), 0..SKUS.len(), 0..KINDS.len())
            .prop_map(|(cents, grams, path, sku, kind)| Article { cents, grams, path, sku, kind })
    }

    fn act() -> impl Strategy<Value = Act> {
        let articles = prop::collection::vec(article(), 1..4);
        let sold = (0u64..3, 0u64..25, articles, -50i64..100, prop::option::of(any::<bool>()));
        let sold = sold.prop_map(|(customer, days, articles, points, taken)| Act::Sale {
            customer,
            days,
            articles,
            points,
            taken,
        });
        let refund = (0usize..6, 0u64..25, prop::option::of(1u32..3));
        let refund = refund.prop_map(|(nth, days, line)| Act::Refund { nth, days, line });
        prop_oneof![3 => sold, 1 => refund]
    }

    fn period() -> impl Strategy<Value = Period> {
        prop_oneof![
            Just(Period::Always),
            (0u32..60).prop_map(Period::Days),
            (0u32..4).prop_map(Period::Month),
            (0u32..2).prop_map(Period::Year),
            (0u64..200).prop_map(|n| Period::Since(day(n))),
        ]
    }

    fn bought() -> impl Strategy<Value = Bought> {
        let departments = prop::sample::subsequence(vec!["homme", "chemises", "cave", "vin"], 0..3);
        let items = prop::sample::subsequence(SKUS.to_vec(), 0..2);
        (departments, items).prop_map(|(departments, items)| {
            let set = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
            Bought { departments: set(departments), items: set(items) }
        })
    }

    fn question() -> impl Strategy<Value = Question> {
        prop_oneof![
            period().prop_map(Question::Visits),
            period().prop_map(Question::Sales),
            period().prop_map(Question::Revenue),
            (bought(), period()).prop_map(|(bought, period)| Question::Pieces(bought, period)),
            (bought(), period()).prop_map(|(bought, period)| Question::Spent(bought, period)),
            Just(Question::FirstVisit),
            Just(Question::LastVisit),
            bought().prop_map(Question::LastBought),
            period().prop_map(|period| Question::Earned("points".into(), period)),
            period().prop_map(|period| Question::OffersTaken("tasse".into(), period)),
            period().prop_map(Question::Sponsored),
        ]
    }

    fn ran(taken: bool) -> ProgramRecord {
        let offer = Offer {
            id: "tasse".into(),
            title: Text::Plain("Une tasse".into()),
            cost: None,
            rewards: Vec::new(),
            expires: None,
            part: None,
            choices: Vec::new(),
        };
        let state = if taken { OfferState::Taken } else { OfferState::Later };
        let offers = vec![AcceptedOffer { offer, state, taken_part: None, choice: None }];
        ProgramRecord {
            program: ProgramId::new(PROGRAM),
            policy: String::new(),
            version: String::new(),
            digest: String::new(),
            engine: "rhai".into(),
            accepted: Accepted { offers, ..Accepted::default() },
            titles: Vec::new(),
            said: Vec::new(),
            fault: None,
            gifts: Vec::new(),
            yielded: None,
            told: None,
        }
    }

    fn moved(customer: u64, points: i64) -> CounterMovement {
        CounterMovement {
            customer: customer_id(customer),
            program: ProgramId::new(PROGRAM),
            counter: "points".into(),
            delta: Points::from_ten_thousandths(points * 10_000),
            basis: Basis::Earned(Vec::new()),
            reverses: None,
            available: None,
            expires: None,
        }
    }

    fn disguise(line: &mut PaidLine, article: &Article) {
        line.departments = PATHS[article.path].iter().copied().map(DepartmentId::new).collect();
        line.sku = Sku::new(SKUS[article.sku]);
        line.kind = KINDS[article.kind];
    }

    /// Does an act and gives what was paid, if it could be done.
    fn perform(store: &mut Store, act: &Act, today: &mut u64) -> Option<PaidSale> {
        let paid = match act {
            Act::Sale { customer: who, days, articles, points, taken } => {
                *today += days;
                let quantities: Vec<(i64, String)> = articles
                    .iter()
                    .map(|article| (article.cents, format!("{}.{:03}", article.grams / 1000, article.grams % 1000)))
                    .collect();
                let quantities: Vec<(i64, &str)> = quantities.iter().map(|(cents, kilos)| (*cents, &**kilos)).collect();
                let mut paid = sale(store, Some(&customer(*who, "", "")), *today, &quantities);
                paid.lines.iter_mut().zip(articles).for_each(|(line, article)| disguise(line, article));
                paid.movements.counters.push(moved(*who, *points));
                paid.programs.extend(taken.map(ran));
                paid
            }
            Act::Refund { nth, days, line } => {
                *today += days;
                let sales = store.sales_between(day(0), day(2_000)).unwrap();
                let of = sales.iter().filter(|sale| !sale.is_refund()).nth(*nth)?;
                let part = |line: &u32| BTreeMap::from([(LineId(*line), Quantity::parse("0.5").unwrap())]);
                let asked = line.as_ref().map_or(Asked::Whole, |line| Asked::Lines(part(line)));
                refund_of(store, of, *today, &asked)?
            }
        };
        commit(store, &paid).unwrap();
        Some(paid)
    }

    /// The books as a list, and the slow way to the answers.
    struct Books {
        paid: Vec<PaidSale>,
        today: NaiveDate,
    }

    impl Books {
        /// The day on which a sale counts: a refund on that of what it refunds.
        fn day(&self, sale: &PaidSale) -> NaiveDate {
            match &sale.kind {
                SaleKind::Sale => sale.stamp.business_day,
                SaleKind::Refund { of, .. } => {
                    self.paid.iter().find(|sold| sold.stamp.id == *of).unwrap().stamp.business_day
                }
            }
        }

        fn of(&self, who: u64, period: Period) -> Vec<&PaidSale> {
            let own = |sale: &&PaidSale| sale.customer.as_ref().is_some_and(|c| c.id == customer_id(who));
            let within = |sale: &&PaidSale| {
                period.days(self.today).is_some_and(|(first, last)| (first..=last).contains(&self.day(sale)))
            };
            self.paid.iter().filter(own).filter(within).collect()
        }

        fn sold(&self, who: u64, period: Period) -> Vec<&PaidSale> {
            self.of(who, period).into_iter().filter(|sale| !sale.is_refund()).collect()
        }

        fn lines(&self, who: u64, bought: &Bought, period: Period) -> Vec<&PaidLine> {
            let all = *bought == Bought::default();
            let wanted = |line: &&PaidLine| {
                line.kind == LineKind::Item
                    && (all
                        || bought.items.contains(line.sku.as_str())
                        || line.departments.iter().any(|code| bought.departments.contains(code.as_str())))
            };
            self.of(who, period).into_iter().flat_map(|sale| &sale.lines).filter(wanted).collect()
        }

        fn earned(&self, who: u64, period: Period) -> Points {
            let earning = |sale: &&PaidSale| {
                let delta = sale.movements.counters.iter().map(|movement| movement.delta).sum::<Points>();
                let kept = if sale.is_refund() { delta < Points::ZERO } else { delta > Points::ZERO };
                if kept { delta } else { Points::ZERO }
            };
            self.of(who, period).iter().map(earning).sum()
        }

        fn taken(&self, who: u64, period: Period) -> usize {
            let offers = self.sold(who, period).into_iter().flat_map(|sale| &sale.programs);
            offers.flat_map(|record| &record.accepted.offers).filter(|offer| offer.state == OfferState::Taken).count()
        }

        fn sponsored(&self, who: u64, period: Period) -> usize {
            let friends = (0..3).filter(|friend| sponsor_of(*friend) == Some(who));
            let first = |friend| self.sold(friend, Period::Always).iter().map(|sale| sale.stamp.business_day).min();
            let days = period.days(self.today);
            let within = |day: &NaiveDate| days.is_some_and(|(first, last)| (first..=last).contains(day));
            friends.filter_map(first).filter(within).count()
        }

        fn answer(&self, who: u64, question: &Question) -> HistoryAnswer {
            let count = |count: usize| number(i64::try_from(count).unwrap());
            let when = |day: Option<NaiveDate>| day.map_or(HistoryAnswer::Nothing, HistoryAnswer::Day);
            let days = |sales: Vec<&PaidSale>| sales.iter().map(|s| s.stamp.business_day).collect::<BTreeSet<_>>();
            let money = |lines: Vec<&PaidLine>| HistoryAnswer::Money(lines.iter().map(|line| line.gross).sum());
            match question {
                Question::Visits(period) => count(days(self.sold(who, *period)).len()),
                Question::Sales(period) => count(self.sold(who, *period).len()),
                Question::Revenue(period) => {
                    HistoryAnswer::Money(self.of(who, *period).iter().map(|sale| sale.revenue().0).sum())
                }
                Question::Pieces(bought, period) => {
                    let lines = self.lines(who, bought, *period);
                    HistoryAnswer::Number(lines.iter().map(|line| line.quantity).sum::<Decimal>().normalize())
                }
                Question::Spent(bought, period) => money(self.lines(who, bought, *period)),
                Question::FirstVisit => when(days(self.sold(who, Period::Always)).first().copied()),
                Question::LastVisit => when(days(self.sold(who, Period::Always)).last().copied()),
                Question::LastBought(bought) => {
                    let on = |day: NaiveDate| Self { paid: self.on(day), today: self.today };
                    let sold = |day: &NaiveDate| !on(*day).lines(who, bought, Period::Always).is_empty();
                    when(days(self.sold(who, Period::Always)).into_iter().rev().find(sold))
                }
                Question::Earned(_, period) => HistoryAnswer::Number(self.earned(who, *period).value()),
                Question::OffersTaken(_, period) => count(self.taken(who, *period)),
                Question::Sponsored(period) => count(self.sponsored(who, *period)),
            }
        }

        fn on(&self, day: NaiveDate) -> Vec<PaidSale> {
            let sold = |sale: &&PaidSale| sale.stamp.business_day == day && !sale.is_refund();
            self.paid.iter().filter(sold).cloned().collect()
        }
    }

    /// The first customer brought the two others.
    fn sponsor_of(who: u64) -> Option<u64> {
        (who > 0).then_some(0)
    }

    fn people() -> Store {
        let mut store = memory();
        for who in 0..3 {
            let mut person = customer(who, "", "");
            person.sponsor = sponsor_of(who).map(customer_id);
            store.put_customer(&person).unwrap();
        }
        store
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn answers_are_what_a_walk_through_all_sales_gives(
            acts in prop::collection::vec(act(), 1..14), questions in prop::collection::vec(question(), 16),
        ) {
            let mut store = people();
            let mut today = 0;
            let paid: Vec<PaidSale> = acts.iter().filter_map(|act| perform(&mut store, act, &mut today)).collect();
            let books = Books { paid, today: day(today) };
            for who in 0..3 {
                let answers =
                    store.history(customer_id(who), Some(&ProgramId::new(PROGRAM)), &questions, books.today).unwrap();
                let expected: Vec<_> = questions.iter().map(|question| books.answer(who, question)).collect();
                for ((question, answer), expected) in questions.iter().zip(answers).zip(expected) {
                    prop_assert_eq!(answer, expected, "{:?} of {}", question, who);
                }
            }
        }
    }

    fn money(cents: i64) -> HistoryAnswer {
        HistoryAnswer::Money(Money::from_cents(cents))
    }

    #[test]
    fn a_refund_counts_on_the_day_of_its_sale_and_leaves_the_visit() {
        let mut store = people();
        let paid = sale(&store, Some(&customer(1, "", "")), 20, &[(1_000, "2")]);
        commit(&mut store, &paid).unwrap();
        let back = refund_of(&store, &paid, 40, &Asked::Whole).unwrap();
        commit(&mut store, &back).unwrap();
        let mut other = sale(&store, Some(&customer(1, "", "")), 41, &[(500, "1"), (3_000, "1")]);
        other.lines[1].kind = LineKind::GiftVoucher;
        commit(&mut store, &other).unwrap();
        let shirts = Bought { departments: BTreeSet::from(["homme".into()]), items: BTreeSet::new() };
        let ask =
            |who, question| store.history(customer_id(who), Some(&ProgramId::new("p")), &[question], day(41)).unwrap();
        for (question, expected) in [
            (Question::Revenue(Period::Month(1)), money(0)),
            (Question::Revenue(Period::Month(0)), money(500)),
            (Question::Revenue(Period::Days(0)), money(0)),
            (Question::Spent(shirts.clone(), Period::Always), money(500)),
            (Question::Pieces(shirts, Period::Always), number(1)),
            (Question::Visits(Period::Always), number(2)),
            (Question::FirstVisit, HistoryAnswer::Day(day(20))),
        ] {
            assert_eq!(ask(1, question.clone()), [expected], "{question:?}");
        }
        assert_eq!(ask(0, Question::Sponsored(Period::Month(1))), [number(1)]);
        assert_eq!(ask(0, Question::Sponsored(Period::Month(0))), [number(0)]);
        assert_eq!(ask(2, Question::LastVisit), [HistoryAnswer::Nothing]);
    }

    #[test]
    fn no_question_walks_through_all_sales() {
        let store = memory();
        for sql in [VISITS, SALES, FIRST_VISIT, LAST_VISIT, OFFERS_TAKEN, SPONSORED, LINES] {
            let mut statement = store.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
            let steps =
                statement.query_map(rusqlite::params_from_iter(nothing), |row| row.get::<_, String>(3)).unwrap();
            let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
            let covered = "SEARCH s USING COVERING INDEX sale_of_customer_by_day (customer=?";
            assert!(steps.iter().any(|step| step.starts_with(covered)), "{sql}: {steps:?}");
            assert!(!steps.iter().any(|step| crate::testing::walks(step)), "{sql}: {steps:?}");
        }
    }
}
