//! How long questions about a customer's past take: `cargo run --release --example history -- 1000`.
//!
//! Makes a customer with that many sales of five lines, among sales of others, and asks each kind of
//! question two hundred times, and then all of them at once as one plan would.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate};
use comptoir_domain::customer::{Customer, Dealings, Person};
use comptoir_domain::draft::{Draft, PriceSource};
use comptoir_domain::effect::{Accepted, AcceptedOffer, Offer, Text};
use comptoir_domain::facts::{LineKind, OfferState};
use comptoir_domain::history::{Bought, Period, Question};
use comptoir_domain::id::{CustomerId, DepartmentId, ProgramId, SaleId, Sku, TillId};
use comptoir_domain::item::{Item, Unit};
use comptoir_domain::ledger::{Basis, CounterMovement, Movements};
use comptoir_domain::money::Money;
use comptoir_domain::price::Priced;
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::VatRate;
use comptoir_domain::refund::{Asked, refund};
use comptoir_domain::sale::{PaidSale, ProgramRecord, ReceiptNumber, SaleCustomer, SaleKind, Stamp, freeze_lines};
use comptoir_domain::shop::{Mode, Shop};
use comptoir_domain::tender::{Tender, TenderKind};
use comptoir_store::{SaleCommit, Store, StoreError};

type Failure = Box<dyn std::error::Error>;

const ROUNDS: usize = 200;

fn item(n: u64) -> Result<Item, Failure> {
    let (department, above) = if n.is_multiple_of(3) { ("rouges", "cave") } else { ("chemises", "homme") };
    Ok(Item {
        sku: Sku::new(format!("SKU-{}", n % 40)),
        label: format!("Article n° {n}"),
        kind: LineKind::Item,
        department: DepartmentId::new(department),
        departments: vec![DepartmentId::new(department), DepartmentId::new(above)],
        vat_rate: VatRate::parse("20")?,
        price: Money::from_cents(1_990),
        prices: Default::default(),
        cost: None,
        unit: Unit::Piece,
        discountable: true,
        tags: BTreeSet::new(),
        points: Points::ZERO,
        codes: Vec::new(),
    })
}

fn ran() -> ProgramRecord {
    let offer = Offer {
        id: "tasse".into(),
        title: Text::Plain("Une tasse".into()),
        cost: None,
        rewards: Vec::new(),
        expires: None,
        part: None,
        choices: Vec::new(),
    };
    let offers = vec![AcceptedOffer { offer, state: OfferState::Taken, taken_part: None, choice: None }];
    ProgramRecord {
        program: ProgramId::new("points"),
        policy: "loyalty-spend".into(),
        version: "1.0.0".into(),
        digest: "sha256:00".into(),
        engine: "wasm".into(),
        accepted: Accepted { offers, ..Accepted::default() },
        titles: Vec::new(),
        said: Vec::new(),
        fault: None,
        gifts: Vec::new(),
        yielded: None,
        told: None,
    }
}

fn stamp(sequence: u64, on: NaiveDate) -> Stamp {
    Stamp {
        id: SaleId::new(sequence, &[3; 10]),
        number: ReceiptNumber { till: TillId::new("C1"), sequence },
        at: DateTime::UNIX_EPOCH.fixed_offset(),
        business_day: on,
        operator: "bench".into(),
        seller: "bench".into(),
        training: true,
    }
}

fn sale(sequence: u64, customer: CustomerId, on: NaiveDate) -> Result<PaidSale, Failure> {
    let mut draft = Draft::open(SaleId::new(sequence, &[3; 10]));
    for n in 0..5 {
        draft.add(item(sequence * 7 + n)?, Quantity::ONE, PriceSource::List)?;
    }
    let priced = Priced::of(&draft, on);
    let vat = priced.vat();
    let points = CounterMovement {
        customer,
        program: ProgramId::new("points"),
        counter: "points".into(),
        delta: Points::from_ten_thousandths(99_000),
        basis: Basis::Earned(Vec::new()),
        reverses: None,
        available: None,
        expires: None,
    };
    Ok(PaidSale {
        stamp: stamp(sequence, on),
        kind: SaleKind::Sale,
        customer: Some(SaleCustomer { id: customer, group: None, exemption: None }),
        lines: freeze_lines(&priced, &vat),
        vat,
        total: priced.total(),
        tenders: vec![Tender::of(TenderKind::Card, priced.total())],
        change: Money::ZERO,
        programs: vec![ran()],
        movements: Movements { counters: vec![points], ..Movements::default() },
    })
}

