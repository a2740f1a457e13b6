//! "Points by margin": the customer earns what the shop can afford.
//!
//! The margin of a line is what is left to pay for it without VAT, minus what its items cost. A line whose cost is
//! not known earns nothing, and so does one sold at a loss, which takes nothing from the others. The margin is
//! never said: the customer and the cashier see points only. The till cuts what exceeds the cap of a sale.

use comptoir_sdk::{
    Departments, Effects, Line, Lines, Message, Money, Offer, Points, Policy, Result, Sale, Settings, Voucher, export,
    text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct MarginPoints {
    #[setting(unfit = "issue-points")]
    points: Points,
    step: Money,
    cap: Points,
    excluded_departments: Departments,
    threshold: Points,
    reward_value: Money,
    validity: i64,
}

export!(MarginPoints);

impl Policy for MarginPoints {
    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        if !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        let counter = sale.counter("points");
        let basket = sale.select(|line| {
            line.is_paid_item() && line.item().cost().is_some() && !line.is_in(&self.excluded_departments)
        });
        let steps = margin(&basket)?.whole_steps(self.step)?;
        out.require_true("why-margin", steps > 0);
        let wished = self.points.times(steps)?;
        let earned = counter.within_room(wished);
        if self.cap.is_positive() {
            out.require_at_most("why-cap", self.cap, wished);
        }
        let points = counter.balance().plus(earned)?;
        out.earn("points", earned).lines(&basket);
        if counter.balance() < self.threshold && points >= self.threshold {
            out.completed("points");
        }
        let offered = out.require_at_least("why-threshold", self.threshold, points);
        if offered {
            out.offer(self.gift(sale)?);
        }
        let taken = offered && sale.offer("gift").is_taken();
        let left = if taken { points.minus(self.threshold)? } else { points };
        out.message(Message::receipt(text!("receipt-points", points = left)).weight(40));
        Ok(())
    }
}

/// Adds up the margins of the lines that are not sold at a loss.
fn margin(basket: &Lines<'_>) -> Result<Money> {
    basket.iter().try_fold(Money::ZERO, |sum, line| sum.plus(line_margin(line)?.max(Money::ZERO)))
}

fn line_margin(line: Line<'_>) -> Result<Money> {
    match line.cost()? {
        Some(cost) => line.net()?.minus(cost),
        None => Ok(Money::ZERO),
    }
}

impl MarginPoints {
    fn gift(&self, sale: &Sale) -> Result<Offer> {
        let expires = (self.validity > 0).then(|| sale.day().plus_days(self.validity)).transpose()?;
        let gift = Voucher::of(self.reward_value).expires(expires);
        let title = text!("offer-voucher", worth = self.reward_value);
        Ok(Offer::new("gift", title).cost("points", self.threshold).reward(gift))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn earned(set: &[(&str, &str)], sale: &SaleBuilder) -> (Points, Vec<u32>) {
        let program: MarginPoints = testing::settings(MANIFEST, set);
        let proposal = testing::evaluate(&program, sale);
        (proposal.earned("points"), proposal.earned_by("points"))
    }

    #[test]
    fn the_margin_is_without_vat_and_follows_the_quantity() {
        let sale = |vat| SaleBuilder::new().customer().line("12.00").quantity("2").cost("6.50").vat(vat);
        assert_eq!(earned(&[], &sale(20_000)), (Points::from(7), vec![1]));
        assert_eq!(earned(&[], &sale(5_500)), (Points::from(9), vec![1]));
        assert_eq!(earned(&[], &sale(0)), (Points::from(11), vec![1]));
    }

    #[test]
    fn a_discount_lowers_the_margin_and_a_loss_takes_nothing() {
        let sale = SaleBuilder::new().customer().line("12.00").cost("5.00");
        assert_eq!(earned(&[], &sale).0, Points::from(5));
        assert_eq!(earned(&[], &sale.clone().discount("1.20")).0, Points::from(4));
        assert_eq!(earned(&[], &sale.line("12.00").cost("30.00")).0, Points::from(5));
    }

    #[test]
    fn what_has_no_known_cost_earns_nothing() {
        let sale = SaleBuilder::new().customer().line("120.00").line("12.00").cost("0.00");
        assert_eq!(earned(&[], &sale), (Points::from(10), vec![2]));
    }

    #[test]
    fn the_room_under_the_cap_is_what_counts() {
        let sale = SaleBuilder::new().counter("points", 85).room(15).line("120.00").cost("50.00");
        let program: MarginPoints = testing::settings(MANIFEST, &[("cap", "15")]);
        let proposal = testing::evaluate(&program, &sale);
        assert_eq!((proposal.earned("points"), proposal.offers()), (Points::from(15), vec!["gift"]));
        assert_eq!(proposal.held("why-cap"), Some(false));
    }
}
