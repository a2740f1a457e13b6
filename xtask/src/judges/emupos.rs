//! emupos, a simulator of till hardware: started for one run, asked, and ended again.
//!
//! It runs on free ports of the loopback and in a folder of its own, so that several runs on one
//! machine do not meet. Its events are read from what it prints; its receipts, faults and scans go
//! over its control interface. See `tests/judges/README.md`.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::http;
use crate::failure::{Done, Failure};
use crate::files;
use crate::process;

/// Python needs some seconds on a busy machine.
const START_LIMIT: Duration = Duration::from_secs(60);
/// A printed ticket is there at once, but for the idle time of the job.
const EVENT_LIMIT: Duration = Duration::from_secs(20);

/// The event that ends a paper.
pub(super) const COMPLETED: &str = "printer.job.completed";

/// An 80 mm Epson printer.
pub(super) const EPSON: &str = "front";
/// A clone that knows one code page, CP437.
pub(super) const CLONE: &str = "clone";
/// A printer of 58 mm rolls on a serial line: 32 columns, and it breaks what is longer.
pub(super) const NARROW: &str = "narrow";
/// One of 80 mm rolls with wide margins, as older ones have: 42 columns.
pub(super) const MEDIUM: &str = "medium";
/// A serial scanner that ends each code with a carriage return, as most do.
pub(super) const GUN: &str = "gun";
/// One that ends a code with nothing but silence.
pub(super) const BARE_GUN: &str = "bare-gun";
/// One that types, as if it were an American keyboard.
pub(super) const TYPING_GUN: &str = "typing-gun";

/// One line of its log.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Event {
    /// Which device.
    pub(super) device: String,
    /// For example `printer.command.unknown`.
    pub(super) kind: String,
    /// What it says about it.
    pub(super) text: String,
}

/// The events so far, and a bell that rings at each.
type Log = Arc<(Mutex<Vec<Event>>, Condvar)>;

/// A running simulator; ends with this value.
pub(super) struct Emupos {
    program: PathBuf,
    child: Child,
    log: Log,
    ports: Ports,
    /// Where the ends of its serial lines are, by device.
    lines: PathBuf,
}

/// Where it listens.
struct Ports {
    api: SocketAddr,
    epson: SocketAddr,
    clone: SocketAddr,
}

impl Ports {
    /// Three ports that are free now; all are held until all are known.
    fn free() -> std::io::Result<Self> {
        let held = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0"));
        let [api, epson, clone] = held;
        let (api, epson, clone) = (api?, epson?, clone?);
        Ok(Self { api: api.local_addr()?, epson: epson.local_addr()?, clone: clone.local_addr()? })
    }
}

impl Emupos {
    /// Starts the program in `folder` and waits until it serves.
    pub(super) fn start(program: &Path, folder: &Path) -> Result<Self, Failure> {
        Self::start_as(Command::new(program), program, folder)
    }

    /// The same, with a command that says on which display the scanner types.
    pub(super) fn start_as(mut command: Command, program: &Path, folder: &Path) -> Result<Self, Failure> {
        let ports = Ports::free().map_err(|error| Failure::new(format!("ports : {error}")))?;
        let config = folder.join("emupos.yaml");
        files::write(&config, configuration(&ports).as_bytes())?;
        for (printer, dots) in [(NARROW, 384), (MEDIUM, 512)] {
            files::write(&folder.join(format!("{printer}.yaml")), profile(printer, dots).as_bytes())?;
        }
        let lines = folder.join("emupos");
        let mut child = command
            .args(["run", "--config"])
            .arg(&config)
            .env("TMPDIR", folder)
            // One event a line, at once.
            .env("COLUMNS", "2000")
            .env("NO_COLOR", "1")
            .env("PYTHONUNBUFFERED", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::from(file(&folder.join("emupos.log"))?))
            .spawn()
            .map_err(|error| Failure::at(program, error))?;
        let log = Log::default();
        let output = child.stdout.take().expect("standard output is piped above");
        let writer = Arc::clone(&log);
        thread::spawn(move || follow(BufReader::new(output), &writer));
        let mut emupos = Self { program: program.to_owned(), child, log, ports, lines };
        emupos.wait_until_ready(folder)?;
        Ok(emupos)
    }

