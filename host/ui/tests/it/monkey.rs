//! A monkey that knows the keys, with a printer, a scanner and a program that fail: nothing panics, nothing gets
//! stuck, and the books hold what was sold.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use comptoir_app::devices::Heard;
use comptoir_ui::ScreenSettings;
use comptoir_ui::desk::Tell;
use comptoir_ui::screens::OpenDialog;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::programs::{enable_failing, enable_points};
use crate::shop::{SHIRT_AZERTY, SHIRT_EAN, TestShop};

/// How many gestures in all, shared among the monkeys.
const GESTURES: u32 = 10_000;
const MONKEYS: u32 = 4;

/// The same numbers for the same seed: what a monkey did can be done again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }
}

/// A printer that takes some jobs, cuts others off, and is away now and then; on loopback, gone with its guard.
struct Printer {
    port: u16,
    gone: Arc<AtomicBool>,
}

impl Printer {
    fn moody() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let gone = Arc::new(AtomicBool::new(false));
        let left = gone.clone();
        std::thread::spawn(move || {
            for (n, stream) in listener.incoming().enumerate() {
                if left.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(mut stream) = stream else { continue };
                // Every third customer of the port is hung up on at once.
                if n % 3 != 0 {
                    let _ = stream.set_read_timeout(Some(std::time::Duration::from_millis(20)));
                    let _ = stream.read(&mut [0; 4096]);
                }
            }
        });
        Self { port, gone }
    }
}

impl Drop for Printer {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Relaxed);
        let _ = std::net::TcpStream::connect(("127.0.0.1", self.port));
    }
}

const KEYS: [Key; 22] = [
    Key::F1,
    Key::F2,
    Key::F3,
    Key::F4,
    Key::F5,
    Key::F6,
    Key::F7,
    Key::F8,
    Key::F9,
    Key::F10,
    Key::F11,
    Key::F12,
    Key::Return,
    Key::Return,
    Key::Return,
    Key::Escape,
    Key::Escape,
    Key::Delete,
    Key::UpArrow,
    Key::DownArrow,
    Key::Tab,
    Key::Backspace,
];
const TEXTS: [&str; 18] = [
    "lefevre",
    "durand",
    "chemi",
    "vin",
    "the",
    "zzz",
    "10",
    "3*",
    "49,90",
    "0",
    "-5",
    "999999999999",
    "é'(;",
    "C1-000001",
    "06 12 34 56 78",
    "+",
    "/",
    "*",
];
const CODES: [&str; 8] = [
    SHIRT_EAN,
    SHIRT_EAN,
    SHIRT_AZERTY,
    "4006381333931",
    "3017620422004",
    "C1-000001",
    "C1-000002",
    "]E03017620422003",
];

fn gesture(cashier: &Cashier, dice: &mut Dice) -> String {
    match dice.roll(12) {
        0..=3 => {
            let key = dice.pick(&KEYS);
            cashier.quick_key(key);
            format!("{key:?}")
        }
        4 | 5 => {
            let text = dice.pick(&TEXTS);
            cashier.quick_write(text);
            text.to_owned()
        }
        6..=8 => {
            let code = dice.pick(&CODES);
            cashier.quick_scan(code);
            format!("scan {code}")
        }
        9 => {
            let buttons = cashier.buttons();
            let at = dice.roll(buttons.len().max(1));
            match buttons.get(at) {
                Some(button) => {
                    let name = button.accessible_label().unwrap_or_default().to_string();
                    button.invoke_accessible_default_action();
                    cashier.quick_settle();
                    format!("press {name}")
                }
                None => "nothing to press".to_owned(),
            }
        }
        10 => {
            let heard = match dice.roll(4) {
                0 => Heard::Lost("la douchette ne répond plus".to_owned()),
                1 => Heard::Back("la douchette est revenue".to_owned()),
                2 => Heard::Notice("lecture illisible".to_owned()),
                _ => Heard::Code(SHIRT_EAN.to_owned()),
            };
            cashier.stage.tell(Tell::Heard(heard));
            "serial scanner".to_owned()
        }
        _ => {
            let _ = cashier.stage.with_backroom(|room| room.counter().turn_printer());
            "printer".to_owned()
        }
    }
}

/// What must hold after each gesture.
fn check(cashier: &Cashier, done: &[String]) {
    let view = cashier.view();
    let recent = &done[done.len().saturating_sub(12)..];
    let gross: comptoir_domain::money::Money = view.lines.iter().map(|line| line.gross).sum();
    assert_eq!(gross, view.total, "the lines make the total after {recent:?}");
    let given: comptoir_domain::money::Money = view.given.iter().map(|tender| tender.amount).sum();
    assert!(view.left == comptoir_domain::money::Money::ZERO || given + view.left == view.total, "{recent:?}");
    let heard = cashier.stage.keys_heard();
    cashier.quick_key(Key::F20);
    assert!(cashier.stage.keys_heard() > heard, "nothing hears the keys after {recent:?}");
    // Reading the whole screen takes longer than a gesture.
    if done.len().is_multiple_of(20) {
        assert!(!cashier.says("Un incident interne"), "a panic after {recent:?}");
    }
}

fn monkey(seed: u64, gestures: u32) {
    let printer = Printer::moody();
    let config = format!("[printer]\nconnection = \"tcp:127.0.0.1:{}\"\n", printer.port);
    let shop = TestShop::with(&config, |till| {
        enable_points(till);
        enable_failing(till);
    });
    let cashier = Cashier::at(shop, ScreenSettings::default());
    let mut dice = Dice(seed);
    let mut done = Vec::new();
    for _ in 0..gestures {
        done.push(gesture(&cashier, &mut dice));
        check(&cashier, &done);
    }
    // Nothing is stuck: a few Escapes lead back to a sale that can be made and paid.
    for _ in 0..4 {
        cashier.key(Key::Escape);
    }
    assert_eq!((cashier.dialog(), cashier.stage.is_paying()), (OpenDialog::None, false), "{done:?}");
    let before = cashier.sales();
    cashier.scan(SHIRT_EAN);
    assert!(!cashier.lines().is_empty());
    cashier.key(Key::F12);
    if cashier.view().left.is_positive() {
        cashier.key("+");
    } else {
        cashier.key(Key::Return);
    }
    assert_eq!(cashier.sales(), before + 1, "not paid: {:?} {:?}", cashier.view(), cashier.labels());
    let whole = cashier.stage.with_backroom(|room| room.counter().till().verify_journal().unwrap().is_ok());
    assert_eq!(whole, Some(true));
}

#[test]
fn ten_thousand_gestures_break_nothing() {
    let threads: Vec<_> = (0..MONKEYS)
        .map(|n| std::thread::spawn(move || monkey(0x5EED_0001 + u64::from(n) * 7_919, GESTURES / MONKEYS)))
        .collect();
    for thread in threads {
        thread.join().expect("a monkey came back");
    }
}
