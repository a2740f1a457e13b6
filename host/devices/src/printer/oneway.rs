//! The ways without an answer: the system's device file for a USB printer, and a plain file.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use super::{Fault, Sent, Taken};
use crate::reason::Reason;

/// Small, so that little is on its way when the printer stops.
const CHUNK: usize = 1024;

/// Opens the device file of a USB printer. It must exist.
pub(super) fn open_usb(path: &Path) -> Result<File, Fault> {
    OpenOptions::new().write(true).open(path).map_err(|error| not_reached(&error))
}

/// Writes a job to the device file of a USB printer; blocks while the printer takes nothing.
///
/// After the deadline nothing more is written, so that a job given up does not come out later.
pub(super) fn usb(path: &Path, mut bytes: &[u8], deadline: Instant, taken: &Taken) -> Result<Sent, Fault> {
    let mut device = open_usb(path)?;
    while !bytes.is_empty() {
        if Instant::now() >= deadline {
            return Err(Fault::Timeout);
        }
        match taken.note(|| device.write(&bytes[..bytes.len().min(CHUNK)])) {
            Ok(0) => return Err(Fault::Broken { reason: Reason::Closed }),
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(usb_fault(&error)),
        }
    }
    Ok(Sent::Unconfirmed)
}

/// Appends a job to a file: all of it or nothing, one job at a time.
pub(super) fn append(path: &Path, bytes: &[u8]) -> Result<Sent, Fault> {
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(|error| not_reached(&error))?;
    // Not every file system has locks; then two programs may mix their jobs.
    let _ = file.lock();
    let before = file.metadata().map_err(|error| broken(&error))?.len();
    if let Err(error) = file.write_all(bytes) {
        // If this fails too, a part of the job stays; the error below says so either way.
        let _ = file.set_len(before);
        return Err(broken(&error));
    }
    match file.sync_data() {
        // Not a file that is kept: a terminal, a pipe, /dev/null.
        Err(error) if error.kind() != io::ErrorKind::InvalidInput => Err(broken(&error)),
        _ => Ok(Sent::Printed { paper_low: false }),
    }
}

/// Linux reports a USB printer without paper as a device without space.
fn usb_fault(error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::StorageFull { Fault::PaperOut } else { broken(error) }
}

fn not_reached(error: &io::Error) -> Fault {
    Fault::NotReached { reason: Reason::of_io(error) }
}

fn broken(error: &io::Error) -> Fault {
    Fault::Broken { reason: Reason::of_io(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linux_tells_missing_paper_as_missing_space() {
        let fault = usb_fault(&io::Error::from(io::ErrorKind::StorageFull));
        assert_eq!(fault, Fault::PaperOut);
        let fault = usb_fault(&io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(fault, Fault::Broken { reason: Reason::Closed });
    }
}
