//! "Loyalty card": points by up to four criteria at once, and a gift at the threshold.
//!
//! Points come from those set on the items, from each whole step of purchases, from the first visit of a
//! day, and from each piece; what is sold by weight or length is one piece. Only paid items count, without
//! excluded departments. With a voucher or an item as the gift, the points of this very sale count for it;
//! with a discount, only those of past visits do, and when it is taken the points of this sale are counted
//! on what is left to pay.

use comptoir_sdk::{
    Choice, Departments, Discount, Effects, FreeItem, Issues, Items, Line, Lines, Message, Money, Offer, Period, Plan,
    Points, Policy, Question, Result, Sale, Settings, Text, Voucher, export, history, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct LoyaltyCriteria {
    by_item_points: bool,
    by_purchases: bool,
    #[setting(unfit = "issue-points")]
    points_per_step: Points,
    step: Money,
    by_visits: bool,
    #[setting(unfit = "issue-points")]
    points_per_visit: Points,
    by_pieces: bool,
    #[setting(unfit = "issue-points")]
    points_per_piece: Points,
    excluded_departments: Departments,
    threshold: Points,
    keep_overflow: bool,
    reward: Gift,
    reward_value: Money,
    reward_item: Items,
    validity: i64,
}

/// What the gift is.
#[derive(Clone, Copy, PartialEq, Choice)]
enum Gift {
    Voucher,
    Discount,
    Item,
}

/// The customer's points before and after this sale, and those that count for the gift.
struct Tally {
    before: Points,
    after: Points,
    counted: Points,
}

export!(LoyaltyCriteria);

impl Policy for LoyaltyCriteria {
    fn check(&self, issues: &mut Issues) {
        if !(self.by_item_points || self.by_purchases || self.by_visits || self.by_pieces) {
            issues.refuse("by_purchases", "issue-criteria");
        }
        if self.reward == Gift::Item && self.reward_item.len() != 1 {
            issues.refuse("reward_item", "issue-item");
        }
    }

    fn plan(&self, plan: &mut Plan) {
        if self.by_visits {
            plan.ask(&visits_today());
        }
    }

    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        if !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        let basket = sale.select(|line| line.is_paid_item() && !line.is_in(&self.excluded_departments));
        let discountable = basket.discountable();
        let counter = sale.counter("points");
        let enough = self.reward != Gift::Discount || discountable.gross()? >= self.reward_value;
        let lowers = self.reward == Gift::Discount && enough && counter.balance() >= self.threshold;
        let taken = sale.offer("gift").is_taken();

        let off = if lowers && taken { self.reward_value } else { Money::ZERO };
        let bought = self.bought(&basket, basket.gross()?.minus(off)?, out)?;
        let visited = self.visited(sale, &basket, out)?;
        out.earn("points", bought).lines(&basket);
        out.earn("points", visited);

        let tally = self.tally(counter.balance(), counter.within_room(bought.plus(visited)?))?;
        if tally.before < self.threshold && tally.after >= self.threshold {
            out.completed("points");
        }
        let reached = out.require_at_least("why-threshold", self.threshold, tally.counted);
        if reached && self.reward == Gift::Discount {
            out.require_at_least("why-worth", self.reward_value, discountable.gross()?);
        }
        let cost = if self.keep_overflow { self.threshold } else { tally.counted };
        let offered = reached && enough;
        if offered {
            out.offer(self.gift(sale, &discountable)?.cost("points", cost));
            out.message(Message::badge("badge-gift"));
        }
        let left = if offered && taken { tally.after.minus(cost)? } else { tally.after };
        let news = if offered && taken { text!("cashier-taken", left = left) } else { self.news(&tally, offered)? };
        out.message(Message::cashier(news).weight(60));
        out.message(Message::receipt(text!("receipt-points", points = left)).weight(40));
        Ok(())
    }
}

fn visits_today() -> Question<i64> {
    history::visits(Period::Days(1))
}

