//! The same sales in a shop without programs and in one with hostile ones.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_app::programs::NewProgram;
use comptoir_app::{Clock, NewShop, Till};
use comptoir_domain::customer::{Customer, Person};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{CustomerId, DepartmentId, ProgramId, Sku, TillId};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::VatRate;
use comptoir_domain::shop::{Mode, Shop};
use comptoir_domain::tender::TenderKind;
use comptoir_hostile::{Policy, catalogue};
use tempfile::TempDir;

use crate::Dice;

/// Hostile programs that are on at the same time.
const TOGETHER: usize = 10;
/// Sales until others take their turn.
const TURN: usize = 100;
/// The items of the shop.
const ITEMS: usize = 20;
/// Bundled policies that run beside.
const GOOD: [&str; 3] = ["loyalty-spend", "tiers-script", "nth-item"];

struct Measured {
    till: Till,
    folder: TempDir,
    now: DateTime<FixedOffset>,
}

/// What a sale was like.
struct Sold {
    took: Duration,
    /// From the key that pays to the ticket that is paid.
    paying: Duration,
    total: Money,
    faults: usize,
    paused: usize,
}

pub(crate) fn measure(sales: usize, dice: &mut Dice) {
    let (mut plain, mut hostile) = (Measured::new(), Measured::new());
    let ready: Vec<Policy> = catalogue().into_iter().filter(Policy::is_ready).collect();
    let good = hostile.enable_good();
    println!("{sales} sales, a minute apart; {} hostile policies, {TOGETHER} at a time for {TURN} sales", ready.len());
    println!("beside {good} good programs");
    let (mut added, mut at_payment, mut faults, mut paused) = (Vec::new(), Vec::new(), 0, 0);
    let mut on: Vec<ProgramId> = Vec::new();
    for number in 0..sales {
        if number % TURN == 0 {
            on = hostile.change(&on, &dice.some(&ready, TOGETHER));
        }
        let items: Vec<usize> = (0..=dice.below(8)).map(|_| dice.below(ITEMS)).collect();
        let (before, after) = (plain.sell(&items), hostile.sell(&items));
        assert!(after.total <= before.total, "a program takes off, and never adds");
        faults += after.faults;
        paused += after.paused;
        added.push(after.took.saturating_sub(before.took));
        at_payment.push(after.paying.saturating_sub(before.paying));
    }
    for (what, mut added) in [("sale, with a look at what there is to pay", added), ("payment alone", at_payment)] {
        added.sort_unstable();
        let at = |percent: usize| added[(added.len() * percent / 100).min(added.len() - 1)];
        println!("added to a {what}: p50 {:?}, p90 {:?}, p99 {:?}, max {:?}", at(50), at(90), at(99), at(100));
    }
    println!("{faults} faults; programs skipped because they were paused: {paused}");
}

impl Measured {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").unwrap();
        let shop = Shop {
            name: "Mesure".into(),
            address: vec![],
            siret: "73282932000074".into(),
            naf: None,
            vat_number: None,
            till: TillId::new("C1"),
            mode: Mode::Demo,
        };
        let new = NewShop { shop, language: Language::French };
        let mut till = Till::create(&folder.path().join("shop"), &new, Clock::Set(now)).unwrap();
        furnish(&mut till);
        Self { till, folder, now }
    }

    fn enable(&mut self, package: PathBuf) -> ProgramId {
        self.till.enable_program(&NewProgram { id: None, package, settings: vec![], from: None, until: None }).unwrap()
    }

    fn enable_good(&mut self) -> usize {
        let Some(shelf) = std::env::var_os("COMPTOIR_POLICIES").map(PathBuf::from) else { return 0 };
        GOOD.iter().map(|id| self.enable(shelf.join(id))).count()
    }

    /// Puts some policies in the place of others.
    fn change(&mut self, others: &[ProgramId], policies: &[&Policy]) -> Vec<ProgramId> {
        for other in others {
            self.till.disable_program(other).unwrap();
        }
        let shelf = self.folder.path().join("packages");
        policies.iter().map(|policy| self.enable(written(&shelf, policy))).collect()
    }

    /// What a cashier does: a customer, items, a look at what there is to pay, a card.
    fn sell(&mut self, items: &[usize]) -> Sold {
        self.now += TimeDelta::minutes(1);
        self.till.set_clock(Clock::Set(self.now)).unwrap();
        let started = Instant::now();
        let mut draft = self.till.open_sale();
        self.till.identify(&mut draft, customer()).unwrap();
        for item in items {
            self.till.scan(&mut draft, &sku(*item), None).unwrap();
        }
        self.till.preview(&draft, false).unwrap();
        let asked = Instant::now();
        let payment =
            Payment { tenders: vec![TenderAsked::rest(TenderKind::Card)], print: false, parked: None, forced: None };
        let sale = self.till.pay(&draft, &payment).unwrap();
        let (took, paying) = (started.elapsed(), asked.elapsed());
        let faults = || sale.programs.iter().filter_map(|program| program.fault.as_deref());
        let paused = faults().filter(|fault| fault.contains("en pause") || fault.contains("en quarantaine")).count();
        Sold { took, paying, total: sale.total, faults: faults().count() - paused, paused }
    }
}

/// Writes the package of a policy, and tells where it is.
fn written(shelf: &Path, policy: &Policy) -> PathBuf {
    let folder = shelf.join(policy.id());
    for (path, bytes) in policy.files() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn customer() -> CustomerId {
    CustomerId::new(1, &[1; 10])
}

fn sku(item: usize) -> String {
    format!("ART-{item:02}")
}

fn furnish(till: &mut Till) {
    let store = till.store_mut();
    let department = DepartmentId::new("rayon");
    store.put_department(&Department { id: department.clone(), name: "Rayon".into(), parent: None }).unwrap();
    for number in 0..ITEMS {
        let item = Item {
            sku: Sku::new(sku(number)),
            label: format!("Article {number}"),
            kind: LineKind::Item,
            department: department.clone(),
            departments: vec![],
            vat_rate: VatRate::parse("20").unwrap(),
            price: Money::from_cents(990 + 250 * i64::try_from(number).unwrap()),
            prices: Default::default(),
            cost: None,
            unit: Unit::Piece,
            discountable: true,
            tags: Default::default(),
            points: Points::ZERO,
            codes: vec![],
        };
        store.put_item(&item).unwrap();
    }
    let person = Person { last_name: "Mesure".into(), ..Person::default() };
    let since = "2025-01-01".parse().unwrap();
    let customer = Customer {
        id: customer(),
        person,
        group: None,
        cards: vec![],
        since,
        tags: Default::default(),
        sponsor: None,
        dealings: Default::default(),
    };
    store.put_customer(&customer).unwrap();
}
