//! `comptoir stats`: what a period took, customers by how long ago they came, RFM, sellers.

use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use comptoir_app::format::{day, money, number};
use comptoir_app::statistics::{By, Lives, Rfm, Segment, Table, TableFormat, Takings};
use comptoir_app::{Error, Invalid, Till};
use comptoir_domain::id::DepartmentId;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use serde_json::json;

use super::chart::{self, BARS, Panel};
use crate::args::{ByChoice, DaysArgs, FilesArgs, StatsCmd};
use crate::context::{Context, Done};
use crate::views::aligned;

pub(super) fn run(args: &StatsCmd, context: &Context) -> Done {
    let till = context.open()?;
    match args {
        StatsCmd::Customers { by: Some(by), within, days, files, chart, .. } => {
            let days = read_days(&till, days)?;
            let by = by_of(*by, within.as_deref(), days.last())?;
            takings(&till.statistics().takings(days, &by)?, files, chart.as_deref(), context)
        }
        StatsCmd::Customers { by: None, sleeping, days, files, .. } => {
            lives(&till.statistics().lives(read_days(&till, days)?, *sleeping)?, files, context)
        }
        StatsCmd::Rfm { on, recency, frequency, monetary, limit, files } => {
            let on = till.day_typed("--on", on.as_deref())?;
            let segment = Segment { recency: *recency, frequency: *frequency, monetary: *monetary };
            rfm(&till, on, (segment, *limit), files, context)
        }
        StatsCmd::Sellers { days, files, chart } => sellers(&till, days, files, chart.as_deref(), context),
    }
}

fn read_days(till: &Till, args: &DaysArgs) -> Result<comptoir_domain::statistics::Days, Error> {
    till.statistics().days_typed(args.from.as_deref(), args.to.as_deref())
}

fn by_of(by: ByChoice, within: Option<&str>, last: NaiveDate) -> Result<By, Error> {
    match (by, within) {
        (ByChoice::Department, within) => Ok(By::Department(within.map(DepartmentId::new))),
        (_, Some(within)) => {
            let field = "--within (--by department)".to_owned();
            Err(Invalid::Text { field, value: within.to_owned() }.into())
        }
        (ByChoice::Group, None) => Ok(By::Group),
        (ByChoice::Seller, None) => Ok(By::Seller),
        (ByChoice::City, None) => Ok(By::City),
        (ByChoice::Age, None) => Ok(By::Age(last)),
    }
}

fn save(table: &Table, files: &FilesArgs, context: &Context) -> Done {
    for (file, format) in [(&files.csv, TableFormat::Csv), (&files.xlsx, TableFormat::Xlsx)] {
        if let Some(file) = file {
            table.save(file, format, context.language)?;
            if !context.json {
                context.note(&format!("→ {}", file.display()));
            }
        }
    }
    Ok(())
}

fn text(table: &Table, language: Language) -> String {
    let heads = table.columns.iter().map(ToString::to_string).collect();
    let rows = table.rows.iter().map(|row| row.iter().map(|figure| figure.text(language)).collect());
    let lines: Vec<Vec<String>> = std::iter::once(heads).chain(rows).collect();
    let mut out = String::new();
    aligned(&lines, &mut out);
    out
}

fn span((from, to): (NaiveDate, NaiveDate), language: Language) -> String {
    let (from, to) = (day(from), day(to));
    language.pick(format!("du {from} au {to}"), format!("from {from} to {to}"))
}

fn takings(report: &Takings, files: &FilesArgs, picture: Option<&Path>, context: &Context) -> Done {
    let language = context.language;
    let table = report.table(language);
    save(&table, files, context)?;
    if let Some(file) = picture {
        let bars = report.rows.iter().map(|row| (row.name.clone(), row.revenue_gross)).collect();
        draw(file, bars, language)?;
    }
    context.answer(&json!(report), || {
        let (now, before) = ((report.from, report.to), (report.before_from, report.before_to));
        let compared = language.pick("avant", "before");
        format!("{} · {compared} : {}\n{}", span(now, language), span(before, language), text(&table, language))
    })
}

