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

pub(super) fn customer(customer: &CustomerFact) -> wf::Customer {
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

pub(super) fn counter(counter: &CounterFact) -> wf::Counter {
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

pub(super) fn answer(answer: &HistoryAnswer) -> wf::Answer {
    match answer {
        HistoryAnswer::Number(number) => wf::Answer::Number(exact(*number)),
        HistoryAnswer::Money(amount) => wf::Answer::Money(amount.cents()),
        HistoryAnswer::Day(day) => wf::Answer::Day(date(*day)),
        HistoryAnswer::Nothing => wf::Answer::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{NaiveDate, NaiveTime};
    use comptoir_domain::facts::{Lot, WaitingFact};
    use comptoir_domain::id::{LineId, Sku};
    use comptoir_domain::money::Money;
    use comptoir_domain::quantity::{Points, Quantity};
    use comptoir_domain::rate::VatRate;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::super::{day, money, number, points};
    use super::*;

    /// What a guest makes of a sale: the same facts, if nothing was lost on the way.
    fn read(sale: &wf::Sale) -> SaleFacts {
        let points = |given| points(given, "x").unwrap();
        let customer = |customer: &wf::Customer| CustomerFact {
            group: customer.group.clone(),
            tags: customer.tags.iter().cloned().collect(),
            birthday: customer.birthday.map(|wf::Birthday { month, day, year }| Birthday {
                month: month.into(),
                day: day.into(),
                year,
            }),
            postcode: customer.postcode.clone(),
            member_since: customer.member_since.map(|since| day(since).unwrap()),
            sponsored: customer.sponsored,
        };
        let lot = |lot: &wf::Lot| Lot { amount: points(lot.amount), expires: day(lot.expires).unwrap() };
        let counter = |counter: &wf::Counter| CounterFact {
            name: counter.name.clone(),
            balance: points(counter.balance),
            pending: points(counter.pending),
            lots: counter.lots.iter().map(lot).collect(),
            room: counter.room.map(points),
        };
        let offer = |offer: &wf::AnsweredOffer| OfferFact {
            offer: offer.offer.clone(),
            state: match offer.state {
                wf::OfferState::Open => OfferState::Open,
                wf::OfferState::Taken => OfferState::Taken,
                wf::OfferState::Later => OfferState::Later,
            },
            part: offer.part.map(points),
            choice: offer.choice.clone(),
        };
        let waiting = |waiting: &wf::WaitingOffer| WaitingFact {
            offer: waiting.offer.clone(),
            since: day(waiting.since).unwrap(),
        };
        let answer = |answer: &wf::Answer| match answer {
            wf::Answer::Number(given) => HistoryAnswer::Number(number(*given).unwrap()),
            wf::Answer::Money(cents) => HistoryAnswer::Money(money(*cents).unwrap()),
            wf::Answer::Day(given) => HistoryAnswer::Day(day(*given).unwrap()),
            wf::Answer::Nothing => HistoryAnswer::Nothing,
        };
        SaleFacts {
            event: match sale.event {
                wf::Event::Draft => Event::Draft,
                wf::Event::Paid => Event::Paid,
                wf::Event::Identified => Event::Identified,
            },
            day: day(sale.day).unwrap(),
            time: NaiveTime::from_num_seconds_from_midnight_opt(u32::from(sale.minute) * 60, 0).unwrap(),
            lines: sale.lines.iter().map(|line| read_line(sale, line)).collect(),
            customer: sale.customer.as_ref().map(customer),
            counters: sale.counters.iter().map(counter).collect(),
            offers: sale.offers.iter().map(offer).collect(),
            waiting: sale.waiting.iter().map(waiting).collect(),
            history: sale.history.iter().map(answer).collect(),
        }
    }

    fn read_line(sale: &wf::Sale, line: &wf::Line) -> LineFact {
        let item = &sale.items[line.item as usize];
        let path = std::iter::successors(Some(item.department), |at| sale.departments[*at as usize].parent);
        LineFact {
            id: LineId(line.id),
            kind: match line.kind {
                wf::LineKind::Item => LineKind::Item,
                wf::LineKind::GiftVoucher => LineKind::GiftVoucher,
                wf::LineKind::Reward => LineKind::Reward,
            },
            sku: Sku::new(&item.sku),
            label: item.label.clone(),
            departments: path.map(|at| DepartmentId::new(&sale.departments[at as usize].code)).collect(),
            quantity: Quantity::new(number(line.quantity).unwrap()).unwrap(),
            unit_price: money(line.unit_price).unwrap(),
            amount: money(line.amount).unwrap(),
            prior_discount: money(line.prior_discount).unwrap(),
            gross: money(line.gross).unwrap(),
            vat_rate: VatRate::new(line.vat).unwrap(),
            discountable: line.discountable,
            tags: item.tags.iter().cloned().collect(),
            points: points(item.points, "x").unwrap(),
            cost: item.cost.map(|cost| money(cost).unwrap()),
        }
    }

    fn some_points() -> impl Strategy<Value = Points> {
        (-10_000_000i64..10_000_000).prop_map(Points::from_ten_thousandths)
    }

    fn some_day() -> impl Strategy<Value = NaiveDate> {
        (700_000i32..800_000).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
    }

    fn some_words() -> impl Strategy<Value = BTreeSet<String>> {
        prop::collection::btree_set("[a-c]{1,2}", 0..3)
    }

    fn some_line() -> impl Strategy<Value = LineFact> {
        let item = ("[ab]", "[xy]", prop::collection::vec("[a-c]", 1..4), some_words(), some_points());
        let amounts = (1i64..100_000_000, 0i64..1_000_000_000, -5_000i64..5_000, 0u32..=100_000);
        (item, amounts, prop::option::of(0i64..9_000), 0u8..3, any::<bool>()).prop_map(
            |((sku, label, path, tags, points), (thousandths, cents, off, vat), cost, kind, discountable)| LineFact {
                id: LineId(0),
                kind: [LineKind::Item, LineKind::GiftVoucher, LineKind::Reward][usize::from(kind)],
                sku: Sku::new(sku),
                label,
                departments: path.into_iter().map(DepartmentId::new).collect(),
                quantity: Quantity::new(Decimal::new(thousandths, 3)).unwrap(),
                unit_price: Money::from_cents(cents),
                amount: Money::from_cents(cents + 1),
                prior_discount: Money::from_cents(off),
                gross: Money::from_cents(cents - off),
                vat_rate: VatRate::new(vat).unwrap(),
                discountable,
                tags,
                points,
                cost: cost.map(Money::from_cents),
            },
        )
    }

    fn some_customer() -> impl Strategy<Value = CustomerFact> {
        let birthday = (1u32..13, 1u32..29, prop::option::of(1900i32..2020));
        let birthday = birthday.prop_map(|(month, day, year)| Birthday { month, day, year });
        let birthday = prop::option::of(birthday);
        let parts = (prop::option::of("[a-z]{2}"), some_words(), birthday, prop::option::of("[0-9]{5}"), any::<bool>());
        (parts, prop::option::of(some_day())).prop_map(
            |((group, tags, birthday, postcode, sponsored), member_since)| CustomerFact {
                group,
                tags,
                birthday,
                postcode,
                member_since,
                sponsored,
            },
        )
    }

    fn some_counter() -> impl Strategy<Value = CounterFact> {
        let lot = (some_points(), some_day()).prop_map(|(amount, expires)| Lot { amount, expires });
        let lots = prop::collection::vec(lot, 0..3);
        ("[a-z]{1,4}", some_points(), some_points(), lots, prop::option::of(some_points()))
            .prop_map(|(name, balance, pending, lots, room)| CounterFact { name, balance, pending, lots, room })
    }

    fn some_answer() -> impl Strategy<Value = HistoryAnswer> {
        prop_oneof![
            (any::<i32>(), 0u32..10)
                .prop_map(|(units, scale)| HistoryAnswer::Number(Decimal::new(units.into(), scale).normalize())),
            (-9_000i64..9_000).prop_map(|cents| HistoryAnswer::Money(Money::from_cents(cents))),
            some_day().prop_map(HistoryAnswer::Day),
            Just(HistoryAnswer::Nothing),
        ]
    }

    fn some_sale() -> impl Strategy<Value = SaleFacts> {
        let offer = ("[a-z]", 0usize..3, prop::option::of(some_points()), prop::option::of("[a-z]"));
        let offer = offer.prop_map(|(offer, state, part, choice)| {
            let state = [OfferState::Open, OfferState::Taken, OfferState::Later][state];
            OfferFact { offer, state, part, choice }
        });
        let waiting = ("[a-z]", some_day()).prop_map(|(offer, since)| WaitingFact { offer, since });
        let lists = (
            prop::collection::vec(some_line(), 0..8),
            prop::collection::vec(some_counter(), 0..3),
            prop::collection::vec(offer, 0..3),
            prop::collection::vec(waiting, 0..3),
            prop::collection::vec(some_answer(), 0..5),
        );
        (0usize..3, some_day(), 0u32..1440, prop::option::of(some_customer()), lists).prop_map(
            |(event, day, minute, customer, (lines, counters, offers, waiting, history))| SaleFacts {
                event: [Event::Draft, Event::Paid, Event::Identified][event],
                day,
                time: NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap(),
                lines: lines.into_iter().zip(1..).map(|(line, id)| LineFact { id: LineId(id), ..line }).collect(),
                customer,
                counters,
                offers,
                waiting,
                history,
            },
        )
    }

    proptest! {
        #[test]
        fn nothing_is_lost_on_the_way_to_a_component(facts in some_sale()) {
            let told = sale(&facts);
            prop_assert_eq!(read(&told), facts);
            // Each item and department once.
            let items: BTreeSet<String> = told.items.iter().map(|item| format!("{item:?}")).collect();
            prop_assert_eq!(items.len(), told.items.len());
            let departments: BTreeSet<String> = told.departments.iter().map(|place| format!("{place:?}")).collect();
            prop_assert_eq!(departments.len(), told.departments.len());
        }
    }

    #[test]
    fn an_item_without_a_department_has_one_without_a_code() {
        let path: [DepartmentId; 0] = [];
        let mut shelves = Shelves::default();
        assert_eq!(shelves.department(&path), 0);
        let [only] = shelves.departments.all.as_slice() else { panic!("one department") };
        assert_eq!((only.code.as_str(), only.parent), ("", None));
    }
}
