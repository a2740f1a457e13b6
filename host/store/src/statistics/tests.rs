//! Statistics against the slow way: sums over the sales as they were paid.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use comptoir_domain::customer::{Birthday, Customer};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{DepartmentId, LineId};
use comptoir_domain::price::LineDiscount;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::PaidLine;
use comptoir_domain::statistics::{AgeBand, Past, Stage, Sums, twelve_months, two_years};
use proptest::prelude::*;

use super::*;
use crate::files::{Act as FileActKind, Hand};
use crate::testing::{commit, customer, customer_id, day, instant, memory, refund_of, regulars, sale};

const SELLERS: [&str; 3] = ["Inès", "Thomas", "caisse"];
/// From the item's own department to the root.
const PATHS: [&[&str]; 4] = [&["chemises", "homme"], &["homme"], &["rouges", "vins", "cave"], &[]];
const KINDS: [LineKind; 3] = [LineKind::Item, LineKind::GiftVoucher, LineKind::Reward];

#[derive(Clone, Debug)]
struct Article {
    cents: i64,
    grams: u32,
    path: usize,
    kind: usize,
    cost: Option<i64>,
    by_hand: i64,
}

#[derive(Clone, Debug)]
enum Act {
    Sale { customer: Option<u64>, days: u64, seller: usize, articles: Vec<Article> },
    Refund { nth: usize, days: u64, line: Option<u32> },
}

fn article() -> impl Strategy<Value = Article> {
    let what = (1i64..20_000, 1u32..4_000, 0..PATHS.len(), prop_oneof![4 => Just(0), 1 => 0..KINDS.len()]);
    (what, prop::option::of(1i64..9_000), 0i64..300).prop_map(|((cents, grams, path, kind), cost, by_hand)| Article {
        cents,
        grams,
        path,
        kind,
        cost,
        by_hand,
    })
}

fn act() -> impl Strategy<Value = Act> {
    let articles = prop::collection::vec(article(), 1..4);
    let sold = (prop::option::of(0u64..5), 0u64..40, 0..SELLERS.len(), articles)
        .prop_map(|(customer, days, seller, articles)| Act::Sale { customer, days, seller, articles });
    let refund = (0usize..8, 0u64..40, prop::option::of(1u32..3));
    prop_oneof![3 => sold, 1 => refund.prop_map(|(nth, days, line)| Act::Refund { nth, days, line })]
}

/// Five customers: with and without a group, a town, a birthday. Two write the same town differently.
fn people() -> [Customer; 5] {
    let born = |year, month, day| Some(Birthday { year, month, day });
    let facts = [
        (true, Some("Saint-Étienne"), born(Some(1980), 2, 29)),
        (true, Some("SAINT ETIENNE"), born(Some(1981), 6, 1)),
        (false, Some("Lyon"), born(None, 6, 1)),
        (false, None, None),
        (false, Some("…"), born(Some(2009), 1, 1)),
    ];
    let mut who = 0;
    facts.map(|(group, city, birthday)| {
        let mut person = customer(who, "", "");
        who += 1;
        person.group = group.then(regulars);
        person.person.city = city.map(str::to_owned);
        person.person.birthday = birthday;
        person
    })
}

fn disguise(line: &mut PaidLine, article: &Article) {
    line.departments = PATHS[article.path].iter().copied().map(DepartmentId::new).collect();
    line.kind = KINDS[article.kind];
    line.cost = article.cost.map(Money::from_cents);
    let taken = |origin, cents| LineDiscount { origin, label: String::new(), amount: Money::from_cents(cents) };
    line.discounts =
        vec![taken(Origin::Manual, article.by_hand), taken(Origin::Sale, 7), taken(Origin::Group(regulars().id), 11)];
}

