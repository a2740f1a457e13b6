//! Words of what is done with one file: joined, parted, erased, paid.

use comptoir_app::customers::Erasure;
use comptoir_domain::money::Money;
use comptoir_domain::tender::TenderKind;

use super::Words;
use crate::office::clients::change::Question;
use crate::office::clients::deeds::Done;

impl Words {
    pub(crate) fn more_than_owed(self, owed: Money) -> String {
        let owed = self.money(owed.max(Money::ZERO));
        self.pick(
            format!("C’est plus que dû ({owed}) : Entrée encore une fois en fait un acompte."),
            format!("This is more than is owed ({owed}): Enter once more makes it a deposit."),
        )
    }

    /// The title, the question and the button of something that is to be done with a file.
    pub(crate) fn deed(self, asked: &Question, name: &str) -> (String, String, &'static str) {
        match asked {
            Question::Join(_) => (
                self.pick("Réunir les deux fiches ?", "Join the two files?").to_owned(),
                self.pick(
                    format!(
                        "La fiche de {name} reste. Achats, points, avoirs, compte, cartes et accords des deux n’en font \
                         plus qu’un. Vous pourrez les séparer."
                    ),
                    format!(
                        "The file of {name} stays. Purchases, points, credit notes, account, cards and consents of both \
                         become one. You can part them again."
                    ),
                ),
                self.pick("Réunir", "Join"),
            ),
            Question::Part(_) => (
                self.pick("Séparer les deux fiches ?", "Part the two files?").to_owned(),
                self.pick(
                    format!("Chacune reprend ce qu’elle avait ; ce qui s’est passé depuis reste à {name}."),
                    format!("Each takes back what it had; what happened since stays with {name}."),
                ),
                self.pick("Séparer", "Part"),
            ),
            _ => (
                self.pick("Ne plus jamais lui écrire ?", "Never write again?").to_owned(),
                self.pick(
                    format!(
                        "Les numéros et adresses de {name} vont sur la liste d’opposition : aucun envoi, même si un \
                         import les ramène. Seul le client peut revenir dessus."
                    ),
                    format!(
                        "Numbers and addresses of {name} go on the opposition list: nothing is sent, even when an \
                         import brings them back. Only the customer can change that."
                    ),
                ),
                self.pick("Noter", "Note"),
            ),
        }
    }

    pub(crate) fn erase_title(self, name: &str) -> String {
        self.pick(format!("Effacer {name} ?"), format!("Erase {name}?"))
    }

    pub(crate) fn erase_text(self, erasure: &Erasure) -> String {
        let mut parts = vec![
            self.pick(
                "Nom, adresses, cartes, notes et accords disparaissent. Les ventes restent, sans personne. C’est sans \
                 retour.",
                "Name, addresses, cards, notes and consents go. Sales stay, with nobody. This is for good.",
            )
            .to_owned(),
        ];
        if !erasure.counters.is_empty() {
            parts.push(self.pick("Les points sont perdus.", "Points are lost.").to_owned());
        }
        if !erasure.papers.is_empty() {
            let codes: Vec<&str> = erasure.papers.iter().map(|(code, _)| code.as_str()).collect();
            parts.push(self.pick(
                format!("Restent bons pour qui les apporte : {}.", codes.join(", ")),
                format!("Still good for who brings them: {}.", codes.join(", ")),
            ));
        }
        parts.join(" ")
    }

