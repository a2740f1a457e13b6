//! What the till shows of a customer: everything at once.

use comptoir_domain::credit::Credit;
use comptoir_domain::customer::{Account, Customer};
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_domain::indicators::Indicators;
use comptoir_domain::quantity::Points;
use comptoir_store::WaitingOffer;

use crate::clock::Clock;
use crate::error::{Error, NotFound};
use crate::till::Till;

/// A customer with all that the cashier should see.
#[derive(Clone, Debug)]
pub struct CustomerSummary {
    /// The file.
    pub customer: Customer,
    /// The account, when the customer has one.
    pub account: Option<Account>,
    /// Counters of all programs.
    pub counters: Vec<(ProgramId, String, Points)>,
    /// Papers with something left on them that are still good.
    pub credits: Vec<Credit>,
    /// Gifts that wait and can still be taken.
    pub offers: Vec<WaitingOffer>,
    /// What is known of the purchases.
    pub indicators: Indicators,
    /// Whether the customer is wished a happy birthday today.
    pub birthday_today: bool,
}

impl Till {
    /// Gives all that the cashier should see of a customer.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`].
    pub fn customer_summary(&self, id: CustomerId) -> Result<CustomerSummary, Error> {
        let customer = self.store.customer(id)?.ok_or_else(|| NotFound::Customer(id.to_string()))?;
        let today = Clock::business_day(self.now());
        let credits = self.store.credits_of(id)?;
        let offers = self.store.waiting_offers(id)?;
        Ok(CustomerSummary {
            account: self.store.account(id)?,
            counters: self.store.all_counters(id)?,
            credits: credits.into_iter().filter(|credit| credit.check_usable(today).is_ok()).collect(),
            offers: offers.into_iter().filter(|offer| offer.expires.is_none_or(|last| today <= last)).collect(),
            indicators: self.store.indicators(id)?,
            birthday_today: customer.person.birthday.is_some_and(|birthday| birthday.is_wished_on(today)),
            customer,
        })
    }
}
