//! Black and white pictures: a shop's logo, from a PNG file or from bits.

use std::fmt::Write as _;
use std::io::Cursor;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A picture of black and white dots, at most 1024 wide and 2048 high.
///
/// As JSON it is `{"width": 16, "height": 1, "bits": "ff00"}`, the rows in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Raster {
    width: u16,
    height: u16,
    /// Rows of `(width + 7) / 8` bytes, the leftmost dot in the highest bit, 1 is black.
    bits: Vec<u8>,
}

/// Why a picture is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RasterError {
    /// A side is zero or larger than a receipt can hold.
    #[error("picture of {width} × {height} dots, 1 × 1 to {} × {} allowed", Raster::MAX_WIDTH, Raster::MAX_HEIGHT)]
    Size {
        /// The width found, in dots.
        width: u32,
        /// The height found, in dots.
        height: u32,
    },
    /// The number of bytes does not match the size.
    #[error("{found} bytes of dots, {expected} expected")]
    Length {
        /// What the size asks for.
        expected: usize,
        /// What was given.
        found: usize,
    },
    /// The stored dots are not pairs of hexadecimal digits.
    #[error("dots are not hexadecimal at character {at}")]
    Hexadecimal {
        /// Where, counted from 1.
        at: usize,
    },
    /// The file is not a PNG picture that can be read.
    #[error("not a readable PNG picture: {0}")]
    Png(String),
}

#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    width: u16,
    height: u16,
    bits: String,
}

/// PNG files beyond this many decoded bytes are refused.
const PNG_LIMIT: usize = 32 << 20;

impl Raster {
    /// The widest picture, in dots; rolls are 384 to 576 dots wide.
    pub const MAX_WIDTH: u16 = 1024;
    /// The highest picture, in dots: 25 cm of paper.
    pub const MAX_HEIGHT: u16 = 2048;

    /// A picture from its rows of `(width + 7) / 8` bytes, leftmost dot in the highest bit,
    /// 1 is black.
    ///
    /// # Errors
    ///
    /// [`RasterError::Size`] and [`RasterError::Length`].
    pub fn new(width: u16, height: u16, bits: Vec<u8>) -> Result<Self, RasterError> {
        check_size(u32::from(width), u32::from(height))?;
        let expected = row_bytes(width) * usize::from(height);
        if bits.len() != expected {
            return Err(RasterError::Length { expected, found: bits.len() });
        }
        Ok(Self { width, height, bits })
    }

    /// A picture from a PNG file, made smaller if it is wider than `max_width` dots.
    ///
    /// What is transparent is white; a dot is black when its place is darker than half gray.
    ///
    /// # Errors
    ///
    /// [`RasterError::Png`] when the file cannot be read, [`RasterError::Size`] when it is
    /// too high even after scaling.
    pub fn from_png(png: &[u8], max_width: u16) -> Result<Self, RasterError> {
        let gray = Gray::decode(png)?;
        let width = gray.width.min(usize::from(max_width.clamp(1, Self::MAX_WIDTH)));
        let height = (gray.height * width / gray.width).max(1);
        check_size(width as u32, height as u32)?;
        Ok(Self::from_dots(width, height, |x, y| gray.is_dark(x, y, width, height)))
    }

    /// The width in dots.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// The height in dots.
    #[must_use]
    pub const fn height(&self) -> u16 {
        self.height
    }

    /// The bytes of a row.
    #[must_use]
    pub fn row_bytes(&self) -> usize {
        row_bytes(self.width)
    }