impl LoyaltyCriteria {
    /// Points for what is bought.
    fn bought(&self, basket: &Lines<'_>, paid: Money, out: &mut Effects) -> Result<Points> {
        let mut points = Points::ZERO;
        if self.by_item_points {
            let set = basket.points()?;
            out.require("why-item-points", set.is_positive(), true, set);
            points = points.plus(set)?;
        }
        if self.by_purchases {
            out.require_at_least("why-purchases", self.step, paid);
            points = points.plus(self.points_per_step.times(paid.whole_steps(self.step)?)?)?;
        }
        if self.by_pieces {
            let pieces = basket.iter().map(|line: Line<'_>| line.pieces().max(1)).fold(0, i64::saturating_add);
            out.require_at_least("why-pieces", 1, pieces);
            points = points.plus(self.points_per_piece.times(pieces)?)?;
        }
        Ok(points)
    }

    /// Points for the first visit of a day.
    fn visited(&self, sale: &Sale, basket: &Lines<'_>, out: &mut Effects) -> Result<Points> {
        if !self.by_visits {
            return Ok(Points::ZERO);
        }
        let first = !basket.is_empty() && sale.answer(&visits_today())? == 0;
        Ok(if out.require_true("why-visit", first) { self.points_per_visit } else { Points::ZERO })
    }

    fn tally(&self, before: Points, earned: Points) -> Result<Tally> {
        let after = before.plus(earned)?;
        let counted = if self.reward == Gift::Discount { before } else { after };
        Ok(Tally { before, after, counted })
    }

    fn gift(&self, sale: &Sale, lines: &Lines<'_>) -> Result<Offer> {
        let worth = self.reward_value;
        Ok(match self.reward {
            Gift::Voucher => {
                let expires = (self.validity > 0).then(|| sale.day().plus_days(self.validity)).transpose()?;
                Offer::new("gift", text!("offer-voucher", worth = worth)).reward(Voucher::of(worth).expires(expires))
            }
            Gift::Discount => {
                Offer::new("gift", text!("offer-discount", worth = worth)).reward(Discount::amount(worth).on(lines))
            }
            Gift::Item => {
                let sku = self.reward_item.iter().next().ok_or("no item to give")?;
                Offer::new("gift", text!("offer-item", item = sku)).reward(FreeItem::of(sku, 1))
            }
        })
    }

    fn news(&self, tally: &Tally, offered: bool) -> Result<Text> {
        let &Tally { before, after, counted } = tally;
        Ok(if offered {
            text!("cashier-gift", after = after)
        } else if counted >= self.threshold {
            text!("cashier-too-small", before = before, worth = self.reward_value)
        } else if after >= self.threshold {
            text!("cashier-next-time", after = after)
        } else {
            let (earned, missing) = (after.minus(before)?, self.threshold.minus(after)?);
            text!("cashier-progress", before = before, earned = earned, missing = missing)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder, money};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn program(set: &[(&str, &str)]) -> LoyaltyCriteria {
        testing::settings(MANIFEST, set)
    }

    /// Two books with 3 points each, and half a kilogram of cheese with 10 points per kilogram.
    fn sale() -> SaleBuilder {
        SaleBuilder::new().customer().line("8.00").quantity("2").points(3).line("20.00").quantity("0.5").points(10)
    }

    #[test]
    fn each_criterion_counts_alone_and_all_together() {
        let criteria = ["by_item_points", "by_purchases", "by_visits", "by_pieces"];
        let rates = [("points_per_visit", "5"), ("points_per_piece", "2")];
        let earned = |on: &[usize]| {
            let criteria = criteria.iter().enumerate();
            let chosen = criteria.map(|(at, key)| (*key, if on.contains(&at) { "yes" } else { "no" }));
            let set: Vec<_> = chosen.chain(rates).collect();
            testing::evaluate(&program(&set), &sale()).earned("points")
        };
        for (on, points) in [(&[0][..], 11), (&[1], 26), (&[2], 5), (&[3], 6), (&[0, 1, 2, 3], 48), (&[1, 3], 32)] {
            assert_eq!(earned(on), Points::from(points), "{on:?}");
        }
    }

    #[test]
    fn only_the_first_visit_of_a_day_counts() {
        let program = program(&[("by_purchases", "no"), ("by_visits", "yes")]);
        assert_eq!(testing::evaluate(&program, &sale()).earned("points"), Points::ONE);
        let again = testing::evaluate(&program, &sale().answer(&visits_today(), 1));
        assert_eq!((again.earned("points"), again.held("why-visit")), (Points::ZERO, Some(false)));
        assert_eq!(testing::evaluate(&program, &SaleBuilder::new().customer()).earned("points"), Points::ZERO);
    }

    #[test]
    fn the_overflow_is_kept_or_not() {
        let cost = |keep| {
            let sale = SaleBuilder::new().counter("points", 250).line("10.00");
            let proposal = testing::evaluate(&program(&[("keep_overflow", keep)]), &sale);
            let offer = proposal.offer("gift").expect("the threshold is reached").clone();
            offer.cost.expect("a gift costs points").amount.units
        };
        assert_eq!((cost("yes"), cost("no")), (200_0000, 260_0000));
    }

    #[test]
    fn the_gift_is_what_the_merchant_chose() {
        let set = [("reward_item", "TEA")];
        let reward = |kind| {
            let sale = SaleBuilder::new().counter("points", 200).line("25.00");
            let proposal = testing::evaluate(&program(&[set[0], ("reward", kind)]), &sale);
            format!("{:?}", proposal.offer("gift").expect("a gift").rewards)
        };
        assert!(reward("voucher").contains("amount: 1000") && reward("voucher").contains("Voucher"));
        assert!(reward("discount").contains("Amount(1000)"));
        assert!(reward("item").contains("TEA"));
    }

    #[test]
    fn a_discount_waits_for_the_points_of_past_visits_and_lowers_what_is_paid() {
        let program = program(&[("reward", "discount")]);
        let before = testing::evaluate(&program, &SaleBuilder::new().counter("points", 199).line("30.00"));
        assert!(before.offers().is_empty() && before.messages().contains(&"cashier-next-time"));
        let taken = SaleBuilder::new().counter("points", 200).line("30.00").taken("gift");
        assert_eq!(testing::evaluate(&program, &taken).earned("points"), Points::from(20));
        let small = testing::evaluate(&program, &SaleBuilder::new().counter("points", 200).line("9.99"));
        assert!(small.offers().is_empty() && small.messages().contains(&"cashier-too-small"));
        assert_eq!(program.reward_value, money("10.00"));
    }

    #[test]
    fn a_capped_counter_does_not_reach_the_threshold() {
        let sale = SaleBuilder::new().counter("points", 150).room(20).line("60.00");
        assert!(testing::evaluate(&program(&[]), &sale).offers().is_empty());
    }

    #[test]
    fn settings_that_give_nothing_are_refused() {
        let refused = |set: &[_]| testing::refused::<LoyaltyCriteria>(MANIFEST, set);
        assert_eq!(refused(&[("by_purchases", "no")]), ["by_purchases"]);
        assert_eq!(refused(&[("reward", "item")]), ["reward_item"]);
        assert_eq!(refused(&[("reward", "item"), ("reward_item", "A,B")]), ["reward_item"]);
        assert_eq!(refused(&[("points_per_visit", "1.23456")]), ["points_per_visit"]);
        assert!(refused(&[]).is_empty() && refused(&[("reward", "item"), ("reward_item", "A")]).is_empty());
    }
}
