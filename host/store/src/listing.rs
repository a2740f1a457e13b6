//! Lists of customers: those who fit a filter, in an order, a window at a time.

use chrono::NaiveDate;
use comptoir_domain::customer::filter::Filter;
use comptoir_domain::id::{CustomerId, GroupId};
use comptoir_domain::money::Money;
use rusqlite::{Row, params_from_iter};

use crate::error::StoreError;
use crate::sql::{Stored as _, get, get_opt};
use crate::store::Store;

mod conditions;

use conditions::Clause;

/// One line of a list of customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub id: CustomerId,
    /// The family name.
    pub last_name: String,
    /// The first name.
    pub first_name: String,
    /// The company.
    pub company: Option<String>,
    /// The pricing group.
    pub group: Option<GroupId>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The town.
    pub city: Option<String>,
    /// The first phone number.
    pub phone: Option<String>,
    /// The first e-mail address.
    pub email: Option<String>,
    /// Business days with a sale.
    pub visits: i64,
    /// The last of them.
    pub last_visit: Option<NaiveDate>,
    /// Gross revenue.
    pub revenue: Money,
}

/// In which order customers are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name.
    #[default]
    Name,
    /// Who came last first.
    LastVisit,
    /// Who brought most first.
    Revenue,
    /// By postcode, and name.
    Postcode,
    /// Whose file was opened last first.
    Newest,
}

impl Sort {
    const fn sql(self) -> &'static str {
        match self {
            Self::Name => "p.sort_key, p.row",
            // No visit is less than any.
            Self::LastVisit => "p.last_visit DESC, p.sort_key, p.row",
            Self::Revenue => "p.revenue DESC, p.sort_key, p.row",
            Self::Postcode => "p.postcode NULLS LAST, p.sort_key, p.row",
            Self::Newest => "p.row DESC",
        }
    }
}

/// Sums over all customers that fit a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many customers.
    pub customers: u64,
    /// Their gross revenue.
    pub revenue: Money,
    /// Their visits.
    pub visits: i64,
}

const LISTED: &str = "SELECT c.id, p.last_name, p.first_name, p.company, c.customer_group, p.postcode, p.city, p.phone,
    p.email, coalesce(i.visits, 0), i.last_visit, coalesce(i.revenue_gross, 0)";
/// Each person is a customer, so that a join that nobody looks at can be left out.
const WINDOW: &str = "FROM person p LEFT JOIN customer c ON c.row = p.row LEFT JOIN indicators i ON i.row = p.row";
const JOINS: &str = "JOIN customer c ON c.row = p.row LEFT JOIN indicators i ON i.row = p.row";
const FROM: &str = "FROM person p JOIN customer c ON c.row = p.row LEFT JOIN indicators i ON i.row = p.row";

