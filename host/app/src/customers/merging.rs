//! Files of one person made one, and parted again.

use comptoir_domain::customer::Customer;
use comptoir_domain::id::CustomerId;
use comptoir_store::{Hand, Merger, Noun, StoreError};

use super::joined;
use crate::error::{Error, NotFound};
use crate::till::Till;

impl Till {
    /// Joins a file to another one: what it knows fills the gaps of the one that is kept, lists come to hold
    /// both, and all sales, points, papers and accounts count for it. Gives the file that is kept.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`], [`StoreError::SameFile`].
    pub fn join_files(&mut self, kept: CustomerId, gone: CustomerId) -> Result<Customer, Error> {
        let find =
            |id: CustomerId| self.store.customer(id)?.ok_or_else(|| Error::from(NotFound::Customer(id.to_string())));
        let (first, second) = (find(kept)?, find(gone)?);
        if first.id == second.id {
            return Err(StoreError::SameFile { customer: first.id }.into());
        }
        let whole = joined(&first, &second);
        let operator = self.operator.clone();
        self.store.join_files(&whole, second.id, &Hand { at: self.now(), operator: &operator, batch: None })?;
        self.pasts.forget();
        Ok(whole)
    }

    /// Parts a file from the one that it was joined to. Gives the file that is back.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when it was joined to none, [`StoreError::JoinedAgain`].
    pub fn part_files(&mut self, gone: CustomerId) -> Result<Customer, Error> {
        let operator = self.operator.clone();
        let back = self.store.part_files(gone, &Hand { at: self.now(), operator: &operator, batch: None })?;
        self.pasts.forget();
        Ok(back)
    }

    /// Finds the file that is to be parted: by its id, or as the last one that was joined to a customer
    /// whom the text names.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`], [`StoreError::Missing`] when nothing was joined to that one.
    pub fn find_merger(&self, text: &str) -> Result<Merger, Error> {
        let id = text.parse::<CustomerId>().ok();
        let customer = self.find_customer(text)?;
        let mut mergers = self.store.mergers(customer.id)?;
        if let Some(named) = mergers.iter().position(|merger| Some(merger.absorbed) == id) {
            return Ok(mergers.swap_remove(named));
        }
        let missing = StoreError::Missing { noun: Noun::Merger, id: customer.person.display_name() };
        mergers.pop().ok_or_else(|| missing.into())
    }
}
