//! A small shop in a folder of its own, with one cashier at its counter.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use comptoir_app::counter::{Action, Counter, Done, View};
use comptoir_app::{Clock, Error, NewShop, Till};
use comptoir_domain::customer::{Customer, Dealings, Group, Person};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{CustomerId, DepartmentId, GroupId, LineId, PriceListId, Sku, TillId};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::price_list::PriceList;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::rate::{Percent, VatRate};
use comptoir_domain::sale::PaidSale;
use comptoir_domain::shop::{Mode, Shop};
use comptoir_domain::tender::TenderKind;
use tempfile::TempDir;

/// The barcode of the shirt.
pub(crate) const SHIRT_EAN: &str = "3017620422003";
/// What a scanner set to a US keyboard types of it on a French one.
pub(crate) const SHIRT_AZERTY: &str = "\"à&è-éà'ééàà\"";

pub(crate) fn eur(text: &str) -> Money {
    Money::parse(text).unwrap()
}

pub(crate) fn qty(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

pub(crate) fn percent(text: &str) -> Percent {
    Percent::parse(text).unwrap()
}

pub(crate) fn noon() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-22T12:00:00+01:00").unwrap()
}

/// A customer by number: 1 is Claire Lefèvre (VIP, account up to 100.00), 2 is Luc Durand (account held),
/// 3 is Zoé Martin (no account).
pub(crate) fn person(n: u64) -> CustomerId {
    CustomerId::new(n, &[1; 10])
}

pub(crate) fn scan(code: &str) -> Action {
    Action::Scan { candidates: vec![code.to_owned()], quantity: None }
}

pub(crate) fn pay(kind: TenderKind, amount: &str) -> Action {
    Action::Tender { kind, amount: Some(eur(amount)), code: None }
}

pub(crate) fn pay_rest(kind: TenderKind) -> Action {
    Action::Tender { kind, amount: None, code: None }
}

pub(crate) fn pay_paper(kind: TenderKind, amount: Option<&str>, code: &str) -> Action {
    Action::Tender { kind, amount: amount.map(eur), code: Some(code.to_owned()) }
}

/// The shop, and its counter until it is left.
pub(crate) struct TestShop {
    counter: Option<Counter>,
    folder: TempDir,
}

impl TestShop {
    pub(crate) fn new() -> Self {
        Self::with("", |_| ())
    }

