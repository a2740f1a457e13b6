//! A printer that is off, without paper or deaf: the sale is answered at once, its paper waits, and comes
//! out once.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::{ITEM, Shop, TICKET};

/// How soon a sale is answered, whatever the printer does; the start of the program is in it.
const AT_ONCE: Duration = Duration::from_secs(2);
/// What opens the drawer: DLE DC4 1, in real time, whatever the printer is doing.
const PULSE: &[u8] = b"\x10\x14\x01";

/// How the printer is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It closes every connection.
    Off,
    /// It answers that there is no paper.
    NoPaper,
    /// It prints.
    Well,
    /// It takes everything and then says nothing any more.
    Stuck,
}

/// A network printer that answers status questions, as TM printers do.
pub(crate) struct Printer {
    port: u16,
    shared: Arc<Mutex<(State, Vec<u8>)>>,
}

impl Printer {
    pub(crate) fn new(state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, shared) = (listener.local_addr().unwrap().port(), Arc::new(Mutex::new((state, Vec::new()))));
        let inside = Arc::clone(&shared);
        // Ends with the test program.
        std::thread::spawn(move || listener.incoming().flatten().for_each(|line| serve(line, &inside)));
        Self { port, shared }
    }

    pub(crate) fn connection(&self) -> String {
        format!("tcp:127.0.0.1:{}", self.port)
    }

    fn set(&self, state: State) {
        self.shared.lock().unwrap().0 = state;
    }

    /// Takes away what was printed.
    pub(crate) fn paper(&self) -> Vec<u8> {
        std::mem::take(&mut self.shared.lock().unwrap().1)
    }
}

fn serve(mut line: TcpStream, shared: &Mutex<(State, Vec<u8>)>) {
    let state = shared.lock().unwrap().0;
    if state == State::Off {
        return;
    }
    let (mut pending, mut printed, mut byte) = (Vec::new(), false, [0]);
    while let Ok(1) = line.read(&mut byte) {
        pending.push(byte[0]);
        let answer = match pending[..] {
            [0x10] | [0x10, 0x04] | [0x1d] | [0x1d, b'r'] => continue,
            [0x10, 0x04, n] => Some(real_time(state, n)),
            [0x1d, b'r', _] => Some(0),
            _ => None,
        };
        match answer {
            Some(_) if printed && state == State::Stuck => {}
            Some(answer) => drop(line.write_all(&[answer])),
            None => {
                printed = true;
                shared.lock().unwrap().1.extend(&pending);
            }
        }
        pending.clear();
    }
}

/// The answer to `DLE EOT` n.
fn real_time(state: State, n: u8) -> u8 {
    let answers = if state == State::NoPaper { [0x1e, 0x32, 0x12, 0x7e] } else { [0x16, 0x12, 0x12, 0x12] };
    answers[usize::from(n - 1).min(3)]
}

fn count(paper: &[u8], part: &[u8]) -> usize {
    paper.windows(part.len()).filter(|window| *window == part).count()
}

/// How many receipts of such a number are on paper.
fn tickets(paper: &[u8], number: &str) -> usize {
    count(paper, format!("{TICKET}{number}").as_bytes())
}

#[test]
fn a_printer_that_is_off_delays_nothing_and_prints_once_when_it_is_back() {
    for state in [State::Off, State::NoPaper] {
        let mut shop = Shop::new();
        let printer = Printer::new(state);
        shop.print_to(&printer.connection());
        let started = Instant::now();
        let (sale, told) = shop.sell("--receipt print");
        // The drawer needs no paper, only a printer.
        let opened = usize::from(state == State::NoPaper);
        assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
        assert_eq!(sale["number"], "C1-000002");
        assert!(told.contains("Impressions en attente : 1"), "{told}");
        let paper = printer.paper();
        assert_eq!((shop.waiting(), count(&paper, PULSE), tickets(&paper, "C1-")), (1, opened, 0));
        printer.set(State::Well);
        shop.at("2026-11-22T12:00:30+01:00");
        let (_, told) = shop.sell("--receipt none");
        assert_eq!(told, "");
        let paper = printer.paper();
        assert_eq!((tickets(&paper, "C1-000002"), tickets(&paper, "C1-")), (1, 1));
        assert_eq!(count(&paper, PULSE), 1, "the drawer opens for the sale just paid, and no more for the one before");
        assert_eq!(shop.waiting(), 0);
        drop(shop.sell(""));
        assert_eq!(tickets(&printer.paper(), "C1-"), 0, "it came out once");
    }
}

