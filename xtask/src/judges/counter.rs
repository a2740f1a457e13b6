//! What judges say of the till at work: a scanner of others reads, the till answers each gesture.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::emupos::{EPSON, Emupos, GUN};
use super::gallery;
use super::printing::known_commands;
use super::shop::{NOON, Shop, printer, text_of};
use super::{Bench, Trial};
use crate::failure::{Done, Failure};

const NAME: &str = "comptoir";
/// How long the till may take to open its devices, or to answer a gesture on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);
/// How long a code may stay unanswered before another one is tried, while the port opens.
const AGAIN: Duration = Duration::from_millis(1_500);
/// An item, and one that is sold by weight.
const SHIRT: &str = "CHE-0001";
const COFFEE: &str = "THE-0008";

/// Judges what the till answers to a scanner, then what it prints.
pub(super) fn trials(emupos: &Emupos, bench: &Bench) -> Vec<Trial> {
    let scanner = format!("[scanner]\nport = \"{}\"", emupos.line(GUN).display());
    let devices = format!("{}{scanner}", printer(&format!("tcp:{}", emupos.address(EPSON)), "columns = 48"));
    Trial::all_or_why("emupos", NAME, || {
        let shop = Shop::open(&bench.kit, &bench.folder.join(NAME), &devices)?;
        // The shop belongs to the till while it runs, so it is asked before.
        let codes = Codes::of(&shop, emupos)?;
        let mut till = Running::start(&shop)?;
        till.until_heard(emupos)?;
        let mut trials = scanned(emupos, &codes, &till)?;
        trials.extend(paid(emupos, bench, &mut till)?);
        trials.push(told(&mut till)?);
        trials.push(Trial::new("emupos", "caisse : se ferme quand l'entrée finit", till.close()?));
        Ok(trials)
    })
}

/// What is scanned.
struct Codes {
    ean: String,
    card: String,
    /// A label of the scale: a quarter of a kilogram.
    label: String,
    /// The item's code, with a last digit that cannot be.
    misread: String,
}

impl Codes {
    fn of(shop: &Shop<'_>, emupos: &Emupos) -> Result<Self, Failure> {
        let ean = shop.code(SHIRT)?;
        let label = emupos.weighed("weight-21", &shop.code(COFFEE)?, "250g")?;
        Ok(Self { misread: wrong_check(&ean), ean, card: shop.card()?, label })
    }
}

/// Each code that is scanned, and what the till must say of it.
fn scanned(emupos: &Emupos, codes: &Codes, till: &Running) -> Result<Vec<Trial>, Failure> {
    let Codes { ean, card, label, misread } = codes;
    let mut trials = Vec::new();
    let mut scan = |what: &str, code: &str, judge: &dyn Fn(&Value) -> bool| -> Done {
        emupos.scan(GUN, code)?;
        let answer = till.answer(LIMIT).unwrap_or(Value::Null);
        let test = if judge(&answer) { Ok(()) } else { Err(format!("{code} : {answer}")) };
        trials.push(Trial::new("emupos", format!("douchette, caisse : {what}"), test));
        Ok(())
    };
    scan("article par son EAN", ean, &|said| has_line(said, 0, SHIRT, "1"))?;
    scan("carte de fidélité", card, &|said| said["cards"][0] == **card && said["name"].is_string())?;
    scan("étiquette de balance, 250 g", label, &|said| has_line(said, 1, COFFEE, "0.25"))?;
    scan("clé de contrôle fausse", misread, &|said| {
        let words = text_of(&said["error"]);
        words.contains(&**misread) && words.contains("clé")
    })?;
    scan("une chemise de plus, deux en tout", ean, &|said| pieces(said, SHIRT) == 2)?;
    Ok(trials)
}

/// How many pieces of an item are on the ticket, on however many lines.
fn pieces(answer: &Value, sku: &str) -> u32 {
    let lines = answer["lines"].as_array().into_iter().flatten().filter(|line| line["sku"] == sku);
    lines.filter_map(|line| text_of(&line["quantity"]).parse::<u32>().ok()).sum()
}

fn has_line(answer: &Value, place: usize, sku: &str, quantity: &str) -> bool {
    let line = &answer["lines"][place];
    let same_quantity = text_of(&line["quantity"]).trim_end_matches('0').trim_end_matches('.') == quantity;
    line["sku"] == sku && same_quantity
}

/// The same code with a last digit that cannot be.
fn wrong_check(code: &str) -> String {
    let (front, last) = code.split_at(code.len().saturating_sub(1));
    format!("{front}{}", if last == "0" { "1" } else { "0" })
}

