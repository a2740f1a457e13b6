//! Packages that a shop installs: who signed them, what they must pass, where they are kept.

use std::path::{Path, PathBuf};
use std::time::Duration;

use comptoir_domain::language::Language;
use comptoir_journal::Event;
use comptoir_policy::manifest::Kind;
use comptoir_policy::{BadSignature, Failing, Limits, Package, Signed, Signer};

use super::index::{self, Index, Known, Origin};
use super::{TrustedKeys, whole};
use crate::error::{Error, NotFound};
use crate::messages;
use crate::till::Till;

/// How long the exam may wait for one answer by the clock. What a policy may use is counted otherwise;
/// a till that is busy must not find a good package guilty.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// What the merchant accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InstallOptions {
    /// A package that nobody signed.
    pub unsigned: bool,
}

/// Why a package is not installed or not removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackageRefusal {
    /// Nobody signed it.
    Unsigned {
        /// The package.
        path: PathBuf,
    },
    /// It is signed by a key that the shop does not trust.
    UnknownSigner(Signer),
    /// Its signature does not hold.
    BadSignature(BadSignature),
    /// It does not pass its exam.
    Failing(Failing),
    /// Another package has this id and this version.
    OtherContent {
        /// The version.
        version: String,
    },
    /// Its file was changed after it was installed.
    Changed,
    /// Programs that run use it.
    InUse(Vec<String>),
    /// Several versions are installed, and one is meant.
    SeveralVersions(Vec<String>),
    /// Another key has this name.
    NameTaken,
}

/// A package that a shop installed.
#[derive(Debug)]
pub struct Installed {
    /// What is known of it.
    pub known: Known,
    /// Its file in the shop's folder.
    pub path: PathBuf,
    /// The package, or what is wrong with it in words.
    pub package: Result<Package, String>,
}

/// Lists the installed packages of a shop, by id and version.
///
/// # Errors
///
/// When the index cannot be read.
pub fn installed(dir: &Path, language: Language) -> Result<Vec<Installed>, Error> {
    let index = Index::load(dir)?;
    let mut all: Vec<Installed> = index.installed().map(|known| open(dir, known, language)).collect();
    all.sort_by(|a, b| (&a.known.id, &a.known.version).cmp(&(&b.known.id, &b.known.version)));
    Ok(all)
}

fn open(dir: &Path, known: &Known, language: Language) -> Installed {
    let path = index::file(dir, &known.digest);
    let package = match Package::open(&path) {
        Ok(package) if package.digest() == known.digest => Ok(package),
        Ok(_) => Err(messages::package_refusal(&PackageRefusal::Changed, language)),
        Err(error) => Err(messages::package_error(&error, language)),
    };
    Installed { known: known.clone(), path, package }
}

/// Finds the file of an installed package by `ID`, which means its highest version, or by `ID@VERSION`.
///
/// # Errors
///
/// When the index cannot be read.
pub fn find_installed(dir: &Path, name: &str) -> Result<Option<PathBuf>, Error> {
    Ok(Index::load(dir)?.named(name).first().map(|known| index::file(dir, &known.digest)))
}

impl Till {
    /// Tells where the packages that come with the till are: they need no signature.
    pub fn bundled_from(&mut self, folder: &Path) {
        self.bundled = Some(folder.to_owned());
    }

    /// Installs a package from a folder or an archive: checks who signed it, examines it in the sandbox
    /// and copies it into the shop's folder. It does nothing until a program of it is switched on.
    ///
    /// # Errors
    ///
    /// [`Error::Package`] with the [`PackageRefusal`], [`Error::Policy`] for a package or a policy that
    /// cannot be read at all; then nothing has changed.
    pub fn install_package(&mut self, path: &Path, options: InstallOptions) -> Result<Installed, Error> {
        let package = self.load_package(path)?;
        let refused = |refusal| Error::Package { policy: package.manifest().id.clone(), refusal };
        let mut index = Index::load(&self.dir)?;
        let signer = self.signer_of(&package)?;
        if let Some(there) = self.there_already(&index, &package).filter(|_| signer.is_none()) {
            // A copy of it without the signature adds nothing, and takes nothing away.
            return Ok(there);
        }
        let origin = match signer {
            Some(origin) => origin,
            None if options.unsigned && self.is_bundled(&package) => Origin::Bundled,
            None if options.unsigned => Origin::Unsigned,
            None => return Err(refused(PackageRefusal::Unsigned { path: path.to_owned() })),
        };
        let name = format!("{}@{}", package.manifest().id, package.manifest().version);
        if index.named(&name).iter().any(|known| known.digest != package.digest()) {
            let version = package.manifest().version.clone();
            return Err(refused(PackageRefusal::OtherContent { version }));
        }
        self.examine(&package)?;
        let file = index::file(&self.dir, package.digest());
        whole::replace(&file, &package.archive())?;
        let known = self.note(&mut index, &package, origin, true)?;
        self.log(Event::PACKAGE_CHANGED, &format!("install {name} {} {}", package.digest(), known.origin))?;
        Ok(open(&self.dir, &known, self.language))
    }

    /// Examines a package that a program is to be switched on with, unless the shop knows it: bundled, installed, or
    /// used already. A demo or training shop may try what is still being written, and is only told what is wrong.
    ///
    /// # Errors
    ///
    /// In a real shop as [`Till::install_package`]; a package that cannot be read, in any.
    pub fn examine_new(&self, path: &Path) -> Result<Option<String>, Error> {
        let package = self.load_package(path)?;
        let is_installed = Index::load(&self.dir)?.find(package.digest()).is_some_and(|known| known.installed);
        let is_used = self.programs.iter().any(|program| program.row().digest == package.digest());
        let is_program = package.manifest().kind == Kind::Program;
        if !is_program || is_installed || is_used || self.is_bundled(&package) {
            return Ok(None);
        }
        self.signer_of(&package)?;
        match self.examine(&package) {
            Err(Error::Package { refusal, .. }) if self.shop().mode.is_exercise() => {
                Ok(Some(messages::package_refusal(&refusal, self.language)))
            }
            examined => examined.map(|()| None),
        }
    }