    /// The rows, from top to bottom.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.bits.chunks_exact(self.row_bytes())
    }

    /// The same picture, no wider than `max_width` dots.
    #[must_use]
    pub fn narrowed(&self, max_width: u16) -> Self {
        if self.width <= max_width || max_width == 0 {
            return self.clone();
        }
        let (from_width, from_height) = (usize::from(self.width), usize::from(self.height));
        let width = usize::from(max_width);
        let height = (from_height * width / from_width).max(1);
        Self::from_dots(width, height, |x, y| self.is_black(x * from_width / width, y * from_height / height))
    }

    fn is_black(&self, x: usize, y: usize) -> bool {
        self.bits[y * self.row_bytes() + x / 8] & (0x80 >> (x % 8)) != 0
    }

    fn from_dots(width: usize, height: usize, is_black: impl Fn(usize, usize) -> bool) -> Self {
        let stride = width.div_ceil(8);
        let mut bits = vec![0; stride * height];
        for y in 0..height {
            for x in (0..width).filter(|x| is_black(*x, y)) {
                bits[y * stride + x / 8] |= 0x80 >> (x % 8);
            }
        }
        let side = |n| u16::try_from(n).expect("callers bound both sides by MAX_WIDTH and MAX_HEIGHT");
        Self { width: side(width), height: side(height), bits }
    }
}

fn row_bytes(width: u16) -> usize {
    usize::from(width).div_ceil(8)
}

fn check_size(width: u32, height: u32) -> Result<(), RasterError> {
    let fits =
        (1..=u32::from(Raster::MAX_WIDTH)).contains(&width) && (1..=u32::from(Raster::MAX_HEIGHT)).contains(&height);
    if fits { Ok(()) } else { Err(RasterError::Size { width, height }) }
}

impl From<Raster> for Stored {
    fn from(raster: Raster) -> Self {
        let mut bits = String::with_capacity(raster.bits.len() * 2);
        for byte in &raster.bits {
            write!(bits, "{byte:02x}").expect("writing to a string cannot fail");
        }
        Self { width: raster.width, height: raster.height, bits }
    }
}

impl TryFrom<Stored> for Raster {
    type Error = RasterError;

    fn try_from(stored: Stored) -> Result<Self, RasterError> {
        let digits: Vec<u8> = stored
            .bits
            .chars()
            .enumerate()
            .map(|(i, c)| nibble(c).ok_or(RasterError::Hexadecimal { at: i + 1 }))
            .collect::<Result<_, _>>()?;
        if digits.len() % 2 == 1 {
            return Err(RasterError::Hexadecimal { at: digits.len() });
        }
        let bits = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        Self::new(stored.width, stored.height, bits)
    }
}

