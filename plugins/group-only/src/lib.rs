//! "For some customers only": a percentage or an amount off for chosen groups or tags of customers.

use comptoir_sdk::{
    Choice, Departments, Discount, Effects, Groups, Issues, Items, Lines, Message, Money, Percent, Policy, Result,
    Sale, Settings, Tags, export, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct GroupOnly {
    groups: Groups,
    customer_tags: Tags,
    departments: Departments,
    items: Items,
    benefit: Benefit,
    percent: Percent,
    amount: Money,
    least: Money,
}

/// How the discount is told.
#[derive(Clone, Copy, PartialEq, Choice)]
enum Benefit {
    Percent,
    Amount,
}

export!(GroupOnly);

impl Policy for GroupOnly {
    fn check(&self, issues: &mut Issues) {
        if self.groups.is_empty() && self.customer_tags.is_empty() {
            issues.refuse("groups", "issue-nobody");
        }
    }

    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        let Some(customer) = sale.customer() else {
            out.require_true("why-customer", false);
            return Ok(());
        };
        let chosen = customer.is_in(&self.groups) || customer.has_any_tag(&self.customer_tags);
        if !out.require_true("why-chosen", chosen) {
            return Ok(());
        }
        out.message(Message::badge("badge"));
        let lines = sale.select(|line| {
            line.is_paid_item() && line.is_discountable() && line.is_among(&self.departments, &self.items)
        });
        if out.require_true("why-lines", !lines.is_empty()) {
            self.reduce(&lines, out)?;
        }
        Ok(())
    }
}

impl GroupOnly {
    fn reduce(&self, lines: &Lines<'_>, out: &mut Effects) -> Result {
        let gross = lines.gross()?;
        if !out.require_at_least("why-least", self.least, gross) {
            let missing = self.least.minus(gross)?;
            out.message(Message::cashier(text!("cashier-missing", missing = missing)));
            return Ok(());
        }
        let discount = match self.benefit {
            Benefit::Percent => Discount::percent(self.percent),
            Benefit::Amount => Discount::amount(self.amount.min(gross)),
        };
        out.discount(discount.on(lines));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn program(set: &[(&str, &str)]) -> GroupOnly {
        testing::settings(MANIFEST, &[&[("groups", "pros,staff"), ("customer_tags", "vip")], set].concat())
    }

    #[test]
    fn a_group_or_a_tag_is_enough() {
        let reduced = |sale: SaleBuilder| !testing::evaluate(&program(&[]), &sale.line("10.00")).discounts().is_empty();
        let new = SaleBuilder::new;
        assert!(reduced(new().group("staff")) && reduced(new().customer_tag("vip")));
        assert!(!reduced(new()) && !reduced(new().customer()) && !reduced(new().group("vip").customer_tag("pros")));
    }

    #[test]
    fn an_amount_is_at_most_what_the_items_cost() {
        for (price, off) in [("20.00", 5_00), ("3.00", 3_00)] {
            let sale =
                SaleBuilder::new().group("pros").line(price).department("vin").line("50.00").department("livres");
            let proposal = testing::evaluate(&program(&[("benefit", "amount"), ("departments", "vin")]), &sale);
            let found = format!("{:?}", proposal.discounts());
            assert!(found.contains(&format!("Amount({off})")) && found.contains("Lines([1])"), "{found}");
        }
    }

    #[test]
    fn a_program_for_nobody_is_refused() {
        assert_eq!(testing::refused::<GroupOnly>(MANIFEST, &[]), ["groups"]);
        assert!(testing::refused::<GroupOnly>(MANIFEST, &[("customer_tags", "vip")]).is_empty());
    }
}
