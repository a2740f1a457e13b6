//! `comptoir item`: lists and files.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use comptoir_app::customers::{ImportPreview, ImportReport, refused_beside, refused_kept};
use comptoir_app::format::{money, number, percent};
use comptoir_app::items::{ItemField, ItemImportOptions, item_field};
use comptoir_app::office::Pickable;
use comptoir_app::{Error, Invalid, NotFound, Till};
use comptoir_domain::item::Item;
use comptoir_domain::quantity::Points;
use serde_json::{Value, json};

use super::customer::files as rows;
use crate::args::FileCmd;
use crate::context::{Context, Done};
use crate::progress::Progress;
use crate::views;

pub(super) fn items(args: &FileCmd, context: &Context) -> Done {
    let mut till = context.open()?;
    match args {
        FileCmd::List { words, limit } => {
            let words = words.join(" ");
            let store = till.store();
            let found = if words.is_empty() { store.items(*limit, 0) } else { store.search_items(&words, *limit) };
            let found = found.map_err(Error::from)?;
            context.answer(&json!(found.iter().map(item_json).collect::<Vec<_>>()), || {
                found.iter().map(|item| item_line(item, context)).collect()
            })
        }
        FileCmd::Show { words } => {
            let item = find_item(&till, &words.join(" "))?;
            let prices = super::price::of_today(&till, &item, context.language)?;
            context.answer(&item_json(&item), || item_text(&item, &prices, context))
        }
        FileCmd::Departments => {
            let rows = till.departments()?;
            let json = rows.iter().map(|row| json!({ "code": row.code, "name": row.name, "depth": row.depth }));
            context.answer(&json.collect(), || {
                let code = |row: &Pickable| format!("{}{}", "  ".repeat(row.depth), row.code);
                let wide = rows.iter().map(|row| code(row).chars().count()).max().unwrap_or(0);
                rows.iter().map(|row| format!("{:<wide$}  {}\n", code(row), row.name)).collect()
            })
        }
        FileCmd::Import { file, sheet, preview, dry_run, map, refused } => {
            let refused = refused.clone().unwrap_or_else(|| refused_beside(file));
            let mut options = ItemImportOptions {
                sheet: sheet.clone(),
                dry_run: *dry_run,
                refused: (!dry_run).then_some(refused),
                ..ItemImportOptions::default()
            };
            let proposed = till.preview_items(file, &options)?;
            for text in map {
                options.columns.push(choice(&proposed, text)?);
            }
            if *preview {
                let chosen = till.preview_items(file, &options)?;
                return context
                    .answer(&rows::preview_json(&chosen), || rows::preview_text(&chosen, "3=price", context));
            }
            import(&mut till, file, &options, context)
        }
        FileCmd::Undo { batch } => super::customer::undo(&mut till, *batch, context),
    }
}

/// Reads `3=price` or `Tarif=price`.
fn choice(preview: &ImportPreview, text: &str) -> Result<(usize, ItemField), Error> {
    let wrong = || Error::from(Invalid::Text { field: "--map".to_owned(), value: text.to_owned() });
    let (index, field) = rows::column(preview, text)?;
    Ok((index, item_field(field).ok_or_else(wrong)?))
}

/// Finds the one item that a code, a SKU or a name means.
pub(super) fn find_item(till: &Till, text: &str) -> Result<Item, Error> {
    let code = comptoir_domain::code::ScannedCode::read(text).map_or_else(|_| text.to_owned(), |code| code.text);
    if let Some(item) = till.store().item_by_code(&code)? {
        return Ok(item);
    }
    let mut found = till.store().search_items(text, 2)?;
    match (found.pop(), found.is_empty()) {
        (Some(item), true) => Ok(item),
        _ => Err(NotFound::Item(text.to_owned()).into()),
    }
}

fn item_json(item: &Item) -> Value {
    json!({
        "sku": item.sku,
        "label": item.label,
        "department": item.department,
        "departments": item.departments,
        "vat_rate": item.vat_rate,
        "price": item.price,
        "prices": item.prices,
        "cost": item.cost,
        "unit": item.unit,
        "discountable": item.discountable,
        "codes": item.codes,
        "tags": item.tags,
        "points": item.points,
    })
}

fn item_line(item: &Item, context: &Context) -> String {
    let left = format!("{:<10} {}", item.sku.as_str(), item.label);
    views::pair(&left, &money(item.price, context.language)) + "\n"
}

fn item_text(item: &Item, prices: &str, context: &Context) -> String {
    let mut out = item_line(item, context);
    let path = item.departments.iter().rev().map(ToString::to_string).collect::<Vec<_>>().join(" > ");
    let vat = percent(&item.vat_rate.to_string(), context.language);
    let _ = writeln!(out, "  {path} · {} {vat}", context.pick("TVA", "VAT"));
    out.push_str(prices);
    let _ = writeln!(out, "  {} : {}", context.pick("codes", "codes"), item.codes.join(", "));
    if !item.tags.is_empty() {
        let tags = item.tags.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "  {} : {tags}", context.pick("étiquettes", "tags"));
    }
    if item.points != Points::ZERO {
        let _ =
            writeln!(out, "  {} : {}", context.pick("points", "points"), number(item.points.value(), context.language));
    }
    out
}

fn import(till: &mut Till, file: &Path, options: &ItemImportOptions, context: &Context) -> Done {
    let preview = till.preview_items(file, options)?;
    let mut progress = Progress::new(context.pick("Import", "Import"), context);
    let whole = preview.rows.unwrap_or(1);
    let mut told = |done: u64| progress.show(done.min(whole), whole);
    let report = till.import_items(file, options, &mut told, &AtomicBool::new(false))?;
    let refused = refused_kept(options.refused.as_deref(), report.refused);
    let dry_run = options.dry_run;
    let json = json!({
        "dry_run": dry_run,
        "columns": preview.columns.iter().map(|column| json!({ "header": column.header, "field": column.field })).collect::<Vec<_>>(),
        "rows": report.rows,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "dropped_cells": report.dropped,
        "departments": report.departments,
        "refused_file": refused,
        "problems": rows::problems_json(&report.problems),
        "batch": report.batch,
    });
    context.answer(&json, || import_text(&preview, &report, refused, context))
}

fn import_text(preview: &ImportPreview, report: &ImportReport, refused: Option<&Path>, context: &Context) -> String {
    let ImportReport { rows, created, updated, unchanged, refused: bad, dropped, .. } = report;
    let mut out = String::new();
    for column in &preview.columns {
        let _ = writeln!(out, "  {:<24} → {}", column.header, column.field);
    }
    out += &context.pick(
        format!(
            "Lignes lues : {rows}. Articles créés : {created}, changés : {updated}, inchangés : {unchanged}. \
             Lignes refusées : {bad}. Cellules laissées de côté : {dropped}.\n"
        ),
        format!(
            "Rows read: {rows}. Items made: {created}, changed: {updated}, unchanged: {unchanged}. \
             Rows refused: {bad}. Cells left out: {dropped}.\n"
        ),
    );
    if !report.departments.is_empty() {
        let names = report.departments.join(", ");
        out += &context.pick(format!("Rayons créés : {names}\n"), format!("Departments made: {names}\n"));
    }
    out += &rows::problems_text(&report.problems, refused, context);
    out + rows::batch_text(report.batch, "item", context).as_str()
}
