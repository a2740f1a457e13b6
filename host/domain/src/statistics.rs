//! Statistics of a period: its days and those before, sums with their shares and trends, ages in bands.
//!
//! [`Past`] and [`Stage`] say where customers are in their life with the shop, [`Scores`] and [`Grid`] how recently,
//! how often and for how much they bought. All are counted elsewhere; here are only the rules.

use chrono::{Days as Count, NaiveDate};
use rust_decimal::Decimal;

use crate::customer::Birthday;
use crate::money::{Money, Rounding};

mod life;
mod rfm;

pub use life::{Past, SLEEPS_AFTER, Stage, twelve_months, two_years};
pub use rfm::{CLASSES, Cell, Grid, Scores, scores};

/// Decimals of percentages and of items per sale.
const PLACES: u32 = 2;

/// Business days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    first: NaiveDate,
    last: NaiveDate,
}

impl Days {
    /// Takes the first and the last day; nothing when the last comes before the first.
    #[must_use]
    pub fn new(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// Gives the first day.
    #[must_use]
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// Gives the last day.
    #[must_use]
    pub const fn last(self) -> NaiveDate {
        self.last
    }

    /// Tells how many days they are.
    #[must_use]
    pub fn count(self) -> u64 {
        u64::try_from((self.last - self.first).num_days()).unwrap_or(0) + 1
    }

    /// Gives as many days that end the day before the first: what a trend compares with.
    #[must_use]
    pub fn before(self) -> Self {
        let back = |days| self.first.checked_sub_days(Count::new(days)).unwrap_or(NaiveDate::MIN);
        Self { first: back(self.count()), last: back(1) }
    }

    /// Tells whether a day is one of them.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// What was sold, and to how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Customers who bought.
    pub customers: i64,
    /// Days on which a customer bought, added up over the customers (passages).
    pub visits: i64,
    /// Sales, refunds apart (tickets de vente).
    pub sales: i64,
    /// Refunds.
    pub returns: i64,
    /// Articles, less those returned.
    pub items: i64,
    /// Gross revenue, less refunds (CA TTC).
    pub gross: Money,
    /// Net revenue, less refunds (CA HT).
    pub net: Money,
    /// Net revenue less what the articles cost, of the lines whose cost is known.
    pub margin: Money,
    /// What discounts by hand took off, less what refunds took back of them.
    pub by_hand: Money,
    /// What refunds took back of the gross revenue, above zero.
    pub returned: Money,
}

impl Sums {
    /// Gives gross revenue per sale (panier moyen), half up; nothing without a sale.
    #[must_use]
    pub fn average_basket(&self) -> Option<Money> {
        let sales = Some(self.sales).filter(|sales| *sales > 0)?;
        Money::from_decimal(self.gross.to_decimal() / Decimal::from(sales), Rounding::HalfUp).ok()
    }

    /// Gives articles per sale (indice de vente) with two decimals, half up; nothing without a sale.
    #[must_use]
    pub fn items_per_sale(&self) -> Option<Decimal> {
        let sales = Some(self.sales).filter(|sales| *sales > 0)?;
        Some(two_decimals(Decimal::from(self.items) / Decimal::from(sales)))
    }
}

/// Gives the part of a whole in percent with two decimals, half up; nothing of a whole of zero.
#[must_use]
pub fn share(part: Money, whole: Money) -> Option<Decimal> {
    let percent = Decimal::ONE_HUNDRED.checked_mul(part.to_decimal())?;
    percent.checked_div(whole.to_decimal()).map(two_decimals)
}

/// Gives by how much revenue grew since the period before, in percent with two decimals, half up; nothing when there was
/// none to grow from.
#[must_use]
pub fn trend(now: Money, before: Money) -> Option<Decimal> {
    if before.is_positive() { share(now - before, before) } else { None }
}

fn two_decimals(value: Decimal) -> Decimal {
    let mut rounded = Rounding::HalfUp.round(value, PLACES);
    rounded.rescale(PLACES);
    rounded
}

/// Fifteen years of age: 0 to 14, 15 to 29, and so on (tranche d'âge).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeBand(u32);

impl AgeBand {
    const YEARS: u32 = 15;
    /// Nobody is older: such a year of birth was typed for want of a better one.
    const OLDEST: u32 = 120;

