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

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use comptoir_app::counter::{Action, Counter};
use comptoir_app::finder::Finder;
use comptoir_app::programs::NewProgram;
use comptoir_app::{Clock, NewShop, Till};
use comptoir_domain::customer::{Customer, Person};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{CustomerId, DepartmentId, ProgramId, Sku, TillId};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::rate::VatRate;
use comptoir_domain::shop::{Mode, Shop};
use comptoir_domain::tender::TenderKind;
use comptoir_ui::desk::{Ask, Desk, Tell};
use comptoir_ui::screens::slint::platform::software_renderer::{
    MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType,
};
use comptoir_ui::screens::slint::platform::{
    Key, Platform, WindowAdapter, WindowEvent, set_platform, update_timers_and_animations,
};
use comptoir_ui::screens::slint::{ComponentHandle as _, PhysicalSize, PlatformError, SharedString};
use comptoir_ui::{Props, ScreenSettings, Stage};

type Any = Box<dyn Error>;

const ITEMS: u64 = 100_000;
const PROGRAMS: usize = 10;
const LINES: u64 = 30;
const TIMES: usize = 240;
const MOST_FOUND: usize = 30;
const WIDTH: u32 = 1366;
const HEIGHT: u32 = 768;
/// A scanner's time between two keys, and a person's.
const SCANNED: Duration = Duration::from_millis(10);
const TYPED: Duration = Duration::from_millis(150);

const LAST: [&str; 12] = [
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Durand",
    "Dubois",
    "Moreau",
    "Laurent",
    "Lefèvre",
    "Fournier",
    "de la Tour",
];
const ENDINGS: [&str; 10] = ["", "", "", "eau", "ot", "ier", "ard", "ette", "in", "oux"];
const FIRST: [&str; 10] =
    ["Claire", "Hélène", "Jean-Pierre", "Marie", "Nathalie", "Zoé", "Luc", "Paul", "Gabriel", "Rose"];
const KINDS: [&str; 10] =
    ["Chemise", "Pantalon", "Ceinture", "Robe", "Veste", "Manteau", "Écharpe", "Chaussures", "Pull", "Jupe"];
const STUFFS: [&str; 6] = ["coton", "laine", "lin", "cuir", "velours", "soie"];
const COLORS: [&str; 8] = ["bleu", "rouge", "vert", "noir", "blanc", "marine", "beige", "gris"];

