//! What judges say of a printer without paper: the sale goes on, the drawer opens, the receipt comes later,
//! and once.

use std::time::{Duration, Instant};

use super::emupos::{COMPLETED, EPSON, Emupos, Mark};
use super::gallery;
use super::printing::known_commands;
use super::shop::{LATER, NOON, Shop, printer, text_of};
use super::{Bench, Trial};
use crate::failure::Failure;

/// The longest that a customer may wait for a sale that cannot be printed, the start of the program included.
const PATIENCE: Duration = Duration::from_secs(3);
const NAME: &str = "papier";

/// Judges a sale without paper and what is printed once there is some.
pub(super) fn trials(emupos: &Emupos, bench: &Bench) -> Vec<Trial> {
    let connection = format!("tcp:{}", emupos.address(EPSON));
    let open = || Shop::open(&bench.kit, &bench.folder.join(NAME), &printer(&connection, "columns = 48"));
    Trial::all_or_why("emupos", NAME, || {
        let shop = open()?;
        emupos.close_drawer(EPSON)?;
        emupos.set_fault(EPSON, "paper-out")?;
        let without = without_paper(emupos, &shop);
        // The printer serves other trials, whatever became of this one.
        emupos.clear_fault(EPSON, "paper-out")?;
        let (waits, mut trials) = without?;
        trials.extend(with_paper(emupos, bench, &shop, &waits)?);
        Ok(trials)
    })
}

/// The receipt that waits, and how much was printed before it was sold.
struct Waits {
    number: String,
    before: Mark,
}

fn without_paper(emupos: &Emupos, shop: &Shop<'_>) -> Result<(Waits, Vec<Trial>), Failure> {
    let mark = emupos.mark(EPSON)?;
    let start = Instant::now();
    let sold = shop.ask(&["sale", "--scan", "CHE-0001", "--pay", "cash=100", "--receipt", "print"])?;
    let took = start.elapsed();
    let devices = shop.ask(&["device", "list"])?;
    let printer = devices["devices"].as_array().into_iter().flatten().find(|device| device["kind"] == "printer");
    let trouble = printer.map(|printer| text_of(&printer["trouble"])).unwrap_or_default();
    let number = text_of(&sold["number"]);
    let trials = vec![
        trial(
            format!("sans papier : vente répondue en {} ms", took.as_millis()),
            check(took < PATIENCE && !number.is_empty(), || format!("plus de {} ms", PATIENCE.as_millis())),
        ),
        trial("sans papier : rien d'imprimé", printed(emupos.count_since(&mark)?, 0)),
        trial("sans papier : 1 ticket attend", waiting(&devices, 1)),
        trial(
            "sans papier : la liste des appareils le dit",
            check(trouble.contains("papier"), || format!("« {trouble} »")),
        ),
    ];
    Ok((Waits { number, before: mark }, trials))
}

/// Another sale that prints nothing brings the waiting receipt, and a third one no second time.
fn with_paper(emupos: &Emupos, bench: &Bench, shop: &Shop<'_>, waits: &Waits) -> Result<Vec<Trial>, Failure> {
    let quiet = ["sale", "--scan", "CHE-0001", "--pay", "card"];
    // Closed by hand, the drawer can be seen to open a second time, which it must not.
    emupos.close_drawer(EPSON)?;
    let mark = emupos.mark(EPSON)?;
    shop.ask_at(LATER, &quiet)?;
    let paper = emupos.printed_since(&mark, 1)?;
    let all = emupos.printed_since(&waits.before, 1)?;
    gallery::keep(bench, "réseau-48-ticket-en-retard", &paper.papers)?;
    shop.ask_at(LATER, &quiet)?;
    let [opened, late] = [&all, &paper].map(|receipt| receipt.reports("drawer.opened").len());
    Ok(vec![
        trial("papier remis : le ticket sort", check(paper.text().contains(&waits.number), || paper.text())),
        trial("papier remis : commandes", known_commands(&paper)),
        trial("papier remis : une seule fois", printed(emupos.count_since(&mark)?, 1)),
        trial("papier remis : un seul travail", printed(paper.reports(COMPLETED).len(), 1)),
        trial("sans papier : le tiroir s'ouvre, une fois", check(opened == 1, || format!("ouvert {opened} fois"))),
        trial("cinq minutes après : tiroir fermé", check(late == 0, || format!("ouvert {late} fois"))),
        trial("papier remis : plus rien n'attend", waiting(&shop.ask_at(NOON, &["device", "list"])?, 0)),
    ])
}

fn trial(what: impl Into<String>, test: Result<(), String>) -> Trial {
    Trial::new("emupos", what, test)
}

fn check(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

fn printed(count: usize, wanted: usize) -> Result<(), String> {
    check(count == wanted, || format!("{count} tickets"))
}

fn waiting(devices: &serde_json::Value, wanted: usize) -> Result<(), String> {
    let waiting = &devices["prints_waiting"];
    check(*waiting == wanted, || format!("{waiting} en attente"))
}
