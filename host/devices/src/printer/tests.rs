//! Jobs against fake printers: on a network port, on a pseudo terminal, on files.

mod fake;

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use self::fake::{COVER_OPEN, Fake, OFFLINE, PAPER_LOW, PAPER_OUT};
use super::*;
use crate::{Document, PrinterProfile, encode};

/// Long enough for a loaded machine; jobs that end well never wait for it.
const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(1500);

fn receipt() -> Vec<u8> {
    let mut document = Document::new();
    document.pair("Pain de campagne", "3,20 €").feed(2).cut();
    encode(&document, &PrinterProfile::default())
}

fn failure(result: Result<Sent, PrinterError>) -> (Fault, Printed) {
    let error = result.expect_err("the job fails");
    (error.fault, error.printed)
}

#[test]
fn a_printer_that_answers_confirms_the_print() {
    let printer = Fake::default().on_tcp();
    assert_eq!(send(&printer.connection, &receipt(), LONG), Ok(Sent::Printed { paper_low: false }));
    assert_eq!(printer.data(), receipt());
}

#[test]
fn a_roll_near_its_end_is_told() {
    let printer = Fake { answers: Some(PAPER_LOW), ..Fake::default() }.on_tcp();
    assert_eq!(send(&printer.connection, &receipt(), LONG), Ok(Sent::Printed { paper_low: true }));
}

#[test]
fn a_printer_that_cannot_print_gets_nothing() {
    for (answers, fault) in [(PAPER_OUT, Fault::PaperOut), (COVER_OPEN, Fault::CoverOpen), (OFFLINE, Fault::Offline)] {
        let printer = Fake { answers: Some(answers), ..Fake::default() }.on_tcp();
        assert_eq!(failure(send(&printer.connection, &receipt(), LONG)), (fault, Printed::Nothing));
        assert_eq!(printer.data(), b"");
    }
}

#[test]
fn paper_that_ends_in_the_middle_is_noticed() {
    let printer = Fake { paper_for: Some(10), ..Fake::default() }.on_tcp();
    let result = send(&printer.connection, &receipt(), LONG);
    assert_eq!(failure(result), (Fault::PaperOut, Printed::Perhaps));
}

#[test]
fn a_printer_that_knows_only_real_time_status() {
    let printer = Fake { in_order: false, ..Fake::default() }.on_tcp();
    assert_eq!(send(&printer.connection, &receipt(), LONG), Ok(Sent::Received { paper_low: false }));
    assert_eq!(printer.data(), receipt());
}

#[test]
fn a_printer_that_never_answers_gets_the_job_unconfirmed() {
    let printer = Fake { answers: None, ..Fake::default() }.on_tcp();
    assert_eq!(send(&printer.connection, &receipt(), LONG), Ok(Sent::Unconfirmed));
    assert_eq!(printer.data(), receipt());
}

#[test]
fn a_connection_closed_early_is_broken() {
    let printer = Fake { close_after: Some(10), ..Fake::default() }.on_tcp();
    let (fault, printed) = failure(send(&printer.connection, &receipt(), LONG));
    assert_eq!((fault, printed), (Fault::Broken { reason: Reason::Closed }, Printed::Perhaps));
}

#[test]
fn a_printer_that_takes_nothing_does_not_hold_the_till() {
    // The system completes the connection; nobody ever reads.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let connection = fake::at(&listener);
    let started = Instant::now();
    let job = vec![b'x'; 32 << 20];
    assert_eq!(failure(send(&connection, &job, SHORT)), (Fault::Timeout, Printed::Perhaps));
    assert!(started.elapsed() < SHORT * 4, "{:?}", started.elapsed());
}

#[test]
fn a_printer_that_is_off_is_not_reached() {
    let connection = fake::at(&TcpListener::bind("127.0.0.1:0").unwrap());
    let refused = Fault::NotReached { reason: Reason::Refused };
    assert_eq!(failure(send(&connection, &receipt(), LONG)), (refused, Printed::Nothing));
    let nobody = Connection::Tcp { host: "x".repeat(300), port: 9100 };
    let unknown = Fault::NotReached { reason: Reason::UnknownHost };
    assert_eq!(failure(send(&nobody, &receipt(), LONG)), (unknown, Printed::Nothing));
}

