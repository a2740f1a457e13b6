//! A package: a manifest, a policy, its cases and its words, named by one digest.
//!
//! It is a [`folder`] while it is written, and one file, an [`archive`], when it travels; who answers for
//! it says so in a [`signature`], which is no part of the digest.
//!
//! ```text
//! manifest.toml          what it is and what it may do
//! policy.wasm            the policy, a WebAssembly component; or policy.rhai, a script
//! cases/*.toml           what it must answer to which sale
//! locale/{fr,en}.ftl     its words
//! README.md, LICENSE, icon.svg   optional
//! signature              who signed it
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use comptoir_domain::language::Language;
use sha2::{Digest, Sha256};

use crate::catalog::Catalog;
use crate::keys::SigningKey;
use crate::manifest::{CONTRACT, Engine, Manifest, ManifestError, ManifestProblem};

mod archive;
mod error;
mod folder;
mod signature;

pub use archive::{ArchiveProblem, EXTENSION};
pub use error::PackageError;
pub use signature::{BadSignature, Signed, Signer};

/// The most bytes a package may have, all files together.
pub const LARGEST: u64 = 1024 * 1024;
/// The most files of cases a package may have.
pub const MOST_CASE_FILES: usize = 500;

const MANIFEST: &str = "manifest.toml";
const FRENCH: &str = "locale/fr.ftl";
const ENGLISH: &str = "locale/en.ftl";
const OPTIONAL: [&str; 3] = ["README.md", "LICENSE", "icon.svg"];

type Loaded<T> = Result<T, PackageError>;

/// A package that was read whole and checked, but for the policy itself.
#[derive(Clone, Debug)]
pub struct Package {
    path: PathBuf,
    manifest: Manifest,
    catalog: Arc<Catalog>,
    /// Every file but the signature by its path in the package, with `/` between the parts.
    files: BTreeMap<String, Vec<u8>>,
    digest: String,
    /// The file `signature` as it was read or made, and what it is worth.
    signature: Option<Vec<u8>>,
    signed: Signed,
    /// The archive it was read from.
    archive: Option<Vec<u8>>,
}

impl Package {
    /// Reads a package from its folder or from its archive.
    ///
    /// # Errors
    ///
    /// The first [`PackageError`].
    pub fn open(path: &Path) -> Loaded<Self> {
        if path.is_dir() {
            return Self::load(path);
        }
        let (bytes, files) = archive::load(path)?;
        let package = Self::of(path, files)?;
        Ok(Self { archive: Some(bytes), ..package })
    }

    /// Reads a package from its folder.
    ///
    /// # Errors
    ///
    /// The first [`PackageError`].
    pub fn load(folder: &Path) -> Loaded<Self> {
        Self::of(folder, folder::load(folder)?)
    }

    /// Makes a package of the folder where it is written: of its files, with the component that was built of
    /// its sources, if it is one. Sources and notes beside them stay where they are; a signature too, for it
    /// was of another content. What is wrong is named where it is written.
    ///
    /// # Errors
    ///
    /// The first [`PackageError`].
    pub fn from_sources(folder: &Path, component: Option<Vec<u8>>) -> Loaded<Self> {
        let mut files = folder::gather(folder)?;
        files.remove(signature::FILE);
        if let Some(component) = component {
            files.insert(Engine::Wasm.file().to_owned(), component);
        }
        if files.values().map(|bytes| bytes.len() as u64).sum::<u64>() > LARGEST {
            return Err(PackageError::TooLarge { path: folder.to_owned() });
        }
        Self::of(folder, files)
    }

    fn of(path: &Path, mut files: BTreeMap<String, Vec<u8>>) -> Loaded<Self> {
        if files.keys().filter(|path| path.starts_with("cases/")).count() > MOST_CASE_FILES {
            return Err(PackageError::TooManyCases { path: path.join("cases") });
        }
        let signature = files.remove(signature::FILE);
        let text = text_of(&files, MANIFEST, path)?;
        let manifest =
            read_manifest(text).map_err(|error| PackageError::Manifest { path: path.join(MANIFEST), error })?;
        for needed in [manifest.engine.file(), FRENCH, ENGLISH] {
            if !files.contains_key(needed) {
                return Err(PackageError::Missing { path: path.join(needed) });
            }
        }
        // A script beside a component would be read by nobody and believed by somebody.
        let other = [Engine::Wasm, Engine::Rhai].into_iter().find(|engine| *engine != manifest.engine);
        if let Some(stray) = other.map(Engine::file).filter(|file| files.contains_key(*file)) {
            return Err(PackageError::Stranger { path: path.join(stray) });
        }
        let catalog = Arc::new(catalog(&files, path)?);
        let digest = digest(&files);
        let signed = signature::check(signature.as_deref(), &digest);
        Ok(Self { path: path.to_owned(), manifest, catalog, files, digest, signature, signed, archive: None })
    }

    /// Gives the folder or the archive it was read from.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Tells whether it is signed, and by whom.
    #[must_use]
    pub const fn signed(&self) -> &Signed {
        &self.signed
    }

