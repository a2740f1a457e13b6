//! A program changed as a whole, by a form: all that is wrong comes back at once, beside its field.

use std::path::Path;

use chrono::NaiveDate;
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;
use comptoir_policy::breaker::Breaker;
use comptoir_policy::{Package, PrepareError, Settings};

use super::{Basis, Combine, PACKAGES, ProgramRow, to_json};
use crate::error::{Error, Invalid, SettingProblem};
use crate::format::capital;
use crate::messages;
use crate::till::Till;

/// The field of the first day, where no setting has such a name.
pub const FROM: &str = "@from";
/// The field of the last day.
pub const UNTIL: &str = "@until";
/// The field of the pool's name.
pub const POOL: &str = "@pool";

/// All that a form says of a program, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Settings by their keys.
    pub settings: Vec<(String, String)>,
    /// The first day it runs: `24/12/2026`; empty for none.
    pub from: String,
    /// The last day it runs; empty for none.
    pub until: String,
    /// Which prices it sees.
    pub basis: Basis,
    /// How it gets along with the others of its pool.
    pub combine: Combine,
    /// The name of its pool.
    pub pool: String,
}

/// A change that was read.
struct Read {
    settings: Settings,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    pool: Option<String>,
}

impl Till {
    /// Switches a policy on as a new program, set as a form says.
    ///
    /// # Errors
    ///
    /// [`Error::Policy`] for a package that cannot be used, [`Invalid::Settings`] with all that is wrong.
    pub fn enable_with(&mut self, folder: &Path, change: &Change) -> Result<ProgramId, Error> {
        let package = self.load_package(folder)?;
        let read = self.read_change(&package, change)?;
        let manifest = package.manifest();
        let last = self.programs.loaded.iter().map(|program| program.row.position).max().unwrap_or(0);
        let row = ProgramRow {
            id: self.free_id(&manifest.id),
            policy: manifest.id.clone(),
            version: manifest.version.clone(),
            digest: package.digest().to_owned(),
            engine: manifest.engine.name().to_owned(),
            package: self.keep_package(&package)?,
            settings: to_json(&read.settings),
            enabled: true,
            position: last + 1,
            from: read.from,
            until: read.until,
            breaker: to_json(&Breaker::default()),
            basis: change.basis,
            pool: read.pool,
            combine: change.combine,
        };
        self.store_program(&row)?;
        Ok(row.id)
    }

    /// Changes all that a form says of a program.
    ///
    /// # Errors
    ///
    /// [`NotFound::Program`](crate::NotFound::Program), [`Error::Policy`] when its package cannot be read,
    /// [`Invalid::Settings`] with all that is wrong; then nothing has changed.
    pub fn change_program(&mut self, id: &ProgramId, change: &Change) -> Result<(), Error> {
        let program = self.program(id)?;
        let package = self.load_package(&self.dir.join(PACKAGES).join(&program.row.package))?;
        let read = self.read_change(&package, change)?;
        let row = ProgramRow {
            settings: to_json(&read.settings),
            from: read.from,
            until: read.until,
            basis: change.basis,
            pool: read.pool,
            combine: change.combine,
            ..program.row.clone()
        };
        self.store_program(&row)
    }

    /// Tells all that is wrong with a change, and changes nothing.
    pub(crate) fn check_change(&self, package: &Path, change: &Change) -> Result<(), Error> {
        let package = self.load_package(package)?;
        self.read_change(&package, change).map(drop)
    }

    /// The policy's own name, or with a number behind it when a program is called so already.
    fn free_id(&self, policy: &str) -> ProgramId {
        let names = std::iter::once(policy.to_owned()).chain((2..).map(|n| format!("{policy}-{n}")));
        let mut free = names.map(ProgramId::new).filter(|id| self.programs.find(id).is_none());
        free.next().unwrap_or_else(|| ProgramId::new(policy))
    }

