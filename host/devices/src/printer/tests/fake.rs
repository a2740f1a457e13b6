//! A printer of a few lines: answers status questions as told and keeps what it would print.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use super::Connection;

/// Answers to `DLE EOT` 1 to 4, as a TM-T20III gives them.
const WELL: [u8; 4] = [0x16, 0x12, 0x12, 0x12];
pub(super) const PAPER_LOW: [u8; 4] = [0x16, 0x12, 0x12, 0x1e];
pub(super) const PAPER_OUT: [u8; 4] = [0x1e, 0x32, 0x12, 0x7e];
pub(super) const COVER_OPEN: [u8; 4] = [0x1e, 0x16, 0x12, 0x12];
pub(super) const OFFLINE: [u8; 4] = [0x1e, 0x12, 0x12, 0x12];

/// How the printer behaves.
#[derive(Clone)]
pub(super) struct Fake {
    /// Real-time answers; `None` for a printer that never answers.
    pub(super) answers: Option<[u8; 4]>,
    /// Whether it answers `GS r`.
    pub(super) in_order: bool,
    /// After so many bytes of data it is out of paper.
    pub(super) paper_for: Option<usize>,
    /// After so many bytes of data it closes the connection.
    pub(super) close_after: Option<usize>,
    /// How many connections it serves.
    pub(super) connections: usize,
}

impl Default for Fake {
    fn default() -> Self {
        Self { answers: Some(WELL), in_order: true, paper_for: None, close_after: None, connections: 1 }
    }
}

/// A printer at work.
pub(super) struct Running {
    pub(super) connection: Connection,
    worker: JoinHandle<Vec<u8>>,
    /// Held so that the terminal stays open until the end.
    #[cfg(unix)]
    slave: Option<serialport::TTYPort>,
}

impl Running {
    /// What was printed, once the other side has gone.
    pub(super) fn data(self) -> Vec<u8> {
        #[cfg(unix)]
        drop(self.slave);
        self.worker.join().unwrap()
    }
}

/// The connection to whatever listens there.
pub(super) fn at(listener: &TcpListener) -> Connection {
    let port = listener.local_addr().unwrap().port();
    Connection::Tcp { host: "127.0.0.1".into(), port }
}

impl Fake {
    pub(super) fn on_tcp(self) -> Running {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let connection = at(&listener);
        let worker = thread::spawn(move || {
            let serve = || self.serve(listener.accept().unwrap().0);
            (0..self.connections).flat_map(|_| serve()).collect()
        });
        Running {
            connection,
            worker,
            #[cfg(unix)]
            slave: None,
        }
    }

    #[cfg(unix)]
    pub(super) fn on_pty(self) -> Running {
        use serialport::SerialPort;
        let (mut master, slave) = serialport::TTYPort::pair().unwrap();
        master.set_timeout(std::time::Duration::from_secs(60)).unwrap();
        let path = slave.name().unwrap().into();
        let worker = thread::spawn(move || self.serve(master));
        Running { connection: Connection::Serial { path, baud: 9600 }, worker, slave: Some(slave) }
    }

    fn serve(&self, mut line: impl Read + Write) -> Vec<u8> {
        let mut session = Session { data: Vec::new(), pending: Vec::new(), fake: self };
        let mut byte = [0];
        // A terminal that the other side left ends with an error instead of zero bytes.
        while let Ok(1) = line.read(&mut byte) {
            if let Some(answer) = session.take(byte[0]) {
                line.write_all(&[answer]).unwrap();
            }
            if self.close_after.is_some_and(|limit| session.data.len() >= limit) {
                break;
            }
        }
        session.data.extend(session.pending);
        session.data
    }
}

struct Session<'a> {
    data: Vec<u8>,
    /// Bytes that may become a question.
    pending: Vec<u8>,
    fake: &'a Fake,
}

impl Session<'_> {
    /// Takes a byte of the stream and gives the answer if it ends a question.
    fn take(&mut self, byte: u8) -> Option<u8> {
        self.pending.push(byte);
        match self.pending[..] {
            [0x10] | [0x10, 0x04] | [0x1d] | [0x1d, b'r'] => None,
            [0x10, 0x04, n] => {
                self.pending.clear();
                self.real_time(n)
            }
            [0x1d, b'r', _] => {
                self.pending.clear();
                self.in_order()
            }
            _ => {
                self.data.append(&mut self.pending);
                None
            }
        }
    }

    fn real_time(&self, n: u8) -> Option<u8> {
        let answers = if self.is_out() { Some(PAPER_OUT) } else { self.fake.answers };
        answers.map(|answers| answers[usize::from(n) - 1])
    }

    fn in_order(&self) -> Option<u8> {
        let low = self.fake.answers == Some(PAPER_LOW);
        let answers = self.fake.in_order && self.fake.answers.is_some() && !self.is_out();
        answers.then_some(if low { 0x03 } else { 0x00 })
    }

    fn is_out(&self) -> bool {
        self.fake.paper_for.is_some_and(|limit| self.data.len() >= limit)
    }
}
