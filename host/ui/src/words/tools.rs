//! Words of what else is done with the list: files, cards, filters, files of one person.

use std::path::Path;

use comptoir_app::cards::PrintedSheet;
use comptoir_app::format::number;

use super::Words;
use crate::office::clients::tools::desk::{Pair, PairFile};

impl Words {
    pub(crate) fn which_tool(self) -> &'static str {
        self.pick("Que faire ?", "What is to be done?")
    }

    pub(crate) fn tools(self) -> [(&'static str, &'static str, &'static str); 7] {
        [
            (
                "import",
                self.pick("Importer un fichier de clients…", "Import a file of customers…"),
                self.pick(
                    "CSV, Excel ou OpenDocument, d’une autre caisse ou d’un tableur",
                    "CSV, Excel or OpenDocument, of another till or a spreadsheet",
                ),
            ),
            (
                "export",
                self.pick("Exporter cette liste…", "Export this list…"),
                self.pick(
                    "Classeur Excel, CSV ou carnet d’adresses (vCard)",
                    "Excel workbook, CSV or address book (vCard)",
                ),
            ),
            (
                "filter",
                self.pick("Retenir par une règle…", "Choose by a rule…"),
                self.pick(
                    "Endormis, points à utiliser, anniversaires : les retenus reçoivent une étiquette",
                    "Sleeping, points to use, birthdays: those chosen get a tag",
                ),
            ),
            (
                "mailing",
                self.pick("Préparer un envoi…", "Prepare a mailing…"),
                self.pick(
                    "SMS, e-mail ou courrier : la liste se réduit à qui l’accepte et peut être joint",
                    "Text, e-mail or post: the list is narrowed to those who agree and can be reached",
                ),
            ),
            (
                "twins",
                self.pick("Chercher les doublons…", "Look for duplicates…"),
                self.pick(
                    "Les fiches qui semblent être d’une même personne, à réunir une à une",
                    "Files that seem to be one person’s, to be joined one by one",
                ),
            ),
            (
                "cards",
                self.pick("Imprimer leurs cartes…", "Print their cards…"),
                self.pick(
                    "Dix cartes à découper par page A4, pour les clients de cette liste",
                    "Ten cards to be cut per A4 page, for the customers of this list",
                ),
            ),
            (
                "fresh",
                self.pick("Imprimer des cartes neuves…", "Print new cards…"),
                self.pick(
                    "Des numéros jamais donnés, à distribuer à l’accueil",
                    "Numbers that were never given, to be handed out",
                ),
            ),
        ]
    }

    pub(crate) fn file_path(self) -> &'static str {
        self.pick("Fichier", "File")
    }

    pub(crate) fn write_file(self) -> &'static str {
        self.pick("Écrire", "Write")
    }

    pub(crate) fn set_it(self) -> &'static str {
        self.pick("Enregistrer", "Set")
    }

    pub(crate) fn answer_ok(self) -> &'static str {
        self.pick("Valider", "Answer")
    }

    pub(crate) fn working_on_it(self) -> &'static str {
        self.pick("En cours…", "Under way…")
    }

    pub(crate) fn exists(self, path: &Path) -> String {
        let path = path.display();
        self.pick(
            format!("{path} existe déjà : Entrée encore une fois pour le remplacer, ou changez le nom."),
            format!("{path} is there already: Enter once more to replace it, or change the name."),
        )
    }

    pub(crate) fn export_title(self, count: u64) -> String {
        let clients = self.clients(count);
        self.pick(format!("Exporter {clients}"), format!("Export {clients}"))
    }

    pub(crate) fn export_text(self) -> &'static str {
        self.pick(
            "Un fichier de clients est une donnée personnelle : la fiche de chacun garde la trace de cet export.",
            "A file of customers is personal data: the file of each of them notes this export.",
        )
    }

    pub(crate) fn export_formats(self) -> [&'static str; 3] {
        self.pick(
            ["Classeur Excel (.xlsx)", "Texte à points-virgules (.csv)", "Carnet d’adresses (.vcf)"],
            ["Excel workbook (.xlsx)", "Text with semicolons (.csv)", "Address book (.vcf)"],
        )
    }

    pub(crate) fn export_name(self) -> &'static str {
        self.pick("clients.xlsx", "customers.xlsx")
    }

    pub(crate) fn exported(self, count: usize, path: &Path) -> String {
        let (clients, path) = (self.clients(count as u64), path.display());
        self.pick(format!("{clients} dans {path}"), format!("{clients} in {path}"))
    }

    pub(crate) fn cards_title(self, count: u64) -> String {
        let clients = self.clients(count);
        self.pick(format!("Cartes de {clients}"), format!("Cards of {clients}"))
    }

    pub(crate) fn cards_text(self) -> &'static str {
        self.pick("Dix cartes par page A4, avec leurs traits de coupe.", "Ten cards per A4 page, with lines to cut.")
    }

    pub(crate) fn cards_options(self) -> [&'static str; 2] {
        self.pick(
            ["Ceux qui ont une carte", "Tous : une carte neuve à ceux qui n’en ont pas"],
            ["Those who have a card", "All: a new card for those who have none"],
        )
    }

    pub(crate) fn cards_name(self) -> &'static str {
        self.pick("cartes.pdf", "cards.pdf")
    }

    pub(crate) fn fresh_title(self) -> &'static str {
        self.pick("Cartes neuves", "New cards")
    }

    pub(crate) fn fresh_text(self, path: &Path) -> String {
        let path = path.display();
        self.pick(
            format!(
                "Des numéros neufs, jamais donnés deux fois, à attacher à une fiche en les scannant. Fichier : {path}"
            ),
            format!("New numbers, never given twice, that are put on a file by scanning them. File: {path}"),
        )
    }

    pub(crate) fn fresh_label(self) -> &'static str {
        self.pick("Combien de cartes", "How many cards")
    }

    pub(crate) fn fresh_name(self) -> &'static str {
        self.pick("cartes-neuves.pdf", "new-cards.pdf")
    }

    /// What was printed, and who was left out.
    pub(crate) fn printed(self, sheet: &PrintedSheet, path: &Path) -> String {
        let count = |count: usize| number((count as u64).into(), self.0);
        let (cards, pages, path) = (count(sheet.cards.len()), count(sheet.pages()), path.display());
        let done = self.pick(
            format!("Cartes : {cards}, pages : {pages}, dans {path}."),
            format!("Cards: {cards}, pages: {pages}, in {path}."),
        );
        if sheet.left_out.is_empty() {
            return done;
        }
        let left = self.clients(sheet.left_out.len() as u64);
        let left_out =
            self.pick(format!("Sans carte, laissés de côté : {left}."), format!("Without a card, left out: {left}."));
        format!("{done} {left_out}")
    }

    pub(crate) fn which_filter(self) -> &'static str {
        self.pick("Qui retenir ?", "Whom to choose?")
    }

    pub(crate) fn no_filters(self) -> &'static str {
        self.pick(
            "Aucun filtre n’est livré ni installé : `comptoir plugin install` en installe.",
            "No filter is bundled or installed: `comptoir plugin install` installs one.",
        )
    }

    pub(crate) fn mark_now(self) -> &'static str {
        self.pick("Retenir maintenant…", "Choose now…")
    }

    pub(crate) fn mark_detail(self) -> &'static str {
        self.pick("Avec les réglages ci-dessous", "With the settings below")
    }

    pub(crate) fn mark_text(self, count: u64) -> String {
        let clients = self.clients(count);
        self.pick(
            format!("La règle regarde {clients} de la liste. Ceux qu’elle retient reçoivent cette étiquette, et la liste se réduit à eux."),
            format!("The rule looks at {clients} of the list. Those whom it chooses get this tag, and the list is narrowed to them."),
        )
    }

    pub(crate) fn mark_label(self) -> &'static str {
        self.pick("Étiquette", "Tag")
    }

    pub(crate) fn mark_ok(self) -> &'static str {
        self.pick("Retenir", "Choose")
    }

    pub(crate) fn marked(self, chosen: usize, asked: usize, tag: &str) -> String {
        let (chosen, asked) = (number((chosen as u64).into(), self.0), self.clients(asked as u64));
        self.pick(
            format!("Retenus : {chosen} sur {asked}, avec l’étiquette « {tag} »."),
            format!("Chosen: {chosen} of {asked}, with the tag “{tag}”."),
        )
    }

    pub(crate) fn nobody_marked(self, asked: usize) -> String {
        let asked = self.clients(asked as u64);
        self.pick(
            format!("La règle ne retient personne, sur {asked}."),
            format!("The rule chooses nobody, of {asked}."),
        )
    }

    pub(crate) fn twins_title(self) -> &'static str {
        self.pick("Doublons", "Duplicates")
    }

    pub(crate) fn twins_searching(self) -> &'static str {
        self.pick("Les fiches sont comparées deux à deux.", "Files are compared two by two.")
    }

    pub(crate) fn no_twins(self) -> &'static str {
        self.pick(
            "Aucun doublon : chaque fiche semble d’une autre personne.",
            "No duplicate: each file seems to be another person’s.",
        )
    }

    pub(crate) fn twins_found(self, count: usize) -> String {
        let count = number((count as u64).into(), self.0);
        self.pick(format!("Une même personne ? Paires : {count}"), format!("One person? Pairs: {count}"))
    }

    pub(crate) fn twins_question(self) -> &'static str {
        self.pick("Une même personne ?", "One person?")
    }

    /// Both files, one under the other, and what speaks for it.
    pub(crate) fn twins_text(self, pair: &Pair) -> String {
        let line = |file: &PairFile| format!("{}\n{}", file.name, file.known);
        let [first, second] = &pair.files;
        format!("{}\n\n{}\n\n{}", line(first), line(second), pair.why)
    }

    pub(crate) fn twins_options(self, pair: &Pair) -> [String; 3] {
        let [first, second] = pair.files.each_ref().map(|file| &file.name);
        self.pick(
            [
                format!("Réunir, garder la fiche de {first} (la plus ancienne)"),
                format!("Réunir, garder la fiche de {second}"),
                "Ce sont deux personnes : les laisser".to_owned(),
            ],
            [
                format!("Join, keep the file of {first} (the older one)"),
                format!("Join, keep the file of {second}"),
                "They are two people: leave them".to_owned(),
            ],
        )
    }

    pub(crate) fn twins_joined(self, kept: &str, gone: &str) -> String {
        self.pick(
            format!("La fiche de {gone} est réunie à celle de {kept} ; la fiche peut les séparer."),
            format!("The file of {gone} is part of that of {kept}; the file can part them."),
        )
    }

    pub(crate) fn which_channel(self) -> &'static str {
        self.pick("Par quel moyen ?", "By which way?")
    }

    pub(crate) fn mailing_ready(self, channel: &str) -> String {
        self.pick(
            format!("Ceux que vous pouvez joindre par {channel}. F11 les exporte, F6 leur met une étiquette."),
            format!("Those whom you may reach by {channel}. F11 exports them, F6 gives them a tag."),
        )
    }
}
