//! "Levels": Bronze, Silver or Gold by what was spent of late, and a benefit that follows the level.
//!
//! The level is that of past purchases: this sale counts from the next one on. It is never stored, so it falls
//! again when purchases grow old. The benefit is a percentage off at once, or points several times as many;
//! then the card runs for everybody, and a voucher is offered at the threshold.

use comptoir_sdk::{
    Choice, Decimal, Departments, Discount, Effects, Issues, Lines, Message, Money, Offer, Percent, Period, Plan,
    Points, Policy, Question, Result, Sale, Settings, Voucher, export, history, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct Tiers {
    days: u32,
    bronze_from: Money,
    silver_from: Money,
    gold_from: Money,
    near: Money,
    excluded_departments: Departments,
    benefit: Benefit,
    bronze_percent: Percent,
    silver_percent: Percent,
    gold_percent: Percent,
    #[setting(unfit = "issue-points")]
    points: Points,
    step: Money,
    bronze_factor: Decimal,
    silver_factor: Decimal,
    gold_factor: Decimal,
    threshold: Points,
    reward_value: Money,
    validity: i64,
}

/// What a level gives.
#[derive(Clone, Copy, PartialEq, Choice)]
enum Benefit {
    Percent,
    Points,
}

/// One level.
#[derive(Clone, Copy)]
struct Level {
    name: &'static str,
    why: &'static str,
    from: Money,
    percent: Percent,
    factor: Decimal,
}

export!(Tiers);

impl Policy for Tiers {
    fn check(&self, issues: &mut Issues) {
        for (key, below, from) in
            [("silver_from", self.bronze_from, self.silver_from), ("gold_from", self.silver_from, self.gold_from)]
        {
            if from <= below {
                issues.refuse(key, "issue-order");
            }
        }
    }

    fn plan(&self, plan: &mut Plan) {
        plan.ask(&self.spent());
    }

    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        if !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        let spent = sale.answer(&self.spent())?;
        let basket = sale.select(|line| line.is_paid_item() && !line.is_in(&self.excluded_departments));
        let level = self.level(spent, out);
        if let Some(level) = level {
            out.message(Message::badge(text!("badge", level = level.name)).weight(80));
        }
        self.announce(spent, sale.select(|line| line.is_paid_item()).gross()?, out)?;
        match self.benefit {
            Benefit::Percent => reduce(level, &basket.discountable(), out),
            Benefit::Points => self.card(sale, &basket, level, out)?,
        }
        Ok(())
    }
}

/// Takes the level's percentage off.
fn reduce(level: Option<Level>, lines: &Lines<'_>, out: &mut Effects) {
    let level = level.filter(|level| level.percent.basis_points() > 0 && !lines.is_empty());
    if let Some(level) = level {
        out.discount(Discount::percent(level.percent).on(lines).label(text!("discount-label", level = level.name)));
    }
}

impl Tiers {
    fn spent(&self) -> Question<Money> {
        history::revenue(Period::Days(self.days))
    }

    /// The levels, the lowest first.
    fn levels(&self) -> [Level; 3] {
        let level = |name, why, from, percent, factor| Level { name, why, from, percent, factor };
        [
            level("bronze", "why-bronze", self.bronze_from, self.bronze_percent, self.bronze_factor),
            level("silver", "why-silver", self.silver_from, self.silver_percent, self.silver_factor),
            level("gold", "why-gold", self.gold_from, self.gold_percent, self.gold_factor),
        ]
    }

    fn level(&self, spent: Money, out: &mut Effects) -> Option<Level> {
        self.levels().into_iter().filter(|level| out.require_at_least(level.why, level.from, spent)).last()
    }

    /// Says which level this sale reaches, or which one is near after it.
    fn announce(&self, spent: Money, paid: Money, out: &mut Effects) -> Result {
        let after = spent.plus(paid)?;
        let reached = self.levels().into_iter().rfind(|level| spent < level.from && level.from <= after);
        if let Some(level) = reached {
            out.message(Message::cashier(text!("cashier-reached", level = level.name)).weight(60));
        }
        if let Some(next) = self.levels().into_iter().find(|level| after < level.from) {
            let missing = next.from.minus(after)?;
            if missing <= self.near {
                let text = text!("cashier-near", level = next.name, missing = missing);
                out.message(Message::cashier(text).weight(50));
            }
        }
        Ok(())
    }

