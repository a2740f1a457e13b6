//! What the tests of this crate start from: a shop, customers, items, and sales made by the domain.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use comptoir_domain::customer::{Customer, Dealings, Group, Person};
use comptoir_domain::draft::{Draft, DraftCustomer, PriceSource};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{CreditId, CustomerId, DepartmentId, GroupId, SaleId, Sku, TillId};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::ledger::Movements;
use comptoir_domain::money::Money;
use comptoir_domain::price::Priced;
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::{Percent, VatRate};
use comptoir_domain::refund::{Asked, refund};
use comptoir_domain::sale::{PaidSale, ReceiptNumber, SaleCustomer, SaleKind, Stamp, freeze_lines};
use comptoir_domain::shop::{Mode, Shop};
use comptoir_domain::tender::{Tender, TenderKind};
use comptoir_journal::{Chain, Family, SignedRecord, Signer};

use crate::commit::SaleCommit;
use crate::error::StoreError;
use crate::store::Store;

pub(crate) fn shop() -> Shop {
    Shop {
        name: "Maison Lefèvre".into(),
        address: vec!["12 rue des Halles".into(), "69002 Lyon".into(), "France".into()],
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    }
}

/// A shop with two departments and the group of regulars.
pub(crate) fn memory() -> Store {
    let mut store = Store::in_memory(&shop()).unwrap();
    furnish(&mut store);
    store
}

pub(crate) fn furnish(store: &mut Store) {
    store.put_department(&department("homme", None)).unwrap();
    store.put_department(&department("chemises", Some("homme"))).unwrap();
    store.put_group(&regulars()).unwrap();
}

pub(crate) fn department(id: &str, parent: Option<&str>) -> Department {
    Department { id: DepartmentId::new(id), name: id.to_uppercase(), parent: parent.map(DepartmentId::new) }
}

pub(crate) fn regulars() -> Group {
    Group {
        id: GroupId::new("fideles"),
        name: "Fidèles".into(),
        price_list: None,
        discount: Percent::parse("5").unwrap(),
    }
}

pub(crate) fn item(sku: &str, label: &str) -> Item {
    Item {
        sku: Sku::new(sku),
        label: label.into(),
        kind: LineKind::Item,
        department: DepartmentId::new("chemises"),
        departments: vec![DepartmentId::new("chemises"), DepartmentId::new("homme")],
        vat_rate: VatRate::parse("20").unwrap(),
        price: Money::from_cents(4_990),
        prices: BTreeMap::new(),
        cost: None,
        unit: Unit::Piece,
        discountable: true,
        tags: BTreeSet::new(),
        points: Points::ZERO,
        codes: Vec::new(),
    }
}

pub(crate) fn customer_id(n: u64) -> CustomerId {
    CustomerId::new(n, &[1; 10])
}

pub(crate) fn credit_id(n: u64) -> CreditId {
    CreditId::new(n, &[2; 10])
}

pub(crate) fn sale_id(n: u64) -> SaleId {
    SaleId::new(n, &[3; 10])
}

pub(crate) fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(n)
}

pub(crate) fn instant(n: u64) -> DateTime<FixedOffset> {
    let first = DateTime::parse_from_rfc3339("2026-01-01T10:30:00+01:00").unwrap();
    first + TimeDelta::days(i64::try_from(n).unwrap())
}

pub(crate) fn customer(n: u64, last_name: &str, first_name: &str) -> Customer {
    let person = Person { last_name: last_name.into(), first_name: first_name.into(), ..Person::default() };
    Customer {
        id: customer_id(n),
        person,
        group: None,
        cards: Vec::new(),
        since: day(0),
        tags: BTreeSet::new(),
        sponsor: None,
        dealings: Dealings::default(),
    }
}

