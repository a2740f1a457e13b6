//! How long the commit of a sale of twenty lines takes, beside the bare rows in SQLite:
//! `cargo run --release --example commit -- 500`.
//!
//! Both write the same rows into the same tables, with a write-ahead log that reaches the disk at each
//! commit. The bare side knows all values beforehand and checks nothing.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate};
use comptoir_domain::customer::{Customer, Dealings, Person};
use comptoir_domain::draft::{Draft, PriceSource};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{CustomerId, DepartmentId, ProgramId, SaleId, Sku, TillId};
use comptoir_domain::item::{Item, Unit};
use comptoir_domain::ledger::{Basis, CounterMovement, Movements};
use comptoir_domain::money::Money;
use comptoir_domain::price::Priced;
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::VatRate;
use comptoir_domain::sale::{PaidSale, ReceiptNumber, SaleCustomer, SaleKind, Stamp, freeze_lines};
use comptoir_domain::shop::{Mode, Shop};
use comptoir_domain::tender::{Tender, TenderKind};
use comptoir_journal::{Chain, Family, Heads, SignedRecord, Signer};
use comptoir_store::{DATABASE_FILE, NewPrint, SaleCommit, Store};
use rusqlite::{Connection, Transaction, params};

type Failure = Box<dyn std::error::Error>;

fn item(n: u32) -> Result<Item, Failure> {
    Ok(Item {
        sku: Sku::new(format!("SKU-{n}")),
        label: format!("Chemise Oxford n° {n}"),
        kind: LineKind::Item,
        department: DepartmentId::new("chemises"),
        departments: vec![DepartmentId::new("chemises"), DepartmentId::new("homme")],
        vat_rate: VatRate::parse("20")?,
        price: Money::from_cents(4_990),
        prices: Default::default(),
        cost: None,
        unit: Unit::Piece,
        discountable: true,
        tags: Default::default(),
        points: Points::ZERO,
        codes: Vec::new(),
    })
}

fn sale(sequence: u64, customer: CustomerId) -> Result<PaidSale, Failure> {
    let mut draft = Draft::open(SaleId::new(sequence, &[3; 10]));
    for n in 0..20 {
        draft.add(item(n)?, Quantity::ONE, PriceSource::List)?;
    }
    let priced = Priced::of(&draft, NaiveDate::default());
    let vat = priced.vat();
    let points = CounterMovement {
        customer,
        program: ProgramId::new("points"),
        counter: "points".into(),
        delta: Points::from_ten_thousandths(9_980_000),
        basis: Basis::Earned(Vec::new()),
        reverses: None,
        available: None,
        expires: None,
    };
    Ok(PaidSale {
        stamp: Stamp {
            id: draft.id,
            number: ReceiptNumber { till: TillId::new("C1"), sequence },
            at: DateTime::parse_from_rfc3339("2026-11-22T10:30:00+01:00")?,
            business_day: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default(),
            operator: "Paul".into(),
            seller: "Zoé".into(),
            training: true,
        },
        kind: SaleKind::Sale,
        customer: Some(SaleCustomer { id: customer, group: None, exemption: None }),
        lines: freeze_lines(&priced, &vat),
        vat,
        total: priced.total(),
        tenders: vec![Tender::of(TenderKind::Card, priced.total())],
        change: Money::ZERO,
        programs: Vec::new(),
        movements: Movements { counters: vec![points], ..Movements::default() },
    })
}

fn shop() -> Shop {
    Shop {
        name: "Bench".into(),
        address: Vec::new(),
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    }
}

/// A new shop with one customer.
fn furnished(dir: &Path) -> Result<(Store, CustomerId), Failure> {
    let mut store = Store::create(dir, &shop())?;
    let id = CustomerId::new(1, &[1; 10]);
    let since = NaiveDate::default();
    let tags = Default::default();
    let person = Person::default();
    store.put_customer(&Customer {
        id,
        person,
        group: None,
        cards: Vec::new(),
        since,
        tags,
        sponsor: None,
        dealings: Dealings::default(),
    })?;
    Ok((store, id))
}

fn records(signer: &Signer, heads: Heads) -> [SignedRecord; 2] {
    let mut chain = Chain::new(signer, heads);
    [Family::Sale, Family::GrandTotal].map(|family| chain.sign(family, vec![b'x'; 1_500]))
}

