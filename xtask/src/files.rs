//! File operations whose errors name the file, and the digest of a set of files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::failure::{Done, Failure};

/// The content of a folder: paths below it, in order, with their bytes.
pub(crate) type Content = BTreeMap<PathBuf, Vec<u8>>;

/// Folders that hold what was built or fetched, never what was written.
const NOT_SOURCES: [&str; 3] = ["target", "node_modules", "__pycache__"];

/// Reads a whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::at(path, error))
}

/// Reads a whole text file.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::at(path, error))
}

/// Reads and parses a TOML file.
pub(crate) fn read_toml(path: &Path) -> Result<toml::Table, Failure> {
    read_text(path)?.parse().map_err(|error| Failure::at(path, error))
}

/// Writes a file, making its folder first.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Done {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    }
    fs::write(path, bytes).map_err(|error| Failure::at(path, error))
}

/// Lists a folder in the order of names; a folder that is not there is empty.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|found| found.path())).collect())
        .map_err(|error| Failure::at(folder, error))
        .map(|paths: Vec<PathBuf>| paths)?;
    paths.sort();
    Ok(paths)
}

/// Lists every source file under `folder`, leaving out hidden folders and what was built.
pub(crate) fn walk(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in list(folder)? {
        if path.is_dir() {
            if is_source_folder(&path) {
                found.extend(walk(&path)?);
            }
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn is_source_folder(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !name.starts_with('.') && !NOT_SOURCES.contains(&name.as_ref())
}

/// Reads a folder with everything below it; a folder that is not there has no content.
pub(crate) fn content(folder: &Path) -> Result<Content, Failure> {
    let mut content = Content::new();
    for path in walk(folder)? {
        let below = path.strip_prefix(folder).unwrap_or(&path).to_owned();
        content.insert(below, read(&path)?);
    }
    Ok(content)
}

/// Digests the source files under `folders`, with their names, and `extra` words.
pub(crate) fn digest(folders: &[PathBuf], extra: &[&str]) -> Result<String, Failure> {
    let mut hash = Sha256::new();
    let mut take = |part: &[u8]| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    };
    for word in extra {
        take(word.as_bytes());
    }
    for folder in folders {
        for path in walk(folder)? {
            take(path.to_string_lossy().as_bytes());
            take(&read(&path)?);
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Puts `content` in place of the folder `to` in one step, by way of `work`.
///
/// A reader sees the old folder or the new one, never half of one. `work` must be on the same
/// file system and belong to the caller.
pub(crate) fn replace_folder(to: &Path, content: &Content, work: &Path) -> Done {
    let fresh = work.join("fresh");
    let stale = work.join("stale");
    remove_folder(work)?;
    for (below, bytes) in content {
        write(&fresh.join(below), bytes)?;
    }
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(|error| Failure::at(parent, error))?;
    }
    if to.exists() {
        fs::rename(to, &stale).map_err(|error| Failure::at(to, error))?;
    }
    fs::rename(&fresh, to).map_err(|error| Failure::at(to, error))?;
    remove_folder(work)
}

/// Removes a folder with everything in it, if it is there.
pub(crate) fn remove_folder(folder: &Path) -> Done {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(|error| Failure::at(folder, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            write(&folder.path().join(path), text.as_bytes()).unwrap();
        }
        folder
    }

    #[test]
    fn walking_leaves_out_hidden_and_built_folders() {
        let house = folder(&[("a.rs", ""), ("src/b.rs", ""), (".git/c.rs", ""), ("target/d.rs", "")]);
        let found = content(house.path()).unwrap();
        let names: Vec<_> = found.keys().map(|path| path.to_string_lossy()).collect();
        assert_eq!(names, ["a.rs", "src/b.rs"]);
    }

    #[test]
    fn the_digest_sees_names_contents_and_words() {
        let house = folder(&[("a.rs", "one"), ("b.rs", "two")]);
        let of = |extra: &[&str]| digest(&[house.path().to_owned()], extra).unwrap();
        let before = of(&[]);
        assert_eq!(before, of(&[]), "same files, same digest");
        assert_ne!(before, of(&["flag"]));
        write(&house.path().join("a.rs"), b"onet").unwrap();
        write(&house.path().join("b.rs"), b"wo").unwrap();
        assert_ne!(before, of(&[]), "bytes that move from one file to another count");
    }

    #[test]
    fn a_replaced_folder_keeps_nothing_of_the_old_one() {
        let house = folder(&[("out/old.txt", "old"), ("out/both.txt", "old")]);
        let new = Content::from([("both.txt".into(), b"new".to_vec())]);
        let out = house.path().join("out");
        replace_folder(&out, &new, &house.path().join("work")).unwrap();
        assert_eq!(content(&out).unwrap(), new);
        assert!(!house.path().join("work").exists());
    }

    #[test]
    fn a_missing_file_is_named() {
        let failure = read(Path::new("/nowhere/at.all")).unwrap_err();
        assert!(failure.to_string().contains("/nowhere/at.all"));
    }
}