    fn wait_until_ready(&mut self, folder: &Path) -> Done {
        let end = Instant::now() + START_LIMIT;
        while http::request(self.ports.api, "GET", "/api/v1/health", "").is_err() {
            let ended = self.child.try_wait().ok().flatten();
            if ended.is_some() || Instant::now() > end {
                let said = files::read_text(&folder.join("emupos.log")).unwrap_or_default();
                return Err(Failure::new(format!("emupos ne démarre pas : {}", said.trim())));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// Where a printer listens.
    pub(super) fn address(&self, printer: &str) -> SocketAddr {
        if printer == CLONE { self.ports.clone } else { self.ports.epson }
    }

    /// Our end of a device's serial line.
    pub(super) fn line(&self, device: &str) -> PathBuf {
        self.lines.join(device)
    }

    /// Sets a printer's fault, as if its paper were taken out or its cover opened.
    pub(super) fn set_fault(&self, printer: &str, fault: &str) -> Done {
        self.command("PUT", &format!("{printer}/faults/{fault}"), "")
    }

    /// Clears a printer's fault.
    pub(super) fn clear_fault(&self, printer: &str, fault: &str) -> Done {
        self.command("DELETE", &format!("{printer}/faults/{fault}"), "")
    }

    /// Closes the drawer by hand: an open one cannot be seen to open.
    pub(super) fn close_drawer(&self, printer: &str) -> Done {
        self.command("POST", &format!("{printer}/drawer/close"), "")
    }

    /// Makes the code of a label that a scale prints.
    pub(super) fn weighed(&self, layout: &str, item: &str, weight: &str) -> Result<String, Failure> {
        let mut command = Command::new(&self.program);
        command.args(["barcode", "weighed", "--layout", layout, "--item", item, "--weight", weight]);
        process::text(command.env("NO_COLOR", "1"))
    }

    /// Scans a code, as if the trigger were pulled.
    pub(super) fn scan(&self, scanner: &str, code: &str) -> Done {
        let body = serde_json::json!({ "data": code, "countdown_seconds": 0 });
        self.command("POST", &format!("{scanner}/scans"), &body.to_string())
    }

    fn command(&self, method: &str, path: &str, json: &str) -> Done {
        let path = format!("/api/v1/devices/{path}");
        http::request(self.ports.api, method, &path, json).map(|_| ())
    }

    /// Sends one job to a printer and waits for the receipt it makes of it.
    pub(super) fn print(&self, printer: &str, bytes: &[u8]) -> Result<Receipt, Failure> {
        let seen = self.events().len();
        let address = self.address(printer);
        TcpStream::connect(address)
            .and_then(|mut stream| stream.write_all(bytes))
            .map_err(|error| Failure::new(format!("{printer} ({address}) : {error}")))?;
        self.receipt_since(printer, seen)
    }

    /// Waits for a receipt that came after the first `seen` events.
    pub(super) fn receipt_since(&self, printer: &str, seen: usize) -> Result<Receipt, Failure> {
        let done = self.wait_since(seen, printer, (1, COMPLETED))?;
        self.receipt(printer, seen, &done)
    }

    /// How much a printer has printed until now.
    pub(super) fn mark(&self, printer: &'static str) -> Result<Mark, Failure> {
        Ok(Mark { printer, events: self.events().len(), papers: self.papers(printer)? })
    }

    /// How many papers came out since `mark`. The printer itself is asked, so this does not wait.
    pub(super) fn count_since(&self, mark: &Mark) -> Result<usize, Failure> {
        Ok(self.papers(mark.printer)? - mark.papers)
    }

    /// Waits for what was printed since `mark`, at least so many papers; each cut ends one.
    pub(super) fn printed_since(&self, mark: &Mark, papers: usize) -> Result<Receipt, Failure> {
        self.wait_since(mark.events, mark.printer, (papers, COMPLETED))?;
        let wanted = self.count_since(mark)?;
        let jobs = self.wait_since(mark.events, mark.printer, (wanted, COMPLETED))?;
        self.receipt(mark.printer, mark.events, &jobs)
    }

    fn papers(&self, printer: &str) -> Result<usize, Failure> {
        let path = format!("/api/v1/devices/{printer}/receipts");
        let list = http::request(self.ports.api, "GET", &path, "")?;
        let list: serde_json::Value =
            serde_json::from_slice(&list).map_err(|error| Failure::new(format!("{path} : {error}")))?;
        Ok(list.as_array().map_or(0, Vec::len))
    }

    /// Fetches what completed `jobs` made, in their order, with what was reported after the first `seen` events.
    fn receipt(&self, printer: &str, seen: usize, jobs: &[Event]) -> Result<Receipt, Failure> {
        let events = self.events().drain(seen..).filter(|event| event.device == printer).collect();
        let mut receipt = Receipt { papers: Vec::new(), events };
        for job in jobs {
            let id = job.text.split_whitespace().last().unwrap_or_default();
            let path = format!("/api/v1/devices/{printer}/receipts/{id}");
            let text = http::request(self.ports.api, "GET", &format!("{path}/text"), "")?;
            let image = http::request(self.ports.api, "GET", &format!("{path}/image"), "")?;
            receipt.papers.push(Paper { text: String::from_utf8_lossy(&text).into_owned(), image });
        }
        Ok(receipt)
    }

    /// Waits for so many events of a kind after the first `seen`, and gives all there are.
    fn wait_since(&self, seen: usize, device: &str, wanted: (usize, &str)) -> Result<Vec<Event>, Failure> {
        let (count, kind) = wanted;
        let found = |events: &[Event]| -> Vec<Event> {
            let since = events.iter().skip(seen);
            since.filter(|event| event.device == device && event.kind == kind).cloned().collect()
        };
        let (events, bell) = &*self.log;
        let (events, _) = bell
            .wait_timeout_while(lock(events), EVENT_LIMIT, |events| found(events).len() < count)
            .unwrap_or_else(PoisonError::into_inner);
        let these = found(&events);
        if these.len() >= count {
            return Ok(these);
        }
        let since: Vec<_> = events.iter().skip(seen).map(|event| &*event.kind).collect();
        let limit = EVENT_LIMIT.as_secs();
        Err(Failure::new(format!(
            "{device} : {} fois {kind} au lieu de {count} en {limit} s ; vu : {since:?}",
            these.len()
        )))
    }

    /// All events so far.
    pub(super) fn events(&self) -> Vec<Event> {
        lock(&self.log.0).clone()
    }
}

impl Drop for Emupos {
    fn drop(&mut self) {
        // Nothing is left to do if it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A panic of another thread leaves the list whole: it only ever grows.
fn lock(events: &Mutex<Vec<Event>>) -> MutexGuard<'_, Vec<Event>> {
    events.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A moment in the life of a printer.
pub(super) struct Mark {
    printer: &'static str,
    events: usize,
    papers: usize,
}

/// A piece of paper between two cuts.
#[derive(Debug)]
pub(super) struct Paper {
    /// The letters, with symbols and pictures named in brackets.
    pub(super) text: String,
    /// What it looks like, as PNG.
    pub(super) image: Vec<u8>,
}

/// What a printer made of the jobs it was sent.
#[derive(Debug)]
pub(super) struct Receipt {
    /// Each paper, in the order in which they came out.
    pub(super) papers: Vec<Paper>,
    /// What the printer reported meanwhile.
    pub(super) events: Vec<Event>,
}

impl Receipt {
    /// The letters of all papers, one after another.
    pub(super) fn text(&self) -> String {
        self.papers.iter().map(|paper| format!("{}\n", paper.text)).collect()
    }

    /// The reports of one kind, as one text.
    pub(super) fn reports(&self, kind: &str) -> Vec<&str> {
        self.events.iter().filter(|event| event.kind == kind).map(|event| &*event.text).collect()
    }
}

fn configuration(ports: &Ports) -> String {
    let printer = |id: &str, profile: &str, port: Option<u16>| {
        let network = port.map(|port| format!("{{ tcp: {{ port: {port} }} }}, ")).unwrap_or_default();
        format!(
            "  - {{ id: {id}, type: printer, profile: {profile}, job_idle_timeout_ms: 800, receipts_dir: ./receipts, \
             connections: [ {network}{{ serial: {{ pty: true }} }} ] }}\n"
        )
    };
    let scanner = |id: &str, suffix: &str| {
        format!(
            "  - {{ id: {id}, type: scanner, mode: serial, suffix: {suffix}, \
             connections: [ {{ serial: {{ pty: true }} }} ] }}\n"
        )
    };
    let devices = [
        printer(EPSON, "epson-tm-t20iii", Some(ports.epson.port())),
        printer(CLONE, "xprinter-xp80t", Some(ports.clone.port())),
        printer(NARROW, "./narrow.yaml", None),
        printer(MEDIUM, "./medium.yaml", None),
        scanner(GUN, "enter"),
        scanner(BARE_GUN, "none"),
        format!("  - {{ id: {TYPING_GUN}, type: scanner, mode: keyboard, suffix: enter, inter_key_delay_ms: 10 }}\n"),
    ];
    format!("schema: 1\napi: {{ host: 127.0.0.1, port: {} }}\ndevices:\n{}", ports.api.port(), devices.concat())
}

/// A printer that counts its code pages as Epson does, on paper of another width.
fn profile(name: &str, dots: u16) -> String {
    format!(
        "type: printer\nname: {name}\ndpi: 203\nwidth_dots: {dots}\nfont_a: {{ width: 12, height: 24 }}\n\
         font_b: {{ width: 9, height: 17 }}\ncode_pages: {{ 0: PC437, 16: WPC1252, 19: PC858 }}\n\
         default_code_page: 0\ndrawer_sensor_open_level: high\n\
         serial: {{ baud: 9600, data_bits: 8, parity: none, stop_bits: 1 }}\n"
    )
}

fn file(path: &PathBuf) -> Result<std::fs::File, Failure> {
    std::fs::File::create(path).map_err(|error| Failure::at(path, error))
}

/// Reads the log until the program ends.
fn follow(output: impl BufRead, log: &Log) {
    for line in output.lines().map_while(Result::ok) {
        if let Some(event) = read(&line) {
            lock(&log.0).push(event);
            log.1.notify_all();
        }
    }
}

/// Reads `04:29:45.235  front  printer.command.unknown       skipped unknown bytes 1b 19`.
fn read(line: &str) -> Option<Event> {
    let mut words = line.split_whitespace();
    let time = words.next()?;
    let is_time = time.len() == 12 && time.starts_with(|first: char| first.is_ascii_digit());
    let (device, kind) = (words.next()?, words.next()?);
    (is_time && kind.contains('.')).then(|| Event {
        device: device.to_owned(),
        kind: kind.to_owned(),
        text: words.collect::<Vec<_>>().join(" "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_told_from_other_lines() {
        let event = read("04:29:45.235  front  printer.command.unknown       skipped unknown bytes 1b 19");
        assert_eq!(
            event.unwrap(),
            Event {
                device: "front".to_owned(),
                kind: "printer.command.unknown".to_owned(),
                text: "skipped unknown bytes 1b 19".to_owned()
            }
        );
        for line in ["", "emupos 0.4.0 · e.yaml", "front   printer  epson-tm-t20iii  tcp 127.0.0.1:9100"] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn the_log_is_followed_to_its_end() {
        let log = Log::default();
        follow("x\n04:29:45.235  front  drawer.opened  drawer opened (pin 2)\n".as_bytes(), &log);
        assert_eq!(lock(&log.0).len(), 1);
    }

    #[test]
    fn ports_differ_and_stand_in_the_configuration() {
        let ports = Ports::free().unwrap();
        let text = configuration(&ports);
        for port in [ports.api.port(), ports.epson.port(), ports.clone.port()] {
            assert_eq!(text.matches(&format!("port: {port} ")).count(), 1, "{text}");
        }
    }
}
