//! "Bring a friend": with the first purchase of a customer whom another brought, both earn a credit in euros.
//!
//! The credit is used whole at a later visit, as far as the items reach; what is left stays. A refund of the
//! first purchase takes both credits back, which is the till's business.

use comptoir_sdk::{
    Customer, Date, Departments, Discount, Effects, Lines, Message, Money, Offer, Period, Plan, Points, Policy,
    Question, Result, Sale, Settings, export, history, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct Sponsor {
    for_sponsor: Money,
    for_sponsored: Money,
    least: Money,
    validity: i64,
    excluded_departments: Departments,
}

export!(Sponsor);

impl Policy for Sponsor {
    fn plan(&self, plan: &mut Plan) {
        plan.ask(&sales_before());
    }

    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        let Some(customer) = sale.customer() else {
            out.require_true("why-customer", false);
            return Ok(());
        };
        let basket = sale.select(|line| line.is_paid_item() && !line.is_in(&self.excluded_departments));
        if is_first_of_sponsored(sale, customer, out)? {
            self.reward(sale, &basket, out)?;
        }
        use_credit(sale, &basket.discountable(), out)
    }
}

fn sales_before() -> Question<i64> {
    history::sales(Period::Always)
}

fn is_first_of_sponsored(sale: &Sale, customer: Customer<'_>, out: &mut Effects) -> Result<bool> {
    Ok(out.require_true("why-sponsored", customer.is_sponsored())
        && out.require_at_most("why-first", 0, sale.answer(&sales_before())?))
}

/// Offers what earlier visits left of the credit.
fn use_credit(sale: &Sale, lines: &Lines<'_>, out: &mut Effects) -> Result {
    let balance = sale.counter("credit").balance();
    let worth = Money::from_cents(balance.ten_thousandths() / 100).min(lines.gross()?);
    if out.require("why-credit", worth.is_positive(), Money::from_cents(1), worth) {
        let title = text!("offer-credit", worth = worth);
        out.offer(Offer::new("credit", title).cost("credit", points(worth)).reward(Discount::amount(worth).on(lines)));
    }
    Ok(())
}

const fn points(amount: Money) -> Points {
    Points::from_ten_thousandths(amount.cents() * 100)
}

impl Sponsor {
    /// Rewards both, or says what is missing.
    fn reward(&self, sale: &Sale, basket: &Lines<'_>, out: &mut Effects) -> Result {
        let gross = basket.gross()?;
        if !out.require_at_least("why-least", self.least, gross) {
            let missing = self.least.minus(gross)?;
            out.message(Message::cashier(text!("cashier-missing", missing = missing)));
            return Ok(());
        }
        let expires: Option<Date> = (self.validity > 0).then(|| sale.day().plus_days(self.validity)).transpose()?;
        out.earn("credit", points(self.for_sponsored)).expires(expires);
        out.earn("credit", points(self.for_sponsor)).expires(expires).to_sponsor();
        let both = text!("cashier-both", sponsor = self.for_sponsor, sponsored = self.for_sponsored);
        out.message(Message::cashier(both));
        out.message(Message::receipt("receipt-thanks").weight(40));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder, money};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn program() -> Sponsor {
        testing::settings(MANIFEST, &[])
    }

    #[test]
    fn both_earn_with_the_first_purchase() {
        let sale = SaleBuilder::new().sponsored().line("20.00");
        let proposal = testing::evaluate(&program(), &sale);
        assert_eq!(proposal.kinds(), ["add", "add", "message", "message"]);
        let to_sponsor = format!("{proposal:?}").matches("Beneficiary::Sponsor").count();
        assert_eq!(to_sponsor, 1);
        let again = testing::evaluate(&program(), &sale.answer(&sales_before(), 1));
        assert!(again.kinds().is_empty() && again.held("why-first") == Some(false));
        let alone = testing::evaluate(&program(), &SaleBuilder::new().customer().line("20.00"));
        assert!(alone.kinds().is_empty() && alone.held("why-sponsored") == Some(false));
    }

    #[test]
    fn below_the_least_amount_the_cashier_is_told() {
        let proposal = testing::evaluate(&program(), &SaleBuilder::new().sponsored().line("19.99"));
        assert_eq!(proposal.messages(), ["cashier-missing"]);
        assert_eq!(proposal.earned("credit"), Points::ZERO);
    }

    #[test]
    fn the_credit_is_used_as_far_as_the_items_reach() {
        for (price, used) in [("50.00", "10.00"), ("4.00", "4.00")] {
            let sale = SaleBuilder::new().counter("credit", 10).line(price);
            let offer = format!("{:?}", testing::evaluate(&program(), &sale).offer("credit"));
            assert!(offer.contains(&format!("Amount({})", money(used).cents())), "{offer}");
        }
    }
}
