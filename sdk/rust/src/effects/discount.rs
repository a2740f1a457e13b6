//! Price reductions.

use crate::contract::effects as raw;
use crate::numbers::{Money, Percent};
use crate::sale::Lines;
use crate::text::Text;

/// A price reduction: how much, on which lines, and how the receipt calls it.
///
/// Without [lines](Self::on), on all that may be discounted; without a [label](Self::label), the message
/// `discount-label` of the catalogs. The till rounds, shares over the lines, and never goes below zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Discount(raw::Discount);

impl Discount {
    /// Takes a percentage off what is left to pay for each line.
    #[must_use]
    pub fn percent(percent: Percent) -> Self {
        Self::of(raw::Benefit::Percent(percent.basis_points()))
    }

    /// Takes an amount off, shared over the lines in proportion to what is left to pay for each.
    #[must_use]
    pub fn amount(amount: Money) -> Self {
        Self::of(raw::Benefit::Amount(amount.cents()))
    }

    /// Takes so much off each piece (or kilogram, meter).
    #[must_use]
    pub fn amount_each(amount: Money) -> Self {
        Self::of(raw::Benefit::AmountEach(amount.cents()))
    }

    /// Sells each piece at a price, where it costs more.
    #[must_use]
    pub fn unit_price(price: Money) -> Self {
        Self::of(raw::Benefit::UnitPrice(price.cents()))
    }

    /// Takes a percentage off the cheapest pieces of the lines: with [`Percent::HUNDRED`], they are free.
    #[must_use]
    pub fn cheapest(count: u32, percent: Percent) -> Self {
        Self::of(raw::Benefit::Pieces(raw::Pieces { count, percent: percent.basis_points() }))
    }

    /// Reduces only these lines.
    #[must_use]
    pub fn on(mut self, lines: &Lines<'_>) -> Self {
        self.0.target = raw::Target::Lines(lines.ids());
        self
    }

    /// Says how the receipt calls it.
    #[must_use]
    pub fn label(mut self, label: impl Into<Text>) -> Self {
        self.0.label = label.into().into_contract();
        self
    }

    fn of(benefit: raw::Benefit) -> Self {
        let label = Text::key("discount-label").into_contract();
        Self(raw::Discount { target: raw::Target::Sale, benefit, label })
    }

    pub(crate) fn into_contract(self) -> raw::Discount {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::SaleBuilder;

    #[test]
    fn benefits_are_those_of_the_contract() {
        let money = Money::from_cents(2_50);
        for (discount, benefit) in [
            (Discount::percent(Percent::new(10)), raw::Benefit::Percent(1_000)),
            (Discount::amount(money), raw::Benefit::Amount(250)),
            (Discount::amount_each(money), raw::Benefit::AmountEach(250)),
            (Discount::unit_price(money), raw::Benefit::UnitPrice(250)),
            (Discount::cheapest(2, Percent::HUNDRED), raw::Benefit::Pieces(raw::Pieces { count: 2, percent: 10_000 })),
        ] {
            let raw = discount.into_contract();
            assert_eq!((raw.target, raw.benefit), (raw::Target::Sale, benefit));
        }
    }

    #[test]
    fn lines_and_label_can_be_said() {
        let sale = SaleBuilder::new().line("3.00").line("4.00").build().unwrap();
        let raw = Discount::amount(Money::ZERO).on(&sale.select(|line| line.id() == 2)).label("mine").into_contract();
        assert_eq!((raw.target, raw.label), (raw::Target::Lines(vec![2]), Text::key("mine").into_contract()));
    }
}
