//! How long the commit of a sale of twenty lines takes, beside the bare rows in SQLite:
//! `cargo run --release --example commit -- 500`.
//!
//! Both write to a file with a write-ahead log that reaches the disk at each commit. The bare side
//! inserts the sale's body and one row for each line, payment and rate, without a check or a ledger.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate};
use comptoir_domain::customer::{Customer, Person};
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
use comptoir_journal::{Chain, Family, Signer};
use comptoir_store::{NewPrint, SaleCommit, Store};
use rusqlite::{Connection, params};

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
        codes: Vec::new(),
    })
}

fn sale(sequence: u64, customer: CustomerId) -> Result<PaidSale, Failure> {
    let mut draft = Draft::open(SaleId::new(sequence, &[3; 10]));
    for n in 0..20 {
        draft.add(item(n)?, Quantity::ONE, PriceSource::List)?;
    }
    let priced = Priced::of(&draft);
    let vat = priced.vat();
    let points = CounterMovement {
        customer,
        program: ProgramId::new("points"),
        counter: "points".into(),
        delta: Points::from_ten_thousandths(9_980_000),
        basis: Basis::Earned(Vec::new()),
        reverses: None,
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
        customer: Some(SaleCustomer { id: customer, group: None }),
        lines: freeze_lines(&priced, &vat),
        vat,
        total: priced.total(),
        tenders: vec![Tender::of(TenderKind::Card, priced.total())],
        change: Money::ZERO,
        programs: Vec::new(),
        movements: Movements { counters: vec![points], ..Movements::default() },
    })
}

fn with_store(dir: &Path, rounds: u64) -> Result<Vec<Duration>, Failure> {
    let shop = Shop {
        name: "Bench".into(),
        address: Vec::new(),
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    };
    let mut store = Store::create(dir, &shop)?;
    let signer = Signer::generate(TillId::new("C1"), [7; 32]);
    let customer = CustomerId::new(1, &[1; 10]);
    let since = NaiveDate::default();
    store.put_customer(&Customer { id: customer, person: Person::default(), group: None, cards: Vec::new(), since })?;
    let mut times = Vec::new();
    for _ in 0..rounds {
        let sale = sale(store.next_sequence()?, customer)?;
        let mut chain = Chain::new(&signer, store.heads()?);
        let records = [Family::Sale, Family::GrandTotal].map(|family| chain.sign(family, vec![b'x'; 1_500]));
        let print = NewPrint { document: "x".repeat(3_000), number: Some(sale.stamp.number.clone()), copy: 0 };
        let start = Instant::now();
        store.commit_sale(&SaleCommit { sale: &sale, records: &records, print: Some(&print), parked: None })?;
        times.push(start.elapsed());
    }
    Ok(times)
}

fn bare(dir: &Path, rounds: u64) -> Result<Vec<Duration>, Failure> {
    let mut conn = Connection::open(dir.join("bare.db"))?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE sale (row INTEGER PRIMARY KEY, id BLOB UNIQUE, total INTEGER, body TEXT);
         CREATE TABLE line (sale INTEGER, n INTEGER, sku TEXT, label TEXT, gross INTEGER, PRIMARY KEY (sale, n));
         CREATE TABLE tender (sale INTEGER, kind TEXT, amount INTEGER);
         CREATE TABLE vat (sale INTEGER, rate INTEGER, gross INTEGER);
         CREATE TABLE record (row INTEGER PRIMARY KEY, payload BLOB);
         CREATE TABLE print (row INTEGER PRIMARY KEY, document TEXT);",
    )?;
    let mut times = Vec::new();
    for sequence in 1..=rounds {
        let sale = sale(sequence, CustomerId::new(1, &[1; 10]))?;
        let body = "x".repeat(7_000);
        let start = Instant::now();
        let tx = conn.transaction()?;
        tx.prepare_cached("INSERT INTO sale (id, total, body) VALUES (?1, ?2, ?3)")?.execute(params![
            sale.stamp.id.uuid().as_bytes(),
            sale.total.cents(),
            body
        ])?;
        let row = tx.last_insert_rowid();
        for line in &sale.lines {
            tx.prepare_cached("INSERT INTO line VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
                row,
                line.id.0,
                line.sku.as_str(),
                line.label,
                line.gross.cents()
            ])?;
        }
        tx.prepare_cached("INSERT INTO tender VALUES (?1, 'card', ?2)")?.execute(params![row, sale.total.cents()])?;
        tx.prepare_cached("INSERT INTO vat VALUES (?1, 20000, ?2)")?.execute(params![row, sale.total.cents()])?;
        for _ in 0..2 {
            tx.prepare_cached("INSERT INTO record (payload) VALUES (?1)")?.execute([vec![b'x'; 1_500]])?;
        }
        tx.prepare_cached("INSERT INTO print (document) VALUES (?1)")?.execute(["x".repeat(3_000)])?;
        tx.commit()?;
        times.push(start.elapsed());
    }
    Ok(times)
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("{name:>12}: p50 {:>8.2?}  p99 {:>8.2?}  max {:>8.2?}", at(50), at(99), at(100));
}

fn main() -> Result<(), Failure> {
    let rounds: u64 = std::env::args().nth(1).map_or(Ok(500), |arg| arg.parse())?;
    let dir = std::env::temp_dir().join(format!("comptoir-commit-{}", std::process::id()));
    std::fs::create_dir_all(&dir)?;
    report("commit_sale", with_store(&dir, rounds)?);
    report("bare SQLite", bare(&dir, rounds)?);
    std::fs::remove_dir_all(dir)?;
    Ok(())
}
