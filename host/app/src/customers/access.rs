//! All that the shop holds of one person, for that person (article 15 of the GDPR): as JSON, and as pages.

use std::path::Path;

use comptoir_domain::account::AccountEntry;
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_domain::lots::Entry;
use comptoir_domain::sale::PaidSale;
use comptoir_store::{Act, CreditFile, CreditQuery, Hand};
use serde_json::{Value, json};

use super::CustomerFile;
use crate::error::Error;
use crate::out::{not_drawn, write_whole};
use crate::till::Till;

mod pages;
mod tables;

/// Everything that is held of one person.
struct Held {
    file: CustomerFile,
    /// Sales and refunds, the newest first.
    sales: Vec<PaidSale>,
    account: Vec<AccountEntry>,
    papers: Vec<CreditFile>,
    /// What moved the counters of programs.
    counters: Vec<(ProgramId, String, Entry)>,
}

impl Till {
    /// Writes all that the shop holds of one person as JSON, and notes that it was given out.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`](crate::NotFound::Customer).
    pub fn access_export(&mut self, id: CustomerId) -> Result<Value, Error> {
        let held = self.all_held(id)?;
        self.note_access(id)?;
        Ok(held.json())
    }

    /// Writes all that the shop holds of one person as A4 pages to be read, and notes that it was given out.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`](crate::NotFound::Customer), [`Error::File`].
    pub fn access_pdf(&mut self, id: CustomerId, path: &Path) -> Result<(), Error> {
        let sheet = self.access_sheet(&self.all_held(id)?)?;
        let pdf = sheet.pdf().map_err(|error| not_drawn(path, &error))?;
        self.in_one(|till| {
            till.note_access(id)?;
            write_whole(path, &pdf, till.language)
        })
    }

    /// Writes all that the shop holds of one person into a file: data when its name ends in `.json`, else A4 pages.
    ///
    /// # Errors
    ///
    /// As [`Self::access_pdf`].
    pub fn access_file(&mut self, id: CustomerId, path: &Path) -> Result<(), Error> {
        if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("json")) {
            return self.access_pdf(id, path);
        }
        self.in_one(|till| {
            let held = till.access_export(id)?;
            write_whole(path, format!("{held:#}").as_bytes(), till.language)
        })
    }

    fn note_access(&mut self, id: CustomerId) -> Result<(), Error> {
        let operator = self.operator.clone();
        let hand = Hand { at: self.now(), operator: &operator, batch: None };
        Ok(self.store.note_act(id, Act::Exported, Some("RGPD"), &hand)?)
    }

    fn all_held(&self, id: CustomerId) -> Result<Held, Error> {
        let papers = CreditQuery { customer: Some(id), limit: usize::MAX, ..CreditQuery::default() };
        Ok(Held {
            file: self.customer_file(id)?,
            sales: self.store.sales_of(id, usize::MAX)?,
            account: self.store.account_entries(id)?,
            papers: self.store.credits(&papers)?,
            counters: self.store.counter_entries_of(id)?,
        })
    }
}

impl Held {
    fn json(&self) -> Value {
        let file = &self.file;
        json!({
            "customer": file.summary.customer,
            "consents": file.said,
            "notes": file.notes,
            "indicators": file.summary.indicators,
            "sales": self.sales.iter().map(sale).collect::<Vec<_>>(),
            "account": self.account.iter().map(|entry| json!({
                "day": entry.posting.day, "kind": entry.posting.kind.name(), "reference": entry.reference(),
                "delta": entry.posting.delta, "balance": entry.balance,
            })).collect::<Vec<_>>(),
            "credits": self.papers.iter().map(|paper| json!({
                "code": paper.credit.code, "kind": paper.credit.kind, "day": paper.day, "issued": paper.credit.issued,
                "balance": paper.credit.balance, "expires": paper.credit.expires,
            })).collect::<Vec<_>>(),
            "counters": file.summary.counters.iter().map(|held| json!({
                "program": held.program, "counter": held.counter, "balance": held.holding.balance,
                "pending": held.holding.pending, "lapsed": held.holding.lapsed, "expiring": held.holding.lots,
            })).collect::<Vec<_>>(),
            "counter_entries": self.counters.iter().map(|(program, counter, entry)| json!({
                "program": program, "counter": counter, "day": entry.day, "delta": entry.delta,
                "expires": entry.expires,
            })).collect::<Vec<_>>(),
            "offers": file.summary.offers.iter().map(|offer| json!({
                "program": offer.program, "title": offer.title, "since": offer.since, "expires": offer.expires,
            })).collect::<Vec<_>>(),
            "acts": file.acts.iter().map(|act| json!({
                "act": act.act, "at": act.at, "operator": act.operator, "detail": act.detail, "before": act.before,
            })).collect::<Vec<_>>(),
        })
    }
}

fn sale(sale: &PaidSale) -> Value {
    json!({
        "number": sale.stamp.number.to_string(),
        "at": sale.stamp.at,
        "total": sale.total,
        "lines": sale.lines.iter().map(|line| json!({
            "label": line.label, "quantity": line.quantity, "gross": line.gross,
        })).collect::<Vec<_>>(),
        "tenders": sale.tenders.iter().map(|tender| json!({
            "kind": tender.kind, "amount": tender.amount, "code": tender.code,
        })).collect::<Vec<_>>(),
    })
}
