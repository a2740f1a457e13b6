//! The life of a made-up shop: sales, refunds, payments of accounts, files joined and parted, changes of
//! many files and their undoing, in any order. After it every figure that is kept must be what all that
//! happened adds up to, counted by a model that knows no SQL.
//!
//! `COMPTOIR_LIFE=100000` makes it as many acts long, with as many more customers.

use std::collections::BTreeMap;

use comptoir_domain::account::{EntryDetail, EntryKind};
use comptoir_domain::customer::Customer;
use comptoir_domain::id::{CustomerId, LineId};
use comptoir_domain::indicators::Indicators;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::PaidSale;
use comptoir_domain::tender::{Tender, TenderKind};

use crate::testing::{commit, customer, customer_id, day, instant, memory, records, refund_of, sale};
use crate::{Hand, NewAccountEntry, Store};

const ACTS: u64 = 1_500;
/// Acts for each customer: of a long life there are more customers, as of a shop that grows.
const ACTS_EACH: u64 = 25;
const CHECKS: u64 = 10;

/// Numbers that look like chance, the same each time (Weyl sequence, mixed).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 31) % most
    }
}

/// What the model knows.
struct Life {
    store: Store,
    customers: u64,
    dice: Dice,
    today: u64,
    paid: Vec<PaidSale>,
    payments: Vec<CustomerId>,
    /// What was put on accounts and paid of them, by the id that it was made with.
    owed: BTreeMap<CustomerId, Money>,
    /// The file that each one was joined to.
    joined: BTreeMap<CustomerId, CustomerId>,
    batches: Vec<i64>,
    done: BTreeMap<&'static str, u64>,
}

impl Life {
    fn begin(acts: u64) -> Self {
        let customers = (acts / ACTS_EACH).max(2);
        let mut store = memory();
        for n in 0..customers {
            let mut person = customer(n, &format!("Nom{n}"), "Zoé");
            person.cards = vec![format!("CF-{n}")];
            store.put_customer(&person).unwrap();
            store.open_account(person.id, None).unwrap();
        }
        Self {
            store,
            customers,
            dice: Dice(22_112_026),
            today: 0,
            paid: Vec::new(),
            payments: Vec::new(),
            owed: BTreeMap::new(),
            joined: BTreeMap::new(),
            batches: Vec::new(),
            done: BTreeMap::new(),
        }
    }

