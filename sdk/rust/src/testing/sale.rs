//! Sales as tests write them.

use std::string::{String, ToString};
use std::vec::Vec;

use super::read::{date, decimal, money, try_birthday, try_minute};
use crate::contract::{facts, history, types};
use crate::fault::Result;
use crate::history::{FromAnswer, Plan, Question};
use crate::numbers::Points;
use crate::sale::{Event, Sale};

/// A sale for a test, built step by step. What is said of a line or a counter is said of the last one.
///
/// It starts as a sale that is being paid on 2026-11-22, a Sunday, at 10:00, without a customer and without lines.
/// A line is one piece of an item of its own, at 20 % VAT, that may be discounted.
///
/// ```
/// use comptoir_sdk::testing::SaleBuilder;
///
/// let sale = SaleBuilder::new()
///     .day("2026-12-24")
///     .customer()
///     .birthday("12-24")
///     .counter("points", 150)
///     .line("10.00")
///     .department("livres")
///     .line("19.99")
///     .quantity("0.250");
/// # let _ = sale.build()?;
/// # Ok::<(), comptoir_sdk::Fault>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct SaleBuilder {
    facts: facts::Sale,
    answers: Vec<(history::Question, facts::Answer)>,
}

impl Default for SaleBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl SaleBuilder {
    /// Starts a sale.
    pub fn new() -> Self {
        let facts = facts::Sale {
            event: facts::Event::Paid,
            day: types::Date { year: 2026, month: 11, day: 22 },
            minute: 600,
            lines: Vec::new(),
            items: Vec::new(),
            departments: Vec::new(),
            customer: None,
            counters: Vec::new(),
            offers: Vec::new(),
            waiting: Vec::new(),
            history: Vec::new(),
        };
        Self { facts, answers: Vec::new() }
    }

    /// Makes it the sale that a program reads, outside of an evaluation.
    ///
    /// # Errors
    ///
    /// Facts that contradict each other.
    pub fn build(&self) -> Result<Sale> {
        Sale::new(self.facts(&Plan::default()), Plan::default())
    }

    /// Gives the facts with the answers in the order of a plan; what was not answered is nothing.
    pub(crate) fn facts(&self, plan: &Plan) -> facts::Sale {
        let answer = |question: &history::Question| {
            let known = self.answers.iter().rfind(|(known, _)| known == question);
            known.map_or(facts::Answer::Nothing, |(_, answer)| *answer)
        };
        let identified = self.facts.customer.is_some();
        let history = plan.questions().iter().filter(|_| identified).map(answer).collect();
        facts::Sale { history, ..self.facts.clone() }
    }

    /// Says what the till asks about.
    pub fn event(mut self, event: Event) -> Self {
        self.facts.event = match event {
            Event::Draft => facts::Event::Draft,
            Event::Paid => facts::Event::Paid,
            Event::Identified => facts::Event::Identified,
        };
        self
    }

    /// Sets the business day: `2026-11-22`.
    #[track_caller]
    pub fn day(mut self, day: &str) -> Self {
        self.facts.day = date(day).into();
        self
    }

    /// Sets the time: `18:30`.
    #[track_caller]
    pub fn time(mut self, time: &str) -> Self {
        self.facts.minute = try_minute(time).unwrap_or_else(|| panic!("not a time of day: {time:?}"));
        self
    }

    /// Identifies a customer. What is said of the customer or of counters does so too.
    pub fn customer(self) -> Self {
        self.of_customer(|_| {})
    }

    /// Sets the customer's group.
    pub fn group(self, group: &str) -> Self {
        self.of_customer(|customer| customer.group = Some(group.to_string()))
    }

    /// Puts a word on the customer's file.
    pub fn customer_tag(self, tag: &str) -> Self {
        self.of_customer(|customer| customer.tags.push(tag.to_string()))
    }

    /// Sets the customer's birthday: `12-24`, or `1980-12-24`.
    #[track_caller]
    pub fn birthday(self, day: &str) -> Self {
        let birthday = try_birthday(day).unwrap_or_else(|| panic!("not a birthday: {day:?}"));
        let (month, day, year) = (birthday.month(), birthday.day(), birthday.year());
        self.of_customer(|customer| customer.birthday = Some(facts::Birthday { month, day, year }))
    }

    /// Sets the customer's postcode.
    pub fn postcode(self, postcode: &str) -> Self {
        self.of_customer(|customer| customer.postcode = Some(postcode.to_string()))
    }

