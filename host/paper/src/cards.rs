//! Loyalty cards: sheets of ten to be cut out, and one card as a picture for a phone.

use crate::PaperError;
use crate::canvas::{self, About, Area, HEIGHT, Mark, WIDTH};
use crate::font::{Fonts, Type};
use crate::picture::{Letters, Picture};
use crate::sheet::Align;
use crate::symbol::Symbol;

/// A card of ISO/IEC 7810, ID-1, in hundredths of a millimeter; its height, 53.98 mm, is rounded.
const CARD: (i64, i64) = (8_560, 5_400);
/// How many stand beside and below each other.
const GRID: (i64, i64) = (2, 5);
/// Where the first one stands: all are in the middle of the page.
const FIRST: (i64, i64) = ((WIDTH - GRID.0 * CARD.0) / 2, (HEIGHT - GRID.1 * CARD.1) / 2);
/// What stays white at both sides.
const EDGE: i64 = 500;
const ROOM: i64 = CARD.0 - 2 * EDGE;

/// The width of a module: the nominal size of the GS1 General Specifications, and the least that is drawn for
/// codes that are longer.
const MODULE: (i64, i64) = (33, 26);
/// How high bars are at the nominal size, and how far those of the guards go below the others.
const BARS: i64 = 2_285;
const GUARD: i64 = 165;
/// Where the bars begin.
const BARS_AT: i64 = 2_340;

const SHOP: Type = Type { tenths: 140, bold: true };
const SMALL: Type = Type { tenths: 80, bold: false };
const HOLDER: Type = Type { tenths: 110, bold: true };
const DIGITS: Type = Type { tenths: 95, bold: false };

/// Marks to cut along: how far they are from the cards, how long, how thick; and those between the cards.
const CROP: (i64, i64, i64) = (150, 500, 10);
const TICK: i64 = 120;

/// What stands on a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The shop's name.
    pub shop: String,
    /// What the card is: `Carte de fidélité`.
    pub kind: String,
    /// Where the shop is, to the right of it.
    pub place: String,
    /// Whose card it is; nothing leaves a line to write the name on.
    pub holder: Option<String>,
    /// What stands before that line: `Nom`.
    pub holder_word: String,
    /// The number in its barcode.
    pub code: String,
}

/// Cards on A4 pages, ten on each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardSheet {
    /// The cards, by rows from the top.
    pub cards: Vec<Card>,
    /// What the file is.
    pub title: String,
    /// What the file is written by.
    pub software: String,
    /// The language tag of its text: `fr`.
    pub language: String,
}

impl CardSheet {
    /// How many cards are on a page.
    pub const PER_PAGE: usize = 10;

    /// Writes the pages as PDF.
    ///
    /// # Errors
    ///
    /// [`PaperError::Code`] when no barcode can hold a number.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        let fonts = Fonts::load()?;
        let pages: Vec<_> =
            self.cards.chunks(Self::PER_PAGE).map(|cards| page(cards, &fonts)).collect::<Result<_, _>>()?;
        let about = About {
            title: &self.title,
            author: self.cards.first().map_or("", |card| &card.shop),
            software: &self.software,
            language: &self.language,
        };
        canvas::write(&pages, &about, &fonts)
    }
}

fn page(cards: &[Card], fonts: &Fonts) -> Result<Vec<Mark>, PaperError> {
    let mut marks = vec![Mark::Ink(crop_marks())];
    for (place, card) in (0..).zip(cards) {
        let corner = (FIRST.0 + place % GRID.0 * CARD.0, FIRST.1 + place / GRID.0 * CARD.1);
        draw(&mut marks, card, corner, fonts)?;
    }
    Ok(marks)
}

