//! What these tests add to the test shop: copies, printers, the journal's texts, dice.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use comptoir_tests::{Ran, TestShop};
use serde_json::Value;

/// An item of every demo shop, for 69,90 €.
pub(crate) const ITEM: &str = "CHE-0001";
/// A second item.
pub(crate) const BELT: &str = "CEI-0009";

/// What stands on paper before a receipt's number, once on each: the start of its barcode (Code 128 B).
pub(crate) const TICKET: &str = "{B";

/// A test shop, and what it needs to be maltreated.
#[derive(Debug)]
pub(crate) struct Shop(TestShop);

impl Deref for Shop {
    type Target = TestShop;

    fn deref(&self) -> &TestShop {
        &self.0
    }
}

impl DerefMut for Shop {
    fn deref_mut(&mut self) -> &mut TestShop {
        &mut self.0
    }
}

impl Shop {
    /// A shop whose clock is set.
    pub(crate) fn new() -> Self {
        Self(TestShop::new())
    }

    /// A copy of the shop's folder as it is now, with its clock at an instant.
    pub(crate) fn copy(&self, at: &str) -> Self {
        let mut copy = TestShop::empty();
        copy.at(at);
        copy_folder(&self.data(), &copy.data());
        Self(copy)
    }

    /// A file or folder of the shop.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.data().join(name)
    }

    /// Configures a printer.
    pub(crate) fn print_to(&self, connection: &str) {
        std::fs::write(self.file("till.toml"), format!("[printer]\nconnection = \"{connection}\"\n")).unwrap();
    }

    /// Starts a command whose input stays open.
    pub(crate) fn start(&self, line: &str) -> Child {
        self.command(line).stdin(Stdio::piped()).spawn().unwrap()
    }

    /// Sells one item for cash; gives the answer, and what was told beside it.
    #[track_caller]
    pub(crate) fn sell(&self, options: &str) -> (Value, String) {
        let sold = self.run(&format!("sale --scan {ITEM} --pay cash=100 --json {options}")).done();
        (sold.json(), sold.err)
    }

    /// The signed texts of a family, oldest first.
    #[track_caller]
    pub(crate) fn records(&self, family: &str) -> Vec<Record> {
        let shown = self.run(&format!("journal show {family} --last 100000 --json")).done().json();
        shown.as_array().unwrap().iter().map(|record| Record(record["payload"].as_str().unwrap().to_owned())).collect()
    }

    /// How many papers wait.
    #[track_caller]
    pub(crate) fn waiting(&self) -> u64 {
        self.run("device list --json").done().json()["prints_waiting"].as_u64().unwrap()
    }
}

/// Writes the files of a package into a folder.
pub(crate) fn write_files(folder: &Path, files: &[(String, Vec<u8>)]) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Runs a process to its end.
pub(crate) fn finish(line: &str, command: &mut Command) -> Ran {
    Ran::of(line, command.output().unwrap())
}

/// Changes a database as someone would who knows SQL.
pub(crate) fn tamper(database: &Path, sql: &str) {
    let test = std::env::current_exe().unwrap();
    let built = test.ancestors().nth(2).unwrap();
    let tool = built.join(format!("examples/tamper{}", std::env::consts::EXE_SUFFIX));
    assert!(tool.is_file(), "{} is missing: cargo build -p comptoir-store --example tamper", tool.display());
    let done = Command::new(tool).arg(database).arg(sql).output().unwrap();
    assert!(done.status.success(), "{sql}: {}", String::from_utf8_lossy(&done.stderr));
}

/// The signed text of a record.
#[derive(Debug)]
pub(crate) struct Record(String);

impl Record {
    /// A field's value.
    #[track_caller]
    pub(crate) fn field(&self, name: &str) -> &str {
        let value = self.0.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        value.unwrap_or_else(|| panic!("no {name} in {}", self.0))
    }
}

/// Copies a folder with all below it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// Numbers that look random and are the same for the same seed (`SplitMix64`).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// A key for a sale: a UUID of version 7.
    pub(crate) fn key(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        format!("{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}", a >> 32, a & 0xffff, b & 0xfff, (b >> 12) & 0xfff, b >> 16)
    }
}

/// Writes a line to a program that may be gone; tells whether it took it.
pub(crate) fn write_line(to: &mut impl std::io::Write, line: &str) -> bool {
    to.write_all(format!("{line}\n").as_bytes()).and_then(|()| to.flush()).is_ok()
}
