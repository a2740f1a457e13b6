//! What is wrong with a cell or a row, in words, with what to do.

use comptoir_domain::language::Language;

use crate::problem::Fault;

impl Fault {
    /// Says what is wrong and what to do.
    pub(super) fn words(&self, language: Language) -> String {
        match language {
            Language::French => self.french(),
            Language::English => self.english(),
        }
    }

    fn french(&self) -> String {
        let fixed = match self {
            Self::CellTooLong { bytes, limit } => {
                return format!("texte de {} ko, {} ko au plus. Raccourcissez-le.", bytes.div_ceil(1024), limit / 1024);
            }
            Self::TooManyCells { found, expected } => {
                return format!(
                    "{found} cellules pour {expected} colonnes\u{a0}: un séparateur se trouve dans une cellule. Mettez cette cellule entre guillemets."
                );
            }
            Self::TooFewCells { found, expected } => {
                return format!(
                    "{found} cellules pour {expected} colonnes\u{a0}: la ligne est peut-être coupée. Recollez-la ou mettez entre guillemets la cellule qui va à la ligne."
                );
            }
            Self::Padded { found, expected } => {
                return format!(
                    "{found} cellules pour {expected} colonnes\u{a0}: les dernières sont prises pour vides."
                );
            }
            Self::InTheFuture { date } => {
                return format!("{} est dans le futur. Corrigez la date.", date.format("%d/%m/%Y"));
            }
            Self::TooLongAgo { date } => {
                return format!("{} est il y a plus de 130 ans. Corrigez l'année.", date.format("%d/%m/%Y"));
            }
            Self::Negative { amount } => {
                return format!("montant négatif ({amount}). Indiquez un montant positif ou zéro.");
            }
            Self::UnclosedQuote => "un guillemet ouvert n'est jamais fermé. Fermez-le ou retirez-le.",
            Self::StrayQuote => "un guillemet au milieu d'une cellule devrait être doublé. Vérifiez le texte.",
            Self::OtherEncoding => "caractères d'un autre codage que le reste du fichier. Vérifiez les accents.",
            Self::LostCharacters => "des caractères ont été perdus avant l'import (\u{fffd}). Vérifiez le texte.",
            Self::ControlCharacters => "des caractères invisibles ont été retirés. Vérifiez le texte.",
            Self::BesideTheTable => {
                "des cellules à droite du tableau n'ont pas de colonne. Déplacez-les ou donnez-leur un en-tête."
            }
            Self::SheetError => "la cellule contient une erreur du tableur. Corrigez la formule dans le tableur.",
            Self::NotADate => "ce n'est pas une date. Écrivez-la comme 29/02/1980, ou 29/02 sans l'année.",
            Self::NoSuchDay => "ce jour n'existe pas. Corrigez la date.",
            Self::NotAnAmount => "ce n'est pas un montant. Écrivez-le comme 1234,50.",
            Self::FinerThanACent => "plus de deux décimales. Arrondissez au centime.",
            Self::AmountOutOfRange => "montant trop grand. Corrigez-le.",
            Self::NotPoints => "ce n'est pas un nombre de points (quatre décimales au plus). Corrigez-le.",
            Self::NotYesOrNo => "ni oui ni non. Écrivez oui ou non.",
            Self::UnknownLanguage => "langue inconnue. Écrivez fr ou en.",
            Self::NotARate => "ce n'est pas un taux de TVA. Écrivez-le comme 20 ou 5,5.",
            Self::UnknownUnit => "unité inconnue. Écrivez pièce, kg ou mètre.",
            Self::LooksLikeAFormula => {
                "ce texte ressemble à une formule de tableur\u{a0}; il est gardé tel quel, sans être calculé."
            }
            Self::Nobody => {
                "rien ne dit qui est ce client. Donnez un nom, une société, un e-mail, un téléphone ou une carte."
            }
            Self::NoReference => "ni référence ni code-barres. Donnez l'un des deux.",
            Self::NoLabel => "l'article n'a pas de libellé. Donnez-lui un nom.",
        };
        fixed.to_owned()
    }

    fn english(&self) -> String {
        let fixed = match self {
            Self::CellTooLong { bytes, limit } => {
                return format!("text of {} kB, at most {} kB. Shorten it.", bytes.div_ceil(1024), limit / 1024);
            }
            Self::TooManyCells { found, expected } => {
                return format!("{found} cells for {expected} columns: a separator is within a cell. Quote that cell.");
            }
            Self::TooFewCells { found, expected } => {
                return format!(
                    "{found} cells for {expected} columns: the row may be cut in two. Join it, or quote the cell with a line end."
                );
            }
            Self::Padded { found, expected } => {
                return format!("{found} cells for {expected} columns: the last ones are taken as empty.");
            }
            Self::InTheFuture { date } => return format!("{date} is in the future. Correct the date."),
            Self::TooLongAgo { date } => return format!("{date} is more than 130 years ago. Correct the year."),
            Self::Negative { amount } => {
                return format!("amount below zero ({amount}). Give a positive amount or zero.");
            }
            Self::UnclosedQuote => "a quote is opened and never closed. Close it or remove it.",
            Self::StrayQuote => "a quote within a cell should be doubled. Check the text.",
            Self::OtherEncoding => "characters of another encoding than the rest of the file. Check the accents.",
            Self::LostCharacters => "characters were lost before the import (\u{fffd}). Check the text.",
            Self::ControlCharacters => "invisible characters were removed. Check the text.",
            Self::BesideTheTable => "cells right of the table have no column. Move them or give them a header.",
            Self::SheetError => "the cell holds an error of the spreadsheet. Correct its formula there.",
            Self::NotADate => "this is no date. Write it as 1980-02-29, or 29/02 without its year.",
            Self::NoSuchDay => "there is no such day. Correct the date.",
            Self::NotAnAmount => "this is no amount. Write it as 1234.50.",
            Self::FinerThanACent => "more than two decimals. Round it to the cent.",
            Self::AmountOutOfRange => "the amount is too large. Correct it.",
            Self::NotPoints => "this is no number of points (at most four decimals). Correct it.",
            Self::NotYesOrNo => "neither yes nor no. Write yes or no.",
            Self::UnknownLanguage => "unknown language. Write fr or en.",
            Self::NotARate => "this is no VAT rate. Write it as 20 or 5.5.",
            Self::UnknownUnit => "unknown unit. Write piece, kg or meter.",
            Self::LooksLikeAFormula => "this text looks like a formula; it is kept as it is and not computed.",
            Self::Nobody => "nothing says who this customer is. Give a name, a company, an e-mail, a phone or a card.",
            Self::NoReference => "neither reference nor barcode. Give one of them.",
            Self::NoLabel => "the item has no name. Give it one.",
        };
        fixed.to_owned()
    }
}
