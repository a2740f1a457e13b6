//! A policy package before it is written: its id and every file in it.

use std::path::Path;

use crate::failure::{Done, Failure};
use crate::files::{self, Content};
use crate::house::House;
use crate::say;

/// The subfolders of a policy's source that go into its package, with the kind of file each holds.
const PARTS: [(&str, &str); 2] = [("cases", "toml"), ("locale", "ftl")];

/// Files that a package may have beside its policy.
const EXTRAS: [&str; 3] = ["README.md", "LICENSE", "icon.svg"];

/// An assembled package.
#[derive(Debug)]
pub(super) struct Package {
    /// The policy's id, which names the folder.
    pub(super) id: String,
    /// Its files, by their path in the package.
    pub(super) content: Content,
}

impl Package {
    /// Writes the package, unless the same is there already.
    pub(super) fn put(&self, house: &House) -> Done {
        let folder = house.policies().join(&self.id);
        if files::content(&folder)? == self.content {
            return Ok(());
        }
        let work = house.guests().join("work").join(format!("{}-{}", self.id, std::process::id()));
        files::replace_folder(&folder, &self.content, &work)?;
        say::note(format!("{} : {} (assembled)", self.id, self.size()));
        Ok(())
    }

    fn size(&self) -> String {
        let bytes: usize = self.content.values().map(Vec::len).sum();
        format!("{} fichiers, {} ko", self.content.len(), bytes.div_ceil(1000))
    }
}

/// Reads the id of a manifest and checks that it can name a folder.
pub(super) fn id_of(manifest: &toml::Table, path: &Path) -> Result<String, Failure> {
    let id = manifest
        .get("id")
        .and_then(toml::Value::as_str)
        .ok_or_else(|| Failure::at(path, "la clé `id` manque (no id)").hint("ajoutez : id = \"…\""))?;
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if id.is_empty() || id.starts_with('.') || !id.chars().all(allowed) {
        return Err(Failure::at(path, format!("id « {id} » refusé"))
            .hint("lettres sans accent, chiffres, tiret, souligné et point"));
    }
    Ok(id.to_owned())
}

/// Reads the cases, the catalogs and the extra files in a policy's source folder.
pub(super) fn parts(folder: &Path) -> Result<Content, Failure> {
    let mut content = Content::new();
    for (part, extension) in PARTS {
        for path in files::list(&folder.join(part))? {
            if path.extension().is_some_and(|found| found == extension) {
                let name = path.file_name().unwrap_or_default();
                content.insert(Path::new(part).join(name), files::read(&path)?);
            }
        }
    }
    for name in EXTRAS.into_iter().filter(|name| folder.join(name).is_file()) {
        content.insert(name.into(), files::read(&folder.join(name))?);
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_must_be_there_and_name_a_folder() {
        let id = |text: &str| id_of(&text.parse().unwrap(), Path::new("m.toml"));
        assert_eq!(id("id = \"loyalty-spend\"").unwrap(), "loyalty-spend");
        assert_eq!(id("id = \"fr.exemple.dix_2\"").unwrap(), "fr.exemple.dix_2");
        for bad in ["", "id = \"\"", "id = \"../etc\"", "id = \"a/b\"", "id = \"été\"", "id = 3"] {
            let said = id(bad).unwrap_err().to_string();
            assert!(said.contains("m.toml") && said.contains('→'), "{bad}: {said}");
        }
    }

    #[test]
    fn a_package_takes_only_what_belongs_in_it() {
        let place = tempfile::tempdir().unwrap();
        for name in [
            "cases/a.toml",
            "cases/a.toml.orig",
            "locale/fr.ftl",
            "locale/notes.md",
            "src/x.toml",
            "README.md",
            "Cargo.toml",
        ] {
            files::write(&place.path().join(name), name.as_bytes()).unwrap();
        }
        let found = parts(place.path()).unwrap();
        let names: Vec<_> = found.keys().map(|path| path.to_string_lossy()).collect();
        assert_eq!(names, ["README.md", "cases/a.toml", "locale/fr.ftl"]);
    }

    #[test]
    fn an_unchanged_package_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let house = House { root: place.path().join("src"), target: place.path().join("target") };
        let mut package =
            Package { id: "p".to_owned(), content: Content::from([("cases/a.toml".into(), b"1".to_vec())]) };
        let file = house.policies().join("p/cases/a.toml");
        package.put(&house).unwrap();
        let first = file.metadata().unwrap();
        package.put(&house).unwrap();
        let again = file.metadata().unwrap();
        assert_eq!(first.modified().unwrap(), again.modified().unwrap());
        package.content.insert("cases/a.toml".into(), b"2".to_vec());
        package.put(&house).unwrap();
        assert_eq!(files::read(&file).unwrap(), b"2");
    }
}
