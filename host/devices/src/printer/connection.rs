//! Where a printer hangs: a setting such as `tcp:192.168.1.50:9100`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The way to a printer. Written and stored as one text:
///
/// | text | printer |
/// |---|---|
/// | `tcp:192.168.1.50` or `tcp:printer.lan:9100` | on the network |
/// | `serial:/dev/ttyS0` or `serial:/dev/ttyUSB0@19200` | on a serial port |
/// | `usb:/dev/usb/lp0` | on a USB printer port of the system |
/// | `file:/tmp/receipts.bin` | none: the bytes are appended to a file |
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Connection {
    /// A network printer (raw port).
    Tcp {
        /// A name or an address, IPv6 in brackets.
        host: String,
        /// Usually [`Connection::TCP_PORT`].
        port: u16,
    },
    /// A printer on a serial port, 8 data bits, no parity, one stop bit.
    Serial {
        /// The device; prefer a name of `/dev/serial/by-id`, which survives replugging.
        path: PathBuf,
        /// Bits per second, usually [`Connection::BAUD`].
        baud: u32,
    },
    /// The device file that the system offers for a USB printer.
    UsbFile {
        /// For example `/dev/usb/lp0`.
        path: PathBuf,
    },
    /// A file that gets the bytes, job after job.
    File {
        /// The file; created if missing.
        path: PathBuf,
    },
}

/// Why a text is no connection.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("printer connection `{text}`: {problem:?}")]
pub struct ConnectionError {
    /// The text that was read.
    pub text: String,
    /// What is wrong with it.
    pub problem: ConnectionProblem,
}

/// What is wrong with the text of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionProblem {
    /// Nothing stands before a colon.
    MissingKind,
    /// The kind is none of `tcp`, `serial`, `usb`, `file`.
    UnknownKind(String),
    /// No host after `tcp:`.
    MissingHost,
    /// The port is not a number from 1 to 65535.
    Port(String),
    /// No path after the kind.
    MissingPath,
    /// The speed is not a number from 1 to 4 000 000.
    Baud(String),
}

impl Connection {
    /// The port of network printers, unless one is named.
    pub const TCP_PORT: u16 = 9100;
    /// The speed of serial printers, unless one is named.
    pub const BAUD: u32 = 9600;

    /// The name of the device behind the connection: the same for two speeds of one port.
    pub(super) fn device(&self) -> String {
        match self {
            Self::Serial { path, .. } => format!("serial:{}", path.display()),
            other => other.to_string(),
        }
    }
}

impl FromStr for Connection {
    type Err = ConnectionError;

    fn from_str(text: &str) -> Result<Self, ConnectionError> {
        parse(text.trim()).map_err(|problem| ConnectionError { text: text.trim().to_owned(), problem })
    }
}

fn parse(text: &str) -> Result<Connection, ConnectionProblem> {
    let (kind, rest) = text.split_once(':').ok_or(ConnectionProblem::MissingKind)?;
    match kind {
        "tcp" => tcp(rest),
        "serial" => serial(rest),
        "usb" => Ok(Connection::UsbFile { path: path(rest)? }),
        "file" => Ok(Connection::File { path: path(rest)? }),
        "" => Err(ConnectionProblem::MissingKind),
        other => Err(ConnectionProblem::UnknownKind(other.to_owned())),
    }
}

fn tcp(text: &str) -> Result<Connection, ConnectionProblem> {
    let (host, port) = match text.rsplit_once(':') {
        // The colons inside brackets belong to an IPv6 address.
        Some((host, port)) if !port.ends_with(']') => (host, number(port)),
        _ => (text, Ok(Connection::TCP_PORT)),
    };
    if host.is_empty() || host == "[]" {
        return Err(ConnectionProblem::MissingHost);
    }
    let port = port.map_err(ConnectionProblem::Port)?;
    Ok(Connection::Tcp { host: host.to_owned(), port })
}

fn serial(text: &str) -> Result<Connection, ConnectionProblem> {
    let (file, baud) = match text.rsplit_once('@') {
        Some((file, baud)) => (file, baud_rate(baud)?),
        None => (text, Connection::BAUD),
    };
    Ok(Connection::Serial { path: path(file)?, baud })
}

fn baud_rate(text: &str) -> Result<u32, ConnectionProblem> {
    let wrong = || ConnectionProblem::Baud(text.to_owned());
    text.parse().ok().filter(|baud| (1..=4_000_000).contains(baud)).ok_or_else(wrong)
}

fn number(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|port| *port != 0).ok_or_else(|| text.to_owned())
}

fn path(text: &str) -> Result<PathBuf, ConnectionProblem> {
    if text.is_empty() { Err(ConnectionProblem::MissingPath) } else { Ok(Path::new(text).into()) }
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } => write!(f, "tcp:{host}:{port}"),
            Self::Serial { path, baud } => write!(f, "serial:{}@{baud}", path.display()),
            Self::UsbFile { path } => write!(f, "usb:{}", path.display()),
            Self::File { path } => write!(f, "file:{}", path.display()),
        }
    }
}

impl TryFrom<String> for Connection {
    type Error = ConnectionError;

    fn try_from(text: String) -> Result<Self, ConnectionError> {
        text.parse()
    }
}

impl From<Connection> for String {
    fn from(connection: Connection) -> Self {
        connection.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_what_they_mean() {
        for (text, written) in [
            ("tcp:127.0.0.1:9100", "tcp:127.0.0.1:9100"),
            ("tcp:printer.lan", "tcp:printer.lan:9100"),
            (" tcp:[fe80::1] ", "tcp:[fe80::1]:9100"),
            ("tcp:[::1]:9101", "tcp:[::1]:9101"),
            ("serial:/dev/ttyUSB0@19200", "serial:/dev/ttyUSB0@19200"),
            ("serial:/dev/ttyS0", "serial:/dev/ttyS0@9600"),
            ("serial:COM3", "serial:COM3@9600"),
            ("usb:/dev/usb/lp0", "usb:/dev/usb/lp0"),
            (r"file:C:\tickets\a@b.bin", r"file:C:\tickets\a@b.bin"),
        ] {
            let connection: Connection = text.parse().unwrap();
            assert_eq!(connection.to_string(), written);
            assert_eq!(written.parse::<Connection>().unwrap(), connection);
            let json = serde_json::to_string(&connection).unwrap();
            assert_eq!(serde_json::from_str::<Connection>(&json).unwrap(), connection);
        }
    }

    #[test]
    fn mistakes_are_named() {
        use ConnectionProblem as P;
        for (text, problem) in [
            ("", P::MissingKind),
            ("192.168.1.50", P::MissingKind),
            (":9100", P::MissingKind),
            ("lpt:1", P::UnknownKind("lpt".into())),
            ("tcp:", P::MissingHost),
            ("tcp::9100", P::MissingHost),
            ("tcp:[]", P::MissingHost),
            ("tcp:host:", P::Port(String::new())),
            ("tcp:host:0", P::Port("0".into())),
            ("tcp:host:91000", P::Port("91000".into())),
            ("serial:", P::MissingPath),
            ("serial:@9600", P::MissingPath),
            ("serial:/dev/ttyS0@fast", P::Baud("fast".into())),
            ("serial:/dev/ttyS0@0", P::Baud("0".into())),
            ("usb:", P::MissingPath),
            ("file:", P::MissingPath),
        ] {
            let expected = ConnectionError { text: text.to_owned(), problem };
            assert_eq!(text.parse::<Connection>(), Err(expected));
        }
    }
}
