//! The account of a customer with its entries; credit notes and vouchers with what is left.

use comptoir_domain::account::{AccountEntry, Ageing};
use comptoir_domain::credit::{Credit, CreditRefusal};
use comptoir_domain::money::Money;

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
        left[0].id = "account".to_owned();
        left[0].action = language.pick("Ouvrir un compte", "Open an account").to_owned();
        let mut right = Vec::new();
        if file.summary.account.is_some() {
            left[0].id = "pay".to_owned();
            left[0].action = language.pick("Encaisser un règlement", "Take a payment").to_owned();
            let ledger = self.store.account_ledger(file_of(file).id)?;
            let entries = self.store.account_entries(file_of(file).id)?;
            let letters = ledger.letters();
            let lines = entries.iter().rev().take(MOST).map(|entry| {
                let letter = letters.get(&entry.posting.id).map(String::as_str);
                self.entry_line(entry, letter, ledger.left(&entry.posting))
            });
            let nothing = language.pick("Aucune écriture.", "No entry.");
            left.push(Block {
                id: "correct".to_owned(),
                action: language.pick("Corriger…", "Correct…").to_owned(),
                ..Block::new(language.pick("Écritures", "Entries"), nothing, lines.collect())
            });
            right.extend(self.ageing_block(&Ageing::of(&ledger, self.today())));
            right.push(self.statement_block());
        }
        let credits = self.store.credits_of(file_of(file).id)?;
        let lines = credits.iter().rev().take(MOST).map(|credit| self.credit_line(credit)).collect();
        let nothing =
            language.pick("Aucun avoir, chèque-cadeau ni bon d’achat.", "No credit note, gift voucher or voucher.");
        right.push(Block::new(language.pick("Avoirs et bons", "Credit notes and vouchers"), nothing, lines));
        Ok(Sheet { left, right })
    }

    /// An entry with what settles it; what can be done with it is asked by its button.
    fn entry_line(&self, entry: &AccountEntry, letter: Option<&str>, left: Money) -> Line {
        let (language, posting) = (self.language, &entry.posting);
        let name = entry_name(posting.kind, posting.refunds.is_some(), language);
        let what = entry.reference().map_or_else(|| name.to_owned(), |number| format!("{name} {number}"));
        let balance = money(entry.balance, language);
        let mut parts = vec![day(posting.day), language.pick(format!("solde {balance}"), format!("balance {balance}"))];
        parts.extend(letter.map(|letter| language.pick(format!("lettre {letter}"), format!("match {letter}"))));
        if left != Money::ZERO && letter.is_some() {
            let left = money(left, language);
            parts.push(language.pick(format!("reste {left}"), format!("left {left}")));
        }
        if !entry.detail.reason.is_empty() {
            parts.push(entry.detail.reason.clone());
        }
        let line = Line::new(what, money(posting.delta, language)).detail(parts.join(" · "));
        if !posting.delta.is_negative() {
            return match left == Money::ZERO {
                true => line,
                false => Line {
                    id: format!("settle:{}:{left}", posting.id),
                    action: language.pick("Régler…", "Pay…").to_owned(),
                    ..line
                },
            };
        }
        Line { id: format!("entry:{}", posting.id), action: language.pick("Lettrer…", "Match…").to_owned(), ..line }
    }

    /// How old what is owed is; nothing when nothing is.
    fn ageing_block(&self, ageing: &Ageing) -> Option<Block> {
        let language = self.language;
        let ages = language.pick(
            ["0 à 30 jours", "31 à 60 jours", "61 à 90 jours", "Plus de 90 jours"],
            ["0 to 30 days", "31 to 60 days", "61 to 90 days", "Over 90 days"],
        );
        let looks = [Look::Plain, Look::Warn, Look::Warn, Look::Bad];
        let owed = ages.into_iter().zip(ageing.owed).zip(looks).filter(|((_, owed), _)| *owed != Money::ZERO);
        let mut lines: Vec<Line> =
            owed.map(|((age, owed), look)| Line::new(age, money(owed, language)).look(look)).collect();
        if ageing.unmatched != Money::ZERO {
            let title = language.pick("Payé, pas encore lettré", "Paid, not matched yet");
            lines.push(Line::new(title, money(-ageing.unmatched, language)).look(Look::Good));
        }
        let title = language.pick("Ancienneté de ce qui est dû", "How old what is owed is");
        (!lines.is_empty()).then(|| Block::new(title, "", lines))
    }

    fn statement_block(&self) -> Block {
        let language = self.language;
        let period = |id: &str, title: &str| Line {
            id: format!("statement:{id}"),
            action: language.pick("Écrire…", "Write…").to_owned(),
            ..Line::new(title, "")
        };
        let lines = vec![
            period("month", language.pick("Depuis le premier du mois", "Since the first of the month")),
            period("last", language.pick("Le mois dernier", "Last month")),
            period("all", language.pick("Depuis l’ouverture", "Since it was opened")),
            period("days", language.pick("D’autres jours", "Other days")),
        ];
        Block::new(language.pick("Relevé de compte", "Statement"), "", lines)
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
            Line {
                id: "limit".to_owned(),
                action: language.pick("Changer", "Change").to_owned(),
                ..Line::new(language.pick("Plafond", "Limit"), limit)
            },
        ];
        if let Some(limit) = account.limit {
            let rest = (limit - account.balance).max(Money::ZERO);
            lines.push(Line::new(language.pick("Encore possible", "Still possible"), money(rest, language)));
        }
        let (title, look, id, action) = match &account.hold {
            Some(why) => (
                language.pick(format!("Bloqué : {why}"), format!("Held: {why}")),
                Look::Bad,
                "release",
                language.pick("Débloquer", "Release"),
            ),
            None => (
                language.pick("Achats en compte permis", "Purchases on account allowed").to_owned(),
                Look::Plain,
                "hold",
                language.pick("Bloquer…", "Hold…"),
            ),
        };
        lines.push(Line { id: id.to_owned(), action: action.to_owned(), ..Line::new(title, "").look(look) });
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
        Line {
            id: format!("paper:{}", credit.code),
            action: language.pick("Voir…", "See…").to_owned(),
            ..Line::new(format!("{name} {}", credit.code), money(credit.balance, language)).detail(detail).look(look)
        }
    }
}