#[test]
fn a_paper_that_comes_late_opens_no_drawer() {
    for later in ["12:00:00", "12:01:00", "18:00:00"] {
        let mut shop = Shop::new();
        let printer = Printer::new(State::Off);
        shop.print_to(&printer.connection());
        drop(shop.sell("--receipt print"));
        printer.set(State::Well);
        shop.at(&format!("2026-11-22T{later}+01:00"));
        drop(shop.run("sale --batch /dev/null").done());
        let paper = printer.paper();
        assert_eq!((tickets(&paper, "C1-000002"), count(&paper, PULSE)), (1, 0), "{later}");
    }
}

#[test]
fn the_drawer_opens_for_cash_only() {
    let shop = Shop::new();
    let printer = Printer::new(State::Well);
    shop.print_to(&printer.connection());
    for (pay, receipt, papers, pulses) in
        [("cash=100", "print", 1, 1), ("cash=100", "none", 0, 1), ("card", "print", 1, 0), ("card", "none", 0, 0)]
    {
        drop(shop.json(&format!("sale --scan {ITEM} --pay {pay} --receipt {receipt}")));
        let paper = printer.paper();
        assert_eq!((tickets(&paper, "C1-"), count(&paper, PULSE)), (papers, pulses), "{pay} {receipt}");
    }
}

#[test]
fn a_copy_is_marked_and_opens_no_drawer() {
    let shop = Shop::new();
    let printer = Printer::new(State::Well);
    shop.print_to(&printer.connection());
    drop(shop.sell("--receipt print"));
    assert_eq!(count(&printer.paper(), b"DUPLICATA"), 0);
    for copy in 1..3 {
        drop(shop.json("receipt C1-000002 --reprint"));
        let paper = printer.paper();
        assert!(count(&paper, b"DUPLICATA") > 0);
        assert_eq!((tickets(&paper, "C1-000002"), count(&paper, PULSE)), (1, 0));
        assert_eq!(shop.records("D").last().unwrap().field("copy"), copy.to_string());
    }
}

/// Starts a sale and gives how long its answer took; then the program is ended.
fn time_to_answer(shop: &Shop) -> Duration {
    let started = Instant::now();
    let mut sale = shop.command(&format!("sale --scan {ITEM} --pay card --receipt print --json")).spawn().unwrap();
    let mut answer = String::new();
    BufReader::new(sale.stdout.take().unwrap()).read_line(&mut answer).unwrap();
    let took = started.elapsed();
    assert!(answer.contains("\"number\":\"C1-000002\""), "{answer}");
    sale.kill().unwrap();
    sale.wait().unwrap();
    took
}

#[test]
fn a_printer_that_gets_stuck_does_not_keep_the_customer_waiting() {
    let shop = Shop::new();
    let printer = Printer::new(State::Stuck);
    shop.print_to(&printer.connection());
    let took = time_to_answer(&shop);
    assert!(took < AT_ONCE, "{took:?}");
    assert_eq!(shop.waiting(), 1, "nobody said that it was printed");
    printer.set(State::Well);
    printer.paper();
    drop(shop.run("sale --batch /dev/null").done());
    assert_eq!((tickets(&printer.paper(), "C1-000002"), shop.waiting()), (1, 0));
}

#[test]
fn an_address_where_nobody_answers_does_not_keep_the_customer_waiting() {
    let shop = Shop::new();
    let deaf = TcpListener::bind("127.0.0.1:0").unwrap();
    shop.print_to(&format!("tcp:{}", deaf.local_addr().unwrap()));
    let took = time_to_answer(&shop);
    assert!(took < AT_ONCE, "{took:?}");
}
