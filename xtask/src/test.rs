//! `cargo xtask test`: everything that must hold, in one command with one last line.
//!
//! All parts run even after one failed, so that one run tells all there is to mend.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::failure::{Done, Failure};
use crate::house::House;
use crate::plugins;
use crate::process;
use crate::say;
use crate::setup::{self, Kit};
use crate::tidy;

/// The status with which cargo-nextest says that no test matched.
const NEXTEST_NOTHING: i32 = 4;

/// What one part of the tests found.
#[derive(Debug, PartialEq)]
enum Finding {
    Passed,
    /// Passed, because no test of this part bears the name asked for.
    Nothing,
    Failed,
}

/// Runs the task; the argument is a part of the names of tests.
pub(crate) fn run(house: &House, arguments: &[String]) -> Done {
    let filter = filter(arguments)?;
    let kit = setup::prepare(house)?;
    let mut report = Report::default();
    report.part("tests de la caisse (till)", || host(house, &kit, filter))?;
    if filter.is_none() && has_nextest() {
        report.part("exemples de la documentation (doc tests)", || docs(house, &kit))?;
    }
    if let Some(mut tests) = plugins::native_cargo(house, "test") {
        tests.arg("--no-fail-fast").args(filter);
        report.part("tests des règles (guests)", || counted(&mut tests))?;
    }
    if filter.is_none() {
        report.part("ordre de la maison (tidy)", || orderly(house))?;
    }
    report.close(filter)
}

fn filter(arguments: &[String]) -> Result<Option<&str>, Failure> {
    match arguments {
        [] => Ok(None),
        [name] if !name.starts_with('-') => Ok(Some(name)),
        _ => Err(Failure::new(format!("arguments inconnus : {}", arguments.join(" ")))
            .hint("cargo xtask test [partie du nom d'un test]")),
    }
}

fn has_nextest() -> bool {
    process::text(process::cargo().args(["nextest", "--version"])).is_ok()
}

fn host(house: &House, kit: &Kit, filter: Option<&str>) -> Result<Finding, Failure> {
    if has_nextest() {
        let mut command = process::cargo();
        command.args(["nextest", "run", "--workspace", "--no-fail-fast"]).args(filter);
        let status = process::watch(kit.show(&mut command).current_dir(&house.root), |_| ())?;
        return Ok(match status.code() {
            Some(0) => Finding::Passed,
            Some(NEXTEST_NOTHING) if filter.is_some() => Finding::Nothing,
            _ => Finding::Failed,
        });
    }
    let mut command = process::cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]).args(filter);
    counted(kit.show(&mut command).current_dir(&house.root))
}

fn docs(house: &House, kit: &Kit) -> Result<Finding, Failure> {
    let mut command = process::cargo();
    command.args(["test", "--doc", "--workspace", "--no-fail-fast"]);
    counted(kit.show(&mut command).current_dir(&house.root))
}

fn orderly(house: &House) -> Result<Finding, Failure> {
    let complaints = tidy::complaints(&house.root)?;
    tidy::show(&complaints);
    Ok(if complaints.is_empty() { Finding::Passed } else { Finding::Failed })
}

/// Runs `cargo test` and counts what it ran, for it is content with no test at all.
fn counted(command: &mut Command) -> Result<Finding, Failure> {
    let mut run = 0;
    let status = process::watch(command, |line| run += passed_in(line))?;
    Ok(match (status.success(), run) {
        (false, _) => Finding::Failed,
        (true, 0) => Finding::Nothing,
        (true, _) => Finding::Passed,
    })
}

/// Reads `test result: ok. 12 passed; …`.
fn passed_in(line: &str) -> u64 {
    line.strip_prefix("test result: ")
        .and_then(|rest| rest.split(". ").nth(1))
        .and_then(|rest| rest.split(" passed").next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

/// The parts that ran, for the last lines.
#[derive(Debug, Default)]
struct Report {
    parts: Vec<(&'static str, Finding, Duration)>,
}

impl Report {
    fn part(&mut self, title: &'static str, work: impl FnOnce() -> Result<Finding, Failure>) -> Done {
        eprintln!("▶ {title} …");
        let start = Instant::now();
        let finding = work()?;
        self.parts.push((title, finding, start.elapsed()));
        Ok(())
    }

    fn close(&self, filter: Option<&str>) -> Done {
        eprintln!("\nBilan (summary)");
        for (title, finding, elapsed) in &self.parts {
            let mark = match finding {
                Finding::Passed => "✓",
                Finding::Nothing => "–",
                Finding::Failed => "✗",
            };
            eprintln!("  {mark} {title} : {}", say::seconds(*elapsed));
        }
        self.verdict(filter)?;
        eprintln!("✓ Tout est bon (all good)");
        say::next("suite : `cargo xtask lint`, puis `cargo xtask demo`");
        Ok(())
    }

    fn verdict(&self, filter: Option<&str>) -> Done {
        let all = self.parts.len();
        let failed = self.count(&Finding::Failed);
        if failed > 0 {
            return Err(Failure::new(format!("{failed} partie(s) sur {all} en échec (failed)"))
                .hint("les détails sont plus haut ; `cargo xtask test NOM` ne relance que ces tests"));
        }
        match filter {
            Some(name) if self.count(&Finding::Nothing) == all => {
                Err(Failure::new(format!("aucun test ne contient « {name} » (no such test)")))
            }
            _ => Ok(()),
        }
    }

    fn count(&self, wanted: &Finding) -> usize {
        self.parts.iter().filter(|(_, finding, _)| finding == wanted).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_tests_are_counted() {
        let table = [
            ("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured", 12),
            ("test result: FAILED. 3 passed; 1 failed; 0 ignored", 3),
            ("test result: ok. 0 passed; 0 failed; 0 ignored", 0),
            ("running 12 tests", 0),
        ];
        for (line, expected) in table {
            assert_eq!(passed_in(line), expected, "{line}");
        }
    }

    #[test]
    fn a_run_without_any_test_finds_nothing() {
        let find = |script: &str| counted(Command::new("sh").args(["-c", script])).unwrap();
        assert_eq!(find("echo 'test result: ok. 0 passed; 0 failed'"), Finding::Nothing);
        assert_eq!(find("echo 'test result: ok. 1 passed; 0 failed'"), Finding::Passed);
        assert_eq!(find("echo 'test result: FAILED. 1 passed; 2 failed'; exit 1"), Finding::Failed);
    }

    #[test]
    fn the_verdict_needs_every_part_and_at_least_one_test() {
        use Finding::{Failed, Nothing, Passed};
        let table: [(Vec<Finding>, Option<&str>, bool); 6] = [
            (vec![Passed, Passed], None, true),
            (vec![Passed, Failed], None, false),
            (vec![Passed, Nothing], None, true),
            (vec![Passed, Nothing], Some("x"), true),
            (vec![Nothing, Nothing], Some("x"), false),
            (vec![Nothing, Failed], Some("x"), false),
        ];
        for (findings, filter, good) in table {
            let parts = findings.into_iter().map(|finding| ("part", finding, Duration::ZERO));
            let report = Report { parts: parts.collect() };
            assert_eq!(report.verdict(filter).is_ok(), good, "{report:?}");
        }
    }

    #[test]
    fn one_name_at_most() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(filter(&[]).unwrap(), None);
        assert_eq!(filter(&words("money")).unwrap(), Some("money"));
        assert!(filter(&words("money rate")).is_err());
        assert!(filter(&words("--release")).is_err());
    }
}
