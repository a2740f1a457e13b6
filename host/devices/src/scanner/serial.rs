//! The thread that listens to a serial scanner and finds it again after it was unplugged.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serialport::SerialPort;

use super::framer::{Frame, Framer, Scan};
use crate::reason::Reason;

/// How long one read waits: the delay before a stop is noticed.
const READ: Duration = Duration::from_millis(100);
/// The pauses between attempts to open the port: doubled from the first to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LAST_PAUSE: Duration = Duration::from_secs(4);

/// What a scanner tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanEvent {
    /// A code was read.
    Scan(Scan),
    /// Bytes that are no code.
    Garbage {
        /// How many.
        bytes: usize,
    },
    /// The scanner is not heard; it is looked for until it is back. Told once.
    Lost(LostReason),
    /// The scanner is heard again.
    Back,
}

/// Why a scanner is not heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LostReason {
    /// It was there and went away.
    Unplugged,
    /// The port cannot be opened.
    CannotOpen(Reason),
}

/// A serial scanner that is being listened to. Dropping it ends its thread.
#[derive(Debug)]
pub struct SerialScanner {
    /// Dropped to stop the thread.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl SerialScanner {
    /// Listens to the scanner at `path` (8 data bits, no parity, one stop bit) on a new thread,
    /// which calls `tell` for each event.
    ///
    /// Under Linux a path of `/dev/serial/by-id` finds the same scanner in any USB socket. A
    /// port that cannot be opened is no error here: it is told as [`ScanEvent::Lost`] and tried
    /// again.
    ///
    /// # Errors
    ///
    /// When the system refuses the thread.
    pub fn spawn(path: impl Into<PathBuf>, baud: u32, tell: impl Fn(ScanEvent) + Send + 'static) -> io::Result<Self> {
        let (stop, stopped) = mpsc::channel();
        let path = path.into();
        let listener = Listener { path, baud, tell, stopped };
        let thread = thread::Builder::new().name("scanner".to_owned()).spawn(move || listener.run())?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for SerialScanner {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take().filter(|thread| thread.thread().id() != thread::current().id()) {
            // A panic of the callback was reported on its own thread.
            let _ = thread.join();
        }
    }
}

struct Listener<F> {
    path: PathBuf,
    baud: u32,
    tell: F,
    stopped: Receiver<()>,
}

impl<F: Fn(ScanEvent)> Listener<F> {
    fn run(self) {
        let mut lost = false;
        let mut pause = FIRST_PAUSE;
        loop {
            match open(&self.path, self.baud) {
                Ok(port) => {
                    if std::mem::take(&mut lost) {
                        (self.tell)(ScanEvent::Back);
                    }
                    pause = FIRST_PAUSE;
                    if self.listen(port) == Ended::Stopped {
                        return;
                    }
                    self.lose(&mut lost, LostReason::Unplugged);
                }
                Err(reason) => self.lose(&mut lost, LostReason::CannotOpen(reason)),
            }
            if self.is_stopped(pause) {
                return;
            }
            pause = (pause * 2).min(LAST_PAUSE);
        }
    }

    fn lose(&self, lost: &mut bool, reason: LostReason) {
        if !std::mem::replace(lost, true) {
            (self.tell)(ScanEvent::Lost(reason));
        }
    }

    fn listen(&self, mut port: Box<dyn SerialPort>) -> Ended {
        let mut framer = Framer::new();
        let mut buffer = [0; 256];
        while !self.is_stopped(Duration::ZERO) {
            let wait = framer.deadline().map_or(READ, |deadline| deadline.saturating_duration_since(Instant::now()));
            if port.set_timeout(wait.clamp(Duration::from_millis(1), READ)).is_err() {
                return Ended::Unplugged;
            }
            let frames = match port.read(&mut buffer) {
                Ok(0) => return Ended::Unplugged,
                Ok(n) => framer.push(&buffer[..n], Instant::now()),
                Err(error) if is_pause(&error) => framer.idle(Instant::now()).into_iter().collect(),
                Err(_) => return Ended::Unplugged,
            };
            frames.into_iter().for_each(|frame| (self.tell)(frame.into()));
        }
        Ended::Stopped
    }

