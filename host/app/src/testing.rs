//! A small shop with a past, for tests: customers who brought one another, programs written in a few lines, and
//! random sales and refunds at the counter.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use comptoir_domain::customer::{Customer, Dealings, Person};
use comptoir_domain::facts::{LineKind, OfferState};
use comptoir_domain::id::{CustomerId, DepartmentId, ProgramId, Sku, TillId};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::VatRate;
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::PaidSale;
use comptoir_domain::shop::{Mode, Shop};
use comptoir_domain::tender::TenderKind;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::pay::{Payment, TenderAsked};
use crate::programs::NewProgram;
use crate::{Clock, NewShop, OfferAnswer, Till};

/// The items: their number, price in cents, purchase price, and whether they are discounted.
const ITEMS: [(&str, i64, Option<i64>, bool); 4] = [
    ("CHE", 4_990, Some(2_000), true),
    ("CEI", 1_000, Some(333), true),
    ("LIV", 2_000, None, false),
    ("THE", 1_234, Some(500), true),
];

/// How many customers there are; the first one brought the second, who brought the third.
pub(crate) const PEOPLE: u64 = 4;

/// What happens at the counter.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// A sale: to whom, how many days after the last act, of which items, how many, and whether what is
    /// offered is taken, kept for later or left open; a won voucher is used.
    Sale { customer: u64, days: u64, items: Vec<(usize, u32)>, takes: Option<bool>, uses: bool },
    /// A refund of a sale: of all that is left, or of one piece of a line.
    Refund { nth: usize, days: u64, line: Option<usize> },
}

/// Any day at the counter.
pub(crate) fn act() -> impl Strategy<Value = Act> {
    let items = prop::collection::vec((0..ITEMS.len(), 1u32..4), 1..4);
    let sale = (0..=PEOPLE, 0u64..12, items, prop::option::of(any::<bool>()), any::<bool>());
    let sale = sale.prop_map(|(customer, days, items, takes, uses)| Act::Sale { customer, days, items, takes, uses });
    let refund = (0usize..12, 0u64..12, prop::option::of(0usize..3));
    prop_oneof![4 => sale, 1 => refund.prop_map(|(nth, days, line)| Act::Refund { nth, days, line })]
}

/// The shop.
pub(crate) struct TestShop {
    pub(crate) till: Till,
    pub(crate) folder: TempDir,
    pub(crate) sales: Vec<PaidSale>,
    now: DateTime<FixedOffset>,
}

pub(crate) fn person(n: u64) -> CustomerId {
    CustomerId::new(n, &[1; 10])
}