impl Store {
    /// Gives a window of the customers who fit a filter. Ages and periods are those of today.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn list_customers(
        &self,
        filter: &Filter,
        today: NaiveDate,
        sort: Sort,
        (limit, offset): (usize, usize),
    ) -> Result<Vec<Listed>, StoreError> {
        let clause = Clause::of(filter, today);
        let order = sort.sql();
        // The window is found first, with no table that neither the filter nor the order names: what is left out
        // of it is walked over in an index, not read.
        let window = format!("SELECT p.row {WINDOW} {} ORDER BY {order} LIMIT ? OFFSET ?", clause.sql());
        let sql = format!("{LISTED} FROM ({window}) w JOIN person p ON p.row = w.row {JOINS} ORDER BY {order}");
        let mut values = clause.values;
        values.extend([limit.to_value(), offset.to_value()]);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let listed = statement.query_map(params_from_iter(values), read_listed)?;
        Ok(listed.collect::<Result<_, _>>()?)
    }

    /// Counts and sums the customers who fit a filter.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn customer_totals(&self, filter: &Filter, today: NaiveDate) -> Result<Totals, StoreError> {
        let clause = Clause::of(filter, today);
        if clause.sql().is_empty() {
            return self.all_totals();
        }
        let sql = format!(
            "SELECT count(*), coalesce(sum(i.revenue_gross), 0), coalesce(sum(i.visits), 0) {WINDOW} {}",
            clause.sql()
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let totals = statement.query_row(params_from_iter(clause.values), |row| {
            Ok(Totals { customers: get(row, 0)?, revenue: get(row, 1)?, visits: row.get(2)? })
        });
        Ok(totals?)
    }

    /// The sums of everybody need no join.
    fn all_totals(&self) -> Result<Totals, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM person), coalesce(sum(revenue_gross), 0), coalesce(sum(visits), 0)
             FROM indicators";
        let mut statement = self.conn.prepare_cached(sql)?;
        let totals = statement
            .query_row([], |row| Ok(Totals { customers: get(row, 0)?, revenue: get(row, 1)?, visits: row.get(2)? }));
        Ok(totals?)
    }

    /// Gives the ids of all customers who fit a filter, by name.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn filtered_customers(&self, filter: &Filter, today: NaiveDate) -> Result<Vec<CustomerId>, StoreError> {
        let clause = Clause::of(filter, today);
        let sql = format!("SELECT c.id {FROM} {} ORDER BY {}", clause.sql(), Sort::Name.sql());
        let mut statement = self.conn.prepare_cached(&sql)?;
        let ids = statement.query_map(params_from_iter(clause.values), |row| get(row, 0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}

fn read_listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    Ok(Listed {
        id: get(row, 0)?,
        last_name: row.get(1)?,
        first_name: row.get(2)?,
        company: row.get(3)?,
        group: get_opt(row, 4)?,
        postcode: row.get(5)?,
        city: row.get(6)?,
        phone: row.get(7)?,
        email: row.get(8)?,
        visits: row.get(9)?,
        last_visit: get_opt(row, 10)?,
        revenue: get(row, 11)?,
    })
}

#[cfg(test)]
mod tests {
    use comptoir_domain::customer::filter::FIELDS;
    use comptoir_domain::customer::{Birthday, Channel, Consent, Customer, Source};
    use proptest::prelude::*;

    use super::*;
    use crate::Hand;
    use crate::testing::{commit, customer, customer_id, day, instant, memory, regulars, sale};

    /// The day of the test: the 40th of the calendar of made-up sales.
    fn today() -> NaiveDate {
        day(40)
    }

    fn consent(granted: bool) -> Consent {
        Consent {
            channel: Channel::Sms,
            granted,
            at: "2026-11-22T10:00:00+01:00".parse().unwrap(),
            source: Source::Spoken,
            wording: "?".into(),
            operator: "Ana".into(),
        }
    }

    /// Claire, who has 5 % off, bought twice, long ago and lately; Zoé once, long ago; Paul never.
    fn shop() -> Store {
        let mut store = memory();
        let mut claire = customer(1, "Le Fèvre", "Claire");
        claire.person.city = Some("Lyon".into());
        claire.person.postcode = Some("69002".into());
        claire.person.phone = Some("+33612345678".into());
        claire.person.more_emails = vec!["Claire@Example.fr".into()];
        claire.person.birthday = Some(Birthday { month: 2, day: 29, year: Some(1980) });
        claire.person.custom = [("pointure".to_owned(), "38".to_owned())].into();
        claire.group = Some(regulars());
        claire.tags = ["vip".to_owned(), "presse \"web\"".to_owned()].into();
        claire.cards = vec!["CF-1".into()];
        claire.dealings.seller = Some("Ana".into());
        let mut zoe = customer(2, "Durand", "Zoé");
        zoe.person.city = Some("BASTIA".into());
        zoe.person.postcode = Some("20200".into());
        zoe.person.email = Some("zoe@example.fr".into());
        zoe.dealings.moved = true;
        let mut paul = Customer { since: day(30), ..customer(3, "Éluard", "Paul") };
        paul.dealings.vat.regime = comptoir_domain::regime::VatRegime::Export;
        for person in [&claire, &zoe, &paul] {
            store.put_customer(person).unwrap();
        }
        for (on, who, cents) in [(1, &claire, 10_000), (2, &zoe, 2_500), (38, &claire, 5_001)] {
            let paid = sale(&store, Some(who), on, &[(cents, "1")]);
            commit(&mut store, &paid).unwrap();
        }
        store.open_account(zoe.id, None).unwrap();
        for granted in [true, false, true] {
            store.say(claire.id, &consent(granted)).unwrap();
        }
        store.say(zoe.id, &consent(true)).unwrap();
        store.say(zoe.id, &consent(false)).unwrap();
        store
    }

