//! `comptoir price`: price lists, what is in them, and what an item costs in each.

use std::fmt::Write as _;

use chrono::NaiveDate;
use comptoir_app::format::{bare_money, money, percent};
use comptoir_app::messages::tariffs::period;
use comptoir_app::prices::{ListChange, ListSheet, PriceNames};
use comptoir_app::{Error, Till};
use comptoir_domain::item::Item;
use comptoir_domain::language::Language;
use comptoir_domain::price_list::{PriceList, Tax, UnitPrice};
use comptoir_domain::rate::PriceRate;
use serde_json::{Value, json};

use super::files::find_item;
use crate::args::{PriceCmd, PriceEntries, PriceRules};
use crate::context::{Context, Done};
use crate::views::{aligned, pair};

pub(super) fn run(args: &PriceCmd, context: &Context) -> Done {
    let mut till = context.open()?;
    match args {
        PriceCmd::Lists => lists(&till, context),
        PriceCmd::New { id, name, without_tax, rules } => {
            let tax = if *without_tax { Tax::Excluded } else { Tax::Included };
            let list = till.new_price_list(id, tax, &change(Some(name), rules, None))?;
            sheet(&till, list.id.as_str(), context)
        }
        PriceCmd::Set { list, name, rules, prices } => {
            let list = till.change_price_list(list, &change(name.as_ref(), rules, Some(prices)))?;
            sheet(&till, list.id.as_str(), context)
        }
        PriceCmd::Remove { list } => {
            till.remove_price_list(list)?;
            lists(&till, context)
        }
        PriceCmd::Show { item: Some(item), on, .. } => of_item(&till, item, on.as_deref(), context),
        PriceCmd::Show { list, .. } => sheet(&till, list.as_deref().unwrap_or_default(), context),
    }
}

fn change(name: Option<&String>, rules: &PriceRules, prices: Option<&PriceEntries>) -> ListChange {
    ListChange {
        name: name.cloned(),
        from: rules.from.clone(),
        until: rules.until.clone(),
        base: rules.base.clone(),
        percent: rules.percent.clone(),
        items: prices.map(|prices| prices.item.clone()).unwrap_or_default(),
        departments: prices.map(|prices| prices.department.clone()).unwrap_or_default(),
    }
}

fn lists(till: &Till, context: &Context) -> Done {
    let sheets = till.price_sheets()?;
    context.answer(&json!(sheets.iter().map(list_json).collect::<Vec<_>>()), || {
        sheets.iter().map(|sheet| heading(sheet, context.language)).collect()
    })
}

fn sheet(till: &Till, id: &str, context: &Context) -> Done {
    let sheet = till.price_sheet(id)?;
    let mut json = list_json(&sheet);
    json["prices"] = sheet.items.iter().map(|item| listed_json(&sheet, item)).collect();
    let names = till.price_names()?;
    context.answer(&json, || sheet_text(&sheet, &names, context.language))
}

fn list_json(sheet: &ListSheet) -> Value {
    let mut json = json!(sheet.list);
    json["in_force"] = json!(sheet.in_force);
    json["groups"] = json!(sheet.groups);
    json["items"] = json!(sheet.items.len());
    json
}

fn listed_json(sheet: &ListSheet, item: &Item) -> Value {
    json!({
        "sku": item.sku,
        "label": item.label,
        "typed": item.prices.get(&sheet.list.id),
        "price": sheet.gross(item),
        "own": item.price,
    })
}

fn heading(sheet: &ListSheet, language: Language) -> String {
    let list = &sheet.list;
    let mut facts = vec![period(list, language)];
    if !sheet.in_force {
        facts.push(language.pick("ne joue pas aujourd'hui", "gives no price today").to_owned());
    }
    if list.tax == Tax::Excluded {
        facts.push(language.pick("prix hors taxes", "prices without tax").to_owned());
    }
    let (items, rules) = (sheet.items.len(), list.departments.len());
    facts.push(language.pick(format!("{items} article(s)"), format!("{items} item(s)")));
    if rules > 0 {
        facts.push(language.pick(format!("{rules} rayon(s)"), format!("{rules} department(s)")));
    }
    if !sheet.groups.is_empty() {
        let groups = sheet.groups.join(", ");
        facts.push(language.pick(format!("famille : {groups}"), format!("group: {groups}")));
    }
    format!("{:<12} {}\n    {}\n", list.id.as_str(), list.name, facts.join(" · "))
}