fn with_store(dir: &Path, rounds: u64) -> Result<Vec<Duration>, Failure> {
    let (mut store, customer) = furnished(dir)?;
    let signer = Signer::generate(TillId::new("C1"), [7; 32]);
    let mut times = Vec::new();
    for _ in 0..rounds {
        let sale = sale(store.next_sequence()?, customer)?;
        let records = records(&signer, store.heads()?);
        let print = NewPrint { document: "x".repeat(3_000), number: Some(sale.stamp.number.clone()), copy: 0 };
        let start = Instant::now();
        store.commit_sale(&SaleCommit {
            sale: &sale,
            records: &records,
            print: Some(&print),
            parked: None,
            breakers: &[],
        })?;
        times.push(start.elapsed());
    }
    Ok(times)
}

fn bare(dir: &Path, rounds: u64) -> Result<Vec<Duration>, Failure> {
    let (store, customer) = furnished(dir)?;
    drop(store);
    let mut conn = Connection::open(dir.join(DATABASE_FILE))?;
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;")?;
    conn.set_prepared_statement_cache_capacity(64);
    let signer = Signer::generate(TillId::new("C1"), [7; 32]);
    let mut times = Vec::new();
    for sequence in 1..=rounds {
        let sale = sale(sequence, customer)?;
        let body = serde_json::to_string(&sale)?;
        let mut records = records(&signer, Heads::new());
        records.iter_mut().for_each(|record| record.sequence = sequence);
        let start = Instant::now();
        let tx = conn.transaction()?;
        insert(&tx, &sale, &body, &records)?;
        tx.commit()?;
        times.push(start.elapsed());
    }
    Ok(times)
}

fn insert(tx: &Transaction<'_>, sale: &PaidSale, body: &str, records: &[SignedRecord]) -> Result<(), Failure> {
    let (id, total) = (sale.stamp.id.uuid(), sale.total.cents());
    let customer = CustomerId::new(1, &[1; 10]).uuid();
    let n = i64::try_from(sale.stamp.number.sequence)?;
    tx.prepare_cached(
        "INSERT INTO sale VALUES (?1, ?2, 'C1', ?1, 0, 0, '2026-11-22', NULL, ?3, 'Paul', 'Zoé', 1, 20, ?4, 0, 1, ?5)",
    )?
    .execute(params![n, id.as_bytes(), customer.as_bytes(), total, body])?;
    for line in &sale.lines {
        tx.prepare_cached(
            "INSERT INTO sale_line VALUES
                 (?1, ?2, ?2, 'item', ?3, ?4, 'chemises', '/homme/chemises/', '1', 4990, 4990, 4990, 4158, 20000)",
        )?
        .execute(params![n, line.id.0, line.sku.as_str(), line.label])?;
    }
    tx.prepare_cached("INSERT INTO sale_tender VALUES (?1, 0, 'card', ?2, NULL)")?.execute([n, total])?;
    tx.prepare_cached("INSERT INTO sale_vat VALUES (?1, 20000, ?2, ?2, ?2)")?.execute([n, total])?;
    tx.prepare_cached("INSERT INTO counter_entry VALUES (?1, ?2, ?1, ?3, 'points', 'points', 9980000, '2026-11-22', NULL, NULL, NULL, NULL, NULL)")?
        .execute(params![n, format!("{}/counter/0000", sale.stamp.id), customer.as_bytes()])?;
    tx.prepare_cached(
        "INSERT OR REPLACE INTO indicators VALUES (1, 1, ?1, ?1, ?1, ?1, ?1, ?1, '2026-11-22', 0, 0, '2026-11-22')",
    )?
    .execute([n])?;
    for record in records {
        tx.prepare_cached("INSERT INTO journal_record VALUES (NULL, 'C1', ?1, ?2, 1, ?3, ?4, ?4, ?5, ?2)")?
            .execute(params![record.family.code(), n, record.payload, record.signature, record.key_id])?;
    }
    tx.prepare_cached(
        "INSERT INTO print_job VALUES (NULL, ?2, 'C1', ?1, 0, '2026-11-22T10:30:00+01:00', 0, NULL, NULL, NULL)",
    )?
    .execute(params![n, "x".repeat(3_000)])?;
    Ok(())
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("{name:>12}: p50 {:>8.2?}  p99 {:>8.2?}  max {:>8.2?}", at(50), at(99), at(100));
}

fn main() -> Result<(), Failure> {
    let rounds: u64 = std::env::args().nth(1).map_or(Ok(500), |arg| arg.parse())?;
    let dir = std::env::temp_dir().join(format!("comptoir-commit-{}", std::process::id()));
    report("commit_sale", with_store(&dir.join("store"), rounds)?);
    report("bare SQLite", bare(&dir.join("bare"), rounds)?);
    std::fs::remove_dir_all(dir)?;
    Ok(())
}
