//! Finds a Python that emupos runs on and installs emupos in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::files;
use crate::process;
use crate::say;

/// Pinned: a judge that changes by itself is no judge.
const EMUPOS: &str = "0.4.0";

/// Installs emupos below `folder`, once, and hands back its program.
pub(super) fn emupos(folder: &Path) -> Result<PathBuf, Failure> {
    let venv = folder.join("venv");
    let program = venv.join("bin/emupos");
    if version_of(&program).is_some_and(|version| version.contains(EMUPOS)) {
        return Ok(program);
    }
    let python = find()?;
    say::note(format!("emupos {EMUPOS}, installé sous {}", venv.display()));
    files::remove_folder(&venv)?;
    process::text(Command::new(&python).args(["-m", "venv"]).arg(&venv))?;
    process::text(
        Command::new(venv.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("emupos=={EMUPOS}")),
    )?;
    Ok(program)
}

fn version_of(program: &Path) -> Option<String> {
    process::text(Command::new(program).arg("--version")).ok()
}

/// Finds a Python that is new enough, in `PATH` or among those of pyenv.
fn find() -> Result<PathBuf, Failure> {
    candidates().into_iter().find(|python| is_new_enough(python)).ok_or_else(|| {
        Failure::new("aucun Python ≥ 3.13 (no Python 3.13 or later)")
            .hint("par exemple `pyenv install 3.13`, ou Debian 13")
    })
}

fn candidates() -> Vec<PathBuf> {
    let named = ["python3.13", "python3.14", "python3"];
    let mut found: Vec<PathBuf> = named.iter().filter_map(|name| process::find(name)).collect();
    let pyenv = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".pyenv")));
    let versions = pyenv.map(|root| files::list(&root.join("versions")).unwrap_or_default());
    found.extend(versions.unwrap_or_default().into_iter().map(|version| version.join("bin/python3")));
    found
}

/// A shim of pyenv may be there for a version that is not, so the program itself is asked.
fn is_new_enough(python: &Path) -> bool {
    let question = "import sys; print(sys.version_info >= (3, 13))";
    process::text(Command::new(python).args(["-c", question])).is_ok_and(|answer| answer == "True")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_python_is_not_taken_for_one() {
        assert!(!is_new_enough(Path::new("/bin/echo")));
        assert!(!is_new_enough(Path::new("/no/such/python")));
    }
}
