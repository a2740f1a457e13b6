//! Rows and cells out of bytes, well made or not.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;

type Read = Vec<(u64, Vec<String>, Vec<Fault>)>;

fn rows(text: &[u8]) -> Read {
    let mut lexer = Lexer::new(Source::new(Box::new(Cursor::new(text.to_vec()))), b';');
    let (mut row, mut rows) = (RawRow::default(), Vec::new());
    while lexer.read(&mut row).unwrap() {
        let mut start = 0;
        let mut cells = Vec::new();
        for end in &row.ends {
            cells.push(String::from_utf8_lossy(&row.bytes[start..*end]).into_owned());
            start = *end;
        }
        rows.push((row.line, cells, row.faults.iter().map(|(_, fault)| fault.clone()).collect()));
    }
    rows
}

fn cells(text: &str) -> Vec<Vec<String>> {
    rows(text.as_bytes()).into_iter().map(|(_, cells, _)| cells).collect()
}

#[test]
fn rows_end_with_any_line_end() {
    for text in ["a;b\nc;d", "a;b\r\nc;d\r\n", "a;b\rc;d\r", "\"a\";b\n\"c\" ;d\n"] {
        assert_eq!(cells(text), [["a", "b"], ["c", "d"]], "{text:?}");
    }
    assert_eq!(cells("a;\n\n;b"), [vec!["a", ""], vec![""], vec!["", "b"]]);
}

#[test]
fn a_quoted_cell_keeps_separators_lines_and_doubled_quotes() {
    let found = rows(b"1;\"a;b\r\nc \"\"d\"\"\"\n2;x");
    assert_eq!(found[0], (1, vec!["1".into(), "a;b\r\nc \"d\"".into()], vec![]));
    assert_eq!(found[1].0, 3, "the line of the file, not the number of the row");
}

#[test]
fn a_quote_that_was_not_doubled_is_kept_and_told() {
    let found = rows(b"\"Le \"Petit\" Chef\";2\n3;4");
    assert_eq!(found[0], (1, vec!["Le \"Petit\" Chef".into(), "2".into()], vec![Fault::StrayQuote]));
    assert_eq!(found[1].1, ["3", "4"]);
    assert_eq!(cells("5\" de long;x"), [["5\" de long", "x"]], "an unquoted cell may have quotes");
}

#[test]
fn an_open_quote_costs_one_row_whatever_follows() {
    for rest in ["2;b\n3;c", "2;\"b\"\n3;c", "\"2\";\"b\"\n3;c", "\"\";\"b\"\n3;c"] {
        let text = format!("x;y\n1;\"Dupont;Paul\n{rest}");
        let found = rows(text.as_bytes());
        assert_eq!(found.len(), 4, "{text:?} {found:?}");
        assert_eq!(found[1], (2, vec!["1".into(), "Dupont;Paul".into()], vec![Fault::UnclosedQuote]));
        assert_eq!((found[2].0, found[2].2.len()), (3, 0));
        assert_eq!((found[3].0, found[3].1.clone()), (4, vec!["3".into(), "c".into()]));
    }
}

#[test]
fn after_64_kb_an_open_quote_is_given_up() {
    let line = "1234;something\n";
    let many = 3 * BOUNDS.quoted / line.len();
    let text = format!("\"open\n{}", line.repeat(many));
    let found = rows(text.as_bytes());
    assert_eq!(found.len(), many + 1);
    assert_eq!(found[0].2, [Fault::UnclosedQuote]);
    assert!(found[1..].iter().all(|(_, cells, faults)| cells.len() == 2 && faults.is_empty()));
}

#[test]
fn a_cell_of_ten_megabytes_is_told_and_not_held() {
    let long = "x".repeat(10 << 20);
    for cell in [long.clone(), format!("\"{long}\"")] {
        let text = format!("1;{cell};2\n3;4;5");
        let mut lexer = Lexer::new(Source::new(Box::new(Cursor::new(text.into_bytes()))), b';');
        let mut row = RawRow::default();
        assert!(lexer.read(&mut row).unwrap());
        assert_eq!(row.ends, [1, 1, 2], "the cell is left out, its neighbors stay");
        assert_eq!(row.faults, [(Some(1), Fault::CellTooLong { bytes: 10 << 20, limit: BOUNDS.cell })]);
        assert!(row.bytes.capacity() < 4 * BOUNDS.cell, "{}", row.bytes.capacity());
        assert!(lexer.read(&mut row).unwrap());
        assert_eq!(row.bytes, b"345");
    }
}

#[test]
fn a_million_columns_are_counted_and_not_held() {
    let text = ";".repeat(1_000_000);
    let mut lexer = Lexer::new(Source::new(Box::new(Cursor::new(text.into_bytes()))), b';');
    let mut row = RawRow::default();
    assert!(lexer.read(&mut row).unwrap());
    assert_eq!((row.ends.len(), row.beyond), (BOUNDS.columns, 1_000_001 - BOUNDS.columns));
}

proptest! {
    /// The reader of the `csv` crate is the judge of files that are well made.
    #[test]
    fn well_made_files_are_read_as_others_read_them(
        table in prop::collection::vec(prop::collection::vec("[a;\"\n\r é']{0,6}", 3), 1..6),
    ) {
        let mut written = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        for row in &table {
            written.write_record(row).unwrap();
        }
        let bytes = written.into_inner().unwrap();
        let mut judge = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(&bytes[..]);
        let expected: Vec<Vec<String>> =
            judge.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(&expected, &table, "the judge reads what was written");
        let found = rows(&bytes);
        prop_assert!(found.iter().all(|(_, _, faults)| faults.is_empty()));
        prop_assert_eq!(found.into_iter().map(|(_, cells, _)| cells).collect::<Vec<_>>(), table);
    }

    #[test]
    fn no_file_stops_the_reader(bytes in prop::collection::vec(prop::sample::select(b"a;\"\n\r \x00\xff".to_vec()), 0..200)) {
        let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
        for (line, cells, _) in rows(&bytes) {
            prop_assert!(line >= 1 && line <= lines + 1 && !cells.is_empty());
        }
    }
}
