//! `till.toml` in the shop's folder: devices, label layouts and the receipt, as an integrator edits them.

use std::path::Path;

use comptoir_devices::document::Raster;
use comptoir_devices::{Connection, PrinterProfile};
use comptoir_domain::language::Language;
use serde::Deserialize;

use crate::error::{Error, Invalid};

/// The file's name in the shop's folder.
pub const FILE: &str = "till.toml";

/// What a new shop's `till.toml` holds: everything explained, nothing connected.
pub const TEMPLATE: &str = include_str!("till.toml");

/// Settings of this till.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// The language of receipts and screens.
    pub language: Language,
    /// The receipt printer.
    pub printer: Option<PrinterConfig>,
    /// The serial scanner.
    pub scanner: Option<ScannerConfig>,
    /// Layouts of in-store labels with a price or a weight.
    pub labels: Vec<String>,
    /// Words on the receipt.
    pub receipt: ReceiptConfig,
}

/// The receipt printer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PrinterConfig {
    /// Where it is, such as `tcp:192.168.1.50` or `serial:/dev/ttyS0@9600`.
    pub connection: Connection,
    /// What it can do, where it differs from an 80 mm Epson printer.
    #[serde(default)]
    pub profile: PrinterProfile,
}

impl PrinterConfig {
    /// A roll of few columns is narrow: its dots follow its columns, unless the file tells them.
    fn fit_dots(&mut self, text: &str) {
        let table: toml::Table = text.parse().unwrap_or_default();
        let profile = table.get("printer").and_then(|printer| printer.get("profile"));
        if profile.is_some_and(|profile| profile.get("dots").is_none()) {
            self.profile.dots = PrinterProfile::with_columns(self.profile.columns).dots;
        }
    }
}

/// The serial scanner.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScannerConfig {
    /// Its device file.
    pub port: String,
    /// Its speed.
    #[serde(default = "default_baud")]
    pub baud: u32,
}

const fn default_baud() -> u32 {
    9600
}

/// Words on the receipt.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ReceiptConfig {
    /// Lines above the end: opening hours, exchange terms.
    pub footer: Vec<String>,
    /// A picture at the top: a black and white PNG in the shop's folder.
    pub logo: Option<String>,
    /// Columns when no printer says otherwise.
    pub columns: Option<usize>,
}

impl Config {
    /// Reads the file; a shop without one has no device.
    ///
    /// # Errors
    ///
    /// [`Invalid::Config`] that names the place in the file and what is wrong.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::file(&path, &error)),
        };
        let wrong = |problem: String| Error::Invalid(Invalid::Config { path: path.display().to_string(), problem });
        let mut config: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        if let Some(printer) = &mut config.printer {
            printer.fit_dots(&text);
        }
        Ok(config)
    }

    /// Reads the picture at the top of receipts, no wider than the paper.
    ///
    /// # Errors
    ///
    /// [`Invalid::Config`] that names the file and what is wrong with it.
    pub fn logo(&self, dir: &Path) -> Result<Option<Raster>, Error> {
        let Some(name) = &self.receipt.logo else { return Ok(None) };
        let path = dir.join(name);
        let png = std::fs::read(&path).map_err(|error| Error::file(&path, &error))?;
        let widest = self.printer.as_ref().map_or(576, |printer| printer.profile.dots);
        Raster::from_png(&png, widest).map(Some).map_err(|error| {
            Error::Invalid(Invalid::Config { path: path.display().to_string(), problem: error.to_string() })
        })
    }

    /// Gives how many columns a receipt has.
    #[must_use]
    pub fn columns(&self) -> usize {
        let printer = self.printer.as_ref().map(|p| usize::from(p.profile.columns));
        printer.or(self.receipt.columns).unwrap_or(42)
    }
}