fn nibble(c: char) -> Option<u8> {
    c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A decoded picture: one byte per dot, 0 black, 255 white.
struct Gray {
    width: usize,
    height: usize,
    luma: Vec<u8>,
}

impl Gray {
    fn decode(png: &[u8]) -> Result<Self, RasterError> {
        let limits = png::Limits { bytes: PNG_LIMIT };
        let mut decoder = png::Decoder::new_with_limits(Cursor::new(png), limits);
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(unreadable)?;
        let size = reader.output_buffer_size().filter(|size| *size <= PNG_LIMIT);
        let size =
            size.ok_or_else(|| RasterError::Size { width: reader.info().width, height: reader.info().height })?;
        let mut pixels = vec![0; size];
        let frame = reader.next_frame(&mut pixels).map_err(unreadable)?;
        let samples = frame.color_type.samples();
        let luma = pixels[..frame.buffer_size()].chunks_exact(samples).map(luma_on_white);
        Ok(Self { width: frame.width as usize, height: frame.height as usize, luma: luma.collect() })
    }

    /// Whether the part of the picture under the dot (x, y) of a smaller one is dark on average.
    fn is_dark(&self, x: usize, y: usize, width: usize, height: usize) -> bool {
        let columns = span(x, self.width, width);
        let rows = span(y, self.height, height);
        let count = columns.len() * rows.len();
        let sum: usize = rows
            .flat_map(|row| self.luma[row * self.width..][columns.clone()].iter())
            .map(|luma| usize::from(*luma))
            .sum();
        sum < count * 128
    }
}

/// The dots of a line of `from` dots that end up in dot `i` of a line of `to` dots.
fn span(i: usize, from: usize, to: usize) -> std::ops::Range<usize> {
    let start = i * from / to;
    start..((i + 1) * from / to).max(start + 1)
}

/// ITU-R BT.601 luma in thousandths, over white paper.
fn luma_on_white(pixel: &[u8]) -> u8 {
    let (red, green, blue, alpha) = match *pixel {
        [gray] => (gray, gray, gray, 255),
        [gray, alpha] => (gray, gray, gray, alpha),
        [red, green, blue] => (red, green, blue, 255),
        [red, green, blue, alpha] => (red, green, blue, alpha),
        _ => (255, 255, 255, 255),
    };
    let luma = (299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1000;
    let alpha = u32::from(alpha);
    let shown = (luma * alpha + 255 * (255 - alpha)) / 255;
    u8::try_from(shown).unwrap_or(u8::MAX)
}

fn unreadable(error: png::DecodingError) -> RasterError {
    RasterError::Png(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, color: png::ColorType, pixels: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(color);
        encoder.write_header().unwrap().write_image_data(pixels).unwrap();
        file
    }

    fn picture(raster: &Raster) -> Vec<String> {
        let dot = |row: &[u8], x: usize| if row[x / 8] & (0x80 >> (x % 8)) != 0 { '#' } else { '.' };
        raster.rows().map(|row| (0..usize::from(raster.width)).map(|x| dot(row, x)).collect()).collect()
    }

    #[test]
    fn dark_is_black_and_transparent_is_white() {
        let gray = png(3, 2, png::ColorType::Grayscale, &[0, 127, 128, 255, 0, 255]);
        assert_eq!(picture(&Raster::from_png(&gray, 384).unwrap()), ["##.", ".#."]);
        let pixels = [[0, 0, 0, 255], [0, 0, 0, 0], [255, 255, 0, 255], [0, 0, 255, 255]].concat();
        let colors = png(4, 1, png::ColorType::Rgba, &pixels);
        assert_eq!(picture(&Raster::from_png(&colors, 384).unwrap()), ["#..#"]);
    }

    #[test]
    fn a_wide_picture_is_made_smaller() {
        let pixels: Vec<u8> = (0..4).flat_map(|_| [[0; 10], [255; 10]].concat()).collect();
        let raster = Raster::from_png(&png(20, 4, png::ColorType::Grayscale, &pixels), 10).unwrap();
        assert_eq!(picture(&raster), ["#####.....", "#####....."]);
        assert_eq!(picture(&raster.narrowed(5)), ["###.."]);
        assert_eq!(raster.narrowed(10), raster);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(matches!(Raster::from_png(b"GIF89a", 384), Err(RasterError::Png(_))));
        let cut_short = &png(3, 2, png::ColorType::Grayscale, &[0; 6])[..40];
        assert!(matches!(Raster::from_png(cut_short, 384), Err(RasterError::Png(_))));
        let high = png(1, 3000, png::ColorType::Grayscale, &[0; 3000]);
        assert_eq!(Raster::from_png(&high, 384), Err(RasterError::Size { width: 1, height: 3000 }));
        assert_eq!(Raster::new(0, 5, vec![]), Err(RasterError::Size { width: 0, height: 5 }));
        assert_eq!(Raster::new(9, 2, vec![0; 3]), Err(RasterError::Length { expected: 4, found: 3 }));
    }

    #[test]
    fn stored_dots_are_checked() {
        let read =
            |bits: &str| Raster::try_from(Stored { width: 8, height: 1, bits: bits.into() }).map(|raster| raster.bits);
        assert_eq!(read("a5"), Ok(vec![0xa5]));
        assert_eq!(read("a"), Err(RasterError::Hexadecimal { at: 1 }));
        assert_eq!(read("aé"), Err(RasterError::Hexadecimal { at: 2 }));
        assert_eq!(read("a5a5"), Err(RasterError::Length { expected: 1, found: 2 }));
    }
}
