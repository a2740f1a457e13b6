//! The words of the customers' screens: what is asked before a change, and what was done.

use comptoir_app::customers::{Batch, BulkChange, Kept, Sort, Totals, Undone};
use comptoir_app::format::{day, number};
use comptoir_domain::customer::Channel;
use comptoir_domain::id::GroupId;

use super::Words;
use crate::office::clients::import::desk::Records;

/// Words that never change, French and English.
macro_rules! fixed_words {
    ($($name:ident: $french:literal, $english:literal;)*) => {
        impl Words {
            $(pub(crate) fn $name(self) -> &'static str {
                self.pick($french, $english)
            })*
        }
    };
}

fixed_words! {
    counting: "On compte…", "Counting…";
    which_criterion: "Quel critère ?", "Which criterion?";
    search_criterion: "Ville, CA, dernier passage, famille…", "Town, revenue, last visit, group…";
    value_missing: "Écrivez une valeur.", "Write a value.";
    which_order: "Dans quel ordre ?", "In which order?";
    search_here: "Chercher dans la liste", "Search the list";
    type_it: "Écrivez-le ci-dessus", "Type it above";
    nobody_fits: "La liste est vide : il n’y a personne à modifier.", "The list is empty: there is nobody to change.";
    which_group: "Dans quelle famille ?", "Into which group?";
    tag_to_add: "Quelle étiquette ajouter ?", "Which tag to add?";
    tag_to_remove: "Quelle étiquette retirer ?", "Which tag to take away?";
    tag_hint: "L’étiquette", "The tag";
    which_seller: "À quel vendeur ?", "To which seller?";
    seller_hint: "Le nom du vendeur", "The seller's name";
    change_ok: "Modifier", "Change";
    new_note: "Nouvelle note", "New note";
    note_text: "Texte de la note", "Text of the note";
    note_missing: "Écrivez la note.", "Write the note.";
    add: "Ajouter", "Add";
    how_it_came: "Comment le client l’a dit", "How the customer said it";
    taken_back: "annulé", "undone";
    which_batch: "Que faut-il annuler ?", "What is to be undone?";
    undo_title: "Annuler ce changement ?", "Undo this change?";
    undo_ok: "Remettre comme avant", "Put back";
    take_back: "Annuler", "Undo";
    new_client: "Nouveau client", "New customer";
    open: "Ouvrir", "Open";
    perhaps_known: "Peut-être déjà client", "Perhaps known already";
    nobody_alike: "Personne de ce nom, de ce numéro ni de cet e-mail.", "Nobody of this name, number or e-mail.";
}

impl Words {
    pub(super) fn clients(self, count: u64) -> String {
        self.count(count, ["client", "clients"], ["customer", "customers"])
    }

    pub(crate) fn client_totals(self, totals: &Totals) -> String {
        let revenue = self.money(totals.revenue);
        self.pick(
            format!("{} · CA {revenue}", self.clients(totals.customers)),
            format!("{} · revenue {revenue}", self.clients(totals.customers)),
        )
    }

    /// What stands in an empty list, and what to do.
    pub(crate) fn no_client(self, narrowed: bool, counting: bool) -> (&'static str, &'static str) {
        match (counting, narrowed) {
            (true, _) => (self.pick("On cherche…", "Searching…"), ""),
            (false, true) => (
                self.pick("Personne ne correspond", "Nobody fits"),
                self.pick(
                    "Retirez un mot ou un critère ; Échap efface la recherche.",
                    "Take a word or a criterion away; Escape empties the search.",
                ),
            ),
            (false, false) => (
                self.pick("Aucun client", "No customer"),
                self.pick("Ctrl+N ouvre la première fiche.", "Ctrl+N opens the first file."),
            ),
        }
    }

