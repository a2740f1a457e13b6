//! The account of a customer with its entries; credit notes and vouchers with what is left.

use comptoir_domain::credit::{Credit, CreditRefusal};

use super::{Block, CustomerFile, Line, Look, Sheet, file_of};
use crate::error::Error;
use crate::format::{day, money};
use crate::messages::entry_name;
use crate::till::Till;

/// Entries that are shown, the newest first.
const MOST: usize = 100;

impl Till {
    pub(super) fn account_sheet(&self, file: &CustomerFile) -> Result<Sheet, Error> {
        let language = self.language;
        let nothing = language
            .pick("Ce client n’a pas de compte : il paie comptant.", "This customer has no account and pays at once.");
        let mut left = vec![Block::new(language.pick("Compte", "Account"), nothing, self.account_lines(file))];
        if file.summary.account.is_some() {
            left[0].id = "pay".to_owned();
            left[0].action = language.pick("Encaisser un règlement", "Take a payment").to_owned();
            let entries = self.store.account_entries(file_of(file).id)?;
            let line = |entry: &comptoir_domain::account::AccountEntry| {
                let balance = money(entry.balance, language);
                let detail = language.pick(format!("solde {balance}"), format!("balance {balance}"));
                let posting = &entry.posting;
                let name = entry_name(posting.kind, posting.refunds.is_some(), language);
                let what = entry.reference().unwrap_or_else(|| name.to_owned());
                Line::new(format!("{} · {what}", day(posting.day)), money(posting.delta, language)).detail(detail)
            };
            let lines = entries.iter().rev().take(MOST).map(line).collect();
            let nothing = language.pick("Aucune écriture.", "No entry.");
            left.push(Block::new(language.pick("Écritures", "Entries"), nothing, lines));
        }
        let credits = self.store.credits_of(file_of(file).id)?;
        let lines = credits.iter().rev().take(MOST).map(|credit| self.credit_line(credit)).collect();
        let nothing =
            language.pick("Aucun avoir, chèque-cadeau ni bon d’achat.", "No credit note, gift voucher or voucher.");
        let right = vec![Block::new(language.pick("Avoirs et bons", "Credit notes and vouchers"), nothing, lines)];
        Ok(Sheet { left, right })
    }

    fn account_lines(&self, file: &CustomerFile) -> Vec<Line> {
        let (language, Some(account)) = (self.language, &file.summary.account) else { return Vec::new() };
        let look = if account.balance.is_positive() { Look::Warn } else { Look::Plain };
        let limit = account
            .limit
            .map_or_else(|| language.pick("sans limite", "no limit").to_owned(), |limit| money(limit, language));
        let mut lines = vec![
            Line::new(
                language.pick("Encours : ce qu’il doit", "Balance: what they owe"),
                money(account.balance, language),
            )
            .look(look),
            Line::new(language.pick("Plafond", "Limit"), limit),
        ];
        if let Some(limit) = account.limit {
            let rest = (limit - account.balance).max(comptoir_domain::money::Money::ZERO);
            lines.push(Line::new(language.pick("Encore possible", "Still possible"), money(rest, language)));
        }
        lines.extend(account.hold.iter().map(|why| {
            Line::new(language.pick(format!("Bloqué : {why}"), format!("Held: {why}")), "").look(Look::Bad)
        }));
        lines
    }

    fn credit_line(&self, credit: &Credit) -> Line {
        let language = self.language;
        let name = crate::messages::credit_name(credit.kind, language);
        let issued = money(credit.issued, language);
        let until = credit.expires.map(day);
        let (state, look) = match (credit.check_usable(self.today()), until) {
            (Err(CreditRefusal::Expired { .. }), Some(until)) => {
                (language.pick(format!("périmé depuis le {until}"), format!("expired after {until}")), Look::Warn)
            }
            (Err(_), _) => (language.pick("utilisé".to_owned(), "used".to_owned()), Look::Plain),
            (Ok(()), Some(until)) => (language.pick(format!("jusqu’au {until}"), format!("until {until}")), Look::Good),
            (Ok(()), None) => (language.pick("sans date".to_owned(), "no end".to_owned()), Look::Good),
        };
        let detail = language.pick(format!("émis pour {issued} · {state}"), format!("issued for {issued} · {state}"));
        Line::new(format!("{name} {}", credit.code), money(credit.balance, language)).detail(detail).look(look)
    }
}