    /// Signs it under a name, in place of any signature it has.
    ///
    /// The name is one that [`crate::keys::signer_name`] gave; another makes a signature that nobody accepts.
    #[must_use]
    pub fn sign(self, key: &SigningKey, name: &str) -> Self {
        let signature = signature::sign(&self.digest, key, name).into_bytes();
        let signed = signature::check(Some(&signature), &self.digest);
        Self { signature: Some(signature), signed, archive: None, ..self }
    }

    /// Gives the name of its archive: `loyalty-spend-1.0.0.comptoir`.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}-{}.{EXTENSION}", self.manifest.id, self.manifest.version)
    }

    /// Gives it as an archive: the one it was read from, byte for byte, or a new one.
    #[must_use]
    pub fn archive(&self) -> Vec<u8> {
        let pack = || {
            let signature = self.signature.as_deref().map(|bytes| (signature::FILE, bytes));
            archive::pack(self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).chain(signature))
        };
        self.archive.clone().unwrap_or_else(pack)
    }

    /// Gives the manifest.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Gives the words.
    #[must_use]
    pub const fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// Gives the digest that names the package: `sha256:` and 64 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Gives the bytes of the policy.
    #[must_use]
    pub fn policy(&self) -> &[u8] {
        self.files.get(self.manifest.engine.file()).map_or(&[], Vec::as_slice)
    }

    /// Goes through the files of cases: path in the package, content.
    pub fn case_files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let cases = self.files.iter().filter(|(path, _)| path.starts_with("cases/"));
        cases.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Copies the package into `archive`, in a folder named by its digest, and gives that folder:
    /// so that a program keeps the very version it was switched on with.
    ///
    /// The copy appears whole or not at all. One that is there already and unharmed is left alone.
    ///
    /// # Errors
    ///
    /// [`PackageError::Io`] when the archive cannot be written.
    pub fn copy_to(&self, archive: &Path) -> Loaded<PathBuf> {
        let folder = archive.join(self.digest.trim_start_matches("sha256:"));
        if Self::load(&folder).is_ok_and(|there| there.digest == self.digest) {
            return Ok(folder);
        }
        self.write_to(&folder)?;
        Ok(folder)
    }

    /// Writes the package, without a signature, as a folder in place of any that is there.
    ///
    /// It appears whole or not at all.
    ///
    /// # Errors
    ///
    /// [`PackageError::Io`].
    pub fn write_to(&self, folder: &Path) -> Loaded<()> {
        folder::replace(folder, &self.files)
    }
}

fn io_error(path: &Path, error: io::Error) -> PackageError {
    PackageError::Io { path: path.to_owned(), error }
}

fn write(path: &Path, bytes: &[u8]) -> Loaded<()> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(|error| io_error(parent, error))?;
    fs::write(path, bytes).map_err(|error| io_error(path, error))
}

/// Digests every file, in the order of the paths: path, a zero byte, length, bytes.
fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in files {
        hash.update(path.as_bytes());
        hash.update([0]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    format!("sha256:{}", hex(&hash.finalize()))
}

/// Writes bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A manifest of another contract may hold what this one cannot read: then the contract is the reason.
fn read_manifest(text: &str) -> Result<Manifest, ManifestError> {
    Manifest::read(text).map_err(|error| {
        let written = text.parse::<toml::Table>().ok();
        let contract = written.as_ref().and_then(|table| table.get("contract")).and_then(toml::Value::as_str);
        match contract {
            Some(contract) if contract != CONTRACT => ManifestError {
                line: None,
                key: "contract".to_owned(),
                problem: ManifestProblem::UnknownContract { asked: contract.to_owned(), spoken: CONTRACT },
            },
            _ => error,
        }
    })
}

fn belongs(path: &str) -> bool {
    match path.split_once('/') {
        Some(("cases", name)) => name.ends_with(".toml") && !name.contains('/'),
        Some(_) => [FRENCH, ENGLISH].contains(&path),
        None => {
            path == MANIFEST
                || path == signature::FILE
                || OPTIONAL.contains(&path)
                || [Engine::Wasm, Engine::Rhai].iter().any(|engine| engine.file() == path)
        }
    }
}

fn text_of<'a>(files: &'a BTreeMap<String, Vec<u8>>, name: &str, folder: &Path) -> Loaded<&'a str> {
    let path = || folder.join(name);
    let bytes = files.get(name).ok_or_else(|| PackageError::Missing { path: path() })?;
    std::str::from_utf8(bytes).map_err(|_| PackageError::NotText { path: path() })
}

