//! Customers: what the till shows of one, everything at once; their files; lists of them.

use chrono::NaiveDate;
use comptoir_domain::credit::Credit;
use comptoir_domain::customer::{Account, Customer};
use comptoir_domain::id::CustomerId;
use comptoir_domain::indicators::Indicators;
use comptoir_domain::quantity::Points;
use comptoir_store::WaitingOffer;

use crate::clock::Clock;
use crate::error::{Error, NotFound};
use crate::holdings::Held;
use crate::till::Till;

mod access;
mod browse;
mod codes;
mod criteria;
mod duplicates;
mod enrolment;
mod export;
mod file;
mod form;
mod import;
mod layout;
mod lists;
mod merging;
mod privacy;
mod sheet;

pub use browse::{Alike, Browser, ListRow};
pub use comptoir_exchange::field::CustomerField;
pub use comptoir_store::{
    Act, Batch, CustomField, CustomKind, FileAct, IdleFile, Kept, Listed, Merger, Note, Opposition, Sort, Subject,
    Totals, Undone,
};
pub use criteria::{Criterion, Sign};
pub use duplicates::{Pair, joined};
pub use enrolment::Enrolment;
pub use export::ExportFormat;
pub use file::{CustomerFile, Figures};
pub(crate) use form::written_address;
pub use form::{FORM, FieldIssue, FormField, NewCustomer, shown_phone};
pub use import::{
    ColumnChoice, Duplicates, ImportOptions, ImportPreview, ImportReport, RowProblem, column_said, import_field,
    refused_beside, refused_kept,
};
pub(crate) use import::{fields_of, preview_of};
pub use layout::{FormBlock, FormPage, FormSlot, SlotKind, form_label};
pub use lists::{BulkChange, ListQuery, Listing};
pub use privacy::{Erased, Erasure};
pub use sheet::{Block, Brief, FileView, Line, Look, Mark, Sheet, channel_name, consent_words, source_words};

/// A customer with all that the cashier should see.
#[derive(Clone, Debug)]
pub struct CustomerSummary {
    /// The file.
    pub customer: Customer,
    /// The account, when the customer has one.
    pub account: Option<Account>,
    /// Counters of all programs.
    pub counters: Vec<Held>,
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
        let counters = self.holdings(id)?;
        let offers = self.offers_to_take(id, &counters, today)?;
        Ok(CustomerSummary {
            account: self.store.account(id)?,
            counters,
            credits: credits.into_iter().filter(|credit| credit.check_usable(today).is_ok()).collect(),
            offers,
            indicators: self.store.indicators(id)?,
            birthday_today: customer.person.birthday.is_some_and(|birthday| birthday.is_wished_on(today)),
            customer,
        })
    }

    /// Gives the offers that wait and can still be taken: of programs in force, in time, and with what they cost on
    /// the counter. A refund may have taken back the points behind one.
    fn offers_to_take(
        &self,
        customer: CustomerId,
        counters: &[Held],
        today: NaiveDate,
    ) -> Result<Vec<WaitingOffer>, Error> {
        let mut offers = Vec::new();
        let programs = self.programs.in_force(today).map(|program| &program.row.id);
        for offer in self.store.waiting_offers(customer, programs)? {
            let in_time = offer.expires.is_none_or(|last| today <= last);
            if in_time && self.is_covered(&offer, counters)? {
                offers.push(offer);
            }
        }
        Ok(offers)
    }

    /// Tells whether the counter still holds what an offer cost when it was announced.
    fn is_covered(&self, offer: &WaitingOffer, counters: &[Held]) -> Result<bool, Error> {
        let Some(sale) = self.store.sale_by_number(&offer.number)? else { return Ok(true) };
        let announced = sale.programs.iter().filter(|record| record.program == offer.program);
        let mut offered = announced.flat_map(|record| &record.accepted.offers).map(|accepted| &accepted.offer);
        let cost = offered.find(|announced| announced.id == offer.offer).and_then(|announced| announced.cost.as_ref());
        Ok(cost.is_none_or(|cost| {
            let of_offer = |held: &&Held| held.program == offer.program && held.counter == cost.counter;
            let balance = counters.iter().find(of_offer).map_or(Points::ZERO, |held| held.holding.balance);
            balance >= cost.amount
        }))
    }
}
