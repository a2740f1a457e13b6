//! What the screen judges: real sales in the till's window, made by keyboard, scanner and touch, and mishaps.
//!
//! Nothing of the window is known to these scenes but what a person sees. Each sale is compared with the books
//! after the window was closed, and a picture of each step stays for people to look at.

mod books;
mod hands;
mod mishaps;
mod running;
mod screen;

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::emupos::{EPSON, Emupos, GUN};
use super::shop::{Shop, printer, text_of};
use super::{Bench, Trial, gallery};
use crate::failure::{Done, Failure};
use crate::packages;

use books::{Booked, Wanted, cents};
use running::{AT_REST, Running, Started};
use screen::Screen;

const JUDGE: &str = "xvfb";
/// An item, and another one.
const SHIRT: &str = "CHE-0001";
const BELT: &str = "CEI-0009";
/// What the till may take on a busy machine with a program that was built for finding mistakes.
const MOST_START: Duration = Duration::from_secs(8);
const MOST_MEMORY: u64 = 250;
/// The caret comes and goes, nothing else may: a tenth of one processor would heat a small till all day.
const MOST_WORK: Duration = Duration::from_secs(1);

/// Judges the window. Without simulated devices, the scenes that need them are skipped.
pub(super) fn trials(emupos: Result<&Path, String>, bench: &Bench) -> Vec<Trial> {
    if let Err(reason) = packages::ensure(packages::WINDOW) {
        return vec![Trial::skipped(JUDGE, "fenêtre : ventes et incidents", reason)];
    }
    Trial::all_or_why(JUDGE, "fenêtre", || {
        let room = Room::set_up(emupos, bench)?;
        let scenes: [(&'static str, Play); 8] = [
            ("clavier", hands::keyboard),
            ("douchette clavier", hands::typed_scanner),
            ("douchette série", hands::serial_scanner),
            ("souris", hands::mouse),
            ("afficheur client", mishaps::two_windows),
            ("chute", mishaps::crash),
            ("boutique occupée", mishaps::held),
            ("écran débranché", mishaps::unplugged),
        ];
        let play = |(name, play): (&'static str, Play)| {
            Trial::all_or_why(JUDGE, &format!("fenêtre, {name}"), || play(&room.scene(name)?))
        };
        Ok(scenes.into_iter().flat_map(play).collect())
    })
}

type Play = fn(&Scene<'_>) -> Result<Vec<Trial>, Failure>;

/// A screen with its simulated devices.
struct Room<'a> {
    bench: &'a Bench,
    screen: Screen,
    emupos: Result<Emupos, String>,
}

impl<'a> Room<'a> {
    fn set_up(program: Result<&Path, String>, bench: &'a Bench) -> Result<Self, Failure> {
        let screen = Screen::start(&bench.folder.join("écran"), screen::ONE)?;
        let start = |program: &Path| {
            let folder = bench.folder.join("écran-emupos");
            std::fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, error))?;
            let mut command = Command::new(program);
            screen.here(&mut command);
            Emupos::start_as(command, program, &folder)
        };
        let emupos = match program {
            Ok(program) => Ok(start(program)?),
            Err(reason) => Err(reason),
        };
        Ok(Self { bench, screen, emupos })
    }

    /// Each scene has a shop of its own, so that what breaks off in one is no fault of the next.
    fn scene(&self, name: &'static str) -> Result<Scene<'_>, Failure> {
        let folder = self.bench.folder.join(format!("fenêtre-{name}"));
        let devices = self.emupos.as_ref().map_or_else(|_| String::new(), devices);
        let shop = Shop::open(&self.bench.kit, &folder, &devices)?;
        Ok(Scene { bench: self.bench, screen: &self.screen, emupos: self.emupos.as_ref(), shop, folder, name })
    }
}

/// A shop at work before a screen.
struct Scene<'r> {
    bench: &'r Bench,
    screen: &'r Screen,
    emupos: Result<&'r Emupos, &'r String>,
    shop: Shop<'r>,
    /// The shop's folder.
    folder: PathBuf,
    name: &'static str,
}

impl Scene<'_> {
    /// Opens the till on the room's screen.
    fn open(&self) -> Result<(Running, Started), Failure> {
        Running::open(&self.shop, self.screen, self.complaints())
    }

    /// Where the till complains.
    fn complaints(&self) -> PathBuf {
        self.folder.with_extension("log")
    }

    /// Does something, waits until it has been seen, and keeps a picture of what came of it.
    fn step(&self, what: &str, gesture: impl FnOnce() -> Done) -> Done {
        let seen = self.screen.after(what, gesture);
        self.picture(self.screen, what)?;
        seen
    }

    fn picture(&self, screen: &Screen, what: &str) -> Done {
        screen.keep(&self.bench.windows.join(format!("{}.png", gallery::file_name(&format!("{} {what}", self.name)))))
    }

    /// What the till itself would ask for these codes, in cents.
    fn total(&self, words: &[&str]) -> Result<i64, Failure> {
        let mut arguments = vec!["sale", "--preview", "--scan"];
        arguments.extend(words);
        cents(&text_of(&self.shop.ask(&arguments)?["total"]))
    }

    /// Closes the window and compares the last sale of the books.
    fn closed(&self, till: Running, wanted: &Wanted<'_>) -> Result<Vec<Trial>, Failure> {
        let closed = till.close(self.screen)?;
        Ok(vec![self.trial("se ferme", closed), self.booked(wanted)?])
    }

    fn booked(&self, wanted: &Wanted<'_>) -> Result<Trial, Failure> {
        Ok(self.trial("la vente est au journal", Booked::last(&self.shop)?.is(wanted)))
    }

    fn trial(&self, what: impl Display, test: Result<(), String>) -> Trial {
        Trial::new(JUDGE, format!("fenêtre, {} : {what}", self.name), test)
    }

    /// Without simulated devices, what needs them is not judged.
    fn skip(&self, what: impl Display) -> Trial {
        let reason = self.emupos.err().map_or("", String::as_str);
        Trial::skipped(JUDGE, format!("fenêtre, {} : {what}", self.name), reason)
    }

    /// How soon the window is there, and what it takes from the machine.
    fn measures(&self, till: &Running, started: &Started) -> Vec<Trial> {
        let (window, drawn) = (started.window.as_millis(), started.drawn.as_millis());
        let memory = till.memory();
        let work = till.work_at_rest();
        let (megabytes, ms) = (memory.unwrap_or_default(), work.unwrap_or_default().as_millis());
        vec![
            self.trial(
                format!("ouverte en {window} ms, dessinée en {drawn} ms"),
                check(started.drawn < MOST_START, || format!("plus de {} s", MOST_START.as_secs())),
            ),
            self.trial(
                format!("mémoire : {megabytes} Mo"),
                check(memory.is_some_and(|used| used <= MOST_MEMORY), || format!("plus de {MOST_MEMORY} Mo")),
            ),
            self.trial(
                format!("au repos : {ms} ms de processeur en {} s", AT_REST.as_secs()),
                check(work.is_some_and(|work| work <= MOST_WORK), || format!("plus de {} ms", MOST_WORK.as_millis())),
            ),
        ]
    }
}

/// A printer and a serial scanner, in the words of `till.toml`.
fn devices(emupos: &Emupos) -> String {
    let scanner = format!("[scanner]\nport = \"{}\"", emupos.line(GUN).display());
    format!("{}{scanner}", printer(&format!("tcp:{}", emupos.address(EPSON)), "columns = 48"))
}

fn check(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}
