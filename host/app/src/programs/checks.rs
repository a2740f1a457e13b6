//! What is read and checked before a program changes.

use std::path::Path;

use comptoir_domain::id::Sku;
use comptoir_policy::manifest::SettingType;
use comptoir_policy::settings::SettingValue;
use comptoir_policy::{Manifest, Package, Plan, PrepareError, Settings};

use crate::error::{Error, Invalid, SettingProblem};
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
        let problem = |error: &comptoir_policy::SettingError| SettingProblem {
            key: error.key().unwrap_or_default().to_owned(),
            problem: messages::setting_error(error, self.language),
        };
        let (mut settings, mut wrong) = (kept.clone(), Vec::new());
        for text in typed {
            let set = comptoir_policy::assignment(text).and_then(|(key, value)| {
                settings.set(&manifest.settings, key, value)?;
                Ok(key)
            });
            match set {
                Ok(key) => wrong.extend(self.unknown_codes(manifest, key, &settings)?),
                Err(error) => wrong.push(problem(&error)),
            }
        }
        match wrong.len() {
            0 => {}
            1 => return Err(alone(wrong.swap_remove(0))),
            _ => return Err(Invalid::Settings(wrong).into()),
        }
        settings.complete(&manifest.settings).map_err(|errors| alone(problem(&errors[0])))
    }

    /// A code that was just typed and that the shop does not have is a slip: the program would never find it. Tags are
    /// declared nowhere and may be what they like; codes that are kept may be of what is gone.
    fn unknown_codes(
        &self,
        manifest: &Manifest,
        key: &str,
        settings: &Settings,
    ) -> Result<Option<SettingProblem>, Error> {
        let spec = manifest.settings.iter().find(|spec| spec.key == key);
        let (Some(spec), Some(SettingValue::Codes(codes))) = (spec, settings.get(key)) else { return Ok(None) };
        let known: Vec<String> = match spec.kind {
            SettingType::Departments => self.store.departments()?.into_iter().map(|one| one.id.to_string()).collect(),
            SettingType::Groups => self.store.groups()?.into_iter().map(|one| one.id.to_string()).collect(),
            SettingType::Items => {
                let there = |code: &&String| self.store.item(&Sku::new(code.as_str())).ok().flatten().is_some();
                codes.iter().filter(there).cloned().collect()
            }
            _ => return Ok(None),
        };
        let unknown: Vec<&str> = codes.iter().filter(|code| !known.contains(code)).map(String::as_str).collect();
        if unknown.is_empty() {
            return Ok(None);
        }
        let problem = messages::unknown_codes(spec.kind, &unknown, &known, self.language);
        Ok(Some(SettingProblem { key: key.to_owned(), problem }))
    }

    /// Puts into words what a policy says of settings.
    pub(crate) fn prepared(&self, package: &Package, prepared: Result<Plan, PrepareError>) -> Result<Plan, Error> {
        prepared.map_err(|error| {
            let (key, problem) = messages::prepare_error(&error, package.catalog(), self.language);
            Error::Invalid(Invalid::Setting { key, problem })
        })
    }
}

fn alone(SettingProblem { key, problem }: SettingProblem) -> Error {
    Invalid::Setting { key, problem }.into()
}
