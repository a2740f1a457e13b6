//! Balances of another till, entered with one record in the journal for all of them.

use chrono::NaiveDate;
use comptoir_domain::credit::CreditKind;
use comptoir_domain::money::Money;
use comptoir_journal::{Chain, Event, Family, payload};
use comptoir_store::{Opened, OpeningBalance, OpeningCredit, OpeningStamp, Tally};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Invalid};
use crate::pay::new_code;
use crate::till::Till;

impl Till {
    /// Makes a paper to bring over. Without a code it gets a new one, and is to be printed.
    #[must_use]
    pub fn opening_credit(
        &self,
        kind: CreditKind,
        code: &str,
        amount: Money,
        expires: Option<NaiveDate>,
    ) -> OpeningCredit {
        let code = if code.trim().is_empty() { new_code(kind) } else { code.trim().to_uppercase() };
        OpeningCredit { id: self.new_credit_id(), kind, code, amount, expires }
    }

    /// Enters balances of another till, all or none: accounts, papers, counters. What the same source
    /// brought before changes nothing. One record tells the journal how many there are, what they sum up to
    /// and the SHA-256 of all of them (JET 921).
    ///
    /// # Errors
    ///
    /// [`Invalid::Text`] of a source without a name, and what [`comptoir_store::Store::open_balances`]
    /// fails with.
    pub fn open_balances(
        &mut self,
        balances: &[OpeningBalance],
        day: NaiveDate,
        source: &str,
    ) -> Result<Opened, Error> {
        let source = source.trim();
        if source.is_empty() {
            return Err(Invalid::Text { field: "source".into(), value: source.to_owned() }.into());
        }
        let at = self.now();
        let mut chain = Chain::new(&self.signer, self.store.heads()?);
        let operator = self.operator.clone();
        let sign = |opened: &Opened| {
            let detail = told(opened, day, source);
            let event = Event { code: Event::BALANCES_OPENED, at, operator: operator.clone(), detail };
            vec![chain.sign(Family::TechnicalEvent, payload::technical_event(&event))]
        };
        let stamp = OpeningStamp { day, source, operator: &self.operator, at };
        let opened = self.store.open_balances(balances, &stamp, sign)?;
        self.pasts.forget();
        self.mirror_head();
        Ok(opened)
    }
}

/// What the journal keeps of a migration.
fn told(opened: &Opened, day: NaiveDate, source: &str) -> String {
    let mut hash = Sha256::new();
    for line in &opened.lines {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let tally = |name: &str, tally: Tally| format!("{name} {} = {}", tally.count, tally.total);
    let parts = [
        tally("comptes", opened.accounts),
        tally("avoirs", opened.credit_notes),
        tally("chèques-cadeaux", opened.gift_vouchers),
        tally("bons", opened.vouchers),
        format!("compteurs {} = {}", opened.counters, opened.points),
    ];
    format!("{source}, soldes au {day} : {}, sha256:{digest}", parts.join(", "))
}
