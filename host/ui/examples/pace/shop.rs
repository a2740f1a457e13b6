//! The shop that the bench plays in: 100,000 items, as many customers as asked for, ten programs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::NaiveDate;
use comptoir_app::programs::NewProgram;
use comptoir_app::{Clock, NewShop, Till};
use comptoir_domain::customer::{Customer, Dealings, Person};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{CustomerId, DepartmentId, ProgramId, Sku, TillId};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::rate::VatRate;
use comptoir_domain::shop::{Mode, Shop};

#[path = "../../../app/tests/it/package.rs"]
mod writer;

use super::{Any, ITEMS, PROGRAMS};

pub(super) const LAST: [&str; 12] = [
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Durand",
    "Dubois",
    "Moreau",
    "Laurent",
    "Lefèvre",
    "Fournier",
    "de la Tour",
];
pub(super) const ENDINGS: [&str; 10] = ["", "", "", "eau", "ot", "ier", "ard", "ette", "in", "oux"];
pub(super) const FIRST: [&str; 10] =
    ["Claire", "Hélène", "Jean-Pierre", "Marie", "Nathalie", "Zoé", "Luc", "Paul", "Gabriel", "Rose"];
pub(super) const KINDS: [&str; 10] =
    ["Chemise", "Pantalon", "Ceinture", "Robe", "Veste", "Manteau", "Écharpe", "Chaussures", "Pull", "Jupe"];
pub(super) const STUFFS: [&str; 6] = ["coton", "laine", "lin", "cuir", "velours", "soie"];
pub(super) const COLORS: [&str; 8] = ["bleu", "rouge", "vert", "noir", "blanc", "marine", "beige", "gris"];

/// Points for all, and five euros off for who has enough of them.
const POINTS: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if !out.require("why-customer", sale.has_customer, true, sale.has_customer) { return out; }
    out.add("points", 40, []);
    out.message(#{ to: ["cashier", "customer-display"], weight: 50, text: text("earned", #{}) });
    let enough = sale.balance("points") >= 40;
    if out.require("why-points", enough, "40", sale.balance("points")) {
        out.offer(#{ id: "gift", title: text("offer", #{}), cost: #{ counter: "points", amount: 40 },
                     rewards: [#{ discount: #{ amount: 5.00, label: "label" } }] });
    }
    out
}
"#;

/// A cheap sequence of numbers that look random and are the same each time.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

pub(super) fn make_shop(dir: &Path, count: u64) -> Result<(), Any> {
    let ready = dir.join("ready");
    if ready.exists() {
        return Ok(());
    }
    let started = Instant::now();
    let shop = Shop {
        name: "Banc d’essai".into(),
        address: vec![],
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    };
    let mut till = Till::create(dir, &NewShop { shop, language: Language::French }, Clock::Machine)?;
    let department = Department { id: DepartmentId::new("mode"), name: "Mode".into(), parent: None };
    till.store_mut().put_department(&department)?;
    let mut numbers = Numbers(42);
    for part in parts(ITEMS) {
        till.store_mut().bulk(|store| {
            for n in part {
                store.put_item(&item(n, &mut numbers)?)?;
            }
            Ok::<(), Any>(())
        })?;
    }
    for part in parts(count) {
        till.store_mut().bulk(|store| {
            for n in part {
                store.put_customer(&customer(n, &mut numbers))?;
            }
            Ok::<(), Any>(())
        })?;
    }
    fs::write(ready, "")?;
    println!("shop made in {:.1?}", started.elapsed());
    Ok(())
}

/// Ten thousand at once: one transaction each.
pub(super) fn parts(count: u64) -> impl Iterator<Item = std::ops::Range<u64>> {
    (0..count).step_by(10_000).map(move |start| start..(start + 10_000).min(count))
}

pub(super) fn item(n: u64, numbers: &mut Numbers) -> Result<Item, Any> {
    let label = format!("{} {} {} {n}", numbers.one_of(&KINDS), numbers.one_of(&STUFFS), numbers.one_of(&COLORS));
    Ok(Item {
        sku: Sku::new(format!("A{n:06}")),
        label,
        kind: LineKind::Item,
        department: DepartmentId::new("mode"),
        departments: vec![],
        vat_rate: VatRate::parse("20")?,
        price: Money::parse(&format!("{}.90", 1 + numbers.below(150)))?,
        prices: BTreeMap::new(),
        cost: None,
        unit: Unit::Piece,
        discountable: true,
        tags: std::collections::BTreeSet::new(),
        points: comptoir_domain::quantity::Points::ZERO,
        codes: vec![ean(n)],
    })
}

/// An EAN-13 of its own for each item, with its check digit.
pub(super) fn ean(n: u64) -> String {
    let body = format!("300000{n:06}");
    let sum: u32 = (body.chars().rev().zip([3, 1].into_iter().cycle()))
        .map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight)
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

pub(super) fn person(n: u64) -> CustomerId {
    CustomerId::new(n, &[1; 10])
}

pub(super) fn customer(n: u64, numbers: &mut Numbers) -> Customer {
    let person = Person {
        last_name: format!("{}{}", numbers.one_of(&LAST), numbers.one_of(&ENDINGS)),
        first_name: numbers.one_of(&FIRST).to_owned(),
        phone: Some(format!("06{:08}", numbers.below(100_000_000))),
        email: Some(format!("client{}@example.fr", numbers.below(1_000_000))),
        ..Person::default()
    };
    Customer {
        id: self::person(n),
        person,
        group: None,
        cards: vec![format!("299{n:09}")],
        since: NaiveDate::default(),
        tags: std::collections::BTreeSet::new(),
        sponsor: None,
        dealings: Dealings::default(),
    }
}

/// Switches programs on or off: ten of the same, under ten names.
pub(super) fn switch_programs(dir: &Path, on: bool) -> Result<(), Any> {
    let mut till = Till::open(dir, Clock::Machine)?;
    for n in 0..PROGRAMS {
        let id = ProgramId::new(format!("points-{n}"));
        let running = till.store().program(&id)?.is_some_and(|row| row.enabled);
        if on && !running {
            let package = package(dir, id.as_str())?;
            till.enable_program(&NewProgram { id: None, package, settings: vec![], from: None, until: None })?;
        } else if !on && running {
            till.disable_program(&id)?;
        }
    }
    Ok(())
}

fn package(dir: &Path, id: &str) -> Result<PathBuf, Any> {
    let french = "earned = Avec cet achat : 40 points de plus.\noffer = Carte terminée : bon de 5 €\nlabel = Fidélité\n\
                  why-customer = Client identifié\nwhy-points = Points sur la carte\n";
    let english = "earned = With this sale: 40 more points.\noffer = Card complete: €5 off\nlabel = Loyalty\n\
                   why-customer = Customer identified\nwhy-points = Points on the card\n";
    Ok(writer::write(dir, id, "Fidélité", POINTS, [french, english])?)
}
