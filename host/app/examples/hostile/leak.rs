//! The whole catalogue, asked again and again in one process.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveTime};
use comptoir_domain::facts::{CounterFact, CustomerFact, Event, LineFact, LineKind, SaleFacts};
use comptoir_domain::id::{DepartmentId, LineId, Sku};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::VatRate;
use comptoir_hostile::{Engine, catalogue};
use comptoir_policy::{Host, Package, Policy, Settings};

use crate::Dice;

/// Evaluations between two looks at the memory.
const LOOK: usize = 10_000;

/// Policies that are named for their slowness.
const SLOWEST: usize = 8;

/// A policy that was loaded, and the settings of its manifest.
struct Ready {
    name: String,
    engine: Engine,
    policy: Arc<dyn Policy>,
    settings: Settings,
}

pub(crate) fn measure(evaluations: usize, dice: &mut Dice) {
    let place = tempfile::tempdir().unwrap();
    let host = Host::new(place.path().join("compiled"));
    let policies = ready(&host, place.path());
    let sale = sale();
    println!("{evaluations} evaluations of {} policies; memory at the start {}", policies.len(), resident());
    let mut spent = [(0, Duration::ZERO); 2];
    let mut each = vec![(0, Duration::ZERO); policies.len()];
    for number in 1..=evaluations {
        let chosen = dice.below(policies.len());
        let Ready { engine, policy, settings, .. } = &policies[chosen];
        let started = Instant::now();
        std::hint::black_box(policy.evaluate(settings, &sale, number % 2 == 0).is_ok());
        let took = started.elapsed();
        for (count, time) in [&mut spent[usize::from(*engine == Engine::Rhai)], &mut each[chosen]] {
            *count += 1;
            *time += took;
        }
        if number % LOOK == 0 || number == evaluations {
            println!("  after {number}: {}", resident());
        }
    }
    for (name, (count, time)) in ["components", "scripts"].into_iter().zip(spent) {
        println!("  {name}: {count} evaluations, {:?} each", time / count.max(1));
    }
    let means = each.iter().map(|(count, time)| *time / (*count).max(1));
    let mut slowest: Vec<_> = means.zip(&policies).map(|(mean, policy)| (mean, &policy.name)).collect();
    slowest.sort_unstable_by(|a, b| b.cmp(a));
    for (mean, name) in slowest.iter().take(SLOWEST) {
        println!("  {name}: {mean:?}");
    }
}

fn ready(host: &Host, place: &std::path::Path) -> Vec<Ready> {
    let mut all = Vec::new();
    for hostile in catalogue().into_iter().filter(comptoir_hostile::Policy::is_ready) {
        let folder = place.join(hostile.id());
        for (path, bytes) in hostile.files() {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let package = Package::load(&folder).unwrap();
        let policy = host.load(&package).unwrap();
        all.push(Ready {
            name: hostile.id(),
            engine: hostile.engine,
            policy,
            settings: Settings::defaults(&package.manifest().settings),
        });
    }
    all
}

/// The memory that the process has in use, as Linux tells it (`/proc/self/statm`, in pages of 4 KiB).
fn resident() -> String {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok());
    pages.map_or_else(|| "unknown".to_owned(), |pages| format!("{} KiB", pages * 4))
}

fn sale() -> SaleFacts {
    let line = |number: u32| LineFact {
        id: LineId(number),
        kind: LineKind::Item,
        sku: Sku::new("ART"),
        label: "Article".into(),
        departments: vec![DepartmentId::new("rayon")],
        quantity: Quantity::ONE,
        unit_price: Money::from_cents(1_000),
        amount: Money::from_cents(1_000),
        prior_discount: Money::ZERO,
        gross: Money::from_cents(1_000),
        vat_rate: VatRate::parse("20").unwrap(),
        discountable: true,
        tags: BTreeSet::new(),
        points: Points::ZERO,
        cost: None,
    };
    SaleFacts {
        event: Event::Paid,
        day: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        time: NaiveTime::MIN,
        lines: (1..=5).map(line).collect(),
        customer: Some(CustomerFact::default()),
        counters: vec![CounterFact { name: "points".into(), ..CounterFact::default() }],
        offers: vec![],
        waiting: vec![],
        history: vec![],
    }
}
