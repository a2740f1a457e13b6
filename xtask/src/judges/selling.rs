//! What judges say about receipts of real sales: the till sells, a printer of others prints.

use serde_json::Value;

use super::compared::{aligned, figures, fits, same_lines};
use super::emupos::{EPSON, Emupos, MEDIUM, NARROW, Receipt};
use super::printing::known_commands;
use super::shop::{Shop, printer, text_of};
use super::{Bench, Trial, gallery, zbar};
use crate::failure::Failure;

/// What a customer with a card buys: twice one thing, a dear one, a long name with a discount, and
/// a quarter of a kilogram at another rate of VAT. It is enough for a gift.
const BASKET: [&str; 5] = ["sale", "--scan", "2xCHE-0001", "VES-0012", "MAH-0009"];
/// Long names, accents, guillemets, and more than a thousand euros.
const LONG_NAMES: [&str; 7] = ["sale", "--scan", "ECH-0007", "2xBEB-0003", "SOU-0012", "LIV-0003", "3xVES-0013"];

/// Judges receipts over the network and over a serial line, on wide and on narrow paper.
pub(super) fn trials(emupos: &Emupos, bench: &Bench) -> Vec<Trial> {
    let network = format!("tcp:{}", emupos.address(EPSON));
    let serial = |printer| format!("serial:{}", emupos.line(printer).display());
    let ways = [
        ("réseau-48", EPSON, network, "columns = 48", "48"),
        ("série-42", MEDIUM, serial(MEDIUM), "columns = 42\ndots = 512\ncode_page = \"cp858\"", "42"),
        ("série-32", NARROW, serial(NARROW), "columns = 32\ndots = 384\ncode_page = \"cp858\"", "32"),
    ];
    let mut trials = Vec::new();
    for (name, roll, connection, profile, columns) in ways {
        trials.extend(Trial::all_or_why(name, || {
            let shop = Shop::open(&bench.kit, &bench.folder.join(name), &printer(&connection, profile))?;
            Scene { emupos, bench, shop, name, roll, columns }.trials()
        }));
    }
    trials
}

/// A shop with one printer.
struct Scene<'a> {
    emupos: &'a Emupos,
    bench: &'a Bench,
    shop: Shop<'a>,
    name: &'static str,
    /// Which of the printers.
    roll: &'static str,
    columns: &'static str,
}

/// What must be true of one paper, besides its text.
struct Expected<'a> {
    what: &'a str,
    /// Words that make it what it is.
    words: &'a [&'a str],
    drawer: bool,
    /// The codes to be read from it.
    codes: Vec<String>,
}

