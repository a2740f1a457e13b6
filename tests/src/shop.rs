//! A small shop in a folder of its own, gone when the test is over.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tempfile::TempDir;

use crate::program;
use crate::ran::Ran;

/// The instant of every test shop, until a test sets another one: a Sunday before Christmas.
pub const NOON: &str = "2026-11-22T12:00:00+01:00";

/// How a small demo shop is made: all items and groups, sixty people, and the one sale that `demo`
/// makes for nobody when it cannot talk to a cashier.
const TEMPLATE: &str = "demo --sales 0 --customers 60 --seed 1 --json --quiet";
/// How the folders of templates are named; the process comes behind.
const PREFIX: &str = "template-";
/// How the folders of shops are named; chance comes behind.
const SHOP: &str = "shop-";
/// After how long a folder is taken for one that a test left behind: templates stay when their test
/// program ends, and shops of tests that were killed.
const STALE: Duration = Duration::from_secs(15 * 60);

/// A shop in a folder of its own.
///
/// Commands are typed as in a terminal: `shop.json("sale --scan CHE-0001 --pay card")`. Each starts
/// the program anew, so that whatever a command finds was stored by the ones before.
#[derive(Debug)]
pub struct TestShop {
    folder: TempDir,
    at: Option<String>,
}

impl Default for TestShop {
    fn default() -> Self {
        Self::new()
    }
}

impl TestShop {
    /// Makes the small demo shop, in which it is [`NOON`]. It is made once in a test program, through
    /// the command `demo`, and copied from then on. Receipt C1-000001, to nobody, is in it already.
    ///
    /// # Panics
    ///
    /// When the program cannot make it.
    #[must_use]
    pub fn new() -> Self {
        let shop = Self { at: Some(NOON.to_owned()), ..Self::empty() };
        copy(template(), &shop.data()).unwrap_or_else(|error| panic!("{}: {error}", shop.data().display()));
        shop
    }

    /// Makes a folder with no shop in it yet, and leaves the clock alone.
    ///
    /// # Panics
    ///
    /// When no folder can be made.
    #[must_use]
    pub fn empty() -> Self {
        let folder = tempfile::Builder::new().prefix(SHOP).tempdir_in(program::scratch());
        Self { folder: folder.expect("the target directory takes folders"), at: None }
    }

    /// Gives the shop's folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("shop")
    }

    /// Gives a folder beside the shop's, for files of the test.
    #[must_use]
    pub fn beside(&self) -> &Path {
        self.folder.path()
    }

    /// Sets the clock of the commands to come, as `--at`.
    pub fn at(&mut self, instant: &str) {
        self.at = Some(instant.to_owned());
    }

    /// Leaves the clock of the commands to come alone.
    pub fn machine_time(&mut self) {
        self.at = None;
    }

    /// Makes the process of a command, not started yet. Nothing of the machine's settings reaches it.
    ///
    /// # Panics
    ///
    /// When quotes are not closed in the line.
    #[must_use]
    pub fn command(&self, line: &str) -> Command {
        let words = shlex::split(line).unwrap_or_else(|| panic!("quotes are not closed: {line}"));
        let mut command = Command::new(program::comptoir());
        command.args(words).arg("--data").arg(self.data());
        if let Some(at) = &self.at {
            command.args(["--at", at]);
        }
        command.env_clear().env("COMPTOIR_POLICIES", program::policies()).env("LANG", "fr_FR.UTF-8");
        command.env("TZ", "Europe/Paris").env("HOME", self.folder.path()).current_dir(self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    ///
    /// When the program cannot be started.
    #[must_use]
    pub fn run(&self, line: &str) -> Ran {
        let output = self.command(line).output().expect("the program starts");
        Ran::of(line, output)
    }

    /// Runs a command with lines typed into it.
    ///
    /// # Panics
    ///
    /// When the program cannot be started.
    #[must_use]
    pub fn pipe(&self, line: &str, input: &[&str]) -> Ran {
        let mut child = self.command(line).stdin(Stdio::piped()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("it was asked for");
        // Whoever is typed to may have left already: then its words tell, not the broken pipe.
        let _ = stdin.write_all(input.iter().flat_map(|line| [line, "\n"]).collect::<String>().as_bytes());
        drop(stdin);
        Ran::of(line, child.wait_with_output().expect("the program ends"))
    }

    /// Runs a command that must be done, and gives its JSON.
    ///
    /// # Panics
    ///
    /// When it was not done.
    #[track_caller]
    pub fn json(&self, line: &str) -> Value {
        let ran = self.run(&format!("{line} --json")).done();
        assert_eq!(ran.err, "", "comptoir {line}: nothing is told beside a JSON answer here");
        ran.json()
    }

    /// Runs a command that must be refused, and gives its words.
    ///
    /// # Panics
    ///
    /// When it was not refused.
    #[track_caller]
    pub fn refused(&self, line: &str) -> String {
        self.run(line).refused()
    }

    /// Runs a command that must be wrong usage, and gives its words.
    ///
    /// # Panics
    ///
    /// When it was not.
    #[track_caller]
    pub fn misused(&self, line: &str) -> String {
        self.run(line).misused()
    }

    /// Types lines into the till, which answers with one JSON document each.
    ///
    /// # Panics
    ///
    /// When the till does not end well.
    #[must_use]
    #[track_caller]
    pub fn till(&self, lines: &[&str]) -> Vec<Value> {
        self.pipe("till --json", lines).done().json_lines()
    }

    /// Counts the records of the journal by family, from a verification that must succeed.
    ///
    /// # Panics
    ///
    /// When the journal does not verify.
    #[must_use]
    #[track_caller]
    pub fn journal(&self) -> Value {
        let verified = self.json("journal verify");
        assert_eq!(verified["verified"], true, "{verified}");
        verified["chains"].clone()
    }
}

/// The small demo shop that all others are copied from.
fn template() -> &'static Path {
    static TEMPLATE_DIR: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE_DIR.get_or_init(|| {
        let scratch = program::scratch();
        sweep(&scratch);
        let folder = scratch.join(format!("{PREFIX}{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let mut shop = TestShop::empty();
        shop.at(NOON);
        let sale = shop.run(TEMPLATE).done().json();
        assert_eq!((&sale["number"], &sale["customer"]), (&"C1-000001".into(), &Value::Null));
        std::fs::rename(shop.data(), &folder).expect("both are in one folder");
        folder
    })
}

/// Takes away folders of tests that are long over.
fn sweep(scratch: &Path) {
    let old = |entry: &std::fs::DirEntry| {
        let modified = entry.metadata().and_then(|data| data.modified()).ok();
        let age = modified.and_then(|then| SystemTime::now().duration_since(then).ok());
        let name = entry.file_name().to_string_lossy().into_owned();
        [PREFIX, SHOP].iter().any(|ours| name.starts_with(ours)) && age.is_some_and(|age| age > STALE)
    };
    for entry in std::fs::read_dir(scratch).into_iter().flatten().flatten().filter(old) {
        let _ = std::fs::remove_dir_all(entry.path());
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
