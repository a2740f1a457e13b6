//! What judges say about our drivers: what they tell of a printer's state, what they hear of a scanner.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::emupos::{BARE_GUN, COMPLETED, EPSON, Emupos, GUN};
use super::{Bench, Trial};
use crate::failure::Failure;
use crate::process;

/// A code that only asks whether the scanner is heard yet.
const HELLO: &str = "BONJOUR";
/// How long a scanner may take to be opened and heard.
const HEARD_LIMIT: Duration = Duration::from_secs(20);

/// What is scanned: an item, a label with a weight, a GS1 code with its identifier, a customer's card.
const CODES: [&str; 4] = ["3017620422003", "2112345012506", "]C1010361410000000110AB-12", "CLI-0001/é"];

/// Faults that a merchant makes and mends, with what the driver must say of a job meanwhile.
const FAULTS: [(&str, &str); 4] = [
    ("paper-near-end", "Printed { paper_low: true }"),
    ("paper-out", "PaperOut, Nothing"),
    ("cover-open", "CoverOpen, Nothing"),
    ("offline", "Offline, Nothing"),
];

/// Judges the drivers of printers and of serial scanners.
pub(super) fn trials(emupos: &Emupos, bench: &Bench) -> Result<Vec<Trial>, Failure> {
    let network = format!("tcp:{}", emupos.address(EPSON));
    let serial = format!("serial:{}", emupos.line(EPSON).display());
    let mut trials = Vec::new();
    for (what, connection) in [("réseau", &network), ("série", &serial)] {
        let test = prints_once(emupos, bench, connection, "Printed { paper_low: false }");
        trials.push(Trial::new("emupos", format!("pilote, {what} : imprimé une fois"), test?));
    }
    for (fault, expected) in FAULTS {
        let test = tells(emupos, bench, &network, (fault, expected));
        trials.push(Trial::new("emupos", format!("pilote : {fault}"), test?));
    }
    for (gun, what) in [(GUN, "retour chariot"), (BARE_GUN, "sans suffixe")] {
        trials.push(Trial::new("emupos", format!("douchette, {what}"), hears(emupos, bench, gun)?));
    }
    Ok(trials)
}

/// What our driver says of one job: `Printed { … }`, or the fault and what may be on paper.
fn send(bench: &Bench, connection: &str) -> Result<String, Failure> {
    process::text(Command::new(&bench.ours).args(["send", connection]))
}

/// One job is one receipt, known to the printer in every command.
fn prints_once(emupos: &Emupos, bench: &Bench, connection: &str, expected: &str) -> Result<Test, Failure> {
    let seen = emupos.events().len();
    let said = send(bench, connection)?;
    if said != expected {
        return Ok(Err(format!("« {said} » au lieu de « {expected} »")));
    }
    let receipt = emupos.receipt_since(EPSON, seen)?;
    let count = receipt.reports(COMPLETED).len();
    Ok(if count == 1 { super::printing::known_commands(&receipt) } else { Err(format!("{count} tickets")) })
}

/// Nothing wrong, or what is wrong.
type Test = Result<(), String>;

/// With the fault the driver says so; once it is mended, the next job is the only one on paper.
fn tells(emupos: &Emupos, bench: &Bench, connection: &str, fault: (&str, &str)) -> Result<Test, Failure> {
    let (fault, expected) = fault;
    let stops = expected.ends_with("Nothing");
    emupos.set_fault(EPSON, fault)?;
    let test = if stops {
        said(&send(bench, connection)?, expected)
    } else {
        prints_once(emupos, bench, connection, expected)?
    };
    emupos.clear_fault(EPSON, fault)?;
    Ok(match test {
        Ok(()) => prints_once(emupos, bench, connection, "Printed { paper_low: false }")?,
        wrong => wrong,
    })
}

fn said(said: &str, expected: &str) -> Test {
    if said == expected { Ok(()) } else { Err(format!("« {said} » au lieu de « {expected} »")) }
}

/// Every code arrives whole, once and in order.
fn hears(emupos: &Emupos, bench: &Bench, gun: &str) -> Result<Test, Failure> {
    let listener = Listener::start(bench, &emupos.line(gun))?;
    if let Err(silence) = listener.until_heard(|| emupos.scan(gun, HELLO))? {
        return Ok(Err(silence));
    }
    for code in CODES {
        emupos.scan(gun, code)?;
        let heard = listener.next();
        if heard.as_deref() != Some(code) {
            return Ok(Err(format!("« {code} » entendu {heard:?}")));
        }
    }
    Ok(Ok(()))
}

/// Our driver, listening to a scanner in a process of its own; ends with this value.
struct Listener {
    child: Child,
    codes: Receiver<String>,
}

impl Listener {
    fn start(bench: &Bench, line: &Path) -> Result<Self, Failure> {
        let mut child = Command::new(&bench.ours)
            .arg("listen")
            .arg(line)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Failure::at(&bench.ours, error))?;
        let output = child.stdout.take().expect("standard output is piped above");
        let (sender, codes) = mpsc::channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            lines.map(|line| sender.send(line)).find(Result::is_err)
        });
        Ok(Self { child, codes })
    }

    /// Repeats `hello` until one of them is heard: what is scanned before the port is open is lost.
    fn until_heard(&self, hello: impl Fn() -> Result<(), Failure>) -> Result<Test, Failure> {
        let end = Instant::now() + HEARD_LIMIT;
        while Instant::now() < end {
            hello()?;
            match self.codes.recv_timeout(Duration::from_millis(500)) {
                Ok(heard) if heard == HELLO => return Ok(Ok(())),
                Ok(heard) => return Ok(Err(format!("« {HELLO} » entendu « {heard} »"))),
                Err(_) => {}
            }
        }
        Ok(Err(format!("rien entendu en {} s", HEARD_LIMIT.as_secs())))
    }

    /// The next code that is no hello.
    fn next(&self) -> Option<String> {
        loop {
            let heard = self.codes.recv_timeout(HEARD_LIMIT).ok()?;
            if heard != HELLO {
                return Some(heard);
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Nothing is left to do if it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