    /// Whether the scanner was dropped, now or within this time.
    fn is_stopped(&self, wait: Duration) -> bool {
        !matches!(self.stopped.recv_timeout(wait), Err(RecvTimeoutError::Timeout))
    }
}

#[derive(PartialEq, Eq)]
enum Ended {
    Stopped,
    Unplugged,
}

impl From<Frame> for ScanEvent {
    fn from(frame: Frame) -> Self {
        match frame {
            Frame::Scan(scan) => Self::Scan(scan),
            Frame::Garbage { bytes } => Self::Garbage { bytes },
        }
    }
}

fn open(path: &Path, baud: u32) -> Result<Box<dyn SerialPort>, Reason> {
    let port = serialport::new(path.to_string_lossy(), baud).open();
    port.map_err(|error| Reason::of_serial(error, path))
}

fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::symlink;

    use serialport::TTYPort;

    use super::*;

    /// Long enough for a loaded machine.
    const LONG: Duration = Duration::from_secs(30);

    /// The two ends of a cable; the second one is opened again by its name.
    fn cable() -> (TTYPort, TTYPort, PathBuf) {
        let (master, slave) = TTYPort::pair().unwrap();
        let path = slave.name().unwrap().into();
        (master, slave, path)
    }

    fn listen(path: &Path) -> (SerialScanner, Receiver<ScanEvent>) {
        let (sender, events) = mpsc::channel();
        let scanner = SerialScanner::spawn(path, 9600, move |event| drop(sender.send(event))).unwrap();
        (scanner, events)
    }

    fn scan(text: &str, repeated: bool) -> ScanEvent {
        ScanEvent::Scan(Scan { text: text.to_owned(), repeated })
    }

    #[test]
    fn scans_come_through_a_port() {
        let (mut master, _slave, path) = cable();
        let (_scanner, events) = listen(&path);
        master.write_all(b"]E03017620422003\r\n").unwrap();
        assert_eq!(events.recv_timeout(LONG), Ok(scan("]E03017620422003", false)));
        // Without suffix, ended by the pause.
        master.write_all(b"CHEMISE-42").unwrap();
        assert_eq!(events.recv_timeout(LONG), Ok(scan("CHEMISE-42", false)));
    }

    #[test]
    fn an_unplugged_scanner_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scanner");
        let (mut master, slave, port) = cable();
        symlink(port, &path).unwrap();
        let (_scanner, events) = listen(&path);
        master.write_all(b"A\r").unwrap();
        assert_eq!(events.recv_timeout(LONG), Ok(scan("A", false)));

        // The half of a code before the cable is pulled must not be glued to the next one.
        master.write_all(b"301762").unwrap();
        std::fs::remove_file(&path).unwrap();
        drop((master, slave));
        assert_eq!(events.recv_timeout(LONG), Ok(ScanEvent::Lost(LostReason::Unplugged)));

        let (mut master, _slave, port) = cable();
        symlink(port, &path).unwrap();
        assert_eq!(events.recv_timeout(LONG), Ok(ScanEvent::Back));
        master.write_all(b"B\r").unwrap();
        assert_eq!(events.recv_timeout(LONG), Ok(scan("B", false)));
    }

    #[test]
    fn a_missing_port_is_told_once_and_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scanner");
        let (scanner, events) = listen(&path);
        let missing = ScanEvent::Lost(LostReason::CannotOpen(Reason::NotFound));
        assert_eq!(events.recv_timeout(LONG), Ok(missing));
        let (_master, _slave, port) = cable();
        symlink(port, &path).unwrap();
        assert_eq!(events.recv_timeout(LONG), Ok(ScanEvent::Back));
        drop(scanner);
        assert_eq!(events.recv(), Err(mpsc::RecvError), "the thread has ended");
    }
}