#[test]
fn jobs_for_one_printer_wait_for_each_other() {
    let printer = Fake { connections: 2, ..Fake::default() }.on_tcp();
    thread::scope(|scope| {
        let jobs: Vec<_> = (0..2).map(|_| scope.spawn(|| send(&printer.connection, &receipt(), LONG))).collect();
        for job in jobs {
            assert_eq!(job.join().unwrap(), Ok(Sent::Printed { paper_low: false }));
        }
    });
    assert_eq!(printer.data(), [receipt(), receipt()].concat());
}

#[test]
fn status_without_a_job() {
    let printer = Fake { answers: Some(PAPER_LOW), ..Fake::default() }.on_tcp();
    let status = super::status(&printer.connection, LONG).unwrap().unwrap();
    assert!(status.paper_low && !status.paper_out && !status.offline, "{status:?}");
    assert_eq!(printer.data(), b"");
    let silent = Fake { answers: None, ..Fake::default() }.on_tcp();
    assert_eq!(super::status(&silent.connection, LONG), Ok(None));
}

#[test]
fn a_drawer_opens_whatever_the_state_of_the_printer() {
    let pulses = [(DrawerPin::Pin2, [0x10, 0x14, 1, 0, 1]), (DrawerPin::Pin5, [0x10, 0x14, 1, 1, 1])];
    for answers in [Fake::default().answers, Some(PAPER_OUT), Some(COVER_OPEN), Some(OFFLINE), None] {
        for (pin, bytes) in pulses {
            let printer = Fake { answers, ..Fake::default() }.on_tcp();
            assert_eq!(open_drawer(&printer.connection, pin, LONG), Ok(()));
            assert_eq!(printer.data(), bytes, "{answers:?}");
        }
    }
}

#[test]
fn a_drawer_behind_a_printer_that_is_off() {
    let connection = fake::at(&TcpListener::bind("127.0.0.1:0").unwrap());
    let fault = Fault::NotReached { reason: Reason::Refused };
    let error = PrinterError { connection: connection.clone(), fault, printed: Printed::Nothing };
    assert_eq!(open_drawer(&connection, DrawerPin::Pin2, LONG), Err(error));
}

#[test]
fn a_file_gets_the_pulse_behind_the_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let connection = Connection::File { path: folder.path().join("receipts.bin") };
    send(&connection, b"job", LONG).unwrap();
    assert_eq!(open_drawer(&connection, DrawerPin::Pin5, LONG), Ok(()));
    assert_eq!(fs::read(folder.path().join("receipts.bin")).unwrap(), b"job\x10\x14\x01\x01\x01");
}

#[test]
fn a_file_gets_job_after_job() {
    let folder = tempfile::tempdir().unwrap();
    let connection = Connection::File { path: folder.path().join("receipts.bin") };
    for _ in 0..2 {
        assert_eq!(send(&connection, &receipt(), LONG), Ok(Sent::Printed { paper_low: false }));
    }
    assert_eq!(fs::read(folder.path().join("receipts.bin")).unwrap(), [receipt(), receipt()].concat());
    let nowhere = Connection::File { path: folder.path().join("no/such/folder.bin") };
    let missing = Fault::NotReached { reason: Reason::NotFound };
    assert_eq!(failure(send(&nowhere, &receipt(), LONG)), (missing, Printed::Nothing));
}

#[test]
fn a_usb_printer_that_is_missing_is_not_created() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lp0");
    let missing = Fault::NotReached { reason: Reason::NotFound };
    let result = send(&Connection::UsbFile { path: path.clone() }, &receipt(), LONG);
    assert_eq!(failure(result), (missing, Printed::Nothing));
    assert!(!path.exists());
}