    /// Sets the day the customer's file was opened: `2026-11-22`.
    #[track_caller]
    pub fn member_since(self, day: &str) -> Self {
        let day = date(day);
        self.of_customer(|customer| customer.member_since = Some(day.into()))
    }

    /// Lets another customer have brought this one.
    pub fn sponsored(self) -> Self {
        self.of_customer(|customer| customer.sponsored = true)
    }

    /// Answers a question about the customer's past. What the program asks besides is answered with nothing.
    pub fn answer<T: FromAnswer>(mut self, question: &Question<T>, answer: T) -> Self {
        self.answers.push((question.contract().clone(), answer.to_answer()));
        self
    }

    /// Adds a counter with what can be spent of it.
    pub fn counter(self, name: &str, balance: impl Into<Points>) -> Self {
        let mut sale = self.customer();
        sale.facts.counters.push(facts::Counter {
            name: name.to_string(),
            balance: balance.into().into(),
            pending: Points::ZERO.into(),
            lots: Vec::new(),
            room: None,
        });
        sale
    }

    /// Says what was earned on the counter and cannot be spent yet.
    #[track_caller]
    pub fn pending(self, amount: impl Into<Points>) -> Self {
        let amount = amount.into();
        self.of_counter(|counter| counter.pending = amount.into())
    }

    /// Lets a part of the counter's balance expire: `lot(20, "2026-12-31")`.
    #[track_caller]
    pub fn lot(self, amount: impl Into<Points>, expires: &str) -> Self {
        let (amount, expires) = (amount.into().into(), date(expires).into());
        self.of_counter(|counter| counter.lots.push(facts::Lot { amount, expires }))
    }

    /// Caps what the counter may still earn in this sale.
    #[track_caller]
    pub fn room(self, room: impl Into<Points>) -> Self {
        let room = room.into();
        self.of_counter(|counter| counter.room = Some(room.into()))
    }

    /// Takes an offer.
    pub fn taken(self, offer: &str) -> Self {
        self.answered(offer, facts::OfferState::Taken, None, None)
    }

    /// Takes a part of an offer.
    pub fn taken_part(self, offer: &str, part: impl Into<Points>) -> Self {
        self.answered(offer, facts::OfferState::Taken, Some(part.into()), None)
    }

    /// Takes one of an offer's choices.
    pub fn chosen(self, offer: &str, choice: &str) -> Self {
        self.answered(offer, facts::OfferState::Taken, None, Some(choice))
    }

    /// Keeps an offer for another day.
    pub fn later(self, offer: &str) -> Self {
        self.answered(offer, facts::OfferState::Later, None, None)
    }

    /// Lets an offer wait since an earlier sale.
    #[track_caller]
    pub fn waiting(mut self, offer: &str, since: &str) -> Self {
        self.facts.waiting.push(facts::WaitingOffer { offer: offer.to_string(), since: date(since).into() });
        self
    }

    /// Adds a line: one piece of an item at a price.
    #[track_caller]
    pub fn line(mut self, price: &str) -> Self {
        let id = u32::try_from(self.facts.lines.len()).unwrap_or(u32::MAX) + 1;
        self.facts.items.push(facts::Item {
            sku: std::format!("ITEM-{id}"),
            label: std::format!("Item {id}"),
            department: 0,
            tags: Vec::new(),
            points: Points::ZERO.into(),
            cost: None,
        });
        self.facts.lines.push(facts::Line {
            id,
            kind: facts::LineKind::Item,
            item: id - 1,
            quantity: decimal("1").into(),
            unit_price: money(price).cents(),
            amount: money(price).cents(),
            prior_discount: 0,
            gross: money(price).cents(),
            vat: 20_000,
            discountable: true,
        });
        self.department("other")
    }

    /// Sets the line's quantity: `2`, `0.250`.
    #[track_caller]
    pub fn quantity(self, quantity: &str) -> Self {
        let quantity = decimal(quantity);
        self.of_line(|line| {
            let price = crate::numbers::Money::from_cents(line.unit_price);
            line.quantity = quantity.into();
            line.amount = price.times(quantity).unwrap_or_else(|fault| panic!("{fault}")).cents();
            line.gross = line.amount - line.prior_discount;
        })
    }