    /// A shop with lines added to its `till.toml`, and something done before the counter opens.
    pub(crate) fn with(config: &str, prepare: impl FnOnce(&mut Till)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let new = NewShop { shop: shop(), language: Language::French };
        let mut till = Till::create(folder.path(), &new, Clock::Set(noon())).unwrap();
        furnish(&mut till);
        prepare(&mut till);
        drop(till);
        let path = folder.path().join("till.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}\n{config}\n")).unwrap();
        let mut shop = Self { counter: None, folder };
        shop.open();
        shop
    }

    pub(crate) fn dir(&self) -> &Path {
        self.folder.path()
    }

    /// Ends the counter as a power cut would, if it is open, and opens it again.
    pub(crate) fn open(&mut self) {
        self.cut();
        let till = Till::open(self.folder.path(), Clock::Set(noon())).unwrap();
        self.counter = Some(Counter::open(till).unwrap());
    }

    /// Ends the counter as a power cut would.
    pub(crate) fn cut(&mut self) {
        self.counter = None;
    }

    pub(crate) fn counter(&mut self) -> &mut Counter {
        self.counter.as_mut().expect("the counter is open")
    }

    pub(crate) fn view(&mut self) -> View {
        self.counter().view().unwrap()
    }

    pub(crate) fn try_act(&mut self, action: Action) -> Result<Done, Error> {
        self.counter().act(action).map(|outcome| outcome.done)
    }

    #[track_caller]
    pub(crate) fn act(&mut self, action: Action) -> Done {
        let shown = format!("{action:?}");
        self.try_act(action).unwrap_or_else(|error| panic!("{shown}: {error}"))
    }

    #[track_caller]
    pub(crate) fn line(&mut self, action: Action) -> LineId {
        match self.act(action) {
            Done::Line(line) => line,
            other => panic!("no line: {other:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn paid(&mut self, action: Action) -> PaidSale {
        match self.act(action) {
            Done::Paid(sale) | Done::Refunded(sale) => *sale,
            other => panic!("not paid: {other:?}"),
        }
    }

    /// Does what must be refused, looks that nothing changed, and gives the words.
    #[track_caller]
    pub(crate) fn refused(&mut self, action: Action) -> String {
        let before = self.picture();
        let shown = format!("{action:?}");
        let error = self.try_act(action).map(|done| panic!("{shown} was done: {done:?}")).unwrap_err();
        assert_eq!(self.picture(), before, "{shown} was refused and changed something");
        error.message(Language::French).replace(['\u{a0}', '\u{202f}'], " ")
    }

    /// All that a gesture may change of the sale in hand.
    fn picture(&mut self) -> String {
        let view = self.view();
        let customer = view.customer.map(|customer| customer.summary.customer.id);
        let sales = self.counter().till().store().count_sales().unwrap();
        let draft = self.counter().draft().clone();
        format!("{draft:?} {customer:?} {:?} {:?} {:?} {} {sales}", view.given, view.parked, view.shelf, view.print)
    }

    /// The codes of technical events since the shop was made.
    pub(crate) fn events(&mut self) -> Vec<String> {
        let records = self.counter().till().journal_tail(comptoir_app::journal::Family::TechnicalEvent, 99).unwrap();
        let code = |text: &str| text.lines().find_map(|line| line.strip_prefix("code:")).unwrap_or_default().to_owned();
        records.iter().map(|record| code(&String::from_utf8_lossy(&record.payload))).collect()
    }

    /// Sells a gift voucher of 20.00 and gives its code.
    #[track_caller]
    pub(crate) fn gift_voucher(&mut self) -> String {
        self.act(scan("CADEAU"));
        let sale = self.paid(pay_rest(TenderKind::Card));
        sale.movements.issued[0].code.clone()
    }
}

fn shop() -> Shop {
    Shop {
        name: "Maison Lefèvre".into(),
        address: vec!["12 rue des Halles".into(), "69002 Lyon".into()],
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    }
}

fn furnish(till: &mut Till) {
    let store = till.store_mut();
    for (id, name, parent) in [
        ("homme", "Homme", None),
        ("chemises", "Chemises", Some("homme")),
        ("livres", "Livres", None),
        ("épicerie", "Épicerie", None),
        ("vide", "Vide", None),
    ] {
        let department =
            Department { id: DepartmentId::new(id), name: name.into(), parent: parent.map(DepartmentId::new) };
        store.put_department(&department).unwrap();
    }
    store.put_price_list(&PriceList::new(PriceListId::new("b"), "Tarif B")).unwrap();
    let vip = Group {
        id: GroupId::new("vip"),
        name: "VIP".into(),
        price_list: Some(PriceListId::new("b")),
        discount: percent("10"),
    };
    store.put_group(&vip).unwrap();
    for item in items() {
        store.put_item(&item).unwrap();
    }
    for (n, last, first, group) in
        [(1, "Lefèvre", "Claire", Some(&vip)), (2, "Durand", "Luc", None), (3, "Martin", "Zoé", None)]
    {
        store.put_customer(&customer(n, last, first, group)).unwrap();
    }
    store.open_account(person(1), Some(eur("100"))).unwrap();
    store.open_account(person(2), None).unwrap();
    store.set_hold(person(2), Some("chèque impayé".into())).unwrap();
}

fn customer(n: u64, last: &str, first: &str, group: Option<&Group>) -> Customer {
    let person = Person { last_name: last.into(), first_name: first.into(), ..Person::default() };
    Customer {
        id: self::person(n),
        person,
        group: group.cloned(),
        cards: vec![format!("CF-{n}")],
        since: "2025-01-01".parse().unwrap(),
        tags: std::collections::BTreeSet::new(),
        sponsor: None,
        dealings: Dealings::default(),
    }
}

/// A shirt, a belt, a book that is never discounted, tea by the kilogram, a gift voucher.
fn items() -> Vec<Item> {
    let item = |sku: &str, label: &str, department: &str, price: &str, rate: &str| Item {
        sku: Sku::new(sku),
        label: label.into(),
        kind: LineKind::Item,
        department: DepartmentId::new(department),
        departments: vec![],
        vat_rate: VatRate::parse(rate).unwrap(),
        price: eur(price),
        prices: BTreeMap::new(),
        cost: None,
        unit: Unit::Piece,
        discountable: true,
        tags: std::collections::BTreeSet::new(),
        points: comptoir_domain::quantity::Points::ZERO,
        codes: vec![],
    };
    let shirt = Item {
        prices: BTreeMap::from([(PriceListId::new("b"), eur("45"))]),
        codes: vec![SHIRT_EAN.into()],
        ..item("CHE", "Chemise", "chemises", "49.90", "20")
    };
    let book = Item { discountable: false, ..item("LIV", "Livre", "livres", "20", "5.5") };
    let tea = Item { unit: Unit::Kilogram, ..item("THE", "Thé", "épicerie", "40", "5.5") };
    let sugar = item("SUC", "Sucre", "épicerie", "2", "5.5");
    let wine = item("VIN", "Vin", "épicerie", "12", "20");
    let gift = Item { kind: LineKind::GiftVoucher, ..item("CADEAU", "Chèque-cadeau", "livres", "20", "0") };
    vec![shirt, item("CEI", "Ceinture", "homme", "35", "20"), book, tea, sugar, wine, gift]
}
