//! The rows that a document becomes on a given paper: the one place that decides what fits.

use super::raster::Raster;
use super::wrap::wrap;
use super::{Align, Block, Document, DrawerPin, Line, Style};
use crate::escpos::charset::{CodePage, NO_BREAK};
use crate::escpos::symbol::Symbol;

/// What the layout must know of the paper and of the printer's character set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paper {
    pub(crate) columns: usize,
    pub(crate) dots: u16,
    pub(crate) page: CodePage,
}

/// What a printer does next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Row<'a> {
    Text(TextRow),
    Symbol(Symbol<'a>),
    Logo(&'a Raster),
    Feed(u8),
    Cut,
    Pulse(Option<DrawerPin>),
}

/// A row of text that fits the paper, in characters that the printer has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TextRow {
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) style: Style,
}

/// The narrowest column that a label may be squeezed into beside an amount.
const NARROWEST_LABEL: usize = 8;

impl Paper {
    pub(crate) fn rows<'a>(&self, document: &'a Document) -> Vec<Row<'a>> {
        document.blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    fn block<'a>(&self, block: &'a Block) -> Vec<Row<'a>> {
        match block {
            Block::Line(line) => self.line(line),
            Block::Paragraph { text, style } => text.lines().flat_map(|line| self.wrapped(line, *style)).collect(),
            Block::Rule => vec![row("-".repeat(self.columns), String::new(), Style::PLAIN)],
            Block::Feed(lines) => vec![Row::Feed(*lines)],
            Block::Ean13(digits) => self.symbol(Symbol::Ean13(digits)),
            Block::Code128(text) => self.symbol(Symbol::Code128(text)),
            Block::Qr(text) => self.symbol(Symbol::Qr(text)),
            Block::Logo(raster) => vec![Row::Logo(raster)],
            Block::Cut => vec![Row::Cut],
            Block::DrawerPulse { pin } => vec![Row::Pulse(*pin)],
        }
    }

    fn symbol<'a>(&self, symbol: Symbol<'a>) -> Vec<Row<'a>> {
        if symbol.is_printable(self.dots) {
            vec![Row::Symbol(symbol)]
        } else {
            self.wrapped(symbol.data(), Style::PLAIN.centered())
        }
    }

    fn line(&self, line: &Line) -> Vec<Row<'static>> {
        // No-break spaces at its end stand: they line an amount up with others that end in a sign.
        let right = self.page.breakable(line.right.as_deref().unwrap_or_default());
        let right = right.trim_matches(' ');
        if right.is_empty() {
            return self.wrapped(&line.left, line.style);
        }
        let style = Style { align: Align::Left, ..line.style };
        let width = self.width(style);
        let left = self.page.breakable(&line.left);
        let mut labels = label_rows(&left, width, right.chars().count());
        let fits = right.chars().count() <= width;
        let mut amounts = if fits { vec![right.to_owned()] } else { wrap(right, width) };
        let first_amount = amounts.remove(0);
        let last_label = labels.pop().unwrap_or_default();
        let mut rows = plain_rows(labels, style);
        rows.push(row(last_label, first_amount, style));
        rows.extend(amounts.into_iter().map(|part| row(String::new(), part, style)));
        rows
    }

    fn wrapped(&self, text: &str, style: Style) -> Vec<Row<'static>> {
        plain_rows(wrap(&self.page.breakable(text), self.width(style)), style)
    }

    /// How many characters of this style a row holds.
    fn width(&self, style: Style) -> usize {
        (self.columns / if style.wide { 2 } else { 1 }).max(1)
    }
}

/// The rows of a label; the last one, maybe empty, leaves room for `taken` characters and a
/// space at its end.
fn label_rows(label: &str, width: usize, taken: usize) -> Vec<String> {
    let room = width.saturating_sub(taken + 1);
    let fits = |row: &str| row.is_empty() || row.chars().count() <= room;
    let mut rows = wrap(label, width);
    if !rows.last().is_some_and(|last| fits(last)) {
        if room >= NARROWEST_LABEL {
            rows = wrap(label, room);
        } else {
            rows.push(String::new());
        }
    }
    rows
}

fn plain_rows(texts: Vec<String>, style: Style) -> Vec<Row<'static>> {
    texts.into_iter().map(|text| row(text, String::new(), style)).collect()
}

fn row(left: String, right: String, style: Style) -> Row<'static> {
    Row::Text(TextRow { left: printable(&left), right: printable(&right), style })
}

/// The rows are made, so spaces need not hold words together any more.
fn printable(text: &str) -> String {
    text.replace(NO_BREAK, " ")
}
