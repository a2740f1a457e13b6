//! Words of the statistics.

use super::Words;
use crate::office::statistics::desk::{Field, Span, Subject};

type Keys = Vec<(&'static str, &'static str)>;

impl Words {
    pub(crate) fn subjects(self) -> [&'static str; 8] {
        self.pick(
            ["Familles", "Rayons", "Vendeurs", "Villes", "Âges", "Clients", "RFM", "Équipe"],
            ["Groups", "Departments", "Sellers", "Towns", "Ages", "Customers", "RFM", "Team"],
        )
    }

    pub(crate) fn spans(self) -> [(&'static str, &'static str); 6] {
        [
            ("today", self.pick("Aujourd’hui", "Today")),
            ("week", self.pick("Sept jours", "Seven days")),
            ("month", self.pick("Ce mois-ci", "This month")),
            ("last", self.pick("Le mois dernier", "Last month")),
            ("year", self.pick("Cette année", "This year")),
            ("twelve", self.pick("Douze mois", "Twelve months")),
        ]
    }

    pub(crate) fn span(self, span: &Span) -> &'static str {
        let at = match span {
            Span::Today => 0,
            Span::Week => 1,
            Span::Month => 2,
            Span::LastMonth => 3,
            Span::Year => 4,
            Span::TwelveMonths => 5,
            Span::Typed(..) => return self.pick("Période choisie", "Chosen days"),
        };
        self.spans()[at].1
    }

    pub(crate) fn which_span(self) -> &'static str {
        self.pick("Quelle période ?", "Which days?")
    }

    pub(crate) fn span_hint(self) -> &'static str {
        self.pick("Choisissez, ou tapez : 01/11/2026 22/11/2026", "Choose, or type: 01/11/2026 22/11/2026")
    }

    /// The days, and those before that they are compared with.
    pub(crate) fn counted_days(self, days: &str, before: &str) -> String {
        if before.is_empty() {
            return days.to_owned();
        }
        self.pick(format!("{days}, comparé à {before}"), format!("{days}, compared with {before}"))
    }

    pub(crate) fn field_said(self, field: &Field) -> String {
        let ((recency, frequency), customers) = (field.classes, &field.customers);
        self.pick(
            format!("Récence {recency}, fréquence {frequency} : {customers}"),
            format!("Recency {recency}, frequency {frequency}: {customers}"),
        )
    }

    /// What the arrows and Enter do here.
    pub(crate) fn statistics_hint(self, subject: Subject) -> &'static str {
        match subject {
            Subject::Departments => self
                .pick("Entrée ouvre un rayon, Retour arrière remonte.", "Enter opens a department, Backspace goes up."),
            Subject::Rfm => self.pick(
                "Ctrl+flèches changent de case, Entrée ouvre la fiche.",
                "Ctrl+arrows move in the grid, Enter opens the file.",
            ),
            _ => "",
        }
    }

    pub(crate) fn save_title(self) -> &'static str {
        self.pick("Écrire ce tableau dans un fichier", "Write this table into a file")
    }

    pub(crate) fn save_formats(self) -> [&'static str; 2] {
        self.pick(
            ["Classeur Excel (.xlsx)", "Texte à points-virgules (.csv)"],
            ["Excel workbook (.xlsx)", "Text with semicolons (.csv)"],
        )
    }

    pub(crate) fn save_name(self) -> &'static str {
        self.pick("statistiques.xlsx", "statistics.xlsx")
    }

    pub(crate) fn statistics_keys(self) -> Keys {
        vec![
            (
                "Ctrl+Page",
                self.pick("Familles, rayons, vendeurs, villes, âges…", "Groups, departments, sellers, towns, ages…"),
            ),
            (self.pick("↑ ↓ Page", "↑ ↓ Page"), self.pick("Se déplacer dans le tableau", "Move in the table")),
            (self.pick("Entrée", "Enter"), self.pick("Ouvrir le rayon ou la fiche", "Open the department or the file")),
            (self.pick("Retour arrière", "Backspace"), self.pick("Remonter d’un rayon", "Up from a department")),
            ("Ctrl+← ↑ ↓ →", self.pick("Changer de case RFM", "Another field of RFM")),
            ("F5", self.pick("Choisir la période", "Choose the days")),
            ("F6", self.pick("Écrire le tableau dans un fichier", "Write the table into a file")),
            ("F1", self.pick("Cette aide", "This help")),
        ]
    }
}
