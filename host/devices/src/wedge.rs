//! A scanner that types like a keyboard, told apart from a person who types.
//!
//! [`Wedge`] sees each key before the field that has the focus and says what becomes of it. It
//! knows no clock: each call brings its time. The first character of a possible scan passes at
//! once, so that a person feels no delay; those that follow too fast for fingers are held until
//! it is known whose they are. [`candidates`] then says what the scanner meant, whatever keyboard
//! it was set to, and [`Lesson`] finds the settings of a scanner from two scans.
//!
//! The caller gives a key the time at which the system had it, or calls [`Wedge::tick`] only when
//! no key waits to be read: else a window that was busy for a moment makes a scan look slow.

mod layout;
mod learn;
mod settings;

use std::time::Duration;

pub use self::layout::{Layout, candidates};
pub use self::learn::{Learnt, Lesson, Read, Step, Trouble};
pub use self::settings::{Settings, Suffix};

/// The longest code in characters; what is longer was no scanner, for example a key held down.
const LONGEST: usize = 4096;

/// A key that was pressed. Shift, CapsLock and the other keys that type nothing alone are not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A character; a composed text of several comes as one key for each.
    Char(char),
    /// Enter, of the main block or of the numeric pad.
    Enter,
    /// Tab.
    Tab,
    /// Arrows, function keys, shortcuts, and any key that the system repeats because it is held
    /// down.
    Other,
}

/// What becomes of the key just told, and of those held before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaction {
    /// The key goes on to the field; as the answer to [`Wedge::tick`], there is nothing to do.
    Pass,
    /// The key is kept from the field.
    Hold,
    /// It was a person after all: these keys go to the field in their order, then the key just told.
    Release(Vec<Key>),
    /// A code was scanned.
    Scan {
        /// What the scanner typed, without prefix and suffix, with its AIM identifier if it has one.
        text: String,
        /// How many first characters of it, 0 or 1, went to the field before it was known what
        /// they are: they have to be taken out again.
        leaked: usize,
        /// Whether the key just told is kept from the field.
        swallow: bool,
    },
}

/// Tells scans from typing.
///
/// After each [`key`](Self::key), [`tick`](Self::tick) is to be called at [`due`](Self::due),
/// unless another key comes first.
#[derive(Debug, Clone)]
pub struct Wedge {
    settings: Settings,
    /// The characters since the last pause; never the whole of what a person typed.
    burst: Vec<char>,
    /// How many of them, 0 or 1, went to the field.
    passed: usize,
    /// When the last of them came.
    last: Duration,
    /// When the suffix of the last scan came, if nothing came since.
    suffix: Option<Duration>,
}

/// What the characters since the last pause are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// There are none.
    Idle,
    /// The next one may still belong to them.
    Open,
    /// A whole code.
    Scan,
    /// What a person typed.
    Typing,
}