fn sheet_text(sheet: &ListSheet, names: &PriceNames, language: Language) -> String {
    let mut out = heading(sheet, language);
    let list = &sheet.list;
    if !sheet.items.is_empty() {
        let typed = language.pick(["Article", "Hors taxes", "TTC"], ["Item", "Without tax", "With tax"]);
        let net = list.tax == Tax::Excluded;
        let row = |item: &Item| {
            let gross = bare_money(sheet.gross(item), language);
            let typed = item.prices.get(&list.id).map_or_else(String::new, |typed| bare_money(*typed, language));
            let mut row = vec![format!("{} {}", item.sku, item.label)];
            row.extend(Some(typed).filter(|_| net));
            row.push(gross);
            row
        };
        let mut head: Vec<String> = typed.map(str::to_owned).into();
        if !net {
            head.remove(1);
        }
        let table: Vec<Vec<String>> = std::iter::once(head).chain(sheet.items.iter().map(row)).collect();
        aligned(&table, &mut out);
    }
    for (department, rate) in &list.departments {
        let name = names.department(department);
        let rate = rate_of(*rate, language);
        let words = language.pick(
            format!("Rayon {name} ({department}) : {rate} du prix de l'article"),
            format!("Department {name} ({department}): {rate} of the item's price"),
        );
        let _ = writeln!(out, "{words}");
    }
    if let Some(base) = &list.base {
        let (name, rate) = (names.list(&base.list), rate_of(base.percent, language));
        let words = language.pick(
            format!("Le reste : {rate} de {name} ({})", base.list),
            format!("All else: {rate} of {name} ({})", base.list),
        );
        let _ = writeln!(out, "{words}");
    }
    out
}

fn rate_of(rate: PriceRate, language: Language) -> String {
    percent(&rate.to_string(), language)
}

fn of_item(till: &Till, text: &str, on: Option<&str>, context: &Context) -> Done {
    let on = till.day_typed("--on", on)?;
    let item = find_item(till, text)?;
    let prices = till.prices_of(&item, on)?;
    let json = json!({
        "sku": item.sku,
        "label": item.label,
        "day": on,
        "price": item.price,
        "lists": prices.iter().map(|(list, price)| price_json(list, price, on)).collect::<Vec<_>>(),
    });
    let names = till.price_names()?;
    context.answer(&json, || {
        let mut out = pair(&format!("{:<10} {}", item.sku.as_str(), item.label), &money(item.price, context.language));
        out.push('\n');
        out.push_str(&item_prices(&prices, &names, on, context.language));
        out
    })
}

fn price_json(list: &PriceList, price: &UnitPrice, on: NaiveDate) -> Value {
    let mut json = price.winner.as_ref().map_or_else(|| json!({ "rule": null }), |winner| json!(winner.rule));
    json["list"] = json!(list.id);
    json["name"] = json!(list.name);
    json["in_force"] = json!(list.is_in_force(on));
    json["price"] = json!(price.price);
    json
}

/// What an item costs in each list, and why; nothing of a shop without lists.
pub(super) fn item_prices(
    prices: &[(PriceList, UnitPrice)],
    names: &PriceNames,
    on: NaiveDate,
    language: Language,
) -> String {
    let line = |(list, price): &(PriceList, UnitPrice)| {
        let rule = match &price.winner {
            Some(winner) => names.why(&winner.rule, language),
            // The days beside its name say it already.
            None if !list.is_in_force(on) => None,
            None => Some(language.pick("prix de l'article", "the item's own price").to_owned()),
        };
        let name = names.list_on(&list.id, on, language);
        let rule = rule.map(|rule| format!(" : {rule}")).unwrap_or_default();
        pair(&format!("  {:<8} {name}{rule}", list.id.as_str()), &money(price.price, language)) + "\n"
    };
    prices.iter().map(line).collect()
}

/// The prices of an item in all lists today.
pub(super) fn of_today(till: &Till, item: &Item, language: Language) -> Result<String, Error> {
    let today = till.day_typed("--on", None)?;
    Ok(item_prices(&till.prices_of(item, today)?, &till.price_names()?, today, language))
}