fn returned(of: &PaidSale, sequence: u64) -> Result<PaidSale, Failure> {
    let back = refund(of, &[], &Asked::Whole, &[], &|_| Points::PLACES)?;
    Ok(PaidSale {
        stamp: stamp(sequence, of.stamp.business_day),
        kind: SaleKind::Refund { of: of.stamp.id, number: of.stamp.number.clone() },
        lines: back.lines,
        vat: back.vat,
        total: back.total,
        tenders: vec![Tender::of(TenderKind::Cash, back.total)],
        programs: Vec::new(),
        movements: back.movements,
        ..of.clone()
    })
}

fn commit(store: &mut Store, sale: &PaidSale) -> Result<(), StoreError> {
    store.commit_sale(&SaleCommit { sale, records: &[], print: None, parked: None, breakers: &[] })
}

/// Sells to the customer, and each time to five others; one sale in fifty comes back. Gives the last day.
fn fill(store: &mut Store, count: u64) -> Result<NaiveDate, Failure> {
    let first_day = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap_or_default();
    let person = |n: u64| Customer {
        id: CustomerId::new(n, &[1; 10]),
        person: Person::default(),
        group: None,
        cards: Vec::new(),
        since: first_day,
        tags: BTreeSet::new(),
        sponsor: (1..=20).contains(&n).then(|| CustomerId::new(0, &[1; 10])),
        dealings: Dealings::default(),
    };
    store.bulk(|store| {
        (0..100).try_for_each(|n| store.put_customer(&person(n)))?;
        for n in 0..count {
            let on = first_day + Days::new(n);
            for buyer in [0, 1 + n % 99, 1 + (n + 1) % 99, 1 + (n + 2) % 99, 1 + (n + 3) % 99, 1 + (n + 4) % 99] {
                let paid = sale(store.next_sequence()?, CustomerId::new(buyer, &[1; 10]), on)?;
                commit(store, &paid)?;
                if n % 50 == 7 {
                    let back = returned(&paid, store.next_sequence()?)?;
                    commit(store, &back)?;
                }
            }
        }
        Ok(first_day + Days::new(count))
    })
}

fn questions() -> Vec<(&'static str, Question)> {
    let departments = Bought { departments: BTreeSet::from(["homme".to_owned()]), items: BTreeSet::new() };
    let items = Bought { departments: BTreeSet::new(), items: BTreeSet::from(["SKU-7".to_owned()]) };
    let always = Period::Always;
    vec![
        ("visits", Question::Visits(always)),
        ("sales", Question::Sales(always)),
        ("revenue", Question::Revenue(always)),
        ("pieces", Question::Pieces(departments.clone(), always)),
        ("spent", Question::Spent(items.clone(), always)),
        ("first visit", Question::FirstVisit),
        ("last visit", Question::LastVisit),
        ("last bought", Question::LastBought(items)),
        ("earned", Question::Earned("points".into(), always)),
        ("offers taken", Question::OffersTaken("tasse".into(), always)),
        ("sponsored", Question::Sponsored(always)),
        ("spent, a month", Question::Spent(departments, Period::Month(0))),
    ]
}

fn report(name: &str, mut ask: impl FnMut() -> Result<String, StoreError>) -> Result<(), StoreError> {
    let mut times: Vec<Duration> = Vec::new();
    let mut answer = String::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        answer = ask()?;
        times.push(start.elapsed());
    }
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("{name:>16}: p50 {:>9.2?}  p99 {:>9.2?}  {answer}", at(50), at(99));
    Ok(())
}

fn main() -> Result<(), Failure> {
    let count: u64 = std::env::args().nth(1).map_or(Ok(1_000), |arg| arg.parse())?;
    let shop = Shop {
        name: "Bench".into(),
        address: Vec::new(),
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    };
    let dir = std::env::temp_dir().join(format!("comptoir-history-{}", std::process::id()));
    let mut store = Store::create(&dir, &shop)?;
    let today = fill(&mut store, count)?;
    let (customer, program) = (CustomerId::new(0, &[1; 10]), ProgramId::new("points"));
    let all = questions();
    for (name, question) in &all {
        let asked = std::slice::from_ref(question);
        report(name, || Ok(format!("{:?}", store.history(customer, Some(&program), asked, today)?)))?;
    }
    let plan: Vec<Question> = all.into_iter().map(|(_, question)| question).collect();
    report("all at once", || Ok(format!("{} answers", store.history(customer, Some(&program), &plan, today)?.len())))?;
    report("entries", || Ok(format!("{} entries", store.counter_entries(customer, &program)?.len())))?;
    drop(store);
    std::fs::remove_dir_all(dir)?;
    Ok(())
}
