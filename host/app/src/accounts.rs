//! Customer accounts at the counter: payments, corrections, terms, what settles what, statements; balances
//! brought over from another till; papers listed and printed again.

use chrono::NaiveDate;
use comptoir_domain::account::{AccountEntry, Ageing, EntryDetail, EntryId, EntryKind, Ledger, Match, Statement};
use comptoir_domain::customer::{Account, AccountRefusal, Customer};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::sale::PaidSale;
use comptoir_journal::{Chain, Event, Family, SignedRecord, payload};
use comptoir_store::NewAccountEntry;
use uuid::Uuid;

use crate::clock::Clock;
use crate::error::{Error, Invalid, NotFound, Refused};
use crate::pay::Payment;
use crate::till::{Till, random};

mod lists;
mod opening;
mod papers;
mod payment;
mod receipt;
mod sheet;

pub use comptoir_store::{
    CreditEntry, CreditFile, CreditQuery, Liability, Opened, OpeningAccount, OpeningBalance, OpeningCounter,
    OpeningCredit, Tally,
};
pub use payment::AccountPayment;
pub use sheet::{SheetEntry, StatementSheet};
pub(crate) use sheet::{address, sender};

/// A correction of an account by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountCorrection {
    /// Names it: asked twice, it is made once.
    pub key: Uuid,
    /// Above zero when the customer owes more.
    pub delta: Money,
    /// The business day; today when none, never later.
    pub day: Option<NaiveDate>,
    /// The day until which it is to be paid.
    pub due: Option<NaiveDate>,
    /// Why; never empty.
    pub reason: String,
}

/// One account in a list.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Whose it is.
    pub customer: Customer,
    /// What is owed, the limit, the hold.
    pub account: Account,
    /// How old what is owed is.
    pub ageing: Ageing,
}

impl Till {
    /// Makes the key of a payment or correction.
    #[must_use]
    pub fn new_key(&self) -> Uuid {
        uuid::Builder::from_random_bytes(random()).into_uuid()
    }

    /// Gives a customer's account.
    ///
    /// # Errors
    ///
    /// [`Refused::NoAccount`] when it was never opened.
    pub fn account(&self, customer: CustomerId) -> Result<Account, Error> {
        Ok(self.store.account(customer)?.ok_or(Refused::NoAccount)?)
    }

    /// Opens an account, or changes its limit (inclusive; none when none), and tells the technical log.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`], [`Invalid::Text`] of a limit below zero.
    pub fn open_account(&mut self, customer: CustomerId, limit: Option<Money>) -> Result<Account, Error> {
        if let Some(limit) = limit.filter(|limit| limit.is_negative()) {
            let field = self.language.pick("plafond, zéro ou plus", "limit, zero or more");
            return Err(Invalid::Text { field: field.into(), value: limit.to_string() }.into());
        }
        self.store.customer(customer)?.ok_or_else(|| NotFound::Customer(customer.to_string()))?;
        let told = limit.map_or_else(|| "sans plafond".to_owned(), |limit| format!("plafond {limit}"));
        let record = self.event_record(Event::ACCOUNT_TERMS, format!("{customer} ouvert, {told}"))?;
        self.store.bulk(|store| {
            store.open_account(customer, limit)?;
            store.append_records(&[record])
        })?;
        self.mirror_head();
        self.account(customer)
    }

    /// Holds an account for a reason, or releases it, and tells the technical log.
    ///
    /// # Errors
    ///
    /// [`Refused::NoAccount`], [`Invalid::Correction`] of a hold without a reason.
    pub fn hold_account(&mut self, customer: CustomerId, reason: Option<&str>) -> Result<Account, Error> {
        let reason = reason.map(str::trim);
        if reason == Some("") {
            return Err(Invalid::Correction.into());
        }
        self.account(customer)?;
        let told = reason.map_or_else(|| "débloqué".to_owned(), |reason| format!("bloqué : {reason}"));
        let record = self.event_record(Event::ACCOUNT_TERMS, format!("{customer} {told}"))?;
        self.store.bulk(|store| {
            store.set_hold(customer, reason.map(str::to_owned))?;
            store.append_records(&[record])
        })?;
        self.mirror_head();
        self.account(customer)
    }

    /// Tells why an amount may not be put on a customer's account, when it may not.
    ///
    /// # Errors
    ///
    /// [`Refused::NoAccount`].
    pub fn account_refusal(&self, customer: CustomerId, amount: Money) -> Result<Option<AccountRefusal>, Error> {
        Ok(self.account(customer)?.check(amount).err())
    }

    /// Tells what a sale, the last one on its account, passed over of the account's terms.
    ///
    /// # Errors
    ///
    /// [`Refused::NoAccount`].
    pub fn passed_over(&self, sale: &PaidSale) -> Result<Option<AccountRefusal>, Error> {
        let amount = sale.movements.account;
        let Some(customer) = sale.customer.as_ref().filter(|_| amount.is_positive()) else { return Ok(None) };
        let now = self.account(customer.id)?;
        Ok(Account { balance: now.balance - amount, ..now }.check(amount).err())
    }

    /// Makes the event of a sale that goes on an account against its terms.
    pub(crate) fn forced(&self, sale: &PaidSale, payment: &Payment) -> Result<Option<Event>, Error> {
        let amount = sale.movements.account;
        let (Some(reason), Some(customer)) = (&payment.forced, &sale.customer) else { return Ok(None) };
        if !amount.is_positive() {
            return Ok(None);
        }
        let Some(refusal) = self.account_refusal(customer.id, amount)? else { return Ok(None) };
        let refused = match refusal {
            AccountRefusal::Held { reason } => format!("compte bloqué ({reason})"),
            AccountRefusal::CreditLimitExceeded { limit, balance, .. } => format!("plafond {limit}, dû {balance}"),
        };
        let detail = format!("{} {} +{amount}, {refused} ; motif : {}", sale.stamp.number, customer.id, reason.trim());
        let operator = sale.stamp.operator.clone();
        Ok(Some(Event { code: Event::ACCOUNT_FORCED, at: sale.stamp.at, operator, detail }))
    }

