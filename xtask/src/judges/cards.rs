//! zbar and poppler on loyalty cards: what is read from each card on a sheet, and from the picture for a phone, is
//! the number that the till told. And what a person is told of their data is all in the pages.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::shop::{Shop, text_of};
use super::{Bench, Trial, zbar};
use crate::failure::Failure;
use crate::files;
use crate::packages;
use crate::process;

const JUDGE: &str = "zbar";
const SCENE: &str = "cartes de fidélité";
/// A third page that is not full.
const FRESH: &str = "23";
/// Cards on a page.
const PER_PAGE: usize = 10;
/// The resolution of an ordinary printer: a module is 3.9 dots wide there.
const DOTS: &str = "300";
/// Longer than a card.
const LONG: &str = "nom=Vandenbroucke-Lesaffre de la Roche-Guyon et de Montmorency-Laval";
const WORDING: &str = "Souhaitez-vous recevoir par SMS les offres et les nouvelles du magasin ? Vous pourrez changer \
                       d'avis à tout moment, ici ou en répondant STOP à n'importe lequel de nos messages.";

/// Judges sheets, pictures and the pages of article 15.
pub(super) fn trials(bench: &Bench) -> Vec<Trial> {
    if let Err(reason) = packages::ensure(packages::JUDGES) {
        return vec![Trial::skipped(JUDGE, SCENE, reason)];
    }
    Trial::all_or_why(JUDGE, SCENE, || {
        let shop = Shop::open(&bench.kit, &bench.folder.join("cartes"), "")?;
        let mut trials = vec![fresh(&shop, bench)?];
        trials.push(of_customers(&shop, bench)?);
        trials.push(picture(&shop, bench)?);
        trials.push(access(&shop, bench)?);
        Ok(trials)
    })
}

fn fresh(shop: &Shop<'_>, bench: &Bench) -> Result<Trial, Failure> {
    let file = bench.folder.join("planche.pdf");
    let told = shop.ask(&["card", "sheet", &file.to_string_lossy(), "--new", FRESH])?;
    Ok(Trial::new(JUDGE, "planche de cartes neuves : chaque code, chaque page", sheet(&told, &file, bench)?))
}

/// Those who have none get one, so that the cards of another series are among them.
fn of_customers(shop: &Shop<'_>, bench: &Bench) -> Result<Trial, Failure> {
    shop.ask(&["customer", "new", LONG, "prenom=Anne-Laure-Marie", "cartes=CF-0042/A"])?;
    let file = bench.folder.join("planche-clients.pdf");
    let arguments = ["card", "sheet", &file.to_string_lossy(), "--customers", "--give", "--series", "2903"];
    let told = shop.ask(&arguments)?;
    let pages = pages(&file)?;
    // The first page and the one with the longest name are worth a look.
    let place = codes(&told).iter().position(|code| code == "CODE-128:CF-0042/A").unwrap_or(0) / PER_PAGE;
    for (name, page) in [("planche-clients.png", 0), ("planche-nom-long.png", place)] {
        if let Some(picture) = pages.get(page) {
            files::write(
                &bench.gallery.join(name),
                &std::fs::read(picture).map_err(|error| Failure::at(picture, error))?,
            )?;
        }
    }
    Ok(Trial::new(JUDGE, "planche des clients : chaque code, chaque page", compared(&codes(&told), &read(&pages)?)))
}

fn sheet(told: &Value, file: &Path, bench: &Bench) -> Result<Result<(), String>, Failure> {
    let pages = pages(file)?;
    if let Some(last) = pages.last() {
        let picture = std::fs::read(last).map_err(|error| Failure::at(last, error))?;
        files::write(&bench.gallery.join("planche-neuves.png"), &picture)?;
    }
    if text_of(&told["cards"][0]["code"]).is_empty() || told["pages"].as_u64() != u64::try_from(pages.len()).ok() {
        return Ok(Err(format!("{} page(s) dessinée(s), {} annoncée(s)", pages.len(), told["pages"])));
    }
    Ok(compared(&codes(told), &read(&pages)?))
}

fn picture(shop: &Shop<'_>, bench: &Bench) -> Result<Trial, Failure> {
    let card = shop.card()?;
    let file = bench.gallery.join("carte-telephone.png");
    let told = shop.ask(&["card", "picture", &card, &file.to_string_lossy()])?;
    let told = vec![as_read(&text_of(&told["code"]))];
    let judged = if told == [as_read(&card)] { compared(&told, &read(&[file])?) } else { Err(format!("{told:?}")) };
    Ok(Trial::new(JUDGE, "carte pour le téléphone", judged))
}

/// What the judge says when it has read a card.
fn as_read(code: &str) -> String {
    let is_ean = code.len() == 13 && code.bytes().all(|digit| digit.is_ascii_digit());
    format!("{}:{code}", if is_ean { "EAN-13" } else { "CODE-128" })
}

