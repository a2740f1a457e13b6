//! Simulations held to what really happened, and to a walk through the sales by hand.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::sync::atomic::AtomicBool;

use comptoir_domain::id::CustomerId;
use comptoir_domain::lots::Entry;
use comptoir_domain::quantity::Points;
use proptest::prelude::*;

use super::*;
use crate::testing::{Act, PEOPLE, TestShop, act, person};

/// A program with all that a program can do: two counters, one of them capped, one that lapses; lots with
/// days; answers about the past; a sponsor; offers of discounts, vouchers and items, with a cost.
const RICH: &str = r#"
events = ["draft", "paid"]
[[setting]]
key = "rate"
type = "decimal"
default = "1"
label = { fr = "x", en = "x" }
[[counter]]
name = "points"
unit = { fr = "points", en = "points" }
cap_per_day = 150
cap_per_year = 400
[[counter]]
name = "stamps"
unit = { fr = "tampons", en = "stamps" }
idle_days = 20
"#;
const RICH_SCRIPT: &str = r#"
fn prepare(settings) {
    let plan = plan();
    plan.ask("visits", visits(last_days(30)));
    plan.ask("revenue", revenue(this_month()));
    plan.ask("earned", earned("points", last_days(20)));
    plan.ask("taken", offers_taken("gift", always()));
    plan.ask("friends", sponsored(always()));
    plan.ask("books", pieces(#{ items: ["LIV"] }, always()));
    plan.ask("last", last_visit());
    plan
}
fn evaluate(sale, settings) {
    let out = effects();
    if !sale.has_customer {
        if sale.lines.len() > 2 { out.discount(#{ percent: 5, label: "x" }); }
        return out;
    }
    for line in sale.lines {
        let amount = floor(line.gross * settings.rate);
        if line.kind == "item" && amount > 0 {
            out.add(#{ counter: "points", amount: amount, lines: [line], available: sale.day.plus_days(1), expires: sale.day.plus_days(40) });
        }
    }
    let stamps = 1 + sale.answer("visits") + sale.answer("friends") * 10 + sale.answer("taken") * 100;
    if sale.answer("revenue") > 100 { stamps += 0.5; }
    if sale.answer("earned") > 60 { stamps += 0.25; }
    if sale.answer("last") == () { stamps += 1000; }
    if sale.waiting_since("gift") != () { stamps += 0.0625; }
    stamps += sale.answer("books") * 0.001;
    out.add("stamps", stamps, []);
    if sale.customer.sponsored { out.add(#{ counter: "points", amount: 3, to: "sponsor" }); }
    if sale.balance("points") >= 40 {
        out.offer(#{ id: "gift", title: "x", cost: #{ counter: "points", amount: 40 },
                     rewards: [#{ discount: #{ amount: 4, label: "x" } }] });
    }
    if sale.balance("points") >= 90 {
        out.offer(#{ id: "bon", title: "x", cost: #{ counter: "points", amount: 50 },
                     rewards: [#{ voucher: #{ amount: 6, label: "x", expires: sale.day.plus_days(60) } }] });
    }
    if sale.balance("stamps") >= 3 {
        out.offer(#{ id: "the", title: "x", cost: #{ counter: "stamps", amount: 3 },
                     rewards: [#{ item: #{ sku: "THE", quantity: 1, label: "x" } }],
                     choices: [#{ id: "vert", label: "x" }, #{ id: "noir", label: "x" }] });
    }
    out
}
"#;

fn asked(package: PathBuf, offers: Offers) -> Asked {
    Asked { package, settings: vec![], first: None, last: None, offers, choice: 0, compare: None, carry: false }
}

fn run(shop: &TestShop, asked: &Asked) -> Report {
    run_on(shop, asked, 2).0
}

/// Runs on so many threads; gives the entries of the simulation beside the report.
fn run_on(shop: &TestShop, asked: &Asked, threads: usize) -> (Report, BTreeMap<(CustomerId, String), Vec<Entry>>) {
    let mut backtest = shop.till.backtest(asked).unwrap();
    backtest.readers = (0..threads).map(|_| shop.till.store.reader().unwrap()).collect();
    let trial_counters: Vec<String> = backtest.trial.counters().map(|(spec, _)| spec.name.clone()).collect();
    let units = units::of(backtest.readers[0].books(), &backtest.trial).unwrap();
    let mut simulation = Simulation::new(&backtest.trial, backtest.readers[0].books());
    units.iter().for_each(|unit| simulation.go_through(unit).unwrap());
    let entries = std::mem::take(&mut simulation.tally.entries);
    assert!(entries.keys().all(|(_, counter)| trial_counters.contains(counter)));
    (backtest.run(|_, _| (), &AtomicBool::new(false)).unwrap().unwrap(), entries)
}

/// The entries that the shop's own program really made.
fn recorded(shop: &TestShop, program: &ProgramId) -> BTreeMap<(CustomerId, String), Vec<Entry>> {
    let mut all: BTreeMap<_, Vec<Entry>> = BTreeMap::new();
    for customer in (1..=PEOPLE).map(person) {
        for (counter, entry) in shop.till.store.counter_entries(customer, program).unwrap() {
            all.entry((customer, counter)).or_default().push(entry);
        }
    }
    all
}

fn sorted(mut entries: BTreeMap<(CustomerId, String), Vec<Entry>>) -> BTreeMap<(CustomerId, String), Vec<Entry>> {
    entries.retain(|_, entries| !entries.is_empty());
    entries.values_mut().for_each(|entries| entries.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key))));
    entries
}

fn check_sums(report: &Report) {
    for counter in &report.counters {
        let held = counter.held + counter.pending + counter.lapsed;
        assert_eq!(counter.opening + counter.earned - counter.spent, held, "{counter:?}");
    }
    let parts = report.discounts.amount + report.vouchers.amount + report.items.worth;
    assert_eq!(report.given, parts - report.taken_back);
    let months = |of: fn(&MonthReport) -> comptoir_domain::money::Money| report.months.iter().map(of).sum();
    assert_eq!((report.revenue, report.given), (months(|month| month.revenue), months(|month| month.given)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn a_program_that_was_on_is_simulated_to_the_entry(
        acts in prop::collection::vec(act(), 1..25), since in 0usize..25,
    ) {
        let mut shop = TestShop::new();
        let package = shop.package("rich", RICH, RICH_SCRIPT);
        let program = shop.enable(package.clone(), &["rate=0.5"]);
        for act in &acts {
            shop.perform(act);
        }
        let compare = Some(program.clone());
        let whole = Asked { compare, ..asked(package, Offers::Recorded) };
        let (report, entries) = run_on(&shop, &whole, 2);
        prop_assert_eq!(&sorted(entries), &sorted(recorded(&shop, &program)));
        let compared = report.compared.clone().unwrap();
        prop_assert_eq!(compared.differ, 0, "{:?}", compared.first);
        // Five euros off a book that is never discounted are refused, then and now.
        let failed = shop.sales.iter().flat_map(|sale| &sale.programs).filter(|record| record.fault.is_some()).count();
        prop_assert_eq!((report.faults.count, report.refusals.count), (0, failed as u64));
        check_sums(&report);
        let given: comptoir_domain::money::Money =
            shop.sales.iter().flat_map(|sale| &sale.programs).map(|record| crate::evaluate::worth(&record.accepted)).sum();
        prop_assert_eq!(report.given + report.taken_back, given);
        let (alone, _) = run_on(&shop, &whole, 1);
        prop_assert_eq!(&alone, &report, "the number of threads changes nothing");

        // The second half, carried on from what the first left.
        let since = shop.sales.get(since.min(shop.sales.len().saturating_sub(1)));
        let first = since.map(|sale| sale.stamp.business_day);
        let (half, entries) = run_on(&shop, &Asked { first, carry: true, ..whole }, 2);
        let entries = sorted(entries);
        let really = sorted(recorded(&shop, &program));
        for (whose, simulated) in &entries {
            prop_assert_eq!(Some(simulated), really.get(whose));
        }
        prop_assert_eq!(half.compared.unwrap().differ, 0);
    }

    #[test]
    fn what_was_never_on_is_simulated_as_a_walk_through_the_sales_does(
        acts in prop::collection::vec(act(), 1..25),
    ) {
        let mut shop = TestShop::new();
        // Somebody else's discounts are not there in the simulation.
        let noise = shop.package("noise", "events = [\"paid\", \"draft\"]\n", NOISE);
        shop.enable(noise, &[]);
        // Only whole refunds: the walk is as simple as can be.
        let whole = |act: &Act| match act {
            Act::Refund { nth, days, .. } => Act::Refund { nth: *nth, days: *days, line: None },
            sale => sale.clone(),
        };
        for act in acts.iter().map(whole) {
            shop.perform(&act);
        }
        let package = shop.package("plain", PLAIN, PLAIN_SCRIPT);
        let report = run(&shop, &asked(package, Offers::Always));
        let naive = Naive::walk(&shop);
        let counter = &report.counters[0];
        let whole = |points: Points| points.ten_thousandths() / 10_000;
        prop_assert_eq!(
            (whole(counter.earned), whole(counter.spent), whole(counter.held)),
            (naive.earned, naive.spent, naive.earned - naive.spent)
        );
        prop_assert_eq!((report.discounts.amount.cents(), report.given.cents()), (naive.taken_off, naive.given));
        prop_assert_eq!(report.revenue.cents(), naive.revenue);
        prop_assert_eq!((report.sales, report.refunds), (naive.sales, naive.refunds));
        prop_assert_eq!(report.offers.taken, report.discounts.sales);
        check_sums(&report);
    }
}

const NOISE: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    out.discount(#{ percent: 10, label: "x" });
    out.item(#{ sku: "CEI", quantity: 1, label: "x" });
    out
}
"#;
/// A point a full euro; 50 points are 5 euros off at once, once a sale.
const PLAIN: &str = r#"
events = ["paid"]
[[counter]]
name = "points"
unit = { fr = "points", en = "points" }
"#;
const PLAIN_SCRIPT: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if !sale.has_customer { return out; }
    let total = 0;
    for line in sale.lines { total += line.gross; }
    if floor(total) > 0 { out.add("points", floor(total), []); }
    if sale.balance("points") >= 50 {
        out.offer(#{ id: "gift", title: "x", cost: #{ counter: "points", amount: 50 },
                     rewards: [#{ discount: #{ amount: 5, label: "x" } }] });
    }
    out
}
"#;

/// The same by hand: no lots, no lines, no threads.
#[derive(Default)]
struct Naive {
    balances: BTreeMap<CustomerId, i64>,
    done: BTreeMap<comptoir_domain::id::SaleId, (i64, i64)>,
    earned: i64,
    spent: i64,
    taken_off: i64,
    given: i64,
    revenue: i64,
    sales: u64,
    refunds: u64,
}

impl Naive {
    fn walk(shop: &TestShop) -> Self {
        let mut naive = Self::default();
        for sale in &shop.sales {
            // Prices of these items are never changed by hand: quantity times price is what was due before.
            let price = |line: &comptoir_domain::sale::PaidLine| (line.amount).cents();
            let bought = sale.lines.iter().filter(|line| line.kind == comptoir_domain::facts::LineKind::Item);
            let total: i64 = bought.map(price).sum();
            naive.revenue += total;
            match &sale.kind {
                comptoir_domain::sale::SaleKind::Sale => naive.sell(sale, total),
                comptoir_domain::sale::SaleKind::Refund { of, .. } => naive.refund(sale, *of),
            }
        }
        naive
    }

    fn sell(&mut self, sale: &comptoir_domain::sale::PaidSale, total: i64) {
        self.sales += 1;
        let Some(customer) = &sale.customer else { return };
        let balance = self.balances.entry(customer.id).or_default();
        // Books are never discounted: an offer that cannot be given is refused, with all the rest.
        let discountable: i64 =
            sale.lines.iter().filter(|line| line.discountable).map(|line| line.amount.cents()).sum();
        let (earned, spent) = match (*balance >= 50, discountable >= 500) {
            (true, true) => (total / 100, 50),
            (true, false) => (0, 0),
            (false, _) => (total / 100, 0),
        };
        *balance += earned - spent;
        self.earned += earned;
        self.spent += spent;
        self.taken_off += spent * 10;
        self.given += spent * 10;
        self.done.insert(sale.stamp.id, (earned, spent));
    }

    fn refund(&mut self, refund: &comptoir_domain::sale::PaidSale, of: comptoir_domain::id::SaleId) {
        self.refunds += 1;
        let (Some(customer), Some((earned, spent))) = (&refund.customer, self.done.get(&of)) else { return };
        *self.balances.entry(customer.id).or_default() += spent - earned;
        self.earned -= earned;
        self.spent -= spent;
        self.given -= spent * 10;
    }
}

#[test]
fn a_simulation_can_be_stopped_and_tells_how_far_it_is() {
    let mut shop = TestShop::new();
    (0..5).for_each(|n| drop(shop.sell(Some(n % 3 + 1), &[(0, 1)], None, false)));
    let package = shop.package("plain", PLAIN, PLAIN_SCRIPT);
    let asked = asked(package, Offers::Never);
    let mut told = Vec::new();
    let report = shop.till.backtest(&asked).unwrap().run(|done, of| told.push((done, of)), &AtomicBool::new(false));
    assert_eq!((report.unwrap().unwrap().sales, told.last()), (5, Some(&(5, 5))));
    let stopped = shop.till.backtest(&asked).unwrap().run(|_, _| (), &AtomicBool::new(true)).unwrap();
    assert_eq!(stopped, None);
}

#[test]
fn failures_and_refusals_are_counted_and_named() {
    let mut shop = TestShop::new();
    let sale = shop.sell(Some(1), &[(0, 1)], None, false);
    shop.sell(None, &[(0, 1)], None, false);
    let script = r#"
        fn evaluate(sale, settings) {
            if !sale.has_customer { throw "nobody here"; }
            let out = effects();
            out.spend("points", 5);
            out
        }
    "#;
    let package = shop.package("broken", PLAIN, script);
    let report = run(&shop, &asked(package, Offers::Always));
    assert_eq!((report.sales, report.faults.count, report.refusals.count), (2, 1, 1));
    assert!(report.faults.first[0].words.contains("nobody here"), "{:?}", report.faults);
    assert_eq!(report.refusals.first[0].number, sale.stamp.number);
    assert_eq!((report.given.cents(), report.rewarded, report.customers), (0, 0, 1));
}

#[test]
fn the_worst_sales_come_first_and_gifts_have_two_prices() {
    let mut shop = TestShop::new();
    let small = shop.sell(Some(1), &[(1, 1)], None, false);
    let large = shop.sell(Some(2), &[(0, 2)], None, false);
    let script = r#"
        fn evaluate(sale, settings) {
            let out = effects();
            out.item(#{ sku: "THE", quantity: 1, label: "x" });
            out.item(#{ sku: "LIV", quantity: 1, label: "x" });
            out
        }
    "#;
    let package = shop.package("gifts", "events = [\"paid\"]\n", script);
    let report = run(&shop, &asked(package, Offers::Never));
    let eur = comptoir_domain::money::Money::from_cents;
    let worst: Vec<_> = report.worst.iter().map(|worst| (worst.number.clone(), worst.given, worst.total)).collect();
    assert_eq!(worst, [(small.stamp.number, eur(3_234), eur(1_000)), (large.stamp.number, eur(3_234), eur(9_980))]);
    assert_eq!((report.items.count, report.items.worth), (4, eur(6_468)));
    assert_eq!((report.items.cost, report.items.without_cost), (eur(1_000), 2), "the book's is not known");
    assert_eq!((report.given, report.cost), (eur(6_468), eur(5_000)));
    assert_eq!(report.share, Some("58.91".parse().unwrap()), "64.68 of 109.80");
}

#[test]
fn a_program_set_otherwise_is_compared_with_what_it_did() {
    let mut shop = TestShop::new();
    let package = shop.package("rich", RICH, RICH_SCRIPT);
    let program = shop.enable(package.clone(), &["rate=0.5"]);
    let sale = shop.sell(Some(4), &[(1, 2)], None, false);
    shop.sell(None, &[(1, 2)], None, false);
    let compare = Some(program.clone());
    let settings = vec!["rate=0.25".to_owned()];
    let report = run(&shop, &Asked { compare, settings, ..asked(package.clone(), Offers::Recorded) });
    let compared = report.compared.unwrap();
    assert_eq!((compared.program, compared.differ, compared.first.len()), (program.clone(), 1, 1));
    let earned = |totals: &Totals| totals.earned["points"].to_string();
    assert_eq!((earned(&compared.was), earned(&compared.would_be)), ("10".into(), "5".into()));
    let points = |effects: &Effects| effects.earned["points"].to_string();
    let first = &compared.first[0];
    assert_eq!(
        (&first.number, points(&first.was), points(&first.would_be)),
        (&sale.stamp.number, "10".into(), "5".into())
    );
    let same = run(&shop, &Asked { compare: Some(program), ..asked(package, Offers::Recorded) });
    assert_eq!(same.compared.unwrap().differ, 0, "settings that are not named are the program's own");
    assert_eq!(same.settings["rate"], "0.5");
}

#[test]
fn what_cannot_be_simulated_is_told() {
    let shop = TestShop::new();
    let package = shop.package("plain", PLAIN, PLAIN_SCRIPT);
    let ask = |change: fn(&mut Asked)| {
        let mut asked = asked(package.clone(), Offers::Never);
        change(&mut asked);
        shop.till.backtest(&asked).map(drop).unwrap_err()
    };
    let words = |error: Error| error.message(comptoir_domain::language::Language::English);
    assert!(matches!(ask(|asked| asked.carry = true), Error::NotFound(NotFound::Program(_))));
    assert!(matches!(ask(|asked| asked.compare = Some(ProgramId::new("x"))), Error::NotFound(NotFound::Program(_))));
    assert!(words(ask(|asked| asked.settings = vec!["x=1".into()])).contains("x"));
    assert!(words(ask(|asked| asked.first = "2030-01-01".parse().ok())).contains("after the last"));
    assert!(matches!(ask(|asked| asked.package = "/nowhere".into()), Error::Policy { .. }));
}
