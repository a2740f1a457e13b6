//! Where everything stands: the parts of a French letter, and tables over pages.

use crate::PaperError;
use crate::canvas::{self, About, HEIGHT, Mark, WIDTH};
use crate::font::{Fonts, Type};
use crate::sheet::{Align, Column, Row, Sheet, Table};

const LEFT: i64 = 2_000;
const RIGHT: i64 = WIDTH - 2_000;
const TOP: i64 = 2_000;
/// Where nothing but the foot may stand.
const BOTTOM: i64 = HEIGHT - 2_200;
/// The address shows in the window (45 × 100 mm, 20 mm from the right edge) of an envelope DL or C5 once the
/// page is folded in three or in two.
const WINDOW: (i64, i64) = (11_000, 5_000);
const WINDOW_LINE: i64 = 500;
/// Below the window.
const TITLE: i64 = 9_800;

const PLAIN: Type = Type { tenths: 90, bold: false };
const STRONG: Type = Type { tenths: 90, bold: true };
const SMALL: Type = Type { tenths: 75, bold: false };
const ADDRESS: Type = Type { tenths: 105, bold: false };
const HEADING: Type = Type { tenths: 150, bold: true };
const NAME: Type = Type { tenths: 120, bold: true };

/// From one row to the next.
const LINE: i64 = 560;
/// From one line of a text to the next.
const STEP: i64 = 410;
/// From the edge of a row to where its letters stand.
const REST: i64 = 390;
/// From the edge of a cell to its text.
const PADDING: i64 = 110;

pub(crate) fn pdf(sheet: &Sheet) -> Result<Vec<u8>, PaperError> {
    let fonts = Fonts::load()?;
    let mut pages = lay_out(sheet, &fonts);
    let count = pages.len();
    for (number, page) in (1..).zip(&mut pages) {
        foot(page, sheet, &format!("{} {number} / {count}", sheet.page_word));
    }
    let about = About {
        title: &sheet.title,
        author: sheet.sender.first().map_or("", String::as_str),
        software: &sheet.software,
        language: &sheet.language,
    };
    canvas::write(&pages, &about, &fonts)
}

/// Pages under way: what is written next stands at `y` of the last one.
struct Pages<'a> {
    fonts: &'a Fonts,
    done: Vec<Vec<Mark>>,
    y: i64,
}

fn lay_out(sheet: &Sheet, fonts: &Fonts) -> Vec<Vec<Mark>> {
    let mut pages = Pages { fonts, done: vec![Vec::new()], y: TOP };
    pages.letter_head(sheet);
    for table in &sheet.tables {
        pages.table(table);
    }
    for remark in &sheet.remarks {
        pages.paragraph(remark, LINE - STEP);
    }
    pages.done
}

