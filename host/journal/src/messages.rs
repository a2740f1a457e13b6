//! The words of this crate, French and English: what is wrong with a journal or a key, and what to do.

use comptoir_domain::language::Language;
use comptoir_domain::money::Money;

use crate::event::Event;
use crate::key::KeyError;
use crate::mirror::MirrorError;
use crate::record::Family;
use crate::text::ReadError;
use crate::verify::{Finding, Place, Problem};

/// A fact in words, and the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What is wrong: one sentence.
    pub text: String,
    /// What to do: one or two sentences.
    pub hint: String,
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.text, self.hint)
    }
}

fn message(language: Language, text: (String, String), hint: (&str, &str)) -> Message {
    Message { text: language.pick(text.0, text.1), hint: language.pick(hint.0, hint.1).to_owned() }
}

const KEEP_A_COPY: (&str, &str) = (
    "Gardez une copie du dossier du magasin tel qu'il est, et prévenez votre intégrateur : la cause est à trouver et à \
     noter. La vente peut continuer.",
    "Keep a copy of the shop's folder as it is, and call your integrator: the cause is to be found and noted. Selling \
     may go on.",
);
const OLD_BACKUP: (&str, &str) = (
    "Si une sauvegarde a été remise en place, remettez la plus récente ; sinon gardez une copie du dossier tel qu'il \
     est et prévenez votre intégrateur.",
    "If a backup was put back, put back the latest one; if not, keep a copy of the folder as it is and call your \
     integrator.",
);

const WHICH_KEY: (&str, &str) = (
    "Vérifiez que le fichier .pub de la caisse est dans le dossier des clés et qu'il est celui d'origine ; s'il l'est, le \
     journal a été refait avec une autre clé.",
    "Check that the till's .pub file is in the folder of the keys and is the original one; if it is, the journal was \
     remade with another key.",
);
const NEWER_SOFTWARE: (&str, &str) = (
    "Vérifiez avec une version du logiciel au moins aussi récente que celle qui a tenu la caisse.",
    "Verify with a version of the software at least as recent as the one that ran the till.",
);

/// Tells what a verification found.
#[must_use]
pub fn finding(finding: &Finding, language: Language) -> Message {
    let mut message = problem(&finding.problem, language);
    if let Some(place) = &finding.place {
        message.text = format!("{} {}", place_name(place, language), message.text);
    }
    message
}

/// Names a family.
#[must_use]
pub fn family(family: Family, language: Language) -> &'static str {
    match family {
        Family::Sale => language.pick("vente", "sale"),
        Family::GrandTotal => language.pick("grand total", "grand total"),
        Family::TechnicalEvent => language.pick("événement technique", "technical event"),
        Family::Duplicate => language.pick("duplicata", "duplicate"),
    }
}

fn place_name(place: &Place, language: Language) -> String {
    let Place { till, sequence, .. } = place;
    let name = family(place.family, language);
    let code = place.family.code();
    match language {
        Language::French => format!("Caisse {till}, {name} {code} n° {sequence} :"),
        Language::English => format!("Till {till}, {name} {code} no. {sequence}:"),
    }
}

fn problem(problem: &Problem, language: Language) -> Message {
    let hint = match problem {
        Problem::UnknownKey { .. } => WHICH_KEY,
        Problem::UnknownFormat { .. } => NEWER_SOFTWARE,
        Problem::TailCut { .. } | Problem::MirrorDiffers => OLD_BACKUP,
        _ => KEEP_A_COPY,
    };
    let text = match problem {
        Problem::SumsDiffer { what, total, sum } => sums_differ(what, *total, *sum),
        Problem::Unreadable(error) => unreadable(error),
        other => plain(other),
    };
    message(language, text, hint)
}

/// The facts in French and English.
fn plain(problem: &Problem) -> (String, String) {
    let (french, english) = match problem {
        Problem::UnknownKey { key_id } => {
            return (
                format!("signé par une clé inconnue ({key_id})."),
                format!("signed by an unknown key ({key_id})."),
            );
        }
        Problem::Gap { expected, found } => return gap(*expected, *found),
        Problem::UnknownFormat { format } => {
            return (
                format!("format {format} inconnu de cette version du logiciel."),
                format!("format {format} is unknown to this version of the software."),
            );
        }
        Problem::ReceiptNumber { expected, found } => {
            return (
                format!("le ticket {expected} est attendu, le ticket {found} est trouvé."),
                format!("receipt {expected} should come, receipt {found} came."),
            );
        }
        Problem::MissingSale { number } => {
            return (
                format!("le grand total est celui du ticket {number}, dont la vente manque."),
                format!("the grand total is that of receipt {number}, whose sale is missing."),
            );
        }
        Problem::TailCut { mirror, found } => return tail_cut(*mirror, *found),
        Problem::SignatureWrong => {
            ("l'enregistrement a été modifié après sa signature.", "the record was changed after it was signed.")
        }
        Problem::LinkBroken => (
            "l'enregistrement ne suit pas celui qui le précède : l'un des deux a été remplacé.",
            "the record does not follow the one before it: one of the two was replaced.",
        ),
        Problem::MissingGrandTotal => ("la vente n'a pas de grand total.", "the sale has no grand total."),
        Problem::MirrorDiffers => (
            "le témoin de la caisse a vu un autre enregistrement à cette place.",
            "the till's mirror saw another record at this place.",
        ),
        Problem::MirrorForged => (
            "Le témoin de la caisse (la fin du journal, gardée à part) n'est pas signé par sa clé.",
            "The till's mirror (the end of the journal, kept apart) is not signed by its key.",
        ),
        Problem::TotalsDiffer | Problem::SumsDiffer { .. } | Problem::Unreadable(_) => {
            ("les totaux ne sont pas ceux des ventes.", "the totals are not those of the sales.")
        }
    };
    (french.to_owned(), english.to_owned())
}

