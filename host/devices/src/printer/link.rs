//! The two-way cables: network and serial. Reads and writes come back within a given time.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::time::{Duration, Instant};

use serialport::SerialPort;

use super::Fault;
use crate::reason::Reason;

/// Nobody at the counter waits longer for a printer that is off.
const CONNECT: Duration = Duration::from_secs(1);
/// A write to a serial port blocks until the last byte has a place, so it gets little at once.
const SERIAL_CHUNK: usize = 256;

/// A way to a printer that can answer.
pub(super) trait Link {
    /// Writes some bytes; an error of kind `TimedOut` or `WouldBlock` if none in that time.
    fn write(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize>;

    /// Reads some bytes; 0 at the end of the connection, an error of kind `TimedOut` or
    /// `WouldBlock` if none came in that time.
    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize>;

    /// Says that nothing more will be written.
    fn end(&mut self) {}
}

/// Whether an error only says that the time was over.
pub(super) fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

pub(super) fn tcp(host: &str, port: u16, deadline: Instant) -> Result<Box<dyn Link>, Fault> {
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let unknown = |_| Fault::NotReached { reason: Reason::UnknownHost };
    let addresses: Vec<SocketAddr> = (name, port).to_socket_addrs().map_err(unknown)?.collect();
    let mut reason = Reason::UnknownHost;
    for address in addresses {
        match TcpStream::connect_timeout(&address, CONNECT.min(until(deadline))) {
            Ok(stream) => {
                // Without effect on correctness: only the status questions are quicker.
                let _ = stream.set_nodelay(true);
                return Ok(Box::new(stream));
            }
            Err(error) => reason = Reason::of_io(&error),
        }
    }
    Err(Fault::NotReached { reason })
}

pub(super) fn serial(path: &Path, baud: u32) -> Result<Box<dyn Link>, Fault> {
    let port = serialport::new(path.to_string_lossy(), baud).open();
    let port = port.map_err(|error| Fault::NotReached { reason: Reason::of_serial(error, path) })?;
    Ok(Box::new(port))
}

/// The time that is left, never zero: zero means "for ever" to the system.
pub(super) fn until(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
}

impl Link for TcpStream {
    fn write(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize> {
        self.set_write_timeout(Some(wait))?;
        Write::write(self, bytes)
    }

    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize> {
        self.set_read_timeout(Some(wait))?;
        Read::read(self, buffer)
    }

    fn end(&mut self) {
        // A failure shows in the read that follows.
        let _ = self.shutdown(Shutdown::Write);
    }
}

impl Link for Box<dyn SerialPort> {
    fn write(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize> {
        self.set_timeout(wait)?;
        Write::write(self, &bytes[..bytes.len().min(SERIAL_CHUNK)])
    }

    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize> {
        self.set_timeout(wait)?;
        Read::read(self, buffer)
    }
}