    /// Takes something off the line before the program is asked; after the quantity.
    #[track_caller]
    pub fn discount(self, amount: &str) -> Self {
        let amount = money(amount).cents();
        self.of_line(|line| {
            line.prior_discount = amount;
            line.gross = line.amount - amount;
        })
    }

    /// Sets the line's VAT in thousandths of a percent: 5.5 % is 5500.
    #[track_caller]
    pub fn vat(self, vat: u32) -> Self {
        self.of_line(|line| line.vat = vat)
    }

    /// Lets no program discount the line.
    #[track_caller]
    pub fn not_discountable(self) -> Self {
        self.of_line(|line| line.discountable = false)
    }

    /// Makes the line a gift voucher that the customer buys.
    #[track_caller]
    pub fn gift_voucher(self) -> Self {
        self.of_line(|line| line.kind = facts::LineKind::GiftVoucher)
    }

    /// Makes the line an item that a program gave: nothing is left to pay.
    #[track_caller]
    pub fn reward(self) -> Self {
        self.of_line(|line| {
            line.kind = facts::LineKind::Reward;
            line.prior_discount = line.amount;
            line.gross = 0;
        })
    }

    /// Sets the stock-keeping unit of the line's item.
    #[track_caller]
    pub fn sku(self, sku: &str) -> Self {
        self.of_item(|item| item.sku = sku.to_string())
    }

    /// Sets the name of the line's item.
    #[track_caller]
    pub fn label(self, label: &str) -> Self {
        self.of_item(|item| item.label = label.to_string())
    }

    /// Puts a word on the line's item.
    #[track_caller]
    pub fn tag(self, tag: &str) -> Self {
        self.of_item(|item| item.tags.push(tag.to_string()))
    }

    /// Sets the points of one of the line's item.
    #[track_caller]
    pub fn points(self, points: impl Into<Points>) -> Self {
        let points = points.into();
        self.of_item(|item| item.points = points.into())
    }

    /// Sets what one of the line's item costs the shop.
    #[track_caller]
    pub fn cost(self, cost: &str) -> Self {
        let cost = money(cost).cents();
        self.of_item(|item| item.cost = Some(cost))
    }

    /// Sets the department of the line's item, with none above it.
    #[track_caller]
    pub fn department(self, code: &str) -> Self {
        self.departments([code])
    }

    /// Sets the departments of the line's item from its own up to the root: `["quotidiens", "presse"]`.
    #[track_caller]
    pub fn departments<'a>(mut self, codes: impl IntoIterator<Item = &'a str, IntoIter: DoubleEndedIterator>) -> Self {
        let root_first = codes.into_iter().rev();
        let own = root_first.fold(None, |parent, code| Some(self.place_of(code, parent)));
        let own = own.unwrap_or_else(|| panic!("an item is in a department"));
        self.of_item(|item| item.department = own)
    }

    fn place_of(&mut self, code: &str, parent: Option<u32>) -> u32 {
        let all = &mut self.facts.departments;
        let known = all.iter().position(|known| known.code == code && known.parent == parent);
        let place = known.unwrap_or_else(|| {
            all.push(facts::Department { code: code.to_string(), parent });
            all.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    fn answered(mut self, offer: &str, state: facts::OfferState, part: Option<Points>, choice: Option<&str>) -> Self {
        self.facts.offers.push(facts::AnsweredOffer {
            offer: offer.to_string(),
            state,
            part: part.map(Into::into),
            choice: choice.map(String::from),
        });
        self
    }

    fn of_customer(mut self, change: impl FnOnce(&mut facts::Customer)) -> Self {
        change(self.facts.customer.get_or_insert_with(|| facts::Customer {
            group: None,
            tags: Vec::new(),
            birthday: None,
            postcode: None,
            member_since: None,
            sponsored: false,
        }));
        self
    }

    #[track_caller]
    fn of_counter(mut self, change: impl FnOnce(&mut facts::Counter)) -> Self {
        change(self.facts.counters.last_mut().unwrap_or_else(|| panic!("add a counter first")));
        self
    }

    #[track_caller]
    fn of_line(mut self, change: impl FnOnce(&mut facts::Line)) -> Self {
        change(self.facts.lines.last_mut().unwrap_or_else(|| panic!("add a line first")));
        self
    }

    #[track_caller]
    fn of_item(mut self, change: impl FnOnce(&mut facts::Item)) -> Self {
        change(self.facts.items.last_mut().unwrap_or_else(|| panic!("add a line first")));
        self
    }
}