    /// Reads a change; what is wrong is told for every field at once.
    fn read_change(&self, package: &Package, change: &Change) -> Result<Read, Error> {
        let mut wrong = Vec::new();
        let from = read_day(FROM, &change.from, self.language, &mut wrong);
        let until = read_day(UNTIL, &change.until, self.language, &mut wrong);
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            let words =
                self.language.pick("Le dernier jour vient avant le premier.", "The last day comes before the first.");
            wrong.push(SettingProblem::new(UNTIL, words));
        }
        let pool =
            Some(change.pool.trim().to_owned()).filter(|pool| change.combine != Combine::Stack && !pool.is_empty());
        if change.combine != Combine::Stack && pool.is_none() {
            wrong.push(SettingProblem::new(POOL, self.language.pick("Donnez un nom au groupe.", "Name the group.")));
        }
        let settings = self.read_settings(package, &change.settings, &mut wrong);
        match settings {
            Some(settings) if wrong.is_empty() => Ok(Read { settings, from, until, pool }),
            _ => Err(Invalid::Settings(wrong).into()),
        }
    }

    /// Reads the settings, then asks the policy about them together.
    fn read_settings(
        &self,
        package: &Package,
        typed: &[(String, String)],
        wrong: &mut Vec<SettingProblem>,
    ) -> Option<Settings> {
        let pairs = typed.iter().map(|(key, text)| (key.as_str(), text.as_str()));
        let settings = match Settings::read(&package.manifest().settings, pairs) {
            Ok(settings) => settings,
            Err(errors) => {
                wrong.extend(errors.iter().map(|error| {
                    let (key, words) = (error.key().unwrap_or_default(), messages::setting_error(error, self.language));
                    SettingProblem::new(key, &without_key(key, &words))
                }));
                return None;
            }
        };
        let prepared = match self.programs.host.load(package) {
            Ok(policy) => policy.prepare(&settings).map(drop),
            Err(error) => {
                wrong.push(SettingProblem::new("", &messages::load_error(&error, self.language)));
                return None;
            }
        };
        match prepared {
            Ok(()) => Some(settings),
            Err(PrepareError::Issues(issues)) => {
                let words = |text| package.catalog().render(text, self.language);
                wrong.extend(issues.iter().map(|issue| SettingProblem::new(&issue.key, &words(&issue.problem))));
                None
            }
            Err(PrepareError::Fault(fault)) => {
                wrong.push(SettingProblem::new("", &messages::fault(&fault, self.language)));
                None
            }
        }
    }

    /// Notes where a package comes from, copies it into the shop's folder, and gives the name of its folder there.
    pub(super) fn keep_package(&self, package: &Package) -> Result<String, Error> {
        self.note_origin(package)?;
        let folder = package.copy_to(&self.dir.join(PACKAGES)).map_err(|error| Error::Policy {
            policy: package.manifest().id.clone(),
            problem: messages::package_error(&error, self.language),
        })?;
        Ok(folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())
    }
}

pub(crate) fn read_day(
    key: &str,
    text: &str,
    language: Language,
    wrong: &mut Vec<SettingProblem>,
) -> Option<NaiveDate> {
    let text = text.trim();
    let day = NaiveDate::parse_from_str(text, "%d/%m/%Y").or_else(|_| text.parse());
    if day.is_err() && !text.is_empty() {
        let words = language.pick(
            format!("« {text} » n'est pas un jour : écrivez-le comme 24/12/2026."),
            format!("“{text}” is no day: write it as 24/12/2026."),
        );
        wrong.push(SettingProblem::new(key, &words));
    }
    day.ok()
}

/// A form shows the words beside the field: its key is not repeated, and a sentence begins.
fn without_key(key: &str, words: &str) -> String {
    let rest = words.strip_prefix(key).and_then(|rest| rest.trim_start().strip_prefix(':')).map(str::trim_start);
    capital(rest.unwrap_or(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_typed_as_people_write_it() {
        let mut wrong = Vec::new();
        let mut read = |text| read_day(FROM, text, Language::French, &mut wrong);
        assert_eq!(read(" 24/12/2026 "), NaiveDate::from_ymd_opt(2026, 12, 24));
        assert_eq!(read("2026-12-24"), NaiveDate::from_ymd_opt(2026, 12, 24));
        assert_eq!((read(""), read("31/02/2026")), (None, None));
        let keys: Vec<_> = wrong.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(keys, [FROM]);
    }

    #[test]
    fn a_problem_stands_beside_its_field() {
        assert_eq!(without_key("seuil", "seuil : « x » n'est pas un nombre"), "« x » n'est pas un nombre");
        assert_eq!(without_key("seuil", "seuil: “x” is no number"), "“x” is no number");
        assert_eq!(without_key("", "il manque un jour"), "Il manque un jour");
    }
}