impl Pages<'_> {
    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.done.last_mut() {
            page.push(mark);
        }
    }

    fn text(&mut self, x: i64, y: i64, set: Type, text: &str) {
        self.mark(Mark::Text { x, y, align: Align::Left, set, text: text.to_owned() });
    }

    /// Goes on at the top of a new page when something would not stand above the foot.
    fn make_room(&mut self, height: i64) -> bool {
        let full = self.y + height > BOTTOM;
        if full {
            self.done.push(Vec::new());
            self.y = TOP;
        }
        full
    }

    fn letter_head(&mut self, sheet: &Sheet) {
        for (place, line) in (0..).zip(&sheet.sender) {
            let set = if place == 0 { NAME } else { PLAIN };
            let room = WINDOW.0 - LEFT - 500;
            let line = self.fonts.fitted(line, set, room);
            self.text(LEFT, TOP + place * 450, set, &line);
        }
        for (place, line) in (0..).zip(&sheet.recipient) {
            self.text(WINDOW.0, WINDOW.1 + place * WINDOW_LINE, ADDRESS, line);
        }
        let dated = Mark::Text { x: RIGHT, y: TITLE, align: Align::Right, set: PLAIN, text: sheet.dated.clone() };
        self.mark(dated);
        self.text(LEFT, TITLE, HEADING, &sheet.title);
        self.y = TITLE + 250;
        for fact in &sheet.facts {
            self.paragraph(fact, 480 - STEP);
        }
        self.y += 350;
    }

    /// Writes a text over the whole width, and leaves some room below.
    fn paragraph(&mut self, text: &str, below: i64) {
        for line in self.fonts.wrapped(text, PLAIN, RIGHT - LEFT) {
            self.make_room(LINE);
            self.text(LEFT, self.y + REST, PLAIN, &line);
            self.y += STEP;
        }
        self.y += below;
    }

    fn table(&mut self, table: &Table) {
        let title = if table.title.is_empty() { 0 } else { LINE };
        // Its head is not left alone at the end of a page.
        let first = table.rows.first().map_or(0, |row| self.lines(table, row).height());
        self.make_room((title + LINE + first.max(2 * LINE)).min(BOTTOM - TOP));
        if title > 0 {
            self.text(LEFT, self.y + REST, STRONG, &table.title);
            self.y += title;
        }
        self.head(table);
        for row in &table.rows {
            self.row(table, row);
        }
        self.mark(Mark::Rule { x: LEFT, y: self.y, width: RIGHT - LEFT, weight: 18 });
        self.y += 500;
    }

    fn head(&mut self, table: &Table) {
        self.mark(Mark::Field { x: LEFT, y: self.y, width: RIGHT - LEFT, height: LINE });
        let title = |((_, width), column): ((i64, i64), &Column)| {
            vec![self.fonts.fitted(&column.title, STRONG, width - 2 * PADDING)]
        };
        let cells = places(table).into_iter().zip(&table.columns).map(title).collect();
        self.cells(table, &Lines { cells, set: STRONG });
    }

    /// A row stays together when a page can hold it; a longer one goes on over pages.
    fn row(&mut self, table: &Table, row: &Row) {
        let weight = if row.strong { 25 } else { 9 };
        let mut rest = self.lines(table, row);
        if self.make_room(rest.height().min(BOTTOM - TOP - LINE)) {
            self.head(table);
        }
        loop {
            self.mark(Mark::Rule { x: LEFT, y: self.y, width: RIGHT - LEFT, weight });
            let room = usize::try_from((BOTTOM - self.y - LINE) / STEP).unwrap_or(0) + 1;
            let next = rest.split_off(room);
            self.cells(table, &rest);
            rest = next;
            if rest.count() == 0 {
                return;
            }
            self.make_room(BOTTOM);
            self.head(table);
        }
    }

    /// The texts of a row in the lines that they take.
    fn lines(&self, table: &Table, row: &Row) -> Lines {
        let set = if row.strong { STRONG } else { PLAIN };
        let of = |((_, width), (column, cell)): ((i64, i64), (&Column, &String))| {
            let room = width - 2 * PADDING;
            if column.wraps { self.fonts.wrapped(cell, set, room) } else { vec![self.fonts.fitted(cell, set, room)] }
        };
        Lines { cells: places(table).into_iter().zip(table.columns.iter().zip(&row.cells)).map(of).collect(), set }
    }

    fn cells(&mut self, table: &Table, lines: &Lines) {
        for ((left, width), (column, cell)) in places(table).into_iter().zip(table.columns.iter().zip(&lines.cells)) {
            let x = match column.align {
                Align::Left => left + PADDING,
                Align::Center => left + width / 2,
                Align::Right => left + width - PADDING,
            };
            for (below, text) in (0..).zip(cell) {
                let y = self.y + REST + below * STEP;
                self.mark(Mark::Text { x, y, align: column.align, set: lines.set, text: text.clone() });
            }
        }
        self.y += lines.height();
    }
}

/// The texts of a row, broken into lines.
struct Lines {
    /// By column.
    cells: Vec<Vec<String>>,
    set: Type,
}

impl Lines {
    fn count(&self) -> usize {
        self.cells.iter().map(Vec::len).max().unwrap_or(0)
    }

    fn height(&self) -> i64 {
        LINE + (i64::try_from(self.count()).unwrap_or(i64::MAX / STEP) - 1).max(0) * STEP
    }

    /// Keeps so many lines, and gives the rest.
    fn split_off(&mut self, count: usize) -> Self {
        let rest = self.cells.iter_mut().map(|cell| cell.split_off(count.min(cell.len()))).collect();
        Self { cells: rest, set: self.set }
    }
}

/// Where each column begins, and how wide it is.
fn places(table: &Table) -> Vec<(i64, i64)> {
    let all: i64 = table.columns.iter().map(|column| column.share).sum::<i64>().max(1);
    let mut before = 0;
    let mut place = |share: i64| {
        let left = (RIGHT - LEFT) * before / all;
        before += share;
        (LEFT + left, (RIGHT - LEFT) * before / all - left)
    };
    table.columns.iter().map(|column| place(column.share)).collect()
}

