//! Sales by hand: keyboard alone, scanners, touch alone.

use std::time::Duration;

use super::super::Trial;
use super::super::emupos::{EPSON, Emupos, GUN, TYPING_GUN};
use super::super::shop::text_of;
use super::books::{Booked, Wanted};
use super::screen::{CARET, LIMIT, until};
use super::{BELT, SHIRT, Scene, check};
use crate::failure::{Done, Failure};

/// The department that an article without a code has at first, as an item of the books.
const UNCODED: &str = "DIVERS-accessoires";
/// How long a code may stay unanswered before another one is tried, while the port opens.
const AGAIN: Duration = Duration::from_millis(1_500);

/// Where things stand on a screen of 1366 × 768, from its upper left corner.
mod spots {
    /// The touch keys at the bottom.
    pub(super) const ARTICLE: (u32, u32) = (65, 738);
    pub(super) const PAY: (u32, u32) = (1185, 738);
    /// In the dialog of articles without a code: the pad, and the key that adds.
    pub(super) const ONE: (u32, u32) = (690, 483);
    pub(super) const FIVE: (u32, u32) = (805, 419);
    pub(super) const ADD: (u32, u32) = (992, 515);
    /// In the payment: the second of the means.
    pub(super) const CARD: (u32, u32) = (1204, 342);
}

/// Searches by name, takes three, adds something without a code, is paid in cash, gives change, prints.
pub(super) fn keyboard(scene: &Scene<'_>) -> Result<Vec<Trial>, Failure> {
    let found = scene.shop.ask(&["item", "list", "ceinture", "--limit", "1"])?;
    let belt = text_of(&found[0]["sku"]);
    let total = scene.total(&[&format!("3x{belt}")])? + 750;
    let (till, started) = scene.open()?;
    scene.picture(scene.screen, "1-ouverture")?;
    let mut trials = scene.measures(&till, &started);
    let mark = scene.emupos.ok().map(|emupos| emupos.mark(EPSON)).transpose()?;
    let (write, press) = (|text| scene.screen.write(text), |key| scene.screen.press(key));
    scene.step("2-recherche", || write("3*ceinture"))?;
    scene.step("3-trois-fois", || press("Return"))?;
    scene.step("4-sans-code", || press("F2"))?;
    scene.step("5-prix", || write("7,50"))?;
    scene.step("6-deux-lignes", || press("Return"))?;
    scene.step("7-paiement", || press("Return"))?;
    scene.step("8-ticket-papier", || press("F2"))?;
    scene.step("9-reçu", || write("200"))?;
    scene.step("a-rendu", || press("Return"))?;
    let paper = mark.zip(scene.emupos.ok()).map(|(mark, emupos)| emupos.printed_since(&mark, 1)).transpose()?;
    let lines = [(&*belt, "3"), (UNCODED, "1")];
    trials.extend(scene.closed(till, &Wanted { lines: &lines, total, tender: ("cash", 20_000), customer: None })?);
    let number = Booked::last(&scene.shop)?.number().to_owned();
    trials.push(match paper {
        None => scene.skip("ticket imprimé"),
        Some(paper) => scene.trial("ticket imprimé", check(paper.text().contains(&number), || paper.text())),
    });
    Ok(trials)
}

/// A scanner that types as on an American keyboard, into a French one: `3` arrives as `"`, and so on.
pub(super) fn typed_scanner(scene: &Scene<'_>) -> Result<Vec<Trial>, Failure> {
    let Ok(emupos) = scene.emupos else { return Ok(vec![scene.skip("articles et carte")]) };
    let [shirt, belt] = [scene.shop.code(SHIRT)?, scene.shop.code(BELT)?];
    let card = scene.shop.card()?;
    let customer = text_of(&scene.shop.ask(&["customer", "show", &card])?["id"]);
    let total = scene.total(&[SHIRT, BELT, "--customer", &card])?;
    let (till, _) = scene.open()?;
    let scan = |code: &str| emupos.scan(TYPING_GUN, code);
    scene.step("1-article", || scan(&shirt))?;
    scene.step("2-carte", || scan(&card))?;
    scene.screen.press("Caps_Lock")?;
    let with_capitals = scene.step("3-majuscules", || scan(&belt));
    scene.screen.press("Caps_Lock")?;
    with_capitals?;
    scene.step("4-paiement", || scene.screen.press("F12"))?;
    scene.step("5-appoint", || scene.screen.press("KP_Add"))?;
    let lines = [(SHIRT, "1"), (BELT, "1")];
    let wanted = Wanted { lines: &lines, total, tender: ("cash", total), customer: Some(&customer) };
    scene.closed(till, &wanted)
}

/// A serial scanner reads while a person types: the article is sold, and what is typed is found.
pub(super) fn serial_scanner(scene: &Scene<'_>) -> Result<Vec<Trial>, Failure> {
    let Ok(emupos) = scene.emupos else { return Ok(vec![scene.skip("articles")]) };
    let shirt = scene.shop.code(SHIRT)?;
    let belt = text_of(&scene.shop.ask(&["item", "list", "ceinture", "--limit", "1"])?[0]["sku"]);
    let total = scene.total(&[SHIRT, &belt])?;
    let (till, _) = scene.open()?;
    until_heard(scene, emupos)?;
    scene.picture(scene.screen, "1-code-inconnu")?;
    scene.screen.after("échap", || scene.screen.press("Escape"))?;
    let before = scene.screen.look()?;
    let mut typing = scene.screen.writing("ceinture")?;
    // The first letters stand there: now the scanner reads.
    scene.screen.changes(&before, CARET, LIMIT)?;
    emupos.scan(GUN, &shirt)?;
    typing.wait().map_err(|error| Failure::new(format!("xdotool : {error}")))?;
    scene.screen.rest()?;
    scene.picture(scene.screen, "2-pendant-la-frappe")?;
    scene.step("3-choisi", || scene.screen.press("Return"))?;
    scene.step("4-paiement", || scene.screen.press("F12"))?;
    scene.step("5-carte", || scene.screen.press("KP_Divide"))?;
    let lines = [(SHIRT, "1"), (&*belt, "1")];
    let wanted = Wanted { lines: &lines, total, tender: ("card", total), customer: None };
    scene.closed(till, &wanted)
}

/// Scans codes that mean nothing until one is answered: what is scanned before the port is open is lost.
fn until_heard(scene: &Scene<'_>, emupos: &Emupos) -> Done {
    let before = scene.screen.look()?;
    let mut tries = 0;
    until("la douchette n'est pas entendue", || {
        tries += 1;
        emupos.scan(GUN, &format!("BONJOUR-{tries}")).ok()?;
        scene.screen.changes(&before, CARET, AGAIN).ok().filter(|heard| *heard)
    })?;
    scene.screen.rest()
}

/// Touch alone: an article without a code for 15 €, paid by card.
pub(super) fn mouse(scene: &Scene<'_>) -> Result<Vec<Trial>, Failure> {
    let (till, _) = scene.open()?;
    let touch = |spot| scene.screen.touch(spot);
    scene.step("1-article", || touch(spots::ARTICLE))?;
    scene.screen.after("le 1", || touch(spots::ONE))?;
    scene.step("2-prix", || touch(spots::FIVE))?;
    scene.step("3-ajouté", || touch(spots::ADD))?;
    scene.step("4-paiement", || touch(spots::PAY))?;
    scene.step("5-carte", || touch(spots::CARD))?;
    let lines = [(UNCODED, "1")];
    scene.closed(till, &Wanted { lines: &lines, total: 1_500, tender: ("card", 1_500), customer: None })
}
