//! How long balances of another till take to bring over, and an account with many entries to settle:
//! `cargo run --example openings -- 100000`.

use std::time::Instant;

use chrono::{DateTime, NaiveDate};
use comptoir_domain::account::{EntryDetail, EntryKind};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::customer::{Customer, Dealings, Person};
use comptoir_domain::id::{CreditId, CustomerId, ProgramId, TillId};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::shop::{Mode, Shop};
use comptoir_store::{
    NewAccountEntry, OpeningAccount, OpeningBalance, OpeningCounter, OpeningCredit, OpeningStamp, Store, StoreError,
};

type Failure = Box<dyn std::error::Error>;

/// How many entries the long account has.
const ENTRIES: i64 = 500;

fn shop() -> Shop {
    Shop {
        name: "Maison Lefèvre".into(),
        address: Vec::new(),
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default()
}

fn customer(n: u64) -> Customer {
    Customer {
        id: CustomerId::new(n, &[1; 10]),
        person: Person { last_name: format!("Nom{n}"), ..Person::default() },
        group: None,
        cards: Vec::new(),
        since: day(),
        tags: Default::default(),
        sponsor: None,
        dealings: Dealings::default(),
    }
}

fn balance(n: u64) -> OpeningBalance {
    let amount = Money::from_cents(1_250);
    OpeningBalance {
        customer: Some(customer(n).id),
        account: Some(OpeningAccount { balance: amount, limit: None, due: None }),
        credits: vec![OpeningCredit {
            id: CreditId::new(n, &[2; 10]),
            kind: CreditKind::CreditNote,
            code: format!("OLD-{n:07}"),
            amount,
            expires: None,
        }],
        counters: vec![OpeningCounter {
            program: ProgramId::new("points"),
            counter: "points".into(),
            delta: Points::from_ten_thousandths(420_000),
            expires: None,
        }],
    }
}

fn main() -> Result<(), Failure> {
    let count: u64 = std::env::args().nth(1).map_or(Ok(10_000), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let mut store = Store::create(folder.path(), &shop())?;
    store.bulk(|store| (0..count).try_for_each(|n| store.put_customer(&customer(n))))?;
    let at = DateTime::parse_from_rfc3339("2026-01-01T10:00:00+01:00")?;
    let stamp = OpeningStamp { day: day(), source: "old-till", operator: "Paul", at };
    let balances: Vec<OpeningBalance> = (0..count).map(balance).collect();
    for what in ["new", "known already"] {
        let start = Instant::now();
        let opened = store.bulk(|store| store.open_balances(&balances, &stamp, |_| Vec::new()))?;
        println!("{count} customers, {} entries, {what}: {:?}", opened.lines.len(), start.elapsed());
    }
    long_account(&mut store, at)
}

/// Half purchases, half payments.
fn long_account(store: &mut Store, at: DateTime<chrono::FixedOffset>) -> Result<(), Failure> {
    let detail = EntryDetail { at: Some(at), reason: "mesure".into(), ..EntryDetail::default() };
    let start = Instant::now();
    store.bulk(|store| {
        for n in 0..ENTRIES {
            let key = format!("measure/{n}");
            let (kind, cents) = if n % 2 == 0 { (EntryKind::Correction, 1_000) } else { (EntryKind::Payment, -1_000) };
            let entry = NewAccountEntry {
                key: &key,
                customer: customer(0).id,
                kind,
                delta: Money::from_cents(cents),
                day: day(),
                due: None,
                detail: &detail,
                told: &[],
            };
            store.post_account(&entry, &[], None)?;
        }
        Ok::<_, StoreError>(())
    })?;
    println!("{ENTRIES} entries on one account: {:?}", start.elapsed());
    let start = Instant::now();
    let ledger = store.account_ledger(customer(0).id)?;
    println!("its ledger: {:?}, its letters: {}", start.elapsed(), ledger.letters().len());
    Ok(())
}
