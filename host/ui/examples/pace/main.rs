//! How fast the checkout window is: `cargo run --workspace --example pace -- 1000000 [SECTION…]`.
//!
//! Makes once, in the machine's folder for temporary files, a demo shop of 100,000 items and that many customers,
//! who never came yet; then plays a cashier at 1366 × 768 without a display and prints a table of
//! p50, p99 and slowest, in milliseconds. Sections: `start`, `keys`, `scans`, `away`, `search`, `memory`; all of them
//! when none is named. Nothing is judged here.
//!
//! The window is drawn into memory by the software renderer: « frame » draws what changed, as on a screen, and
//! « snapshot » draws everything. The code that writes pixels is compiled with this example: to see what a till sees,
//! build with `--config 'profile.dev.package.comptoir-ui.opt-level=2'`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use comptoir_app::counter::{Action, Counter};
use comptoir_app::finder::Finder;
use comptoir_app::{Clock, Till};
use comptoir_domain::tender::TenderKind;
use comptoir_ui::desk::{Desk, Tell};
use comptoir_ui::screens::slint::platform::{Key, WindowAdapter, WindowEvent, set_platform};
use comptoir_ui::screens::slint::{ComponentHandle as _, SharedString};

mod shop;
mod window;

use shop::{COLORS, FIRST, KINDS, LAST, Numbers, ean, make_shop, person, switch_programs};
use window::{Headless, Post, scan};

type Any = Box<dyn Error>;

const ITEMS: u64 = 100_000;
const PROGRAMS: usize = 10;
const LINES: u64 = 30;
const TIMES: usize = 240;
/// How long a scanned code waits for the end of its last key.
const AFTER_KEY: Duration = Duration::from_millis(1);
const MOST_FOUND: usize = 30;
const WIDTH: u32 = 1366;
const HEIGHT: u32 = 768;
/// A scanner's time between two keys, and a person's.
const SCANNED: Duration = Duration::from_millis(10);
const TYPED: Duration = Duration::from_millis(150);

fn main() -> Result<(), Any> {
    let mut args = std::env::args().skip(1);
    let count: u64 = args.next().map_or(Ok(10_000), |arg| arg.parse())?;
    let mut sections: Vec<String> = args.collect();
    if sections.is_empty() {
        sections = ["start", "keys", "scans", "away", "search", "memory"].map(str::to_owned).to_vec();
    }
    set_platform(Box::new(Headless)).map_err(|error| error.to_string())?;
    let dir = std::env::temp_dir().join("pace-shop").join(count.to_string());
    make_shop(&dir, count)?;
    println!("{ITEMS} items, {count} customers{:>28}{:>10}{:>10}{:>10}", "n", "p50", "p99", "max");
    for section in &sections {
        println!("-- {section}, VmRSS {}", resident());
        match section.as_str() {
            "fill" => {}
            "start" => start(&dir)?,
            "keys" => keys(&dir)?,
            "scans" => scans(&dir)?,
            "away" => away(&dir)?,
            "search" => search(&dir)?,
            "memory" => memory(&dir)?,
            other => return Err(format!("unknown section: {other}").into()),
        }
    }
    Ok(())
}

/// Times under a name, printed when there are all of them.
#[derive(Default)]
struct Times(BTreeMap<&'static str, Vec<Duration>>);

impl Times {
    /// Takes the time since `from`, and gives now.
    fn since(&mut self, name: &'static str, from: Instant) -> Instant {
        self.add(name, from.elapsed());
        Instant::now()
    }

    fn add(&mut self, name: &'static str, time: Duration) {
        self.0.entry(name).or_default().push(time);
    }

    fn print(self, note: &str) {
        for (name, mut times) in self.0 {
            let first = times[0];
            times.sort();
            let last = times.len() - 1;
            let (half, most) = (times[last / 2], times[last * 99 / 100]);
            let name = format!("{name}{note}");
            let (n, half, most, max, first) = (last + 1, ms(half), ms(most), ms(times[last]), ms(first));
            println!("{name:<52}{n:>8}{half:>10}{most:>10}{max:>10}   first {first}");
        }
    }
}

fn ms(time: Duration) -> String {
    format!("{}.{:02}", time.as_millis(), time.subsec_micros() % 1000 / 10)
}

fn resident() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}