    /// Takes an installed package off the list, by `ID` or `ID@VERSION`. Programs keep a copy of their
    /// own, so that past sales can still be explained.
    ///
    /// # Errors
    ///
    /// [`NotFound::Installed`], [`PackageRefusal::SeveralVersions`], or [`PackageRefusal::InUse`] while
    /// a program that is switched on runs it.
    pub fn remove_package(&mut self, name: &str) -> Result<Known, Error> {
        let mut index = Index::load(&self.dir)?;
        let found = index.named(name);
        let refused = |refusal| Error::Package { policy: name.to_owned(), refusal };
        let known = match found[..] {
            [] => return Err(NotFound::Installed(name.to_owned()).into()),
            [known] => known.clone(),
            _ => {
                let versions = found.iter().map(|known| format!("{}@{}", known.id, known.version)).collect();
                return Err(refused(PackageRefusal::SeveralVersions(versions)));
            }
        };
        let uses = |row: &comptoir_store::ProgramRow| row.enabled && row.digest == known.digest;
        let users = self.programs.iter().map(crate::programs::Loaded::row).filter(|row| uses(row));
        let users: Vec<String> = users.map(|row| row.id.to_string()).collect();
        if !users.is_empty() {
            return Err(refused(PackageRefusal::InUse(users)));
        }
        index.put(Known { installed: false, ..known.clone() });
        // The list first: a file that nobody lists does no harm.
        index.save(&self.dir)?;
        let file = index::file(&self.dir, &known.digest);
        std::fs::remove_file(&file).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(Error::file(&file, &error)),
        })?;
        let detail = format!("remove {}@{} {}", known.id, known.version, known.digest);
        self.log(Event::PACKAGE_CHANGED, &detail)?;
        Ok(known)
    }

    /// Gives the package when it is installed and its file is whole.
    fn there_already(&self, index: &Index, package: &Package) -> Option<Installed> {
        let known = index.find(package.digest()).filter(|known| known.installed)?;
        Some(open(&self.dir, known, self.language)).filter(|installed| installed.package.is_ok())
    }

    /// Runs everything that a package must pass.
    fn examine(&self, package: &Package) -> Result<(), Error> {
        let manifest = package.manifest();
        let host = crate::programs::host(&self.dir).with_limits(Limits { guard: PATIENCE, ..Limits::default() });
        let rule = host.load_rule(package).map_err(|error| self.policy_error(manifest, &error))?;
        let exam = rule.examine(package).map_err(|error| Error::Policy {
            policy: manifest.id.clone(),
            problem: messages::case_error(&error, self.language),
        })?;
        let refused =
            |failing| Error::Package { policy: manifest.id.clone(), refusal: PackageRefusal::Failing(failing) };
        exam.failing().map_or(Ok(()), |failing| Err(refused(failing)))
    }

    /// Says who answers for a package that is signed; a signature that does not hold, or of a key that
    /// is not trusted, is refused.
    fn signer_of(&self, package: &Package) -> Result<Option<Origin>, Error> {
        let refused = |refusal| Error::Package { policy: package.manifest().id.clone(), refusal };
        match package.signed() {
            Signed::Unsigned => Ok(None),
            Signed::Bad(bad) => Err(refused(PackageRefusal::BadSignature(bad.clone()))),
            Signed::By(signer) => match TrustedKeys::load(&self.dir)?.find(&signer.key) {
                Some(trusted) => {
                    Ok(Some(Origin::Signed { signer: trusted.name.clone(), key: trusted.key.to_string() }))
                }
                None => Err(refused(PackageRefusal::UnknownSigner(signer.clone()))),
            },
        }
    }

    /// Says where a package comes from that a program is switched on with, and remembers it.
    pub(crate) fn note_origin(&self, package: &Package) -> Result<Origin, Error> {
        if index::changed(&self.dir, package) {
            return Err(Error::Package { policy: package.manifest().id.clone(), refusal: PackageRefusal::Changed });
        }
        let signer = self.signer_of(package)?;
        let mut index = Index::load(&self.dir)?;
        let known = index.find(package.digest()).cloned();
        let origin = match (&known, signer) {
            (Some(known), None) if known.origin != Origin::Unsigned => known.origin.clone(),
            (_, Some(signed)) => signed,
            (_, None) if self.is_bundled(package) => Origin::Bundled,
            (_, None) => Origin::Unsigned,
        };
        if known.as_ref().is_none_or(|known| known.origin != origin) {
            let installed = known.is_some_and(|known| known.installed);
            self.note(&mut index, package, origin.clone(), installed)?;
        }
        Ok(origin)
    }

    fn note(&self, index: &mut Index, package: &Package, origin: Origin, installed: bool) -> Result<Known, Error> {
        let known = Known {
            id: package.manifest().id.clone(),
            version: package.manifest().version.clone(),
            digest: package.digest().to_owned(),
            since: self.now().date_naive(),
            installed,
            origin,
        };
        index.put(known.clone());
        index.save(&self.dir)?;
        Ok(known)
    }

    /// By content, wherever it was read from.
    fn is_bundled(&self, package: &Package) -> bool {
        let Some(folder) = &self.bundled else { return false };
        let bundled = super::list(folder, self.language);
        bundled.iter().flat_map(|bundled| &bundled.package).any(|other| other.digest() == package.digest())
    }
}
