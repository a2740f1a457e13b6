//! How fast customers are written in bulk: `cargo run --release --example fill -- 200000 10000`.
//!
//! Writes that many customers in transactions of the second number, with names, numbers and cards whose
//! order is random as in a real import, and says how the pace holds.

use std::time::Instant;

use chrono::NaiveDate;
use comptoir_domain::customer::{Customer, Dealings, Person};
use comptoir_domain::id::{CustomerId, TillId};
use comptoir_domain::shop::{Mode, Shop};
use comptoir_store::Store;

const LAST: [&str; 12] = [
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Durand",
    "Moreau",
    "Lefèvre",
    "Leroy",
    "d'Arc",
    "Fournier",
    "de la Tour",
];
const ENDINGS: [&str; 12] = ["", "eau", "ot", "ier", "ard", "ette", "in", "on", "elle", "at", "oux", "ic"];
const FIRST: [&str; 10] =
    ["Claire", "Hélène", "Jean-Pierre", "Marie", "Nathalie", "Zoé", "Luc", "Paul", "Éric", "Gabriel"];

/// A cheap sequence of numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }
}

fn customer(n: u64, numbers: &mut Numbers) -> Customer {
    let last_name = format!("{}{}", LAST[numbers.below(LAST.len())], ENDINGS[numbers.below(ENDINGS.len())]);
    let email =
        format!("{}.{}@example.fr", last_name.to_lowercase().replace([' ', '\''], ""), numbers.below(1_000_000));
    let person = Person {
        last_name,
        first_name: FIRST[numbers.below(FIRST.len())].to_owned(),
        phone: Some(format!("06{:08}", numbers.below(100_000_000))),
        email: Some(email),
        postcode: Some(format!("{:05}", numbers.below(95_000))),
        ..Person::default()
    };
    Customer {
        id: CustomerId::new(n, &[1; 10]),
        person,
        group: None,
        // Told apart by their ends, in a random order.
        cards: vec![format!("29{:05}{n:07}", numbers.below(100_000))],
        since: NaiveDate::default(),
        tags: Default::default(),
        sponsor: None,
        dealings: Dealings::default(),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let argument = |n: usize, default: u64| std::env::args().nth(n).map_or(Ok(default), |arg| arg.parse());
    let (count, step) = (argument(1, 200_000)?, argument(2, 10_000)?.max(1));
    let shop = Shop {
        name: "Bench".into(),
        address: Vec::new(),
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    };
    let dir = std::env::temp_dir().join(format!("comptoir-fill-{}", std::process::id()));
    let mut store = Store::create(&dir, &shop)?;
    let mut numbers = Numbers(42);
    let start = Instant::now();
    let mut told = 0;
    for first in (0..count).step_by(usize::try_from(step)?) {
        let last = (first + step).min(count);
        let since = Instant::now();
        store.bulk(|store| (first..last).try_for_each(|n| store.put_customer(&customer(n, &mut numbers))))?;
        if last * 10 / count > told {
            told = last * 10 / count;
            let pace = u128::from(last - first) * 1_000 / since.elapsed().as_millis().max(1);
            println!("{last:>9} written, the last {} at {pace} a second", last - first);
        }
    }
    let pace = u128::from(count) * 1_000 / start.elapsed().as_millis().max(1);
    println!("{count} customers in {:.1?}: {pace} a second", start.elapsed());
    let start = Instant::now();
    let found = store.search_customers("lefev hel", 50)?.len();
    println!("a search finds {found} in {:.1?}", start.elapsed());
    drop(store);
    let size = std::fs::metadata(dir.join(comptoir_store::DATABASE_FILE))?.len();
    println!("{} MB on disk", size / 1_000_000);
    std::fs::remove_dir_all(dir)?;
    Ok::<(), Box<dyn std::error::Error>>(())
}
