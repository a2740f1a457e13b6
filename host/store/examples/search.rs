//! How long a search among many customers or items takes: `cargo run --release --example search -- 100000`.
//!
//! Makes that many customers with names as common as in France, nine tenths of them with a visit, and as
//! many items, and types what a cashier types. Figures are the slowest and the median of twenty runs each.

use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate};
use comptoir_domain::customer::{Customer, Dealings, Person};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{CustomerId, DepartmentId, SaleId, Sku, TillId};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::ledger::Movements;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::VatRate;
use comptoir_domain::sale::{PaidSale, ReceiptNumber, SaleCustomer, SaleKind, Stamp};
use comptoir_domain::shop::{Mode, Shop};
use comptoir_store::{SaleCommit, Store, StoreError};

const LAST: [&str; 24] = [
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Richard",
    "Durand",
    "Dubois",
    "Moreau",
    "Laurent",
    "Simon",
    "Michel",
    "Lefèvre",
    "Leroy",
    "Roux",
    "David",
    "Bertrand",
    "Morel",
    "Fournier",
    "Girard",
    "Le Fèvre",
    "d'Arc",
    "Martinez",
    "de la Tour",
];
const ENDINGS: [&str; 20] = [
    "", "", "", "", "", "eau", "ot", "ier", "ard", "ette", "in", "on", "elle", "at", "oux", "ain", "ois", "ert", "ec",
    "ic",
];
const FIRST: [&str; 20] = [
    "Claire",
    "Hélène",
    "Jean-Pierre",
    "Marie",
    "Nathalie",
    "Zoé",
    "Luc",
    "Paul",
    "Éric",
    "Anne",
    "Chloé",
    "Inès",
    "Léa",
    "Hugo",
    "Louis",
    "Emma",
    "Jules",
    "Alice",
    "Gabriel",
    "Rose",
];

/// A cheap sequence of numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }
}

fn person(numbers: &mut Numbers) -> Person {
    let digits = format!("06{:08}", numbers.below(100_000_000));
    Person {
        last_name: format!("{}{}", LAST[numbers.below(LAST.len())], ENDINGS[numbers.below(ENDINGS.len())]),
        first_name: FIRST[numbers.below(FIRST.len())].to_owned(),
        phone: Some(digits),
        email: Some(format!("client{}@example.fr", numbers.below(1_000_000))),
        ..Person::default()
    }
}

fn visit(store: &mut Store, n: u64, customer: CustomerId, on: NaiveDate) -> Result<(), StoreError> {
    let sale = PaidSale {
        stamp: Stamp {
            id: SaleId::new(n, &[3; 10]),
            number: ReceiptNumber { till: TillId::new("C1"), sequence: store.next_sequence()? },
            at: DateTime::UNIX_EPOCH.fixed_offset(),
            business_day: on,
            operator: "bench".into(),
            seller: "bench".into(),
            training: true,
        },
        kind: SaleKind::Sale,
        customer: Some(SaleCustomer { id: customer, group: None, exemption: None }),
        lines: Vec::new(),
        vat: Vec::new(),
        total: Money::ZERO,
        tenders: Vec::new(),
        change: Money::ZERO,
        programs: Vec::new(),
        movements: Movements::default(),
    };
    store.commit_sale(&SaleCommit { sale: &sale, records: &[], print: None, parked: None, breakers: &[] })
}

fn fill(store: &mut Store, count: u64) -> Result<(), StoreError> {
    let mut numbers = Numbers(42);
    let first_day = NaiveDate::default();
    for start in (0..count).step_by(10_000) {
        store.bulk(|store| {
            for n in start..(start + 10_000).min(count) {
                let cards = vec![format!("299{n:09}")];
                let id = CustomerId::new(n, &[1; 10]);
                store.put_customer(&Customer {
                    id,
                    person: person(&mut numbers),
                    group: None,
                    cards,
                    since: first_day,
                    tags: Default::default(),
                    sponsor: None,
                    dealings: Dealings::default(),
                })?;
                if n % 10 != 0 {
                    let on = first_day + Days::new(u64::try_from(numbers.below(1_500)).unwrap_or(0));
                    visit(store, n, id, on)?;
                }
            }
            Ok::<(), StoreError>(())
        })?;
    }
    Ok(())
}