fn start(dir: &Path) -> Result<(), Any> {
    switch_programs(dir, false)?;
    let mut times = Times::default();
    for _ in 0..TIMES {
        let started = Instant::now();
        let till = Till::open(dir, Clock::Machine)?;
        let at = times.since("start: 1 Till::open", started);
        let post = Post::new(dir, &till)?;
        let at = times.since("start: 2 Stage::new, show", at);
        let counter = Counter::open(till)?;
        let at = times.since("start: 3 Counter::open", at);
        post.stage.open(Desk::here(counter)?);
        let at = times.since("start: 4 desk, first view shown", at);
        post.snapshot()?;
        times.since("start: 5 first snapshot", at);
        times.add("start: all", started.elapsed());
        post.stage.close();
        post.stage.window().hide()?;
    }
    times.print("");
    Ok(())
}

fn keys(dir: &Path) -> Result<(), Any> {
    switch_programs(dir, false)?;
    let mut post = Post::here(dir)?;
    let mut times = Times::default();
    for n in 0..TIMES / 6 {
        for letter in ["martin", "chemis", "durand", "pantal", "lefevr"][n % 5].chars() {
            let at = Instant::now();
            post.window.dispatch_event(WindowEvent::KeyPressed { text: SharedString::from(letter) });
            let drawn = times.since("key: 1 dispatch", at);
            post.frame();
            times.since("key: 2 frame of the letter", drawn);
            times.add("key: 1+2 key to frame", at.elapsed());
            post.window.dispatch_event(WindowEvent::KeyReleased { text: SharedString::from(letter) });
            let at = Instant::now();
            post.wait(TYPED);
            let at = times.since("key: 3 searches in this thread, list set", at);
            post.frame();
            let at = times.since("key: 4 frame of the list", at);
            post.snapshot()?;
            times.since("key: 5 snapshot (all is redrawn)", at);
            post.window.request_redraw();
            post.frame();
        }
        for _ in 0..6 {
            post.key(Key::Backspace);
            post.wait(TYPED);
        }
        post.frame();
    }
    times.print("");
    post.stage.close();
    Ok(())
}

fn scans(dir: &Path) -> Result<(), Any> {
    for on in [false, true] {
        switch_programs(dir, on)?;
        let mut post = Post::here(dir)?;
        post.fill(LINES)?;
        post.frame();
        let mut times = Times::default();
        for _ in 0..TIMES {
            let (tells, shown) = post.ask(scan(7))?;
            times.add("scan: 1 desk, until the view is told", shown);
            let at = Instant::now();
            tells.into_iter().for_each(|tell| post.stage.tell(tell));
            let drawn = times.since("scan: 2 view set", at);
            post.frame();
            times.since("scan: 3 frame", drawn);
            times.add("scan: 1+2+3 scan to frame", shown + at.elapsed());
            let at = Instant::now();
            post.snapshot()?;
            times.since("scan: 4 snapshot (all is redrawn)", at);
            post.window.request_redraw();
            post.wait(TYPED);
            post.frame();
        }
        times.print(&format!(", {} programs", if on { PROGRAMS } else { 0 }));
        println!("({} lines on the ticket)", post.lines());
        post.act(Action::Abandon)?;
        post.stage.close();
    }
    Ok(())
}

fn away(dir: &Path) -> Result<(), Any> {
    switch_programs(dir, false)?;
    let post = Post::here(dir)?;
    post.fill(LINES)?;
    post.stage.close();
    drop(post);
    for searching in [false, true] {
        let till = Till::open(dir, Clock::Machine)?;
        let (mut post, finder) = (Post::new(dir, &till)?, till.finder()?);
        let (tell, told) = channel();
        let desk = Desk::away(Counter::open(till)?, move |answer| drop(tell.send(answer)))?;
        post.stage.open(desk);
        // The scanner's ear follows the bench's clock from the first key on.
        post.wait(TYPED);
        let stop = Arc::new(AtomicBool::new(!searching));
        let stopped = stop.clone();
        let searches = std::thread::spawn(move || search_on(&finder, &stopped));
        let times = scan_away(&mut post, &told)?;
        stop.store(true, Ordering::Relaxed);
        let searches = searches.join().map_err(|_| "the searches panicked")?;
        times.print(if searching { ", while searching" } else { ", no search" });
        println!("({searches} searches meanwhile, {} lines on the ticket)", post.lines());
        post.stage.close();
    }
    Ok(())
}

