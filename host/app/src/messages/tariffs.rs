//! The words of price lists on their page.

use comptoir_domain::item::Item;
use comptoir_domain::language::Language;
use comptoir_domain::price_list::{PriceList, Tax};

use super::setup::Pair;
use crate::format::{day, money, number, percent};
use crate::prices::{ListSheet, PriceNames};

pub(crate) fn list_name(language: Language) -> Pair {
    language.pick(["Nom du tarif", "Tarif professionnel"], ["Name of the price list", "Professionals"])
}

pub(crate) fn from(language: Language) -> Pair {
    language.pick(["Premier jour", "depuis toujours"], ["First day", "ever since"])
}

pub(crate) fn until(language: Language) -> Pair {
    language.pick(["Dernier jour, compris", "sans fin"], ["Last day, included", "for ever"])
}

pub(crate) fn base(language: Language) -> Pair {
    language.pick(["Calculé sur un autre tarif", ""], ["Based on another list", ""])
}

pub(crate) fn no_base(language: Language) -> &'static str {
    language.pick("Aucun : prix ordinaires", "None: ordinary prices")
}

pub(crate) fn base_percent(language: Language) -> Pair {
    language.pick(["À combien (%)", "90"], ["At how much (%)", "90"])
}

pub(crate) fn base_missing(language: Language) -> &'static str {
    language.pick(
        "De quel tarif ? Choisissez-le, ou videz le pourcentage.",
        "Of which list? Choose it, or empty the percentage.",
    )
}

pub(crate) fn percent_missing(language: Language) -> &'static str {
    language.pick("À combien ? 90 veut dire 10 % de moins.", "At how much? 90 means a tenth less.")
}

pub(crate) fn net(language: Language) -> Pair {
    language.pick(
        ["Prix d’articles hors taxes", "Pour des professionnels ; ne change plus ensuite."],
        ["Prices of items without tax", "For professionals; it stays so."],
    )
}

pub(crate) fn new_list(language: Language) -> &'static str {
    language.pick("Nouveau tarif", "New price list")
}

/// When a list gives prices, on what it is based and who has it, in short.
pub(crate) fn list_detail(sheet: &ListSheet, names: &PriceNames, language: Language) -> String {
    let list = &sheet.list;
    // What matters most comes first: a narrow row cuts the end.
    let mut parts = Vec::new();
    if !sheet.in_force {
        parts.push(language.pick("pas aujourd’hui", "not today").to_owned());
    }
    if list.first.is_some() || list.last.is_some() {
        parts.push(period(list, language));
    }
    if list.tax == Tax::Excluded {
        parts.push(language.pick("hors taxes", "without tax").to_owned());
    }
    if let Some(base) = &list.base {
        let (rate, name) = (percent(&base.percent.to_string(), language), names.list(&base.list));
        parts.push(language.pick(format!("{rate} de {name}"), format!("{rate} of {name}")));
    }
    if parts.is_empty() {
        parts.push(period(list, language));
    }
    parts.join(" · ")
}

/// The days on which a list gives prices.
#[must_use]
pub fn period(list: &PriceList, language: Language) -> String {
    match (list.first.map(day), list.last.map(day)) {
        (None, None) => language.pick("tous les jours", "every day").to_owned(),
        (Some(first), None) => language.pick(format!("à partir du {first}"), format!("from {first} on")),
        (None, Some(last)) => language.pick(format!("jusqu’au {last}"), format!("until {last}")),
        (Some(first), Some(last)) => language.pick(format!("du {first} au {last}"), format!("from {first} to {last}")),
    }
}

pub(crate) fn price_count(count: usize, language: Language) -> String {
    let count = number(count.into(), language);
    language.pick(format!("{count} prix"), format!("{count} price(s)"))
}

pub(crate) fn list_actions(language: Language) -> [&'static str; 3] {
    language.pick(["Modifier", "Un article F4", "Un rayon F5"], ["Change", "An item F4", "A department F5"])
}