impl Scene<'_> {
    fn trials(&self) -> Result<Vec<Trial>, Failure> {
        let (sold, mut trials) = self.sale()?;
        let (long, more) = self.long_names()?;
        trials.extend(more);
        trials.extend(self.refund(&sold)?);
        trials.extend(self.credit_note(&long)?);
        for copy in ["DUPLICATA n° 1", "DUPLICATA n° 2"] {
            trials.extend(self.duplicate(&sold, copy)?);
        }
        Ok(trials)
    }

    /// A customer with a card pays cash and takes the gift as a voucher; gives the number, too.
    fn sale(&self) -> Result<(String, Vec<Trial>), Failure> {
        let card = self.shop.card()?;
        let mut words = BASKET.to_vec();
        words.extend(["0,25xTHE-0008", "--line-discount", "3=10%", "--customer", &card]);
        words.extend(["--take", "gift", "--pay", "cash=620", "--receipt", "print"]);
        let (answer, paper) = self.printed(&words)?;
        let number = text_of(&answer["number"]);
        let voucher = text_of(&answer["issued"][0]["code"]);
        let codes = vec![number.clone(), voucher];
        let expected =
            Expected {
                what: "vente", words: &["BON D'ACHAT", "Remise", "0,250 kg × 32,00 €/kg"], drawer: true, codes
            };
        let mut trials = self.judge(&self.shop.receipt(&number, self.columns)?, &paper, &expected)?;
        trials.push(self.trial("vente : montants de --json", figures(&answer, &paper.text)));
        Ok((number, trials))
    }

    /// Paid by card, so that the drawer stays shut.
    fn long_names(&self) -> Result<(String, Vec<Trial>), Failure> {
        let mut words = LONG_NAMES.to_vec();
        words.extend(["--pay", "card", "--receipt", "print"]);
        let (answer, paper) = self.printed(&words)?;
        let number = text_of(&answer["number"]);
        let words = &["Carré de soie « Traboules »", "Carte"];
        let expected = Expected { what: "libellés longs", words, drawer: false, codes: vec![number.clone()] };
        let mut trials = self.judge(&self.shop.receipt(&number, self.columns)?, &paper, &expected)?;
        trials.push(self.trial("libellés longs : montants de --json", figures(&answer, &paper.text)));
        Ok((number, trials))
    }

    /// One of two shirts comes back for cash.
    fn refund(&self, sold: &str) -> Result<Vec<Trial>, Failure> {
        let (answer, paper) =
            self.printed(&["refund", sold, "--line", "1=1", "--pay", "cash", "--receipt", "print"])?;
        let number = text_of(&answer["number"]);
        let words = &["REMBOURSEMENT", sold];
        let expected = Expected { what: "remboursement", words, drawer: true, codes: vec![number.clone()] };
        let mut trials = self.judge(&self.shop.receipt(&number, self.columns)?, &paper, &expected)?;
        trials.push(self.trial("remboursement : montants de --json", figures(&answer, &paper.text)));
        Ok(trials)
    }

    /// Another thing comes back for a credit note, which must be readable when it is spent.
    fn credit_note(&self, sold: &str) -> Result<Vec<Trial>, Failure> {
        let (answer, paper) =
            self.printed(&["refund", sold, "--line", "5=1", "--pay", "credit-note", "--receipt", "print"])?;
        let number = text_of(&answer["number"]);
        let codes = vec![number.clone(), text_of(&answer["issued"][0]["code"])];
        let expected = Expected { what: "avoir", words: &["REMBOURSEMENT", "AVOIR"], drawer: false, codes };
        self.judge(&self.shop.receipt(&number, self.columns)?, &paper, &expected)
    }

    /// A copy says which it is, and opens no drawer although the sale was paid in cash.
    fn duplicate(&self, sold: &str, copy: &str) -> Result<Vec<Trial>, Failure> {
        let (answer, paper) = self.printed(&["receipt", sold, "--reprint", "--columns", self.columns])?;
        let ours = text_of(&answer["text"]);
        let expected = Expected { what: copy, words: &[copy, sold], drawer: false, codes: named_codes(&ours) };
        self.judge(&ours, &paper, &expected)
    }

    /// What the till answers, and what came out of the printer.
    fn printed(&self, words: &[&str]) -> Result<(Value, Receipt), Failure> {
        self.emupos.close_drawer(self.roll)?;
        let mark = self.emupos.mark(self.roll)?;
        let answer = self.shop.ask(words)?;
        Ok((answer, self.emupos.printed_since(&mark)?))
    }

    fn judge(&self, ours: &str, paper: &Receipt, expected: &Expected<'_>) -> Result<Vec<Trial>, Failure> {
        let what = expected.what;
        gallery::keep(self.bench, &format!("{}-{what}", self.name), &paper.images)?;
        let text = same_lines(&paper.text, ours)
            .and_then(|()| fits(&paper.text, self.columns))
            .and_then(|()| words(&paper.text, expected.words));
        let drawer = match (paper.reports("drawer.opened").len(), expected.drawer) {
            (1, true) | (0, false) => Ok(()),
            (times, _) => Err(format!("ouvert {times} fois")),
        };
        let drawer_row = if expected.drawer { "tiroir ouvert" } else { "tiroir fermé" };
        Ok(vec![
            self.trial(&format!("{what} : commandes"), known_commands(paper)),
            self.trial(&format!("{what} : texte, ligne à ligne"), text),
            self.trial(&format!("{what} : montants alignés"), aligned(&paper.text)),
            self.trial(&format!("{what} : {drawer_row}"), drawer),
            self.codes(paper, expected),
        ])
    }

    fn trial(&self, what: &str, test: Result<(), String>) -> Trial {
        Trial::new("emupos", format!("{} : {what}", self.name), test)
    }

    fn codes(&self, paper: &Receipt, expected: &Expected<'_>) -> Trial {
        let what = format!("{} : {} : codes-barres", self.name, expected.what);
        let file = self.bench.folder.join(gallery::file_name(&what));
        match zbar::read(&paper.images, &file) {
            Err(reason) => Trial::skipped("zbar", what, reason),
            Ok(read) => Trial::new("zbar", what, exactly(&read, &expected.codes)),
        }
    }
}

/// The codes that our text names where the paper has bars.
fn named_codes(ours: &str) -> Vec<String> {
    let name = |line: &str| line.trim().strip_prefix("[code128 ")?.strip_suffix(']').map(str::to_owned);
    ours.lines().filter_map(name).collect()
}

fn words(text: &str, words: &[&str]) -> Result<(), String> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let missing = words.iter().find(|word| !text.contains(**word));
    missing.map_or(Ok(()), |word| Err(format!("il manque « {word} » dans : {text}")))
}

/// Every code is read, and nothing else.
pub(super) fn exactly(read: &str, codes: &[String]) -> Result<(), String> {
    let mut found: Vec<String> = read.lines().map(str::to_owned).collect();
    let mut wanted: Vec<String> = codes.iter().map(|code| format!("CODE-128:{code}")).collect();
    found.sort();
    wanted.sort();
    if found == wanted { Ok(()) } else { Err(format!("lu {found:?} au lieu de {wanted:?}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_exactly_or_not_at_all() {
        let codes = ["C1-000054".to_owned(), "BA-HY98-4RME".to_owned()];
        assert!(exactly("CODE-128:BA-HY98-4RME\nCODE-128:C1-000054", &codes).is_ok());
        for wrong in ["", "CODE-128:C1-000054", "CODE-128:BA-HY98-4RME\nCODE-128:C1-000054\nQR-Code:x"] {
            assert!(exactly(wrong, &codes).is_err(), "{wrong}");
        }
    }

    #[test]
    fn codes_are_named_in_our_text() {
        let text = "Ticket C1-000054\n   [code128 BA-HY98-4RME]\n[code128 C1-000054]";
        assert_eq!(named_codes(text), ["BA-HY98-4RME", "C1-000054"]);
        assert!(named_codes("[ean13 2900000012349]").is_empty());
    }

    #[test]
    fn words_are_found_across_lines() {
        assert!(words("REMBOURSEMENT\ndu ticket C1-1", &["REMBOURSEMENT du", "C1-1"]).is_ok());
        assert!(words("REMBOURSEMENT", &["AVOIR"]).is_err());
    }
}
