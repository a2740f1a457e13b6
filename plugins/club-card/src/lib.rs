//! "Club card": a card that is sold gives a percentage off for some days, and another in privilege periods.
//!
//! The membership is a counter: the line that sells the card earns one, which expires with the card. So it counts
//! from the next sale on, a refund of the line ends it, and a renewal goes on where the card before ends.

use comptoir_sdk::{
    Date, Departments, Discount, Effects, Issues, Items, Message, Percent, Points, Policy, Result, Sale, Settings,
    export, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct ClubCard {
    card: Items,
    percent: Percent,
    days: i64,
    excluded_departments: Departments,
    privilege_percent: Percent,
    period_1: bool,
    from_1: Date,
    to_1: Date,
    period_2: bool,
    from_2: Date,
    to_2: Date,
    period_3: bool,
    from_3: Date,
    to_3: Date,
}

/// So many days ahead the cashier is told that the card ends.
const WARNING: i64 = 30;

export!(ClubCard);

impl Policy for ClubCard {
    fn check(&self, issues: &mut Issues) {
        if self.card.len() != 1 {
            issues.refuse("card", "issue-card");
        }
        for (key, (on, from, to)) in ["to_1", "to_2", "to_3"].into_iter().zip(self.periods()) {
            if on && to < from {
                issues.refuse(key, "issue-period");
            }
        }
    }

    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        if !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        let last = last_day(sale);
        let sold = self.sell(sale, last, out)?;
        if out.require_true("why-member", last.is_some()) {
            self.reduce(sale, out);
        }
        if let Some(last) = last {
            out.message(Message::badge(text!("badge", day = last)).weight(80));
            if !sold && sale.day().days_until(last) <= WARNING {
                out.message(Message::cashier(text!("cashier-ending", day = last)));
            }
        }
        Ok(())
    }
}

/// The last day of the customer's cards; none without a card before this sale.
fn last_day(sale: &Sale) -> Option<Date> {
    let member = sale.counter("member");
    member.lots().last().filter(|_| member.balance().is_positive()).map(|lot| lot.expires)
}

impl ClubCard {
    /// Starts or renews the membership when the card is sold.
    fn sell(&self, sale: &Sale, last: Option<Date>, out: &mut Effects) -> Result<bool> {
        let cards = sale.select(|line| line.is_paid_item() && line.is_one_of(&self.card));
        if cards.is_empty() {
            return Ok(false);
        }
        let expires = last.unwrap_or(sale.day()).plus_days(self.days)?;
        out.earn("member", Points::ONE).lines(&cards).expires(expires);
        out.message(Message::cashier(text!("cashier-sold", day = expires)).weight(60));
        Ok(true)
    }

    fn reduce(&self, sale: &Sale, out: &mut Effects) {
        let lines = sale.select(|line| {
            line.is_paid_item()
                && line.is_discountable()
                && !line.is_one_of(&self.card)
                && !line.is_in(&self.excluded_departments)
        });
        let privilege = out.require_true("why-privilege", self.is_privileged(sale.day()));
        if out.require_true("why-lines", !lines.is_empty()) {
            out.discount(match privilege {
                true => Discount::percent(self.privilege_percent).label("label-privilege").on(&lines),
                false => Discount::percent(self.percent).on(&lines),
            });
        }
    }

    const fn periods(&self) -> [(bool, Date, Date); 3] {
        [
            (self.period_1, self.from_1, self.to_1),
            (self.period_2, self.from_2, self.to_2),
            (self.period_3, self.from_3, self.to_3),
        ]
    }

    fn is_privileged(&self, day: Date) -> bool {
        self.periods().into_iter().any(|(on, from, to)| on && from <= day && day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, Proposal, SaleBuilder};

    const MANIFEST: &str = include_str!("../manifest.toml");
    const PERIOD: [(&str, &str); 3] = [("period_2", "yes"), ("from_2", "2026-11-20"), ("to_2", "2026-11-22")];

    fn program(set: &[(&str, &str)]) -> ClubCard {
        testing::settings(MANIFEST, set)
    }

    fn member(day: &str, expires: &str) -> SaleBuilder {
        SaleBuilder::new().day(day).counter("member", 1).lot(1, expires)
    }

    fn expires(proposal: &Proposal, day: &str) -> bool {
        format!("{proposal:?}").contains(&format!("expires: Some(Date {{ {day} }})"))
    }

    #[test]
    fn the_card_counts_from_the_next_sale_on() {
        let sold = SaleBuilder::new().day("2026-11-22").customer().line("15.00").sku("CARTE").line("40.00");
        let proposal = testing::evaluate(&program(&[]), &sold);
        assert_eq!((proposal.earned("member"), proposal.discounts().len()), (Points::ONE, 0));
        assert!(expires(&proposal, "year: 2027, month: 11, day: 22"), "{proposal:?}");
        let next = testing::evaluate(&program(&[]), &member("2026-11-22", "2027-11-22").line("40.00"));
        assert_eq!((next.earned("member"), next.discounts().len()), (Points::ZERO, 1));
    }

    #[test]
    fn a_renewal_goes_on_where_the_card_ends() {
        let sale = member("2026-11-22", "2026-12-01").line("15.00").sku("CARTE");
        let proposal = testing::evaluate(&program(&[("days", "30")]), &sale);
        assert!(expires(&proposal, "year: 2026, month: 12, day: 31"), "{proposal:?}");
        assert!(proposal.discounts().is_empty(), "the card itself is not discounted");
    }

    #[test]
    fn privilege_periods_have_their_own_percentage() {
        for (day, percent) in [("2026-11-19", 500), ("2026-11-20", 2000), ("2026-11-22", 2000), ("2026-11-23", 500)] {
            let proposal = testing::evaluate(&program(&PERIOD), &member(day, "2027-06-30").line("40.00"));
            let found = format!("{:?}", proposal.discounts());
            assert!(found.contains(&format!("Percent({percent})")), "{day}: {found}");
        }
    }

    #[test]
    fn settings_that_cannot_be_are_refused() {
        let refused = |set: &[_]| testing::refused::<ClubCard>(MANIFEST, set);
        assert_eq!(refused(&[("card", "A,B")]), ["card"]);
        assert_eq!(refused(&[PERIOD[0], PERIOD[1], ("to_2", "2026-11-19")]), ["to_2"]);
        assert!(refused(&PERIOD).is_empty() && refused(&[("to_1", "2020-01-01")]).is_empty());
    }
}