/// Payment is typed; the answer comes, and the receipt.
fn paid(emupos: &Emupos, bench: &Bench, till: &mut Running) -> Result<Vec<Trial>, Failure> {
    emupos.close_drawer(EPSON)?;
    let mark = emupos.mark(EPSON)?;
    till.type_line("payer cash=300 ticket")?;
    let answer = till.answer(LIMIT).unwrap_or(Value::Null);
    let number = text_of(&answer["number"]);
    let complete = !number.is_empty() && answer["kind"] == "sale" && answer["tenders"][0]["amount"] == "300.00";
    let paper = emupos.printed_since(&mark, 1)?;
    gallery::keep(bench, "réseau-48-comptoir", &paper.papers)?;
    let (count, opened) = (emupos.count_since(&mark)?, paper.reports("drawer.opened").len());
    let text = paper.text();
    let held = count == 1 && opened == 1 && text.contains(&number) && text.contains("0,250 kg ×");
    let printed = if held { known_commands(&paper) } else { Err(format!("{count} tickets, tiroir {opened} : {text}")) };
    Ok(vec![
        Trial::new("emupos", "caisse : paiement tapé", if complete { Ok(()) } else { Err(answer.to_string()) }),
        Trial::new("emupos", "caisse : ticket et tiroir, une fois", printed),
    ])
}

/// A gesture that shows no ticket is answered, too, so that a program need not guess when it is done.
fn told(till: &mut Running) -> Result<Trial, Failure> {
    till.type_line("aide")?;
    let answer = till.answer(LIMIT).unwrap_or(Value::Null);
    let test = if text_of(&answer["told"]).contains("payer") { Ok(()) } else { Err(answer.to_string()) };
    Ok(Trial::new("emupos", "caisse : un geste sans ticket reçoit sa réponse", test))
}

/// `comptoir till` in a process of its own, through pipes; ends with this value.
struct Running {
    child: Child,
    keys: Option<ChildStdin>,
    said: Receiver<String>,
}

impl Running {
    fn start(shop: &Shop<'_>) -> Result<Self, Failure> {
        let mut command = shop.command(NOON, &["till", "--json"]);
        // What it complains of is told by the trials.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| Failure::new(format!("comptoir till : {error}")))?;
        let keys = child.stdin.take();
        let output = child.stdout.take().expect("standard output is piped above");
        let (sender, said) = mpsc::channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            lines.map(|line| sender.send(line)).find(Result::is_err)
        });
        Ok(Self { child, keys, said })
    }

    /// Scans codes that mean nothing until the till refuses one: what is scanned before its port is
    /// open is lost. Each differs, as a second read of the same one would count as a slip.
    fn until_heard(&self, emupos: &Emupos) -> Done {
        let end = Instant::now() + LIMIT;
        let mut tries = 0;
        while Instant::now() < end {
            tries += 1;
            emupos.scan(GUN, &format!("BONJOUR-{tries}"))?;
            if self.answer(AGAIN).is_some() {
                while self.answer(AGAIN).is_some() {}
                return Ok(());
            }
        }
        Err(Failure::new(format!("comptoir till n'entend pas la douchette après {} s", LIMIT.as_secs())))
    }

    /// The next document that the till answers.
    fn answer(&self, limit: Duration) -> Option<Value> {
        serde_json::from_str(&self.said.recv_timeout(limit).ok()?).ok()
    }

    fn type_line(&mut self, line: &str) -> Done {
        let keys = self.keys.as_mut().expect("the till is closed only once");
        writeln!(keys, "{line}").and_then(|()| keys.flush()).map_err(|error| Failure::new(format!("{line} : {error}")))
    }

    /// Ends the input, as when the window is closed.
    fn close(mut self) -> Result<Result<(), String>, Failure> {
        drop(self.keys.take());
        let status = crate::process::wait_within(&mut self.child, LIMIT)
            .map_err(|error| Failure::new(format!("comptoir till : {error}")))?;
        Ok(match status {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(status.to_string()),
            None => Err(format!("toujours ouverte après {} s", LIMIT.as_secs())),
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nothing is left to do if it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_wrong_check_digit_differs_in_its_last_digit() {
        assert_eq!(wrong_check("3017620422003"), "3017620422000");
        assert_eq!(wrong_check("3760456100090"), "3760456100091");
    }

    #[test]
    fn a_line_is_judged_by_item_and_quantity() {
        let answer =
            json!({ "lines": [{ "sku": "THE-0008", "quantity": "0.250" }, { "sku": "CHE-0001", "quantity": "1" }] });
        assert!(has_line(&answer, 0, "THE-0008", "0.25"));
        assert!(has_line(&answer, 1, "CHE-0001", "1"));
        assert!(!has_line(&answer, 0, "THE-0008", "0.2"));
        assert!(!has_line(&json!({ "error": "…" }), 0, "THE-0008", "0.25"));
    }
}
