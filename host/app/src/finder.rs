//! Searches beside the sale: on a thread of their own, with a connection of their own, so that a search
//! over a million customers never delays a scan.

use comptoir_domain::customer::Customer;
use comptoir_domain::item::Item;
use comptoir_store::Reader;

use crate::error::Error;
use crate::till::Till;

pub use comptoir_store::FoundSale;

/// Finds items, customers and receipts in the shop that a till has open. It goes to the thread that
/// searches, and should not outlive the till.
#[derive(Debug)]
pub struct Finder {
    reader: Reader,
}

impl Till {
    /// Opens a finder beside the till.
    ///
    /// # Errors
    ///
    /// When the shop's file cannot be opened once more.
    pub fn finder(&self) -> Result<Finder, Error> {
        Ok(Finder { reader: self.store.reader()? })
    }
}

impl Finder {
    /// Finds items by words of their names, SKU or code, as far as typed.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn items(&self, text: &str, limit: usize) -> Result<Vec<Item>, Error> {
        Ok(self.reader.search_items(text, limit)?)
    }

    /// Finds customers by name, phone number, e-mail address or card, as far as typed; an empty text gives
    /// the last visitors.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn customers(&self, text: &str, limit: usize) -> Result<Vec<Customer>, Error> {
        Ok(self.reader.search_customers(text, limit)?)
    }

    /// Finds sales and refunds, the latest first, by all that the text may mean: a receipt's number or its
    /// last figures, a day (`22/11`, `22/11/2026`), an amount (`89,80`), a customer's name. An empty text
    /// gives the latest.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn sales(&self, text: &str, limit: usize) -> Result<Vec<FoundSale>, Error> {
        Ok(self.reader.find_sales(text, limit)?)
    }
}
