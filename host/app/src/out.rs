//! Files that are handed out: whole at their place, or not there at all.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use comptoir_domain::language::Language;
use comptoir_paper::PaperError;

use crate::error::Error;

/// Writes a file beside its place and moves it there once it is whole.
///
/// # Errors
///
/// [`Error::File`] that says in words what the place does not allow.
pub(crate) fn write_whole(path: &Path, bytes: &[u8], language: Language) -> Result<(), Error> {
    let unfinished = path.with_added_extension("part");
    let write = || -> std::io::Result<()> {
        if path.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        let mut file = std::fs::File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&unfinished, path)
    };
    write().map_err(|error| {
        // What is left of it is of no use; it may not even be there.
        let _ = std::fs::remove_file(&unfinished);
        Error::File { path: path.display().to_string(), problem: problem(&error, language) }
    })
}

/// Makes the error of what could not be drawn.
pub(crate) fn not_drawn(path: &Path, error: &PaperError) -> Error {
    Error::File { path: path.display().to_string(), problem: error.to_string() }
}

fn problem(error: &std::io::Error, language: Language) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => (
            "ce dossier n'existe pas. Créez-le, ou choisissez-en un autre.",
            "no such folder. Make it, or choose another.",
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
            "on n'a pas le droit d'y écrire. Choisissez un autre dossier.",
            "no right to write there. Choose another folder.",
        ),
        ErrorKind::IsADirectory => {
            ("c'est un dossier. Ajoutez le nom d'un fichier.", "this is a folder. Add the name of a file.")
        }
        ErrorKind::NotADirectory => {
            ("ce chemin passe par un fichier. Vérifiez-le.", "this path leads through a file. Check it.")
        }
        ErrorKind::StorageFull => ("le disque est plein. Faites de la place.", "the disk is full. Make room."),
        _ => return error.to_string(),
    };
    language.pick(words.0, words.1).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_whole_or_what_was_there_stays_and_the_words_say_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cartes.pdf");
        write_whole(&path, b"one", Language::French).unwrap();
        write_whole(&path, b"two", Language::French).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        for (place, said) in [
            (folder.path().to_owned(), "c'est un dossier"),
            (folder.path().join("absent/cartes.pdf"), "ce dossier n'existe pas"),
            (path.join("cartes.pdf"), "passe par un fichier"),
        ] {
            let error = write_whole(&place, b"three", Language::French).unwrap_err().message(Language::French);
            assert!(error.contains(said) && error.contains(&place.display().to_string()), "{error}");
        }
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["cartes.pdf"]);
    }
}
