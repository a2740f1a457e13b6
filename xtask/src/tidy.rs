//! `cargo xtask tidy`: the rules of the house that no compiler checks.
//!
//! `arrow` reads the manifests: who may depend on whom. `sources` reads the Rust files: layout,
//! size, words. Each complaint names the place and what to do.

mod arrow;
mod sources;

use std::path::Path;

use crate::failure::{Done, Failure};
use crate::house::House;
use crate::say;

/// Something that is not in order.
#[derive(Debug, PartialEq)]
pub(crate) struct Complaint {
    /// The file, from the root.
    file: String,
    /// The line, from 1; 0 when the whole file is meant.
    line: usize,
    what: String,
    remedy: String,
}

/// Runs the task.
pub(crate) fn run(house: &House) -> Done {
    say::step("Ordre de la maison (tidy)", || {
        let found = complaints(&house.root)?;
        show(&found);
        if found.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("{} chose(s) à ranger (to tidy)", found.len())))
    })?;
    say::next("tout est en ordre ; suite : `cargo xtask test`");
    Ok(())
}

/// Finds all that is not in order under `root`.
pub(crate) fn complaints(root: &Path) -> Result<Vec<Complaint>, Failure> {
    let mut found = arrow::complaints(root)?;
    found.extend(sources::complaints(root)?);
    Ok(found)
}

/// Prints complaints, one place a line.
pub(crate) fn show(complaints: &[Complaint]) {
    for complaint in complaints {
        let Complaint { file, line, what, remedy } = complaint;
        let line = if *line == 0 { String::new() } else { format!(":{line}") };
        eprintln!("  ✗ {file}{line} : {what}\n    → {remedy}");
    }
}

/// A tree of files for tests, and the complaints about it as `file:line what`.
#[cfg(test)]
fn found_in(files: &[(&str, &str)], check: fn(&Path) -> Result<Vec<Complaint>, Failure>) -> Vec<String> {
    let place = tempfile::tempdir().unwrap();
    for (path, text) in files {
        crate::files::write(&place.path().join(path), text.as_bytes()).unwrap();
    }
    let found = check(place.path()).unwrap();
    found.iter().map(|one| format!("{}:{} {}", one.file, one.line, one.what)).collect()
}
