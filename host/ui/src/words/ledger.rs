//! Words of the account, the papers and the cards of one customer.

use std::path::Path;

use comptoir_domain::money::Money;

use super::Words;
use crate::office::clients::change::Question;
use crate::office::clients::choose::fold;
use crate::office::clients::ledger::{LedgerDone, Menu};

impl Words {
    pub(crate) fn open_account(self) -> &'static str {
        self.pick("Ouvrir un compte", "Open an account")
    }

    pub(crate) fn change_limit(self) -> &'static str {
        self.pick("Changer le plafond", "Change the limit")
    }

    pub(crate) fn limit_label(self) -> &'static str {
        self.pick("Plafond", "Limit")
    }

    pub(crate) fn hold_title(self) -> &'static str {
        self.pick("Bloquer le compte", "Hold the account")
    }

    pub(crate) fn reason_label(self) -> &'static str {
        self.pick("Motif", "Reason")
    }

    pub(crate) fn correct_title(self) -> &'static str {
        self.pick("Corriger le compte", "Correct the account")
    }

    pub(crate) fn correct_options(self) -> [&'static str; 2] {
        self.pick(["Le client doit plus", "Le client doit moins"], ["The customer owes more", "The customer owes less"])
    }

    /// When a correction counts.
    pub(crate) fn correct_days_options(self) -> [&'static str; 2] {
        self.pick(
            ["D’aujourd’hui, sans échéance", "D’un autre jour, ou avec une échéance…"],
            ["Of today, without a due day", "Of another day, or with a due day…"],
        )
    }

    pub(crate) fn correct_days(self) -> &'static str {
        self.pick("Jour de l’écriture, puis échéance", "Day of the entry, then due day")
    }

    pub(crate) fn go_further(self) -> &'static str {
        self.pick("Continuer", "Go on")
    }

    /// What is to be known before it is typed.
    pub(crate) fn ledger_text(self, asked: &Question) -> &'static str {
        match asked {
            Question::Terms => self.pick(
                "Ce que le client peut devoir au plus, ce montant compris. Vide : sans limite.",
                "The most that the customer may owe, this amount included. Empty: no limit.",
            ),
            Question::Hold => self.pick(
                "La caisse le dit dès que le client est identifié, et refuse ses achats en compte.",
                "The till says so once the customer is identified, and refuses purchases on account.",
            ),
            Question::Days => self.pick(
                "Par exemple 01/10/2026 31/10/2026. Un seul jour : de ce jour à aujourd’hui.",
                "For instance 01/10/2026 31/10/2026. One day alone: from that day to today.",
            ),
            Question::CorrectDays(_) => self.pick(
                "Par exemple 01/10/2026 31/10/2026. Un seul jour : celui de l’écriture, sans échéance.",
                "For instance 01/10/2026 31/10/2026. One day alone: that of the entry, without a due day.",
            ),
            Question::Idle | Question::OpposeWho | Question::LiftWho => self.overview_text(asked),
            _ => self.pick(
                "Une correction s’ajoute aux écritures : elle n’en efface aucune.",
                "A correction is one more entry: it takes none away.",
            ),
        }
    }

    /// What the button of a question with one field says.
    pub(crate) fn ledger_ok(self, asked: &Question) -> &'static str {
        match asked {
            Question::Hold => self.pick("Bloquer", "Hold"),
            Question::CorrectWhy(..) | Question::CorrectDays(_) => self.pick("Corriger", "Correct"),
            _ => self.set_it(),
        }
    }

    pub(crate) fn statement_title(self, name: &str) -> String {
        self.pick(format!("Relevé de {name}"), format!("Statement of {name}"))
    }

    pub(crate) fn statement_formats(self) -> [&'static str; 2] {
        self.pick(["Pages A4 (.pdf)", "Pour un tableur (.csv)"], ["A4 pages (.pdf)", "For a spreadsheet (.csv)"])
    }

    pub(crate) fn statement_name(self, name: &str) -> String {
        format!("{}-{}.pdf", self.pick("releve", "statement"), in_a_path(name))
    }

    pub(crate) fn which_days(self) -> &'static str {
        self.pick("Relevé : quels jours ?", "Statement: which days?")
    }

    pub(crate) fn days_label(self) -> &'static str {
        self.pick("Premier et dernier jour", "First and last day")
    }

    pub(crate) fn match_text(self, most: Money) -> String {
        let most = self.money(most);
        self.pick(
            format!("Combien ? Sans montant : {most}, tout ce qui peut l’être."),
            format!("How much? Without an amount: {most}, as far as both go."),
        )
    }

    pub(crate) fn match_ok(self) -> &'static str {
        self.pick("Lettrer", "Match")
    }

    pub(crate) fn sheet_title(self) -> &'static str {
        self.pick("La carte, à imprimer et découper", "The card, to be printed and cut")
    }

    pub(crate) fn access_title(self, name: &str) -> String {
        self.pick(format!("Tout ce que le magasin sait de {name}"), format!("All that the shop knows of {name}"))
    }

    pub(crate) fn access_text(self) -> &'static str {
        self.pick(
            "Assurez-vous que c’est bien cette personne qui le demande : la fiche note que cela lui a été remis.",
            "Make sure that this person asks for it: the file notes that it was handed out.",
        )
    }

    pub(crate) fn access_formats(self) -> [&'static str; 2] {
        self.pick(["Pages à lire (.pdf)", "Données (.json)"], ["Pages to read (.pdf)", "Data (.json)"])
    }

    pub(crate) fn access_name(self, name: &str) -> String {
        format!("{}-{}.pdf", self.pick("donnees-personnelles", "personal-data"), in_a_path(name))
    }

    pub(crate) fn picture_title(self) -> &'static str {
        self.pick("Image de la carte, pour un téléphone", "Picture of the card, for a phone")
    }

    pub(crate) fn card_menu(self, card: &str) -> Menu {
        let row = |id: &str, name: &str| [format!("{id}:{card}"), name.to_owned(), String::new(), String::new()];
        Menu {
            title: self.pick(format!("Carte {card}"), format!("Card {card}")),
            rows: vec![
                row("picture", self.pick("Image pour le téléphone…", "Picture for the phone…")),
                row("sheet", self.pick("Page à imprimer et découper…", "Page to be printed and cut…")),
                row("take", self.pick("Retirer : perdue ou rendue", "Take away: lost or given back")),
            ],
        }
    }

    pub(crate) fn written(self, path: &Path) -> String {
        let path = path.display();
        self.pick(format!("Écrit dans {path}"), format!("Written to {path}"))
    }

    pub(crate) fn ledger_done(self, done: &LedgerDone) -> String {
        match done {
            LedgerDone::Terms(Some(limit)) => {
                let limit = self.money(*limit);
                self.pick(format!("Plafond du compte : {limit}."), format!("Limit of the account: {limit}."))
            }
            LedgerDone::Terms(None) => {
                self.pick("Compte ouvert, sans plafond.", "Account open, without a limit.").to_owned()
            }
            LedgerDone::Held => self.pick("Compte bloqué.", "Account held.").to_owned(),
            LedgerDone::Released => self.pick("Compte débloqué.", "Account released.").to_owned(),
            LedgerDone::Corrected(owed) => {
                let owed = self.money(*owed);
                self.pick(format!("Compte corrigé : solde {owed}."), format!("Account corrected: balance {owed}."))
            }
            LedgerDone::Matched(amount) => {
                let amount = self.money(*amount);
                self.pick(format!("Lettré : {amount}."), format!("Matched: {amount}."))
            }
            LedgerDone::Unmatched(amount) => {
                let amount = self.money(*amount);
                self.pick(format!("Délettré : {amount}."), format!("Unmatched: {amount}."))
            }
            LedgerDone::Printing(printer) => self.printing_paper(*printer).to_owned(),
            LedgerDone::CardGiven(card) => self.pick(format!("Carte donnée : {card}."), format!("Card given: {card}.")),
            LedgerDone::CardTaken(card) => {
                self.pick(format!("Carte retirée : {card}."), format!("Card taken away: {card}."))
            }
        }
    }
}

/// A name as a part of a path: small letters, without accents, one dash for the rest.
fn in_a_path(name: &str) -> String {
    let folded = fold(name);
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