/// A pipe stands in for the device file: it blocks while nobody takes the bytes.
#[cfg(unix)]
fn pipe(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("lp0");
    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    path
}

/// Takes what is written to a pipe until its writer has gone.
#[cfg(unix)]
fn reader(device: std::path::PathBuf) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        fs::File::open(device).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    })
}

#[cfg(unix)]
#[test]
fn a_usb_printer_takes_the_job_unconfirmed() {
    let folder = tempfile::tempdir().unwrap();
    let path = pipe(folder.path());
    let reader = reader(path.clone());
    assert_eq!(send(&Connection::UsbFile { path }, &receipt(), LONG), Ok(Sent::Unconfirmed));
    assert_eq!(reader.join().unwrap(), receipt());
}

#[cfg(unix)]
#[test]
fn a_usb_printer_takes_the_pulse() {
    let folder = tempfile::tempdir().unwrap();
    let path = pipe(folder.path());
    let reader = reader(path.clone());
    assert_eq!(open_drawer(&Connection::UsbFile { path }, DrawerPin::Pin2, LONG), Ok(()));
    assert_eq!(reader.join().unwrap(), [0x10, 0x14, 1, 0, 1]);
}

#[cfg(unix)]
#[test]
fn a_usb_printer_that_is_off_does_not_hold_the_till() {
    let folder = tempfile::tempdir().unwrap();
    let path = pipe(folder.path());
    let connection = Connection::UsbFile { path: path.clone() };
    let wait = Duration::from_millis(100);
    assert_eq!(failure(send(&connection, &receipt(), wait)), (Fault::Timeout, Printed::Nothing));
    assert_eq!(failure(send(&connection, &receipt(), wait)), (Fault::Busy, Printed::Nothing));
    // The printer comes back; the job that was given up must not come out.
    let mut bytes = Vec::new();
    fs::File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"");
}

#[cfg(unix)]
#[test]
fn a_usb_printer_that_stops_in_the_middle() {
    let folder = tempfile::tempdir().unwrap();
    let path = pipe(folder.path());
    let device = path.clone();
    let (finish, finished) = std::sync::mpsc::channel::<()>();
    let reader = thread::spawn(move || {
        let file = fs::File::open(device).unwrap();
        let _ = finished.recv();
        drop(file);
    });
    let job = vec![b'x'; 1 << 20];
    let result = send(&Connection::UsbFile { path }, &job, SHORT);
    assert_eq!(failure(result), (Fault::Timeout, Printed::Perhaps));
    drop(finish);
    reader.join().unwrap();
}

#[cfg(unix)]
#[test]
fn a_serial_printer_answers_like_one_on_the_network() {
    let printer = Fake::default().on_pty();
    assert_eq!(send(&printer.connection, &receipt(), LONG), Ok(Sent::Printed { paper_low: false }));
    assert_eq!(printer.data(), receipt());
}

#[cfg(unix)]
#[test]
fn a_serial_printer_without_paper_gets_nothing() {
    let printer = Fake { answers: Some(PAPER_OUT), ..Fake::default() }.on_pty();
    let result = send(&printer.connection, &receipt(), LONG);
    assert_eq!(failure(result), (Fault::PaperOut, Printed::Nothing));
    assert_eq!(printer.data(), b"");
}

#[cfg(unix)]
#[test]
fn a_serial_printer_without_paper_opens_the_drawer() {
    let printer = Fake { answers: Some(PAPER_OUT), ..Fake::default() }.on_pty();
    assert_eq!(open_drawer(&printer.connection, DrawerPin::Pin2, LONG), Ok(()));
    assert_eq!(printer.data(), [0x10, 0x14, 1, 0, 1]);
}

#[cfg(unix)]
#[test]
fn a_serial_port_that_is_missing() {
    let result = send(&"serial:/dev/no-such-port".parse().unwrap(), &receipt(), LONG);
    let missing = Fault::NotReached { reason: Reason::NotFound };
    assert_eq!(failure(result), (missing, Printed::Nothing));
}