    pub(crate) fn erase_how(self) -> &'static str {
        self.pick("Ses adresses", "Their addresses")
    }

    pub(crate) fn erase_options(self) -> [&'static str; 2] {
        self.pick(
            ["Effacer", "Effacer, et ne plus jamais écrire à ces adresses"],
            ["Erase", "Erase, and never write to these addresses again"],
        )
    }

    pub(crate) fn erase_ok(self) -> &'static str {
        self.pick("Effacer", "Erase")
    }

    pub(crate) fn still_owed(self, owed: Money) -> String {
        let owed = self.money(owed);
        self.pick(
            format!("Le compte n’est pas à zéro ({owed}) : soldez-le avant d’effacer la fiche."),
            format!("The account is not at zero ({owed}): settle it before the file is erased."),
        )
    }

    pub(crate) fn payment_title(self, name: &str) -> String {
        self.pick(format!("Règlement de {name}"), format!("Payment of {name}"))
    }

    /// What a payment of the account is about.
    pub(crate) fn owed(self, owed: Money) -> String {
        let amount = self.money(owed.abs());
        if owed.is_positive() {
            self.pick(format!("Solde dû : {amount}."), format!("Owed: {amount}."))
        } else if owed == Money::ZERO {
            self.pick("Rien n’est dû.", "Nothing is owed.").to_owned()
        } else {
            self.pick(format!("Payé d’avance : {amount}."), format!("Paid beforehand: {amount}."))
        }
    }

    /// What is owed, and what is paid when no amount is typed: all of it, or what is left of one entry.
    pub(crate) fn payment_text(self, owed: Option<Money>, left: Option<Money>) -> String {
        let mut text = owed.map(|owed| self.owed(owed)).unwrap_or_default();
        let all = left.or(owed).filter(|all| all.is_positive());
        if let (Some(all), true) = (all.map(|all| self.money(all)), left.is_some()) {
            text += &self.pick(
                format!(" Règle d’abord cet achat : sans montant, les {all} qui en restent."),
                format!(" Settles this purchase first: without an amount, the {all} that are left of it."),
            );
        } else if all.is_some() {
            text += self.pick(" Sans montant : tout.", " Without an amount: all of it.");
        }
        text
    }

    pub(crate) fn several_means(self) -> &'static str {
        self.pick("Plusieurs moyens…", "Several means…")
    }

    /// What of a payment is told already, and what is missing.
    pub(crate) fn part_text(self, total: Money, given: &[(TenderKind, Money)], left: Money) -> String {
        let (total, left) = (self.money(total), self.money(left));
        let one = |(kind, amount): &(TenderKind, Money)| format!("{} {}", self.means(*kind), self.money(*amount));
        let given = given.iter().map(one).collect::<Vec<_>>().join(" + ");
        if given.is_empty() {
            return self.pick(
                format!("À régler : {total}. Combien par le premier moyen ?"),
                format!("To be paid: {total}. How much by the first means?"),
            );
        }
        self.pick(
            format!("À régler : {total}, dont {given}. Reste {left} ; sans montant : tout le reste."),
            format!("To be paid: {total}, of which {given}. Left: {left}; without an amount: all of it."),
        )
    }

    pub(crate) fn payment_amount(self) -> &'static str {
        self.pick("Montant", "Amount")
    }

    pub(crate) fn take_payment(self) -> &'static str {
        self.pick("Encaisser", "Take")
    }

    pub(crate) fn deed_done(self, done: &Done) -> String {
        match done {
            Done::Joined(name) => {
                self.pick(format!("La fiche de {name} y est réunie."), format!("The file of {name} is part of it."))
            }
            Done::Parted(name) => {
                self.pick(format!("{name} a de nouveau sa fiche."), format!("{name} has a file again."))
            }
            Done::Opposed(0) => self.pick("Aucune adresse à noter.", "No address to note.").to_owned(),
            Done::Opposed(_) => self
                .pick("Noté : plus rien ne sera envoyé à ces adresses.", "Noted: nothing is sent to these addresses.")
                .to_owned(),
            Done::Ledger(done) => self.ledger_done(done),
            Done::Erased => self
                .pick("Cette personne est effacée ; les ventes restent.", "This person is erased; sales stay.")
                .to_owned(),
            Done::Paid(paid, change, owed) => {
                let (paid, back, left) = (self.money(*paid), self.money(*change), self.money(*owed));
                let back = if change.is_positive() {
                    self.pick(format!(" Rendez {back}."), format!(" Give back {back}."))
                } else {
                    String::new()
                };
                self.pick(
                    format!("{paid} encaissés.{back} Reste dû : {left}."),
                    format!("{paid} taken.{back} Still owed: {left}."),
                )
            }
        }
    }
}
