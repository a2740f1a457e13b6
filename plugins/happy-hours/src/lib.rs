//! "Happy hours": on chosen days and hours, a percentage off some departments, or more points.
//!
//! With points, the card runs all the time: points for each whole step of purchases, several times as many in
//! happy hours, and a voucher at the threshold.

use comptoir_sdk::{
    Choice, Decimal, Departments, Discount, Effects, Hours, Items, Lines, Message, Money, Offer, Percent, Points,
    Policy, Result, Sale, Settings, Surface, Voucher, Weekdays, export, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct HappyHours {
    weekdays: Weekdays,
    hours: Hours,
    departments: Departments,
    items: Items,
    benefit: Benefit,
    percent: Percent,
    factor: Decimal,
    #[setting(unfit = "issue-points")]
    points: Points,
    step: Money,
    threshold: Points,
    reward_value: Money,
    validity: i64,
}

/// What happy hours give.
#[derive(Clone, Copy, PartialEq, Choice)]
enum Benefit {
    Percent,
    Points,
}

export!(HappyHours);

impl Policy for HappyHours {
    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        let happy = self.is_happy(sale, out);
        let basket = sale.select(|line| line.is_paid_item());
        let chosen = basket.select(|line| line.is_among(&self.departments, &self.items));
        if happy {
            out.message(Message::cashier("now").and(Surface::CustomerDisplay).weight(30));
        }
        match self.benefit {
            Benefit::Percent => {
                let lines = chosen.discountable();
                if happy && out.require_true("why-lines", !lines.is_empty()) {
                    out.discount(Discount::percent(self.percent).on(&lines));
                }
                Ok(())
            }
            Benefit::Points => self.card(sale, &basket, if happy { chosen.gross()? } else { Money::ZERO }, out),
        }
    }
}

impl HappyHours {
    fn is_happy(&self, sale: &Sale, out: &mut Effects) -> bool {
        out.require_true("why-day", self.weekdays.is_empty() || self.weekdays.contains(sale.day().weekday()))
            && out.require_true("why-hour", self.hours.is_empty() || self.hours.contains(sale.minute()))
    }

    /// Keeps the card: `happy` is the part of what is paid that earns several times as much.
    fn card(&self, sale: &Sale, basket: &Lines<'_>, happy: Money, out: &mut Effects) -> Result {
        if !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        let usual = self.points.times(basket.gross()?.whole_steps(self.step)?)?;
        let once = self.points.times(happy.whole_steps(self.step)?)?;
        let more = once.times(self.factor)?.minus(once)?;
        let counter = sale.counter("points");
        let earned = counter.within_room(usual.plus(more)?);
        let points = counter.balance().plus(earned)?;
        out.earn("points", usual.plus(more)?).lines(basket);
        if counter.balance() < self.threshold && points >= self.threshold {
            out.completed("points");
        }
        if out.require_at_least("why-threshold", self.threshold, points) {
            let expires = (self.validity > 0).then(|| sale.day().plus_days(self.validity)).transpose()?;
            let gift = Voucher::of(self.reward_value).expires(expires);
            let title = text!("offer-voucher", worth = self.reward_value);
            out.offer(Offer::new("gift", title).cost("points", self.threshold).reward(gift));
        }
        out.message(Message::cashier(text!("points", points = points, earned = earned)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn program(set: &[(&str, &str)]) -> HappyHours {
        let usual = [("weekdays", "friday,saturday"), ("hours", "17:00-19:00"), ("departments", "bar")];
        testing::settings(MANIFEST, &[&usual, set].concat())
    }

    /// On a day at a time: drinks for 12.00, and books for 30.00.
    fn sale(day: &str, time: &str) -> SaleBuilder {
        SaleBuilder::new().day(day).time(time).line("12.00").department("bar").line("30.00").department("livres")
    }

    #[test]
    fn only_chosen_days_hours_and_departments_are_reduced() {
        let reduced = |day, time| {
            let proposal = testing::evaluate(&program(&[]), &sale(day, time));
            proposal.discounts().iter().map(|discount| format!("{discount:?}")).collect::<Vec<_>>()
        };
        let happy = reduced("2026-11-20", "17:00");
        assert!(happy.len() == 1 && happy[0].contains("Lines([1])") && happy[0].contains("Percent(2000)"), "{happy:?}");
        for (day, time) in [("2026-11-20", "16:59"), ("2026-11-20", "19:00"), ("2026-11-22", "18:00")] {
            assert!(reduced(day, time).is_empty(), "{day} {time}");
        }
    }

    #[test]
    fn without_hours_the_whole_day_is_happy() {
        let proposal = testing::evaluate(&program(&[("hours", "")]), &sale("2026-11-20", "09:00"));
        assert_eq!(proposal.discounts().len(), 1);
    }

    #[test]
    fn points_are_doubled_for_what_is_chosen() {
        let earned = |time| {
            let sale = sale("2026-11-20", time).customer();
            testing::evaluate(&program(&[("benefit", "points")]), &sale).earned("points")
        };
        assert_eq!((earned("18:00"), earned("09:00")), (Points::from(54), Points::from(42)));
    }

    #[test]
    fn the_card_gives_a_voucher_at_the_threshold() {
        let program = program(&[("benefit", "points"), ("threshold", "100")]);
        let offers = |points: i32| {
            let sale = sale("2026-11-20", "18:00").counter("points", points);
            let proposal = testing::evaluate(&program, &sale);
            (proposal.offers().len(), proposal.completed().len())
        };
        assert_eq!((offers(45), offers(46), offers(100)), ((0, 0), (1, 1), (1, 0)));
    }
}
