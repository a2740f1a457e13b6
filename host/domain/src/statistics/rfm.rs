//! RFM: how recently, how often and for how much customers bought, each in five classes by rank.
//!
//! These are the quintiles of direct marketing (Arthur M. Hughes, *Strategic Database Marketing*, 1994): customers are
//! ranked by each figure and cut into fifths, 5 being the best. Equal figures get the same class, so that a class
//! does not depend on the order of the files: of `n` customers, one who is better than `b` others is in class
//! `1 + 5b/n`, rounded down. Without ties that is a fifth in each class; with many, some classes are empty.

use super::Past;
use crate::money::Money;

/// How many classes each figure has.
pub const CLASSES: u8 = 5;

/// The three classes of a customer, 1 to 5; 5 is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scores {
    /// By the last visit: 5 for those who came most recently.
    pub recency: u8,
    /// By the sales of twelve months.
    pub frequency: u8,
    /// By the gross revenue of twelve months.
    pub monetary: u8,
}

/// Gives the classes of customers among each other, in their order.
#[must_use]
pub fn scores(customers: &[Past]) -> Vec<Scores> {
    let recency = classes(customers, |past| past.last_visit);
    let frequency = classes(customers, |past| past.sales);
    let monetary = classes(customers, |past| past.gross);
    let together = recency.into_iter().zip(frequency).zip(monetary);
    together.map(|((recency, frequency), monetary)| Scores { recency, frequency, monetary }).collect()
}

fn classes<T: Ord + Copy>(customers: &[Past], figure: impl Fn(&Past) -> T) -> Vec<u8> {
    let mut ranked: Vec<T> = customers.iter().map(&figure).collect();
    ranked.sort_unstable();
    let class = |past| {
        let worse = ranked.partition_point(|other| *other < figure(past));
        // Fewer than all are worse, so that this is 0 to 4.
        1 + u8::try_from(usize::from(CLASSES) * worse / ranked.len()).unwrap_or(CLASSES - 1)
    };
    customers.iter().map(class).collect()
}

/// One field of the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// How many customers.
    pub customers: i64,
    /// Their gross revenue of twelve months.
    pub gross: Money,
}

/// Customers by recency and frequency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    cells: [[Cell; CLASSES as usize]; CLASSES as usize],
}

impl Grid {
    /// Adds up customers with their classes.
    #[must_use]
    pub fn of<'a>(customers: impl IntoIterator<Item = (&'a Scores, &'a Past)>) -> Self {
        let mut grid = Self::default();
        for (scores, past) in customers {
            let (row, column) = (usize::from(scores.recency - 1), usize::from(scores.frequency - 1));
            let cell = &mut grid.cells[row][column];
            cell.customers += 1;
            cell.gross += past.gross;
        }
        grid
    }

    /// Gives all fields with their classes of recency and of frequency, the best first.
    pub fn cells(&self) -> impl Iterator<Item = (u8, u8, Cell)> + '_ {
        let classes = (1..=CLASSES).rev();
        let pairs = classes.clone().flat_map(move |recency| classes.clone().map(move |frequency| (recency, frequency)));
        pairs.map(|(recency, frequency)| {
            (recency, frequency, self.cells[usize::from(recency - 1)][usize::from(frequency - 1)])
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::day;

    fn past(visit: u64, sales: i64, cents: i64) -> Past {
        let last_visit = day("2026-01-01") + Days::new(visit);
        Past { first_visit: last_visit, last_visit, sales, gross: Money::from_cents(cents) }
    }

    fn frequencies(sales: &[i64]) -> Vec<u8> {
        let customers: Vec<Past> = sales.iter().map(|sales| past(0, *sales, 0)).collect();
        scores(&customers).into_iter().map(|scores| scores.frequency).collect()
    }

    #[test]
    fn a_fifth_is_in_each_class_and_equals_are_together() {
        let cases: [(&[i64], &[u8]); 9] = [
            (&[10, 20, 30, 40, 50], &[1, 2, 3, 4, 5]),
            (&[5, 4, 3, 2, 1], &[5, 4, 3, 2, 1]),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], &[1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
            (&[1, 1, 1, 1, 9], &[1, 1, 1, 1, 5]),
            (&[1, 9, 9, 9, 9], &[1, 2, 2, 2, 2]),
            (&[7, 7, 7], &[1, 1, 1]),
            (&[0, 1, 2], &[1, 2, 4]),
            (&[3], &[1]),
            (&[], &[]),
        ];
        for (sales, expected) in cases {
            assert_eq!(frequencies(sales), expected, "{sales:?}");
        }
    }

    #[test]
    fn the_three_figures_are_ranked_apart_and_fill_the_grid() {
        let customers: Vec<Past> =
            (0..5).map(|n| past(n, 5 - i64::try_from(n).unwrap(), 100 * (i64::try_from(n).unwrap() % 2))).collect();
        let scores = scores(&customers);
        let told: Vec<_> = scores.iter().map(|s| (s.recency, s.frequency, s.monetary)).collect();
        assert_eq!(told, [(1, 5, 1), (2, 4, 4), (3, 3, 1), (4, 2, 4), (5, 1, 1)]);
        let grid = Grid::of(scores.iter().zip(&customers));
        let cells: Vec<_> = grid.cells().collect();
        assert_eq!((cells.len(), (cells[0].0, cells[0].1), (cells[24].0, cells[24].1)), (25, (5, 5), (1, 1)));
        let full: Vec<_> = cells.iter().filter(|(.., cell)| cell.customers > 0).map(|(r, f, _)| (*r, *f)).collect();
        assert_eq!(full, [(5, 1), (4, 2), (3, 3), (2, 4), (1, 5)]);
    }

    proptest! {
        #[test]
        fn who_is_better_is_in_no_lower_class_and_no_class_holds_more_than_its_fifth_without_ties(
            figures in prop::collection::vec((0u64..9, 0i64..9, -5i64..9), 1..60),
        ) {
            let customers: Vec<Past> = figures.iter().map(|(visit, sales, cents)| past(*visit, *sales, *cents)).collect();
            let scores = scores(&customers);
            for (one, first) in customers.iter().zip(&scores) {
                for (other, second) in customers.iter().zip(&scores) {
                    prop_assert_eq!(one.sales == other.sales && first.frequency != second.frequency, false);
                    prop_assert!(one.sales >= other.sales || first.frequency <= second.frequency);
                    prop_assert!(one.last_visit >= other.last_visit || first.recency <= second.recency);
                    prop_assert!(one.gross >= other.gross || first.monetary <= second.monetary);
                }
            }
            let grid = Grid::of(scores.iter().zip(&customers));
            let counted: i64 = grid.cells().map(|(.., cell)| cell.customers).sum();
            let revenue: Money = grid.cells().map(|(.., cell)| cell.gross).sum();
            prop_assert_eq!(counted, i64::try_from(customers.len()).unwrap());
            prop_assert_eq!(revenue, customers.iter().map(|past| past.gross).sum());
            let distinct: Vec<i64> = (0..i64::try_from(customers.len()).unwrap()).collect();
            let fifths = frequencies(&distinct);
            let size = |class: u8| fifths.iter().filter(|one| **one == class).count();
            prop_assert!((1..=CLASSES).all(|class| size(class) <= customers.len().div_ceil(5)));
        }
    }
}
