//! The page that shows whether a printer is set up well: accents, width, symbols, cut.

use super::PrinterProfile;
use crate::document::{Block, Document, Style};
use comptoir_domain::language::Language;

use crate::messages::TestPageWords;

/// An EAN-13 of the range for use inside a shop, so it names no product of anyone.
const EAN: &str = "2900000012349";

/// A page to compare with what comes out: one look tells what setting is wrong.
///
/// It does not open the drawer.
#[must_use]
pub fn test_page(profile: &PrinterProfile, language: Language) -> Document {
    let words = TestPageWords::of(language);
    let columns = profile.paper().columns;
    let mut page = Document::new();
    page.styled(words.title, Style::PLAIN.bold().big().centered());
    page.styled(settings(profile), Style::PLAIN.centered());
    page.rule().text(ruler(columns)).paragraph(words.ruler_hint, Style::PLAIN).rule();
    page.text("éèêëàâäçîïôöùûüÿœæ").text("ÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŸŒÆ");
    page.text("« L’été » – 12,50 € … @[]{|} ~ #");
    page.paragraph(words.accents_hint, Style::PLAIN).rule();
    page.pair(words.long_label, "1\u{202f}234,56 €");
    page.styled_pair(words.bold, "12,50 €", Style::PLAIN.bold());
    page.styled_pair(words.tall, "12,50 €", Style::PLAIN.tall());
    page.styled_pair(words.wide, "12,50 €", Style::PLAIN.wide());
    page.styled_pair(words.total, "12,50 €", Style::PLAIN.bold().big());
    page.rule().feed(1);
    page.push(Block::Ean13(EAN.into())).feed(1);
    page.push(Block::Code128("C1-000123".into())).feed(1);
    page.push(Block::Qr("TEST|C1|12.50".into()));
    page.paragraph(words.symbols_hint, Style::PLAIN).cut();
    page
}

fn settings(profile: &PrinterProfile) -> String {
    let paper = profile.paper();
    let page = format!("{:?}", paper.page).to_uppercase();
    format!("{} col. / {} pt / {page} ({})", paper.columns, paper.dots, profile.page_number())
}

/// `....5...10...15` up to the last column, so that a wrong width wraps visibly.
fn ruler(columns: usize) -> String {
    let mut ruler = String::new();
    for mark in (5..=columns).step_by(5) {
        ruler.push_str(&format!("{mark:.>5}"));
    }
    ruler.push_str(&".".repeat(columns % 5));
    ruler
}