const GARMENTS: [&str; 12] = [
    "Chemise", "Pantalon", "Robe", "Veste", "Écharpe", "Pull", "Jupe", "Manteau", "Ceinture", "Gilet", "Bermuda",
    "Zibeline",
];
const STUFFS: [&str; 10] = ["coton", "laine", "lin", "soie", "velours", "jersey", "cuir", "denim", "flanelle", "tweed"];
const HUES: [&str; 10] = ["bleu", "rouge", "vert", "noir", "blanc", "gris", "beige", "écru", "taupe", "zinzolin"];

fn item(n: u64, numbers: &mut Numbers) -> Result<Item, StoreError> {
    let mut one = |words: &[&'static str]| words[numbers.below(words.len())];
    let department = DepartmentId::new("tout");
    Ok(Item {
        sku: Sku::new(format!("ART-{n:06}")),
        label: format!("{} {} {} n° {n}", one(&GARMENTS), one(&STUFFS), one(&HUES)),
        kind: LineKind::Item,
        department: department.clone(),
        departments: vec![department],
        vat_rate: VatRate::ZERO,
        price: Money::from_cents(1_990),
        prices: Default::default(),
        cost: None,
        unit: Unit::Piece,
        discountable: true,
        tags: Default::default(),
        points: Points::ZERO,
        codes: vec![format!("340{n:010}")],
    })
}

fn fill_items(store: &mut Store, count: u64) -> Result<(), StoreError> {
    let mut numbers = Numbers(7);
    store.put_department(&Department { id: DepartmentId::new("tout"), name: "Tout".into(), parent: None })?;
    for start in (0..count).step_by(10_000) {
        let mut items = (start..(start + 10_000).min(count)).map(|n| item(n, &mut numbers));
        store.bulk(|store| items.try_for_each(|item| store.put_item(&item?)))?;
    }
    Ok(())
}

/// Searches twenty times and says how long it took.
fn measure(typed: &str, search: impl Fn() -> Result<usize, StoreError>) -> Result<(), StoreError> {
    let mut times: Vec<Duration> = Vec::new();
    let mut found = 0;
    for _ in 0..20 {
        let start = Instant::now();
        found = search()?;
        times.push(start.elapsed());
    }
    times.sort();
    let (median, slowest) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{typed:>14}: median {median:>9.2?}  slowest {slowest:>9.2?}  {found} found");
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: u64 = std::env::args().nth(1).map_or(Ok(100_000), |arg| arg.parse())?;
    let shop = Shop {
        name: "Bench".into(),
        address: Vec::new(),
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    };
    let dir = std::env::temp_dir().join(format!("comptoir-search-{}", std::process::id()));
    let mut store = Store::create(&dir, &shop)?;
    let start = Instant::now();
    fill(&mut store, count)?;
    println!("{count} customers written in {:.1?}", start.elapsed());
    let typed = [
        "m",
        "ma",
        "mar",
        "martin",
        "le fevre",
        "lefev hel",
        "darc",
        "e",
        "c",
        "j p",
        "zzz",
        "06",
        "0612",
        "06 12 34",
        "5678",
        "299000000123",
        "2",
        "client1@",
        "claire martin",
        "x",
        "",
    ];
    for typed in typed {
        measure(typed, || Ok(store.search_customers(typed, 50)?.len()))?;
    }
    let start = Instant::now();
    fill_items(&mut store, count)?;
    println!("{count} items written in {:.1?}", start.elapsed());
    for typed in
        ["c", "chem", "z", "zib", "zinz", "tweed", "zib tweed", "zinz zib", "art 0999", "34000", "3400000099", ""]
    {
        measure(typed, || Ok(store.search_items(typed, 50)?.len()))?;
    }
    drop(store);
    std::fs::remove_dir_all(dir)?;
    Ok(())
}
