//! Folders of the machine, to choose a file from: read by the desk, for a disk may be slow to answer.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a folder holds that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// The folder above.
    pub above: Option<PathBuf>,
    /// Files, the newest first.
    pub files: Vec<FileEntry>,
    /// Folders by name; with those of the home, what is plugged in.
    pub folders: Vec<PathBuf>,
}

/// A file of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Where it is.
    pub path: PathBuf,
    /// How long, in bytes.
    pub size: u64,
    /// When it was written.
    pub written: Option<SystemTime>,
}

/// Where people keep their files.
pub(super) fn home() -> PathBuf {
    std::env::home_dir().filter(|home| home.is_dir()).unwrap_or_else(|| PathBuf::from("/"))
}

/// Where people look for papers: the documents of the home, or the home.
pub(super) fn papers() -> PathBuf {
    let home = home();
    Some(home.join("Documents")).filter(|documents| documents.is_dir()).unwrap_or(home)
}

/// Reads a folder; of its files those with one of these endings.
pub(super) fn read(path: &Path, endings: &[&str]) -> std::io::Result<Folder> {
    let mut folder = Folder { path: path.to_owned(), above: path.parent().map(Path::to_owned), ..Folder::default() };
    for entry in std::fs::read_dir(path)?.flatten() {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // What a link leads to; a file that went meanwhile is none.
        let Some(about) = std::fs::metadata(&path).ok().filter(|_| !hidden) else { continue };
        if about.is_dir() {
            folder.folders.push(path);
        } else if has_ending(&path, endings) {
            folder.files.push(FileEntry { path, size: about.len(), written: about.modified().ok() });
        }
    }
    folder.files.sort_by(|one, other| (Reverse(one.written), &one.path).cmp(&(Reverse(other.written), &other.path)));
    folder.folders.sort_by_key(|path| path.to_string_lossy().to_lowercase());
    if path == home() {
        folder.folders.extend(plugged_in());
    }
    Ok(folder)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// Sticks and disks that are plugged in, where desktops of Linux show them.
fn plugged_in() -> Vec<PathBuf> {
    let user = std::env::var_os("USER").unwrap_or_default();
    let places = [Path::new("/media").join(&user), Path::new("/run/media").join(&user)];
    let mut found: Vec<PathBuf> = places
        .iter()
        .filter_map(|place| std::fs::read_dir(place).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_shows_its_folders_and_the_files_of_an_ending_and_nothing_hidden() {
        let place = tempfile::tempdir().unwrap();
        for name in ["clients.csv", "CLIENTS.XLSX", "photo.png", ".caché.csv"] {
            std::fs::write(place.path().join(name), "a;b").unwrap();
        }
        for name in ["Zoé", "archives", ".git"] {
            std::fs::create_dir(place.path().join(name)).unwrap();
        }
        let folder = read(place.path(), &["csv", "xlsx"]).unwrap();
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        let mut files: Vec<String> = folder.files.iter().map(|file| name(&file.path)).collect();
        files.sort();
        assert_eq!(files, ["CLIENTS.XLSX", "clients.csv"]);
        assert_eq!(folder.folders.iter().map(name).collect::<Vec<_>>(), ["archives", "Zoé"]);
        assert_eq!(folder.above.as_deref(), place.path().parent());
        assert!(read(&place.path().join("absent"), &["csv"]).is_err());
    }
}