    fn filter(words: &str, conditions: &[&str]) -> Filter {
        Filter::read(words, conditions.iter().copied(), &["pointure".to_owned()], today()).unwrap()
    }

    fn found(store: &Store, words: &str, conditions: &[&str]) -> String {
        let filter = filter(words, conditions);
        let listed = store.list_customers(&filter, today(), Sort::Name, (9, 0)).unwrap();
        let totals = store.customer_totals(&filter, today()).unwrap();
        let ids = store.filtered_customers(&filter, today()).unwrap();
        assert_eq!(ids, listed.iter().map(|one| one.id).collect::<Vec<_>>());
        assert_eq!(totals.customers, listed.len() as u64);
        assert_eq!(totals.revenue, listed.iter().map(|one| one.revenue).sum());
        listed.iter().map(|one| one.first_name.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_field_is_asked_in_every_way_it_can_be() {
        let store = shop();
        let names = FIELDS.iter().map(|(_, name, _)| *name).chain(["pointure"]);
        let mut asked = 0;
        for name in names {
            let signs = ["!=", "<=", ">=", "=", "<", ">", "~", "^"];
            let values = ["", "3", "3, 8", "oui", "2026-11-22", "FR"];
            let tests = signs.iter().flat_map(|sign| values.map(|value| format!("{name} {sign} {value}")));
            for test in tests.chain([name.to_owned(), format!("!{name}")]) {
                let own = ["pointure".to_owned()];
                let Ok(filter) = Filter::read("", [test.as_str(), "pointure != 1"], &own, today()) else { continue };
                store.customer_totals(&filter, today()).unwrap_or_else(|error| panic!("{test}: {error:?}"));
                asked += 1;
            }
        }
        assert!(asked > 10 * FIELDS.len(), "only {asked} could be read");
        assert_eq!(found(&store, "", &["pointure ^ 3", "ville ^ ly"]), "Claire");
    }

    #[test]
    fn a_filter_finds_those_who_fit_all_of_it() {
        let store = shop();
        for (conditions, expected) in [
            (&[] as &[&str], "Zoé Paul Claire"),
            (&["ville = lyon, Bastia"], "Zoé Claire"),
            (&["ville != Lyon"], "Zoé Paul"),
            (&["!ville"], "Paul"),
            (&["nom ^ le fe"], "Claire"),
            (&["nom ~ FÈVRE"], "Claire"),
            (&["departement = 2B"], "Zoé"),
            (&["departement = 69, 2A"], "Claire"),
            (&["code-postal ^ 20"], "Zoé"),
            (&["famille = fideles"], "Claire"),
            (&["!famille"], "Zoé Paul"),
            (&["etiquette = presse \"web\""], "Claire"),
            (&["etiquette != vip"], "Zoé Paul"),
            (&["carte = CF-1"], "Claire"),
            (&["vendeur = ana"], "Claire"),
            (&["telephone = 06 12 34 56 78"], "Claire"),
            (&["telephone ~ 5678"], "Claire"),
            (&["e-mail ~ CLAIRE@"], "Claire"),
            (&["anniversaire-dans <= 365"], "Claire"),
            (&["mois-anniversaire = 2", "age >= 18"], "Claire"),
            (&["age > 100"], ""),
            (&["client-depuis >= -20j"], "Paul"),
            (&["dernier-passage < -10j"], "Zoé"),
            (&["!dernier-passage"], "Paul"),
            (&["ca >= 140"], "Claire"),
            (&["ca < 25"], "Paul"),
            (&["ca-12-mois = 25"], "Zoé"),
            (&["passages = 2"], "Claire"),
            (&["passages-12-mois >= 1,5"], "Claire"),
            (&["panier-moyen = 71,26"], "Claire"),
            (&["rayon = homme"], "Zoé Claire"),
            (&["rayon = femme"], ""),
            (&["rayon != chemises"], "Paul"),
            (&["encours = 0", "en-compte"], "Zoé"),
            (&["compte-bloque"], ""),
            (&["avoirs > 0"], ""),
            (&["consentement-sms = oui"], "Claire"),
            (&["consentement-sms = non"], "Zoé Paul"),
            (&["npai"], "Zoé"),
            (&["regime-tva"], "Paul"),
            (&["regime-tva = Export, franchise"], "Paul"),
            (&["regime-tva = normal"], "Zoé Claire"),
            (&["regime-tva != export"], "Zoé Claire"),
            (&["pointure = 38"], "Claire"),
            (&["!pointure"], "Zoé Paul"),
            (&["ville = Lyon", "ca >= 140", "consentement-sms"], "Claire"),
        ] {
            assert_eq!(found(&store, "", conditions), expected, "{conditions:?}");
        }
        assert_eq!(found(&store, "lefevre", &[]), "Claire");
        assert_eq!(found(&store, "cf 1", &["ca > 1"]), "Claire");
        assert_eq!(found(&store, "…", &[]), "");
    }

    #[test]
    fn lists_come_in_the_wanted_order_a_window_at_a_time() {
        let store = shop();
        let names = |sort, window| -> Vec<String> {
            let listed = store.list_customers(&Filter::default(), today(), sort, window).unwrap();
            listed.into_iter().map(|one| one.first_name).collect()
        };
        assert_eq!(names(Sort::Revenue, (9, 0)), ["Claire", "Zoé", "Paul"]);
        assert_eq!(names(Sort::LastVisit, (9, 0)), ["Claire", "Zoé", "Paul"]);
        assert_eq!(names(Sort::Postcode, (9, 0)), ["Zoé", "Claire", "Paul"]);
        assert_eq!(names(Sort::Newest, (9, 0)), ["Paul", "Zoé", "Claire"]);
        assert_eq!(names(Sort::Name, (1, 1)), ["Paul"]);
    }

    #[test]
    fn a_window_far_down_the_list_walks_an_index_and_no_more() {
        let store = shop();
        let plan = |sort: Sort| -> Vec<String> {
            let sql = format!("EXPLAIN QUERY PLAN SELECT p.row {WINDOW} ORDER BY {} LIMIT 9 OFFSET 9", sort.sql());
            let mut statement = store.conn.prepare(&sql).unwrap();
            let steps = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
            steps.collect::<Result<_, _>>().unwrap()
        };
        for (sort, index) in [
            (Sort::Name, "person_by_name"),
            (Sort::LastVisit, "person_by_last_visit"),
            (Sort::Revenue, "person_by_revenue"),
            (Sort::Postcode, "person_by_postcode"),
        ] {
            assert_eq!(plan(sort), [format!("SCAN p USING COVERING INDEX {index}")]);
        }
        assert_eq!(plan(Sort::Newest), ["SCAN p"]);
    }

    #[test]
    fn every_field_can_be_asked_in_every_way_it_allows() {
        let store = shop();
        for (field, name, _) in comptoir_domain::customer::filter::FIELDS {
            for (sign, value) in
                [("=", "3"), ("!=", "3"), ("<", "3"), (">=", "3"), ("~", "x"), ("^", "x"), ("=", "oui"), (">", "-3j")]
            {
                let Ok(asked) = Filter::read("", [format!("{name} {sign} {value}").as_str()], &[], today()) else {
                    continue;
                };
                store.customer_totals(&asked, today()).unwrap_or_else(|error| panic!("{field:?} {sign}: {error}"));
            }
            let both = [format!("!{name}"), name.to_string()].map(|text| {
                store.customer_totals(&filter("", &[&text]), today()).unwrap_or_else(|error| panic!("{text}: {error}"))
            });
            assert_eq!(both[0].customers + both[1].customers, 3, "{name} is there or not");
        }
    }

    const ALL: [Sort; 5] = [Sort::Name, Sort::LastVisit, Sort::Revenue, Sort::Postcode, Sort::Newest];

    fn list(store: &Store, sort: Sort, window: (usize, usize)) -> Vec<Listed> {
        store.list_customers(&Filter::default(), day(40), sort, window).unwrap()
    }

    /// What an order is by: less comes first.
    fn rank(sort: Sort, one: &Listed) -> (bool, String, String) {
        let (last, by) = match sort {
            Sort::LastVisit => (one.last_visit.is_none(), one.last_visit.map_or_else(String::new, descending)),
            Sort::Revenue => (false, format!("{:020}", 10_000_000_000 - one.revenue.cents())),
            Sort::Postcode => (one.postcode.is_none(), one.postcode.clone().unwrap_or_default()),
            Sort::Name | Sort::Newest => (false, String::new()),
        };
        let name = if sort == Sort::Newest { String::new() } else { one.last_name.clone() };
        (last, by, name)
    }

    fn descending(day: chrono::NaiveDate) -> String {
        use chrono::Datelike as _;
        format!("{:010}", 10_000_000 - day.num_days_from_ce())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

        /// Whatever the window, it is a part of one list that has everybody once, in the order that was asked for; and
        /// who was erased is on none.
        #[test]
        fn windows_are_parts_of_one_ordered_list_of_everybody(
            people in prop::collection::vec((0usize..4, 0u8..3), 1..14),
            sold in prop::collection::vec((0usize..14, 0u64..6, 1i64..5_000), 0..12),
            erased in prop::option::of(0usize..14),
            window in (1usize..6, 0usize..16),
        ) {
            let mut store = memory();
            for (at, (name, postcode)) in people.iter().enumerate() {
                let mut file = customer(at as u64, ["Abel", "Baron", "Camus", "Duval"][*name], "A");
                file.person.postcode = [None, Some("33000"), Some("69002")][usize::from(*postcode)].map(str::to_owned);
                store.put_customer(&file).unwrap();
            }
            // In the order of their days, as a shop sells.
            let mut sold = sold;
            sold.sort_by_key(|(_, days, _)| *days);
            for (who, days, cents) in sold {
                let buyer = store.customer(customer_id(who as u64)).unwrap();
                let paid = sale(&store, buyer.as_ref(), days, &[(cents, "1")]);
                commit(&mut store, &paid).unwrap();
            }
            let gone = erased.filter(|at| *at < people.len());
            if let Some(at) = gone {
                let hand = Hand { at: instant(9), operator: "Ana", batch: None };
                store.erase_file(customer_id(at as u64), &hand).unwrap();
            }
            let left = people.len() - usize::from(gone.is_some());
            for sort in ALL {
                let whole = list(&store, sort, (100, 0));
                prop_assert_eq!(whole.len(), left);
                prop_assert!(whole.is_sorted_by_key(|one| rank(sort, one)), "{:?}: {:?}", sort, whole);
                let part = list(&store, sort, window);
                let expected: Vec<_> = whole.into_iter().skip(window.1).take(window.0).collect();
                prop_assert_eq!(part, expected, "{:?}", sort);
            }
        }
    }
}
