//! How many cells an ODS has once its repeats are written out: two numbers may mean a billion.

/// What one cell takes in memory beside its text, in bytes.
const CELL: u64 = 32;

/// The longest tag that is looked into.
const TAG: usize = 64 * 1024;

/// Counts the cells of a `content.xml` in passing.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    tag: Vec<u8>,
    is_in_tag: bool,
    row: Span,
    /// The columns of the row up to its last filled cell, and all of them.
    filled_columns: u64,
    columns: u64,
    /// Bytes of the row's texts, written out.
    row_text: u64,
    cell: Span,
    text: u64,
    table: Frame,
    /// Bytes of the tables that are over.
    over: u64,
}

/// How often something is repeated.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    times: u64,
    is_filled: bool,
}

/// The rectangle around all filled cells of a table.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    rows: u64,
    filled_rows: u64,
    columns: u64,
    text: u64,
}

impl Frame {
    const fn bytes(self) -> u64 {
        self.filled_rows.saturating_mul(self.columns).saturating_mul(CELL).saturating_add(self.text)
    }
}

impl Repeats {
    /// Takes the next bytes of the file.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'<' => {
                    self.is_in_tag = true;
                    self.tag.clear();
                }
                b'>' if self.is_in_tag => {
                    self.is_in_tag = false;
                    self.close_tag();
                }
                _ if self.is_in_tag && self.tag.len() < TAG => self.tag.push(*byte),
                _ => self.text += u64::from(!self.is_in_tag),
            }
        }
    }

    /// Gives what the tables take in memory, in bytes.
    pub(super) const fn expanded(&self) -> u64 {
        self.over.saturating_add(self.table.bytes())
    }

    fn close_tag(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        let is_alone = tag.last() == Some(&b'/');
        let name = tag.split(|byte| byte.is_ascii_whitespace() || *byte == b'/').next().unwrap_or_default();
        match name {
            b"table:table-row" => self.begin_row(&tag),
            b"table:table-cell" | b"table:covered-table-cell" => {
                self.begin_cell(&tag);
                if is_alone {
                    self.end_cell();
                }
            }
            b"" if tag.starts_with(b"/table:table-cell") || tag.starts_with(b"/table:covered-table-cell") => {
                self.end_cell();
            }
            b"" if tag.starts_with(b"/table:table-row") && !tag.starts_with(b"/table:table-rows") => self.end_row(),
            b"" if tag == b"/table:table" => {
                self.over = self.expanded();
                self.table = Frame::default();
            }
            _ => {}
        }
        self.tag = tag;
    }

    fn begin_row(&mut self, tag: &[u8]) {
        self.row = Span { times: attribute(tag, b"table:number-rows-repeated=").unwrap_or(1), is_filled: false };
        (self.columns, self.filled_columns, self.row_text) = (0, 0, 0);
    }

    fn begin_cell(&mut self, tag: &[u8]) {
        let times = attribute(tag, b"table:number-columns-repeated=").unwrap_or(1);
        let is_filled = tag.windows(11).any(|part| part == b"value-type=");
        self.cell = Span { times, is_filled };
        // A text may also be an attribute of its cell.
        self.text = tag.len() as u64;
    }

    fn end_cell(&mut self) {
        self.columns = self.columns.saturating_add(self.cell.times);
        if self.cell.is_filled {
            self.filled_columns = self.columns;
            self.row.is_filled = true;
            self.row_text = self.row_text.saturating_add(self.cell.times.saturating_mul(self.text));
        }
    }

    fn end_row(&mut self) {
        let table = &mut self.table;
        table.rows = table.rows.saturating_add(self.row.times);
        if self.row.is_filled {
            table.filled_rows = table.rows;
            table.columns = table.columns.max(self.filled_columns);
            table.text = table.text.saturating_add(self.row.times.saturating_mul(self.row_text));
        }
    }
}

/// Reads a number out of a tag.
fn attribute(tag: &[u8], name: &[u8]) -> Option<u64> {
    let at = tag.windows(name.len()).position(|part| part == name)?;
    let digits = tag[at + name.len()..].iter().skip(1).take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(rows: &str) -> u64 {
        let mut repeats = Repeats::default();
        let text = format!("<table:table><table:table-rows>{rows}</table:table-rows></table:table>");
        for piece in text.as_bytes().chunks(7) {
            repeats.read(piece);
        }
        repeats.expanded()
    }

    const FILLED: &str = r#"<table:table-cell office:value-type="string"><text:p>Dupont</text:p></table:table-cell>"#;
    const EMPTY: &str = r#"<table:table-cell table:number-columns-repeated="16382"/>"#;

    #[test]
    fn empty_cells_and_rows_at_the_end_cost_nothing() {
        let row = format!("<table:table-row>{FILLED}{FILLED}{EMPTY}</table:table-row>");
        let rest = format!(r#"<table:table-row table:number-rows-repeated="1048574">{EMPTY}</table:table-row>"#);
        let (one, both) = (expanded(&row), expanded(&format!("{row}{rest}")));
        assert_eq!(one, both);
        assert!((2 * CELL..1000).contains(&one), "{one}");
    }

    #[test]
    fn what_lies_between_filled_cells_counts() {
        let far = format!("<table:table-row>{EMPTY}{FILLED}</table:table-row>");
        assert!(expanded(&far) >= 16_383 * CELL);
        let gap = r#"<table:table-row table:number-rows-repeated="999999"><table:table-cell/></table:table-row>"#;
        assert!(expanded(&format!("{far}{gap}{far}")) > 16_383 * 1_000_000 * CELL);
    }

    #[test]
    fn repeated_texts_count_as_often_as_they_are_repeated() {
        let cell = FILLED.replace("office:", r#"table:number-columns-repeated="1000" office:"#);
        let row = format!(r#"<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>"#);
        assert!(expanded(&row) > 1_000_000_000 * CELL);
        let absurd = row.replace("1000000", "99999999999999999999999");
        assert_eq!(expanded(&absurd), u64::MAX);
    }
}