/// Points for all, and five euros off for who has enough of them.
const POINTS: &str = r#"
fn evaluate(sale, settings) {
    let out = effects();
    if !out.require("why-customer", sale.has_customer, true, sale.has_customer) { return out; }
    out.add("points", 40, []);
    out.message(#{ to: ["cashier", "customer-display"], weight: 50, text: text("earned", #{}) });
    let enough = sale.balance("points") >= 40;
    if out.require("why-points", enough, "40", sale.balance("points")) {
        out.offer(#{ id: "gift", title: text("offer", #{}), cost: #{ counter: "points", amount: 40 },
                     rewards: [#{ discount: #{ amount: 5.00, label: "label" } }] });
    }
    out
}
"#;

/// A cheap sequence of numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

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

// The shop.

fn make_shop(dir: &Path, count: u64) -> Result<(), Any> {
    let ready = dir.join("ready");
    if ready.exists() {
        return Ok(());
    }
    let started = Instant::now();
    let shop = Shop {
        name: "Banc d’essai".into(),
        address: vec![],
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    };
    let mut till = Till::create(dir, &NewShop { shop, language: Language::French }, Clock::Machine)?;
    let department = Department { id: DepartmentId::new("mode"), name: "Mode".into(), parent: None };
    till.store_mut().put_department(&department)?;
    let mut numbers = Numbers(42);
    for part in parts(ITEMS) {
        till.store_mut().bulk(|store| {
            for n in part {
                store.put_item(&item(n, &mut numbers)?)?;
            }
            Ok::<(), Any>(())
        })?;
    }
    for part in parts(count) {
        till.store_mut().bulk(|store| {
            for n in part {
                store.put_customer(&customer(n, &mut numbers))?;
            }
            Ok::<(), Any>(())
        })?;
    }
    fs::write(ready, "")?;
    println!("shop made in {:.1?}", started.elapsed());
    Ok(())
}

/// Ten thousand at once: one transaction each.
fn parts(count: u64) -> impl Iterator<Item = std::ops::Range<u64>> {
    (0..count).step_by(10_000).map(move |start| start..(start + 10_000).min(count))
}

fn item(n: u64, numbers: &mut Numbers) -> Result<Item, Any> {
    let label = format!("{} {} {} {n}", numbers.one_of(&KINDS), numbers.one_of(&STUFFS), numbers.one_of(&COLORS));
    Ok(Item {
        sku: Sku::new(format!("A{n:06}")),
        label,
        kind: LineKind::Item,
        department: DepartmentId::new("mode"),
        departments: vec![],
        vat_rate: VatRate::parse("20")?,
        price: Money::parse(&format!("{}.90", 1 + numbers.below(150)))?,
        prices: BTreeMap::new(),
        cost: None,
        unit: Unit::Piece,
        discountable: true,
        codes: vec![ean(n)],
    })
}

/// An EAN-13 of its own for each item, with its check digit.
fn ean(n: u64) -> String {
    let body = format!("300000{n:06}");
    let sum: u32 = (body.chars().rev().zip([3, 1].into_iter().cycle()))
        .map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight)
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

fn person(n: u64) -> CustomerId {
    CustomerId::new(n, &[1; 10])
}

fn customer(n: u64, numbers: &mut Numbers) -> Customer {
    let person = Person {
        last_name: format!("{}{}", numbers.one_of(&LAST), numbers.one_of(&ENDINGS)),
        first_name: numbers.one_of(&FIRST).to_owned(),
        phone: Some(format!("06{:08}", numbers.below(100_000_000))),
        email: Some(format!("client{}@example.fr", numbers.below(1_000_000))),
        ..Person::default()
    };
    Customer {
        id: self::person(n),
        person,
        group: None,
        cards: vec![format!("299{n:09}")],
        since: NaiveDate::default(),
    }
}

/// Switches programs on or off: ten of the same, under ten names.
fn switch_programs(dir: &Path, on: bool) -> Result<(), Any> {
    let mut till = Till::open(dir, Clock::Machine)?;
    for n in 0..PROGRAMS {
        let id = ProgramId::new(format!("points-{n}"));
        let running = till.store().program(&id)?.is_some_and(|row| row.enabled);
        if on && !running {
            let package = package(dir, id.as_str())?;
            till.enable_program(&NewProgram { id: None, package, settings: vec![], from: None, until: None })?;
        } else if !on && running {
            till.disable_program(&id)?;
        }
    }
    Ok(())
}

fn package(dir: &Path, id: &str) -> Result<PathBuf, Any> {
    let folder = dir.join("packages").join(id);
    fs::create_dir_all(folder.join("locale"))?;
    let manifest = format!(
        r#"
id = "{id}"
version = "1.0.0"
kind = "program"
contract = "0.1"
engine = "rhai"
author = "Comptoir"
license = "GPL-3.0-or-later"
effects = ["add", "spend", "discount", "voucher", "offer", "message"]
events = ["draft", "paid"]
title = {{ fr = "Fidélité", en = "Loyalty" }}
description = {{ fr = "Quarante points par achat.", en = "Forty points a sale." }}

[[counter]]
name = "points"
unit = {{ fr = "Points", en = "Points" }}
"#
    );
    let french = "earned = Avec cet achat : 40 points de plus.\noffer = Carte terminée : bon de 5 €\nlabel = Fidélité\n\
                  why-customer = Client identifié\nwhy-points = Points sur la carte\n";
    let english = "earned = With this sale: 40 more points.\noffer = Card complete: €5 off\nlabel = Loyalty\n\
                   why-customer = Customer identified\nwhy-points = Points on the card\n";
    fs::write(folder.join("manifest.toml"), manifest)?;
    fs::write(folder.join("policy.rhai"), POINTS)?;
    fs::write(folder.join("locale/fr.ftl"), french)?;
    fs::write(folder.join("locale/en.ftl"), english)?;
    Ok(folder)
}

// The window.

thread_local! {
    /// What time it is for the window.
    static NOW: Cell<Duration> = const { Cell::new(Duration::from_secs(1)) };
    /// The window that was made last.
    static MADE: RefCell<Option<Rc<MinimalSoftwareWindow>>> = const { RefCell::new(None) };
}

/// A platform without a display, whose time is set by hand.
struct Headless;

impl Platform for Headless {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
        MADE.set(Some(window.clone()));
        Ok(window)
    }

    fn duration_since_start(&self) -> Duration {
        NOW.get()
    }
}

/// The window with the memory that it is drawn into.
struct Post {
    stage: Rc<Stage>,
    window: Rc<MinimalSoftwareWindow>,
    pixels: Vec<PremultipliedRgbaColor>,
}

impl Post {
    fn new(dir: &Path, till: &Till) -> Result<Self, Any> {
        let clock = Box::new(|| "12:00".to_owned());
        let (shop, settings) = (till.shop().clone(), ScreenSettings::default());
        let stage = Stage::new(Props { dir: dir.to_owned(), shop, language: Language::French, settings, clock })?;
        let window = MADE.take().ok_or("no window was made")?;
        stage.window().window().set_size(PhysicalSize::new(WIDTH, HEIGHT));
        stage.window().show()?;
        window.dispatch_event(WindowEvent::WindowActiveChanged(true));
        let pixels = vec![PremultipliedRgbaColor::default(); usize::try_from(WIDTH * HEIGHT)?];
        Ok(Self { stage, window, pixels })
    }

    /// A window whose desk answers at once.
    fn here(dir: &Path) -> Result<Self, Any> {
        let till = Till::open(dir, Clock::Machine)?;
        let mut post = Self::new(dir, &till)?;
        post.stage.open(Desk::here(Counter::open(till)?)?);
        post.wait(TYPED);
        post.frame();
        Ok(post)
    }

    /// Draws what changed.
    fn frame(&mut self) {
        let pixels = &mut self.pixels;
        self.window.draw_if_needed(|renderer| {
            renderer.render(pixels, 1366);
        });
    }

    fn snapshot(&self) -> Result<(), Any> {
        self.stage.window().window().take_snapshot()?;
        Ok(())
    }

    /// Lets time pass for the window, and does what was due.
    fn wait(&self, time: Duration) {
        NOW.set(NOW.get() + time);
        self.stage.set_key_time(NOW.get());
        update_timers_and_animations();
    }

    fn key(&self, key: impl Into<SharedString>) {
        let text = key.into();
        self.window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        self.window.dispatch_event(WindowEvent::KeyReleased { text });
    }

    /// What the desk says of a gesture, and how long the view took to come.
    fn ask(&self, action: Action) -> Result<(Vec<Tell>, Duration), Any> {
        let (mut tells, mut shown) = (Vec::new(), Duration::ZERO);
        let asked = self.stage.with_backroom(|room| {
            let started = Instant::now();
            room.answer(Ask::Act(action), &mut |tell| {
                if matches!(tell, Tell::View(_)) {
                    shown = started.elapsed();
                }
                tells.push(tell);
            });
        });
        asked.ok_or("the desk is away")?;
        if let Some(Tell::Refused(refusal)) = tells.iter().find(|tell| matches!(tell, Tell::Refused(_))) {
            return Err(refusal.words.clone().into());
        }
        Ok((tells, shown))
    }

    fn act(&self, action: Action) -> Result<(), Any> {
        let (tells, _) = self.ask(action)?;
        tells.into_iter().for_each(|tell| self.stage.tell(tell));
        Ok(())
    }

    /// A known customer and a ticket of thirty lines.
    fn fill(&self, lines: u64) -> Result<(), Any> {
        self.act(Action::Identify { customer: person(1) })?;
        (0..lines).try_for_each(|n| self.act(scan(n)))
    }

    fn lines(&self) -> usize {
        self.stage.view().map_or(0, |view| view.lines.len())
    }
}

fn scan(n: u64) -> Action {
    Action::Scan { candidates: vec![ean(n)], quantity: None }
}

// What is measured.

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
