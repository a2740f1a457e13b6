//! The filters that a shop can ask, as a person chooses one and sets it.

use std::path::{Path, PathBuf};

use comptoir_policy::manifest::Kind;

use super::ReadyFilter;
use crate::error::Error;
use crate::plugins;
use crate::till::Till;

/// A filter to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterChoice {
    /// Its package.
    pub path: PathBuf,
    /// Its name.
    pub title: String,
    /// Whom it chooses, in a sentence.
    pub text: String,
}

/// A filter that was chosen, with what can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterForm {
    /// Its package.
    pub path: PathBuf,
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its settings.
    pub settings: Vec<FilterSetting>,
}

/// A setting of a filter, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterSetting {
    /// Its key.
    pub key: String,
    /// How people read it.
    pub label: String,
    /// A sentence more.
    pub help: String,
    /// Its value, as it would be typed.
    pub value: String,
}

impl Till {
    /// Lists the filters that come with Comptoir or were installed, by name.
    ///
    /// # Errors
    ///
    /// When the list of installed packages cannot be read.
    pub fn filters(&self) -> Result<Vec<FilterChoice>, Error> {
        let bundled = self.bundled.as_deref().map(|folder| plugins::list(folder, self.language)).unwrap_or_default();
        let bundled = bundled.into_iter().map(|one| (one.folder, one.package));
        let installed = plugins::installed(&self.dir, self.language)?.into_iter().map(|one| (one.path, one.package));
        let mut filters: Vec<FilterChoice> = Vec::new();
        for (path, package) in bundled.chain(installed) {
            let Some(package) = package.ok().filter(|package| package.manifest().kind == Kind::Filter) else {
                continue;
            };
            let manifest = package.manifest();
            let title = manifest.title.get(self.language).to_owned();
            if filters.iter().all(|known| known.title != title) {
                filters.push(FilterChoice { path, title, text: manifest.description.get(self.language).to_owned() });
            }
        }
        filters.sort_by(|one, other| one.title.cmp(&other.title));
        Ok(filters)
    }

    /// Gives what can be set of a filter, with what was typed so far, `KEY=VALUE`.
    ///
    /// # Errors
    ///
    /// As [`Self::ready_filter`].
    pub fn filter_form(&self, path: &Path, typed: &[String]) -> Result<FilterForm, Error> {
        let ready: ReadyFilter = self.ready_filter(path, typed)?;
        let manifest = ready.package().manifest();
        let language = self.language;
        let value = |key: &str| {
            let said = ready.settings().find(|(known, _)| *known == key);
            said.map(|(_, value)| value).unwrap_or_default()
        };
        let setting = |spec: &comptoir_policy::manifest::SettingSpec| FilterSetting {
            key: spec.key.clone(),
            label: spec.label.get(language).to_owned(),
            help: spec.help.as_ref().map(|help| help.get(language).to_owned()).unwrap_or_default(),
            value: value(&spec.key),
        };
        Ok(FilterForm {
            path: path.to_owned(),
            id: manifest.id.clone(),
            title: manifest.title.get(language).to_owned(),
            settings: manifest.settings.iter().map(setting).collect(),
        })
    }
}