fn perform(store: &mut Store, act: &Act, today: &mut u64) -> Option<PaidSale> {
    let paid = match act {
        Act::Sale { customer: who, days, seller, articles } => {
            *today += days;
            let kilos: Vec<(i64, String)> =
                articles.iter().map(|a| (a.cents, format!("{}.{:03}", a.grams / 1000, a.grams % 1000))).collect();
            let kilos: Vec<(i64, &str)> = kilos.iter().map(|(cents, kilos)| (*cents, &**kilos)).collect();
            let who = who.map(|n| people()[usize::try_from(n).unwrap()].clone());
            let mut paid = sale(store, who.as_ref(), *today, &kilos);
            paid.stamp.seller = SELLERS[*seller].to_owned();
            paid.lines.iter_mut().zip(articles).for_each(|(line, article)| disguise(line, article));
            paid
        }
        Act::Refund { nth, days, line } => {
            *today += days;
            let sales = store.sales_between(day(0), day(9_000)).unwrap();
            let of = sales.iter().filter(|sale| !sale.is_refund()).nth(*nth)?;
            let part = |line: &u32| BTreeMap::from([(LineId(*line), Quantity::parse("0.5").unwrap())]);
            let mut back =
                refund_of(store, of, *today, &line.as_ref().map_or(Asked::Whole, |line| Asked::Lines(part(line))))?;
            back.stamp.seller.clone_from(&of.stamp.seller);
            back
        }
    };
    commit(store, &paid).unwrap();
    Some(paid)
}

/// The slow way: what the sales say of some of their lines.
fn sums(paid: &[&PaidSale], wanted: impl Fn(&PaidSale, &PaidLine) -> bool) -> Sums {
    let mut sums = Sums::default();
    let (mut customers, mut visits) = (BTreeSet::new(), BTreeSet::new());
    for sale in paid {
        let lines: Vec<&PaidLine> = sale.lines.iter().filter(|line| wanted(sale, line)).collect();
        if lines.is_empty() {
            continue;
        }
        let part = PaidSale { lines: lines.into_iter().cloned().collect(), ..(*sale).clone() };
        let (gross, net) = part.revenue();
        sums.gross += gross;
        sums.net += net;
        sums.margin += part.margin();
        sums.items += part.article_count();
        let group = |one: &&LineDiscount| matches!(one.origin, Origin::Group(_));
        let discounts = part.lines.iter().flat_map(|line| &line.discounts);
        sums.by_hand += part.discounts() - discounts.filter(group).map(|one| one.amount).sum();
        if sale.is_refund() {
            sums.returns += 1;
            sums.returned -= gross;
        } else {
            sums.sales += 1;
            if let Some(customer) = &sale.customer {
                customers.insert(customer.id);
                visits.insert((customer.id, sale.stamp.business_day));
            }
        }
    }
    sums.customers = customers.len().try_into().unwrap();
    sums.visits = visits.len().try_into().unwrap();
    sums
}

/// What a line belongs to, in words; nothing when it is outside.
fn key_words(by: &By, sale: &PaidSale, line: &PaidLine) -> Option<String> {
    let who =
        sale.customer.as_ref().map(|customer| people().into_iter().find(|person| person.id == customer.id).unwrap());
    let of_customer = |words: fn(&Customer) -> Option<String>| match &who {
        None => "nobody".to_owned(),
        Some(who) => words(who).unwrap_or_else(|| "unknown".to_owned()),
    };
    let root_first: Vec<&str> = line.departments.iter().rev().map(DepartmentId::as_str).collect();
    Some(match by {
        By::Group => of_customer(|who| who.group.as_ref().map(|group| group.id.to_string())),
        By::City => of_customer(|who| {
            let city = who.person.city.as_deref().filter(|city| *city != "…")?;
            Some(if city == "Lyon" { "lyon" } else { "saint etienne" }.to_owned())
        }),
        By::Age(on) => match &who {
            None => "nobody".to_owned(),
            Some(who) => {
                let band = who.person.birthday.and_then(|birthday| AgeBand::of(birthday, *on));
                band.map_or_else(|| "unknown".to_owned(), |band| band.first().to_string())
            }
        },
        By::Seller => sale.stamp.seller.clone(),
        By::Department(None) => root_first.first().map_or_else(|| "unknown".to_owned(), ToString::to_string),
        By::Department(Some(within)) => {
            let at = root_first.iter().position(|id| *id == within.as_str())?;
            root_first.get(at + 1).unwrap_or(&root_first[at]).to_string()
        }
    })
}

fn words(key: &Key) -> String {
    match key {
        Key::Group(id) => id.to_string(),
        Key::Department(id) => id.to_string(),
        Key::Seller(name) => name.clone(),
        Key::City(name) => crate::search::fold(name),
        Key::Age(band) => band.first().to_string(),
        Key::Unknown => "unknown".to_owned(),
        Key::Nobody => "nobody".to_owned(),
    }
}

