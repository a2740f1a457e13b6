//! The keys that a shop trusts: packages they signed may be installed.
//!
//! They are in `trusted-keys.toml` in the shop's folder, for people to read; the till writes it.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use comptoir_journal::Event;
use comptoir_policy::PublicKey;
use comptoir_policy::keys::signer_name;
use serde::{Deserialize, Serialize};

use super::whole;
use crate::error::{Error, Invalid, NotFound};
use crate::plugins::PackageRefusal;
use crate::till::Till;

/// The file within the shop's folder.
pub const TRUSTED_KEYS: &str = "trusted-keys.toml";

const HEAD: &str = "# Les clés dont ce magasin accepte les règles : `comptoir plugin trust` et `untrust` les changent.
# The keys whose policies this shop accepts: `comptoir plugin trust` and `untrust` change them.
";

/// A key that the shop trusts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    /// What the shop calls its owner.
    pub name: String,
    /// The key.
    pub key: PublicKey,
    /// The day since which it is trusted.
    pub since: NaiveDate,
}

/// The keys that a shop trusts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedKeys(Vec<TrustedKey>);

#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    #[serde(default)]
    key: Vec<WrittenKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    name: String,
    key: String,
    since: NaiveDate,
}

impl TrustedKeys {
    /// Loads the keys of a shop; without the file there are none.
    ///
    /// # Errors
    ///
    /// [`Invalid::Config`] when the file cannot be understood: then no key is believed.
    pub fn load(dir: &Path) -> Result<Self, Error> {
        let path = path(dir);
        let Some(text) = whole::read(&path)? else { return Ok(Self::default()) };
        let invalid = |problem: String| Invalid::Config { path: path.display().to_string(), problem };
        let written: WrittenFile = toml::from_str(&text).map_err(|error| invalid(error.to_string()))?;
        let keys = written.key.into_iter().map(|written| {
            let key = PublicKey::read(&written.key).map_err(|_| invalid(format!("key = {:?}", written.key)))?;
            let name = signer_name(&written.name).map_err(|_| invalid(format!("name = {:?}", written.name)))?;
            Ok(TrustedKey { name, key, since: written.since })
        });
        Ok(Self(keys.collect::<Result<_, Error>>()?))
    }

    /// Finds a key.
    #[must_use]
    pub fn find(&self, key: &PublicKey) -> Option<&TrustedKey> {
        self.0.iter().find(|trusted| trusted.key == *key)
    }

    /// Goes through the keys, in the order in which they came to be trusted.
    pub fn iter(&self) -> impl Iterator<Item = &TrustedKey> {
        self.0.iter()
    }

    fn save(&self, dir: &Path) -> Result<(), Error> {
        let write = |trusted: &TrustedKey| WrittenKey {
            name: trusted.name.clone(),
            key: trusted.key.to_string(),
            since: trusted.since,
        };
        let written = WrittenFile { key: self.0.iter().map(write).collect() };
        let text = toml::to_string(&written).expect("texts and days make TOML");
        whole::replace(&path(dir), format!("{HEAD}\n{text}").as_bytes())
    }
}

fn path(dir: &Path) -> PathBuf {
    dir.join(TRUSTED_KEYS)
}

impl Till {
    /// Trusts a key from now on. One that is trusted already gets the new name.
    ///
    /// # Errors
    ///
    /// [`PackageRefusal::NameTaken`] when another key has the name, or what the file refuses.
    pub fn trust_key(&mut self, key: &PublicKey, name: &str) -> Result<TrustedKey, Error> {
        let name = signer_name(name)?;
        let mut keys = TrustedKeys::load(&self.dir)?;
        if keys.iter().any(|trusted| trusted.name == name && trusted.key != *key) {
            return Err(Error::Package { policy: name.clone(), refusal: PackageRefusal::NameTaken });
        }
        let since = keys.find(key).map_or_else(|| self.now().date_naive(), |trusted| trusted.since);
        let trusted = TrustedKey { name, key: key.clone(), since };
        keys.0.retain(|other| other.key != *key);
        keys.0.push(trusted.clone());
        keys.save(&self.dir)?;
        self.log(Event::PACKAGE_CHANGED, &format!("trust {key} {}", trusted.name))?;
        Ok(trusted)
    }

    /// Trusts a key no more, by its name or by itself. What it signed stays installed.
    ///
    /// # Errors
    ///
    /// [`NotFound::Key`], or what the file refuses.
    pub fn untrust_key(&mut self, name: &str) -> Result<TrustedKey, Error> {
        let mut keys = TrustedKeys::load(&self.dir)?;
        let named = |trusted: &TrustedKey| trusted.name == name || trusted.key.to_string() == name;
        let place = keys.0.iter().position(named).ok_or_else(|| NotFound::Key(name.to_owned()))?;
        let gone = keys.0.remove(place);
        keys.save(&self.dir)?;
        self.log(Event::PACKAGE_CHANGED, &format!("untrust {} {}", gone.key, gone.name))?;
        Ok(gone)
    }
}