/// A sale as it would be paid next, on a day, of articles given by price in cents and quantity.
pub(crate) fn sale(store: &Store, customer: Option<&Customer>, on: u64, articles: &[(i64, &str)]) -> PaidSale {
    let sequence = store.next_sequence().unwrap();
    let mut draft = Draft::open(sale_id(sequence));
    for (n, (cents, quantity)) in articles.iter().enumerate() {
        let mut item = item(&format!("A{n}"), &format!("Article {n}"));
        item.price = Money::from_cents(*cents);
        item.unit = Unit::Kilogram;
        draft.add(item, Quantity::parse(quantity).unwrap(), PriceSource::List).unwrap();
    }
    draft.identify(customer.map(DraftCustomer::from));
    let priced = Priced::of(&draft, stamp(sequence, on).business_day);
    let vat = priced.vat();
    let group = customer.and_then(|customer| customer.group.as_ref()).map(|group| group.id.to_string());
    PaidSale {
        stamp: stamp(sequence, on),
        kind: SaleKind::Sale,
        customer: customer.map(|customer| SaleCustomer { id: customer.id, group, exemption: None }),
        lines: freeze_lines(&priced, &vat),
        vat,
        total: priced.total(),
        tenders: vec![Tender::of(TenderKind::Cash, priced.total())],
        change: Money::ZERO,
        programs: Vec::new(),
        movements: Movements::default(),
    }
}

/// The refund of a sale as it would be paid next.
pub(crate) fn refund_of(store: &Store, of: &PaidSale, on: u64, asked: &Asked) -> Option<PaidSale> {
    let earlier = store.refunds_of(of.stamp.id).unwrap();
    let papers = store.credits_issued_by(of.stamp.id).unwrap();
    let refund = refund(of, &earlier, asked, &papers, &|_| Points::PLACES).ok()?;
    Some(PaidSale {
        stamp: stamp(store.next_sequence().unwrap(), on),
        kind: SaleKind::Refund { of: of.stamp.id, number: of.stamp.number.clone() },
        customer: of.customer.clone(),
        lines: refund.lines,
        vat: refund.vat,
        total: refund.total,
        tenders: vec![Tender::of(TenderKind::Cash, refund.total)],
        change: Money::ZERO,
        programs: Vec::new(),
        movements: refund.movements,
    })
}

fn stamp(sequence: u64, on: u64) -> Stamp {
    Stamp {
        id: sale_id(sequence),
        number: ReceiptNumber { till: TillId::new("C1"), sequence },
        at: instant(on),
        business_day: day(on),
        operator: "Paul".into(),
        seller: "Zoé".into(),
        training: true,
    }
}

/// A record of each family that a sale makes, signed behind the last ones.
pub(crate) fn records(store: &Store) -> Vec<SignedRecord> {
    let signer = Signer::generate(TillId::new("C1"), [7; 32]);
    let mut chain = Chain::new(&signer, store.heads().unwrap());
    [Family::Sale, Family::GrandTotal].map(|family| chain.sign(family, b"total=1\n".to_vec())).into()
}

/// Commits a sale with its records.
pub(crate) fn commit(store: &mut Store, sale: &PaidSale) -> Result<(), StoreError> {
    let records = records(store);
    store.commit_sale(&SaleCommit { sale, records: &records, print: None, parked: None, breakers: &[] })
}

/// Tells whether a step of a query plan walks through a whole table. What an id stands for is a row or two.
pub(crate) fn walks(step: &str) -> bool {
    step.starts_with("SCAN") && !["SCAN head", "SCAN CONSTANT ROW"].contains(&step)
}

/// The names of all tables, the index's own apart.
pub(crate) fn tables(store: &Store) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
               AND name NOT LIKE '%_search_%' ORDER BY name";
    let mut statement = store.conn.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Everything that the file holds, as text.
pub(crate) fn dump(store: &Store) -> String {
    let mut dump = String::new();
    for table in tables(store) {
        let mut statement = store.conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<_> = (0..columns).map(|column| row.get_ref(column).unwrap()).collect();
            dump.push_str(&format!("{table}: {values:?}\n"));
        }
    }
    dump
}
