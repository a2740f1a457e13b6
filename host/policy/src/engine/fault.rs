//! How a policy ends that gives no usable answer, and why one cannot be run at all.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::catalog::Words;
use crate::manifest::Kind;

/// A place in a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file in the package.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Why a policy gave no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// It used all its fuel or operations, or called itself too deeply.
    OutOfBudget {
        /// The budget.
        limit: u64,
    },
    /// It asked for more memory than it may have.
    Memory {
        /// The most bytes.
        limit: u64,
    },
    /// A component stopped: unreachable code, an overflow, a panic.
    Trap(String),
    /// A script failed.
    Script {
        /// Where, when it is known.
        place: Option<Place>,
        /// What the interpreter says.
        text: Words,
    },
    /// The policy itself said that it cannot answer.
    Said(String),
    /// The answer holds something that cannot be: a day that does not exist, a third decimal of an
    /// amount, an unknown key.
    BadAnswer {
        /// Where in the script, when it is one.
        place: Option<Place>,
        /// What, by its name and value.
        text: Words,
    },
    /// The answer, or a value on the way to it, is larger than allowed.
    TooLarge {
        /// The most bytes, or elements.
        limit: u64,
    },
    /// It took too long by the clock. Another machine may answer; see [`Limits::guard`].
    Deadline {
        /// The most milliseconds.
        limit: u64,
    },
    /// The interpreter itself failed; this is not the script's doing.
    Panic(String),
}

impl Fault {
    /// Gives the name of the kind of fault, for cases, logs and `--json`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OutOfBudget { .. } => "out-of-budget",
            Self::Memory { .. } => "memory",
            Self::Trap(_) => "trap",
            Self::Script { .. } => "script",
            Self::Said(_) => "said",
            Self::BadAnswer { .. } => "bad-answer",
            Self::TooLarge { .. } => "too-large",
            Self::Deadline { .. } => "deadline",
            Self::Panic(_) => "panic",
        }
    }
}

/// Why a policy cannot be run at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// The engine cannot start on this machine.
    Engine(String),
    /// The file is not a WebAssembly component.
    NotAComponent(String),
    /// The component holds instructions on floating-point numbers.
    Floats(String),
    /// The component asks for functions, and a policy is given none.
    Imports(Vec<String>),
    /// The component does not speak the contract: a function is missing or of another shape.
    Contract(String),
    /// The component fails when it starts.
    Start(Fault),
    /// The script cannot be read.
    Script {
        /// Where, when it is known.
        place: Option<Place>,
        /// What the interpreter says.
        text: Words,
    },
    /// The script does not define this function.
    NoFunction(String),
    /// The package is of the other kind: this one.
    Other(Kind),
}