    pub(crate) fn sort_name(self, sort: Sort) -> &'static str {
        match sort {
            Sort::Name => self.pick("Par nom", "By name"),
            Sort::LastVisit => self.pick("Dernier passage d’abord", "Last visit first"),
            Sort::Revenue => self.pick("Plus gros CA d’abord", "Most revenue first"),
            Sort::Postcode => self.pick("Par code postal", "By postcode"),
            Sort::Newest => self.pick("Dernière fiche d’abord", "Newest file first"),
        }
    }

    pub(crate) fn sort_button(self, sort: Sort) -> &'static str {
        match sort {
            Sort::Name => self.pick("Par nom", "By name"),
            Sort::LastVisit => self.pick("Par passage", "By visit"),
            Sort::Revenue => self.pick("Par CA", "By revenue"),
            Sort::Postcode => self.pick("Par code postal", "By postcode"),
            Sort::Newest => self.pick("Par création", "By creation"),
        }
    }

    pub(crate) fn changes(self) -> [(&'static str, &'static str); 6] {
        [
            ("group", self.pick("Les mettre dans une famille…", "Put them into a group…")),
            ("no-group", self.pick("Les retirer de leur famille", "Take them out of their group")),
            ("tag", self.pick("Ajouter une étiquette…", "Add a tag…")),
            ("no-tag", self.pick("Retirer une étiquette…", "Take a tag away…")),
            ("seller", self.pick("Les confier à un vendeur…", "Put them into the care of a seller…")),
            ("no-seller", self.pick("Sans vendeur attitré", "No seller in charge")),
        ]
    }

    pub(crate) fn change_title(self, count: u64) -> String {
        let clients = self.clients(count);
        self.pick(format!("Modifier {clients} ?"), format!("Change {clients}?"))
    }

    pub(crate) fn change_words(self, change: &BulkChange, group: impl Fn(&GroupId) -> String) -> String {
        match change {
            BulkChange::Group(None) => self.pick("n’auront plus de famille", "will have no group").to_owned(),
            BulkChange::Group(Some(id)) => {
                let group = group(id);
                self.pick(format!("iront dans la famille « {group} »"), format!("will be in the group “{group}”"))
            }
            BulkChange::AddTag(tag) => {
                self.pick(format!("recevront l’étiquette « {tag} »"), format!("will have the tag “{tag}”"))
            }
            BulkChange::RemoveTag(tag) => {
                self.pick(format!("perdront l’étiquette « {tag} »"), format!("will lose the tag “{tag}”"))
            }
            BulkChange::Seller(None) => {
                self.pick("n’auront plus de vendeur attitré", "will have no seller in charge").to_owned()
            }
            BulkChange::Seller(Some(seller)) => {
                self.pick(format!("seront confiés à « {seller} »"), format!("will be in the care of “{seller}”"))
            }
        }
    }

    pub(crate) fn change_question(self, count: u64, what: &str, which: Option<&str>) -> String {
        let clients = self.clients(count);
        let which = which.map_or_else(
            || self.pick("tous les clients du magasin".to_owned(), "all customers of the shop".to_owned()),
            |which| self.pick(format!("ceux de la liste : {which}"), format!("those of the list: {which}")),
        );
        self.pick(
            format!("{clients}, {which}, {what}. Vous pourrez annuler d’un geste (F7)."),
            format!("{clients}, {which}, {what}. You can undo it in one gesture (F7)."),
        )
    }

    pub(crate) fn files_done(self, done: u64) -> String {
        let done = number(done.into(), self.0);
        self.pick(format!("Fiches faites : {done}"), format!("Files done: {done}"))
    }

    pub(crate) fn changed_all(self, changed: u64) -> String {
        let clients = self.clients(changed);
        let many = changed > 1;
        self.pick(format!("{clients} {}.", if many { "modifiés" } else { "modifié" }), format!("{clients} changed."))
    }

    pub(crate) fn undone(self, undone: &Undone, records: Records) -> String {
        if records == Records::Items {
            return self.items_undone(undone);
        }
        let back = self.clients(undone.restored + undone.removed);
        let kept = undone.kept.iter().filter(|(_, why)| *why == Kept::ChangedSince).count();
        let used = undone.kept.len() - kept;
        let mut parts = vec![self.pick(format!("{back} comme avant."), format!("{back} as before."))];
        if kept > 0 {
            let words = ["fiche gardée : elle a changé depuis.", "fiches gardées : elles ont changé depuis."];
            parts.push(self.count(kept, words, ["file kept: it changed since.", "files kept: they changed since."]));
        }
        if used > 0 {
            let words = ["fiche gardée : ce client a acheté.", "fiches gardées : ces clients ont acheté."];
            parts.push(self.count(used, words, ["file kept: they bought.", "files kept: they bought."]));
        }
        parts.join(" ")
    }

    pub(crate) fn batch_detail(self, batch: &Batch) -> String {
        let at = format!("{} {}", day(batch.at.date_naive()), batch.at.format("%H:%M"));
        let all = batch.created + batch.changed;
        let count = if batch.is_of_items() { self.count_items(all) } else { self.clients(all) };
        format!("{at} · {} · {count}", batch.operator)
    }

    pub(crate) fn undo_question(self, label: &str, detail: &str) -> String {
        self.pick(
            format!("{label} ({detail}). Tout redevient comme avant ; ce qui a changé ou servi depuis est gardé."),
            format!("{label} ({detail}). All becomes what it was; what changed or was used since is kept."),
        )
    }

    pub(crate) fn consent_title(self, channel: Channel, granted: bool) -> String {
        let by = match channel {
            Channel::Sms => "SMS",
            Channel::Email => "e-mail",
            Channel::Post => self.pick("courrier", "post"),
        };
        match granted {
            true => {
                self.pick(format!("Accord pour le {by}"), format!("Consent: {by}")).replace("le e-mail", "l’e-mail")
            }
            false => self.pick(format!("Plus rien par {by}"), format!("Nothing more by {by}")),
        }
    }

    pub(crate) fn read_aloud(self, granted: bool) -> &'static str {
        match granted {
            true => {
                self.pick("Lisez au client, puis notez son accord :", "Read to the customer, then note the consent:")
            }
            false => self.pick("Dites au client :", "Tell the customer:"),
        }
    }

    pub(crate) fn consent_ok(self, granted: bool) -> &'static str {
        match granted {
            true => self.pick("Il accepte", "They agree"),
            false => self.pick("Retirer l’accord", "Withdraw"),
        }
    }

    pub(crate) fn file_tabs(self) -> [&'static str; 6] {
        self.pick(
            ["Coordonnées", "Détails", "Compte", "Fidélité", "Historique", "Consentements"],
            ["Contact", "Details", "Account", "Loyalty", "History", "Consents"],
        )
    }

    pub(crate) fn file_changed(self, name: &str) -> String {
        self.pick(format!("La fiche de « {name} » a changé."), format!("The file of “{name}” has changed."))
    }

    pub(crate) fn client_keys(self) -> Vec<(&'static str, &'static str)> {
        vec![
            ("F2 F3", self.pick("Fidélité, clients", "Loyalty, customers")),
            ("F8 F9 F10", self.pick("Accueil, chiffres, réglages", "Welcome desk, figures, settings")),
            (self.pick("Lettres", "Letters"), self.pick("Chercher un client", "Search customers")),
            (
                self.pick("↑ ↓ Page Début Fin", "↑ ↓ Page Home End"),
                self.pick("Se déplacer dans la liste", "Move in the list"),
            ),
            (self.pick("Entrée", "Enter"), self.pick("Ouvrir la fiche", "Open the file")),
            (self.pick("Ctrl+N ou Inser", "Ctrl+N or Insert"), self.pick("Nouveau client", "New customer")),
            ("F4", self.pick("Ajouter un critère", "Add a criterion")),
            ("F5", self.pick("Changer l’ordre", "Change the order")),
            ("F6", self.pick("Modifier toute la liste", "Change the whole list")),
            ("F7", self.pick("Annuler un changement", "Undo a change")),
            (
                "F11",
                self.pick("Outils : fichiers, cartes, comptes dus, bons…", "Tools: files, cards, accounts, papers…"),
            ),
            (self.pick("Ctrl+Page", "Ctrl+Page"), self.pick("Page suivante de la fiche", "Next page of the file")),
            ("Ctrl+S", self.pick("Enregistrer la fiche", "Save the file")),
            (
                self.pick("Échap", "Esc"),
                self.pick("Effacer la recherche ; revenir à la liste", "Empty the search; back to the list"),
            ),
        ]
    }
}