/// Draws gross revenue, a bar each.
fn draw(file: &Path, bars: Vec<(String, Money)>, language: Language) -> Done {
    let (names, bars): (Vec<String>, Vec<i64>) = bars.into_iter().map(|(name, gross)| (name, gross.cents())).unzip();
    let panel = Panel {
        title: language.pick("CA TTC", "Gross revenue").to_owned(),
        bars,
        color: BARS[1],
        write: Box::new(move |cents| money(Money::from_cents(cents), language)),
    };
    chart::write(file, &[panel], &names)
}

fn lives(report: &Lives, files: &FilesArgs, context: &Context) -> Done {
    let language = context.language;
    let table = report.table(language);
    save(&table, files, context)?;
    context.answer(&json!(report), || {
        let (sleeps, lost) = (report.sleeps_after, u64::from(report.sleeps_after) * 2);
        let rule = language.pick(
            format!("endormi après {sleeps} jours sans passage, perdu après {lost}"),
            format!("asleep after {sleeps} days without a visit, lost after {lost}"),
        );
        format!("{} · {rule}\n{}", span((report.from, report.to), language), text(&table, language))
    })
}

fn rfm(till: &Till, on: NaiveDate, (segment, limit): (Segment, usize), files: &FilesArgs, context: &Context) -> Done {
    let lists = segment != Segment::default();
    // A file takes all of the segment; the screen no more than asked for.
    let most = if files.csv.is_some() || files.xlsx.is_some() { usize::MAX } else { limit };
    let mut report = till.statistics().rfm(on, lists.then_some((segment, most)))?;
    let language = context.language;
    save(&if lists { report.segment_table(language) } else { report.table(language) }, files, context)?;
    report.segment.truncate(limit);
    context.answer(&json!(report), || {
        let count = number(report.customers.into(), language);
        let head = language.pick(
            format!("{count} clients ont acheté dans les 24 mois jusqu'au {}", day(on)),
            format!("{count} customers bought in the 24 months until {}", day(on)),
        );
        format!("{head}\n{}{}", grid(&report, language), listed(&report, language))
    })
}

/// The grid as people draw it: recency downwards, frequency to the right.
fn grid(report: &Rfm, language: Language) -> String {
    let mut lines = vec![vec![language.pick("clients · CA 12 mois", "customers · revenue 12 months").to_owned()]];
    lines[0].extend((1..=5).rev().map(|class| format!("F{class}")));
    for cells in report.grid.chunks(5) {
        let mut line = vec![cells.first().map_or_else(String::new, |cell| format!("R{}", cell.recency))];
        line.extend(cells.iter().map(|cell| {
            format!("{} · {}", number(cell.customers.into(), language), money(cell.revenue_12_months, language))
        }));
        lines.push(line);
    }
    let mut out = String::new();
    aligned(&lines, &mut out);
    out
}

fn listed(report: &Rfm, language: Language) -> String {
    let Some(whole) = report.in_segment else { return String::new() };
    let shown = report.segment.len();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "\n{}",
        language.pick(format!("Segment : {whole} clients"), format!("Segment: {whole} customers"))
    );
    out.push_str(&text(&report.segment_table(language), language));
    if shown < whole {
        let left = whole - shown;
        let more = language
            .pick(format!("… et {left} autres (--limit, --csv)"), format!("… and {left} more (--limit, --csv)"));
        out.push_str(&more);
    }
    out
}

fn sellers(till: &Till, days: &DaysArgs, files: &FilesArgs, picture: Option<&Path>, context: &Context) -> Done {
    let language = context.language;
    let report = till.statistics().sellers(read_days(till, days)?)?;
    let table = report.table(language);
    save(&table, files, context)?;
    if let Some(file) = picture {
        let bars = report.rows.iter().map(|row| (row.seller.clone(), row.revenue_gross)).collect();
        draw(file, bars, language)?;
    }
    context
        .answer(&json!(report), || format!("{}\n{}", span((report.from, report.to), language), text(&table, language)))
}