    /// Corrects an account by hand, with a reason, and tells the technical log (JET 919).
    ///
    /// # Errors
    ///
    /// [`Invalid::Correction`] of nothing or without a reason, [`Invalid::Text`] of a day to come,
    /// [`Invalid::Days`] when it is due before its day, [`Refused::NoAccount`].
    pub fn correct_account(
        &mut self,
        customer: CustomerId,
        correction: &AccountCorrection,
    ) -> Result<AccountEntry, Error> {
        let reason = correction.reason.trim();
        if reason.is_empty() || correction.delta == Money::ZERO {
            return Err(Invalid::Correction.into());
        }
        let at = self.now();
        let today = Clock::business_day(at);
        let day = correction.day.unwrap_or(today);
        if day > today {
            let field = self
                .language
                .pick("jour de l’écriture, aujourd’hui au plus tard", "day of the entry, today at the latest");
            return Err(Invalid::Text { field: field.into(), value: crate::format::day(day) }.into());
        }
        if let Some(due) = correction.due.filter(|due| *due < day) {
            return Err(Invalid::Days { first: day, last: due }.into());
        }
        let before = self.account(customer)?.balance;
        let detail = EntryDetail {
            at: Some(at),
            operator: self.operator.clone(),
            before,
            reason: reason.to_owned(),
            ..EntryDetail::default()
        };
        let delta = correction.delta;
        let told = format!("{customer} {day} {delta} : {reason} ; dû {before} → {}", before + delta);
        let record = self.event_record(Event::ACCOUNT_CORRECTED, told)?;
        let key = format!("correction/{}", correction.key);
        let entry = NewAccountEntry {
            key: &key,
            customer,
            kind: EntryKind::Correction,
            delta,
            day,
            due: correction.due,
            detail: &detail,
            told: &[],
        };
        self.store.post_account(&entry, &[record], None)?;
        self.mirror_head();
        self.entry(&key)
    }

    /// Gives an account's entries with what settles what.
    ///
    /// # Errors
    ///
    /// [`Refused::NoAccount`].
    pub fn account_ledger(&self, customer: CustomerId) -> Result<Ledger, Error> {
        self.account(customer)?;
        Ok(self.store.account_ledger(customer)?)
    }

    /// Settles one entry by another, by an amount or as far as both go.
    ///
    /// # Errors
    ///
    /// [`Refused::Match`].
    pub fn match_entries(
        &mut self,
        customer: CustomerId,
        (credit, debit): (EntryId, EntryId),
        amount: Option<Money>,
    ) -> Result<Vec<Match>, Error> {
        let made = self.account_ledger(customer)?.pair(credit, debit, amount)?;
        let made: Vec<Match> = made.into_iter().collect();
        self.store.add_matches(customer, &made)?;
        Ok(made)
    }

    /// Takes back what a credit settles: of one entry, or of all.
    ///
    /// # Errors
    ///
    /// [`Refused::Match`].
    pub fn unmatch_entries(
        &mut self,
        customer: CustomerId,
        credit: EntryId,
        debit: Option<EntryId>,
    ) -> Result<Vec<Match>, Error> {
        let back = self.account_ledger(customer)?.take_back(credit, debit)?;
        self.store.add_matches(customer, &back)?;
        Ok(back)
    }

    /// Lists accounts with how old what is owed is on a day, by name: those with something owed, paid
    /// beforehand or held, or all.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn accounts(&self, on: NaiveDate, all: bool) -> Result<Vec<AccountRow>, Error> {
        let mut rows = Vec::new();
        for (id, account) in self.store.accounts(all)? {
            let Some(customer) = self.store.customer(id)? else { continue };
            let ageing = Ageing::of(&self.store.account_ledger(id)?.until(on), on);
            rows.push(AccountRow { customer, account, ageing });
        }
        rows.sort_by_cached_key(|row| (row.customer.person.display_name().to_lowercase(), row.customer.id));
        Ok(rows)
    }

    /// Makes the statement of a customer's account over a period, ends included.
    ///
    /// # Errors
    ///
    /// [`Refused::NoAccount`], [`Invalid::Text`] of a period that ends before it begins.
    pub fn statement(&self, customer: CustomerId, period: (NaiveDate, NaiveDate)) -> Result<Statement, Error> {
        if period.1 < period.0 {
            return Err(Invalid::Text { field: "to".into(), value: period.1.to_string() }.into());
        }
        self.account(customer)?;
        let (entries, matches) = (self.store.account_entries(customer)?, self.store.account_matches(customer)?);
        Ok(Statement::of(&entries, &matches, period))
    }

    pub(crate) fn event_record(&self, code: u16, detail: String) -> Result<SignedRecord, Error> {
        let event = Event { code, at: self.now(), operator: self.operator.clone(), detail };
        let mut chain = Chain::new(&self.signer, self.store.heads()?);
        Ok(chain.sign(Family::TechnicalEvent, payload::technical_event(&event)))
    }

    fn entry(&self, key: &str) -> Result<AccountEntry, Error> {
        let found = self.store.account_entry_by_key(key)?;
        found.map(|(_, entry)| entry).ok_or_else(|| NotFound::AccountEntry(key.to_owned()).into())
    }
}
