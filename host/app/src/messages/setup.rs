//! Words of the shop's own settings.

use comptoir_domain::customer::Group;
use comptoir_domain::language::Language;
use comptoir_domain::rate::Percent;
use comptoir_store::{CustomField, CustomKind};

use crate::format::{number, percent};
use crate::prices::PriceNames;

pub(super) type Pair = [&'static str; 2];

pub(crate) fn code(language: Language) -> Pair {
    language.pick(["Code", "d’après le nom"], ["Code", "after the name"])
}

pub(crate) fn code_is(code: &str, language: Language) -> String {
    language.pick(format!("Code : {code}"), format!("Code: {code}"))
}

pub(crate) fn code_signs(language: Language) -> &'static str {
    language.pick(
        "Écrivez-le sans espace ni accent : lettres, chiffres, - et _.",
        "Write it without spaces or accents: letters, digits, - and _.",
    )
}

pub(crate) fn code_taken(language: Language) -> &'static str {
    language.pick("Ce code est déjà pris : choisissez-en un autre.", "This code is taken: choose another one.")
}

pub(crate) fn key_signs(language: Language) -> &'static str {
    language.pick("Écrivez-le en minuscules sans accent : a-z, 0-9 et -.", "Write it in small letters: a-z, 0-9 and -.")
}

pub(crate) fn name_missing(language: Language) -> &'static str {
    language.pick("Donnez un nom.", "Give a name.")
}

pub(crate) fn name_taken(language: Language) -> &'static str {
    language.pick("Ce nom est déjà pris : choisissez-en un autre.", "This name is taken: choose another one.")
}

pub(crate) fn not_a_percentage(language: Language) -> &'static str {
    language.pick(
        "Écrivez un pourcentage de 0 à 100, deux décimales au plus : 5 ou 7,5.",
        "Write a percentage from 0 to 100, at most two decimals: 5 or 7.5.",
    )
}

pub(crate) fn group_name(language: Language) -> Pair {
    language.pick(["Nom de la famille", "Professionnels"], ["Name of the group", "Professionals"])
}

pub(crate) fn group_list(language: Language) -> Pair {
    language.pick(["Tarif", ""], ["Price list", ""])
}

pub(crate) fn ordinary_prices(language: Language) -> &'static str {
    language.pick("Prix ordinaires", "Ordinary prices")
}

pub(crate) fn group_discount(language: Language) -> Pair {
    language.pick(["Remise (%)", "5"], ["Discount (%)", "5"])
}

pub(crate) fn new_group(language: Language) -> &'static str {
    language.pick("Nouvelle famille", "New group")
}

/// The price list and the discount of a group, in short.
pub(crate) fn group_detail(group: &Group, names: &PriceNames, language: Language) -> String {
    let list = group.price_list.as_ref().map_or_else(|| ordinary_prices(language).to_owned(), |list| names.list(list));
    if group.discount == Percent::ZERO {
        return list;
    }
    let rate = percent(&group.discount.to_string(), language);
    language.pick(format!("{list} · remise {rate}"), format!("{list} · discount {rate}"))
}

pub(crate) fn customer_count(count: u64, language: Language) -> String {
    let shown = number(count.into(), language);
    match count {
        0 | 1 => language.pick(format!("{shown} client"), format!("{shown} customer(s)")),
        _ => language.pick(format!("{shown} clients"), format!("{shown} customers")),
    }
}

pub(crate) fn group_titles(language: Language) -> Pair {
    language.pick(["Clients", "À la caisse"], ["Customers", "At the checkout"])
}

pub(crate) fn group_customers(language: Language) -> [&'static str; 3] {
    language.pick(
        ["Dans cette famille", "Les voir", "Mettez-y un client dans sa fiche, ou toute une liste par F6 dans Clients."],
        ["In this group", "See them", "Put a customer in it in the file, or a whole list with F6 in Customers."],
    )
}

pub(crate) fn group_effect(group: &Group, names: &PriceNames, language: Language) -> String {
    let list = group.price_list.as_ref().map(|list| names.list(list));
    let rate = Some(group.discount).filter(|rate| *rate != Percent::ZERO);
    let rate = rate.map(|rate| percent(&rate.to_string(), language));
    match (list, rate) {
        (None, None) => language
            .pick("Prix ordinaires, sans remise : la famille sert aux listes.", "Ordinary prices, no discount: the group is for lists.")
            .to_owned(),
        (Some(list), None) => language.pick(
            format!("Les prix du tarif {list}, dès que le client est reconnu."),
            format!("The prices of {list}, as soon as the customer is known."),
        ),
        (None, Some(rate)) => language.pick(
            format!("{rate} de remise sur tout ce qui peut en avoir, dès que le client est reconnu."),
            format!("{rate} off all that may be discounted, as soon as the customer is known."),
        ),
        (Some(list), Some(rate)) => language.pick(
            format!("Les prix du tarif {list}, puis {rate} de remise sur tout ce qui peut en avoir, dès que le client est reconnu."),
            format!("The prices of {list}, then {rate} off all that may be discounted, as soon as the customer is known."),
        ),
    }
}

