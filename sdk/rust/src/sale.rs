//! The facts: one sale as the till sees it.

mod candidate;
mod customer;
mod facts;
mod line;
mod lines;

use alloc::vec::Vec;

pub use self::candidate::Candidate;
pub use self::customer::{Counter, Customer, Lot, OfferAnswer};
pub(crate) use self::facts::Facts;
pub use self::line::{Item, Line, LineKind};
pub use self::lines::Lines;
use crate::calendar::Date;
use crate::contract;
use crate::fault::{Fault, Result};
use crate::history::{FromAnswer, Plan, Question};

/// What the till asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The draft changed: what would come of it if it were paid now?
    Draft,
    /// The sale is being paid: the answer is applied.
    Paid,
    /// The customer was identified just now; otherwise as a draft. Only programs whose manifest listens to
    /// `identified` are told; others are asked about a draft.
    Identified,
}

/// One sale: its day, lines and customer, and what the till remembers of the customer for the program.
///
/// ```
/// use comptoir_sdk::testing::SaleBuilder;
///
/// let sale = SaleBuilder::new().line("30.00").department("livres").line("5.00").build()?;
/// let books = sale.select(|line| line.departments().any(|code| code == "livres"));
/// assert_eq!(books.gross()?.cents(), 30_00);
/// # Ok::<(), comptoir_sdk::Fault>(())
/// ```
#[derive(Debug)]
pub struct Sale {
    facts: Facts,
    plan: Plan,
}

impl Sale {
    /// Takes the facts as the till gives them, and the plan whose questions they answer.
    ///
    /// # Errors
    ///
    /// Facts that contradict each other: a line of no item, a number that no counter keeps.
    pub(crate) fn new(facts: contract::facts::Sale, plan: Plan) -> Result<Self> {
        Ok(Self { facts: Facts::read(facts)?, plan })
    }

    /// Gives what the till asks about.
    #[must_use]
    pub const fn event(&self) -> Event {
        self.facts.event
    }

    /// Gives the business day.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.facts.day
    }

    /// Gives the local time at the till in minutes since midnight.
    #[must_use]
    pub const fn minute(&self) -> u16 {
        self.facts.minute
    }

    /// Goes through the lines in the order of the receipt.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = Line<'_>> + ExactSizeIterator {
        self.facts.lines.iter().map(|line| Line::new(&self.facts, line))
    }

    /// Selects the lines that qualify.
    #[must_use]
    pub fn select(&self, qualifies: impl FnMut(&Line<'_>) -> bool) -> Lines<'_> {
        self.lines().filter(qualifies).collect()
    }

    /// Gives the customer, once identified.
    #[must_use]
    pub fn customer(&self) -> Option<Customer<'_>> {
        self.facts.customer.as_ref().map(Customer::new)
    }

    /// Gives one of the program's counters for this customer, before this sale: empty without a customer.
    #[must_use]
    pub fn counter(&self, name: &str) -> Counter<'_> {
        let found = self.facts.counters.iter().find(|counter| counter.name == name);
        found.map_or(Counter::EMPTY, |found| found.counter())
    }

    /// Gives what the cashier answered to an offer of the program: open when nothing.
    #[must_use]
    pub fn offer(&self, id: &str) -> OfferAnswer<'_> {
        let found = self.facts.offers.iter().find(|offer| offer.id == id);
        found.map_or(OfferAnswer::OPEN, |found| found.answer())
    }

    /// Gives the day of the earlier sale since which an offer of the program waits.
    #[must_use]
    pub fn waiting_since(&self, offer: &str) -> Option<Date> {
        self.facts.waiting.iter().find(|(id, _)| id == offer).map(|&(_, since)| since)
    }

    /// Gives the answer to a question that the program [planned](crate::Policy::plan) to ask. Without a
    /// customer nothing was ever bought: zero, or no day.
    ///
    /// # Errors
    ///
    /// A question that is not in the plan, or an answer that is not of its kind.
    pub fn answer<T: FromAnswer>(&self, question: &Question<T>) -> Result<T> {
        answered((&self.plan, &self.facts.history), self.facts.customer.is_some(), question)
    }
}

/// Finds the answer to a question by its place in the plan.
fn answered<T: FromAnswer>(
    (plan, history): (&Plan, &[contract::facts::Answer]),
    is_identified: bool,
    question: &Question<T>,
) -> Result<T> {
    let Some(place) = plan.place(question.contract()) else {
        return Err(Fault::new("a question is not in the plan"));
    };
    match history.get(place) {
        Some(answer) => T::from_answer(answer).ok_or(Fault::new("an answer is not of its question's kind")),
        None if !is_identified => Ok(T::NOTHING),
        None => Err(Fault::new("a question of the plan has no answer")),
    }
}

impl<'a> FromIterator<Line<'a>> for Lines<'a> {
    fn from_iter<I: IntoIterator<Item = Line<'a>>>(lines: I) -> Self {
        Self::new(lines.into_iter().collect::<Vec<_>>())
    }
}
