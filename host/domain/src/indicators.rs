//! Running statistics of a customer: sums of what the customer's sales were.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::{Money, Rounding};
use crate::sale::PaidSale;

/// What is known of a customer's purchases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicators {
    /// Business days on which the customer bought (passages).
    pub visits: i64,
    /// Sales (achats).
    pub sales: i64,
    /// Receipts, of sales and refunds (tickets).
    pub receipts: i64,
    /// All acts: sales, refunds, account payments (opérations).
    pub operations: i64,
    /// Articles bought, less those returned.
    pub items: i64,
    /// Net lines, tax apart, less refunds (CA HT).
    pub revenue_net: Money,
    /// Gross lines, less refunds (CA TTC).
    pub revenue_gross: Money,
    /// Net lines less what their articles cost the shop, of the lines whose cost is known (marge).
    pub margin: Money,
    /// What all discounts took off (remises accordées).
    pub discounts: Money,
    /// The first business day on which the customer bought.
    pub first_visit: Option<NaiveDate>,
    /// The last business day on which the customer bought.
    pub last_visit: Option<NaiveDate>,
}

impl Indicators {
    /// Counts one more sale or refund, in the order they were paid.
    pub fn count(&mut self, sale: &PaidSale) {
        let (gross, net) = sale.revenue();
        self.receipts += 1;
        self.operations += 1;
        self.items += sale.article_count();
        self.revenue_gross += gross;
        self.revenue_net += net;
        self.margin += sale.margin();
        self.discounts += sale.discounts();
        if sale.is_refund() {
            return;
        }
        self.sales += 1;
        if self.last_visit != Some(sale.stamp.business_day) {
            self.visits += 1;
            self.first_visit = self.first_visit.or(Some(sale.stamp.business_day));
            self.last_visit = Some(sale.stamp.business_day);
        }
    }

    /// Gives gross revenue per sale (panier moyen), half up; nothing before the first sale.
    #[must_use]
    pub fn average_basket(&self) -> Option<Money> {
        if self.sales == 0 {
            return None;
        }
        let average = self.revenue_gross.to_decimal() / rust_decimal::Decimal::from(self.sales);
        Money::from_decimal(average, Rounding::HalfUp).ok()
    }
}
