//! The merchant's desk: the programs of the shop and the policies that could become one, their settings as forms,
//! what they gave. An [`Action`] in, a [`View`] or a [`Page`] out, for any screen.
//!
//! One program at a time has the shop, so nothing is sold while the office has it: a screen counts what a program gave
//! once ([`Count`]), and keeps it until a program changes.

use std::path::{Path, PathBuf};

use comptoir_domain::id::ProgramId;

use crate::error::{Error, NotFound};
use crate::plugins;
use crate::programs::{NewProgram, PACKAGES, ProgramChange};
use crate::till::Till;

mod count;
mod form;
mod pick;
mod source;
mod trial;
mod view;

pub use count::{Count, DAYS};
pub use form::{CodeKind, FieldKind, FieldView, Form};
pub use pick::Pickable;
pub use plugins::{FactKind, Origin};
pub use trial::Trial;
pub use view::{Activation, Card, CardId, Counted, Page, Results, View};

use source::Source;

/// What the merchant does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Switches a policy on as a program, set as its form says.
    Enable {
        /// The policy, as its card is named.
        policy: String,
        /// The form.
        change: ProgramChange,
    },
    /// Switches a program on again as it is set; its faults are forgiven.
    SwitchOn(ProgramId),
    /// Switches a program off; its counters stay.
    SwitchOff(ProgramId),
    /// Changes a program as its form says.
    Save {
        /// Which one.
        program: ProgramId,
        /// The form.
        change: ProgramChange,
    },
    /// Takes the version that comes with Comptoir now; settings and dates stay.
    Update(ProgramId),
    /// Moves a program among the others: up when below zero.
    Move {
        /// Which one.
        program: ProgramId,
        /// By how many places.
        by: i32,
    },
}

/// What was done, and to which program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Switched on, for the first time or again.
    SwitchedOn(ProgramId),
    /// Switched off.
    SwitchedOff(ProgramId),
    /// Changed.
    Saved(ProgramId),
    /// Brought to another version.
    Updated(ProgramId),
    /// Moved.
    Moved(ProgramId),
}

/// The shop, seen from the merchant's desk.
pub struct Office {
    till: Till,
    policies: PathBuf,
    sources: Vec<Source>,
}

impl Office {
    /// Sits down at the desk of an open shop. `policies` is the folder of the policies that come with the program.
    ///
    /// # Errors
    ///
    /// When the list of installed packages cannot be read.
    pub fn open(mut till: Till, policies: &Path) -> Result<Self, Error> {
        till.bundled_from(policies);
        let sources = source::all(till.dir(), policies, till.language())?;
        Ok(Self { till, policies: policies.to_owned(), sources })
    }

    /// Gives the shop.
    #[must_use]
    pub const fn till(&self) -> &Till {
        &self.till
    }

    /// Gives the shop, for its language.
    pub const fn till_mut(&mut self) -> &mut Till {
        &mut self.till
    }

    /// Does something.
    ///
    /// # Errors
    ///
    /// [`Invalid::Settings`](crate::Invalid::Settings) with all that is wrong with a form, [`Error::Policy`] for a
    /// package that cannot be used; then nothing has changed.
    pub fn act(&mut self, action: Action) -> Result<Done, Error> {
        let done = match action {
            Action::Enable { policy, change } => {
                let path = self.source(&policy)?.path.clone();
                Done::SwitchedOn(self.till.enable_with(&path, &change)?)
            }
            Action::SwitchOn(program) => {
                let folder = self.own_package(&program)?;
                self.enable_again(&program, folder)?;
                Done::SwitchedOn(program)
            }
            Action::SwitchOff(program) => {
                self.till.disable_program(&program)?;
                Done::SwitchedOff(program)
            }
            Action::Save { program, change } => {
                self.till.change_program(&program, &change)?;
                Done::Saved(program)
            }
            Action::Update(program) => {
                let policy = self.program(&program)?.row().policy.clone();
                let path = self.delivered(&policy).map(|source| source.path.clone());
                self.enable_again(&program, path.ok_or(NotFound::Policy(policy))?)?;
                Done::Updated(program)
            }
            Action::Move { program, by } => {
                self.shift(&program, by)?;
                Done::Moved(program)
            }
        };
        Ok(done)
    }

    fn enable_again(&mut self, program: &ProgramId, package: PathBuf) -> Result<(), Error> {
        let row = self.program(program)?.row();
        let (from, until) = (row.from, row.until);
        let new = NewProgram { id: Some(program.clone()), package, settings: Vec::new(), from, until };
        self.till.enable_program(&new).map(drop)
    }

    fn shift(&mut self, program: &ProgramId, by: i32) -> Result<(), Error> {
        let mut order: Vec<ProgramId> = self.till.programs().iter().map(|other| other.row().id.clone()).collect();
        let place = order.iter().position(|id| id == program);
        let place = place.ok_or_else(|| NotFound::Program(program.to_string()))?;
        let step = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        let wanted = if by < 0 { place.saturating_sub(step) } else { place.saturating_add(step) };
        let id = order.remove(place);
        order.insert(wanted.min(order.len()), id);
        self.till.order_programs(&order)
    }

    fn program(&self, id: &ProgramId) -> Result<&crate::programs::Loaded, Error> {
        let mut programs = self.till.programs().iter();
        programs.find(|program| &program.row().id == id).ok_or_else(|| NotFound::Program(id.to_string()).into())
    }

    /// The package of a program in the shop's folder.
    fn own_package(&self, id: &ProgramId) -> Result<PathBuf, Error> {
        Ok(self.till.dir().join(PACKAGES).join(&self.program(id)?.row().package))
    }

    /// The package of a card.
    fn source(&self, name: &str) -> Result<&Source, Error> {
        let found = self.sources.iter().find(|source| source.name == name);
        found.ok_or_else(|| NotFound::Policy(name.to_owned()).into())
    }

    /// The package of a policy that comes with Comptoir.
    fn delivered(&self, policy: &str) -> Option<&Source> {
        let is_it = |source: &&Source| source.origin == Origin::Bundled && source.id() == Some(policy);
        self.sources.iter().find(is_it)
    }
}
