//! The whole file of a customer: who, figures of three spans, what was said, noted and done.

use chrono::NaiveDate;
use comptoir_domain::customer::filter::Span;
use comptoir_domain::customer::{Channel, Consent, Consents, Source};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::{Money, Rounding};
use comptoir_store::{CustomField, FileAct, Note, PurchaseDay};
use rust_decimal::Decimal;

use super::CustomerSummary;
use crate::clock::Clock;
use crate::error::{Error, Invalid};
use crate::till::Till;

/// All that the shop knows of one customer.
#[derive(Clone, Debug)]
pub struct CustomerFile {
    /// What the till shows.
    pub summary: CustomerSummary,
    /// Figures of the last twelve months.
    pub twelve_months: Figures,
    /// Figures since the first of January.
    pub year: Figures,
    /// Where the customer stands on each channel.
    pub consents: Consents,
    /// Everything that was said about channels, in its order.
    pub said: Vec<Consent>,
    /// Notes, the newest first.
    pub notes: Vec<Note>,
    /// What was done with the file, the newest first.
    pub acts: Vec<FileAct>,
    /// The shop's own fields.
    pub fields: Vec<CustomField>,
}

/// What a customer bought in a span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Days with a sale.
    pub visits: i64,
    /// Sales.
    pub sales: i64,
    /// Articles.
    pub items: i64,
    /// Gross revenue.
    pub gross: Money,
    /// Net revenue.
    pub net: Money,
    /// Margin of the lines whose cost is known.
    pub margin: Money,
    /// What discounts took off.
    pub discounts: Money,
}

impl Figures {
    fn of(days: &[PurchaseDay]) -> Self {
        Self {
            visits: days.iter().filter(|day| day.sales > 0).count().try_into().unwrap_or(i64::MAX),
            sales: days.iter().map(|day| day.sales).sum(),
            items: days.iter().map(|day| day.items).sum(),
            gross: days.iter().map(|day| day.revenue_gross).sum(),
            net: days.iter().map(|day| day.revenue_net).sum(),
            margin: days.iter().map(|day| day.margin).sum(),
            discounts: days.iter().map(|day| day.discounts).sum(),
        }
    }

    /// Gives gross revenue per sale (panier moyen), half up; nothing before the first sale.
    #[must_use]
    pub fn average_basket(&self) -> Option<Money> {
        let sales = Some(self.sales).filter(|sales| *sales > 0)?;
        Money::from_decimal(self.gross.to_decimal() / Decimal::from(sales), Rounding::HalfUp).ok()
    }
}

impl Till {
    /// Gives all that the shop knows of a customer.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`](crate::NotFound::Customer).
    pub fn customer_file(&self, id: CustomerId) -> Result<CustomerFile, Error> {
        let summary = self.customer_summary(id)?;
        let today = Clock::business_day(self.now());
        let said = self.store.consents(id)?;
        Ok(CustomerFile {
            summary,
            twelve_months: self.figures(id, Span::TwelveMonths, today)?,
            year: self.figures(id, Span::Year, today)?,
            consents: Consents::of(said.iter().cloned()),
            said,
            notes: self.store.notes(id)?,
            acts: self.store.file_acts(id)?,
            fields: self.store.custom_fields()?,
        })
    }

    fn figures(&self, id: CustomerId, span: Span, today: NaiveDate) -> Result<Figures, Error> {
        let days = span.days(today).unwrap_or((NaiveDate::MIN, today));
        Ok(Figures::of(&self.store.purchase_days(id, days)?))
    }

    /// Notes what a customer said about a channel, now, with the words that were read or signed.
    ///
    /// # Errors
    ///
    /// [`Invalid::Text`] without the words, [`NotFound::Customer`](crate::NotFound::Customer).
    pub fn note_consent(
        &mut self,
        id: CustomerId,
        (channel, granted): (Channel, bool),
        source: Source,
        wording: &str,
    ) -> Result<Consents, Error> {
        let wording = wording.trim();
        if wording.is_empty() {
            let field = self.language.pick("texte lu ou signé", "words read or signed").to_owned();
            return Err(Invalid::Text { field, value: String::new() }.into());
        }
        let consent = Consent {
            channel,
            granted,
            at: self.now(),
            source,
            wording: wording.to_owned(),
            operator: self.operator.clone(),
        };
        self.store.say(id, &consent)?;
        if granted && let Some(customer) = self.store.customer(id)? {
            // Who agrees in person takes back an earlier opposition; a file that is brought in cannot.
            let own = super::privacy::addresses(&customer).into_iter().filter(|(of, _)| *of == channel);
            self.lift(own.collect())?;
        }
        Ok(Consents::of(self.store.consents(id)?))
    }

    /// Adds a dated note to a file.
    ///
    /// # Errors
    ///
    /// [`Invalid::Text`] for an empty note, [`NotFound::Customer`](crate::NotFound::Customer).
    pub fn add_customer_note(&mut self, id: CustomerId, text: &str) -> Result<(), Error> {
        let text = text.trim();
        if text.is_empty() {
            let field = self.language.pick("note", "note").to_owned();
            return Err(Invalid::Text { field, value: String::new() }.into());
        }
        let note = Note { at: self.now(), operator: self.operator.clone(), text: text.to_owned() };
        Ok(self.store.add_note(id, &note)?)
    }
}
