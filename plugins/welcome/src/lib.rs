//! "Welcome and welcome back": a gift with the first purchase, and a voucher after a long absence.
//!
//! Who bought before today and how long ago is asked of the books, so nothing is counted here and nobody is
//! welcomed twice. The till itself takes a voucher back when the sale is refunded.

use comptoir_sdk::{
    Choice, Date, Departments, Discount, Effects, Lines, Message, Money, Percent, Plan, Policy, Question, Result, Sale,
    Settings, Voucher, export, history, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct Welcome {
    gift: Gift,
    welcome_value: Money,
    percent: Percent,
    absence: i64,
    back_value: Money,
    least: Money,
    validity: i64,
    excluded_departments: Departments,
}

/// What the first purchase gives.
#[derive(Clone, Copy, PartialEq, Choice)]
enum Gift {
    Voucher,
    Percent,
    None,
}

export!(Welcome);

impl Policy for Welcome {
    fn plan(&self, plan: &mut Plan) {
        plan.ask(&last_visit());
    }

    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        if !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        let basket = sale.select(|line| line.is_paid_item() && !line.is_in(&self.excluded_departments));
        let last = sale.answer(&last_visit())?;
        out.require_true("why-first", last.is_none());
        match last {
            None if self.gift != Gift::None => self.welcome(sale, &basket, out),
            Some(last) if self.absence > 0 => self.welcome_back(sale, last, &basket, out),
            _ => Ok(()),
        }
    }
}

fn last_visit() -> Question<Option<Date>> {
    history::last_visit()
}

impl Welcome {
    fn welcome(&self, sale: &Sale, basket: &Lines<'_>, out: &mut Effects) -> Result {
        out.message(Message::badge("badge-new").weight(70));
        out.message(Message::cashier("cashier-new").weight(70));
        if !self.is_enough(basket, out)? {
            return Ok(());
        }
        let lines = basket.discountable();
        match self.gift {
            Gift::Voucher => self.give(sale, self.welcome_value, "label-welcome", out)?,
            Gift::Percent if !lines.is_empty() => out.discount(Discount::percent(self.percent).on(&lines)),
            Gift::Percent | Gift::None => {}
        }
        Ok(())
    }

    fn welcome_back(&self, sale: &Sale, last: Date, basket: &Lines<'_>, out: &mut Effects) -> Result {
        let days = last.days_until(sale.day());
        if !out.require_at_least("why-absence", self.absence, days) {
            return Ok(());
        }
        out.message(Message::badge("badge-back").weight(70));
        out.message(Message::cashier(text!("cashier-back", days = days)).weight(70));
        if self.is_enough(basket, out)? { self.give(sale, self.back_value, "label-back", out) } else { Ok(()) }
    }

    fn is_enough(&self, basket: &Lines<'_>, out: &mut Effects) -> Result<bool> {
        Ok(!basket.is_empty() && out.require_at_least("why-least", self.least, basket.gross()?))
    }

    fn give(&self, sale: &Sale, worth: Money, label: &'static str, out: &mut Effects) -> Result {
        let expires = (self.validity > 0).then(|| sale.day().plus_days(self.validity)).transpose()?;
        out.voucher(Voucher::of(worth).expires(expires).label(label));
        out.message(Message::receipt(text!("receipt-voucher", worth = worth)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, Proposal, SaleBuilder, money};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn answer(set: &[(&str, &str)], last: Option<(i32, u8, u8)>, price: &str) -> Proposal {
        let program: Welcome = testing::settings(MANIFEST, set);
        let last = last.map(|(year, month, day)| Date::new(year, month, day).unwrap());
        let sale = SaleBuilder::new().day("2026-11-22").customer().answer(&last_visit(), last).line(price);
        testing::evaluate(&program, &sale)
    }

    #[test]
    fn the_first_purchase_gives_what_the_merchant_chose() {
        assert_eq!(answer(&[], None, "20.00").vouchers(), [money("5.00")]);
        assert_eq!(answer(&[("gift", "percent")], None, "20.00").discounts().len(), 1);
        assert!(answer(&[("gift", "none")], None, "20.00").kinds().is_empty());
        assert!(answer(&[], Some((2026, 11, 22)), "20.00").kinds().is_empty(), "a second sale of the day");
    }

    #[test]
    fn the_absence_is_counted_in_days() {
        let set = [("absence", "30"), ("back_value", "8.00")];
        let vouchers = |last| answer(&set, Some(last), "20.00").vouchers();
        assert_eq!(vouchers((2026, 10, 23)), [money("8.00")]);
        assert!(vouchers((2026, 10, 24)).is_empty());
        assert!(answer(&[("absence", "0")], Some((2020, 1, 1)), "20.00").kinds().is_empty());
    }

    #[test]
    fn too_small_a_purchase_is_welcomed_without_a_gift() {
        let kinds = |price| answer(&[("least", "20.00")], None, price).kinds();
        assert_eq!(kinds("20.00"), ["message", "message", "voucher", "message"]);
        assert_eq!((kinds("19.99"), kinds("0.00")), (vec!["message"; 2], vec!["message"; 2]));
    }
}
