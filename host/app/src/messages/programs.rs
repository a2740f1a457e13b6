//! Words about programs, their counters, cases and offers.

use comptoir_domain::language::Language;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::ReceiptNumber;
use comptoir_policy::nearest::hint;

use crate::format::number;

/// Says that a program did not run in a sale, and which did.
pub(super) fn not_in_sale((program, receipt): (&str, &str), ran: &[String], language: Language) -> String {
    let others = listed(ran, language);
    language.pick(
        format!("Le programme « {program} » ne tournait pas dans la vente {receipt} (activé depuis, ou pas en vigueur ce jour-là) ; y tournaient : {others}."),
        format!("Program “{program}” did not run in sale {receipt} (switched on since, or not in force that day); those that ran: {others}."),
    )
}

pub(super) fn no_case(asked: &str, known: &[String], language: Language) -> String {
    let known = known.join("\n  ");
    language.pick(
        format!("Aucun cas « {asked} » dans ce paquet ; il y a :\n  {known}"),
        format!("No case “{asked}” in this package; there are:\n  {known}"),
    )
}

pub(super) fn no_offer(asked: &str, open: &[String], language: Language) -> String {
    let open = listed(open, language);
    language.pick(
        format!("Pas de cadeau « {asked} » à proposer ; cadeaux ouverts : {open}."),
        format!("No offer “{asked}”; open offers: {open}."),
    )
}

/// Says that programs make offers of one name, and how each is named alone.
pub(super) fn several_offers(asked: &str, found: &[String], language: Language) -> String {
    let found = found.join(", ");
    language.pick(
        format!("Plusieurs programmes proposent un cadeau « {asked} » ; dites lequel : {found}."),
        format!("Several programs offer “{asked}”; say which: {found}."),
    )
}

/// Says that no program is asked about a refund, and which sale to ask about.
pub(super) fn is_refund(number: &ReceiptNumber, of: &ReceiptNumber, language: Language) -> String {
    language.pick(
        format!("{number} est le remboursement de {of} : aucun programme n'y est interrogé. Demandez la vente {of}."),
        format!("{number} is the refund of {of}: no program is asked about it. Ask for sale {of}."),
    )
}

/// Says which counter was meant, or which there are.
pub(super) fn no_counter(asked: &str, known: &[String], language: Language) -> String {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    if known.is_empty() {
        return language.pick("Aucun programme n'a de compteur.", "No program has a counter.").to_owned();
    }
    let near = hint(asked, &known);
    let near = near.get(language);
    language.pick(format!("Aucun compteur « {asked} »{near}"), format!("No counter “{asked}”{near}"))
}

/// Says that an amount is finer than what a counter keeps.
pub(super) fn too_fine(counter: &str, given: Points, places: u32, language: Language) -> String {
    let given = number(given.value(), language);
    let most = match places {
        0 => language.pick("ne compte que des entiers".to_owned(), "counts whole numbers only".to_owned()),
        1 => language.pick("a une décimale au plus".to_owned(), "has one decimal at most".to_owned()),
        _ => language.pick(format!("a {places} décimales au plus"), format!("has {places} decimals at most")),
    };
    language.pick(
        format!("« {given} » : le compteur {counter} {most}."),
        format!("“{given}”: the counter {counter} {most}."),
    )
}

fn listed(names: &[String], language: Language) -> String {
    if names.is_empty() { language.pick("aucun", "none").to_owned() } else { names.join(", ") }
}
