//! How large a workbook is once unpacked: a few kilobytes may hide gigabytes.

use std::io::Read;

use zip::ZipArchive;

use super::Input;
use super::repeats::Repeats;
use crate::error::TableError;

/// The most that a workbook may hold in all, in bytes.
pub(super) const WHOLE: u64 = 4 << 30;
/// The most that has to be held in memory, in bytes: all but the sheets of XLSX, which are read in
/// passing.
pub(super) const HELD: u64 = 512 << 20;
/// The longest stretch without a tag, in bytes: one cell.
const CELL: usize = 8 << 20;

/// The kinds of workbooks in a ZIP archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Book {
    Xlsx,
    Ods,
}

/// How much of something is allowed.
#[derive(Clone, Copy)]
struct Allowed {
    whole: u64,
    held: u64,
}

/// Unpacks everything once, keeping nothing: what an archive says of itself cannot be trusted.
///
/// # Errors
///
/// [`TableError::TooLarge`], and [`TableError::Damaged`] for what is no workbook.
pub(super) fn check(input: &mut dyn Input) -> Result<Book, TableError> {
    check_within(input, Allowed { whole: WHOLE, held: HELD })
}

fn check_within(input: &mut dyn Input, mut allowed: Allowed) -> Result<Book, TableError> {
    let mut archive = ZipArchive::new(input).map_err(damaged)?;
    let book = book(&archive)?;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        let is_passing = entry.name().map_err(damaged)?.starts_with("xl/worksheets/");
        let limit = if is_passing { allowed.whole } else { allowed.whole.min(allowed.held) };
        let mut repeats = (book == Book::Ods && entry.name().map_err(damaged)? == "content.xml").then(Repeats::default);
        let size = measure(&mut entry, limit, repeats.as_mut())?;
        if repeats.is_some_and(|repeats| repeats.expanded() > HELD) {
            return Err(TableError::TooLarge { limit: HELD });
        }
        allowed.whole -= size;
        if !is_passing {
            allowed.held -= size;
        }
    }
    Ok(book)
}

fn book<R: Read + std::io::Seek>(archive: &ZipArchive<R>) -> Result<Book, TableError> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml")
        || archive.file_names().any(|name| name.is_ok_and(|name| name.eq_ignore_ascii_case("xl/workbook.xml")))
    {
        Ok(Book::Xlsx)
    } else if has("content.xml") {
        Ok(Book::Ods)
    } else {
        Err(TableError::NotATable(crate::error::NotATable::Archive))
    }
}

/// Counts the bytes of an entry, as long as they are allowed.
fn measure(entry: &mut impl Read, limit: u64, mut repeats: Option<&mut Repeats>) -> Result<u64, TableError> {
    let (mut piece, mut size, mut stretch) = (vec![0; 1 << 16], 0, 0);
    loop {
        let read = entry.read(&mut piece).map_err(|error| TableError::Damaged(error.to_string()))?;
        if read == 0 {
            return Ok(size);
        }
        size += read as u64;
        if let Some(repeats) = &mut repeats {
            repeats.read(&piece[..read]);
        }
        stretch = match piece[..read].iter().rposition(|byte| *byte == b'<') {
            Some(last) => read - last,
            None => stretch + read,
        };
        if size > limit || stretch > CELL {
            return Err(TableError::TooLarge { limit: if size > limit { limit } else { CELL as u64 } });
        }
    }
}

fn damaged(error: zip::result::ZipError) -> TableError {
    match error {
        zip::result::ZipError::Io(error) => TableError::Io(error),
        other => TableError::Damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(entries: &[(&str, usize)]) -> Cursor<Vec<u8>> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&b"<c> </c>".repeat(size / 8)).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn what_is_held_and_what_is_passing_are_counted_apart() {
        let allowed = Allowed { whole: 1 << 20, held: 1 << 14 };
        let check = |entries: &[(&str, usize)]| check_within(&mut archive(entries), allowed);
        let book = ("xl/workbook.xml", 80);
        assert_eq!(check(&[book, ("xl/worksheets/sheet1.xml", 1 << 18)]).unwrap(), Book::Xlsx);
        assert_eq!(check(&[("content.xml", 800)]).unwrap(), Book::Ods);
        let large = check(&[book, ("xl/sharedStrings.xml", 1 << 18)]);
        assert!(matches!(large, Err(TableError::TooLarge { limit: 16_304 })), "{large:?}");
        let large = check(&[book, ("xl/worksheets/sheet1.xml", 1 << 21)]);
        assert!(matches!(large, Err(TableError::TooLarge { .. })), "{large:?}");
        assert!(matches!(check(&[("readme.txt", 80)]), Err(TableError::NotATable(_))));
    }

    #[test]
    fn a_cell_without_end_is_too_large() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
        writer.write_all(&vec![b'x'; CELL + 10]).unwrap();
        let bomb = &mut writer.finish().unwrap();
        assert!(bomb.get_ref().len() < 100_000, "a small file");
        assert!(matches!(check(bomb), Err(TableError::TooLarge { .. })));
    }
}
