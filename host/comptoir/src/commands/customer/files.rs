//! Customers in and out: imports, exports, and files of one person.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use comptoir_app::customers::{
    Duplicates, ExportFormat, ImportOptions, ImportPreview, ImportReport, ListQuery, RowProblem, column_said,
    import_field, refused_beside, refused_kept,
};
use comptoir_app::{Error, Invalid, Till};
use comptoir_domain::id::ProgramId;
use serde_json::json;

use crate::args::{DuplicatesChoice, ImportArgs};
use crate::context::{Context, Done};
use crate::progress::Progress;

pub(super) fn import(till: &mut Till, args: &ImportArgs, context: &Context) -> Done {
    let mut options = ImportOptions {
        sheet: args.sheet.clone(),
        repair_case: args.repair_case,
        duplicates: match args.duplicates {
            DuplicatesChoice::Skip => Duplicates::Skip,
            DuplicatesChoice::Update => Duplicates::Update,
            DuplicatesChoice::Create => Duplicates::Create,
        },
        points: args.points.as_deref().map(counter).transpose()?,
        dry_run: args.dry_run,
        ..ImportOptions::default()
    };
    let preview = till.preview_import(&args.file, &options)?;
    for text in &args.map {
        options.columns.push(choice(&preview, text)?);
    }
    if args.preview {
        let preview = till.preview_import(&args.file, &options)?;
        return context.answer(&preview_json(&preview), || preview_text(&preview, "3=phone", context));
    }
    let refused = args.refused.clone().unwrap_or_else(|| refused_beside(&args.file));
    options.refused = (!args.dry_run).then(|| refused.clone());
    let mut progress = Progress::new(context.pick("Import", "Import"), context);
    let rows = preview.rows.unwrap_or(1);
    let report = till.import_customers(
        &args.file,
        &options,
        &mut |done| progress.show(done.min(rows), rows),
        &AtomicBool::new(false),
    )?;
    let refused = refused_kept(options.refused.as_deref(), report.refused);
    context.answer(&report_json(&report, refused), || report_text(&report, refused, context))
}

/// Reads `loyalty-spend/points`.
fn counter(text: &str) -> Result<(ProgramId, String), Error> {
    let wrong = || Error::from(Invalid::Text { field: "--points".to_owned(), value: text.to_owned() });
    let (program, counter) = text.split_once('/').ok_or_else(wrong)?;
    Ok((ProgramId::new(program), counter.to_owned()))
}

/// Reads `3=phone` or `Tel client=Phone`.
fn choice(preview: &ImportPreview, text: &str) -> Result<(usize, comptoir_app::customers::CustomerField), Error> {
    let wrong = || Error::from(Invalid::Text { field: "--map".to_owned(), value: text.to_owned() });
    let (index, field) = column(preview, text)?;
    Ok((index, import_field(field).ok_or_else(wrong)?))
}

/// Finds the column that `3=phone` or `Tel client=phone` is about, and what it is said to be.
pub(in crate::commands) fn column<'a>(preview: &ImportPreview, text: &'a str) -> Result<(usize, &'a str), Error> {
    let headers: Vec<&str> = preview.columns.iter().map(|column| column.header.as_str()).collect();
    column_said(&headers, text)
        .ok_or_else(|| Invalid::Text { field: "--map".to_owned(), value: text.to_owned() }.into())
}

pub(in crate::commands) fn preview_json(preview: &ImportPreview) -> serde_json::Value {
    json!({
        "format": preview.format,
        "layout": preview.layout,
        "columns": preview.columns.iter().map(|column| json!({
            "header": column.header,
            "field": column.field,
            "reason": column.reason,
            "certainty": column.certainty,
            "values": column.values,
        })).collect::<Vec<_>>(),
        "clashes": preview.clashes,
        "notes": preview.notes,
    })
}

/// A file and its columns; how to change one is said by an example.
pub(in crate::commands) fn preview_text(preview: &ImportPreview, example: &str, context: &Context) -> String {
    let mut out = preview.format.clone();
    if let Some(layout) = &preview.layout {
        let _ = write!(out, " · {layout}");
    }
    out.push('\n');
    for (index, column) in preview.columns.iter().enumerate() {
        let values = column.values.join(" | ");
        let (number, header, field) = (index + 1, &column.header, &column.field);
        let _ = writeln!(out, "{number:>3}  {header:<24} → {field:<18} {} ({})", column.certainty, column.reason);
        let _ = writeln!(out, "     {values}");
    }
    for clash in preview.clashes.iter().chain(&preview.notes) {
        let _ = writeln!(out, "⚠ {clash}");
    }
    out.push_str(&context.pick(
        format!("→ changer une colonne : --map {example} ; vérifier sans rien écrire : --dry-run"),
        format!("→ to change a column: --map {example}; to check and write nothing: --dry-run"),
    ));
    out
}