fn codes(told: &Value) -> Vec<String> {
    let cards = told["cards"].as_array().into_iter().flatten();
    cards.map(|card| as_read(&text_of(&card["code"]))).collect()
}

/// Draws each page as a picture.
fn pages(file: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    let folder = file.with_extension("pages");
    std::fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, error))?;
    process::run(Command::new("pdftoppm").args(["-png", "-gray", "-r", DOTS]).arg(file).arg(folder.join("page")))?;
    let mut pages = files::list(&folder)?;
    pages.sort();
    Ok(pages)
}

fn read(pictures: &[std::path::PathBuf]) -> Result<Vec<Vec<String>>, Failure> {
    let lines =
        |picture: &std::path::PathBuf| Ok(zbar::symbols(picture)?.lines().map(str::to_owned).collect::<Vec<_>>());
    pictures.iter().map(lines).collect()
}

/// Each page has its cards, each once, and nothing else.
fn compared(told: &[String], read: &[Vec<String>]) -> Result<(), String> {
    let expected: Vec<Vec<String>> = told.chunks(PER_PAGE).map(<[String]>::to_vec).collect();
    if expected.is_empty() || expected.len() != read.len() {
        return Err(format!("{} page(s) lue(s), {} annoncée(s)", read.len(), expected.len()));
    }
    for (number, (expected, read)) in (1..).zip(expected.iter().zip(read)) {
        let (mut expected, mut read) = (expected.clone(), read.clone());
        expected.sort();
        read.sort();
        if expected != read {
            return Err(format!("page {number} : lu {read:?}, annoncé {expected:?}"));
        }
    }
    Ok(())
}

/// Every word of what is held is in the pages of article 15.
fn access(shop: &Shop<'_>, bench: &Bench) -> Result<Trial, Failure> {
    let card = shop.card()?;
    let note = "Préfère être appelée le matin, avant dix heures ; ".repeat(30);
    shop.ask(&["customer", "consent", &card, "sms", "oui", "--wording", WORDING])?;
    shop.ask(&["customer", "note", &card, &note])?;
    shop.ask(&["customer", "edit", &card, "ville=Villeurbanne", "code-postal=69100"])?;
    let sale = shop.ask(&["sale", "--scan", "CEI-0009", "--customer", &card, "--pay", "card"])?;
    let file = bench.folder.join("acces.pdf");
    shop.ask(&["customer", "access", &card, "--pdf", &file.to_string_lossy()])?;
    let target = bench.gallery.join("acces");
    process::run(Command::new("pdftoppm").args(["-png", "-r", "80"]).arg(&file).arg(target))?;
    let read = process::text(Command::new("pdftotext").arg("-layout").arg(&file).arg("-"))?;
    let number = text_of(&sale["number"]);
    let words = [WORDING, note.as_str(), "Villeurbanne", &number, &card, "CNIL", "SIRET", "Vos données personnelles"];
    Ok(Trial::new("poppler", "données d'une personne : tout y est, pages numérotées", all_there(&words, &read)))
}

/// Texts that go on below are found word by word, as often as they are there.
fn all_there(texts: &[&str], read: &str) -> Result<(), String> {
    let pages: Vec<&str> = read.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    for (number, page) in (1..).zip(&pages) {
        if !page.contains(&format!("Page {number} / {}", pages.len())) {
            return Err(format!("page {number} sans numéro"));
        }
    }
    let lacks = |text: &&&str| words(text).any(|word| count(word, read) < count(word, text));
    texts.iter().find(lacks).map_or(Ok(()), |lacking| Err(format!("il manque « {lacking} »")))
}

/// The words of a text, without what stands beside them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

fn count(word: &str, text: &str) -> usize {
    words(text).filter(|one| *one == word).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| as_read(code)).collect()
    }

    #[test]
    fn a_card_that_is_not_read_or_read_wrongly_fails() {
        let told = lines(&["2900000000018", "CF-0042/A"]);
        assert_eq!(told, ["EAN-13:2900000000018", "CODE-128:CF-0042/A"]);
        assert!(compared(&told, &[lines(&["CF-0042/A", "2900000000018"])]).is_ok());
        for wrong in [vec![], vec![lines(&["2900000000018"])], vec![lines(&["2900000000025", "CF-0042/A"])]] {
            assert!(compared(&told, &wrong).is_err(), "{wrong:?}");
        }
        assert!(compared(&[], &[]).is_err(), "nothing told is nothing judged");
    }

    #[test]
    fn a_word_that_was_cut_is_missed() {
        assert!(all_there(&["dix heures dix"], "avant dix heures\n dix\nPage 1 / 1\n\u{c}").is_ok());
        assert!(all_there(&["dix heures dix"], "avant dix heures…\nPage 1 / 1\n\u{c}").is_err());
        assert!(all_there(&["dix"], "dix\n\u{c}").is_err(), "no number");
        assert!(all_there(&["dix ; CNIL"], "« dix » CNIL, Paris\nPage 1 / 1\n\u{c}").is_ok());
    }
}
