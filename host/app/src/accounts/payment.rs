//! Payments of an account (règlement de compte): money taken, no revenue a second time.

use comptoir_domain::account::{AccountEntry, EntryDetail, EntryId, EntryKind, check_payment};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::tender::{self, Tender, TenderKind};
use comptoir_journal::{Event, Family};
use comptoir_store::{NewAccountEntry, NewPrint};
use uuid::Uuid;

use super::receipt::{Paid, Settled};
use crate::clock::Clock;
use crate::error::{Error, NotFound, Refused};
use crate::pay::TenderAsked;
use crate::till::Till;

/// How an account is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPayment {
    /// Names it: asked twice, it is made once.
    pub key: Uuid,
    /// How much; all that is owed when none.
    pub amount: Option<Money>,
    /// The tenders, in their order.
    pub tenders: Vec<TenderAsked>,
    /// Whether more than is owed may be paid: a deposit (acompte).
    pub deposit: bool,
    /// The entries that it settles first; the oldest when none.
    pub told: Vec<EntryId>,
    /// Whether its receipt is printed.
    pub print: bool,
}

impl Till {
    /// Takes a payment of an account. Asking again with the same key gives the payment that was made, and
    /// changes nothing. The technical log keeps it (JET 918); the number of that record is the receipt's.
    ///
    /// # Errors
    ///
    /// [`Refused::NoAccount`], [`Refused::AccountPayment`], [`Refused::AccountTender`], [`Refused::Match`],
    /// and what the tenders refuse; then nothing has changed.
    pub fn pay_account(&mut self, customer: CustomerId, payment: &AccountPayment) -> Result<AccountEntry, Error> {
        let key = format!("payment/{}", payment.key);
        if let Some((_, made)) = self.store.account_entry_by_key(&key)?.filter(|(whose, _)| *whose == customer) {
            return Ok(made);
        }
        let before = self.account(customer)?.balance;
        let amount = payment.amount.unwrap_or(before);
        check_payment(before, amount, payment.deposit)?;
        let tenders = self.account_tenders(&payment.tenders, amount)?;
        let change = tender::change(amount, &tenders)?;
        let at = self.now();
        self.watch_clock(at)?;
        let detail = EntryDetail {
            at: Some(at),
            operator: self.operator.clone(),
            receipt: Some(self.next_payment_number()?),
            tenders,
            change,
            before,
            reason: String::new(),
        };
        let settled = self.would_settle(customer, amount, &payment.told)?;
        let record = self.event_record(Event::ACCOUNT_PAID, told(customer, amount, &detail))?;
        let print = match self.config.printer.is_some() && payment.print {
            true => {
                let paid = Paid { customer, amount, detail: &detail, settled, copy: 0, signature: record.extract() };
                let document = crate::printing::to_json(&self.payment_receipt(&paid)?);
                Some(NewPrint { document, number: None, copy: 0 })
            }
            false => None,
        };
        let entry = NewAccountEntry {
            key: &key,
            customer,
            kind: EntryKind::Payment,
            delta: -amount,
            day: Clock::business_day(at),
            due: None,
            detail: &detail,
            told: &payment.told,
        };
        self.store.post_account(&entry, &[record], print.as_ref())?;
        if self.config.printer.is_some() && detail.tenders.iter().any(|tender| tender.kind == TenderKind::Cash) {
            self.drawer_due = Some(std::time::Instant::now());
        }
        self.mirror_head();
        self.entry(&key)
    }

    /// Finds a payment by the number of its receipt, with whose account it paid.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`].
    pub fn account_payment(&self, receipt: &str) -> Result<(CustomerId, AccountEntry), Error> {
        let found = self.store.account_payment(&receipt.trim().to_uppercase())?;
        found.ok_or_else(|| NotFound::Receipt(receipt.to_owned()).into())
    }

    /// The number that the next record of the technical log has: `C1-E000042`.
    fn next_payment_number(&self) -> Result<String, Error> {
        let last = self.store.heads()?.get(&Family::TechnicalEvent).map_or(0, |head| head.sequence);
        Ok(format!("{}-E{:06}", self.shop().till, last + 1))
    }

    fn account_tenders(&self, asked: &[TenderAsked], amount: Money) -> Result<Vec<Tender>, Error> {
        let mut tenders: Vec<Tender> = Vec::new();
        for asked in asked {
            if !TenderKind::OF_ACCOUNTS.contains(&asked.kind) {
                return Err(Refused::AccountTender(asked.kind).into());
            }
            let paid: Money = tenders.iter().map(|tender| tender.amount).sum();
            let tender = self.tender(asked, (amount - paid).max(Money::ZERO))?;
            if asked.amount.is_some() || tender.amount.is_positive() {
                tenders.push(tender);
            }
        }
        Ok(tenders)
    }

    /// What a payment that is not made yet would settle.
    fn would_settle(&self, customer: CustomerId, amount: Money, told: &[EntryId]) -> Result<Vec<Settled>, Error> {
        let (entries, matches) = (self.store.account_entries(customer)?, self.store.account_matches(customer)?);
        let new = comptoir_domain::account::Posting {
            id: EntryId(i64::MAX),
            kind: EntryKind::Payment,
            day: Clock::business_day(self.now()),
            due: None,
            delta: -amount,
            refunds: None,
        };
        let postings = entries.iter().map(|entry| entry.posting.clone()).chain([new]).collect();
        let mut ledger = comptoir_domain::account::Ledger::new(postings, &matches);
        let mut made = ledger.settle_told(EntryId(i64::MAX), told)?;
        made.extend(ledger.settle(EntryId(i64::MAX)));
        Ok(super::receipt::settled(&entries, &made))
    }
}

/// What the journal keeps of a payment.
fn told(customer: CustomerId, amount: Money, detail: &EntryDetail) -> String {
    let tenders: Vec<String> =
        detail.tenders.iter().map(|tender| format!("{} {}", tender.kind.name(), tender.amount)).collect();
    let receipt = detail.receipt.as_deref().unwrap_or_default();
    let (before, after) = (detail.before, detail.before - amount);
    let (tenders, change) = (tenders.join(", "), detail.change);
    format!("{receipt} {customer} {amount} : {tenders}, rendu {change} ; dû {before} → {after}")
}
