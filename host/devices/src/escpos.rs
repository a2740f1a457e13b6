//! The printer language of receipt printers: a document to bytes.
//!
//! Commands are those of Epson's ESC/POS reference that also the clones know. [`encode`] sends
//! the whole state at the start (`ESC @`, `ESC R 0`, `ESC t n`), so a document never depends on
//! what was printed before, and every text goes through [`charset`].

pub mod charset;
pub mod profile;
pub(crate) mod symbol;
mod test_page;

use crate::document::layout::{Row, TextRow};
use crate::document::{Align, Document, DrawerPin, Raster, Style};

pub use self::charset::CodePage;
pub use self::profile::{Cut, PrinterProfile};
pub use self::test_page::test_page;

const ESC: u8 = 0x1b;
const FS: u8 = 0x1c;
const GS: u8 = 0x1d;
const DLE: u8 = 0x10;
const DC4: u8 = 0x14;
const LF: u8 = 0x0a;

/// Lines of a picture per command; cheap printers have a small buffer.
const LOGO_SLICE: usize = 256;
/// Lines that bring the last one out of a printer without a cutter.
const TEAR_OFF_LINES: u8 = 4;
/// How long a pulse in real time lasts, in steps of 100 ms (1 to 8): the shortest, which is twice
/// what a drawer usually needs.
const REAL_TIME_PULSE: u8 = 1;

/// The bytes that print a document on a printer with this profile.
///
/// Never fails: what the printer cannot show is replaced (characters) or printed as plain text
/// (symbols that do not fit or whose check digit is wrong).
#[must_use]
pub fn encode(document: &Document, profile: &PrinterProfile) -> Vec<u8> {
    let mut encoder = Encoder::new(profile);
    for row in profile.paper().rows(document) {
        encoder.row(&row);
    }
    encoder.set(Style::PLAIN);
    encoder.out
}

/// `DLE DC4 1 m t`: a pulse for the drawer that does not wait behind what is still to be printed,
/// so that it also comes when the paper is out or the cover open.
pub(crate) const fn real_time_pulse(pin: DrawerPin) -> [u8; 5] {
    [DLE, DC4, 1, pin_number(pin), REAL_TIME_PULSE]
}

struct Encoder<'a> {
    profile: &'a PrinterProfile,
    out: Vec<u8>,
    style: Style,
}

impl<'a> Encoder<'a> {
    /// Resets the printer, chooses the international set (in the French one `@ [ ] { | }`
    /// print as `à ° § é ù è`) and the character table.
    fn new(profile: &'a PrinterProfile) -> Self {
        let mut out = vec![ESC, b'@'];
        if profile.cancel_kanji {
            out.extend([FS, b'.']);
        }
        out.extend([ESC, b'R', 0, ESC, b't', profile.page_number()]);
        Self { profile, out, style: Style::PLAIN }
    }

    fn row(&mut self, row: &Row<'_>) {
        match row {
            Row::Text(text) => self.text(text),
            Row::Symbol(symbol) => {
                self.set(Style::PLAIN.centered());
                // The printer ends the line by itself after a symbol.
                self.out.extend(symbol.encode(self.profile.dots));
            }
            Row::Logo(raster) => self.logo(raster),
            Row::Feed(0) => {}
            Row::Feed(lines) => {
                self.set(Style::PLAIN);
                self.out.extend([ESC, b'd', *lines]);
            }
            Row::Cut => self.cut(),
            Row::Pulse(pin) => self.pulse(pin.unwrap_or(self.profile.drawer_pin)),
        }
    }

    fn text(&mut self, row: &TextRow) {
        self.set(row.style);
        let page = self.profile.code_page;
        self.out.extend(page.encode(&row.left));
        if !row.right.is_empty() {
            self.out.extend(vec![b' '; self.gap(row)]);
            self.out.extend(page.encode(&row.right));
        }
        self.out.push(LF);
    }

    /// The spaces between both parts of a row, in characters of its own width.
    fn gap(&self, row: &TextRow) -> usize {
        let columns = self.profile.paper().columns / if row.style.wide { 2 } else { 1 };
        columns.saturating_sub(row.left.chars().count() + row.right.chars().count())
    }

    /// Sends only what differs from the style in force.
    fn set(&mut self, style: Style) {
        let size = |style: Style| u8::from(style.wide) << 4 | u8::from(style.tall);
        if style.align != self.style.align {
            self.out.extend([ESC, b'a', align_number(style.align)]);
        }
        if style.bold != self.style.bold {
            self.out.extend([ESC, b'E', u8::from(style.bold)]);
        }
        if size(style) != size(self.style) {
            self.out.extend([GS, b'!', size(style)]);
        }
        self.style = style;
    }

    fn logo(&mut self, raster: &Raster) {
        self.set(Style::PLAIN.centered());
        let raster = raster.narrowed(self.profile.dots);
        let rows: Vec<&[u8]> = raster.rows().collect();
        for slice in rows.chunks(LOGO_SLICE) {
            self.out.extend([GS, b'v', b'0', 0]);
            self.out.extend(little_endian(raster.row_bytes()));
            self.out.extend(little_endian(slice.len()));
            slice.iter().for_each(|row| self.out.extend(*row));
        }
    }

    fn cut(&mut self) {
        self.set(Style::PLAIN);
        if self.profile.lines_before_cut > 0 {
            self.out.extend([ESC, b'd', self.profile.lines_before_cut]);
        }
        // The function with feed brings the last line beyond the cutter before it cuts.
        match self.profile.cut {
            Cut::Partial => self.out.extend([GS, b'V', 66, self.profile.cut_feed]),
            Cut::Full => self.out.extend([GS, b'V', 65, self.profile.cut_feed]),
            Cut::None => self.out.extend([ESC, b'd', TEAR_OFF_LINES]),
        }
    }

    /// `ESC p m t1 t2`: both times are always sent, else the printer eats the next two bytes.
    fn pulse(&mut self, pin: DrawerPin) {
        let on = two_millisecond_steps(self.profile.drawer_on_ms).max(1);
        // The pause must not be shorter than the current, as the reference asks.
        let off = two_millisecond_steps(self.profile.drawer_off_ms).max(on);
        self.out.extend([ESC, b'p', pin_number(pin), on, off]);
    }
}

const fn pin_number(pin: DrawerPin) -> u8 {
    match pin {
        DrawerPin::Pin2 => 0,
        DrawerPin::Pin5 => 1,
    }
}

const fn align_number(align: Align) -> u8 {
    match align {
        Align::Left => 0,
        Align::Center => 1,
        Align::Right => 2,
    }
}

fn two_millisecond_steps(ms: u16) -> u8 {
    u8::try_from(ms / 2).unwrap_or(u8::MAX)
}

fn little_endian(n: usize) -> [u8; 2] {
    u16::try_from(n).expect("a raster is at most 1024 × 2048 dots").to_le_bytes()
}

#[cfg(test)]
mod tests;
