//! How much a benefit takes from each line.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Benefit, Refusal};
use crate::facts::LineFact;
use crate::money::{Money, Rounding};
use crate::rate::Percent;

/// A line that a discount falls on.
pub(super) struct Open<'a> {
    pub(super) fact: &'a LineFact,
    /// What the policy sees of it: what is left, or the price before other programs.
    pub(super) seen: Money,
    /// What is left to pay for it.
    pub(super) left: Money,
}

/// Computes what a benefit takes from each line, never more than what is left of it.
pub(super) fn of(benefit: &Benefit, lines: &[Open<'_>]) -> Result<Vec<Money>, Refusal> {
    let each = |share: &dyn Fn(&Open<'_>) -> Money| {
        lines.iter().map(|line| share(line).min(line.left).max(Money::ZERO)).collect()
    };
    Ok(match benefit {
        Benefit::Percent(percent) => {
            positive(percent.basis_points() > 0)?;
            each(&|line| percent.of(line.seen))
        }
        Benefit::Amount(amount) => {
            positive(amount.is_positive())?;
            let lefts: Vec<Money> = lines.iter().map(|line| line.left).collect();
            let left: Money = lefts.iter().copied().sum();
            if *amount > left {
                return Err(Refusal::ExceedsTotal { asked: *amount, left });
            }
            amount.share(&lefts)
        }
        Benefit::AmountEach(amount) => {
            positive(amount.is_positive())?;
            each(&|line| times(*amount, line))
        }
        Benefit::UnitPrice(price) => {
            positive(!price.is_negative())?;
            each(&|line| line.seen - times(*price, line))
        }
        Benefit::Pieces { count, percent } => {
            positive(*count > 0 && percent.basis_points() > 0)?;
            let pieces = cheapest(*count, lines);
            lines.iter().zip(pieces).map(|(line, pieces)| percent_of_pieces(*percent, pieces, line)).collect()
        }
    })
}

const fn positive(held: bool) -> Result<(), Refusal> {
    if held { Ok(()) } else { Err(Refusal::NotPositive) }
}

fn times(amount: Money, line: &Open<'_>) -> Money {
    // A product beyond the largest amount is beyond what is left too.
    line.fact.quantity.times(amount, Rounding::HalfUp).unwrap_or(Money::MAX)
}

fn pieces(line: &Open<'_>) -> u32 {
    let quantity = line.fact.quantity.value();
    if quantity.fract() == Decimal::ZERO { quantity.to_u32().unwrap_or(0) } else { 0 }
}

/// Shares `count` pieces out to the lines, the cheapest pieces first, of equal ones the first line's.
fn cheapest(count: u32, lines: &[Open<'_>]) -> Vec<u32> {
    let price = |line: &Open<'_>| line.seen.to_decimal() / Decimal::from(pieces(line).max(1));
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|&at| (price(&lines[at]), at));
    let mut shares = vec![0; lines.len()];
    let mut left = count;
    for at in order {
        shares[at] = pieces(&lines[at]).min(left);
        left -= shares[at];
    }
    shares
}

fn percent_of_pieces(percent: Percent, count: u32, line: &Open<'_>) -> Money {
    let all = pieces(line).max(1);
    let value = line.seen.times(Decimal::from(count) / Decimal::from(all), Rounding::HalfUp);
    let value = if count == all { line.seen } else { value.unwrap_or(line.seen) };
    percent.of(value).min(line.left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::price::Priced;
    use crate::testing::{draft, eur, item};

    /// What a benefit takes from lines given as (unit price, quantity).
    fn taken(benefit: &Benefit, lines: &[(&str, &str)]) -> Vec<String> {
        let draft = draft(
            &lines
                .iter()
                .enumerate()
                .map(|(n, (price, quantity))| (item(&format!("S{n}"), price, "20"), *quantity))
                .collect::<Vec<_>>(),
        );
        let facts = Priced::of(&draft, crate::testing::today()).facts();
        let open: Vec<Open<'_>> = facts.iter().map(|fact| Open { fact, seen: fact.gross, left: fact.gross }).collect();
        of(benefit, &open).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn so_much_off_each_unit_never_exceeds_the_line() {
        let benefit = Benefit::AmountEach(eur("1.50"));
        assert_eq!(taken(&benefit, &[("10", "3"), ("1", "2")]), ["4.50", "2.00"]);
    }

    #[test]
    fn a_unit_price_lowers_what_costs_more() {
        assert_eq!(taken(&Benefit::UnitPrice(eur("5")), &[("7.99", "2"), ("4", "1")]), ["5.98", "0.00"]);
    }

    #[test]
    fn the_cheapest_pieces_are_free_across_lines() {
        let free = |count| Benefit::Pieces { count, percent: Percent::parse("100").unwrap() };
        assert_eq!(taken(&free(1), &[("12", "2"), ("9.90", "1")]), ["0.00", "9.90"]);
        assert_eq!(taken(&free(2), &[("12", "2"), ("9.90", "1")]), ["12.00", "9.90"]);
        assert_eq!(taken(&free(9), &[("12", "2"), ("9.90", "1")]), ["24.00", "9.90"]);
        let half = Benefit::Pieces { count: 1, percent: Percent::parse("50").unwrap() };
        assert_eq!(taken(&half, &[("9.99", "3")]), ["5.00"]);
    }

    #[test]
    fn a_price_before_other_programs_is_capped_by_what_is_left() {
        let draft = draft(&[(item("A", "100", "20"), "1")]);
        let facts = Priced::of(&draft, crate::testing::today()).facts();
        let open = [Open { fact: &facts[0], seen: eur("100"), left: eur("15") }];
        assert_eq!(of(&Benefit::Percent(Percent::parse("10").unwrap()), &open), Ok(vec![eur("10")]));
        assert_eq!(of(&Benefit::Percent(Percent::parse("20").unwrap()), &open), Ok(vec![eur("15")]));
    }

    #[test]
    fn nothing_is_no_benefit() {
        for benefit in
            [Benefit::AmountEach(Money::ZERO), Benefit::Pieces { count: 0, percent: Percent::parse("5").unwrap() }]
        {
            assert_eq!(of(&benefit, &[]), Err(Refusal::NotPositive));
        }
    }
}
