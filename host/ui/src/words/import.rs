//! Words of an import of customers or items: the file, its columns, what came out.

use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, Local};
use comptoir_app::customers::{ColumnChoice, ImportPreview, ImportReport, Kept, Undone};
use comptoir_app::format::number;
use comptoir_screens::Tone;

use super::Words;
use crate::office::clients::import::desk::Records;
use crate::office::folder::FileEntry;

type Figure = (&'static str, String, Tone);

impl Words {
    pub(crate) fn folder(self) -> &'static str {
        self.pick("dossier", "folder")
    }

    pub(crate) fn folder_above(self) -> &'static str {
        self.pick("Dossier au-dessus", "Folder above")
    }

    pub(crate) fn file_title(self, folder: &Path) -> String {
        let folder = folder.display();
        self.pick(format!("Quel fichier ? {folder}"), format!("Which file? {folder}"))
    }

    pub(crate) fn file_hint(self) -> &'static str {
        self.pick("Un nom de la liste, ou le chemin du fichier", "A name of the list, or the path of the file")
    }

    /// How large a file is and when it was written.
    pub(crate) fn file_detail(self, file: &FileEntry) -> String {
        let size = match file.size {
            small @ 0..1_000 => self.pick(format!("{small} octets"), format!("{small} bytes")),
            middle @ 1_000..1_000_000 => {
                let thousands = number((middle / 1_000).into(), self.0);
                self.pick(format!("{thousands} ko"), format!("{thousands} kB"))
            }
            large => {
                let millions = number((large / 1_000_000).into(), self.0);
                self.pick(format!("{millions} Mo"), format!("{millions} MB"))
            }
        };
        let when = |written: SystemTime| DateTime::<Local>::from(written).format(" · %d/%m/%Y %H:%M").to_string();
        let written = file.written.map(when).unwrap_or_default();
        format!("{size}{written}")
    }

    /// How a file is written, where it comes from, how long it is.
    pub(crate) fn file_about(self, preview: &ImportPreview) -> String {
        let from =
            preview.layout.as_ref().map(|layout| self.pick(format!("vient de {layout}"), format!("from {layout}")));
        let rows = preview.rows.map(|rows| {
            let rows = number(rows.into(), self.0);
            self.pick(format!("environ {rows} lignes"), format!("about {rows} rows"))
        });
        let parts = [Some(preview.format.clone()), from, rows];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Why a column is taken for what it is, when that is to be looked at.
    pub(crate) fn column_why(self, column: &ColumnChoice) -> String {
        if column.unsure { format!("{} : {}", column.certainty, column.reason) } else { String::new() }
    }

    pub(crate) fn points_go_to(self, counter: Option<&str>) -> String {
        match counter {
            Some(counter) => self.pick(format!("Points vers {counter}"), format!("Points to {counter}")),
            None => self.pick("Points : laissés de côté", "Points: left out").to_owned(),
        }
    }

    pub(crate) fn no_points(self) -> &'static str {
        self.pick("Laisser les points de côté", "Leave the points out")
    }

    pub(crate) fn which_counter(self) -> &'static str {
        self.pick("Où vont les points ?", "Where do the points go?")
    }

    pub(crate) fn what_is(self, header: &str) -> String {
        self.pick(format!("Que contient « {header} » ?"), format!("What does “{header}” hold?"))
    }

    pub(crate) fn import_hint(self) -> &'static str {
        self.pick(
            "Vérifiez les colonnes, puis essayez : un essai n’écrit rien.",
            "Check the columns, then try: a trial writes nothing.",
        )
    }

    pub(crate) fn importing(self, trial: bool) -> &'static str {
        if trial {
            self.pick("Essai en cours : rien n’est écrit", "Trying: nothing is written")
        } else {
            self.pick("Import en cours", "Importing")
        }
    }

    pub(crate) fn rows_done(self, rows: u64) -> String {
        let count = number(rows.into(), self.0);
        self.pick(format!("{count} lignes lues"), format!("{count} rows read"))
    }

    pub(crate) fn stopping(self) -> &'static str {
        self.pick("On arrête, et tout redevient comme avant…", "Stopping; all will be as before…")
    }

    pub(crate) fn import_stopped(self) -> &'static str {
        self.pick("Arrêté : rien n’a changé.", "Stopped: nothing has changed.")
    }

    pub(crate) fn import_under_way(self) -> &'static str {
        self.pick("Un import est en cours : Échap l’arrête.", "An import is under way: Escape stops it.")
    }

    pub(crate) fn nothing_written(self) -> &'static str {
        self.pick("C’était un essai : rien n’a été écrit.", "This was a trial: nothing was written.")
    }

    pub(crate) fn no_import_problem(self) -> &'static str {
        self.pick("Aucune ligne refusée, aucune valeur laissée de côté.", "No row refused, no value left out.")
    }

    pub(crate) fn refused_file(self, path: &Path) -> String {
        let path = path.display();
        self.pick(
            format!("Lignes refusées, à corriger puis importer de nouveau : {path}"),
            format!("Refused rows, to be corrected and imported again: {path}"),
        )
    }

    /// What came out, in a sentence.
    pub(crate) fn import_title(self, report: &ImportReport, trial: bool, records: Records) -> (String, Tone) {
        let taken = report.created + report.updated + report.unchanged;
        let count = number(taken.into(), self.0);
        let tone = if report.refused > 0 { Tone::Look } else { Tone::Ok };
        let words = match (trial, report.refused) {
            (true, 0) => self.pick("Essai : tout peut être importé", "Trial: all of it can be imported").to_owned(),
            (true, refused) => {
                let refused = number(refused.into(), self.0);
                self.pick(
                    format!("Essai : lignes qui seraient refusées : {refused}"),
                    format!("Trial: rows that would be refused: {refused}"),
                )
            }
            (false, _) => match records {
                Records::Customers => {
                    self.pick(format!("Importé : {count} fiches"), format!("Imported: {count} files"))
                }
                Records::Items => {
                    let items = self.count_items(taken);
                    self.pick(format!("Importé : {items}"), format!("Imported: {items}"))
                }
            },
        };
        (words, tone)
    }

    /// Departments that come with items, by name: a misspelled one is seen here.
    pub(crate) fn departments_made(self, names: &[String], trial: bool) -> Option<String> {
        let all = names.join(", ");
        let words = match trial {
            true => self.pick(format!("Rayons qui seraient créés : {all}"), format!("Departments to be made: {all}")),
            false => self.pick(format!("Rayons créés : {all}"), format!("Departments made: {all}")),
        };
        (!names.is_empty()).then_some(words)
    }

    pub(crate) fn import_figures(self, report: &ImportReport, records: Records) -> Vec<Figure> {
        let count = |value: u64| number(value.into(), self.0);
        let figure = |label, value: u64, tone| (label, count(value), if value > 0 { tone } else { Tone::Neutral });
        let of_customers = records == Records::Customers;
        let [created, updated, unchanged] = match records {
            Records::Customers => self.pick(
                ["Fiches créées", "Fiches complétées", "Fiches inchangées"],
                ["Files opened", "Files changed", "Files unchanged"],
            ),
            Records::Items => self.pick(
                ["Articles créés", "Articles changés", "Articles inchangés"],
                ["Items made", "Items changed", "Items unchanged"],
            ),
        };
        let mut figures = vec![
            figure(self.pick("Lignes lues", "Rows read"), report.rows, Tone::Neutral),
            figure(created, report.created, Tone::Ok),
            figure(updated, report.updated, Tone::Ok),
            figure(unchanged, report.unchanged, Tone::Neutral),
            figure(self.pick("Lignes refusées", "Rows refused"), report.refused, Tone::Blocked),
            figure(self.pick("Valeurs laissées", "Values left out"), report.dropped, Tone::Look),
        ];
        if of_customers {
            let known = self.pick("Déjà connus, laissés", "Known, left out");
            figures.insert(4, figure(known, report.duplicates, Tone::Look));
            figures.push(figure(self.pick("Avec leurs soldes", "With balances"), report.opened, Tone::Neutral));
        }
        figures
    }

    pub(crate) fn count_items(self, count: u64) -> String {
        self.count(count, ["article", "articles"], ["item", "items"])
    }

    fn items_back(self, undone: &Undone) -> String {
        let [gone, restored] = [undone.removed, undone.restored].map(|count| self.count_items(count));
        let departments = usize::try_from(undone.departments).unwrap_or(usize::MAX);
        let removed = if undone.removed > 1 { "retirés" } else { "retiré" };
        let parts = [
            (undone.removed > 0).then(|| self.pick(format!("{gone} {removed}"), format!("{gone} removed"))),
            (undone.restored > 0)
                .then(|| self.pick(format!("{restored} comme avant"), format!("{restored} as before"))),
            (departments > 0).then(|| {
                let words = ["rayon retiré", "rayons retirés"];
                self.count(departments, words, ["department removed", "departments removed"])
            }),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return self.pick("Rien à reprendre.", "Nothing to take back.").to_owned();
        }
        let all = parts.join(", ");
        self.pick(format!("Annulé : {all}."), format!("Taken back: {all}."))
    }

    /// What taking back an import of items came to.
    pub(crate) fn items_undone(self, undone: &Undone) -> String {
        let kept = |why: Kept| undone.kept.iter().filter(|(_, kept)| *kept == why).count();
        let mut parts = vec![self.items_back(undone)];
        let words = [
            (
                Kept::ChangedSince,
                self.pick(
                    ["gardé : il a changé depuis.", "gardés : ils ont changé depuis."],
                    ["kept: it changed since.", "kept: they changed since."],
                ),
            ),
            (
                Kept::InTheBooks,
                self.pick(
                    ["gardé : il a été vendu ou sert ailleurs.", "gardés : ils ont été vendus ou servent ailleurs."],
                    ["kept: it was sold or is in use.", "kept: they were sold or are in use."],
                ),
            ),
            (
                Kept::NotEmpty,
                self.pick(
                    ["rayon gardé : il n’est pas vide.", "rayons gardés : ils ne sont pas vides."],
                    ["department kept: it is not empty.", "departments kept: they are not empty."],
                ),
            ),
        ];
        for (why, [one, many]) in words {
            let count = kept(why);
            if count > 0 {
                parts.push(format!("{count} {}", if count > 1 { many } else { one }));
            }
        }
        parts.join(" ")
    }

    pub(crate) fn import_keys(self, records: Records) -> Vec<(&'static str, &'static str)> {
        let mut keys = vec![
            (self.pick("↑ ↓ Page", "↑ ↓ Page"), self.pick("Choisir une colonne", "Choose a column")),
            (self.pick("Entrée", "Enter"), self.pick("Dire ce qu’elle contient", "Say what it holds")),
            ("F4", self.pick("Prendre un autre fichier", "Take another file")),
        ];
        let of_customers = [
            (
                "F5",
                self.pick(
                    "Clients déjà connus : laisser, compléter, créer",
                    "Known customers: leave, complete, create",
                ),
            ),
            ("F6", self.pick("DUPONT devient Dupont", "DUPONT becomes Dupont")),
            ("F7", self.pick("Où vont les points", "Where points go")),
        ];
        if records == Records::Customers {
            keys.extend(of_customers);
        }
        keys.extend([
            ("Ctrl+E", self.pick("Essayer sans rien écrire", "Try and write nothing")),
            ("Ctrl+S", self.pick("Importer", "Import")),
            ("Ctrl+Z", self.pick("Annuler l’import", "Take the import back")),
            (self.pick("Échap", "Esc"), self.pick("Revenir, ou arrêter", "Back, or stop")),
            ("F1", self.pick("Cette aide", "This help")),
        ]);
        keys
    }
}