fn gap(expected: u64, found: u64) -> (String, String) {
    (
        format!(
            "le n° {expected} est attendu, le n° {found} est trouvé : un enregistrement manque, est en double ou \
             n'est pas à sa place."
        ),
        format!("no. {expected} should come, no. {found} came: a record is missing, given twice or out of place."),
    )
}

fn tail_cut(mirror: u64, found: u64) -> (String, String) {
    (
        format!("la fin du journal manque : il s'arrête au n° {found}, le témoin de la caisse a vu le n° {mirror}."),
        format!("the end of the journal is missing: it ends at no. {found}, the till's mirror saw no. {mirror}."),
    )
}

fn unreadable(error: &ReadError) -> (String, String) {
    (
        format!("signé, mais illisible ({}).", read_error(error, Language::French)),
        format!("signed, but unreadable ({}).", read_error(error, Language::English)),
    )
}

fn sums_differ(what: &str, total: i64, sum: i128) -> (String, String) {
    let (french, english) = match what {
        "lines" => ("les lignes font", "the lines make"),
        "vat" => ("les montants par taux de TVA font", "the amounts per VAT rate make"),
        _ => ("les règlements moins le rendu font", "the tenders less the change make"),
    };
    let total = Money::from_cents(total).to_string();
    let sum = i64::try_from(sum).map_or_else(|_| format!("{sum} c"), |sum| Money::from_cents(sum).to_string());
    let comma = |text: &str| text.replace('.', ",");
    (
        format!("{french} {} €, le total est de {} €.", comma(&sum), comma(&total)),
        format!("{english} €{sum}, the total is €{total}."),
    )
}

/// Tells why a text cannot be read.
#[must_use]
pub fn read_error(error: &ReadError, language: Language) -> String {
    match error {
        ReadError::UnknownFormat(format) => {
            language.pick(format!("format {format} inconnu"), format!("format {format} unknown"))
        }
        ReadError::NotText => language.pick("pas du texte UTF-8", "not UTF-8 text").to_owned(),
        ReadError::BadLine(line) => language
            .pick(format!("la ligne {line} n'est pas « nom:valeur »"), format!("line {line} is not `name:value`")),
        ReadError::Twice(name) => {
            language.pick(format!("« {name} » est donné deux fois"), format!("`{name}` is given twice"))
        }
        ReadError::Missing(name) => language.pick(format!("« {name} » manque"), format!("`{name}` is missing")),
        ReadError::Wrong { field, value } => {
            language.pick(format!("« {field} » ne peut pas être « {value} »"), format!("`{field}` cannot be `{value}`"))
        }
    }
}

/// Tells why a key cannot be saved or loaded.
#[must_use]
pub fn key_error(error: &KeyError, language: Language) -> Message {
    match error {
        KeyError::Disk { path, error } => disk(&path.display().to_string(), error, language),
        KeyError::Exists(path) => message(
            language,
            (
                format!("Il y a déjà une clé : {}.", path.display()),
                format!("There is a key already: {}.", path.display()),
            ),
            (
                "Gardez-la : sans elle la caisse ne peut plus signer la suite de son journal.",
                "Keep it: without it the till cannot sign what follows in its journal.",
            ),
        ),
        KeyError::Unreadable { path, error } => message(
            language,
            (
                format!("Clé illisible, {} : {}.", path.display(), read_error(error, Language::French)),
                format!("Unreadable key, {}: {}.", path.display(), read_error(error, Language::English)),
            ),
            RESTORE_KEY,
        ),
        KeyError::Damaged(path) => message(
            language,
            (
                format!("Clé abîmée ou d'une autre caisse : {}.", path.display()),
                format!("The key is damaged or of another till: {}.", path.display()),
            ),
            RESTORE_KEY,
        ),
        KeyError::TillName(name) => message(
            language,
            (format!("« {name} » ne peut pas nommer une caisse."), format!("`{name}` cannot name a till.")),
            (
                "Prenez 1 à 16 lettres sans accent, chiffres, « - » ou « _ », par exemple C1.",
                "Take 1 to 16 letters without accents, digits, `-` or `_`, for example C1.",
            ),
        ),
    }
}

const RESTORE_KEY: (&str, &str) = (
    "Remettez ce fichier depuis la sauvegarde du dossier du magasin.",
    "Put this file back from the backup of the shop's folder.",
);

