//! What is read and checked before a program changes.

use std::path::Path;

use comptoir_policy::{Manifest, Package, Plan, Policy, Settings};

use crate::error::{Error, Invalid};
use crate::messages;
use crate::till::Till;

impl Till {
    /// Reads a package from a folder or an archive.
    pub(crate) fn load_package(&self, path: &Path) -> Result<Package, Error> {
        Package::open(path).map_err(|error| Error::Policy {
            policy: path.display().to_string(),
            problem: messages::package_error(&error, self.language),
        })
    }

    pub(crate) fn policy_error(&self, manifest: &Manifest, error: &comptoir_policy::LoadError) -> Error {
        Error::Policy { policy: manifest.id.clone(), problem: messages::load_error(error, self.language) }
    }

    pub(crate) fn changed_settings(
        &self,
        manifest: &Manifest,
        kept: &Settings,
        typed: &[String],
    ) -> Result<Settings, Error> {
        let invalid = |error: &comptoir_policy::SettingError| {
            Error::Invalid(Invalid::Setting {
                key: error.key().unwrap_or_default().to_owned(),
                problem: messages::setting_error(error, self.language),
            })
        };
        let mut settings = kept.clone();
        for text in typed {
            let (key, value) = comptoir_policy::assignment(text).map_err(|error| invalid(&error))?;
            settings.set(&manifest.settings, key, value).map_err(|error| invalid(&error))?;
        }
        settings.complete(&manifest.settings).map_err(|errors| invalid(&errors[0]))
    }

    pub(crate) fn check_settings(
        &self,
        package: &Package,
        policy: &dyn Policy,
        settings: &Settings,
    ) -> Result<Plan, Error> {
        policy.prepare(settings).map_err(|error| {
            let (key, problem) = messages::prepare_error(&error, package.catalog(), self.language);
            Error::Invalid(Invalid::Setting { key, problem })
        })
    }
}