fn report_json(report: &ImportReport, refused: Option<&Path>) -> serde_json::Value {
    json!({
        "rows": report.rows,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "opened": report.opened,
        "refused": report.refused,
        "dropped_cells": report.dropped,
        "problems": problems_json(&report.problems),
        "batch": report.batch,
        "cancelled": report.cancelled,
        "refused_file": refused.map(|path| path.display().to_string()),
    })
}

fn report_text(report: &ImportReport, refused: Option<&Path>, context: &Context) -> String {
    let ImportReport { rows, created, updated, unchanged, duplicates, refused: bad, dropped, .. } = report;
    let mut out = context.pick(
        format!(
            "Lignes lues : {rows}. Fiches créées : {created}, changées : {updated}, inchangées : {unchanged}, déjà connues : {duplicates}. \
             Lignes refusées : {bad}. Cellules laissées de côté : {dropped}.\n"
        ),
        format!(
            "Rows read: {rows}. Files opened: {created}, changed: {updated}, unchanged: {unchanged}, known already: {duplicates}. \
             Rows refused: {bad}. Cells left out: {dropped}.\n"
        ),
    );
    if report.opened > 0 {
        let opened = report.opened;
        let words = context.pick(
            format!("  Clients avec leurs soldes (points, compte, avoirs, chèques-cadeaux) : {opened}"),
            format!("  Customers with their balances (points, account, credit notes, gift vouchers): {opened}"),
        );
        let _ = writeln!(out, "{words}");
    }
    out += &problems_text(&report.problems, refused, context);
    out + batch_text(report.batch, "customer", context).as_str()
}

/// How it is taken back; that nothing was written when there is nothing to take back.
pub(in crate::commands) fn batch_text(batch: Option<i64>, what: &str, context: &Context) -> String {
    match batch {
        Some(batch) => context.pick(
            format!("→ pour annuler : comptoir {what} undo {batch}"),
            format!("→ to take it back: comptoir {what} undo {batch}"),
        ),
        None => context.pick("Essai : rien n'a été écrit.", "Dry run: nothing was written.").to_owned(),
    }
}

/// What was left out or refused, row by row, and where refused rows are.
pub(in crate::commands) fn problems_text(problems: &[RowProblem], refused: Option<&Path>, context: &Context) -> String {
    let mut out = String::new();
    for problem in problems {
        let _ = writeln!(out, "  {} {}", if problem.refused { "✗" } else { "·" }, problem.words);
    }
    if let Some(path) = refused {
        let path = path.display();
        let words = context.pick(
            format!("→ lignes refusées, à corriger et à importer de nouveau : {path}"),
            format!("→ refused rows, to be corrected and imported again: {path}"),
        );
        let _ = writeln!(out, "{words}");
    }
    out
}

/// As [`problems_text`], to be read by a program.
pub(in crate::commands) fn problems_json(problems: &[RowProblem]) -> serde_json::Value {
    let problem =
        |problem: &RowProblem| json!({ "line": problem.line, "words": problem.words, "refused": problem.refused });
    problems.iter().map(problem).collect()
}

pub(super) fn export(till: &mut Till, file: &Path, query: &ListQuery, context: &Context) -> Done {
    let wrong = || Error::from(Invalid::Text { field: "FILE".to_owned(), value: file.display().to_string() });
    let format = ExportFormat::of_path(file).ok_or_else(wrong)?;
    let whole = till.list_customers(query)?.totals.customers;
    let mut progress = Progress::new(context.pick("Export", "Export"), context);
    let count = till.export_customers(query, file, format, &mut |done| progress.show(done as u64, whole))?;
    let path = file.display();
    context.answer(&json!({ "file": path.to_string(), "customers": count }), || {
        context.pick(format!("{count} clients écrits dans {path}"), format!("{count} customers written to {path}"))
    })
}

pub(super) fn duplicates(till: &Till, limit: usize, context: &Context) -> Done {
    let whole = till.store().count_customers()?;
    let mut progress = Progress::new(context.pick("Fiches comparées", "Files compared"), context);
    let pairs = till.find_duplicates(limit, &mut |done| progress.show(done as u64, whole))?;
    let name = |id| Ok::<_, Error>(till.store().customer(id)?.map(|customer| customer.person.display_name()));
    let mut rows = Vec::new();
    for pair in &pairs {
        rows.push((pair, name(pair.first)?.unwrap_or_default(), name(pair.second)?.unwrap_or_default()));
    }
    let json = rows.iter().map(|(pair, first, second)| {
        json!({
            "first": pair.first, "first_name": first, "second": pair.second, "second_name": second,
            "likeness": pair.words(context.language),
        })
    });
    context.answer(&json.collect(), || {
        let line = |(pair, first, second): &(&comptoir_app::customers::Pair, String, String)| {
            let words = pair.words(context.language);
            format!(
                "{first} ({})\n{second} ({})\n    {words}\n    → comptoir customer merge {} {}\n",
                pair.first, pair.second, pair.first, pair.second
            )
        };
        rows.iter().map(line).collect()
    })
}
