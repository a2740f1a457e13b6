//! The words of customer accounts.

use comptoir_domain::account::{EntryKind, MatchRefusal, PaymentRefusal};
use comptoir_domain::language::Language;
use comptoir_domain::tender::TenderKind;

use super::tender_name;
use crate::format::money;

/// Names what made an entry of an account.
#[must_use]
pub fn entry_name(kind: EntryKind, refund: bool, language: Language) -> &'static str {
    match kind {
        EntryKind::Sale if refund => language.pick("Retour", "Return"),
        EntryKind::Sale => language.pick("Achat", "Purchase"),
        EntryKind::Payment => language.pick("Règlement", "Payment"),
        EntryKind::Correction => language.pick("Correction", "Correction"),
        EntryKind::Opening => language.pick("Report", "Brought over"),
    }
}

pub(super) fn payment_words(refusal: &PaymentRefusal, language: Language) -> String {
    match refusal {
        PaymentRefusal::NotPositive => {
            language.pick("Un règlement doit être supérieur à zéro.", "A payment must be above zero.").to_owned()
        }
        PaymentRefusal::MoreThanOwed { amount, balance } => {
            let (amount, balance) = (money(*amount, language), money(*balance, language));
            language.pick(
                format!("{amount}, c'est plus que les {balance} dus. Pour encaisser un acompte, ajoutez --deposit."),
                format!("{amount} is more than the {balance} that are owed. To take a deposit, add --deposit."),
            )
        }
    }
}

pub(super) fn tender_words(kind: TenderKind, language: Language) -> String {
    let name = tender_name(kind, language);
    language.pick(
        format!("Un compte ne se règle pas par « {name} » : espèces, carte, chèque ou virement."),
        format!("An account is not paid by “{name}”: cash, card, cheque or bank transfer."),
    )
}

/// Money that is not there yet pays no sale: the account waits for it.
pub(super) fn sale_tender_words(kind: TenderKind, language: Language) -> String {
    let name = tender_name(kind, language);
    language.pick(
        format!("Un ticket ne se paie pas par « {name} » : encaissez « En compte », puis le règlement du compte quand il arrive."),
        format!("A sale is not paid by “{name}”: take it on account, then the payment of the account when it comes."),
    )
}

pub(super) fn match_words(refusal: &MatchRefusal, language: Language) -> String {
    match refusal {
        MatchRefusal::NoSuchEntry(id) => language.pick(
            format!("Ce compte n'a pas d'écriture n° {id} : `comptoir account show` les montre."),
            format!("This account has no entry {id}: `comptoir account show` shows them."),
        ),
        MatchRefusal::NotACredit(id) => language.pick(
            format!("L'écriture n° {id} est due : elle n'en règle pas une autre."),
            format!("Entry {id} is owed: it settles no other."),
        ),
        MatchRefusal::NotADebit(id) => language.pick(
            format!("L'écriture n° {id} n'est pas due : elle ne se règle pas."),
            format!("Entry {id} is not owed: it is not settled."),
        ),
        MatchRefusal::NotThatMuch { asked, left } => {
            let (asked, left) = (money(*asked, language), money(*left, language));
            language.pick(
                format!("{asked} ne peuvent pas être lettrés : il reste {left}."),
                format!("{asked} cannot be matched: {left} is left."),
            )
        }
        MatchRefusal::NotMatched { credit, debit } if credit == debit => language.pick(
            format!("L'écriture n° {credit} n'est lettrée avec aucune autre."),
            format!("Entry {credit} is matched with no other."),
        ),
        MatchRefusal::NotMatched { credit, debit } => language.pick(
            format!("Les écritures n° {credit} et n° {debit} ne sont pas lettrées ensemble."),
            format!("Entries {credit} and {debit} are not matched."),
        ),
    }
}
