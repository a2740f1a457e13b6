//! Why the system cannot reach a device: the few causes that a person can act upon.

use std::io;
use std::path::Path;

/// Why the system cannot reach a device, or lost it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No host of that name.
    UnknownHost,
    /// The host is there, but nothing listens on the port; or the printer serves another till.
    Refused,
    /// No answer in time: switched off, unplugged, or a wrong address.
    NoAnswer,
    /// No such file or device.
    NotFound,
    /// This account may not use it.
    Denied,
    /// Another program has it.
    InUse,
    /// The other side ended the connection.
    Closed,
    /// What the system says.
    Other(String),
}

impl Reason {
    pub(crate) fn of_io(error: &io::Error) -> Self {
        use io::ErrorKind as K;
        match error.kind() {
            K::ConnectionRefused => Self::Refused,
            K::TimedOut | K::WouldBlock | K::HostUnreachable | K::NetworkUnreachable => Self::NoAnswer,
            K::NotFound => Self::NotFound,
            K::PermissionDenied => Self::Denied,
            K::ResourceBusy | K::AddrInUse => Self::InUse,
            K::BrokenPipe | K::ConnectionReset | K::ConnectionAborted | K::UnexpectedEof => Self::Closed,
            _ => Self::Other(error.to_string()),
        }
    }

    pub(crate) fn of_serial(error: serialport::Error, path: &Path) -> Self {
        match error.kind {
            // The library has one kind for a port that is missing and one that is taken.
            serialport::ErrorKind::NoDevice if path.exists() => Self::InUse,
            serialport::ErrorKind::NoDevice => Self::NotFound,
            _ => Self::of_io(&error.into()),
        }
    }
}
