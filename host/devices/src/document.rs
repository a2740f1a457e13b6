//! What is to be printed, before any printer is chosen: an ordered list of blocks.
//!
//! A [`Document`] is stored as JSON in the durable print queue, so it holds no bytes of a
//! printer language and no width: the same document goes to a 58 mm or an 80 mm roll. The rows
//! that come out are decided once, in [`layout`], and used both by [`Document::to_text`] and
//! by the encoder, so that the screen shows what the paper will.

pub(crate) mod layout;
mod raster;
mod text;
pub mod wrap;

use serde::{Deserialize, Serialize};

pub use self::raster::{Raster, RasterError};

/// An ordered list of blocks, independent of a printer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    /// The blocks, from the top of the paper to the bottom.
    pub blocks: Vec<Block>,
}

/// One piece of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A text with, if wanted, a second one at the right edge: a label and its amount.
    Line(Line),
    /// A long text, wrapped at words; its own line breaks are kept.
    Paragraph {
        /// The text.
        text: String,
        /// How it looks.
        #[serde(default)]
        style: Style,
    },
    /// A line of dashes over the whole width.
    Rule,
    /// Blank lines.
    Feed(u8),
    /// An EAN-13 symbol: 13 digits. With a wrong check digit it is printed as plain text,
    /// because no scanner would read the symbol.
    Ean13(String),
    /// A Code 128 symbol: printable ASCII. As plain text if it does not fit the paper.
    Code128(String),
    /// A QR code with this text. As plain text if it does not fit the paper.
    Qr(String),
    /// A black and white picture, centered.
    Logo(Raster),
    /// The end of a ticket: the paper is cut, if the printer can.
    Cut,
    /// Opens the cash drawer that hangs on the printer.
    DrawerPulse {
        /// Which of the two wires; `None` is the one of the printer's settings.
        #[serde(default)]
        pin: Option<DrawerPin>,
    },
}

/// A line of text with an optional second text at the right edge.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Line {
    /// The label. It gives way: it is wrapped when both do not fit.
    pub left: String,
    /// What stands at the right edge, typically an amount; never broken if it fits the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
    /// How it looks.
    #[serde(default)]
    pub style: Style,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Style {
    /// Printed twice, darker.
    pub bold: bool,
    /// Each character takes two columns.
    pub wide: bool,
    /// Each character is two lines high.
    pub tall: bool,
    /// Where it stands; without effect on a line that has a right part.
    pub align: Align,
}

/// Where a text stands between the edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// The wire of the drawer connector that gets the pulse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawerPin {
    /// Pin 2 of the connector: the first, usual drawer.
    #[default]
    Pin2,
    /// Pin 5 of the connector: the second drawer.
    Pin5,
}

impl Style {
    /// No bold, normal size, at the left.
    pub const PLAIN: Self = Self { bold: false, wide: false, tall: false, align: Align::Left };

    /// The same style in bold.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same style, twice as wide and twice as high.
    #[must_use]
    pub const fn big(self) -> Self {
        Self { wide: true, tall: true, ..self }
    }

    /// The same style, twice as high.
    #[must_use]
    pub const fn tall(self) -> Self {
        Self { tall: true, ..self }
    }

    /// The same style, twice as wide.
    #[must_use]
    pub const fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// The same style in the middle.
    #[must_use]
    pub const fn centered(self) -> Self {
        Self { align: Align::Center, ..self }
    }

    /// The same style at the right edge.
    #[must_use]
    pub const fn at_right(self) -> Self {
        Self { align: Align::Right, ..self }
    }
}

impl Document {
    /// An empty document.
    #[must_use]
    pub const fn new() -> Self {
        Self { blocks: Vec::new() }
    }

    /// Adds any block.
    pub fn push(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }

    /// Adds a plain line of text.
    pub fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.styled(text, Style::PLAIN)
    }

    /// Adds a line of text with a style.
    pub fn styled(&mut self, text: impl Into<String>, style: Style) -> &mut Self {
        self.push(Block::Line(Line { left: text.into(), right: None, style }))
    }

    /// Adds a label with a text at the right edge.
    pub fn pair(&mut self, left: impl Into<String>, right: impl Into<String>) -> &mut Self {
        self.styled_pair(left, right, Style::PLAIN)
    }

    /// Adds a label with a text at the right edge, with a style.
    pub fn styled_pair(&mut self, left: impl Into<String>, right: impl Into<String>, style: Style) -> &mut Self {
        self.push(Block::Line(Line { left: left.into(), right: Some(right.into()), style }))
    }

    /// Adds a long text that is wrapped at words.
    pub fn paragraph(&mut self, text: impl Into<String>, style: Style) -> &mut Self {
        self.push(Block::Paragraph { text: text.into(), style })
    }

    /// Adds a line of dashes.
    pub fn rule(&mut self) -> &mut Self {
        self.push(Block::Rule)
    }

    /// Adds blank lines.
    pub fn feed(&mut self, lines: u8) -> &mut Self {
        self.push(Block::Feed(lines))
    }

    /// Adds the cut.
    pub fn cut(&mut self) -> &mut Self {
        self.push(Block::Cut)
    }

    /// Adds a pulse on the drawer wire of the printer's settings.
    pub fn open_drawer(&mut self) -> &mut Self {
        self.push(Block::DrawerPulse { pin: None })
    }
}

#[cfg(test)]
mod tests;
