//! A document as plain text: what the terminal shows and what snapshots compare.

use super::layout::{Paper, Row, TextRow};
use super::wrap::wrap;
use super::{Align, Document};
use crate::escpos::charset::CodePage;
use crate::escpos::profile::{MIN_COLUMNS, PrinterProfile, dots_of};

impl Document {
    /// What a printer of that many columns prints, row by row, without trailing spaces.
    ///
    /// No row is longer than `columns` (widths below 16 count as 16). Wide text is broken where
    /// the printer breaks it and shown at normal width between the same edges; symbols
    /// are shown as `[code128 C1-000123]`; the cut and the drawer leave no trace.
    #[must_use]
    pub fn to_text(&self, columns: usize) -> String {
        let columns = columns.max(MIN_COLUMNS);
        render(self, &Paper { columns, dots: dots_of(columns), page: CodePage::Cp1252 })
    }

    /// What this printer prints, with the characters that it lacks already replaced.
    #[must_use]
    pub fn to_text_for(&self, profile: &PrinterProfile) -> String {
        render(self, &profile.paper())
    }
}

fn render(document: &Document, paper: &Paper) -> String {
    let mut text = String::new();
    for row in paper.rows(document) {
        for line in lines(&row, paper.columns) {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

fn lines(row: &Row<'_>, columns: usize) -> Vec<String> {
    match row {
        Row::Text(text) => vec![text_line(text, columns)],
        Row::Symbol(symbol) => centered(&symbol.to_string(), columns),
        Row::Logo(raster) => centered(&format!("[logo {}x{}]", raster.width(), raster.height()), columns),
        Row::Feed(lines) => vec![String::new(); usize::from(*lines)],
        Row::Cut | Row::Pulse(_) => Vec::new(),
    }
}

fn centered(text: &str, columns: usize) -> Vec<String> {
    wrap(text, columns).iter().map(|line| aligned(line, Align::Center, columns)).collect()
}

fn text_line(row: &TextRow, columns: usize) -> String {
    if row.right.is_empty() {
        return aligned(&row.left, row.style.align, columns);
    }
    let used = row.left.chars().count() + row.right.chars().count();
    format!("{}{}{}", row.left, " ".repeat(columns.saturating_sub(used)), row.right)
}

fn aligned(text: &str, align: Align, columns: usize) -> String {
    let free = columns.saturating_sub(text.chars().count());
    let before = match align {
        Align::Left => 0,
        Align::Center => free / 2,
        Align::Right => free,
    };
    format!("{}{text}", " ".repeat(before))
}
