//! The facts of a sale, as the contract lays them out: items and departments once each.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::Timelike;
use comptoir_domain::customer::Birthday;
use comptoir_domain::facts::{
    CounterFact, CustomerFact, Event, HistoryAnswer, LineFact, LineKind, OfferFact, OfferState, SaleFacts,
};
use comptoir_domain::id::DepartmentId;

use super::super::wit::comptoir::policy::facts as wf;
use super::{date, exact, small};

pub(in crate::wasm) fn sale(sale: &SaleFacts) -> wf::Sale {
    let minute = sale.time.hour() * 60 + sale.time.minute();
    let mut shelves = Shelves::default();
    let lines = sale.lines.iter().map(|fact| line(fact, shelves.item(fact))).collect();
    wf::Sale {
        event: match sale.event {
            Event::Draft => wf::Event::Draft,
            Event::Paid => wf::Event::Paid,
            Event::Identified => wf::Event::Identified,
        },
        day: date(sale.day),
        minute: u16::try_from(minute).expect("a day has 1440 minutes"),
        lines,
        items: shelves.items.all,
        departments: shelves.departments.all,
        customer: sale.customer.as_ref().map(customer),
        counters: sale.counters.iter().map(counter).collect(),
        offers: sale.offers.iter().map(offer).collect(),
        waiting: sale
            .waiting
            .iter()
            .map(|waiting| wf::WaitingOffer { offer: waiting.offer.clone(), since: date(waiting.since) })
            .collect(),
        history: sale.history.iter().map(answer).collect(),
    }
}

/// What is written once and referred to by its place.
struct Once<K, T> {
    places: HashMap<K, u32>,
    all: Vec<T>,
}

impl<K, T> Default for Once<K, T> {
    fn default() -> Self {
        Self { places: HashMap::new(), all: Vec::new() }
    }
}

impl<K: Hash + Eq, T> Once<K, T> {
    fn push(&mut self, key: K, what: T) -> u32 {
        let place = u32::try_from(self.all.len()).expect("a sale has fewer lines than that");
        self.places.insert(key, place);
        self.all.push(what);
        place
    }
}

/// The items and departments of a sale.
#[derive(Default)]
struct Shelves<'a> {
    /// By all that is told of an item: lines of one stock-keeping unit tell the same.
    items: Once<ItemKey<'a>, wf::Item>,
    /// By the path up to the root.
    departments: Once<&'a [DepartmentId], wf::Department>,
}

type ItemKey<'a> = (&'a str, &'a str, &'a [DepartmentId], &'a std::collections::BTreeSet<String>, i64, Option<i64>);

impl<'a> Shelves<'a> {
    fn item(&mut self, fact: &'a LineFact) -> u32 {
        let cost = fact.cost.map(comptoir_domain::money::Money::cents);
        let points = fact.points.ten_thousandths();
        let key: ItemKey<'a> = (fact.sku.as_str(), &fact.label, &fact.departments, &fact.tags, points, cost);
        if let Some(place) = self.items.places.get(&key) {
            return *place;
        }
        let item = wf::Item {
            sku: fact.sku.as_str().to_owned(),
            label: fact.label.clone(),
            department: self.department(&fact.departments),
            tags: fact.tags.iter().cloned().collect(),
            points: exact(fact.points.value()),
            cost,
        };
        self.items.push(key, item)
    }

    /// Every item has a department; one that is said to have none gets one without a code.
    fn department(&mut self, path: &'a [DepartmentId]) -> u32 {
        if let Some(place) = self.departments.places.get(path) {
            return *place;
        }
        let (own, above) = path.split_first().map_or(("", path), |(own, above)| (own.as_str(), above));
        let parent = (!above.is_empty()).then(|| self.department(above));
        self.departments.push(path, wf::Department { code: own.to_owned(), parent })
    }
}

fn line(line: &LineFact, item: u32) -> wf::Line {
    wf::Line {
        id: line.id.0,
        kind: match line.kind {
            LineKind::Item => wf::LineKind::Item,
            LineKind::GiftVoucher => wf::LineKind::GiftVoucher,
            LineKind::Reward => wf::LineKind::Reward,
        },
        item,
        quantity: exact(line.quantity.value()),
        unit_price: line.unit_price.cents(),
        amount: line.amount.cents(),
        prior_discount: line.prior_discount.cents(),
        gross: line.gross.cents(),
        vat: line.vat_rate.hundred_thousandths(),
        discountable: line.discountable,
    }
}

fn customer(customer: &CustomerFact) -> wf::Customer {
    let birthday = |Birthday { month, day, year }| wf::Birthday { month: small(month), day: small(day), year };
    wf::Customer {
        group: customer.group.clone(),
        tags: customer.tags.iter().cloned().collect(),
        birthday: customer.birthday.map(birthday),
        postcode: customer.postcode.clone(),
        member_since: customer.member_since.map(date),
        sponsored: customer.sponsored,
    }
}

fn counter(counter: &CounterFact) -> wf::Counter {
    let lot =
        |lot: &comptoir_domain::facts::Lot| wf::Lot { amount: exact(lot.amount.value()), expires: date(lot.expires) };
    wf::Counter {
        name: counter.name.clone(),
        balance: exact(counter.balance.value()),
        pending: exact(counter.pending.value()),
        lots: counter.lots.iter().map(lot).collect(),
        room: counter.room.map(|room| exact(room.value())),
    }
}

fn offer(offer: &OfferFact) -> wf::AnsweredOffer {
    wf::AnsweredOffer {
        offer: offer.offer.clone(),
        state: match offer.state {
            OfferState::Open => wf::OfferState::Open,
            OfferState::Taken => wf::OfferState::Taken,
            OfferState::Later => wf::OfferState::Later,
        },
        part: offer.part.map(|part| exact(part.value())),
        choice: offer.choice.clone(),
    }
}

fn answer(answer: &HistoryAnswer) -> wf::Answer {
    match answer {
        HistoryAnswer::Number(number) => wf::Answer::Number(exact(*number)),
        HistoryAnswer::Money(amount) => wf::Answer::Money(amount.cents()),
        HistoryAnswer::Day(day) => wf::Answer::Day(date(*day)),
        HistoryAnswer::Nothing => wf::Answer::Nothing,
    }
}
