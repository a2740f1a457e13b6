//! Policies as packages: the bundled ones, those that the shop installs, and their cases.
//!
//! [`trust`] holds the keys whose packages a shop accepts, [`install`] what is done to accept one, and
//! [`index`] what the shop remembers of it.

use std::path::{Path, PathBuf};

use comptoir_domain::language::Language;
use comptoir_policy::{Host, Limits};

use crate::error::Error;
use crate::messages;

mod asked;
pub(crate) mod index;
mod install;
mod measure;
mod trust;
mod whole;

pub use asked::questions;
pub use index::{Known, Origin};
pub use install::{InstallOptions, Installed, PackageRefusal, find_installed, installed};
pub use measure::{CaseBench, PackageBench, bench, explain_case};
// What the doors of the shop handle of packages, so that they need not know who runs policies.
pub use comptoir_policy::keys::signer_name;
pub use comptoir_policy::manifest::{CONTRACT, CounterSpec, Engine, FactKind, Given, Kind, Manifest, SettingSpec};
pub use comptoir_policy::questions::write as question;
pub use comptoir_policy::settings::SettingValue;
pub use comptoir_policy::{CaseResult, Exam, Package, PublicKey, Signed, SigningKey};
pub use trust::{TRUSTED_KEYS, TrustedKey, TrustedKeys};

/// A package in a folder of packages.
#[derive(Debug)]
pub struct Bundled {
    /// Its folder.
    pub folder: PathBuf,
    /// The package, or what is wrong with it in words.
    pub package: Result<Package, String>,
}

/// Lists the packages of a folder, by name. A folder that is not there holds none.
#[must_use]
pub fn list(folder: &Path, language: Language) -> Vec<Bundled> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.retain(|folder| folder.join("manifest.toml").is_file());
    folders.sort();
    let load = |folder: PathBuf| {
        let package = Package::load(&folder).map_err(|error| messages::package_error(&error, language));
        Bundled { folder, package }
    };
    folders.into_iter().map(load).collect()
}

/// Opens a package: a folder or an archive.
///
/// # Errors
///
/// [`Error::Policy`] with what is wrong.
pub fn open(path: &Path, language: Language) -> Result<Package, Error> {
    Package::open(path).map_err(|error| Error::Policy {
        policy: path.display().to_string(),
        problem: messages::package_error(&error, language),
    })
}

/// Writes a package as an archive; a file that is there is replaced as a whole.
///
/// # Errors
///
/// [`Error::File`].
pub fn write_archive(package: &Package, path: &Path) -> Result<(), Error> {
    whole::replace(path, &package.archive())
}

/// Makes a key to sign packages with, of the system's random bytes; gives `NAME.key` and `NAME.pub`.
///
/// # Errors
///
/// [`Error::Key`]; a file that is there is never replaced.
pub fn new_key(folder: &Path, name: &str) -> Result<(PathBuf, PathBuf), Error> {
    Ok(SigningKey::generate(folder, name, &crate::till::random())?)
}

/// Makes a package of the folder where it is written, with the component built of its sources if it is one.
///
/// # Errors
///
/// [`Error::Policy`] with what is wrong, named where it is written.
pub fn gather(folder: &Path, component: Option<Vec<u8>>, language: Language) -> Result<Package, Error> {
    Package::from_sources(folder, component).map_err(|error| Error::Policy {
        policy: folder.display().to_string(),
        problem: messages::package_error(&error, language),
    })
}

/// Writes a package as a folder, in place of any that is there.
///
/// # Errors
///
/// [`Error::Policy`] with what is wrong.
pub fn write_folder(package: &Package, folder: &Path, language: Language) -> Result<(), Error> {
    package.write_to(folder).map_err(|error| Error::Policy {
        policy: folder.display().to_string(),
        problem: messages::package_error(&error, language),
    })
}

/// Runs what a package must pass before a shop installs it; what is compiled of it goes into the
/// `compiled` folder.
///
/// # Errors
///
/// [`Error::Policy`] when its cases cannot be read, or the policy cannot be loaded.
pub fn examine(package: &Package, compiled: &Path, language: Language) -> Result<Exam, Error> {
    let policy_error = |problem: String| Error::Policy { policy: written_in(package.path()), problem };
    let patient = Limits { guard: install::PATIENCE, ..Limits::default() };
    let host = Host::new(compiled.to_owned()).with_limits(patient);
    let rule = host.load_rule(package).map_err(|error| policy_error(messages::load_error(&error, language)))?;
    rule.examine(package).map_err(|error| policy_error(messages::case_error(&error, language)))
}

/// The folder that an author edits: a package that was built lies in it.
fn written_in(package: &Path) -> String {
    let sources = package.ends_with("target/package").then(|| package.ancestors().nth(2)).flatten();
    let here =
        |folder: &Path| if folder.as_os_str().is_empty() { ".".to_owned() } else { folder.display().to_string() };
    sources.map_or_else(|| package.display().to_string(), here)
}

/// Runs the cases of a package in the sandbox; what is compiled of it goes into the `compiled` folder.
///
/// # Errors
///
/// [`Error::Policy`] when the package or its cases cannot be read, or the policy cannot be loaded.
pub fn test(folder: &Path, compiled: &Path, language: Language) -> Result<(Manifest, Vec<CaseResult>), Error> {
    let policy_error = |problem: String| Error::Policy { policy: folder.display().to_string(), problem };
    let package = Package::open(folder).map_err(|error| policy_error(messages::package_error(&error, language)))?;
    let host = Host::new(compiled.to_owned());
    let rule = host.load_rule(&package).map_err(|error| policy_error(messages::load_error(&error, language)))?;
    let results = rule.run_cases(&package).map_err(|error| policy_error(messages::case_error(&error, language)))?;
    Ok((package.manifest().clone(), results))
}

/// Says where a case differs, one line a difference.
#[must_use]
pub fn differences(result: &CaseResult, language: Language) -> Vec<String> {
    // What stopped it comes first: the differences only follow from it.
    let mut lines: Vec<String> = result.fault.iter().map(|fault| messages::fault(fault, language)).collect();
    lines.extend(result.history.iter().map(|fault| comptoir_policy::messages::history_fault(fault, language)));
    lines.extend(result.refusal.iter().map(|refusal| messages::policy_refusal(refusal, language)));
    lines.extend(result.differences.iter().map(|difference| match language {
        Language::French => {
            format!("{} : attendu {}, obtenu {}", difference.key, difference.expected, difference.actual)
        }
        Language::English => {
            format!("{}: expected {}, got {}", difference.key, difference.expected, difference.actual)
        }
    }));
    lines.extend(result.words.iter().map(|fault| comptoir_policy::messages::text_fault(fault, language)));
    if !result.same_each_time {
        lines.push(language.pick("pas la même réponse à chaque fois", "not the same answer each time").to_owned());
    }
    lines
}