pub(crate) fn group_removal(name: &str, language: Language) -> String {
    language.pick(
        format!("La famille {name} disparaît des fiches et des filtres. Les tickets passés ne changent pas."),
        format!("The group {name} goes from files and filters. Past receipts do not change."),
    )
}

pub(crate) fn group_in_use(name: &str, customers: u64, language: Language) -> String {
    let count = customer_count(customers, language);
    language.pick(
        format!(
            "La famille {name} ne peut pas être supprimée : elle a {count}. Mettez-les d’abord dans une autre (Clients, F4 famille, puis F6)."
        ),
        format!(
            "The group {name} cannot be removed: it has {count}. Put them into another one first (Customers, F4 group, then F6)."
        ),
    )
}

pub(crate) fn field_name(language: Language) -> Pair {
    language.pick(["Nom du champ", "Pointure"], ["Name of the field", "Shoe size"])
}

pub(crate) fn field_key(language: Language) -> Pair {
    language.pick(["Nom dans les filtres", "d’après le nom"], ["Name in filters", "after the name"])
}

pub(crate) fn field_kind(language: Language) -> Pair {
    language.pick(["Contient", ""], ["Holds", ""])
}

pub(crate) fn kind(kind: CustomKind, language: Language) -> &'static str {
    match kind {
        CustomKind::Text => language.pick("Un texte", "A text"),
        CustomKind::Number => language.pick("Un nombre", "A number"),
        CustomKind::Date => language.pick("Une date", "A date"),
        CustomKind::Choice => language.pick("Un choix", "A choice"),
    }
}

pub(crate) fn field_choices(there: bool, language: Language) -> Pair {
    let label = if there {
        language.pick("Choix possibles", "Possible choices")
    } else {
        language.pick("Choix possibles (seulement pour « Un choix »)", "Possible choices (for “A choice” only)")
    };
    [label, language.pick("chic, sport, enfant", "smart, sports, children")]
}

pub(crate) fn choices_missing(language: Language) -> &'static str {
    language.pick("Écrivez les choix, séparés par des virgules.", "Write the choices, separated by commas.")
}

pub(crate) fn choices_unused(language: Language) -> &'static str {
    language.pick(
        "Des choix ne vont qu’avec « Un choix » : videz ce champ, ou changez ce qu’il contient.",
        "Choices go with “A choice” only: empty this, or change what the field holds.",
    )
}

pub(crate) fn new_field(language: Language) -> &'static str {
    language.pick("Nouveau champ", "New field")
}

pub(crate) fn field_detail(field: &CustomField, language: Language) -> String {
    let kind = kind(field.kind, language);
    if field.choices.is_empty() { kind.to_owned() } else { format!("{kind} · {}", field.choices.join(", ")) }
}

pub(crate) fn field_removal(label: &str, language: Language) -> String {
    language.pick(
        format!("Le champ {label} ne se montre plus dans les fiches. Ce qu’elles en savent reste, et revient si le champ est créé de nouveau."),
        format!("The field {label} shows in files no more. What they know of it stays, and comes back when it is made again."),
    )
}

pub(crate) fn field_use(language: Language) -> &'static str {
    language.pick("Où il sert", "Where it is used")
}

pub(crate) fn field_uses(field: &CustomField, language: Language) -> Vec<String> {
    let key = &field.key;
    let value = match field.kind {
        CustomKind::Text => language.pick("bleu", "blue"),
        CustomKind::Number => "42",
        CustomKind::Date => "24/06/2026",
        CustomKind::Choice => field.choices.first().map_or("…", String::as_str),
    };
    vec![
        language.pick("Dans chaque fiche, page Détails.", "In each file, on the page Details.").to_owned(),
        language.pick(
            format!("Dans les critères de Clients (F4), et en ligne de commande : {key} = {value}"),
            format!("In the criteria of Customers (F4), and on the command line: {key} = {value}"),
        ),
        language
            .pick(
                "À l’import de clients, choisissez-le pour la colonne qui le contient.",
                "When customers are imported, choose it for the column that holds it.",
            )
            .to_owned(),
    ]
}
