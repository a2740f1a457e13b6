//! "The second at half price": the n-th piece of a department, or of one item, is reduced, the cheapest first.

use comptoir_sdk::{
    Choice, Departments, Discount, Effects, Items, Lines, Percent, Policy, Result, Sale, Settings, export,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct NthItem {
    departments: Departments,
    items: Items,
    nth: i64,
    percent: Percent,
    among: Among,
    repeat: bool,
}

/// Which pieces are counted together.
#[derive(Clone, Copy, PartialEq, Choice)]
enum Among {
    All,
    SameItem,
}

export!(NthItem);

impl Policy for NthItem {
    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        let lines = sale.select(|line| {
            line.is_paid_item() && line.is_discountable() && line.is_among(&self.departments, &self.items)
        });
        if self.among == Among::All {
            return self.reduce(&lines, out);
        }
        let mut seen: Vec<&str> = Vec::new();
        for line in &lines {
            let sku = line.item().sku();
            if !seen.contains(&sku) {
                seen.push(sku);
                self.reduce(&lines.select(|line| line.item().sku() == sku), out)?;
            }
        }
        Ok(())
    }
}

impl NthItem {
    fn reduce(&self, lines: &Lines<'_>, out: &mut Effects) -> Result {
        let pieces = lines.pieces();
        let whole = pieces.checked_div(self.nth).ok_or("there is no item number 0")?;
        let times = if self.repeat { whole } else { whole.min(1) };
        if times > 0 {
            let count = u32::try_from(times).map_err(|_| "too many pieces")?;
            out.discount(Discount::cheapest(count, self.percent).on(lines));
        }
        out.require_at_least("why-pieces", self.nth, pieces);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, Proposal, SaleBuilder};

    const MANIFEST: &str = include_str!("../manifest.toml");

    fn proposal(set: &[(&str, &str)], sale: &SaleBuilder) -> Proposal {
        testing::evaluate(&testing::settings::<NthItem>(MANIFEST, set), sale)
    }

    /// Which lines are reduced, and how many pieces of them.
    fn reduced(proposal: &Proposal) -> Vec<String> {
        proposal.discounts().iter().map(|(target, benefit)| format!("{target:?} {benefit:?}")).collect()
    }

    #[test]
    fn each_nth_piece_is_reduced_or_only_one() {
        let found = |repeat, pieces| {
            let sale = SaleBuilder::new().line("10.00").quantity(pieces);
            reduced(&proposal(&[("repeat", repeat)], &sale)).concat()
        };
        assert_eq!(found("yes", "1"), "");
        assert!(found("yes", "5").contains("count: 2, percent: 5000"), "{}", found("yes", "5"));
        assert!(found("no", "5").contains("count: 1, percent: 5000"));
        assert_eq!(found("yes", "2.5"), "", "what is sold by weight has no pieces");
    }

    #[test]
    fn the_same_item_is_counted_over_its_lines() {
        let sale = SaleBuilder::new().line("10.00").sku("A").line("8.00").sku("B").line("10.00").sku("A");
        let found = reduced(&proposal(&[("among", "same-item")], &sale));
        assert!(found.len() == 1 && found[0].contains("Lines([1, 3])"), "{found:?}");
        let all = reduced(&proposal(&[("nth", "3")], &sale));
        assert!(all.len() == 1 && all[0].contains("Lines([1, 2, 3])"), "{all:?}");
    }

    #[test]
    fn only_what_the_merchant_chose_is_counted() {
        let sale = SaleBuilder::new().line("10.00").department("vin").line("8.00").department("presse");
        assert!(proposal(&[("departments", "vin")], &sale).discounts().is_empty());
        let fixed = SaleBuilder::new().line("10.00").quantity("2").not_discountable();
        assert_eq!(proposal(&[], &fixed).held("why-pieces"), Some(false));
    }
}
