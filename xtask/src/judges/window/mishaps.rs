//! A second window, and what goes wrong with windows: one falls, the shop is taken, the screen is unplugged.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use super::super::Trial;
use super::super::shop::{NOON, Shop};
use super::books::Wanted;
use super::running::{CHECKOUT, Running};
use super::screen::{self, Screen};
use super::{BELT, SHIRT, Scene, check};
use crate::failure::Failure;
use crate::files;

/// The title of the customer's display.
const DISPLAY: &str = "Afficheur client";
/// The whole title of the window that tells why the shop does not open.
const TROUBLE: &str = "^Comptoir$";

/// The customer's display on a second monitor: keys stay with the cashier, and both windows close together.
pub(super) fn two_windows(scene: &Scene<'_>) -> Result<Vec<Trial>, Failure> {
    let wide = Screen::start(&scene.bench.folder.join("deux-écrans"), screen::TWO)?;
    files::write(&scene.folder.join("screen.toml"), b"display = true\n")?;
    let total = scene.total(&[SHIRT])?;
    let (till, _) = Running::open(&scene.shop, &wide, scene.complaints())?;
    till.until_window(&wide, DISPLAY)?;
    wide.rest()?;
    let count = wide.windows(DISPLAY).len() + wide.windows(CHECKOUT).len();
    scene.picture(&wide, "1-deux-fenêtres")?;
    let sold = two_windows_sell(scene, &wide);
    let checkout = till.until_window(&wide, CHECKOUT)?;
    wide.raise(&checkout)?;
    let closed = till.close(&wide)?;
    let mut trials = vec![
        scene.trial("deux fenêtres", check(count == 2, || format!("{count} fenêtres"))),
        scene.trial("les touches vont à la caisse", sold.map_err(|failure| failure.to_string())),
        scene.trial("se ferme avec la caisse", closed),
    ];
    let lines = [(SHIRT, "1")];
    trials.push(scene.booked(&Wanted { lines: &lines, total, tender: ("cash", total), customer: None })?);
    Ok(trials)
}

fn two_windows_sell(scene: &Scene<'_>, wide: &Screen) -> Result<(), Failure> {
    wide.after("code tapé", || wide.write(&format!("{SHIRT}\n")))?;
    scene.picture(wide, "2-article")?;
    wide.after("paiement", || wide.press("F12"))?;
    wide.after("appoint", || wide.press("KP_Add"))?;
    scene.picture(wide, "3-payé")
}

/// The window's process is killed in the middle of a sale: it comes back by itself, with the sale.
pub(super) fn crash(scene: &Scene<'_>) -> Result<Vec<Trial>, Failure> {
    let total = scene.total(&[SHIRT, BELT])?;
    let (till, _) = scene.open()?;
    for item in [SHIRT, BELT] {
        scene.screen.after(item, || scene.screen.write(&format!("{item}\n")))?;
    }
    scene.picture(scene.screen, "1-avant")?;
    till.crash()?;
    till.until_window(scene.screen, CHECKOUT)?;
    scene.screen.rest()?;
    scene.picture(scene.screen, "2-revenue")?;
    let said = till.complaints();
    scene.step("3-paiement", || scene.screen.press("F12"))?;
    scene.step("4-payée", || scene.screen.press("KP_Add"))?;
    let lines = [(SHIRT, "1"), (BELT, "1")];
    let mut trials = vec![scene.trial("le terminal le dit", check(said.contains("La fenêtre est tombée"), || said))];
    trials.extend(scene.closed(till, &Wanted { lines: &lines, total, tender: ("cash", total), customer: None })?);
    Ok(trials)
}

/// Another process has the shop: a window says so, and the till opens by itself once the other one leaves.
pub(super) fn held(scene: &Scene<'_>) -> Result<Vec<Trial>, Failure> {
    let total = scene.total(&[BELT])?;
    let holder = Holder::start(&scene.shop)?;
    let till = Running::start(&scene.shop, scene.screen, scene.complaints())?;
    till.until_window(scene.screen, TROUBLE)?;
    scene.screen.rest()?;
    scene.picture(scene.screen, "1-attend")?;
    let early = scene.screen.windows(CHECKOUT).len();
    holder.leave()?;
    till.until_window(scene.screen, CHECKOUT)?;
    scene.screen.rest()?;
    scene.picture(scene.screen, "2-ouverte")?;
    scene.step("3-article", || scene.screen.write(&format!("{BELT}\n")))?;
    scene.step("4-paiement", || scene.screen.press("F12"))?;
    scene.step("5-payée", || scene.screen.press("KP_Add"))?;
    let lines = [(BELT, "1")];
    let mut trials = vec![scene.trial("la fenêtre attend", check(early == 0, || "déjà ouverte".to_owned()))];
    trials.extend(scene.closed(till, &Wanted { lines: &lines, total, tender: ("cash", total), customer: None })?);
    Ok(trials)
}

/// The screen is unplugged in the middle of a sale: the program says so and ends; the sale is kept.
pub(super) fn unplugged(scene: &Scene<'_>) -> Result<Vec<Trial>, Failure> {
    let total = scene.total(&[SHIRT])?;
    let mut screen = Screen::start(&scene.bench.folder.join("débranché"), screen::ONE)?;
    let (mut till, _) = Running::open(&scene.shop, &screen, scene.complaints())?;
    screen.after(SHIRT, || screen.write(&format!("{SHIRT}\n")))?;
    screen.kill()?;
    let status = till.end()?;
    let said = till.complaints();
    let failed = status.is_some_and(|status| !status.success());
    let clear = said.contains("Pas d'écran") && said.contains("Branchez un écran");
    let (till, _) = scene.open()?;
    scene.picture(scene.screen, "1-repris")?;
    scene.step("2-paiement", || scene.screen.press("F12"))?;
    scene.step("3-payée", || scene.screen.press("KP_Add"))?;
    let lines = [(SHIRT, "1")];
    let mut trials = vec![
        scene.trial("le programme finit", check(failed, || format!("{status:?}"))),
        scene.trial("il dit pourquoi et quoi faire", check(clear, || format!("dit : « {said} »"))),
    ];
    trials.extend(scene.closed(till, &Wanted { lines: &lines, total, tender: ("cash", total), customer: None })?);
    Ok(trials)
}

/// A till in a terminal, which has the shop; ends with this value.
struct Holder {
    child: Child,
}

impl Holder {
    /// Starts it and waits until it serves.
    fn start(shop: &Shop<'_>) -> Result<Self, Failure> {
        let mut command = shop.command(NOON, &["till", "--no-ui", "--json"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn().map_err(|error| Failure::new(format!("comptoir till : {error}")))?;
        let mut holder = Self { child };
        let output = holder.child.stdout.take().expect("standard output is piped above");
        let keys = holder.child.stdin.as_mut().expect("standard input is piped above");
        let mut answer = String::new();
        writeln!(keys, "aide")
            .and_then(|()| BufReader::new(output).read_line(&mut answer))
            .map_err(|error| Failure::new(format!("comptoir till : {error}")))?;
        if answer.is_empty() { Err(Failure::new("comptoir till --no-ui ne répond pas")) } else { Ok(holder) }
    }

    /// Ends its input, as when its terminal is closed.
    fn leave(mut self) -> Result<(), Failure> {
        drop(self.child.stdin.take());
        self.child.wait().map(|_| ()).map_err(|error| Failure::new(format!("comptoir till : {error}")))
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // Nothing is left to do if it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
