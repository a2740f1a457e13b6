//! Our devices before the judges; `cargo xtask judges` runs it.
//!
//! - `test-page CODE_PAGE COLUMNS`, `drawer`: the bytes of a document, on standard output;
//! - `send CONNECTION`: prints the test page, says how it ended;
//! - `listen PORT`: says each code of a serial scanner, one a line, until it is ended.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::mpsc;

use comptoir_devices::escpos::{CodePage, test_page};
use comptoir_devices::printer::USUAL_TIMEOUT;
use comptoir_devices::{Connection, Document, PrinterProfile, ScanEvent, SerialScanner, encode};
use comptoir_domain::language::Language;

const USAGE: &str = "usage: test-page cp1252|cp858|cp437 COLUMNS | drawer | send CONNECTION | listen PORT";
const BAUD: u32 = 9600;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), String> {
    match words {
        ["send", connection] => say(&sent(connection)?),
        ["listen", port] => listen(port),
        _ => io::stdout().write_all(&bytes(words).ok_or(USAGE)?).map_err(|error| error.to_string()),
    }
}

/// Codes are read while they come, so each line leaves at once.
fn say(line: &str) -> Result<(), String> {
    let mut out = io::stdout();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| error.to_string())
}

fn bytes(words: &[&str]) -> Option<Vec<u8>> {
    match words {
        ["test-page", page, columns] => Some(page_bytes(&profile(page, columns)?)),
        ["drawer"] => {
            let mut ticket = Document::new();
            ticket.open_drawer().text("Tiroir").cut();
            Some(encode(&ticket, &PrinterProfile::default()))
        }
        _ => None,
    }
}

fn page_bytes(profile: &PrinterProfile) -> Vec<u8> {
    encode(&test_page(profile, Language::French), profile)
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

/// A job that went wrong is an answer, too: the fault and what may be on paper.
fn sent(connection: &str) -> Result<String, String> {
    let connection: Connection = connection.parse().map_err(text)?;
    let page = page_bytes(&PrinterProfile::default());
    Ok(match comptoir_devices::send(&connection, &page, USUAL_TIMEOUT) {
        Ok(sent) => format!("{sent:?}"),
        Err(error) => format!("{:?}, {:?}", error.fault, error.printed),
    })
}

fn listen(port: &str) -> Result<(), String> {
    let (sender, events) = mpsc::channel();
    let _scanner = SerialScanner::spawn(port, BAUD, move |event| {
        // Nobody listens any more when this program ends.
        let _ = sender.send(event);
    })
    .map_err(text)?;
    for event in events {
        match event {
            ScanEvent::Scan(scan) => say(&scan.text)?,
            other => say(&format!("{other:?}"))?,
        }
    }
    Ok(())
}

fn text(error: impl Display) -> String {
    error.to_string()
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

    #[test]
    fn a_job_is_answered_with_how_it_ended() {
        let file = std::env::temp_dir().join(format!("comptoir-judges-{}.bin", std::process::id()));
        let said = sent(&format!("file:{}", file.display())).unwrap();
        let bytes = std::fs::read(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(said, "Printed { paper_low: false }");
        assert_eq!(bytes, page_bytes(&PrinterProfile::default()));
        assert!(sent("lpt:1").is_err());
    }
}
