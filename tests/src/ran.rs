//! What a command answered: its exit status and its two outputs.

use std::process::Output;

use serde_json::Value;

/// A command that ended.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The command, for messages of failed tests.
    pub line: String,
    /// The exit status; none when a signal ended it.
    pub status: Option<i32>,
    /// The answer.
    pub out: String,
    /// What was told beside it.
    pub err: String,
}

impl Ran {
    /// Takes what a process left.
    ///
    /// # Panics
    ///
    /// When its words are not UTF-8.
    #[must_use]
    pub fn of(line: &str, output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_else(|error| panic!("{line}: {error}"));
        Self { line: line.to_owned(), status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Asserts that it was done.
    ///
    /// # Panics
    ///
    /// When it was not.
    #[must_use]
    #[track_caller]
    pub fn done(self) -> Self {
        self.ended(0)
    }

    /// Asserts that it ended with this status.
    ///
    /// # Panics
    ///
    /// When it did not.
    #[must_use]
    #[track_caller]
    pub fn ended(self, status: i32) -> Self {
        let Self { line, out, err, .. } = &self;
        assert_eq!(self.status, Some(status), "comptoir {line}\n--- stdout\n{out}\n--- stderr\n{err}");
        self
    }

    /// Asserts that it was refused in words, and that the answer stayed empty; gives the words.
    ///
    /// # Panics
    ///
    /// When it was not.
    #[must_use]
    #[track_caller]
    pub fn refused(self) -> String {
        self.told(1)
    }

    /// Asserts that it was wrong usage, told in words; gives the words.
    ///
    /// # Panics
    ///
    /// When it was not.
    #[must_use]
    #[track_caller]
    pub fn misused(self) -> String {
        self.told(2)
    }

    #[track_caller]
    fn told(self, status: i32) -> String {
        let Self { line, out, err, .. } = self.ended(status);
        assert_eq!(out, "", "comptoir {line}: nothing but answers goes to stdout");
        assert_ne!(err.trim(), "", "comptoir {line}: a refusal says why");
        err
    }

    /// Reads the answer as one JSON document.
    ///
    /// # Panics
    ///
    /// When it is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("comptoir {}: {error}\n{}", self.line, self.out))
    }

    /// Reads the answer as one JSON document a line, as the till in a pipe gives them.
    ///
    /// # Panics
    ///
    /// When a line is none.
    #[must_use]
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.out.lines().map(read).collect()
    }
}