fn all_ways(on: NaiveDate) -> Vec<By> {
    let within = |id: &str| By::Department(Some(DepartmentId::new(id)));
    vec![
        By::Group,
        By::City,
        By::Age(on),
        By::Seller,
        By::Department(None),
        within("homme"),
        within("cave"),
        within("vins"),
        within("absent"),
    ]
}

/// Figures that add up whatever the parts are by.
fn adds_up(sums: &Sums) -> [i64; 6] {
    let Sums { items, gross, net, margin, by_hand, returned, .. } = sums;
    [*items, gross.cents(), net.cents(), margin.cents(), by_hand.cents(), returned.cents()]
}

fn added<const N: usize>(parts: &[Taking], figures: fn(&Sums) -> [i64; N]) -> [i64; N] {
    parts.iter().map(|part| figures(&part.sums)).fold([0; N], |mut all, one| {
        all.iter_mut().zip(one).for_each(|(all, one)| *all += one);
        all
    })
}

/// What the sales say of one customer at the end of a day.
fn past_of(paid: &[PaidSale], who: u64, last: NaiveDate) -> Option<Past> {
    let own = |sale: &&PaidSale| sale.customer.as_ref().is_some_and(|customer| customer.id == customer_id(who));
    let own: Vec<&PaidSale> = paid.iter().filter(own).filter(|sale| sale.stamp.business_day <= last).collect();
    let visits = || own.iter().filter(|sale| !sale.is_refund()).map(|sale| sale.stamp.business_day);
    let year = twelve_months(last);
    let of_year = || own.iter().filter(|sale| year.contains(sale.stamp.business_day));
    Some(Past {
        first_visit: visits().min()?,
        last_visit: visits().max()?,
        sales: of_year().filter(|sale| !sale.is_refund()).count().try_into().unwrap(),
        gross: of_year().map(|sale| sale.revenue().0).sum(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_sum_is_what_a_walk_through_the_sales_gives_and_the_parts_are_the_whole(
        acts in prop::collection::vec(act(), 1..16), from in 0u64..200, length in 0u64..300, sleeps in 1u32..120,
    ) {
        let mut store = memory();
        people().iter().for_each(|person| store.put_customer(person).unwrap());
        let mut today = 0;
        let all: Vec<PaidSale> = acts.iter().filter_map(|act| perform(&mut store, act, &mut today)).collect();
        let days = Days::new(day(from), day(from + length)).unwrap();
        let paid: Vec<&PaidSale> = all.iter().filter(|sale| days.contains(sale.stamp.business_day)).collect();
        for by in all_ways(days.last()) {
            let takings = store.takings(days, &by).unwrap();
            let keys: BTreeSet<String> = paid.iter()
                .flat_map(|sale| sale.lines.iter().filter_map(|line| key_words(&by, sale, line)))
                .collect();
            let expected: BTreeMap<String, Sums> = keys.into_iter()
                .map(|key| {
                    let of_key = sums(&paid, |sale, line| key_words(&by, sale, line).as_ref() == Some(&key));
                    (key, of_key)
                })
                .collect();
            let found: BTreeMap<String, Sums> = takings.parts.iter().map(|part| (words(&part.key), part.sums)).collect();
            prop_assert_eq!(found.len(), takings.parts.len(), "{:?}: a part twice", by);
            prop_assert_eq!(found, expected, "{:?}", by);
            let whole = sums(&paid, |sale, line| key_words(&by, sale, line).is_some());
            prop_assert_eq!(takings.whole, whole, "{:?}", by);
            prop_assert_eq!(added(&takings.parts, adds_up), adds_up(&whole), "{:?}", by);
            if matches!(by, By::Group | By::City | By::Age(_)) {
                let people = |sums: &Sums| [sums.sales, sums.returns, sums.customers, sums.visits];
                prop_assert_eq!(added(&takings.parts, people), people(&whole), "{:?}", by);
            }
            if !matches!(by, By::Department(Some(_))) {
                let revenue: (Money, Money) = (paid.iter().map(|s| s.revenue().0).sum(), paid.iter().map(|s| s.revenue().1).sum());
                prop_assert_eq!((takings.whole.gross, takings.whole.net), revenue);
                prop_assert_eq!(takings.whole.margin, paid.iter().map(|sale| sale.margin()).sum());
            }
        }
        let pasts: Vec<(u64, Past)> = (0..5).filter_map(|who| Some((who, past_of(&all, who, days.last())?))).collect();
        let lives = store.lives(days, sleeps).unwrap();
        for (stage, counted) in &lives.stages {
            let own = || pasts.iter().filter(|(_, past)| stage.has(past, days, sleeps));
            let expected = StageSums {
                customers: own().count().try_into().unwrap(),
                gross: own().map(|(_, past)| past.gross).sum(),
            };
            prop_assert_eq!(*counted, expected, "{:?}", stage);
        }
        prop_assert_eq!(lives.buyers.customers + lives.never, 5);
        prop_assert_eq!(lives.buyers.gross, pasts.iter().map(|(_, past)| past.gross).sum());
        let two_years = two_years(days.last());
        let recent: Vec<_> = pasts.iter().filter(|(_, past)| two_years.contains(past.last_visit)).map(|(who, past)| (customer_id(*who), *past)).collect();
        prop_assert_eq!(store.buyers(days.last()).unwrap(), recent);
    }
}

#[test]
fn a_visit_of_later_does_not_change_how_a_period_ended() {
    let mut store = memory();
    store.put_customer(&customer(1, "", "")).unwrap();
    for on in [1, 200] {
        let paid = sale(&store, Some(&customer(1, "", "")), on, &[(1_000, "1")]);
        commit(&mut store, &paid).unwrap();
    }
    let stages = |last: u64| -> Vec<i64> {
        let lives = store.lives(Days::new(day(last), day(last)).unwrap(), 90).unwrap();
        lives.stages.iter().map(|(_, sums)| sums.customers).collect()
    };
    for (last, expected) in
        [(0, [0, 0, 0, 0]), (1, [1, 1, 0, 0]), (92, [0, 0, 1, 0]), (199, [0, 0, 0, 1]), (200, [0, 1, 0, 0])]
    {
        assert_eq!(stages(last), expected, "day {last}: {:?}", Stage::ALL);
    }
}

#[test]
fn enrolments_are_files_opened_by_hand_in_the_period() {
    let mut store = memory();
    let batch = {
        let hand = Hand { at: instant(3), operator: "Inès", batch: None };
        store.open_batch("import", "clients.csv", &hand).unwrap()
    };
    for (n, (on, operator, batch)) in (0..).zip([
        (2, "Inès", None),
        (3, "Inès", None),
        (5, "Inès", None),
        (5, "Thomas", None),
        (4, "Thomas", Some(batch)),
        (6, "Thomas", None),
    ]) {
        let hand = Hand { at: instant(on), operator, batch };
        store.write_file(&customer(n, "Durand", ""), &hand).unwrap();
        store.write_file(&customer(n, "Dupond", ""), &hand).unwrap();
        store.note_act(customer_id(n), FileActKind::Consulted, None, &hand).unwrap();
    }
    let counted = |first, last| store.enrolments(Days::new(day(first), day(last)).unwrap()).unwrap();
    let expected = |counts: &[(&str, i64)]| counts.iter().map(|(who, count)| ((*who).to_owned(), *count)).collect();
    assert_eq!(counted(3, 5), expected(&[("Inès", 2), ("Thomas", 1)]));
    assert_eq!(counted(0, 9), expected(&[("Inès", 3), ("Thomas", 2)]));
    assert_eq!(counted(7, 9), expected(&[]));
}

#[test]
fn a_period_is_one_stretch_of_the_file() {
    let store = memory();
    let steps = |sql: &str| -> Vec<String> {
        let mut statement = store.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
        let steps = statement.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3)).unwrap();
        steps.collect::<Result<_, _>>().unwrap()
    };
    for by in all_ways(day(0)) {
        let steps = steps(&takings::rows(&by));
        assert_eq!(steps[0], "SEARCH s USING PRIMARY KEY (day>? AND day<?)", "{by:?}");
        // The file that a customer counts for is found by keys.
        assert!(steps[1..].iter().all(|step| !step.starts_with("SCAN") && !step.contains("TEMP")), "{steps:?}");
    }
    assert_eq!(steps(lives::PASTS), ["SCAN d"], "in the order of its key: nothing is sorted");
    let enrolled = steps(ENROLMENTS);
    assert_eq!(enrolled[0], "SEARCH file_act USING INDEX file_act_enrolled (at>? AND at<?)", "{enrolled:?}");
}
