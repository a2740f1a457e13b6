//! Pictures of the receipts, kept after the run: figures are judged by programs, looks by people.

use std::path::{Path, PathBuf};

use super::Bench;
use super::emupos::Paper;
use crate::failure::{Done, Failure};
use crate::files;
use crate::say;

/// Empties the folder of an earlier run.
pub(super) fn open(folder: &Path) -> Done {
    files::remove_folder(folder)?;
    std::fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))
}

/// Keeps the pictures of one print; several, if the paper was cut in between.
pub(super) fn keep(bench: &Bench, name: &str, papers: &[Paper]) -> Done {
    for (place, paper) in papers.iter().enumerate() {
        let part = if papers.len() > 1 { format!("-{}", place + 1) } else { String::new() };
        files::write(&bench.gallery.join(format!("{}{part}.png", file_name(name))), &paper.image)?;
    }
    Ok(())
}

/// A name that every file system takes.
pub(super) fn file_name(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// Says where the pictures are.
pub(super) fn show(title: &str, folder: &Path) -> Done {
    let pictures: Vec<PathBuf> = files::list(folder)?;
    if !pictures.is_empty() {
        say::note(format!("{title} :"));
    }
    for picture in pictures {
        say::note(picture.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(file_name("réseau-48 : DUPLICATA n° 1"), "réseau-48-duplicata-n-1");
    }
}
