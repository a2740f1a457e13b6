//! The receipt of a payment of an account: who paid, how much and how, what was owed before and after.

use comptoir_devices::Document;
use comptoir_devices::document::Style;
use comptoir_domain::account::{AccountEntry, EntryDetail, Match};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_journal::{Duplicate, Family};

use crate::error::{Error, NotFound};
use crate::format::{instant, money};
use crate::messages::tender_name;
use crate::receipt::Head;
use crate::till::{SOFTWARE, Till};

/// How much of what a payment settles.
pub(super) type Settled = (Option<String>, Money);

/// All that the receipt is made of.
pub(super) struct Paid<'a> {
    pub(super) customer: CustomerId,
    pub(super) amount: Money,
    pub(super) detail: &'a EntryDetail,
    pub(super) settled: Vec<Settled>,
    /// 0 for the original.
    pub(super) copy: u32,
    pub(super) signature: String,
}

/// Names what matches settle by receipts.
pub(super) fn settled(entries: &[AccountEntry], matches: &[Match]) -> Vec<Settled> {
    let named = |pair: &Match| {
        let entry = entries.iter().find(|entry| entry.posting.id == pair.debit);
        (entry.and_then(AccountEntry::reference), pair.amount)
    };
    matches.iter().map(named).collect()
}

impl Till {
    /// Gives the text of a payment's receipt as it would be printed.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`].
    pub fn payment_text(&self, receipt: &str, columns: Option<usize>) -> Result<String, Error> {
        Ok(self.payment_document(receipt, 0)?.to_text(columns.unwrap_or_else(|| self.config.columns())))
    }

    /// Prints the receipt of a payment again: a DUPLICATA that the journal records.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`].
    pub fn reprint_payment(&mut self, receipt: &str) -> Result<Document, Error> {
        let (_, entry) = self.account_payment(receipt)?;
        let number = entry.detail.receipt.unwrap_or_default();
        self.copy_of(Duplicate::ACCOUNT_PAYMENT, &number, |till, copy| till.payment_document(&number, copy))
    }

    fn payment_document(&self, receipt: &str, copy: u32) -> Result<Document, Error> {
        let (customer, entry) = self.account_payment(receipt)?;
        let entries = self.store.account_entries(customer)?;
        let made: Vec<Match> = self.account_ledger(customer)?.matches().collect();
        let made: Vec<Match> = made.into_iter().filter(|pair| pair.credit == entry.posting.id).collect();
        let number = entry.detail.receipt.clone().unwrap_or_default();
        let sequence = number.rsplit_once("-E").and_then(|(_, sequence)| sequence.parse().ok()).unwrap_or(0);
        let record = self.store.record(Family::TechnicalEvent, sequence)?;
        let record = record.ok_or(NotFound::Receipt(number))?;
        self.payment_receipt(&Paid {
            customer,
            amount: -entry.posting.delta,
            detail: &entry.detail,
            settled: settled(&entries, &made),
            copy,
            signature: record.extract(),
        })
    }

    pub(super) fn payment_receipt(&self, paid: &Paid<'_>) -> Result<Document, Error> {
        let language = self.config.language;
        let name = self.store.customer(paid.customer)?.map(|customer| customer.person.display_name());
        let mut paper = Document::new();
        let training = self.shop().mode.is_exercise();
        Head { shop: self.shop(), language, logo: self.logo.as_ref(), training }.write(&mut paper);
        let bold = Style::PLAIN.centered().bold();
        if paid.copy > 0 {
            paper.styled(format!("DUPLICATA n° {}", paid.copy), bold);
        }
        paper.styled(language.pick("REÇU DE RÈGLEMENT", "PAYMENT RECEIPT"), bold);
        let at = paid.detail.at.map(instant).unwrap_or_default();
        paper.pair(format!("N° {}", paid.detail.receipt.as_deref().unwrap_or_default()), at);
        let colon = language.pick(" :", ":");
        let operator = format!("{}{colon} {}", language.pick("Opérateur", "Operator"), paid.detail.operator);
        paper.pair(format!("{} {}", language.pick("Caisse", "Till"), self.shop().till), operator);
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            paper.text(format!("{}{colon} {name}", language.pick("Client", "Customer")));
        }
        paper.rule();
        self.money(&mut paper, paid);
        self.settled(&mut paper, paid);
        paper.rule();
        let words = language.pick(
            "Règlement d'un compte client : les ventes et leur TVA sont sur leurs tickets.",
            "Payment of a customer account: sales and their VAT are on their own receipts.",
        );
        paper.paragraph(words, Style::PLAIN.centered());
        paper.styled(format!("{SOFTWARE} · signature {}", paid.signature), Style::PLAIN.centered());
        paper.cut();
        Ok(paper)
    }

    fn money(&self, paper: &mut Document, paid: &Paid<'_>) {
        let language = self.config.language;
        let row = |paper: &mut Document, name: String, amount: Money| {
            paper.pair(name, money(amount, language));
        };
        let title = language.pick("RÈGLEMENT", "PAYMENT");
        paper.styled_pair(title, money(paid.amount, language), Style::PLAIN.big().bold());
        for tender in &paid.detail.tenders {
            row(paper, tender_name(tender.kind, language).to_owned(), tender.amount);
        }
        if paid.detail.change.is_positive() {
            row(paper, language.pick("Monnaie rendue", "Change").to_owned(), paid.detail.change);
        }
        paper.rule();
        let after = paid.detail.before - paid.amount;
        row(paper, language.pick("Dû avant", "Owed before").to_owned(), paid.detail.before);
        if after.is_negative() {
            row(paper, language.pick("Acompte disponible", "Deposit left").to_owned(), -after);
        } else {
            row(paper, language.pick("Reste dû", "Still owed").to_owned(), after);
        }
    }

    fn settled(&self, paper: &mut Document, paid: &Paid<'_>) {
        let language = self.config.language;
        if paid.settled.is_empty() {
            return;
        }
        paper.rule();
        paper.text(language.pick("Règle :", "Settles:"));
        for (number, amount) in &paid.settled {
            let other = || language.pick("autre écriture", "another entry").to_owned();
            paper.pair(format!("  {}", number.clone().unwrap_or_else(other)), money(*amount, language));
        }
    }
}