    /// Keeps the card: points, several times as many with a level, and a voucher at the threshold.
    fn card(&self, sale: &Sale, basket: &Lines<'_>, level: Option<Level>, out: &mut Effects) -> Result {
        let factor = level.map_or(Decimal::ONE, |level| level.factor);
        let counter = sale.counter("points");
        let earned = self.points.times(basket.gross()?.whole_steps(self.step)?)?.times(factor)?;
        let points = counter.balance().plus(earned)?;
        out.earn("points", earned).lines(basket);
        if counter.balance() < self.threshold && points >= self.threshold {
            out.completed("points");
        }
        let offered = out.require_at_least("why-threshold", self.threshold, points);
        if offered {
            let expires = (self.validity > 0).then(|| sale.day().plus_days(self.validity)).transpose()?;
            let title = text!("offer-voucher", worth = self.reward_value);
            let gift = Voucher::of(self.reward_value).expires(expires);
            out.offer(Offer::new("gift", title).cost("points", self.threshold).reward(gift));
        }
        let taken = offered && sale.offer("gift").is_taken();
        let left = if taken { points.minus(self.threshold)? } else { points };
        out.message(Message::receipt(text!("receipt-points", points = left)).weight(40));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, Proposal, SaleBuilder, money};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn program(set: &[(&str, &str)]) -> Tiers {
        testing::settings(MANIFEST, set)
    }

    fn answer(set: &[(&str, &str)], spent: &str) -> Proposal {
        let program = program(set);
        let sale = SaleBuilder::new().customer().answer(&program.spent(), money(spent)).line("10.00");
        testing::evaluate(&program, &sale)
    }

    #[test]
    fn each_level_starts_with_its_threshold() {
        for (spent, percent) in [
            ("99.99", None),
            ("100.00", Some(200)),
            ("299.99", Some(200)),
            ("300.00", Some(500)),
            ("999.99", Some(500)),
            ("1000.00", Some(1000)),
        ] {
            let proposal = answer(&[("near", "0")], spent);
            let found = proposal.discounts().first().map(|(_, benefit)| format!("{benefit:?}"));
            assert_eq!(found, percent.map(|percent| format!("Benefit::Percent({percent})")), "{spent}");
        }
    }

    #[test]
    fn points_are_multiplied_by_the_level() {
        let earned = |spent| answer(&[("benefit", "points")], spent).earned("points");
        let half = Points::from_ten_thousandths(5_000);
        assert_eq!((earned("0"), earned("300.00"), earned("1000.00")), (10.into(), 15.into(), 20.into()));
        let set = [("benefit", "points"), ("points", "0.1"), ("silver_factor", "1.5")];
        assert_eq!(answer(&set, "300.00").earned("points"), Points::ONE.plus(half).unwrap());
    }

    #[test]
    fn the_next_level_is_announced_when_it_is_near() {
        for (spent, said) in [
            ("239.99", &["badge"][..]),
            ("240.00", &["badge", "cashier-near"]),
            ("289.99", &["badge", "cashier-near"]),
            ("290.00", &["badge", "cashier-reached"]),
        ] {
            assert_eq!(answer(&[], spent).messages(), said, "{spent}");
        }
        assert_eq!(answer(&[("near", "0")], "289.99").messages(), ["badge"]);
    }

    #[test]
    fn levels_in_another_order_are_refused() {
        let refused = |set: &[_]| testing::refused::<Tiers>(MANIFEST, set);
        assert_eq!(refused(&[("silver_from", "100.00")]), ["silver_from"]);
        assert_eq!(refused(&[("gold_from", "299.99")]), ["gold_from"]);
        assert!(refused(&[]).is_empty());
    }
}
