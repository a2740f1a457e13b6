//! "Two bought, one free": for so many pieces bought, so many others are free or reduced, the cheapest first.

use comptoir_sdk::{
    Departments, Discount, Effects, Items, Message, Percent, Policy, Result, Sale, Settings, Surface, export, text,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct BuyXGetY {
    departments: Departments,
    items: Items,
    buy: u32,
    get: u32,
    percent: Percent,
    most: u32,
    members_only: bool,
}

export!(BuyXGetY);

impl Policy for BuyXGetY {
    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        if self.members_only && !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        let lines = sale.select(|line| {
            line.is_paid_item() && line.is_discountable() && line.is_among(&self.departments, &self.items)
        });
        let (pieces, set) = (lines.pieces(), i64::from(self.buy) + i64::from(self.get));
        let most = if self.most == 0 { i64::MAX } else { i64::from(self.most) };
        let times = (pieces / set).min(most);
        if out.require("why-pieces", times > 0, set, pieces) {
            let count =
                u32::try_from(times).ok().and_then(|times| times.checked_mul(self.get)).ok_or("too many pieces")?;
            out.discount(Discount::cheapest(count, self.percent).on(&lines));
        }
        let missing = set - pieces % set;
        if times < most && missing <= i64::from(self.get) {
            let hint = text!("one-more", missing = missing, percent = self.percent);
            out.message(Message::cashier(hint).and(Surface::CustomerDisplay));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder};

    const MANIFEST: &str = include_str!("../manifest.toml");

    /// How many pieces are reduced of so many, and what is said.
    fn reduced(set: &[(&str, &str)], pieces: &str) -> (Option<u32>, usize) {
        let proposal = testing::evaluate(
            &testing::settings::<BuyXGetY>(MANIFEST, set),
            &SaleBuilder::new().line("5.00").quantity(pieces),
        );
        let count = proposal.discounts().first().map(|(_, benefit)| match benefit {
            comptoir_sdk::contract::effects::Benefit::Pieces(pieces) => pieces.count,
            other => panic!("{other:?}"),
        });
        (count, proposal.messages().len())
    }

    #[test]
    fn whole_sets_are_counted_and_the_missing_piece_is_told() {
        for (pieces, expected) in [
            ("1", (None, 0)),
            ("2", (None, 1)),
            ("3", (Some(1), 0)),
            ("5", (Some(1), 1)),
            ("6", (Some(2), 0)),
            ("0.750", (None, 0)),
        ] {
            assert_eq!(reduced(&[], pieces), expected, "{pieces} pieces");
        }
        assert_eq!(reduced(&[("buy", "3"), ("get", "2")], "10"), (Some(4), 0));
        assert_eq!(reduced(&[("buy", "3"), ("get", "2")], "8"), (Some(2), 1));
    }

    #[test]
    fn no_more_than_the_most_per_sale() {
        let most = [("most", "2")];
        assert_eq!(reduced(&most, "9"), (Some(2), 0));
        assert_eq!(reduced(&most, "8"), (Some(2), 0));
        assert_eq!(reduced(&most, "5"), (Some(1), 1));
    }

    #[test]
    fn members_only_when_the_merchant_says_so() {
        let program = testing::settings::<BuyXGetY>(MANIFEST, &[("members_only", "yes")]);
        let sale = SaleBuilder::new().line("5.00").quantity("3");
        assert!(testing::evaluate(&program, &sale).kinds().is_empty());
        assert_eq!(testing::evaluate(&program, &sale.customer()).kinds(), ["discount"]);
    }

    #[test]
    fn pieces_are_those_of_the_departments_and_items() {
        let program = testing::settings::<BuyXGetY>(MANIFEST, &[("departments", "livres"), ("items", "PEN")]);
        let sale = SaleBuilder::new().line("8.00").departments(["poche", "livres"]).quantity("2");
        let other = sale.clone().line("3.00").department("presse").not_discountable();
        assert!(testing::evaluate(&program, &other).discounts().is_empty());
        let pen = testing::evaluate(&program, &sale.line("1.00").sku("PEN"));
        assert!(format!("{:?}", pen.discounts()).contains("Lines([1, 2])"), "{pen:?}");
    }
}
