//! Where things are: the sources of the project and what is built from them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::process;

/// The folders that the tasks work in.
#[derive(Debug)]
pub(crate) struct House {
    /// The root of the sources.
    pub(crate) root: PathBuf,
    /// Cargo's target folder of the host workspace, as the user chose it.
    pub(crate) target: PathBuf,
}

impl House {
    /// Finds the house from what Cargo says.
    pub(crate) fn find() -> Result<Self, Failure> {
        let manifest_dir =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir
            .parent()
            .ok_or_else(|| Failure::at(&manifest_dir, "ce dossier n'est dans aucun projet"))?
            .to_owned();
        let target = target_folder(&root)?;
        Ok(Self { root, target })
    }

    /// The policies in Rust, a workspace of their own.
    pub(crate) fn plugins(&self) -> PathBuf {
        self.root.join("plugins")
    }

    /// Where the guests are built, apart from the host: other target, other flags, other lock.
    pub(crate) fn guests(&self) -> PathBuf {
        self.target.join("guests")
    }

    /// The assembled policy packages, one folder each.
    pub(crate) fn policies(&self) -> PathBuf {
        self.target.join("policies")
    }
}

/// Asks Cargo itself, so that the environment and every configuration file count.
fn target_folder(root: &Path) -> Result<PathBuf, Failure> {
    if let Some(chosen) = env::var_os("CARGO_TARGET_DIR") {
        return std::path::absolute(&chosen).map_err(|error| Failure::at(Path::new(&chosen), error));
    }
    let answer = process::text(
        Command::new(process::cargo_program())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(root),
    )?;
    target_in(&answer).ok_or_else(|| Failure::new("`cargo metadata` ne nomme pas son dossier `target`"))
}

fn target_in(metadata: &str) -> Option<PathBuf> {
    let document: serde_json::Value = serde_json::from_str(metadata).ok()?;
    Some(PathBuf::from(document.get("target_directory")?.as_str()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_folder_is_read_from_the_metadata() {
        let table = [
            (r#"{"a":1,"target_directory":"/t/x","b":2}"#, Some("/t/x")),
            (r#"{"target_directory":"C:\\t\\\"x\""}"#, Some(r#"C:\t\"x""#)),
            (r#"{"target_directory":"/cut"#, None),
            ("{}", None),
        ];
        for (metadata, expected) in table {
            assert_eq!(target_in(metadata), expected.map(PathBuf::from), "{metadata}");
        }
    }
}
