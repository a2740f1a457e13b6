//! A package as a folder, as its author has it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::{LARGEST, Loaded, PackageError, belongs, io_error, write};

/// Reads the files of a package by their paths.
pub(super) fn load(folder: &Path) -> Loaded<BTreeMap<String, Vec<u8>>> {
    read(folder, false)
}

/// Reads what belongs to a package where it is written, beside sources, notes and what a build leaves.
pub(super) fn gather(folder: &Path) -> Loaded<BTreeMap<String, Vec<u8>>> {
    read(folder, true)
}

fn read(folder: &Path, is_workshop: bool) -> Loaded<BTreeMap<String, Vec<u8>>> {
    let mut reader = Reader { files: BTreeMap::new(), left: LARGEST, root: folder, is_workshop };
    reader.folder("")?;
    Ok(reader.files)
}

/// Reads a package's files while they stay within its size.
struct Reader<'a> {
    files: BTreeMap<String, Vec<u8>>,
    left: u64,
    root: &'a Path,
    /// Other things may lie beside the package's files; not among its cases and words.
    is_workshop: bool,
}

impl Reader<'_> {
    fn folder(&mut self, inside: &str) -> Loaded<()> {
        let folder = self.root.join(inside);
        let others_may_be_here = self.is_workshop && inside.is_empty();
        for entry in fs::read_dir(&folder).map_err(|error| io_error(&folder, error))? {
            let entry = entry.map_err(|error| io_error(&folder, error))?;
            let path = entry.path();
            // Links are strangers: they could bring in a file from anywhere.
            let kind = entry.file_type().map_err(|error| io_error(&path, error))?;
            let name = entry.file_name().into_string().map_err(|_| PackageError::Stranger { path: path.clone() })?;
            let inside = format!("{inside}{name}");
            if kind.is_dir() && matches!(inside.as_str(), "cases" | "locale") {
                self.folder(&format!("{inside}/"))?;
            } else if kind.is_file() && belongs(&inside) {
                self.file(inside, &path)?;
            } else if !others_may_be_here {
                return Err(PackageError::Stranger { path });
            }
        }
        Ok(())
    }

    fn file(&mut self, inside: String, path: &Path) -> Loaded<()> {
        let file = fs::File::open(path).map_err(|error| io_error(path, error))?;
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(|error| io_error(path, error))?;
        let size = bytes.len() as u64;
        self.left = self.left.checked_sub(size).ok_or_else(|| PackageError::TooLarge { path: self.root.to_owned() })?;
        self.files.insert(inside, bytes);
        Ok(())
    }
}

/// Writes files as a folder in place of any that is there; it appears whole or not at all.
pub(super) fn replace(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Loaded<()> {
    let work = folder.with_extension(format!("new-{}", std::process::id()));
    remove(&work)?;
    for (path, bytes) in files {
        write(&work.join(path), bytes)?;
    }
    remove(folder)?;
    fs::rename(&work, folder).map_err(|error| io_error(folder, error))
}

fn remove(folder: &Path) -> Loaded<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io_error(folder, error)),
        _ => Ok(()),
    }
}
