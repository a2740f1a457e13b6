//! What a program may ask about the customer's past.
//!
//! A program names its questions in [`Policy::plan`](crate::Policy::plan), and asks the sale for the answers
//! with the same questions; both follow from the settings alone, so a method of the settings is a good place
//! for each.
//!
//! ```
//! use comptoir_sdk::{Effects, Period, Plan, Policy, Question, Result, Sale, Settings, history, text};
//! # use comptoir_sdk::{Message, testing::{self, SaleBuilder}};
//!
//! #[derive(Settings)]
//! struct Regulars {
//!     days: u32,
//! }
//!
//! impl Regulars {
//!     fn visits(&self) -> Question<i64> {
//!         history::visits(Period::Days(self.days))
//!     }
//! }
//!
//! impl Policy for Regulars {
//!     fn plan(&self, plan: &mut Plan) {
//!         plan.ask(&self.visits());
//!     }
//!
//!     fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
//!         let visits = sale.answer(&self.visits())?;
//!         if out.require_at_least("why-visits", 10, visits) {
//!             out.message(Message::cashier(text!("regular", visits = visits)));
//!         }
//!         Ok(())
//!     }
//! }
//!
//! let regulars = Regulars { days: 365 };
//! let sale = SaleBuilder::new().customer().answer(&regulars.visits(), 12);
//! assert_eq!(testing::evaluate(&regulars, &sale).messages(), ["regular"]);
//! ```

use alloc::string::ToString;
use alloc::vec::Vec;
use core::marker::PhantomData;

use crate::calendar::Date;
use crate::contract::facts::Answer;
use crate::contract::history as raw;
use crate::numbers::{Decimal, Money, Points};
use crate::settings::{Departments, Items};

/// A span of business days that ends today at the latest. The sale itself never counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// All that the books know.
    Always,
    /// So many days, today included: 1 is today.
    Days(u32),
    /// A month of the calendar: 0 is this one so far, 1 the one before.
    Month(u32),
    /// A year of the calendar: 0 is this one so far, 1 the one before.
    Year(u32),
    /// From this day on.
    Since(Date),
}

impl Period {
    fn into_contract(self) -> raw::Period {
        match self {
            Self::Always => raw::Period::Always,
            Self::Days(days) => raw::Period::Days(days),
            Self::Month(ago) => raw::Period::Month(ago),
            Self::Year(ago) => raw::Period::Year(ago),
            Self::Since(day) => raw::Period::Since(day.into()),
        }
    }
}

/// One question, whose answer is a `T`.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<T> {
    raw: raw::Question,
    answer: PhantomData<T>,
}

impl<T> Question<T> {
    const fn new(raw: raw::Question) -> Self {
        Self { raw, answer: PhantomData }
    }

    pub(crate) const fn contract(&self) -> &raw::Question {
        &self.raw
    }
}

/// Which items a question is about: by their departments (those below included) or one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bought {
    departments: Vec<alloc::string::String>,
    items: Vec<alloc::string::String>,
}

impl Bought {
    /// Whatever was bought.
    #[must_use]
    pub fn anything() -> Self {
        Self::default()
    }

    /// What was bought of these departments or these items; anything when neither names any.
    #[must_use]
    pub fn of(departments: &Departments, items: &Items) -> Self {
        Self {
            departments: departments.iter().map(ToString::to_string).collect(),
            items: items.iter().map(ToString::to_string).collect(),
        }
    }

    fn into_contract(self) -> raw::Bought {
        raw::Bought { departments: self.departments, items: self.items }
    }

    fn within(self, period: Period) -> raw::BoughtIn {
        raw::BoughtIn { bought: self.into_contract(), period: period.into_contract() }
    }
}

fn named(name: &str, period: Period) -> raw::NamedIn {
    raw::NamedIn { name: name.to_string(), period: period.into_contract() }
}

/// On how many days the customer bought.
#[must_use]
pub fn visits(period: Period) -> Question<i64> {
    Question::new(raw::Question::Visits(period.into_contract()))
}

/// How many sales the customer made, refunds not counted.
#[must_use]
pub fn sales(period: Period) -> Question<i64> {
    Question::new(raw::Question::Sales(period.into_contract()))
}

/// What was paid for items, tax included, refunds taken off.
#[must_use]
pub fn revenue(period: Period) -> Question<Money> {
    Question::new(raw::Question::Revenue(period.into_contract()))
}

/// How many pieces (or kilograms, meters) of these items were bought.
#[must_use]
pub fn pieces(bought: Bought, period: Period) -> Question<Decimal> {
    Question::new(raw::Question::Pieces(bought.within(period)))
}

/// What was paid for these items, tax included.
#[must_use]
pub fn spent(bought: Bought, period: Period) -> Question<Money> {
    Question::new(raw::Question::Spent(bought.within(period)))
}

/// The day of the first sale.
#[must_use]
pub const fn first_visit() -> Question<Option<Date>> {
    Question::new(raw::Question::FirstVisit)
}

/// The day of the last sale before this one.
#[must_use]
pub const fn last_visit() -> Question<Option<Date>> {
    Question::new(raw::Question::LastVisit)
}

