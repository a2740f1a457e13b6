//! "Kitty": a part of what is paid goes into a kitty in euros, which pays later visits as far as it reaches.
//!
//! The counter holds euros and cents. Of the kitty only what past visits left is used, any amount that the
//! cashier types, never more than the items cost; what is paid with it earns nothing. Each earning is a lot with
//! its own last day, and the till spends the oldest first.

use comptoir_sdk::{
    Choice, Departments, Discount, Effects, Lines, Message, Money, Offer, Percent, Points, Policy, Result, Sale,
    Settings, Tags, export, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct Cashback {
    earning: Earning,
    percent: Percent,
    step: Money,
    per_step: Money,
    least: Money,
    basket: Money,
    validity: i64,
    excluded_departments: Departments,
    excluded_tags: Tags,
    on_promotions: bool,
}

/// How much goes into the kitty.
#[derive(Clone, Copy, PartialEq, Choice)]
enum Earning {
    Percent,
    Steps,
}

/// So many days ahead the cashier is told what will expire.
const WARNING: i64 = 30;

export!(Cashback);

impl Policy for Cashback {
    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        if !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        let basket = sale.select(|line| {
            line.is_paid_item()
                && !line.is_in(&self.excluded_departments)
                && !line.has_any_tag(&self.excluded_tags)
                && (self.on_promotions || !line.prior_discount().is_positive())
        });
        let (before, gross) = (euros(sale.counter("kitty").balance()), basket.gross()?);
        let payable = basket.discountable();
        let most = before.min(payable.gross()?);

        let offered = self.is_offered(before, gross, most, out);
        let used = if offered { self.used(sale, most) } else { None };
        let earned = self.earned(gross.minus(used.unwrap_or(Money::ZERO))?)?;
        let expires = (self.validity > 0).then(|| sale.day().plus_days(self.validity)).transpose()?;
        out.earn("kitty", points(earned)).lines(&basket).expires(expires);
        if offered {
            out.offer(self.offer(used.unwrap_or(most), most, &payable));
        }
        let left = before.plus(earned)?.minus(used.unwrap_or(Money::ZERO))?;
        out.message(Message::cashier(match used {
            Some(used) => text!("cashier-used", used = used, left = left),
            None => text!("cashier-kitty", before = before, earned = earned),
        }));
        if used.is_none() {
            warn(sale, out);
        }
        out.message(Message::receipt(text!("receipt-kitty", left = left)).weight(40));
        Ok(())
    }
}

/// Tells what will expire soon.
fn warn(sale: &Sale, out: &mut Effects) {
    let lots = sale.counter("kitty").lots();
    if let Some(lot) = lots.first().filter(|lot| sale.day().days_until(lot.expires) <= WARNING) {
        let text = text!("cashier-expires", amount = euros(lot.amount), day = lot.expires);
        out.message(Message::cashier(text).weight(60));
    }
}

/// The counter in euros, whole cents.
const fn euros(points: Points) -> Money {
    Money::from_cents(points.ten_thousandths() / 100)
}

const fn points(amount: Money) -> Points {
    Points::from_ten_thousandths(amount.cents() * 100)
}

impl Cashback {
    fn is_offered(&self, before: Money, gross: Money, most: Money, out: &mut Effects) -> bool {
        out.require_at_least("why-least", self.least, before)
            && out.require_at_least("why-basket", self.basket, gross)
            && out.require_at_least("why-room", self.least, most)
    }

    /// What is taken of the kitty: the part that was typed, or all that can be used.
    fn used(&self, sale: &Sale, most: Money) -> Option<Money> {
        let answer = sale.offer("kitty");
        let part = answer.part().unwrap_or(points(most));
        let fits = points(self.least) <= part && part <= points(most) && part == part.round_down(2);
        (answer.is_taken() && fits).then_some(euros(part))
    }

    fn earned(&self, paid: Money) -> Result<Money> {
        match self.earning {
            Earning::Percent => paid.percent(self.percent),
            Earning::Steps => self.per_step.times(paid.whole_steps(self.step)?),
        }
    }

    fn offer(&self, used: Money, most: Money, lines: &Lines<'_>) -> Offer {
        Offer::new("kitty", text!("offer-kitty", most = most))
            .part(points(self.least), points(Money::from_cents(1)), points(most))
            .cost("kitty", points(used))
            .reward(Discount::amount(used).on(lines))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder, money};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn program(set: &[(&str, &str)]) -> Cashback {
        testing::settings(MANIFEST, set)
    }

    fn kitty(cents: i64) -> Points {
        points(Money::from_cents(cents))
    }

    #[test]
    fn a_percentage_or_an_amount_per_step_goes_in() {
        let earned = |set: &[_], price| {
            testing::evaluate(&program(set), &SaleBuilder::new().customer().line(price)).earned("kitty")
        };
        assert_eq!((earned(&[], "225.00"), earned(&[], "0.10")), (kitty(11_25), kitty(1)));
        let steps = [("earning", "steps")];
        assert_eq!((earned(&steps, "29.99"), earned(&steps, "60.00")), (Points::ZERO, kitty(2_00)));
    }

    #[test]
    fn the_part_is_taken_within_the_kitty_and_the_basket() {
        let used = |part, price| {
            let sale = SaleBuilder::new().counter("kitty", kitty(12_30)).line(price).taken_part("kitty", kitty(part));
            let proposal = testing::evaluate(&program(&[]), &sale);
            (format!("{:?}", proposal.offer("kitty").unwrap().rewards), proposal.earned("kitty"))
        };
        let (reward, earned) = used(4_20, "50.00");
        assert!(reward.contains("Amount(420)") && earned == kitty(2_29), "{reward} {earned:?}");
        for (part, price) in [(12_31, "50.00"), (99, "50.00"), (5_01, "5.00")] {
            let (_, earned) = used(part, price);
            assert_eq!(earned, points(money(price).percent(Percent::new(5)).unwrap()), "{part} of {price}");
        }
    }

    #[test]
    fn it_can_be_used_from_a_least_amount_and_basket() {
        let offered = |balance, price| {
            let sale = SaleBuilder::new().counter("kitty", kitty(balance)).line(price);
            !testing::evaluate(&program(&[("least", "5.00"), ("basket", "30.00")]), &sale).offers().is_empty()
        };
        assert!(offered(5_00, "30.00"));
        assert!(!offered(4_99, "30.00") && !offered(5_00, "29.99"));
    }

    #[test]
    fn what_is_excluded_neither_earns_nor_is_paid() {
        let set = [("excluded_departments", "tabac"), ("excluded_tags", "solde"), ("on_promotions", "no")];
        let sale = SaleBuilder::new().counter("kitty", kitty(50_00));
        let sale = sale.line("10.00").department("tabac").line("20.00").tag("solde").line("9.00").discount("1.00");
        let nothing = testing::evaluate(&program(&set), &sale);
        assert_eq!((nothing.offers().len(), nothing.earned("kitty")), (0, Points::ZERO));
        assert_eq!(testing::evaluate(&program(&set), &sale.line("4.00")).earned_by("kitty"), [4]);
    }
}