/// Lines outside of the cards where each cut begins and ends, and short ones where four cards meet.
fn crop_marks() -> Vec<Area> {
    let (far, long, thick) = CROP;
    let last = (FIRST.0 + GRID.0 * CARD.0, FIRST.1 + GRID.1 * CARD.1);
    let upright = |x: i64, y: i64, length: i64| Area { x: x - thick / 2, y, width: thick, height: length };
    let level = |x: i64, y: i64, length: i64| Area { x, y: y - thick / 2, width: length, height: thick };
    let mut areas = Vec::new();
    for x in (0..=GRID.0).map(|column| FIRST.0 + column * CARD.0) {
        areas.extend([upright(x, FIRST.1 - far - long, long), upright(x, last.1 + far, long)]);
    }
    for y in (0..=GRID.1).map(|row| FIRST.1 + row * CARD.1) {
        areas.extend([level(FIRST.0 - far - long, y, long), level(last.0 + far, y, long)]);
    }
    for x in (1..GRID.0).map(|column| FIRST.0 + column * CARD.0) {
        for y in (1..GRID.1).map(|row| FIRST.1 + row * CARD.1) {
            areas.extend([upright(x, y - TICK, 2 * TICK), level(x - TICK, y, 2 * TICK)]);
        }
    }
    areas
}

fn draw(marks: &mut Vec<Mark>, card: &Card, (x, y): (i64, i64), fonts: &Fonts) -> Result<(), PaperError> {
    let mut text = |at: (i64, i64), align: Align, set: Type, text: &str, room: i64| {
        let text = fonts.fitted(text, set, room);
        marks.push(Mark::Text { x: x + at.0, y: y + at.1, align, set, text });
    };
    // What the card is has the room that the place leaves, and at least half of it.
    let beside = fonts.width(&card.place, SMALL).min(ROOM / 2);
    text((EDGE, 880), Align::Left, SHOP, &card.shop, ROOM);
    text((EDGE, 1_310), Align::Left, SMALL, &card.kind, ROOM - beside - 300);
    text((CARD.0 - EDGE, 1_310), Align::Right, SMALL, &card.place, ROOM / 2);
    match &card.holder {
        Some(holder) => text((EDGE, 2_010), Align::Left, HOLDER, holder, ROOM),
        None => text((EDGE, 2_010), Align::Left, SMALL, &card.holder_word, ROOM / 3),
    }
    marks.push(Mark::Rule { x: x + EDGE, y: y + 1_480, width: ROOM, weight: 20 });
    if card.holder.is_none() {
        let after = fonts.width(&card.holder_word, SMALL).min(ROOM / 3) + 150;
        marks.push(Mark::Rule { x: x + EDGE + after, y: y + 2_010, width: ROOM - after, weight: 9 });
    }
    barcode(marks, &Symbol::of(&card.code)?, (x, y + BARS_AT));
    Ok(())
}

/// Draws a barcode in the middle of a card's width.
fn barcode(marks: &mut Vec<Mark>, symbol: &Symbol, (x, y): (i64, i64)) {
    let module = (CARD.0 / symbol.whole()).clamp(MODULE.1, MODULE.0);
    let first = x + (CARD.0 - symbol.whole() * module) / 2 + symbol.quiet.0 * module;
    let bars = symbol.bars.iter().map(|bar| Area {
        x: first + bar.from * module,
        y,
        width: bar.width * module,
        height: if bar.long { BARS + GUARD } else { BARS },
    });
    marks.push(Mark::Ink(bars.collect()));
    marks.extend(symbol.below.iter().map(|(middle, text)| Mark::Text {
        x: first + middle * module / 2,
        y: y + BARS + 335,
        align: Align::Center,
        set: DIGITS,
        text: text.clone(),
    }));
}

/// The picture has the proportions of a card and the width of most screens of phones, held upright: it is
/// shown as it is, one pixel for one, so that bars stay sharp. 8 pixels are 0.5 mm there.
const PICTURE: (i64, i64) = (1_080, 680);
const MARGIN: i64 = 60;
/// How many pixels a module is wide at most and at least.
const PIXELS: (i64, i64) = (8, 3);

impl Card {
    /// Tells whether a barcode on a card can hold a number: EAN-13, or Code 128 while it fits.
    #[must_use]
    pub fn can_hold(code: &str) -> bool {
        Symbol::of(code).is_ok()
    }

