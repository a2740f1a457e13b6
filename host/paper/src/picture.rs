//! Pictures in gray, pixel by pixel: areas with sharp edges, and letters of our fonts.
//!
//! The library of outlines counts in floating point; what goes in and comes out are whole pixels.
#![allow(clippy::float_arithmetic, reason = "how much of a pixel a letter covers, no money")]

use ab_glyph::{Font as _, FontRef, GlyphId, PxScale, point};

use crate::PaperError;
use crate::font::{Font, Fonts, Type, cut};
use crate::sheet::Align;

const WHITE: u8 = 255;

/// How letters are drawn: the font's size in pixels, and its weight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letters {
    pub(crate) size: i64,
    pub(crate) bold: bool,
}

/// A picture under way.
pub(crate) struct Picture {
    size: (i64, i64),
    pixels: Vec<u8>,
    fonts: Fonts,
}

impl Picture {
    /// Takes a white sheet of so many pixels.
    pub(crate) fn new(width: i64, height: i64) -> Result<Self, PaperError> {
        let count = usize::try_from(width * height).map_err(|_| PaperError::Picture("size".to_owned()))?;
        Ok(Self { size: (width, height), pixels: vec![WHITE; count], fonts: Fonts::load()? })
    }

    /// Fills an area with black.
    pub(crate) fn ink(&mut self, (x, y): (i64, i64), (width, height): (i64, i64)) {
        for row in y..y + height {
            for column in x..x + width {
                self.darken((column, row), 1.0);
            }
        }
    }

    /// Draws a text that stands on `y`, from `x` on, around it or up to it; what has no room is cut.
    pub(crate) fn text(&mut self, (x, y): (i64, i64), align: Align, letters: Letters, text: &str, room: i64) {
        let font = self.fonts.of(Type { tenths: 0, bold: letters.bold });
        let text = cut(text, |text| width(font, text, letters.size) <= room);
        let left = align.left(x, width(font, &text, letters.size));
        for (at, cover) in pixels_of(font, &text, letters.size, (left, y)) {
            self.darken(at, cover);
        }
    }

    fn darken(&mut self, at: (i64, i64), cover: f32) {
        if let Some(pixel) = self.place(at).and_then(|place| self.pixels.get_mut(place)) {
            *pixel = (f32::from(*pixel) * (1.0 - cover.clamp(0.0, 1.0))).round() as u8;
        }
    }

    fn place(&self, (x, y): (i64, i64)) -> Option<usize> {
        let inside = (0..self.size.0).contains(&x) && (0..self.size.1).contains(&y);
        if inside { usize::try_from(y * self.size.0 + x).ok() } else { None }
    }

    /// The lightness of a pixel.
    #[cfg(test)]
    pub(crate) fn at(&self, x: i64, y: i64) -> u8 {
        self.pixels[self.place((x, y)).unwrap()]
    }

    /// Writes the picture as PNG.
    pub(crate) fn png(&self) -> Result<Vec<u8>, PaperError> {
        let wrong = |problem: String| PaperError::Picture(problem);
        let side = |length: i64| u32::try_from(length).map_err(|error| wrong(error.to_string()));
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, side(self.size.0)?, side(self.size.1)?);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(|error| wrong(error.to_string()))?;
        writer.write_image_data(&self.pixels).map_err(|error| wrong(error.to_string()))?;
        writer.finish().map_err(|error| wrong(error.to_string()))?;
        Ok(bytes)
    }
}

/// How many pixels a text is wide, rounded up.
fn width(font: &Font, text: &str, size: i64) -> i64 {
    let (parts, whole) = (font.units(text) * size, font.em());
    parts.div_euclid(whole) + i64::from(parts.rem_euclid(whole) > 0)
}

/// The pixels that the letters of a text cover, and how much of each.
fn pixels_of(font: &Font, text: &str, size: i64, (left, y): (i64, i64)) -> Vec<((i64, i64), f32)> {
    let mut covered = Vec::new();
    let Ok(outlines) = FontRef::try_from_slice(font.bytes) else { return covered };
    let em = font.em() as f32;
    // The library's scale is the height of the font from its deepest to its highest letter.
    let scale = PxScale::from(size as f32 * outlines.height_unscaled() / em);
    let mut before = 0;
    for letter in text.chars() {
        let (glyph, advance) = font.letter(letter);
        let start = point(left as f32 + (before * size) as f32 / em, y as f32);
        if let Some(outline) = outlines.outline_glyph(GlyphId(glyph).with_scale_and_position(scale, start)) {
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, cover| {
                covered.push(((corner.x as i64 + i64::from(x), corner.y as i64 + i64::from(y)), cover));
            });
        }
        before += advance;
    }
    covered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_where_they_are_told_and_are_as_wide_as_they_are_measured() {
        let letters = Letters { size: 40, bold: true };
        let mut picture = Picture::new(600, 100).unwrap();
        picture.text((100, 70), Align::Left, letters, "Maison Hélène", 400);
        let wide = width(picture.fonts.of(Type { tenths: 0, bold: true }), "Maison Hélène", 40);
        let dark = |picture: &Picture, (x, y): (i64, i64)| picture.at(x, y) < 128;
        let all = || (0..600).flat_map(|x| (0..100).map(move |y| (x, y)));
        let inked: Vec<_> = all().filter(|at| dark(&picture, *at)).collect();
        let (left, right) = (inked.iter().map(|at| at.0).min().unwrap(), inked.iter().map(|at| at.0).max().unwrap());
        assert!((100..=106).contains(&left) && (100 + wide - 6..=100 + wide).contains(&right), "{left} {right} {wide}");
        assert!(inked.iter().all(|(_, y)| (30..=71).contains(y)), "on the line, under the accents");
        let mut other = Picture::new(600, 100).unwrap();
        other.text((100 + wide, 70), Align::Right, letters, "Maison Hélène", 400);
        assert_eq!(picture.pixels, other.pixels);
    }

    #[test]
    fn what_has_no_room_is_cut_and_what_is_outside_is_left_out() {
        let mut picture = Picture::new(200, 50).unwrap();
        picture.text((10, 40), Align::Left, Letters { size: 30, bold: false }, "Établissements Vandenbroucke", 100);
        assert!((111..200).all(|x| (0..50).all(|y| picture.at(x, y) == WHITE)));
        assert!((10..110).any(|x| picture.at(x, 30) < 128));
        picture.ink((190, 40), (50, 50));
        assert_eq!((picture.at(199, 49), picture.at(189, 49)), (0, WHITE));
        assert!(picture.png().unwrap().starts_with(b"\x89PNG"));
    }
}