impl Wedge {
    /// A wedge at rest. Settings out of their limits are brought back into them.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let settings = settings.bounded();
        Self { settings, burst: Vec::new(), passed: 0, last: Duration::ZERO, suffix: None }
    }

    /// The settings in force.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Takes the key that was pressed at `at`, the time since any moment, never running backward.
    pub fn key(&mut self, key: Key, at: Duration) -> Reaction {
        match key {
            Key::Char(c) => self.character(c, at),
            key if self.settings.suffix.is(&key) => self.ending(at),
            _ => self.stop(at),
        }
    }

    /// Says what becomes of held keys now that nothing came; early calls do no harm.
    pub fn tick(&mut self, at: Duration) -> Reaction {
        match self.state(at) {
            State::Idle | State::Open => Reaction::Pass,
            State::Scan => self.scan(false),
            State::Typing => self.release(),
        }
    }

    /// When [`tick`](Self::tick) has something to do if no key comes before.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        let holds = self.burst.len() > self.passed;
        holds.then(|| self.last + self.patience() + Duration::from_millis(1))
    }

    /// Forgets everything, also the keys that are held: the field they were for is gone.
    pub fn reset(&mut self) {
        self.burst.clear();
        self.passed = 0;
        self.suffix = None;
    }

    fn character(&mut self, c: char, at: Duration) -> Reaction {
        self.suffix = None;
        match self.state(at) {
            State::Open => self.join(c, at),
            State::Scan => {
                let scan = self.scan(false);
                let held = self.begin(c, at);
                with_swallow(scan, held)
            }
            State::Idle | State::Typing => {
                let released = self.release();
                match (released, self.begin(c, at)) {
                    (Reaction::Pass, true) => Reaction::Hold,
                    (Reaction::Pass, false) => Reaction::Pass,
                    (released, _) => {
                        // Behind what is given back, it goes to the field in any case.
                        self.passed = 1;
                        released
                    }
                }
            }
        }
    }

    /// Starts over with a character and says whether it is kept from the field: a prefix is.
    fn begin(&mut self, c: char, at: Duration) -> bool {
        let held = self.settings.prefix.starts_with(c);
        (self.burst, self.passed, self.last) = (vec![c], usize::from(!held), at);
        held
    }

    fn join(&mut self, c: char, at: Duration) -> Reaction {
        if self.burst.len() == LONGEST {
            return self.release();
        }
        self.burst.push(c);
        self.last = at;
        if self.passed == 1 && !self.has_prefix() && self.prefix_is(&self.burst[1..]) {
            // A person typed the first one just before the scanner began.
            self.burst.remove(0);
            self.passed = 0;
        }
        Reaction::Hold
    }

    /// A key that ends a code.
    fn ending(&mut self, at: Duration) -> Reaction {
        if self.state(at) == State::Open && self.is_fast() {
            self.suffix = Some(at);
            return self.scan(true);
        }
        match self.suffix {
            Some(first) if at.saturating_sub(first) <= self.settings.gap => Reaction::Hold,
            _ => self.stop(at),
        }
    }

    /// A key that is no character and ends no code.
    fn stop(&mut self, at: Duration) -> Reaction {
        self.suffix = None;
        let late = at.saturating_sub(self.last) > self.settings.gap;
        match self.state(at) {
            State::Scan => self.scan(false),
            State::Open if late && self.is_whole() => self.scan(false),
            _ => self.release(),
        }
    }

    fn state(&self, at: Duration) -> State {
        if self.burst.is_empty() {
            State::Idle
        } else if at.saturating_sub(self.last) <= self.patience() {
            State::Open
        } else if self.is_whole() {
            State::Scan
        } else {
            State::Typing
        }
    }

    /// How long the next character may take. Once it is known that a scanner types, a system that
    /// was busy for a moment must not cut a code in two.
    fn patience(&self) -> Duration {
        if self.is_fast() { self.settings.silence } else { self.settings.gap }
    }

    /// Whether no person types so much so fast.
    fn is_fast(&self) -> bool {
        match self.prefix_len() {
            0 => self.burst.len() >= self.settings.least,
            prefix => self.burst.len() > prefix,
        }
    }

    /// Whether it is a code without a suffix. One character all along is a key held down, which
    /// some systems repeat every 33 ms.
    fn is_whole(&self) -> bool {
        self.is_fast() && (self.has_prefix() || self.burst.iter().any(|c| *c != self.burst[0]))
    }

    fn has_prefix(&self) -> bool {
        self.prefix_len() > 0
    }

    /// How many of the characters are the prefix: all of it or none.
    fn prefix_len(&self) -> usize {
        let prefix = self.settings.prefix.chars().count();
        if self.burst.get(..prefix).is_some_and(|start| self.prefix_is(start)) { prefix } else { 0 }
    }

    fn prefix_is(&self, typed: &[char]) -> bool {
        !typed.is_empty() && self.settings.prefix.chars().eq(typed.iter().copied())
    }

    fn scan(&mut self, swallow: bool) -> Reaction {
        let prefix = self.prefix_len();
        let text = self.burst.drain(..).skip(prefix).collect();
        Reaction::Scan { text, leaked: std::mem::take(&mut self.passed), swallow }
    }

    fn release(&mut self) -> Reaction {
        let held: Vec<Key> = self.burst.drain(..).skip(std::mem::take(&mut self.passed)).map(Key::Char).collect();
        if held.is_empty() { Reaction::Pass } else { Reaction::Release(held) }
    }
}

fn with_swallow(reaction: Reaction, swallow: bool) -> Reaction {
    match reaction {
        Reaction::Scan { text, leaked, .. } => Reaction::Scan { text, leaked, swallow },
        other => other,
    }
}

#[cfg(test)]
mod tests;