/// Searches one after the other until told to stop, and tells how many.
fn search_on(finder: &Finder, stop: &AtomicBool) -> usize {
    let words = LAST.iter().cycle().take_while(|_| !stop.load(Ordering::Relaxed));
    words.filter(|word| finder.customers(&start_of(word, 3), MOST_FOUND).is_ok()).count()
}

fn scan_away(post: &mut Post, told: &Receiver<Tell>) -> Result<Times, Any> {
    let mut times = Times::default();
    let code = ean(7);
    for _ in 0..TIMES {
        let mut busy = Duration::ZERO;
        for letter in code.chars() {
            let at = Instant::now();
            post.key(letter);
            post.wait(SCANNED);
            busy += at.elapsed();
        }
        let sent = Instant::now();
        post.key(Key::Return);
        times.add("away: 1 Enter of the scanner, thread busy", sent.elapsed());
        busy += sent.elapsed();
        // What was scanned leaves once the key is over.
        post.wait(AFTER_KEY);
        let mut done = false;
        while let Ok(tell) = told.recv_timeout(Duration::from_secs(5)) {
            done |= matches!(tell, Tell::Done(_));
            let last = done && matches!(tell, Tell::View(_));
            if last {
                times.add("away: 2 Enter until the view comes (waiting)", sent.elapsed());
            }
            let at = Instant::now();
            post.stage.tell(tell);
            busy += at.elapsed();
            if last {
                break;
            }
        }
        let at = Instant::now();
        post.frame();
        busy += at.elapsed();
        times.since("away: 3 frame", at);
        times.add("away: 4 Enter to frame", sent.elapsed());
        times.add("away: 5 window's thread busy, 14 keys to frame", busy);
        post.wait(TYPED);
    }
    Ok(times)
}

fn start_of(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}

fn search(dir: &Path) -> Result<(), Any> {
    let till = Till::open(dir, Clock::Machine)?;
    let finder = till.finder()?;
    let mut times = Times::default();
    let mut slow: Vec<(Duration, String)> = Vec::new();
    for (word, letters) in
        (0..4).flat_map(|_| LAST.iter().chain(&FIRST)).flat_map(|word| (2..=6).map(move |n| (word, n)))
    {
        let text = start_of(word, letters);
        let at = Instant::now();
        finder.customers(&text, MOST_FOUND)?;
        slow.push((at.elapsed(), format!("customers {text:?}")));
        times.since("search: customers", at);
        let at = Instant::now();
        finder.items(&text, MOST_FOUND)?;
        times.since("search: items, a customer's name", at);
    }
    for (word, letters) in
        (0..4).flat_map(|_| KINDS.iter().chain(&COLORS)).flat_map(|word| (2..=6).map(move |n| (word, n)))
    {
        let text = start_of(word, letters);
        let at = Instant::now();
        finder.items(&text, MOST_FOUND)?;
        slow.push((at.elapsed(), format!("items {text:?}")));
        times.since("search: items", at);
    }
    times.print("");
    slow.sort();
    for (time, what) in slow.iter().rev().take(8) {
        println!("  slow: {what} {}", ms(*time));
    }
    Ok(())
}

/// A day of eight hours: 2,000 sales of ten gestures (a customer, seven scans, card, next), each sale drawn.
fn memory(dir: &Path) -> Result<(), Any> {
    switch_programs(dir, false)?;
    let mut post = Post::here(dir)?;
    println!("after start: VmRSS {}", resident());
    let mut numbers = Numbers(7);
    let started = Instant::now();
    for sale in 1..=2_000_u64 {
        post.act(Action::Identify { customer: person(sale) })?;
        for _ in 0..7 {
            post.act(scan(u64::try_from(numbers.below(100_000))?))?;
        }
        post.frame();
        post.act(Action::Tender { kind: TenderKind::Card, amount: None, code: None })?;
        post.frame();
        post.key(Key::Escape);
        post.wait(TYPED);
        post.frame();
        if sale % 250 == 0 {
            let minutes = sale * 480 / 2_000;
            let (hour, took, gestures) = (minutes / 60, started.elapsed(), sale * 10);
            println!("hour {hour} ({sale} sales, {gestures} gestures, {took:.0?}): VmRSS {}", resident());
        }
    }
    post.stage.close();
    Ok(())
}
