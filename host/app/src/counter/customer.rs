//! The customer of the sale in hand: identified, created, and kept at hand until something changes.

use comptoir_domain::credit::CreditKind;
use comptoir_domain::customer::Group;
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::sale::PaidSale;

use super::show::Said;
use super::view::{RecentSale, ViewCounter, ViewCustomer, ViewGroup};
use super::{Counter, Done};
use crate::clock::Clock;
use crate::customers::{CustomerSummary, NewCustomer};
use crate::error::Error;
use crate::holdings::Held;

/// How many of a customer's receipts are shown.
const RECENT: usize = 3;

impl Counter {
    pub(super) fn identify(&mut self, customer: CustomerId) -> Result<Done, Error> {
        let customer = self.till.identify(&mut self.draft, customer)?;
        self.evaluated = None;
        Ok(Done::Customer(customer.id))
    }

    pub(super) fn create_customer(&mut self, new: &NewCustomer) -> Result<Done, Error> {
        let customer = self.till.create_customer(new)?;
        self.identify(customer.id)?;
        Ok(Done::CustomerCreated(customer.id))
    }

    /// Brings the customer's data to hand when another one is identified; a scan leaves it alone.
    pub(super) fn follow_customer(&mut self) -> Result<(), Error> {
        let wanted = self.draft.customer.as_ref().map(|customer| customer.id);
        let at_hand = self.customer.as_ref().map(|customer| customer.summary.customer.id);
        if wanted == at_hand {
            return Ok(());
        }
        // What programs offered one customer is not for another.
        self.said = Said::default();
        self.forget_notices();
        self.customer = None;
        let Some(id) = wanted else { return Ok(()) };
        match self.view_customer(id) {
            // A sale that was put aside may name a customer who is no more.
            Err(Error::NotFound(_)) => self.edit().identify(None),
            customer => {
                self.customer = Some(customer?);
                self.just_identified = true;
            }
        }
        Ok(())
    }

    fn view_customer(&mut self, id: CustomerId) -> Result<ViewCustomer, Error> {
        self.price_names = self.till.price_names()?;
        let summary = self.till.customer_summary(id)?;
        let sum = |kind| summary.credits.iter().filter(|c| c.kind == kind).map(|c| c.balance).sum::<Money>();
        let account = summary.account.as_ref();
        let recent = self.till.store.sales_of(id, RECENT)?;
        Ok(ViewCustomer {
            group: summary.customer.group.as_ref().map(|group| self.view_group(group)),
            account_left: account.and_then(|a| a.limit.map(|limit| (limit - a.balance).max(Money::ZERO))),
            credit_notes: sum(CreditKind::CreditNote),
            gift_vouchers: sum(CreditKind::GiftVoucher),
            vouchers: sum(CreditKind::Voucher),
            counters: self.titled_counters(&summary),
            recent: recent.iter().map(recent_sale).collect(),
            regime: self.till.regime_of(&summary.customer),
            summary,
        })
    }

    fn view_group(&self, group: &Group) -> ViewGroup {
        let today = Clock::business_day(self.till.now());
        let list = |id| self.price_names.list_on(id, today, self.till.language());
        ViewGroup {
            name: group.name.clone(),
            price_list: group.price_list.as_ref().map(list),
            discount: group.discount,
        }
    }

    /// Counters by what they count; two programs that count the same are told apart by their titles.
    fn titled_counters(&self, summary: &CustomerSummary) -> Vec<ViewCounter> {
        let unit = |held: &Held| self.till.counter_unit(&held.program, &held.counter);
        let units: Vec<String> = summary.counters.iter().map(unit).collect();
        let title = |(held, unit): (&Held, &String)| {
            let alone = units.iter().filter(|other| *other == unit).count() == 1;
            let program = || self.till.program_title(&held.program);
            let title = if alone { unit.clone() } else { format!("{} ({unit})", program()) };
            ViewCounter { title, holding: held.holding.clone() }
        };
        summary.counters.iter().zip(&units).map(title).collect()
    }
}

fn recent_sale(sale: &PaidSale) -> RecentSale {
    RecentSale {
        number: sale.stamp.number.clone(),
        at: sale.stamp.at,
        total: sale.total,
        refund: sale.is_refund(),
        labels: sale.lines.iter().map(|line| line.label.clone()).collect(),
    }
}