fn catalog(files: &BTreeMap<String, Vec<u8>>, folder: &Path) -> Loaded<Catalog> {
    let (french, english) = (text_of(files, FRENCH, folder)?, text_of(files, ENGLISH, folder)?);
    let path = |language: Language| folder.join(language.pick(FRENCH, ENGLISH));
    Catalog::new(french, english).map_err(|error| PackageError::Catalog { path: path(error.language), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST_TEXT: &str = r#"
id = "p"
version = "1.0.0"
kind = "program"
contract = "1.0"
engine = "rhai"
author = "x"
license = "MIT"
effects = []
events = ["draft"]
title = { fr = "x", en = "x" }
description = { fr = "x", en = "x" }
"#;

    fn package(extra: &[(&str, &[u8])]) -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        let files: [(&str, &[u8]); 4] = [
            (MANIFEST, MANIFEST_TEXT.as_bytes()),
            ("policy.rhai", b"fn evaluate(sale, settings) { effects() }"),
            ("locale/fr.ftl", b"hello = Bonjour\n"),
            ("locale/en.ftl", b"hello = Hello\n"),
        ];
        for (path, bytes) in files.iter().chain(extra) {
            write(&place.path().join(path), bytes).unwrap();
        }
        place
    }

    #[test]
    fn the_digest_depends_on_every_name_and_byte() {
        let load = |extra: &[(&str, &[u8])]| Package::load(package(extra).path()).unwrap().digest;
        let plain = load(&[]);
        assert!(plain.starts_with("sha256:") && plain.len() == 71);
        assert_eq!(plain, load(&[]), "the folder's own name does not matter");
        let others = [
            load(&[("README.md", b"")]),
            load(&[("README.md", b"1")]),
            load(&[("cases/a.toml", b"1")]),
            load(&[("cases/b.toml", b"1")]),
            load(&[("policy.rhai", b"fn evaluate(sale, settings) { effects()  }")]),
        ];
        let distinct: std::collections::BTreeSet<_> = others.iter().chain([&plain]).collect();
        assert_eq!(distinct.len(), 6);
    }

    #[test]
    fn what_does_not_belong_is_refused_by_name() {
        for stray in
            ["policy.wasm", "signature/x", "notes.txt", "cases/a.json", "cases/deep/a.toml", "locale/de.ftl", "src/x"]
        {
            let place = package(&[(stray, b"")]);
            let error = Package::load(place.path()).unwrap_err();
            let PackageError::Stranger { path } = error else { panic!("{stray}: {error:?}") };
            assert!(place.path().join(stray).starts_with(&path), "{stray}: {path:?}");
        }
    }

    #[test]
    fn where_a_package_is_written_other_things_may_lie_beside_it() {
        let stray: [(&str, &[u8]); 4] =
            [("notes.txt", b"x"), ("target/x", b"x"), (".gitignore", b"target"), ("signature", b"old")];
        let (place, plain) = (package(&stray), Package::load(package(&[]).path()).unwrap());
        let made = Package::from_sources(place.path(), None).unwrap();
        assert_eq!((made.digest(), made.signed()), (plain.digest(), &Signed::Unsigned));
        made.write_to(&place.path().join("target/package")).unwrap();
        assert_eq!(Package::load(&place.path().join("target/package")).unwrap().digest(), plain.digest());
        // Among cases and words nothing else belongs, and a component belongs to no script.
        let place = package(&[("cases/a.json", b"")]);
        assert!(matches!(Package::from_sources(place.path(), None), Err(PackageError::Stranger { .. })));
        let component = Package::from_sources(package(&[]).path(), Some(b"wasm".to_vec()));
        assert!(matches!(component, Err(PackageError::Stranger { .. })));
        let large = Package::from_sources(package(&[]).path(), Some(vec![0; 1024 * 1024]));
        assert!(matches!(large, Err(PackageError::TooLarge { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_package_is_refused() {
        let place = package(&[]);
        std::os::unix::fs::symlink("/etc/hostname", place.path().join("README.md")).unwrap();
        assert!(matches!(Package::load(place.path()), Err(PackageError::Stranger { .. })));
    }

    #[test]
    fn what_is_missing_or_too_large_is_named() {
        let place = package(&[]);
        fs::remove_file(place.path().join("locale/en.ftl")).unwrap();
        let error = Package::load(place.path()).unwrap_err();
        assert!(matches!(&error, PackageError::Missing { path } if path.ends_with("locale/en.ftl")), "{error:?}");
        let place = package(&[("README.md", &vec![b'x'; 1024 * 1024])]);
        assert!(matches!(Package::load(place.path()), Err(PackageError::TooLarge { .. })));
        assert!(matches!(Package::load(Path::new("/no/such/folder")), Err(PackageError::Io { .. })));
    }

    #[test]
    fn an_archived_package_is_the_same_and_heals() {
        let archive = tempfile::tempdir().unwrap();
        let package = Package::load(package(&[("cases/a.toml", b"1")]).path()).unwrap();
        let copy = package.copy_to(archive.path()).unwrap();
        assert_eq!(Package::load(&copy).unwrap().digest(), package.digest());
        fs::write(copy.join("policy.rhai"), "forged").unwrap();
        assert_eq!(package.copy_to(archive.path()).unwrap(), copy);
        assert_eq!(Package::load(&copy).unwrap().digest(), package.digest());
        assert_eq!(fs::read_dir(archive.path()).unwrap().count(), 1, "nothing half done is left");
    }
}
