//! What judges say about receipts of real sales: the till sells, a printer of others prints.

use serde_json::Value;

use super::compared::{aligned, figures, fits, french, same_lines};
use super::emupos::{EPSON, Emupos, MEDIUM, NARROW, Receipt};
use super::printing::known_commands;
use super::shop::{NOON, Shop, printer, text_of};
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
        trials.extend(Trial::all_or_why("emupos", name, || {
            let shop = Shop::open(&bench.kit, &bench.folder.join(name), &printer(&connection, profile))?;
            Scene { emupos, bench, shop, name, roll, columns }.trials()
        }));
    }
    trials
}

/// The name of the demo shop.
const SHOP: &str = "Au Fil des Saisons";

/// What is asked about again after the sale.
struct Sold {
    number: String,
    /// The code of the voucher that it issued.
    voucher: String,
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
    /// The codes to be read from each paper.
    codes: Vec<Vec<String>>,
    /// Words of the paper below the cut.
    coupon: Vec<String>,
}

impl Scene<'_> {
    fn trials(&self) -> Result<Vec<Trial>, Failure> {
        let (sold, mut trials) = self.sale()?;
        let (long, more) = self.long_names()?;
        trials.extend(more);
        trials.extend(self.refund(&sold.number)?);
        trials.extend(self.credit_note(&long)?);
        for copy in ["DUPLICATA n° 1", "DUPLICATA n° 2"] {
            trials.extend(self.duplicate(&sold, copy)?);
        }
        Ok(trials)
    }

    /// A customer with a card pays cash and takes the gift as a voucher; gives what it was, too.
    fn sale(&self) -> Result<(Sold, Vec<Trial>), Failure> {
        let card = self.shop.card()?;
        let mut words = BASKET.to_vec();
        words.extend(["0,25xTHE-0008", "--line-discount", "3=10%", "--customer", &card]);
        words.extend(["--take", "gift", "--pay", "cash=620", "--receipt", "print"]);
        let (answer, paper) = self.printed(&words, 2)?;
        let number = text_of(&answer["number"]);
        let voucher = &answer["issued"][0];
        let mut coupon = coupon("BON D'ACHAT", &number, voucher);
        coupon.push(format!("Valable jusqu'au {}", french_day(&text_of(&voucher["expires"]))));
        let codes = vec![vec![number.clone()], vec![text_of(&voucher["code"])]];
        let words = &["Remise 10 %", "0,250 kg × 32,00 €/kg"];
        let expected = Expected { what: "vente", words, drawer: true, codes, coupon };
        let sold = Sold { voucher: text_of(&voucher["code"]), number };
        Ok((sold, self.judge_sale(&answer, &paper, &expected)?))
    }

    /// Paid by card, so that the drawer stays shut.
    fn long_names(&self) -> Result<(String, Vec<Trial>), Failure> {
        let mut words = LONG_NAMES.to_vec();
        words.extend(["--pay", "card", "--receipt", "print"]);
        let (answer, paper) = self.printed(&words, 1)?;
        let number = text_of(&answer["number"]);
        let words = &["Carré de soie « Traboules »", "Carte"];
        let codes = vec![vec![number.clone()]];
        let expected = Expected { what: "libellés longs", words, drawer: false, codes, coupon: Vec::new() };
        Ok((number, self.judge_sale(&answer, &paper, &expected)?))
    }

    /// One of two shirts comes back for cash.
    fn refund(&self, sold: &str) -> Result<Vec<Trial>, Failure> {
        let (answer, paper) =
            self.printed(&["refund", sold, "--line", "1=1", "--pay", "cash", "--receipt", "print"], 1)?;
        let words = &["REMBOURSEMENT", sold];
        let codes = vec![vec![text_of(&answer["number"])]];
        let expected = Expected { what: "remboursement", words, drawer: true, codes, coupon: Vec::new() };
        self.judge_sale(&answer, &paper, &expected)
    }

    /// Another thing comes back for a credit note, which must be readable when it is spent.
    fn credit_note(&self, sold: &str) -> Result<Vec<Trial>, Failure> {
        let (answer, paper) =
            self.printed(&["refund", sold, "--line", "5=1", "--pay", "credit-note", "--receipt", "print"], 2)?;
        let number = text_of(&answer["number"]);
        let note = &answer["issued"][0];
        let coupon = coupon("AVOIR", &number, note);
        let codes = vec![vec![number], vec![text_of(&note["code"])]];
        let expected = Expected { what: "avoir", words: &["REMBOURSEMENT", sold], drawer: false, codes, coupon };
        self.judge_sale(&answer, &paper, &expected)
    }

    /// A copy says which it is, and opens no drawer although the sale was paid in cash. It names the voucher
    /// without its bars: nobody can spend a copy.
    fn duplicate(&self, sold: &Sold, copy: &str) -> Result<Vec<Trial>, Failure> {
        let Sold { number, voucher } = sold;
        let (answer, paper) = self.printed(&["receipt", number, "--reprint", "--columns", self.columns], 1)?;
        let coupon = vec![format!("Bon d'achat {voucher} : "), "remis avec l'original".to_owned()];
        let codes = vec![vec![number.clone()]];
        let expected = Expected { what: copy, words: &[copy, number], drawer: false, codes, coupon };
        self.judge(&text_of(&answer["text"]), &paper, &expected)
    }

    /// As [`Self::judge`], against the till's text and the figures of its answer.
    fn judge_sale(&self, answer: &Value, paper: &Receipt, expected: &Expected<'_>) -> Result<Vec<Trial>, Failure> {
        let ours = self.shop.receipt(&text_of(&answer["number"]), self.columns)?;
        let mut trials = self.judge(&ours, paper, expected)?;
        let what = format!("{} : montants de --json", expected.what);
        trials.push(self.trial(&what, figures(answer, &paper.text())));
        Ok(trials)
    }

    /// What the till answers, and what came out of the printer.
    fn printed(&self, words: &[&str], papers: usize) -> Result<(Value, Receipt), Failure> {
        self.emupos.close_drawer(self.roll)?;
        let mark = self.emupos.mark(self.roll)?;
        let answer = self.shop.ask(words)?;
        Ok((answer, self.emupos.printed_since(&mark, papers)?))
    }

    fn judge(&self, ours: &str, paper: &Receipt, expected: &Expected<'_>) -> Result<Vec<Trial>, Failure> {
        let what = expected.what;
        gallery::keep(self.bench, &format!("{}-{what}", self.name), &paper.papers)?;
        let all = paper.text();
        let text = same_lines(&all, ours)
            .and_then(|()| fits(&all, self.columns))
            .and_then(|()| words(&all, expected.words.iter().copied()));
        let drawer = match (paper.reports("drawer.opened").len(), expected.drawer) {
            (1, true) | (0, false) => Ok(()),
            (times, _) => Err(format!("ouvert {times} fois")),
        };
        let drawer_row = if expected.drawer { "tiroir ouvert" } else { "tiroir fermé" };
        let mut trials = vec![
            self.trial(&format!("{what} : commandes"), known_commands(paper)),
            self.trial(&format!("{what} : texte, ligne à ligne"), text),
            self.trial(&format!("{what} : montants alignés"), aligned(&all)),
            self.trial(&format!("{what} : {drawer_row}"), drawer),
            self.codes(paper, expected),
        ];
        if !expected.coupon.is_empty() {
            let below = paper.papers.last().map_or("", |paper| &*paper.text);
            let test = words(below, expected.coupon.iter().map(String::as_str));
            trials.push(self.trial(&format!("{what} : coupon sous la coupe"), test));
        }
        Ok(trials)
    }

    fn trial(&self, what: &str, test: Result<(), String>) -> Trial {
        Trial::new("emupos", format!("{} : {what}", self.name), test)
    }

    fn codes(&self, paper: &Receipt, expected: &Expected<'_>) -> Trial {
        let what = format!("{} : {} : codes-barres", self.name, expected.what);
        let file = self.bench.folder.join(gallery::file_name(&what));
        match zbar::read(&paper.papers, &file) {
            Err(reason) => Trial::skipped("zbar", what, reason),
            Ok(read) => Trial::new("zbar", what, exactly(&read, &expected.codes)),
        }
    }
}