fn foot(page: &mut Vec<Mark>, sheet: &Sheet, number: &str) {
    let y = HEIGHT - 1_200;
    page.push(Mark::Rule { x: LEFT, y: y - 450, width: RIGHT - LEFT, weight: 9 });
    page.push(Mark::Text { x: LEFT, y, align: Align::Left, set: SMALL, text: sheet.foot.clone() });
    page.push(Mark::Text { x: RIGHT, y, align: Align::Right, set: SMALL, text: number.to_owned() });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: usize) -> Sheet {
        let columns = vec![
            Column::new("Date", 2, Align::Left),
            Column::new("Libellé", 6, Align::Left),
            Column::new("Débit", 2, Align::Right),
        ];
        let row =
            |n: usize| Row { cells: vec!["22/11/2026".into(), format!("Achat {n}"), "12,50".into()], strong: false };
        Sheet {
            sender: vec!["Maison Lefèvre".into(), "12 rue des Halles".into()],
            recipient: vec!["Mme Anne LE GALL".into(), "29200 BREST".into()],
            title: "Relevé de compte".into(),
            tables: vec![Table { title: String::new(), columns, rows: (1..=rows).map(row).collect() }],
            page_word: "Page".into(),
            language: "fr".into(),
            ..Sheet::default()
        }
    }

    fn texts(page: &[Mark]) -> Vec<(i64, i64, String)> {
        let text = |mark: &Mark| match mark {
            Mark::Text { x, y, text, .. } => Some((*x, *y, text.clone())),
            _ => None,
        };
        page.iter().filter_map(text).collect()
    }

    #[test]
    fn a_table_goes_on_over_pages_under_its_head_and_loses_no_row() {
        let fonts = Fonts::load().unwrap();
        for rows in [0, 1, 30, 31, 32, 33, 34, 120] {
            let pages = lay_out(&sheet(rows), &fonts);
            let heads = pages.iter().filter(|page| texts(page).iter().any(|(_, _, text)| text == "Libellé")).count();
            assert_eq!(heads, pages.len(), "{rows} rows");
            let found: Vec<String> = pages
                .iter()
                .flat_map(|page| texts(page))
                .map(|(_, _, text)| text)
                .filter(|text| text.starts_with("Achat"))
                .collect();
            assert_eq!(found, (1..=rows).map(|n| format!("Achat {n}")).collect::<Vec<_>>());
        }
        assert!(lay_out(&sheet(120), &fonts).len() > 2);
    }

    #[test]
    fn a_text_that_wraps_loses_no_word_whatever_its_length() {
        let fonts = Fonts::load().unwrap();
        for words in [1, 12, 300, 3_000] {
            let mut sheet = sheet(3);
            sheet.tables[0].columns[1] = Column::new("Libellé", 6, Align::Left).wrapping();
            let text: Vec<String> = (1..=words).map(|n| format!("mot-{n}")).collect();
            sheet.tables[0].rows[1].cells[1] = text.join(" ");
            sheet.facts = vec![text.join(" ")];
            sheet.remarks = vec![text.join(" ")];
            let pages = lay_out(&sheet, &fonts);
            let all: Vec<_> = pages.iter().flat_map(|page| texts(page)).collect();
            for (x, y, text) in &all {
                assert!((LEFT..=RIGHT).contains(x) && (TOP..BOTTOM).contains(y), "{text} at {x}, {y}");
            }
            let found = all.iter().flat_map(|(_, _, text)| text.split(' ')).filter(|word| word.starts_with("mot-"));
            let found: Vec<&str> = found.collect();
            assert_eq!(found, [&text[..], &text[..], &text[..]].concat(), "{words}");
            let last = all.iter().filter(|(_, _, text)| text.starts_with("Achat")).map(|(_, _, text)| text.as_str());
            assert_eq!(last.collect::<Vec<_>>(), ["Achat 1", "Achat 3"]);
        }
    }

    #[test]
    fn everything_stands_on_the_page_above_the_foot() {
        let fonts = Fonts::load().unwrap();
        for page in lay_out(&sheet(120), &fonts) {
            for (x, y, text) in texts(&page) {
                assert!((LEFT..=RIGHT).contains(&x) && (TOP..BOTTOM).contains(&y), "{text} at {x}, {y}");
            }
        }
    }

    #[test]
    fn the_address_is_in_the_window() {
        let mut sheet = sheet(1);
        sheet.recipient = (1..=7).map(|n| format!("Ligne {n} DE TRENTE-HUIT CARACTERES, PILE")).collect();
        let fonts = Fonts::load().unwrap();
        let page = &lay_out(&sheet, &fonts)[0];
        let lines: Vec<_> = texts(page).into_iter().filter(|(_, _, text)| text.starts_with("Ligne")).collect();
        assert_eq!(lines.len(), 7);
        for (x, y, text) in lines {
            assert!((10_000..20_000).contains(&x) && (3_500..8_100).contains(&y), "{text} at {x}, {y}");
            assert!(x + fonts.width(&text, ADDRESS) <= 20_000, "{text} is cut by the window");
        }
    }

    #[test]
    fn the_same_sheet_is_the_same_file() {
        let (one, other) = (sheet(40).pdf().unwrap(), sheet(40).pdf().unwrap());
        assert_eq!(one, other);
        assert!(one.starts_with(b"%PDF-1.") && one.len() < 60_000, "{}", one.len());
    }
}
