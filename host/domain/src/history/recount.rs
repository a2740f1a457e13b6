//! Answers recounted from the sales themselves: what a backtest uses, and what the store's quick answers are
//! held to.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Bought, Period, Question};
use crate::facts::{HistoryAnswer, LineKind};
use crate::money::Money;
use crate::quantity::Points;
use crate::sale::{PaidLine, PaidSale};

/// A sale or refund in the past of a customer.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// The business day on which it counts: a refund on that of the sale that it refunds.
    pub day: NaiveDate,
    /// The sale or refund.
    pub sale: &'a PaidSale,
}

/// What is known of one customer, in the order of time.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The customer's sales and refunds.
    pub sales: &'a [Counted<'a>],
    /// What a counter of the program earned between two days, both included.
    pub earned: &'a dyn Fn(&str, NaiveDate, NaiveDate) -> Points,
    /// Offers of the program that were taken, with their days.
    pub taken: &'a [(String, NaiveDate)],
    /// The days of the first sales of the customers whom this one brought.
    pub sponsored: &'a [NaiveDate],
}

impl Known<'_> {
    /// Answers a question on a day.
    #[must_use]
    pub fn answer(&self, question: &Question, today: NaiveDate) -> HistoryAnswer {
        let within = |period: &Period| period.days(today);
        match question {
            Question::Visits(period) => count(self.visits(within(period))),
            Question::Sales(period) => count(self.bought_in(within(period)).count()),
            Question::Revenue(period) => HistoryAnswer::Money(self.spent(&Bought::default(), within(period))),
            Question::Pieces(bought, period) => HistoryAnswer::Number(self.pieces(bought, within(period))),
            Question::Spent(bought, period) => HistoryAnswer::Money(self.spent(bought, within(period))),
            Question::FirstVisit => day(self.bought_in(Period::Always.days(today)).map(|sold| sold.day).min()),
            Question::LastVisit => day(self.bought_in(Period::Always.days(today)).map(|sold| sold.day).max()),
            Question::LastBought(bought) => day(self.last_bought(bought, today)),
            Question::Earned(counter, period) => {
                let earned = within(period).map_or(Points::ZERO, |(first, last)| (self.earned)(counter, first, last));
                HistoryAnswer::Number(earned.value())
            }
            Question::OffersTaken(offer, period) => {
                let days = self.taken.iter().filter(|(taken, _)| taken == offer).map(|(_, day)| *day);
                count(days.filter(|day| holds(within(period), *day)).count())
            }
            Question::Sponsored(period) => {
                count(self.sponsored.iter().filter(|day| holds(within(period), **day)).count())
            }
        }
    }

    /// Sales of a period, refunds apart.
    fn bought_in(&self, days: Option<(NaiveDate, NaiveDate)>) -> impl Iterator<Item = &Counted<'_>> {
        self.sales.iter().filter(move |sold| !sold.sale.is_refund() && holds(days, sold.day))
    }

    fn visits(&self, days: Option<(NaiveDate, NaiveDate)>) -> usize {
        self.bought_in(days).map(|sold| sold.day).collect::<std::collections::BTreeSet<_>>().len()
    }

    /// Lines of items in a period, those of refunds below zero.
    fn lines<'a>(
        &'a self,
        bought: &'a Bought,
        days: Option<(NaiveDate, NaiveDate)>,
    ) -> impl Iterator<Item = &'a PaidLine> {
        let sales = self.sales.iter().filter(move |sold| holds(days, sold.day));
        sales.flat_map(|sold| &sold.sale.lines).filter(|line| line.kind == LineKind::Item && bought.names(line))
    }

    fn pieces(&self, bought: &Bought, days: Option<(NaiveDate, NaiveDate)>) -> Decimal {
        self.lines(bought, days).map(|line| line.quantity).sum::<Decimal>().normalize()
    }

    fn spent(&self, bought: &Bought, days: Option<(NaiveDate, NaiveDate)>) -> Money {
        self.lines(bought, days).map(|line| line.gross).sum()
    }

    fn last_bought(&self, bought: &Bought, today: NaiveDate) -> Option<NaiveDate> {
        let named =
            |sold: &&Counted<'_>| sold.sale.lines.iter().any(|line| line.kind == LineKind::Item && bought.names(line));
        self.bought_in(Period::Always.days(today)).filter(named).map(|sold| sold.day).max()
    }
}

