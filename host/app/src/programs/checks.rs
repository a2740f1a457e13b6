//! What is read and checked before a program changes.

use std::path::Path;

use comptoir_domain::id::Sku;
use comptoir_policy::manifest::SettingType;
use comptoir_policy::settings::SettingValue;
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
            self.check_codes(manifest, key, &settings)?;
        }
        settings.complete(&manifest.settings).map_err(|errors| invalid(&errors[0]))
    }

    /// A code that was just typed and that the shop does not have is a slip: the program would never find it. Tags are
    /// declared nowhere and may be what they like; codes that are kept may be of what is gone.
    fn check_codes(&self, manifest: &Manifest, key: &str, settings: &Settings) -> Result<(), Error> {
        let spec = manifest.settings.iter().find(|spec| spec.key == key);
        let (Some(spec), Some(SettingValue::Codes(codes))) = (spec, settings.get(key)) else { return Ok(()) };
        let known: Vec<String> = match spec.kind {
            SettingType::Departments => self.store.departments()?.into_iter().map(|one| one.id.to_string()).collect(),
            SettingType::Groups => self.store.groups()?.into_iter().map(|one| one.id.to_string()).collect(),
            SettingType::Items => {
                let there = |code: &&String| self.store.item(&Sku::new(code.as_str())).ok().flatten().is_some();
                codes.iter().filter(there).cloned().collect()
            }
            _ => return Ok(()),
        };
        let unknown: Vec<&str> = codes.iter().filter(|code| !known.contains(code)).map(String::as_str).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let problem = messages::unknown_codes(spec.kind, &unknown, &known, self.language);
        Err(Invalid::Setting { key: key.to_owned(), problem }.into())
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
