//! "Points per euro": the customer earns points with each purchase and gets a gift at the threshold.
//!
//! What earns is what is paid: lines after earlier discounts, without excluded departments, without
//! gift vouchers. Points count per whole step of it. With a voucher as the gift, the points of this
//! very sale count for it; with a discount, only those of past visits do, and when it is taken the
//! points of this sale are counted on what is left to pay.

use comptoir_sdk::{
    Choice, Departments, Discount, Effects, Lines, Message, Money, Offer, Points, Policy, Result, Sale, Settings, Text,
    Voucher, export, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct LoyaltySpend {
    #[setting(unfit = "issue-points")]
    points: Points,
    step: Money,
    excluded_departments: Departments,
    threshold: Points,
    reward: Gift,
    reward_value: Money,
    validity: i64,
}

/// What the gift is.
#[derive(Clone, Copy, PartialEq, Choice)]
enum Gift {
    Voucher,
    Discount,
}

/// The customer's points before, from and after this sale.
struct Tally {
    before: Points,
    earned: Points,
    after: Points,
}

export!(LoyaltySpend);

impl Policy for LoyaltySpend {
    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        if !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        let basket = sale.select(|line| line.is_paid_item() && !line.is_in(&self.excluded_departments));
        let discountable = basket.discountable();
        let room = discountable.gross()?;
        let before = sale.counter("points").balance();
        let taken = sale.offer("gift").is_taken();

        let usable = self.reward == Gift::Discount && before >= self.threshold && room >= self.reward_value;
        let gross = basket.gross()?;
        let paid = if usable && taken { gross.minus(self.reward_value)? } else { gross };
        let earned = self.points.times(paid.whole_steps(self.step)?)?;
        let tally = Tally { before, earned, after: before.plus(earned)? };
        let offered = usable || (self.reward == Gift::Voucher && tally.after >= self.threshold);

        self.explain(&tally, paid, room, out);
        out.earn("points", earned).lines(&basket);
        if before < self.threshold && tally.after >= self.threshold {
            out.completed("points");
        }
        if offered {
            out.offer(self.gift(sale, &discountable)?);
        }
        let left = if offered && taken { tally.after.minus(self.threshold)? } else { tally.after };
        let news = if offered && taken {
            text!("cashier-taken", left = left, worth = self.reward_value)
        } else {
            self.news(&tally, offered, room)?
        };
        out.message(Message::cashier(news).weight(60));
        out.message(Message::receipt(text!("receipt-points", points = left)).weight(40));
        Ok(())
    }
}

impl LoyaltySpend {
    fn gift(&self, sale: &Sale, lines: &Lines<'_>) -> Result<Offer> {
        let worth = self.reward_value;
        let offer = match self.reward {
            Gift::Voucher => {
                let expires = (self.validity > 0).then(|| sale.day().plus_days(self.validity)).transpose()?;
                Offer::new("gift", text!("offer-voucher", worth = worth)).reward(Voucher::of(worth).expires(expires))
            }
            Gift::Discount => {
                Offer::new("gift", text!("offer-discount", worth = worth)).reward(Discount::amount(worth).on(lines))
            }
        };
        Ok(offer.cost("points", self.threshold))
    }

    fn explain(&self, tally: &Tally, paid: Money, room: Money, out: &mut Effects) {
        out.require_at_least("why-amount", self.step, paid);
        let counted = if self.reward == Gift::Voucher { tally.after } else { tally.before };
        if out.require_at_least("why-threshold", self.threshold, counted) && self.reward == Gift::Discount {
            out.require_at_least("why-worth", self.reward_value, room);
        }
    }

    fn news(&self, tally: &Tally, offered: bool, room: Money) -> Result<Text> {
        let (worth, &Tally { before, earned, after }) = (self.reward_value, tally);
        Ok(if offered {
            text!("cashier-gift", after = after, worth = worth)
        } else if before >= self.threshold {
            text!("cashier-too-small", before = before, worth = worth, basket = room)
        } else if after >= self.threshold {
            text!("cashier-next-time", after = after, worth = worth)
        } else {
            text!("cashier-progress", before = before, earned = earned, missing = self.threshold.minus(after)?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn program(set: &[(&str, &str)]) -> LoyaltySpend {
        testing::settings(MANIFEST, set)
    }

    #[test]
    fn the_threshold_is_inclusive_and_reached_once() {
        let found = |price, points: i32| {
            let sale = SaleBuilder::new().counter("points", points).line(price);
            testing::evaluate(&program(&[]), &sale).kinds()
        };
        assert_eq!(found("49.99", 150), ["add", "message", "message"]);
        assert_eq!(found("50.00", 150), ["add", "completed", "offer", "message", "message"]);
        assert_eq!(found("50.00", 200), ["add", "offer", "message", "message"]);
    }

    #[test]
    fn a_taken_discount_lowers_what_earns() {
        let program = program(&[("reward", "discount"), ("excluded_departments", "presse")]);
        let sale = SaleBuilder::new().counter("points", 200).line("30.00").line("5.00").department("presse");
        let open = testing::evaluate(&program, &sale);
        assert_eq!((open.earned("points"), open.earned_by("points")), (Points::from(30), vec![1]));
        assert_eq!(open.held("why-worth"), Some(true));
        let taken = testing::evaluate(&program, &sale.taken("gift"));
        assert_eq!(taken.earned("points"), Points::from(20));
    }

    #[test]
    fn points_that_a_counter_cannot_hold_are_refused() {
        assert_eq!(testing::refused::<LoyaltySpend>(MANIFEST, &[("points", "1.23456")]), ["points"]);
        assert!(testing::refused::<LoyaltySpend>(MANIFEST, &[]).is_empty());
    }
}
