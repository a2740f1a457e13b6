//! Some lines of a sale.

use alloc::vec::Vec;

use super::Line;
use crate::contract::types::LineId;
use crate::fault::Result;
use crate::numbers::{Decimal, Money, Points};

/// Some lines of a sale, as [`Sale::select`](crate::Sale::select) or `collect` gives them.
#[derive(Clone, Debug)]
pub struct Lines<'a>(Vec<Line<'a>>);

impl<'a> Lines<'a> {
    pub(super) const fn new(lines: Vec<Line<'a>>) -> Self {
        Self(lines)
    }

    /// Tells whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts the lines; see [`quantity`](Self::quantity) for what they sell.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Goes through them in the order of the receipt.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Line<'a>> + ExactSizeIterator {
        self.0.iter().copied()
    }

    /// Selects those among them that qualify.
    #[must_use]
    pub fn select(&self, qualifies: impl FnMut(&Line<'a>) -> bool) -> Self {
        self.iter().filter(qualifies).collect()
    }

    /// Selects those among them that a program may discount.
    #[must_use]
    pub fn discountable(&self) -> Self {
        self.select(|line| line.is_discountable())
    }

    /// Adds up what is left to pay for them, tax included.
    ///
    /// # Errors
    ///
    /// A sum out of range.
    pub fn gross(&self) -> Result<Money> {
        Money::sum(self.iter().map(Line::gross))
    }

    /// Adds up their quantities.
    ///
    /// # Errors
    ///
    /// A sum out of range.
    pub fn quantity(&self) -> Result<Decimal> {
        self.iter().map(Line::quantity).try_fold(Decimal::ZERO, Decimal::plus)
    }

    /// Counts the pieces; what is sold by weight or length has none.
    #[must_use]
    pub fn pieces(&self) -> i64 {
        self.iter().map(Line::pieces).fold(0, i64::saturating_add)
    }

    /// Adds up the points set on their items, times the quantities.
    ///
    /// # Errors
    ///
    /// A sum out of range.
    pub fn points(&self) -> Result<Points> {
        self.iter().try_fold(Points::ZERO, |sum, line| sum.plus(line.points()?))
    }

    pub(crate) fn ids(&self) -> Vec<LineId> {
        self.iter().map(Line::id).collect()
    }
}

impl<'a> IntoIterator for &Lines<'a> {
    type Item = Line<'a>;
    type IntoIter = alloc::vec::IntoIter<Line<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.clone().into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::SaleBuilder;

    #[test]
    fn sums_are_those_of_the_selected_lines() {
        let sale = SaleBuilder::new()
            .line("10.00")
            .quantity("2")
            .points(3)
            .line("20.00")
            .quantity("0.250")
            .points(4)
            .line("7.00")
            .not_discountable()
            .build()
            .unwrap();
        let all = sale.select(|_| true);
        assert_eq!((all.len(), all.gross(), all.pieces()), (3, Ok(Money::from_cents(32_00)), 3));
        assert_eq!(all.quantity(), Decimal::new(3_250, 3));
        assert_eq!(all.points(), Ok(Points::from(7)));
        assert_eq!(all.discountable().ids(), [1, 2]);
        assert!(sale.select(|line| line.id() > 3).is_empty());
    }
}
