//! Why a task stopped, in words that are ready to print.

use std::fmt;
use std::path::Path;

/// What a task answers when it has nothing to hand back.
pub(crate) type Done = Result<(), Failure>;

/// Tells what happened and, where known, what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    hint: Option<String>,
}

impl Failure {
    /// Makes a failure that only says what happened.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), hint: None }
    }

    /// Makes a failure of a file operation, naming the place.
    pub(crate) fn at(path: &Path, what: impl fmt::Display) -> Self {
        Self::new(format!("{} : {what}", path.display()))
    }

    /// Adds what the reader should do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "✗ {}", self.what)?;
        match &self.hint {
            Some(hint) => write!(out, "\n→ {hint}"),
            None => Ok(()),
        }
    }
}
