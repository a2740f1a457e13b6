//! Words about files of items.

use comptoir_domain::language::Language;

use crate::items::ItemIssue;

/// Says what is wrong with a row or with one of its barcodes, and what became of it.
pub(crate) fn issue(line: u64, issue: &ItemIssue, language: Language) -> String {
    let words = match issue {
        ItemIssue::NoDepartment => language.pick(
            "l'article est nouveau et n'a pas de rayon. Donnez-lui en un. Ligne refusée.".to_owned(),
            "the item is new and has no department. Give it one. The row is refused.".to_owned(),
        ),
        ItemIssue::NoRate => language.pick(
            "l'article est nouveau et n'a pas de taux de TVA. Donnez-le, par exemple 20. Ligne refusée.".to_owned(),
            "the item is new and has no VAT rate. Give it, such as 20. The row is refused.".to_owned(),
        ),
        ItemIssue::NoPrice => language.pick(
            "l'article est nouveau et n'a pas de prix TTC. Donnez-le, par exemple 12,50. Ligne refusée.".to_owned(),
            "the item is new and has no price. Give it, such as 12.50. The row is refused.".to_owned(),
        ),
        ItemIssue::Code { written, expected: Some(expected) } => language.pick(
            format!(
                "code-barres « {written} » : sa clé devrait être {expected}. Vérifiez chaque chiffre. Code laissé de côté."
            ),
            format!("barcode “{written}”: its check digit should be {expected}. Look at each digit. The code is left out."),
        ),
        ItemIssue::Code { written, expected: None } => language.pick(
            format!("code-barres « {written} » : illisible. Recopiez-le de l'étiquette. Code laissé de côté."),
            format!("barcode “{written}”: unreadable. Copy it from the label. The code is left out."),
        ),
    };
    at(line, &words, language)
}

/// Says why the store refuses a row.
pub(crate) fn refused(line: u64, why: &str, language: Language) -> String {
    at(line, &language.pick(format!("{why} Ligne refusée."), format!("{why} The row is refused.")), language)
}

/// Says that new items cannot come from a file without some columns.
pub(crate) fn missing(fields: &[String], language: Language) -> Option<String> {
    let names = fields.join(", ");
    let words = language.pick(
        format!("Aucune colonne pour\u{a0}: {names}. Les articles nouveaux seraient refusés."),
        format!("No column for: {names}. New items would be refused."),
    );
    (!fields.is_empty()).then_some(words)
}

fn at(line: u64, words: &str, language: Language) -> String {
    language.pick(format!("Ligne {line}\u{a0}: {words}"), format!("Line {line}: {words}"))
}
