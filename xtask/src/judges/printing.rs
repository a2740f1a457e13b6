//! What judges say about our printing: commands, letters, symbols, drawer.

use super::emupos::{CLONE, EPSON, Emupos, Receipt};
use super::{Bench, Trial, zbar};
use crate::failure::Failure;

/// Letters of our test page that every printer has.
const LETTERS: &str = "éèêëàâäçîïôöùûü";

/// Printers and sets of characters, with how each shows an amount.
const PAGES: [(&str, &str, &str); 3] =
    [(EPSON, "cp1252", "12,50 €"), (EPSON, "cp858", "12,50 €"), (CLONE, "cp437", "12,50 EUR")];

/// The symbols of our test page, as a reader of barcodes names them.
const SYMBOLS: [&str; 3] = ["EAN-13:2900000012349", "CODE-128:C1-000123", "QR-Code:TEST|C1|12.50"];

/// What emupos 0.4.0 does not know although it is in Epson's reference: `ESC R 0`, which takes a
/// printer out of the French set of characters, where `@` prints as `à`.
const UNKNOWN_TO_JUDGE: &str = "skipped unknown bytes 1b 52 00";

/// Judges the test page on two printers and what comes with it.
pub(super) fn trials(emupos: &Emupos, bench: &Bench) -> Result<Vec<Trial>, Failure> {
    let mut trials = Vec::new();
    for (printer, page, amount) in PAGES {
        for columns in ["48", "42"] {
            let bytes = bench.bytes(&["test-page", page, columns])?;
            let receipt = emupos.print(printer, &bytes)?;
            let where_ = format!("{printer}, {page}, {columns} col.");
            trials.push(Trial::new("emupos", format!("{where_} : commandes"), known_commands(&receipt)));
            trials.push(Trial::new("emupos", format!("{where_} : lettres"), letters(&receipt, amount)));
            trials.push(symbols(&receipt, bench, &where_));
        }
    }
    trials.push(drawer(emupos, bench)?);
    Ok(trials)
}

/// A command that the printer skips prints rubbish on another one.
pub(super) fn known_commands(receipt: &Receipt) -> Result<(), String> {
    let mut wrong = receipt.reports("printer.command.unknown");
    wrong.retain(|report| *report != UNKNOWN_TO_JUDGE);
    wrong.extend(receipt.reports("printer.codepage.unsupported"));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join(" ; ")) }
}

fn letters(receipt: &Receipt, amount: &str) -> Result<(), String> {
    let text = receipt.text();
    if text.contains('\u{fffd}') {
        return Err("des lettres sont illisibles (�)".to_owned());
    }
    match [LETTERS, amount].iter().find(|letters| !text.contains(**letters)) {
        None => Ok(()),
        Some(missing) => Err(format!("il manque « {missing} » dans :\n{text}")),
    }
}

fn symbols(receipt: &Receipt, bench: &Bench, where_: &str) -> Trial {
    let what = format!("{where_} : codes-barres");
    let file = bench.folder.join(format!("{}.png", where_.replace(|c: char| !c.is_alphanumeric(), "-")));
    match zbar::read(&receipt.papers, &file) {
        Err(reason) => Trial::skipped("zbar", what, reason),
        Ok(read) => Trial::new("zbar", what, all_read(&read.join("\n"))),
    }
}

fn all_read(read: &str) -> Result<(), String> {
    match SYMBOLS.iter().find(|symbol| !read.lines().any(|line| line == **symbol)) {
        None => Ok(()),
        Some(missing) => Err(format!("{missing} n'est pas lu ; lu : {}", read.replace('\n', ", "))),
    }
}

fn drawer(emupos: &Emupos, bench: &Bench) -> Result<Trial, Failure> {
    let receipt = emupos.print(EPSON, &bench.bytes(&["drawer"])?)?;
    let opened = receipt.reports("drawer.opened");
    let test = match opened[..] {
        ["drawer opened (pin 2)"] => known_commands(&receipt),
        _ => Err(format!("tiroir : {opened:?}")),
    };
    Ok(Trial::new("emupos", "tiroir : ouvert une fois, broche 2", test))
}

#[cfg(test)]
mod tests {
    use super::super::emupos::{Event, Paper};
    use super::*;

    fn receipt(text: &str, kinds: &[&str]) -> Receipt {
        let event =
            |kind: &&str| Event { device: EPSON.to_owned(), kind: (*kind).to_owned(), text: "bytes 1b 19".to_owned() };
        let papers = vec![Paper { text: text.to_owned(), image: Vec::new() }];
        Receipt { papers, events: kinds.iter().map(event).collect() }
    }

    #[test]
    fn an_unknown_command_fails() {
        assert!(known_commands(&receipt("", &["printer.job.completed"])).is_ok());
        let why = known_commands(&receipt("", &["printer.command.unknown"])).unwrap_err();
        assert!(why.contains("1b 19"), "{why}");
        let mut gap = receipt("", &["printer.command.unknown"]);
        UNKNOWN_TO_JUDGE.clone_into(&mut gap.events[0].text);
        assert!(known_commands(&gap).is_ok(), "a gap of the judge is not a fault of ours");
        assert!(known_commands(&receipt("", &["printer.codepage.unsupported"])).is_err());
    }

    #[test]
    fn missing_or_broken_letters_fail() {
        let good = format!("{LETTERS}ÿ\n12,50 €");
        let judged = |text: &str| letters(&receipt(text, &[]), "12,50 €");
        assert!(judged(&good).is_ok());
        assert!(judged(&good.replace('é', "e")).is_err());
        assert!(judged(&good.replace('€', "EUR")).is_err());
        assert!(judged(&format!("{good}\u{fffd}")).is_err());
    }

    #[test]
    fn every_symbol_must_be_read() {
        assert!(all_read(&SYMBOLS.join("\n")).is_ok());
        let why = all_read(&SYMBOLS[1..].join("\n")).unwrap_err();
        assert!(why.contains("EAN-13:2900000012349 n'est pas lu"), "{why}");
        assert!(all_read("").is_err());
    }
}
