//! The shelf: sales put aside while the next customer is served, taken up again, or given up.

use comptoir_domain::price::Priced;
use comptoir_store::Parked;

use super::view::ViewParked;
use super::{Counter, Done, show};
use crate::clock::Clock;
use crate::error::{Error, Refused};

impl Counter {
    pub(super) fn park(&mut self, label: &str) -> Result<Done, Error> {
        self.check_nothing_given()?;
        let label = self.park_in_hand(label)?;
        self.new_sale();
        self.read_shelf()?;
        Ok(Done::Parked { label })
    }

    /// Puts the sale in hand onto the shelf, and off the place it was recalled from.
    fn park_in_hand(&mut self, label: &str) -> Result<String, Error> {
        let label = match label.trim() {
            "" => self.usual_label(),
            label => label.to_owned(),
        };
        self.till.park(&self.draft, &label)?;
        self.leave_shelf()?;
        Ok(label)
    }

    fn usual_label(&self) -> String {
        let name = self.customer.as_ref().map(|customer| customer.summary.customer.person.display_name());
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| self.till.now().format("%H:%M").to_string())
    }

    pub(super) fn recall(&mut self, id: i64) -> Result<Done, Error> {
        if self.shelf == Some(id) {
            return Ok(Done::Recalled);
        }
        self.check_nothing_given()?;
        let draft = self.till.recall(id)?;
        if !self.draft.lines.is_empty() {
            self.park_in_hand("")?;
        }
        self.new_sale();
        (self.draft, self.shelf) = (draft, Some(id));
        self.read_shelf()?;
        Ok(Done::Recalled)
    }

    pub(super) fn abandon(&mut self) -> Result<Done, Error> {
        self.check_nothing_given()?;
        self.till.abandon(&self.draft)?;
        self.leave_shelf()?;
        self.new_sale();
        self.read_shelf()?;
        Ok(Done::Abandoned)
    }

    /// Money that was handed over must not be forgotten; a paper that was scanned can be scanned again.
    fn check_nothing_given(&self) -> Result<(), Error> {
        if self.given.iter().any(super::tenders::Given::is_firm) {
            return Err(Refused::PaymentUnderWay.into());
        }
        Ok(())
    }

    fn leave_shelf(&mut self) -> Result<(), Error> {
        match self.shelf.take() {
            Some(id) => self.till.unpark(id),
            None => Ok(()),
        }
    }

    /// Reads the shelf again, after it changed.
    pub(super) fn read_shelf(&mut self) -> Result<(), Error> {
        let parked = self.till.parked()?;
        self.parked = parked.iter().map(|parked| self.view_parked(parked)).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn view_parked(&self, parked: &Parked) -> Result<ViewParked, Error> {
        let customer = match &parked.draft.customer {
            Some(customer) => self.till.store.customer(customer.id)?,
            None => None,
        };
        let priced = Priced::of(&parked.draft, Clock::business_day(self.till.now()));
        Ok(ViewParked {
            id: parked.id,
            label: parked.label.clone(),
            at: parked.at,
            pieces: show::pieces(&priced),
            total: priced.total(),
            customer: customer.map(|customer| customer.person.display_name()).filter(|name| !name.is_empty()),
        })
    }
}
