//! How long a backtest takes, and the start of a till: `cargo run --release -p comptoir-app --example backtest --
//! FOLDER PACKAGE...`.
//!
//! The folder is a demo shop (`comptoir demo --sales 100000`), which is changed: it is opened with the programs that
//! it has; all its sales are asked again with the first package; then all packages are switched on, and it is opened
//! again, with what was compiled and without.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops at the first surprise, and prints")]

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use comptoir_app::backtest::{Asked, Offers};
use comptoir_app::programs::NewProgram;
use comptoir_app::{Clock, Till};

fn open(folder: &Path) -> Till {
    let at = chrono::DateTime::parse_from_rfc3339("2026-11-22T20:00:00+01:00").unwrap();
    let start = Instant::now();
    let till = Till::open(folder, Clock::Set(at)).unwrap();
    println!("opened with {} programs in {:.1?}", till.programs().iter().count(), start.elapsed());
    till
}

fn main() {
    let mut paths = std::env::args().skip(1).map(PathBuf::from);
    let folder = paths.next().expect("the folder of a shop");
    let packages: Vec<PathBuf> = paths.collect();
    let mut till = open(&folder);
    let asked = Asked {
        package: packages.first().expect("a package").clone(),
        settings: vec![],
        first: None,
        last: None,
        offers: Offers::Always,
        choice: 0,
        compare: None,
        carry: false,
    };
    for _ in 0..3 {
        let start = Instant::now();
        let report = till.backtest(&asked).unwrap().run(|_, _| (), &AtomicBool::new(false)).unwrap().unwrap();
        println!("{} sales and {} refunds asked again in {:.2?}", report.sales, report.refunds, start.elapsed());
    }
    let start = Instant::now();
    for package in &packages {
        till.enable_program(&NewProgram {
            id: None,
            package: package.clone(),
            settings: vec![],
            from: None,
            until: None,
        })
        .unwrap_or_else(|error| panic!("{}: {error:?}", package.display()));
    }
    println!("{} packages switched on in {:.1?}", packages.len(), start.elapsed());
    drop(till);
    drop(open(&folder));
    drop(open(&folder));
    std::fs::remove_dir_all(folder.join("policies/compiled")).unwrap_or_default();
    drop(open(&folder));
}