    fn hand(&self) -> Hand<'static> {
        Hand { at: instant(self.today), operator: "Ana", batch: None }
    }

    fn file_of(&self, id: CustomerId) -> CustomerId {
        self.joined.get(&id).map_or(id, |kept| self.file_of(*kept))
    }

    fn anybody(&mut self) -> CustomerId {
        customer_id(self.dice.below(self.customers))
    }

    /// A file that is there, found by an id that may have been joined to it.
    fn somebody(&mut self) -> Customer {
        let id = self.anybody();
        self.store.customer(id).unwrap().unwrap()
    }

    fn act(&mut self) {
        self.today += u64::from(self.dice.below(40) == 0);
        let done = match self.dice.below(100) {
            0..50 => self.buy(),
            50..65 => self.give_back(),
            65..78 => self.pay(),
            78..84 => self.join(),
            84..90 => self.part(),
            90..96 => self.change(),
            _ => self.undo(),
        };
        *self.done.entry(done).or_default() += 1;
    }

    fn buy(&mut self) -> &'static str {
        let who = (self.dice.below(5) > 0).then(|| self.somebody());
        let cents = i64::try_from(1 + self.dice.below(20_000)).unwrap();
        let weight = format!("{}.{:03}", self.dice.below(3), 1 + self.dice.below(900));
        let mut paid = sale(&self.store, who.as_ref(), self.today, &[(cents, "1"), (350, weight.as_str())]);
        if who.is_some() && self.dice.below(3) == 0 {
            paid.tenders = vec![Tender::of(TenderKind::OnAccount, paid.total)];
            paid.movements.account = paid.total;
        }
        // A draft that was parked before its customer's file was joined names the file that is gone.
        if let Some(named) = paid.customer.as_mut().filter(|_| self.dice.below(4) == 0) {
            let whole = self.joined.iter().find(|(_, kept)| **kept == named.id);
            named.id = whole.map_or(named.id, |(gone, _)| *gone);
        }
        self.book(paid);
        "sale"
    }

    fn give_back(&mut self) -> &'static str {
        let sales: Vec<usize> = (0..self.paid.len()).filter(|n| !self.paid[*n].is_refund()).collect();
        let Some(last) = u64::try_from(sales.len()).ok().filter(|count| *count > 0) else { return "nothing" };
        let of = self.paid[sales[usize::try_from(self.dice.below(last)).unwrap()]].clone();
        let asked = match self.dice.below(2) {
            0 => Asked::Whole,
            _ => Asked::Lines(BTreeMap::from([(LineId(1), Quantity::parse("0.5").unwrap())])),
        };
        let Some(mut back) = refund_of(&self.store, &of, self.today, &asked) else { return "nothing" };
        if of.movements.account != Money::ZERO {
            back.tenders = vec![Tender::of(TenderKind::OnAccount, back.total)];
            back.movements.account = back.total;
        }
        self.book(back);
        "refund"
    }

    fn book(&mut self, paid: PaidSale) {
        commit(&mut self.store, &paid).unwrap();
        if let Some(who) = &paid.customer {
            *self.owed.entry(who.id).or_default() += paid.movements.account;
        }
        self.paid.push(paid);
    }

    fn pay(&mut self) -> &'static str {
        // What is paid on a file counts for the one that it was joined to, and stays there.
        let asked = self.anybody();
        let who = self.file_of(asked);
        let amount = Money::from_cents(i64::try_from(1 + self.dice.below(3_000)).unwrap());
        let key = format!("pay/{}", self.payments.len());
        let entry = NewAccountEntry {
            key: &key,
            customer: asked,
            kind: EntryKind::Payment,
            delta: -amount,
            day: day(self.today),
            due: None,
            detail: &EntryDetail::default(),
            told: &[],
        };
        let records = records(&self.store);
        for is_new in [true, false] {
            assert_eq!(self.store.post_account(&entry, &records, None).unwrap().is_new, is_new, "a retry is harmless");
        }
        *self.owed.entry(who).or_default() -= amount;
        self.payments.push(who);
        "payment"
    }

    fn join(&mut self) -> &'static str {
        let (kept, gone) = (self.somebody(), self.somebody());
        let hand = self.hand();
        if kept.id == gone.id {
            assert!(self.store.join_files(&kept, gone.id, &hand).is_err());
            return "nothing";
        }
        let mut whole = kept.clone();
        whole.cards.extend(gone.cards.clone());
        self.store.join_files(&whole, gone.id, &hand).unwrap();
        self.joined.insert(gone.id, kept.id);
        "join"
    }

    fn part(&mut self) -> &'static str {
        let Some(count) = u64::try_from(self.joined.len()).ok().filter(|count| *count > 0) else { return "nothing" };
        let nth = usize::try_from(self.dice.below(count)).unwrap();
        let (gone, kept) = self.joined.iter().nth(nth).map(|(gone, kept)| (*gone, *kept)).unwrap();
        let hand = self.hand();
        let parted = self.store.part_files(gone, &hand);
        if self.joined.contains_key(&kept) {
            assert!(parted.is_err(), "the file that was kept is itself part of another one");
            return "nothing";
        }
        assert_eq!(parted.unwrap().id, gone);
        self.joined.remove(&gone);
        "part"
    }

    fn change(&mut self) -> &'static str {
        let batch = self.store.open_batch("bulk", "ville", &self.hand()).unwrap();
        let hand = Hand { batch: Some(batch), ..self.hand() };
        for _ in 0..3 {
            let mut file = self.somebody();
            file.person.city = Some(format!("Ville{}", self.dice.below(9)));
            self.store.write_file(&file, &hand).unwrap();
        }
        self.batches.push(batch);
        "change"
    }

    fn undo(&mut self) -> &'static str {
        let Some(batch) = self.batches.pop() else { return "nothing" };
        let hand = self.hand();
        self.store.undo_batch(batch, &hand, &mut |_| ()).unwrap();
        "undo"
    }

    fn check(&mut self) {
        let mut expected: BTreeMap<CustomerId, Indicators> = BTreeMap::new();
        for paid in &self.paid {
            if let Some(who) = &paid.customer {
                expected.entry(self.file_of(who.id)).or_default().count(paid);
            }
        }
        for who in &self.payments {
            expected.entry(self.file_of(*who)).or_default().operations += 1;
        }
        let mut balances: BTreeMap<CustomerId, Money> = BTreeMap::new();
        for (who, owed) in &self.owed {
            *balances.entry(self.file_of(*who)).or_default() += *owed;
        }
        for id in (0..self.customers).map(customer_id) {
            let file = self.file_of(id);
            assert_eq!(self.store.file_of(id).unwrap(), file);
            assert_eq!(self.store.customer(id).unwrap().unwrap().id, file);
            assert_eq!(self.store.indicators(id).unwrap(), expected.get(&file).cloned().unwrap_or_default());
            let balance = balances.get(&file).copied().unwrap_or_default();
            assert_eq!(self.store.account(id).unwrap().unwrap().balance, balance);
            let ledger = self.store.account_ledger(id).unwrap();
            assert_eq!(ledger.balance(), balance);
            for posting in ledger.postings() {
                let left = ledger.left(posting);
                assert!(!left.is_negative() && left <= posting.delta.abs(), "{posting:?} has {left} left");
            }
            let by_day: Money =
                self.store.purchase_days(id, (day(0), day(100_000))).unwrap().iter().map(|day| day.revenue_gross).sum();
            assert_eq!(by_day, expected.get(&file).map(|figures| figures.revenue_gross).unwrap_or_default());
        }
        let files = self.customers - self.joined.len() as u64;
        assert_eq!(self.store.count_customers().unwrap(), files);
        assert_eq!(self.misplaced(), 0, "a list is ordered by other figures");
        assert_eq!(self.store.rebuild_indicators().unwrap(), 0, "a recount finds other figures");
    }

    /// How many are listed elsewhere than their figures say.
    fn misplaced(&self) -> i64 {
        let sql = "SELECT count(*) FROM person p LEFT JOIN indicators i ON i.row = p.row
                   WHERE (p.last_visit, p.revenue) IS NOT (i.last_visit, coalesce(i.revenue_gross, 0))";
        self.store.conn.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

#[test]
fn after_a_long_life_every_figure_is_what_all_that_happened_adds_up_to() {
    let acts = std::env::var("COMPTOIR_LIFE").map_or(ACTS, |text| text.parse().unwrap());
    let mut life = Life::begin(acts);
    for n in 1..=acts {
        life.act();
        if n % (acts / CHECKS).max(1) == 0 {
            life.check();
        }
    }
    println!("{:?}", life.done);
    for act in ["sale", "refund", "payment", "join", "part", "change", "undo"] {
        assert!(life.done.get(act).is_some_and(|count| *count > 0), "no {act} happened");
    }
}
