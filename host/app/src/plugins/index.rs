//! What a shop knows of packages, by their digests: what is installed, and where each came from.
//!
//! It is in `installed/index.toml` in the shop's folder, beside the installed packages' own files. A
//! package that is removed stays known, for programs may still run their copy of it.

use std::fmt;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use comptoir_policy::Package;
use comptoir_policy::package::EXTENSION;
use serde::{Deserialize, Serialize};

use super::whole;
use crate::error::{Error, Invalid};

/// The folder of installed packages within the shop's folder.
const INSTALLED: &str = "installed";
const FILE: &str = "index.toml";

const HEAD: &str = "# Les règles que ce magasin connaît : `comptoir plugin install` et `remove` les changent.
# The policies that this shop knows: `comptoir plugin install` and `remove` change them.
";

/// Where a package comes from, and so who answers for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "origin", rename_all = "kebab-case")]
pub enum Origin {
    /// With the till.
    Bundled,
    /// From somebody whose key the shop trusted.
    Signed {
        /// What the shop calls the signer.
        signer: String,
        /// The key, as text.
        key: String,
    },
    /// From nobody that the till could make sure of.
    Unsigned,
}

/// As the technical log says it, whatever the language.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bundled => f.write_str("bundled"),
            Self::Signed { signer, key } => write!(f, "signed {key} {signer}"),
            Self::Unsigned => f.write_str("unsigned"),
        }
    }
}

/// What is known of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The policy.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest, which names the package.
    pub digest: String,
    /// The day it was installed, or first switched on.
    pub since: NaiveDate,
    /// Whether it is on the list of installed packages now.
    pub installed: bool,
    /// Where it comes from.
    #[serde(flatten)]
    pub origin: Origin,
}

/// All that a shop knows of packages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Index {
    #[serde(default, rename = "package")]
    packages: Vec<Known>,
}

impl Index {
    /// Loads the index of a shop; without the file it is empty.
    pub(crate) fn load(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(INSTALLED).join(FILE);
        let Some(text) = whole::read(&path)? else { return Ok(Self::default()) };
        toml::from_str(&text)
            .map_err(|error| Invalid::Config { path: path.display().to_string(), problem: error.to_string() }.into())
    }

    pub(super) fn save(&self, dir: &Path) -> Result<(), Error> {
        let text = toml::to_string(self).expect("texts, days and truths make TOML");
        whole::replace(&dir.join(INSTALLED).join(FILE), format!("{HEAD}\n{text}").as_bytes())
    }

    /// Finds a package by its digest.
    pub(crate) fn find(&self, digest: &str) -> Option<&Known> {
        self.packages.iter().find(|known| known.digest == digest)
    }

    /// Goes through what is installed.
    pub(super) fn installed(&self) -> impl Iterator<Item = &Known> {
        self.packages.iter().filter(|known| known.installed)
    }

    /// Finds what is installed under `ID` or `ID@VERSION`, the highest version first.
    pub(super) fn named(&self, name: &str) -> Vec<&Known> {
        let (id, version) = name.split_once('@').map_or((name, None), |(id, version)| (id, Some(version)));
        let fits = |known: &&Known| known.id == id && version.is_none_or(|version| known.version == version);
        let mut found: Vec<&Known> = self.installed().filter(fits).collect();
        found.sort_by_key(|known| std::cmp::Reverse(numbers(&known.version)));
        found
    }

    /// Notes a package in place of what was known of it.
    pub(super) fn put(&mut self, known: Known) {
        match self.packages.iter_mut().find(|other| other.digest == known.digest) {
            Some(other) => *other = known,
            None => self.packages.push(known),
        }
    }
}

/// The path of an installed package's own file.
pub(super) fn file(dir: &Path, digest: &str) -> PathBuf {
    dir.join(INSTALLED).join(format!("{}.{EXTENSION}", digest.trim_start_matches("sha256:")))
}

/// Tells whether a package, read from where installed packages are, is another than its name says.
pub(crate) fn changed(dir: &Path, package: &Package) -> bool {
    let place = package.path();
    let inside = place.parent() == Some(&*dir.join(INSTALLED));
    inside && place.file_name() != file(dir, package.digest()).file_name()
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(version: &str, digest: &str, origin: Origin) -> Known {
        let since = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        Known { id: "p".into(), version: version.into(), digest: digest.into(), since, installed: true, origin }
    }

    #[test]
    fn what_is_known_survives_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let mut index = Index::load(dir.path()).unwrap();
        assert_eq!(index, Index::default());
        index.put(known("1.0.0", "sha256:a", Origin::Bundled));
        index.put(known("1.0.0", "sha256:b", Origin::Signed { signer: "Ana".into(), key: "ed25519:0".into() }));
        index.put(Known { installed: false, ..known("1.0.0", "sha256:c", Origin::Unsigned) });
        index.save(dir.path()).unwrap();
        assert_eq!(Index::load(dir.path()).unwrap(), index);
        std::fs::write(dir.path().join("installed/index.toml"), "[[package]]\nid = 1").unwrap();
        assert!(matches!(Index::load(dir.path()), Err(Error::Invalid(Invalid::Config { .. }))));
    }

    #[test]
    fn the_highest_version_comes_first() {
        let mut index = Index::default();
        for (version, digest) in [("1.9.0", "a"), ("1.10.0", "b"), ("1.2.0", "c")] {
            index.put(known(version, digest, Origin::Unsigned));
        }
        index.put(Known { installed: false, ..known("9.0.0", "d", Origin::Unsigned) });
        let versions = |name: &str| index.named(name).iter().map(|known| known.version.clone()).collect::<Vec<_>>();
        assert_eq!(versions("p"), ["1.10.0", "1.9.0", "1.2.0"]);
        assert_eq!(versions("p@1.9.0"), ["1.9.0"]);
        assert!(versions("p@9.0.0").is_empty() && versions("q").is_empty());
    }
}
