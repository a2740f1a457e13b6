//! The packages that a shop could switch on: those that come with Comptoir, and those that it installed.

use std::path::{Path, PathBuf};

use comptoir_domain::language::Language;
use comptoir_policy::Package;

use crate::error::Error;
use crate::plugins::{self, Origin};

/// One package.
#[derive(Debug)]
pub(super) struct Source {
    /// How its card is named: its id and version, or its file when it cannot be read.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
    /// Where it comes from.
    pub(super) origin: Origin,
    /// The package, or what is wrong with it in words.
    pub(super) package: Result<Package, String>,
}

impl Source {
    fn new(path: PathBuf, origin: Origin, package: Result<Package, String>) -> Self {
        let name = match &package {
            Ok(package) => format!("{}@{}", package.manifest().id, package.manifest().version),
            Err(_) => path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        };
        Self { name, path, origin, package }
    }

    /// The policy's id, when the package can be read.
    pub(super) fn id(&self) -> Option<&str> {
        self.package.as_ref().ok().map(|package| package.manifest().id.as_str())
    }
}

/// Lists all packages of programs; one that is installed and comes with Comptoir too is listed once.
pub(super) fn all(dir: &Path, policies: &Path, language: Language) -> Result<Vec<Source>, Error> {
    let bundled = plugins::list(policies, language);
    let mut sources: Vec<Source> =
        bundled.into_iter().map(|bundled| Source::new(bundled.folder, Origin::Bundled, bundled.package)).collect();
    for installed in plugins::installed(dir, language)? {
        let source = Source::new(installed.path, installed.known.origin, installed.package);
        if !sources.iter().any(|other| other.name == source.name) {
            sources.push(source);
        }
    }
    let can_be_on = |package: &Package| package.manifest().kind == plugins::Kind::Program;
    sources.retain(|source| source.package.as_ref().map_or(true, can_be_on));
    Ok(sources)
}
