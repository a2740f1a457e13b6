//! Devices of this till: what is configured, whether it answers, what it reads.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use comptoir_devices::printer;
use comptoir_devices::scanner::{ScanEvent, SerialScanner};
use comptoir_domain::language::Language;

use crate::error::Error;
use crate::messages;
use crate::till::Till;

/// How long a printer may take to tell how it is.
const STATUS_LIMIT: Duration = Duration::from_secs(2);

/// A device and how it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// `printer` or `scanner`.
    pub kind: &'static str,
    /// Where it is.
    pub connection: String,
    /// What is wrong with it, in words, when something is.
    pub trouble: Option<String>,
}

/// What the scanner tells, in words where it is no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A code was read.
    Code(String),
    /// Something to tell the cashier: unreadable, read twice.
    Notice(String),
    /// The scanner is gone; it is waited for.
    Lost(String),
    /// The scanner is there again.
    Back(String),
}

/// The serial scanner of this till, listened to on a thread of its own.
pub struct Scanner {
    heard: Receiver<Heard>,
    _port: SerialScanner,
}

impl Scanner {
    /// Waits for what the scanner tells next.
    #[must_use]
    pub fn next(&self, limit: Duration) -> Option<Heard> {
        self.heard.recv_timeout(limit).ok()
    }
}

impl Till {
    /// Lists the configured devices and asks each how it is.
    #[must_use]
    pub fn devices(&self) -> Vec<Device> {
        self.device_watch()()
    }

    /// Gives what asks the configured devices how they are, for a thread of its own: a printer may take its time.
    pub fn device_watch(&self) -> impl Fn() -> Vec<Device> + Send + use<> {
        let (printer, scanner, language) = (self.config.printer.clone(), self.config.scanner.clone(), self.language);
        move || {
            let printer = printer.as_ref().map(|config| Device {
                kind: "printer",
                connection: config.connection.to_string(),
                trouble: printer_trouble(&config.connection, language),
            });
            let scanner = scanner.as_ref().map(|config| Device {
                kind: "scanner",
                connection: format!("serial:{}@{}", config.port, config.baud),
                trouble: std::fs::metadata(&config.port).err().map(|error| error.to_string()),
            });
            printer.into_iter().chain(scanner).collect()
        }
    }

    /// Gives how many papers wait to be printed.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn prints_waiting(&self) -> Result<usize, Error> {
        Ok(self.store.count_pending_prints()?)
    }

    /// Listens to the serial scanner, when one is configured. `tell` is called on the scanner's thread.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
    pub fn listen(&self, tell: impl Fn(Heard) + Send + 'static) -> Result<Option<SerialScanner>, Error> {
        let Some(config) = self.config.scanner.clone() else { return Ok(None) };
        let (port, language) = (config.port.clone(), self.language);
        let scanner = SerialScanner::spawn(&config.port, config.baud, move |event| {
            if let Some(heard) = heard(&port, event, language) {
                tell(heard);
            }
        });
        scanner.map(Some).map_err(|error| Error::File { path: config.port, problem: error.to_string() })
    }

    /// Opens the serial scanner to wait for a code.
    ///
    /// # Errors
    ///
    /// As [`Self::listen`].
    pub fn scanner(&self) -> Result<Option<Scanner>, Error> {
        let (tell, heard) = channel();
        let port = self.listen(move |event| drop(tell.send(event)))?;
        Ok(port.map(|port| Scanner { heard, _port: port }))
    }
}

/// Asks a printer how it is, in words when something is wrong.
fn printer_trouble(connection: &comptoir_devices::Connection, language: Language) -> Option<String> {
    match printer::status(connection, STATUS_LIMIT) {
        Ok(status) => {
            status.and_then(printer::Status::fault).map(|fault| messages::printer_fault(&fault, connection, language))
        }
        Err(error) => Some(messages::printer(&error, language)),
    }
}

/// A second read of the same code within a second is one trigger pulled twice: it is told, not sold.
fn heard(port: &str, event: ScanEvent, language: Language) -> Option<Heard> {
    Some(match event {
        ScanEvent::Scan(scan) if scan.repeated => Heard::Notice(match language {
            Language::French => {
                format!("{} lu deux fois de suite : compté une seule fois, rescannez pour un deuxième.", scan.text)
            }
            Language::English => {
                format!("{} read twice in a row: counted once, scan again for a second one.", scan.text)
            }
        }),
        ScanEvent::Scan(scan) => Heard::Code(scan.text),
        ScanEvent::Garbage { bytes } => Heard::Notice(messages::scanner_garbage(port, bytes, language)),
        ScanEvent::Lost(reason) => Heard::Lost(messages::scanner_lost(port, &reason, language)),
        ScanEvent::Back => Heard::Back(messages::scanner_back(port, language)),
    })
}
