//! How long one evaluation of a sale of twenty lines takes: `cargo run --release -p comptoir-policy
//! --example evaluate -- FOLDER…`, where each folder is an assembled package.
//!
//! For comparison the same rule runs as plain Rust, which nobody could add to a till at run time, and a component
//! without the till around it, in an instance that is kept and in fresh ones.

mod bare;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveTime};
use comptoir_domain::effect::{Grounds, accept};
use comptoir_domain::facts::{CounterFact, CustomerFact, Event, HistoryAnswer, LineFact, LineKind, SaleFacts};
use comptoir_domain::id::{DepartmentId, LineId, Sku};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::VatRate;
use comptoir_policy::manifest::Engine;
use comptoir_policy::{Host, Package, Settings, messages};
use rust_decimal::Decimal;

/// Evaluations that one figure is the median of.
const ROUNDS: usize = 2_000;

fn main() {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let cache = std::env::temp_dir().join(format!("comptoir-evaluate-{}", std::process::id()));
    let host = Host::new(cache.clone());
    for lines in [1, 20, 200] {
        let sale = sale(lines);
        println!("{lines} lines");
        report("native Rust", || drop(black_box(native(black_box(&sale)))));
        for folder in &folders {
            if let Err(said) = measure(&host, folder, &sale) {
                println!("  {said}");
            }
        }
    }
    // Nothing else is in the folder, and a folder that stays does no harm.
    let _ = std::fs::remove_dir_all(cache);
}

fn measure(host: &Host, folder: &Path, sale: &SaleFacts) -> Result<(), String> {
    let package = Package::load(folder).map_err(|error| messages::package_error(&error, Language::English))?;
    let started = Instant::now();
    let policy = host.load(&package).map_err(|error| messages::load_error(&error, Language::English))?;
    println!("  {}: loaded in {:?}", package.manifest().id, started.elapsed());
    let settings = Settings::defaults(&package.manifest().settings);
    let plan = policy.prepare(&settings).map_err(|error| format!("{error:?}"))?;
    let history = vec![HistoryAnswer::Nothing; plan.questions.len()];
    let sale = &package.manifest().told(SaleFacts { history, ..sale.clone() });
    let permissions = package.manifest().permissions();
    for (name, explain) in [("evaluate", false), ("evaluate and explain", true)] {
        let answer = policy.evaluate(&settings, sale, explain);
        let answer = answer.map_err(|fault| messages::fault(&fault, Language::English))?;
        report(name, || drop(black_box(policy.evaluate(&settings, black_box(sale), explain))));
        println!("      {:?}", answer.cost);
    }
    report("evaluate and accept", || {
        let answer = policy.evaluate(&settings, black_box(sale), false);
        drop(black_box(answer.map(|answer| accept(answer.proposal, &Grounds::new(sale, &permissions, &|_| None)))));
    });
    if package.manifest().engine == Engine::Wasm {
        bare::measure(&package, &settings, sale).map_err(|error| format!("{error:#}"))?;
    }
    Ok(())
}

/// Times many runs.
fn report(name: &str, run: impl Fn()) {
    let timed = |_| {
        let started = Instant::now();
        run();
        started.elapsed()
    };
    told(name, (0..ROUNDS).map(timed).collect());
}

/// Prints the median and the slowest hundredth.
fn told(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    println!("    {name}: {:?}, slowest hundredth above {:?}", times[ROUNDS / 2], times[ROUNDS - ROUNDS / 100]);
}

fn sale(lines: u32) -> SaleFacts {
    let line = |number| LineFact {
        id: LineId(number),
        kind: LineKind::Item,
        sku: Sku::new(format!("3017620422{number:03}")),
        label: "Chemise à carreaux, manches longues".into(),
        departments: vec![DepartmentId::new("chemises"), DepartmentId::new("homme")],
        quantity: Quantity::ONE,
        unit_price: Money::from_cents(4_990),
        amount: Money::from_cents(4_990),
        prior_discount: Money::ZERO,
        gross: Money::from_cents(4_990),
        vat_rate: VatRate::parse("20").expect("20 % is a rate"),
        discountable: true,
        tags: BTreeSet::new(),
        points: Points::ZERO,
        cost: None,
    };
    SaleFacts {
        event: Event::Draft,
        day: NaiveDate::from_ymd_opt(2026, 11, 23).expect("in the calendar"),
        time: NaiveTime::MIN,
        lines: (1..=lines).map(line).collect(),
        customer: Some(CustomerFact::default()),
        counters: vec![CounterFact {
            name: "points".into(),
            balance: Points::new(50.into()).expect("few points"),
            ..CounterFact::default()
        }],
        offers: vec![],
        waiting: vec![],
        history: vec![],
    }
}

/// The heart of "points per euro" in plain Rust: points, lines that earn, and whether the gift is due.
fn native(sale: &SaleFacts) -> (Decimal, Vec<LineId>, bool) {
    let earning = sale.lines.iter().filter(|line| {
        line.kind == LineKind::Item
            && line.gross.is_positive()
            && !line.departments.iter().any(|department| department.as_str() == "presse")
    });
    let (lines, amounts): (Vec<LineId>, Vec<Money>) = earning.map(|line| (line.id, line.gross)).unzip();
    let amount: Money = amounts.into_iter().sum();
    let earned = Decimal::ONE * Decimal::from(amount.cents() / 100);
    let gift = sale.balance("points").value() + earned >= Decimal::from(200);
    (earned, lines, gift)
}