    /// Gives the band of whoever was born on a day, on another day; nothing when the age is not known.
    #[must_use]
    pub fn of(birthday: Birthday, on: NaiveDate) -> Option<Self> {
        let age = birthday.age_on(on).filter(|age| *age <= Self::OLDEST)?;
        Some(Self(age / Self::YEARS))
    }

    /// Gives the youngest age of the band.
    #[must_use]
    pub const fn first(self) -> u32 {
        self.0 * Self::YEARS
    }

    /// Gives the oldest age of the band.
    #[must_use]
    pub const fn last(self) -> u32 {
        self.first() + Self::YEARS - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, eur};

    fn days(first: &str, last: &str) -> Days {
        Days::new(day(first), day(last)).unwrap()
    }

    fn text(percent: Option<Decimal>) -> String {
        percent.map_or_else(|| "-".to_owned(), |percent| percent.to_string())
    }

    #[test]
    fn the_period_before_is_as_long_and_ends_the_day_before() {
        for (first, last, count, before) in [
            ("2026-11-22", "2026-11-22", 1, ("2026-11-21", "2026-11-21")),
            ("2026-11-01", "2026-11-30", 30, ("2026-10-02", "2026-10-31")),
            ("2028-03-01", "2028-03-31", 31, ("2028-01-30", "2028-02-29")),
            ("2026-01-01", "2026-12-31", 365, ("2025-01-01", "2025-12-31")),
        ] {
            let period = days(first, last);
            assert_eq!((period.count(), period.before()), (count, days(before.0, before.1)), "{first} {last}");
            assert_eq!(period.before().count(), period.count());
            assert!(period.contains(period.last()) && !period.contains(period.before().last()));
        }
        assert_eq!(Days::new(day("2026-11-02"), day("2026-11-01")), None);
        let dawn = Days::new(NaiveDate::MIN, NaiveDate::MIN).unwrap();
        assert_eq!(dawn.before(), dawn, "nothing is before the calendar");
    }

    #[test]
    fn shares_and_trends_have_two_decimals_half_up() {
        for (part, whole, expected) in [
            ("1", "3", "33.33"),
            ("2", "3", "66.67"),
            ("1", "8", "12.50"),
            ("1", "16000", "0.01"),
            ("-1", "16000", "-0.01"),
            ("5", "5", "100.00"),
            ("1", "0", "-"),
        ] {
            assert_eq!(text(share(eur(part), eur(whole))), expected, "{part} of {whole}");
        }
        for (now, before, expected) in [
            ("150", "100", "50.00"),
            ("0", "100", "-100.00"),
            ("-20", "100", "-120.00"),
            ("100", "300", "-66.67"),
            ("10", "0", "-"),
            ("10", "-5", "-"),
        ] {
            assert_eq!(text(trend(eur(now), eur(before))), expected, "{now} after {before}");
        }
    }

    #[test]
    fn averages_are_half_up_and_of_sales_only() {
        let sums = Sums { sales: 8, items: 17, gross: eur("100.02"), ..Sums::default() };
        // 12.5025 and 2.125.
        assert_eq!((sums.average_basket(), text(sums.items_per_sale())), (Some(eur("12.50")), "2.13".to_owned()));
        let returned = Sums { returns: 1, gross: eur("-5"), items: -1, ..Sums::default() };
        assert_eq!((returned.average_basket(), returned.items_per_sale()), (None, None));
    }

    #[test]
    fn ages_are_of_the_last_birthday_and_fall_into_bands_of_fifteen_years() {
        let born = |year, month, day| Birthday { month, day, year };
        let on = day("2026-11-22");
        for (birthday, expected) in [
            (born(Some(1980), 11, 22), Some((45, 59))),
            (born(Some(1981), 11, 22), Some((45, 59))),
            (born(Some(1981), 11, 23), Some((30, 44))),
            (born(Some(2026), 11, 22), Some((0, 14))),
            (born(Some(2011), 11, 22), Some((15, 29))),
            (born(Some(2026), 11, 23), None),
            (born(Some(1906), 11, 22), Some((120, 134))),
            (born(Some(1900), 1, 1), None),
            (born(None, 5, 4), None),
        ] {
            let band = AgeBand::of(birthday, on).map(|band| (band.first(), band.last()));
            assert_eq!(band, expected, "{birthday:?}");
        }
        let leapling = born(Some(2000), 2, 29);
        let ages = ["2027-02-28", "2027-03-01", "2028-02-29"].map(|on| leapling.age_on(day(on)));
        assert_eq!(ages, [Some(26), Some(27), Some(28)]);
    }
}