pub(crate) fn list_titles(sheet: &ListSheet, language: Language) -> [String; 3] {
    let items = number(sheet.items.len().into(), language);
    let tax = match sheet.list.tax {
        Tax::Included => "",
        Tax::Excluded => language.pick(", hors taxes", ", without tax"),
    };
    language.pick(
        [format!("Prix d’articles{tax} ({items})"), "Rayons, du prix ordinaire".to_owned(), "Tout le reste".to_owned()],
        [
            format!("Prices of items{tax} ({items})"),
            "Departments, of the ordinary price".to_owned(),
            "All else".to_owned(),
        ],
    )
}

pub(crate) fn item_detail(item: &Item, language: Language) -> String {
    let own = money(item.price, language);
    language.pick(format!("{} · prix ordinaire {own}", item.sku), format!("{} · ordinary price {own}", item.sku))
}

pub(crate) fn net_and_gross(net: &str, gross: &str, language: Language) -> String {
    language.pick(format!("{net} HT · {gross} TTC"), format!("{net} net · {gross} gross"))
}

pub(crate) fn more_prices(more: usize, language: Language) -> String {
    let more = number(more.into(), language);
    language.pick(
        format!("… et {more} autres : F4, puis un nom ou un code."),
        format!("… and {more} more: F4, then a name or a code."),
    )
}

pub(crate) fn no_item_price(language: Language) -> &'static str {
    language.pick("Aucun article n’a de prix à lui dans ce tarif.", "No item has a price of its own in this list.")
}

pub(crate) fn no_department_rate(language: Language) -> &'static str {
    language.pick(
        "Aucun rayon n’est à un pourcentage du prix ordinaire.",
        "No department is at a percentage of the ordinary price.",
    )
}

pub(crate) fn rest(list: &PriceList, names: &PriceNames, language: Language) -> String {
    match &list.base {
        None => language.pick("Au prix ordinaire.", "At the ordinary price.").to_owned(),
        Some(base) => {
            let (rate, name) = (percent(&base.percent.to_string(), language), names.list(&base.list));
            language.pick(format!("À {rate} du tarif {name}."), format!("At {rate} of {name}."))
        }
    }
}

pub(crate) fn list_removal(sheet: &ListSheet, language: Language) -> String {
    let (name, prices) = (&sheet.list.name, number(sheet.items.len().into(), language));
    language.pick(
        format!("Le tarif {name} disparaît avec ses prix d’articles ({prices}) et de rayons. Les tickets passés ne changent pas."),
        format!("The price list {name} goes with its prices of items ({prices}) and departments. Past receipts do not change."),
    )
}

pub(crate) fn list_in_use(name: &str, groups: &[String], lists: &[String], language: Language) -> String {
    let (groups, lists) = (groups.join(", "), lists.join(", "));
    let by = match (groups.is_empty(), lists.is_empty()) {
        (false, true) => language.pick(format!("famille {groups}"), format!("group {groups}")),
        (true, _) => language.pick(format!("tarif {lists}"), format!("price list {lists}")),
        (false, false) => {
            language.pick(format!("famille {groups} ; tarif {lists}"), format!("group {groups}; price list {lists}"))
        }
    };
    language.pick(
        format!(
            "Le tarif {name} ne peut pas être supprimé : il sert encore ({by}). Donnez-leur d’abord un autre tarif."
        ),
        format!("The price list {name} cannot be removed: it is still used ({by}). Give them another list first."),
    )
}

pub(crate) fn not_a_day(typed: &str, language: Language) -> String {
    language.pick(
        format!("« {typed} » n’est pas un jour : écrivez 24/06/2026, ou rien."),
        format!("“{typed}” is no day: write 24/06/2026, or nothing."),
    )
}

pub(crate) fn ends_before(language: Language) -> &'static str {
    language.pick("Le dernier jour vient avant le premier.", "The last day comes before the first one.")
}
