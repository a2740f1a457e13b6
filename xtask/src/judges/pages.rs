//! poppler, a reader of PDF: what it reads from a statement is what the shop wrote, on every page.

use std::path::Path;
use std::process::Command;

use super::shop::{Shop, text_of};
use super::{Bench, Trial};
use crate::failure::Failure;
use crate::packages;
use crate::process;

const NAME: &str = "relevé";
const JUDGE: &str = "poppler";
/// Enough entries for a second page.
const PURCHASES: usize = 40;
/// The window of an envelope DL on an A4 page folded in three, in points: from left to right, from top to bottom.
const WINDOW: ((u32, u32), (u32, u32)) = ((283, 567), (99, 230));

/// Judges the statement of an account.
pub(super) fn trials(bench: &Bench) -> Vec<Trial> {
    if let Err(reason) = packages::ensure(packages::JUDGES) {
        return vec![Trial::skipped(JUDGE, "relevé de compte en PDF", reason)];
    }
    Trial::all_or_why(JUDGE, NAME, || statement(bench))
}

fn statement(bench: &Bench) -> Result<Vec<Trial>, Failure> {
    let shop = Shop::open(&bench.kit, &bench.folder.join("releve"), "")?;
    let card = shop.card()?;
    shop.ask(&["customer", "show", &card])?;
    shop.ask(&["account", "open", &card])?;
    for _ in 0..PURCHASES {
        shop.ask(&["sale", "--scan", "CEI-0009", "--customer", &card, "--pay", "on-account"])?;
    }
    shop.ask(&["account", "pay", &card, "100,50", "--pay", "cheque"])?;
    let file = bench.folder.join("releve.pdf");
    let path = file.to_string_lossy().into_owned();
    let told = shop.ask(&["account", "statement", &card, "--pdf", &path])?;
    let read = process::text(Command::new("pdftotext").args(["-layout"]).arg(&file).arg("-"))?;
    let read = read.replace(['\u{202f}', '\u{a0}'], " ");
    picture(bench, &file)?;
    Ok(vec![
        Trial::new(JUDGE, "relevé : chaque écriture, son solde", entries(&told, &read)),
        Trial::new(JUDGE, "relevé : deux pages numérotées", pages(&read)),
        Trial::new(JUDGE, "relevé : en-tête et totaux", words(&told, &read)),
        Trial::new(JUDGE, "relevé : l'adresse est dans la fenêtre", window(&told, &file)?),
        Trial::new(JUDGE, "relevé : polices incorporées", fonts(&file)?),
    ])
}

/// Keeps the first page to be looked at.
fn picture(bench: &Bench, file: &Path) -> Result<(), Failure> {
    let target = bench.gallery.join("releve");
    let arguments = ["-png", "-r", "100", "-f", "1", "-l", "1", "-singlefile"];
    process::run(Command::new("pdftoppm").args(arguments).arg(file).arg(target))
}

fn check(good: bool, wrong: impl FnOnce() -> String) -> Result<(), String> {
    if good { Ok(()) } else { Err(wrong()) }
}

/// `-1234.50` as French pages write it. One glyph may stand for every space, so that a reader cannot tell the
/// narrow one of amounts from others: all are read as one.
fn french(amount: &serde_json::Value) -> String {
    let text = text_of(amount);
    let (units, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let digits = units.trim_start_matches('-');
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    let sign = if units.starts_with('-') { "-" } else { "" };
    format!("{sign}{grouped},{cents}")
}

/// Each entry is one line with its receipt and the balance after it, in their order.
fn entries(told: &serde_json::Value, read: &str) -> Result<(), String> {
    let mut lines = read.lines();
    for entry in told["entries"].as_array().into_iter().flatten() {
        let (number, balance) = (text_of(&entry["number"]), french(&entry["balance"]));
        let found = lines.any(|line| line.contains(&number) && line.trim_end().ends_with(&balance));
        check(found, || format!("{number} {balance} manque"))?;
    }
    Ok(())
}

fn pages(read: &str) -> Result<(), String> {
    let pages: Vec<&str> = read.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    check(pages.len() == 2, || format!("{} page(s)", pages.len()))?;
    let numbered = (1..).zip(&pages).all(|(number, page)| page.contains(&format!("Page {number} / 2")));
    check(numbered, || "sans numéro".to_owned())
}

fn words(told: &serde_json::Value, read: &str) -> Result<(), String> {
    let sums = ["opening", "debits", "credits", "closing"].map(|sum| french(&told[sum]));
    let words = ["SIRET", "Relevé de compte", "Solde à reporter", "Totaux et solde", "Reste dû"].map(str::to_owned);
    let lacking: Vec<String> = words.into_iter().chain(sums).filter(|word| !read.contains(word)).collect();
    check(lacking.is_empty(), || lacking.join(", "))
}

/// What stands in the window is the customer's name, whole.
fn window(told: &serde_json::Value, file: &Path) -> Result<Result<(), String>, Failure> {
    let ((left, right), (top, bottom)) = WINDOW;
    let area = [("-x", left), ("-y", top), ("-W", right - left), ("-H", bottom - top)];
    let mut command = Command::new("pdftotext");
    command.args(["-layout", "-f", "1", "-l", "1"]);
    for (option, points) in area {
        command.args([option, &points.to_string()]);
    }
    let read = process::text(command.arg(file).arg("-"))?;
    let name = text_of(&told["customer"]["name"]);
    let lines: Vec<&str> = read.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Ok(check(lines.first() == Some(&name.as_str()) && lines.len() > 1, || format!("{lines:?}")))
}

fn fonts(file: &Path) -> Result<Result<(), String>, Failure> {
    let read = process::text(Command::new("pdffonts").arg(file))?;
    let fonts: Vec<&str> = read.lines().skip(2).collect();
    // Name, type, encoding, then: embedded, subset, with its letters.
    let whole = |font: &&str| font.contains("ComptoirSans") && font.contains("yes yes yes");
    Ok(check(!fonts.is_empty() && fonts.iter().all(whole), || read.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_in_france() {
        for (told, written) in
            [("0.05", "0,05"), ("-12.50", "-12,50"), ("1234.50", "1 234,50"), ("123456.00", "123 456,00")]
        {
            assert_eq!(french(&serde_json::json!(told)), written);
        }
    }

    #[test]
    fn a_page_without_its_number_is_found() {
        assert!(pages("a\nPage 1 / 2\n\u{c}b\nPage 2 / 2\n\u{c}").is_ok());
        assert!(pages("a\nPage 1 / 1\n\u{c}").is_err());
        assert!(pages("a\nPage 1 / 2\n\u{c}b\n\u{c}").is_err());
    }
}
