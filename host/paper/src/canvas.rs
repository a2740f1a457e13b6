//! Pages that are written on by hundredths of a millimeter, from the top left corner.

use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::{Document, color};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::PaperError;
use crate::font::{Fonts, Type};
use crate::sheet::Align;

/// An A4 page.
pub(crate) const WIDTH: i64 = 21_000;
/// An A4 page.
pub(crate) const HEIGHT: i64 = 29_700;

/// What is to be drawn on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A text whose letters stand on `y`; from `x` on, around it, or up to it.
    Text { x: i64, y: i64, align: Align, set: Type, text: String },
    /// A line over a width, `weight` high.
    Rule { x: i64, y: i64, width: i64, weight: i64 },
    /// A gray field behind a text.
    Field { x: i64, y: i64, width: i64, height: i64 },
    /// Areas in black: the bars of one barcode, marks to cut along.
    Ink(Vec<Area>),
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
}

/// What the file says of itself.
pub(crate) struct About<'a> {
    pub(crate) title: &'a str,
    /// The shop.
    pub(crate) author: &'a str,
    pub(crate) software: &'a str,
    /// The tag of a language.
    pub(crate) language: &'a str,
}

/// Writes pages of marks as PDF.
pub(crate) fn write(pages: &[Vec<Mark>], about: &About<'_>, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
    let mut document = Document::new();
    let author = Some(about.author.to_owned()).filter(|author| !author.is_empty());
    let metadata = krilla::metadata::Metadata::new()
        .title(about.title.to_owned())
        .authors(author.into_iter().collect())
        .creator(about.software.to_owned())
        .language(about.language.to_owned());
    document.set_metadata(metadata);
    for marks in pages {
        let size = PageSettings::from_wh(points(WIDTH), points(HEIGHT));
        let mut page = document.start_page_with(size.ok_or_else(|| PaperError::Pdf("page size".to_owned()))?);
        let mut surface = page.surface();
        marks.iter().for_each(|mark| draw(&mut surface, mark, fonts));
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| PaperError::Pdf(format!("{error:?}")))
}

/// The one place where a length becomes a number of the PDF.
fn points(length: i64) -> f32 {
    (Decimal::from(length * 72) / Decimal::from(2540)).to_f32().unwrap_or_default()
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts) {
    match mark {
        Mark::Text { x, y, align, set, text } => {
            let width = fonts.width(text, *set);
            let left = align.left(*x, width);
            let font = fonts.of(*set);
            surface.set_fill(Some(gray(0)));
            let size = Decimal::new(set.tenths, 1).to_f32().unwrap_or_default();
            let start = Point::from_xy(points(left), points(*y));
            surface.draw_glyphs(start, &font.set(text), font.embedded.clone(), text, size, false);
        }
        Mark::Rule { x, y, width, weight } => {
            fill(surface, &[Area { x: *x, y: *y, width: *width, height: *weight }], 70);
        }
        Mark::Field { x, y, width, height } => {
            fill(surface, &[Area { x: *x, y: *y, width: *width, height: *height }], 236);
        }
        Mark::Ink(areas) => fill(surface, areas, 0),
    }
}

/// Fills areas as one path.
fn fill(surface: &mut Surface<'_>, areas: &[Area], lightness: u8) {
    let mut path = PathBuilder::new();
    for Area { x, y, width, height } in areas {
        if let Some(rect) = Rect::from_xywh(points(*x), points(*y), points(*width), points(*height)) {
            path.push_rect(rect);
        }
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(gray(lightness)));
        surface.draw_path(&path);
    }
}

fn gray(lightness: u8) -> Fill {
    Fill { paint: color::luma::Color::new(lightness).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}
