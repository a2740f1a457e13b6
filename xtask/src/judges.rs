//! `cargo xtask judges`: programs of others decide whether our devices speak as they should.
//!
//! Our own tests can only say that we do what we meant. A simulated printer that knows the
//! language, and a reader of barcodes, say whether we meant the right thing. What cannot run here
//! is reported as skipped, with the reason, and is never counted as passed.

mod cards;
mod compared;
mod counter;
mod driving;
mod emupos;
mod gallery;
mod http;
mod pages;
mod printing;
mod python;
mod selling;
mod shop;
mod waiting;
mod window;
mod zbar;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Done, Failure};
use crate::house::House;
use crate::process;
use crate::say;
use crate::setup::{self, Kit};

/// What a judge says about one thing.
#[derive(Debug, PartialEq)]
enum Verdict {
    Passed,
    Failed(String),
    Skipped(String),
}

/// One row of the table.
#[derive(Debug)]
struct Trial {
    judge: &'static str,
    what: String,
    verdict: Verdict,
}

impl Trial {
    /// Judges by `test`: nothing wrong, or what is wrong.
    fn new(judge: &'static str, what: impl Into<String>, test: Result<(), String>) -> Self {
        let verdict = test.map_or_else(Verdict::Failed, |()| Verdict::Passed);
        Self { judge, what: what.into(), verdict }
    }

    fn skipped(judge: &'static str, what: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self { judge, what: what.into(), verdict: Verdict::Skipped(reason.to_string()) }
    }

    /// The trials of one scene. One that breaks off is a failure of ours, and the others go on.
    fn all_or_why(judge: &'static str, scene: &str, work: impl FnOnce() -> Result<Vec<Self>, Failure>) -> Vec<Self> {
        let broken_off = |why: Failure| vec![Self::new(judge, format!("{scene} : interrompu"), Err(why.to_string()))];
        work().unwrap_or_else(broken_off)
    }
}

impl fmt::Display for Trial {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "  {:<8} {:<52} ", self.judge, self.what)?;
        match &self.verdict {
            Verdict::Passed => write!(out, "✓ réussi (passed)"),
            Verdict::Failed(why) => write!(out, "✗ échoué (failed) : {why}"),
            Verdict::Skipped(why) => write!(out, "– SKIPPED : {why}"),
        }
    }
}

/// What the judges work with.
struct Bench {
    /// A folder of this run's own.
    folder: PathBuf,
    /// Our side: writes what our devices would be sent.
    ours: PathBuf,
    /// The till with its policies.
    kit: Kit,
    /// Where the pictures of receipts stay after the run.
    gallery: PathBuf,
    /// Where those of the window stay.
    windows: PathBuf,
}

impl Bench {
    fn set_up(house: &House, kit: Kit) -> Result<Self, Failure> {
        let mut command = process::cargo();
        command
            .args(["build", "--package", "comptoir-judges"])
            .arg("--message-format=json-render-diagnostics")
            .current_dir(&house.root);
        let messages = process::answer(&mut command)?;
        let ours = process::program_in(&messages, "comptoir-judges")
            .ok_or_else(|| Failure::new("Cargo ne dit pas où il a mis `comptoir-judges`"))?;
        let folder = self::folder(house).join(format!("run-{}", std::process::id()));
        crate::files::remove_folder(&folder)?;
        std::fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, error))?;
        let [gallery, windows] = ["receipts", "windows"].map(|name| self::folder(house).join(name));
        gallery::open(&gallery)?;
        gallery::open(&windows)?;
        Ok(Self { folder, ours, kit, gallery, windows })
    }

    /// The bytes that our encoder makes of a document.
    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        process::bytes(Command::new(&self.ours).args(arguments))
    }
}

/// Where judges are installed and leave what they made.
fn folder(house: &House) -> PathBuf {
    house.target.join("judges")
}

/// Runs the task.
pub(crate) fn run(house: &House) -> Done {
    let kit = setup::prepare(house)?;
    let bench = say::step("Ce que nous envoyons (our side)", || Bench::set_up(house, kit))?;
    let trials = say::step("Juges (judges)", || all(house, &bench))?;
    eprintln!();
    for trial in &trials {
        eprintln!("{trial}");
    }
    gallery::show("tickets à regarder (receipts to look at)", &bench.gallery)?;
    gallery::show("écrans à regarder (screens to look at)", &bench.windows)?;
    verdict(&trials).inspect_err(|_| {
        say::note(format!("tickets et journal : {}", bench.folder.display()));
    })?;
    crate::files::remove_folder(&bench.folder)?;
    say::next("suite : `cargo xtask test`");
    Ok(())
}

fn all(house: &House, bench: &Bench) -> Result<Vec<Trial>, Failure> {
    let program = python::emupos(&folder(house));
    let mut trials = match &program {
        Ok(program) => devices(program, bench)?,
        Err(reason) => vec![Trial::skipped("emupos", "imprimante, tiroir, douchette, ventes", reason)],
    };
    trials.extend(pages::trials(bench));
    trials.extend(cards::trials(bench));
    trials.extend(window::trials(program.as_deref().map_err(ToString::to_string), bench));
    Ok(trials)
}

fn devices(program: &Path, bench: &Bench) -> Result<Vec<Trial>, Failure> {
    let emupos = emupos::Emupos::start(program, &bench.folder)?;
    let mut trials = printing::trials(&emupos, bench)?;
    trials.extend(driving::trials(&emupos, bench)?);
    trials.extend(selling::trials(&emupos, bench));
    trials.extend(waiting::trials(&emupos, bench));
    trials.extend(counter::trials(&emupos, bench));
    Ok(trials)
}

fn verdict(trials: &[Trial]) -> Done {
    let failed = trials.iter().filter(|trial| matches!(trial.verdict, Verdict::Failed(_))).count();
    let skipped = trials.iter().filter(|trial| matches!(trial.verdict, Verdict::Skipped(_))).count();
    let passed = trials.len() - failed - skipped;
    eprintln!("\n  {passed} réussi(s), {failed} échoué(s), {skipped} SKIPPED");
    if failed > 0 {
        return Err(Failure::new(format!("{failed} jugement(s) contre nous (failed)")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_fails_the_run_and_a_skip_does_not() {
        let passed = || Trial::new("a", "x", Ok(()));
        let failed = || Trial::new("a", "x", Err("why".to_owned()));
        let skipped = || Trial::skipped("a", "x", "not here");
        assert!(verdict(&[passed(), skipped()]).is_ok());
        assert!(verdict(&[passed(), failed()]).is_err());
    }

    #[test]
    fn a_skip_shows_its_reason() {
        let row = Trial::skipped("emupos", "x", "no Python").to_string();
        assert!(row.contains("SKIPPED : no Python"), "{row}");
        let row = Trial::new("emupos", "x", Err("bad bytes".to_owned())).to_string();
        assert!(row.contains("bad bytes"), "{row}");
    }
}