impl Bought {
    /// Tells whether a line is of these items.
    #[must_use]
    pub fn names(&self, line: &PaidLine) -> bool {
        let all = self.departments.is_empty() && self.items.is_empty();
        let within = |department: &crate::id::DepartmentId| self.departments.contains(department.as_str());
        all || self.items.contains(line.sku.as_str()) || line.departments.iter().any(within)
    }
}

fn holds(days: Option<(NaiveDate, NaiveDate)>, day: NaiveDate) -> bool {
    days.is_some_and(|(first, last)| first <= day && day <= last)
}

fn count(number: usize) -> HistoryAnswer {
    HistoryAnswer::Number(Decimal::from(number))
}

fn day(day: Option<NaiveDate>) -> HistoryAnswer {
    day.map_or(HistoryAnswer::Nothing, HistoryAnswer::Day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DepartmentId, SaleId};
    use crate::ledger::Movements;
    use crate::price::Priced;
    use crate::sale::{ReceiptNumber, SaleKind};
    use crate::testing::{day as on, draft, eur, item, paid};

    fn sold(sequence: u64, date: &str, items: &[(&str, &str)]) -> PaidSale {
        let items: Vec<_> = items.iter().map(|(sku, price)| (item(sku, price, "20"), "1")).collect();
        let mut sale = paid(sequence, &Priced::of(&draft(&items), crate::testing::today()), Movements::default());
        sale.stamp.business_day = on(date);
        sale
    }

    fn refunded(sequence: u64, date: &str, sale: &PaidSale) -> PaidSale {
        let number: ReceiptNumber = sale.stamp.number.clone();
        let mut refund = PaidSale { kind: SaleKind::Refund { of: sale.stamp.id, number }, ..sale.clone() };
        refund.stamp.id = SaleId::new(sequence, &[3; 10]);
        refund.stamp.business_day = on(date);
        for line in &mut refund.lines {
            line.quantity = -line.quantity;
            line.gross = -line.gross;
        }
        refund
    }

    #[test]
    fn refunds_count_against_what_they_refund_and_visits_stay() {
        let mut book = sold(2, "2026-11-10", &[("LIV", "20")]);
        book.lines[0].departments = vec![DepartmentId::new("livres")];
        let first = sold(1, "2026-10-03", &[("A", "60"), ("B", "40")]);
        let again = sold(3, "2026-10-29", &[("A", "60")]);
        let back = refunded(4, "2026-11-12", &again);
        let day_of = |sale: &PaidSale| sale.stamp.business_day;
        let sales = [&first, &book, &again].map(|sale| Counted { day: day_of(sale), sale });
        let sales = [&sales[..], &[Counted { day: day_of(&again), sale: &back }]].concat();
        let known = Known {
            sales: &sales,
            earned: &|_, _, _| Points::from_ten_thousandths(50_000),
            taken: &[("gift".to_owned(), on("2026-11-10"))],
            sponsored: &[on("2026-11-01")],
        };
        let books = Bought { departments: ["livres".to_owned()].into(), ..Bought::default() };
        let shirts = Bought { items: ["A".to_owned()].into(), ..Bought::default() };
        let number = |n: i64| HistoryAnswer::Number(Decimal::from(n));
        for (question, expected) in [
            (Question::Visits(Period::Always), number(3)),
            (Question::Sales(Period::Month(0)), number(1)),
            (Question::Revenue(Period::Always), HistoryAnswer::Money(eur("120"))),
            (Question::Revenue(Period::Month(0)), HistoryAnswer::Money(eur("20"))),
            (Question::Pieces(shirts.clone(), Period::Always), number(1)),
            (Question::Spent(books.clone(), Period::Month(1)), HistoryAnswer::Money(Money::ZERO)),
            (Question::FirstVisit, HistoryAnswer::Day(on("2026-10-03"))),
            (Question::LastVisit, HistoryAnswer::Day(on("2026-11-10"))),
            (Question::LastBought(books), HistoryAnswer::Day(on("2026-11-10"))),
            (Question::LastBought(Bought { items: ["Z".to_owned()].into(), ..shirts }), HistoryAnswer::Nothing),
            (Question::Earned("points".into(), Period::Always), number(5)),
            (Question::OffersTaken("gift".into(), Period::Year(0)), number(1)),
            (Question::Sponsored(Period::Days(7)), number(0)),
        ] {
            assert_eq!(known.answer(&question, on("2026-11-22")), expected, "{question:?}");
        }
    }
}