/// Tells why the mirror cannot be read or written.
#[must_use]
pub fn mirror_error(error: &MirrorError, language: Language) -> Message {
    match error {
        MirrorError::Disk { path, error } => disk(&path.display().to_string(), error, language),
        MirrorError::Unreadable { path, error } => message(
            language,
            (
                format!("Témoin de la caisse illisible, {} : {}.", path.display(), read_error(error, Language::French)),
                format!("Unreadable mirror of the till, {}: {}.", path.display(), read_error(error, Language::English)),
            ),
            KEEP_A_COPY,
        ),
    }
}

fn disk(path: &str, error: &std::io::Error, language: Language) -> Message {
    message(
        language,
        (format!("Accès impossible à {path} : {error}."), format!("Cannot access {path}: {error}.")),
        (
            "Vérifiez que le dossier existe, que votre compte peut y écrire et que le disque n'est pas plein.",
            "Check that the folder exists, that your account may write to it and that the disk is not full.",
        ),
    )
}

/// Names what an event of the technical journal is; nothing for a code unknown to this version.
#[must_use]
pub fn event(code: u16, language: Language) -> Option<&'static str> {
    let (_, french, english) = EVENTS.iter().find(|(known, ..)| *known == code)?;
    Some(language.pick(french, english))
}

const EVENTS: [(u16, &str, &str); 25] = [
    (Event::STOP, "arrêt ou fermeture de session", "stop or log-off"),
    (Event::PERIOD_CLOSED, "clôture du jour ou du mois", "day or month closed"),
    (Event::YEAR_CLOSED, "clôture de l'exercice", "year closed"),
    (Event::DEGRADED_START, "début de mode dégradé", "degraded mode begins"),
    (Event::START, "démarrage ou ouverture de session", "start or log-in"),
    (Event::INTEGRITY_FAILURE, "défaut d'intégrité", "integrity failure"),
    (Event::EXPORT, "export", "export"),
    (Event::DEGRADED_END, "fin de mode dégradé", "degraded mode ends"),
    (Event::RIGHTS_CHANGED, "droits modifiés", "rights changed"),
    (Event::DRAWER_COUNTED, "comptage du tiroir", "drawer counted"),
    (Event::LINE_CANCELED, "ligne annulée ou vente remboursée", "line canceled or sale refunded"),
    (Event::SHOP_CHANGED, "données du magasin modifiées", "shop's data changed"),
    (Event::SOFTWARE_UPDATED, "mise à jour du logiciel", "software updated"),
    (Event::INITIALIZATION, "mise en service", "initialization"),
    (Event::COMPLIANCE_SETTINGS, "réglage fiscal modifié", "compliance setting changed"),
    (Event::AUDIT, "contrôle fiscal", "tax audit"),
    (Event::SALE_ABANDONED, "vente abandonnée", "sale abandoned"),
    (Event::CLOSING_STARTED, "clôture commencée", "closing started"),
    (Event::POLICY_FAULT, "règle en défaut, ignorée", "policy failed and was skipped"),
    (Event::PRINTER_FAULT, "défaut d'imprimante", "printer fault"),
    (Event::DEVICE_FAULT, "défaut de périphérique", "device fault"),
    (Event::PROGRAM_CHANGED, "programme modifié", "program changed"),
    (Event::PACKAGE_CHANGED, "paquet installé ou retiré", "package installed or removed"),
    (Event::CLOCK_SET_BACK, "horloge reculée", "clock set back"),
    (Event::DRAWER_OPENED, "tiroir ouvert sans vente", "drawer opened without a sale"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_domain::id::TillId;

    #[test]
    fn a_finding_names_the_record_the_fact_and_the_next_step() {
        let place = Place { till: TillId::new("C1"), family: Family::Sale, sequence: 13 };
        let cut = Finding { place: Some(place), problem: Problem::TailCut { mirror: 15, found: 12 } };
        let french = finding(&cut, Language::French);
        assert_eq!(
            french.text,
            "Caisse C1, vente T n° 13 : la fin du journal manque : il s'arrête au n° 12, le témoin de la caisse a vu le n° 15."
        );
        assert!(french.hint.contains("sauvegarde"));
        let english = finding(&cut, Language::English);
        assert!(english.text.starts_with("Till C1, sale T no. 13: the end"), "{english}");
        let forged = finding(&Finding { place: None, problem: Problem::MirrorForged }, Language::French);
        assert!(forged.text.starts_with("Le témoin"), "{forged}");
    }

    #[test]
    fn amounts_in_a_finding_are_amounts() {
        let wrong = Finding { place: None, problem: Problem::SumsDiffer { what: "lines", total: -1250, sum: 5 } };
        assert_eq!(finding(&wrong, Language::French).text, "les lignes font 0,05 €, le total est de -12,50 €.");
    }

    #[test]
    fn every_event_has_one_name() {
        for (place, (code, ..)) in EVENTS.iter().enumerate() {
            assert!(EVENTS[..place].iter().all(|(other, ..)| other != code), "{code} twice");
        }
        assert_eq!(event(Event::INTEGRITY_FAILURE, Language::French), Some("défaut d'intégrité"));
        assert_eq!(event(1, Language::French), None);
    }
}
