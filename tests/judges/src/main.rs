//! Writes to its standard output what our devices would be sent, so that others can judge it.
//!
//! `cargo xtask judges` runs it:
//!
//! - `test-page CODE_PAGE COLUMNS`: the printer's test page;
//! - `drawer`: a ticket that opens the drawer.

use std::io::Write;
use std::process::ExitCode;

use comptoir_devices::escpos::{CodePage, test_page};
use comptoir_devices::messages::Language;
use comptoir_devices::{Document, PrinterProfile, encode};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some(bytes) = bytes(&words) else {
        eprintln!("usage: test-page cp1252|cp858|cp437 COLUMNS, or: drawer");
        return ExitCode::from(2);
    };
    match std::io::stdout().write_all(&bytes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stdout: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bytes(words: &[&str]) -> Option<Vec<u8>> {
    match words {
        ["test-page", page, columns] => {
            let profile = profile(page, columns)?;
            Some(encode(&test_page(&profile, Language::French), &profile))
        }
        ["drawer"] => {
            let mut ticket = Document::new();
            ticket.open_drawer().text("Tiroir").cut();
            Some(encode(&ticket, &PrinterProfile::default()))
        }
        _ => None,
    }
}

fn profile(page: &str, columns: &str) -> Option<PrinterProfile> {
    let code_page = match page {
        "cp1252" => CodePage::Cp1252,
        "cp858" => CodePage::Cp858,
        "cp437" => CodePage::Cp437,
        _ => return None,
    };
    let columns = columns.parse().ok()?;
    Some(PrinterProfile { code_page, ..PrinterProfile::with_columns(columns) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_words() {
        assert!(bytes(&["test-page", "cp1252", "48"]).is_some_and(|bytes| bytes.len() > 500));
        assert!(bytes(&["drawer"]).is_some());
        for wrong in [&["test-page"][..], &["test-page", "cp9", "48"], &["test-page", "cp437", "x"], &[]] {
            assert_eq!(bytes(wrong), None, "{wrong:?}");
        }
    }
}