/// The day these items were bought last.
#[must_use]
pub fn last_bought(bought: Bought) -> Question<Option<Date>> {
    Question::new(raw::Question::LastBought(bought.into_contract()))
}

/// What one of the program's counters earned, reversals taken off.
#[must_use]
pub fn earned(counter: &str, period: Period) -> Question<Points> {
    Question::new(raw::Question::Earned(named(counter, period)))
}

/// How often an offer of the program was taken.
#[must_use]
pub fn offers_taken(offer: &str, period: Period) -> Question<i64> {
    Question::new(raw::Question::OffersTaken(named(offer, period)))
}

/// How many customers whom this one brought bought for the first time.
#[must_use]
pub fn sponsored(period: Period) -> Question<i64> {
    Question::new(raw::Question::Sponsored(period.into_contract()))
}

/// The questions of a program, in the order the till answers them. At most 32.
#[derive(Debug, Default)]
pub struct Plan(Vec<raw::Question>);

impl Plan {
    /// Asks a question; twice the same is one.
    pub fn ask<T>(&mut self, question: &Question<T>) {
        if self.place(&question.raw).is_none() {
            self.0.push(question.raw.clone());
        }
    }

    pub(crate) fn place(&self, question: &raw::Question) -> Option<usize> {
        self.0.iter().position(|known| known == question)
    }

    pub(crate) fn into_contract(self) -> Vec<raw::Question> {
        self.0
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn questions(&self) -> &[raw::Question] {
        &self.0
    }
}

/// A type that an answer about the past can have.
pub trait FromAnswer: Sized {
    /// The answer when it never happened, or nobody is identified.
    const NOTHING: Self;

    /// Reads an answer; none when it is of another kind.
    fn from_answer(answer: &Answer) -> Option<Self>;

    /// Makes the answer, for tests.
    fn to_answer(self) -> Answer;
}

macro_rules! answers {
    ($($for:ty: $nothing:expr, $read:pat => $value:expr, $write:expr;)*) => {$(
        impl FromAnswer for $for {
            const NOTHING: Self = $nothing;

            fn from_answer(answer: &Answer) -> Option<Self> {
                match *answer {
                    $read => $value,
                    Answer::Nothing => Some(Self::NOTHING),
                    _ => None,
                }
            }

            fn to_answer(self) -> Answer {
                let write: fn(Self) -> Answer = $write;
                write(self)
            }
        }
    )*};
}

answers! {
    i64: 0, Answer::Number(raw) => Decimal::from_contract(raw).ok().map(Decimal::floor),
        |number| Answer::Number(Decimal::from(number).into());
    Decimal: Self::ZERO, Answer::Number(raw) => Self::from_contract(raw).ok(), |number| Answer::Number(number.into());
    Points: Self::ZERO, Answer::Number(raw) => Self::from_contract(raw).ok(), |points| Answer::Number(points.into());
    Money: Self::ZERO, Answer::Money(cents) => Some(Self::from_cents(cents)), |amount| Answer::Money(amount.cents());
    Option<Date>: None, Answer::Day(day) => Date::from_contract(day).ok().map(Some),
        |day| day.map_or(Answer::Nothing, |day| Answer::Day(day.into()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract;
    use crate::sale::Sale;
    use crate::testing::SaleBuilder;

    fn sale(history: Vec<Answer>, plan: Plan, identified: bool) -> Sale {
        let sale = if identified { SaleBuilder::new().customer() } else { SaleBuilder::new() };
        let facts = contract::facts::Sale { history, ..sale.facts(&Plan::default()) };
        Sale::new(facts, plan).unwrap()
    }

    fn plan() -> Plan {
        let mut plan = Plan::default();
        plan.ask(&visits(Period::Days(365)));
        plan.ask(&revenue(Period::Year(1)));
        plan.ask(&visits(Period::Days(365)));
        plan.ask(&last_visit());
        plan
    }

    #[test]
    fn answers_are_found_by_their_questions() {
        assert_eq!(plan().questions().len(), 3, "the same question is asked once");
        let day = Date::new(2026, 3, 4).unwrap();
        let number = Answer::Number(Decimal::from(12).into());
        let sale = sale(vec![number, Answer::Money(25_000), Answer::Day(day.into())], plan(), true);
        assert_eq!(sale.answer(&revenue(Period::Year(1))), Ok(Money::from_cents(25_000)));
        assert_eq!(sale.answer(&visits(Period::Days(365))), Ok(12));
        assert_eq!(sale.answer(&last_visit()), Ok(Some(day)));
        assert!(sale.answer(&visits(Period::Days(30))).is_err(), "not in the plan");
    }

    #[test]
    fn nobody_has_no_past() {
        let sale = sale(vec![], plan(), false);
        assert_eq!(sale.answer(&visits(Period::Days(365))), Ok(0));
        assert_eq!(sale.answer(&last_visit()), Ok(None));
    }

    #[test]
    fn what_does_not_fit_the_question_is_a_fault() {
        let sale = sale(vec![Answer::Money(1), Answer::Nothing], plan(), true);
        assert!(sale.answer(&visits(Period::Days(365))).is_err(), "money for a number");
        assert_eq!(sale.answer(&revenue(Period::Year(1))), Ok(Money::ZERO));
        assert!(sale.answer(&last_visit()).is_err(), "no answer");
    }
}
