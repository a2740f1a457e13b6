//! What each seller did in a period.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use comptoir_domain::money::Money;
use comptoir_domain::statistics::{Days, Sums};
use comptoir_store::{By, Key};
use rust_decimal::Decimal;
use serde::Serialize;

use super::Statistics;
use crate::error::Error;

/// What the sellers did in a period.
#[derive(Clone, Debug, Serialize)]
pub struct Sellers {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The sellers, and whoever opened files; most revenue first.
    pub rows: Vec<SellerRow>,
    /// All together.
    pub total: SellerRow,
}

/// What one seller did. A refund is taken off whoever had sold.
#[derive(Clone, Debug, Serialize)]
pub struct SellerRow {
    /// The seller; of the total, its name.
    pub seller: String,
    /// Gross revenue, less refunds.
    pub revenue_gross: Money,
    /// Net revenue, less refunds.
    pub revenue_net: Money,
    /// Margin of the lines whose cost is known.
    pub margin: Money,
    /// Sales, refunds apart.
    pub sales: i64,
    /// Articles, less those returned.
    pub items: i64,
    /// Articles per sale (indice de vente).
    pub items_per_sale: Option<Decimal>,
    /// Gross revenue per sale.
    pub average_basket: Option<Money>,
    /// What discounts by hand took off.
    pub discounts_by_hand: Money,
    /// Files of customers that were opened, imports apart.
    pub enrolments: i64,
    /// Refunds.
    pub returns: i64,
    /// What they paid back of the gross revenue.
    pub returned: Money,
}

impl Statistics<'_> {
    /// Tells what each seller did in a period.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn sellers(&self, days: Days) -> Result<Sellers, Error> {
        let takings = self.books.takings(days, &By::Seller)?;
        let mut enrolments = self.books.enrolments(days)?;
        let enrolled = enrolments.values().sum();
        let mut rows = Vec::new();
        for part in takings.parts {
            if let Key::Seller(seller) = part.key {
                let enrolled = enrolments.remove(&seller).unwrap_or(0);
                rows.push(SellerRow::new(seller, &part.sums, enrolled));
            }
        }
        rows.extend(only_enrolled(enrolments));
        rows.sort_by(|one, other| (other.revenue_gross, &one.seller).cmp(&(one.revenue_gross, &other.seller)));
        let total = self.language.pick("Total", "Total").to_owned();
        let total = SellerRow::new(total, &takings.whole, enrolled);
        Ok(Sellers { from: days.first(), to: days.last(), rows, total })
    }
}

/// Who opened files and sold nothing.
fn only_enrolled(left: BTreeMap<String, i64>) -> impl Iterator<Item = SellerRow> {
    left.into_iter().map(|(operator, enrolled)| SellerRow::new(operator, &Sums::default(), enrolled))
}

impl SellerRow {
    fn new(seller: String, sums: &Sums, enrolments: i64) -> Self {
        Self {
            seller,
            revenue_gross: sums.gross,
            revenue_net: sums.net,
            margin: sums.margin,
            sales: sums.sales,
            items: sums.items,
            items_per_sale: sums.items_per_sale(),
            average_basket: sums.average_basket(),
            discounts_by_hand: sums.by_hand,
            enrolments,
            returns: sums.returns,
            returned: sums.returned,
        }
    }
}