    /// Draws the card as a picture for a phone and writes it as PNG.
    ///
    /// # Errors
    ///
    /// [`PaperError::Code`] when no barcode can hold the number.
    pub fn png(&self) -> Result<Vec<u8>, PaperError> {
        self.picture()?.png()
    }

    fn picture(&self) -> Result<Picture, PaperError> {
        let symbol = Symbol::of(&self.code)?;
        let mut picture = Picture::new(PICTURE.0, PICTURE.1)?;
        let (right, room) = (PICTURE.0 - MARGIN, PICTURE.0 - 2 * MARGIN);
        let small = Letters { size: 30, bold: false };
        picture.text((MARGIN, 96), Align::Left, Letters { size: 56, bold: true }, &self.shop, room);
        picture.text((MARGIN, 150), Align::Left, small, &self.kind, room / 2 + 20);
        picture.text((right, 150), Align::Right, small, &self.place, room / 2 - 60);
        picture.ink((MARGIN, 174), (room, 2));
        let holder = self.holder.as_deref().unwrap_or_default();
        picture.text((MARGIN, 234), Align::Left, Letters { size: 42, bold: true }, holder, room);
        picture_bars(&mut picture, &symbol);
        Ok(picture)
    }
}

fn picture_bars(picture: &mut Picture, symbol: &Symbol) {
    let (top, height, guard) = (270, 310, 36);
    let module = (PICTURE.0 / symbol.whole()).clamp(PIXELS.1, PIXELS.0);
    let first = (PICTURE.0 - symbol.whole() * module) / 2 + symbol.quiet.0 * module;
    for bar in &symbol.bars {
        let height = if bar.long { height + guard } else { height };
        picture.ink((first + bar.from * module, top), (bar.width * module, height));
    }
    let digits = Letters { size: 56, bold: false };
    for (middle, text) in &symbol.below {
        picture.text((first + middle * module / 2, top + height + 58), Align::Center, digits, text, PICTURE.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(code: &str, holder: Option<&str>) -> Card {
        Card {
            shop: "Maison Lefèvre".into(),
            kind: "Carte de fidélité".into(),
            place: "69002 Lyon".into(),
            holder: holder.map(str::to_owned),
            holder_word: "Nom".into(),
            code: code.into(),
        }
    }

    /// Left, top, right, bottom of what is drawn.
    fn extent(mark: &Mark, fonts: &Fonts) -> Vec<(i64, i64, i64, i64)> {
        match mark {
            Mark::Text { x, y, align, set, text } => {
                let width = fonts.width(text, *set);
                let left = align.left(*x, width);
                // A tenth of a point is 3.5 hundredths of a millimeter: letters go 0.76 of it up, 0.25 down.
                vec![(left, y - set.tenths * 27 / 10, left + width, y + set.tenths * 9 / 10)]
            }
            Mark::Rule { x, y, width, weight } => vec![(*x, *y, x + width, y + weight)],
            Mark::Field { x, y, width, height } => vec![(*x, *y, x + width, y + height)],
            Mark::Ink(areas) => areas.iter().map(|a| (a.x, a.y, a.x + a.width, a.y + a.height)).collect(),
        }
    }

    #[test]
    fn everything_stays_on_its_card_whatever_the_names_and_the_code() {
        let fonts = Fonts::load().unwrap();
        let long = "Établissements Vandenbroucke-Lesaffre & Fils, tailleurs-couturiers depuis 1887";
        for code in ["2900000000018", "CF-1", "2900000000019000000000"] {
            for holder in [None, Some("Mme Anne-Laure Québriac"), Some(long)] {
                let card = Card { shop: long.into(), kind: long.into(), place: long.into(), ..card(code, holder) };
                let mut marks = Vec::new();
                draw(&mut marks, &card, (0, 0), &fonts).unwrap();
                for (left, top, right, bottom) in marks.iter().flat_map(|mark| extent(mark, &fonts)) {
                    assert!(
                        left >= 200 && right <= CARD.0 - 200 && top >= 200 && bottom <= CARD.1 - 200,
                        "{code} {holder:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn bars_have_the_nominal_size_and_nothing_stands_in_what_is_to_stay_white() {
        let fonts = Fonts::load().unwrap();
        let mut marks = Vec::new();
        draw(&mut marks, &card("2900000000018", Some("Mme Anne Le Gall")), (0, 0), &fonts).unwrap();
        let bars = marks.iter().find_map(|mark| if let Mark::Ink(areas) = mark { Some(areas) } else { None }).unwrap();
        let (first, last) = (bars[0], bars[bars.len() - 1]);
        assert_eq!(last.x + last.width - first.x, 95 * 33, "31.35 mm");
        assert!(bars.iter().all(|bar| bar.width % 33 == 0 && [2_285, 2_450].contains(&bar.height)));
        assert!(first.x >= 11 * 33 && CARD.0 - last.x - last.width >= 7 * 33);
        let beside = (first.x - 11 * 33, first.y, last.x + last.width + 7 * 33, first.y + BARS);
        for (left, top, right, bottom) in
            marks.iter().filter(|mark| !matches!(mark, Mark::Ink(_))).flat_map(|mark| extent(mark, &fonts))
        {
            assert!(right <= beside.0 || left >= beside.2 || bottom <= beside.1 || top >= beside.3);
        }
    }

    #[test]
    fn twenty_three_cards_are_three_pages_that_can_be_cut() {
        let fonts = Fonts::load().unwrap();
        let cards: Vec<Card> = (0..23).map(|_| card("2900000000018", None)).collect();
        let pages: Vec<_> = cards.chunks(CardSheet::PER_PAGE).map(|cards| page(cards, &fonts).unwrap()).collect();
        assert_eq!(pages.len(), 3);
        for area in crop_marks() {
            assert!(area.x >= 500 && area.x + area.width <= WIDTH - 500, "a printer reaches it: {area:?}");
            assert!(area.y >= 500 && area.y + area.height <= HEIGHT - 500, "a printer reaches it: {area:?}");
        }
        let sheet = CardSheet { cards, title: "Cartes".into(), language: "fr".into(), ..CardSheet::default() };
        let (one, other) = (sheet.pdf().unwrap(), sheet.pdf().unwrap());
        assert!(one == other && one.starts_with(b"%PDF-1."));
    }

    #[test]
    fn a_code_that_no_barcode_holds_is_an_error_and_no_empty_card() {
        let wrong = card("carte é", None);
        assert_eq!(wrong.png(), Err(PaperError::Code("carte é".into())));
        let sheet = CardSheet { cards: vec![wrong], ..CardSheet::default() };
        assert_eq!(sheet.pdf(), Err(PaperError::Code("carte é".into())));
    }

    #[test]
    fn bars_of_the_picture_are_whole_pixels_in_black_and_white() {
        let long = "Établissements Vandenbroucke-Lesaffre & Fils, tailleurs-couturiers depuis 1887";
        let picture = Card { shop: long.into(), ..card("2900000000018", Some(long)) }.picture().unwrap();
        let row: Vec<u8> = (0..PICTURE.0).map(|x| picture.at(x, 400)).collect();
        assert!(row.iter().all(|pixel| [0, 255].contains(pixel)));
        let first = row.iter().position(|pixel| *pixel == 0).unwrap();
        let last = row.iter().rposition(|pixel| *pixel == 0).unwrap();
        assert_eq!(last + 1 - first, 95 * 8);
        assert!(first >= 11 * 8 && row.len() - last > 7 * 8);
        let edges = row.windows(2).enumerate().filter(|(_, pair)| pair[0] != pair[1]);
        assert!(edges.into_iter().all(|(at, _)| (at + 1 - first) % 8 == 0));
        // Long names end before the edge.
        for x in (0..MARGIN).chain(PICTURE.0 - MARGIN..PICTURE.0) {
            assert!((0..260).all(|y| picture.at(x, y) == 255), "ink at {x}");
        }
    }
}
