//! "Birthday": around the birthday the cashier is told, and a gift can be taken once.
//!
//! A counter keeps what was given: a gift that is taken earns one on it, which expires with the days around
//! this birthday. So the next birthday starts anew, and a full refund gives the gift back.

use comptoir_sdk::{
    Choice, Date, Discount, Effects, Event, Lines, Message, Money, Offer, Percent, Points, Policy, Result, Reward,
    Sale, Settings, Surface, Text, Voucher, export, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct Birthday {
    before: u32,
    after: u32,
    gift: Gift,
    percent: Percent,
    amount: Money,
    validity: i64,
    acknowledge: bool,
}

/// What the gift is.
#[derive(Clone, Copy, PartialEq, Choice)]
enum Gift {
    Percent,
    Amount,
    Voucher,
}

export!(Birthday);

impl Policy for Birthday {
    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        let Some(customer) = sale.customer() else {
            out.require_true("why-customer", false);
            return Ok(());
        };
        let Some(birthday) = customer.birthday() else {
            out.require_true("why-known", false);
            return Ok(());
        };
        let around = birthday.around(sale.day(), self.before, self.after);
        out.require_true("why-around", around.is_some());
        if let Some(day) = around {
            self.celebrate(sale, day, out)?;
        }
        Ok(())
    }
}

impl Birthday {
    fn celebrate(&self, sale: &Sale, birthday: Date, out: &mut Effects) -> Result {
        out.message(Message::badge("badge").weight(80));
        if !out.require_true("why-first", !sale.counter("given").balance().is_positive()) {
            out.message(Message::cashier(text!("cashier-given", day = birthday)));
            return Ok(());
        }
        let last = birthday.plus_days(self.after.into())?;
        let lines = sale.select(|line| line.is_paid_item() && line.is_discountable());
        let reward = self.reward(sale, &lines)?;
        let taken = reward.is_some() && sale.offer("gift").is_taken();
        if let Some(reward) = reward {
            out.offer(Offer::new("gift", self.title()).reward(reward).expires(last));
        }
        if taken {
            out.earn("given", Points::ONE).expires(last);
            out.message(Message::receipt("receipt-wishes").and(Surface::CustomerDisplay).weight(70));
        } else {
            let alert = Message::cashier(text!("cashier-birthday", day = birthday)).weight(80);
            let ask = self.acknowledge && sale.event() == Event::Identified;
            out.message(if ask { alert.acknowledge() } else { alert });
        }
        Ok(())
    }

    fn title(&self) -> Text {
        match self.gift {
            Gift::Percent => text!("offer-percent", percent = self.percent),
            Gift::Amount => text!("offer-amount", amount = self.amount),
            Gift::Voucher => text!("offer-voucher", amount = self.amount),
        }
    }

    /// Gives the gift; none while the sale has nothing that it could reduce.
    fn reward(&self, sale: &Sale, lines: &Lines<'_>) -> Result<Option<Reward>> {
        let room = lines.gross()?;
        Ok(match self.gift {
            Gift::Voucher => {
                let expires = (self.validity > 0).then(|| sale.day().plus_days(self.validity)).transpose()?;
                Some(Voucher::of(self.amount).expires(expires).into())
            }
            Gift::Percent => room.is_positive().then(|| Discount::percent(self.percent).on(lines).into()),
            Gift::Amount => room.is_positive().then(|| Discount::amount(self.amount.min(room)).on(lines).into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn program(set: &[(&str, &str)]) -> Birthday {
        testing::settings(MANIFEST, set)
    }

    fn sale(day: &str, birthday: &str) -> SaleBuilder {
        SaleBuilder::new().day(day).birthday(birthday).line("40.00")
    }

    #[test]
    fn the_gift_is_offered_around_the_birthday() {
        let program = program(&[("before", "7"), ("after", "3")]);
        for (day, birthday, offered) in [
            ("2026-12-16", "12-24", false),
            ("2026-12-17", "12-24", true),
            ("2026-12-27", "12-24", true),
            ("2026-12-28", "12-24", false),
            ("2026-12-28", "1980-01-02", true),
            ("2027-02-28", "02-29", true),
            ("2028-03-04", "02-29", false),
        ] {
            let proposal = testing::evaluate(&program, &sale(day, birthday));
            assert_eq!(!proposal.offers().is_empty(), offered, "{birthday} on {day}");
        }
    }

    #[test]
    fn it_is_taken_once() {
        let program = program(&[]);
        let taken = testing::evaluate(&program, &sale("2026-12-20", "12-24").taken("gift"));
        assert_eq!(taken.earned("given"), Points::ONE);
        let expires = format!("{taken:?}").contains("expires: Some(Date { year: 2026, month: 12, day: 31 })");
        assert!(expires, "with the days around the birthday: {taken:?}");
        let again = testing::evaluate(&program, &sale("2026-12-22", "12-24").counter("given", 1).taken("gift"));
        assert_eq!((again.offers().len(), again.earned("given")), (0, Points::ZERO));
        assert_eq!(again.messages(), ["badge", "cashier-given"]);
    }

    #[test]
    fn an_amount_is_at_most_what_there_is_to_pay() {
        let reward = |price: &str| {
            let sale = SaleBuilder::new().day("2026-12-24").birthday("12-24").line(price);
            let proposal = testing::evaluate(&program(&[("gift", "amount"), ("amount", "5.00")]), &sale);
            proposal.offer("gift").map(|offer| format!("{:?}", offer.rewards))
        };
        assert!(reward("40.00").is_some_and(|reward| reward.contains("Amount(500)")));
        assert!(reward("3.00").is_some_and(|reward| reward.contains("Amount(300)")));
        assert_eq!(reward("0.00"), None);
    }

    #[test]
    fn the_cashier_confirms_only_when_the_customer_is_identified() {
        let confirm = |event, ask| {
            let sale = sale("2026-12-24", "12-24").event(event);
            format!("{:?}", testing::evaluate(&program(&[("acknowledge", ask)]), &sale)).contains("acknowledge: true")
        };
        assert!(confirm(Event::Identified, "yes"));
        assert!(!confirm(Event::Draft, "yes") && !confirm(Event::Identified, "no"));
    }

    #[test]
    fn without_a_known_birthday_nothing_is_said() {
        let nobody = testing::evaluate(&program(&[]), &SaleBuilder::new().line("40.00"));
        let unknown = testing::evaluate(&program(&[]), &SaleBuilder::new().customer().line("40.00"));
        assert!(nobody.kinds().is_empty() && unknown.kinds().is_empty());
        assert_eq!((nobody.held("why-customer"), unknown.held("why-known")), (Some(false), Some(false)));
    }
}