impl TestShop {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").unwrap();
        let new = NewShop { shop: shop(), language: Language::English };
        let mut till = Till::create(folder.path(), &new, Clock::Set(now)).unwrap();
        furnish(&mut till);
        Self { till, folder, sales: Vec::new(), now }
    }

    /// Opens the shop again, as on the next morning.
    pub(crate) fn reopen(self) -> Self {
        let Self { till, folder, sales, now } = self;
        drop(till);
        let till = Till::open(folder.path(), Clock::Set(now)).unwrap();
        Self { till, folder, sales, now }
    }

    pub(crate) fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Writes a package: a script, and what its manifest adds.
    pub(crate) fn package(&self, id: &str, manifest: &str, script: &str) -> PathBuf {
        let folder = self.folder.path().join("packages").join(id);
        std::fs::create_dir_all(folder.join("locale")).unwrap();
        let head = format!(
            "id = \"{id}\"\nversion = \"1.0.0\"\nkind = \"program\"\ncontract = \"1.0\"\nengine = \"rhai\"\n\
             author = \"Comptoir\"\nlicense = \"GPL-3.0-or-later\"\n\
             effects = [\"add\", \"spend\", \"completed\", \"discount\", \"voucher\", \"item\", \"offer\", \"message\"]\n\
             title = {{ fr = \"{id}\", en = \"{id}\" }}\ndescription = {{ fr = \"x\", en = \"x\" }}\n"
        );
        std::fs::write(folder.join("manifest.toml"), head + manifest).unwrap();
        std::fs::write(folder.join("policy.rhai"), script).unwrap();
        for file in ["locale/fr.ftl", "locale/en.ftl"] {
            std::fs::write(folder.join(file), "x = x\n").unwrap();
        }
        folder
    }

    /// Switches a package on as a program of its name.
    pub(crate) fn enable(&mut self, package: PathBuf, settings: &[&str]) -> ProgramId {
        let settings = settings.iter().map(|text| (*text).to_owned()).collect();
        self.till.enable_program(&NewProgram { id: None, package, settings, from: None, until: None }).unwrap()
    }

    /// Does what happens, if it can be done.
    pub(crate) fn perform(&mut self, act: &Act) -> Option<PaidSale> {
        match act {
            Act::Sale { customer, days, items, takes, uses } => {
                self.later(*days);
                let customer = Some(*customer).filter(|n| *n > 0);
                Some(self.sell(customer, items, *takes, *uses))
            }
            Act::Refund { nth, days, line } => {
                self.later(*days);
                let sold: Vec<&PaidSale> = self.sales.iter().filter(|sale| !sale.is_refund()).collect();
                let sale = (*sold.get(*nth)?).clone();
                self.refund(&sale, *line)
            }
        }
    }

    /// Lets days go by, and some minutes.
    pub(crate) fn later(&mut self, days: u64) {
        self.now = self.now + Days::new(days) + chrono::TimeDelta::minutes(7);
        self.till.set_clock(Clock::Set(self.now)).unwrap();
    }

    /// Sells items of which there are so many.
    pub(crate) fn sell(
        &mut self,
        customer: Option<u64>,
        items: &[(usize, u32)],
        takes: Option<bool>,
        uses: bool,
    ) -> PaidSale {
        let mut draft = self.till.open_sale();
        if let Some(n) = customer {
            self.till.identify(&mut draft, person(n)).unwrap();
        }
        for (item, count) in items {
            let quantity = Quantity::parse(&count.to_string()).unwrap();
            self.till.scan(&mut draft, ITEMS[*item].0, Some(quantity)).unwrap();
        }
        let day = self.today();
        let won = customer.map(|n| self.till.customer_summary(person(n)).unwrap().credits).unwrap_or_default();
        let won = won.into_iter().find(|paper| paper.expires.is_none_or(|last| last >= day));
        if let Some(paper) = won.filter(|_| uses) {
            draft.use_voucher(paper).unwrap();
        }
        if let Some(takes) = takes {
            let state = if takes { OfferState::Taken } else { OfferState::Later };
            let offers = self.till.preview(&draft, false).unwrap();
            for (_, offer) in offers.offers() {
                let choice = offer.choices.first().map(|choice| choice.id.clone());
                let answer = OfferAnswer { choice, ..OfferAnswer::of(state) };
                // Taking one may leave nothing for the next.
                let _ = self.till.answer(&mut draft, &offer.id, answer);
            }
        }
        let tenders = vec![TenderAsked::rest(TenderKind::Card)];
        let sale = self.till.pay(&draft, &Payment { tenders, print: false, parked: None, forced: None }).unwrap();
        self.sales.push(sale.clone());
        sale
    }

    /// Refunds what is left of a sale, or one piece of a line.
    pub(crate) fn refund(&mut self, sale: &PaidSale, line: Option<usize>) -> Option<PaidSale> {
        let one = |line: usize| Some((sale.lines.get(line)?.id, Quantity::ONE));
        let asked = match line {
            Some(line) => Asked::Lines(BTreeMap::from([one(line)?])),
            None => Asked::Whole,
        };
        let number = &sale.stamp.number;
        let due = -self.till.preview_refund(number, &asked).ok()?.total;
        let tenders = vec![TenderAsked::of(TenderKind::Card, due)];
        let id = self.till.new_refund_id();
        let paid = self
            .till
            .refund(id, number, &asked, &Payment { tenders, print: false, parked: None, forced: None })
            .unwrap();
        self.sales.push(paid.clone());
        Some(paid)
    }
}

fn shop() -> Shop {
    Shop {
        name: "Maison Lefèvre".into(),
        address: vec![],
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    }
}

fn furnish(till: &mut Till) {
    let store = till.store_mut();
    let department = DepartmentId::new("rayon");
    store.put_department(&Department { id: department.clone(), name: "Rayon".into(), parent: None }).unwrap();
    for (sku, cents, cost, discountable) in ITEMS {
        let item = Item {
            sku: Sku::new(sku),
            label: sku.into(),
            kind: LineKind::Item,
            department: department.clone(),
            departments: vec![],
            vat_rate: VatRate::parse("20").unwrap(),
            price: Money::from_cents(cents),
            prices: BTreeMap::new(),
            cost: cost.map(Money::from_cents),
            unit: Unit::Piece,
            discountable,
            tags: BTreeSet::new(),
            points: Points::ZERO,
            codes: vec![],
        };
        store.put_item(&item).unwrap();
    }
    for n in 1..=PEOPLE {
        let customer = Customer {
            id: person(n),
            person: Person { last_name: format!("Client {n}"), ..Person::default() },
            group: None,
            cards: vec![],
            since: "2025-01-01".parse().unwrap(),
            tags: BTreeSet::new(),
            sponsor: (n == 2 || n == 3).then(|| person(n - 1)),
            dealings: Dealings::default(),
        };
        store.put_customer(&customer).unwrap();
    }
}