/// What stands on a paper that comes back as money: whose it is, its worth, its day and its sale.
fn coupon(name: &str, number: &str, issued: &Value) -> Vec<String> {
    let worth = format!("{name} {} €", french(&text_of(&issued["amount"])));
    vec![SHOP.to_owned(), worth, format!("Remis le {}, n° {number}", french_day(&NOON[..10]))]
}

/// `2026-11-22` as a French customer reads it.
fn french_day(day: &str) -> String {
    day.rsplit('-').collect::<Vec<_>>().join("/")
}

fn words<'w>(text: &str, mut words: impl Iterator<Item = &'w str>) -> Result<(), String> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let missing = words.find(|word| !text.contains(word));
    missing.map_or(Ok(()), |word| Err(format!("il manque « {word} » dans : {text}")))
}

/// Every code is read from its own paper, and nothing else.
fn exactly(read: &[String], codes: &[Vec<String>]) -> Result<(), String> {
    let paper = |read: &String| read.lines().map(str::to_owned).collect::<Vec<_>>();
    let found: Vec<_> = read.iter().map(paper).collect();
    let bars = |codes: &Vec<String>| codes.iter().map(|code| format!("CODE-128:{code}")).collect::<Vec<_>>();
    let wanted: Vec<_> = codes.iter().map(bars).collect();
    if found == wanted { Ok(()) } else { Err(format!("lu {found:?} au lieu de {wanted:?}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_exactly_from_their_papers() {
        let codes = [vec!["C1-000054".to_owned()], vec!["BA-HY98-4RME".to_owned()], Vec::new()];
        let judged = |read: &[&str]| exactly(&read.iter().map(|&read| read.to_owned()).collect::<Vec<_>>(), &codes);
        assert_eq!(judged(&["CODE-128:C1-000054", "CODE-128:BA-HY98-4RME", ""]), Ok(()));
        let both = "CODE-128:C1-000054\nCODE-128:BA-HY98-4RME";
        for wrong in [
            &[][..],
            &["CODE-128:C1-000054", "CODE-128:BA-HY98-4RME"],
            &["CODE-128:BA-HY98-4RME", "CODE-128:C1-000054", ""],
            &[both, "", ""],
            &["CODE-128:C1-000054", "CODE-128:BA-HY98-4RME", "QR-Code:x"],
        ] {
            assert!(judged(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_coupon_says_its_worth_and_its_day() {
        let issued = serde_json::json!({ "amount": "1010.00" });
        let words = coupon("AVOIR", "C1-1", &issued);
        assert_eq!(words, ["Au Fil des Saisons", "AVOIR 1 010,00 €", "Remis le 22/11/2026, n° C1-1"]);
    }

    #[test]
    fn words_are_found_across_lines() {
        assert!(words("REMBOURSEMENT\ndu ticket C1-1", ["REMBOURSEMENT du", "C1-1"].into_iter()).is_ok());
        assert!(words("REMBOURSEMENT", ["AVOIR"].into_iter()).is_err());
    }
}
